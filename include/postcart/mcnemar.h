/* mcnemar.h -- McNemar's test of paired yes and no.  Layer: stat. */
#ifndef POSTCART_MCNEMAR_H
#define POSTCART_MCNEMAR_H

#include "postcart/test.h"

typedef enum pcart_mcnemar_kind {
    PCART_MCNEMAR_EXACT,     /**< binomial: the default */
    PCART_MCNEMAR_MID_P,     /**< with half of the points as likely as the seen
                                  one: Fagerland 2013 */
    PCART_MCNEMAR_CORRECTED, /**< chi-square with continuity correction */
    PCART_MCNEMAR_PLAIN      /**< chi-square without it */
} pcart_mcnemar_kind;

/**
 * McNemar's test from the discordant pairs: @p b yes before and no after,
 * @p c the other way round.  Without any such pair p is 1.
 *
 * As R: binom.test(b, b + c), mcnemar.test(table).
 *
 * @return PCART_OK; PCART_E_RANGE for a negative count
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_mcnemar_test(
    int b, int c, pcart_mcnemar_kind kind, pcart_test *out, pcart_err *err);

#endif
