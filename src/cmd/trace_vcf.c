/* trace_vcf.c -- the trace of one patient as VCF.  Layer: cmd. */
#include "cmd/trace_vcf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/vcf.h"

/* A variant of the file and where it stands in the trace. */
typedef struct entry {
    const pcart_trace *trace;
    size_t variant, contig;
} entry;

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static const pcart_variant_row *
row_of(const entry *e)
{
    return e->trace->variant[e->variant].row;
}

static int
by_place(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    const pcart_variant_row *r = row_of(x), *s = row_of(y);
    int c;

    if (x->contig != y->contig)
        return x->contig < y->contig ? -1 : 1;
    if (r->pos != s->pos)
        return r->pos < s->pos ? -1 : 1;
    c = strcmp(r->ref, s->ref);
    return c ? c : strcmp(r->alt, s->alt);
}

/* Contigs in the order in which they are first named; length not known. */
static size_t
contig_of(const char *name, const char **contig, int64_t *length, size_t *n)
{
    for (size_t i = 0; i < *n; i++)
        if (strcmp(contig[i], name) == 0)
            return i;
    contig[*n] = name;
    length[*n] = -1;
    return (*n)++;
}

static pcart_vcf_call
empty_call(void)
{
    return (pcart_vcf_call){.vaf = NAN,
                            .low = NAN,
                            .high = NAN,
                            .upper = NAN,
                            .lod = NAN,
                            .p = NAN,
                            .log10_bf = NAN,
                            .error = NAN,
                            .precision = NAN,
                            .growth = NAN,
                            .growth_low = NAN,
                            .growth_high = NAN};
}

static void
fill_presence(pcart_vcf_call *c, const pcart_presence *p)
{
    c->vaf = p->vaf;
    c->low = p->low;
    c->high = p->high;
    c->upper = p->upper;
    c->lod = p->lod;
    c->p = p->p;
    c->log10_bf = p->log10_bf;
}

/* The pair that asks about a sample, from the anchor or towards it. */
static const pcart_trace_pair *
pair_of(const pcart_trace *t, size_t variant, size_t sample, int *is_earlier)
{
    const size_t anchor = t->variant[variant].anchor;

    for (size_t k = 0; k < t->n_pair; k++) {
        const pcart_trace_pair *p = &t->pair[k];

        if (p->variant != variant)
            continue;
        *is_earlier = p->earlier == sample && p->later == anchor;
        if (*is_earlier || (p->earlier == anchor && p->later == sample))
            return p;
    }
    return NULL;
}

static void
fill_call(const pcart_trace *t, size_t variant, size_t sample,
          pcart_vcf_call *c)
{
    const pcart_trace_variant *v = &t->variant[variant];
    const pcart_lookback_count *count = &v->count[sample];
    int is_earlier = 0;
    const pcart_trace_pair *pair = pair_of(t, variant, sample, &is_earlier);
    pcart_presence p;

    *c = empty_call();
    if (pair && is_earlier)
        c->lookback = pcart_lookback_class_name(pair->answer.value);
    else if (pair && pair->answer.value == PCART_LOOKBACK_LOST)
        c->lookback = pcart_lookback_class_name(PCART_LOOKBACK_LOST);
    c->is_unknown = !count->has_depth;
    if (!count->has_depth)
        return;
    c->alt_count = count->count.alt;
    c->depth = count->count.depth;
    c->error = count->count.error;
    c->precision = count->count.precision;
    if (!pcart_presence_find(&count->count, NULL, &p, NULL))
        fill_presence(c, &p);
    if (sample == v->anchor) {
        c->origin = pcart_ancestry_name(v->origin.call);
        c->posterior = v->origin.posterior + PCART_ANCESTRY_HOST;
        c->n_posterior = PCART_N_ANCESTRY - PCART_ANCESTRY_HOST;
    }
    if (sample == v->anchor && v->has_growth &&
        v->growth.period[v->growth.n_period - 1].is_estimable) {
        const pcart_rate_estimate *r =
            &v->growth.period[v->growth.n_period - 1].rate;

        c->growth = r->mean;
        c->growth_low = r->low;
        c->growth_high = r->high;
    }
}

static pcart_status
send(void *ctx, const char *bytes, size_t length, pcart_err *err)
{
    pcarti_buf *out = ctx;

    pcarti_buf_bytes(out, bytes, length);
    return pcarti_buf_status(out, err);
}

static const char *
build_of(const pcart_patient *p)
{
    for (size_t s = 0; s < p->n_sample; s++) {
        if (p->sample[s].genome == PCART_GENOME_GRCH37)
            return "GRCh37";
        if (p->sample[s].genome == PCART_GENOME_GRCH38)
            return "GRCh38";
    }
    return "";
}

/* Entries by place; how many. */
static size_t
list_entries(const pcart_trace *t, entry *e, const char **contig,
             int64_t *length, size_t *n_contig)
{
    size_t n = 0;

    for (size_t i = 0; i < t->n_variant; i++) {
        const pcart_trace_variant *v = &t->variant[i];

        if (v->match == PCART_TRACE_PLACE)
            e[n++] = (entry){
                t, i, contig_of(v->row->chrom, contig, length, n_contig)};
    }
    if (n)
        qsort(e, n, sizeof *e, by_place);
    return n;
}

pcart_status
pcarti_trace_vcf(const pcart_trace *t, pcart_arena *arena, pcarti_buf *out,
                 pcart_err *err)
{
    const size_t n_sample = t->patient->n_sample;
    entry *e = pcart_arena_take(arena, t->n_variant + 1, sizeof *e);
    const char **contig =
        pcart_arena_take(arena, t->n_variant + 1, sizeof *contig);
    int64_t *length = pcart_arena_take(arena, t->n_variant + 1, sizeof *length);
    const char **sample = pcart_arena_take(arena, n_sample + 1, sizeof *sample);
    pcart_variant *variant =
        pcart_arena_take(arena, t->n_variant + 1, sizeof *variant);
    pcart_vcf_call *call =
        pcart_arena_take(arena, t->n_variant * n_sample + 1, sizeof *call);
    pcart_vcf_table table = {.contig = contig,
                             .length = length,
                             .sample = sample,
                             .n_sample = n_sample,
                             .variant = variant,
                             .call = call};

    if (!e || !contig || !length || !sample || !variant || !call)
        return no_memory(err);
    table.reference = build_of(t->patient);
    table.n_variant = list_entries(t, e, contig, length, &table.n_contig);
    if (table.n_variant == 0)
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "no variant of '%s' has a place in the genome",
                             t->patient->id);
    for (size_t s = 0; s < n_sample; s++)
        sample[s] = t->patient->sample[s].id;
    for (size_t i = 0; i < table.n_variant; i++) {
        const pcart_variant_row *row = row_of(&e[i]);

        variant[i] =
            (pcart_variant){row->chrom, row->pos - 1, row->ref, row->alt};
        for (size_t s = 0; s < n_sample; s++)
            fill_call(t, e[i].variant, s, &call[i * n_sample + s]);
    }
    return pcart_vcf_write(&table, send, out, err);
}
