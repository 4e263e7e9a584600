/*
 * fuzz_cohort.c -- any bytes as a folder of tables.
 *
 * The input is cut at lines "==name"; each part becomes name.csv, for names
 * of canonical tables.  What is read whole and in blocks must agree.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "postcart/cohort.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/postcart-fuzz-XXXXXX";

static void
table_path(int id, char path[64])
{
    snprintf(path, 64, "%s/%s.csv", folder,
             pcart_dictionary_get((pcart_table_id)id)->name);
}

static void
remove_folder(void)
{
    char path[64];

    for (int i = 0; i < PCART_N_TABLE; i++) {
        table_path(i, path);
        unlink(path);
    }
    rmdir(folder);
}

static void
write_part(const char *name, size_t n_name, const char *text, size_t length)
{
    char path[64];
    FILE *file;

    for (int i = 0; i < PCART_N_TABLE; i++) {
        const char *known = pcart_dictionary_get((pcart_table_id)i)->name;

        if (strlen(known) != n_name || memcmp(known, name, n_name) != 0)
            continue;
        table_path(i, path);
        file = fopen(path, "wb");
        if (!file)
            abort();
        if (length)
            fwrite(text, 1, length, file);
        fclose(file);
    }
}

static void
write_tables(const char *text, size_t size)
{
    const char *end = text + size;

    while (end - text > 2 && memcmp(text, "==", 2) == 0) {
        const char *feed = memchr(text, '\n', (size_t)(end - text));
        const char *body = feed ? feed + 1 : end, *next = body;

        while (next < end && !(end - next > 2 && memcmp(next, "==", 2) == 0)) {
            const char *line = memchr(next, '\n', (size_t)(end - next));

            next = line ? line + 1 : end;
        }
        write_part(text + 2, (size_t)((feed ? feed : end) - text) - 2, body,
                   (size_t)(next - body));
        text = next;
    }
}

/* Patients and rows of a cohort, as numbers that add up over blocks. */
typedef struct tally {
    size_t n_patient, n_lab, n_row, n_used;
} tally;

static void
count(const pcart_cohort *cohort, tally *t)
{
    t->n_patient += cohort->n_patient;
    for (size_t i = 0; i < cohort->n_patient; i++)
        t->n_lab += cohort->patient[i].n_lab;
    for (int i = 0; i < PCART_N_TABLE; i++) {
        t->n_row += cohort->table[i].rows;
        t->n_used += cohort->table[i].used;
        if (cohort->table[i].used > cohort->table[i].rows)
            abort();
    }
}

/* Whether all blocks could be read. */
static int
read_blocks(uint64_t size, tally *t)
{
    pcart_arena arena = {0}, part = {0};
    pcart_diag diag;
    pcart_cohort_folder *opened = NULL;
    pcart_cohort_block block = {0};
    pcart_status status;
    int more = 1;

    pcart_diag_init(&diag, &arena);
    status =
        pcart_cohort_open(folder, &(pcart_cohort_options){.block_size = size},
                          &arena, &diag, &opened, NULL);
    while (status == PCART_OK && more) {
        pcart_cohort cohort;

        status = pcart_cohort_cut(opened, &block, &more, NULL);
        if (status || !more)
            break;
        pcart_arena_clear(&part);
        pcart_diag_init(&diag, &part);
        status = pcart_cohort_block_read(opened, &block, &part, &diag, &cohort,
                                         NULL);
        if (status == PCART_OK)
            count(&cohort, t);
    }
    pcart_cohort_close(opened);
    pcart_arena_release(&part);
    pcart_arena_release(&arena);
    return status == PCART_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int is_made;
    pcart_arena arena = {0};
    pcart_diag diag;
    pcart_cohort_folder *opened = NULL;
    pcart_cohort cohort = {0};
    tally whole = {0}, parts = {0};
    pcart_status status;

    if (!is_made) {
        if (!mkdtemp(folder))
            abort();
        is_made = 1;
        atexit(remove_folder);
    }
    for (int i = 0; i < PCART_N_TABLE; i++) {
        char path[64];

        table_path(i, path);
        unlink(path);
    }
    write_tables((const char *)data, size);
    pcart_diag_init(&diag, &arena);
    status = pcart_cohort_open(folder, NULL, &arena, &diag, &opened, NULL);
    if (status == PCART_OK)
        status = pcart_cohort_read(opened, &arena, &diag, &cohort, NULL);
    count(&cohort, &whole);
    if ((status == PCART_OK) != (diag.n_error == 0))
        abort();
    pcart_cohort_close(opened);
    pcart_arena_release(&arena);
    if (read_blocks(size % 97 + 1, &parts) && status == PCART_OK &&
        memcmp(&whole, &parts, sizeof whole) != 0)
        abort();
    return 0;
}
