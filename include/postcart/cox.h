/* cox.h -- proportional hazards regression.  Layer: stat. */
#ifndef POSTCART_COX_H
#define POSTCART_COX_H

#include "postcart/concordance.h"
#include "postcart/covariates.h"
#include "postcart/curve.h"
#include "postcart/followup.h"
#include "postcart/test.h"

typedef enum pcart_cox_ties {
    PCART_COX_EFRON, /**< R's default */
    PCART_COX_BRESLOW,
    PCART_COX_EXACT /**< discrete: conditional logistic; small ties only */
} pcart_cox_ties;

/** Zero is valid: Efron, any status above 0 is the event, 95%. */
typedef struct pcart_cox_options {
    pcart_cox_ties ties;
    int event;          /**< status that is the event; 0 = any */
    int is_robust;      /**< sandwich variance; implied by cluster */
    const int *cluster; /**< 0 to n_cluster - 1, per row; or NULL */
    int n_cluster;
    double level;      /**< 0 means 0.95 */
    int max_iteration; /**< 0 means 50 */
    int skip_concordance;
    int threads; /**< 0: one; no digit depends on it */
} pcart_cox_options;

/** Steps of the hazard in one stratum, at the events; all per time. */
typedef struct pcart_cox_baseline {
    size_t n;
    const double *time;
    const double *hazard;   /**< step for a subject at the means */
    const double *variance; /**< step of the variance of the sum */
    const double *mean;     /**< n x n_column: mean covariate times hazard */
} pcart_cox_baseline;

typedef struct pcart_cox {
    const char *method, *r_call;
    const char *warning; /**< or NULL */
    size_t n, n_event, n_column;
    int is_converged, n_iteration;
    const pcart_coefficient *coefficient;
    const double *variance;       /**< n_column x n_column; robust if asked */
    const double *naive_variance; /**< inverse of the information */
    const double *mean;           /**< of each column, for prediction */
    double log_likelihood_null, log_likelihood;
    pcart_test score, wald, likelihood_ratio;
    pcart_concordance concordance;
    const double *martingale; /**< residual per row of the input */
    int n_stratum;
    const pcart_cox_baseline *baseline; /**< n_stratum */
} pcart_cox;

/**
 * Fit a Cox model.  The strata of @p data are strata of the model, start gives
 * counting-process rows (time-dependent covariates), weights are case weights;
 * groups are not used.
 *
 * As R: coxph(Surv(start, time, status) ~ x + strata(s), weights, cluster,
 * ties).
 *
 * @param options  NULL means zero
 * @return PCART_OK; errors of @ref pcart_followup_sort; PCART_E_RANGE for a
 *         covariate that is not finite; PCART_E_DEGENERATE without any event
 *         or column; PCART_E_UNSUPPORTED for exact ties with weights or a
 *         robust variance
 *
 * Time O(n log n + n p^2) per iteration, memory a few times the columns.
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_cox_fit(const pcart_followup *data, const pcart_covariates *x,
              const pcart_cox_options *options, pcart_arena *arena,
              pcart_cox *out, pcart_err *err);

/** For whom, and how, to predict.  Zero: at x = 0, stratum 0, log-log. */
typedef struct pcart_cox_profile {
    const double *x; /**< n_column values; NULL means 0 in all */
    int stratum;
    pcart_interval interval;
    double level;  /**< 0 means 0.95 */
    int is_hazard; /**< cumulative hazard instead of survival */
} pcart_cox_profile;

/**
 * The predicted survival of a subject; n_risk, n_event and n_censor of the
 * curve are 0.  As R: survfit(fit, newdata), basehaz(fit).
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_cox_predict(const pcart_cox *fit, const pcart_cox_profile *profile,
                  pcart_arena *arena, pcart_curve *out, pcart_err *err);

typedef enum pcart_zph_transform {
    PCART_ZPH_KM, /**< R's default */
    PCART_ZPH_IDENTITY,
    PCART_ZPH_LOG,
    PCART_ZPH_RANK
} pcart_zph_transform;

/** Zero is valid: each column its own term. */
typedef struct pcart_zph_options {
    pcart_zph_transform transform;
    const int *term; /**< 0 to n_term - 1, per column; columns of one factor
                          are tested together; NULL: one per column */
    int n_term;
    pcart_cox_options cox; /**< as the model was fitted */
} pcart_zph_options;

/**
 * Test of proportional hazards: the score test of an interaction with a
 * function of time (Grambsch and Therneau 1994, exact form of R survival 3).
 *
 * @param test  n_term tests (n_column if there are no terms), then the global
 *              one
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_cox_zph(const pcart_followup *data, const pcart_covariates *x,
              const pcart_zph_options *options, pcart_arena *arena,
              pcart_test *test, pcart_err *err);

#endif
