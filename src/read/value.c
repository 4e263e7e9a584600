/* value.c -- results as laboratories write them.  Layer: read. */
#include "read/value.h"

#include <string.h>

#include "read/scan.h"

enum { LONGEST = 48 };

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int
is_word(const char *text, size_t length, const char *const *word, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;

        while (k < length && word[i][k] && lower(text[k]) == word[i][k])
            k++;
        if (k == length && word[i][k] == '\0')
            return 1;
    }
    return 0;
}

/* What stands in exports where no number was measured. */
static int
says_nothing(const char *text, size_t length)
{
    static const char *const word[] = {
        "n.d.",
        "n.d",
        "nd",
        "n/d",
        "n.a.",
        "na",
        "n/a",
        "not done",
        "not tested",
        "not detected",
        "not available",
        "not measured",
        "qns",
        "tnp",
        "clotted",
        "clot",
        "clumped",
        "clumps",
        "see comment",
        "see note",
        "see report",
        "*",
        "**",
        "***",
        "-",
        "--",
        ".",
        "?",
        "neg",
        "neg.",
        "negative",
        "pos",
        "pos.",
        "positive",
        "hemolyzed",
        "hemolysed",
        "haemolysed",
        "haemolyzed",
        "hemolysis",
        "lipemic",
        "insufficient",
        "insufficient sample",
        "quantity not sufficient",
        "pending",
        "cancelled",
        "canceled",
        "error",
        "invalid",
        "missing",
        "unknown",
        "null",
        "none",
        "trace",
        "rejected",
        "follows",
    };

    return is_word(text, length, word, PCART_COUNTOF(word));
}

/* Take the comparison off the front. */
static pcart_censor
take_censor(const char **text, size_t *length)
{
    static const struct {
        const char *sign;
        size_t length;
        pcart_censor censor;
    } known[] = {
        {"<=", 2, PCART_AT_MOST},
        {"\xE2\x89\xA4", 3, PCART_AT_MOST},
        {"<", 1, PCART_BELOW},
        {">=", 2, PCART_AT_LEAST},
        {"\xE2\x89\xA5", 3, PCART_AT_LEAST},
        {">", 1, PCART_ABOVE},
    };

    for (size_t i = 0; i < PCART_COUNTOF(known); i++) {
        if (*length < known[i].length ||
            memcmp(*text, known[i].sign, known[i].length) != 0)
            continue;
        *text += known[i].length;
        *length -= known[i].length;
        pcarti_scan_trim(text, length);
        return known[i].censor;
    }
    return PCART_EXACT;
}

/* Take a flag off the end: "12.3 H", "12.3*". */
static void
drop_flag(const char **text, size_t *length)
{
    static const char *const flag[] = {"h", "l",  "hh",  "ll",  "*", "**", "!",
                                       "a", "aa", "(h)", "(l)", "+", "-"};
    size_t n = *length;

    while (n > 0 && pcarti_scan_blank(*text + n - 1, 1) == 0)
        n--;
    if (n > 0 && n < *length && is_digit((*text)[0]) &&
        is_word(*text + n, *length - n, flag, PCART_COUNTOF(flag))) {
        *length = n;
        pcarti_scan_trim(text, length);
        return;
    }
    while (*length > 1 &&
           ((*text)[*length - 1] == '*' || (*text)[*length - 1] == '!') &&
           is_digit((*text)[0]))
        --*length;
}

/* Bytes of a no-break or thin blank: a thousands separator. */
static size_t
thin_blank(const char *text, size_t length)
{
    size_t n = pcarti_scan_blank(text, length);

    return n > 1 ? n : 0;
}

/*
 * Copy a number: Unicode minus becomes "-", thin blanks between groups of
 * three digits go.  Returns its length, or 0 if it does not look like one.
 */
static size_t
clean(const char *text, size_t length, char mark, char out[LONGEST])
{
    size_t n = 0, group = 0, i = 0;
    int is_grouped = 0, is_fraction = 0;

    if (length >= 3 && memcmp(text, "\xE2\x88\x92", 3) == 0) {
        out[n++] = '-';
        i = 3;
    }
    while (i < length) {
        size_t blank = thin_blank(text + i, length - i);

        if (n == LONGEST)
            return 0;
        if (blank) {
            if (is_fraction || group == 0 || group > 3 ||
                (is_grouped && group != 3))
                return 0;
            is_grouped = 1;
            group = 0;
            i += blank;
            continue;
        }
        if (text[i] == mark) {
            if (is_grouped && group != 3)
                return 0;
            is_fraction = 1;
        }
        if (!is_fraction)
            group += is_digit(text[i]) != 0;
        out[n++] = text[i++];
    }
    return is_grouped && !is_fraction && group != 3 ? 0 : n;
}

/* Why a text that looks like a number is none. */
static const char *
explain(const char *text, size_t length, char mark)
{
    char other = mark == '.' ? ',' : '.';
    size_t n_other = 0, n_mark = 0, behind = 0;

    for (size_t i = 0; i < length; i++) {
        n_other += text[i] == other;
        n_mark += text[i] == mark;
        behind = text[i] == other ? 0 : behind + 1;
        if (!is_digit(text[i]) && text[i] != other && text[i] != mark &&
            !(i == 0 && text[i] == '-'))
            return NULL;
    }
    if (n_other == 1 && n_mark == 0) {
        if (behind == 3)
            return mark == '.' ? "thousands or decimal comma? write 1234 or "
                                 "give --decimal=comma"
                               : "thousands or decimal point? write 1234 or "
                                 "give --decimal=point";
        return mark == '.'
                   ? "decimal comma? give --decimal=comma, or export with a "
                     "point"
                   : "decimal point? give --decimal=point, or export with a "
                     "comma";
    }
    return n_other ? "write numbers without thousands separators" : NULL;
}

/* "0.05-0.1": two numbers with a dash between. */
static int
is_range(const char *text, size_t length, char mark)
{
    pcart_decimal number;

    for (size_t i = 1; i + 1 < length; i++) {
        size_t dash = text[i] == '-';
        const char *left = text, *right;
        size_t n_left = i, n_right;

        if (length - i > 3 && memcmp(text + i, "\xE2\x80\x93", 3) == 0)
            dash = 3;
        if (!dash)
            continue;
        right = text + i + dash;
        n_right = length - i - dash;
        pcarti_scan_trim(&left, &n_left);
        pcarti_scan_trim(&right, &n_right);
        return pcart_decimal_read(left, n_left, mark, &number, NULL) ==
                   PCART_OK &&
               pcart_decimal_read(right, n_right, mark, &number, NULL) ==
                   PCART_OK;
    }
    return 0;
}

pcarti_value
pcarti_value_read(const char *text, size_t length, char mark)
{
    pcarti_value value = {.kind = PCARTI_VALUE_NUMBER};
    char number[LONGEST];
    size_t n;

    if (pcart_decimal_read(text, length, mark, &value.number, NULL) == PCART_OK)
        return value;
    if (says_nothing(text, length)) {
        value.kind = PCARTI_VALUE_WORDS;
        return value;
    }
    value.censor = take_censor(&text, &length);
    drop_flag(&text, &length);
    n = clean(text, length, mark, number);
    if (n > 0 &&
        pcart_decimal_read(number, n, mark, &value.number, NULL) == PCART_OK)
        return value;
    value.kind =
        is_range(text, length, mark) ? PCARTI_VALUE_RANGE : PCARTI_VALUE_BAD;
    value.hint = explain(text, length, mark);
    return value;
}
