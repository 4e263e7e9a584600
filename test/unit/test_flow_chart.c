/* test_flow_chart.c -- how many were left, as a picture. */
#include <math.h>

#include "../figure/drawn.h"

#include "postcart/flow_chart.h"

static const pcart_flow_exclusion left[] = {{"no <counts>", 43}, {NULL, 2}};
static const pcart_flow_box box[] = {{"Infusions", 1600, left, 2},
                                     {"Analysed", 1555, NULL, 0}};
static const pcart_flow_box branch[] = {{"low", 1000, NULL, 0},
                                        {"high", 555, NULL, 0}};

static pcart_status
draw_some(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_flow_chart chart = {box, 2, branch, 2};
    const pcart_scene scene = {.title = "Flow"};

    return pcart_flow_chart_draw(&chart, &scene, arena, out, err);
}

static pcart_status
draw_none(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_flow_chart chart = {0};
    const pcart_scene scene = {0};

    return pcart_flow_chart_draw(&chart, &scene, arena, out, err);
}

static void
test_numbers(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    const char *text = drawn_text(draw_some, &arena, &out);

    (void)state;
    assert_non_null(strstr(text, ">n = 1,600<"));
    assert_non_null(strstr(text, ">n = 1,555<"));
    assert_non_null(strstr(text, ">n = 555<"));
    assert_non_null(strstr(text, ">no &lt;counts&gt;: n\xC2\xA0=\xC2\xA0"
                                 "43<"));
    /* two boxes, two branches */
    assert_int_equal(drawn_count(text, "class=\"pc-box\""), 4);
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static void
test_refusals(void **state)
{
    const pcart_scene scene = {0};
    const pcart_flow_chart many = {.box = box, .n_box = 1000};
    const pcart_flow_chart wide = {box, 2, branch, 7};
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    pcart_err err = {0};

    (void)state;
    assert_int_equal(pcart_flow_chart_draw(&many, &scene, &arena, &out, &err),
                     PCART_E_RANGE);
    assert_int_equal(pcart_flow_chart_draw(&wide, &scene, &arena, &out, &err),
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
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_sound),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
