/* table.h -- rows and cells of CSV and TSV, with their places.  Layer: read. */
#ifndef POSTCART_TABLE_H
#define POSTCART_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/err.h"

/** Longest line (or quoted record) that is read, in bytes. */
#define PCART_TABLE_MAX_LINE 1048576

/** Most columns of a table. */
#define PCART_TABLE_MAX_COLUMN 1024

/** What separates whole and fraction in numbers of a table. */
typedef enum pcart_decimal_mark {
    PCART_DECIMAL_POINT, /**< "0.5"; "0,5" is an error */
    PCART_DECIMAL_COMMA, /**< "0,5"; "0.5" is an error */
    PCART_DECIMAL_AUTO   /**< comma where `;` separates cells, else point */
} pcart_decimal_mark;

/** One cell: quotes removed, blanks kept, not ended by NUL. */
typedef struct pcart_cell {
    const char *text;
    uint32_t length;
    uint32_t offset; /**< of its first byte within the row as written */
} pcart_cell;

/** One row.  Borrowed: valid until the next call of pcart_table_next. */
typedef struct pcart_row {
    const pcart_cell *cell;
    size_t n_cell;
    uint64_t line;    /**< where the row begins, 1 .. */
    const char *text; /**< as written, without the line end */
    size_t length;
} pcart_row;

/**
 * Where more bytes come from: up to @p room bytes into @p to.
 *
 * @param got  0 at the end of the input
 */
typedef pcart_status (*pcart_table_fill)(void *ctx, char *to, size_t room,
                                         size_t *got, pcart_err *err);

/** How to read.  Zero is valid. */
typedef struct pcart_table_options {
    char delimiter;      /**< `,` `;` or tab; 0: by the first line */
    uint64_t first_line; /**< line number of the first byte; 0 means 1 */
    uint64_t size; /**< bytes to come, if known: the buffer is no larger */
} pcart_table_options;

/** A reader.  All fields are private. */
typedef struct pcart_table {
    const char *source;
    pcart_arena *arena; /* buffer and cells, for the life of the reader */
    pcart_arena quoted; /* unquoted text of one row */
    pcart_table_fill fill;
    void *ctx;
    uint64_t before;  /* bytes of the input before `base` */
    const char *base; /* first byte in memory */
    char *buffer;     /* NULL when a caller's block is read */
    size_t room;      /* of the buffer */
    const char *end;
    const char *at;    /* next row */
    const char *chunk; /* the 64 bytes that mask describes */
    const char *dirty; /* bytes before this may be NUL or not ASCII */
    uint64_t mask;     /* structural bytes of the chunk, not yet seen */
    uint64_t line;
    pcart_cell *cell;
    pcart_row row;
    unsigned n_open_quote; /* records with a quote that never closes */
    char delimiter;
    int is_end; /* no more bytes will come */
    int is_stopped;
} pcart_table;

/**
 * Begin to read a block of bytes that the caller keeps.
 *
 * @param source   name for places, borrowed
 * @param options  NULL for the defaults
 * @param arena    holds the cells of a row; must outlive the reader
 * @return PCART_OK or PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_table_init(
    pcart_table *table, const char *source, const char *bytes, size_t length,
    const pcart_table_options *options, pcart_arena *arena);

/** Begin to read from a function, in pieces: memory is bounded. */
PCART_API PCART_MUST_CHECK pcart_status pcart_table_init_fill(
    pcart_table *table, const char *source, pcart_table_fill fill, void *ctx,
    const pcart_table_options *options, pcart_arena *arena);

/** Free what the reader holds besides its arena. */
PCART_API void pcart_table_release(pcart_table *table);

/**
 * Read the first row: skip a byte order mark, find the delimiter (the one of
 * tab, `;` and `,` that occurs most in the first line, outside quotes).
 *
 * @return PCART_OK; PCART_E_SYNTAX when this is no text table (binary, UTF-16,
 *         compressed, no line end), with a hint; PCART_E_DEGENERATE when the
 *         input is empty; as pcart_table_next otherwise
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_table_header(pcart_table *table, const pcart_row **row, pcart_err *err);

/**
 * Read the next row; lines without any byte are skipped.  After
 * PCART_E_SYNTAX the reader stands behind the faulty line and may go on.
 *
 * @param row  set to NULL at the end
 * @return PCART_OK; PCART_E_SYNTAX with the place (NUL byte, invalid UTF-8,
 *         line too long, quote not closed, text after a closing quote, too
 *         many columns); PCART_E_IO; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_table_next(pcart_table *table,
                                                         const pcart_row **row,
                                                         pcart_err *err);

/** The delimiter in use. */
PCART_API char pcart_table_delimiter(const pcart_table *table);

/** Line number at which the next row begins ... */
PCART_API uint64_t pcart_table_line(const pcart_table *table);

/** ... and its offset from the start of the input, in bytes. */
PCART_API uint64_t pcart_table_offset(const pcart_table *table);

/** The place of a cell; of the row when @p cell is NULL. */
PCART_API pcart_place pcart_row_place(const char *source, const pcart_row *row,
                                      const pcart_cell *cell);

#endif
