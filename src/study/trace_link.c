/*
 * trace_link.c -- on whose haplotype a variant lies: inherited markers on the
 * fragments that show it.  Layer: study.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/evidence.h"
#include "study/trace.h"

/* Markers so near that a fragment may span them, and how many are asked. */
enum { REACH = 400, MOST = 8 };

/* One variant at work. */
typedef struct work {
    pcart_trace *trace;
    const pcarti_trace_file *file;
    const pcarti_trace_panel *panel;
    pcart_trace_variant *variant;
    const pcarti_trace_marker *marker[MOST]; /* the best first */
    pcart_origin_link link[MOST];
    double n_false[MOST]; /* of the fragments with the variant */
    size_t n;
} work;

/* How much a marker tells of the two: opposite genotypes tell most. */
static double
weight(const pcarti_trace_marker *m)
{
    const double host = isnan(m->host) ? m->frequency : m->host;
    const double donor = isnan(m->donor) ? m->frequency : m->donor;

    return isnan(m->host) && isnan(m->donor) ? 0 : fabs(host - donor);
}

static int64_t
distance(const work *w, const pcarti_trace_marker *m)
{
    return llabs((long long)(m->position - (w->variant->row->pos - 1)));
}

static int
is_better(const work *w, const pcarti_trace_marker *a,
          const pcarti_trace_marker *b)
{
    const double gain = weight(a) - weight(b);

    return gain > 0 || (gain >= 0 && distance(w, a) < distance(w, b));
}

/* The best markers within reach, in order. */
static void
choose(work *w)
{
    const char *chrom = w->variant->row->chrom;

    w->n = 0;
    for (size_t i = 0; i < w->panel->n_marker; i++) {
        const pcarti_trace_marker *m = &w->panel->marker[i];
        const pcart_regions one = {"", &m->contig, 1, NULL, 0, 0};
        size_t at;

        if (!(weight(m) > 0) || distance(w, m) > REACH ||
            !pcart_panel_contig(&one, chrom))
            continue;
        for (at = w->n; at > 0 && is_better(w, m, w->marker[at - 1]); at--)
            if (at < MOST)
                w->marker[at] = w->marker[at - 1];
        if (at < MOST)
            w->marker[at] = m;
        w->n += w->n < MOST;
    }
    for (size_t i = 0; i < w->n; i++) {
        w->n_false[i] = 0;
        w->link[i] = (pcart_origin_link){.host = w->marker[i]->host,
                                         .donor = w->marker[i]->donor,
                                         .frequency = w->marker[i]->frequency};
    }
}

/* A sample that may hold cells of both, and shows the variant. */
static int
is_telling(const work *w, size_t s)
{
    const pcart_patient *p = w->trace->patient;
    const pcart_lookback_count *c = &w->variant->count[s];

    return w->trace->sample[s].is_opened && pcarti_trace_is_own(w->trace, s) &&
           pcarti_trace_has_graft(p, p->sample[s].date) && c->count.alt > 0;
}

static void
add_sample(work *w, const pcart_presence_count *c, const pcart_phase *phase)
{
    double wrong = c->error * c->depth / c->alt;

    if (wrong > 1)
        wrong = 1;
    for (size_t i = 0; i < w->n; i++) {
        const pcart_phase *p = &phase[i + 1];
        pcart_origin_link *link = &w->link[i];

        link->with[0] += p->first_only;
        link->with[1] += p->both;
        link->without[0] += p->neither;
        link->without[1] += p->second_only;
        w->n_false[i] += wrong * ((double)p->first_only + p->both);
    }
}

static pcart_status
look(work *w, size_t s, pcart_arena *scrap, pcart_err *err)
{
    const pcarti_trace_file *file = &w->file[s];
    pcart_variant variant[MOST + 1];
    pcart_phase phase[MOST + 1];
    pcart_alignment *alignment = NULL;
    const pcart_evidence_job job = {.path = file->path,
                                    .opening = &file->opening,
                                    .options = &file->limits,
                                    .variant = variant,
                                    .n_variant = w->n + 1};
    pcart_status status =
        pcart_alignment_open(file->path, &file->opening, &alignment, err);

    if (!status)
        status = pcarti_trace_spell(w->variant->row, alignment,
                                    file->opening.reference != NULL, scrap,
                                    &variant[0], err);
    pcart_alignment_free(alignment);
    for (size_t i = 0; i < w->n; i++)
        variant[i + 1] =
            (pcart_variant){w->marker[i]->contig, w->marker[i]->position,
                            w->marker[i]->ref, w->marker[i]->alt};
    if (!status)
        status = pcart_evidence_phase(&job, phase, err);
    if (!status)
        add_sample(w, &w->variant->count[s].count, phase);
    return status;
}

/* Markers that some fragment with the variant shows. */
static pcart_status
keep(work *w, pcart_arena *arena, pcart_err *err)
{
    pcart_origin_link *link = pcart_arena_take(arena, w->n, sizeof *link);
    size_t n = 0;

    if (!link)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < w->n; i++) {
        const double with = (double)w->link[i].with[0] + w->link[i].with[1];

        if (!(with > 0))
            continue;
        link[n] = w->link[i];
        link[n++].false_share = w->n_false[i] / with;
    }
    w->variant->link = link;
    w->variant->n_link = n;
    return PCART_OK;
}

pcart_status
pcarti_trace_link(pcart_trace *trace, const pcarti_trace_file *file,
                  const pcarti_trace_panel *panel, pcart_arena *arena,
                  pcart_err *err)
{
    work w = {.trace = trace, .file = file, .panel = panel};
    pcart_arena scrap = {0};
    pcart_status status = PCART_OK;

    for (size_t i = 0; i < trace->n_variant && !status; i++) {
        w.variant = &trace->variant[i];
        if (!pcarti_trace_is_lookable(w.variant))
            continue;
        choose(&w);
        for (size_t s = 0; s < trace->patient->n_sample && w.n > 0 && !status;
             s++)
            if (is_telling(&w, s))
                status = look(&w, s, &scrap, err);
        if (!status && w.n > 0)
            status = keep(&w, arena, err);
        pcart_arena_clear(&scrap);
    }
    pcart_arena_release(&scrap);
    return status;
}
