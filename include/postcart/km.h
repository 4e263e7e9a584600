/* km.h -- Kaplan-Meier and Nelson-Aalen.  Layer: stat. */
#ifndef POSTCART_KM_H
#define POSTCART_KM_H

#include "postcart/curve.h"
#include "postcart/followup.h"

typedef enum pcart_km_kind {
    PCART_KM_SURVIVAL,          /**< Kaplan-Meier with Greenwood's variance */
    PCART_KM_NELSON_AALEN,      /**< cumulative hazard, d / r */
    PCART_KM_FLEMING_HARRINGTON /**< cumulative hazard, d events one by one */
} pcart_km_kind;

/** Zero is valid: any status above 0 is the event, log-log, 95%. */
typedef struct pcart_km_options {
    pcart_km_kind kind;
    pcart_interval interval;
    double level;   /**< 0 means 0.95 */
    int event;      /**< status that is the event, others censor; 0 = any */
    int is_reverse; /**< follow-up: censorings are the events */
    /** Condition on being followed at this time (late entry); 0 = no. */
    double start_time;
    int threads; /**< 0: one; no digit depends on it */
} pcart_km_options;

/**
 * One curve per group.
 *
 * With competing events 1 - Kaplan-Meier is not the probability of the event:
 * use @ref pcart_incidence_fit.
 *
 * @param options  NULL means zero
 * @param curve    n_group curves (at least one); their arrays live in @p arena.
 *                 A group without subjects gets n = 0.
 * @return PCART_OK; the errors of @ref pcart_followup_sort; PCART_E_RANGE for
 *         a level outside (0, 1)
 *
 * As R: survfit(Surv(time, status) ~ group, conf.type = "log-log").
 * Pure and safe from any thread with its own arena.  O(n log n).
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_km_fit(const pcart_followup *data, const pcart_km_options *options,
             pcart_arena *arena, pcart_curve *curve, pcart_err *err);

/** Median follow-up by reverse Kaplan-Meier, and of the observed times. */
typedef struct pcart_km_followup {
    pcart_curve_quantile reverse_q25, reverse_median, reverse_q75;
    double observed_q25, observed_median, observed_q75; /**< type 7 */
    double observed_min, observed_max;
    size_t n;
} pcart_km_followup;

/** All groups together; late entry and weights are not used. */
PCART_API PCART_MUST_CHECK pcart_status
pcart_km_followup_time(const pcart_followup *data, pcart_arena *arena,
                       pcart_km_followup *out, pcart_err *err);

#endif
