/* test_trend_plot.c -- counts over time as a picture. */
#include <math.h>

#include "../figure/drawn.h"

#include "postcart/trend_plot.h"

static const int day[] = {-5, 0, 10, 400};
static const double value[] = {1000, 100, 0, 7};
static const int lone_day[] = {3};
static const double lone[] = {50};
static const pcart_trend_line line[] = {{"P1", day, value, 4},
                                        {"P2", lone_day, lone, 1}};
static const pcart_trend_interval interval[] = {{-5, 0, 200, 100, 400, 31},
                                                {1, 10, 60, 30, 90, 29},
                                                {11, 20, NAN, NAN, NAN, 2}};
static const pcart_trend_group group[] = {{"all <x>", line, 2, interval, 3}};

static pcart_status
draw_some(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_trend_plot plot = {.y_label = "ANC",
                                   .noun = "ANC values",
                                   .scale = PCART_SCALE_LOG,
                                   .low = 10,
                                   .high = 1000,
                                   .first_day = -10,
                                   .last_day = 20,
                                   .group = group,
                                   .n_group = 1};
    const pcart_scene scene = {0};

    return pcart_trend_plot_draw(&plot, &scene, arena, out, err);
}

static pcart_status
draw_none(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    /* Stretches of days in which nobody has a value are nothing, too. */
    static const pcart_trend_interval nobody[] = {{0, 30, NAN, NAN, NAN, 0}};
    static const pcart_trend_group empty[] = {{"all", NULL, 0, nobody, 1}};
    const pcart_trend_plot plot = {.noun = "platelet counts",
                                   .last_day = 30,
                                   .group = empty,
                                   .n_group = 1};
    const pcart_scene scene = {0};

    return pcart_trend_plot_draw(&plot, &scene, arena, out, err);
}

static void
test_contents(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    const char *text = drawn_text(draw_some, &arena, &out);

    (void)state;
    assert_non_null(
        strstr(text, "all &lt;x&gt;, day 1 to 10: median 60 (IQR 30 to 90), "
                     "n = 29"));
    assert_non_null(
        strstr(text, ">1 ANC values outside these days, not drawn<"));
    assert_non_null(strstr(text, ">31<"));
    assert_non_null(strstr(text, ">2<")); // n without a median is still said
    /* 1000 at the top (33), 100 in the middle, 0 in the floor below 373 */
    assert_non_null(strstr(text, "33L325.33 203L566.67 382.5"));
    pcarti_buf_clear(&out);
    text = drawn_text(draw_none, &arena, &out);
    assert_non_null(
        strstr(text, ">no platelet counts between day 0 and day 30<"));
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static void
test_refusals(void **state)
{
    const pcart_scene scene = {0};
    pcart_trend_plot plot = {.first_day = 5, .last_day = 4};
    pcart_arena arena = {0};
    pcarti_buf out = {0};

    (void)state;
    assert_int_equal(pcart_trend_plot_draw(&plot, &scene, &arena, &out, NULL),
                     PCART_E_RANGE);
    plot.last_day = 6;
    plot.n_group = 7;
    assert_int_equal(pcart_trend_plot_draw(&plot, &scene, &arena, &out, NULL),
                     PCART_E_RANGE);
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static void
test_sound(void **state)
{
    (void)state;
    drawn_assert_sound(draw_some);
    drawn_assert_sound(draw_none);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_contents),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_sound),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
