/* spell.c -- how far two names are apart.  Layer: rules. */
#include "rules/spell.h"

#include <string.h>

static int
least(int a, int b, int c)
{
    int ab = a < b ? a : b;

    return ab < c ? ab : c;
}

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

int
pcarti_spell_distance(const char *a, size_t n_a, const char *b)
{
    int row[PCARTI_SPELL_FAR];
    size_t n_b = strlen(b);

    if (n_a >= PCARTI_SPELL_FAR || n_b >= PCARTI_SPELL_FAR)
        return PCARTI_SPELL_FAR;
    for (size_t j = 0; j <= n_b; j++)
        row[j] = (int)j;
    for (size_t i = 0; i < n_a; i++) {
        int before = row[0];

        row[0] = (int)i + 1;
        for (size_t j = 0; j < n_b; j++) {
            int change = before + (lower(a[i]) != lower(b[j]));

            before = row[j + 1];
            row[j + 1] = least(change, row[j] + 1, before + 1);
        }
    }
    return row[n_b];
}

void
pcarti_spell_offer(pcarti_spell *spell, const char *wanted, const char *name)
{
    int d = pcarti_spell_distance(wanted, strlen(wanted), name);

    if (2 * (size_t)d > strlen(name))
        return;
    if (!spell->first || d < spell->first_distance) {
        spell->second = spell->first;
        spell->second_distance = spell->first_distance;
        spell->first = name;
        spell->first_distance = d;
    } else if (!spell->second || d < spell->second_distance) {
        spell->second = name;
        spell->second_distance = d;
    }
}

const char *
pcarti_nearest(const char *text, size_t length, const void *list, size_t n,
               const char *(*word_of)(const void *list, size_t i))
{
    const char *nearest = NULL;
    int best = length > 4 ? 3 : 2;

    for (size_t i = 0; i < n && length > 0; i++) {
        const char *word = word_of(list, i);
        int d = pcarti_spell_distance(text, length, word);

        if (d < best) {
            best = d;
            nearest = word;
        }
    }
    return nearest;
}
