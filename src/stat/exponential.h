/* exponential.h -- the exponentials of many numbers.  Layer: stat. */
#ifndef PCARTI_EXPONENTIAL_H
#define PCARTI_EXPONENTIAL_H

#include <stddef.h>

/*
 * x[i] = exp(x[i]) for `n` numbers, to 1 unit of the last place; the same
 * digits wherever a number stands, and on every processor.
 */
void pcarti_exponentials(double *x, size_t n);

#endif
