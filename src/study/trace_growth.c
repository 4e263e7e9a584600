/* trace_growth.c -- growth of a patient's variants, and their tree.
 * Layer: study. */
#include <math.h>
#include <string.h>

#include "study/trace.h"

/* Years of the infusions on the clock of the first one; how many. */
static size_t
infusion_years(const pcart_trace *trace, double out[PCART_GROWTH_MAX_INFUSION])
{
    const pcart_patient *p = trace->patient;
    size_t n = 0;

    for (size_t i = 0; i < p->n_infusion && n < PCART_GROWTH_MAX_INFUSION;
         i++) {
        double year;

        if (p->infusion[i].date == PCART_DATE_NONE)
            continue;
        year = pcarti_trace_years(trace->infusion, p->infusion[i].date);
        if (n == 0 || year > out[n - 1]) // fractions of one day are one
            out[n++] = year;
    }
    return n;
}

static pcart_status
one_variant(const pcart_trace *trace, pcart_trace_variant *v,
            const pcart_trace_options *options, pcart_arena *arena,
            pcart_err *err)
{
    const pcart_patient *p = trace->patient;
    double infusion[PCART_GROWTH_MAX_INFUSION];
    pcart_growth_sample sample[PCART_GROWTH_MAX_SAMPLE];
    pcart_growth_input input = {.sample = sample,
                                .infusion = infusion,
                                .gene = v->row->gene,
                                .copies = v->copies};
    pcart_date zero = trace->infusion;
    pcart_status status;

    if (p->n_sample == 0)
        return PCART_OK;
    if (zero == PCART_DATE_NONE)
        zero = p->sample[0].date;
    input.n_infusion = infusion_years(trace, infusion);
    for (size_t s = 0; s < p->n_sample; s++) {
        pcart_growth_sample *g = &sample[input.n_sample];

        if (!v->count[s].has_depth || v->count[s].count.depth == 0 ||
            !pcarti_trace_is_own(trace, s))
            continue;
        if (input.n_sample == PCART_GROWTH_MAX_SAMPLE)
            return PCART_OK; // beyond what one clone is followed with
        g->year = pcarti_trace_years(zero, p->sample[s].date);
        g->count = v->count[s].count;
        input.n_sample++;
    }
    if (input.n_sample < 2)
        return PCART_OK; // one point has no slope
    status =
        pcart_growth_find(&input, &options->growth, arena, &v->growth, err);
    v->has_growth = status == PCART_OK;
    return status == PCART_E_DEGENERATE ? PCART_OK : status;
}

/* The variants with the largest fractions, in the order of the table. */
static void
choose(pcart_trace *trace)
{
    double least = -1;

    for (;;) { // raise the bar until no more than the limit are left
        double next = INFINITY;
        size_t n = 0;

        for (size_t i = 0; i < trace->n_variant; i++) {
            const pcart_trace_variant *v = &trace->variant[i];
            double top = 0;

            for (size_t s = 0; s < trace->patient->n_sample; s++)
                if (v->count[s].has_depth && pcarti_trace_is_own(trace, s) &&
                    v->count[s].vaf > top)
                    top = v->count[s].vaf;
            if (!(top > least) || !(top > 0) || v->anchor == SIZE_MAX)
                continue;
            next = top < next ? top : next;
            if (n < PCART_TREE_MAX_VARIANT)
                trace->tree_variant[n] = i;
            n++;
        }
        trace->n_tree_variant = n;
        if (n <= PCART_TREE_MAX_VARIANT)
            return;
        least = next;
    }
}

static pcart_status
find_tree(pcart_trace *trace, pcart_arena *arena, pcart_err *err)
{
    size_t n_sample = trace->patient->n_sample, n;
    double copies[PCART_TREE_MAX_VARIANT];
    pcart_presence_count *count;
    pcart_tree_input input = {.copies = copies};
    pcart_status status;

    choose(trace);
    n = trace->n_tree_variant;
    if (n < 2 || n_sample > 64)
        return PCART_OK;
    count = pcart_arena_take(arena, n * n_sample, sizeof *count);
    if (!count)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < n; i++) {
        const pcart_trace_variant *v = &trace->variant[trace->tree_variant[i]];

        copies[i] = v->copies;
        for (size_t s = 0; s < n_sample; s++) {
            pcart_presence_count *c = &count[i * n_sample + s];

            *c = v->count[s].count;
            if (v->count[s].has_depth && pcarti_trace_is_own(trace, s))
                continue;
            c->alt = c->depth = 0; // not known in this sample
            c->error = 0.5;
            c->precision = INFINITY;
            c->signal_rho = 0;
        }
    }
    input.count = count;
    input.n_variant = n;
    input.n_sample = n_sample;
    status = pcart_tree_find(&input, arena, &trace->tree, err);
    trace->has_tree = status == PCART_OK;
    return status == PCART_E_DEGENERATE ? PCART_OK : status;
}

pcart_status
pcarti_trace_growth(pcart_trace *trace, const pcart_trace_options *options,
                    pcart_arena *arena, pcart_err *err)
{
    pcart_status status = PCART_OK;

    for (size_t i = 0; i < trace->n_variant && !status; i++)
        status = one_variant(trace, &trace->variant[i], options, arena, err);
    if (!status)
        status = find_tree(trace, arena, err);
    return status;
}
