/* slow_count.h -- fragments counted the slow way, through htslib's own pileup
 * engine: one column at a time, mates found by their names.  Nothing here is
 * shared with the counter that is tested. */
#ifndef TEST_SLOW_COUNT_H
#define TEST_SLOW_COUNT_H

#include <stdlib.h>
#include <string.h>

#include <htslib/sam.h>

#include "postcart/site_count.h"

typedef struct slow_options {
    int base_quality, map_quality; /* 0: any */
    const char *group;             /* read group, or NULL */
} slow_options;

typedef struct slow_indel {
    int64_t position;
    int length; /* below 0: deleted */
    char bases[64];
    uint32_t n[4];
} slow_indel;

typedef struct slow_result {
    int64_t first, last;
    pcart_site_count *count;
    slow_indel *indel;
    size_t n_indel;
    uint64_t n_both, n_discord;
} slow_result;

typedef struct slow_source {
    samFile *file;
    hts_itr_t *rows;
    const slow_options *options;
} slow_source;

/* What one read shows in one column. */
typedef struct slow_sight {
    const char *name;
    size_t order;
    int allele;      /* 0 to 4; -1: nothing */
    int is_followed; /* the read goes on behind this position */
    int orientation, is_first;
    int indel; /* as the engine gives it; 0: none that counts */
    char bases[64];
} slow_sight;

static inline int
slow_is_wanted(const bam1_t *b, const slow_options *o)
{
    const uint32_t *cigar = bam_get_cigar(b);
    int clip = 0, indel_bases = 0, n_indel = 0, aligned = 0, limit;
    const uint8_t *nm = bam_aux_get(b, "NM"), *rg = bam_aux_get(b, "RG");

    if (b->core.flag & (BAM_FUNMAP | BAM_FSECONDARY | BAM_FQCFAIL | BAM_FDUP |
                        BAM_FSUPPLEMENTARY))
        return 0;
    if (b->core.qual < o->map_quality)
        return 0;
    if (o->group && (!rg || strcmp(bam_aux2Z(rg), o->group) != 0))
        return 0;
    for (uint32_t i = 0; i < b->core.n_cigar; i++) {
        const int n = (int)bam_cigar_oplen(cigar[i]);

        switch (bam_cigar_opchr(cigar[i])) {
        case 'S':
            clip += n;
            break;
        case 'I':
        case 'D':
            indel_bases += n;
            n_indel++;
            break;
        case 'M':
        case '=':
        case 'X':
            aligned += n;
            break;
        default:
            break;
        }
    }
    if (clip > 0.3 * b->core.l_qseq)
        return 0;
    limit = aligned / 20 > 4 ? aligned / 20 : 4;
    if (nm && bam_aux2i(nm) - indel_bases + n_indel > limit + 1)
        return 0;
    return o->base_quality == 0 || bam_get_qual(b)[0] != 255;
}

static inline int
slow_read(void *ctx, bam1_t *b)
{
    slow_source *s = ctx;
    int got;

    do
        got = sam_itr_next(s->file, s->rows, b);
    while (got >= 0 && !slow_is_wanted(b, s->options));
    return got;
}

static inline int
slow_base(const bam1_t *b, int at, int limit)
{
    const char *letter = "ACGT";
    const char *hit;

    if (at < 0 || at >= b->core.l_qseq || bam_get_qual(b)[at] < limit)
        return -1;
    hit = strchr(letter, seq_nt16_str[bam_seqi(bam_get_seq(b), at)]);
    return hit && *hit ? (int)(hit - letter) : -1;
}

static inline void
slow_look(const bam_pileup1_t *p, int64_t position, int limit, slow_sight *s)
{
    const bam1_t *b = p->b;
    const int reverse = (b->core.flag & 16) != 0;
    const int second = (b->core.flag & 128) != 0;

    memset(s, 0, sizeof *s);
    s->name = bam_get_qname(b);
    s->orientation = (reverse != second ? 2 : 0) + reverse;
    s->is_first = (b->core.flag & 64) != 0;
    s->is_followed = position + 1 < bam_endpos(b);
    if (p->is_refskip)
        s->allele = -1;
    else if (p->is_del)
        s->allele = slow_base(b, p->qpos - 1, limit) < 0 ||
                            slow_base(b, p->qpos, limit) < 0
                        ? -1
                        : 4;
    else
        s->allele = slow_base(b, p->qpos, limit);
    if (s->allele < 0 || !s->is_followed || p->is_del)
        return;
    s->indel = p->indel;
    if (p->indel < 0 && slow_base(b, p->qpos + 1, limit) < 0)
        s->indel = 0;
    for (int i = 0; i < p->indel && i < 63; i++) {
        const int base = slow_base(b, p->qpos + 1 + i, limit);

        if (base < 0) {
            s->indel = 0;
            break;
        }
        s->bases[i] = "ACGT"[base];
    }
}

static inline int
slow_by_name(const void *left, const void *right)
{
    const slow_sight *a = left, *b = right;
    const int c = strcmp(a->name, b->name);

    return c ? c : a->order < b->order ? -1 : 1;
}

static inline void
slow_add_indel(slow_result *r, int64_t position, const slow_sight *s)
{
    slow_indel *found = NULL;

    for (size_t i = 0; i < r->n_indel; i++)
        if (r->indel[i].position == position &&
            r->indel[i].length == s->indel &&
            (s->indel < 0 || strcmp(r->indel[i].bases, s->bases) == 0))
            found = &r->indel[i];
    if (!found) {
        r->indel = realloc(r->indel, (r->n_indel + 1) * sizeof *r->indel);
        found = &r->indel[r->n_indel++];
        memset(found, 0, sizeof *found);
        found->position = position;
        found->length = s->indel;
        memcpy(found->bases, s->bases, sizeof found->bases);
    }
    found->n[s->orientation]++;
    if (s->indel > 0)
        r->count[position - r->first].n[s->orientation][5]++;
}

/* One fragment in one column: one read, or two mates. */
static inline void
slow_settle(slow_result *r, int64_t position, const slow_sight *a,
            const slow_sight *b)
{
    pcart_site_count *count = &r->count[position - r->first];
    const int is_same_indel =
        b && a->indel == b->indel && strcmp(a->bases, b->bases) == 0;

    if (b && a->allele >= 0 && b->allele >= 0) {
        r->n_both++;
        if (a->allele == b->allele)
            count->n[a->orientation][a->allele]++;
        else
            r->n_discord++;
    } else if (a->allele >= 0) {
        count->n[a->orientation][a->allele]++;
    } else if (b && b->allele >= 0) {
        count->n[b->orientation][b->allele]++;
    }
    if (a->indel && (!b || is_same_indel || b->allele < 0 || !b->is_followed))
        slow_add_indel(r, position, a);
    if (b && b->indel && !is_same_indel && (a->allele < 0 || !a->is_followed))
        slow_add_indel(r, position, b);
}

static inline void
slow_column(slow_result *r, int64_t position, const bam_pileup1_t *pile, int n,
            int limit)
{
    slow_sight *sight = calloc((size_t)n + 1, sizeof *sight);
    int i = 0;

    for (int j = 0; j < n; j++) {
        slow_look(&pile[j], position, limit, &sight[j]);
        sight[j].order = (size_t)j;
    }
    qsort(sight, (size_t)n, sizeof *sight, slow_by_name);
    while (i < n) {
        const int is_pair = i + 1 < n &&
                            strcmp(sight[i].name, sight[i + 1].name) == 0 &&
                            sight[i].is_first != sight[i + 1].is_first;

        slow_settle(r, position, &sight[i], is_pair ? &sight[i + 1] : NULL);
        i += is_pair ? 2 : 1;
    }
    free(sight);
}

/* Count first .. last - 1 of a contig; 0 when the file cannot be read. */
static inline int
slow_count(const char *path, const char *reference, const char *contig,
           const slow_options *options, slow_result *r)
{
    slow_source source = {.options = options};
    samFile *file = hts_open(path, "r");
    sam_hdr_t *header;
    hts_idx_t *index;
    bam_plp_t engine;
    const bam_pileup1_t *pile;
    hts_pos_t position;
    int tid, n = 0, want;

    if (!file || (reference && hts_set_fai_filename(file, reference) != 0))
        return 0;
    header = sam_hdr_read(file);
    index = sam_index_load(file, path);
    if (!header || !index)
        return 0;
    want = sam_hdr_name2tid(header, contig);
    source.file = file;
    source.rows = sam_itr_queryi(index, want, r->first, r->last);
    r->count = calloc((size_t)(r->last - r->first), sizeof *r->count);
    engine = bam_plp_init(slow_read, &source);
    bam_plp_set_maxcnt(engine, 1000000);
    while ((pile = bam_plp64_auto(engine, &tid, &position, &n)) != NULL)
        if (tid == want && position >= r->first && position < r->last)
            slow_column(r, position, pile, n, options->base_quality);
    bam_plp_destroy(engine);
    hts_itr_destroy(source.rows);
    hts_idx_destroy(index);
    sam_hdr_destroy(header);
    hts_close(file);
    return n >= 0;
}

static inline void
slow_release(slow_result *r)
{
    free(r->count);
    free(r->indel);
    r->count = NULL;
    r->indel = NULL;
    r->n_indel = 0;
}

#endif
