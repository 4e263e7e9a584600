/* matrix.h -- small dense symmetric systems.  Layer: stat. */
#ifndef PCARTI_MATRIX_H
#define PCARTI_MATRIX_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/err.h"

/*
 * Cholesky factor L D L' of the symmetric `n` x `n` matrix `a`, in place: the
 * lower triangle holds L, the diagonal D.  A pivot below `tolerance` times the
 * largest diagonal element is set to 0 with its column, so that the factor
 * serves as a generalised inverse.  Returns the rank, negated when a pivot is
 * clearly negative.
 */
int pcarti_cholesky(double *a, size_t n, double tolerance);

/* Solve in place with a factor; the part of a zero pivot becomes 0. */
void pcarti_cholesky_solve(const double *factor, size_t n, double *b);

/* The (generalised) inverse in full, row by row; `out` must not be `factor`. */
void pcarti_cholesky_invert(const double *factor, size_t n, double *out);

/* Sum of the logarithms of the pivots that are not 0. */
double pcarti_cholesky_logdet(const double *factor, size_t n);

/* matrix += factor * v v', upper triangle of p x p. */
void pcarti_add_outer(double *matrix, size_t p, double factor, const double *v);

/*
 * z' V^- z for a covariance `v` of `n` scores that sum to 0, with the rank of
 * V as the degrees of freedom.  Scores whose variance is 0 take no part.
 */
PCART_MUST_CHECK pcart_status pcarti_quadratic(const double *v, const double *z,
                                               size_t n, pcart_arena *arena,
                                               double *value, int *rank,
                                               pcart_err *err);

#endif
