/* test_swimmer_plot.c -- bars of time as a picture. */
#include <math.h>

#include "../figure/drawn.h"

#include "postcart/swimmer_plot.h"

static const char *const name[] = {"remission", "relapse"};
static const pcart_swimmer_stretch stretch[] = {
    {0, 49, 0}, {50, 99, 1}, {0, 5, -7}};
static const pcart_swimmer_mark mark[] = {{0, PCART_CHART_INFUSION, NULL},
                                          {99, PCART_CHART_DEATH, "sepsis"},
                                          {5000, PCART_CHART_SMN, NULL}};
static const pcart_swimmer_row row[] = {
    {"P1", "A", 0, 99, 0, stretch, 3, mark, 3},
    {"P2", "A", 0, 49, 1, NULL, 0, NULL, 0}};

static pcart_status
draw_some(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_swimmer_plot plot = {
        .row = row, .n_row = 2, .state = name, .n_state = 2};
    const pcart_scene scene = {0};

    return pcart_swimmer_plot_draw(&plot, &scene, arena, out, err);
}

static pcart_status
draw_none(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_swimmer_plot plot = {0};
    const pcart_scene scene = {0};

    return pcart_swimmer_plot_draw(&plot, &scene, arena, out, err);
}

static void
test_contents(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    const char *text = drawn_text(draw_some, &arena, &out);

    (void)state;
    assert_non_null(strstr(text, "P1, day 99: sepsis"));
    assert_non_null(strstr(text, "P1: relapse, day 50 to 99"));
    assert_null(strstr(text, "day 5000"));
    assert_int_equal(drawn_count(text, ">A<"), 1);
    /* 100 days on 930 pixels from 40: both stretches are one half */
    assert_non_null(strstr(text, "class=\"pc-s0\" x=\"40\""));
    assert_non_null(strstr(text, "class=\"pc-s1\" x=\"505\""));
    assert_int_equal(drawn_count(text, "width=\"465\""), 3);
    pcarti_buf_clear(&out);
    assert_non_null(strstr(drawn_text(draw_none, &arena, &out), "no patients"));
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static void
test_refusals(void **state)
{
    const pcart_scene scene = {0};
    const pcart_swimmer_row bad = {.first_day = INT_MIN, .last_day = INT_MAX};
    const pcart_swimmer_plot plot = {.row = &bad, .n_row = 1};
    const pcart_swimmer_plot many = {.row = &bad, .n_row = 401};
    pcart_arena arena = {0};
    pcarti_buf out = {0};

    (void)state;
    assert_int_equal(pcart_swimmer_plot_draw(&plot, &scene, &arena, &out, NULL),
                     PCART_E_RANGE);
    assert_int_equal(pcart_swimmer_plot_draw(&many, &scene, &arena, &out, NULL),
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
