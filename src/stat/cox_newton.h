/* cox_newton.h -- the maximum of a partial likelihood.  Layer: stat. */
#ifndef PCARTI_COX_NEWTON_H
#define PCARTI_COX_NEWTON_H

#include "stat/cox_model.h"

/* R's coxph.control: smallest pivot, DBL_EPSILON^0.75. */
#define PCARTI_COX_PIVOT 1.818989403545857e-12

/* A step as long as this at the end: the likelihood has no maximum. */
#define PCARTI_COX_ENDLESS 1e-4

/* A search; all in scaled columns. */
typedef struct pcarti_cox_newton {
    pcarti_cox_model *model;
    int most_iteration; /* 0 means 50 */
    pcarti_cox_value value;
    double *beta; /* start, then result */
    double *next, *step;
    double *factor, *inverse; /* of the information at the result */
    int rank, is_converged, n_iteration;
    double null_likelihood, score; /* at the start */
} pcarti_cox_newton;

PCART_MUST_CHECK pcart_status pcarti_cox_newton_run(pcarti_cox_newton *f,
                                                    pcart_arena *arena,
                                                    pcart_err *err);

/* Whether coefficient k still moves at the end. */
int pcarti_cox_newton_is_endless(const pcarti_cox_newton *f, size_t k);

/* out = inverse * meat * inverse, p x p. */
PCART_MUST_CHECK pcart_status pcarti_cox_sandwich(const pcarti_cox_newton *f,
                                                  const double *meat,
                                                  double *out,
                                                  pcart_arena *arena,
                                                  pcart_err *err);

/* A p x p variance of scaled columns as one of the caller's columns. */
void pcarti_cox_unscale(const pcarti_cox_model *model, double *variance);

/* matrix += u u', p x p. */
void pcarti_cox_add_square(const double *u, size_t p, double *matrix);

/* Coefficients from beta and its two variances in the caller's columns. */
PCART_MUST_CHECK pcart_status pcarti_cox_coefficients(
    const pcarti_cox_newton *f, const pcart_covariates *x,
    const double *const variance[2], double level, pcart_arena *arena,
    pcart_coefficient **out, const char **warning, pcart_err *err);

#endif
