/* spell.h -- how far two names are apart.  Layer: rules. */
#ifndef PCARTI_SPELL_H
#define PCARTI_SPELL_H

#include <stddef.h>

/* Letters to insert, leave out or change, in any case; names longer than 63
 * bytes are PCARTI_SPELL_FAR from everything. */
enum { PCARTI_SPELL_FAR = 64 };
int pcarti_spell_distance(const char *a, size_t n_a, const char *b);

/*
 * Of `n` words, the one within two letters of the text (one, for short words),
 * or NULL.  Word i is word_of(list, i).
 */
const char *pcarti_nearest(const char *text, size_t length, const void *list,
                           size_t n,
                           const char *(*word_of)(const void *list, size_t i));

/*
 * The two nearest names so far.  Zero is the start; names that differ in more
 * than half of their letters are not remembered.
 */
typedef struct pcarti_spell {
    const char *first, *second;
    int first_distance, second_distance;
} pcarti_spell;
void pcarti_spell_offer(pcarti_spell *spell, const char *wanted,
                        const char *name);

#endif
