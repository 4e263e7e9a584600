/* fuzz_csv.c -- any bytes as a table, whole and in pieces: the same rows. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct drip {
    const char *text;
    size_t left, piece;
} drip;

static pcart_status
fill(void *ctx, char *to, size_t room, size_t *got, pcart_err *err)
{
    drip *d = ctx;
    size_t n = d->left < d->piece ? d->left : d->piece;

    (void)err;
    if (n > room)
        n = room;
    if (n)
        memcpy(to, d->text, n);
    d->text += n;
    d->left -= n;
    *got = n;
    return PCART_OK;
}

static uint64_t
mix(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *b = bytes;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ b[i]) * UINT64_C(1099511628211);
    return hash;
}

/* All cells, places and faults of a table as one number. */
static uint64_t
digest(pcart_table *table, size_t size)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    const pcart_row *row;
    pcart_err err;

    for (size_t n = 0;; n++) {
        pcart_status status = pcart_table_next(table, &row, &err);

        if (n > size + 1)
            abort(); // every row or fault takes a byte
        if (status == PCART_E_SYNTAX) {
            hash = mix(hash, &err.where.line, sizeof err.where.line);
            hash = mix(hash, &err.where.column, sizeof err.where.column);
            continue;
        }
        if (status)
            abort();
        if (!row)
            return hash;
        hash = mix(hash, &row->line, sizeof row->line);
        for (size_t i = 0; i < row->n_cell; i++) {
            const pcart_cell *cell = &row->cell[i];
            pcart_place place = pcart_row_place("x", row, cell);

            if (cell->offset > row->length || place.line < row->line)
                abort();
            hash = mix(hash, cell->text, cell->length);
            hash = mix(hash, &place.column, sizeof place.column);
        }
    }
}

static void
read_header(const char *bytes, size_t size, pcart_arena *arena)
{
    pcart_table table;
    const pcart_row *row;
    pcart_err err;

    if (pcart_table_init(&table, "x", bytes, size, NULL, arena))
        abort();
    if (pcart_table_header(&table, &row, &err) == PCART_OK && !row)
        abort();
    pcart_table_release(&table);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char delimiter[] = {',', ';', '\t'};
    pcart_arena arena = {0};
    pcart_table table;
    const pcart_table_options options = {.delimiter = delimiter[size % 3],
                                         .size = 1};
    char *exact = malloc(size ? size : 1);
    drip d = {exact, size, size % 61 + 1};
    uint64_t whole;

    if (!exact)
        return 0;
    if (size)
        memcpy(exact, data, size);
    read_header(exact, size, &arena);
    if (pcart_table_init(&table, "x", exact, size, &options, &arena))
        abort();
    whole = digest(&table, size);
    pcart_table_release(&table);
    if (pcart_table_init_fill(&table, "x", fill, &d, &options, &arena))
        abort();
    if (digest(&table, size) != whole)
        abort();
    pcart_table_release(&table);
    pcart_arena_release(&arena);
    free(exact);
    return 0;
}
