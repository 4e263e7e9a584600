/*
 * fisher_sample.c -- Fisher's test of tables that are too large to list:
 * random tables with the same margins.  Layer: stat.
 *
 * A table is drawn by shuffling the columns of the subjects against their
 * rows, with whole numbers only, so that every machine draws the same.
 */
#include <math.h>
#include <string.h>

#include "core/rng.h"
#include "postcart/fisher.h"
#include "stat/curve.h"
#include "stat/dist.h"

/* R: tables as likely as the seen one up to this count as equal. */
#define EQUAL_LOG 1e-7

/* Above this many moves of subjects a sample takes minutes. */
static const double most_moves = 4e9;

typedef struct draw {
    int n_row, n_column;
    size_t n;
    const int *row_total;
    uint32_t *column; /* of each subject, in the order of the rows */
    int *count;       /* of one row */
    const double *log_factorial;
} draw;

/* Sum of log x! of the cells; the likelier the table, the smaller. */
static double
weight_of_draw(draw *d, pcarti_rng *rng)
{
    size_t left = d->n, at = 0;
    double sum = 0;

    for (int i = 0; i < d->n_row; i++) {
        memset(d->count, 0, (size_t)d->n_column * sizeof *d->count);
        for (int k = 0; k < d->row_total[i]; k++) {
            size_t other = at + pcarti_rng_below(rng, (uint32_t)left--);
            uint32_t taken = d->column[other];

            d->column[other] = d->column[at];
            d->column[at++] = taken;
            d->count[taken]++;
        }
        for (int j = 0; j < d->n_column; j++)
            sum += d->log_factorial[d->count[j]];
    }
    return sum;
}

static pcart_status
take_draw(const int *cell, const int size[2], pcart_arena *arena, draw *out,
          pcart_err *err)
{
    int n_row = size[0], n_column = size[1];
    int *row_total = pcart_arena_take(arena, (size_t)n_row + 1, sizeof(int));
    double *table, total = 0;
    size_t at = 0;

    *out = (draw){.n_row = n_row, .n_column = n_column, .row_total = row_total};
    for (int k = 0; k < n_row * n_column; k++) {
        if (cell[k] < 0)
            return pcart_err_set(err, PCART_E_RANGE, "count %d is negative",
                                 cell[k]);
        total += cell[k];
    }
    if (total > INT32_MAX)
        return pcart_err_set(err, PCART_E_RANGE, "%.0f subjects are too many",
                             total);
    out->n = (size_t)total;
    out->count = pcart_arena_take(arena, (size_t)n_column + 1, sizeof(int));
    out->column = pcart_arena_take(arena, out->n + 1, sizeof *out->column);
    table = pcart_arena_take(arena, out->n + 2, sizeof *table);
    if (!row_total || !out->count || !out->column || !table)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t k = 2; k <= out->n; k++)
        table[k] = table[k - 1] + log((double)k);
    out->log_factorial = table;
    for (int i = 0; i < n_row; i++)
        for (int j = 0; j < n_column; j++) {
            row_total[i] += cell[i * n_column + j];
            for (int k = 0; k < cell[i * n_column + j]; k++)
                out->column[at++] = (uint32_t)j;
        }
    return PCART_OK;
}

/* Fewer than two rows or columns that are not 0 leave nothing to test. */
static int
is_flat(const int *cell, const int size[2])
{
    int rows = 0, columns = 0;

    for (int i = 0; i < size[0]; i++) {
        int any = 0;

        for (int j = 0; j < size[1]; j++)
            any |= cell[i * size[1] + j] > 0;
        rows += any;
    }
    for (int j = 0; j < size[1]; j++) {
        int any = 0;

        for (int i = 0; i < size[0]; i++)
            any |= cell[i * size[1] + j] > 0;
        columns += any;
    }
    return rows < 2 || columns < 2;
}

static void
set_result(size_t n_extreme, size_t n_sample, double level, pcart_test *test)
{
    double x = (double)n_extreme, n = (double)n_sample;
    double alpha = (1 - level) / 2;

    test->is_evaluable = 1;
    test->p_value = (x + 1) / (n + 1);
    test->statistic_name = "tables drawn";
    test->statistic = n;
    test->estimate_name = "share of tables at most as likely";
    test->estimate = x / n;
    test->has_interval = 1;
    test->low = n_extreme ? qbeta(alpha, x, n - x + 1, 1, 0) : 0;
    test->high =
        n_extreme < n_sample ? qbeta(1 - alpha, x + 1, n - x, 1, 0) : 1;
}

pcart_status
pcart_fisher_sample(const int *cell, const int size[2],
                    const pcart_fisher_sampling *options, pcart_arena *arena,
                    pcart_test *out, pcart_err *err)
{
    size_t n_sample = options && options->n_sample ? options->n_sample : 20000;
    pcart_test test = {.method = "Fisher's exact test, Monte Carlo",
                       .r_call = "fisher.test(table, simulate.p.value = TRUE, "
                                 "B = 20000)",
                       .level = pcarti_level(options ? options->level : 0)};
    pcarti_rng rng;
    size_t n_extreme = 0;
    double seen = 0;
    draw d;
    pcart_status st = pcarti_level_check(test.level, err);

    if (!st)
        st = take_draw(cell, size, arena, &d, err);
    if (st)
        return st;
    if (is_flat(cell, size)) {
        test.reason = "a row or column total is 0";
        *out = test;
        return PCART_OK;
    }
    if ((double)d.n * (double)n_sample > most_moves)
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "%zu tables of %zu subjects are too many",
                             n_sample, d.n);
    for (int k = 0; k < size[0] * size[1]; k++)
        seen += d.log_factorial[cell[k]];
    pcarti_rng_init(&rng, options && options->seed ? options->seed : 1, 0, 0);
    for (size_t k = 0; k < n_sample; k++)
        n_extreme += weight_of_draw(&d, &rng) >= seen - EQUAL_LOG;
    set_result(n_extreme, n_sample, test.level, &test);
    *out = test;
    return PCART_OK;
}
