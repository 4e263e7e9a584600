/* fate.c -- which reads count, and why the others do not.  Layer: align. */
#include "align/fate.h"

#include "align/tag.h"
#include "align/twin.h"

/* Decisions of postcart, argued in doc/method/count.md. */
static const struct {
    int map_quality;
    int clipped_percent;    /* soft-clipped bases, of the read */
    int mismatch_least;     /* so many differences are always allowed ... */
    int mismatch_percent;   /* ... or these, of the aligned bases ... */
    int mismatch_of_allele; /* ... beyond the one of the allele itself */
    double consensus_error; /* raw bases that disagree with the consensus; the
                               default of fgbio, from memory */
} rule = {
    .map_quality = 20,
    .clipped_percent = 30,
    .mismatch_least = 4,
    .mismatch_percent = 5,
    .mismatch_of_allele = 1,
    .consensus_error = 0.025,
};

const char *
pcart_read_fate_name(pcart_read_fate fate)
{
    static const char *const name[PCART_N_READ_FATE] = {
        [PCART_READ_USED] = "used",
        [PCART_READ_SECONDARY] = "secondary",
        [PCART_READ_FAILED] = "failed",
        [PCART_READ_DUPLICATE] = "duplicate",
        [PCART_READ_OTHER_SAMPLE] = "other_sample",
        [PCART_READ_MAP_QUALITY] = "map_quality",
        [PCART_READ_CLIPPED] = "clipped",
        [PCART_READ_MISMATCH] = "mismatch",
        [PCART_READ_FAMILY] = "family",
        [PCART_READ_NO_QUALITY] = "no_quality",
        [PCART_READ_MALFORMED] = "malformed",
    };

    return (unsigned)fate < PCART_N_READ_FATE ? name[fate] : "";
}

pcart_pileup_options
pcarti_pileup_limits(const pcart_pileup_options *options)
{
    pcart_pileup_options limits = {0};

    if (options)
        limits = *options;
    if (limits.map_quality == 0)
        limits.map_quality = rule.map_quality;
    if (limits.threads == 0)
        limits.threads = 1;
    if (limits.duplex > 0 && limits.family == 0)
        limits.family = 1;
    return limits;
}

/* What one pass over the CIGAR tells. */
typedef struct shape {
    int64_t clipped, aligned, changed; /* bases */
    int64_t n_query, n_change;
} shape;

static shape
measure(const bam1_t *read)
{
    const uint32_t *cigar = bam_get_cigar(read);
    shape s = {0};

    for (uint32_t i = 0; i < read->core.n_cigar; i++) {
        const int op = bam_cigar_op(cigar[i]), type = bam_cigar_type(op);
        const int64_t n = bam_cigar_oplen(cigar[i]);

        if (type & 1)
            s.n_query += n;
        if (op == BAM_CSOFT_CLIP)
            s.clipped += n;
        if (type == 3)
            s.aligned += n;
        if (op == BAM_CINS || op == BAM_CDEL) {
            s.changed += n;
            s.n_change++;
        }
    }
    return s;
}

/* Differences from the reference, an insertion or deletion being one. */
static int
has_many_mismatches(const bam1_t *read, const shape *s, int *is_untagged)
{
    const uint8_t *tag = bam_aux_get(read, "NM");
    const int64_t by_length = s->aligned * rule.mismatch_percent / 100;
    int64_t most = rule.mismatch_least;

    *is_untagged = tag == NULL;
    if (!tag)
        return 0;
    if (by_length > most)
        most = by_length;
    return bam_aux2i(tag) - s->changed + s->n_change >
           most + rule.mismatch_of_allele;
}

static int
is_poor_family(const bam1_t *read, const pcart_pileup_options *options)
{
    const pcarti_tags tags = pcarti_tags_of(read);

    return tags.family < options->family || tags.error > rule.consensus_error ||
           (options->duplex > 0 && (tags.strand[0] < options->duplex ||
                                    tags.strand[1] < options->duplex));
}

pcart_read_fate
pcarti_read_fate(const pcart_alignment *alignment,
                 const pcart_pileup_options *options, const bam1_t *read,
                 pcarti_read_note *note)
{
    const uint16_t flag = read->core.flag;
    shape s;

    *note = (pcarti_read_note){0};
    if (flag & (BAM_FSECONDARY | BAM_FSUPPLEMENTARY))
        return PCART_READ_SECONDARY;
    if (flag & BAM_FQCFAIL)
        return PCART_READ_FAILED;
    if ((flag & BAM_FDUP) && options->family <= 0)
        return PCART_READ_DUPLICATE;
    if (alignment->has_other_samples && !pcarti_alignment_owns(alignment, read))
        return PCART_READ_OTHER_SAMPLE;
    if (read->core.qual < options->map_quality) {
        note->is_twin = pcarti_twin_holds(alignment, read);
        if (!note->is_twin)
            return PCART_READ_MAP_QUALITY;
    }
    s = measure(read);
    if (read->core.l_qseq <= 0 || s.n_query != read->core.l_qseq ||
        s.aligned == 0)
        return PCART_READ_MALFORMED;
    if (s.clipped * 100 > (int64_t)read->core.l_qseq * rule.clipped_percent)
        return PCART_READ_CLIPPED;
    if (has_many_mismatches(read, &s, &note->is_untagged))
        return PCART_READ_MISMATCH;
    if (options->family > 0 && is_poor_family(read, options))
        return PCART_READ_FAMILY;
    if (options->base_quality > 0 && bam_get_qual(read)[0] == 0xff)
        return PCART_READ_NO_QUALITY;
    return PCART_READ_USED;
}
