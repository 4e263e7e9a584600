/* logistic.h -- logistic regression, plain and by Firth.  Layer: stat. */
#ifndef POSTCART_LOGISTIC_H
#define POSTCART_LOGISTIC_H

#include "postcart/arena.h"
#include "postcart/covariates.h"
#include "postcart/test.h"

/** Zero is valid: maximum likelihood, Wald intervals, 95%. */
typedef struct pcart_logistic_options {
    int is_firth;   /**< penalised by Jeffreys' prior: for rare events and
                         separated groups */
    int is_profile; /**< Firth only: limits and tests by the profile of the
                         penalised likelihood, as R logistf */
    double level;   /**< 0 means 0.95 */
} pcart_logistic_options;

typedef struct pcart_logistic {
    const char *method, *r_call;
    const char *warning; /**< or NULL */
    size_t n, n_event, n_coefficient;
    int is_converged, n_iteration;
    /** The intercept first; ratio is the odds ratio.  By profile, z is the
     * signed root of the likelihood ratio. */
    const pcart_coefficient *coefficient;
    const double *variance;
    double log_likelihood;       /**< penalised, if so asked */
    double deviance;             /**< -2 log likelihood without the penalty */
    pcart_test likelihood_ratio; /**< against the intercept alone */
} pcart_logistic;

/**
 * Regress @p y (0 or 1) on the columns and an intercept.
 *
 * As R: glm(y ~ x, binomial), logistf::logistf(y ~ x).  Sources: Firth 1993,
 * Biometrika 80:27-38; Heinze and Schemper 2002, Stat Med 21:2409-2419.
 *
 * @return PCART_OK; PCART_E_RANGE for a y that is not 0 or 1 or a covariate
 *         that is not finite; PCART_E_DEGENERATE if all y are equal (without
 *         Firth) or there are fewer rows than coefficients
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_logistic_fit(const int *y, size_t n, const pcart_covariates *x,
                   const pcart_logistic_options *options, pcart_arena *arena,
                   pcart_logistic *out, pcart_err *err);

#endif
