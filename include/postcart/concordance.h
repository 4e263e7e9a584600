/* concordance.h -- does a score order the times to event?  Layer: stat. */
#ifndef POSTCART_CONCORDANCE_H
#define POSTCART_CONCORDANCE_H

#include "postcart/followup.h"

/** The weight of a pair, by the time of its event. */
typedef enum pcart_pair_weight {
    PCART_PAIR_EQUAL,    /**< Harrell's C: R's timewt = "n" */
    PCART_PAIR_SURVIVAL, /**< "S" */
    PCART_PAIR_RATIO,    /**< "S/G" */
    PCART_PAIR_UNO       /**< "n/G2": Uno's C */
} pcart_pair_weight;

/** Zero is valid. */
typedef struct pcart_concordance_options {
    pcart_pair_weight weight;
    int is_falling;     /**< a high score means a long time; else a short one */
    const int *cluster; /**< 0 to n_cluster - 1, per row; or NULL */
    int n_cluster;
    int event; /**< status that is the event; 0 = any */
} pcart_concordance_options;

typedef struct pcart_concordance {
    const char *method, *r_call;
    int is_evaluable; /**< 0 when no pair can be compared */
    double value, std_err;
    double concordant, discordant, tied_score, tied_time, tied_both;
} pcart_concordance;

/**
 * The share of comparable pairs whose order the score tells, ties as half,
 * with the infinitesimal jackknife standard error.
 *
 * As R: concordance(Surv(time, status) ~ score, reverse = TRUE, timewt).
 *
 * @param score  one per row of @p data
 * @return PCART_OK; errors of @ref pcart_followup_sort; PCART_E_RANGE for a
 *         score that is not finite; PCART_E_UNSUPPORTED for late entry with a
 *         weight that needs the censoring distribution.  O(n log n).
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_concordance_of(
    const pcart_followup *data, const double *score,
    const pcart_concordance_options *options, pcart_arena *arena,
    pcart_concordance *out, pcart_err *err);

#endif
