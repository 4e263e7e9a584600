/*
 * presence.c -- what one sample says of one variant: true fragments by a
 * beta-binomial round the fraction, false ones by another round the error.
 * Layer: clone.
 */
#include "postcart/presence.h"

#include <math.h>
#include <stddef.h>

#include <Rmath.h>

#include "clone/chance.h"
#include "postcart/clone_rules.h"

enum {
    /* Up to here true and false fragments are summed over one by one; above it
     * their sum is a beta-binomial with the same mean and variance. */
    EXACT_MAX = 200,
    N_GRID = 600,
    N_BISECT = 60
};

/* Fractions that are looked at. */
static const double lowest = 1e-7, highest = 0.9999;

/* Weights of i true fragments: what the false ones must do. */
typedef struct mix {
    const pcart_presence_count *count;
    int alt;
    int is_exact;
    double weight[EXACT_MAX + 1];
} mix;

/* False fragments are exactly (is_cdf: at most) those that remain. */
static void
mix_init(mix *m, const pcart_presence_count *count, int alt, int is_cdf)
{
    m->count = count;
    m->alt = alt;
    m->is_exact = alt <= EXACT_MAX;
    for (int i = 0; m->is_exact && i <= alt; i++) {
        double n = (double)count->depth - i;

        if (is_cdf)
            m->weight[i] = 1 - pcarti_bb_tail(alt - i + 1, n, count->error,
                                              count->precision);
        else
            m->weight[i] =
                exp(pcarti_bb_log(alt - i, n, count->error, count->precision));
    }
}

/* Mean and precision of all alternate fragments at a fraction. */
static void
moments(const pcart_presence_count *count, double vaf, double *mean,
        double *precision)
{
    double n = count->depth, e = count->error * (1 - vaf), noise, signal,
           spread;

    *mean = vaf + e;
    signal = vaf * (1 - vaf) * count->signal_rho;
    noise =
        isfinite(count->precision) ? e * (1 - e) / (count->precision + 1) : 0;
    spread = n > 1 ? (signal + noise) / (*mean * (1 - *mean)) : 0;
    *precision = pcarti_bb_precision(spread);
}

/* Log of the sum over i true fragments of their probability and weight. */
static double
mix_log(const mix *m, double vaf)
{
    double n = m->count->depth, a, b, r, term = 1, sum = 0, scale = 0;
    int is_binomial = !(m->count->signal_rho > 1e-10);

    if (vaf <= 0)
        return log(m->weight[0]);
    r = pcarti_bb_precision(m->count->signal_rho);
    a = is_binomial ? vaf : vaf * r;
    b = is_binomial ? 1 - vaf : (1 - vaf) * r;
    for (int i = m->alt; i >= 0; i--) {
        sum += term * m->weight[i];
        if (i == 0)
            break;
        if (is_binomial)
            term *= i * b / ((n - i + 1) * a);
        else
            term *= i * (n - i + b) / ((n - i + 1) * (i - 1 + a));
        if (term > 1e150) {
            term *= 1e-150;
            sum *= 1e-150;
            scale += 150 * M_LN10;
        }
    }
    return log(sum) + scale + pcarti_bb_log(m->alt, n, vaf, r);
}

static double
log_likelihood(const mix *m, double vaf)
{
    double mean, precision;

    if (m->is_exact)
        return mix_log(m, vaf);
    if (vaf <= 0)
        return pcarti_bb_log(m->alt, m->count->depth, m->count->error,
                             m->count->precision);
    moments(m->count, vaf, &mean, &precision);
    return pcarti_bb_log(m->alt, m->count->depth, mean, precision);
}

static double
cdf(const mix *m, double vaf)
{
    double mean, precision, p;

    if (m->alt >= (int)m->count->depth)
        return 1;
    if (!m->is_exact) {
        moments(m->count, vaf, &mean, &precision);
        return 1 - pcarti_bb_tail(m->alt + 1, m->count->depth, mean, precision);
    }
    p = exp(mix_log(m, vaf));
    return p > 1 ? 1 : p;
}

double
pcart_presence_loglik(const pcart_presence_count *count, double vaf)
{
    mix m;

    mix_init(&m, count, (int)count->alt, 0);
    return log_likelihood(&m, vaf);
}

double
pcart_presence_cdf(const pcart_presence_count *count, int alt, double vaf)
{
    mix m;

    if (alt < 0)
        return 0;
    mix_init(&m, count, alt, 1);
    return cdf(&m, vaf);
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

/* The fraction at which the cdf falls to `target`. */
static double
cdf_falls_to(const mix *m, double target)
{
    double low = log(lowest), high = log(highest);

    if (cdf(m, lowest) < target)
        return 0;
    if (cdf(m, highest) >= target)
        return 1;
    for (int i = 0; i < N_BISECT; i++) {
        double middle = (low + high) / 2;

        if (cdf(m, exp(middle)) >= target)
            low = middle;
        else
            high = middle;
    }
    return exp((low + high) / 2);
}

static double
detection_limit(const pcart_presence_count *count, int critical)
{
    mix m;
    double vaf;

    if (critical > (int)count->depth)
        return NAN;
    mix_init(&m, count, critical - 1, 1);
    vaf = cdf_falls_to(&m, 1 - pcart_clone_value(PCART_CS_POWER));
    return vaf < 1 ? vaf : NAN;
}

static double
grid_log(int i, double low, double high)
{
    return log(low) + (log(high) - log(low)) * i / (N_GRID - 1);
}

/* The best fraction: best of a grid, then narrowed by golden section. */
static double
maximum(const mix *m, double *best)
{
    const double golden = (sqrt(5.0) - 1) / 2;
    double zero = log_likelihood(m, 0), top = -INFINITY, left, right, a, b;
    int at = 0;

    for (int i = 0; i < N_GRID; i++) {
        double l = log_likelihood(m, exp(grid_log(i, lowest, highest)));

        if (l > top) {
            top = l;
            at = i;
        }
    }
    left = grid_log(at > 0 ? at - 1 : 0, lowest, highest);
    right = grid_log(at < N_GRID - 1 ? at + 1 : at, lowest, highest);
    for (int i = 0; i < N_BISECT; i++) {
        a = right - golden * (right - left);
        b = left + golden * (right - left);
        if (log_likelihood(m, exp(a)) < log_likelihood(m, exp(b)))
            left = a;
        else
            right = b;
    }
    a = exp((left + right) / 2);
    *best = log_likelihood(m, a);
    if (zero >= *best) {
        *best = zero;
        return 0;
    }
    return a;
}

/* Where the log-likelihood crosses `level` between an inner and an outer
 * fraction. */
static double
crossing(const mix *m, double level, double inner, double outer)
{
    double a = log(inner), b = log(outer);

    for (int i = 0; i < N_BISECT; i++) {
        double middle = (a + b) / 2;

        if (log_likelihood(m, exp(middle)) >= level)
            a = middle;
        else
            b = middle;
    }
    return exp((a + b) / 2);
}

static void
find_interval(const mix *m, pcart_presence *out)
{
    double best, level;

    out->vaf = maximum(m, &best);
    level = best - qchisq(pcart_clone_value(PCART_CS_LEVEL), 1, 1, 0) / 2;
    if (log_likelihood(m, 0) >= level || out->vaf <= lowest)
        out->low = 0;
    else
        out->low = log_likelihood(m, lowest) >= level
                       ? lowest
                       : crossing(m, level, out->vaf, lowest);
    out->high = log_likelihood(m, highest) >= level
                    ? 1
                    : crossing(m, level, out->vaf > lowest ? out->vaf : lowest,
                               highest);
}

/* Present under a log-uniform prior against absent; share above each tau. */
static void
integrate(const mix *m, double low, double high, pcart_presence *out)
{
    const double *tau = pcart_presence_tau();
    double all = -INFINITY,
           above[4] = {-INFINITY, -INFINITY, -INFINITY, -INFINITY};

    for (int i = 0; i < N_GRID; i++) {
        double x = grid_log(i, low, high), l = log_likelihood(m, exp(x));

        if (i == 0 || i == N_GRID - 1)
            l -= M_LN2; // ends of the trapezoids
        all = pcarti_log_add(all, l);
        for (int k = 0; k < 4; k++)
            if (x > log(tau[k]))
                above[k] = pcarti_log_add(above[k], l);
    }
    for (int k = 0; k < 4; k++)
        out->above[k] = exp(above[k] - all);
    out->log10_bf = (all - log(N_GRID - 1) - log_likelihood(m, 0)) / M_LN10;
}

static pcart_status
check(const pcart_presence_count *count, pcart_err *err)
{
    if (count->alt > count->depth || count->depth > PCART_PRESENCE_MAX)
        return pcart_err_set(err, PCART_E_RANGE, "%lu of %lu is impossible",
                             (unsigned long)count->alt,
                             (unsigned long)count->depth);
    if (!(count->error > 0 && count->error < 1) || !(count->precision > 0) ||
        !(count->signal_rho >= 0 && count->signal_rho < 1))
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
    pcart_presence answer = {0};
    pcart_status status = check(count, err);
    mix m;

    if (status)
        return status;
    options = options ? options : &none;
    answer.p = pcart_presence_tail(count, (int)count->alt);
    answer.critical = critical_count(
        count, options->alpha > 0 ? options->alpha
                                  : pcart_clone_value(PCART_CS_ALPHA));
    answer.lob = (double)answer.critical / count->depth;
    answer.lod = detection_limit(count, answer.critical);
    mix_init(&m, count, (int)count->alt, 1);
    answer.upper = cdf_falls_to(&m, 1 - pcart_clone_value(PCART_CS_LEVEL));
    mix_init(&m, count, (int)count->alt, 0);
    find_interval(&m, &answer);
    integrate(&m,
              options->prior_low > 0 ? options->prior_low
                                     : pcart_clone_value(PCART_CS_PRIOR_LOW),
              options->prior_high > 0 ? options->prior_high
                                      : pcart_clone_value(PCART_CS_PRIOR_HIGH),
              &answer);
    *out = answer;
    return PCART_OK;
}

pcart_presence_count
pcart_presence_join(const pcart_presence_count *group, int n)
{
    pcart_presence_count all = {.precision = INFINITY};
    double mean = 0, variance = 0, signal = 0, depth = 0, plain;

    for (int i = 0; i < n; i++) {
        double d = group[i].depth, e = group[i].error, r;

        r = isfinite(group[i].precision) ? 1 / (group[i].precision + 1) : 0;
        all.alt += group[i].alt;
        all.depth += group[i].depth;
        depth += d;
        mean += d * e;
        signal += d * group[i].signal_rho;
        variance += d * e * (1 - e) * (1 + (d > 1 ? (d - 1) * r : 0));
    }
    if (depth <= 0)
        return n > 0 ? group[0] : all;
    all.error = mean / depth;
    all.signal_rho = signal / depth;
    plain = mean * (1 - all.error);
    if (depth > 1 && variance > plain)
        all.precision =
            pcarti_bb_precision((variance / plain - 1) / (depth - 1));
    return all;
}
