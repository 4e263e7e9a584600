/* alignment_write.h -- a BAM file with its index, record by record.
 * Layer: align. */
#ifndef POSTCART_ALIGNMENT_WRITE_H
#define POSTCART_ALIGNMENT_WRITE_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/err.h"

/** What a BAM file says about itself. */
typedef struct pcart_alignment_head {
    const char *const *contig;
    const int64_t *length;
    size_t n_contig;
    const char *sample;
} pcart_alignment_head;

/** One part of a CIGAR: 'M', 'I', 'D', 'N', 'S' and how many bases. */
typedef struct pcart_cigar {
    char op;
    uint32_t n;
} pcart_cigar;

/** One read of a pair on one contig. */
typedef struct pcart_read_record {
    const char *name;
    uint16_t flag; /**< as in SAM */
    uint8_t map_quality;
    size_t contig;
    int64_t position, mate_position; /**< from 0 */
    int64_t span;                    /**< of the fragment; 0: not known */
    const pcart_cigar *cigar;        /**< at most 32 parts */
    size_t n_cigar;
    const char *bases;      /**< capitals */
    const uint8_t *quality; /**< one per base, without offset */
    size_t length;
    int32_t mismatches; /**< tag NM */
    int32_t family;     /**< tag cD of a consensus read; 0: none */
    int32_t strand[2];  /**< tags aD and bD; 0 and 0: none */
} pcart_read_record;

/** An open file. */
typedef struct pcart_alignment_writer pcart_alignment_writer;

/**
 * Begin a BAM file.
 *
 * @param path  borrowed; the index is written to PATH.bai at the end
 * @return PCART_OK; PCART_E_IO; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_alignment_writer_open(const char *path, const pcart_alignment_head *head,
                            pcart_alignment_writer **out, pcart_err *err);

/** Write one read; they come sorted by contig and position. */
PCART_API PCART_MUST_CHECK pcart_status
pcart_alignment_writer_put(pcart_alignment_writer *writer,
                           const pcart_read_record *read, pcart_err *err);

/**
 * Close the file, write its index when @p status is PCART_OK, and free.
 *
 * @return @p status, or why closing failed
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_alignment_writer_close(
    pcart_alignment_writer *writer, pcart_status status, pcart_err *err);

#endif
