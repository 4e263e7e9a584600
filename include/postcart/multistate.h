/* multistate.h -- probabilities of paths through states.  Layer: stat. */
#ifndef POSTCART_MULTISTATE_H
#define POSTCART_MULTISTATE_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/err.h"

/**
 * Stretches of time that subjects spend in a state, one row each: in @c from
 * over (start, stop], then to @c to, or censored.  Columns are borrowed.
 */
typedef struct pcart_paths {
    size_t n;
    int n_state;
    const int *subject; /**< 0 to n_subject - 1 */
    int n_subject;
    const double *start, *stop;
    const int *from; /**< 0 to n_state - 1 */
    const int *to;   /**< the same, or -1: censored */
} pcart_paths;

typedef enum pcart_multistate_variance {
    PCART_MULTISTATE_GREENWOOD, /**< R etm; O(times states^3) */
    PCART_MULTISTATE_JACKKNIFE  /**< by subject, without the Markov
                                     assumption: R survfit; O(times rows) */
} pcart_multistate_variance;

/** Zero is valid: from time 0, as the subjects are distributed then. */
typedef struct pcart_multistate_options {
    double origin; /**< probabilities given the state just after this time */
    /** Start: NULL for the observed shares of those at risk at the first
     * event, else n_state probabilities, such as 1, 0, 0. */
    const double *initial;
    pcart_multistate_variance variance;
    double level; /**< 0 means 0.95; the interval is plain, cut at 0 and 1 */
} pcart_multistate_options;

typedef struct pcart_multistate {
    const char *method, *r_call;
    int n_state;
    size_t n;                           /**< times of a transition */
    const double *time;                 /**< n */
    const double *probability;          /**< n x n_state: share in each state */
    const double *std_err, *low, *high; /**< the same shape */
    const double *n_risk;               /**< n x n_state, just before */
    const double *n_transition;         /**< n_state x n_state, in all */
    const double *n_censored;           /**< n_state */
} pcart_multistate;

/**
 * The Aalen-Johansen estimate of state occupancy.
 *
 * As R: survfit(Surv(start, stop, to) ~ 1, id = subject), etm::etm(...).
 *
 * @return PCART_OK; PCART_E_RANGE for a bad code or time;
 *         PCART_E_DEGENERATE without a row or a transition after the origin
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_multistate_fit(
    const pcart_paths *paths, const pcart_multistate_options *options,
    pcart_arena *arena, pcart_multistate *out, pcart_err *err);

#endif
