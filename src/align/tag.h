/* tag.h -- the tags that say how a read was made.  Layer: align. */
#ifndef PCARTI_ALIGN_TAG_H
#define PCARTI_ALIGN_TAG_H

#include <stdint.h>

#include <htslib/sam.h>

/* Of a consensus read, -1 where the tag is missing: cD raw reads of the
 * family, aD and bD those of its strands, cE the share of raw bases that
 * disagree with the consensus. */
typedef struct pcarti_tags {
    int64_t family, strand[2];
    double error;
} pcarti_tags;

pcarti_tags pcarti_tags_of(const bam1_t *read);

#endif
