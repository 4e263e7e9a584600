/* names.c -- ids and their numbers in order of appearance.  Layer: read. */
#include "read/names.h"

#include <string.h>

/* Mixing by multiplication, as in MurmurHash3 (public domain). */
static uint64_t
mix(uint64_t h)
{
    h ^= h >> 33;
    h *= UINT64_C(0xFF51AFD7ED558CCD);
    h ^= h >> 33;
    return h;
}

uint64_t
pcarti_names_hash(uint64_t before, const char *text, size_t length)
{
    uint64_t h = before ^ (length * UINT64_C(0x9E3779B97F4A7C15));

    for (; length >= 8; text += 8, length -= 8) {
        uint64_t word;

        memcpy(&word, text, 8);
        h = mix(h ^ word);
    }
    if (length) {
        uint64_t word = 0;

        memcpy(&word, text, length);
        h = mix(h ^ word);
    }
    return mix(h);
}

/* The slot of a name, or the free one where it belongs. */
static size_t
probe(const pcarti_names *names, const char *text, size_t length, uint32_t hash)
{
    size_t at = hash & (names->n_slot - 1);

    while (names->slot[at]) {
        const pcarti_name *name = &names->name[names->slot[at] - 1];

        if (name->hash == hash && name->length == length &&
            memcmp(name->text, text, length) == 0)
            break;
        at = (at + 1) & (names->n_slot - 1);
    }
    return at;
}

uint32_t
pcarti_names_find(const pcarti_names *names, const char *text, size_t length)
{
    size_t at;

    if (names->n == 0)
        return UINT32_MAX;
    at = probe(names, text, length,
               (uint32_t)pcarti_names_hash(0, text, length));
    return names->slot[at] ? names->slot[at] - 1 : UINT32_MAX;
}

/* Keep at most half of the slots taken. */
static int
widen(pcarti_names *names, pcart_arena *arena)
{
    size_t n_slot = names->n_slot ? names->n_slot * 2 : 64;
    uint32_t *slot;

    if (names->n < names->n_slot / 2)
        return 1;
    slot = pcart_arena_take(arena, n_slot, sizeof *slot);
    if (!slot)
        return 0;
    names->slot = slot;
    names->n_slot = n_slot;
    for (size_t i = 0; i < names->n; i++) {
        size_t at = names->name[i].hash & (n_slot - 1);

        while (slot[at])
            at = (at + 1) & (n_slot - 1);
        slot[at] = (uint32_t)i + 1;
    }
    return 1;
}

uint32_t
pcarti_names_add(pcarti_names *names, pcart_arena *arena, const char *text,
                 size_t length)
{
    uint32_t hash = (uint32_t)pcarti_names_hash(0, text, length);
    pcarti_name *grown;
    const char *copy;

    if (names->n >= UINT32_MAX - 1 || !widen(names, arena))
        return UINT32_MAX;
    grown = pcart_arena_grow(arena, names->name, &names->have, names->n + 1,
                             sizeof *grown);
    copy = grown ? pcart_arena_text(arena, text, length) : NULL;
    if (!copy)
        return UINT32_MAX;
    names->name = grown;
    grown[names->n] =
        (pcarti_name){.text = copy, .length = (uint32_t)length, .hash = hash};
    names->n++;
    names->slot[probe(names, text, length, hash)] = (uint32_t)names->n;
    return (uint32_t)names->n - 1;
}

int
pcarti_names_compare(const char *a, size_t n_a, const char *b, size_t n_b)
{
    size_t n = n_a < n_b ? n_a : n_b;
    int order = n ? memcmp(a, b, n) : 0;

    if (order)
        return order;
    return (n_a > n_b) - (n_a < n_b);
}
