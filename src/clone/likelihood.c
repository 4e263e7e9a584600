/*
 * likelihood.c -- true fragments by a beta-binomial round the fraction, false
 * ones by another round the error.  Layer: clone.
 */
#include "clone/likelihood.h"

#include <math.h>

#include <Rmath.h>

#include "clone/chance.h"
#include "postcart/clone_rules.h"

enum { N_BISECT = 60 };

void
pcarti_mix_init(pcarti_mix *m, const pcart_presence_count *count, int alt,
                int is_cdf)
{
    m->count = *count;
    m->alt = alt;
    m->copies = 1;
    m->is_exact = alt <= PCARTI_EXACT_MAX;
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

/* Mean and precision of all alternate fragments at a VAF. */
static void
moments(const pcart_presence_count *count, double vaf, double *mean,
        double *precision)
{
    double e = count->error * (1 - vaf), noise, signal;

    *mean = vaf + e;
    signal = vaf * (1 - vaf) * count->signal_rho;
    noise =
        isfinite(count->precision) ? e * (1 - e) / (count->precision + 1) : 0;
    *precision = pcarti_bb_precision((signal + noise) / (*mean * (1 - *mean)));
}

/*
 * Log of the sum over i true fragments of their probability and weight, from
 * the largest i down by the ratio of neighbours, scaled before it overflows.
 */
static double
exact_log(const pcarti_mix *m, double vaf)
{
    double n = m->count.depth, a, b, r, term = 1, sum = 0, scale = 0;
    int is_binomial = !(m->count.signal_rho > 1e-10);

    r = pcarti_bb_precision(m->count.signal_rho);
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
one_log(const pcarti_mix *m, double vaf)
{
    double mean, precision;

    if (vaf <= 0)
        return pcarti_bb_log(m->alt, m->count.depth, m->count.error,
                             m->count.precision);
    if (vaf >= 1)
        return m->alt == (int)m->count.depth ? 0 : -INFINITY;
    if (m->is_exact)
        return exact_log(m, vaf);
    moments(&m->count, vaf, &mean, &precision);
    return pcarti_bb_log(m->alt, m->count.depth, mean, precision);
}

double
pcarti_mix_log(const pcarti_mix *m, int n, double fraction)
{
    double sum = 0;

    for (int i = 0; i < n; i++)
        sum += one_log(&m[i], fraction / m[i].copies);
    return sum;
}

double
pcarti_mix_cdf(const pcarti_mix *m, double vaf)
{
    double mean, precision, p;

    if (m->alt >= (int)m->count.depth)
        return 1;
    if (m->is_exact && vaf > 0) {
        p = exp(exact_log(m, vaf));
        return p > 1 ? 1 : p;
    }
    mean = m->count.error;
    precision = m->count.precision;
    if (vaf > 0)
        moments(&m->count, vaf, &mean, &precision);
    return 1 - pcarti_bb_tail(m->alt + 1, m->count.depth, mean, precision);
}

static double
grid_log(int i, double low, double high)
{
    return log(low) + (log(high) - log(low)) * i / (PCARTI_N_GRID - 1);
}

/* The best fraction: best of a grid, then narrowed by golden section. */
static double
maximum(const pcarti_mix *m, int n, double *best)
{
    const double golden = (sqrt(5.0) - 1) / 2;
    double zero = pcarti_mix_log(m, n, 0), top = -INFINITY, left, right, a, b;
    int at = 0, last = PCARTI_N_GRID - 1;

    for (int i = 0; i <= last; i++) {
        double l = pcarti_mix_log(
            m, n, exp(grid_log(i, PCARTI_LOWEST, PCARTI_HIGHEST)));

        if (l > top) {
            top = l;
            at = i;
        }
    }
    left = grid_log(at > 0 ? at - 1 : 0, PCARTI_LOWEST, PCARTI_HIGHEST);
    right = grid_log(at < last ? at + 1 : at, PCARTI_LOWEST, PCARTI_HIGHEST);
    for (int i = 0; i < N_BISECT; i++) {
        a = right - golden * (right - left);
        b = left + golden * (right - left);
        if (pcarti_mix_log(m, n, exp(a)) < pcarti_mix_log(m, n, exp(b)))
            left = a;
        else
            right = b;
    }
    a = exp((left + right) / 2);
    *best = pcarti_mix_log(m, n, a);
    if (zero >= *best) {
        *best = zero;
        return 0;
    }
    return a;
}

/* Where the log-likelihood crosses `level` between an inner and an outer
 * fraction. */
static double
crossing(const pcarti_mix *m, int n, double level, double inner, double outer)
{
    double a = log(inner), b = log(outer);

    for (int i = 0; i < N_BISECT; i++) {
        double middle = (a + b) / 2;

        if (pcarti_mix_log(m, n, exp(middle)) >= level)
            a = middle;
        else
            b = middle;
    }
    return exp((a + b) / 2);
}

static void
find_interval(const pcarti_mix *m, int n, pcart_presence *out)
{
    double best, level, inner;

    out->vaf = maximum(m, n, &best);
    level = best - qchisq(pcart_clone_value(PCART_CS_LEVEL), 1, 1, 0) / 2;
    inner = out->vaf > PCARTI_LOWEST ? out->vaf : PCARTI_LOWEST;
    if (pcarti_mix_log(m, n, 0) >= level)
        out->low = 0;
    else if (pcarti_mix_log(m, n, PCARTI_LOWEST) >= level)
        out->low = PCARTI_LOWEST;
    else
        out->low = crossing(m, n, level, inner, PCARTI_LOWEST);
    if (pcarti_mix_log(m, n, PCARTI_HIGHEST) >= level)
        out->high = 1;
    else
        out->high = crossing(m, n, level, inner, PCARTI_HIGHEST);
}

void
pcarti_mix_estimate(const pcarti_mix *m, int n, double low, double high,
                    pcart_presence *out)
{
    const double *tau = pcart_presence_tau();
    double all = -INFINITY, above[4];

    find_interval(m, n, out);
    for (int k = 0; k < 4; k++)
        above[k] = -INFINITY;
    for (int i = 0; i < PCARTI_N_GRID; i++) {
        double x = grid_log(i, low, high), l = pcarti_mix_log(m, n, exp(x));

        if (i == 0 || i == PCARTI_N_GRID - 1)
            l -= M_LN2; // ends of the trapezoids
        all = pcarti_log_add(all, l);
        for (int k = 0; k < 4; k++)
            if (x > log(tau[k]))
                above[k] = pcarti_log_add(above[k], l);
    }
    for (int k = 0; k < 4; k++)
        out->above[k] = exp(above[k] - all);
    out->log10_bf =
        (all - log(PCARTI_N_GRID - 1) - pcarti_mix_log(m, n, 0)) / M_LN10;
}
