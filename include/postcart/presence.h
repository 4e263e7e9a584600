/* presence.h -- what one sample says of one variant.  Layer: clone. */
#ifndef POSTCART_PRESENCE_H
#define POSTCART_PRESENCE_H

#include <stdint.h>

#include "postcart/err.h"

/** Largest number of fragments of one count. */
#define PCART_PRESENCE_MAX 100000000

/**
 * Fragments with a variant among all informative ones, and how many of them
 * would be false if it were absent: beta-binomial with mean @c error and
 * precision @c precision (alpha + beta; INFINITY: binomial).
 */
typedef struct pcart_presence_count {
    uint32_t alt, depth;
    double error, precision;
    double signal_rho; /**< spread of a true fraction between libraries */
    /** Where the error is not known at the site: what it usually is, below
     * @c error.  Findings are held against @c error, bounds and estimates take
     * off no more than this; 0: @c error. */
    double typical;
} pcart_presence_count;

/** Answers of one sample.  Fractions are variant allele fractions. */
typedef struct pcart_presence {
    double vaf;       /**< maximum-likelihood estimate, error taken off */
    double low, high; /**< interval by likelihood ratio */
    double upper;     /**< largest fraction not excluded (UB95) */
    double lod;       /**< found with probability 0.95 (LOD95); NAN: never */
    double lob;       /**< critical count as a fraction */
    int critical;     /**< fewest fragments that the error does not explain */
    double p;         /**< so many or more by error alone */
    double log10_bf;  /**< present against absent */
    double above[4];  /**< posterior that it lies above each pcart_presence_tau
                       */
} pcart_presence;

/** 0.0001, 0.001, 0.005, 0.02. */
PCART_API const double *pcart_presence_tau(void);

/** How to evaluate.  Zero is valid. */
typedef struct pcart_presence_options {
    double alpha;      /**< of the critical count; 0: the table's */
    double prior_low;  /**< 0: the table's */
    double prior_high; /**< 0: the table's */
} pcart_presence_options;

/**
 * Log-likelihood of a fraction: true and false fragments together.
 * -INFINITY where it is impossible.
 */
PCART_API double pcart_presence_loglik(const pcart_presence_count *count,
                                       double vaf);

/** Probability of at most @p alt fragments at a fraction. */
PCART_API double pcart_presence_cdf(const pcart_presence_count *count, int alt,
                                    double vaf);

/** Probability of at least @p alt fragments by error alone. */
PCART_API double pcart_presence_tail(const pcart_presence_count *count,
                                     int alt);

/**
 * Everything that one count says.
 *
 * @return PCART_OK; PCART_E_DEGENERATE at depth 0; PCART_E_RANGE for more
 *         alternate than all fragments or an impossible error
 *
 * Pure: no allocation, no global state.  Safe from any thread.
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_presence_find(
    const pcart_presence_count *count, const pcart_presence_options *options,
    pcart_presence *out, pcart_err *err);

/**
 * Several groups of one site (orientations, strands) as one count: the sum,
 * with the mean and the variance of the false fragments of all groups.
 */
PCART_API pcart_presence_count
pcart_presence_join(const pcart_presence_count *group, int n);

#endif
