/* finegray.h -- regression of the subdistribution hazard.  Layer: stat. */
#ifndef POSTCART_FINEGRAY_H
#define POSTCART_FINEGRAY_H

#include "postcart/covariates.h"
#include "postcart/curve.h"
#include "postcart/followup.h"
#include "postcart/test.h"

/** Who counts as at risk of being censored on the day of somebody's event. */
typedef enum pcart_censoring_ties {
    PCART_CENSORING_CMPRSK,  /**< those with the event too: R cmprsk */
    PCART_CENSORING_SURVIVAL /**< they left before: R survival's finegray */
} pcart_censoring_ties;

typedef enum pcart_finegray_variance {
    PCART_FINEGRAY_SANDWICH, /**< with the estimation of the censoring
                                  weights (Fine and Gray 1999): R cmprsk */
    PCART_FINEGRAY_ROBUST,   /**< sandwich that takes the weights as known */
    PCART_FINEGRAY_MODEL     /**< inverse of the information */
} pcart_finegray_variance;

/** Zero is valid: cause 1, as R cmprsk::crr, 95%. */
typedef struct pcart_finegray_options {
    int cause; /**< status of interest; 0 means 1 */
    pcart_censoring_ties censoring_ties;
    pcart_finegray_variance variance;
    const int *cluster; /**< 0 to n_cluster - 1, per row: sandwich of their
                             sums (Zhou 2012); or NULL */
    int n_cluster;
    int is_efron;      /**< tied events by Efron instead of Breslow */
    double level;      /**< 0 means 0.95 */
    int max_iteration; /**< 0 means 50 */
    int threads;       /**< 0: one; no digit depends on it */
} pcart_finegray_options;

typedef struct pcart_finegray {
    const char *method, *r_call;
    const char *warning; /**< or NULL */
    size_t n, n_event, n_competing, n_column;
    int is_converged, n_iteration;
    const pcart_coefficient *coefficient;
    const double *variance; /**< n_column x n_column */
    const double *mean;     /**< of each column, for prediction */
    double log_likelihood_null, log_likelihood;
    pcart_test wald, likelihood_ratio;
    int n_stratum;               /**< with more than one there are no steps */
    size_t n_time;               /**< events of the cause */
    const double *time, *hazard; /**< steps at the means of the columns */
} pcart_finegray;

/**
 * Fit the model of Fine and Gray (1999, JASA 94:496-509) by forward and
 * backward scans (Kawaguchi 2020): O(n log n + n p^2) per iteration.
 *
 * As R: cmprsk::crr(time, status, x, gtol = 1e-14).
 *
 * The strata of @p data have each a baseline and a censoring distribution of
 * their own (Zhou 2011, Biometrics 67:661-670).
 *
 * @param data  groups are not used
 * @return PCART_OK; errors of @ref pcart_followup_sort; PCART_E_RANGE for a
 *         covariate that is not finite; PCART_E_DEGENERATE without an event or
 *         a column; PCART_E_UNSUPPORTED for weights and late entry
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_finegray_fit(const pcart_followup *data, const pcart_covariates *x,
                   const pcart_finegray_options *options, pcart_arena *arena,
                   pcart_finegray *out, pcart_err *err);

/**
 * The predicted cumulative incidence of a subject with covariates @p x
 * (n_column values), without an interval.  As R: predict(crr(...), x).
 * PCART_E_UNSUPPORTED for a stratified model.
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_finegray_predict(const pcart_finegray *model, const double *x,
                       pcart_arena *arena, pcart_curve *out, pcart_err *err);

#endif
