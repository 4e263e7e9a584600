/* marker.c -- one common variant in one sample.  Layer: clone. */
#include "clone/marker.h"

#include <math.h>

#include <Rmath.h>

#include "clone/chance.h"
#include "postcart/clone_rules.h"

enum { N_BIAS = 5 };

/* Gauss-Hermite points of the capture bias. */
static const double bias_point[N_BIAS] = {-2.856970013872806,
                                          -1.355626179974266, 0,
                                          1.355626179974266, 2.856970013872806};
static const double bias_weight[N_BIAS] = {0.011257411327720, 0.222075922005613,
                                           0.533333333333333, 0.222075922005613,
                                           0.011257411327720};

/* Beta-binomial without the number of ways, which all points share; the mean is
 * within 0 and 1. */
static double
kernel(double x, double n, double mean, double precision)
{
    const double a = mean * precision, b = precision - a;

    if (!isfinite(precision))
        return x * log(mean) + (n - x) * log1p(-mean);
    return lbeta(x + a, n - x + b) - lbeta(a, b);
}

double
pcarti_marker_log(const pcart_marker *m, double fraction, double error,
                  double rho)
{
    double sd = pcart_clone_value(m->has_bias ? PCART_CS_MARKER_SD
                                              : PCART_CS_MARKER_BIAS_SD);
    double e = m->error > 0 ? m->error : error, at[N_BIAS], sum = 0;
    double precision = pcarti_bb_precision(rho), p = fraction;
    double top = -INFINITY;

    if (p <= 0 || p >= 1)
        return pcarti_bb_log(m->alt, m->depth, p <= 0 ? e : 1 - e, precision);
    for (int i = 0; i < N_BIAS; i++) {
        double b = exp(m->bias + sd * bias_point[i]);
        double q = p * b / (p * b + 1 - p);

        q = q * (1 - e) + (1 - q) * e;
        at[i] = kernel(m->alt, m->depth, q, precision);
        top = at[i] > top ? at[i] : top;
    }
    for (int i = 0; i < N_BIAS; i++)
        sum += bias_weight[i] * exp(at[i] - top);
    return lchoose(m->depth, m->alt) + top + log(sum);
}

void
pcarti_genotype_prior(double frequency, double out[3])
{
    double q = 1 - frequency;

    out[0] = q * q;
    out[1] = 2 * frequency * q;
    out[2] = frequency * frequency;
}

void
pcarti_genotype_given(pcart_kinship kin, int relative, double frequency,
                      double out[3])
{
    double f = frequency, q = 1 - f, any[3], one[3];
    static const double share[PCART_N_KIN][3] = {
        /* alleles identical by descent: 0, 1, 2 */
        [PCART_KIN_SAME] = {0, 0, 1},
        [PCART_KIN_PARENT_CHILD] = {0, 1, 0},
        [PCART_KIN_SIBLING] = {0.25, 0.5, 0.25},
        [PCART_KIN_UNRELATED] = {1, 0, 0},
    };

    pcarti_genotype_prior(f, any);
    one[0] = relative == 0 ? q : relative == 1 ? q / 2 : 0;
    one[1] = relative == 0 ? f : relative == 1 ? 0.5 : q;
    one[2] = relative == 2 ? f : relative == 1 ? f / 2 : 0;
    for (int g = 0; g < 3; g++)
        out[g] = share[kin][0] * any[g] + share[kin][1] * one[g] +
                 share[kin][2] * (g == relative);
}
