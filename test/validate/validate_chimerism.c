/*
 * validate_chimerism.c -- error and coverage of the host fraction on simulated
 * mixtures, with and without reference genotypes.  Seeded.
 *
 *   validate_chimerism [MIXTURES]
 *
 * A third of them is also looked at without genotypes.
 *
 * Capture bias is Student's t where the inference takes it for normal.
 *
 * `least_error` is the mean absolute error of a normal estimate that reaches
 * the bound of Cramer and Rao: by all markers of each mixture, as if genotypes
 * and error were known and bias were noise of its variance.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <Rmath.h>

#include "core/rng.h"
#include "postcart/chimerism.h"

enum {
    MAX_MARKER = 100,
    UNKNOWN_EVERY = 3 /* without genotypes it takes ten times as long */
};

static const double wrong = 3e-4, bias_scale = 0.04, bias_df = 5;

static int
genotype(pcarti_rng *rng, double f)
{
    return pcarti_rng_chance(rng, f) + pcarti_rng_chance(rng, f);
}

static void
make(pcarti_rng *rng, double host, uint32_t depth, int n, pcart_marker *out)
{
    memset(out, 0, (size_t)n * sizeof *out);
    for (int i = 0; i < n; i++) {
        pcart_marker *m = &out[i];
        double u = pcarti_rng_uniform(rng), p, b;

        m->frequency = 0.2 + 0.6 * pcarti_rng_uniform(rng);
        m->has_bias = 1;
        m->genotype[0] = (signed char)genotype(rng, m->frequency);
        m->genotype[1] = (signed char)genotype(rng, m->frequency);
        b = exp(bias_scale * qt(u > 0 ? u : 0.5, bias_df, 1, 0));
        p = (host * m->genotype[0] + (1 - host) * m->genotype[1]) / 2;
        p = p * b / (p * b + 1 - p);
        p = p * (1 - wrong) + (1 - p) * wrong;
        u = pcarti_rng_uniform(rng);
        m->depth = depth;
        m->alt = (uint32_t)qbinom(u > 0 ? u : 0.5, depth, p, 1, 0);
    }
}

/* Mean absolute error at the bound; NAN where the fraction is 0. */
static double
least_error(double host, const pcart_marker *marker, int n)
{
    const double bias = bias_scale * bias_scale * bias_df / (bias_df - 2);
    double information = 0;

    if (!(host > 0))
        return NAN;
    for (int i = 0; i < n; i++) {
        const pcart_marker *m = &marker[i];
        double p = (host * m->genotype[0] + (1 - host) * m->genotype[1]) / 2;
        double slope = (m->genotype[0] - m->genotype[1]) / 2.0, v;

        v = p * (1 - p);
        p = p * (1 - wrong) + (1 - p) * wrong;
        v = p * (1 - p) / m->depth + v * v * bias;
        information += slope * slope / v;
    }
    return information > 0 ? sqrt(M_2_PI / information) : NAN;
}

typedef struct score {
    int n, inside;
    double error, bias, upper, least;
} score;

static void
add(score *s, double truth, double least, const pcart_chimerism_estimate *e)
{
    s->n++;
    s->error += fabs(e->fraction[0] - truth);
    s->bias += e->fraction[0] - truth;
    s->upper += e->high[0];
    s->least += least;
    s->inside += e->low[0] <= truth && truth <= e->high[0];
}

static void
print(const char *how, uint32_t depth, int n_marker, double host,
      const score *s)
{
    printf("%s\t%d\t%u\t%g\t%d\t%.4f\t", how, n_marker, depth, host * 100, s->n,
           s->error / s->n * 100);
    if (isnan(s->least))
        printf("NA");
    else
        printf("%.4f", s->least / s->n * 100);
    printf("\t%.4f\t%.3f\t%.4f\n", s->bias / s->n * 100,
           (double)s->inside / s->n, s->upper / s->n * 100);
}

static void
one_row(int n, uint32_t depth, int n_marker, double host, uint64_t seed)
{
    score known = {0}, minor = {0};

    for (int i = 0; i < n; i++) {
        pcart_marker marker[MAX_MARKER];
        pcart_chimerism_estimate e;
        pcarti_rng rng;
        double least;

        pcarti_rng_init(&rng, 20260301, depth + (uint64_t)n_marker - 40,
                        (uint64_t)i + seed);
        make(&rng, host, depth, n_marker, marker);
        least = least_error(host, marker, n_marker);
        if (!pcart_chimerism_find(marker, (size_t)n_marker, 2, &e, NULL))
            add(&known, host, least, &e);
        for (int k = 0; k < n_marker; k++)
            marker[k].genotype[0] = marker[k].genotype[1] =
                PCART_GENOTYPE_UNKNOWN;
        if (host < 0.2 && i % UNKNOWN_EVERY == 0 && n_marker <= 40 &&
            !pcart_chimerism_minor(marker, (size_t)n_marker,
                                   PCART_KIN_UNRELATED, &e, NULL))
            add(&minor, host, least, &e);
    }
    print("known", depth, n_marker, host, &known);
    if (minor.n)
        print("unknown", depth, n_marker, host, &minor);
    fflush(stdout);
}

int
main(int argc, char **argv)
{
    static const double host[] = {0, 0.001, 0.005, 0.01, 0.03, 0.05, 0.08, 0.3};
    static const struct {
        uint32_t depth;
        int n_marker;
    } setting[] = {{1000, 40}, {5000, 40}, {5000, 100}};
    int n = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 150;

    printf("genotypes\tmarkers\tdepth\thost_percent\tmixtures\tabsolute_error\t"
           "least_error\tbias\tinterval_covers\tmean_upper\n");
    for (size_t k = 0; k < sizeof setting / sizeof *setting; k++)
        for (size_t h = 0; h < sizeof host / sizeof *host; h++)
            one_row(n, setting[k].depth, setting[k].n_marker, host[h],
                    h * 100000);
    return 0;
}
