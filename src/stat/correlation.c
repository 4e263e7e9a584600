/* correlation.c -- Pearson's and Spearman's correlation.  Layer: stat. */
#include "postcart/correlation.h"

#include <math.h>

#include "stat/dist.h"
#include "stat/order.h"

/* The mean; of equal values it is that value to the last digit. */
static double
mean_of(const double *x, size_t n)
{
    double sum = 0, rest = 0;

    for (size_t i = 0; i < n; i++)
        sum += (x[i] - x[0]) / (double)n;
    for (size_t i = 0; i < n; i++)
        rest += x[i] - x[0] - sum;
    return x[0] + (sum + rest / (double)n);
}

static double
pearson_of(const double *x, const double *y, size_t n)
{
    double mx = n ? mean_of(x, n) : 0, my = n ? mean_of(y, n) : 0;
    double xx = 0, yy = 0, xy = 0, product, r;

    for (size_t i = 0; i < n; i++) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    if (!(xx > 0 && yy > 0))
        return NAN;
    /* One root of the product, so that equal columns give 1. */
    product = xx * yy;
    r = isnormal(product) ? xy / sqrt(product) : xy / sqrt(xx) / sqrt(yy);
    return fmax(-1, fmin(1, r));
}

static void
conclude(pcart_test *test, double r, size_t n, int is_pearson)
{
    double df = (double)n - 2, t = r * sqrt(df / (1 - r * r));

    test->is_evaluable = 1;
    test->estimate = r;
    test->df = df;
    test->statistic = fabs(r) < 1 ? t : 0;
    test->p_value = fabs(r) < 1 ? 2 * pt(-fabs(t), df, 1, 0) : 0;
    if (is_pearson && n > 3 && fabs(r) < 1) {
        double half = qnorm(0.975, 0, 1, 1, 0) / sqrt((double)n - 3);

        test->has_interval = 1;
        test->level = 0.95;
        test->low = tanh(atanh(r) - half);
        test->high = tanh(atanh(r) + half);
    }
}

pcart_status
pcart_correlation(pcart_values x, pcart_values y, pcart_correlation_kind kind,
                  pcart_arena *arena, pcart_test *out, pcart_err *err)
{
    int is_pearson = kind == PCART_PEARSON;
    pcart_test test = {
        .method = is_pearson ? "Pearson's correlation"
                             : "Spearman's rank correlation, t approximation",
        .r_call = is_pearson
                      ? "cor.test(x, y)"
                      : "cor.test(x, y, method = \"spearman\", exact = FALSE)",
        .statistic_name = "t",
        .estimate_name = is_pearson ? "r" : "rho"};
    double *rank[2], r;
    const double *column[2] = {x.value, y.value};
    pcart_status st = PCART_OK;

    if (x.n != y.n)
        return pcart_err_set(err, PCART_E_INCONSISTENT,
                             "%zu and %zu values are not pairs", x.n, y.n);
    for (size_t i = 0; i < x.n; i++)
        if (!isfinite(x.value[i]) || !isfinite(y.value[i]))
            return pcart_err_set(err, PCART_E_RANGE,
                                 "pair %zu is not of finite numbers", i + 1);
    for (int k = 0; k < 2 && !is_pearson && !st; k++) {
        rank[k] = pcart_arena_take(arena, x.n + 1, sizeof **rank);
        if (!rank[k])
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        st = pcarti_rank(column[k], x.n, arena, rank[k], NULL, err);
        column[k] = rank[k];
    }
    if (st)
        return st;
    r = pearson_of(column[0], column[1], x.n);
    if (x.n < 3)
        test.reason = "fewer than three pairs";
    else if (isnan(r))
        test.reason = "a column is constant";
    else
        conclude(&test, r, x.n, is_pearson);
    *out = test;
    return PCART_OK;
}
