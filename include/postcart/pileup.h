/* pileup.h -- deep counting of fragments over regions.  Layer: align. */
#ifndef POSTCART_PILEUP_H
#define POSTCART_PILEUP_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/alignment.h"
#include "postcart/err.h"
#include "postcart/regions.h"
#include "postcart/site_count.h"

/** A limit that is switched off. */
#define PCART_PILEUP_OFF (-1)

/** Which reads and bases count (doc/method/count.md).  Zero is valid. */
typedef struct pcart_pileup_options {
    /** Lowest base quality; 0: 20, or the second highest value where the file
     * has four values or fewer; PCART_PILEUP_OFF: any, even none */
    int base_quality;
    int map_quality; /**< 0: 20; PCART_PILEUP_OFF: any */
    /** Consensus reads (tags cD, or aD and bD) of families at least this
     * large, duplicate flags being ignored; 0: 3 where all reads have the tags,
     * else raw reads; PCART_PILEUP_OFF: raw reads, whatever their tags */
    int family;
    /** Both strands' families at least this large; 0: not asked, or 2 where
     * family is 0 and all reads have the tags aD and bD */
    int duplex;
    unsigned threads; /**< 0: one */
} pcart_pileup_options;

/** Why reads were left out, in the order in which it is asked. */
typedef enum pcart_read_fate {
    PCART_READ_USED,
    PCART_READ_SECONDARY, /**< secondary or supplementary */
    PCART_READ_FAILED,    /**< failed the quality check of the sequencer */
    PCART_READ_DUPLICATE,
    PCART_READ_OTHER_SAMPLE,
    PCART_READ_MAP_QUALITY,
    PCART_READ_CLIPPED, /**< more than 30 % soft-clipped */
    PCART_READ_MISMATCH,
    PCART_READ_FAMILY,     /**< consensus of a family too small or at odds */
    PCART_READ_NO_QUALITY, /**< no base qualities */
    PCART_READ_MALFORMED,  /**< CIGAR and sequence do not fit */
    PCART_N_READ_FATE
} pcart_read_fate;

/** Static word for a fate: "map_quality". */
PCART_API const char *pcart_read_fate_name(pcart_read_fate fate);

/** What happened to the reads that touch the regions. */
typedef struct pcart_pileup_summary {
    uint64_t read[PCART_N_READ_FATE];
    uint64_t n_base;    /**< fragment observations of A, C, G, T */
    uint64_t n_both;    /**< positions seen by both mates of a fragment */
    uint64_t n_discord; /**< of these, where the mates disagreed */
    /** Disagreements: first mate's allele by the second's, A to deleted. */
    uint64_t discord[5][5];
    uint64_t n_untagged; /**< used reads without NM: mismatches not limited */
    /** Used reads of mapping quality 0, in a gene that the reference holds
     * twice by mistake (U2AF1 of GRCh38) */
    uint64_t n_twin;
    int base_quality;   /**< the limit that was used; -1: none */
    int map_quality;    /**< the same of mapping quality */
    int family, duplex; /**< the same of consensus reads; 0: raw reads */
    int is_binned;      /**< the qualities of the file are binned */
} pcart_pileup_summary;

/** One insertion or deletion as aligned. */
typedef struct pcart_indel_count {
    int64_t position;  /**< of the base before it, counted from 0 */
    uint32_t deleted;  /**< bases, 0 for an insertion */
    uint32_t inserted; /**< bases, 0 for a deletion */
    const char *bases; /**< inserted bases, capitals, not ended by NUL */
    uint32_t n[PCART_N_ORIENTATION];
} pcart_indel_count;

/** A part of one region; all of a region's parts come one after another. */
typedef struct pcart_pileup_part {
    size_t region; /**< index */
    int64_t first, last;
    const pcart_site_count *count; /**< last - first of them */
    const pcart_indel_count *indel;
    size_t n_indel; /**< sorted by position, deleted, inserted, bases */
} pcart_pileup_part;

/** Receives the parts in the order of the regions.  Everything is borrowed. */
typedef pcart_status pcart_pileup_sink(void *ctx, const pcart_pileup_part *part,
                                       pcart_err *err);

/** What to count, and where the counts go.  Everything is borrowed. */
typedef struct pcart_pileup_job {
    const char *path;                       /**< opened again by each thread */
    const pcart_alignment_options *opening; /**< NULL for the defaults */
    const pcart_regions *regions;
    const pcart_pileup_options *options; /**< NULL for the defaults */
    pcart_pileup_sink *sink;             /**< called by one thread at a time */
    void *ctx;
} pcart_pileup_job;

/**
 * Count fragments over regions in one pass.
 *
 * Each read that passes is walked once along its CIGAR; a base counts when its
 * quality is at the limit.  Mates of a fragment that overlap are one
 * observation: where they agree it counts once, where they differ it does not
 * count at all, and a base below the limit is as if it had not been read.
 *
 * The results do not depend on the number of threads, nor on how regions are
 * cut into parts.
 *
 * @param summary  filled on success
 * @return PCART_OK; PCART_E_DEGENERATE when no read touches the regions, or
 *         none passes (the hint says why): never counts of zero that mean
 *         "could not look"; PCART_E_INCONSISTENT when consensus tags are asked
 *         for and absent, or when reads are grouped by molecule (tag MI) but
 *         neither made into consensus reads nor marked as duplicates; what
 * pcart_alignment_open, pcart_alignment_covers and the sink return;
 * PCART_E_SYNTAX or PCART_E_IO for damaged records
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_pileup_count(
    const pcart_pileup_job *job, pcart_pileup_summary *summary, pcart_err *err);

#endif
