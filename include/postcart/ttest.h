/* ttest.h -- Student's and Welch's t tests.  Layer: stat. */
#ifndef POSTCART_TTEST_H
#define POSTCART_TTEST_H

#include "postcart/test.h"

typedef enum pcart_ttest_kind {
    PCART_TTEST_WELCH, /**< unequal variances: R's default */
    PCART_TTEST_POOLED,
    PCART_TTEST_PAIRED /**< of x[i] - y[i] */
} pcart_ttest_kind;

/** Zero is valid: Welch, two-sided, 95%. */
typedef struct pcart_ttest_options {
    pcart_ttest_kind kind;
    pcart_alternative alternative;
    double level; /**< 0 means 0.95 */
} pcart_ttest_options;

/**
 * Compare two means.  As R: t.test(x, y, var.equal, paired).
 *
 * @return PCART_OK; not evaluable with too few values or no spread;
 *         PCART_E_RANGE for a value that is not finite; PCART_E_INCONSISTENT
 *         for pairs of different number
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_ttest(pcart_values x, pcart_values y, const pcart_ttest_options *options,
            pcart_test *out, pcart_err *err);

#endif
