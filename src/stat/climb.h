/* climb.h -- the maximum of a penalised likelihood, and its profile.
 * Layer: stat. */
#ifndef PCARTI_CLIMB_H
#define PCARTI_CLIMB_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/covariates.h"
#include "postcart/err.h"

/*
 * A function of p coefficients.  The owner fills p, context and the two
 * functions; `value` sets value and information (upper triangle) at `beta`,
 * `gradient` then sets the gradient at the same place.
 */
typedef struct pcarti_climb {
    size_t p;
    void *context;
    void (*value)(struct pcarti_climb *climb, const double *beta);
    void (*gradient)(struct pcarti_climb *climb);
    double *beta; /* start, then result */
    double at;    /* the value there */
    double *slope, *information, *factor;
    int is_converged, n_iteration;
    size_t rank; /* of the information at the first point */
    /* coefficients that may move, and work for the step */
    size_t *free_index, n_free;
    double *trial, *free_matrix, *free_step;
    double *curvature;   // from differences, free x free
    double *best;        // where the curvature took over
    double *warm, *kept; // of the profile: where the last search ended
} pcarti_climb;

PCART_MUST_CHECK pcart_status pcarti_climb_take(pcarti_climb *climb,
                                                pcart_arena *arena,
                                                pcart_err *err);

/* All may move but `fixed`; none is fixed if it is p or more. */
void pcarti_climb_free(pcarti_climb *climb, size_t fixed);

/* Newton steps from beta, halved until the value does not fall. */
void pcarti_climb_run(pcarti_climb *climb);

/*
 * Limits and test of coefficient k (scaled by `scale`) from the profile: the
 * best value with it fixed.  `best` and `start` are the maximum; fills z,
 * p_value, low and high (exponents).
 */
void pcarti_climb_profile(pcarti_climb *climb, const double *start, double best,
                          size_t k, double scale, double level,
                          pcart_coefficient *out);

#endif
