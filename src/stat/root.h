/* root.h -- where a function of one number is 0.  Layer: stat. */
#ifndef PCARTI_ROOT_H
#define PCARTI_ROOT_H

typedef double pcarti_function(double x, const void *context);

/* The tolerance of R's uniroot, DBL_EPSILON^(1/4). */
#define PCARTI_ROOT_R_TOLERANCE 0.0001220703125

/*
 * A root of `f` between `low` and `high`, where it has different signs, by
 * Brent's method with the steps of R's uniroot: the same tolerance gives the
 * same digits.  A tolerance of 0 goes to the last digit.  Returns NAN when the
 * signs are equal.
 */
double pcarti_root(pcarti_function *f, const void *context, double low,
                   double high, double tolerance);

#endif
