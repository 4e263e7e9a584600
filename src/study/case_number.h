/* case_number.h -- cases of published numbers: tests, curves, scores.
 * Layer: study. */
#ifndef PCARTI_CASE_NUMBER_H
#define PCARTI_CASE_NUMBER_H

#include "core/buf.h"
#include "postcart/arena.h"
#include "postcart/err.h"

/* Whether a measure is one of these. */
int pcarti_case_is_number(const char *measure);

/* The number in as many decimals as the expected one has. */
PCART_MUST_CHECK pcart_status
pcarti_case_number(const char *measure, char *facts, const char *expected,
                   pcart_arena *arena, pcarti_buf *out, pcart_err *err);

#endif
