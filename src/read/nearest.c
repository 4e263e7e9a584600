/* nearest.c -- the word that was probably meant.  Layer: read. */
#include "read/nearest.h"

#include <string.h>

enum { LONGEST = 40 };

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Letters to insert, remove or replace, by the usual table in one row. */
static size_t
distance(const char *a, size_t n, const char *b, size_t m)
{
    size_t row[LONGEST + 1];

    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t corner = row[0];

        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = corner + (lower(a[i - 1]) != lower(b[j - 1]));

            corner = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[m];
}

const char *
pcarti_nearest(const char *text, size_t length, const void *list, size_t n,
               const char *(*word_of)(const void *list, size_t i))
{
    const char *nearest = NULL;
    size_t best = length > 4 ? 3 : 2;

    if (length == 0 || length > LONGEST)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        const char *word = word_of(list, i);
        size_t m = strlen(word), d;

        if (m > LONGEST)
            continue;
        d = distance(text, length, word, m);
        if (d < best) {
            best = d;
            nearest = word;
        }
    }
    return nearest;
}
