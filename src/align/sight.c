/* sight.c -- what one read shows of one variant.  Layer: align. */
#include "align/sight.h"

#include <stdlib.h>
#include <string.h>

enum {
    FLANK = 1000,    /* haplotype on either side: longer than a read */
    LONGEST = 600,   /* longer reads are not aligned */
    SPAN = 3,        /* bases beyond the repeat that a read must reach */
    CLEAR_SPAN = 12, /* ... and more, to be the reference without aligning */
    NEAR = 10,       /* a gap or a clip this near makes a base doubtful */
    SLACK = 8        /* diagonals beyond those of the alignment */
};

/* Decisions of postcart: a hundred to one decides; a read that fits neither
 * sequence, three errors at good quality away from it, shows another allele. */
static const struct {
    double decided, fits;
} rule = {.decided = 2, .fits = -12};

/* --- the variant ------------------------------------------------------------
 */

/* How far the change can be moved to the right within a repeat. */
static int64_t
repeat_of(const pcart_variant *v, const char *after, size_t n)
{
    const size_t n_ref = strlen(v->ref), n_alt = strlen(v->alt);
    int64_t run = 0;

    if (n_ref > 1 && n_alt == 1) { // `after` begins behind the deletion
        const char *gone = v->ref + 1;

        while ((size_t)run < n &&
               after[run] == ((size_t)run < n_ref - 1
                                  ? gone[run]
                                  : after[(size_t)run - (n_ref - 1)]))
            run++;
    } else if (n_alt > 1 && n_ref == 1) {
        while ((size_t)run < n &&
               after[run] == v->alt[1 + (size_t)run % (n_alt - 1)])
            run++;
    }
    return run;
}

pcart_status
pcarti_target_lay(pcarti_target *t, pcart_alignment *alignment,
                  pcart_arena *arena, pcart_err *err)
{
    const pcart_variant *v = &t->variant;
    const size_t n_ref = strlen(v->ref), n_alt = strlen(v->alt);
    const size_t n = FLANK + n_ref + FLANK;
    pcarti_haplotype *h[2] = {&t->ref, &t->alt};
    pcart_status status;

    if (t->is_base && !alignment->fasta)
        return PCART_OK;
    t->ref.length = n;
    t->alt.length = n - n_ref + n_alt;
    for (int i = 0; i < 2; i++) {
        h[i]->base = pcart_arena_take(arena, h[i]->length, 1);
        h[i]->open = pcart_arena_take(arena, h[i]->length, sizeof *h[i]->open);
        if (!h[i]->base || !h[i]->open)
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    }
    t->origin = v->position - FLANK;
    status = pcart_alignment_bases(alignment, v->contig, t->origin, n,
                                   t->ref.base, err);
    if (status)
        return status;
    memcpy(t->alt.base, t->ref.base, FLANK);
    memcpy(t->alt.base + FLANK, v->alt, n_alt);
    memcpy(t->alt.base + FLANK + n_alt, t->ref.base + FLANK + n_ref, FLANK);
    pcarti_haplotype_costs(&t->ref);
    pcarti_haplotype_costs(&t->alt);
    t->shift = (int64_t)n_alt - (int64_t)n_ref;
    if (t->is_base)
        return PCART_OK;
    if (n_ref == 1 || n_alt == 1) // an insertion or a deletion
        t->last = t->first + 1;
    t->last += repeat_of(v, t->ref.base + FLANK + n_ref, FLANK);
    return PCART_OK;
}

pcart_status
pcarti_target_init(pcarti_target *target, const pcart_variant *variant,
                   pcart_alignment *alignment, pcart_arena *arena,
                   pcart_err *err)
{
    const int64_t end = variant->position + (int64_t)strlen(variant->ref);
    const pcart_place nowhere = {0};
    pcart_status status;

    *target = (pcarti_target){.variant = *variant};
    status =
        pcarti_alignment_holds(alignment, variant->contig, end, nowhere, err);
    if (status)
        return status;
    if (variant->position < 0)
        return pcart_err_set(err, PCART_E_INCONSISTENT,
                             "there is no place %s:%lld", variant->contig,
                             (long long)variant->position + 1);
    target->tid = sam_hdr_name2tid(alignment->header, variant->contig);
    target->is_base = strlen(variant->ref) == 1 && strlen(variant->alt) == 1 &&
                      strchr("ACGT", variant->ref[0]) &&
                      strchr("ACGT", variant->alt[0]) &&
                      variant->ref[0] != variant->alt[0];
    if (!target->is_base || alignment->fasta)
        status = pcart_variant_normalise(variant, alignment, arena,
                                         &target->variant, err);
    target->is_base |= target->variant.ref[0] && !target->variant.ref[1] &&
                       target->variant.alt[0] && !target->variant.alt[1];
    target->first = target->variant.position;
    target->last = target->first + (int64_t)strlen(target->variant.ref);
    return status;
}

/* --- the read ---------------------------------------------------------------
 */

void
pcarti_looker_release(pcarti_looker *looker)
{
    pcarti_walk_release(&looker->walk);
    pcarti_band_release(&looker->band);
    free(looker->base);
    *looker = (pcarti_looker){0};
}

pcarti_state
pcarti_state_of(double ratio)
{
    if (ratio >= rule.decided)
        return PCARTI_ALT;
    return ratio <= -rule.decided ? PCARTI_REF : PCARTI_AMBIGUOUS;
}

/* Where the read would begin if its clipped bases were aligned. */
static int64_t
unclipped_start(const bam1_t *read)
{
    const uint32_t *cigar = bam_get_cigar(read);
    int64_t first = read->core.pos;

    for (uint32_t i = 0;
         i < read->core.n_cigar && bam_cigar_type(bam_cigar_op(cigar[i])) != 3;
         i++)
        if (bam_cigar_op(cigar[i]) == BAM_CSOFT_CLIP)
            first -= bam_cigar_oplen(cigar[i]);
    return first;
}

/* ... and its diagonal at its other end. */
static int64_t
end_diagonal(const bam1_t *read)
{
    const uint32_t *cigar = bam_get_cigar(read);
    int64_t last = bam_endpos(read);

    for (uint32_t i = read->core.n_cigar;
         i-- > 0 && bam_cigar_type(bam_cigar_op(cigar[i])) != 3;)
        if (bam_cigar_op(cigar[i]) == BAM_CSOFT_CLIP)
            last += bam_cigar_oplen(cigar[i]);
    return last - read->core.l_qseq;
}

/* A read without gap or clip that equals the reference from well before the
 * change to well behind its repeat: no alignment to the alternate is as good.
 */
static int
is_reference(const pcarti_target *t, const bam1_t *read)
{
    const uint8_t *seq = bam_get_seq(read);
    const int64_t from = t->first - CLEAR_SPAN, to = t->last + CLEAR_SPAN;

    if (read->core.n_cigar != 1 || read->core.pos > from ||
        bam_endpos(read) < to ||
        read->core.l_qseq != bam_endpos(read) - read->core.pos)
        return 0;
    for (int64_t at = from; at < to; at++)
        if (seq_nt16_str[bam_seqi(seq, at - read->core.pos)] !=
            t->ref.base[at - t->origin])
            return 0;
    return 1;
}

/*
 * A read decides only when it spans the place where the sequences part, with
 * all of the repeat in which the change can be moved: counted along the
 * sequence that it fits, so that both alleles have the same chance.
 */
static int
spans(const pcarti_target *t, const bam1_t *read, int64_t start, int is_alt)
{
    if (is_alt && read->core.pos > t->first)
        start += t->shift; // aligned by its right part
    return start <= t->first - SPAN &&
           start + read->core.l_qseq >= t->last + SPAN;
}

static int
unpack(pcarti_looker *looker, const bam1_t *read)
{
    const size_t n = (size_t)read->core.l_qseq;

    if (n > looker->room) {
        char *grown = realloc(looker->base, n);

        if (!grown)
            return 0;
        looker->base = grown;
        looker->room = n;
    }
    for (size_t i = 0; i < n; i++)
        looker->base[i] = seq_nt16_str[bam_seqi(bam_get_seq(read), i)];
    return 1;
}

static int64_t
smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Log10 of the chances of a read, by the reference and by the alternate. */
static int
fit_both(pcarti_looker *looker, const pcarti_target *t, const bam1_t *read,
         double fit[2])
{
    const size_t n = (size_t)read->core.l_qseq;
    const int64_t start = unclipped_start(read), end = end_diagonal(read);
    const int64_t low = smaller(start, end) + smaller(0, t->shift) - t->origin;
    const int64_t high =
        -smaller(-start, -end) - smaller(0, -t->shift) - t->origin;
    const pcarti_haplotype *h[2] = {&t->ref, &t->alt};

    if (!unpack(looker, read))
        return 0;
    for (int i = 0; i < 2; i++)
        if (!pcarti_haplotype_fit(h[i], looker->base, bam_get_qual(read), n,
                                  low - SLACK, high + SLACK, &looker->band,
                                  &fit[i]))
            return 0;
    return 1;
}

/* Reads that are longer, or lie on diagonals further apart, are not aligned. */
static int
is_alignable(const bam1_t *read)
{
    const int64_t turn = unclipped_start(read) - end_diagonal(read);

    return read->core.l_qseq <= LONGEST && turn <= LONGEST && turn >= -LONGEST;
}

static int
look_by_alignment(pcarti_looker *looker, const pcarti_target *t,
                  const bam1_t *read, pcarti_sight *s)
{
    const int64_t start = unclipped_start(read);
    double fit[2];

    if (!is_alignable(read) ||
        (!spans(t, read, start, 0) && !spans(t, read, start, 1)))
        return 1;
    if (is_reference(t, read)) {
        s->state = PCARTI_REF;
        s->ratio = -rule.decided;
        return 1;
    }
    if (!fit_both(looker, t, read, fit))
        return 0;
    s->ratio = fit[1] - fit[0];
    if (!spans(t, read, start, s->ratio > 0))
        return 1;
    s->state = pcarti_state_of(s->ratio);
    if (fit[0] < rule.fits && fit[1] < rule.fits)
        s->state = PCARTI_OTHER;
    return 1;
}

/* 1 when a gap or a clipped end is near a base: there an aligner may have laid
 * the read wrong. */
static int
is_disturbed(const bam1_t *read, int64_t base)
{
    const uint32_t *cigar = bam_get_cigar(read);
    int64_t at = read->core.pos;

    for (uint32_t i = 0; i < read->core.n_cigar; i++) {
        const int op = bam_cigar_op(cigar[i]);
        const int64_t n =
            bam_cigar_type(op) & 2 ? bam_cigar_oplen(cigar[i]) : 0;

        if ((op == BAM_CINS || op == BAM_CDEL || op == BAM_CSOFT_CLIP) &&
            base >= at - NEAR && base < at + n + NEAR)
            return 1;
        at += n;
    }
    return 0;
}

static int
look_at_base(pcarti_looker *looker, const pcarti_target *t, const bam1_t *read,
             pcarti_sight *s)
{
    double fit[2];
    int code;

    if (!pcarti_walk_read(&looker->walk, read, t->first, t->first + 1,
                          looker->base_quality))
        return 0;
    if (looker->walk.first != t->first || looker->walk.last != t->first + 1)
        return 1;
    code = looker->walk.code[0];
    if (code == PCARTI_CODE_NONE)
        return 1;
    s->state = PCARTI_OTHER;
    if (code < PCART_ALLELE_DELETED && "ACGT"[code] == t->variant.ref[0])
        s->state = PCARTI_REF;
    else if (code < PCART_ALLELE_DELETED && "ACGT"[code] == t->variant.alt[0])
        s->state = PCARTI_ALT;
    s->ratio = s->state == PCARTI_ALT ? rule.decided : -rule.decided;
    if (s->state == PCARTI_OTHER || t->ref.length == 0 ||
        bam_get_qual(read)[0] == 0xff || !is_alignable(read) ||
        !is_disturbed(read, t->first))
        return 1;
    if (!fit_both(looker, t, read, fit))
        return 0;
    s->ratio = fit[1] - fit[0];
    s->state = pcarti_state_of(s->ratio);
    return 1;
}

static uint64_t
hash_name(const bam1_t *read)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (const char *c = bam_get_qname(read); *c; c++)
        hash = (hash ^ (unsigned char)*c) * UINT64_C(1099511628211);
    return hash;
}

/* Clipped bases are part of the fragment where they are aligned anew: what they
 * show is not near its end. */
static void
reach_into_clips(const bam1_t *read, pcarti_sight *out)
{
    const uint32_t *cigar = bam_get_cigar(read);
    const uint32_t n = read->core.n_cigar;
    int64_t end;

    for (uint32_t i = 0; i < n && i < 2; i++)
        if (bam_cigar_op(cigar[i]) == BAM_CSOFT_CLIP)
            out->left = smaller(
                out->left, read->core.pos - (int64_t)bam_cigar_oplen(cigar[i]));
    for (uint32_t i = n > 2 ? n - 2 : 0; i < n; i++) {
        if (i == 0 || bam_cigar_op(cigar[i]) != BAM_CSOFT_CLIP)
            continue;
        end = bam_endpos(read) + (int64_t)bam_cigar_oplen(cigar[i]);
        out->right = out->right > end ? out->right : end;
    }
}

int
pcarti_look(pcarti_looker *looker, const pcarti_target *target,
            const bam1_t *read, pcarti_sight *out)
{
    const bam1_core_t *core = &read->core;
    const int is_reverse = (core->flag & BAM_FREVERSE) != 0;
    const int is_second = (core->flag & BAM_FREAD2) != 0;
    const uint8_t *tag = bam_aux_get(read, "NM");

    *out = (pcarti_sight){
        .name = hash_name(read),
        .left = core->pos,
        .right = bam_endpos(read),
        .mismatches = tag ? (int32_t)bam_aux2i(tag) : 0,
        .map_quality = core->qual,
        .orientation = (uint8_t)((is_reverse ^ is_second ? PCART_F2R1_FORWARD
                                                         : PCART_F1R2_FORWARD) +
                                 is_reverse),
        .is_first = (core->flag & BAM_FREAD1) != 0,
    };
    if ((core->flag & BAM_FPROPER_PAIR) && core->tid == core->mtid &&
        core->isize != 0) {
        out->left = smaller(core->pos, core->mpos);
        out->right = out->left + (core->isize > 0 ? core->isize : -core->isize);
    }
    if (target->is_base)
        return look_at_base(looker, target, read, out);
    reach_into_clips(read, out);
    return look_by_alignment(looker, target, read, out);
}
