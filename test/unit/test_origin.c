/* test_origin.c -- whose the clone is, and whether it is inherited. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "postcart/origin.h"

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

static pcart_presence_count
count_of(uint32_t alt, uint32_t depth)
{
    pcart_presence_count c = {alt, depth, 1e-4, 1e5, 2e-4, 0};

    return c;
}

static pcart_origin_sample
sample_of(uint32_t alt, uint32_t depth, double host, double low, double high)
{
    pcart_origin_sample s = {.count = count_of(alt, depth),
                             .host = host,
                             .host_low = low,
                             .host_high = high,
                             .car = NAN};

    return s;
}

static pcart_origin_call
find(const pcart_origin_input *input)
{
    pcart_origin_call call;

    assert_int_equal(pcart_origin_find(input, &call, NULL), PCART_OK);
    return call;
}

/* Half a per cent of host cells cannot hold 5 % of the alleles; 40 % can, and
 * then nothing is decided: fractions from 1e-5 to the share are alike on their
 * logarithms, so the ratio is that of the widths, ln(0.6e5) / ln(0.4e5) =
 * 1.0383. */
static void
test_bound(void **state)
{
    pcart_origin_sample s = sample_of(50, 1000, 0.005, 0.003, 0.008);
    pcart_origin_input input = {.sample = &s, .n_sample = 1, .has_donor = 1};
    pcart_origin_call call = find(&input);

    (void)state;
    assert_int_equal(call.call, PCART_ANCESTRY_DONOR);
    assert_true(call.host_over_donor[PCART_OE_BOUND] < -20);
    s.count.signal_rho = 0; // by counting alone, more than 30 powers of ten
    assert_true(find(&input).host_over_donor[PCART_OE_BOUND] < -30);
    s = sample_of(50, 1000, 0.4, 0.35, 0.45);
    call = find(&input);
    assert_int_equal(call.call, PCART_ANCESTRY_UNRESOLVED);
    assert_near(pow(10, call.host_over_donor[PCART_OE_BOUND]), 1.0383, 0.002);
    assert_int_equal(call.missing, PCART_MISSING_DONOR_DNA);
    s.host = NAN;
    call = find(&input);
    assert_near(call.host_over_donor[PCART_OE_BOUND], 0, 1e-9);
    assert_int_equal(call.missing, PCART_MISSING_CHIMERISM);
}

static void
test_ancestor(void **state)
{
    pcart_origin_sample s = sample_of(50, 1000, 0.4, 0.35, 0.45);
    pcart_origin_ancestor a[2] = {{PCART_ANCESTRY_HOST, count_of(0, 3000)},
                                  {PCART_ANCESTRY_DONOR, count_of(14, 3000)}};
    pcart_origin_input input = {.sample = &s,
                                .n_sample = 1,
                                .ancestor = a,
                                .n_ancestor = 2,
                                .has_donor = 1};

    (void)state;
    assert_int_equal(find(&input).call, PCART_ANCESTRY_DONOR);
    a[0].count.alt = 14;
    a[1].count.alt = 0;
    assert_int_equal(find(&input).call, PCART_ANCESTRY_HOST);
    a[0].count.alt = 0; // in neither: unresolved, and no proof of either
    assert_int_equal(find(&input).call, PCART_ANCESTRY_UNRESOLVED);
}

/*
 * Markers on the fragments with the variant, by hand (1 % of switched
 * templates, one genotype of a thousand wrong, frequency 0.3).
 *
 * Host 2 and donor 0 alternate alleles, one fragment with the alternate one:
 *   host   (0.999 + 0.001 * 0.3) 0.99 + 0.0007 * 0.01        = 0.989314
 *   donor  0.0003 * 0.99 + 0.9997 * 0.01                     = 0.010294
 * Host 1 and donor 0, three with the alternate one:
 *   host   0.4998 * 0.99^3 + 0.5002 * 0.01^3                 = 0.4849560
 *   donor  0.0003 * 0.99^3 + 0.9997 * 0.01^3                 = 0.000292089
 * The same with three of the reference: either of the host's haplotypes would
 * do, but all of the donor's.
 *   host   0.5002 * 0.99^3 + 0.4998 * 0.01^3 = 0.4853441, donor 0.9700079
 */
static void
test_link(void **state)
{
    pcart_origin_link link[2] = {{.with = {0, 1},
                                  .without = {70, 30},
                                  .host = 1,
                                  .donor = 0,
                                  .frequency = 0.3}};
    pcart_origin_input input = {.link = link, .n_link = 1, .has_donor = 1};
    pcart_origin_call call = find(&input);

    (void)state;
    assert_near(call.host_over_donor[PCART_OE_PHASE],
                log10(0.989314 / 0.010294), 1e-9);
    assert_near(call.posterior[PCART_ANCESTRY_HOST],
                0.989314 / (0.989314 + 0.010294), 1e-9);
    assert_int_equal(call.n_linked, 1);
    assert_int_equal(call.with_host, 1);
    link[0].host = 0.5;
    link[0].with[1] = 3;
    call = find(&input);
    assert_near(call.host_over_donor[PCART_OE_PHASE],
                log10(0.4849560 / 0.000292089), 1e-5);
    assert_int_equal(call.call, PCART_ANCESTRY_HOST);
    assert_int_equal(call.with_host, 3);
    link[0].with[0] = 3;
    link[0].with[1] = 0;
    call = find(&input);
    assert_near(call.host_over_donor[PCART_OE_PHASE],
                log10(0.4853441 / 0.9700079), 1e-6);
    assert_int_equal(call.call, PCART_ANCESTRY_UNRESOLVED);
    assert_int_equal(call.n_linked, 3);
    assert_int_equal(call.with_host + call.with_donor, 0);
    /* a second marker, which only the donor has, joins in */
    link[1] = link[0];
    link[1].with[0] = 0;
    link[1].with[1] = 4;
    link[1].host = 0;
    link[1].donor = 0.5;
    input.n_link = 2;
    call = find(&input);
    assert_int_equal(call.call, PCART_ANCESTRY_DONOR);
    assert_int_equal(call.with_donor, 4);
}

/* Fragments that error made lie on anybody's haplotype: nothing is learnt from
 * them, and less where they are half.  Of those without the variant 30 of 100
 * show the allele, and 0.3 of one that is taken to have been seen before. */
static void
test_false_link(void **state)
{
    pcart_origin_link link = {.with = {0, 1},
                              .without = {70, 30},
                              .host = 1,
                              .donor = 0,
                              .frequency = 0.3,
                              .false_share = 1};
    pcart_origin_input input = {.link = &link, .n_link = 1, .has_donor = 1};
    const double mixed = 30.3 / 101, on = 0.5 * mixed + 0.5 * 0.99,
                 off = 0.5 * mixed + 0.5 * 0.01;

    (void)state;
    assert_near(find(&input).host_over_donor[PCART_OE_PHASE], 0, 1e-12);
    link.false_share = 0.5;
    assert_near(
        find(&input).host_over_donor[PCART_OE_PHASE],
        log10((0.9993 * on + 0.0007 * off) / (0.0003 * on + 0.9997 * off)),
        1e-9);
    link.host = NAN; // then it may be anybody's as often as in others
    link.false_share = 0;
    assert_near(find(&input).host_over_donor[PCART_OE_PHASE],
                log10((0.3 * 0.99 + 0.7 * 0.01) / 0.010294), 1e-9);
    assert_int_equal(find(&input).n_linked, 0);
    link.donor = 2;
    assert_int_equal(pcart_origin_find(&input, &(pcart_origin_call){0}, NULL),
                     PCART_E_RANGE);
}

/* A small clone in four samples with 2 % of host cells: it would fit into
 * either, and so it stays (ratio of the widths (ln(0.98e5) / ln(0.02e5))^4 =
 * 5.23). */
static void
test_small(void **state)
{
    pcart_origin_sample s[4];
    pcart_origin_input input = {.sample = s, .n_sample = 4, .has_donor = 1};
    pcart_origin_call call;

    (void)state;
    for (int i = 0; i < 4; i++)
        s[i] = sample_of(8, 4000, 0.02, 0.0199, 0.0201);
    call = find(&input);
    assert_int_equal(call.call, PCART_ANCESTRY_UNRESOLVED);
    assert_near(pow(10, call.host_over_donor[PCART_OE_BOUND] +
                            call.host_over_donor[PCART_OE_COVARY]),
                5.23, 0.05);
}

/* The fraction follows the host in three samples: none decides alone. */
static void
test_covary(void **state)
{
    pcart_origin_sample s[3] = {sample_of(240, 1000, 0.5, 0.45, 0.55),
                                sample_of(20, 1000, 0.6, 0.55, 0.65),
                                sample_of(330, 1000, 0.7, 0.65, 0.75)};
    pcart_origin_input input = {.sample = s, .n_sample = 3, .has_donor = 1};
    pcart_origin_call call = find(&input);

    (void)state;
    assert_int_equal(call.call, PCART_ANCESTRY_HOST);
    assert_true(call.host_over_donor[PCART_OE_BOUND] > 2);
}

static void
test_product(void **state)
{
    pcart_origin_sample s = sample_of(300, 1000, NAN, NAN, NAN);
    pcart_origin_input input = {.sample = &s, .n_sample = 1, .has_product = 1};
    pcart_origin_call call;

    (void)state;
    s.car = 0.02; // 2 % of the cells cannot hold 30 % of the alleles
    call = find(&input);
    assert_int_equal(call.call, PCART_ANCESTRY_HOST);
    assert_true(call.host_over_donor[PCART_OE_LINEAGE] > 10);
    assert_near(call.posterior[PCART_ANCESTRY_DONOR], 0, 0);
    input.has_product = 0;
    call = find(&input);
    assert_true(call.is_trivial);
    assert_int_equal(call.call, PCART_ANCESTRY_HOST);
}

static void
test_germline(void **state)
{
    pcart_presence_count half = count_of(490, 1000), low = count_of(30, 1000);
    pcart_germline_states s = pcart_germline_expected(0.06);

    (void)state;
    assert_near(s.host_het, 0.03, 1e-12);
    assert_near(s.donor_het, 0.47, 1e-12);
    assert_true(pcart_germline_probability(&half, 0.01, 1, 1e-4) > 0.99);
    assert_true(pcart_germline_probability(&low, 0.01, 1, 1e-4) < 0.01);
    /* 6 % of host cells: his own inherited variant looks like a clone */
    assert_true(pcart_germline_probability(&low, 0.01, 0.06, 1e-4) > 0.95);
}

static void
test_refused(void **state)
{
    pcart_origin_sample s = sample_of(50, 1000, 0.4, 0.5, 0.45);
    pcart_origin_input input = {.sample = &s, .n_sample = 1, .has_donor = 1};
    pcart_origin_call call;

    (void)state;
    assert_int_equal(pcart_origin_find(&input, &call, NULL), PCART_E_RANGE);
    s = sample_of(5, 4, NAN, NAN, NAN);
    assert_int_equal(pcart_origin_find(&input, &call, NULL), PCART_E_RANGE);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_bound),      cmocka_unit_test(test_ancestor),
        cmocka_unit_test(test_small),      cmocka_unit_test(test_link),
        cmocka_unit_test(test_false_link), cmocka_unit_test(test_covary),
        cmocka_unit_test(test_product),    cmocka_unit_test(test_germline),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
