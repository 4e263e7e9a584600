/* nearest.h -- the word that was probably meant.  Layer: read. */
#ifndef PCARTI_NEAREST_H
#define PCARTI_NEAREST_H

#include <stddef.h>

/*
 * Of `n` words, the one within two letters of the text (one, for short words),
 * or NULL.  Word i is word_of(list, i).
 */
const char *pcarti_nearest(const char *text, size_t length, const void *list,
                           size_t n,
                           const char *(*word_of)(const void *list, size_t i));

#endif
