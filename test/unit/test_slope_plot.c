/* test_slope_plot.c -- pairs as a picture. */
#include <math.h>

#include "../figure/drawn.h"

#include "postcart/slope_plot.h"

static const pcart_slope_pair pair[] = {{"up <1>", 1, 10, 1, 0, 0},
                                        {"down", 8, 2, 0, 0, 1},
                                        {"alone", 5, NAN, 0, 0, 9},
                                        {NULL, NAN, NAN, 0, 0, -3}};
static const char *const name[] = {"TP53", "other"};

static pcart_status
draw_some(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_slope_plot plot = {.scale = PCART_SCALE_LOG,
                                   .group = name,
                                   .n_group = 2,
                                   .pair = pair,
                                   .n_pair = 4,
                                   .has_labels = 1,
                                   .test = "signed rank"};
    const pcart_scene scene = {0};

    return pcart_slope_plot_draw(&plot, &scene, arena, out, err);
}

static pcart_status
draw_none(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_slope_plot plot = {0};
    const pcart_scene scene = {0};

    return pcart_slope_plot_draw(&plot, &scene, arena, out, err);
}

static void
test_contents(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    const char *text = drawn_text(draw_some, &arena, &out);

    (void)state;
    assert_non_null(strstr(text, "4 pairs, 2 complete: 1 rise, 1 fall."));
    assert_non_null(strstr(text, "Open triangle down: below detection."));
    assert_non_null(strstr(text, "up &lt;1&gt;: &lt;1 to 10"));
    assert_non_null(strstr(text, "alone: 5 to missing"));
    assert_int_equal(drawn_count(text, "class=\"pc-slope"), 2);
    pcarti_buf_clear(&out);
    assert_non_null(strstr(drawn_text(draw_none, &arena, &out), "no pairs"));
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
        cmocka_unit_test(test_sound),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
