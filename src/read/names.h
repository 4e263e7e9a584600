/* names.h -- ids and their numbers in order of appearance.  Layer: read. */
#ifndef PCARTI_NAMES_H
#define PCARTI_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"

typedef struct pcarti_name {
    const char *text; /* NUL-ended, in the arena */
    uint32_t length, hash;
} pcarti_name;

/* Zero is a valid, empty set. */
typedef struct pcarti_names {
    pcarti_name *name;
    size_t n, have;
    uint32_t *slot; /* number + 1; 0 is free */
    size_t n_slot;  /* a power of two */
} pcarti_names;

/* 64 bits that depend on every byte, and on what came before. */
uint64_t pcarti_names_hash(uint64_t before, const char *text, size_t length);

/* The number of a name, or UINT32_MAX. */
uint32_t pcarti_names_find(const pcarti_names *names, const char *text,
                           size_t length);

/* Add a name that is not there yet; UINT32_MAX when memory is out. */
uint32_t pcarti_names_add(pcarti_names *names, pcart_arena *arena,
                          const char *text, size_t length);

/* Order of bytes, a prefix first. */
int pcarti_names_compare(const char *a, size_t n_a, const char *b, size_t n_b);

#endif
