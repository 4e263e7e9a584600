/* followup.h -- who was followed for how long, and what ended it.
 * Layer: stat. */
#ifndef POSTCART_FOLLOWUP_H
#define POSTCART_FOLLOWUP_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/err.h"

/** When two times are one. */
typedef enum pcart_tie_rule {
    PCART_TIES_AS_R,   /**< merged where R survival is the model, exact where
                            cmprsk is (incidence, Gray, Fine-Gray) */
    PCART_TIES_MERGED, /**< R survival: times within 1.5e-8 are one */
    PCART_TIES_EXACT   /**< R cmprsk: only equal numbers are one */
} pcart_tie_rule;

/**
 * The follow-up of @c n subjects in columns.  All arrays are borrowed; a NULL
 * column takes the value in brackets.  Zero plus n, time and status is valid.
 *
 * Events come before censorings at the same time.  A time of 0 is kept; a
 * negative, infinite or missing time is refused.
 */
typedef struct pcart_followup {
    size_t n;
    const double *time;   /**< end of follow-up, any unit */
    const int *status;    /**< 0 censored; 1, 2 ... the cause that ended it */
    const double *start;  /**< late entry, at risk in (start, time]; [0] */
    const double *weight; /**< case weight >= 0; [1] */
    const int *group;     /**< 0 to n_group - 1; [0] */
    int n_group;          /**< 0 means 1 */
    const int *stratum;   /**< 0 to n_stratum - 1; [0] */
    int n_stratum;        /**< 0 means 1 */
    pcart_tie_rule ties;
    int is_sorted;       /**< made by @ref pcart_followup_sort; do not set */
    const uint32_t *row; /**< sorted: where each subject was; else NULL */
} pcart_followup;

/**
 * Check @p in, merge its ties and order it by time: one sort for any number of
 * statistics.  Every function that takes a follow-up sorts by itself when it
 * was not done before, so this is only for speed.
 *
 * PCART_TIES_AS_R merges here, since it is not known what will follow.
 *
 * Within one time events come first, then censorings; else the order of the
 * input is kept.  The columns of @p out live in @p arena.
 *
 * @return PCART_OK; PCART_E_RANGE for a bad time, status, weight, group or
 *         stratum (the message names the row, from 1); PCART_E_DEGENERATE if
 *         there is no subject; PCART_E_NOMEM.  O(n log n) at most.
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_followup_sort(const pcart_followup *in, pcart_arena *arena,
                    pcart_followup *out, pcart_err *err);

#endif
