/* evidence.h -- the fragments that speak for and against given variants.
 * Layer: align. */
#ifndef POSTCART_EVIDENCE_H
#define POSTCART_EVIDENCE_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/err.h"
#include "postcart/pileup.h"
#include "postcart/variant.h"

/** What the fragments of a sample show of one variant. */
typedef struct pcart_evidence {
    /** Fragments by orientation.  Depth is the sum of both and of other. */
    uint32_t alt[PCART_N_ORIENTATION], ref[PCART_N_ORIENTATION];
    uint32_t other;         /**< they show a third allele */
    uint32_t ambiguous;     /**< they fit both alleles, or mates disagree */
    uint32_t uninformative; /**< they do not span the change and its repeat */
    uint32_t n_distinct;    /**< alternate fragments of different ends */
    uint32_t near_end; /**< alternate fragments that show it only within five
                          bases of an end */
    /** Means of the reference and of the alternate fragments; -1: none. */
    double map_quality[2];
    double mismatches[2]; /**< of a read, the variant itself not counted */
    /** Of alt and ref: fragments of mapping quality 0, in a gene that the
     * reference holds twice by mistake (U2AF1 of GRCh38) */
    uint32_t n_twin;
} pcart_evidence;

/** Which variants to look for, where.  Everything is borrowed. */
typedef struct pcart_evidence_job {
    const char *path;
    /** A reference is needed for everything but single bases, and there too
     * for reads with a gap or a clip near the base. */
    const pcart_alignment_options *opening;
    const pcart_pileup_options *options; /**< threads are not used */
    const pcart_variant *variant;
    size_t n_variant;
} pcart_evidence_job;

/**
 * Look at every fragment round each variant.  A single base is read off, but
 * where a gap or a clipped end is near it, it is decided like longer changes;
 * insertions, deletions and longer changes are decided by aligning the reads,
 * their clipped ends too, to the reference and to the changed sequence, with
 * their qualities: a fragment belongs to the one that is a hundred times more
 * likely, or else to none.
 *
 * @param out  one per variant
 * @return PCART_OK; as pcart_alignment_open; PCART_E_INCONSISTENT for a contig
 *         or a position that the file does not have, or reference bases that
 *         are others; PCART_E_RANGE for an allele that is none;
 *         PCART_E_DEGENERATE when no read can be used at any variant;
 *         PCART_E_SYNTAX; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_evidence_find(
    const pcart_evidence_job *job, pcart_evidence *out, pcart_err *err);

/** Fragments that span two variants, by what they show of either. */
typedef struct pcart_phase {
    uint32_t both, first_only, second_only, neither;
} pcart_phase;

/**
 * Count the fragments that are informative of the first variant of a job and of
 * one of the others.  Each counts once: at the first of the others that it is
 * informative of, so that what several markers tell is independent.
 *
 * @param out  one per variant; the first's is empty
 * @return as pcart_evidence_find; PCART_E_RANGE for another contig and for one
 *         variant alone
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_evidence_phase(
    const pcart_evidence_job *job, pcart_phase *out, pcart_err *err);

#endif
