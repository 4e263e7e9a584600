/* order.h -- stable order of numbers.  Layer: stat. */
#ifndef PCARTI_ORDER_H
#define PCARTI_ORDER_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/err.h"

/*
 * The stable ascending order of `n` finite numbers: out[0] is the place of the
 * smallest.  When `status` is not NULL, of equal numbers those with a status
 * other than 0 come first.  -0 equals 0.
 *
 * PCART_OK, PCART_E_NOMEM, or PCART_E_RANGE for more than 2^32 - 1 numbers.
 */
PCART_MUST_CHECK pcart_status pcarti_order(const double *value, size_t n,
                                           const int *status,
                                           pcart_arena *arena, uint32_t **out,
                                           pcart_err *err);

/* Room for n places, and for the numbers in order if they are wanted. */
typedef struct pcarti_sorted {
    uint32_t *order;
    double *value;
} pcarti_sorted;

typedef struct pcarti_order_options {
    pcart_arena *scratch; // working memory
    int threads;          // 0: one; the order does not depend on it
} pcarti_order_options;

/* The same into room of the caller. */
PCART_MUST_CHECK pcart_status pcarti_order_into(
    const double *value, const int *status, size_t n,
    const pcarti_order_options *options, pcarti_sorted *out, pcart_err *err);

/* Mid-ranks from 1; returns the sum over ties of t^3 - t in `ties`. */
PCART_MUST_CHECK pcart_status pcarti_rank(const double *value, size_t n,
                                          pcart_arena *arena, double *rank,
                                          double *ties, pcart_err *err);

#endif
