/* rank_exact.h -- permutation distributions of rank sums.  Layer: stat. */
#ifndef PCARTI_RANK_EXACT_H
#define PCARTI_RANK_EXACT_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/err.h"

/* Tail probabilities of a statistic that was seen. */
typedef struct pcarti_tails {
    double at_most, at_least; /* P(T <= t), P(T >= t) */
    double as_far;            /* P(|T - E T| >= |t - E T|) */
} pcarti_tails;

/*
 * P(W = 0), P(W = 1) ... P(W = last) of the Mann-Whitney statistic of samples
 * of m and n without ties.  PCART_E_UNSUPPORTED when the number of
 * arrangements does not fit a double.
 */
PCART_MUST_CHECK pcart_status pcarti_mannwhitney_mass(size_t m, size_t n,
                                                      size_t last,
                                                      pcart_arena *arena,
                                                      double **out,
                                                      pcart_err *err);

/* P(V = 0) ... of the signed-rank statistic of n differences without ties. */
PCART_MUST_CHECK pcart_status pcarti_signedrank_mass(size_t n, size_t last,
                                                     pcart_arena *arena,
                                                     double **out,
                                                     pcart_err *err);

/*
 * The sum of `k` of the `n` whole-number scores, any subset being as likely as
 * any other, against the sum that was seen (shift algorithm of Streitberg and
 * Roehmel 1986).
 */
PCART_MUST_CHECK pcart_status
pcarti_subset_tails(const int64_t *score, size_t n, size_t k, int64_t seen,
                    pcart_arena *arena, pcarti_tails *out, pcart_err *err);

/* The sum of the scores that get a plus, each with probability 1/2. */
PCART_MUST_CHECK pcart_status pcarti_sign_tails(const int64_t *score, size_t n,
                                                int64_t seen,
                                                pcart_arena *arena,
                                                pcarti_tails *out,
                                                pcart_err *err);

#endif
