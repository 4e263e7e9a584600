/*
 * frame.h -- plain CSV for the reference tests: a header line, then cells
 * without line breaks.  A failure to read ends the test program.
 */
#ifndef FRAME_H
#define FRAME_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/arena.h"

#define REFERENCE_FOLDER "test/reference/stat/"

enum { MOST_COLUMN = 20, MOST_FRAME = 40 };

typedef struct frame {
    char name[40];
    size_t n_row, n_column;
    char *header[MOST_COLUMN];
    char **cell; // n_row x n_column
} frame;

static inline void
frame_fail(const char *what, const char *name)
{
    fprintf(stderr, "%s: %s\n", what, name);
    exit(1);
}

/* All that is read lives here, until frame_release. */
static pcart_arena frame_arena;

static inline int
frame_release(void **state)
{
    (void)state;
    pcart_arena_release(&frame_arena);
    return 0;
}

static inline void *
frame_take(size_t n, size_t size)
{
    void *out = pcart_arena_take(&frame_arena, n ? n : 1, size);

    if (!out)
        frame_fail("out of memory", "frame");
    return out;
}

/* The next cell of a line, unquoted in place; moves `*at` behind it. */
static inline char *
frame_cell(char **at)
{
    char *from = *at, *to = *at, *cell = *at;
    int is_quoted = *from == '"';

    from += is_quoted;
    for (; *from && *from != '\n' && *from != '\r'; from++) {
        if (is_quoted && *from == '"') {
            if (from[1] != '"') {
                from++;
                break;
            }
            from++;
        } else if (!is_quoted && *from == ',') {
            break;
        }
        *to++ = *from;
    }
    if (*from == ',') {
        *at = from + 1;
    } else {
        *at = NULL;
    }
    *to = '\0';
    return cell;
}

static inline void
frame_read(frame *f, const char *path)
{
    FILE *file = fopen(path, "r");
    size_t room = 0;
    char line[4096];

    if (!file)
        frame_fail("cannot open", path);
    for (int is_header = 1; fgets(line, sizeof line, file); is_header = 0) {
        char *copy = frame_take(strlen(line) + 1, 1), *at = copy;
        size_t k = 0;

        memcpy(copy, line, strlen(line) + 1);
        if (!is_header) {
            f->cell =
                pcart_arena_grow(&frame_arena, f->cell, &room,
                                 (f->n_row + 1) * f->n_column, sizeof *f->cell);
            if (!f->cell)
                frame_fail("out of memory", path);
        }
        while (at) {
            char *cell = frame_cell(&at);

            if (is_header && k < MOST_COLUMN)
                f->header[f->n_column++] = cell;
            else if (k < f->n_column)
                f->cell[f->n_row * f->n_column + k] = cell;
            k++;
        }
        if (k != f->n_column)
            frame_fail("uneven line in", path);
        f->n_row += !is_header;
    }
    fclose(file);
}

/* A data set by name, read once; NULL if it is not in the folder. */
static inline const frame *
frame_find(const char *name)
{
    static frame all[MOST_FRAME];
    static size_t n;
    char path[128];
    FILE *file;

    for (size_t i = 0; i < n; i++)
        if (!strcmp(all[i].name, name))
            return &all[i];
    snprintf(path, sizeof path, REFERENCE_FOLDER "data/%s.csv", name);
    file = fopen(path, "r");
    if (!file || n == MOST_FRAME)
        return NULL;
    fclose(file);
    snprintf(all[n].name, sizeof all[n].name, "%s", name);
    frame_read(&all[n], path);
    return &all[n++];
}

static inline size_t
frame_column(const frame *f, const char *name)
{
    for (size_t k = 0; k < f->n_column; k++)
        if (!strcmp(f->header[k], name))
            return k;
    frame_fail("no such column", name);
    return 0;
}

static inline const char *
frame_text(const frame *f, size_t row, const char *name)
{
    return f->cell[row * f->n_column + frame_column(f, name)];
}

/* A number; NAN for NA and for text. */
static inline double
frame_number(const frame *f, size_t row, const char *name)
{
    const char *text = frame_text(f, row, name);
    char *end;
    double x = strtod(text, &end);

    return *end || end == text ? NAN : x;
}

static inline double *
frame_numbers(const frame *f, const char *name)
{
    double *out = frame_take(f->n_row, sizeof *out);

    for (size_t i = 0; i < f->n_row; i++)
        out[i] = frame_number(f, i, name);
    return out;
}

static inline int *
frame_ints(const frame *f, const char *name)
{
    int *out = frame_take(f->n_row, sizeof *out);

    for (size_t i = 0; i < f->n_row; i++)
        out[i] = (int)frame_number(f, i, name);
    return out;
}

/* Codes 0, 1 ... in the order of appearance, and the text of each. */
typedef struct factor {
    int n_level;
    const char *level[32];
    int *code;
} factor;

static inline factor
frame_factor(const frame *f, const char *name)
{
    factor out = {0};

    out.code = frame_take(f->n_row, sizeof *out.code);
    for (size_t i = 0; i < f->n_row; i++) {
        const char *text = frame_text(f, i, name);
        int k = 0;

        while (k < out.n_level && strcmp(out.level[k], text))
            k++;
        if (k == out.n_level)
            out.level[out.n_level++] = text;
        out.code[i] = k;
    }
    return out;
}

static inline int
factor_find(const factor *f, const char *text, size_t length)
{
    for (int k = 0; k < f->n_level; k++)
        if (strlen(f->level[k]) == length && !memcmp(f->level[k], text, length))
            return k;
    frame_fail("no such level", text);
    return -1;
}

/* One row of reference.csv. */
typedef struct row {
    const char *function, *dataset, *options, *quantity;
    double value;
} row;

/* What a handler says of a row. */
typedef enum answer {
    NOT_YET,
    ANSWERED,
    NOT_APPLICABLE // no such data set here, or no statistic
} answer;

static inline int
has(const char *text, const char *part)
{
    return strstr(text, part) != NULL;
}

/* The number behind `mark` in a text, such as "t=" in "lower{t=90}". */
static inline double
number_behind(const char *text, const char *mark)
{
    const char *at = strstr(text, mark);

    return at ? strtod(at + strlen(mark), NULL) : NAN;
}

/* The whole number behind `mark`; 0 where there is none. */
static inline int
count_behind(const char *text, const char *mark)
{
    double number = number_behind(text, mark);

    return isnan(number) ? 0 : (int)number;
}

#endif
