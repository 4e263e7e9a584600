/* fate.h -- which reads count.  Layer: align. */
#ifndef PCARTI_ALIGN_FATE_H
#define PCARTI_ALIGN_FATE_H

#include "align/alignment_file.h"
#include "postcart/pileup.h"

/* What is to be remembered of a read that is used. */
typedef struct pcarti_read_note {
    int is_untagged; /* without NM */
    int is_twin;     /* of mapping quality 0, in a gene that the reference
                        holds twice */
} pcarti_read_note;

/*
 * What becomes of a mapped read.  `options` hold the limits that are used, not
 * zeros.
 */
pcart_read_fate pcarti_read_fate(const pcart_alignment *alignment,
                                 const pcart_pileup_options *options,
                                 const bam1_t *read, pcarti_read_note *note);

/* Defaults in place of zeros; base quality and family stay 0 until the file
 * has been looked at. */
pcart_pileup_options pcarti_pileup_limits(const pcart_pileup_options *options);

#endif
