/*
 * trace.c -- the variants of one patient over time.  Layer: study.
 */
#include "postcart/trace.h"

#include <math.h>
#include <string.h>

#include "study/trace.h"

static const double days_per_year = 365.25;

/* A trace in the making. */
typedef struct work {
    const pcart_patient *patient;
    const pcart_trace_options *options;
    const pcart_assay *assay;
    pcart_arena *arena;
    pcart_trace trace;
    pcart_trace_sample *sample;
    size_t have_variant, have_pair;
} work;

const char *
pcart_trace_match_name(pcart_trace_match match)
{
    static const char *const name[] = {"place", "coding", "protein"};

    return (size_t)match < PCART_COUNTOF(name) ? name[match] : "?";
}

double
pcarti_trace_years(pcart_date from, pcart_date to)
{
    return ((double)to - from) / days_per_year;
}

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* What identifies a row: the most exact that it has. */
static pcart_trace_match
match_of(const pcart_variant_row *row)
{
    if (row->chrom[0] && row->pos > 0 && row->ref[0] && row->alt[0])
        return PCART_TRACE_PLACE;
    return row->gene[0] && row->hgvs_c[0] ? PCART_TRACE_CODING
                                          : PCART_TRACE_PROTEIN;
}

static const char *
plain_contig(const char *chrom)
{
    return strncmp(chrom, "chr", 3) == 0 ? chrom + 3 : chrom;
}

int
pcarti_trace_is_same(const pcart_variant_row *a, const pcart_variant_row *b)
{
    pcart_trace_match m = match_of(a);

    if (m != match_of(b))
        return 0;
    switch (m) {
    case PCART_TRACE_PLACE:
        return strcmp(plain_contig(a->chrom), plain_contig(b->chrom)) == 0 &&
               a->pos == b->pos && strcmp(a->ref, b->ref) == 0 &&
               strcmp(a->alt, b->alt) == 0;
    case PCART_TRACE_CODING:
        return strcmp(a->gene, b->gene) == 0 &&
               strcmp(a->hgvs_c, b->hgvs_c) == 0;
    case PCART_TRACE_PROTEIN:
        return strcmp(a->gene, b->gene) == 0 &&
               strcmp(a->hgvs_p, b->hgvs_p) == 0;
    }
    return 0;
}

static uint32_t
fragments(double n)
{
    return n > PCART_PRESENCE_MAX ? PCART_PRESENCE_MAX
           : n > 0                ? (uint32_t)llround(n)
                                  : 0;
}

/* A row of the table as a count: reads and depth, or a fraction of a depth, or
 * a fraction of the mean depth of the sample. */
static pcart_lookback_count
count_of(const work *w, const pcart_sample *sample,
         const pcart_variant_row *row)
{
    pcart_lookback_count c = {.is_reported = 1,
                              .n_distinct = -1,
                              .admixture = NAN,
                              .transgene = -1,
                              .transgene_later = -1,
                              .basis = PCART_ERROR_ASSUMED};
    double depth = row->depth >= 0 ? (double)row->depth : NAN, vaf = NAN;
    pcart_null null = pcart_background_assumed(w->assay);

    if (row->vaf != PCART_FIXED_NONE)
        vaf = pcart_fixed_to_double(row->vaf);
    if (isnan(depth) && row->alt_reads > 0 && vaf > 0)
        depth = (double)row->alt_reads / vaf;
    if (isnan(depth) && sample->mean_depth != PCART_FIXED_NONE) {
        depth = pcart_fixed_to_double(sample->mean_depth);
        c.is_depth_assumed = 1;
    }
    c.vaf = isnan(vaf) ? 0 : vaf;
    c.count.error = null.error;
    c.count.precision = null.precision;
    c.count.typical = null.typical;
    c.count.signal_rho = w->assay->signal_rho;
    if (isnan(depth) || (row->alt_reads < 0 && isnan(vaf)))
        return c;
    c.has_depth = 1;
    c.count.depth = fragments(depth);
    c.count.alt = row->alt_reads >= 0 ? fragments((double)row->alt_reads)
                                      : fragments(vaf * depth);
    if (c.is_depth_assumed && c.count.alt > c.count.depth)
        c.count.depth = c.count.alt; // deeper than the mean, at least
    if (c.count.depth > 0)
        c.vaf = (double)c.count.alt / c.count.depth;
    return c;
}

/* The variant of a row; made when it is new; NULL when memory is out. */
static pcart_trace_variant *
variant_of(work *w, const pcart_variant_row *row)
{
    pcart_trace *t = &w->trace;
    pcart_trace_variant *v;

    for (size_t i = 0; i < t->n_variant; i++)
        if (pcarti_trace_is_same(t->variant[i].row, row))
            return &t->variant[i];
    v = pcart_arena_grow(w->arena, t->variant, &w->have_variant,
                         t->n_variant + 1, sizeof *v);
    if (!v)
        return NULL;
    t->variant = v;
    v = &t->variant[t->n_variant];
    memset(v, 0, sizeof *v);
    v->row = row;
    v->match = match_of(row);
    v->anchor = SIZE_MAX;
    v->copies = 2;
    v->host = v->host_low = v->host_high = NAN;
    v->count =
        pcart_arena_take(w->arena, w->patient->n_sample, sizeof *v->count);
    if (!v->count)
        return NULL;
    t->n_variant++;
    return v;
}

/* Two rows of one sample for one variant: the one with more fragments. */
static void
set_count(pcart_trace_variant *v, size_t sample, pcart_lookback_count c)
{
    pcart_lookback_count *all, *old;

    /* the array is this trace's own */
    memcpy(&all, &v->count, sizeof all);
    old = &all[sample];
    if (!old->is_reported || c.count.depth > old->count.depth)
        *old = c;
}

static pcart_status
gather(work *w, pcart_err *err)
{
    const pcart_patient *p = w->patient;

    for (size_t s = 0; s < p->n_sample; s++) {
        const pcart_sample *sample = &p->sample[s];

        for (size_t i = 0; i < sample->n_variant; i++) {
            const pcart_variant_row *row = &sample->variant[i];
            pcart_trace_variant *v = variant_of(w, row);

            if (!v)
                return no_memory(err);
            set_count(v, s, count_of(w, sample, row));
        }
    }
    return PCART_OK;
}

int
pcarti_trace_is_donor(const pcart_sample *sample)
{
    return strcmp(sample->specimen, "donor") == 0;
}

int
pcarti_trace_is_own(const pcart_trace *trace, size_t sample)
{
    const pcart_trace_sample *s = &trace->sample[sample];

    return !s->is_donor && !(s->is_identity_known &&
                             s->identity.verdict == PCART_IDENTITY_OTHER);
}

/* Whether a sample shows a variant.  A fragment or two among thousands of reads
 * are no sighting; what a laboratory lists is. */
static int
is_seen(const work *w, const pcart_lookback_count *c, size_t sample)
{
    if (!c->is_reported || !(c->vaf > 0) ||
        !pcarti_trace_is_own(&w->trace, sample))
        return 0;
    return c->n_distinct < 0 ||
           pcart_presence_tail(&c->count, (int)c->count.alt) <
               pcart_clone_value(PCART_CS_ALPHA);
}

/* Latest sample with the variant, copies, place in the table of clones. */
static void
describe(work *w, pcart_trace_variant *v)
{
    double top = NAN;

    for (size_t s = 0; s < w->patient->n_sample; s++) {
        if (!is_seen(w, &v->count[s], s))
            continue;
        v->anchor = s;
        if (!(v->count[s].vaf <= top))
            top = v->count[s].vaf;
    }
    if (top > 0.5)
        v->copies = 1;
    v->chip =
        pcart_chip_look_up(v->row->gene, v->row->hgvs_p, 0, top, &v->chip_rule);
}

static int
add_pair(work *w, size_t variant, size_t earlier, size_t later)
{
    pcart_trace *t = &w->trace;
    pcart_trace_pair *pair;

    if (w->patient->sample[earlier].date >= w->patient->sample[later].date ||
        w->sample[earlier].is_donor || w->sample[later].is_donor)
        return 1; // same day: neither is earlier
    pair = pcart_arena_grow(w->arena, t->pair, &w->have_pair, t->n_pair + 1,
                            sizeof *pair);
    if (!pair)
        return 0;
    t->pair = pair;
    t->pair[t->n_pair++] = (pcart_trace_pair){
        .variant = variant, .earlier = earlier, .later = later};
    return 1;
}

/* Every sample before the latest that shows a variant is asked whether it was
 * there; every one after it, whether it is gone. */
static pcart_status
pose(work *w, pcart_err *err)
{
    for (size_t i = 0; i < w->trace.n_variant; i++) {
        size_t anchor = w->trace.variant[i].anchor;
        int ok = 1;

        if (anchor == SIZE_MAX)
            continue;
        for (size_t s = 0; s < anchor && ok; s++)
            ok = add_pair(w, i, s, anchor);
        for (size_t s = anchor + 1; s < w->patient->n_sample && ok; s++)
            ok = add_pair(w, i, anchor, s);
        if (!ok)
            return no_memory(err);
    }
    return PCART_OK;
}

/* Which sample would explain most of an earlier one if it had leaked into it:
 * transgene and fraction of the variant.  After the infusion the transgene is
 * in the patient himself and tells nothing. */
static void
find_leak(const work *w, const pcart_trace_pair *pair, pcart_lookback_count *c)
{
    const pcart_sample *sample = w->patient->sample;
    const pcart_date day0 = w->trace.infusion;
    double most = -1;

    if (day0 != PCART_DATE_NONE && sample[pair->earlier].date > day0)
        c->transgene = -1;
    for (size_t s = pair->earlier + 1; s < w->patient->n_sample; s++) {
        const pcart_lookback_count *later =
            &w->trace.variant[pair->variant].count[s];
        const double n = (double)w->sample[s].transgene;

        if (sample[s].date <= sample[pair->earlier].date || !(n > 0) ||
            !pcarti_trace_is_own(&w->trace, s) || !later->is_reported ||
            later->vaf / n <= most)
            continue;
        most = later->vaf / n; // the bound is so many over n
        c->transgene_later = w->sample[s].transgene;
        c->leak_vaf = later->vaf;
    }
}

static pcart_lookback_pair
question(const work *w, const pcart_trace_pair *pair)
{
    const pcart_trace_variant *v = &w->trace.variant[pair->variant];
    pcart_lookback_pair q = {0};

    q.earlier = v->count[pair->earlier];
    q.later = v->count[pair->later];
    q.years = pcarti_trace_years(w->patient->sample[pair->earlier].date,
                                 w->patient->sample[pair->later].date);
    q.gene = v->row->gene;
    find_leak(w, pair, &q.earlier);
    return q;
}

/* One family of tests: an earlier sample, asked from or towards the anchor. */
static int
is_family(const pcart_trace *t, const pcart_trace_pair *a,
          const pcart_trace_pair *b)
{
    int a_back = t->variant[a->variant].anchor == a->later;
    int b_back = t->variant[b->variant].anchor == b->later;

    return a->earlier == b->earlier && a_back == b_back &&
           (a_back || a->later == b->later);
}

static pcart_status
answer(work *w, pcart_err *err)
{
    pcart_trace *t = &w->trace;
    size_t n = t->n_pair;
    pcart_lookback_pair *q = pcart_arena_take(w->arena, n + 1, sizeof *q);
    pcart_lookback *a = pcart_arena_take(w->arena, n + 1, sizeof *a);
    size_t *index = pcart_arena_take(w->arena, n + 1, sizeof *index);
    char *is_done = pcart_arena_take(w->arena, n + 1, 1);

    if (!q || !a || !index || !is_done)
        return no_memory(err);
    for (size_t i = 0; i < n; i++) {
        pcart_status status;
        size_t m = 0;

        if (is_done[i])
            continue;
        for (size_t k = i; k < n; k++)
            if (!is_done[k] && is_family(t, &t->pair[i], &t->pair[k])) {
                is_done[k] = 1;
                index[m] = k;
                q[m++] = question(w, &t->pair[k]);
            }
        status =
            pcart_lookback_find(q, m, &w->options->lookback, w->arena, a, err);
        if (status)
            return status;
        for (size_t k = 0; k < m; k++)
            t->pair[index[k]].answer = a[k];
    }
    return PCART_OK;
}

/* First infusion, and samples of which nothing is known yet. */
static pcart_status
begin(work *w, pcart_err *err)
{
    const pcart_patient *p = w->patient;

    w->trace.infusion = PCART_DATE_NONE;
    for (size_t i = 0; i < p->n_infusion; i++)
        if (p->infusion[i].date != PCART_DATE_NONE &&
            (w->trace.infusion == PCART_DATE_NONE ||
             p->infusion[i].date < w->trace.infusion))
            w->trace.infusion = p->infusion[i].date;
    w->sample = pcart_arena_take(w->arena, p->n_sample + 1, sizeof *w->sample);
    if (!w->sample)
        return no_memory(err);
    w->trace.sample = w->sample;
    for (size_t s = 0; s < p->n_sample; s++)
        w->sample[s] = (pcart_trace_sample){
            .is_donor = pcarti_trace_is_donor(&p->sample[s]),
            .admixture = NAN,
            .admixture_low = NAN,
            .admixture_high = NAN,
            .host = NAN,
            .host_low = NAN,
            .host_high = NAN,
            .transgene = -1};
    return PCART_OK;
}

pcart_status
pcart_trace_patient(const pcart_patient *patient,
                    const pcart_trace_options *options, pcart_arena *arena,
                    pcart_trace *out, pcart_err *err)
{
    static const pcart_trace_options none = {0};
    work w = {.patient = patient, .arena = arena};
    pcart_status status;

    w.options = options ? options : &none;
    w.assay = w.options->assay ? w.options->assay : pcart_assay_find("raw");
    w.trace.patient = patient;
    status = begin(&w, err);
    if (!status)
        status = gather(&w, err);
    if (!status && w.options->reads)
        status = pcarti_trace_look(&w.trace, w.options, w.sample, arena, err);
    for (size_t i = 0; !status && i < w.trace.n_variant; i++)
        describe(&w, &w.trace.variant[i]);
    if (!status)
        status = pose(&w, err);
    if (!status)
        status = answer(&w, err);
    if (!status)
        status = pcarti_trace_origin(&w.trace, arena, err);
    if (!status && !w.options->is_without_growth)
        status = pcarti_trace_growth(&w.trace, w.options, arena, err);
    if (!status)
        *out = w.trace;
    return status;
}
