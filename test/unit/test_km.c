/* test_km.c -- Kaplan-Meier: worked examples, quantiles, edges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "../reference/stat/frame.h"
#include "postcart/km.h"

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

/* Gehan 1965: weeks of remission, 6-MP and control (R MASS::gehan). */
static const double gehan_time[42] = {
    10, 7,  32, 23, 22, 6, 16, 34, 32, 25, 11, 20, 19, 6,
    17, 35, 6,  13, 9,  6, 10, 1,  22, 3,  12, 8,  17, 2,
    11, 8,  12, 2,  5,  4, 15, 8,  23, 5,  11, 4,  1,  8};
static const int gehan_event[42] = {1, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1,
                                    0, 0, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1,
                                    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
static const int gehan_group[42] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                                    0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1,
                                    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

static void
test_gehan(void **state)
{
    pcart_followup data = {.n = 42,
                           .time = gehan_time,
                           .status = gehan_event,
                           .group = gehan_group,
                           .n_group = 2};
    pcart_arena arena = {0};
    pcart_curve curve[2];
    pcart_curve_quantile q;
    pcart_point point;

    (void)state;
    assert_int_equal(pcart_km_fit(&data, NULL, &arena, curve, NULL), PCART_OK);
    assert_int_equal(pcart_curve_find_quantile(&curve[0], 0.5, &q, NULL), 0);
    assert_true(q.has_value && q.has_low && !q.has_high);
    assert_near(q.value, 23, 0);
    assert_int_equal(pcart_curve_find_quantile(&curve[1], 0.5, &q, NULL), 0);
    assert_near(q.value, 8, 0);
    /* S(6) of 6-MP: 3 of 21 relapsed at 6 weeks, one censored with them */
    assert_int_equal(pcart_curve_at(&curve[0], 6, &point, NULL), PCART_OK);
    assert_near(point.estimate, 18.0 / 21, 1e-15);
    assert_near(point.std_err, 18.0 / 21 * sqrt(3.0 / (21 * 18)), 1e-15);
    assert_near(point.n_risk, 21, 0);
    assert_near(point.n_event, 3, 0);
    assert_int_equal(curve[0].n_subject, 21);
    assert_near(curve[0].total_event, 9, 0);
    assert_near(curve[1].total_event, 21, 0);
    /* all controls relapse: 0 has no standard error and no interval */
    assert_int_equal(pcart_curve_at(&curve[1], 40, &point, NULL), PCART_OK);
    assert_near(point.estimate, 0, 0);
    assert_true(point.is_beyond && !point.has_std_err && !point.has_interval);
    pcart_arena_release(&arena);
}

/* Events at 1, 2, 3, 4: S is 1/2 from 2 to 3, and the median 2.5, as in R. */
static void
test_flat_median(void **state)
{
    static const double time[] = {4, 2, 1, 3};
    static const int status[] = {1, 1, 1, 1};
    pcart_followup data = {.n = 4, .time = time, .status = status};
    pcart_arena arena = {0};
    pcart_curve curve;
    pcart_curve_quantile q;

    (void)state;
    assert_int_equal(pcart_km_fit(&data, NULL, &arena, &curve, NULL), PCART_OK);
    assert_int_equal(pcart_curve_find_quantile(&curve, 0.5, &q, NULL), 0);
    assert_near(q.value, 2.5, 0);
    pcart_arena_release(&arena);
}

/* In a tie the event comes first: the censored one is still at risk. */
static void
test_tie_of_event_and_censoring(void **state)
{
    static const double time[] = {5, 5, 9};
    static const int status[] = {0, 1, 0};
    pcart_followup data = {.n = 3, .time = time, .status = status};
    pcart_km_options reverse = {.is_reverse = 1};
    pcart_arena arena = {0};
    pcart_curve curve;

    (void)state;
    assert_int_equal(pcart_km_fit(&data, NULL, &arena, &curve, NULL), PCART_OK);
    assert_int_equal(curve.n, 2);
    assert_near(curve.estimate[0], 2.0 / 3, 1e-15);
    assert_int_equal(pcart_km_fit(&data, &reverse, &arena, &curve, NULL),
                     PCART_OK);
    assert_near(curve.estimate[0], 2.0 / 3, 1e-15);
    assert_near(curve.estimate[1], 0, 0);
    pcart_arena_release(&arena);
}

/* Times that differ by less than R's tolerance are one time; by option not. */
static void
test_merged_times(void **state)
{
    const double time[] = {0.1 * 3, 0.3, 1};
    static const int status[] = {1, 0, 1};
    pcart_followup data = {.n = 3, .time = time, .status = status};
    pcart_arena arena = {0};
    pcart_curve curve;

    (void)state;
    assert_int_equal(pcart_km_fit(&data, NULL, &arena, &curve, NULL), PCART_OK);
    assert_int_equal(curve.n, 2);
    assert_near(curve.n_risk[0], 3, 0);
    data.ties = PCART_TIES_EXACT;
    assert_int_equal(pcart_km_fit(&data, NULL, &arena, &curve, NULL), PCART_OK);
    assert_int_equal(curve.n, 3);
    pcart_arena_release(&arena);
}

/* The order of rows does not matter, and a sorted follow-up gives the same. */
static void
test_order_is_irrelevant(void **state)
{
    double time[42];
    int status[42];
    pcart_followup data = {.n = 42, .time = gehan_time, .status = gehan_event};
    pcart_followup sorted, shuffled = {.n = 42, .time = time, .status = status};
    pcart_arena arena = {0};
    pcart_curve a, b, c;

    (void)state;
    for (int i = 0; i < 42; i++) {
        time[i] = gehan_time[(i * 17 + 5) % 42];
        status[i] = gehan_event[(i * 17 + 5) % 42];
    }
    assert_int_equal(pcart_followup_sort(&data, &arena, &sorted, NULL), 0);
    assert_int_equal(pcart_km_fit(&data, NULL, &arena, &a, NULL), PCART_OK);
    assert_int_equal(pcart_km_fit(&sorted, NULL, &arena, &b, NULL), PCART_OK);
    assert_int_equal(pcart_km_fit(&shuffled, NULL, &arena, &c, NULL), 0);
    assert_int_equal(a.n, b.n);
    assert_int_equal(a.n, c.n);
    assert_memory_equal(a.estimate, b.estimate, a.n * sizeof *a.estimate);
    assert_memory_equal(a.low, c.low, a.n * sizeof *a.low);
    pcart_arena_release(&arena);
}

static void
test_nobody_has_the_event(void **state)
{
    static const double time[] = {1, 2};
    static const int status[] = {0, 0};
    pcart_followup data = {.n = 2, .time = time, .status = status};
    pcart_arena arena = {0};
    pcart_curve curve;
    pcart_point point;
    pcart_curve_quantile q;
    pcart_rmst rmst;
    pcart_err err;

    (void)state;
    assert_int_equal(pcart_km_fit(&data, NULL, &arena, &curve, NULL), PCART_OK);
    assert_int_equal(pcart_curve_at(&curve, 1, &point, NULL), PCART_OK);
    assert_near(point.estimate, 1, 0);
    assert_false(point.has_interval);
    assert_int_equal(pcart_curve_find_quantile(&curve, 0.5, &q, NULL), 0);
    assert_false(q.has_value || q.has_low || q.has_high);
    assert_int_equal(pcart_curve_rmst(&curve, 2, &rmst, NULL), PCART_OK);
    assert_near(rmst.mean, 2, 0);
    assert_int_equal(pcart_curve_rmst(&curve, 3, &rmst, &err),
                     PCART_E_DEGENERATE);
    pcart_arena_release(&arena);
}

static void
test_refused(void **state)
{
    static const struct {
        double time, start, weight;
        int status, group;
        pcart_status expected;
    } bad[] = {
        {-1, -2, 1, 1, 0, PCART_E_RANGE},      {NAN, 0, 1, 1, 0, PCART_E_RANGE},
        {INFINITY, 0, 1, 1, 0, PCART_E_RANGE}, {1, 1, 1, 1, 0, PCART_E_RANGE},
        {1, NAN, 1, 1, 0, PCART_E_RANGE},      {1, 0, -1, 1, 0, PCART_E_RANGE},
        {1, 0, 1, -1, 0, PCART_E_RANGE},       {1, 0, 1, 1, 2, PCART_E_RANGE},
        {1, 0, 1, 1, -1, PCART_E_RANGE},       {1, 0, 1, 1, 1, PCART_OK}};

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(bad); i++) {
        pcart_followup data = {.n = 1,
                               .time = &bad[i].time,
                               .status = &bad[i].status,
                               .start = &bad[i].start,
                               .weight = &bad[i].weight,
                               .group = &bad[i].group,
                               .n_group = 2};
        pcart_arena arena = {0};
        pcart_curve curve[2];

        assert_int_equal(pcart_km_fit(&data, NULL, &arena, curve, NULL),
                         bad[i].expected);
        pcart_arena_release(&arena);
    }
}

static void
test_refused_options(void **state)
{
    static const double time[] = {1};
    static const int status[] = {1};
    pcart_followup data = {.n = 1, .time = time, .status = status};
    pcart_km_options options = {.level = 95};
    pcart_arena arena = {0};
    pcart_curve curve;
    pcart_err err;

    (void)state;
    assert_int_equal(pcart_km_fit(&data, &options, &arena, &curve, &err),
                     PCART_E_RANGE);
    data.n = 0;
    assert_int_equal(pcart_km_fit(&data, NULL, &arena, &curve, &err),
                     PCART_E_DEGENERATE);
    pcart_arena_release(&arena);
}

static void
test_followup_time(void **state)
{
    static const double time[] = {2, 4, 6, 8, 10};
    static const int status[] = {1, 0, 0, 1, 0};
    pcart_followup data = {.n = 5, .time = time, .status = status};
    pcart_arena arena = {0};
    pcart_km_followup f;

    (void)state;
    assert_int_equal(pcart_km_followup_time(&data, &arena, &f, NULL), 0);
    /* censorings as events: 4 of 4, then 3 left; 6 of 3; 10 of 1 */
    assert_true(f.reverse_median.has_value);
    assert_near(f.reverse_median.value, 8, 0); // flat at 1/2 from 6 to 10
    assert_near(f.observed_median, 6, 0);
    assert_near(f.observed_q25, 4, 0);
    assert_near(f.observed_max, 10, 0);
    pcart_arena_release(&arena);
}

/*
 * Fractional weights: R's robust variance, with and without late entry; whole
 * weights: Greenwood on counts.  Values from survfit of R survival 3.5-3.
 */
static void
test_weights(void **state)
{
    static const struct {
        double shift, time, estimate, std_err;
    } expected[] = {{0.5, 100, 0.892341894896, 0.0217189511575},
                    {0.5, 365, 0.421227150167, 0.0429800981582},
                    {0.5, 700, 0.129839821317, 0.0352501941073},
                    {1, 100, 0.886417045277, 0.0135813437181},
                    {1, 365, 0.418811953901, 0.0236238149558}};
    const frame *f = frame_find("lung");
    double *weight = frame_take(f->n_row, sizeof *weight);
    int *status = frame_ints(f, "status");
    pcart_followup data = {.n = f->n_row,
                           .time = frame_numbers(f, "time"),
                           .status = status,
                           .weight = weight};
    pcart_km_options hazard = {.kind = PCART_KM_NELSON_AALEN};
    pcart_arena arena = {0};
    pcart_curve curve;
    pcart_point point;

    (void)state;
    for (size_t i = 0; i < f->n_row; i++)
        status[i] = status[i] == 2;
    for (size_t k = 0; k < PCART_COUNTOF(expected); k++) {
        for (size_t i = 0; i < f->n_row; i++)
            weight[i] = expected[k].shift + (int)frame_number(f, i, "age") % 4;
        assert_int_equal(pcart_km_fit(&data, NULL, &arena, &curve, NULL), 0);
        assert_int_equal(pcart_curve_at(&curve, expected[k].time, &point, NULL),
                         0);
        assert_near(point.estimate, expected[k].estimate, 1e-12);
        assert_near(point.std_err, expected[k].std_err, 1e-12);
    }
    for (size_t i = 0; i < f->n_row; i++)
        weight[i] = 0.5 + (int)frame_number(f, i, "age") % 4;
    assert_int_equal(pcart_km_fit(&data, &hazard, &arena, &curve, NULL), 0);
    assert_int_equal(pcart_curve_at(&curve, 365, &point, NULL), 0);
    assert_near(point.std_err, 0.0999951011565, 1e-12);
    hazard.kind = PCART_KM_FLEMING_HARRINGTON;
    assert_int_equal(pcart_km_fit(&data, &hazard, &arena, &curve, NULL), 0);
    assert_int_equal(pcart_curve_at(&curve, 365, &point, NULL), 0);
    assert_near(point.estimate, 0.859397519644, 1e-12);
    assert_near(point.std_err, 0.100445366643, 1e-12);
    pcart_arena_release(&arena);
}

static void
test_weights_and_late_entry(void **state)
{
    const frame *f = frame_find("heart");
    double *weight = frame_take(f->n_row, sizeof *weight);
    pcart_followup data = {.n = f->n_row,
                           .time = frame_numbers(f, "stop"),
                           .start = frame_numbers(f, "start"),
                           .status = frame_ints(f, "event"),
                           .weight = weight};
    pcart_arena arena = {0};
    pcart_curve curve;
    pcart_point point;

    (void)state;
    for (size_t i = 0; i < f->n_row; i++)
        weight[i] = 0.5 + (int)frame_number(f, i, "id") % 4;
    assert_int_equal(pcart_km_fit(&data, NULL, &arena, &curve, NULL), 0);
    assert_int_equal(pcart_curve_at(&curve, 100, &point, NULL), 0);
    assert_near(point.estimate, 0.473319454715, 1e-12);
    assert_near(point.std_err, 0.0568614668519, 1e-12);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gehan),
        cmocka_unit_test(test_flat_median),
        cmocka_unit_test(test_tie_of_event_and_censoring),
        cmocka_unit_test(test_merged_times),
        cmocka_unit_test(test_order_is_irrelevant),
        cmocka_unit_test(test_nobody_has_the_event),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_refused_options),
        cmocka_unit_test(test_followup_time),
        cmocka_unit_test(test_weights),
        cmocka_unit_test(test_weights_and_late_entry),
    };

    return cmocka_run_group_tests(tests, NULL, frame_release);
}
