/* twin.c -- genes that a reference holds twice by mistake.  Layer: align.
 *
 * Aligners lay each read of such a gene at random in the gene or its copy, with
 * mapping quality 0.  Those in the gene are half of all, and a fair half: the
 * share of a variant among them is right, though the depth is halved.
 */
#include "align/twin.h"

#include <stdlib.h>
#include <string.h>

/* Places from 1, both ends included. */
typedef struct place {
    const char *contig; /* without "chr" */
    int64_t first, last;
} place;

// clang-format off
/* Ensembl genes, from memory [M]: U2AF1 and its copy U2AF1L5, which people do
 * not have (Miller 2022). */
static const struct {
    const char *genome;
    place gene, copy;
} twin[] = {
    {"GRCh38", {"21", 43092956, 43107570}, {"21", 6484623, 6499248}},
};
// clang-format on

static const char *
without_chr(const char *contig)
{
    return strncmp(contig, "chr", 3) == 0 ? contig + 3 : contig;
}

static int
is_on(const place *p, const char *contig, size_t length)
{
    if (length > 3 && strncmp(contig, "chr", 3) == 0) {
        contig += 3;
        length -= 3;
    }
    return strlen(p->contig) == length &&
           strncmp(p->contig, contig, length) == 0;
}

/* XA: contig,strand and position,CIGAR,differences; and so on. */
static int
are_all_on(const place *copy, const char *hits)
{
    int n = 0;

    while (*hits) {
        const char *comma = strchr(hits, ',');
        long long position;

        if (!comma || !is_on(copy, hits, (size_t)(comma - hits)))
            return 0;
        position = llabs(strtoll(comma + 1, NULL, 10));
        if (position < copy->first || position > copy->last)
            return 0;
        n++;
        hits = strchr(comma, ';');
        if (!hits)
            break;
        hits++;
    }
    return n > 0;
}

int
pcarti_twin_holds(const pcart_alignment *alignment, const bam1_t *read)
{
    const uint8_t *tag;
    const char *contig, *hits;

    if (read->core.qual != 0 || read->core.tid < 0)
        return 0;
    for (size_t i = 0; i < PCART_COUNTOF(twin); i++) {
        const place *gene = &twin[i].gene;

        if (strcmp(twin[i].genome, alignment->genome) != 0)
            continue;
        contig = sam_hdr_tid2name(alignment->header, read->core.tid);
        if (!contig || strcmp(without_chr(contig), gene->contig) != 0 ||
            read->core.pos >= gene->last || bam_endpos(read) < gene->first)
            continue;
        tag = bam_aux_get(read, "XA");
        hits = tag ? bam_aux2Z(tag) : NULL;
        return hits && are_all_on(&twin[i].copy, hits);
    }
    return 0;
}
