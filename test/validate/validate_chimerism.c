/*
 * validate_chimerism.c -- error and coverage of the host fraction on simulated
 * mixtures, with and without reference genotypes.  Seeded.
 *
 *   validate_chimerism [MIXTURES]
 *
 * Capture bias is Student's t where the inference takes it for normal.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <Rmath.h>

#include "core/rng.h"
#include "postcart/chimerism.h"

enum { N_MARKER = 40 };

static int
genotype(pcarti_rng *rng, double f)
{
    return pcarti_rng_chance(rng, f) + pcarti_rng_chance(rng, f);
}

static void
make(pcarti_rng *rng, double host, uint32_t depth, pcart_marker *out)
{
    memset(out, 0, N_MARKER * sizeof *out);
    for (int i = 0; i < N_MARKER; i++) {
        pcart_marker *m = &out[i];
        double u = pcarti_rng_uniform(rng), p, b;

        m->frequency = 0.2 + 0.6 * pcarti_rng_uniform(rng);
        m->has_bias = 1;
        m->genotype[0] = (signed char)genotype(rng, m->frequency);
        m->genotype[1] = (signed char)genotype(rng, m->frequency);
        b = exp(0.04 * qt(u > 0 ? u : 0.5, 5, 1, 0));
        p = (host * m->genotype[0] + (1 - host) * m->genotype[1]) / 2;
        p = p * b / (p * b + 1 - p);
        p = p * (1 - 3e-4) + (1 - p) * 3e-4;
        u = pcarti_rng_uniform(rng);
        m->depth = depth;
        m->alt = (uint32_t)qbinom(u > 0 ? u : 0.5, depth, p, 1, 0);
    }
}

typedef struct score {
    int n, inside;
    double error, bias, upper;
} score;

static void
add(score *s, double truth, const pcart_chimerism_estimate *e)
{
    s->n++;
    s->error += fabs(e->fraction[0] - truth);
    s->bias += e->fraction[0] - truth;
    s->upper += e->high[0];
    s->inside += e->low[0] <= truth && truth <= e->high[0];
}

static void
print(const char *how, uint32_t depth, double host, const score *s)
{
    printf("%s\t%u\t%g\t%d\t%.4f\t%.4f\t%.3f\t%.4f\n", how, depth, host * 100,
           s->n, s->error / s->n * 100, s->bias / s->n * 100,
           (double)s->inside / s->n, s->upper / s->n * 100);
}

int
main(int argc, char **argv)
{
    static const double host[] = {0, 0.001, 0.005, 0.01, 0.03, 0.05, 0.08, 0.3};
    static const uint32_t depth[] = {1000, 5000, 20000};
    int n = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 40;

    printf("genotypes\tdepth\thost_percent\tmixtures\tabsolute_error\tbias\t"
           "interval_covers\tmean_upper\n");
    for (int d = 0; d < 3; d++)
        for (size_t h = 0; h < sizeof host / sizeof *host; h++) {
            score known = {0}, minor = {0};

            for (int i = 0; i < n; i++) {
                pcart_marker marker[N_MARKER];
                pcart_chimerism_estimate e;
                pcarti_rng rng;

                pcarti_rng_init(&rng, 20260301, depth[d],
                                (uint64_t)i + h * 100000);
                make(&rng, host[h], depth[d], marker);
                if (!pcart_chimerism_find(marker, N_MARKER, 2, &e, NULL))
                    add(&known, host[h], &e);
                for (int k = 0; k < N_MARKER; k++)
                    marker[k].genotype[0] = marker[k].genotype[1] =
                        PCART_GENOTYPE_UNKNOWN;
                if (host[h] < 0.2 &&
                    !pcart_chimerism_minor(marker, N_MARKER,
                                           PCART_KIN_UNRELATED, &e, NULL))
                    add(&minor, host[h], &e);
            }
            print("known", depth[d], host[h], &known);
            if (minor.n)
                print("unknown", depth[d], host[h], &minor);
            fflush(stdout);
        }
    return 0;
}
