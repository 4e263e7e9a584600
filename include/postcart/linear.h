/* linear.h -- linear regression with a robust variance.  Layer: stat. */
#ifndef POSTCART_LINEAR_H
#define POSTCART_LINEAR_H

#include "postcart/arena.h"
#include "postcart/covariates.h"
#include "postcart/err.h"

typedef enum pcart_linear_variance {
    PCART_LINEAR_MODEL, /**< as R lm, t distribution */
    PCART_LINEAR_ROBUST /**< sandwich HC0, normal distribution: pseudo-values,
                             as R geepack with independence */
} pcart_linear_variance;

typedef struct pcart_linear {
    const char *method, *r_call;
    size_t n, n_coefficient; /**< columns and the intercept, which is first */
    const pcart_coefficient *coefficient; /**< ratio, low and high are not
                                               exponents here: low and high
                                               limit the value, ratio is 0 */
    const double *variance;
    double residual_variance;
} pcart_linear;

/** Zero is valid: as R lm, 95%. */
typedef struct pcart_linear_options {
    pcart_linear_variance variance;
    double level; /**< 0 means 0.95 */
} pcart_linear_options;

/**
 * Least squares of @p y on the columns and an intercept.
 *
 * @param options  NULL means zero
 * @return PCART_OK; PCART_E_DEGENERATE with no more rows than coefficients;
 *         PCART_E_RANGE for a value that is not finite
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_linear_fit(const double *y, size_t n, const pcart_covariates *x,
                 const pcart_linear_options *options, pcart_arena *arena,
                 pcart_linear *out, pcart_err *err);

#endif
