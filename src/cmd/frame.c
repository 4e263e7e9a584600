/* frame.c -- the columns of any table that a command was asked to use.
 * Layer: cmd. */
#include "cmd/frame.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    READ_SIZE = 1 << 16,
    MAX_NUMBER = 64,     /* longest text of a number */
    MAX_LEVEL = 1 << 20, /* most different words of a column */
    EXACT_POWER = 22     /* 10^22 is the largest exact power in a double */
};

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

pcart_status
pcarti_frame_load(const char *path, pcarti_buf *out, pcart_err *err)
{
    int is_standard = strcmp(path, "-") == 0;
    FILE *file = is_standard ? stdin : fopen(path, "rb");
    char piece[READ_SIZE];
    size_t got;
    pcart_status status = PCART_OK;

    if (!file)
        return pcart_err_set(err, PCART_E_IO, "'%s' cannot be read: %s", path,
                             strerror(errno));
    while ((got = fread(piece, 1, sizeof piece, file)) > 0)
        pcarti_buf_bytes(out, piece, got);
    if (ferror(file))
        status = pcart_err_set(err, PCART_E_IO, "'%s' cannot be read: %s", path,
                               strerror(errno));
    if (!is_standard)
        fclose(file);
    return status ? status : pcarti_buf_status(out, err);
}

/* --- reading ----------------------------------------------------------- */

static int
is_name(const pcart_cell *cell, const char *name)
{
    return strlen(name) == cell->length &&
           memcmp(cell->text, name, cell->length) == 0;
}

static pcart_status
missing_column(const frame *in, const pcart_row *header, const char *name,
               pcart_diag *diag)
{
    pcart_problem problem = {
        .severity = PCART_ERROR,
        .status = PCART_E_NOTFOUND,
        .where = pcart_row_place(in->source, header, NULL),
        .code = "column-missing",
    };
    pcarti_buf message = {0}, hint = {0};

    pcarti_buf_print(&message, "there is no column '%s'", name);
    pcarti_buf_text(&hint, "the columns are: ");
    for (size_t i = 0; i < header->n_cell && hint.length < 160; i++) {
        if (i)
            pcarti_buf_text(&hint, ", ");
        pcarti_buf_bytes(&hint, header->cell[i].text, header->cell[i].length);
    }
    problem.message = message.is_failed ? "a column is missing" : message.data;
    problem.redacted = problem.message;
    problem.hint = hint.is_failed ? NULL : hint.data;
    pcart_diag_add(diag, &problem);
    pcarti_buf_release(&message);
    pcarti_buf_release(&hint);
    return PCART_E_NOTFOUND;
}

/* Where each wanted column stands in the header. */
static void
match_header(const frame *in, const pcart_row *header, size_t *at,
             pcart_diag *diag)
{
    for (size_t k = 0; k < in->n_column; k++) {
        const char *name = in->column[k].name;
        size_t n = 0;

        for (size_t i = 0; i < header->n_cell; i++)
            if (is_name(&header->cell[i], name)) {
                at[k] = i;
                n++;
            }
        if (n == 0)
            (void)missing_column(in, header, name, diag);
        if (n > 1) {
            pcart_err err = {0};

            pcart_err_at(
                &err, PCART_E_INCONSISTENT,
                pcart_row_place(in->source, header, &header->cell[at[k]]),
                "column '%s' stands there %zu times", name, n);
            pcart_diag_add_err(diag, "column-twice", &err);
        }
    }
}

static int
is_inside(const frame *in, const pcarti_buf *bytes, const char *text)
{
    return text >= in->bytes && text <= in->bytes + bytes->length;
}

/* Keep the wanted cells of one row. */
static pcart_status
keep_row(frame *in, const pcarti_buf *bytes, const pcart_row *row,
         const size_t *at, pcart_arena *arena)
{
    const char **start = pcart_arena_grow(arena, in->row, &in->capacity,
                                          in->n + 1, sizeof *in->row);

    if (!start)
        return PCART_E_NOMEM;
    in->row = start;
    in->row[in->n] = row->text;
    for (size_t k = 0; k < in->n_column; k++) {
        frame_column *column = &in->column[k];
        pcart_cell *cell = pcart_arena_grow(
            arena, column->cell, &column->capacity, in->n + 1, sizeof *cell);

        if (!cell)
            return PCART_E_NOMEM;
        column->cell = cell;
        cell[in->n] = row->cell[at[k]];
        if (!is_inside(in, bytes, cell[in->n].text)) {
            cell[in->n].text =
                pcart_arena_text(arena, cell[in->n].text, cell[in->n].length);
            if (!cell[in->n].text)
                return PCART_E_NOMEM;
        }
    }
    in->n++;
    return PCART_OK;
}

/* All rows behind the header; faulty ones become problems. */
static pcart_status
read_rows(frame *in, pcart_table *table, const pcarti_buf *bytes,
          const size_t *at, size_t n_cell, pcart_arena *arena, pcart_diag *diag,
          pcart_err *err)
{
    for (;;) {
        const pcart_row *row = NULL;
        pcart_err fault = {0};
        pcart_status status = pcart_table_next(table, &row, &fault);

        if (status == PCART_E_NOMEM || status == PCART_E_IO) {
            if (err)
                *err = fault;
            return status;
        }
        if (status) {
            pcart_diag_add_err(diag, "row-malformed", &fault);
            if (diag->n_error > 1000)
                return PCART_OK;
            continue;
        }
        if (!row)
            return PCART_OK;
        if (row->n_cell != n_cell) {
            pcart_err_at(
                &fault, PCART_E_SYNTAX, pcart_row_place(in->source, row, NULL),
                "the row has %zu cells, the header %zu", row->n_cell, n_cell);
            pcart_diag_add_err(diag, "row-ragged", &fault);
            continue;
        }
        if (keep_row(in, bytes, row, at, arena))
            return no_memory(err);
    }
}

size_t
pcarti_frame_unique(const char **name, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        int is_known = name[i] == NULL;

        for (size_t k = 0; k < kept && !is_known; k++)
            is_known = strcmp(name[k], name[i]) == 0;
        if (!is_known)
            name[kept++] = name[i];
    }
    return kept;
}

pcart_status
pcarti_frame_read(frame *out, const char *source, const pcarti_buf *bytes,
                  const char *const *name, size_t n_name,
                  pcart_decimal_mark decimal, pcart_arena *arena,
                  pcart_diag *diag, pcart_err *err)
{
    pcart_table table = {0};
    const pcart_row *header = NULL;
    size_t *at = pcart_arena_take(arena, n_name + 1, sizeof *at);
    pcart_err fault = {0};
    pcart_status status;

    *out = (frame){
        .source = source,
        .bytes = bytes->data,
        .n_column = n_name,
        .column = pcart_arena_take(arena, n_name + 1, sizeof *out->column)};
    if (!at || !out->column)
        return no_memory(err);
    for (size_t k = 0; k < n_name; k++)
        out->column[k].name = name[k];
    status = pcart_table_init(&table, source, bytes->data ? bytes->data : "",
                              bytes->length, NULL, arena);
    if (status)
        return no_memory(err);
    status = pcart_table_header(&table, &header, &fault);
    if (status == PCART_E_NOMEM) {
        status = no_memory(err);
        goto done;
    }
    if (status) {
        pcart_diag_add_err(diag, "table-unreadable", &fault);
        status = PCART_OK;
        goto done;
    }
    out->mark =
        decimal == PCART_DECIMAL_COMMA || (decimal == PCART_DECIMAL_AUTO &&
                                           pcart_table_delimiter(&table) == ';')
            ? ','
            : '.';
    match_header(out, header, at, diag);
    if (diag->n_error == 0)
        status =
            read_rows(out, &table, bytes, at, header->n_cell, arena, diag, err);
done:
    pcart_table_release(&table);
    return status;
}

size_t
pcarti_frame_find(const frame *in, const char *name)
{
    for (size_t k = 0; k < in->n_column; k++)
        if (strcmp(in->column[k].name, name) == 0)
            return k;
    return 0;
}

/* --- problems ---------------------------------------------------------- */

static uint64_t
line_of(const frame *in, const char *row)
{
    uint64_t line = 1;

    for (const char *at = in->bytes; at < row; at++)
        line += *at == '\n';
    return line;
}

void
pcarti_frame_problem(const frame *in, size_t row, size_t column,
                     const char *code, const char *message, const char *hint,
                     pcart_diag *diag)
{
    const pcart_cell *cell = &in->column[column].cell[row];
    const char *text = in->row[row];
    pcarti_buf said = {0}, redacted = {0}, excerpt = {0};
    pcart_problem problem = {
        .severity = PCART_ERROR,
        .status = PCART_E_RANGE,
        .where = {in->source, 0, cell->offset + 1,
                  cell->length ? cell->length : 1},
        .code = code,
        .hint = hint,
        .excerpt_column = cell->offset + 1,
    };

    /* Counting lines takes a pass over the file: only for what is kept. */
    if (diag->n_kept < 1000)
        problem.where.line = line_of(in, text);
    pcarti_buf_print(&said, "%s '%.*s' %s", in->column[column].name,
                     cell->length > 40 ? 40 : (int)cell->length, cell->text,
                     message);
    pcarti_buf_print(&redacted, "%s %s", in->column[column].name, message);
    pcarti_buf_bytes(&excerpt, text, strcspn(text, "\r\n"));
    problem.message = said.is_failed ? message : said.data;
    problem.redacted = redacted.is_failed ? message : redacted.data;
    problem.excerpt = excerpt.is_failed ? NULL : excerpt.data;
    pcart_diag_add(diag, &problem);
    pcarti_buf_release(&said);
    pcarti_buf_release(&redacted);
    pcarti_buf_release(&excerpt);
}

/* --- numbers ----------------------------------------------------------- */

static int
is_missing(const pcart_cell *cell)
{
    return cell->length == 0 || (cell->length == 1 && cell->text[0] == '.') ||
           (cell->length == 2 && memcmp(cell->text, "NA", 2) == 0) ||
           (cell->length == 3 && memcmp(cell->text, "NaN", 3) == 0);
}

int
pcarti_frame_double(const char *digits, size_t length, char mark, double *out)
{
    static const double power[EXACT_POWER + 1] = {
        1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    const int64_t exact = INT64_C(1) << 53;
    pcart_decimal decimal;
    char text[MAX_NUMBER];

    if (pcart_decimal_read(digits, length, mark, &decimal, NULL))
        return 0;
    if (decimal.coefficient > -exact && decimal.coefficient < exact &&
        decimal.exponent >= -EXACT_POWER && decimal.exponent <= EXACT_POWER) {
        /* Two exact numbers, one operation: rounded once. */
        *out = decimal.exponent < 0
                   ? (double)decimal.coefficient / power[-decimal.exponent]
                   : (double)decimal.coefficient * power[decimal.exponent];
        return 1;
    }
    if (length >= sizeof text)
        return 0;
    memcpy(text, digits, length);
    text[length] = '\0';
    for (size_t i = 0; i < length; i++)
        if (text[i] == mark)
            text[i] = '.';
    *out = strtod(text, NULL);
    return isfinite(*out);
}

static int
to_double(const pcart_cell *cell, char mark, double *out)
{
    return pcarti_frame_double(cell->text, cell->length, mark, out);
}

pcart_status
pcarti_frame_number(const frame *in, size_t column, pcart_arena *arena,
                    pcart_diag *diag, int *is_number, double **out,
                    pcart_err *err)
{
    const pcart_cell *cell = in->column[column].cell;
    double *value = pcart_arena_take(arena, in->n + 1, sizeof *value);

    if (!value)
        return no_memory(err);
    if (is_number)
        *is_number = 1;
    for (size_t i = 0; i < in->n; i++) {
        value[i] = NAN;
        if (is_missing(&cell[i]) || to_double(&cell[i], in->mark, &value[i]))
            continue;
        value[i] = NAN;
        if (is_number) {
            *is_number = 0;
            break;
        }
        pcarti_frame_problem(in, i, column, "not-a-number", "is not a number",
                             "decimal comma? give --decimal comma", diag);
    }
    *out = value;
    return PCART_OK;
}

/* --- levels ------------------------------------------------------------ */

/* A hash table of the words seen. */
typedef struct dictionary {
    uint32_t *slot; /* 1 + index of a level; 0 is free */
    size_t n_slot;  /* a power of two */
    pcart_cell *level;
    size_t n_level, m_level;
} dictionary;

static uint64_t
hash_of(const pcart_cell *cell)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (uint32_t i = 0; i < cell->length; i++)
        hash = (hash ^ (unsigned char)cell->text[i]) * UINT64_C(1099511628211);
    return hash ^ hash >> 32;
}

static int
compare_cell(const pcart_cell *a, const pcart_cell *b)
{
    uint32_t n = a->length < b->length ? a->length : b->length;
    int order = n ? memcmp(a->text, b->text, n) : 0;

    return order ? order : (a->length > b->length) - (a->length < b->length);
}

static pcart_status
widen(dictionary *seen, pcart_arena *arena)
{
    size_t n_slot = seen->n_slot ? 2 * seen->n_slot : 64;
    uint32_t *slot = pcart_arena_take(arena, n_slot, sizeof *slot);

    if (!slot)
        return PCART_E_NOMEM;
    for (size_t k = 0; k < seen->n_level; k++) {
        size_t at = (size_t)hash_of(&seen->level[k]) & (n_slot - 1);

        while (slot[at])
            at = (at + 1) & (n_slot - 1);
        slot[at] = (uint32_t)k + 1;
    }
    seen->slot = slot;
    seen->n_slot = n_slot;
    return PCART_OK;
}

static pcart_status
look_up(dictionary *seen, const pcart_cell *cell, pcart_arena *arena, int *code)
{
    pcart_cell *level;
    size_t at;

    if (2 * seen->n_level >= seen->n_slot && widen(seen, arena))
        return PCART_E_NOMEM;
    at = (size_t)hash_of(cell) & (seen->n_slot - 1);
    for (; seen->slot[at]; at = (at + 1) & (seen->n_slot - 1))
        if (compare_cell(&seen->level[seen->slot[at] - 1], cell) == 0) {
            *code = (int)seen->slot[at] - 1;
            return PCART_OK;
        }
    if (seen->n_level >= MAX_LEVEL)
        return PCART_E_UNSUPPORTED;
    level = pcart_arena_grow(arena, seen->level, &seen->m_level,
                             seen->n_level + 1, sizeof *level);
    if (!level)
        return PCART_E_NOMEM;
    seen->level = level;
    seen->level[seen->n_level] = *cell;
    *code = (int)seen->n_level++;
    seen->slot[at] = (uint32_t)seen->n_level;
    return PCART_OK;
}

/* A level while the levels are put in order. */
typedef struct ranked {
    pcart_cell cell;
    double number;
    int is_number, code;
} ranked;

static int
compare_ranked(const void *left, const void *right)
{
    const ranked *a = left, *b = right;

    if (a->is_number && b->is_number && a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return compare_cell(&a->cell, &b->cell);
}

/* Sort the levels and give every row its place in them. */
static pcart_status
order_levels(const dictionary *seen, char mark, size_t n, pcart_arena *arena,
             frame_factor *out)
{
    ranked *level = pcart_arena_take(arena, seen->n_level + 1, sizeof *level);
    int *place = pcart_arena_take(arena, seen->n_level + 1, sizeof *place);
    int all_numbers = 1;

    out->level = pcart_arena_take(arena, seen->n_level + 1, sizeof *out->level);
    if (!level || !place || !out->level)
        return PCART_E_NOMEM;
    for (size_t k = 0; k < seen->n_level; k++) {
        level[k].cell = seen->level[k];
        level[k].code = (int)k;
        if (!to_double(&seen->level[k], mark, &level[k].number))
            all_numbers = 0;
    }
    for (size_t k = 0; k < seen->n_level; k++)
        level[k].is_number = all_numbers;
    if (seen->n_level)
        qsort(level, seen->n_level, sizeof *level, compare_ranked);
    for (size_t k = 0; k < seen->n_level; k++) {
        place[level[k].code] = (int)k;
        out->level[k] =
            pcart_arena_text(arena, level[k].cell.text, level[k].cell.length);
        if (!out->level[k])
            return PCART_E_NOMEM;
    }
    out->n_level = (int)seen->n_level;
    for (size_t i = 0; i < n; i++)
        if (out->code[i] >= 0)
            out->code[i] = place[out->code[i]];
    return PCART_OK;
}

pcart_status
pcarti_frame_factor(const frame *in, size_t column, pcart_arena *arena,
                    frame_factor *out, pcart_err *err)
{
    const pcart_cell *cell = in->column[column].cell;
    dictionary seen = {0};

    *out = (frame_factor){
        .name = in->column[column].name,
        .code = pcart_arena_take(arena, in->n + 1, sizeof *out->code)};
    if (!out->code)
        return no_memory(err);
    for (size_t i = 0; i < in->n; i++) {
        pcart_status status;

        out->code[i] = -1;
        if (is_missing(&cell[i]))
            continue;
        status = look_up(&seen, &cell[i], arena, &out->code[i]);
        if (status == PCART_E_UNSUPPORTED)
            return pcart_err_set(err, status,
                                 "column '%s' has more than %d different words",
                                 in->column[column].name, MAX_LEVEL);
        if (status)
            return no_memory(err);
    }
    if (order_levels(&seen, in->mark, in->n, arena, out))
        return no_memory(err);
    return PCART_OK;
}
