/* test_ttest.c -- t tests, correlation, adjusted p-values; values from R. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "postcart/adjust.h"
#include "postcart/correlation.h"
#include "postcart/linear.h"
#include "postcart/ttest.h"

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance * fmax(1, fabs(theirs))))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

static const double x[] = {2, 4, 4, 5, 9, 12}, y[] = {1, 3, 2, 7, 8, 6};
static const pcart_values first = {x, 6}, second = {y, 6};

static void
test_t(void **state)
{
    pcart_ttest_options options = {.kind = PCART_TTEST_PAIRED};
    pcart_test test;

    (void)state;
    assert_int_equal(pcart_ttest(first, second, &options, &test, NULL), 0);
    assert_near(test.statistic, 1.41948067022, 1e-11);
    assert_near(test.p_value, 0.214984564045, 1e-11);
    assert_near(test.low, -1.21639680226, 1e-11);
    options.kind = PCART_TTEST_POOLED;
    assert_int_equal(pcart_ttest(first, second, &options, &test, NULL), 0);
    assert_near(test.p_value, 0.454547252839, 1e-11);
    options = (pcart_ttest_options){.alternative = PCART_GREATER};
    assert_int_equal(pcart_ttest(first, second, &options, &test, NULL), 0);
    assert_near(test.p_value, 0.227847935553, 1e-11);
    assert_near(test.low, -2.01749100355, 1e-11);
    assert_true(isinf(test.high));
}

static void
test_t_edges(void **state)
{
    static const double same[] = {3, 3, 3}, bad[] = {1, INFINITY};
    pcart_values constant = {same, 3}, infinite = {bad, 2}, one = {same, 1};
    pcart_ttest_options paired = {.kind = PCART_TTEST_PAIRED};
    pcart_test test;

    (void)state;
    assert_int_equal(pcart_ttest(constant, constant, NULL, &test, NULL), 0);
    assert_false(test.is_evaluable);
    assert_non_null(test.reason);
    assert_int_equal(pcart_ttest(one, constant, NULL, &test, NULL), 0);
    assert_false(test.is_evaluable);
    assert_int_equal(pcart_ttest(infinite, constant, NULL, &test, NULL),
                     PCART_E_RANGE);
    assert_int_equal(pcart_ttest(first, constant, &paired, &test, NULL),
                     PCART_E_INCONSISTENT);
}

static void
test_correlation(void **state)
{
    static const double same[] = {1, 1, 1, 1, 1, 1};
    pcart_arena arena = {0};
    pcart_test test;

    (void)state;
    assert_int_equal(
        pcart_correlation(first, second, PCART_SPEARMAN, &arena, &test, NULL),
        PCART_OK);
    assert_near(test.estimate, 0.811679449913, 1e-11);
    assert_near(test.p_value, 0.0498575851013, 1e-11);
    assert_int_equal(
        pcart_correlation(first, second, PCART_PEARSON, &arena, &test, NULL),
        PCART_OK);
    assert_near(test.estimate, 0.72358830451, 1e-11);
    assert_near(test.p_value, 0.104045737927, 1e-11);
    assert_near(test.low, -0.213131540494, 1e-11);
    assert_near(test.high, 0.967184049307, 1e-11);
    assert_int_equal(pcart_correlation(first, (pcart_values){same, 6},
                                       PCART_SPEARMAN, &arena, &test, NULL),
                     PCART_OK);
    assert_false(test.is_evaluable);
    assert_int_equal(
        pcart_correlation(first, first, PCART_SPEARMAN, &arena, &test, NULL),
        PCART_OK);
    assert_near(test.estimate, 1, 1e-14);
    assert_near(test.p_value, 0, 0);
    pcart_arena_release(&arena);
}

static void
test_adjust(void **state)
{
    static const double p[] = {0.01, 0.04, 0.03, 0.005, 0.8};
    static const double holm[] = {0.04, 0.09, 0.09, 0.025, 0.8};
    static const double bh[] = {0.025, 0.05, 0.05, 0.025, 0.8};
    static const double bad[] = {1.5};
    pcart_arena arena = {0};
    double out[5];

    (void)state;
    assert_int_equal(pcart_adjust(p, 5, PCART_ADJUST_HOLM, &arena, out, NULL),
                     PCART_OK);
    for (int i = 0; i < 5; i++)
        assert_near(out[i], holm[i], 1e-14);
    assert_int_equal(pcart_adjust(p, 5, PCART_ADJUST_BH, &arena, out, NULL),
                     PCART_OK);
    for (int i = 0; i < 5; i++)
        assert_near(out[i], bh[i], 1e-14);
    assert_int_equal(pcart_adjust(bad, 1, PCART_ADJUST_BH, &arena, out, NULL),
                     PCART_E_RANGE);
    pcart_arena_release(&arena);
}

static void
test_linear(void **state)
{
    const double *column[] = {x};
    pcart_covariates one = {column, NULL, 1};
    pcart_arena arena = {0};
    pcart_linear fit;

    (void)state;
    assert_int_equal(pcart_linear_fit(y, 6, &one, NULL, &arena, &fit, NULL),
                     PCART_OK);
    assert_near(fit.coefficient[0].value, 1.157142857143, 1e-11);
    assert_near(fit.coefficient[0].std_err, 1.834625395043, 1e-11);
    assert_near(fit.coefficient[1].value, 0.557142857143, 1e-11);
    assert_near(fit.coefficient[1].std_err, 0.265729646253, 1e-11);
    assert_near(fit.coefficient[1].p_value, 0.104045737927, 1e-11);
    assert_int_equal(pcart_linear_fit(y, 2, &one, NULL, &arena, &fit, NULL),
                     PCART_E_DEGENERATE);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_t),           cmocka_unit_test(test_t_edges),
        cmocka_unit_test(test_correlation), cmocka_unit_test(test_adjust),
        cmocka_unit_test(test_linear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
