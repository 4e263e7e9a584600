/* fixed.h -- exact decimal numbers.  Layer: core. */
#ifndef POSTCART_FIXED_H
#define POSTCART_FIXED_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/err.h"

/**
 * A number in millionths: 0.5 is 500000.  Thresholds are compared as integers,
 * so that 0.5 G/L and 500 /uL are the same number and 0.1 + 0.2 is 0.3.
 */
typedef int64_t pcart_fixed;

#define PCART_FIXED_NONE INT64_MIN
#define PCART_FIXED_ONE INT64_C(1000000)

/** Constant from a whole number, for tables. */
#define PCART_FIXED(whole) ((pcart_fixed)(whole)*PCART_FIXED_ONE)
/** Constant from thousandths, for tables: PCART_MILLI(9500) is 9.5. */
#define PCART_MILLI(thousandth) ((pcart_fixed)(thousandth)*1000)

/** Room for any number that pcart_fixed_write writes, and NUL. */
#define PCART_FIXED_SIZE 24

/** A decimal as written: coefficient * 10^exponent, exactly. */
typedef struct pcart_decimal {
    int64_t coefficient;
    int32_t exponent;
} pcart_decimal;

/**
 * Read a decimal number: sign, digits, point (or @p mark), digits, exponent.
 * No blanks, no thousands separators, no hexadecimal, no infinity.  At most 18
 * significant digits are kept; further digits are rounded half away from zero.
 *
 * @param mark  '.' or ','
 * @return PCART_OK; PCART_E_SYNTAX if it is not a number; PCART_E_RANGE if it
 *         is too large
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_decimal_read(const char *text,
                                                           size_t length,
                                                           char mark,
                                                           pcart_decimal *out,
                                                           pcart_err *err);

/**
 * decimal * numerator / denominator in millionths, rounded half away from
 * zero with one rounding.
 *
 * @param is_exact  may be NULL; set to 0 when something was rounded off
 * @return PCART_OK; PCART_E_RANGE if the result does not fit
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_fixed_from_decimal(
    pcart_decimal decimal, int64_t numerator, int64_t denominator,
    pcart_fixed *out, int *is_exact, pcart_err *err);

/** Decimal text without superfluous zeros ("0.5", "-3", ""). Returns @p out. */
PCART_API char *pcart_fixed_write(pcart_fixed value,
                                  char out[PCART_FIXED_SIZE]);

/** Round to a multiple of @p step, half to even (R's rule) ... */
PCART_API pcart_fixed pcart_fixed_round_even(pcart_fixed value,
                                             pcart_fixed step);
/** ... or half away from zero (tables). */
PCART_API pcart_fixed pcart_fixed_round_away(pcart_fixed value,
                                             pcart_fixed step);

PCART_API double pcart_fixed_to_double(pcart_fixed value);

#endif
