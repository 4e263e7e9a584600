/* tag.c -- the tags that say how a read was made.  Layer: align. */
#include "align/tag.h"

static int64_t
number(const bam1_t *read, const char name[2])
{
    const uint8_t *tag = bam_aux_get(read, name);

    return tag ? bam_aux2i(tag) : -1;
}

pcarti_tags
pcarti_tags_of(const bam1_t *read)
{
    const uint8_t *error = bam_aux_get(read, "cE");
    pcarti_tags tags = {
        .family = number(read, "cD"),
        .strand = {number(read, "aD"), number(read, "bD")},
        .error = error ? bam_aux2f(error) : -1,
    };

    if (tags.family < 0 && tags.strand[0] >= 0 && tags.strand[1] >= 0)
        tags.family = tags.strand[0] + tags.strand[1];
    return tags;
}
