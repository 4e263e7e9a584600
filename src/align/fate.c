/* fate.c -- which reads count, and why the others do not.  Layer: align. */
#include "align/fate.h"

/* Decisions of postcart, argued in doc/method/count.md. */
static const struct {
    int base_quality, map_quality;
    int clipped_percent;    /* soft-clipped bases, of the read */
    int mismatch_least;     /* so many differences are always allowed ... */
    int mismatch_percent;   /* ... or these, of the aligned bases ... */
    int mismatch_of_allele; /* ... beyond the one of the allele itself */
    int binned_values;      /* no more values than this: binned qualities */
} rule = {
    .base_quality = 20,
    .map_quality = 20,
    .clipped_percent = 30,
    .mismatch_least = 4,
    .mismatch_percent = 5,
    .mismatch_of_allele = 1,
    .binned_values = 4,
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

int
pcarti_quality_limit(const uint64_t used[256], int *is_binned)
{
    int n = 0, highest = -1, second = -1;

    for (int i = 0; i < 255; i++)
        if (used[i]) {
            n++;
            second = highest;
            highest = i;
        }
    *is_binned = n >= 2 && n <= rule.binned_values;
    return *is_binned && second > rule.base_quality ? second
                                                    : rule.base_quality;
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

static int64_t
tag_number(const bam1_t *read, const char name[2])
{
    const uint8_t *tag = bam_aux_get(read, name);

    return tag ? bam_aux2i(tag) : -1;
}

/* Consensus tags: cD reads of a family; aD and bD of its two strands. */
static int
is_small_family(const bam1_t *read, const pcart_pileup_options *options)
{
    const int64_t a = tag_number(read, "aD"), b = tag_number(read, "bD");
    int64_t family = tag_number(read, "cD");

    if (family < 0 && a >= 0 && b >= 0)
        family = a + b;
    if (family < options->family)
        return 1;
    return options->duplex > 0 && (a < options->duplex || b < options->duplex);
}

pcart_read_fate
pcarti_read_fate(const pcart_alignment *alignment,
                 const pcart_pileup_options *options, const bam1_t *read,
                 int *is_untagged)
{
    const uint16_t flag = read->core.flag;
    shape s;

    *is_untagged = 0;
    if (flag & (BAM_FSECONDARY | BAM_FSUPPLEMENTARY))
        return PCART_READ_SECONDARY;
    if (flag & BAM_FQCFAIL)
        return PCART_READ_FAILED;
    if ((flag & BAM_FDUP) && options->family == 0)
        return PCART_READ_DUPLICATE;
    if (alignment->has_other_samples && !pcarti_alignment_owns(alignment, read))
        return PCART_READ_OTHER_SAMPLE;
    if (read->core.qual < options->map_quality)
        return PCART_READ_MAP_QUALITY;
    s = measure(read);
    if (read->core.l_qseq <= 0 || s.n_query != read->core.l_qseq ||
        s.aligned == 0)
        return PCART_READ_MALFORMED;
    if (s.clipped * 100 > (int64_t)read->core.l_qseq * rule.clipped_percent)
        return PCART_READ_CLIPPED;
    if (has_many_mismatches(read, &s, is_untagged))
        return PCART_READ_MISMATCH;
    if (options->family > 0 && is_small_family(read, options))
        return PCART_READ_FAMILY;
    if (options->base_quality > 0 && bam_get_qual(read)[0] == 0xff)
        return PCART_READ_NO_QUALITY;
    return PCART_READ_USED;
}
