/* twin.h -- genes that a reference holds twice by mistake.  Layer: align. */
#ifndef PCARTI_ALIGN_TWIN_H
#define PCARTI_ALIGN_TWIN_H

#include "align/alignment_file.h"

/*
 * 1 when a read of mapping quality 0 lies in such a gene and all its other
 * hits (tag XA) lie in the copy: there is one place that it can come from.
 */
int pcarti_twin_holds(const pcart_alignment *alignment, const bam1_t *read);

#endif
