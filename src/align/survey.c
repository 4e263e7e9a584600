/* survey.c -- what the first reads tell of a file: the qualities it uses, and
 * whether a read is a molecule.  Layer: align. */
#include "align/survey.h"

#include <stdlib.h>

#include "align/tag.h"

/* Decisions of postcart, argued in doc/method/count.md. */
static const struct {
    int base_quality;
    int binned_values;    /* no more values than this: binned qualities */
    int family, duplex;   /* of consensus reads, where nothing is asked */
    int repeated_percent; /* molecules that come again: reads are grouped */
} rule = {
    .base_quality = 20,
    .binned_values = 4,
    .family = 3,
    .duplex = 2,
    .repeated_percent = 1,
};

/* --- reads ------------------------------------------------------------------
 */

static uint64_t
mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0xFF51AFD7ED558CCD);
    return hash ^ hash >> 32;
}

/* One fragment's molecule, and where it lies: linked reads of one long
 * molecule share its name, but not the place. */
static void
note_molecule(pcarti_survey *s, const bam1_t *read)
{
    const uint8_t *tag = bam_aux_get(read, "MI");
    const char *text = tag ? bam_aux2Z(tag) : NULL;
    uint64_t hash = UINT64_C(0x9E3779B97F4A7C15);

    if (!tag || (read->core.flag & BAM_FREAD2))
        return;
    if (text)
        for (; *text; text++)
            hash = mix(hash, (unsigned char)*text);
    else
        hash = mix(hash, (uint64_t)bam_aux2i(tag));
    hash = mix(hash, (uint64_t)read->core.pos);
    hash = mix(hash, (uint64_t)read->core.mpos);
    s->molecule[s->n_molecule++] = mix(hash, (uint64_t)read->core.isize);
}

static void
note_read(pcarti_survey *s, const bam1_t *read)
{
    const uint8_t *quality = bam_get_qual(read);
    pcarti_tags tags;

    s->n_read++;
    for (int32_t i = 0; i < read->core.l_qseq; i++)
        s->quality[quality[i]]++;
    if (read->core.flag &
        (BAM_FSECONDARY | BAM_FSUPPLEMENTARY | BAM_FQCFAIL | BAM_FDUP))
        return;
    tags = pcarti_tags_of(read);
    s->n_main++;
    s->n_consensus += tags.family >= 0;
    s->n_duplex += tags.strand[0] >= 0 && tags.strand[1] >= 0;
    if (tags.family < 0)
        note_molecule(s, read);
}

pcart_status
pcarti_survey_look(pcarti_survey *survey, const pcart_alignment *alignment,
                   const pcart_region *stretch, int tid, bam1_t *read,
                   pcart_err *err)
{
    int got = 0;
    hts_itr_t *rows;

    if (survey->n_read >= PCARTI_SURVEY_READS)
        return PCART_OK;
    rows = sam_itr_queryi(alignment->index, tid, stretch->first, stretch->last);
    if (!rows)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    while (survey->n_read < PCARTI_SURVEY_READS &&
           (got = sam_itr_next(alignment->file, rows, read)) >= 0)
        note_read(survey, read);
    sam_itr_destroy(rows);
    return got < -1 ? pcarti_alignment_damaged(alignment, err) : PCART_OK;
}

/* --- limits -----------------------------------------------------------------
 */

/* The limit of base quality from the qualities that a file uses. */
static int
quality_limit(const pcarti_survey *s, int *is_binned)
{
    int n = 0, highest = -1, second = -1;

    for (int i = 0; i < 255; i++)
        if (s->quality[i]) {
            n++;
            second = highest;
            highest = i;
        }
    *is_binned = n >= 2 && n <= rule.binned_values;
    return *is_binned && second > rule.base_quality ? second
                                                    : rule.base_quality;
}

static int
by_value(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;

    return *a < *b ? -1 : *a > *b;
}

/* Molecules that come again where they were before. */
static size_t
count_repeats(pcarti_survey *s)
{
    size_t n = 0;

    if (s->n_molecule > 1)
        qsort(s->molecule, s->n_molecule, sizeof *s->molecule, by_value);
    for (size_t i = 1; i < s->n_molecule; i++)
        n += s->molecule[i] == s->molecule[i - 1];
    return n;
}

pcart_status
pcarti_survey_settle(pcarti_survey *survey, const pcart_alignment *alignment,
                     pcart_pileup_options *options, int *is_binned,
                     pcart_err *err)
{
    const pcart_place place = {.source = alignment->path};
    size_t n_repeat;

    if (options->base_quality == 0)
        options->base_quality = quality_limit(survey, is_binned);
    if (options->family != 0)
        return PCART_OK;
    if (survey->n_main > 0 && survey->n_consensus == survey->n_main) {
        options->family = rule.family;
        if (survey->n_duplex == survey->n_main)
            options->duplex = rule.duplex;
        return PCART_OK;
    }
    n_repeat = count_repeats(survey);
    if (n_repeat * 100 <= survey->n_molecule * (size_t)rule.repeated_percent)
        return PCART_OK;
    pcart_err_at(err, PCART_E_INCONSISTENT, place,
                 "of %zu fragments with the tag MI, %zu repeat the molecule of "
                 "another: it would count several times",
                 survey->n_molecule, n_repeat);
    pcart_err_hint(err, "make consensus reads or mark the duplicates; or count "
                        "them as they are: --family none");
    return PCART_E_INCONSISTENT;
}
