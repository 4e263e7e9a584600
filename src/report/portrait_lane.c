/* portrait_lane.c -- what lasted, what was examined, clones and chimerism.
 * Layer: report. */
#include "report/portrait.h"

#include <math.h>
#include <string.h>

/* Lanes from top to bottom.  Transfusions are ticks of the panels. */
static const struct {
    int is_support, kind;
    const char *lane;
} lane[] = {
    {0, PCART_TOXICITY_CRS, "CRS"},
    {0, PCART_TOXICITY_ICANS, "ICANS"},
    {0, PCART_TOXICITY_CRES, "CRES"},
    {0, PCART_TOXICITY_IEC_HS, "IEC-HS"},
    {1, PCART_SUPPORT_TOCILIZUMAB, "Tocilizumab"},
    {1, PCART_SUPPORT_STEROID, "Steroids"},
    {1, PCART_SUPPORT_ANAKINRA, "Anakinra"},
    {0, PCART_TOXICITY_INFECTION, "Infection"},
    {1, PCART_SUPPORT_GCSF, "G-CSF"},
    {1, PCART_SUPPORT_TPO_RA, "TPO-RA"},
    {1, PCART_SUPPORT_EPO, "EPO"},
    {1, PCART_SUPPORT_IVIG, "IVIG"},
    {0, PCART_TOXICITY_GVHD, "GVHD"},
    {1, PCART_SUPPORT_OTHER, "Other support"},
};

static void
add_toxicities(pcarti_portrait *p, size_t k, pcart_course_chart *chart,
               pcart_chart_bar *bar)
{
    const pcart_patient *patient = p->in->patient;

    for (size_t i = 0; i < patient->n_toxicity; i++) {
        const pcart_toxicity *row = &patient->toxicity[i];
        int first = pcarti_portrait_day(p, row->first);
        int last = pcarti_portrait_day(p, row->last);

        if ((int)row->kind != lane[k].kind)
            continue;
        bar[chart->n_bar++] = (pcart_chart_bar){
            .lane = lane[k].lane,
            .first_day = first,
            .last_day = last,
            .grade = row->grade,
            .detail = row->scale[0] || row->detail[0]
                          ? pcarti_portrait_print(
                                p, "%s%s%s", row->scale,
                                row->scale[0] && row->detail[0] ? ": " : "",
                                row->detail)
                          : NULL,
            .origin = {"toxicities", row->line, NULL}};
    }
}

static void
add_supports(pcarti_portrait *p, size_t k, pcart_course_chart *chart,
             pcart_chart_bar *bar)
{
    const pcart_patient *patient = p->in->patient;

    for (size_t i = 0; i < patient->n_support; i++) {
        const pcart_support *row = &patient->support[i];
        int first = pcarti_portrait_day(p, row->first);
        int last = pcarti_portrait_day(p, row->last);

        if ((int)row->kind == lane[k].kind)
            bar[chart->n_bar++] =
                (pcart_chart_bar){.lane = lane[k].lane,
                                  .first_day = first,
                                  .last_day = last,
                                  .grade = -1,
                                  .origin = {"supports", row->line, NULL}};
    }
}

void
pcarti_portrait_lanes(pcarti_portrait *p, pcart_course_chart *chart)
{
    size_t room = p->in->patient->n_toxicity + p->in->patient->n_support;
    pcart_chart_bar *bar = pcarti_portrait_take(p, room, sizeof *bar);

    for (size_t k = 0; bar && k < PCART_COUNTOF(lane); k++) {
        if (lane[k].is_support)
            add_supports(p, k, chart, bar);
        else
            add_toxicities(p, k, chart, bar);
    }
    chart->bar = bar;
}

enum { MAX_NAMED = 8 };

/* Names what is not drawn, in the note under the figure. */
static void
leave_out(pcarti_portrait *p, size_t nth, const char *what)
{
    if (nth <= MAX_NAMED)
        p->left_out = pcarti_portrait_print(
            p, "%s%s%s", p->left_out ? p->left_out : "",
            p->left_out ? ", " : " Not drawn for lack of room: ", what);
    else if (nth == MAX_NAMED + 1)
        p->left_out = pcarti_portrait_print(p, "%s and more", p->left_out);
}

static size_t
add_chimerism(pcarti_portrait *p, pcart_chart_chimerism *curve)
{
    const pcart_patient *patient = p->in->patient;
    size_t n = 0, n_more = 0;

    for (size_t i = 0; i < patient->n_chimerism; i++) {
        const pcart_chimerism *row = &patient->chimerism[i];
        pcart_chart_chimerism *at = NULL;
        int *day;
        double *fraction;

        for (size_t k = 0; k < i && !at; k++)
            if (strcmp(patient->chimerism[k].lineage, row->lineage) == 0)
                at = &curve[0]; // seen before: its curve is made
        if (at)
            continue;
        if (n == PCART_SCENE_GROUPS) {
            leave_out(
                p, ++n_more,
                pcarti_portrait_print(p, "chimerism of %s", row->lineage));
            continue;
        }
        day = pcarti_portrait_take(p, patient->n_chimerism, sizeof *day);
        fraction =
            pcarti_portrait_take(p, patient->n_chimerism, sizeof *fraction);
        if (!day || !fraction)
            return 0;
        at = &curve[n++];
        *at = (pcart_chart_chimerism){
            row->lineage[0] ? row->lineage : "chimerism", day, fraction, 0};
        for (size_t k = i; k < patient->n_chimerism; k++)
            if (strcmp(patient->chimerism[k].lineage, row->lineage) == 0) {
                day[at->n] = pcarti_portrait_day(p, patient->chimerism[k].date);
                fraction[at->n++] =
                    pcart_fixed_to_double(patient->chimerism[k].donor_fraction);
            }
    }
    return n;
}

static const char *
variant_label(pcarti_portrait *p, const pcart_variant_row *v)
{
    if (v->hgvs_p[0])
        return pcarti_portrait_print(p, "%s %s", v->gene, v->hgvs_p);
    if (v->hgvs_c[0])
        return pcarti_portrait_print(p, "%s %s", v->gene, v->hgvs_c);
    return pcarti_portrait_print(p, "%s %s:%lld%s>%s", v->gene, v->chrom,
                                 (long long)v->pos, v->ref, v->alt);
}

static int
is_same_variant(const pcart_variant_row *a, const pcart_variant_row *b)
{
    if (a->pos >= 0 && b->pos >= 0 && a->chrom[0] && b->chrom[0])
        return a->pos == b->pos && strcmp(a->chrom, b->chrom) == 0 &&
               strcmp(a->ref, b->ref) == 0 && strcmp(a->alt, b->alt) == 0;
    return strcmp(a->gene, b->gene) == 0 && strcmp(a->hgvs_c, b->hgvs_c) == 0 &&
           strcmp(a->hgvs_p, b->hgvs_p) == 0;
}

static const pcart_variant_row *
find_variant(const pcart_sample *sample, const pcart_variant_row *wanted)
{
    for (size_t i = 0; i < sample->n_variant; i++)
        if (is_same_variant(&sample->variant[i], wanted))
            return &sample->variant[i];
    return NULL;
}

/* The fraction as written, or of the reads; NAN when neither is given. */
static double
fraction_of(const pcart_variant_row *v)
{
    if (v->vaf != PCART_FIXED_NONE)
        return pcart_fixed_to_double(v->vaf);
    if (v->alt_reads >= 0 && v->depth > 0)
        return (double)v->alt_reads / (double)v->depth;
    return (double)NAN;
}

/* A variant in every sample.  A sample that does not list it says nothing of
 * it, unless it says that it covers the gene. */
static void
fill_clone(pcarti_portrait *p, const pcart_variant_row *wanted,
           pcart_chart_clone *clone)
{
    const pcart_patient *patient = p->in->patient;
    pcart_chart_vaf *point =
        pcarti_portrait_take(p, patient->n_sample, sizeof *point);

    for (size_t s = 0; point && s < patient->n_sample; s++) {
        const pcart_variant_row *v = find_variant(&patient->sample[s], wanted);
        pcart_chart_call call = PCART_CHART_NOT_REPORTED;

        if (!v && pcart_sample_covers(&patient->sample[s], wanted->gene))
            call = PCART_CHART_ABSENT;
        if (v) // a row that says 0 has looked
            call = fraction_of(v) <= 0 ? PCART_CHART_ABSENT : PCART_CHART_FOUND;
        point[s] = (pcart_chart_vaf){
            .day = pcarti_portrait_day(p, patient->sample[s].date),
            .call = call,
            .vaf = v ? fraction_of(v) : 0,
            .lod = (double)NAN,
            .origin = {v ? "variants" : "samples",
                       v ? v->line : patient->sample[s].line, NULL}};
    }
    *clone = (pcart_chart_clone){variant_label(p, wanted), NULL, point,
                                 point ? patient->n_sample : 0};
}

/* Variants that are followed at most: more lines cannot be told apart. */
enum { MAX_CLONE = 12 };

static void
add_clones(pcarti_portrait *p, pcart_course_chart *chart)
{
    const pcart_patient *patient = p->in->patient;
    pcart_chart_clone *clone =
        pcarti_portrait_take(p, MAX_CLONE, sizeof *clone);
    size_t n_more = 0;

    for (size_t s = 0; clone && s < patient->n_sample; s++)
        for (size_t i = 0; i < patient->sample[s].n_variant; i++) {
            const pcart_variant_row *v = &patient->sample[s].variant[i];
            int is_new = 1;

            for (size_t k = 0; k < s && is_new; k++)
                is_new = !find_variant(&patient->sample[k], v);
            if (is_new && chart->n_clone < MAX_CLONE)
                fill_clone(p, v, &clone[chart->n_clone++]);
            else if (is_new)
                leave_out(p, ++n_more, variant_label(p, v));
        }
    chart->clone = clone;
}

void
pcarti_portrait_discs(pcarti_portrait *p, pcart_course_chart *chart)
{
    const pcart_patient *patient = p->in->patient;
    size_t room = patient->n_marrow + patient->n_karyotype + patient->n_sample;
    pcart_chart_disc *disc = pcarti_portrait_take(p, room, sizeof *disc);
    pcart_chart_chimerism *curve =
        pcarti_portrait_take(p, patient->n_chimerism, sizeof *curve);
    size_t n = 0;

    if (!disc || !curve)
        return;
    n = pcarti_portrait_examined(p, disc);
    for (size_t i = 0; i < patient->n_sample; i++) {
        const pcart_sample *row = &patient->sample[i];

        disc[n++] = (pcart_chart_disc){
            .day = pcarti_portrait_day(p, row->date),
            .lane = "Sequencing",
            .label = pcarti_portrait_print(p, "%zu variant%s", row->n_variant,
                                           row->n_variant == 1 ? "" : "s"),
            .is_abnormal = row->n_variant > 0,
            .detail = row->specimen[0] ? row->specimen : NULL,
            .origin = {"samples", row->line, NULL}};
    }
    chart->disc = disc;
    chart->n_disc = n;
    chart->chimerism = curve;
    chart->n_chimerism = add_chimerism(p, curve);
    add_clones(p, chart);
}
