/* test_fisher.c -- 2 x 2 and larger tables: exact tests, odds, chi-square. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "postcart/chisq.h"
#include "postcart/fisher.h"
#include "postcart/mcnemar.h"
#include "postcart/odds.h"

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

static double
fisher_p(int a, int b, int c, int d)
{
    const int cell[] = {a, b, c, d};
    pcart_test test;

    assert_int_equal(pcart_fisher_2x2(cell, NULL, &test, NULL), PCART_OK);
    assert_true(test.is_evaluable);
    return test.p_value;
}

/* Rejeski 2021, table 3: events of n with high and with low score. */
static void
test_published_comparisons(void **state)
{
    static const struct {
        int event[2], n[2];
        double p, tolerance;
    } row[] = {
        {{28, 12}, {32, 23}, 0.0057, 5e-5},
        {{29, 14}, {32, 23}, 0.0179, 5e-5},
        {{32, 22}, {32, 23}, 0.418, 5e-4},
        {{40, 50}, {41, 59}, 0.0441, 5e-5},
        {{32, 15}, {32, 23}, 0.0004, 5e-5},
        {{35, 23}, {42, 38}, 0.027, 5e-4},
        {{21, 1}, {32, 23}, 3e-6, 5e-7},
        {{28, 5}, {42, 38}, 1e-6, 5e-7},
        {{12, 0}, {41, 59}, 8e-6, 5e-7},
        /* seeds of this project: complete remissions 9/9 and 4/9 */
        {{9, 4}, {9, 9}, 0.0294, 5e-5},
    };

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(row); i++)
        assert_near(fisher_p(row[i].event[0], row[i].event[1],
                             row[i].n[0] - row[i].event[0],
                             row[i].n[1] - row[i].event[1]),
                    row[i].p, row[i].tolerance);
}

/* The sum over all tables, term by term, against the two tails. */
static void
test_against_enumeration(void **state)
{
    (void)state;
    for (int a = 0; a <= 7; a++)
        for (int b = 0; b <= 6; b++)
            for (int c = 0; c <= 5; c++)
                for (int d = 0; d <= 4; d++) {
                    int r = a + b, m = a + c, n = a + b + c + d;
                    int low = r - (n - m) > 0 ? r - (n - m) : 0;
                    int high = r < m ? r : m;
                    double sum = 0, all = 0, seen = 0;

                    if (!r || !m || r == n || m == n)
                        continue;
                    for (int pass = 0; pass < 2; pass++)
                        for (int x = low; x <= high; x++) {
                            double p = exp(-lgamma(x + 1) - lgamma(r - x + 1) -
                                           lgamma(m - x + 1) -
                                           lgamma(n - m - r + x + 1));

                            if (pass == 0 && x == a)
                                seen = p;
                            all += pass == 0 ? p : 0;
                            if (pass == 1 && p <= seen * (1 + 1e-7))
                                sum += p;
                        }
                    assert_near(fisher_p(a, b, c, d), sum / all, 1e-12);
                }
}

static void
test_one_sided_and_mid_p(void **state)
{
    static const int tea[] = {3, 1, 1, 3};
    pcart_fisher_options options = {.alternative = PCART_GREATER};
    pcart_test test;

    (void)state;
    assert_int_equal(pcart_fisher_2x2(tea, &options, &test, NULL), PCART_OK);
    assert_near(test.p_value, 17.0 / 70, 1e-14);
    options.is_mid_p = 1;
    assert_int_equal(pcart_fisher_2x2(tea, &options, &test, NULL), PCART_OK);
    assert_near(test.p_value, 9.0 / 70, 1e-14);
    options.alternative = PCART_TWO_SIDED;
    /* 1, 16, 36, 16, 1 of 70: below 16 twice 1, half of twice 16 */
    assert_int_equal(pcart_fisher_2x2(tea, &options, &test, NULL), PCART_OK);
    assert_near(test.p_value, 18.0 / 70, 1e-14);
}

/* Exact limits put exactly 2.5% into the tail; R's search stops near them. */
static void
test_exact_limits(void **state)
{
    static const int tea[] = {3, 1, 1, 3};
    pcart_fisher_options options = {.root = PCART_ROOT_EXACT};
    pcart_test exact, r;
    double w, weight[] = {1, 16, 36, 16, 1}, sum = 0;

    (void)state;
    assert_int_equal(pcart_fisher_2x2(tea, &options, &exact, NULL), PCART_OK);
    assert_int_equal(pcart_fisher_2x2(tea, NULL, &r, NULL), PCART_OK);
    w = exact.low;
    for (int x = 0; x < 5; x++)
        sum += weight[x] * pow(w, x);
    assert_near((16 * pow(w, 3) + pow(w, 4)) / sum, 0.025, 1e-12);
    assert_near(r.high, 621.9337505, 1e-6);
    assert_near(exact.high, 626.2435, 1e-4);
}

static void
test_table_edges(void **state)
{
    static const int empty[] = {0, 0, 3, 4}, zero[] = {0, 5, 7, 4};
    static const int negative[] = {-1, 2, 3, 4}, huge[] = {2147483647, 1, 1, 1};
    pcart_test test;

    (void)state;
    assert_int_equal(pcart_fisher_2x2(empty, NULL, &test, NULL), PCART_OK);
    assert_false(test.is_evaluable);
    assert_non_null(test.reason);
    assert_int_equal(pcart_fisher_2x2(zero, NULL, &test, NULL), PCART_OK);
    assert_near(test.estimate, 0, 0);
    assert_near(test.low, 0, 0);
    assert_true(isfinite(test.high));
    assert_int_equal(pcart_fisher_2x2(negative, NULL, &test, NULL),
                     PCART_E_RANGE);
    assert_int_equal(pcart_fisher_2x2(huge, NULL, &test, NULL), PCART_E_RANGE);
    assert_int_equal(pcart_odds_ratio(zero, 0, 0, &test, NULL), PCART_OK);
    assert_false(test.is_evaluable);
    assert_int_equal(pcart_odds_ratio(zero, 0, 1, &test, NULL), PCART_OK);
    assert_near(test.estimate, 0.5 * 4.5 / (5.5 * 7.5), 1e-15);
}

/* A registry-sized table: the search must not walk all of its support. */
static void
test_large_table(void **state)
{
    static const int cell[] = {300000000, 200000000, 299000000, 201000000};
    pcart_test test;

    (void)state;
    assert_int_equal(pcart_fisher_2x2(cell, NULL, &test, NULL), PCART_OK);
    assert_true(test.p_value >= 0 && test.p_value < 1e-100);
    assert_near(test.estimate, 1.00837, 1e-4);
}

static void
test_chi_square(void **state)
{
    static const int size[] = {2, 2}, wide[] = {2, 3};
    static const int asct[] = {7, 146, 7, 395}, gap[] = {5, 0, 3, 4, 0, 6};
    static const int empty[] = {0, 0, 3, 4};
    pcart_test test;

    (void)state;
    /* Farina 2025: 7/14 against 27% of 541, printed 0.06 */
    assert_int_equal(pcart_chisq_test(asct, size, PCART_CHISQ_PLAIN, &test, 0),
                     PCART_OK);
    assert_near(test.p_value, 0.0571, 5e-5);
    assert_int_equal(pcart_chisq_test(asct, size, PCART_CHISQ_N1, &test, 0),
                     PCART_OK);
    assert_true(test.p_value > 0.0571);
    /* an empty column takes no degree of freedom */
    assert_int_equal(pcart_chisq_test(gap, wide, PCART_CHISQ_PLAIN, &test, 0),
                     PCART_OK);
    assert_near(test.df, 1, 0);
    assert_non_null(test.warning);
    assert_int_equal(pcart_chisq_test(empty, size, PCART_CHISQ_PLAIN, &test, 0),
                     PCART_OK);
    assert_false(test.is_evaluable);
    assert_int_equal(pcart_chisq_test(gap, wide, PCART_CHISQ_YATES, &test, 0),
                     PCART_E_USAGE);
    assert_near(pcart_chisq_min_expected(asct, size), 153.0 * 14 / 555, 1e-12);
}

/* Ji 2024: the same nine patients, 5 changed one way and 0 the other. */
static void
test_pairs(void **state)
{
    pcart_test test;

    (void)state;
    assert_int_equal(pcart_mcnemar_test(5, 0, PCART_MCNEMAR_EXACT, &test, 0),
                     PCART_OK);
    assert_near(test.p_value, 0.0625, 1e-15);
    assert_int_equal(pcart_mcnemar_test(0, 0, PCART_MCNEMAR_PLAIN, &test, 0),
                     PCART_OK);
    assert_near(test.p_value, 1, 0);
    /* Half of the only point as likely as the seen one: 1 - (20/64)/2. */
    assert_int_equal(pcart_mcnemar_test(3, 3, PCART_MCNEMAR_MID_P, &test, 0),
                     PCART_OK);
    assert_near(test.p_value, 0.84375, 1e-15);
    assert_int_equal(pcart_mcnemar_test(5, 0, PCART_MCNEMAR_MID_P, &test, 0),
                     PCART_OK);
    assert_near(test.p_value, 0.03125, 1e-15);
    assert_int_equal(pcart_mcnemar_test(0, 0, PCART_MCNEMAR_MID_P, &test, 0),
                     PCART_OK);
    assert_near(test.p_value, 1, 0);
    assert_int_equal(pcart_mcnemar_test(-1, 3, PCART_MCNEMAR_EXACT, &test, 0),
                     PCART_E_RANGE);
}

/* Random tables: near the exact p of R's fisher.test, the same twice. */
static void
test_random_tables(void **state)
{
    static const int cell[] = {3, 2, 0, 1, 4, 2, 0, 1, 6}, size[] = {3, 3};
    static const int flat[] = {0, 0, 0, 1, 4, 2, 0, 0, 0};
    pcart_fisher_sampling options = {.n_sample = 40000, .seed = 7};
    pcart_fisher_sampling endless = {.n_sample = SIZE_MAX / 2};
    pcart_arena arena = {0};
    pcart_test first, again;

    (void)state;
    assert_int_equal(
        pcart_fisher_sample(cell, size, &options, &arena, &first, NULL), 0);
    assert_true(first.is_evaluable);
    /* five standard errors of 40,000 draws round 0.0170849961872 */
    assert_near(first.p_value, 0.0170849961872, 0.0033);
    assert_true(first.low < first.estimate && first.estimate < first.high);
    assert_int_equal(
        pcart_fisher_sample(cell, size, &options, &arena, &again, NULL), 0);
    assert_near(again.p_value, first.p_value, 0);
    options.seed = 8;
    assert_int_equal(
        pcart_fisher_sample(cell, size, &options, &arena, &again, NULL), 0);
    assert_true(again.p_value < first.p_value || again.p_value > first.p_value);
    assert_int_equal(
        pcart_fisher_sample(flat, size, NULL, &arena, &again, NULL), 0);
    assert_false(again.is_evaluable);
    assert_int_equal(
        pcart_fisher_sample(cell, size, &endless, &arena, &again, NULL),
        PCART_E_UNSUPPORTED);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published_comparisons),
        cmocka_unit_test(test_against_enumeration),
        cmocka_unit_test(test_one_sided_and_mid_p),
        cmocka_unit_test(test_exact_limits),
        cmocka_unit_test(test_table_edges),
        cmocka_unit_test(test_large_table),
        cmocka_unit_test(test_chi_square),
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_random_tables),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
