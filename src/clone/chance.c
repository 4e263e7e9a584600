/* chance.c -- distribution functions that the clone layer shares.
 * Layer: clone. */
#include "clone/chance.h"

#include <math.h>

#include <Rmath.h>

/* Beyond this precision a beta-binomial is a binomial to all digits that a
 * difference of logarithms of gamma functions has. */
#define PRECISION_MAX 1e10

double
pcarti_bb_precision(double rho)
{
    return rho > 1 / PRECISION_MAX ? 1 / rho - 1 : INFINITY;
}

double
pcarti_bb_log(double x, double n, double mean, double precision)
{
    double a, b;

    if (x < 0 || x > n)
        return -INFINITY;
    if (mean <= 0)
        return x > 0 ? -INFINITY : 0;
    if (mean >= 1)
        return x < n ? -INFINITY : 0;
    if (!(precision < PRECISION_MAX))
        return dbinom(x, n, mean, 1);
    a = mean * precision;
    b = precision - a;
    return lchoose(n, x) + lbeta(x + a, n - x + b) - lbeta(a, b);
}

double
pcarti_bb_tail(double x, double n, double mean, double precision)
{
    double a = mean * precision, b = precision - a;
    double term, sum;

    if (x <= 0)
        return 1;
    if (x > n || mean <= 0)
        return 0;
    if (!(precision < PRECISION_MAX))
        return pbinom(x - 1, n, mean, 0, 0);
    if (x <= n * mean) { // the other side is the shorter one
        term = exp(pcarti_bb_log(x - 1, n, mean, precision));
        sum = term;
        for (double i = x - 1; i > 0 && term > sum * 1e-17; i--) {
            term *= i * (n - i + b) / ((n - i + 1) * (i - 1 + a));
            sum += term;
        }
        return sum >= 1 ? 0 : 1 - sum;
    }
    term = exp(pcarti_bb_log(x, n, mean, precision));
    sum = term;
    for (double i = x; i < n; i++) {
        term *= (n - i) * (i + a) / ((i + 1) * (n - i - 1 + b));
        sum += term;
        if (term <= sum * 1e-17)
            break;
    }
    return sum > 1 ? 1 : sum;
}

double
pcarti_log_add(double a, double b)
{
    double high = a > b ? a : b, low = a > b ? b : a;

    if (high == -INFINITY)
        return high;
    return high + log1p(exp(low - high));
}

double
pcarti_logit(double p)
{
    return log(p) - log1p(-p);
}

double
pcarti_expit(double x)
{
    return x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x));
}
