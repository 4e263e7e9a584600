/* meta.h -- pooling estimates of several centres.  Layer: stat. */
#ifndef POSTCART_META_H
#define POSTCART_META_H

#include <stddef.h>

#include "postcart/err.h"

/** How the variance between centres is estimated. */
typedef enum pcart_meta_kind {
    PCART_META_FIXED, /**< none: inverse variance weights */
    PCART_META_DL,    /**< DerSimonian and Laird 1986 */
    PCART_META_REML,  /**< restricted maximum likelihood: metafor's default */
    PCART_META_PM,    /**< Paule and Mandel 1982 */
    PCART_META_ML
} pcart_meta_kind;

/** Zero is valid: fixed effect, normal interval, 95%. */
typedef struct pcart_meta_options {
    pcart_meta_kind kind;
    int is_knapp; /**< Hartung and Knapp's standard error and t interval */
    double level; /**< 0 means 0.95 */
} pcart_meta_options;

typedef struct pcart_meta {
    const char *method, *r_call;
    size_t n;
    double estimate, std_err, low, high, level;
    double statistic, p_value; /**< of estimate = 0 */
    double tau2;               /**< variance between centres */
    double q, q_df, q_p_value; /**< Cochran's test of heterogeneity */
    double i2;                 /**< per cent */
} pcart_meta;

/**
 * Pool @p n estimates with their sampling variances.
 *
 * As R: metafor::rma(yi, vi, method, test).
 *
 * @return PCART_OK; PCART_E_DEGENERATE with no estimate, or one for a random
 *         effect; PCART_E_RANGE for a variance that is not above 0
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_meta_pool(
    const double *estimate, const double *variance, size_t n,
    const pcart_meta_options *options, pcart_meta *out, pcart_err *err);

/** Scale on which shares are pooled. */
typedef enum pcart_share_scale {
    PCART_SHARE_LOGIT,  /**< +1/2 in centres with 0 or all */
    PCART_SHARE_ARCSIN, /**< arcsine of the square root */
    PCART_SHARE_TUKEY   /**< Freeman and Tukey's double arcsine */
} pcart_share_scale;

/**
 * The estimate and variance of one centre's share, to be pooled.
 * As R: metafor::escalc(measure = "PLO", "PAS", "PFT").
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_meta_share(int count, int total, pcart_share_scale scale,
                 double *estimate, double *variance, pcart_err *err);

/**
 * A number on @p scale as a share between 0 and 1.
 *
 * As R: metafor::transf.ilogit, transf.iarcsin, transf.ipft.hm (Miller 1978,
 * Am Stat 32:138).
 *
 * @param total  typical size of a centre, used by PCART_SHARE_TUKEY alone: for
 *               a pooled estimate the harmonic mean of the sizes
 */
PCART_API double pcart_meta_share_back(double value, pcart_share_scale scale,
                                       double total);

/**
 * Pool the shares of rare events without adding 1/2: a logistic model with a
 * normal intercept per centre, by adaptive quadrature (7 points).
 *
 * As R: metafor::rma.glmm(measure = "PLO", xi, ni).  The estimate is a log
 * odds.
 *
 * @return as @ref pcart_meta_pool; PCART_E_DEGENERATE when there is no event
 *         or nothing else
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_meta_shares(const int *count, const int *total, size_t n, double level,
                  pcart_meta *out, pcart_err *err);

#endif
