/* cox_firth.h -- Cox regression with Firth's penalty.  Layer: stat. */
#ifndef POSTCART_COX_FIRTH_H
#define POSTCART_COX_FIRTH_H

#include "postcart/covariates.h"
#include "postcart/cox.h"

/** Zero is valid: Efron ties, profile intervals, 95%. */
typedef struct pcart_cox_firth_options {
    pcart_cox_ties ties; /**< Efron or Breslow; R coxphf takes Breslow */
    int event;           /**< status that is the event; 0 = any */
    int is_wald;         /**< Wald intervals instead of profile ones */
    double level;        /**< 0 means 0.95 */
} pcart_cox_firth_options;

typedef struct pcart_cox_firth {
    const char *method, *r_call;
    const char *warning; /**< or NULL */
    size_t n, n_event, n_column;
    int is_converged, n_iteration;
    /** By profile, z is the signed root of the likelihood ratio. */
    const pcart_coefficient *coefficient;
    const double *variance;
    double log_likelihood_null, log_likelihood; /**< penalised */
    pcart_test likelihood_ratio;
} pcart_cox_firth;

/**
 * Fit a Cox model for rare events: half the log determinant of the information
 * is added to the log likelihood, so that every coefficient is finite, also
 * when a group has no event.
 *
 * As R: coxphf::coxphf(Surv(time, status) ~ x).  Source: Heinze and Schemper
 * 2001, Biometrics 57:114-119.
 *
 * @return as @ref pcart_cox_fit; PCART_E_UNSUPPORTED for exact ties.
 *         O(n p^2) per iteration.
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_cox_firth_fit(const pcart_followup *data, const pcart_covariates *x,
                    const pcart_cox_firth_options *options, pcart_arena *arena,
                    pcart_cox_firth *out, pcart_err *err);

#endif
