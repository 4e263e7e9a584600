/* chance.h -- distribution functions that the clone layer shares.
 * Layer: clone. */
#ifndef PCARTI_CHANCE_H
#define PCARTI_CHANCE_H

/*
 * Log probability of x of n under a beta-binomial with the given mean and
 * precision (alpha + beta); binomial where the precision is infinite.
 */
double pcarti_bb_log(double x, double n, double mean, double precision);

/* Upper tail P(X >= x), summed from x upward: right to the last digits also
 * where it is small. */
double pcarti_bb_tail(double x, double n, double mean, double precision);

/* Precision that a given intra-class correlation means; INFINITY for 0. */
double pcarti_bb_precision(double rho);

/* log(exp(a) + exp(b)). */
double pcarti_log_add(double a, double b);

/* log of the odds, and back. */
double pcarti_logit(double p);
double pcarti_expit(double x);

#endif
