/* proportion.h -- intervals for one proportion and one rate.  Layer: stat. */
#ifndef POSTCART_PROPORTION_H
#define POSTCART_PROPORTION_H

#include "postcart/test.h"

typedef enum pcart_proportion_kind {
    PCART_CLOPPER_PEARSON, /**< exact: the default */
    PCART_WILSON           /**< score, without continuity correction */
} pcart_proportion_kind;

/**
 * The share @p count of @p total with its interval.
 *
 * As R: binom.test(count, total), prop.test(count, total, correct = FALSE).
 *
 * @param level  0 means 0.95
 * @return PCART_OK; PCART_E_DEGENERATE if total is 0; PCART_E_RANGE if count
 *         is negative or above total
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_proportion(int count, int total, pcart_proportion_kind kind, double level,
                 pcart_estimate *out, pcart_err *err);

/**
 * Events per person-time with the exact Poisson interval.
 * As R: poisson.test(count, person_time).
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_rate(int count,
                                                   double person_time,
                                                   double level,
                                                   pcart_estimate *out,
                                                   pcart_err *err);

/**
 * The ratio of the rates of two groups, given the sum of their events.
 * As R: poisson.test(count, person_time).  Not evaluable without an event.
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_rate_ratio(const int count[2], const double person_time[2], double level,
                 pcart_test *out, pcart_err *err);

#endif
