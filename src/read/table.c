/*
 * table.c -- rows and cells of CSV and TSV.  Layer: read.
 *
 * The bytes that end a cell or a row are found 64 at a time (scan.h), and
 * cells are slices of the buffer, so that a plain row costs no copy.  Quoted
 * cells take a slower way.  When a row runs beyond the bytes in memory it is
 * begun again after more were read.
 */
#include "postcart/table.h"

#include <string.h>

#include "read/scan.h"

enum {
    PIECE = 256 * 1024, /* read at once: stays in the second-level cache */
    SMALL_PIECE = 4096, /* least buffer */
    MAX_OPEN_QUOTE = 16 /* each costs a scan of MAX_LINE: then stop */
};

/* What became of an attempt to scan something. */
typedef enum outcome {
    DONE,
    NEED_MORE, /* the bytes in memory end too early */
    FAILED     /* err is set, and the reader stands behind the fault */
} outcome;

/* Look at the 64 bytes at `chunk`; the block may end within them. */
static void
load(pcart_table *table, const char *chunk)
{
    size_t left = (size_t)(table->end - chunk);
    int is_dirty = 0;

    table->chunk = chunk;
    if (left >= PCARTI_SCAN_WIDTH) {
        table->mask = pcarti_scan_cells(chunk, table->delimiter, &is_dirty);
        left = PCARTI_SCAN_WIDTH;
    } else {
        char pad[PCARTI_SCAN_WIDTH];

        memset(pad, '.', sizeof pad); // neither structural nor dirty
        if (left)
            memcpy(pad, chunk, left);
        table->mask = pcarti_scan_cells(pad, table->delimiter, &is_dirty);
    }
    if (is_dirty)
        table->dirty = chunk + left;
}

static void
stand_at(pcart_table *table, const char *at)
{
    table->at = at;
    load(table, at);
}

static pcart_status
init(pcart_table *table, const char *source, const pcart_table_options *options,
     pcart_arena *arena)
{
    *table = (pcart_table){
        .source = source,
        .arena = arena,
        .line = options && options->first_line ? options->first_line : 1,
        .delimiter = options ? options->delimiter : '\0',
    };
    pcart_arena_init(&table->quoted, &arena->alloc);
    table->cell =
        pcart_arena_take(arena, PCART_TABLE_MAX_COLUMN, sizeof *table->cell);
    return table->cell ? PCART_OK : PCART_E_NOMEM;
}

pcart_status
pcart_table_init(pcart_table *table, const char *source, const char *bytes,
                 size_t length, const pcart_table_options *options,
                 pcart_arena *arena)
{
    pcart_status status = init(table, source, options, arena);

    if (status)
        return status;
    table->base = bytes;
    table->end = length ? bytes + length : bytes;
    table->is_end = 1;
    stand_at(table, bytes);
    return PCART_OK;
}

pcart_status
pcart_table_init_fill(pcart_table *table, const char *source,
                      pcart_table_fill fill, void *ctx,
                      const pcart_table_options *options, pcart_arena *arena)
{
    pcart_status status = init(table, source, options, arena);
    uint64_t size = options ? options->size : 0;

    if (status)
        return status;
    table->room = PIECE;
    if (size && size < PIECE)
        table->room = size < SMALL_PIECE ? SMALL_PIECE : (size_t)size + 1;
    table->buffer = pcart_arena_take(arena, table->room, 1);
    if (!table->buffer)
        return PCART_E_NOMEM;
    table->fill = fill;
    table->ctx = ctx;
    table->base = table->end = table->buffer;
    stand_at(table, table->buffer);
    return PCART_OK;
}

void
pcart_table_release(pcart_table *table)
{
    pcart_arena_release(&table->quoted);
}

/* Read more bytes behind those that are not used up yet. */
static pcart_status
refill(pcart_table *table, pcart_err *err)
{
    size_t left = (size_t)(table->end - table->at), got = 0;
    size_t start = left;
    pcart_status status;

    table->before += (uint64_t)(table->at - table->base);
    if (left > table->room / 2) {
        char *larger = pcart_arena_take(table->arena, table->room * 2, 1);

        if (!larger) {
            table->is_stopped = 1;
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        }
        memcpy(larger, table->at, left);
        table->buffer = larger;
        table->room *= 2;
    } else if (left) {
        memmove(table->buffer, table->at, left);
    }
    while (left < table->room) {
        size_t room = table->room - left;

        status = table->fill(table->ctx, table->buffer + left,
                             room < PIECE ? room : PIECE, &got, err);
        if (status) {
            table->is_stopped = 1;
            return status;
        }
        left += got;
        if (got == 0)
            table->is_end = 1;
        if (got == 0 || left - start >= PIECE / 2)
            break;
    }
    table->base = table->buffer;
    table->end = table->buffer + left;
    table->dirty = NULL;
    stand_at(table, table->buffer);
    return PCART_OK;
}

/* Stand behind the line feed at or after `from`. */
static pcart_status
skip_line(pcart_table *table, const char *from, pcart_err *err)
{
    for (;;) {
        size_t left = (size_t)(table->end - from);
        const char *feed = left ? memchr(from, '\n', left) : NULL;
        const char *next = feed ? feed + 1 : table->end;
        int has_quote = 0;
        pcart_status status;

        table->line += pcarti_scan_lines(table->at, (size_t)(next - table->at),
                                         &has_quote);
        stand_at(table, next);
        if (feed || table->is_end)
            return PCART_OK;
        status = refill(table, err);
        if (status)
            return status;
        from = table->at;
    }
}

/* Set an error at byte `at` of the row that begins at table->at, then go to
 * the next line. */
static outcome
fail(pcart_table *table, const char *at, const char *message, const char *hint,
     pcart_err *err)
{
    size_t offset = (size_t)(at - table->at), column = offset + 1;
    uint64_t line = table->line;
    pcart_err skipped = {0};

    for (size_t i = 0; i < offset; i++) {
        if (table->at[i] == '\n') {
            line++;
            column = offset - i;
        }
    }
    pcart_err_at(err, PCART_E_SYNTAX,
                 (pcart_place){.source = table->source,
                               .line = line,
                               .column = (uint32_t)column,
                               .length = 1},
                 "%s", message);
    if (hint)
        pcart_err_hint(err, "%s", hint);
    if (skip_line(table, at, &skipped) != PCART_OK && err)
        *err = skipped;
    return FAILED;
}

/* `"` of a cell was never closed. */
static outcome
fail_open_quote(pcart_table *table, const char *quote, pcart_err *err)
{
    fail(table, quote, "quote is not closed",
         "double a quote inside a quoted cell; drop a lone one", err);
    if (++table->n_open_quote >= MAX_OPEN_QUOTE) {
        table->is_stopped = 1;
        pcart_err_hint(err, "too many open quotes: the rest is not read");
    }
    return FAILED;
}

/* Copy a cell without doubling of quotes. */
static outcome
undouble(pcart_table *table, pcart_cell *cell, pcart_err *err)
{
    char *copy = pcart_arena_text(&table->quoted, cell->text, cell->length);
    uint32_t n = 0;

    if (!copy) {
        table->is_stopped = 1;
        pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        return FAILED;
    }
    for (uint32_t i = 0; i < cell->length; i++) {
        copy[n++] = cell->text[i];
        i += cell->text[i] == '"'; // the second of two
    }
    copy[n] = '\0';
    cell->text = copy;
    cell->length = n;
    return DONE;
}

/*
 * A cell that begins with the quote at `quote`.  *next is set to the byte
 * behind the closing quote (and behind CR): a delimiter, a line feed or the
 * end.
 */
static outcome
scan_quoted(pcart_table *table, const char *quote, pcart_cell *cell,
            const char **next, pcart_err *err)
{
    const char *text = quote + 1, *at = text;
    int is_doubled = 0;

    for (;; at += 2, is_doubled = 1) {
        size_t left = (size_t)(table->end - at);

        at = left ? memchr(at, '"', left) : NULL;
        if (!at || at - table->at > PCART_TABLE_MAX_LINE) {
            left = (size_t)(table->end - table->at);
            if (!at && !table->is_end && left <= PCART_TABLE_MAX_LINE)
                return NEED_MORE;
            return fail_open_quote(table, quote, err);
        }
        if (at + 1 == table->end && !table->is_end)
            return NEED_MORE;
        if (at + 1 == table->end || at[1] != '"')
            break;
    }
    *cell = (pcart_cell){.text = text,
                         .length = (uint32_t)(at - text),
                         .offset = (uint32_t)(quote - table->at)};
    at++;
    if (at + 1 >= table->end && !table->is_end)
        return NEED_MORE;
    if (at + 1 < table->end && at[0] == '\r' && at[1] == '\n')
        at++;
    if (at < table->end && *at != table->delimiter && *at != '\n')
        return fail(table, at, "text after a closing quote",
                    "double a quote inside a quoted cell", err);
    *next = at;
    return is_doubled ? undouble(table, cell, err) : DONE;
}

/* The row ends before `end`; the next one begins at `next`. */
static outcome
finish_row(pcart_table *table, size_t n_cell, const char *end, const char *next,
           pcart_err *err)
{
    const char *row = table->at;
    size_t length = (size_t)(end - row), bad;

    if (length > PCART_TABLE_MAX_LINE)
        return fail(table, row, "line is longer than 1 MiB",
                    "is this a table with one row per line?", err);
    if (row < table->dirty && !pcarti_scan_is_text(row, length, &bad)) {
        if (row[bad] == '\0')
            return fail(table, row + bad, "NUL byte in text",
                        "is this a text file?", err);
        return fail(table, row + bad, "text is not UTF-8",
                    "export the table as UTF-8", err);
    }
    table->row = (pcart_row){.cell = table->cell,
                             .n_cell = n_cell,
                             .line = table->line,
                             .text = row,
                             .length = length};
    table->at = next;
    return DONE;
}

static pcart_cell
slice(const char *row, const char *from, const char *to)
{
    return (pcart_cell){.text = from,
                        .length = (uint32_t)(to - from),
                        .offset = (uint32_t)(from - row)};
}

/* Take CR off the end of the last cell and the row. */
static const char *
strip_cr(pcart_cell *cell, const char *end)
{
    if (cell->length && cell->text[cell->length - 1] == '\r') {
        cell->length--;
        return end - 1;
    }
    return end;
}

/* A row with a quoted cell at `quote`; `n` cells stand before it. */
static outcome
scan_row_quoted(pcart_table *table, size_t n, const char *quote, pcart_err *err)
{
    const char *row = table->at, *at = quote, *start = quote;
    outcome result;

    for (; n < PCART_TABLE_MAX_COLUMN; n++, at++, start = at) {
        pcart_cell *cell = &table->cell[n];

        if (at < table->end && *at == '"') {
            result = scan_quoted(table, at, cell, &at, err);
            if (result != DONE)
                return result;
        } else {
            while (at < table->end && *at != table->delimiter && *at != '\n')
                at++;
            if (at - row > PCART_TABLE_MAX_LINE)
                return fail(table, row, "line is longer than 1 MiB",
                            "is this a table with one row per line?", err);
            *cell = slice(row, start, at);
        }
        if (at < table->end && *at == table->delimiter)
            continue;
        if (at == table->end && !table->is_end)
            return NEED_MORE;
        start = at > row && at[-1] == '\r' ? at - 1 : at;
        if (cell->text + cell->length == at)
            strip_cr(cell, at);
        /* What was looked at so far may hold NUL or bytes that are not
         * ASCII: the row is checked whole. */
        table->dirty = at + 1;
        result =
            finish_row(table, n + 1, start, at < table->end ? at + 1 : at, err);
        if (result == DONE) {
            int has_quote;

            table->line +=
                pcarti_scan_lines(row, (size_t)(start - row), &has_quote) + 1;
            load(table, table->at);
        }
        return result;
    }
    return fail(table, at, "more than 1,024 cells in a row", NULL, err);
}

/* One row, from table->at. */
static outcome
scan_row(pcart_table *table, pcart_err *err)
{
    const char *const row = table->at;
    const char *start = row;
    pcart_cell *cell = table->cell;
    size_t n = 0;

    for (;;) {
        const char *at;
        outcome result;

        while (!table->mask) {
            if (table->end - table->chunk <= PCARTI_SCAN_WIDTH) {
                if (!table->is_end)
                    return NEED_MORE;
                cell[n] = slice(row, start, table->end);
                at = strip_cr(&cell[n], table->end);
                result = finish_row(table, n + 1, at, table->end, err);
                table->line += result == DONE;
                return result;
            }
            load(table, table->chunk + PCARTI_SCAN_WIDTH);
        }
        at = table->chunk + pcarti_scan_first(table->mask);
        table->mask &= table->mask - 1;
        if (*at == table->delimiter) {
            cell[n++] = slice(row, start, at);
            start = at + 1;
            if (n == PCART_TABLE_MAX_COLUMN)
                return fail(table, at, "more than 1,024 cells in a row", NULL,
                            err);
        } else if (*at == '\n') {
            cell[n] = slice(row, start, at);
            result =
                finish_row(table, n + 1, strip_cr(&cell[n], at), at + 1, err);
            table->line += result == DONE;
            return result;
        } else if (at == start) {
            return scan_row_quoted(table, n, at, err);
        }
    }
}

/* A line of nothing but blanks. */
static int
is_blank(const pcart_row *row)
{
    const char *text = row->text;
    size_t length = row->length;

    if (row->n_cell > 1 || length > 64)
        return 0;
    pcarti_scan_trim(&text, &length);
    return length == 0;
}

pcart_status
pcart_table_next(pcart_table *table, const pcart_row **row, pcart_err *err)
{
    pcart_err local; // filled on failure only: this is the hot path
    pcart_status status;

    *row = NULL;
    if (table->quoted.used)
        pcart_arena_clear(&table->quoted);
    while (!table->is_stopped) {
        outcome result = NEED_MORE;

        if (table->at < table->end)
            result = scan_row(table, &local);
        else if (table->is_end)
            return PCART_OK;
        if (result == FAILED)
            goto failed;
        if (result == DONE) {
            if (is_blank(&table->row))
                continue;
            *row = &table->row;
            return PCART_OK;
        }
        if (table->end - table->at > PCART_TABLE_MAX_LINE) {
            fail(table, table->at, "line is longer than 1 MiB",
                 "is this a table with one row per line?", &local);
            goto failed;
        }
        status = refill(table, &local);
        if (status)
            goto failed;
    }
    return PCART_OK;
failed:
    if (err)
        *err = local;
    return local.status;
}

/* Refuse the whole file. */
static pcart_status
refuse(pcart_table *table, pcart_status status, const char *message,
       const char *hint, pcart_err *err)
{
    table->is_stopped = 1;
    pcart_err_at(err, status, (pcart_place){.source = table->source}, "%s",
                 message);
    if (hint)
        pcart_err_hint(err, "%s", hint);
    return status;
}

pcart_status
pcart_table_header(pcart_table *table, const pcart_row **row, pcart_err *err)
{
    size_t length;
    const char *feed, *kind;
    pcart_status status;

    *row = NULL;
    if (table->buffer) {
        status = refill(table, err);
        if (status)
            return status;
    }
    length = (size_t)(table->end - table->at);
    kind = pcarti_scan_foreign(table->at, length);
    if (kind)
        return refuse(table, PCART_E_SYNTAX, "this is not a table of text",
                      kind, err);
    if (length >= 3 && memcmp(table->at, "\xEF\xBB\xBF", 3) == 0) {
        table->at += 3;
        length -= 3;
    }
    if (length == 0)
        return refuse(table, PCART_E_DEGENERATE, "the file is empty",
                      "a table begins with a header line", err);
    feed = memchr(table->at, '\n', length);
    if (feed)
        length = (size_t)(feed - table->at);
    else if (memchr(table->at, '\r', length))
        return refuse(table, PCART_E_SYNTAX, "lines end with CR alone",
                      "save the table with LF or CRLF line ends", err);
    if (memchr(table->at, '\0', length))
        return refuse(table, PCART_E_SYNTAX, "this is not a table of text",
                      "the first line holds NUL bytes", err);
    if (!table->delimiter)
        table->delimiter = pcarti_scan_delimiter(table->at, length);
    stand_at(table, table->at);
    status = pcart_table_next(table, row, err);
    if (status == PCART_OK && !*row)
        return refuse(table, PCART_E_DEGENERATE, "the file is empty",
                      "a table begins with a header line", err);
    if (status == PCART_E_SYNTAX)
        table->is_stopped = 1;
    return status;
}

char
pcart_table_delimiter(const pcart_table *table)
{
    return table->delimiter;
}

uint64_t
pcart_table_line(const pcart_table *table)
{
    return table->line;
}

uint64_t
pcart_table_offset(const pcart_table *table)
{
    return table->before + (uint64_t)(table->at - table->base);
}

pcart_place
pcart_row_place(const char *source, const pcart_row *row,
                const pcart_cell *cell)
{
    pcart_place place = {.source = source, .line = row->line};
    uint32_t start = 0;

    if (!cell)
        return place;
    for (uint32_t i = 0; i < cell->offset; i++) {
        if (row->text[i] == '\n') {
            place.line++;
            start = i + 1;
        }
    }
    place.column = cell->offset - start + 1;
    place.length = cell->length;
    return place;
}
