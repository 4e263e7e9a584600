/* value.h -- results as laboratories write them.  Layer: read. */
#ifndef PCARTI_VALUE_H
#define PCARTI_VALUE_H

#include <stddef.h>

#include "postcart/fixed.h"
#include "postcart/lab.h"

typedef enum pcarti_value_kind {
    PCARTI_VALUE_NUMBER,
    PCARTI_VALUE_WORDS, /* a known way to say that there is no number */
    PCARTI_VALUE_RANGE, /* "0.05-0.1" */
    PCARTI_VALUE_BAD
} pcarti_value_kind;

typedef struct pcarti_value {
    pcarti_value_kind kind;
    pcart_censor censor;
    pcart_decimal number;
    const char *hint; /* of a bad value; or NULL */
} pcarti_value;

/*
 * Read a result: a number, with `<` `<=` `>` `>=` before it, a Unicode minus,
 * thin blanks between thousands, and a flag (H, L, *) behind it.  Blanks
 * round the text must be gone.
 */
pcarti_value pcarti_value_read(const char *text, size_t length, char mark);

#endif
