/*
 * cut.c -- tables that are sorted by patient, cut into blocks that can be read
 * one by one.  Layer: read.
 *
 * The largest table leads: a block ends with the patient in whose rows its
 * size is reached.  The other tables are walked row by row up to that patient;
 * the bytes of the leading one are only searched for line ends.
 */
#include "postcart/cohort.h"

#include <string.h>

#include "read/reading.h"
#include "read/scan.h"

enum {
    DEFAULT_BLOCK = 4 * 1024 * 1024, /* with its structs fits in 8 MiB */
    PIECE = 256 * 1024,
    SHORT_READ = 64 * 1024 /* buffer to find the next patient with */
};

/* One table, walked row by row. */
typedef struct walker {
    pcart_table table;
    pcarti_range range;
    uint64_t origin;       /* offset in the file where the walk began */
    const pcart_row *row;  /* read, but of a later block; or NULL */
    uint64_t offset, line; /* where the next block begins */
    char last[PCART_ID_MAX + 1];
    size_t last_length;
    int is_open;
} walker;

struct pcarti_cutter {
    pcart_arena arena; /* buffers of the walkers, for good */
    pcart_arena block; /* until the next cut */
    int leader;        /* table; -1 when there is nothing to cut */
    char *piece;
    walker walk[PCART_N_TABLE];
};

void
pcarti_cutter_release(pcart_cohort_folder *folder)
{
    struct pcarti_cutter *cutter = folder->cutter;

    if (!cutter)
        return;
    for (int i = 0; i < PCART_N_TABLE; i++)
        if (cutter->walk[i].is_open)
            pcart_table_release(&cutter->walk[i].table);
    pcart_arena_release(&cutter->block);
    pcart_arena_release(&cutter->arena);
    folder->cutter = NULL;
}

static int
find_leader(const pcart_cohort_folder *folder)
{
    uint64_t most = 0;
    int leader = -1;

    if (!folder->file[PCART_TABLE_PATIENTS].is_readable)
        return -1;
    for (int i = 0; i < PCART_N_TABLE; i++) {
        const pcarti_file *file = &folder->file[i];

        if (i == PCART_TABLE_VARIANTS || !file->is_readable ||
            file->size <= most)
            continue;
        most = file->size;
        leader = i;
    }
    return leader;
}

static pcart_status
open_reader(const pcarti_file *file, uint64_t offset, uint64_t line,
            uint64_t size, pcart_table *table, pcarti_range *range,
            pcart_arena *arena)
{
    pcart_table_options options = {
        .delimiter = file->delimiter, .first_line = line, .size = size};

    *range = (pcarti_range){.file = file, .at = offset, .end = file->size};
    return pcart_table_init_fill(table, file->name, pcarti_range_fill, range,
                                 &options, arena);
}

static pcart_status
start(pcart_cohort_folder *folder, pcart_err *err)
{
    struct pcarti_cutter *cutter;
    pcart_status status = PCART_OK;

    pcarti_cutter_release(folder);
    cutter = pcart_arena_take(folder->arena, 1, sizeof *cutter);
    if (!cutter)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    pcart_arena_init(&cutter->arena, &folder->arena->alloc);
    pcart_arena_init(&cutter->block, &folder->arena->alloc);
    folder->cutter = cutter;
    cutter->leader = find_leader(folder);
    cutter->piece = pcart_arena_take(&cutter->arena, PIECE, 1);
    if (!cutter->piece)
        status = PCART_E_NOMEM;
    for (int i = 0; status == PCART_OK && i < PCART_N_TABLE; i++) {
        const pcarti_file *file = &folder->file[i];
        walker *walk = &cutter->walk[i];

        walk->offset = walk->origin = file->body;
        walk->line = file->body_line;
        if (!file->is_readable || i == cutter->leader)
            continue;
        status = open_reader(file, file->body, file->body_line, file->size,
                             &walk->table, &walk->range, &cutter->arena);
        walk->is_open = 1;
    }
    if (status) {
        pcarti_cutter_release(folder);
        return pcart_err_set(err, status, "out of memory");
    }
    return PCART_OK;
}

/* The id in the first column of the dictionary: patient, or sample. */
static const pcart_cell *
id_of(const pcarti_file *file, const pcart_row *row, const char **text,
      size_t *length)
{
    const pcart_cell *cell;

    if ((size_t)file->column[0] >= row->n_cell)
        return NULL;
    cell = &row->cell[file->column[0]];
    *text = cell->text;
    *length = cell->length;
    pcarti_scan_trim(text, length);
    /* Rows without a usable id are reported with the block they stand in. */
    return *length > 0 && *length <= PCART_ID_MAX ? cell : NULL;
}

static pcart_status
not_sorted(const pcarti_file *file, const pcart_row *row,
           const pcart_cell *cell, pcart_err *err)
{
    pcart_err_at(err, PCART_E_UNSUPPORTED,
                 pcart_row_place(file->name, row, cell),
                 "rows are not sorted by patient");
    pcart_err_hint(err, "sort the table by patient id in the order of bytes");
    return PCART_E_UNSUPPORTED;
}

/* The next row; NULL at the end.  Malformed ones are passed over: reading the
 * block reports them. */
static pcart_status
next_row(walker *walk, pcart_err *err)
{
    pcart_status status = PCART_OK;

    while (!walk->row) {
        walk->offset = walk->origin + pcart_table_offset(&walk->table);
        walk->line = pcart_table_line(&walk->table);
        status = pcart_table_next(&walk->table, &walk->row, err);
        if (status != PCART_E_SYNTAX)
            break;
    }
    return status;
}

/* Walk a table to the end of the rows of patient `upto`. */
static pcart_status
walk_to(const pcarti_file *file, walker *walk, const char *upto,
        pcarti_names *sample, pcart_arena *arena, pcart_err *err)
{
    size_t n_upto = strlen(upto);

    for (;; walk->row = NULL) {
        const char *text;
        size_t length;
        const pcart_cell *cell;
        pcart_status status = next_row(walk, err);

        if (status || !walk->row)
            return status;
        cell = id_of(file, walk->row, &text, &length);
        if (!cell)
            continue;
        if (pcarti_names_compare(text, length, walk->last, walk->last_length) <
            0)
            return not_sorted(file, walk->row, cell, err);
        if (pcarti_names_compare(text, length, upto, n_upto) > 0)
            return PCART_OK;
        memcpy(walk->last, text, length);
        walk->last_length = length;
        if (sample && (size_t)file->column[1] < walk->row->n_cell) {
            const pcart_cell *name = &walk->row->cell[file->column[1]];

            text = name->text;
            length = name->length;
            pcarti_scan_trim(&text, &length);
            if (pcarti_names_find(sample, text, length) == UINT32_MAX &&
                pcarti_names_add(sample, arena, text, length) == UINT32_MAX)
                return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        }
    }
}

/* Walk the variants as long as they belong to the samples of this block. */
static pcart_status
walk_variants(const pcarti_file *file, walker *walk, const pcarti_names *sample,
              pcart_err *err)
{
    for (;; walk->row = NULL) {
        const char *text;
        size_t length;
        pcart_status status = next_row(walk, err);

        if (status || !walk->row)
            return status;
        if (id_of(file, walk->row, &text, &length) &&
            pcarti_names_find(sample, text, length) == UINT32_MAX)
            return PCART_OK;
    }
}

/*
 * Count the lines from `*offset` to the first line end at or behind `target`,
 * and go there.  Does nothing when a quote is met: then a line end may lie in
 * a cell, and rows must be read.
 */
static pcart_status
jump(struct pcarti_cutter *cutter, const pcarti_file *file, uint64_t target,
     uint64_t *offset, uint64_t *line, pcart_err *err)
{
    pcarti_range range = {.file = file, .at = *offset, .end = file->size};
    uint64_t n = 0;
    int has_quote = 0;

    for (;;) {
        uint64_t at = range.at;
        size_t got, length;
        const char *feed = NULL;
        pcart_status status =
            pcarti_range_fill(&range, cutter->piece, PIECE, &got, err);

        if (status || got == 0)
            return status;
        length = got;
        if (at + got > target) {
            size_t from = target > at ? (size_t)(target - at) : 0;

            feed = memchr(cutter->piece + from, '\n', got - from);
            if (feed)
                length = (size_t)(feed - cutter->piece) + 1;
        }
        n += pcarti_scan_lines(cutter->piece, length, &has_quote);
        if (has_quote)
            return PCART_OK;
        if (feed) {
            *offset = at + length;
            *line += n;
            return PCART_OK;
        }
    }
}

/* Find where the leading table is cut: behind the rows of patient `upto`,
 * which is "" when the table ends first. */
static pcart_status
lead(pcart_cohort_folder *folder, uint64_t size, char *upto, pcart_err *err)
{
    struct pcarti_cutter *cutter = folder->cutter;
    const pcarti_file *file = &folder->file[cutter->leader];
    walker *walk = &cutter->walk[cutter->leader];
    uint64_t offset = walk->offset, line = walk->line, target = offset + size;
    walker probe = {.row = NULL};
    char last[PCART_ID_MAX + 1];
    size_t last_length = 0, length;
    pcart_status status;

    upto[0] = '\0';
    if (target >= file->size || target < offset)
        return PCART_OK;
    status = jump(cutter, file, target, &offset, &line, err);
    if (status)
        return status;
    probe.origin = offset;
    status = open_reader(file, offset, line, SHORT_READ, &probe.table,
                         &probe.range, &cutter->block);
    if (status)
        return pcart_err_set(err, status, "out of memory");
    for (;; probe.row = NULL) {
        const char *text;
        const pcart_cell *cell;

        status = next_row(&probe, err);
        if (status || !probe.row)
            break;
        cell = id_of(file, probe.row, &text, &length);
        if (!cell || (length == last_length && memcmp(text, last, length) == 0))
            continue;
        if (last_length && probe.offset >= target) {
            if (pcarti_names_compare(text, length, last, last_length) < 0 ||
                pcarti_names_compare(last, last_length, walk->last,
                                     walk->last_length) <= 0) {
                status = not_sorted(file, probe.row, cell, err);
                break;
            }
            memcpy(upto, last, last_length);
            upto[last_length] = '\0';
            memcpy(walk->last, last, last_length);
            walk->last_length = last_length;
            walk->offset = probe.offset;
            walk->line = probe.line;
            break;
        }
        memcpy(last, text, length);
        last_length = length;
    }
    pcart_table_release(&probe.table);
    return status;
}

/* Walk all other tables to the end of patient `upto`. */
static pcart_status
follow(pcart_cohort_folder *folder, const char *upto, pcart_err *err)
{
    struct pcarti_cutter *cutter = folder->cutter;
    pcarti_names sample = {0};

    for (int i = 0; i < PCART_N_TABLE; i++) {
        walker *walk = &cutter->walk[i];
        pcart_status status;

        if (!walk->is_open)
            continue;
        if (i == PCART_TABLE_VARIANTS)
            status = walk_variants(&folder->file[i], walk, &sample, err);
        else
            status = walk_to(&folder->file[i], walk, upto,
                             i == PCART_TABLE_SAMPLES ? &sample : NULL,
                             &cutter->block, err);
        if (status)
            return status;
    }
    return PCART_OK;
}

pcart_status
pcart_cohort_cut(pcart_cohort_folder *folder, pcart_cohort_block *block,
                 int *more, pcart_err *err)
{
    uint64_t size =
        folder->options.block_size ? folder->options.block_size : DEFAULT_BLOCK;
    pcart_cohort_block next = {0};
    pcart_status status = PCART_OK;

    *more = 0;
    if (block->is_last)
        return PCART_OK;
    next.is_first = !block->is_first && block->number == 0;
    next.number = next.is_first ? 0 : block->number + 1;
    if (next.is_first)
        status = start(folder, err);
    if (status)
        return status;
    pcart_arena_clear(&folder->cutter->block);
    memcpy(next.after, block->upto, sizeof next.after);
    for (int i = 0; i < PCART_N_TABLE; i++) {
        next.part[i].offset = folder->cutter->walk[i].offset;
        next.part[i].line = folder->cutter->walk[i].line;
    }
    if (folder->cutter->leader >= 0)
        status = lead(folder, size, next.upto, err);
    next.is_last = next.upto[0] == '\0';
    if (status == PCART_OK && !next.is_last)
        status = follow(folder, next.upto, err);
    if (status)
        return status;
    for (int i = 0; i < PCART_N_TABLE; i++) {
        const pcarti_file *file = &folder->file[i];
        uint64_t end =
            next.is_last ? file->size : folder->cutter->walk[i].offset;

        if (file->is_readable)
            next.part[i].length = end - next.part[i].offset;
    }
    *block = next;
    *more = 1;
    return PCART_OK;
}
