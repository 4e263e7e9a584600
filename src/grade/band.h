/* band.h -- a value against limits gives a grade (CTCAE).  Layer: grade. */
#ifndef PCARTI_BAND_H
#define PCARTI_BAND_H

#include "postcart/fixed.h"
#include "postcart/rules.h"

/* The row that one value reaches, and whether the mildest grade stays open
 * because nobody said what the lower limit of normal is. */
typedef struct pcarti_band {
    int grade, row; /* 0 and -1: above every limit */
    int open_grade; /* grade if it is below the lower limit of normal */
} pcarti_band;

pcarti_band pcarti_band_of(const pcart_rule_set *set, pcart_fixed value);

#endif
