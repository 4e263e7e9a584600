/*
 * validate_lookback.c -- false positives, power, coverage of the look-back on
 * simulated counts: by depth, error and number of normals.  Seeded.
 *
 *   validate_lookback [SITES]
 *
 * The simulation is not the model of the inference: rates of sites are
 * log-normal (the model: beta), libraries vary by a gamma factor on the rate
 * and, for true fractions, by a log-normal one (the model: beta-binomial).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <Rmath.h>

#include "core/rng.h"
#include "postcart/arena.h"
#include "postcart/background.h"
#include "postcart/presence.h"

enum { MAX_NORMAL = 30 };

static const double alpha = 1e-3;

/* Number of fragments of n at a rate. */
static uint32_t
draw_count(pcarti_rng *rng, uint32_t n, double rate)
{
    double u = pcarti_rng_uniform(rng);

    return (uint32_t)qbinom(u > 0 ? u : 0.5, n, rate < 1 ? rate : 1, 1, 0);
}

/* Factor of a library: gamma, with mean 1 and the variance that a correlation
 * of rho gives at this rate. */
static double
library(pcarti_rng *rng, double rate, double rho)
{
    double variance = rho * (1 - rate) / rate;

    if (!(variance > 0))
        return 1;
    return qgamma(pcarti_rng_uniform(rng), 1 / variance, variance, 1, 0);
}

typedef struct scenario {
    uint32_t depth;
    double error, rho;
    int n_normal;
} scenario;

typedef struct score {
    double n, positive, covered, inside, n_fraction, upper_ok, found, expected;
    double lod; // mean LOD95 of absent sites
} score;

/* Table of normals and one test sample over all sites. */
static int
simulate(const scenario *s, size_t n, pcart_arena *arena, double *rate,
         pcart_tally *count, pcart_background *out)
{
    pcarti_rng rng;
    uint32_t *row_class = pcart_arena_take(arena, n, sizeof *row_class);
    pcart_background_table table = {.count = count,
                                    .row_class = row_class,
                                    .n_row = n,
                                    .n_normal = (size_t)s->n_normal,
                                    .n_class = 1};
    const pcart_assay *assay = pcart_assay_find(s->error >= 5e-4   ? "raw"
                                                : s->error >= 5e-5 ? "consensus"
                                                                   : "duplex");

    if (!row_class)
        return 0;
    for (size_t i = 0; i < n; i++) {
        pcarti_rng_init(&rng, 20260101, s->depth + (uint64_t)s->n_normal, i);
        rate[i] = s->error * exp(pcarti_rng_normal(&rng) - 0.5);
        for (int j = 0; j < s->n_normal; j++) {
            pcart_tally *t = &count[i * (size_t)s->n_normal + (size_t)j];

            t->depth = s->depth / 2 + pcarti_rng_below(&rng, s->depth);
            t->alt = draw_count(&rng, t->depth,
                                rate[i] * library(&rng, rate[i], s->rho));
        }
    }
    if (s->n_normal == 0) { // the sample's own targets stand for the normals
        table.n_normal = 1;
        for (size_t i = 0; i < n; i++) {
            pcarti_rng_init(&rng, 20260102, s->depth, i);
            count[i].depth = s->depth;
            count[i].alt = draw_count(&rng, s->depth,
                                      rate[i] * library(&rng, rate[i], s->rho));
        }
    }
    return pcart_background_fit(&table, assay, arena, out, NULL) == PCART_OK;
}

/* Sites with a variant at a fraction or, `is_lod`, at so many times the site's
 * own LOD95. */
static void
look(const scenario *s, size_t n, double fraction, int is_lod,
     const double *rate, const pcart_tally *count, const pcart_background *b,
     score *out)
{
    pcart_presence_options options = {.alpha = alpha};

    for (size_t i = 0; i < n; i++) {
        pcart_null null = pcart_background_site(
            b, 0, &count[i * (size_t)s->n_normal], (size_t)s->n_normal, 0, 1);
        double vaf = fraction, true_vaf, spread, e;
        pcart_presence_count c = {.depth = s->depth,
                                  .error = null.error,
                                  .precision = null.precision,
                                  .signal_rho = 2e-4,
                                  .typical = null.typical};
        pcart_presence p;
        pcarti_rng rng;

        pcarti_rng_init(&rng, 20260103, (uint64_t)(fraction * 1e6), i);
        if (is_lod) { // which does not depend on the count
            if (pcart_presence_find(&c, &options, &p, NULL) != PCART_OK)
                continue;
            vaf = fraction * p.lod;
        }
        true_vaf = vaf;
        spread = vaf > 0 ? sqrt(2e-4 / vaf) : 0;
        if (vaf > 0)
            true_vaf *=
                exp(spread * pcarti_rng_normal(&rng) - spread * spread / 2);
        e = rate[i] * library(&rng, rate[i], s->rho);
        c.alt = draw_count(&rng, s->depth, true_vaf + e * (1 - true_vaf));
        if (pcart_presence_find(&c, &options, &p, NULL) != PCART_OK)
            continue;
        out->n++;
        out->positive += p.p < alpha;
        out->found += (int)c.alt >= p.critical;
        out->upper_ok += p.upper >= vaf;
        out->inside += p.low <= vaf && vaf <= p.high;
        out->lod += p.lod;
        out->expected += 1 - pcart_presence_cdf(&c, p.critical - 1, vaf);
    }
}

static void
one_scenario(const scenario *s, size_t n)
{
    static const double vaf[] = {0.0005, 0.002, 0.004, 0.01};
    pcart_arena arena = {0};
    size_t columns = s->n_normal ? (size_t)s->n_normal : 1;
    double *rate = pcart_arena_take(&arena, n, sizeof *rate);
    pcart_tally *count = pcart_arena_take(&arena, n * columns, sizeof *count);
    pcart_background b;
    score absent = {0};

    if (!rate || !count || !simulate(s, n, &arena, rate, count, &b)) {
        fprintf(stderr, "validate_lookback: out of memory\n");
        exit(1);
    }
    look(s, n, 0, 0, rate, count, &b, &absent);
    printf("%u\t%g\t%g\t%d\t0\t%.5f\t%.3f\tNA\t%.3f\t%.5f\n", s->depth,
           s->error, s->rho, s->n_normal, absent.positive / absent.n,
           absent.upper_ok / absent.n, absent.inside / absent.n,
           absent.lod / absent.n);
    for (size_t k = 0; k < sizeof vaf / sizeof *vaf; k++) {
        score t = {0};

        look(s, n / 10, vaf[k], 0, rate, count, &b, &t);
        printf("%u\t%g\t%g\t%d\t%g\t%.4f\t%.3f\t%.4f\t%.3f\tNA\n", s->depth,
               s->error, s->rho, s->n_normal, vaf[k], t.found / t.n,
               t.upper_ok / t.n, t.expected / t.n, t.inside / t.n);
    }
    for (int k = 0; k < 3; k++) {
        const double times = 0.9 + 0.1 * k;
        score t = {0};

        look(s, n / 10, times, 1, rate, count, &b, &t);
        printf("%u\t%g\t%g\t%d\tlod*%.1f\t%.4f\t%.3f\t%.4f\t%.3f\tNA\n",
               s->depth, s->error, s->rho, s->n_normal, times, t.found / t.n,
               t.upper_ok / t.n, t.expected / t.n, t.inside / t.n);
    }
    pcart_arena_release(&arena);
}

int
main(int argc, char **argv)
{
    static const uint32_t depth[] = {500, 1000, 2000, 5000, 20000};
    static const double error[][2] = {
        {1e-3, 1e-4}, {1e-4, 3e-5}, {1.5e-5, 1e-5}};
    static const int normal[] = {0, 3, 10, 30};
    size_t n = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 20000;

    printf("depth\terror\trho\tnormals\tvaf\tpositive\tub95_covers\t"
           "positive_expected\tinterval_covers\tlod95\n");
    for (size_t d = 0; d < 5; d++)
        for (size_t e = 0; e < 3; e++)
            for (size_t k = 0; k < 4; k++) {
                scenario s = {depth[d], error[e][0], error[e][1], normal[k]};

                one_scenario(&s, n);
                fflush(stdout);
            }
    return 0;
}
