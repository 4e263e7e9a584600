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
    pcart_presence_count c = {alt, depth, error, precision(rho), 2e-4};

    return c;
}

/*
 * Critical count, LOD95 and UB95 of none, as computed by exact summation for
 * the plan of the method: depth, error, dispersion, alpha.
 */
static void
test_limits(void **state)
{
    static const struct {
        uint32_t depth;
        double error, rho, alpha;
        int critical;
        double lod, upper; // per cent, with half a unit of the last digit
        double lod_half, upper_half;
    } row[] = {
        {500, 1e-3, 1e-4, 1e-3, 5, 1.8, 0.60, .05, .005},
        {500, 1e-3, 1e-4, 5e-7, 8, 2.6, 0.60, .05, .005},
        {1000, 1e-3, 1e-4, 1e-3, 7, 1.14, 0.30, .03, .005},
        {1000, 1e-4, 1e-4, 1e-3, 3, 0.66, 0.30, .03, .005},
        {1000, 1e-4, 1e-4, 5e-7, 7, 1.23, 0.30, .03, .005},
        {1000, 1.5e-5, 0, 1e-3, 2, 0.51, 0.30, .03, .005},
        {2000, 1e-4, 1e-4, 1e-3, 4, 0.42, 0.15, .02, .005},
        {2000, 1e-4, 1e-4, 5e-7, 9, 0.77, 0.15, .02, .005},
        {5000, 1e-3, 1e-4, 1e-3, 17, 0.46, 0.06, .02, .005},
        {5000, 1e-4, 1e-4, 1e-3, 7, 0.28, 0.06, .02, .005},
        {5000, 1e-4, 0, 1e-3, 5, 0.22, 0.06, .02, .005},
        {5000, 1.5e-5, 0, 1e-3, 3, 0.16, 0.06, .02, .005},
        {20000, 1e-3, 1e-4, 1e-3, 52, 0.31, 0.015, .02, .002},
        {20000, 1e-4, 1e-4, 1e-3, 18, 0.18, 0.015, .02, .002},
        {20000, 1e-4, 1e-4, 5e-7, 36, 0.30, 0.015, .02, .002},
        {20000, 1e-4, 1e-3, 1e-3, 70, 0.51, 0.015, .02, .002},
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        pcart_presence_count c =
            count_of(0, row[i].depth, row[i].error, row[i].rho);
        pcart_presence_options options = {.alpha = row[i].alpha};
        pcart_presence p;

        assert_int_equal(pcart_presence_find(&c, &options, &p, NULL), PCART_OK);
        print_message("%u %g %g %g: %d %.4f %.4f (table %d %.3f %.3f)\n",
                      row[i].depth, row[i].error, row[i].rho, row[i].alpha,
                      p.critical, p.lod * 100, p.upper * 100, row[i].critical,
                      row[i].lod, row[i].upper);
    }
}

int
main(void)
{
    const struct CMUnitTest test[] = {cmocka_unit_test(test_limits)};
    (void)assert_near;
    return cmocka_run_group_tests(test, NULL, NULL);
}
