/* evidence.c -- the fragments for and against given variants.  Layer: align. */
#include "postcart/evidence.h"

#include <stdlib.h>
#include <string.h>

#include "align/fate.h"
#include "align/sight.h"
#include "align/survey.h"

enum {
    CONTRADICTED = 10, /* fragments that show neither allele: another place */
    REACH = 300, /* a clipped read may be aligned this far from the change */
    NEAR_END = 5 /* bases; damage and misalignment gather there */
};

/* The reads at one variant. */
typedef struct gathering {
    pcart_alignment *alignment;
    pcart_pileup_options options;
    pcarti_looker looker;
    pcart_arena haplotypes; /* of the variant at hand */
    bam1_t *read;
    pcarti_sight *sight;
    size_t n, room;
} gathering;

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static pcarti_sight *
next_sight(gathering *g)
{
    if (g->n == g->room) {
        const size_t room = g->room ? g->room * 2 : 4096;
        pcarti_sight *grown = realloc(g->sight, room * sizeof *grown);

        if (!grown)
            return NULL;
        g->sight = grown;
        g->room = room;
    }
    return &g->sight[g->n];
}

static int
treat(gathering *g, const pcarti_target *target)
{
    pcarti_read_note note;
    pcarti_sight *sight;

    /* Clipped reads carry long insertions, so clipping is no reason here. */
    switch (pcarti_read_fate(g->alignment, &g->options, g->read, &note)) {
    case PCART_READ_USED:
        break;
    case PCART_READ_CLIPPED:
    case PCART_READ_MISMATCH:
        if (target->is_base)
            return 1;
        break;
    default:
        return 1;
    }
    if (!target->is_base && bam_get_qual(g->read)[0] == 0xff)
        return 1; // nothing to weigh its bases by
    sight = next_sight(g);
    if (!sight || !pcarti_look(&g->looker, target, g->read, sight))
        return 0;
    sight->is_twin = (uint8_t)note.is_twin;
    sight->order = g->n++;
    return 1;
}

static pcart_status
gather(gathering *g, pcarti_target *target, pcart_err *err)
{
    const int64_t reach = target->is_base ? 0 : REACH;
    const int64_t first = target->first > reach ? target->first - reach : 0;
    const int64_t last = target->last + reach;
    hts_itr_t *rows;
    int got = 0;
    pcart_status status;

    g->n = 0;
    pcart_arena_clear(&g->haplotypes);
    status = pcarti_target_lay(target, g->alignment, &g->haplotypes, err);
    if (status)
        return status;
    rows = sam_itr_queryi(g->alignment->index, target->tid, first, last);
    if (!rows)
        return out_of_memory(err);
    while (status == PCART_OK &&
           (got = sam_itr_next(g->alignment->file, rows, g->read)) >= 0)
        if (!treat(g, target))
            status = out_of_memory(err);
    sam_itr_destroy(rows);
    if (status == PCART_OK && got < -1)
        status = pcarti_alignment_damaged(g->alignment, err);
    return status;
}

/* --- reads to fragments -----------------------------------------------------
 */

static int
by_name(const void *left, const void *right)
{
    const pcarti_sight *a = left, *b = right;

    if (a->name != b->name)
        return a->name < b->name ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* What two mates show together. */
static pcarti_sight
join_mates(const pcarti_target *target, const pcarti_sight *a,
           const pcarti_sight *b)
{
    pcarti_sight both = *a;

    if (a->state == PCARTI_UNINFORMATIVE)
        both = *b;
    both.left = a->left < b->left ? a->left : b->left;
    both.right = a->right > b->right ? a->right : b->right;
    if (a->state == PCARTI_UNINFORMATIVE || b->state == PCARTI_UNINFORMATIVE)
        return both;
    if (a->state == PCARTI_OTHER || b->state == PCARTI_OTHER ||
        target->is_base) {
        if (a->state != b->state)
            both.state = PCARTI_AMBIGUOUS;
        return both;
    }
    both.ratio += b->ratio;
    both.state = pcarti_state_of(both.ratio);
    return both;
}

/* Join mates in place: afterwards one sight is one fragment. */
static void
make_fragments(gathering *g, const pcarti_target *target)
{
    size_t n = 0, i = 0;

    if (g->n > 1)
        qsort(g->sight, g->n, sizeof *g->sight, by_name);
    while (i < g->n) {
        const pcarti_sight *a = &g->sight[i];
        const int is_pair = i + 1 < g->n && a->name == a[1].name &&
                            a->is_first != a[1].is_first;

        g->sight[n++] = is_pair ? join_mates(target, a, a + 1) : *a;
        i += is_pair ? 2 : 1;
    }
    g->n = n;
}

/* --- fragments to evidence --------------------------------------------------
 */

static int
by_ends(const void *left, const void *right)
{
    const pcarti_sight *a = left, *b = right;
    const int is_a = a->state == PCARTI_ALT, is_b = b->state == PCARTI_ALT;

    if (is_a != is_b)
        return is_a ? -1 : 1; // the alternate ones first
    if (a->left != b->left)
        return a->left < b->left ? -1 : 1;
    if (a->right != b->right)
        return a->right < b->right ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static void
count_ends(gathering *g, const pcarti_target *target, pcart_evidence *out)
{
    if (g->n > 1)
        qsort(g->sight, g->n, sizeof *g->sight, by_ends);
    for (size_t i = 0; i < g->n && g->sight[i].state == PCARTI_ALT; i++) {
        const pcarti_sight *s = &g->sight[i];

        if (i == 0 || s->left != s[-1].left || s->right != s[-1].right)
            out->n_distinct++;
        if (target->first - s->left < NEAR_END ||
            s->right - target->last < NEAR_END)
            out->near_end++;
    }
}

static void
sum_up(gathering *g, const pcarti_target *target, pcart_evidence *out)
{
    const int64_t edit = target->is_base      ? 1
                         : target->shift >= 0 ? target->shift
                                              : -target->shift;
    double quality[2] = {0}, mismatches[2] = {0};
    uint64_t n[2] = {0};

    *out = (pcart_evidence){0};
    for (size_t i = 0; i < g->n; i++) {
        const pcarti_sight *s = &g->sight[i];
        const int is_alt = s->state == PCARTI_ALT;
        int64_t more = s->mismatches;

        out->other += s->state == PCARTI_OTHER;
        out->ambiguous += s->state == PCARTI_AMBIGUOUS;
        out->uninformative += s->state == PCARTI_UNINFORMATIVE;
        if (s->state != PCARTI_REF && !is_alt)
            continue;
        (is_alt ? out->alt : out->ref)[s->orientation]++;
        out->n_twin += s->is_twin;
        if (is_alt)
            more -= more < edit ? more : edit;
        quality[is_alt] += s->map_quality;
        mismatches[is_alt] += (double)more;
        n[is_alt]++;
    }
    for (int i = 0; i < 2; i++) {
        out->map_quality[i] = n[i] ? quality[i] / (double)n[i] : -1;
        out->mismatches[i] = n[i] ? mismatches[i] / (double)n[i] : -1;
    }
    count_ends(g, target, out);
}

/* Without a reference, reads tell when the variant is of another genome: many
 * of them, and none with either allele. */
static pcart_status
check_alleles(const gathering *g, const pcarti_target *target,
              const pcart_evidence *e, pcart_err *err)
{
    const pcart_variant *v = &target->variant;
    const pcart_place place = {.source = g->alignment->path};

    for (int o = 0; o < PCART_N_ORIENTATION; o++)
        if (e->ref[o] || e->alt[o])
            return PCART_OK;
    if (g->alignment->fasta || e->other < CONTRADICTED)
        return PCART_OK;
    pcart_err_at(err, PCART_E_INCONSISTENT, place,
                 "none of %lu fragments shows the reference base %s or the "
                 "alternate %s of %s:%lld",
                 (unsigned long)e->other, v->ref, v->alt, v->contig,
                 (long long)v->position + 1);
    pcart_err_hint(err, "is the variant of another genome build?  name the "
                        "reference: --reference");
    return PCART_E_INCONSISTENT;
}

/* --- the job ----------------------------------------------------------------
 */

static void
end(gathering *g)
{
    pcarti_looker_release(&g->looker);
    pcart_arena_release(&g->haplotypes);
    free(g->sight);
    if (g->read)
        bam_destroy1(g->read);
    pcart_alignment_free(g->alignment);
}

/* Settle what the options leave open, from reads at the first variants. */
static pcart_status
learn(gathering *g, const pcarti_target *target, size_t n, pcart_err *err)
{
    pcarti_survey survey = {0};
    int is_binned;
    pcart_status status = PCART_OK;

    for (size_t i = 0; i < n && status == PCART_OK; i++) {
        const pcart_region stretch = {.first = target[i].first,
                                      .last = target[i].last};

        status = pcarti_survey_look(&survey, g->alignment, &stretch,
                                    target[i].tid, g->read, err);
    }
    if (status == PCART_OK)
        status = pcarti_survey_settle(&survey, g->alignment, &g->options,
                                      &is_binned, err);
    g->looker.base_quality = g->options.base_quality;
    return status;
}

static pcart_status
begin(gathering *g, const pcart_evidence_job *job, pcarti_target *target,
      pcart_arena *arena, pcart_err *err)
{
    pcart_status status =
        pcart_alignment_open(job->path, job->opening, &g->alignment, err);

    for (size_t i = 0; i < job->n_variant && status == PCART_OK; i++)
        status = pcarti_target_init(&target[i], &job->variant[i], g->alignment,
                                    arena, err);
    if (status)
        return status;
    g->options = pcarti_pileup_limits(job->options);
    g->read = bam_init1();
    if (!g->read)
        return out_of_memory(err);
    return learn(g, target, job->n_variant, err);
}

pcart_status
pcart_evidence_find(const pcart_evidence_job *job, pcart_evidence *out,
                    pcart_err *err)
{
    pcart_arena arena = {0};
    pcarti_target *target =
        pcart_arena_take(&arena, job->n_variant + 1, sizeof *target);
    gathering g = {0};
    size_t n_read = 0;
    pcart_status status =
        target ? begin(&g, job, target, &arena, err) : out_of_memory(err);

    for (size_t i = 0; i < job->n_variant && status == PCART_OK; i++) {
        status = gather(&g, &target[i], err);
        n_read += g.n;
        make_fragments(&g, &target[i]);
        sum_up(&g, &target[i], &out[i]);
        if (status == PCART_OK)
            status = check_alleles(&g, &target[i], &out[i], err);
    }
    if (status == PCART_OK && job->n_variant > 0 && n_read == 0)
        status =
            pcarti_alignment_fault(job->path, PCART_E_DEGENERATE,
                                   "no read can be used at any of the variants",
                                   "another panel, or another sample?", err);
    end(&g);
    pcart_arena_release(&arena);
    return status;
}

/* Fragments that decide for one of the two alleles, by name. */
static pcart_status
decided(gathering *g, pcarti_target *target, pcart_err *err)
{
    size_t n = 0;
    pcart_status status = gather(g, target, err);

    if (status)
        return status;
    make_fragments(g, target);
    for (size_t i = 0; i < g->n; i++)
        if (g->sight[i].state == PCARTI_REF || g->sight[i].state == PCARTI_ALT)
            g->sight[n++] = g->sight[i];
    g->n = n;
    return PCART_OK;
}

/* Fragments of the first variant that the other decides on too, those that an
 * earlier one has decided on left out. */
static void
count_phase(const pcarti_sight *a, size_t n_a, char *is_used,
            const gathering *other, pcart_phase *out)
{
    const pcarti_sight *b = other->sight;
    size_t j = 0;

    for (size_t i = 0; i < n_a; i++) {
        int is_a, is_b;

        while (j < other->n && b[j].name < a[i].name)
            j++;
        if (is_used[i] || j == other->n || b[j].name != a[i].name)
            continue;
        is_used[i] = 1;
        is_a = a[i].state == PCARTI_ALT;
        is_b = b[j].state == PCARTI_ALT;
        out->both += is_a && is_b;
        out->first_only += is_a && !is_b;
        out->second_only += !is_a && is_b;
        out->neither += !is_a && !is_b;
    }
}

/* The first variant against the others, its fragments being known. */
static pcart_status
count_phases(gathering *g, pcarti_target *target, size_t n,
             const pcarti_sight *first, size_t n_first, pcart_phase *out,
             pcart_err *err)
{
    char *is_used = calloc(n_first + 1, 1);
    pcart_status status = is_used ? PCART_OK : out_of_memory(err);

    for (size_t i = 1; i < n && status == PCART_OK; i++) {
        status = target[i].tid == target[0].tid
                     ? decided(g, &target[i], err)
                     : pcart_err_set(err, PCART_E_RANGE,
                                     "the variants are on different contigs");
        if (status == PCART_OK)
            count_phase(first, n_first, is_used, g, &out[i]);
    }
    free(is_used);
    return status;
}

pcart_status
pcart_evidence_phase(const pcart_evidence_job *job, pcart_phase *out,
                     pcart_err *err)
{
    pcart_arena arena = {0};
    pcarti_target *target =
        pcart_arena_take(&arena, job->n_variant + 1, sizeof *target);
    gathering g = {0};
    pcarti_sight *first = NULL;
    size_t n_first = 0;
    pcart_status status = target ? PCART_OK : out_of_memory(err);

    memset(out, 0, job->n_variant * sizeof *out);
    if (status == PCART_OK && job->n_variant < 2)
        status = pcart_err_set(err, PCART_E_RANGE, "one variant has no phase");
    if (status == PCART_OK)
        status = begin(&g, job, target, &arena, err);
    if (status == PCART_OK)
        status = decided(&g, &target[0], err);
    if (status == PCART_OK) { // keep these, gather again for the others
        first = g.sight;
        n_first = g.n;
        g.sight = NULL;
        g.n = g.room = 0;
        status =
            count_phases(&g, target, job->n_variant, first, n_first, out, err);
    }
    free(first);
    end(&g);
    pcart_arena_release(&arena);
    return status;
}
