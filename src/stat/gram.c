/*
 * gram.c -- weighted sums of outer products.  Layer: stat.
 *
 * A regression spends half of its time here.  A tile of 4 x 8 sums stays in
 * registers while a block of rows passes.  A tile may read behind its row, into
 * the next one, and what it makes of that is dropped; the last rows, behind
 * which there may be nothing, are added one by one.
 */
#include "stat/gram.h"

#include <string.h>

#include "stat/matrix.h"
#include "stat/vector.h"

enum { TILE = 4, WIDE = 8, BLOCK = 128 };

/* A block of rows, and the matrix that they are added to. */
typedef struct block {
    double *matrix;
    size_t p, n;
    const double *factor, *row;
} block;

static void
add_tile(const block *k, double sum[TILE][WIDE], size_t a, size_t b)
{
    for (size_t i = a; i < a + TILE && i < k->p; i++)
        for (size_t j = b > i ? b : i; j < b + WIDE && j < k->p; j++)
            k->matrix[i * k->p + j] += sum[i - a][j - b];
}

#if PCARTI_HAS_FOUR

/* A row of the matrix alone, columns b to b + 3: of four rows each has a sum of
 * its own, else each would wait for the one before. */
static PCARTI_INLINE void
sum_short_tile(const block *k, const size_t at[2])
{
    pcarti_four sum[4] = {0}, left;
    double out[TILE][WIDE] = {0};
    const double *x = k->row;
    size_t i = 0;

    for (; i + 4 <= k->n; i += 4)
        for (size_t r = 0; r < 4; r++, x += k->p) {
            memcpy(&left, x + at[1], sizeof left);
            sum[r] += left * k->factor[i + r] * x[at[0]];
        }
    for (; i < k->n; i++, x += k->p) {
        memcpy(&left, x + at[1], sizeof left);
        sum[0] += left * k->factor[i] * x[at[0]];
    }
    sum[0] = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    memcpy(out[0], sum, sizeof *sum);
    add_tile(k, out, at[0], at[1]);
}

/* Rows a to a + n_row - 1 of the matrix, columns b to b + 7 (b + 3). */
static PCARTI_INLINE void
sum_tile(const block *k, const size_t at[2], size_t n_row, int is_wide)
{
    pcarti_four sum[TILE][2] = {0};
    double out[TILE][WIDE] = {0};

    for (size_t i = 0; i < k->n; i++) {
        const double *x = k->row + i * k->p;
        pcarti_four left, right = {0};

        memcpy(&left, x + at[1], sizeof left);
        left *= k->factor[i];
        if (is_wide) {
            memcpy(&right, x + at[1] + 4, sizeof right);
            right *= k->factor[i];
        }
        for (size_t r = 0; r < n_row; r++) {
            sum[r][0] += left * x[at[0] + r];
            if (is_wide)
                sum[r][1] += right * x[at[0] + r];
        }
    }
    for (size_t r = 0; r < n_row; r++) {
        memcpy(out[r], &sum[r][0], sizeof sum[r][0]);
        memcpy(out[r] + 4, &sum[r][1], sizeof sum[r][1]);
    }
    add_tile(k, out, at[0], at[1]);
}

static PCARTI_INLINE void
sum_block(const block *k)
{
    for (size_t a = 0; a < k->p; a += TILE)
        for (size_t b = a; b < k->p; b += WIDE) {
            const size_t at[2] = {a, b};

            if (b + TILE < k->p)
                sum_tile(k, at, TILE, 1);
            else if (a + 1 < k->p)
                sum_tile(k, at, TILE, 0);
            else
                sum_short_tile(k, at);
        }
}

PCARTI_VECTOR static void
sum_plain(const block *k)
{
    sum_block(k);
}

PCARTI_WIDE static void
sum_wide(const block *k)
{
    sum_block(k);
}

static void
sum_rows(const block *k)
{
    if (PCARTI_HAS_WIDE)
        sum_wide(k);
    else
        sum_plain(k);
}

#else

/* The same sums in the same order, for other compilers. */
static void
sum_rows(const block *k)
{
    for (size_t a = 0; a < k->p; a += TILE)
        for (size_t b = a; b < k->p; b += WIDE) {
            double sum[TILE][WIDE] = {0};

            for (size_t i = 0; i < k->n; i++)
                for (size_t r = 0; r < TILE && a + r < k->p; r++)
                    for (size_t c = 0; c < WIDE && b + c < k->p; c++)
                        sum[r][c] += k->row[i * k->p + b + c] * k->factor[i] *
                                     k->row[i * k->p + a + r];
            add_tile(k, sum, a, b);
        }
}

#endif

void
pcarti_add_gram(double *matrix, size_t p, const double *factor,
                const double *row, size_t n)
{
    size_t n_last = p ? WIDE / p + 2 : n, i = 0;

    while (i + n_last < n) {
        size_t most = n - n_last - i;
        block k = {matrix, p, most < BLOCK ? most : BLOCK, factor + i,
                   row + i * p};

        sum_rows(&k);
        i += k.n;
    }
    for (; i < n; i++)
        pcarti_add_outer(matrix, p, factor[i], row + i * p);
}

/* Up to 8 columns; of four rows each has a sum of its own. */
static PCARTI_INLINE void
sum_columns(const block *k, size_t from)
{
    double out[4][WIDE] = {{0}};
    size_t i = 0;
#if PCARTI_HAS_FOUR
    pcarti_four sum[4][2] = {0};

    for (; i + 4 <= k->n; i += 4)
        for (size_t r = 0; r < 4; r++) {
            const double *x = k->row + (i + r) * k->p + from;
            pcarti_four left, right;

            memcpy(&left, x, sizeof left);
            memcpy(&right, x + 4, sizeof right);
            sum[r][0] += left * k->factor[i + r];
            sum[r][1] += right * k->factor[i + r];
        }
    memcpy(out, sum, sizeof sum);
#endif
    for (; i < k->n; i++)
        for (size_t j = 0; j < WIDE; j++)
            out[i % 4][j] += k->row[i * k->p + from + j] * k->factor[i];
    for (size_t j = 0; j < WIDE && from + j < k->p; j++)
        k->matrix[from + j] +=
            (out[0][j] + out[1][j]) + (out[2][j] + out[3][j]);
}

PCARTI_VECTOR static void
columns_plain(const block *k)
{
    for (size_t a = 0; a < k->p; a += WIDE)
        sum_columns(k, a);
}

PCARTI_WIDE static void
columns_wide(const block *k)
{
    for (size_t a = 0; a < k->p; a += WIDE)
        sum_columns(k, a);
}

void
pcarti_add_rows(double *sum, size_t p, const double *factor, const double *row,
                size_t n)
{
    size_t n_last = p ? WIDE / p + 2 : n;
    block k = {sum, p, n > n_last ? n - n_last : 0, factor, row};

    if (PCARTI_HAS_WIDE)
        columns_wide(&k);
    else
        columns_plain(&k);
    for (size_t i = k.n; i < n; i++)
        for (size_t j = 0; j < p; j++)
            sum[j] += factor[i] * row[i * p + j];
}
