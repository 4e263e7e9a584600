/*
 * validate_claims.c -- how often a clone of constant growth is called
 * accelerated, how often one that does speed up is, and whether the intervals
 * of the rates hold the truth.  Seeded.
 *
 *   validate_claims [CLONES]
 *
 * Cells grow by a Wright-Fisher process in steps of a month in 1e5 stem cells;
 * libraries spread by a log-normal factor: neither is the model of inference.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <Rmath.h>

#include "core/rng.h"
#include "postcart/arena.h"
#include "postcart/growth.h"

enum { MONTHS_BEFORE = 6, MONTHS_AFTER = 6 };

static const double n_cells = 1e5;

static double
draw_binomial(pcarti_rng *rng, double n, double p)
{
    double u = pcarti_rng_uniform(rng);

    return qbinom(u > 0 ? u : 0.5, n, p < 1 ? p : 1, 1, 0);
}

static pcart_growth_sample
draw_sample(pcarti_rng *rng, double year, double cells, uint32_t depth)
{
    pcart_growth_sample s = {.year = year};
    double v = cells / 2 * exp(0.05 * pcarti_rng_normal(rng));

    s.count.depth = depth;
    s.count.alt = (uint32_t)draw_binomial(rng, depth, v + 1e-4);
    s.count.error = 1e-4;
    s.count.precision = 1e5;
    s.count.signal_rho = 2e-4;
    return s;
}

/* One month: selection, then drift of two divisions a year. */
static double
month(pcarti_rng *rng, double f, double rate)
{
    double odds = f / (1 - f) * exp(rate / 12);

    f = odds / (1 + odds);
    return draw_binomial(rng, n_cells * 6, f) / (n_cells * 6);
}

typedef struct score {
    int n, claimed, assessed, beyond, inside;
} score;

static void
one_clone(pcarti_rng *rng, double before, double after, uint32_t depth,
          int n_before, score *out)
{
    static const double infusion = 0;
    pcart_arena arena = {0};
    pcart_growth_sample s[4];
    pcart_growth_input input = {
        .sample = s, .infusion = &infusion, .n_infusion = 1, .gene = ""};
    pcart_growth g;
    double f = 0.04;

    f = 1 / (1 + exp(before * MONTHS_BEFORE / 12.0) * (1 - f) / f);
    for (int m = -MONTHS_BEFORE; m <= MONTHS_AFTER; m++) {
        if (m == 0 || m == 3 || m == 6 || (m == -6 && n_before > 1))
            s[input.n_sample++] = draw_sample(rng, m / 12.0, f, depth);
        f = month(rng, f, m < 0 ? before : after);
        if (!(f > 0 && f < 1))
            break;
    }
    if (input.n_sample == (size_t)n_before + 2 &&
        pcart_growth_find(&input, NULL, &arena, &g, NULL) == PCART_OK) {
        const pcart_growth_period *p = &g.period[1];

        out->n++;
        out->assessed += p->is_accelerated != PCART_CLAIM_NOT_ASSESSABLE;
        out->claimed += p->is_accelerated == PCART_CLAIM_YES;
        out->beyond += p->beyond_ageing == PCART_CLAIM_YES;
        out->inside += p->rate.low <= after && after <= p->rate.high;
    }
    pcart_arena_release(&arena);
}

int
main(int argc, char **argv)
{
    static const double rate[][2] = {{0.08, 0.08}, {0.5, 0.5}, {1, 1},
                                     {2, 2},       {0.08, 1},  {0.08, 2}};
    static const uint32_t depth[] = {1000, 5000};
    int n = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 400;

    printf("depth\tbefore\trate_before\trate_after\tassessed\taccelerated\t"
           "beyond_ageing\tinterval_covers\n");
    for (int d = 0; d < 2; d++)
        for (int b = 1; b <= 2; b++)
            for (size_t k = 0; k < sizeof rate / sizeof *rate; k++) {
                score s = {0};

                for (int i = 0; i < n; i++) {
                    pcarti_rng rng;

                    pcarti_rng_init(&rng, 20260201, depth[d] + (uint64_t)b,
                                    (uint64_t)i + k * 100000);
                    one_clone(&rng, rate[k][0], rate[k][1], depth[d], b, &s);
                }
                printf("%u\t%d\t%g\t%g\t%.3f\t%.3f\t%.3f\t%.3f\n", depth[d], b,
                       rate[k][0], rate[k][1], (double)s.assessed / s.n,
                       (double)s.claimed / s.n, (double)s.beyond / s.n,
                       (double)s.inside / s.n);
                fflush(stdout);
            }
    return 0;
}
