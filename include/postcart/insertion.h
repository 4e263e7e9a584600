/* insertion.h -- long insertions that nobody has named, from clipped reads.
 * Layer: align. */
#ifndef POSTCART_INSERTION_H
#define POSTCART_INSERTION_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/err.h"
#include "postcart/pileup.h"
#include "postcart/regions.h"
#include "postcart/variant.h"

/** A candidate: what the reads break off at.  Evidence decides on it. */
typedef struct pcart_insertion {
    pcart_variant variant; /**< normalised */
    uint32_t n_before;     /**< fragments clipped where it begins */
    uint32_t n_behind;     /**< clipped where it ends */
    uint32_t n_inside;     /**< aligned with it by the aligner itself */
} pcart_insertion;

/** Where to look.  Everything is borrowed; the opening needs a reference. */
typedef struct pcart_insertion_job {
    const char *path;
    const pcart_alignment_options *opening;
    const pcart_pileup_options *options; /**< which reads count */
    const pcart_regions *regions;
} pcart_insertion_job;

/**
 * Find insertions of ten bases and more: an internal tandem duplication of
 * FLT3, say.  Clipped ends that break off at one place are joined to a
 * consensus; where it comes back to the reference tells what lies between.  A
 * candidate needs three fragments, and both of its ends unless the aligner has
 * inserted it.
 *
 * @param out  of the arena, by contig and position
 * @return PCART_OK; as pcart_alignment_open; PCART_E_NOTFOUND without a
 *         reference; PCART_E_INCONSISTENT for a contig that the file does not
 *         have; PCART_E_SYNTAX; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_insertion_find(const pcart_insertion_job *job, pcart_arena *arena,
                     pcart_insertion **out, size_t *n, pcart_err *err);

#endif
