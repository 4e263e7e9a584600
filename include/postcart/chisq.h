/* chisq.h -- Pearson's chi-square test of tables of counts.  Layer: stat. */
#ifndef POSTCART_CHISQ_H
#define POSTCART_CHISQ_H

#include "postcart/test.h"

typedef enum pcart_chisq_kind {
    PCART_CHISQ_PLAIN, /**< uncorrected */
    PCART_CHISQ_YATES, /**< continuity correction; 2 x 2 only */
    PCART_CHISQ_N1     /**< (N - 1)/N times the uncorrected: Campbell 2007 */
} pcart_chisq_kind;

/**
 * Pearson's test of independence.  Rows and columns that are all 0 are left
 * out of the degrees of freedom.
 *
 * As R: chisq.test(table, correct = FALSE) or, for Yates, correct = TRUE.
 *
 * @param cell  size[0] rows x size[1] columns, row by row
 * @return PCART_OK; not evaluable with fewer than two rows or columns that are
 *         not 0; PCART_E_RANGE for a negative count; PCART_E_USAGE for Yates
 *         on a table that is not 2 x 2
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_chisq_test(const int *cell,
                                                         const int size[2],
                                                         pcart_chisq_kind kind,
                                                         pcart_test *out,
                                                         pcart_err *err);

/** The smallest expected count, by which a test is chosen; 0 if empty. */
PCART_API double pcart_chisq_min_expected(const int *cell, const int size[2]);

#endif
