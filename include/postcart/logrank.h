/* logrank.h -- comparing survival curves: the G-rho family.  Layer: stat. */
#ifndef POSTCART_LOGRANK_H
#define POSTCART_LOGRANK_H

#include "postcart/followup.h"
#include "postcart/test.h"

/** Zero is valid: log-rank, any status above 0 is the event. */
typedef struct pcart_logrank_options {
    double rho;  /**< weight S(t-)^rho: 0 log-rank, 1 Peto-Peto */
    int event;   /**< status that is the event; 0 = any */
    int threads; /**< 0: one; no digit depends on it */
} pcart_logrank_options;

typedef struct pcart_logrank {
    pcart_test test; /**< "Log-rank test", chi-square, df */
    int n_group;
    const double *n_subject, *observed, *expected; /**< per group, in arena */
    const double *variance; /**< n_group x n_group, row by row */
} pcart_logrank;

/**
 * Test whether the groups of @p data have one survival curve, stratified by
 * its strata when it has any.  Groups without subjects do not count.
 *
 * As R: survdiff(Surv(time, status) ~ group + strata(stratum), rho = rho).
 *
 * @return PCART_OK (see test.is_evaluable); errors of
 *         @ref pcart_followup_sort; PCART_E_UNSUPPORTED for weights
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_logrank_test(
    const pcart_followup *data, const pcart_logrank_options *options,
    pcart_arena *arena, pcart_logrank *out, pcart_err *err);

/** Zero is valid: any status above 0 is the event, every row by itself. */
typedef struct pcart_logrank_robust_options {
    int event;          /**< status that is the event; 0 = any */
    const int *cluster; /**< 0 to n_cluster - 1, per row; or NULL */
    int n_cluster;
} pcart_logrank_robust_options;

/**
 * The log-rank test with case weights, late entry, clusters and strata: the
 * score of a Cox model without effect, against its variance from the rows (or
 * clusters) themselves (Lin and Wei 1989, J Am Stat Assoc 84:1074-1078).
 *
 * As R: summary(coxph(Surv(start, time, status) ~ factor(group) + strata(s),
 * weights, cluster, robust = TRUE, ties = "breslow"))$robscore.
 *
 * observed and expected are sums of weights; n_subject counts rows.
 *
 * @return PCART_OK (see test.is_evaluable); errors of @ref pcart_followup_sort;
 *         PCART_E_RANGE for a cluster code out of range.  O(n log n + n g).
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_logrank_robust(
    const pcart_followup *data, const pcart_logrank_robust_options *options,
    pcart_arena *arena, pcart_logrank *out, pcart_err *err);

#endif
