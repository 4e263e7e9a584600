/* walk.c -- one read laid along the reference, by its CIGAR.  Layer: align.
 *
 * This is the inner loop of counting: the sequence is unpacked two bases at a
 * time and qualities are compared without a branch, so that the compiler can
 * treat many bases at once.
 */
#include "align/walk.h"

#include <stdlib.h>
#include <string.h>

/* BAM's sixteen base codes; only A, C, G and T count. */
static const uint8_t code_of_base[16] = {
    7,
    PCART_ALLELE_A,
    PCART_ALLELE_C,
    7,
    PCART_ALLELE_G,
    7,
    7,
    7,
    PCART_ALLELE_T,
    7,
    7,
    7,
    7,
    7,
    7,
    7,
};

static void
make_pairs(pcarti_walk *walk)
{
    for (unsigned i = 0; i < 256; i++) {
        const uint8_t two[2] = {code_of_base[i >> 4], code_of_base[i & 15]};

        memcpy(&walk->pair[i], two, sizeof two);
    }
    walk->has_pair = 1;
}

void
pcarti_walk_release(pcarti_walk *walk)
{
    free(walk->code);
    free(walk->event);
    free(walk->bases);
    *walk = (pcarti_walk){0};
}

int
pcarti_event_same(const pcarti_event *a, const pcarti_event *b)
{
    return a->anchor == b->anchor && a->deleted == b->deleted &&
           a->inserted == b->inserted &&
           (a->inserted == 0 || memcmp(a->bases, b->bases, a->inserted) == 0);
}

/* Bases `from` .. `from + n - 1` of the read as codes. */
static void
put_bases(const pcarti_walk *walk, const bam1_t *read, size_t from, size_t n,
          uint8_t *restrict code)
{
    const uint8_t *packed = bam_get_seq(read);
    size_t i = 0;

    if (n > 0 && (from & 1)) {
        code[0] = code_of_base[bam_seqi(packed, from)];
        i = 1;
    }
    packed += (from + i) / 2;
    for (; i + 1 < n; i += 2)
        memcpy(code + i, &walk->pair[*packed++], 2);
    if (i < n)
        code[i] = code_of_base[*packed >> 4];
}

static void
put_match(pcarti_walk *walk, const bam1_t *read, size_t from, size_t n,
          int64_t position, int limit)
{
    uint8_t *restrict code = walk->code + (position - walk->first);
    const uint8_t *restrict quality = bam_get_qual(read) + from;

    put_bases(walk, read, from, n, code);
    if (limit <= 0)
        return;
    for (size_t i = 0; i < n; i++)
        code[i] |= (uint8_t)((quality[i] < limit) * PCARTI_CODE_NONE);
}

/* A position within the window where the read shows something. */
static int
is_observed(const pcarti_walk *walk, int64_t position)
{
    return position >= walk->first && position < walk->last &&
           walk->code[position - walk->first] != PCARTI_CODE_NONE;
}

static pcarti_event *
add_event(pcarti_walk *walk)
{
    if (walk->n_event == walk->room_event) {
        const size_t room = walk->room_event ? walk->room_event * 2 : 16;
        pcarti_event *grown = realloc(walk->event, room * sizeof *grown);

        if (!grown)
            return NULL;
        walk->event = grown;
        walk->room_event = room;
    }
    return &walk->event[walk->n_event++];
}

/* An insertion is seen when the base before it and all its bases are. */
static int
put_insertion(pcarti_walk *walk, const bam1_t *read, size_t from, size_t n,
              int64_t anchor, int limit)
{
    const uint8_t *packed = bam_get_seq(read), *quality = bam_get_qual(read);
    pcarti_event *event;

    if (!is_observed(walk, anchor))
        return 1;
    for (size_t i = from; i < from + n; i++)
        if (code_of_base[bam_seqi(packed, i)] == PCARTI_CODE_NONE ||
            (limit > 0 && quality[i] < limit))
            return 1;
    event = add_event(walk);
    if (!event)
        return 0;
    for (size_t i = 0; i < n; i++) // there is room: see reserve()
        walk->bases[walk->n_bases + i] =
            "ACGT"[code_of_base[bam_seqi(packed, from + i)]];
    *event = (pcarti_event){.anchor = anchor,
                            .inserted = (uint32_t)n,
                            .bases = walk->bases + walk->n_bases};
    walk->n_bases += n;
    return 1;
}

/* A deletion is seen when the read's bases on both of its sides are. */
static int
put_deletion(pcarti_walk *walk, const bam1_t *read, size_t at, size_t n,
             int64_t position, int limit)
{
    const uint8_t *packed = bam_get_seq(read), *quality = bam_get_qual(read);
    const int64_t from = position > walk->first ? position : walk->first;
    const int64_t to =
        position + (int64_t)n < walk->last ? position + (int64_t)n : walk->last;
    pcarti_event *event;

    if (code_of_base[bam_seqi(packed, at - 1)] == PCARTI_CODE_NONE ||
        code_of_base[bam_seqi(packed, at)] == PCARTI_CODE_NONE ||
        (limit > 0 && (quality[at - 1] < limit || quality[at] < limit)))
        return 1;
    if (from < to)
        memset(walk->code + (from - walk->first), PCART_ALLELE_DELETED,
               (size_t)(to - from));
    if (!is_observed(walk, position - 1))
        return 1;
    event = add_event(walk);
    if (!event)
        return 0;
    *event = (pcarti_event){.anchor = position - 1, .deleted = (uint32_t)n};
    return 1;
}

/* Room for the codes of a window and the inserted bases of a read. */
static int
reserve(pcarti_walk *walk, size_t n_code, size_t n_bases)
{
    if (n_code > walk->room_code) {
        uint8_t *grown = realloc(walk->code, n_code);

        if (!grown)
            return 0;
        walk->code = grown;
        walk->room_code = n_code;
    }
    if (n_bases > walk->room_bases) {
        char *grown = realloc(walk->bases, n_bases);

        if (!grown)
            return 0;
        walk->bases = grown;
        walk->room_bases = n_bases;
    }
    return 1;
}

/*
 * The read from its first aligned base to its last: insertions and deletions
 * at either end have nothing on one side and are no observation.
 */
static int
put_operations(pcarti_walk *walk, const bam1_t *read, int limit)
{
    const uint32_t *cigar = bam_get_cigar(read);
    const size_t n_cigar = read->core.n_cigar;
    size_t last_match = 0, at = 0;
    int64_t position = read->core.pos;
    int is_inside = 0, is_good = 1;

    for (size_t i = 0; i < n_cigar; i++)
        if (bam_cigar_type(bam_cigar_op(cigar[i])) == 3 &&
            bam_cigar_oplen(cigar[i]) > 0)
            last_match = i;
    for (size_t i = 0; i < n_cigar && is_good; i++) {
        const int op = bam_cigar_op(cigar[i]), type = bam_cigar_type(op);
        const size_t n = bam_cigar_oplen(cigar[i]);

        if (type == 3) {
            const int64_t from =
                position > walk->first ? position : walk->first;
            const int64_t to = position + (int64_t)n < walk->last
                                   ? position + (int64_t)n
                                   : walk->last;

            if (from < to)
                put_match(walk, read, at + (size_t)(from - position),
                          (size_t)(to - from), from, limit);
            is_inside |= n > 0;
        } else if (op == BAM_CINS && is_inside && i < last_match && n > 0) {
            is_good = put_insertion(walk, read, at, n, position - 1, limit);
        } else if (op == BAM_CDEL && is_inside && i < last_match && n > 0) {
            is_good = put_deletion(walk, read, at, n, position, limit);
        }
        if (type & 1)
            at += n;
        if (type & 2)
            position += (int64_t)n;
    }
    return is_good;
}

int
pcarti_walk_read(pcarti_walk *walk, const bam1_t *read, int64_t first,
                 int64_t last, int base_quality)
{
    const int64_t pos = read->core.pos;

    if (!walk->has_pair)
        make_pairs(walk);
    walk->end = bam_endpos(read);
    walk->first = pos > first ? pos : first;
    walk->last = walk->end < last ? walk->end : last;
    if (walk->last < walk->first)
        walk->last = walk->first;
    walk->n_event = walk->n_bases = 0;
    if (!reserve(walk, (size_t)(walk->last - walk->first) + 1,
                 (size_t)read->core.l_qseq + 1))
        return 0;
    /* A read of one aligned block writes every code itself. */
    if (read->core.n_cigar != 1 ||
        bam_cigar_type(bam_cigar_op(bam_get_cigar(read)[0])) != 3)
        memset(walk->code, PCARTI_CODE_NONE,
               (size_t)(walk->last - walk->first));
    return put_operations(walk, read, base_quality);
}
