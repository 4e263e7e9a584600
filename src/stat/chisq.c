/* chisq.c -- Pearson's chi-square test of tables of counts.  Layer: stat. */
#include "postcart/chisq.h"

#include <math.h>

#include "stat/dist.h"

static double
row_sum(const int *cell, const int size[2], int i)
{
    double sum = 0;

    for (int j = 0; j < size[1]; j++)
        sum += cell[(size_t)i * (size_t)size[1] + (size_t)j];
    return sum;
}

static double
column_sum(const int *cell, const int size[2], int j)
{
    double sum = 0;

    for (int i = 0; i < size[0]; i++)
        sum += cell[(size_t)i * (size_t)size[1] + (size_t)j];
    return sum;
}

double
pcart_chisq_min_expected(const int *cell, const int size[2])
{
    double least_row = INFINITY, least_column = INFINITY, total = 0;

    for (int i = 0; i < size[0]; i++) {
        double sum = row_sum(cell, size, i);

        total += sum;
        least_row = fmin(least_row, sum);
    }
    for (int j = 0; j < size[1]; j++)
        least_column = fmin(least_column, column_sum(cell, size, j));
    return total > 0 ? least_row * least_column / total : 0;
}

static pcart_status
check_table(const int *cell, const int size[2], pcart_chisq_kind kind,
            pcart_err *err)
{
    if (size[0] < 1 || size[1] < 1)
        return pcart_err_set(err, PCART_E_RANGE, "a table of %d x %d", size[0],
                             size[1]);
    if (kind == PCART_CHISQ_YATES && (size[0] != 2 || size[1] != 2))
        return pcart_err_set(err, PCART_E_USAGE,
                             "Yates' correction is for 2 x 2 tables");
    for (size_t k = 0; k < (size_t)size[0] * (size_t)size[1]; k++)
        if (cell[k] < 0)
            return pcart_err_set(err, PCART_E_RANGE, "count %d is negative",
                                 cell[k]);
    return PCART_OK;
}

/* Sum of (|seen - expected| - correction)^2 / expected. */
static double
statistic_of(const int *cell, const int size[2], double total,
             pcart_chisq_kind kind)
{
    double sum = 0, correction = 0;

    if (kind == PCART_CHISQ_YATES) {
        double expected =
            row_sum(cell, size, 0) * column_sum(cell, size, 0) / total;

        correction = fmin(0.5, fabs(cell[0] - expected));
    }
    for (int i = 0; i < size[0]; i++) {
        double row = row_sum(cell, size, i);

        for (int j = 0; j < size[1]; j++) {
            double expected = row * column_sum(cell, size, j) / total, d;

            if (expected == 0)
                continue;
            d = fabs(cell[(size_t)i * (size_t)size[1] + (size_t)j] - expected) -
                correction;
            sum += d * d / expected;
        }
    }
    return kind == PCART_CHISQ_N1 ? sum * (total - 1) / total : sum;
}

pcart_status
pcart_chisq_test(const int *cell, const int size[2], pcart_chisq_kind kind,
                 pcart_test *out, pcart_err *err)
{
    pcart_test test = {.statistic_name = "X-squared"};
    double total = 0;
    int n_row = 0, n_column = 0;
    pcart_status st = check_table(cell, size, kind, err);

    if (st)
        return st;
    for (int i = 0; i < size[0]; i++) {
        total += row_sum(cell, size, i);
        n_row += row_sum(cell, size, i) > 0;
    }
    for (int j = 0; j < size[1]; j++)
        n_column += column_sum(cell, size, j) > 0;
    test.method = kind == PCART_CHISQ_YATES
                      ? "Pearson's chi-square test with Yates' correction"
                  : kind == PCART_CHISQ_N1
                      ? "chi-square test, N - 1 (Campbell)"
                      : "Pearson's chi-square test, uncorrected";
    test.r_call = kind == PCART_CHISQ_YATES ? "chisq.test(table)"
                  : kind == PCART_CHISQ_N1
                      ? "chisq.test(table, correct = FALSE), times (N - 1)/N"
                      : "chisq.test(table, correct = FALSE)";
    if (n_row < 2 || n_column < 2) {
        test.reason = "fewer than two rows or columns have a count";
    } else {
        test.is_evaluable = 1;
        test.statistic = statistic_of(cell, size, total, kind);
        test.df = (double)(n_row - 1) * (n_column - 1);
        test.p_value = pchisq(test.statistic, test.df, 0, 0);
        if (pcart_chisq_min_expected(cell, size) < 5)
            test.warning = "an expected count is below 5: prefer an exact "
                           "test";
    }
    *out = test;
    return PCART_OK;
}
