/*
 * test_cox_firth.c -- Firth's penalty in Cox regression.
 *
 * The penalised likelihood was maximised in R 4.2.2 by general search over
 * coxph(..., iter.max = 0): the values below agree to the search's accuracy.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "../reference/stat/rows_cox.h"
#include "postcart/cox_firth.h"

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance * fmax(1, fabs(theirs))))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

static const cox_design ovarian = {"",       "",       "ovarian", NULL,
                                   "futime", "fustat", 0,         {"rx", "age"},
                                   NULL,     NULL,     0};
static const cox_design lung = {
    "",   "",   "lung", NULL, "time", "status", 2, {"age", "sex", "ph.ecog"},
    NULL, NULL, 0};
static const cox_design heart = {
    "",     "",      "heart", "start",
    "stop", "event", 0,       {"age", "year", "surgery"},
    NULL,   NULL,    0};

static const struct {
    const cox_design *design;
    pcart_cox_ties ties;
    double coefficient[3], likelihood, null, low, high, ratio;
} expected[] = {
    {&ovarian,
     PCART_COX_BRESLOW,
     {-0.832891, 0.136831156},
     -23.46556396,
     -31.16606638,
     -2.048754,
     0.3667205,
     1.8975634},
    {&lung,
     PCART_COX_BRESLOW,
     {0.0108843101, -0.547635536, 0.462989912},
     -720.8298509,
     -735.9867743,
     -0.007037096,
     0.02925561,
     1.4042676},
    {&heart,
     PCART_COX_BRESLOW,
     {0.0260533904, -0.145576215, -0.601244746},
     -282.7888001,
     -290.016268,
     0.001165791,
     0.05347053,
     4.2300805},
    {&lung,
     PCART_COX_EFRON,
     {0.0109097555, -0.548357276, 0.463773678},
     -720.5713661,
     -735.7745802,
     -0.007012717,
     0.02928244,
     1.4107107},
    {&heart,
     PCART_COX_EFRON,
     {0.0260859338, -0.145813995, -0.602559282},
     -282.5592522,
     -289.8113531,
     0.001209163,
     0.0534869,
     4.2450817},
};

static void
test_against_search(void **state)
{
    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(expected); i++) {
        pcart_cox_firth_options options = {.ties = expected[i].ties};
        pcart_arena arena = {0};
        pcart_cox_firth fit;
        cox_input in;

        load_cox(expected[i].design, &in);
        assert_int_equal(
            pcart_cox_firth_fit(&in.data, &in.x, &options, &arena, &fit, NULL),
            PCART_OK);
        assert_true(fit.is_converged);
        for (size_t k = 0; k < in.x.n; k++)
            assert_near(fit.coefficient[k].value, expected[i].coefficient[k],
                        2e-8);
        assert_near(fit.log_likelihood, expected[i].likelihood, 1e-9);
        assert_near(fit.log_likelihood_null, expected[i].null, 1e-9);
        assert_near(log(fit.coefficient[0].low), expected[i].low, 1e-6);
        assert_near(log(fit.coefficient[0].high), expected[i].high, 1e-6);
        assert_near(fit.coefficient[0].z * fit.coefficient[0].z,
                    expected[i].ratio, 1e-6);
        pcart_arena_release(&arena);
    }
}

/* A group without an event: plain Cox runs off, Firth stays finite. */
static void
test_no_event_in_a_group(void **state)
{
    static const double time[] = {1, 2, 3, 4, 5, 6, 7, 8};
    static const int status[] = {1, 1, 0, 1, 0, 0, 0, 0};
    static const double exposed[] = {1, 1, 1, 1, 0, 0, 0, 0};
    const double *column[] = {exposed};
    pcart_covariates x = {column, NULL, 1};
    pcart_followup data = {.n = 8, .time = time, .status = status};
    pcart_arena arena = {0};
    pcart_cox_firth firth;
    pcart_cox plain;

    (void)state;
    assert_int_equal(pcart_cox_fit(&data, &x, NULL, &arena, &plain, NULL),
                     PCART_OK);
    assert_true(plain.coefficient[0].is_infinite);
    assert_non_null(plain.warning);
    assert_int_equal(pcart_cox_firth_fit(&data, &x, NULL, &arena, &firth, NULL),
                     PCART_OK);
    assert_true(firth.is_converged);
    assert_true(isfinite(firth.coefficient[0].value));
    assert_true(firth.coefficient[0].low > 0);
    assert_true(firth.coefficient[0].low < firth.coefficient[0].ratio);
    assert_true(firth.coefficient[0].high > firth.coefficient[0].ratio);
    pcart_arena_release(&arena);
}

/*
 * One event: steps by the information swing round the summit and hardly shrink.
 * Expected: the penalised likelihood climbed in R with its own curvature.
 */
static void
test_one_event(void **state)
{
    static const double time[] = {20, 72, 22, 67, 58, 18, 17, 59, 25, 14, 23};
    static const int status[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0};
    static const double age[] = {71.7, 43.8, 57.7, 80.1, 65.2, 56.4,
                                 60.5, 36.5, 53,   60.5, 52.3};
    static const double sex[] = {0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1};
    const double *column[] = {age, sex};
    pcart_covariates x = {column, NULL, 2};
    pcart_followup data = {.n = 11, .time = time, .status = status};
    pcart_arena arena = {0};
    pcart_cox_firth fit;

    (void)state;
    assert_int_equal(pcart_cox_firth_fit(&data, &x, NULL, &arena, &fit, NULL),
                     PCART_OK);
    assert_true(fit.is_converged);
    assert_near(fit.coefficient[0].value, 0.0167860598970, 2e-12);
    assert_near(fit.coefficient[1].value, -0.1598833176710, 1e-11);
    pcart_arena_release(&arena);
}

/*
 * Events nearly in the order of `age`: far out the information of the other
 * coefficient is lost in rounding, and with it a penalty that falls without
 * end.  Expected: where the highest of a grid of searches in R falls by 1.92.
 */
static void
test_lost_information(void **state)
{
    static const double time[] = {7, 51, 71, 5, 33, 8, 80, 54};
    static const int status[] = {1, 1, 0, 1, 0, 1, 1, 1};
    static const double age[] = {63.7, 55.8, 57, 79.6, 56.7, 54.7, 55.9, 67.4};
    static const double sex[] = {1, 1, 0, 1, 0, 1, 0, 0};
    const double *column[] = {age, sex};
    pcart_covariates x = {column, NULL, 2};
    pcart_followup data = {.n = 8, .time = time, .status = status};
    pcart_arena arena = {0};
    pcart_cox_firth fit;

    (void)state;
    assert_int_equal(pcart_cox_firth_fit(&data, &x, NULL, &arena, &fit, NULL),
                     PCART_OK);
    assert_near(fit.coefficient[0].ratio, 1.214835, 1e-6);
    assert_near(fit.coefficient[1].ratio, 43.2469, 1e-5);
    assert_near(fit.coefficient[0].high, 2.01639051244, 1e-9);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_event),
        cmocka_unit_test(test_lost_information),
        cmocka_unit_test(test_against_search),
        cmocka_unit_test(test_no_event_in_a_group),
    };

    return cmocka_run_group_tests(tests, NULL, frame_release);
}
