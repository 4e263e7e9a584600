/*
 * meta_shares.c -- pooling rare shares by a binomial-normal model.
 * Layer: stat.
 *
 * Each centre's likelihood is integrated over its normal intercept by adaptive
 * Gauss-Hermite quadrature; the mean and the standard deviation of the
 * intercepts are then found by Newton steps on numeric derivatives.
 */
#include <math.h>

#include "postcart/meta.h"
#include "stat/curve.h"
#include "stat/dist.h"

enum { N_NODE = 7, MOST_ITERATION = 200, N_LINE = 200 };

/* Abscissas and weights for the weight function exp(-x^2). */
static const double node[N_NODE] = {
    -2.6519613568352334924708, -1.6735516287674714450318,
    -0.8162878828589646630387, 0,
    0.8162878828589646630387,  1.6735516287674714450318,
    2.6519613568352334924708};
static const double node_weight[N_NODE] = {
    9.717812450995191541494e-4, 5.451558281912703059218e-2,
    0.4256072526101278005203,   0.810264617556807326765,
    0.4256072526101278005203,   5.451558281912703059218e-2,
    9.717812450995191541494e-4};

typedef struct shares {
    const int *count, *total;
    size_t n;
} shares;

static double
log_binomial(double x, double n, double eta)
{
    double soft = eta > 0 ? eta + log1p(exp(-eta)) : log1p(exp(eta));

    return x * eta - n * soft;
}

/* The log likelihood of one centre: b is standard normal, eta mu + tau b. */
static double
centre_likelihood(double x, double n, double mu, double tau)
{
    double b = 0, curvature = 1, sum = 0, scale, peak;

    if (tau == 0)
        return log_binomial(x, n, mu);
    for (int i = 0; i < MOST_ITERATION; i++) {
        double q = 1 / (1 + exp(-(mu + tau * b))), step;

        curvature = tau * tau * n * q * (1 - q) + 1;
        step = (tau * (x - n * q) - b) / curvature;
        b += fmax(-2, fmin(2, step));
        if (fabs(step) < 1e-12)
            break;
    }
    scale = sqrt(2 / curvature);
    peak = log_binomial(x, n, mu + tau * b) - b * b / 2;
    for (int k = 0; k < N_NODE; k++) {
        double at = b + scale * node[k];

        sum += node_weight[k] *
               exp(node[k] * node[k] + log_binomial(x, n, mu + tau * at) -
                   at * at / 2 - peak);
    }
    return peak + log(sum * scale / sqrt(2 * M_PI));
}

static double
likelihood(const shares *s, double mu, double tau)
{
    double sum = 0;

    for (size_t i = 0; i < s->n; i++)
        sum += centre_likelihood(s->count[i], s->total[i], mu, tau);
    return sum;
}

/* The best mu for a given tau, with the curvature there. */
static double
best_mean(const shares *s, double tau, double *mu, double *curvature)
{
    for (int i = 0; i < MOST_ITERATION; i++) {
        const double h = 1e-4;
        double up = likelihood(s, *mu + h, tau);
        double down = likelihood(s, *mu - h, tau);
        double here = likelihood(s, *mu, tau), step;

        *curvature = (2 * here - up - down) / (h * h);
        if (!(*curvature > 0))
            break;
        step = (up - down) / (2 * h) / *curvature;
        *mu += fmax(-1, fmin(1, step));
        if (fabs(step) < 1e-10)
            break;
    }
    return likelihood(s, *mu, tau);
}

/* Golden section over tau, after a coarse look along a line. */
static double
best_spread(const shares *s, double start)
{
    const double golden = 0.6180339887498949, width = 0.05;
    double low = 0, high, best, curvature, mu = start;
    int at = 0;

    best = best_mean(s, 0, &mu, &curvature);
    for (int k = 1; k <= N_LINE; k++) {
        double value = best_mean(s, k * width, &mu, &curvature);

        if (value > best) {
            best = value;
            at = k;
        }
    }
    low = at ? (at - 1) * width : 0;
    high = (at + 1) * width;
    while (high - low > 1e-9) {
        double a = high - golden * (high - low);
        double b = low + golden * (high - low);

        if (best_mean(s, a, &mu, &curvature) < best_mean(s, b, &mu, &curvature))
            low = a;
        else
            high = b;
    }
    return low > 1e-6 ? (low + high) / 2 : 0;
}

/* Second difference of the likelihood along a direction, of fourth order. */
static double
bend(const shares *s, double mu, double tau, double a, double b)
{
    const double h = 2e-3;
    double one = likelihood(s, mu + a * h, tau + b * h) +
                 likelihood(s, mu - a * h, tau - b * h);
    double two = likelihood(s, mu + 2 * a * h, tau + 2 * b * h) +
                 likelihood(s, mu - 2 * a * h, tau - 2 * b * h);

    return (16 * one - two - 30 * likelihood(s, mu, tau)) / (12 * h * h);
}

/* Of the mean, with the spread estimated too, as lme4. */
static double
std_err_of(const shares *s, double mu, double tau)
{
    double mm = bend(s, mu, tau, 1, 0), tt = bend(s, mu, tau, 0, 1);
    double mt = (bend(s, mu, tau, 1, 1) - mm - tt) / 2;

    return sqrt(1 / -(mm - mt * mt / tt));
}

pcart_status
pcart_meta_shares(const int *count, const int *total, size_t n, double level,
                  pcart_meta *out, pcart_err *err)
{
    shares s = {count, total, n};
    pcart_meta m = {.n = n,
                    .level = pcarti_level(level),
                    .method = "binomial-normal model, maximum likelihood",
                    .r_call = "metafor::rma.glmm(measure = \"PLO\", xi, ni)"};
    double sum = 0, all = 0, tau, curvature = 0, z;
    pcart_status st = pcarti_level_check(m.level, err);

    if (st)
        return st;
    for (size_t i = 0; i < n; i++) {
        if (total[i] < 1 || count[i] < 0 || count[i] > total[i])
            return pcart_err_set(err, PCART_E_RANGE,
                                 "centre %zu: %d of %d is impossible", i + 1,
                                 count[i], total[i]);
        sum += count[i];
        all += total[i];
    }
    if (n < 2 || sum == 0 || sum == all)
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "%g of %g events in %zu centres cannot be pooled",
                             sum, all, n);
    m.estimate = log(sum / (all - sum));
    tau = best_spread(&s, m.estimate);
    m.tau2 = tau * tau;
    if (tau > 0) {
        best_mean(&s, tau, &m.estimate, &curvature);
        m.std_err = std_err_of(&s, m.estimate, tau);
    } else {
        m.std_err = sqrt(1 / sum + 1 / (all - sum));
    }
    z = pcarti_level_z(m.level);
    m.low = m.estimate - z * m.std_err;
    m.high = m.estimate + z * m.std_err;
    m.statistic = m.estimate / m.std_err;
    m.p_value = 2 * pnorm(-fabs(m.statistic), 0, 1, 1, 0);
    m.q_df = (double)n - 1;
    *out = m;
    return PCART_OK;
}
