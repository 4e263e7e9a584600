/* incidence.h -- cumulative incidence with competing events.  Layer: stat. */
#ifndef POSTCART_INCIDENCE_H
#define POSTCART_INCIDENCE_H

#include "postcart/curve.h"
#include "postcart/followup.h"

typedef enum pcart_incidence_variance {
    PCART_VARIANCE_AALEN, /**< Gray's program, R cmprsk: the default */
    PCART_VARIANCE_DELTA  /**< delta method: Marubini and Valsecchi, R prodlim,
                               etm, and survfit's infinitesimal jackknife */
} pcart_incidence_variance;

/** Zero is valid: cause 1, Aalen variance, log-log on F, 95%. */
typedef struct pcart_incidence_options {
    int cause; /**< status of interest; 0 means 1.  Other causes compete. */
    pcart_incidence_variance variance;
    /** PCART_INTERVAL_LOGLOG is F^exp(-+ z se / (F log F)), as tidycmprsk */
    pcart_interval interval;
    double level; /**< 0 means 0.95 */
    int threads;  /**< 0: one; no digit depends on it */
} pcart_incidence_options;

/**
 * The Aalen-Johansen estimate of F(t) = P(event of this cause by t), one curve
 * per group.
 *
 * @param curve  n_group curves (at least one); arrays live in @p arena
 * @return as @ref pcart_km_fit; PCART_E_UNSUPPORTED for late entry or weights
 *         with the Aalen variance
 *
 * As R: cmprsk::cuminc(time, status, group) with
 * cmprsk::timepoints; the interval as tidycmprsk::cuminc.
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_incidence_fit(
    const pcart_followup *data, const pcart_incidence_options *options,
    pcart_arena *arena, pcart_curve *curve, pcart_err *err);

#endif
