/*
 * insertion.c -- long insertions that nobody has named, from clipped reads.
 * Layer: align.
 *
 * An aligner clips a read where a long insertion begins or ends.  The clipped
 * tails of one place are one sequence: first what is new, then the reference
 * again, further back where a stretch is repeated.
 */
#include "postcart/insertion.h"

#include <stdlib.h>
#include <string.h>

#include "align/alignment_file.h"
#include "align/fate.h"

enum {
    LEAST = 10,     /* bases: shorter ones an aligner inserts by itself */
    FARTHEST = 300, /* bases that a repeat may be long */
    TAIL = 200,     /* bases of a tail that are looked at */
    LEAST_TAIL = 8, /* of a read */
    ANCHOR = 14,    /* bases of a tail that must be the reference's again */
    FRAGMENTS = 3,  /* that a candidate needs */
    GOOD_QUALITY = 12,
    AGREED_PERCENT = 80, /* of the qualities, for a base of the consensus */
    MISS = 20            /* one difference in so many bases of an anchor */
};

/* A tail, or an insertion of the aligner's: bases away from where it breaks
 * off. */
typedef struct tail {
    int64_t place; /* first base of the reference behind the break */
    uint64_t name;
    char kind; /* 'R', 'L': clipped on this side; 'I': inserted */
    uint16_t n;
    char *base;
    uint8_t *quality;
} tail;

typedef struct search {
    const pcart_insertion_job *job;
    pcart_alignment *alignment;
    pcart_pileup_options options;
    pcart_arena *arena; /* of what is found */
    pcart_arena scrap;  /* of a region */
    bam1_t *read;
    tail *tail;
    size_t n, room;
    pcart_insertion *found;
    size_t n_found, room_found;
    const char *contig; /* of the region at hand */
    char window[2 * FARTHEST + 2 * TAIL];
    int64_t window_first, window_n;
} search;

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* --- tails ------------------------------------------------------------------
 */

static uint64_t
hash_of(const char *name)
{
    uint64_t h = UINT64_C(14695981039346656037);

    for (; *name; name++)
        h = (h ^ (unsigned char)*name) * UINT64_C(1099511628211);
    return h;
}

/* Bases from `from` on, `step` 1 or -1, into a new tail. */
static int
keep_tail(search *s, char kind, int64_t place, int from, int step, int n)
{
    const uint8_t *bases = bam_get_seq(s->read);
    const uint8_t *quality = bam_get_qual(s->read);
    tail *t =
        pcart_arena_grow(&s->scrap, s->tail, &s->room, s->n + 1, sizeof *t);

    if (!t)
        return 0;
    s->tail = t;
    t += s->n;
    *t = (tail){.place = place,
                .name = hash_of(bam_get_qname(s->read)),
                .kind = kind,
                .n = (uint16_t)(n < TAIL ? n : TAIL)};
    t->base = pcart_arena_take(&s->scrap, t->n, 1);
    t->quality = pcart_arena_take(&s->scrap, t->n, 1);
    if (!t->base || !t->quality)
        return 0;
    for (int i = 0; i < t->n; i++) {
        t->base[i] = seq_nt16_str[bam_seqi(bases, from + i * step)];
        t->quality[i] = quality[from + i * step];
    }
    s->n++;
    return 1;
}

/* The clipped ends and long insertions of a read that lie in the region. */
static int
take_read(search *s, const pcart_region *region)
{
    const uint32_t *cigar = bam_get_cigar(s->read);
    int64_t at = s->read->core.pos;
    int base = 0;

    for (uint32_t i = 0; i < s->read->core.n_cigar; i++) {
        const int op = bam_cigar_op(cigar[i]),
                  n = (int)bam_cigar_oplen(cigar[i]);
        const int is_here = at >= region->first && at < region->last;
        int ok = 1;

        if (op == BAM_CSOFT_CLIP && n >= LEAST_TAIL && is_here)
            ok = base == 0 ? keep_tail(s, 'L', at, n - 1, -1, n)
                           : keep_tail(s, 'R', at, base, 1, n);
        else if (op == BAM_CINS && n >= LEAST && n <= TAIL && is_here)
            ok = keep_tail(s, 'I', at, base, 1, n);
        if (!ok)
            return 0;
        if (bam_cigar_type(op) & 1)
            base += n;
        if (bam_cigar_type(op) & 2)
            at += n;
    }
    return 1;
}

static pcart_status
gather(search *s, const pcart_region *region, int tid, pcart_err *err)
{
    hts_itr_t *rows =
        sam_itr_queryi(s->alignment->index, tid, region->first, region->last);
    pcart_status status = rows ? PCART_OK : out_of_memory(err);
    int got = 0;

    while (!status &&
           (got = sam_itr_next(s->alignment->file, rows, s->read)) >= 0) {
        pcarti_read_note note;
        const pcart_read_fate fate =
            pcarti_read_fate(s->alignment, &s->options, s->read, &note);

        if (fate != PCART_READ_USED && fate != PCART_READ_CLIPPED &&
            fate != PCART_READ_MISMATCH)
            continue;
        if (bam_get_qual(s->read)[0] != 0xff && !take_read(s, region))
            status = out_of_memory(err);
    }
    if (rows)
        sam_itr_destroy(rows);
    if (!status && got < -1)
        status = pcarti_alignment_damaged(s->alignment, err);
    return status;
}

static int
by_break(const void *left, const void *right)
{
    const tail *a = left, *b = right;

    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    if (a->kind == 'I' && a->n != b->n)
        return a->n < b->n ? -1 : 1;
    return a->name < b->name ? -1 : a->name > b->name;
}

/* --- consensus --------------------------------------------------------------
 */

/* Mates that overlap show the same tail: fragments, not reads, count. */
static uint32_t
n_fragments(const tail *t, size_t n)
{
    uint32_t different = 0;

    for (size_t i = 0; i < n; i++)
        different += i == 0 || t[i].name != t[i - 1].name;
    return different;
}

/* The bases that most tails agree on, as far as two of them reach. */
static int
consensus(const tail *t, size_t n, char out[TAIL])
{
    static const char letter[] = "ACGT";

    for (int at = 0; at < TAIL; at++) {
        uint64_t weight[4] = {0}, all = 0;
        size_t reaching = 0;
        int best = 0;

        for (size_t i = 0; i < n; i++) {
            const char *where =
                at < t[i].n ? memchr(letter, t[i].base[at], 4) : NULL;

            if (!where || t[i].quality[at] < GOOD_QUALITY)
                continue;
            reaching++;
            weight[where - letter] += t[i].quality[at];
            all += t[i].quality[at];
        }
        for (int a = 1; a < 4; a++)
            if (weight[a] > weight[best])
                best = a;
        if (reaching < 2 || weight[best] * 100 < all * AGREED_PERCENT)
            return at;
        out[at] = letter[best];
    }
    return TAIL;
}

/* --- back to the reference --------------------------------------------------
 */

static char
reference_at(const search *s, int64_t position)
{
    const int64_t i = position - s->window_first;

    return i >= 0 && i < s->window_n ? s->window[i] : 'N';
}

static pcart_status
open_window(search *s, int64_t place, pcart_err *err)
{
    const int64_t end = pcart_alignment_length(s->alignment, s->contig);
    int64_t last = place + FARTHEST + TAIL;

    s->window_first = place > FARTHEST + TAIL ? place - FARTHEST - TAIL : 0;
    if (last > end)
        last = end;
    s->window_n = last - s->window_first;
    return pcart_alignment_bases(s->alignment, s->contig, s->window_first,
                                 (size_t)s->window_n, s->window, err);
}

/* Whether bases are the reference from `position` on: the first all, else what
 * is new would be taken for differences. */
static int
is_reference(const search *s, const char *base, int n, int64_t position,
             int step)
{
    int wrong = 0;

    for (int i = 0; i < n; i++) {
        wrong += base[i] != reference_at(s, position + i * step);
        if (wrong > (i < ANCHOR ? 0 : n / MISS))
            return 0;
    }
    return 1;
}

/*
 * Where the tail comes back: after how many new bases, and from how far on the
 * other side of the break.  The fewest new bases, then the nearest place.  0:
 * nowhere, or the tail is no insertion.
 */
static int
come_back(const search *s, const char *base, int n, int64_t place, int step,
          int *novel, int *repeated)
{
    for (int k = 0; k + ANCHOR <= n; k++)
        for (int back = 0; back <= FARTHEST; back++) {
            /* to the right: place - back, place - back + 1 ...; to the left:
             * place - 1 + back, place - 2 + back ... */
            const int64_t from =
                step > 0 ? place - back : place - 1 + (int64_t)back;

            if (!is_reference(s, base + k, n - k, from, step))
                continue;
            *novel = k;
            *repeated = back;
            return k + back >= LEAST;
        }
    return 0;
}

/* --- candidates -------------------------------------------------------------
 */

/* A candidate of one kind of break; the same from another is added. */
static pcart_status
add_candidate(search *s, int64_t place, const char *inserted, char kind,
              uint32_t n_fragment, pcart_err *err)
{
    const char ref[2] = {reference_at(s, place - 1), '\0'};
    const pcart_variant as_seen = {
        s->contig, place - 1, ref,
        pcart_arena_print(&s->scrap, "%s%s", ref, inserted)};
    pcart_variant v;
    pcart_insertion *f = NULL;
    pcart_status status;

    if (!as_seen.alt)
        return out_of_memory(err);
    if (place < 1 || strspn(as_seen.alt, "ACGT") != strlen(as_seen.alt))
        return PCART_OK;
    status = pcart_variant_normalise(&as_seen, s->alignment, s->arena, &v, err);
    if (status)
        return status;
    for (size_t i = 0; i < s->n_found && !f; i++)
        if (s->found[i].variant.position == v.position &&
            strcmp(s->found[i].variant.contig, v.contig) == 0 &&
            strcmp(s->found[i].variant.alt, v.alt) == 0)
            f = &s->found[i];
    if (!f) {
        f = pcart_arena_grow(s->arena, s->found, &s->room_found, s->n_found + 1,
                             sizeof *f);
        if (!f)
            return out_of_memory(err);
        s->found = f;
        f = &s->found[s->n_found++];
        *f = (pcart_insertion){.variant = v};
    }
    *(kind == 'R'   ? &f->n_before
      : kind == 'L' ? &f->n_behind
                    : &f->n_inside) += n_fragment;
    return PCART_OK;
}

/* What tails of one break say together. */
static pcart_status
judge(search *s, const tail *t, size_t n, pcart_err *err)
{
    const uint32_t n_fragment = n_fragments(t, n);
    char base[TAIL + 1], inserted[TAIL + FARTHEST + 1];
    int length, novel, repeated;
    int64_t first, place = t->place;
    pcart_status status;

    if (n_fragment < 2)
        return PCART_OK;
    length = consensus(t, n, base);
    status = open_window(s, place, err);
    if (status)
        return status;
    if (t->kind == 'I') {
        if (length != t->n)
            return PCART_OK;
        base[length] = '\0';
        return add_candidate(s, place, base, 'I', n_fragment, err);
    }
    if (!come_back(s, base, length, place, t->kind == 'R' ? 1 : -1, &novel,
                   &repeated))
        return PCART_OK;
    first = place;
    if (t->kind == 'R')
        first -= repeated;
    else
        place += repeated;
    for (int i = 0; i < novel; i++)
        inserted[i] = t->kind == 'R' ? base[i] : base[novel - 1 - i];
    for (int i = 0; i < repeated; i++)
        inserted[novel + i] = reference_at(s, first + i);
    inserted[novel + repeated] = '\0';
    return add_candidate(s, place, inserted, t->kind, n_fragment, err);
}

static pcart_status
search_region(search *s, const pcart_region *region, pcart_err *err)
{
    const int tid = sam_hdr_name2tid(s->alignment->header, s->contig);
    pcart_status status = gather(s, region, tid, err);
    size_t i = 0;

    if (s->n > 1)
        qsort(s->tail, s->n, sizeof *s->tail, by_break);
    while (i < s->n && !status) {
        const tail *t = &s->tail[i];
        size_t n = 1;

        while (i + n < s->n && t[n].kind == t->kind && t[n].place == t->place &&
               (t->kind != 'I' || t[n].n == t->n))
            n++;
        status = judge(s, t, n, err);
        i += n;
    }
    s->tail = NULL;
    s->n = s->room = 0;
    pcart_arena_clear(&s->scrap);
    return status;
}

/* Enough fragments, and both ends. */
static int
is_good(const pcart_insertion *f)
{
    if (f->n_before + f->n_behind + f->n_inside < FRAGMENTS)
        return 0;
    return f->n_inside >= 2 || (f->n_before && f->n_behind);
}

static int
by_place(const void *left, const void *right)
{
    const pcart_insertion *a = left, *b = right;
    const int contig = strcmp(a->variant.contig, b->variant.contig);

    if (contig)
        return contig;
    if (a->variant.position != b->variant.position)
        return a->variant.position < b->variant.position ? -1 : 1;
    return strcmp(a->variant.alt, b->variant.alt);
}

pcart_status
pcart_insertion_find(const pcart_insertion_job *job, pcart_arena *arena,
                     pcart_insertion **out, size_t *n, pcart_err *err)
{
    search s = {.job = job,
                .arena = arena,
                .options = pcarti_pileup_limits(job->options)};
    pcart_status status =
        pcart_alignment_open(job->path, job->opening, &s.alignment, err);

    *n = 0;
    *out = NULL;
    if (!status && !s.alignment->fasta)
        status = pcarti_alignment_fault(
            job->path, PCART_E_NOTFOUND, "insertions need the reference",
            "name the FASTA file: --reference", err);
    if (!status && !(s.read = bam_init1()))
        status = out_of_memory(err);
    for (size_t r = 0; r < job->regions->n && !status; r++) {
        const pcart_region *region = &job->regions->region[r];
        const pcart_place place = {.source = job->regions->source,
                                   .line = region->line};

        s.contig = job->regions->contig[region->contig];
        status = pcarti_alignment_holds(s.alignment, s.contig, region->last,
                                        place, err);
        if (!status)
            status = search_region(&s, region, err);
    }
    for (size_t i = 0; i < s.n_found && !status; i++)
        if (is_good(&s.found[i]))
            s.found[(*n)++] = s.found[i];
    if (*n > 1)
        qsort(s.found, *n, sizeof *s.found, by_place);
    *out = s.found;
    if (s.read)
        bam_destroy1(s.read);
    pcart_arena_release(&s.scrap);
    pcart_alignment_free(s.alignment);
    return status;
}
