/* correlation.h -- Pearson's and Spearman's correlation.  Layer: stat. */
#ifndef POSTCART_CORRELATION_H
#define POSTCART_CORRELATION_H

#include "postcart/arena.h"
#include "postcart/test.h"

typedef enum pcart_correlation_kind {
    PCART_SPEARMAN, /**< t approximation on mid-ranks, as R with
                         exact = FALSE */
    PCART_PEARSON   /**< with Fisher's z interval */
} pcart_correlation_kind;

/**
 * Correlation of two columns of equal length, two-sided.
 * As R: cor.test(x, y, method, exact = FALSE).
 *
 * @return PCART_OK; not evaluable with fewer than 3 pairs or a constant
 *         column; PCART_E_INCONSISTENT for different lengths; PCART_E_RANGE
 *         for a value that is not finite
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_correlation(pcart_values x, pcart_values y, pcart_correlation_kind kind,
                  pcart_arena *arena, pcart_test *out, pcart_err *err);

#endif
