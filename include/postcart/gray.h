/* gray.h -- Gray's test of cumulative incidences.  Layer: stat. */
#ifndef POSTCART_GRAY_H
#define POSTCART_GRAY_H

#include "postcart/followup.h"
#include "postcart/test.h"

/** Zero is valid: cause 1, rho 0. */
typedef struct pcart_gray_options {
    int cause;   /**< status of interest; 0 means 1 */
    double rho;  /**< weight (1 - F(t-))^rho */
    int threads; /**< 0: one; no digit depends on it */
} pcart_gray_options;

typedef struct pcart_gray {
    pcart_test test; /**< "Gray's test (rho = 0)", chi-square, df */
    int n_group;
    const double *score;    /**< per group, in arena */
    const double *variance; /**< n_group x n_group, row by row */
} pcart_gray;

/**
 * Test whether the groups have one cumulative incidence of the cause,
 * stratified by the strata of @p data when it has any.  Where the variance is
 * singular a generalised inverse is used and its rank is the df.
 *
 * As R: cmprsk::cuminc(time, status, group, strata, rho)$Tests.
 * Source: Gray 1988, Ann Stat 16:1141-1154.
 *
 * @return as @ref pcart_logrank_test; PCART_E_UNSUPPORTED for late entry and
 *         weights
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_gray_test(const pcart_followup *data, const pcart_gray_options *options,
                pcart_arena *arena, pcart_gray *out, pcart_err *err);

#endif
