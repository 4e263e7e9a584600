/* fixed.c -- exact decimal numbers.  Layer: core. */
#include "postcart/fixed.h"

#include <string.h>

enum {
    MAX_DIGITS = 18,    /* 10^18 < 2^63 */
    MAX_EXPONENT = 1000 /* beyond this nothing fits or all is zero */
};

/* The product of two 64-bit numbers does not fit in 64 bits. */
__extension__ typedef __int128 wide;

static int
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits with at most one mark; the exponent counts from the last kept digit.
 * Returns the number of bytes read, 0 if there is no digit. */
static size_t
read_mantissa(const char *text, size_t length, char mark, int64_t *coefficient,
              int64_t *exponent)
{
    size_t i;
    int n_digit = 0, n_kept = 0, is_fraction = 0, round = -1;

    *coefficient = 0;
    *exponent = 0;
    for (i = 0; i < length; i++) {
        if (text[i] == mark && !is_fraction) {
            is_fraction = 1;
            continue;
        }
        if (!is_digit(text[i]))
            break;
        n_digit++;
        if (n_kept < MAX_DIGITS) {
            *coefficient = *coefficient * 10 + (text[i] - '0');
            n_kept += *coefficient != 0;
            *exponent -= is_fraction;
        } else {
            if (round < 0)
                round = text[i] >= '5';
            *exponent += !is_fraction;
        }
    }
    if (round > 0)
        *coefficient += 1;
    return n_digit ? i : 0;
}

static pcart_status
not_a_number(const char *text, size_t length, pcart_err *err)
{
    return pcart_err_set(err, PCART_E_SYNTAX, "'%.*s' is not a number",
                         (int)(length > 40 ? 40 : length), text);
}

pcart_status
pcart_decimal_read(const char *text, size_t length, char mark,
                   pcart_decimal *out, pcart_err *err)
{
    int is_negative = length > 0 && text[0] == '-';
    size_t i = (size_t)(is_negative || (length > 0 && text[0] == '+'));
    int64_t coefficient, exponent, power = 0;
    size_t used =
        read_mantissa(text + i, length - i, mark, &coefficient, &exponent);

    if (used == 0)
        return not_a_number(text, length, err);
    i += used;
    if (i < length && (text[i] == 'e' || text[i] == 'E')) {
        int is_minus = i + 1 < length && text[i + 1] == '-';

        i += (size_t)(1 + (is_minus || (i + 1 < length && text[i + 1] == '+')));
        if (i >= length)
            return not_a_number(text, length, err);
        for (; i < length && is_digit(text[i]); i++)
            if (power <= MAX_EXPONENT)
                power = power * 10 + (text[i] - '0');
        exponent += is_minus ? -power : power;
    }
    if (i != length)
        return not_a_number(text, length, err);
    if (coefficient == 0)
        exponent = 0;
    if (exponent > MAX_EXPONENT)
        return pcart_err_set(err, PCART_E_RANGE, "'%.*s' is too large",
                             (int)(length > 40 ? 40 : length), text);
    if (exponent < -MAX_EXPONENT)
        exponent = -MAX_EXPONENT;
    out->coefficient = is_negative ? -coefficient : coefficient;
    out->exponent = (int32_t)exponent;
    return PCART_OK;
}

/* value / denominator, half away from zero. */
static wide
divide(wide value, wide denominator, int *is_exact)
{
    wide quotient = value / denominator, rest = value % denominator;

    if (rest == 0)
        return quotient;
    *is_exact = 0;
    if (rest < 0)
        rest = -rest;
    if (rest >= denominator - rest)
        quotient += value < 0 ? -1 : 1;
    return quotient;
}

pcart_status
pcart_fixed_from_decimal(pcart_decimal decimal, int64_t numerator,
                         int64_t denominator, pcart_fixed *out, int *is_exact,
                         pcart_err *err)
{
    const wide limit = (wide)1 << 100;
    int32_t shift = decimal.exponent + 6;
    wide value = (wide)decimal.coefficient * numerator;
    wide below = denominator;
    int exact = 1;

    for (; shift > 0 && value != 0; shift--) {
        if (value > limit || value < -limit)
            goto too_large;
        value *= 10;
    }
    /* The divisor stays below 2^122; beyond it the result rounds to zero. */
    for (; shift < 0 && value != 0; shift++) {
        if (below > ((wide)1 << 118)) {
            value = 0;
            exact = 0;
            break;
        }
        below *= 10;
    }
    value = divide(value, below, &exact);
    if (value > INT64_MAX || value <= INT64_MIN)
        goto too_large;
    *out = (pcart_fixed)value;
    if (is_exact)
        *is_exact = exact;
    return PCART_OK;
too_large:
    return pcart_err_set(err, PCART_E_RANGE, "the number is too large");
}

char *
pcart_fixed_write(pcart_fixed value, char out[PCART_FIXED_SIZE])
{
    char digits[PCART_FIXED_SIZE];
    uint64_t rest;
    int n = 0, from = 0;
    size_t length = 0;

    out[0] = '\0';
    if (value == PCART_FIXED_NONE)
        return out;
    rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        digits[n++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest || n < 7);
    while (from < 6 && digits[from] == '0')
        from++;
    if (value < 0)
        out[length++] = '-';
    while (n > from) {
        n--;
        out[length++] = digits[n];
        if (n == 6 && n > from)
            out[length++] = '.';
    }
    out[length] = '\0';
    return out;
}

/* The multiple of step at or below value. */
static pcart_fixed
floor_to(pcart_fixed value, pcart_fixed step)
{
    pcart_fixed rest = value % step;

    return value - (rest < 0 ? rest + step : rest);
}

pcart_fixed
pcart_fixed_round_even(pcart_fixed value, pcart_fixed step)
{
    pcart_fixed low, rest;

    if (value == PCART_FIXED_NONE)
        return value;
    low = floor_to(value, step);
    rest = value - low;
    if (rest > step - rest || (rest == step - rest && (low / step) % 2 != 0))
        return low + step;
    return low;
}

pcart_fixed
pcart_fixed_round_away(pcart_fixed value, pcart_fixed step)
{
    pcart_fixed low, rest;

    if (value == PCART_FIXED_NONE)
        return value;
    low = floor_to(value, step);
    rest = value - low;
    if (rest > step - rest || (rest == step - rest && value > 0))
        return low + step;
    return low;
}

double
pcart_fixed_to_double(pcart_fixed value)
{
    return (double)value / (double)PCART_FIXED_ONE;
}
