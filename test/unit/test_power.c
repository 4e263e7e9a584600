/* test_power.c -- power by simulation: designs with known answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "postcart/power.h"

/* Six pairs that all turn have p = 2/64, five have 2/32: the least is 6. */
static void
test_all_pairs_turn(void **state)
{
    pcart_power_design design = {
        .kind = PCART_POWER_PAIRED, .gain = 1, .n_simulation = 20};
    pcart_arena arena = {0};
    pcart_power power;

    (void)state;
    assert_int_equal(pcart_power_of(&design, 5, &arena, &power, NULL), 0);
    assert_int_equal(power.n_rejected, 0);
    assert_int_equal(pcart_power_of(&design, 6, &arena, &power, NULL), 0);
    assert_int_equal(power.n_rejected, 20);
    assert_int_equal(pcart_power_find(&design, 0.8, &arena, &power, NULL), 0);
    assert_int_equal(power.n, 6);
    pcart_arena_release(&arena);
}

/* Without a difference the test rejects in alpha of the studies. */
static void
test_no_difference(void **state)
{
    pcart_power_design design = {.kind = PCART_POWER_INCIDENCE,
                                 .first = 0.3,
                                 .second = 0.3,
                                 .competing = 0.2,
                                 .horizon = 12,
                                 .follow_least = 6,
                                 .follow_most = 24};
    pcart_power_design clone = {.kind = PCART_POWER_CLONE,
                                .fraction = 0.1,
                                .fold = 1,
                                .depth = 100,
                                .n_simulation = 1000};
    pcart_arena arena = {0};
    pcart_power power;

    (void)state;
    assert_int_equal(pcart_power_of(&design, 120, &arena, &power, NULL), 0);
    assert_true(power.low < 0.05 && power.high > 0.05);
    assert_int_equal(pcart_power_of(&clone, 20, &arena, &power, NULL), 0);
    assert_true(power.low < 0.05 && power.high > 0.03);
    pcart_arena_release(&arena);
}

/* The same seed gives the same studies; another seed gives others. */
static void
test_seed(void **state)
{
    pcart_power_design design = {.kind = PCART_POWER_INCIDENCE,
                                 .first = 0.2,
                                 .second = 0.5,
                                 .horizon = 12,
                                 .follow_least = 6,
                                 .follow_most = 24,
                                 .n_simulation = 300};
    pcart_arena arena = {0};
    pcart_power one, two, other;

    (void)state;
    assert_int_equal(pcart_power_of(&design, 60, &arena, &one, NULL), 0);
    assert_int_equal(pcart_power_of(&design, 60, &arena, &two, NULL), 0);
    design.seed = 2;
    assert_int_equal(pcart_power_of(&design, 60, &arena, &other, NULL), 0);
    assert_int_equal(one.n_rejected, two.n_rejected);
    assert_int_not_equal(one.n_rejected, other.n_rejected);
    pcart_arena_release(&arena);
}

static void
test_impossible(void **state)
{
    pcart_power_design design = {.kind = PCART_POWER_INCIDENCE,
                                 .first = 0.7,
                                 .competing = 0.4,
                                 .horizon = 1,
                                 .follow_most = 1};
    pcart_arena arena = {0};
    pcart_power power;

    (void)state;
    assert_int_equal(pcart_power_of(&design, 60, &arena, &power, NULL),
                     PCART_E_RANGE);
    design.first = 0.5;
    assert_int_equal(pcart_power_of(&design, 0, &arena, &power, NULL),
                     PCART_E_RANGE);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_all_pairs_turn),
        cmocka_unit_test(test_no_difference),
        cmocka_unit_test(test_seed),
        cmocka_unit_test(test_impossible),
    };

    return cmocka_run_group_tests_name("power", test, NULL, NULL);
}
