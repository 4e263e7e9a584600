/* header.c -- which cell of a table is which column.  Layer: read. */
#include <stdio.h>

#include "read/folder.h"
#include "rules/spell.h"
#include "read/scan.h"

static const char *
column_name(const void *list, size_t i)
{
    return ((const pcart_column *)list)[i].name;
}

static void
add_unknown(pcarti_reading *reading, const pcart_dictionary_table *table,
            const pcart_cell *cell, const char *text, size_t length)
{
    pcarti_finding finding =
        pcarti_finding_of(reading, cell, "column-unknown", "column");
    const char *nearest = pcarti_nearest(text, length, table->column,
                                         table->n_column, column_name);
    char hint[96];

    finding.severity = PCART_WARNING;
    finding.status = PCART_E_NOTFOUND;
    if (nearest) {
        snprintf(hint, sizeof hint, "did you mean '%s'?", nearest);
        finding.hint = hint;
    }
    pcarti_reading_add(reading, &finding, "is not known and not used");
}

/* Whether the first line names any column: if not, it is no header, and its
 * cells are data. */
static int
is_header(pcarti_reading *reading, const pcarti_file *file,
          const pcart_row *row)
{
    pcarti_finding finding;

    for (size_t i = 0; i < row->n_cell; i++) {
        const char *text = row->cell[i].text;
        size_t length = row->cell[i].length;

        pcarti_scan_trim(&text, &length);
        if (pcart_dictionary_column(file->table, text, length) >= 0)
            return 1;
    }
    finding = pcarti_finding_of(reading, NULL, "header-missing", "first line");
    finding.hint = "a table begins with a header line; 'postcart check "
                   "--template DIR' writes one";
    pcarti_reading_add(reading, &finding, "names no column of table %s",
                       file->table->name);
    return 0;
}

/* Find the columns; 0 when a name is there twice. */
static int
map_columns(pcarti_reading *reading, pcarti_file *file, const pcart_row *row)
{
    int is_good = 1;

    for (size_t i = 0; i < file->table->n_column; i++)
        file->column[i] = -1;
    for (size_t i = 0; i < row->n_cell; i++) {
        const char *text = row->cell[i].text;
        size_t length = row->cell[i].length;
        int column;

        pcarti_scan_trim(&text, &length);
        column = pcart_dictionary_column(file->table, text, length);
        if (column < 0) {
            add_unknown(reading, file->table, &row->cell[i], text, length);
        } else if (file->column[column] >= 0) {
            pcarti_finding finding = pcarti_finding_of(
                reading, &row->cell[i], "column-repeated", "column");

            finding.status = PCART_E_INCONSISTENT;
            pcarti_reading_add(reading, &finding, "is there twice");
            is_good = 0;
        } else {
            file->column[column] = (int)i;
        }
    }
    return is_good;
}

/* Report required columns that are missing; 0 if there are any. */
static int
has_required(pcarti_reading *reading, const pcarti_file *file)
{
    int is_good = 1;

    for (size_t i = 0; i < file->table->n_column; i++) {
        pcarti_finding finding;

        if (!file->table->column[i].is_required || file->column[i] >= 0)
            continue;
        finding = pcarti_finding_of(reading, NULL, "column-missing", "header");
        finding.status = PCART_E_NOTFOUND;
        pcarti_reading_add(reading, &finding, "has no column '%s'",
                           file->table->column[i].name);
        is_good = 0;
    }
    return is_good;
}

static void
add_header_error(pcarti_reading *reading, const pcart_err *err)
{
    pcarti_finding finding = {
        .severity = PCART_ERROR,
        .status = err->status,
        .code = "file-malformed",
        .where = err->where,
        .what = "file not read:",
        .hint = err->hint[0] ? err->hint : NULL,
    };

    pcarti_reading_add(reading, &finding, "%s", err->message);
}

static char
mark_of(pcart_decimal_mark mark, char delimiter)
{
    if (mark == PCART_DECIMAL_AUTO)
        return delimiter == ';' ? ',' : '.';
    return mark == PCART_DECIMAL_COMMA ? ',' : '.';
}

pcart_status
pcarti_header_read(pcarti_reading *reading, pcarti_file *file)
{
    const pcart_cohort_options *options = &reading->folder->options;
    pcarti_range range = {.file = file, .at = 0, .end = file->size};
    pcart_arena arena;
    pcart_table table = {0};
    const pcart_row *row;
    pcart_err err;
    pcart_status status;

    pcart_arena_init(&arena, &reading->arena->alloc);
    status = pcart_table_init_fill(
        &table, file->name, pcarti_range_fill, &range,
        &(pcart_table_options){.delimiter = options->delimiter,
                               .size = file->size},
        &arena);
    if (status) {
        pcarti_reading_no_memory(reading);
        goto done;
    }
    status = pcart_table_header(&table, &row, &err);
    if (status == PCART_E_NOMEM) {
        pcarti_reading_no_memory(reading);
        goto done;
    }
    if (status) {
        add_header_error(reading, &err);
        status = PCART_OK;
        goto done;
    }
    reading->file = file;
    reading->row = row;
    file->n_cell = row->n_cell;
    file->delimiter = pcart_table_delimiter(&table);
    file->mark = mark_of(options->decimal, file->delimiter);
    file->body = pcart_table_offset(&table);
    file->body_line = pcart_table_line(&table);
    if (is_header(reading, file, row)) {
        file->is_readable = map_columns(reading, file, row);
        file->is_readable &= has_required(reading, file);
    }
done:
    reading->row = NULL;
    pcart_table_release(&table);
    pcart_arena_release(&arena);
    return status;
}
