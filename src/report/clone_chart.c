/* clone_chart.c -- the clones of one patient over time as a picture.
 * Layer: report. */
#include "postcart/clone_chart.h"

#include <math.h>
#include <string.h>

#include "core/buf.h"
#include "postcart/course_chart.h"

/* Variants that are followed at most: more lines cannot be told apart. */
enum { MAX_CLONE = 12 };

/* A picture being put together. */
typedef struct work {
    const pcart_trace *trace;
    pcart_arena *arena;
    pcart_date zero;
    size_t line[MAX_CLONE]; /* variants that have one, by their size */
    size_t n_line;
    int is_failed; /* memory is out */
} work;

static void *
take(work *w, size_t n, size_t size)
{
    void *memory = pcart_arena_take(w->arena, n + 1, size);

    w->is_failed |= !memory;
    return memory;
}

static const char *
kept(work *w, const char *text)
{
    w->is_failed |= !text;
    return text ? text : "";
}

static int
day_of(const work *w, pcart_date date)
{
    return date == PCART_DATE_NONE ? PCART_DAY_NONE : date - w->zero;
}

static double
top_of(const pcart_trace *t, size_t variant)
{
    double top = 0;

    for (size_t s = 0; s < t->patient->n_sample; s++)
        if (!t->sample[s].is_donor && t->variant[variant].count[s].vaf > top)
            top = t->variant[variant].count[s].vaf;
    return top;
}

/* The variants with the largest fractions, in the order of the table. */
static void
choose(work *w)
{
    const pcart_trace *t = w->trace;

    for (size_t i = 0; i < t->n_variant; i++) {
        size_t larger = 0;

        for (size_t k = 0; k < t->n_variant; k++)
            larger += top_of(t, k) > top_of(t, i) ||
                      (top_of(t, k) == top_of(t, i) && k < i);
        if (larger < MAX_CLONE)
            w->line[w->n_line++] = i;
    }
}

static const char *
label_of(work *w, const pcart_variant_row *v)
{
    if (v->hgvs_p[0])
        return kept(w,
                    pcart_arena_print(w->arena, "%s %s", v->gene, v->hgvs_p));
    if (v->hgvs_c[0])
        return kept(w,
                    pcart_arena_print(w->arena, "%s %s", v->gene, v->hgvs_c));
    return kept(w, pcart_arena_print(w->arena, "%s%s%s:%lld%s>%s", v->gene,
                                     v->gene[0] ? " " : "", v->chrom,
                                     (long long)v->pos, v->ref, v->alt));
}

static const char *
badge_of(const pcart_trace_variant *v)
{
    if (v->origin.is_trivial)
        return NULL; // no donor: nobody asks
    return v->origin.call == PCART_ANCESTRY_UNRESOLVED
               ? "?"
               : pcart_ancestry_name(v->origin.call);
}

/* One variant in one sample: found when the error does not explain it. */
static pcart_chart_vaf
point_of(const work *w, const pcart_trace_variant *v, size_t s)
{
    const pcart_sample *sample = &w->trace->patient->sample[s];
    const pcart_lookback_count *c = &v->count[s];
    pcart_chart_vaf p = {.day = day_of(w, sample->date),
                         .call = PCART_CHART_NOT_REPORTED,
                         .vaf = NAN,
                         .lod = NAN,
                         .origin = {"samples", sample->line, NULL}};
    pcart_presence presence;

    if (!c->is_reported)
        return p;
    if (c->has_depth && c->count.depth == 0) {
        p.call = PCART_CHART_NOT_COVERED;
        return p;
    }
    p.vaf = c->vaf;
    p.call = c->vaf > 0 ? PCART_CHART_FOUND : PCART_CHART_ABSENT;
    if (!c->has_depth || pcart_presence_find(&c->count, NULL, &presence, NULL))
        return p;
    p.lod = presence.lod;
    if (presence.p >= pcart_clone_value(PCART_CS_ALPHA))
        p.call = PCART_CHART_ABSENT;
    else
        p.vaf = presence.vaf;
    return p;
}

static void
add_clones(work *w, pcart_course_chart *chart)
{
    const pcart_trace *t = w->trace;
    pcart_chart_clone *clone = take(w, w->n_line, sizeof *clone);

    for (size_t i = 0; clone && i < w->n_line; i++) {
        const pcart_trace_variant *v = &t->variant[w->line[i]];
        pcart_chart_vaf *point = take(w, t->patient->n_sample, sizeof *point);
        size_t n = 0;

        for (size_t s = 0; point && s < t->patient->n_sample; s++)
            if (!t->sample[s].is_donor &&
                t->patient->sample[s].date != PCART_DATE_NONE)
                point[n++] = point_of(w, v, s);
        clone[i] =
            (pcart_chart_clone){label_of(w, v->row), badge_of(v), point, n};
    }
    chart->clone = clone;
    chart->n_clone = clone ? w->n_line : 0;
}

/* Cells that carry a variant; NAN where nobody looked. */
static double
cells(const pcart_trace *t, const pcart_trace_variant *v, size_t s)
{
    const pcart_lookback_count *c = &v->count[s];

    if (t->sample[s].is_donor || !c->is_reported ||
        (c->has_depth && c->count.depth == 0))
        return NAN;
    return fmin(c->vaf * v->copies, 1);
}

static size_t
group_of(const work *w, size_t variant)
{
    size_t i = 0;

    while (i < w->n_line && w->line[i] != variant)
        i++;
    return i;
}

static void
add_fish(work *w, pcart_course_chart *chart)
{
    const pcart_trace *t = w->trace;
    const size_t n_sample = t->patient->n_sample;
    pcart_chart_fish *fish = take(w, t->n_tree_variant, sizeof *fish);
    int *day = take(w, n_sample, sizeof *day);

    if (!t->has_tree || !fish || !day)
        return;
    for (size_t s = 0; s < n_sample; s++)
        day[s] = day_of(w, t->patient->sample[s].date);
    for (size_t k = 0; k < t->n_tree_variant; k++) {
        const pcart_trace_variant *v = &t->variant[t->tree_variant[k]];
        double *fraction = take(w, n_sample, sizeof *fraction);

        for (size_t s = 0; fraction && s < n_sample; s++)
            fraction[s] = cells(t, v, s);
        fish[k] = (pcart_chart_fish){.label = label_of(w, v->row),
                                     .parent = t->tree.best.parent[k],
                                     .group = group_of(w, t->tree_variant[k]),
                                     .fraction = fraction};
        fish[k].detail =
            kept(w, pcart_arena_print(w->arena,
                                      "%s: this parent in %.0f %% of the "
                                      "weight of all trees",
                                      fish[k].label, 100 * t->tree.support[k]));
        if (!fraction)
            return;
    }
    chart->fish = fish;
    chart->n_fish = t->n_tree_variant;
    chart->fish_day = day;
    chart->n_fish_day = n_sample;
}

/* Donor share by whole blood or the specimen, and by markers of the samples. */
static void
add_chimerism(work *w, pcart_course_chart *chart)
{
    const pcart_trace *t = w->trace;
    const pcart_patient *p = t->patient;
    pcart_chart_chimerism *curve = take(w, 2, sizeof *curve);
    int *day = take(w, p->n_chimerism + p->n_sample, sizeof *day);
    double *fraction = take(w, p->n_chimerism + p->n_sample, sizeof *fraction);
    size_t n = 0;

    if (!curve || !day || !fraction)
        return;
    for (size_t i = 0; i < p->n_chimerism; i++)
        if (p->chimerism[i].lineage[0] == '\0' &&
            p->chimerism[i].date != PCART_DATE_NONE &&
            p->chimerism[i].donor_fraction >= 0) {
            day[n] = day_of(w, p->chimerism[i].date);
            fraction[n++] =
                pcart_fixed_to_double(p->chimerism[i].donor_fraction);
        }
    if (n)
        curve[chart->n_chimerism++] =
            (pcart_chart_chimerism){"chimerism", day, fraction, n};
    day += n;
    fraction += n;
    n = 0;
    for (size_t s = 0; s < p->n_sample; s++)
        if (isfinite(t->sample[s].host)) {
            day[n] = day_of(w, p->sample[s].date);
            fraction[n++] = 1 - t->sample[s].host;
        }
    if (n)
        curve[chart->n_chimerism++] =
            (pcart_chart_chimerism){"by these reads", day, fraction, n};
    chart->chimerism = curve;
}

static void
add_marks(work *w, pcart_course_chart *chart)
{
    const pcart_patient *p = w->trace->patient;
    pcart_chart_mark *mark =
        take(w, p->n_infusion + p->n_transplant + p->n_event, sizeof *mark);

    if (!mark)
        return;
    for (size_t i = 0; i < p->n_infusion; i++)
        if (p->infusion[i].date != PCART_DATE_NONE)
            mark[chart->n_mark++] = (pcart_chart_mark){
                .day = day_of(w, p->infusion[i].date),
                .kind = PCART_CHART_INFUSION,
                .origin = {"infusions", p->infusion[i].line, NULL}};
    for (size_t i = 0; i < p->n_transplant; i++)
        if (p->transplant[i].date != PCART_DATE_NONE)
            mark[chart->n_mark++] = (pcart_chart_mark){
                .day = day_of(w, p->transplant[i].date),
                .kind = p->transplant[i].kind == PCART_TRANSPLANT_BOOST
                            ? PCART_CHART_BOOST
                            : PCART_CHART_TRANSPLANT,
                .origin = {"transplants", p->transplant[i].line, NULL}};
    for (size_t i = 0; i < p->n_event; i++)
        if (p->event[i].kind == PCART_EVENT_SMN &&
            p->event[i].date != PCART_DATE_NONE)
            mark[chart->n_mark++] = (pcart_chart_mark){
                .day = day_of(w, p->event[i].date),
                .kind = PCART_CHART_SMN,
                .origin = {"events", p->event[i].line, NULL}};
    chart->mark = mark;
}

/* Days of the samples and of what stands between them, with some room; years
 * before the first sample are not drawn. */
static void
set_range(const work *w, pcart_course_chart *chart)
{
    const pcart_trace *t = w->trace;
    int first = 0, last = 0, room;

    for (size_t s = 0; s < t->patient->n_sample; s++) {
        const int day = day_of(w, t->patient->sample[s].date);

        if (day == PCART_DAY_NONE || t->sample[s].is_donor)
            continue;
        first = day < first ? day : first;
        last = day > last ? day : last;
    }
    room = (last - first) / 25 + 3;
    chart->first_day = first - room;
    chart->last_day = last + room;
}

pcart_status
pcart_clone_chart_draw(const pcart_trace *trace, pcart_arena *arena,
                       struct pcarti_buf *out, pcart_err *err)
{
    work w = {.trace = trace, .arena = arena, .zero = trace->infusion};
    pcart_course_chart chart = {.patient = trace->patient->id, .is_linear = 1};
    pcart_scene scene = {.id = "clones"};

    for (size_t s = 0;
         w.zero == PCART_DATE_NONE && s < trace->patient->n_sample; s++)
        w.zero = trace->patient->sample[s].date;
    if (w.zero == PCART_DATE_NONE)
        w.zero = 0; // nothing has a date: nothing is drawn
    if (trace->infusion == PCART_DATE_NONE)
        chart.subtitle = "no infusion: days from the first sample";
    choose(&w);
    add_clones(&w, &chart);
    add_fish(&w, &chart);
    add_chimerism(&w, &chart);
    add_marks(&w, &chart);
    set_range(&w, &chart);
    if (trace->n_variant > w.n_line)
        scene.note = kept(
            &w, pcart_arena_print(arena,
                                  "The %zu largest of %zu variants; the table "
                                  "has all.",
                                  w.n_line, trace->n_variant));
    if (w.is_failed)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    return pcart_course_chart_draw(&chart, &scene, arena, out, err);
}
