/* frame.h -- the columns of any table that a command was asked to use.
 * Layer: cmd. */
#ifndef PCARTI_FRAME_H
#define PCARTI_FRAME_H

#include <stddef.h>

#include "core/buf.h"
#include "postcart/diag.h"
#include "postcart/table.h"

/* One column: its cells as slices of the file. */
typedef struct frame_column {
    const char *name;
    pcart_cell *cell; /* one per row; text is NULL where nothing stands */
    size_t capacity;
} frame_column;

/* Everything lives in the arena given to pcarti_frame_read. */
typedef struct frame {
    const char *source;
    const char *bytes;
    size_t n; /* rows */
    frame_column *column;
    size_t n_column;
    const char **row; /* where each row begins in `bytes` */
    size_t capacity;
    char mark; /* decimal mark */
} frame;

/* The words of a column as numbers from 0. */
typedef struct frame_factor {
    const char *name;
    int *code; /* per row; -1 where nothing stands */
    const char **level;
    int n_level;
} frame_factor;

/* Read a file, or standard input for "-", into `out`. */
PCART_MUST_CHECK pcart_status pcarti_frame_load(const char *path,
                                                pcarti_buf *out,
                                                pcart_err *err);

/* Drop NULLs and repetitions from a list of names; how many are left. */
size_t pcarti_frame_unique(const char **name, size_t n);

/*
 * Find the columns `name` in the table and keep their cells.  A column that is
 * not there, or there twice, and every malformed row is a problem of `diag`.
 * `bytes` must outlive the frame.
 */
PCART_MUST_CHECK pcart_status pcarti_frame_read(
    frame *out, const char *source, const pcarti_buf *bytes,
    const char *const *name, size_t n_name, pcart_decimal_mark decimal,
    pcart_arena *arena, pcart_diag *diag, pcart_err *err);

/* The column that was asked for as `name`; it is there. */
size_t pcarti_frame_find(const frame *in, const char *name);

/*
 * A column as numbers, NAN where nothing stands ("", "NA", "."); what is no
 * number is a problem of `diag`.  `*is_number` (if not NULL) is set to 0
 * instead, and nothing is reported, when some cell is no number.
 */
PCART_MUST_CHECK pcart_status pcarti_frame_number(
    const frame *in, size_t column, pcart_arena *arena, pcart_diag *diag,
    int *is_number, double **out, pcart_err *err);

/* A column as levels: in numeric order if all are numbers, else by bytes. */
PCART_MUST_CHECK pcart_status pcarti_frame_factor(const frame *in,
                                                  size_t column,
                                                  pcart_arena *arena,
                                                  frame_factor *out,
                                                  pcart_err *err);

/* The double nearest to a decimal number; 0 if the text is none. */
int pcarti_frame_double(const char *digits, size_t length, char mark,
                        double *out);

/* A problem at one cell (column) of one row. */
void pcarti_frame_problem(const frame *in, size_t row, size_t column,
                          const char *code, const char *message,
                          const char *hint, pcart_diag *diag);

#endif
