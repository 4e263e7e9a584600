/* scale.h -- the toxicity scales by the names that centres write.
 * Layer: rules. */
#ifndef POSTCART_SCALE_H
#define POSTCART_SCALE_H

#include <stddef.h>

#include "postcart/course.h"

/** One scale of one toxicity. */
typedef struct pcart_scale {
    const char *name;      /**< "ASTCT 2019" */
    const char *toxicity;  /**< "CRS", "neurotoxicity", "IEC-HS" */
    unsigned kinds;        /**< 1 << pcart_toxicity_kind, those it grades */
    const char *spellings; /**< lower case, parted by `|` */
    const char *measure;   /**< the grade by findings: "crs_astct" */
    const char *cause;     /**< words of a death from it, parted by `|` */
} pcart_scale;

PCART_API const pcart_scale *pcart_scale_list(size_t *n);

/** The scale of a recorded toxicity; NULL when it is not named or unknown. */
PCART_API const pcart_scale *pcart_scale_find(const pcart_toxicity *toxicity);

/** The scale that a measure grades by; NULL when there is none. */
PCART_API const pcart_scale *pcart_scale_of_measure(const char *measure);

/** Whether one of the words parted by `|` is @p text, in any case of letters;
 * if @p is_within, whether one stands in it as a word. */
PCART_API int pcart_scale_word(const char *words, const char *text,
                               int is_within);

#endif
