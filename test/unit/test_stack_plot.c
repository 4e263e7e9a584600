/* test_stack_plot.c -- shares of grades as a picture. */
#include <math.h>

#include "../figure/drawn.h"

#include "postcart/stack_plot.h"

static const char *const level[] = {"grade 0", "grade 1", "grade 2"};
static const long one[] = {5, 0, 15}, none[] = {0, 0, 0};
static const pcart_stack_row row[] = {{"early", "ICAHT", one, 3},
                                      {"late", "ICAHT", none, 23}};

static pcart_status
draw_some(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_stack_plot plot = {level, 3, NULL, row, 2, NULL, NULL};
    const pcart_scene scene = {0};

    return pcart_stack_plot_draw(&plot, &scene, arena, out, err);
}

static pcart_status
draw_none(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_stack_plot plot = {0};
    const pcart_scene scene = {0};

    return pcart_stack_plot_draw(&plot, &scene, arena, out, err);
}

static void
test_shares(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    const char *text = drawn_text(draw_some, &arena, &out);

    (void)state;
    /* the denominator is those who could be evaluated */
    assert_non_null(strstr(text, "early, grade 2: 15 of 20 (75%)"));
    assert_non_null(strstr(text, "early, grade 0: 5 of 20 (25%)"));
    assert_null(strstr(text, "grade 1: 0 of"));
    assert_non_null(strstr(text, ">N = 20<"));
    assert_non_null(strstr(text, ">not evaluable: 3 of 23<"));
    assert_non_null(strstr(text, ">nobody is evaluable<"));
    assert_int_equal(drawn_count(text, ">ICAHT<"), 1); // one heading for both
    /* left 60, right 150: 610 pixels; a quarter of them and the rest */
    assert_non_null(strstr(text, "x=\"60\" y=\"60\" width=\"152.5\""));
    assert_non_null(strstr(text, "x=\"212.5\" y=\"60\" width=\"457.5\""));
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static void
test_refusals(void **state)
{
    const pcart_scene scene = {0};
    const long negative[] = {5, -1, 2}, huge[] = {LONG_MAX, LONG_MAX, 1};
    pcart_stack_row bad = {"x", NULL, negative, 0};
    pcart_stack_plot plot = {level, 3, NULL, &bad, 1, NULL, NULL};
    pcart_arena arena = {0};
    pcarti_buf out = {0};

    (void)state;
    assert_int_equal(pcart_stack_plot_draw(&plot, &scene, &arena, &out, NULL),
                     PCART_E_RANGE);
    bad.count = huge;
    assert_int_equal(pcart_stack_plot_draw(&plot, &scene, &arena, &out, NULL),
                     PCART_E_RANGE);
    plot.n_level = 9;
    assert_int_equal(pcart_stack_plot_draw(&plot, &scene, &arena, &out, NULL),
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
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_sound),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
