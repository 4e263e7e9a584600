/* test_logrank.c -- the log-rank family: worked examples and edges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "postcart/logrank.h"

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

/* Gehan 1965 by treatment: chi-square 16.79 on 1 degree of freedom. */
static void
test_gehan(void **state)
{
    static const double time[42] = {10, 7,  32, 23, 22, 6,  16, 34, 32, 25, 11,
                                    20, 19, 6,  17, 35, 6,  13, 9,  6,  10, 1,
                                    22, 3,  12, 8,  17, 2,  11, 8,  12, 2,  5,
                                    4,  15, 8,  23, 5,  11, 4,  1,  8};
    int status[42], group[42];
    pcart_followup data = {
        .n = 42, .time = time, .status = status, .group = group, .n_group = 2};
    pcart_arena arena = {0};
    pcart_logrank r;

    (void)state;
    for (int i = 0; i < 42; i++) {
        static const char event[] = "110111100000010011000";

        group[i] = i >= 21;
        status[i] = group[i] || event[i] == '1';
    }
    assert_int_equal(pcart_logrank_test(&data, NULL, &arena, &r, NULL), 0);
    assert_true(r.test.is_evaluable);
    assert_near(r.test.statistic, 16.79, 0.005);
    assert_near(r.test.df, 1, 0);
    assert_near(r.observed[0], 9, 0);
    assert_near(r.observed[0] + r.observed[1], r.expected[0] + r.expected[1],
                1e-12);
    pcart_arena_release(&arena);
}

/* Two deaths of four, by hand: O - E and its variance. */
static void
test_by_hand(void **state)
{
    static const double time[] = {1, 2, 3, 4};
    static const int status[] = {1, 0, 1, 0}, group[] = {0, 0, 1, 1};
    pcart_followup data = {
        .n = 4, .time = time, .status = status, .group = group, .n_group = 2};
    pcart_arena arena = {0};
    pcart_logrank r;

    (void)state;
    assert_int_equal(pcart_logrank_test(&data, NULL, &arena, &r, NULL), 0);
    /* at 1: 2 and 2 at risk; at 3: 0 and 2 */
    assert_near(r.expected[0], 0.5, 0);
    assert_near(r.variance[0], 0.25, 1e-15);
    assert_near(r.test.statistic, 1, 1e-14);
    pcart_arena_release(&arena);
}

static void
test_edges(void **state)
{
    static const double time[] = {1, 2, 3, 4};
    static const int none[] = {0, 0, 0, 0}, all[] = {1, 1, 1, 1};
    static const int same[] = {1, 1, 1, 1}, apart[] = {0, 0, 1, 1};
    pcart_followup data = {
        .n = 4, .time = time, .status = none, .group = apart, .n_group = 2};
    pcart_logrank_options bad = {.rho = NAN};
    pcart_arena arena = {0};
    pcart_logrank r;

    (void)state;
    assert_int_equal(pcart_logrank_test(&data, NULL, &arena, &r, NULL), 0);
    assert_false(r.test.is_evaluable);
    assert_non_null(r.test.reason);
    data.status = all;
    data.group = same;
    assert_int_equal(pcart_logrank_test(&data, NULL, &arena, &r, NULL), 0);
    assert_false(r.test.is_evaluable);
    data.group = apart;
    assert_int_equal(pcart_logrank_test(&data, &bad, &arena, &r, NULL),
                     PCART_E_RANGE);
    data.weight = time;
    assert_int_equal(pcart_logrank_test(&data, NULL, &arena, &r, NULL),
                     PCART_E_UNSUPPORTED);
    pcart_arena_release(&arena);
}

/* Late entry at 0 with everybody there is no late entry at all. */
static void
test_late_entry(void **state)
{
    static const double time[] = {1, 2, 3, 4, 5, 6}, zero[6] = {0};
    static const double late[] = {0, 0, 2.5, 0, 0, 3};
    static const int status[] = {1, 1, 1, 0, 1, 1},
                     group[] = {0, 1, 0, 1, 0, 1};
    pcart_followup data = {
        .n = 6, .time = time, .status = status, .group = group, .n_group = 2};
    pcart_arena arena = {0};
    pcart_logrank plain, early, entered;

    (void)state;
    assert_int_equal(pcart_logrank_test(&data, NULL, &arena, &plain, NULL), 0);
    data.start = zero;
    assert_int_equal(pcart_logrank_test(&data, NULL, &arena, &early, NULL), 0);
    assert_near(plain.test.statistic, early.test.statistic, 0);
    data.start = late;
    assert_int_equal(pcart_logrank_test(&data, NULL, &arena, &entered, NULL),
                     0);
    /* at 1: 2 and 2; at 2: 1 and 2; at 3: 2 and 1 (the last enters at 3);
     * at 5: 1 and 1 */
    assert_near(entered.expected[0], 0.5 + 1.0 / 3 + 2.0 / 3 + 0.5, 1e-15);
    pcart_arena_release(&arena);
}

/* Weights and clusters: coxph's robscore with ties = "breslow", R 4.2.2. */
static void
test_robust(void **state)
{
    static const double time[] = {1, 2, 3, 4, 5, 6, 7, 8};
    static const double weight[] = {1, 2, 0.5, 1.5, 1, 3, 0.25, 1};
    static const double start[] = {0, 0, 2, 0, 2, 1, 0, 3};
    static const int status[] = {1, 0, 1, 1, 0, 1, 1, 0};
    static const int group[] = {0, 0, 1, 0, 1, 1, 0, 1};
    static const int cluster[] = {0, 0, 1, 1, 2, 2, 3, 3};
    pcart_followup data = {.n = 8,
                           .time = time,
                           .status = status,
                           .group = group,
                           .n_group = 2,
                           .weight = weight};
    pcart_logrank_robust_options options = {.cluster = cluster, .n_cluster = 4};
    pcart_logrank_robust_options bad = {.cluster = cluster, .n_cluster = 3};
    pcart_arena arena = {0};
    pcart_logrank r;

    (void)state;
    assert_int_equal(pcart_logrank_robust(&data, NULL, &arena, &r, NULL), 0);
    assert_near(r.test.statistic, 2.64881496464627, 1e-12);
    assert_near(r.test.p_value, 0.10362712074341, 1e-12);
    assert_near(r.observed[0] + r.observed[1], 6.25, 0);
    assert_near(r.expected[0] + r.expected[1], 6.25, 1e-12);
    data.start = start;
    assert_int_equal(pcart_logrank_robust(&data, &options, &arena, &r, NULL),
                     0);
    assert_near(r.test.statistic, 1.98215882730320, 1e-12);
    assert_near(r.test.df, 1, 0);
    assert_int_equal(pcart_logrank_robust(&data, &bad, &arena, &r, NULL),
                     PCART_E_RANGE);
    data.group = NULL;
    data.n_group = 0;
    assert_int_equal(pcart_logrank_robust(&data, NULL, &arena, &r, NULL), 0);
    assert_false(r.test.is_evaluable);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gehan),  cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_edges),  cmocka_unit_test(test_late_entry),
        cmocka_unit_test(test_robust),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
