/* test_dot_plot.c -- single values by group as a picture. */
#include <math.h>

#include "../figure/drawn.h"

#include "postcart/dot_plot.h"

static const double value[] = {1, 2, NAN, 2, 9};
static const pcart_dot_group group[] = {{"a & b", value, 5, 2, 1.5, 4},
                                        {NULL, NULL, 0, NAN, NAN, NAN}};

static pcart_status
draw_some(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_dot_plot plot = {.y_label = "x",
                                 .group = group,
                                 .n_group = 2,
                                 .test = "Wilcoxon rank sum test: p = 0.2"};
    const pcart_scene scene = {0};

    return pcart_dot_plot_draw(&plot, &scene, arena, out, err);
}

static pcart_status
draw_none(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_dot_plot plot = {0};
    const pcart_scene scene = {0};

    return pcart_dot_plot_draw(&plot, &scene, arena, out, err);
}

static void
test_contents(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    const char *text = drawn_text(draw_some, &arena, &out);

    (void)state;
    assert_int_equal(drawn_count(text, "<circle"), 4);
    assert_non_null(strstr(text, ">n = 4 of 5<"));
    assert_non_null(strstr(text, ">n = 0<"));
    assert_non_null(strstr(text, "a &amp; b: median 2 (IQR 1.5 to 4)"));
    assert_non_null(strstr(text, "Wilcoxon rank sum test: p = 0.2"));
    /* two equal values stand side by side round the middle (x 159) */
    assert_non_null(strstr(text, "cx=\"156\" "));
    assert_non_null(strstr(text, "cx=\"162\" "));
    pcarti_buf_clear(&out);
    assert_non_null(strstr(drawn_text(draw_none, &arena, &out), "no values"));
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
