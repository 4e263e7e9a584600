/* test_logistic.c -- logistic regression and ROC curves: edges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "postcart/logistic.h"
#include "postcart/roc.h"

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance * fmax(1, fabs(theirs))))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

/* With one yes-or-no column the estimates are those of the 2 x 2 table. */
static void
test_two_by_two(void **state)
{
    double x[40];
    int y[40];
    const double *column[] = {x};
    pcart_covariates one = {column, NULL, 1};
    pcart_arena arena = {0};
    pcart_logistic fit;

    (void)state;
    for (int i = 0; i < 40; i++) {
        x[i] = i < 16;
        y[i] = i < 12 || (i >= 16 && i < 22); // 12 of 16, 6 of 24
    }
    assert_int_equal(pcart_logistic_fit(y, 40, &one, NULL, &arena, &fit, NULL),
                     PCART_OK);
    assert_true(fit.is_converged);
    assert_near(fit.coefficient[1].ratio, 12.0 * 18 / (4.0 * 6), 1e-12);
    assert_near(fit.coefficient[1].std_err,
                sqrt(1.0 / 12 + 1.0 / 4 + 1.0 / 6 + 1.0 / 18), 1e-12);
    assert_near(fit.coefficient[0].value, log(6.0 / 18), 1e-12);
    pcart_arena_release(&arena);
}

/* Firth's estimate of a 2 x 2 table adds 1/2 to each cell. */
static void
test_firth_two_by_two(void **state)
{
    double x[20];
    int y[20];
    const double *column[] = {x};
    pcart_covariates one = {column, NULL, 1};
    pcart_logistic_options firth = {.is_firth = 1};
    pcart_arena arena = {0};
    pcart_logistic plain, fit;

    (void)state;
    for (int i = 0; i < 20; i++) {
        x[i] = i < 10;
        y[i] = i < 4; // 4 of 10, 0 of 10
    }
    assert_int_equal(
        pcart_logistic_fit(y, 20, &one, NULL, &arena, &plain, NULL), PCART_OK);
    assert_non_null(plain.warning);
    assert_true(plain.coefficient[1].is_infinite);
    assert_false(plain.coefficient[1].is_aliased);
    assert_int_equal(
        pcart_logistic_fit(y, 20, &one, &firth, &arena, &fit, NULL), PCART_OK);
    assert_null(fit.warning);
    assert_near(fit.coefficient[1].ratio, 4.5 * 10.5 / (6.5 * 0.5), 1e-10);
    pcart_arena_release(&arena);
}

static void
test_aliased_column(void **state)
{
    static const double a[] = {1, 2, 3, 4, 5, 6, 7, 8};
    static const double twice[] = {2, 4, 6, 8, 10, 12, 14, 16};
    static const int y[] = {0, 1, 0, 0, 1, 1, 0, 1};
    const double *column[] = {a, twice};
    pcart_covariates two = {column, NULL, 2}, one = {column, NULL, 1};
    pcart_arena arena = {0};
    pcart_logistic fit, single;

    (void)state;
    assert_int_equal(pcart_logistic_fit(y, 8, &two, NULL, &arena, &fit, NULL),
                     PCART_OK);
    assert_int_equal(
        pcart_logistic_fit(y, 8, &one, NULL, &arena, &single, NULL), PCART_OK);
    assert_true(fit.coefficient[2].is_aliased);
    assert_non_null(fit.warning);
    assert_near(fit.coefficient[1].value, single.coefficient[1].value, 1e-10);
    pcart_arena_release(&arena);
}

static void
test_refused(void **state)
{
    static const double a[] = {1, 2, 3, NAN};
    static const int bad[] = {0, 1, 2, 1}, same[] = {1, 1, 1, 1};
    static const int y[] = {0, 1, 0, 1};
    const double *column[] = {a};
    pcart_covariates one = {column, NULL, 1};
    pcart_arena arena = {0};
    pcart_logistic fit;

    (void)state;
    assert_int_equal(pcart_logistic_fit(bad, 4, &one, NULL, &arena, &fit, 0),
                     PCART_E_RANGE);
    assert_int_equal(pcart_logistic_fit(y, 4, &one, NULL, &arena, &fit, 0),
                     PCART_E_RANGE);
    assert_int_equal(pcart_logistic_fit(same, 3, &one, NULL, &arena, &fit, 0),
                     PCART_E_DEGENERATE);
    assert_int_equal(pcart_logistic_fit(y, 2, &one, NULL, &arena, &fit, 0),
                     PCART_E_DEGENERATE);
    pcart_arena_release(&arena);
}

/* Every pair by hand: 3 of 4 ordered, one tie. */
static void
test_roc_by_hand(void **state)
{
    static const int is_case[] = {0, 0, 1, 1};
    static const double score[] = {1, 3, 3, 4};
    static const int few[] = {0, 0, 0, 1};
    pcart_values s = {score, 4};
    pcart_arena arena = {0};
    pcart_roc roc;
    pcart_test test;

    (void)state;
    assert_int_equal(pcart_roc_of(is_case, s, 0, &arena, &roc, NULL), 0);
    assert_near(roc.area, 3.5 / 4, 1e-15);
    assert_int_equal(roc.n, 3);
    assert_near(roc.sensitivity[0], 0.5, 0);
    assert_near(roc.specificity[0], 1, 0);
    assert_near(roc.sensitivity[1], 1, 0);
    assert_near(roc.specificity[1], 0.5, 0);
    assert_int_equal(pcart_roc_of(few, s, 0, &arena, &roc, NULL),
                     PCART_E_DEGENERATE);
    assert_int_equal(pcart_roc_test(is_case, s, s, &arena, &test, NULL), 0);
    assert_false(test.is_evaluable);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_by_two),
        cmocka_unit_test(test_firth_two_by_two),
        cmocka_unit_test(test_aliased_column),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_roc_by_hand),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
