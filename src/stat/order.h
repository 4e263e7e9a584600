/* order.h -- stable order of numbers.  Layer: stat. */
#ifndef PCARTI_ORDER_H
#define PCARTI_ORDER_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/err.h"

/*
 * The stable ascending order of `n` finite numbers: out[0] is the place of the
 * smallest.  When `first` is not NULL it is an order to start from, which then
 * decides between equal numbers.  -0 equals 0.
 *
 * PCART_OK, PCART_E_NOMEM, or PCART_E_RANGE for more than 2^32 - 1 numbers.
 */
PCART_MUST_CHECK pcart_status pcarti_order(const double *value, size_t n,
                                           const uint32_t *first,
                                           pcart_arena *arena, uint32_t **out,
                                           pcart_err *err);

/* Mid-ranks from 1; returns the sum over ties of t^3 - t in `ties`. */
PCART_MUST_CHECK pcart_status pcarti_rank(const double *value, size_t n,
                                          pcart_arena *arena, double *rank,
                                          double *ties, pcart_err *err);

#endif
