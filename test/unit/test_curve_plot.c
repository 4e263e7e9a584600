/* test_curve_plot.c -- survival and cumulative incidence as pictures. */
#include <math.h>

#include "../figure/drawn.h"

#include "postcart/curve_plot.h"

static const pcart_curve_point half[] = {{10, 0.5, 0.2, 0.8}};
static const double censored[] = {5, 15};
static const double times[] = {0, 10, 20};
static const long risk[] = {40, 21, 7};
static const long events[] = {0, 11, 13};

static pcart_status
draw(const pcart_curve_plot *plot, pcart_arena *arena, pcarti_buf *out,
     pcart_err *err)
{
    const pcart_scene scene = {.id = "c<1>"};

    return pcart_curve_plot_draw(plot, &scene, arena, out, err);
}

/* No name: the plot lies from x 70 to 796 and from y 10 to 340. */
static pcart_status
draw_one(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_curve_group group = {.point = half,
                                     .n_point = 1,
                                     .censor = censored,
                                     .n_censor = 2,
                                     .last = 20,
                                     .median = 10};
    const pcart_curve_plot plot = {.kind = PCART_CURVE_PLOT_SURVIVAL,
                                   .unit = PCART_TIME_MONTHS,
                                   .x_last = 20,
                                   .group = &group,
                                   .n_group = 1,
                                   .has_median = 1};

    return draw(&plot, arena, out, err);
}

static void
test_steps(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    const char *text = drawn_text(draw_one, &arena, &out);

    (void)state;
    /* flat at 1 to month 10, down to one half, flat to the end */
    assert_non_null(strstr(text, "d=\"M70 10L433 10L433 175L796 175\""));
    /* the band: down along the lower limit, back along the upper */
    assert_non_null(strstr(text, "d=\"M70 10L433 10L433 274L796 274"
                                 "L796 76L433 76L433 10Z\""));
    /* censor ticks stand on the curve, before and after the step */
    assert_non_null(strstr(text, "d=\"M251.5 6L251.5 14M614.5 171L614.5 179"));
    /* the median leads down from one half */
    assert_non_null(
        strstr(text, "x1=\"433\" y1=\"175\" x2=\"433\" y2=\"340\""));
    assert_non_null(strstr(text, "role=\"img\""));
    assert_null(strstr(text, "zoomed"));
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

/* The second group alone looks as it does beside the first. */
static pcart_status
draw_second(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_curve_group group = {.point = half, .n_point = 1, .style = 2};
    const pcart_curve_plot plot = {.x_last = 20, .group = &group, .n_group = 1};

    return draw(&plot, arena, out, err);
}

static void
test_style(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    const char *text = drawn_text(draw_second, &arena, &out);

    (void)state;
    assert_non_null(strstr(text, "<path class=\"pc-line pc-g1 pc-d1\""));
    assert_null(strstr(text, "<path class=\"pc-line pc-g0"));
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static pcart_status
draw_groups(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    static const pcart_curve_point rise[] = {
        {4, 0.02, NAN, NAN}, {9, 0.061, 0.02, 0.11}, {NAN, 0.5, NAN, NAN}};
    const pcart_curve_group group[] = {{.label = "low & slow",
                                        .point = rise,
                                        .n_point = 3,
                                        .risk = risk,
                                        .events = events,
                                        .note = "13 of 40"},
                                       {.label = "high",
                                        .point = rise,
                                        .n_point = 2,
                                        .risk = risk,
                                        .median = NAN,
                                        .last = 1e9}};
    const pcart_curve_plot plot = {.kind = PCART_CURVE_PLOT_INCIDENCE,
                                   .unit = PCART_TIME_MONTHS,
                                   .x_last = 24,
                                   .y_last = -1,
                                   .group = group,
                                   .n_group = 2,
                                   .risk_time = times,
                                   .n_risk_time = 3,
                                   .test = "Gray test: p = 0.04"};

    return draw(&plot, arena, out, err);
}

static void
test_table_and_words(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    const char *text = drawn_text(draw_groups, &arena, &out);

    (void)state;
    assert_non_null(strstr(text, ">21 (11)<"));
    assert_non_null(strstr(text, ">7 (13)<"));
    assert_non_null(strstr(text, ">21<")); // without events
    assert_non_null(strstr(text, ">low &amp; slow<"));
    assert_non_null(strstr(text, "Gray test: p = 0.04"));
    assert_non_null(strstr(text, "id=\"c&lt;1&gt;-t\""));
    /* the highest limit is 0.11: the axis ends at 15% and says so */
    assert_non_null(strstr(text, "zoomed: the vertical axis ends at 15%"));
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static void
test_refusals(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    pcart_err err;
    pcart_curve_group group[7] = {{0}};
    pcart_curve_plot plot = {.group = group, .n_group = 7};

    (void)state;
    assert_int_equal(draw(&plot, &arena, &out, &err), PCART_E_RANGE);
    plot.n_group = 1;
    plot.x_last = INFINITY;
    assert_int_equal(draw(&plot, &arena, &out, &err), PCART_E_RANGE);
    plot.x_last = NAN;
    assert_int_equal(draw(&plot, &arena, &out, &err), PCART_E_RANGE);
    plot.x_last = 0;
    plot.n_group = 0;
    assert_int_equal(draw(&plot, &arena, &out, &err), PCART_OK);
    assert_non_null(strstr(out.data, "no patients"));
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static void
test_times(void **state)
{
    double out[PCART_CURVE_TIMES];

    (void)state;
    assert_int_equal(pcart_curve_plot_times(48, PCART_TIME_MONTHS, out), 9);
    assert_true(fabs(out[8] - 48) < 1e-9);
    assert_int_equal(pcart_curve_plot_times(100, PCART_TIME_DAYS, out), 8);
    assert_true(fabs(out[7] - 98) < 1e-9);
    assert_int_equal(pcart_curve_plot_times(0, PCART_TIME_DAYS, out), 1);
    assert_int_equal(pcart_curve_plot_times(NAN, PCART_TIME_YEARS, out), 1);
    assert_true(fabs(out[0]) < 1e-9);
}

static void
test_sound(void **state)
{
    (void)state;
    drawn_assert_sound(draw_one);
    drawn_assert_sound(draw_groups);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_steps),           cmocka_unit_test(test_style),
        cmocka_unit_test(test_table_and_words), cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_times),           cmocka_unit_test(test_sound),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
