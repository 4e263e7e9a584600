/* scan.c -- lines, UTF-8 and blanks in blocks of bytes.  Layer: read. */
#include "read/scan.h"

#include <string.h>

#include "postcart/api.h"

/* The last bytes of a block, one by one. */
static uint64_t
count_tail(const char *bytes, size_t length, int *has_quote)
{
    uint64_t n = 0;

    for (size_t i = 0; i < length; i++) {
        n += bytes[i] == '\n';
        *has_quote |= bytes[i] == '"';
    }
    return n;
}

uint64_t
pcarti_scan_lines(const char *bytes, size_t length, int *has_quote)
{
    size_t at = 0;
    uint64_t n = 0;

#if defined(__SSE2__)
    const __m128i line = _mm_set1_epi8('\n'), quote = _mm_set1_epi8('"');
    const __m128i zero = _mm_setzero_si128();
    __m128i quoted = zero;

    /* A byte counts to 255 before its sum is taken. */
    while (length - at >= 16) {
        __m128i sum = zero;
        uint64_t half[2];

        for (int i = 0; i < 255 && length - at >= 16; i++, at += 16) {
            __m128i x =
                _mm_loadu_si128((const __m128i *)(const void *)(bytes + at));

            sum = _mm_sub_epi8(sum, _mm_cmpeq_epi8(x, line));
            quoted = _mm_or_si128(quoted, _mm_cmpeq_epi8(x, quote));
        }
        _mm_storeu_si128((__m128i *)(void *)half, _mm_sad_epu8(sum, zero));
        n += half[0] + half[1];
    }
    *has_quote |= _mm_movemask_epi8(quoted) != 0;
#endif
    return n + count_tail(bytes + at, length - at, has_quote);
}

/* Length of the UTF-8 sequence at `s`, or 0: no overlong forms, no
 * surrogates, nothing beyond U+10FFFF (Unicode, table 3-7). */
static size_t
sequence(const unsigned char *s, size_t room)
{
    unsigned char low = 0x80, high = 0xBF;
    size_t n;

    if (s[0] < 0x80)
        return s[0] != 0;
    if (s[0] >= 0xC2 && s[0] <= 0xDF)
        n = 2;
    else if (s[0] >= 0xE0 && s[0] <= 0xEF)
        n = 3;
    else if (s[0] >= 0xF0 && s[0] <= 0xF4)
        n = 4;
    else
        return 0;
    if (room < n)
        return 0;
    if (s[0] == 0xE0)
        low = 0xA0;
    else if (s[0] == 0xED)
        high = 0x9F;
    else if (s[0] == 0xF0)
        low = 0x90;
    else if (s[0] == 0xF4)
        high = 0x8F;
    if (s[1] < low || s[1] > high)
        return 0;
    for (size_t i = 2; i < n; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    return n;
}

int
pcarti_scan_is_text(const char *bytes, size_t length, size_t *bad)
{
    const unsigned char *s = (const unsigned char *)bytes;

    for (size_t i = 0; i < length;) {
        size_t n = sequence(s + i, length - i);

        if (n == 0) {
            *bad = i;
            return 0;
        }
        i += n;
    }
    return 1;
}

size_t
pcarti_scan_blank(const char *text, size_t length)
{
    /* No-break space; en quad to hair space; narrow no-break space; zero
     * width no-break space (a byte order mark in the wrong place). */
    if (length == 0)
        return 0;
    if (text[0] == ' ' || text[0] == '\t' || text[0] == '\r')
        return 1;
    if (length >= 2 && memcmp(text, "\xC2\xA0", 2) == 0)
        return 2;
    if (length < 3)
        return 0;
    if (memcmp(text, "\xE2\x80", 2) == 0 &&
        (((unsigned char)text[2] >= 0x80 && (unsigned char)text[2] <= 0x8B) ||
         (unsigned char)text[2] == 0xAF))
        return 3;
    return memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* Whether the text ends with a blank of `n` bytes. */
static int
ends_with_blank(const char *text, size_t length, size_t n)
{
    return length >= n && pcarti_scan_blank(text + length - n, n) == n;
}

void
pcarti_scan_trim(const char **text, size_t *length)
{
    const char *s = *text;
    size_t left = *length, n;

    while ((n = pcarti_scan_blank(s, left)) > 0) {
        s += n;
        left -= n;
    }
    for (;;) {
        if (ends_with_blank(s, left, 1))
            left -= 1;
        else if (ends_with_blank(s, left, 2))
            left -= 2;
        else if (ends_with_blank(s, left, 3))
            left -= 3;
        else
            break;
    }
    *text = s;
    *length = left;
}

/* What a file is that begins like this, and is no text; or NULL. */
const char *
pcarti_scan_foreign(const char *bytes, size_t length)
{
    static const struct {
        const char *magic;
        size_t length;
        const char *kind;
    } known[] = {
        {"\xFF\xFE", 2, "UTF-16 text: export the table as UTF-8"},
        {"\xFE\xFF", 2, "UTF-16 text: export the table as UTF-8"},
        {"PK\x03\x04", 4, "a spreadsheet or ZIP file: save the sheet as CSV"},
        {"\xD0\xCF\x11\xE0", 4, "an old spreadsheet: save the sheet as CSV"},
        {"\x1F\x8B", 2, "a compressed file: unpack it first"},
        {"%PDF", 4, "a PDF document: export the table as CSV"},
    };

    for (size_t i = 0; i < PCART_COUNTOF(known); i++)
        if (length >= known[i].length &&
            memcmp(bytes, known[i].magic, known[i].length) == 0)
            return known[i].kind;
    return NULL;
}

/* The delimiter that occurs most in the first line, outside quotes. */
char
pcarti_scan_delimiter(const char *line, size_t length)
{
    static const char candidate[] = {',', ';', '\t'};
    size_t count[PCART_COUNTOF(candidate)] = {0}, best = 0;
    int is_quoted = 0;

    for (size_t i = 0; i < length; i++) {
        is_quoted ^= line[i] == '"';
        for (size_t k = 0; k < PCART_COUNTOF(candidate); k++)
            count[k] += !is_quoted && line[i] == candidate[k];
    }
    for (size_t k = 1; k < PCART_COUNTOF(candidate); k++)
        if (count[k] > count[best])
            best = k;
    return candidate[best];
}
