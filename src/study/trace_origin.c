/* trace_origin.c -- whose a patient's variants are, by chimerism, the DNA of
 * host and donor, and haplotypes.  Layer: study. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/clones.h"
#include "study/trace.h"

/* A chimerism of another day stands for a sample within these days; interval
 * of a method that does not say how exact it is. */
static const int slack_days = 30;
static const double default_error = 0.05;

/* A boost is another person's only if that is said of it. */
int
pcart_clones_is_graft(const pcart_transplant *t)
{
    if (t->kind == PCART_TRANSPLANT_BOOST)
        return t->donor[0] && strcmp(t->donor, "autologous") != 0;
    return t->kind == PCART_TRANSPLANT_ALLOGENEIC;
}

int
pcarti_trace_has_graft(const pcart_patient *p, pcart_date date)
{
    for (size_t i = 0; i < p->n_transplant; i++)
        if (pcart_clones_is_graft(&p->transplant[i]) &&
            p->transplant[i].date <= date)
            return 1;
    return 0;
}

static int
is_whole(const pcart_chimerism *c, const pcart_sample *sample)
{
    static const char *const all[] = {"", "whole blood", "unsorted"};

    for (size_t i = 0; i < PCART_COUNTOF(all); i++)
        if (strcmp(c->lineage, all[i]) == 0)
            return 1;
    return strcmp(c->lineage, sample->specimen) == 0;
}

/* The nearest measurement of the specimen or of all cells. */
const pcart_chimerism *
pcarti_trace_chimerism(const pcart_patient *p, const pcart_sample *sample)
{
    const pcart_chimerism *best = NULL;
    int64_t least = 0;

    for (size_t i = 0; i < p->n_chimerism; i++) {
        const pcart_chimerism *c = &p->chimerism[i];
        int64_t gap = llabs((int64_t)c->date - sample->date);

        if (c->date == PCART_DATE_NONE || c->donor_fraction < 0 ||
            gap > slack_days || !is_whole(c, sample))
            continue;
        if (!best || gap < least) {
            best = c;
            least = gap;
        }
    }
    return best;
}

static void
set_host(const pcart_chimerism *c, pcart_origin_sample *s)
{
    double donor = pcart_fixed_to_double(c->donor_fraction), error;

    error = c->sensitivity > 0 ? pcart_fixed_to_double(c->sensitivity)
                               : default_error;
    s->host = 1 - donor;
    s->host_low = s->host - error > 0 ? s->host - error : 0;
    s->host_high = s->host + error < 1 ? s->host + error : 1;
    if (c->censor == PCART_ABOVE || c->censor == PCART_AT_LEAST)
        s->host_low = 0;
    if (c->censor == PCART_BELOW || c->censor == PCART_AT_MOST)
        s->host_high = 1;
}

/* By the markers of the sample itself, or else by the table; 0: neither. */
static int
find_host(const pcart_trace *trace, size_t s, pcart_origin_sample *out)
{
    const pcart_trace_sample *t = &trace->sample[s];
    const pcart_chimerism *m;

    if (isfinite(t->host)) {
        out->host = t->host;
        out->host_low = t->host_low;
        out->host_high = t->host_high;
        return 1;
    }
    m = pcarti_trace_chimerism(trace->patient, &trace->patient->sample[s]);
    if (m)
        set_host(m, out);
    return m != NULL;
}

static pcart_status
one_variant(const pcart_trace *trace, pcart_trace_variant *v,
            pcart_origin_sample *sample, pcart_origin_ancestor *ancestor,
            pcart_err *err)
{
    const pcart_patient *p = trace->patient;
    pcart_origin_input input = {.sample = sample,
                                .ancestor = ancestor,
                                .copies = v->copies,
                                .link = v->link,
                                .n_link = v->n_link};

    for (size_t s = 0; s < p->n_sample; s++) {
        const pcart_lookback_count *c = &v->count[s];
        int is_grafted = pcarti_trace_has_graft(p, p->sample[s].date);

        input.has_donor |= is_grafted;
        if (!c->has_depth || c->count.depth == 0)
            continue;
        if (!trace->sample[s].is_donor && !pcarti_trace_is_own(trace, s))
            continue; // another person's: it says nothing of this one
        if (trace->sample[s].is_donor) {
            ancestor[input.n_ancestor].of = PCART_ANCESTRY_DONOR;
            ancestor[input.n_ancestor++].count = c->count;
            input.has_donor = 1;
            continue;
        }
        if (!is_grafted) {
            ancestor[input.n_ancestor].of = PCART_ANCESTRY_HOST;
            ancestor[input.n_ancestor++].count = c->count;
            continue;
        }
        if (c->count.alt == 0)
            continue; // absent from a mixture: it says nothing of whose
        sample[input.n_sample].count = c->count;
        sample[input.n_sample].host = sample[input.n_sample].car = NAN;
        if (find_host(trace, s, &sample[input.n_sample]) && s == v->anchor) {
            v->host = sample[input.n_sample].host;
            v->host_low = sample[input.n_sample].host_low;
            v->host_high = sample[input.n_sample].host_high;
        }
        input.n_sample++;
    }
    return pcart_origin_find(&input, &v->origin, err);
}

pcart_status
pcarti_trace_origin(pcart_trace *trace, pcart_arena *arena, pcart_err *err)
{
    size_t n = trace->patient->n_sample + 1;
    pcart_origin_sample *sample = pcart_arena_take(arena, n, sizeof *sample);
    pcart_origin_ancestor *ancestor =
        pcart_arena_take(arena, n, sizeof *ancestor);
    pcart_status status = PCART_OK;

    if (!sample || !ancestor)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < trace->n_variant && !status; i++)
        status = one_variant(trace, &trace->variant[i], sample, ancestor, err);
    return status;
}
