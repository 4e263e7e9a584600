/* test_growth.c -- rates of growth before and after an infusion. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "postcart/growth.h"

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

static double
logit(double p)
{
    return log(p / (1 - p));
}

/* A sample whose fraction is as exact as a million fragments make it. */
static pcart_growth_sample
exact(double year, double cells)
{
    pcart_growth_sample s = {.year = year,
                             .count = {(uint32_t)lround(cells / 2 * 1e6),
                                       1000000, 1e-6, INFINITY, 0, 0}};

    return s;
}

static pcart_growth_sample
counted(double year, uint32_t alt, uint32_t depth)
{
    pcart_growth_sample s = {.year = year,
                             .count = {alt, depth, 1e-4, 1e5, 2e-4, 0}};

    return s;
}

/* Log odds that rise on a line give the slope of the line in each period. */
static void
test_lines(void **state)
{
    static const double infusion = 0;
    pcart_arena arena = {0};
    pcart_growth_sample s[5];
    pcart_growth_input input = {.sample = s,
                                .n_sample = 5,
                                .infusion = &infusion,
                                .n_infusion = 1,
                                .gene = ""};
    pcart_growth_options options = {.n_eff = 1e9}; // hardly any noise
    pcart_growth g;

    (void)state;
    for (int i = 0; i < 5; i++) {
        double t = i < 3 ? i - 2.0 : (i - 2) * 0.5;
        double y = logit(0.1) + (t < 0 ? 0.5 * t : 2 * t);

        s[i] = exact(t, 1 / (1 + exp(-y)));
    }
    assert_int_equal(pcart_growth_find(&input, &options, &arena, &g, NULL),
                     PCART_OK);
    assert_int_equal(g.n_period, 2);
    assert_int_equal(g.period[0].n_sample, 3);
    assert_near(g.period[0].rate.mean, 0.5, 0.03);
    assert_near(g.period[1].rate.mean, 2, 0.06);
    assert_near(g.period[0].doubling, log(2) / 0.5, 0.1);
    assert_near(g.vaf_at_infusion, 0.05, 0.0015);
    assert_int_equal(g.period[1].is_accelerated, PCART_CLAIM_YES);
    assert_int_equal(g.period[1].beyond_ageing, PCART_CLAIM_YES);
    assert_true(g.period[1].p_change < 1e-6);
    /* one cell of n_eff, at 0.5 a year before 10 % of the cells */
    assert_near(g.onset, -(logit(0.1) - logit(1e-9)) / 0.5, 2.5);
    pcart_arena_release(&arena);
}

/* Nothing may be claimed that the prior would have to say. */
static void
test_claims(void **state)
{
    static const double infusion = 0;
    pcart_arena arena = {0};
    pcart_growth_sample s[4] = {counted(-0.5, 60, 3000), counted(0, 62, 3000),
                                counted(0.3, 180, 3000),
                                counted(0.6, 500, 3000)};
    pcart_growth_input input = {.sample = s,
                                .n_sample = 4,
                                .infusion = &infusion,
                                .n_infusion = 1,
                                .gene = "TP53"};
    pcart_growth g;

    (void)state;
    assert_int_equal(pcart_growth_find(&input, NULL, &arena, &g, NULL),
                     PCART_OK);
    assert_int_equal(g.period[1].is_accelerated, PCART_CLAIM_YES);
    assert_near(g.ageing, 0.042, 0);
    input.sample = s + 1; // one sample before: the prior would speak
    input.n_sample = 3;
    assert_int_equal(pcart_growth_find(&input, NULL, &arena, &g, NULL),
                     PCART_OK);
    assert_int_equal(g.period[1].is_accelerated, PCART_CLAIM_NOT_ASSESSABLE);
    assert_int_equal(g.period[1].beyond_ageing, PCART_CLAIM_YES);
    assert_false(g.period[0].is_estimable);
    assert_true(isnan(g.period[1].p_change));
    s[0] = counted(-0.5, 0, 3000); // twice looked, never seen: no rate
    s[1] = counted(0, 0, 3000);
    input.sample = s;
    input.n_sample = 4;
    assert_int_equal(pcart_growth_find(&input, NULL, &arena, &g, NULL),
                     PCART_OK);
    assert_int_equal(g.period[1].is_accelerated, PCART_CLAIM_NOT_ASSESSABLE);
    pcart_arena_release(&arena);
}

/* Steady growth, fast or slow, is not called accelerated. */
static void
test_steady(void **state)
{
    static const double infusion = 0, rate[] = {0.08, 1, 3};
    pcart_arena arena = {0};
    pcart_growth_sample s[4];
    pcart_growth_input input = {.sample = s,
                                .n_sample = 4,
                                .infusion = &infusion,
                                .n_infusion = 1,
                                .gene = ""};
    pcart_growth g;

    (void)state;
    for (int k = 0; k < 3; k++) {
        for (int i = 0; i < 4; i++) {
            double t = (i - 1) * 0.4;
            double v = 0.5 / (1 + exp(-(logit(0.06) + rate[k] * t)));

            s[i] = counted(t, (uint32_t)lround(v * 4000), 4000);
        }
        assert_int_equal(pcart_growth_find(&input, NULL, &arena, &g, NULL),
                         PCART_OK);
        assert_int_equal(g.period[1].is_accelerated, PCART_CLAIM_NO);
        assert_true(g.period[1].rate.low < rate[k] &&
                    rate[k] < g.period[1].rate.high);
    }
    pcart_arena_release(&arena);
}

/* A forecast widens with time; a sample in between pulls it in; a sample that
 * is not covered says nothing. */
static void
test_forecast(void **state)
{
    pcart_arena arena = {0};
    pcart_growth_sample s[3] = {counted(60, 40, 2000),
                                counted(63, 60, 2000),
                                {.year = 64, .count = {0, 0, 1e-4, 1e5, 0, 0}}};
    pcart_growth_input input = {.sample = s, .n_sample = 2, .gene = ""};
    pcart_growth_options options = {.is_ageing_before = 1};
    pcart_growth_forecast near, far, back, with;

    (void)state;
    assert_int_equal(pcart_growth_at(&input, &options, 64, &arena, &near, NULL),
                     PCART_OK);
    assert_int_equal(pcart_growth_at(&input, &options, 70, &arena, &far, NULL),
                     PCART_OK);
    assert_int_equal(pcart_growth_at(&input, &options, 55, &arena, &back, NULL),
                     PCART_OK);
    assert_true(near.low < near.median && near.median < near.high);
    assert_true(far.high / far.low > near.high / near.low);
    assert_true(back.median < 0.02 && far.median > 0.03);
    input.n_sample = 3;
    assert_int_equal(pcart_growth_at(&input, &options, 70, &arena, &with, NULL),
                     PCART_OK);
    assert_near(with.median, far.median, 1e-9);
    pcart_arena_release(&arena);
}

/* The distribution of the next count: it rises to 1. */
static void
test_predict(void **state)
{
    pcart_arena arena = {0};
    pcart_growth_sample s[2] = {counted(60, 40, 2000), counted(63, 60, 2000)};
    pcart_growth_input input = {.sample = s, .n_sample = 2, .gene = ""};
    double before = 0, below, under;

    (void)state;
    for (uint32_t x = 0; x <= 400; x += 50) {
        pcart_growth_sample next = counted(64, x, 2000);

        assert_int_equal(pcart_growth_predict(&input, NULL, &next, &arena,
                                              &below, &under, NULL),
                         PCART_OK);
        assert_true(under <= below && before <= under + 1e-9);
        before = below;
        before = below;
    }
    assert_true(before > 0.97);
    pcart_arena_release(&arena);
}

static void
test_refused(void **state)
{
    pcart_arena arena = {0};
    pcart_growth_sample s[2] = {counted(2, 4, 100), counted(1, 4, 100)};
    pcart_growth_input input = {.sample = s, .n_sample = 2, .gene = ""};
    pcart_growth g;

    (void)state;
    assert_int_equal(pcart_growth_find(&input, NULL, &arena, &g, NULL),
                     PCART_E_RANGE);
    input.n_sample = 0;
    assert_int_equal(pcart_growth_find(&input, NULL, &arena, &g, NULL),
                     PCART_E_DEGENERATE);
    input.n_sample = 1;
    s[0].count.alt = 101;
    assert_int_equal(pcart_growth_find(&input, NULL, &arena, &g, NULL),
                     PCART_E_RANGE);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_lines),   cmocka_unit_test(test_claims),
        cmocka_unit_test(test_steady),  cmocka_unit_test(test_forecast),
        cmocka_unit_test(test_predict), cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
