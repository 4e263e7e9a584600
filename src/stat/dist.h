/* dist.h -- R's own distribution functions.  Layer: stat. */
#ifndef PCARTI_DIST_H
#define PCARTI_DIST_H

#define MATHLIB_STANDALONE 1
#include <Rmath.h>

/* Whether a confidence level can be used; 0 stands for 0.95. */
static inline double
pcarti_level(double level)
{
    return level == 0 ? 0.95 : level;
}

/* The normal quantile of a two-sided interval, as R's qnorm(1 - (1 - l)/2). */
static inline double
pcarti_level_z(double level)
{
    return qnorm(1 - (1 - level) / 2, 0, 1, 1, 0);
}

#endif
