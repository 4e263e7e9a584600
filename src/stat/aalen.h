/* aalen.h -- the variance of a cumulative incidence, step by step.
 * Layer: stat. */
#ifndef PCARTI_AALEN_H
#define PCARTI_AALEN_H

/* Running sums of the variance of F: a quadratic in the final F. */
typedef struct pcarti_aalen {
    double one, mixed, square; // Var = one + F^2 square - 2 F mixed
} pcarti_aalen;

static inline double
pcarti_aalen_variance(const pcarti_aalen *m, double f)
{
    return m->one + f * f * m->square - 2 * f * m->mixed;
}

/* One step of weight `t`. */
static inline void
pcarti_aalen_step(pcarti_aalen *m, double t, double a, double b)
{
    m->one += b * b * t;
    m->mixed += a * b * t;
    m->square += a * a * t;
}

/* The weight of `d` tied events at `r` at risk, S before. */
static inline double
pcarti_aalen_weight(double d, double r, double before)
{
    double tie = d > 1 ? 1 - (d - 1) / (r - 1) : 1;

    return before * before * tie * d / (r * r);
}

#endif
