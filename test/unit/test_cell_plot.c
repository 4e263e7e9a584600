/* test_cell_plot.c -- tables of cells as pictures. */
#include <math.h>

#include "../figure/drawn.h"

#include "postcart/cell_plot.h"

static const char *const gene[] = {"TP53", "PPM1D"};
static const char *const patient[] = {"P<1>", "P2", "P3"};
static const pcart_mutation_cell cell[] = {
    {PCART_CELL_NEGATIVE, PCART_CELL_POSITIVE, NAN, 0.25},
    {PCART_CELL_NOT_COVERED, PCART_CELL_POSITIVE, NAN, NAN},
    {PCART_CELL_NOT_TESTED, PCART_CELL_NOT_TESTED, NAN, NAN},
    {PCART_CELL_NEGATIVE, PCART_CELL_NEGATIVE, NAN, NAN},
    {PCART_CELL_POSITIVE, PCART_CELL_NOT_TESTED, 0.01, NAN},
    {(pcart_cell_state)77, PCART_CELL_NEGATIVE, NAN, NAN}};
static const unsigned char count[] = {0, 0, 1,   255, 2,   9,
                                      1, 0, 255, 255, 255, 255};

static pcart_status
draw_mutations(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_mutation_plot plot = {gene, 2, patient, 3, cell};
    const pcart_scene scene = {.title = "Mutations"};

    return pcart_mutation_plot_draw(&plot, &scene, arena, out, err);
}

static pcart_status
draw_no_mutations(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_mutation_plot plot = {0};
    const pcart_scene scene = {0};

    return pcart_mutation_plot_draw(&plot, &scene, arena, out, err);
}

static pcart_status
draw_missing(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_missing_plot plot = {patient, 3, -1, 2, count, "ANC values"};
    const pcart_scene scene = {0};

    return pcart_missing_plot_draw(&plot, &scene, arena, out, err);
}

static pcart_status
draw_nobody(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_missing_plot plot = {0};
    const pcart_scene scene = {0};

    return pcart_missing_plot_draw(&plot, &scene, arena, out, err);
}

static void
test_three_kinds_of_nothing(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    const char *text = drawn_text(draw_mutations, &arena, &out);

    (void)state;
    assert_non_null(
        strstr(text, "P&lt;1&gt;, TP53: before negative, after VAF 25%"));
    assert_non_null(
        strstr(text, "P2, TP53: before not covered, after positive"));
    assert_non_null(strstr(text, "P2, PPM1D: before VAF 1%, after not tested"));
    /* positive of assessed: not covered and not tested are in neither */
    assert_non_null(strstr(text, ">0/1, 2/2<"));
    assert_non_null(strstr(text, ">1/2, 0/2<"));
    pcarti_buf_clear(&out);
    text = drawn_text(draw_no_mutations, &arena, &out);
    assert_non_null(strstr(text, "no samples"));
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static void
test_missing_days(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    const char *text = drawn_text(draw_missing, &arena, &out);

    (void)state;
    assert_non_null(strstr(text, "P&lt;1&gt;: 2 of 3 days without ANC values"));
    assert_non_null(strstr(text, "P2: 1 of 4 days without ANC values"));
    assert_non_null(strstr(text, "P3: 0 of 0 days without ANC values"));
    pcarti_buf_clear(&out);
    text = drawn_text(draw_nobody, &arena, &out);
    assert_non_null(strstr(text, "no patients"));
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static void
test_refusals(void **state)
{
    const pcart_scene scene = {0};
    const pcart_mutation_plot wide = {gene, 2, patient, 401, cell};
    const pcart_missing_plot longest = {patient, 3, 0, 400000, count, NULL};
    const pcart_missing_plot back = {patient, 3, 5, 4, count, NULL};
    pcart_arena arena = {0};
    pcarti_buf out = {0};

    (void)state;
    assert_int_equal(
        pcart_mutation_plot_draw(&wide, &scene, &arena, &out, NULL),
        PCART_E_RANGE);
    assert_int_equal(
        pcart_missing_plot_draw(&longest, &scene, &arena, &out, NULL),
        PCART_E_RANGE);
    assert_int_equal(pcart_missing_plot_draw(&back, &scene, &arena, &out, NULL),
                     PCART_E_RANGE);
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static void
test_sound(void **state)
{
    (void)state;
    drawn_assert_sound(draw_mutations);
    drawn_assert_sound(draw_no_mutations);
    drawn_assert_sound(draw_missing);
    drawn_assert_sound(draw_nobody);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_three_kinds_of_nothing),
        cmocka_unit_test(test_missing_days),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_sound),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
