/* yaml.h -- one YAML document as a tree of nodes with places.  Layer: read. */
#ifndef PCARTI_YAML_H
#define PCARTI_YAML_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/err.h"

typedef enum pcarti_yaml_kind {
    PCARTI_YAML_SCALAR,
    PCARTI_YAML_SEQUENCE,
    PCARTI_YAML_MAPPING,
    PCARTI_YAML_ALIAS /* never followed, so that a small file stays small */
} pcarti_yaml_kind;

/*
 * A node.  The children of a mapping are key, value, key, value ...  All
 * memory is the arena's.
 */
typedef struct pcarti_yaml {
    pcarti_yaml_kind kind;
    int is_plain;     /* a scalar without quotes */
    const char *text; /* of a scalar; may hold NUL; ends with NUL */
    size_t length;
    size_t offset; /* byte of the document where it begins */
    struct pcarti_yaml *child, *last, *next;
    size_t n_child;
} pcarti_yaml;

/* What is wrong with the text, and at which byte. */
typedef struct pcarti_yaml_fault {
    const char *message; /* in the arena, or static */
    size_t offset;
} pcarti_yaml_fault;

/*
 * Read the bytes of one document.  Doubled keys, more than one document and
 * nesting beyond 32 levels are faults.
 *
 * Returns PCART_OK with *root NULL for an empty file; PCART_E_SYNTAX with
 * *fault; PCART_E_NOMEM.
 */
PCART_MUST_CHECK pcart_status pcarti_yaml_read(const char *bytes, size_t length,
                                               pcart_arena *arena,
                                               const pcarti_yaml **root,
                                               pcarti_yaml_fault *fault);

/* A scalar that is not empty, "~" or "null" (unless it is quoted). */
int pcarti_yaml_has_text(const pcarti_yaml *node);

#endif
