/* variant.h -- a change at a place of the genome.  Layer: align. */
#ifndef POSTCART_VARIANT_H
#define POSTCART_VARIANT_H

#include <stdint.h>

#include "postcart/alignment.h"
#include "postcart/arena.h"
#include "postcart/err.h"

/** Most bases of an allele. */
#define PCART_VARIANT_MAX 1000

/** A change as VCF writes it, but counted from 0; capitals of A, C, G, T. */
typedef struct pcart_variant {
    const char *contig;
    int64_t position; /**< of the first base of @c ref */
    const char *ref, *alt;
} pcart_variant;

/**
 * Trim and move to the left, so that one change has one spelling.
 *
 * @param alignment  opened with a reference; its bases must be those of @c ref
 * @param arena      holds the alleles of @p out
 * @return PCART_OK; PCART_E_RANGE for an allele that is empty, too long, not
 *         of A, C, G, T, or no change; PCART_E_INCONSISTENT when @c ref is not
 *         what the reference says; PCART_E_NOTFOUND without reference;
 *         PCART_E_IO; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_variant_normalise(
    const pcart_variant *variant, pcart_alignment *alignment,
    pcart_arena *arena, pcart_variant *out, pcart_err *err);

#endif
