/* countfile.h -- counts of one or many samples over regions, in a file.
 * Layer: align. */
#ifndef POSTCART_COUNTFILE_H
#define POSTCART_COUNTFILE_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/alignment.h"
#include "postcart/arena.h"
#include "postcart/err.h"
#include "postcart/pileup.h"
#include "postcart/regions.h"
#include "postcart/site_count.h"

/** Reference bases kept on either side of each region, for contexts. */
#define PCART_COUNTFILE_FLANK 10

/** Most samples, contigs, regions of one file. */
#define PCART_COUNTFILE_MAX 1000000

/** What all samples of a file share. */
typedef struct pcart_count_frame {
    const char *genome; /**< "GRCh38"; "" when not known */
    pcart_regions regions;
    const int64_t *contig_length; /**< one per contig of the regions */
    /** Per region its bases and the flanks, capitals; NULL without FASTA. */
    const char *const *bases;
} pcart_count_frame;

/**
 * The frame of counts over regions of an alignment file: contigs, and the
 * bases of its reference when it was opened with one.
 *
 * @param arena  holds the result; the regions are borrowed
 * @return PCART_OK; what pcart_alignment_covers and pcart_alignment_bases
 *         return; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_count_frame_init(
    pcart_count_frame *frame, pcart_alignment *alignment,
    const pcart_regions *regions, pcart_arena *arena, pcart_err *err);

/**
 * Check that another alignment file has the genome and contigs of a frame.
 *
 * @return PCART_OK; PCART_E_INCONSISTENT with what differs
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_count_frame_fits(const pcart_count_frame *frame,
                       const pcart_alignment *alignment, pcart_err *err);

/** One sample: how it was counted and what became of its reads. */
typedef struct pcart_count_sample {
    const char *name;
    pcart_pileup_options options; /**< threads are not kept */
    pcart_pileup_summary summary;
} pcart_count_sample;

/** Receives the bytes of a file in order. */
typedef pcart_status pcart_count_write(void *ctx, const void *bytes,
                                       size_t length, pcart_err *err);

/** A writer: frame, then for each sample its parts and the sample, then the
 * end.  Fields are private. */
typedef struct pcart_count_writer {
    pcart_count_write *write;
    void *ctx;
    const pcart_count_frame *frame;
    uint64_t n_section, n_sample;
    unsigned char *buffer;
    size_t length, capacity;
    int is_failed;
} pcart_count_writer;

/**
 * Begin a file.  @p frame is borrowed until pcart_count_writer_release.
 *
 * @return PCART_OK; PCART_E_NOMEM; what @p write returns
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_count_writer_begin(
    pcart_count_writer *writer, const pcart_count_frame *frame,
    pcart_count_write *write, void *ctx, pcart_err *err);

/** Write a part; @p writer is the context of a pcart_pileup_sink. */
PCART_API PCART_MUST_CHECK pcart_status pcart_count_writer_part(
    void *writer, const pcart_pileup_part *part, pcart_err *err);

/** End the sample whose parts were written. */
PCART_API PCART_MUST_CHECK pcart_status
pcart_count_writer_sample(pcart_count_writer *writer,
                          const pcart_count_sample *sample, pcart_err *err);

/** End the file; needed, since a file without its end is refused. */
PCART_API PCART_MUST_CHECK pcart_status
pcart_count_writer_end(pcart_count_writer *writer, pcart_err *err);

/** Free what the writer holds; also after a failure. */
PCART_API void pcart_count_writer_release(pcart_count_writer *writer);

/** Where the counts of a region stand.  Private. */
struct pcart_count_part;

/** A file that was read and checked whole. */
typedef struct pcart_countfile {
    const char *source;
    pcart_count_frame frame;
    const pcart_count_sample *sample;
    size_t n_sample;
    const struct pcart_count_part *part; /* private */
    const size_t *first_part; /* private: per sample and region, and the end */
} pcart_countfile;

/**
 * Read a count file.  Every byte is checked: a file that was cut or changed is
 * refused whole.
 *
 * @param source  name for messages; borrowed
 * @param bytes   the whole file; borrowed as long as @p out is used
 * @param arena   holds the result
 * @return PCART_OK; PCART_E_SYNTAX; PCART_E_UNSUPPORTED for a later version;
 *         PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_countfile_read(const char *source, const void *bytes, size_t length,
                     pcart_arena *arena, pcart_countfile *out, pcart_err *err);

/**
 * The counts of one sample over one region.
 *
 * @param out  room for the bases of the region
 */
PCART_API void pcart_countfile_sites(const pcart_countfile *file, size_t sample,
                                     size_t region, pcart_site_count *out);

/**
 * The insertions and deletions of one sample in one region.
 *
 * @param out  set to @p n counts in the arena
 * @return PCART_OK or PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_countfile_indels(
    const pcart_countfile *file, size_t sample, size_t region,
    pcart_arena *arena, const pcart_indel_count **out, size_t *n);

/**
 * Check that two files can be compared position by position.
 *
 * @return PCART_OK; PCART_E_INCONSISTENT with what differs: genome, contigs,
 *         regions, reference
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_countfile_matches(
    const pcart_countfile *a, const pcart_countfile *b, pcart_err *err);

#endif
