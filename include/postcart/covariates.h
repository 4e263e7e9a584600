/* covariates.h -- the columns of a regression.  Layer: stat. */
#ifndef POSTCART_COVARIATES_H
#define POSTCART_COVARIATES_H

#include <stddef.h>

/**
 * Borrowed columns of numbers, one value per subject, in the order of the
 * rows.  A factor is given as its dummy columns.  Missing values are for the
 * caller to leave out: a value that is not finite is refused.
 */
typedef struct pcart_covariates {
    const double *const *column;
    const char *const *name; /**< may be NULL */
    size_t n;
} pcart_covariates;

/** One coefficient of a regression. */
typedef struct pcart_coefficient {
    const char *name; /**< of the column; or NULL */
    int is_aliased;   /**< follows from the others: no value, as R's NA */
    int is_infinite;  /**< the likelihood rises without end along it: the value
                           means nothing */
    double value, std_err; /**< std_err is robust when that was asked */
    double naive_std_err;  /**< from the information; equal unless robust */
    double z, p_value;
    double ratio, low, high; /**< exp(value) with its interval */
} pcart_coefficient;

#endif
