/* pseudo.h -- pseudo-values of curves.  Layer: stat. */
#ifndef POSTCART_PSEUDO_H
#define POSTCART_PSEUDO_H

#include "postcart/followup.h"

typedef enum pcart_pseudo_kind {
    PCART_PSEUDO_LEAVE_ONE_OUT, /**< n theta - (n - 1) theta without i: R
                                     prodlim */
    PCART_PSEUDO_INFINITESIMAL  /**< theta + n times the influence: R survival;
                                     survival only */
} pcart_pseudo_kind;

/** Zero is valid except for the time: survival from any event. */
typedef struct pcart_pseudo_options {
    double time;
    int cause; /**< 0: survival; else the incidence of this status */
    pcart_pseudo_kind kind;
} pcart_pseudo_options;

/**
 * One pseudo-value per subject, for regression on a probability at one time.
 * Groups and strata are not used.  O(n log n) for all of them.
 *
 * @param out  room for n numbers, in the order of the input
 * @return PCART_OK; errors of @ref pcart_followup_sort; PCART_E_DEGENERATE
 *         with one subject; PCART_E_RANGE for a negative time;
 *         PCART_E_UNSUPPORTED for late entry or weights, and for infinitesimal
 *         values of an incidence
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_pseudo_values(
    const pcart_followup *data, const pcart_pseudo_options *options,
    pcart_arena *arena, double *out, pcart_err *err);

#endif
