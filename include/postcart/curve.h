/* curve.h -- a step function of time with its uncertainty.  Layer: stat. */
#ifndef POSTCART_CURVE_H
#define POSTCART_CURVE_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/err.h"

/** The scale on which a pointwise interval is symmetric. */
typedef enum pcart_interval {
    PCART_INTERVAL_LOGLOG, /**< log(-log p): the default */
    PCART_INTERVAL_LOG,    /**< log p: the default of R survfit */
    PCART_INTERVAL_PLAIN,
    PCART_INTERVAL_LOGIT,
    PCART_INTERVAL_ARCSIN,
    PCART_INTERVAL_CLOGLOG, /**< log(-log(1 - p)): R etm; for incidence */
    PCART_INTERVAL_NONE     /**< no interval: low and high are NAN */
} pcart_interval;

/** "log-log", "log", "plain" ...; static. */
PCART_API const char *pcart_interval_name(pcart_interval interval);

/** What the steps estimate. */
typedef enum pcart_curve_kind {
    PCART_CURVE_SURVIVAL,  /**< starts at 1 and falls */
    PCART_CURVE_INCIDENCE, /**< starts at 0 and rises to at most 1 */
    PCART_CURVE_HAZARD     /**< starts at 0 and rises without bound */
} pcart_curve_kind;

/**
 * A right-continuous step function: estimate[i] holds from time[i] to just
 * before time[i + 1].  Before time[0] it is 1 (survival) or 0.
 *
 * One row for each distinct time at which follow-up ended, censorings
 * included.  Arrays live in the arena of the fit.  std_err, low and high are
 * NAN where there is none (an estimate of 0 or 1 on a log scale): test with
 * isnan, and print such a cell as "not evaluable".
 */
typedef struct pcart_curve {
    pcart_curve_kind kind;
    const char *method;   /**< "Kaplan-Meier, Greenwood"; static */
    const char *r_call;   /**< the R call that gives the same; static */
    const char *interval; /**< name of the interval; static */
    double level;         /**< of the interval, such as 0.95 */
    size_t n;             /**< rows; 0 if the group is empty */
    const double *time;
    const double *estimate;
    const double *std_err;
    const double *low, *high;
    const double *n_risk;   /**< just before time[i] (sum of weights) */
    const double *n_event;  /**< of the cause of the curve, at time[i] */
    const double *n_other;  /**< other causes, at time[i]; NULL if none exist */
    const double *n_censor; /**< censored at time[i] */
    size_t n_subject;       /**< subjects in the group */
    double total_event;     /**< sum of n_event */
    double start;           /**< time of the first entry, usually 0 */
} pcart_curve;

/** A curve at one time. */
typedef struct pcart_point {
    double time;
    double estimate;
    int has_std_err, has_interval;
    double std_err, low, high; /**< 0 unless has_... is set */
    double n_risk;             /**< at risk just before @c time */
    double n_event;            /**< events up to and including @c time */
    int is_beyond; /**< @c time is after the last follow-up: the last value is
                        carried on, and should not be reported as known */
} pcart_point;

/**
 * The value of @p curve at @p time, as R's summary(fit, times, extend = TRUE).
 *
 * @return PCART_OK; PCART_E_DEGENERATE if the curve is empty; PCART_E_RANGE if
 *         @p time is negative or not a number
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_curve_at(const pcart_curve *curve,
                                                       double time,
                                                       pcart_point *out,
                                                       pcart_err *err);

/**
 * Number at risk at each of @p n ascending times, as in the table below a
 * figure.  @p out has room for @p n numbers.
 */
PCART_API void pcart_curve_at_risk(const pcart_curve *curve, const double *time,
                                   size_t n, double *out);

/** A quantile of the time to event; has_... is 0 where it is not reached. */
typedef struct pcart_curve_quantile {
    double p; /**< 0.5 for the median */
    int has_value, has_low, has_high;
    double value, low, high;
    const char *method; /**< names the rule; static */
} pcart_curve_quantile;

/**
 * The time by which a share @p p has had the event, by R's rule: where the
 * curve is flat at exactly that height the middle of the flat part; limits by
 * inversion of the pointwise interval.  "Not reached" is has_value = 0.
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_curve_find_quantile(const pcart_curve *curve, double p,
                          pcart_curve_quantile *out, pcart_err *err);

/** Area under a survival curve from its start to @p tau, as R's rmean. */
typedef struct pcart_rmst {
    double tau, mean, std_err;
    double low, high; /**< mean -+ z * std_err */
    double lost;      /**< tau - mean */
    const char *method;
} pcart_rmst;

/**
 * Restricted mean survival time.
 *
 * @return PCART_OK; PCART_E_DEGENERATE if the curve is empty or @p tau lies
 *         beyond the last follow-up while the curve is above 0;
 *         PCART_E_USAGE if it is not a survival curve
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_curve_rmst(
    const pcart_curve *curve, double tau, pcart_rmst *out, pcart_err *err);

#endif
