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
    int place[PCART_CUMINC_MOST_CAUSE + 1]; // of a status: 0 or cause + 1
    size_t *base, *end;
    double *time, *risk, *censor;
    double *h, *inverse; // risk / S(t-) and its inverse; 0 at the end
    double *open;        // 1 / S(t-); 0 if that is 0
    /* of each cause */
    double *event[PCART_CUMINC_MOST_CAUSE];
    double *estimate[PCART_CUMINC_MOST_CAUSE];
    double *std_err[PCART_CUMINC_MOST_CAUSE];
} pcarti_cuminc;

/* Gray's tests with rho 0 of all causes, without strata. */
PCART_MUST_CHECK pcart_status pcarti_cuminc_test(const pcarti_cuminc *table,
                                                 pcart_arena *arena,
                                                 pcart_gray *out,
                                                 pcart_err *err);

#endif
