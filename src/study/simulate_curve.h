/* simulate_curve.h -- the course of one analyte, with noise.  Layer: study. */
#ifndef PCARTI_SIMULATE_CURVE_H
#define PCARTI_SIMULATE_CURVE_H

#include "core/rng.h"

enum {
    PCARTI_SIM_KNOT = 40,
    PCARTI_SIM_BAND = 12,
    PCARTI_SIM_LAST = 100000 /* a day after all others */
};

/*
 * Straight lines between knots on a logarithmic scale, with noise; bands keep
 * what the plan fixed (a day of the low stretch is low, the day after it is
 * not) whatever the noise is.  Zero is an empty curve.
 */
typedef struct pcarti_sim_curve {
    struct {
        int day;
        double level; /* log2 */
    } knot[PCARTI_SIM_KNOT];
    struct {
        int first, last;
        int low, high;
    } band[PCARTI_SIM_BAND]; /* the first that holds the day counts */
    int n_knot, n_band, at;
    double noise;
} pcarti_sim_curve;

/* A knot.  They come in time order; one that comes too late in the plan is
 * left out. */
void pcarti_sim_bend(pcarti_sim_curve *t, int day, double value);

/* A band; nothing when last < first. */
void pcarti_sim_bound(pcarti_sim_curve *t, int first, int last, int low,
                      int high);

/* The value of a day; days must not fall from call to call. */
int pcarti_sim_measure(pcarti_sim_curve *t, int day, pcarti_rng *rng);

#endif
