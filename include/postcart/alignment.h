/* alignment.h -- a BAM or CRAM file that can be trusted.  Layer: align. */
#ifndef POSTCART_ALIGNMENT_H
#define POSTCART_ALIGNMENT_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/err.h"
#include "postcart/regions.h"

/** How to open.  Zero is valid. */
typedef struct pcart_alignment_options {
    const char *reference; /**< FASTA with .fai; CRAM needs it */
    const char *index;     /**< NULL: beside the file */
    const char *sample;    /**< of several in one file; NULL: the only one */
    /** "GRCh37", "GRCh38": refuse another build; NULL: any. */
    const char *genome;
} pcart_alignment_options;

/** An open file with its index.  One thread at a time. */
typedef struct pcart_alignment pcart_alignment;

/**
 * Open a BAM or CRAM file and check that it can be used: it is what its first
 * bytes say, is sorted by position, has an index, ends whole (a truncated file
 * has no end mark), its references fit the FASTA, its build is the one asked
 * for, and it holds one sample or the one that was named.
 *
 * SAM text, unsorted files and files without an index are refused with a hint.
 * References are read from the FASTA alone.
 *
 * @param path  borrowed, must outlive the alignment
 * @return PCART_OK; PCART_E_IO; PCART_E_SYNTAX (truncated, not an alignment);
 *         PCART_E_NOTFOUND (no file, index or sample); PCART_E_INCONSISTENT
 *         (wrong build, references that differ); PCART_E_UNSUPPORTED;
 *         PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_alignment_open(const char *path, const pcart_alignment_options *options,
                     pcart_alignment **out, pcart_err *err);

PCART_API void pcart_alignment_free(pcart_alignment *alignment);

/** "sample" of the read groups; "" when the file does not say. */
PCART_API const char *pcart_alignment_sample(const pcart_alignment *alignment);

/** "GRCh37", "GRCh38", or "" when the contigs tell neither. */
PCART_API const char *pcart_alignment_genome(const pcart_alignment *alignment);

/** Length of a contig in bases; -1 when the file has no such contig. */
PCART_API int64_t pcart_alignment_length(const pcart_alignment *alignment,
                                         const char *contig);

/**
 * Check that regions belong to the genome of the file.
 *
 * @return PCART_OK; PCART_E_INCONSISTENT with the line of the BED for a contig
 *         that the file does not have (the hint knows about "chr") or a region
 *         beyond its end
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_alignment_covers(const pcart_alignment *alignment,
                       const pcart_regions *regions, pcart_err *err);

/**
 * Bases of the reference FASTA that was named at opening, as 'A', 'C', 'G',
 * 'T', 'N' in capitals; 'N' beyond the ends of the contig.
 *
 * @param first  may be negative
 * @param out    room for @p length bytes
 * @return PCART_OK; PCART_E_NOTFOUND without a FASTA; PCART_E_IO;
 *         PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_alignment_bases(pcart_alignment *alignment, const char *contig,
                      int64_t first, size_t length, char *out, pcart_err *err);

#endif
