/* pool.h -- analyses of many centres from their shares.  Layer: study. */
#ifndef POSTCART_POOL_H
#define POSTCART_POOL_H

#include "postcart/share.h"

/** The follow-up of all centres, made up again from their counts. */
typedef struct pcart_pool {
    pcart_followup follow; /**< group, and the centre as stratum */
    const char *const *group;
    int n_group;
    const char *const *event;
    int n_event;
    int is_exact; /**< every share tells every time and every count */
} pcart_pool;

/**
 * Make up one follow-up from the counts of @p n shares.  If all of them tell
 * every time, everything that depends on times, causes, groups and centres
 * alone comes out as from the patients' rows, to the last digit.  With a grid
 * every end of follow-up stands at the end of its interval.
 *
 * @return PCART_OK; PCART_E_INCONSISTENT if the centres have other events, a
 *         centre occurs twice, or grids differ; PCART_E_DEGENERATE if nothing
 *         is left; PCART_E_UNSUPPORTED if a count is hidden
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_pool_follow(const pcart_share *share, size_t n, pcart_arena *arena,
                  pcart_pool *out, pcart_err *err);

/** Between which values the pooled estimate lies. */
typedef struct pcart_pool_bound {
    double time;
    const char *group;
    double survival_low, survival_high;   /**< of no event of any cause */
    double incidence_low, incidence_high; /**< of the first cause */
    int64_t n_risk;                       /**< at the begin of the interval */
} pcart_pool_bound;

/**
 * The least and the greatest value that the pooled Kaplan-Meier estimate (any
 * event) and cumulative incidence (first cause) can have at the times that all
 * centres share, over all orders within the intervals and all hidden counts.
 *
 * @param n_out  how many
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_pool_bounds(const pcart_share *share, size_t n, pcart_arena *arena,
                  pcart_pool_bound **out, size_t *n_out, pcart_err *err);

/** The stratified Cox model after one step from the agreed coefficient. */
typedef struct pcart_pool_cox {
    size_t n_column;
    const char *const *name;
    const double *beta, *next, *std_err; /**< std_err at beta */
    double log_likelihood;
    double distance; /**< largest step in standard errors: 0 at the maximum */
    int is_exact;    /**< distance below 1e-9: beta is the pooled estimate */
    int64_t n, n_event;
} pcart_pool_cox;

/**
 * Add the scores and informations of the centres (strata of the model) and
 * take a Newton step.  Handed back to the centres as the next agreed
 * coefficient this ends at the estimate from the patients' rows.
 *
 * @return PCART_OK; PCART_E_INCONSISTENT if columns or coefficients differ;
 *         PCART_E_DEGENERATE without information
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_pool_cox_step(const pcart_share *share, size_t n, pcart_arena *arena,
                    pcart_pool_cox *out, pcart_err *err);

#endif
