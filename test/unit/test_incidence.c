/* test_incidence.c -- cumulative incidence and Gray's test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "../reference/stat/frame.h"
#include "postcart/gray.h"
#include "postcart/incidence.h"

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

/*
 * Non-relapse mortality after transplant for a secondary neoplasm, six
 * patients: Farina 2025 prints 37.5% (2.8-76.4) at 3 and 58.3% (6.1-90.1) at 6
 * months.  Only the Aalen variance gives these limits.
 */
static void
test_six_transplants(void **state)
{
    static const double time[] = {1, 2, 3, 6, 7, 8};
    static const int status[] = {1, 0, 1, 1, 2, 1};
    static const struct {
        double time, estimate, low, high;
    } printed[] = {{3, 37.5, 2.8, 76.4}, {6, 58.3, 6.1, 90.1}};
    pcart_followup data = {.n = 6, .time = time, .status = status};
    pcart_incidence_options delta = {.variance = PCART_VARIANCE_DELTA};
    pcart_arena arena = {0};
    pcart_curve curve;
    pcart_point point;

    (void)state;
    assert_int_equal(pcart_incidence_fit(&data, NULL, &arena, &curve, NULL),
                     PCART_OK);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pcart_curve_at(&curve, printed[i].time, &point, NULL),
                         PCART_OK);
        assert_near(round(1000 * point.estimate) / 10, printed[i].estimate,
                    1e-9);
        assert_near(round(1000 * point.low) / 10, printed[i].low, 1e-9);
        assert_near(round(1000 * point.high) / 10, printed[i].high, 1e-9);
    }
    assert_int_equal(pcart_curve_at(&curve, 3, &point, NULL), PCART_OK);
    assert_near(point.std_err * point.std_err, 0.0590277777778, 1e-12);
    assert_int_equal(pcart_incidence_fit(&data, &delta, &arena, &curve, NULL),
                     PCART_OK);
    assert_int_equal(pcart_curve_at(&curve, 3, &point, NULL), PCART_OK);
    assert_near(point.std_err * point.std_err, 0.04557, 5e-6);
    assert_int_equal(pcart_curve_at(&curve, 6, &point, NULL), PCART_OK);
    assert_near(point.std_err * point.std_err, 0.04919, 5e-6);
    pcart_arena_release(&arena);
}

/* First events of mgus2: 115 malignancies, 860 deaths, 409 censored. */
static void
test_mgus2(void **state)
{
    static const double estimate[2][3] = {{0.0341, 0.0637, 0.0998},
                                          {0.3204, 0.5318, 0.7240}};
    static const double time[] = {60, 120, 240};
    static const double total[] = {115, 860};
    const frame *f = frame_find("mgus2");
    pcart_followup data = {.n = f->n_row,
                           .time = frame_numbers(f, "etime"),
                           .status = frame_ints(f, "ev")};
    pcart_arena arena = {0};

    (void)state;
    for (int cause = 1; cause <= 2; cause++) {
        pcart_incidence_options options = {.cause = cause};
        double n_censor = 0;
        pcart_curve curve;
        pcart_point point;

        assert_int_equal(
            pcart_incidence_fit(&data, &options, &arena, &curve, NULL), 0);
        assert_near(curve.total_event, total[cause - 1], 0);
        for (size_t j = 0; j < curve.n; j++)
            n_censor += curve.n_censor[j];
        assert_near(n_censor, 409, 0);
        for (int k = 0; k < 3; k++) {
            assert_int_equal(pcart_curve_at(&curve, time[k], &point, NULL), 0);
            assert_near(point.estimate, estimate[cause - 1][k], 5e-5);
        }
    }
    pcart_arena_release(&arena);
}

/* Causes and survival add up to 1 at every time. */
static void
test_incidences_add_up(void **state)
{
    static const double time[] = {1, 1, 2, 2, 2, 3, 4, 5, 5, 6};
    static const int status[] = {1, 2, 1, 0, 3, 2, 0, 1, 1, 2};
    pcart_followup data = {.n = 10, .time = time, .status = status};
    pcart_arena arena = {0};
    pcart_curve curve[3];
    double survival = 1;

    (void)state;
    for (int cause = 1; cause <= 3; cause++) {
        pcart_incidence_options options = {.cause = cause};

        assert_int_equal(pcart_incidence_fit(&data, &options, &arena,
                                             &curve[cause - 1], NULL),
                         PCART_OK);
    }
    for (size_t j = 0; j < curve[0].n; j++) {
        double events = curve[0].n_event[j] + curve[0].n_other[j];

        survival *= 1 - events / curve[0].n_risk[j];
        assert_near(curve[0].estimate[j] + curve[1].estimate[j] +
                        curve[2].estimate[j] + survival,
                    1, 1e-14);
    }
    pcart_arena_release(&arena);
}

static void
test_not_evaluable(void **state)
{
    static const double time[] = {1, 2, 3, 4};
    static const int censored[] = {0, 0, 0, 0}, other[] = {2, 2, 0, 2};
    static const int group[] = {0, 0, 1, 1}, one[] = {0, 0, 0, 0};
    pcart_followup data = {
        .n = 4, .time = time, .status = censored, .group = group, .n_group = 2};
    pcart_arena arena = {0};
    pcart_gray gray;
    pcart_err err;

    (void)state;
    assert_int_equal(pcart_gray_test(&data, NULL, &arena, &gray, NULL), 0);
    assert_false(gray.test.is_evaluable);
    assert_non_null(gray.test.reason);
    assert_near(gray.test.p_value, 0, 0);
    data.status = other;
    assert_int_equal(pcart_gray_test(&data, NULL, &arena, &gray, NULL), 0);
    assert_false(gray.test.is_evaluable);
    data.group = one;
    assert_int_equal(pcart_gray_test(&data, NULL, &arena, &gray, NULL), 0);
    assert_false(gray.test.is_evaluable);
    data.weight = time;
    assert_int_equal(pcart_gray_test(&data, NULL, &arena, &gray, &err),
                     PCART_E_UNSUPPORTED);
    pcart_arena_release(&arena);
}

/* An empty group changes nothing, and takes no degree of freedom. */
static void
test_empty_group(void **state)
{
    const frame *f = frame_find("melanoma");
    int *group = frame_ints(f, "ulcer");
    pcart_followup data = {.n = f->n_row,
                           .time = frame_numbers(f, "time"),
                           .status = frame_ints(f, "ev"),
                           .group = group,
                           .n_group = 2};
    pcart_arena arena = {0};
    pcart_gray two, four;

    (void)state;
    assert_int_equal(pcart_gray_test(&data, NULL, &arena, &two, NULL), 0);
    for (size_t i = 0; i < f->n_row; i++)
        group[i] = group[i] ? 3 : 1;
    data.n_group = 5;
    assert_int_equal(pcart_gray_test(&data, NULL, &arena, &four, NULL), 0);
    assert_near(two.test.statistic, four.test.statistic, 1e-10);
    assert_near(four.test.df, 1, 0);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_six_transplants),
        cmocka_unit_test(test_mgus2),
        cmocka_unit_test(test_incidences_add_up),
        cmocka_unit_test(test_not_evaluable),
        cmocka_unit_test(test_empty_group),
    };

    return cmocka_run_group_tests(tests, NULL, frame_release);
}
