/*
 * fuzz_samples.c -- any bytes as a sample sheet with its variants: refused, or
 * every look-back of it keeps its promises.
 *
 * The input is the table `samples`, a line "==", and the table `variants`; the
 * patients are given.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "postcart/trace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const name[] = {"patients", "infusions", "samples",
                                   "variants"};
static char folder[] = "/tmp/postcart-fuzz-XXXXXX";

static void
write_table(int table, const char *text, size_t length)
{
    char path[64];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s.csv", folder, name[table]);
    file = fopen(path, "wb");
    if (!file)
        abort();
    if (length)
        fwrite(text, 1, length, file);
    fclose(file);
}

static void
remove_folder(void)
{
    char path[64];

    for (size_t i = 0; i < PCART_COUNTOF(name); i++) {
        snprintf(path, sizeof path, "%s/%s.csv", folder, name[i]);
        unlink(path);
    }
    rmdir(folder);
}

static void
make_folder(void)
{
    static const char patients[] = "patient,sex,birth_date\nP1,f,1960-01-01\n"
                                   "P2,m,1961-02-03\n";
    static const char infusions[] = "patient,infusion,date\nP1,1,2024-01-01\n"
                                    "P1,2,2024-09-01\nP2,1,2024-02-01\n";

    if (!mkdtemp(folder))
        abort();
    atexit(remove_folder);
    write_table(0, patients, sizeof patients - 1);
    write_table(1, infusions, sizeof infusions - 1);
}

static void
split(const char *text, size_t size)
{
    size_t cut = 0, rest;

    while (cut < size &&
           !(size - cut >= 3 && memcmp(text + cut, "==\n", 3) == 0))
        cut++;
    rest = cut + 3 < size ? cut + 3 : size;
    write_table(2, text, cut);
    write_table(3, text + rest, size - rest);
}

/* Nothing known is never "not there"; bounds are in order. */
static void
check_pair(const pcart_trace *t, const pcart_trace_pair *p)
{
    const pcart_lookback *a = &p->answer;
    const pcart_presence *e = &a->earlier;

    if (p->variant >= t->n_variant || p->earlier >= t->patient->n_sample ||
        p->later >= t->patient->n_sample ||
        t->patient->sample[p->earlier].date > t->patient->sample[p->later].date)
        abort();
    if ((a->reasons & (PCART_LB_NOT_REPORTED | PCART_LB_NOT_COVERED)) &&
        (a->is_earlier || a->value == PCART_LOOKBACK_NOT_DETECTABLE ||
         a->value == PCART_LOOKBACK_NEW))
        abort();
    if (a->is_earlier && (e->upper > 1 || e->low > e->high || e->vaf < 0 ||
                          e->vaf > 1 || e->upper < e->vaf))
        abort();
}

static void
trace(const pcart_cohort *cohort)
{
    const pcart_trace_options options = {.is_without_growth = 1};

    for (size_t i = 0; i < cohort->n_patient; i++) {
        pcart_arena arena = {0};
        pcart_trace t;
        const pcart_status status = pcart_trace_patient(
            &cohort->patient[i], &options, &arena, &t, NULL);

        for (size_t k = 0; status == PCART_OK && k < t.n_pair; k++)
            check_pair(&t, &t.pair[k]);
        if (status && status != PCART_E_RANGE && status != PCART_E_NOMEM)
            abort();
        pcart_arena_release(&arena);
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int is_made;
    pcart_arena arena = {0};
    pcart_diag diag;
    pcart_cohort_folder *opened = NULL;
    pcart_cohort cohort = {0};
    pcart_status status;

    if (!is_made)
        make_folder();
    is_made = 1;
    split((const char *)data, size);
    pcart_diag_init(&diag, &arena);
    status = pcart_cohort_open(folder, NULL, &arena, &diag, &opened, NULL);
    if (status == PCART_OK)
        status = pcart_cohort_read(opened, &arena, &diag, &cohort, NULL);
    if ((status == PCART_OK) != (diag.n_error == 0))
        abort();
    if (status == PCART_OK)
        trace(&cohort);
    pcart_cohort_close(opened);
    pcart_arena_release(&arena);
    return 0;
}
