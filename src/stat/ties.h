/* ties.h -- times that are one by the rule of R survival.  Layer: stat. */
#ifndef PCARTI_TIES_H
#define PCARTI_TIES_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/err.h"

/* Times in ascending order. */
typedef struct pcarti_ties {
    double *time;
    size_t n;
    uint32_t *row;     // of each time; or NULL
    const int *status; // of rows; when row is not NULL
    int is_unsettled;  // out: rows of one time are left out of order
} pcarti_ties;

/*
 * R's aeqSurv: neighbours among the distinct times that differ by no more than
 * the tolerance, absolutely or relative to the mean time, become the first of
 * their run.  The rows of a run are put in order: those with a status first,
 * then by row.
 */
PCART_MUST_CHECK pcart_status pcarti_ties_merge(pcarti_ties *ties, int threads,
                                                pcart_arena *scratch,
                                                pcart_err *err);

#endif
