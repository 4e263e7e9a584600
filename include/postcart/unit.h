/* unit.h -- the units in which laboratories write, and exact factors.
 * Layer: core. */
#ifndef POSTCART_UNIT_H
#define POSTCART_UNIT_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/err.h"

/** What a unit measures; two units convert only within one dimension. */
typedef enum pcart_dimension {
    PCART_DIM_NONE,
    PCART_DIM_COUNT,    /**< cells per volume; base cells/uL */
    PCART_DIM_MASS,     /**< mass per volume; base g/L */
    PCART_DIM_MOLAR,    /**< amount per volume; base mmol/L */
    PCART_DIM_ACTIVITY, /**< enzyme activity per volume; base U/L */
    PCART_DIM_FRACTION, /**< base 1 */
    PCART_DIM_VOLUME,   /**< of one cell; base fL */
    PCART_DIM_DOSE,     /**< cells per body weight; base 10^6/kg */
    PCART_DIM_AMOUNT    /**< bags, units, doses; base 1 */
} pcart_dimension;

/** One spelling.  value_in_base = value * numerator / denominator. */
typedef struct pcart_unit {
    const char *spelling;
    pcart_dimension dimension;
    int64_t numerator, denominator;
} pcart_unit;

/**
 * Find a unit by any spelling of the field: "10*9/L", "10^9/L", "G/L", "K/uL",
 * "/mm3", "g/dl", "µg/l" ...  Blanks are ignored; micro may be u, µ (U+00B5) or
 * μ (U+03BC); a power of ten 10^9, 10*9, 10E9, x10e9 or with superscripts; a
 * microlitre also mm3, cumm, mcL; words for cells are left out.  Case counts
 * where it must: "m" is milli and "M" mega, "g/L" is grams and "G/L" giga.
 *
 * @return a static row; NULL if the spelling is not known
 */
PCART_API const pcart_unit *pcart_unit_find(const char *text, size_t length);

/** All rows, sorted bytewise by spelling, for the reference page. */
PCART_API const pcart_unit *pcart_unit_list(size_t *n);

/** Static word for a dimension: "cells per volume". */
PCART_API const char *pcart_dimension_name(pcart_dimension dimension);

#endif
