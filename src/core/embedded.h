/* embedded.h -- files of the tree that the program carries with it.
 * Layer: core. */
#ifndef PCARTI_EMBEDDED_H
#define PCARTI_EMBEDDED_H

#include <stddef.h>

/* A row of a table that tools/embed makes; the last has no name. */
typedef struct pcarti_embedded {
    const char *name;           /* "theron.yaml" */
    const unsigned char *bytes; /* ended by 0, which does not count */
    size_t length;
} pcarti_embedded;

#endif
