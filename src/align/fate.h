/* fate.h -- which reads count.  Layer: align. */
#ifndef PCARTI_ALIGN_FATE_H
#define PCARTI_ALIGN_FATE_H

#include "align/alignment_file.h"
#include "postcart/pileup.h"

/*
 * What becomes of a mapped read.  `options` hold the limits that are used, not
 * zeros; *is_untagged is set to 1 when the read is used without NM.
 */
pcart_read_fate pcarti_read_fate(const pcart_alignment *alignment,
                                 const pcart_pileup_options *options,
                                 const bam1_t *read, int *is_untagged);

/* Defaults in place of zeros; the base quality stays 0 until the file has
 * been looked at. */
pcart_pileup_options pcarti_pileup_limits(const pcart_pileup_options *options);

/* The limit of base quality from the qualities that a file uses. */
int pcarti_quality_limit(const uint64_t used[256], int *is_binned);

#endif
