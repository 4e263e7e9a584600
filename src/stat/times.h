/* times.h -- views of a sorted follow-up.  Layer: stat. */
#ifndef PCARTI_TIMES_H
#define PCARTI_TIMES_H

#include "postcart/followup.h"

/*
 * The distinct times of a sorted follow-up: subjects first[j] to
 * first[j + 1] - 1 end at time[j].
 */
typedef struct pcarti_times {
    size_t n;
    double *time;
    size_t *first; /* n + 1 */
} pcarti_times;

PCART_MUST_CHECK pcart_status pcarti_times_of(const pcart_followup *sorted,
                                              pcart_arena *arena,
                                              pcarti_times *out,
                                              pcart_err *err);

/* How many distinct times there are. */
size_t pcarti_times_count(const pcart_followup *sorted);

/*
 * The number (sum of weights) at risk just before each distinct time: entered
 * before it, and not yet ended.
 */
PCART_MUST_CHECK pcart_status pcarti_times_risk(const pcart_followup *sorted,
                                                const pcarti_times *times,
                                                pcart_arena *arena,
                                                double **out, pcart_err *err);

/* What splits a follow-up. */
typedef enum pcarti_split { PCARTI_BY_GROUP, PCARTI_BY_STRATUM } pcarti_split;

/*
 * One sorted follow-up per group (or stratum), in order; the column that was
 * split by is NULL in each.  Empty ones have n = 0.
 */
PCART_MUST_CHECK pcart_status pcarti_followup_split(
    const pcart_followup *sorted, pcarti_split by, int threads,
    pcart_arena *arena, pcart_followup **out, pcart_err *err);

/* How a follow-up is sorted. */
typedef struct pcarti_followup_how {
    pcart_tie_rule ties; // what PCART_TIES_AS_R means
    int threads;         // 0: one; the order does not depend on it
} pcarti_followup_how;

/* `in` if it is sorted, else a sorted copy in `out`. */
PCART_MUST_CHECK pcart_status pcarti_followup_prepare(const pcart_followup *in,
                                                      pcarti_followup_how how,
                                                      pcart_arena *arena,
                                                      pcart_followup *out,
                                                      pcart_err *err);

/* The same on one thread. */
static inline pcart_status
pcarti_followup_order(const pcart_followup *in, pcart_tie_rule as_r,
                      pcart_arena *arena, pcart_followup *out, pcart_err *err)
{
    return pcarti_followup_prepare(in, (pcarti_followup_how){.ties = as_r},
                                   arena, out, err);
}

/* The same by R survival's rule. */
static inline pcart_status
pcarti_followup_sorted(const pcart_followup *in, pcart_arena *arena,
                       pcart_followup *out, pcart_err *err)
{
    return pcarti_followup_order(in, PCART_TIES_MERGED, arena, out, err);
}

/* The number of groups and strata: at least 1. */
static inline int
pcarti_followup_groups(const pcart_followup *data)
{
    return data->group && data->n_group > 0 ? data->n_group : 1;
}

static inline int
pcarti_followup_strata(const pcart_followup *data)
{
    return data->stratum && data->n_stratum > 0 ? data->n_stratum : 1;
}

#endif
