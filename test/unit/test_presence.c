/* test_presence.c -- limits and likelihoods of one count. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "postcart/presence.h"

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

static double
precision(double rho)
{
    return rho > 0 ? 1 / rho - 1 : INFINITY;
}

static pcart_presence_count
count_of(uint32_t alt, uint32_t depth, double error, double rho)
{
    pcart_presence_count c = {alt, depth, error, precision(rho), 2e-4, 0};

    return c;
}

/*
 * Critical count, LOD95 and UB95 of none, as planned by exact summation with
 * 3 / depth for UB95: depth, error, dispersion, alpha.  Ours is a little above
 * 3 / depth, since a true fraction spreads between libraries, never below it.
 */
static void
test_limits(void **state)
{
    static const struct {
        uint32_t depth;
        double error, rho, alpha;
        int critical;
        double lod, upper; // per cent
        double lod_half, upper_half;
    } row[] = {
        {500, 1e-3, 1e-4, 1e-3, 5, 1.8, 0.60, .05, .005},
        {500, 1e-3, 1e-4, 5e-7, 8, 2.6, 0.60, .05, .005},
        {1000, 1e-3, 1e-4, 1e-3, 7, 1.14, 0.30, .03, .030},
        {1000, 1e-4, 1e-4, 1e-3, 3, 0.66, 0.30, .03, .030},
        {1000, 1e-4, 1e-4, 5e-7, 7, 1.23, 0.30, .03, .030},
        {1000, 1.5e-5, 0, 1e-3, 2, 0.51, 0.30, .03, .030},
        {2000, 1e-4, 1e-4, 1e-3, 4, 0.42, 0.15, .02, .020},
        {2000, 1e-4, 1e-4, 5e-7, 9, 0.77, 0.15, .02, .020},
        {5000, 1e-3, 1e-4, 1e-3, 17, 0.46, 0.06, .02, .030},
        {5000, 1e-4, 1e-4, 1e-3, 7, 0.28, 0.06, .02, .030},
        {5000, 1e-4, 0, 1e-3, 5, 0.22, 0.06, .02, .030},
        {5000, 1.5e-5, 0, 1e-3, 3, 0.16, 0.06, .02, .030},
        {20000, 1e-3, 1e-4, 1e-3, 52, 0.31, 0.015, .02, .002},
        {20000, 1e-4, 1e-4, 1e-3, 18, 0.18, 0.015, .02, .009},
        {20000, 1e-4, 1e-4, 5e-7, 36, 0.30, 0.015, .02, .009},
        {20000, 1e-4, 1e-3, 1e-3, 70, 0.51, 0.015, .02, .020},
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        pcart_presence_count c =
            count_of(0, row[i].depth, row[i].error, row[i].rho);
        pcart_presence_options options = {.alpha = row[i].alpha};
        pcart_presence p;

        assert_int_equal(pcart_presence_find(&c, &options, &p, NULL), PCART_OK);
        assert_int_equal(p.critical, row[i].critical);
        assert_near(p.lod * 100, row[i].lod, row[i].lod_half);
        assert_near(p.upper * 100, row[i].upper, row[i].upper_half);
    }
}

/* Against R, which sums one by one (test/reference/clone/presence.R). */
static void
test_reference(void **state)
{
    static const struct {
        uint32_t alt, depth;
        double error, rho, signal_rho, p;
        int critical;
        double lod, upper, vaf, low, high, log10_bf;
    } row[] = {
#include "../reference/clone/rows_presence.h"
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        pcart_presence_count c = {row[i].alt,        row[i].depth,
                                  row[i].error,      precision(row[i].rho),
                                  row[i].signal_rho, 0};
        pcart_presence p;

        assert_int_equal(pcart_presence_find(&c, NULL, &p, NULL), PCART_OK);
        assert_near(p.p, row[i].p, 1e-8 * row[i].p);
        assert_int_equal(p.critical, row[i].critical);
        assert_near(p.lod, row[i].lod, 1e-6 * row[i].lod);
        assert_near(p.upper, row[i].upper, 1e-6 * row[i].upper);
        assert_near(p.vaf, row[i].vaf, 1e-4 * row[i].vaf + 1e-12);
        assert_near(p.low, row[i].low, 1e-5 * row[i].low);
        assert_near(p.high, row[i].high, 1e-5 * row[i].high);
        assert_near(p.log10_bf, row[i].log10_bf, 0.01);
    }
}

/* Probabilities of all counts sum to 1, and the tail is what is left. */
static void
test_sums(void **state)
{
    pcart_presence_count c = count_of(0, 60, 0.02, 0.01);
    double sum = 0;

    (void)state;
    for (int k = 0; k <= 60; k++) {
        c.alt = (uint32_t)k;
        sum += exp(pcart_presence_loglik(&c, 0.1));
        assert_near(pcart_presence_cdf(&c, k, 0.1), sum, 1e-9);
    }
    assert_near(sum, 1, 1e-9);
    assert_near(pcart_presence_tail(&c, 0), 1, 0);
    for (int k = 1; k <= 60; k++)
        assert_true(pcart_presence_tail(&c, k) <
                    pcart_presence_tail(&c, k - 1));
}

/* More fragments with the variant never lower a bound, nor the Bayes factor
 * once the error is passed; also where the exact sum ends. */
static void
test_monotone(void **state)
{
    pcart_presence a, b = {0};

    (void)state;
    for (uint32_t x = 0; x < 260; x += 4) {
        pcart_presence_count c = count_of(x, 4000, 1e-3, 1e-4);

        assert_int_equal(pcart_presence_find(&c, NULL, &a, NULL), PCART_OK);
        assert_true(a.low <= a.vaf && a.vaf <= a.high);
        if (x > 0) {
            assert_true(a.upper >= b.upper * (1 - 2e-3));
            assert_true(a.vaf >= b.vaf && a.high > b.high && a.p < b.p);
        }
        if (x > 8)
            assert_true(a.log10_bf > b.log10_bf);
        b = a;
    }
}

static void
test_join(void **state)
{
    pcart_presence_count group[2] = {count_of(3, 1000, 1e-3, 1e-4),
                                     count_of(1, 3000, 1e-4, 1e-4)};
    pcart_presence_count c = pcart_presence_join(group, 2);

    (void)state;
    assert_int_equal(c.alt, 4);
    assert_int_equal(c.depth, 4000);
    assert_near(c.error, 1.3 / 4000, 1e-15);
    c = pcart_presence_join(group, 1);
    assert_near(c.precision, group[0].precision, 1e-3);
}

/* An error that is not known at the site: a finding is held against the most,
 * what is not excluded against the least. */
static void
test_typical(void **state)
{
    pcart_presence_count c = count_of(4, 3000, 1e-3, 1e-4), mild = c;
    pcart_presence strict, both, least;

    (void)state;
    mild.error = 1e-4;
    assert_int_equal(pcart_presence_find(&c, NULL, &strict, NULL), PCART_OK);
    assert_int_equal(pcart_presence_find(&mild, NULL, &least, NULL), PCART_OK);
    c.typical = 1e-4;
    assert_int_equal(pcart_presence_find(&c, NULL, &both, NULL), PCART_OK);
    assert_near(both.p, strict.p, 0);
    assert_int_equal(both.critical, strict.critical);
    assert_near(both.low, strict.low, 0);
    assert_near(both.log10_bf, strict.log10_bf, 0);
    assert_near(both.upper, least.upper, 0);
    assert_near(both.high, least.high, 0);
    assert_true(both.lod > strict.lod);
}

static void
test_refused(void **state)
{
    pcart_presence_count c = count_of(5, 4, 1e-3, 1e-4);
    pcart_presence p;

    (void)state;
    assert_int_equal(pcart_presence_find(&c, NULL, &p, NULL), PCART_E_RANGE);
    c = count_of(0, 0, 1e-3, 1e-4);
    assert_int_equal(pcart_presence_find(&c, NULL, &p, NULL),
                     PCART_E_DEGENERATE);
    c = count_of(0, 10, 0, 0);
    assert_int_equal(pcart_presence_find(&c, NULL, &p, NULL), PCART_E_RANGE);
    c = count_of(1, 1, 1e-3, 1e-4); // one fragment: no limit of detection
    assert_int_equal(pcart_presence_find(&c, NULL, &p, NULL), PCART_OK);
    assert_true(isnan(p.lod));
    assert_true(p.upper <= 1);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_limits),  cmocka_unit_test(test_reference),
        cmocka_unit_test(test_sums),    cmocka_unit_test(test_monotone),
        cmocka_unit_test(test_join),    cmocka_unit_test(test_typical),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
