/* test_axis.c -- scales, ticks, the clock of a course, keeping things apart. */
#include <math.h>

#include "../figure/drawn.h"

#include "figure/axis.h"
#include "figure/clock.h"
#include "figure/lane.h"

static int
near(double a, double b)
{
    return fabs(a - b) < 1e-6;
}

static void
test_scales(void **state)
{
    pcarti_axis linear = {PCART_SCALE_LINEAR, 0, 10, 200, 0, 0};
    pcarti_axis root = {PCART_SCALE_SQRT, 0, 1, 0, 100, 0};
    pcarti_axis log = {PCART_SCALE_LOG, 10, 10000, 300, 0, 20};

    (void)state;
    assert_true(near(pcarti_axis_at(&linear, 2.5), 150));
    assert_true(near(pcarti_axis_at(&linear, -1), 200));
    assert_true(near(pcarti_axis_at(&linear, 11), 0));
    assert_true(near(pcarti_axis_at(&linear, NAN), 200));
    assert_true(near(pcarti_axis_at(&root, 0.25), 50));
    assert_true(near(pcarti_axis_at(&log, 10), 300));
    assert_true(near(pcarti_axis_at(&log, 100), 200));
    assert_true(near(pcarti_axis_at(&log, 10000), 0));
    /* 0 and what is below the axis lie in the floor, not at its lowest value */
    assert_true(near(pcarti_axis_at(&log, 0), 310));
    assert_true(near(pcarti_axis_at(&log, 9.99), 310));
    log.floor = 0;
    assert_true(near(pcarti_axis_at(&log, 0), 300));
}

static void
test_ticks(void **state)
{
    pcarti_axis axis = {PCART_SCALE_LOG, 10, 20000, 300, 0, 0};
    pcarti_tick tick[PCARTI_TICKS];
    size_t n = pcarti_axis_ticks(&axis, 5, tick), labelled = 0;

    (void)state;
    for (size_t i = 0; i < n; i++)
        labelled += tick[i].label[0] != '\0';
    assert_int_equal(labelled, 4); // 10, 100, 1,000, 10,000
    assert_int_equal(n, 29);       // and 3 * 8 minor ones, and 20,000
    assert_string_equal(tick[27].label, "10,000");
    axis = (pcarti_axis){PCART_SCALE_LINEAR, 0, 0.3, 0, 1, 0};
    n = pcarti_axis_ticks(&axis, 3, tick);
    assert_int_equal(n, 4);
    assert_string_equal(tick[3].label, "0.3");
    axis = (pcarti_axis){PCART_SCALE_LINEAR, 5, 16, 0, 1, 0};
    n = pcarti_axis_ticks(&axis, 4, tick);
    assert_int_equal(n, 3); // 5, 10, 15
    assert_string_equal(tick[0].label, "5");
    assert_true(near(pcarti_axis_step(48, 8), 10));
    assert_true(near(pcarti_axis_time_step(48, 8, PCART_TIME_MONTHS), 6));
    assert_true(near(pcarti_axis_time_step(100, 8, PCART_TIME_DAYS), 14));
    assert_true(near(pcarti_axis_time_step(10, 8, PCART_TIME_YEARS), 2));
}

static void
test_ranges(void **state)
{
    pcarti_axis axis = {0};
    pcarti_extent extent = PCARTI_EXTENT_EMPTY;
    pcart_err err;

    (void)state;
    pcarti_extent_add(&extent, 0);
    pcarti_extent_add(&extent, 34);
    pcarti_extent_add(&extent, 2100);
    pcarti_extent_add(&extent, NAN);
    assert_int_equal(pcarti_axis_set(&axis, PCART_SCALE_LOG, (double[]){0, 0},
                                     &extent, &err),
                     PCART_OK);
    assert_true(near(axis.low, 10) && near(axis.high, 10000));
    assert_int_equal(pcarti_axis_set(&axis, PCART_SCALE_LINEAR,
                                     (double[]){0, 0}, &extent, &err),
                     PCART_OK);
    assert_true(near(axis.low, 0) && near(axis.high, 2500));
    extent = PCARTI_EXTENT_EMPTY; // nothing to draw still has an axis
    for (int kind = PCART_SCALE_LINEAR; kind <= PCART_SCALE_SQRT; kind++)
        assert_int_equal(pcarti_axis_set(&axis, (pcart_scale_kind)kind,
                                         (double[]){0, 0}, &extent, &err),
                         PCART_OK);
    assert_int_equal(pcarti_axis_set(&axis, PCART_SCALE_LOG, (double[]){0, 5},
                                     &extent, &err),
                     PCART_E_RANGE);
    assert_int_equal(pcarti_axis_set(&axis, PCART_SCALE_LINEAR,
                                     (double[]){5, 5}, &extent, &err),
                     PCART_E_RANGE);
    assert_int_equal(pcarti_axis_set(&axis, PCART_SCALE_LINEAR,
                                     (double[]){0, INFINITY}, &extent, &err),
                     PCART_E_RANGE);
}

static void
test_clock(void **state)
{
    const pcarti_clock_wish hundred = {.first_day = 0, .last_day = 100};
    const pcarti_clock_wish years = {.first_day = 0, .last_day = 2000};
    const pcarti_clock_wish even = {
        .first_day = -10, .last_day = 9, .is_linear = 1};
    pcarti_clock clock;

    (void)state;
    pcarti_clock_set(&clock, &even, 0, 200);
    assert_true(near(pcarti_clock_at(&clock, -10), 5));
    assert_true(near(pcarti_clock_edge(&clock, 0), 100));
    assert_true(near(pcarti_clock_edge(&clock, 10), 200));
    /* 31 whole days and 70 of 0.4: 59 units on 590 pixels */
    pcarti_clock_set(&clock, &hundred, 0, 590);
    assert_true(near(pcarti_clock_at(&clock, 0), 5));
    assert_true(near(pcarti_clock_edge(&clock, 31), 310));
    assert_true(near(pcarti_clock_edge(&clock, 101), 590));
    /* years take their share and no more, and the order of days holds */
    pcarti_clock_set(&clock, &years, 0, 1000);
    assert_true(near(pcarti_clock_edge(&clock, 101), 760));
    for (int day = 0; day < 2000; day++)
        assert_true(pcarti_clock_at(&clock, day) <
                    pcarti_clock_at(&clock, day + 1));
    assert_true(pcarti_clock_holds(&clock, 2000));
    assert_false(pcarti_clock_holds(&clock, 2001));
    assert_false(pcarti_clock_holds(&clock, -1));
    assert_true(near(pcarti_clock_at(&clock, INT_MAX), 1000));
    assert_true(near(pcarti_clock_at(&clock, INT_MIN), 0));
}

/* Before the infusion narrow, round a second one wide again. */
static void
test_clock_parts(void **state)
{
    const pcarti_clock_wish wish = {
        .first_day = -2000, .last_day = 1500, .again = 700};
    const int inside[] = {-50, 5, 60, 400, 710};
    double width[PCART_COUNTOF(inside)];
    pcarti_clock clock;

    (void)state;
    pcarti_clock_set(&clock, &wish, 0, 1000);
    for (int day = -2000; day < 1500; day++)
        assert_true(pcarti_clock_at(&clock, day) <
                    pcarti_clock_at(&clock, day + 1));
    for (size_t i = 0; i < PCART_COUNTOF(inside); i++)
        width[i] = pcarti_clock_edge(&clock, inside[i] + 1) -
                   pcarti_clock_edge(&clock, inside[i]);
    assert_true(near(width[1] * 0.4, width[2]));
    assert_true(near(width[1] * 0.3, width[4]));
    assert_true(width[0] < width[2] && width[3] < width[4] / 3);
    /* the weeks before have room for what was examined then */
    assert_true(
        pcarti_clock_edge(&clock, -14) - pcarti_clock_edge(&clock, -100) > 50);
}

/* Knots that are not rising, or outside, are of no effect but do no harm. */
static void
test_odd_knots(void **state)
{
    const int knot[] = {50, 20, 5000};
    const pcarti_clock_wish wish = {
        .first_day = -5, .last_day = 90, .knot = knot, .n_knot = 3};
    pcarti_clock clock;

    (void)state;
    pcarti_clock_set(&clock, &wish, 0, 100);
    assert_int_equal(clock.n, 2);
    for (int day = -5; day < 90; day++)
        assert_true(pcarti_clock_at(&clock, day) <
                    pcarti_clock_at(&clock, day + 1));
}

static void
test_packing(void **state)
{
    pcarti_span span[] = {{0, 10, 9}, {5, 15, 9}, {10, 20, 9}, {12, 14, 9}};

    (void)state;
    assert_int_equal(pcarti_lane_pack(span, 4, 0, 0), 3);
    assert_int_equal(span[0].row, 0);
    assert_int_equal(span[1].row, 1);
    assert_int_equal(span[2].row, 0); // it begins where the first ends
    assert_int_equal(span[3].row, 2);
    assert_int_equal(pcarti_lane_pack(span, 4, 1, 2), 2);
    assert_int_equal(span[2].row, 1); // shared: there are no more rows
    assert_int_equal(pcarti_lane_pack(NULL, 0, 0, 0), 0);
}

static void
test_spreading(void **state)
{
    double at[] = {50, 50, 10, 52}, low[] = {-40, -30, -35};
    double tight[] = {1, 2, 3};
    size_t order[4];

    (void)state;
    pcarti_lane_spread(at, order, 4, 12, 0, 100);
    for (size_t i = 1; i < 4; i++)
        assert_true(at[order[i]] - at[order[i - 1]] >= 12 - 1e-9);
    assert_true(near(at[2], 10)); // far from the others: not moved
    assert_true(at[0] < at[1]);   // equal ones keep their order
    pcarti_lane_spread(low, order, 3, 10, 0, 100);
    assert_true(low[order[0]] >= 0);
    assert_int_equal(order[0], 0);
    assert_int_equal(order[1], 2);
    /* no room: they are still apart, and the last is inside */
    pcarti_lane_spread(tight, order, 3, 10, 0, 15);
    assert_true(tight[2] <= 15 && tight[2] - tight[1] >= 10 - 1e-9);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_scales),      cmocka_unit_test(test_ticks),
        cmocka_unit_test(test_ranges),      cmocka_unit_test(test_clock),
        cmocka_unit_test(test_clock_parts), cmocka_unit_test(test_odd_knots),
        cmocka_unit_test(test_packing),     cmocka_unit_test(test_spreading),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
