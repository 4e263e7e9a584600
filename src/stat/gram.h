/* gram.h -- weighted sums of outer products.  Layer: stat. */
#ifndef PCARTI_GRAM_H
#define PCARTI_GRAM_H

#include <stddef.h>

/*
 * matrix += sum of factor[i] * row_i row_i' over `n` rows of p, one behind the
 * other; the upper triangle of p x p.  The order of summation depends on n and
 * p alone.
 */
void pcarti_add_gram(double *matrix, size_t p, const double *factor,
                     const double *row, size_t n);

/* sum += sum of factor[i] * row_i; the same. */
void pcarti_add_rows(double *sum, size_t p, const double *factor,
                     const double *row, size_t n);

#endif
