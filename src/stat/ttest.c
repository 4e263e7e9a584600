/* ttest.c -- Student's and Welch's t tests.  Layer: stat. */
#include "postcart/ttest.h"

#include <math.h>

#include "stat/curve.h"
#include "stat/dist.h"

typedef struct moments {
    double n, mean, variance;
} moments;

static pcart_status
check_finite(pcart_values x, pcart_err *err)
{
    for (size_t i = 0; i < x.n; i++)
        if (!isfinite(x.value[i]))
            return pcart_err_set(err, PCART_E_RANGE,
                                 "value %zu is not a finite number", i + 1);
    return PCART_OK;
}

/* Of x, or of x - y; two passes, so that a large mean costs no digits. */
static moments
moments_of(pcart_values x, const double *y)
{
    moments m = {.n = (double)x.n};
    double drift = 0;

    for (size_t i = 0; i < x.n; i++)
        m.mean += (x.value[i] - (y ? y[i] : 0)) / m.n;
    for (size_t i = 0; i < x.n; i++) {
        double d = x.value[i] - (y ? y[i] : 0) - m.mean;

        drift += d;
        m.variance += d * d;
    }
    if (x.n > 1)
        m.variance = (m.variance - drift * drift / m.n) / (m.n - 1);
    m.mean += x.n ? drift / m.n : 0;
    return m;
}

static double
p_of(double t, double df, pcart_alternative alternative)
{
    if (alternative == PCART_GREATER)
        return pt(t, df, 0, 0);
    if (alternative == PCART_LESS)
        return pt(t, df, 1, 0);
    return 2 * pt(-fabs(t), df, 1, 0);
}

static void
conclude(pcart_test *test, double std_err, const pcart_ttest_options *options)
{
    double alpha = 1 - test->level, half;
    int is_two_sided = options->alternative == PCART_TWO_SIDED;

    test->statistic = test->estimate / std_err;
    test->p_value = p_of(test->statistic, test->df, options->alternative);
    half =
        std_err * qt(is_two_sided ? 1 - alpha / 2 : 1 - alpha, test->df, 1, 0);
    test->has_interval = 1;
    test->low =
        options->alternative == PCART_LESS ? -INFINITY : test->estimate - half;
    test->high = options->alternative == PCART_GREATER ? INFINITY
                                                       : test->estimate + half;
    test->is_evaluable = 1;
}

/* The standard error, with the degrees of freedom in the test; 0 if none. */
static double
std_err_of(moments x, moments y, pcart_ttest_kind kind, pcart_test *test)
{
    double a = x.variance / x.n, b = y.variance / y.n;

    if (kind == PCART_TTEST_PAIRED) {
        test->df = x.n - 1;
        return sqrt(a);
    }
    if (kind == PCART_TTEST_POOLED) {
        double v;

        test->df = x.n + y.n - 2;
        v = ((x.n - 1) * x.variance + (y.n - 1) * y.variance) / test->df;
        return sqrt(v * (1 / x.n + 1 / y.n));
    }
    if (a + b > 0)
        test->df = (a + b) * (a + b) / (a * a / (x.n - 1) + b * b / (y.n - 1));
    return sqrt(a + b);
}

pcart_status
pcart_ttest(pcart_values x, pcart_values y, const pcart_ttest_options *options,
            pcart_test *out, pcart_err *err)
{
    static const char *const method[] = {
        [PCART_TTEST_WELCH] = "Welch's t test",
        [PCART_TTEST_POOLED] = "Student's t test, equal variances",
        [PCART_TTEST_PAIRED] = "paired t test"};
    static const char *const call[] = {
        [PCART_TTEST_WELCH] = "t.test(x, y)",
        [PCART_TTEST_POOLED] = "t.test(x, y, var.equal = TRUE)",
        [PCART_TTEST_PAIRED] = "t.test(x, y, paired = TRUE)"};
    const pcart_ttest_options none = {0};
    pcart_test test = {.statistic_name = "t",
                       .estimate_name = "difference of means"};
    moments mx, my = {0};
    double std_err, size;
    size_t least;
    int is_paired;
    pcart_status st = check_finite(x, err);

    if (!options)
        options = &none;
    if (!st)
        st = check_finite(y, err);
    test.level = pcarti_level(options->level);
    if (!st)
        st = pcarti_level_check(test.level, err);
    if (st)
        return st;
    is_paired = options->kind == PCART_TTEST_PAIRED;
    if (is_paired && x.n != y.n)
        return pcart_err_set(err, PCART_E_INCONSISTENT,
                             "%zu and %zu values are not pairs", x.n, y.n);
    test.method = method[options->kind];
    test.r_call = call[options->kind];
    /* With a common variance one value in a group is enough. */
    least = options->kind == PCART_TTEST_POOLED ? 1 : 2;
    if (x.n < least || y.n < least || x.n + y.n < 3) {
        test.reason = "too few values";
        *out = test;
        return PCART_OK;
    }
    mx = moments_of(x, is_paired ? y.value : NULL);
    if (!is_paired)
        my = moments_of(y, NULL);
    else
        my.n = mx.n;
    test.estimate = mx.mean - my.mean;
    std_err = std_err_of(mx, my, options->kind, &test);
    size = fmax(fabs(mx.mean), fabs(my.mean));
    if (std_err <= 10 * 2.220446049250313e-16 * size || std_err == 0) {
        test.df = 0;
        test.reason = "the values are essentially constant";
    } else {
        conclude(&test, std_err, options);
    }
    *out = test;
    return PCART_OK;
}
