/* number.h -- numbers for people and numbers for programs.  Layer: report. */
#ifndef PCARTI_NUMBER_H
#define PCARTI_NUMBER_H

#include "core/buf.h"
#include "postcart/arena.h"

/*
 * All return text in the arena, or NULL when memory is out.  A number that is
 * not finite is "" in full and "not evaluable" when shown.
 */

/* Rounded half away from zero, as tables are, on the shortest decimal. */
const char *pcarti_number_shown(pcart_arena *arena, double value, int decimals);
/* The shortest decimal that reads back as the same number. */
const char *pcarti_number_full(pcart_arena *arena, double value);
/* "0.031", "< 0.001". */
const char *pcarti_number_p(pcart_arena *arena, double value);
/* "12/56 (21.4%)"; "0/0" has no percentage. */
const char *pcarti_number_share(pcart_arena *arena, size_t count, size_t total);
/* "37.5% (2.8-76.4)" out of fractions; without limits that are not finite. */
const char *pcarti_number_percent(pcart_arena *arena, double value, double low,
                                  double high);
/* Decimals that suit quartiles: none for whole numbers, else 3 digits or so. */
int pcarti_number_decimals(double q25, double median, double q75);

/* Text of a page; powers of ten as papers print them, where files have
 * "10^9/L". */
void pcarti_number_words(pcarti_buf *out, const char *text);

#endif
