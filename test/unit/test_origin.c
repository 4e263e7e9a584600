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
 * then nothing is decided (likelihood ratio about 1.5). */
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
    assert_near(pow(10, call.host_over_donor[PCART_OE_BOUND]), 1.5, 0.15);
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

/* Fragments with the variant and a private allele: each multiplies by 99 where
 * the haplotype is known. */
static void
test_phase(void **state)
{
    pcart_origin_input input = {.phase = {.with_host = 1, .is_cis_known = 1},
                                .has_donor = 1};
    pcart_origin_call call = find(&input);

    (void)state;
    assert_near(call.host_over_donor[PCART_OE_PHASE], log10(99), 1e-9);
    assert_near(call.posterior[PCART_ANCESTRY_HOST], 0.99, 1e-9);
    input.phase.is_cis_known = 0;
    call = find(&input);
    assert_near(call.host_over_donor[PCART_OE_PHASE], log10(0.5 / 0.01), 1e-9);
    input.phase.with_donor = 1; // one of each: a jumped template
    assert_near(find(&input).host_over_donor[PCART_OE_PHASE], 0, 1e-9);
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
        cmocka_unit_test(test_bound),   cmocka_unit_test(test_ancestor),
        cmocka_unit_test(test_phase),   cmocka_unit_test(test_covary),
        cmocka_unit_test(test_product), cmocka_unit_test(test_germline),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
