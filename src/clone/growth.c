/*
 * growth.c -- how fast a clone grew before and after each infusion, and which
 * words that allows.  Layer: clone.
 */
#include "postcart/growth.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <Rmath.h>

#include "clone/chain.h"
#include "clone/chance.h"
#include "clone/likelihood.h"
#include "postcart/clone_rules.h"

enum { N_FINE = 20, N_DRAW = (PCARTI_CHAIN_RATE - 1) * N_FINE + 1 };

/* A value with its probability. */
typedef struct draw {
    double value, weight;
} draw;

static int
by_value(const void *a, const void *b)
{
    double x = ((const draw *)a)->value, y = ((const draw *)b)->value;

    return (x > y) - (x < y);
}

/* Mean and shortest interval of sorted draws whose weights sum to 1. */
static void
summarize(const draw *d, size_t n, pcart_rate_estimate *out)
{
    double level = pcart_clone_value(PCART_CS_LEVEL), held = 0,
           width = INFINITY;
    size_t first = 0;

    memset(out, 0, sizeof *out);
    out->low = d[0].value;
    out->high = d[n - 1].value;
    for (size_t i = 0; i < n; i++) {
        out->mean += d[i].value * d[i].weight;
        out->above_zero += d[i].value > 0    ? d[i].weight
                           : d[i].value == 0 ? d[i].weight / 2
                                             : 0;
        held += d[i].weight;
        while (held - d[first].weight >= level)
            held -= d[first++].weight;
        if (held >= level && d[i].value - d[first].value < width) {
            width = d[i].value - d[first].value;
            out->low = d[first].value;
            out->high = d[i].value;
        }
    }
}

/* Log weights to weights that sum to 1; 0 if all are impossible. */
static int
normalize(double *w, size_t n)
{
    double top = -INFINITY, sum = 0;

    for (size_t i = 0; i < n; i++)
        top = w[i] > top ? w[i] : top;
    if (top == -INFINITY)
        return 0;
    for (size_t i = 0; i < n; i++) {
        w[i] = exp(w[i] - top);
        sum += w[i];
    }
    for (size_t i = 0; i < n; i++)
        w[i] /= sum;
    return 1;
}

/* Posterior of one rate: its density between the rates that were tried is
 * taken for linear. */
static pcart_status
find_rate(const pcarti_chain *chain, size_t p, pcart_arena *arena,
          pcart_growth_period *out, double ageing, pcart_err *err)
{
    double post[PCARTI_CHAIN_RATE], sum = 0;
    draw *d = pcart_arena_take(arena, N_DRAW, sizeof *d);

    if (!d)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    pcarti_chain_rate(chain, p, post);
    for (int i = 0; i < PCARTI_CHAIN_RATE; i++)
        post[i] += chain->period[p].prior[i];
    if (!normalize(post, PCARTI_CHAIN_RATE))
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "no rate of growth fits the counts");
    for (int i = 0; i < N_DRAW; i++) {
        int k = i / N_FINE < PCARTI_CHAIN_RATE - 1 ? i / N_FINE
                                                   : PCARTI_CHAIN_RATE - 2;
        double part = (double)(i - k * N_FINE) / N_FINE;
        double a = post[k] / chain->width[k],
               b = post[k + 1] / chain->width[k + 1];

        d[i].value =
            chain->rate[k] + part * (chain->rate[k + 1] - chain->rate[k]);
        d[i].weight =
            (a + part * (b - a)) * (chain->rate[k + 1] - chain->rate[k]);
        sum += d[i].weight;
    }
    out->p_beyond_ageing = 0;
    for (int i = 0; i < N_DRAW; i++) {
        d[i].weight /= sum;
        out->p_beyond_ageing +=
            d[i].weight *
            pt((d[i].value - ageing) / pcart_clone_value(PCART_CS_AGEING_SCALE),
               4, 1, 0);
    }
    summarize(d, N_DRAW, &out->rate);
    return PCART_OK;
}

/* Difference of the rates of two neighbouring periods. */
static pcart_status
find_change(const pcarti_chain *chain, size_t p, pcart_arena *arena,
            pcart_growth_period *out, pcart_err *err)
{
    size_t n = (size_t)PCARTI_CHAIN_RATE * PCARTI_CHAIN_RATE;
    double *w = pcart_arena_take(arena, n, sizeof *w);
    draw *d = pcart_arena_take(arena, n, sizeof *d);
    double best = -INFINITY, equal = -INFINITY;

    if (!w || !d)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    pcarti_chain_pair(chain, p, w);
    for (size_t i = 0; i < n; i++) {
        size_t a = i / PCARTI_CHAIN_RATE, b = i % PCARTI_CHAIN_RATE;

        best = w[i] > best ? w[i] : best;
        if (a == b)
            equal = w[i] > equal ? w[i] : equal;
        w[i] += chain->period[p - 1].prior[a] + chain->period[p].prior[b];
        d[i].value = chain->rate[b] - chain->rate[a];
    }
    out->p_change = pchisq(2 * (best - equal), 1, 0, 0);
    if (!normalize(w, n))
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "no pair of rates fits the counts");
    for (size_t i = 0; i < n; i++)
        d[i].weight = w[i];
    qsort(d, n, sizeof *d, by_value);
    summarize(d, n, &out->change);
    return PCART_OK;
}

static void
find_doubling(pcart_growth_period *p)
{
    p->doubling = p->rate.low > 0 ? M_LN2 / p->rate.mean : INFINITY;
    p->doubling_low = p->rate.high > 0 ? M_LN2 / p->rate.high : INFINITY;
}

/* Samples of a period, and those that show the variant beyond its error. */
static size_t
count_samples(const pcart_growth_input *input, const pcart_growth_period *p,
              int is_shown)
{
    double alpha = 1 - pcart_clone_value(PCART_CS_LEVEL);
    size_t n = 0;

    for (size_t i = 0; i < input->n_sample; i++) {
        const pcart_growth_sample *s = &input->sample[i];

        if (s->count.depth == 0 || s->year > p->end ||
            (isfinite(p->begin) && s->year <= p->begin))
            continue;
        n += !is_shown ||
             pcart_presence_tail(&s->count, (int)s->count.alt) < alpha;
    }
    return n;
}

/*
 * Faster than age: one earlier sample and one in the period.  Accelerated: the
 * clone must have been seen twice before, otherwise the prior of the earlier
 * rate would speak.
 */
static void
find_claims(const pcart_growth_input *input, pcart_growth_period *period,
            size_t p)
{
    double claim = pcart_clone_value(PCART_CS_CLAIM);
    pcart_growth_period *now = &period[p];
    size_t earlier = 0;

    for (size_t k = 0; k <= p; k++)
        earlier += period[k].n_sample;
    now->is_estimable = now->n_sample > 0 && earlier > 1;
    if (p > 0 && !(now->is_estimable && period[p - 1].is_estimable))
        now->p_change = NAN;
    if (now->is_estimable)
        now->beyond_ageing =
            now->p_beyond_ageing >= claim ? PCART_CLAIM_YES : PCART_CLAIM_NO;
    if (p == 0 || !now->is_estimable || !period[p - 1].is_estimable ||
        count_samples(input, &period[p - 1], 1) <
            (size_t)pcart_clone_value(PCART_CS_MIN_BEFORE))
        return;
    now->is_accelerated =
        now->change.above_zero >= claim ? PCART_CLAIM_YES : PCART_CLAIM_NO;
}

/* Quantile of a distribution over the points, between them by line. */
static double
odds_quantile(const double *w, double q)
{
    double sum = 0;

    for (int i = 0; i < PCARTI_CHAIN_N; i++) {
        if (sum + w[i] >= q && w[i] > 0)
            return pcarti_chain_odds(i) +
                   ((q - sum) / w[i] - 0.5) *
                       (pcarti_chain_odds(1) - pcarti_chain_odds(0));
        sum += w[i];
    }
    return pcarti_chain_odds(PCARTI_CHAIN_N - 1);
}

static void
forecast_of(const double *w, double copies, pcart_growth_forecast *out)
{
    double half = (1 - pcart_clone_value(PCART_CS_LEVEL)) / 2;

    out->median = pcarti_expit(odds_quantile(w, 0.5)) / copies;
    out->low = pcarti_expit(odds_quantile(w, half)) / copies;
    out->high = pcarti_expit(odds_quantile(w, 1 - half)) / copies;
}

static pcart_status
posterior_at(const pcart_growth_input *input,
             const pcart_growth_options *options, double year,
             pcart_arena *arena, double out[PCARTI_CHAIN_N], double *copies,
             pcart_err *err)
{
    pcarti_chain *chain = pcart_arena_take(arena, 1, sizeof *chain);
    pcart_status status;

    if (!chain)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    if (!isfinite(year))
        return pcart_err_set(err, PCART_E_RANGE, "no time was given");
    status = pcarti_chain_make(input, options, year, arena, chain, err);
    if (status)
        return status;
    *copies = chain->copies;
    if (!pcarti_chain_at(chain, pcarti_chain_probe(chain), out, arena))
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "no course of growth fits the counts");
    return PCART_OK;
}

pcart_status
pcart_growth_at(const pcart_growth_input *input,
                const pcart_growth_options *options, double year,
                pcart_arena *arena, pcart_growth_forecast *out, pcart_err *err)
{
    double post[PCARTI_CHAIN_N], copies;
    pcart_status status =
        posterior_at(input, options, year, arena, post, &copies, err);

    if (!status)
        forecast_of(post, copies, out);
    return status;
}

pcart_status
pcart_growth_predict(const pcart_growth_input *input,
                     const pcart_growth_options *options,
                     const pcart_growth_sample *next, pcart_arena *arena,
                     double *below, double *under, pcart_err *err)
{
    double post[PCARTI_CHAIN_N], copies, at = 0, less = 0;
    int alt = (int)next->count.alt;
    pcarti_mix with, without;
    pcart_status status = pcarti_count_check(&next->count, err);

    if (!status)
        status =
            posterior_at(input, options, next->year, arena, post, &copies, err);
    if (status)
        return status;
    pcarti_mix_init(&with, &next->count, alt, 1);
    if (alt > 0)
        pcarti_mix_init(&without, &next->count, alt - 1, 1);
    for (int i = 0; i < PCARTI_CHAIN_N; i++) {
        double vaf = pcarti_expit(pcarti_chain_odds(i)) / copies;

        if (post[i] < 1e-12)
            continue;
        at += post[i] * pcarti_mix_cdf(&with, vaf);
        if (alt > 0)
            less += post[i] * pcarti_mix_cdf(&without, vaf);
    }
    *below = at;
    *under = less;
    return PCART_OK;
}

/* Fraction at the first infusion, and the year of one cell, from there or
 * from the first sample back. */
static pcart_status
find_onset(const pcart_growth_input *input, const pcart_growth_options *options,
           pcart_arena *arena, pcart_growth *g, pcart_err *err)
{
    double copies = input->copies > 0 ? input->copies : 2, year;
    double rate = g->period[0].rate.mean;
    pcart_growth_forecast at;
    pcart_status status;

    g->vaf_at_infusion = g->vaf_at_low = g->vaf_at_high = g->onset = NAN;
    year = input->n_infusion ? input->infusion[0] : input->sample[0].year;
    status = pcart_growth_at(input, options, year, arena, &at, err);
    if (status)
        return status;
    if (input->n_infusion) {
        g->vaf_at_infusion = at.median;
        g->vaf_at_low = at.low;
        g->vaf_at_high = at.high;
    }
    if (g->period[0].n_sample > 1 && g->period[0].rate.low > 0)
        g->onset = year - (pcarti_logit(at.median * copies) -
                           pcarti_logit(1 / g->n_eff)) /
                              rate;
    return PCART_OK;
}

pcart_status
pcart_growth_find(const pcart_growth_input *input,
                  const pcart_growth_options *options, pcart_arena *arena,
                  pcart_growth *out, pcart_err *err)
{
    pcarti_chain *chain = pcart_arena_take(arena, 1, sizeof *chain);
    pcart_growth g = {0};
    pcart_growth_period *period;
    pcart_status status;

    if (!chain)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    status = pcarti_chain_make(input, options, NAN, arena, chain, err);
    if (status)
        return status;
    g.n_period = chain->n_period;
    g.period = period = pcart_arena_take(arena, g.n_period, sizeof *period);
    if (!period)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    g.ageing = pcart_ageing_find(input->gene ? input->gene : "")->rate;
    g.n_eff = chain->period[0].n_eff;
    for (size_t p = 0; p < g.n_period && !status; p++) {
        period[p].begin = chain->period[p].begin;
        period[p].end = chain->period[p].end;
        period[p].p_change = NAN;
        period[p].n_sample = count_samples(input, &period[p], 0);
        status = find_rate(chain, p, arena, &period[p], g.ageing, err);
        if (!status && p > 0)
            status = find_change(chain, p, arena, &period[p], err);
        find_doubling(&period[p]);
        find_claims(input, period, p);
    }
    if (!status)
        status = find_onset(input, options, arena, &g, err);
    if (!status)
        *out = g;
    return status;
}
