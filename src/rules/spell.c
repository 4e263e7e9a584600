/* spell.c -- how far two names are apart.  Layer: rules. */
#include "rules/spell.h"

#include <string.h>

static int
least(int a, int b, int c)
{
    int ab = a < b ? a : b;

    return ab < c ? ab : c;
}

int
pcarti_spell_distance(const char *a, const char *b)
{
    int row[PCARTI_SPELL_FAR];
    size_t n_a = strlen(a), n_b = strlen(b);

    if (n_a >= PCARTI_SPELL_FAR || n_b >= PCARTI_SPELL_FAR)
        return PCARTI_SPELL_FAR;
    for (size_t j = 0; j <= n_b; j++)
        row[j] = (int)j;
    for (size_t i = 0; i < n_a; i++) {
        int before = row[0];

        row[0] = (int)i + 1;
        for (size_t j = 0; j < n_b; j++) {
            int change = before + (a[i] != b[j]);

            before = row[j + 1];
            row[j + 1] = least(change, row[j] + 1, before + 1);
        }
    }
    return row[n_b];
}

void
pcarti_spell_offer(pcarti_spell *spell, const char *wanted, const char *name)
{
    int d = pcarti_spell_distance(wanted, name);

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
