/* curve.h -- limits of curves, and their making.  Layer: stat. */
#ifndef PCARTI_CURVE_H
#define PCARTI_CURVE_H

#include "postcart/curve.h"
#include "stat/columns.h"

/*
 * The limits round an estimate `p` with standard error `se`; NAN where the
 * scale has none.  Both are cut at 0 and 1 unless `is_open`.
 */
typedef struct pcarti_limits {
    double low, high;
} pcarti_limits;
pcarti_limits pcarti_limits_of(pcart_interval interval, double z, double p,
                               double se, int is_open);

/* PCART_E_RANGE unless 0 < level < 1. */
PCART_MUST_CHECK pcart_status pcarti_level_check(double level, pcart_err *err);

#endif
