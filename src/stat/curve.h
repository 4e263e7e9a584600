/* curve.h -- making a curve row by row.  Layer: stat. */
#ifndef PCARTI_CURVE_H
#define PCARTI_CURVE_H

#include "postcart/curve.h"
#include "stat/times.h"

/* The columns of a curve while it is made. */
typedef struct pcarti_columns {
    double *time, *estimate, *std_err, *low, *high;
    double *n_risk, *n_event, *n_other, *n_censor;
    size_t n; // rows that were counted
} pcarti_columns;

/*
 * Room for `n` rows: what is NULL in `column`, n_other only if
 * `has_other`, so that a caller may bring columns of its own.
 */
PCART_MUST_CHECK pcart_status pcarti_columns_take(pcarti_columns *column,
                                                  size_t n, int has_other,
                                                  pcart_arena *arena,
                                                  pcart_err *err);

/* Put the columns into a curve of `n` rows. */
void pcarti_columns_finish(const pcarti_columns *column, size_t n,
                           pcart_curve *curve);

/*
 * Take the columns of a sorted follow-up, one row per distinct time, and fill
 * in the times and counts.  `event` is the status that counts as the event; 0
 * means any above 0.  Without `has_other` other causes count as censored.
 */
PCART_MUST_CHECK pcart_status pcarti_columns_count(pcarti_columns *column,
                                                   const pcart_followup *sorted,
                                                   int event, int has_other,
                                                   pcart_arena *arena,
                                                   pcart_err *err);

/*
 * The limits round an estimate `p` with standard error `se`; NAN where the
 * scale has none.  Both are cut at 0 and 1 unless `is_open`.
 */
typedef struct pcarti_limits {
    double low, high;
} pcarti_limits;
pcarti_limits pcarti_limits_of(pcart_interval interval, double z, double p,
                               double se, int is_open);

/* The limits of the first `n` rows; low is the smaller. */
void pcarti_columns_limit(const pcarti_columns *column, size_t n,
                          pcart_interval interval, double z, int is_open);

/* PCART_E_RANGE unless 0 < level < 1. */
PCART_MUST_CHECK pcart_status pcarti_level_check(double level, pcart_err *err);

#endif
