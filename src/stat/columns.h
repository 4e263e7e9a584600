/* columns.h -- making a curve row by row.  Layer: stat. */
#ifndef PCARTI_COLUMNS_H
#define PCARTI_COLUMNS_H

#include "postcart/curve.h"
#include "stat/times.h"

/* The columns of a curve while it is made. */
typedef struct pcarti_columns {
    double *time, *estimate, *std_err, *low, *high;
    double *n_risk, *n_event, *n_other, *n_censor;
    size_t n;    // rows that were counted
    int threads; // 0: one; no digit depends on it
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

/* The limits of the first `n` rows; low is the smaller. */
void pcarti_columns_limit(const pcarti_columns *column, size_t n,
                          pcart_interval interval, double z, int is_open);

#endif
