/* test_rank.c -- rank tests against full enumeration, and their edges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>

#include "postcart/proportion.h"
#include "postcart/quantile.h"
#include "postcart/rank.h"

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

/* Twice the Mann-Whitney statistic of the values that `mask` puts into x. */
static int
twice_w(const double *value, int n, unsigned mask)
{
    int w = 0;

    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            if ((mask >> i & 1) && !(mask >> j & 1))
                w += value[i] > value[j] ? 2 : value[i] == value[j];
    return w;
}

/* Every way to choose x among the values, ties included. */
static void
test_mannwhitney_by_enumeration(void **state)
{
    static const double value[2][9] = {{1, 2, 2, 3, 3, 3, 4, 7, 7},
                                       {1, 2, 3, 4, 5, 6, 7, 8, 9}};
    pcart_rank_options options = {.p = PCART_RANK_EXACT};

    (void)state;
    for (int k = 0; k < 2; k++)
        for (int n_x = 1; n_x <= 8; n_x++) {
            double x[9], y[9], n_all = 0, as_far = 0, as_high = 0;
            unsigned chosen = (1U << n_x) - 1U;
            int seen, middle = n_x * (9 - n_x); // twice the mean of W
            pcart_arena arena = {0};
            pcart_values a = {x, (size_t)n_x}, b = {y, (size_t)(9 - n_x)};
            pcart_test test;

            if (n_x > 2)
                chosen ^= 1U << 1 | 1U << 8; // not the extreme case alone
            for (int i = 0, p = 0, q = 0; i < 9; i++)
                if (chosen >> i & 1)
                    x[p++] = value[k][i];
                else
                    y[q++] = value[k][i];
            seen = twice_w(value[k], 9, chosen);
            for (unsigned mask = 0; mask < 512; mask++) {
                int w;

                if (__builtin_popcount(mask) != n_x)
                    continue;
                w = twice_w(value[k], 9, mask);
                n_all++;
                as_high += w >= seen;
                as_far += abs(w - middle) >= abs(seen - middle);
            }
            options.alternative = PCART_TWO_SIDED;
            assert_int_equal(
                pcart_mannwhitney_test(a, b, &options, &arena, &test, NULL),
                PCART_OK);
            assert_near(test.statistic, seen / 2.0, 0);
            assert_near(test.p_value, as_far / n_all, 1e-13);
            options.alternative = PCART_GREATER;
            assert_int_equal(
                pcart_mannwhitney_test(a, b, &options, &arena, &test, NULL),
                PCART_OK);
            assert_near(test.p_value, as_high / n_all, 1e-13);
            pcart_arena_release(&arena);
        }
}

static void
test_signedrank_by_enumeration(void **state)
{
    static const double d[] = {1, -2, 2, 3, -3, 4.5, 6, 6};
    static const double rank[] = {1, 2.5, 2.5, 4.5, 4.5, 6, 7.5, 7.5};
    pcart_rank_options options = {.p = PCART_RANK_EXACT};
    double seen = 29, as_far = 0; // 36 - 2.5 - 4.5
    pcart_arena arena = {0};
    pcart_test test;

    (void)state;
    for (unsigned mask = 0; mask < 256; mask++) {
        double v = 0;

        for (int i = 0; i < 8; i++)
            v += mask >> i & 1 ? rank[i] : 0;
        as_far += fabs(v - 18) >= seen - 18;
    }
    assert_int_equal(pcart_signedrank_test((pcart_values){d, 8}, &options,
                                           &arena, &test, NULL),
                     PCART_OK);
    assert_near(test.statistic, seen, 0);
    assert_near(test.p_value, as_far / 256, 1e-14);
    pcart_arena_release(&arena);
}

static void
test_rank_edges(void **state)
{
    static const double same[] = {3, 3, 3}, zero[] = {0, 0}, bad[] = {1, NAN};
    static const int group[] = {0, 0, 1};
    pcart_values equal = {same, 3}, none = {NULL, 0}, nan = {bad, 2};
    pcart_arena arena = {0};
    pcart_test test;

    (void)state;
    assert_int_equal(
        pcart_mannwhitney_test(equal, equal, NULL, &arena, &test, NULL), 0);
    assert_false(test.is_evaluable);
    assert_int_equal(
        pcart_mannwhitney_test(equal, none, NULL, &arena, &test, NULL), 0);
    assert_false(test.is_evaluable);
    assert_int_equal(
        pcart_mannwhitney_test(equal, nan, NULL, &arena, &test, NULL),
        PCART_E_RANGE);
    assert_int_equal(pcart_signedrank_test((pcart_values){zero, 2}, NULL,
                                           &arena, &test, NULL),
                     0);
    assert_false(test.is_evaluable);
    assert_int_equal(pcart_kruskal_test(equal, group, 2, &arena, &test, NULL),
                     0);
    assert_false(test.is_evaluable);
    assert_int_equal(pcart_kruskal_test(equal, group, 1, &arena, &test, NULL),
                     PCART_E_RANGE);
    pcart_arena_release(&arena);
}

/* R's rule: exact below 50 a group without ties, else normal. */
static void
test_r_rule(void **state)
{
    double x[60], y[60];
    pcart_arena arena = {0};
    pcart_test test;

    (void)state;
    for (int i = 0; i < 60; i++) {
        x[i] = 2 * i;
        y[i] = 2 * i + 1;
    }
    assert_int_equal(pcart_mannwhitney_test((pcart_values){x, 49},
                                            (pcart_values){y, 49}, NULL, &arena,
                                            &test, NULL),
                     PCART_OK);
    assert_string_equal(test.method, "Wilcoxon rank sum test, exact");
    assert_int_equal(pcart_mannwhitney_test((pcart_values){x, 50},
                                            (pcart_values){y, 49}, NULL, &arena,
                                            &test, NULL),
                     PCART_OK);
    assert_string_equal(test.method, "Wilcoxon rank sum test, normal "
                                     "approximation with continuity "
                                     "correction");
    y[0] = x[0];
    assert_int_equal(pcart_mannwhitney_test((pcart_values){x, 5},
                                            (pcart_values){y, 5}, NULL, &arena,
                                            &test, NULL),
                     PCART_OK);
    assert_string_equal(test.method, "Wilcoxon rank sum test, normal "
                                     "approximation with continuity "
                                     "correction");
    pcart_arena_release(&arena);
}

static void
test_quantiles_by_hand(void **state)
{
    static const double x[] = {9, 1, 3, 7}, p[] = {0, 0.25, 0.5, 1};
    static const struct {
        pcart_quantile_type type;
        double q[4];
    } expected[] = {{PCART_QUANTILE_7, {1, 2.5, 5, 9}},
                    {PCART_QUANTILE_6, {1, 1.5, 5, 9}},
                    {PCART_QUANTILE_2, {1, 2, 5, 9}}};
    pcart_arena arena = {0};
    pcart_summary s;
    double out[4];

    (void)state;
    for (size_t k = 0; k < PCART_COUNTOF(expected); k++) {
        pcart_quantile_options options = {expected[k].type, p, 4};

        assert_int_equal(pcart_quantile_of(x, 4, &options, &arena, out, NULL),
                         PCART_OK);
        for (int i = 0; i < 4; i++)
            assert_near(out[i], expected[k].q[i], 1e-14);
    }
    assert_int_equal(pcart_summary_of(x, 1, PCART_QUANTILE_7, &arena, &s, NULL),
                     PCART_OK);
    assert_false(s.has_sd);
    assert_int_equal(pcart_summary_of(x, 0, PCART_QUANTILE_7, &arena, &s, NULL),
                     PCART_E_DEGENERATE);
    pcart_arena_release(&arena);
}

static void
test_shares(void **state)
{
    pcart_estimate e;

    (void)state;
    assert_int_equal(
        pcart_proportion(0, 20, PCART_CLOPPER_PEARSON, 0, &e, NULL), 0);
    assert_near(e.low, 0, 0);
    assert_near(e.high, 1 - pow(0.025, 1.0 / 20), 1e-13);
    assert_int_equal(pcart_proportion(9, 9, PCART_WILSON, 0, &e, NULL), 0);
    assert_near(e.high, 1, 0);
    assert_int_equal(pcart_proportion(0, 0, PCART_CLOPPER_PEARSON, 0, &e, NULL),
                     PCART_E_DEGENERATE);
    assert_int_equal(pcart_proportion(3, 2, PCART_CLOPPER_PEARSON, 0, &e, NULL),
                     PCART_E_RANGE);
    assert_int_equal(pcart_rate(0, 100, 0, &e, NULL), PCART_OK);
    assert_near(e.high, -log(0.025) / 100, 1e-14);
    assert_int_equal(pcart_rate(1, 0, 0, &e, NULL), PCART_E_DEGENERATE);
}

/* poisson.test(c(53, 111), c(30507, 38757)), and the edges. */
static void
test_rate_ratio(void **state)
{
    static const int count[] = {53, 111}, none[] = {0, 0}, one[] = {0, 2};
    static const double time[] = {30507, 38757}, empty[] = {0, 1};
    pcart_test t;

    (void)state;
    assert_int_equal(pcart_rate_ratio(count, time, 0, &t, NULL), PCART_OK);
    assert_near(t.p_value, 0.00269743937733, 1e-13);
    assert_near(t.estimate, 0.60660158634394, 1e-13);
    assert_near(t.low, 0.42879183132075, 1e-13);
    assert_near(t.high, 0.84879693709734, 1e-13);
    assert_int_equal(pcart_rate_ratio(none, time, 0, &t, NULL), PCART_OK);
    assert_false(t.is_evaluable);
    assert_int_equal(pcart_rate_ratio(one, time, 0, &t, NULL), PCART_OK);
    assert_near(t.estimate, 0, 0);
    assert_near(t.low, 0, 0);
    assert_int_equal(pcart_rate_ratio(count, empty, 0, &t, NULL),
                     PCART_E_DEGENERATE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rate_ratio),
        cmocka_unit_test(test_mannwhitney_by_enumeration),
        cmocka_unit_test(test_signedrank_by_enumeration),
        cmocka_unit_test(test_rank_edges),
        cmocka_unit_test(test_r_rule),
        cmocka_unit_test(test_quantiles_by_hand),
        cmocka_unit_test(test_shares),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
