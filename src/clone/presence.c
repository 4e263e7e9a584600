/* presence.c -- what one sample says of one variant.  Layer: clone. */
#include "postcart/presence.h"

#include <math.h>

#include "clone/chance.h"
#include "clone/likelihood.h"
#include "postcart/clone_rules.h"

enum { N_BISECT = 60 };

double
pcart_presence_loglik(const pcart_presence_count *count, double vaf)
{
    pcarti_mix m;

    pcarti_mix_init(&m, count, (int)count->alt, 0);
    return pcarti_mix_log(&m, 1, vaf);
}

double
pcart_presence_cdf(const pcart_presence_count *count, int alt, double vaf)
{
    pcarti_mix m;

    if (alt < 0)
        return 0;
    pcarti_mix_init(&m, count, alt, 1);
    return pcarti_mix_cdf(&m, vaf);
}

double
pcart_presence_tail(const pcart_presence_count *count, int alt)
{
    return pcarti_bb_tail(alt, count->depth, count->error, count->precision);
}

const double *
pcart_presence_tau(void)
{
    static const double tau[4] = {1e-4, 1e-3, 5e-3, 2e-2};

    return tau;
}

/* Fewest fragments that error alone gives with probability alpha at most. */
static int
critical_count(const pcart_presence_count *count, double alpha)
{
    int low = 1, high = (int)count->depth + 1;

    while (low < high) {
        int middle = low + (high - low) / 2;

        if (pcart_presence_tail(count, middle) <= alpha)
            high = middle;
        else
            low = middle + 1;
    }
    if (low < (int)pcart_clone_value(PCART_CS_MIN_FRAGMENTS))
        low = (int)pcart_clone_value(PCART_CS_MIN_FRAGMENTS);
    return low;
}

/* The fraction at which the probability of at most `alt` falls to `target`. */
static double
falls_to(const pcart_presence_count *count, int alt, double target)
{
    double low = log(PCARTI_LOWEST), high = log(PCARTI_HIGHEST);
    pcarti_mix m;

    pcarti_mix_init(&m, count, alt, 1);
    if (pcarti_mix_cdf(&m, PCARTI_LOWEST) < target)
        return 0;
    if (pcarti_mix_cdf(&m, PCARTI_HIGHEST) >= target)
        return 1;
    for (int i = 0; i < N_BISECT; i++) {
        double middle = (low + high) / 2;

        if (pcarti_mix_cdf(&m, exp(middle)) >= target)
            low = middle;
        else
            high = middle;
    }
    return exp((low + high) / 2);
}

/*
 * Upper bound.  Fewer false fragments than expected must not exclude what as
 * many fragments without any error could not: that is the least bound.
 */
static double
upper_bound(const pcart_presence_count *count)
{
    double miss = 1 - pcart_clone_value(PCART_CS_LEVEL);
    double least = -expm1(log(miss) / count->depth);
    double upper = falls_to(count, (int)count->alt, miss);

    return upper > least ? upper : least;
}

pcart_presence_count
pcarti_count_mild(const pcart_presence_count *count)
{
    pcart_presence_count mild = *count;

    if (mild.typical > 0 && mild.typical < mild.error)
        mild.error = mild.typical;
    return mild;
}

pcart_status
pcarti_count_check(const pcart_presence_count *count, pcart_err *err)
{
    if (count->alt > count->depth || count->depth > PCART_PRESENCE_MAX)
        return pcart_err_set(err, PCART_E_RANGE, "%lu of %lu is impossible",
                             (unsigned long)count->alt,
                             (unsigned long)count->depth);
    if (!(count->error > 0 && count->error < 1) || !(count->precision > 0) ||
        !(count->signal_rho >= 0 && count->signal_rho < 1) ||
        !(count->typical >= 0 && count->typical < 1))
        return pcart_err_set(err, PCART_E_RANGE,
                             "error %g with precision %g is impossible",
                             count->error, count->precision);
    if (count->depth == 0)
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "depth 0 says nothing of a variant");
    return PCART_OK;
}

pcart_status
pcart_presence_find(const pcart_presence_count *count,
                    const pcart_presence_options *options, pcart_presence *out,
                    pcart_err *err)
{
    static const pcart_presence_options none = {0};
    pcart_presence p = {0};
    pcart_status status = pcarti_count_check(count, err);
    double alpha, low, high;
    pcart_presence_count mild;
    pcart_presence strict = {0};
    pcarti_mix m;

    if (status)
        return status;
    options = options ? options : &none;
    alpha =
        options->alpha > 0 ? options->alpha : pcart_clone_value(PCART_CS_ALPHA);
    low = options->prior_low > 0 ? options->prior_low
                                 : pcart_clone_value(PCART_CS_PRIOR_LOW);
    high = options->prior_high > 0 ? options->prior_high
                                   : pcart_clone_value(PCART_CS_PRIOR_HIGH);
    mild = pcarti_count_mild(count);
    p.p = pcart_presence_tail(count, (int)count->alt);
    p.critical = critical_count(count, alpha);
    p.lob = (double)p.critical / count->depth;
    p.lod = NAN;
    if (p.critical <= (int)count->depth)
        p.lod = falls_to(&mild, p.critical - 1,
                         1 - pcart_clone_value(PCART_CS_POWER));
    if (p.lod >= 1)
        p.lod = NAN;
    p.upper = upper_bound(&mild);
    pcarti_mix_init(&m, &mild, (int)count->alt, 0);
    pcarti_mix_estimate(&m, 1, low, high, &p);
    if (mild.error < count->error) {
        pcarti_mix_init(&m, count, (int)count->alt, 0);
        pcarti_mix_estimate(&m, 1, low, high, &strict);
        p.low = strict.low;
        p.log10_bf = strict.log10_bf;
    }
    *out = p;
    return PCART_OK;
}

pcart_presence_count
pcart_presence_join(const pcart_presence_count *group, int n)
{
    pcart_presence_count all = {.precision = INFINITY};
    double mean = 0, variance = 0, signal = 0, depth = 0, typical = 0, plain;

    for (int i = 0; i < n; i++) {
        double d = group[i].depth, e = group[i].error, r;

        r = isfinite(group[i].precision) ? 1 / (group[i].precision + 1) : 0;
        all.alt += group[i].alt;
        all.depth += group[i].depth;
        depth += d;
        mean += d * e;
        signal += d * group[i].signal_rho;
        typical += d * pcarti_count_mild(&group[i]).error;
        variance += d * e * (1 - e) * (1 + (d > 1 ? (d - 1) * r : 0));
    }
    if (depth <= 0)
        return n > 0 ? group[0] : all;
    all.error = mean / depth;
    all.signal_rho = signal / depth;
    all.typical = typical < mean ? typical / depth : 0;
    plain = mean * (1 - all.error);
    if (depth > 1 && variance > plain)
        all.precision =
            pcarti_bb_precision((variance / plain - 1) / (depth - 1));
    return all;
}
