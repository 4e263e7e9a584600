/* scan.h -- find the bytes that matter in text, 64 at a time.  Layer: read. */
#ifndef PCARTI_SCAN_H
#define PCARTI_SCAN_H

#include <stddef.h>
#include <stdint.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { PCARTI_SCAN_WIDTH = 64 };

/*
 * Bit i of the result is set where byte i of the 64 bytes at `at` is the
 * delimiter, a line feed or a quote.  *is_dirty is set when one of them is NUL
 * or not ASCII.
 */
static inline uint64_t
pcarti_scan_cells(const char *at, char delimiter, int *is_dirty)
{
    uint64_t mask = 0;

#if defined(__SSE2__)
    const __m128i d = _mm_set1_epi8(delimiter), n = _mm_set1_epi8('\n');
    const __m128i q = _mm_set1_epi8('"'), zero = _mm_setzero_si128();
    __m128i dirty = zero;

    for (int i = 0; i < 4; i++) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)at + i);
        __m128i hit = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(x, d), _mm_cmpeq_epi8(x, n)),
            _mm_cmpeq_epi8(x, q));

        dirty = _mm_or_si128(dirty, _mm_or_si128(x, _mm_cmpeq_epi8(x, zero)));
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(hit) << (16 * i);
    }
    *is_dirty |= _mm_movemask_epi8(dirty) != 0;
#else
    for (int i = 0; i < PCARTI_SCAN_WIDTH; i++) {
        unsigned char c = (unsigned char)at[i];

        mask |= (uint64_t)(at[i] == delimiter || c == '\n' || c == '"') << i;
        *is_dirty |= c == 0 || c >= 0x80;
    }
#endif
    return mask;
}

/* Position of the lowest set bit; mask is not 0. */
static inline int
pcarti_scan_first(uint64_t mask)
{
#if defined(__GNUC__)
    return __builtin_ctzll(mask);
#else
    int i = 0;

    for (; !(mask & 1); mask >>= 1)
        i++;
    return i;
#endif
}

/* Line feeds in a block; *has_quote is set when there is a quote in it. */
uint64_t pcarti_scan_lines(const char *bytes, size_t length, int *has_quote);

/* Whether a block is UTF-8 without NUL.  If not, *bad is the first offset at
 * which it is not. */
int pcarti_scan_is_text(const char *bytes, size_t length, size_t *bad);

/* Bytes of the blanks with which text begins or ends: ASCII blank, tab, CR,
 * no-break and thin spaces; 0 if there is none. */
size_t pcarti_scan_blank(const char *text, size_t length);

/* Take blanks off both ends. */
void pcarti_scan_trim(const char **text, size_t *length);

/* What a file is that begins like this, if no text, as a hint; or NULL. */
const char *pcarti_scan_foreign(const char *bytes, size_t length);

/* The delimiter that occurs most in the first line, outside quotes. */
char pcarti_scan_delimiter(const char *line, size_t length);

#endif
