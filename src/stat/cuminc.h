/* cuminc.h -- all groups and causes of a follow-up in one table.
 * Layer: stat. */
#ifndef PCARTI_CUMINC_H
#define PCARTI_CUMINC_H

#include "postcart/cuminc.h"

/*
 * Group g has the rows base[g] to end[g] - 1, one per distinct time; row end[g]
 * stands for the time after its last.
 */
typedef struct pcarti_cuminc {
    const pcart_followup *sorted;
    size_t n_group, n_cause, n_row;
    int only; // not 0: this status is cause 0, all others are cause 1
    int threads;
    int place[PCART_CUMINC_MOST_CAUSE + 1]; // of a status: 0 or cause + 1
    size_t *base, *end;
    double *time, *risk, *censor;
    double *event[PCART_CUMINC_MOST_CAUSE]; // of each cause
} pcarti_cuminc;

/*
 * The causes that occur, in `cause`, unless the table knows them. PCART_E_RANGE
 * for a status above PCART_CUMINC_MOST_CAUSE.
 */
PCART_MUST_CHECK pcart_status pcarti_cuminc_causes(pcarti_cuminc *table,
                                                   pcart_arena *arena,
                                                   int **cause, pcart_err *err);

/* Take the table in `arena` and count. */
PCART_MUST_CHECK pcart_status pcarti_cuminc_count(pcarti_cuminc *table,
                                                  pcart_arena *arena,
                                                  pcart_err *err);

/* 0 for censored, else the cause and 1. */
static inline size_t
pcarti_cuminc_place(const pcarti_cuminc *table, int status)
{
    if (table->only)
        return (size_t)((status != 0) +
                        ((status != 0) & (status != table->only)));
    return (size_t)table->place[status];
}

/*
 * Gray's tests with rho 0 of the first `n_test` causes, without strata, into
 * `out`.
 */
PCART_MUST_CHECK pcart_status pcarti_cuminc_test(const pcarti_cuminc *table,
                                                 size_t n_test,
                                                 pcart_arena *arena,
                                                 pcart_gray *out,
                                                 pcart_err *err);

#endif
