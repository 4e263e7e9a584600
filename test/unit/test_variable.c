/* test_variable.c -- columns between groups, on the comparisons that Farina
 * 2025 prints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "postcart/variable.h"

enum { MAX_SUBJECT = 600 };

static const char *const no_yes[] = {"no", "yes"};
static const char *const smn_label[] = {"no SMN", "SMN"};

/* Columns of one yes/no variable and of the groups. */
typedef struct made {
    int code[MAX_SUBJECT], group[MAX_SUBJECT];
    double number[MAX_SUBJECT];
    pcart_grouping grouping;
    pcart_variable variable;
    pcart_arena arena;
    pcart_comparison out;
    pcart_err err;
} made;

static made *
new_made(void)
{
    made *m = test_calloc(1, sizeof *m);

    m->grouping = (pcart_grouping){
        .by = "smn", .label = smn_label, .n_group = 2, .group = m->group};
    m->variable = (pcart_variable){.name = "x",
                                   .title = "x",
                                   .unit = "",
                                   .rule = "",
                                   .definition = "",
                                   .kind = PCART_VARIABLE_CATEGORY,
                                   .roles = PCART_ROLE_SMN,
                                   .level = no_yes,
                                   .n_level = 2,
                                   .shown_level = 1,
                                   .code = m->code,
                                   .number = m->number};
    return m;
}

static void
free_made(made *m)
{
    pcart_arena_release(&m->arena);
    test_free(m);
}

/* `yes` of `n` subjects of a group have it. */
static void
add_group(made *m, int group, int yes, int n)
{
    for (int i = 0; i < n; i++) {
        size_t at = m->grouping.n_subject++;

        m->code[at] = i < yes;
        m->group[at] = group;
    }
}

static pcart_variable_row
compare(made *m)
{
    const pcart_variable_list list = {&m->variable, 1};

    assert_int_equal(pcart_comparison_make(&list, PCART_ROLE_SMN, &m->grouping,
                                           &m->arena, &m->out, &m->err),
                     PCART_OK);
    assert_int_equal(m->out.n_row, 1);
    return m->out.row[0];
}

static void
assert_near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance))
        fail_msg("%.10g is not %.10g", value, expected);
}

/* Prior autologous transplant 7/14 against 146/541: Fisher .070. */
static void
test_small_expected_count(void **state)
{
    made *m = new_made();
    pcart_variable_row row;

    (void)state;
    add_group(m, 0, 146, 541);
    add_group(m, 1, 7, 14);
    row = compare(m);
    assert_true(row.min_expected < 5);
    assert_string_equal(row.test.method, "Fisher's exact test, two-sided");
    assert_near(row.test.p_value, 0.070, 0.0005);
    assert_int_equal(row.cell[0].n, 555);
    assert_int_equal(row.cell[0].count[1], 153);
    assert_int_equal(row.cell[2].count[1], 7);
    free_made(m);
}

/* High CAR-HEMATOTOX 10/14 against 240/500: Pearson .084, odds ratio 2.71
 * (0.84-8.75) of those with SMN. */
static void
test_large_expected_count(void **state)
{
    made *m = new_made();
    pcart_variable_row row;

    (void)state;
    add_group(m, 0, 240, 500);
    add_group(m, 1, 10, 14);
    row = compare(m);
    assert_true(row.min_expected >= 5);
    assert_non_null(strstr(row.test.method, "Pearson"));
    assert_near(row.test.p_value, 0.084, 0.0005);
    assert_true(row.has_odds);
    assert_near(row.odds.estimate, 2.71, 0.005);
    assert_near(row.odds.low, 0.84, 0.005);
    assert_near(row.odds.high, 8.75, 0.005);
    free_made(m);
}

/* Low platelets at day 90, 11/14 against 59/450: odds ratio 24.3 (6.6-89.7);
 * those whose count is not known are in no denominator. */
static void
test_denominator(void **state)
{
    made *m = new_made();
    pcart_variable_row row;

    (void)state;
    add_group(m, 0, 59, 541);
    for (int i = 450; i < 541; i++)
        m->code[i] = -1;
    add_group(m, 1, 11, 14);
    row = compare(m);
    assert_int_equal(row.cell[1].n, 541);
    assert_int_equal(row.cell[1].n_known, 450);
    assert_true(row.test.p_value < 1e-6);
    assert_near(row.odds.estimate, 24.3, 0.05);
    assert_near(row.odds.low, 6.6, 0.05);
    assert_near(row.odds.high, 89.7, 0.05);
    free_made(m);
}

/* Numbers: Wilcoxon for two groups.  R: wilcox.test(c(1.1,2.2,3.3),
 * c(4.4,5.5,6.6)) has p = 0.1; quartiles of type 7. */
static void
test_numbers(void **state)
{
    made *m = new_made();
    pcart_variable_row row;

    (void)state;
    m->variable.kind = PCART_VARIABLE_NUMBER;
    add_group(m, 0, 0, 4);
    add_group(m, 1, 0, 3);
    for (int i = 0; i < 7; i++)
        m->number[i] = 1.1 * (i < 3 ? i + 1 : i);
    m->number[3] = (double)NAN;
    row = compare(m);
    assert_int_equal(row.cell[1].n_known, 3);
    assert_near(row.cell[0].summary.median, 3.85, 1e-12);
    assert_near(row.cell[0].summary.q25, 2.475, 1e-12);
    assert_non_null(strstr(row.test.method, "Wilcoxon"));
    assert_near(row.test.p_value, 0.1, 1e-12);
    free_made(m);
}

/* Who is in no group counts among all, and is not tested. */
static void
test_in_no_group(void **state)
{
    made *m = new_made();
    pcart_variable_row row;

    (void)state;
    add_group(m, 0, 2, 6);
    add_group(m, 1, 4, 6);
    add_group(m, -1, 5, 5);
    row = compare(m);
    assert_int_equal(row.cell[0].n, 17);
    assert_int_equal(row.cell[0].count[1], 11);
    assert_int_equal(row.cell[1].n + row.cell[2].n, 12);
    /* R: fisher.test(matrix(c(4, 2, 2, 4), 2))$p.value */
    assert_near(row.test.p_value, 0.5670995671, 1e-9);
    free_made(m);
}

static void
test_nothing_known(void **state)
{
    made *m = new_made();
    pcart_variable_row row;

    (void)state;
    add_group(m, 0, 0, 3);
    add_group(m, 1, 0, 3);
    m->variable.n_level = 0;
    for (int i = 0; i < 6; i++)
        m->code[i] = -1;
    row = compare(m);
    assert_int_equal(row.cell[0].n_known, 0);
    assert_false(row.test.is_evaluable);
    assert_non_null(row.test.reason);
    free_made(m);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small_expected_count),
        cmocka_unit_test(test_large_expected_count),
        cmocka_unit_test(test_denominator),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_in_no_group),
        cmocka_unit_test(test_nothing_known),
    };

    return cmocka_run_group_tests_name("variable", tests, NULL, NULL);
}
