/* fisher_ends.h -- sorted lists of the ends of paths.  Layer: stat. */
#ifndef PCARTI_FISHER_ENDS_H
#define PCARTI_FISHER_ENDS_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/err.h"

/* Columns that were filled: the logarithm of the product of 1/x!, and how
 * probable it is. */
typedef struct pcarti_path {
    double log;
    double weight;
} pcarti_path;

/* By `log`, ascending. */
void pcarti_path_sort(pcarti_path *list, size_t n);

/* A list in ascending order, with the bins by which it is searched. */
typedef struct pcarti_ends {
    pcarti_path *unsorted, *list; // `room` each
    double *upto;                 // sum of the weights before each
    uint32_t *bin;                // where each bin begins
    size_t n, room, n_bin;
    double least, scale;
} pcarti_ends;

/* PCART_OK, PCART_E_NOMEM, or PCART_E_RANGE for more than 2^32 - 1. */
PCART_MUST_CHECK pcart_status pcarti_ends_add(pcarti_ends *ends,
                                              pcarti_path path,
                                              pcart_arena *arena,
                                              pcart_err *err);

/* After the last was added; there must be one. */
void pcarti_ends_sort(pcarti_ends *ends);

/* The sum of the weights of those whose `log` is at most `limit`. */
double pcarti_ends_upto(const pcarti_ends *ends, double limit);

#endif
