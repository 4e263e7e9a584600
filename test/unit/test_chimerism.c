/* test_chimerism.c -- fractions of genomes, kinship, identity. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include <string.h>

#include "core/rng.h"
#include "postcart/chimerism.h"
#include "postcart/identity.h"

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

enum { N_MARKER = 60 };

static signed char
draw_genotype(pcarti_rng *rng, double f)
{
    return (signed char)(pcarti_rng_chance(rng, f) + pcarti_rng_chance(rng, f));
}

static uint32_t
draw_reads(pcarti_rng *rng, uint32_t depth, double p)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < depth; i++)
        n += (uint32_t)pcarti_rng_chance(rng, p);
    return n;
}

/* Reads of a mixture of unrelated persons; capture bias as measured. */
static void
make_markers(pcarti_rng *rng, const double *fraction, int n_person,
             uint32_t depth, pcart_marker out[N_MARKER])
{
    memset(out, 0, N_MARKER * sizeof *out);
    for (int i = 0; i < N_MARKER; i++) {
        pcart_marker *m = &out[i];
        double p = 0, b = exp(0.05 * pcarti_rng_normal(rng));

        m->frequency = 0.2 + 0.6 * pcarti_rng_uniform(rng);
        m->has_bias = 1;
        for (int k = 0; k < n_person; k++) {
            m->genotype[k] = draw_genotype(rng, m->frequency);
            p += fraction[k] * m->genotype[k] / 2;
        }
        if (p > 0 && p < 1)
            p = p * b / (p * b + 1 - p);
        p = p * (1 - 5e-4) + (1 - p) * 5e-4;
        m->depth = depth;
        m->alt = draw_reads(rng, depth, p);
    }
}

/* Known genotypes: within a tenth of a point below 1 %, and the interval holds
 * the truth in nearly all. */
static void
test_known(void **state)
{
    static const double host[] = {0, 0.001, 0.005, 0.01, 0.1, 0.5, 1};
    int inside = 0;

    (void)state;
    for (int i = 0; i < 7; i++) {
        double fraction[2] = {host[i], 1 - host[i]};
        pcart_marker marker[N_MARKER];
        pcart_chimerism_estimate e;
        pcarti_rng rng;

        pcarti_rng_init(&rng, 11, 0, (uint64_t)i);
        make_markers(&rng, fraction, 2, 3000, marker);
        assert_int_equal(pcart_chimerism_find(marker, N_MARKER, 2, &e, NULL),
                         PCART_OK);
        assert_near(e.fraction[0], host[i], host[i] <= 0.01 ? 0.001 : 0.01);
        assert_near(e.fraction[0] + e.fraction[1], 1, 1e-9);
        assert_true(e.low[0] <= e.fraction[0] && e.fraction[0] <= e.high[0]);
        assert_true(e.lob > 0 && e.lob < 0.001);
        inside += e.low[0] <= host[i] && host[i] <= e.high[0];
    }
    assert_true(inside >= 6);
}

/*
 * Ten markers that only the host has, two reads of a thousand at each, and none
 * that all share.  An error of 0.0019 explains them as well as 0.4 % of host
 * DNA; only the one false read that was seen before says 0.001, at the price of
 * ln(21/11) - 10/11 = -0.26 of 1.92: 0 is inside.  Twenty thousand clean reads
 * at markers that all share leave the host only.
 */
static void
test_error_is_free(void **state)
{
    pcart_marker marker[30] = {{0}};
    pcart_chimerism_estimate e;

    (void)state;
    for (int i = 0; i < 30; i++) {
        marker[i].depth = 1000;
        marker[i].has_bias = 1;
        marker[i].alt = i < 10 ? 2 : 0;
        marker[i].genotype[0] = i < 10;
    }
    assert_int_equal(pcart_chimerism_find(marker, 10, 2, &e, NULL), PCART_OK);
    assert_near(e.low[0], 0, 0);
    assert_true(e.high[0] > 0.004 && e.high[0] < 0.008);
    assert_int_equal(pcart_chimerism_find(marker, 30, 2, &e, NULL), PCART_OK);
    assert_near(e.fraction[0], 0.004, 0.0002);
    assert_true(e.low[0] > 0.002);
}

static void
test_three_persons(void **state)
{
    static const double fraction[3] = {0.1, 0.6, 0.3};
    pcart_marker marker[N_MARKER];
    pcart_chimerism_estimate e;
    pcarti_rng rng;

    (void)state;
    pcarti_rng_init(&rng, 5, 0, 0);
    make_markers(&rng, fraction, 3, 2000, marker);
    assert_int_equal(pcart_chimerism_find(marker, N_MARKER, 3, &e, NULL),
                     PCART_OK);
    for (int k = 0; k < 3; k++)
        assert_near(e.fraction[k], fraction[k], 0.02);
}

/* No reference genotype at all: 1, 3, 5 and 8 % within half a point. */
static void
test_minor(void **state)
{
    static const double minor[] = {0.01, 0.03, 0.05, 0.08};

    (void)state;
    for (int i = 0; i < 4; i++) {
        double fraction[2] = {minor[i], 1 - minor[i]};
        pcart_marker marker[N_MARKER];
        pcart_chimerism_estimate e;
        pcarti_rng rng;

        pcarti_rng_init(&rng, 23, 0, (uint64_t)i);
        make_markers(&rng, fraction, 2, 2000, marker);
        for (int k = 0; k < N_MARKER; k++)
            marker[k].genotype[0] = marker[k].genotype[1] =
                PCART_GENOTYPE_UNKNOWN;
        assert_int_equal(pcart_chimerism_minor(marker, N_MARKER,
                                               PCART_KIN_UNRELATED, &e, NULL),
                         PCART_OK);
        assert_near(e.fraction[0], minor[i], 0.005);
    }
}

/* Shares of telling markers at a frequency of one half: 3/8, 1/4, 7/32. */
static void
test_informative(void **state)
{
    (void)state;
    assert_near(pcart_kinship_informative(PCART_KIN_UNRELATED, 0.5), 0.375,
                1e-12);
    assert_near(pcart_kinship_informative(PCART_KIN_PARENT_CHILD, 0.5), 0.25,
                1e-12);
    assert_near(pcart_kinship_informative(PCART_KIN_SIBLING, 0.5), 0.21875,
                1e-12);
    assert_near(pcart_kinship_informative(PCART_KIN_SAME, 0.5), 0, 1e-12);
}

static void
test_kinship(void **state)
{
    enum { N = 300 };
    signed char a[N], b[N][PCART_N_KIN];
    double f[N], l[PCART_N_KIN];
    pcarti_rng rng;

    (void)state;
    pcarti_rng_init(&rng, 3, 0, 0);
    for (int i = 0; i < N; i++) {
        int mother[2], father[2];

        f[i] = 0.2 + 0.6 * pcarti_rng_uniform(&rng);
        for (int h = 0; h < 2; h++) {
            mother[h] = pcarti_rng_chance(&rng, f[i]);
            father[h] = pcarti_rng_chance(&rng, f[i]);
        }
        a[i] = (signed char)(mother[0] + father[0]);
        b[i][PCART_KIN_SAME] = a[i];
        b[i][PCART_KIN_PARENT_CHILD] = (signed char)(mother[0] + mother[1]);
        b[i][PCART_KIN_SIBLING] =
            (signed char)(mother[pcarti_rng_below(&rng, 2)] +
                          father[pcarti_rng_below(&rng, 2)]);
        b[i][PCART_KIN_UNRELATED] = draw_genotype(&rng, f[i]);
    }
    for (int k = 0; k < PCART_N_KIN; k++) {
        signed char other[N];
        int best = 0;

        for (int i = 0; i < N; i++)
            other[i] = b[i][k];
        assert_int_equal(pcart_kinship_loglik(a, other, f, N, l), N);
        for (int j = 0; j < PCART_N_KIN; j++)
            best = l[j] > l[best] ? j : best;
        assert_int_equal(best, k);
    }
}

/* A graft is no swap, a swap is; a stranger in the tube is seen. */
static void
test_identity(void **state)
{
    static const struct {
        double fraction[3]; // host, donor, stranger
        pcart_identity_verdict verdict;
    } row[] = {
        {{1, 0, 0}, PCART_IDENTITY_SAME},
        {{0.02, 0.98, 0}, PCART_IDENTITY_CHIMERIC},
        {{0, 1, 0}, PCART_IDENTITY_CHIMERIC},
        {{0.6, 0.4, 0}, PCART_IDENTITY_CHIMERIC},
        {{0, 0, 1}, PCART_IDENTITY_OTHER},
        {{0.5, 0, 0.5}, PCART_IDENTITY_OTHER},
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        pcart_marker marker[N_MARKER];
        pcart_identity id;
        pcarti_rng rng;

        pcarti_rng_init(&rng, 41, 0, i);
        make_markers(&rng, row[i].fraction, 3, 500, marker);
        assert_int_equal(pcart_identity_find(marker, N_MARKER, 2, &id, NULL),
                         PCART_OK);
        if (id.verdict != row[i].verdict)
            fail_msg("row %zu: %s (%s, %g nats, deviance %g)", i,
                     pcart_identity_verdict_name(id.verdict), id.reason,
                     id.nats, id.deviance);
        assert_int_equal(pcart_identity_find(marker, 10, 2, &id, NULL),
                         PCART_OK);
        assert_int_equal(id.verdict, PCART_IDENTITY_INDETERMINATE);
    }
}

static void
test_genotype(void **state)
{
    (void)state;
    assert_int_equal(pcart_identity_genotype(0, 100), 0);
    assert_int_equal(pcart_identity_genotype(47, 100), 1);
    assert_int_equal(pcart_identity_genotype(99, 100), 2);
    assert_int_equal(pcart_identity_genotype(1, 5), PCART_GENOTYPE_UNKNOWN);
    assert_int_equal(pcart_identity_genotype(6, 5), PCART_GENOTYPE_UNKNOWN);
}

static void
test_refused(void **state)
{
    pcart_marker marker[2];
    pcart_chimerism_estimate e;

    (void)state;
    memset(marker, 0, sizeof marker);
    marker[0].depth = marker[1].depth = 100; // nobody differs
    assert_int_equal(pcart_chimerism_find(marker, 2, 2, &e, NULL),
                     PCART_E_DEGENERATE);
    marker[0].alt = 101;
    assert_int_equal(pcart_chimerism_find(marker, 2, 2, &e, NULL),
                     PCART_E_RANGE);
    marker[0].alt = 0;
    assert_int_equal(pcart_chimerism_find(marker, 2, 5, &e, NULL),
                     PCART_E_RANGE);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_error_is_free), cmocka_unit_test(test_known),
        cmocka_unit_test(test_three_persons), cmocka_unit_test(test_minor),
        cmocka_unit_test(test_informative),   cmocka_unit_test(test_kinship),
        cmocka_unit_test(test_identity),      cmocka_unit_test(test_genotype),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
