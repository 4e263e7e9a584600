/* aalen.h -- a cumulative incidence and its Aalen variance.  Layer: stat. */
#ifndef PCARTI_AALEN_H
#define PCARTI_AALEN_H

#include "stat/columns.h"

/* Gray's correction of a variance for `d` tied events among `r`. */
static inline double
pcarti_aalen_tie(double d, double r)
{
    return d > 1 ? 1 - (d - 1) / (r - 1) : 1;
}

/*
 * Estimate and standard error of the first `n` rows, from the numbers at risk
 * and the events of the cause and of others.
 */
PCART_MUST_CHECK pcart_status pcarti_aalen_fill(const pcarti_columns *column,
                                                size_t n, pcart_arena *scratch,
                                                pcart_err *err);

#endif
