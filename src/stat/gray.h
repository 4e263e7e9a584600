/* gray.h -- from score and variance to Gray's test.  Layer: stat. */
#ifndef PCARTI_GRAY_H
#define PCARTI_GRAY_H

#include "postcart/gray.h"

/* How the test was made, and its sums. */
typedef struct pcarti_gray_sums {
    int n_group, n_stratum;
    double rho;
    double *score;    // per group
    double *variance; // n_group x n_group: the upper triangle is enough
} pcarti_gray_sums;

/* The test; `out` keeps the arrays of `sums`. */
PCART_MUST_CHECK pcart_status pcarti_gray_finish(const pcarti_gray_sums *sums,
                                                 pcart_arena *arena,
                                                 pcart_gray *out,
                                                 pcart_err *err);

#endif
