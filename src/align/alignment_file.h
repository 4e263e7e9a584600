/* alignment_file.h -- what stands behind a pcart_alignment.  Layer: align. */
#ifndef PCARTI_ALIGN_ALIGNMENT_FILE_H
#define PCARTI_ALIGN_ALIGNMENT_FILE_H

#include <stddef.h>

#include <htslib/faidx.h>
#include <htslib/hts.h>
#include <htslib/sam.h>

#include "postcart/alignment.h"

struct pcart_alignment {
    const char *path;
    htsFile *file;
    sam_hdr_t *header;
    hts_idx_t *index;
    faidx_t *fasta; /* NULL without a reference */
    const char *genome;
    kstring_t sample;
    /* The read groups of the sample, when the file holds others too. */
    char **group;
    size_t n_group;
    int has_other_samples;
};

/* 1 when a record belongs to the sample that was asked for. */
int pcarti_alignment_owns(const pcart_alignment *alignment, const bam1_t *read);

/* PCART_E_INCONSISTENT when the file, or its reference, does not have the bases
 * of a contig up to `last` (exclusive): `place` says who asks for them. */
pcart_status pcarti_alignment_holds(const pcart_alignment *alignment,
                                    const char *contig, int64_t last,
                                    pcart_place place, pcart_err *err);

/* An error at the file as a whole. */
pcart_status pcarti_alignment_fault(const char *path, pcart_status status,
                                    const char *message, const char *hint,
                                    pcart_err *err);

/* PCART_E_SYNTAX: a record that cannot be read. */
pcart_status pcarti_alignment_damaged(const pcart_alignment *alignment,
                                      pcart_err *err);

#endif
