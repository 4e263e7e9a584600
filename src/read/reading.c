/* reading.c -- the rows of one table, and whose they are.  Layer: read. */
#include "read/reading.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "read/scan.h"

pcart_status
pcarti_range_fill(void *ctx, char *to, size_t room, size_t *got, pcart_err *err)
{
    pcarti_range *range = ctx;
    uint64_t left = range->end - range->at;
    ssize_t n;

    *got = 0;
    if (left == 0)
        return PCART_OK;
    do {
        n = pread(range->file->fd, to, left < room ? (size_t)left : room,
                  (off_t)range->at);
    } while (n < 0 && errno == EINTR);
    if (n < 0)
        return pcart_err_at(err, PCART_E_IO,
                            (pcart_place){.source = range->file->name},
                            "reading failed: %s", strerror(errno));
    if (n == 0)
        return pcart_err_at(err, PCART_E_IO,
                            (pcart_place){.source = range->file->name},
                            "the file became shorter while it was read");
    range->at += (uint64_t)n;
    *got = (size_t)n;
    return PCART_OK;
}

/* Cells beyond those of the header may only be empty. */
static int
has_all_cells(pcarti_reading *reading)
{
    const pcart_row *row = reading->row;
    size_t want = reading->file->n_cell, n = row->n_cell;
    pcarti_finding finding;

    while (n > want && row->cell[n - 1].length == 0)
        n--;
    if (n == want)
        return 1;
    finding = pcarti_finding_of(reading, &row->cell[n > want ? want : n - 1],
                                "row-ragged", "row");
    finding.quote = NULL;
    finding.hint =
        n > want ? "a decimal comma, or a delimiter in a cell that is not "
                   "quoted?"
                 : "is a cell or a delimiter missing?";
    pcarti_reading_add(reading, &finding, "has %zu cells, the header has %zu",
                       n, want);
    return 0;
}

/* A row in which nothing is written, such as ";;;". */
static int
is_empty(const pcart_row *row)
{
    for (size_t i = 0; i < row->n_cell; i++) {
        const char *text = row->cell[i].text;
        size_t length = row->cell[i].length;

        pcarti_scan_trim(&text, &length);
        if (length)
            return 0;
    }
    return 1;
}

static void
add_malformed(pcarti_reading *reading, const pcart_err *err)
{
    pcarti_finding finding = {
        .severity = PCART_ERROR,
        .status = err->status,
        .code = "row-malformed",
        .where = err->where,
        .what = "row not used:",
        .hint = err->hint[0] ? err->hint : NULL,
    };

    pcarti_reading_add(reading, &finding, "%s", err->message);
}

static pcart_status
take_row(pcarti_reading *reading, const pcart_row *row,
         pcart_status (*take)(pcarti_reading *reading))
{
    reading->row = row;
    if (row->n_cell != reading->file->n_cell && !has_all_cells(reading))
        return PCART_OK;
    if (row->cell[0].length == 0 && is_empty(row)) {
        pcarti_finding finding =
            pcarti_finding_of(reading, NULL, "row-empty", "row");

        finding.severity = PCART_NOTE;
        pcarti_reading_add(reading, &finding, "is empty");
        return PCART_OK;
    }
    return take(reading);
}

static pcarti_range
range_of(const pcarti_reading *reading, pcart_table_id id, uint64_t *line)
{
    const pcarti_file *file = &reading->folder->file[id];

    if (reading->block) {
        const pcart_cohort_part *part = &reading->block->part[id];

        *line = part->line;
        return (pcarti_range){.file = file,
                              .at = part->offset,
                              .end = part->offset + part->length};
    }
    *line = file->body_line;
    return (pcarti_range){.file = file, .at = file->body, .end = file->size};
}

pcart_status
pcarti_reading_table(pcarti_reading *reading, pcart_table_id id,
                     pcart_status (*take)(pcarti_reading *reading))
{
    const pcarti_file *file = &reading->folder->file[id];
    uint64_t line;
    pcarti_range range = range_of(reading, id, &line);
    pcart_table_options options = {.delimiter = file->delimiter,
                                   .first_line = line,
                                   .size = range.end - range.at};
    pcart_table table = {0};
    pcart_err err;
    pcart_status status;

    reading->file = file;
    reading->use = &reading->out->table[id];
    reading->last_length = 0;
    if (!file->is_readable || range.at == range.end)
        return PCART_OK;
    status = pcart_table_init_fill(&table, file->name, pcarti_range_fill,
                                   &range, &options, reading->temp);
    if (status) {
        pcarti_reading_no_memory(reading);
        goto done;
    }
    for (;;) {
        const pcart_row *row;

        status = pcart_table_next(&table, &row, &err);
        if (status == PCART_E_SYNTAX) {
            reading->use->rows++;
            add_malformed(reading, &err);
            continue;
        }
        if (status) {
            if (reading->fatal)
                *reading->fatal = err;
            break;
        }
        if (!row)
            break;
        reading->use->rows++;
        status = take_row(reading, row, take);
        if (status)
            break;
    }
done:
    reading->row = NULL;
    pcart_table_release(&table);
    return status;
}

int
pcarti_reading_is_outside(const pcarti_reading *reading, const char *text,
                          size_t length)
{
    const pcart_cohort_block *block = reading->block;

    if (!block)
        return 0;
    if (!block->is_first && pcarti_names_compare(text, length, block->after,
                                                 strlen(block->after)) <= 0)
        return 1;
    return !block->is_last && pcarti_names_compare(text, length, block->upto,
                                                   strlen(block->upto)) > 0;
}

pcart_status
pcarti_reading_not_sorted(pcarti_reading *reading, const pcart_cell *cell)
{
    pcart_err_at(reading->fatal, PCART_E_UNSUPPORTED,
                 pcart_row_place(reading->file->name, reading->row, cell),
                 "rows are not sorted by patient");
    pcart_err_hint(reading->fatal,
                   "sort the table by patient id in the order of bytes");
    return PCART_E_UNSUPPORTED;
}

int
pcarti_reading_owner(pcarti_reading *reading, const pcart_cell *cell,
                     const char *text, size_t length, uint32_t *owner)
{
    pcarti_finding finding;

    if (length == reading->last_length &&
        memcmp(text, reading->last_id, length) == 0) {
        *owner = reading->last_owner;
        return 1;
    }
    if (pcarti_reading_is_outside(reading, text, length)) {
        pcarti_reading_not_sorted(reading, cell);
        return -1;
    }
    *owner = pcarti_names_find(&reading->patient, text, length);
    if (*owner != UINT32_MAX) {
        memcpy(reading->last_id, text, length);
        reading->last_length = length;
        reading->last_owner = *owner;
        return 1;
    }
    if (!reading->folder->file[PCART_TABLE_PATIENTS].is_readable)
        return 0; // nothing can be said
    finding = pcarti_finding_of(reading, cell, "patient-unknown", "patient");
    finding.status = PCART_E_NOTFOUND;
    finding.hint = "every patient has a row in the table patients";
    pcarti_reading_add(reading, &finding, "is not in the table patients");
    return 0;
}

static int
is_before(const uint64_t *key, uint32_t a, uint32_t b)
{
    return key[a] < key[b] || (key[a] == key[b] && a < b);
}

/* Heap sort of indices: no memory, and no worst case. */
static void
sift(const uint64_t *key, uint32_t *index, size_t root, size_t n)
{
    for (;;) {
        size_t child = 2 * root + 1;
        uint32_t swap;

        if (child >= n)
            return;
        if (child + 1 < n && is_before(key, index[child], index[child + 1]))
            child++;
        if (!is_before(key, index[root], index[child]))
            return;
        swap = index[root];
        index[root] = index[child];
        index[child] = swap;
        root = child;
    }
}

void
pcarti_mark_repeats(const uint64_t *key, size_t n, uint32_t *work,
                    unsigned char *is_repeat)
{
    for (size_t i = 0; i < n; i++) {
        work[i] = (uint32_t)i;
        is_repeat[i] = 0;
    }
    for (size_t i = n / 2; i-- > 0;)
        sift(key, work, i, n);
    for (size_t end = n; end > 1;) {
        uint32_t top = work[0];

        work[0] = work[--end];
        work[end] = top;
        sift(key, work, 0, end);
    }
    for (size_t i = 1; i < n; i++)
        is_repeat[work[i]] = key[work[i]] == key[work[i - 1]];
}
