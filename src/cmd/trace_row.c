/* trace_row.c -- a trace as rows of a table.  Layer: cmd. */
#include "cmd/trace_row.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Text of the arena's kind, but for one cell. */
typedef struct cell {
    char text[48];
} cell;

void
pcarti_trace_number(pcarti_sink *sink, const char *name, double value,
                    int digits)
{
    cell c = {"NA"};

    if (isinf(value))
        snprintf(c.text, sizeof c.text, "%s", value > 0 ? "Inf" : "-Inf");
    else if (!isnan(value))
        snprintf(c.text, sizeof c.text, "%.*g", digits, value);
    pcarti_sink_word(sink, name, c.text);
}

static void
put_whole(pcarti_sink *sink, const char *name, long long value)
{
    cell c;

    snprintf(c.text, sizeof c.text, "%lld", value);
    pcarti_sink_word(sink, name, c.text);
}

static void
put_date(pcarti_sink *sink, const char *name, pcart_date date)
{
    char text[PCART_DATE_SIZE];

    pcarti_sink_word(sink, name,
                     date == PCART_DATE_NONE ? "NA"
                                             : pcart_date_write(date, text));
}

/* Day after the first infusion. */
static void
put_day(pcarti_sink *sink, const char *name, const pcart_trace *t,
        const pcart_sample *s)
{
    if (!t || !s || t->infusion == PCART_DATE_NONE ||
        s->date == PCART_DATE_NONE)
        pcarti_sink_word(sink, name, "NA");
    else
        put_whole(sink, name, (long long)s->date - t->infusion);
}

static void
put_word_or_none(pcarti_sink *sink, const char *name, const char *text)
{
    pcarti_sink_word(sink, name, text && text[0] ? text : "NA");
}

/* Who and what: the same first columns in all tables. */
static void
put_variant(pcarti_sink *sink, const pcart_trace *t,
            const pcart_trace_variant *v)
{
    const pcart_variant_row *row = v ? v->row : NULL;

    pcarti_sink_word(sink, "patient", t ? t->patient->id : "");
    put_word_or_none(sink, "gene", row ? row->gene : NULL);
    put_word_or_none(sink, "protein", row ? row->hgvs_p : NULL);
    put_word_or_none(sink, "coding", row ? row->hgvs_c : NULL);
    put_word_or_none(sink, "chrom", row ? row->chrom : NULL);
    if (row && row->pos > 0)
        put_whole(sink, "pos", (long long)row->pos);
    else
        pcarti_sink_word(sink, "pos", "NA");
    put_word_or_none(sink, "ref", row ? row->ref : NULL);
    put_word_or_none(sink, "alt", row ? row->alt : NULL);
    pcarti_sink_word(sink, "match", v ? pcart_trace_match_name(v->match) : "");
    pcarti_sink_word(sink, "chip", v ? pcart_chip_answer_name(v->chip) : "");
}

static void
put_presence(pcarti_sink *sink, const pcart_lookback_count *c,
             const pcart_presence *p, int is_filled)
{
    double none = NAN;

    if (c && c->has_depth) {
        put_whole(sink, "alt_reads", c->count.alt);
        put_whole(sink, "depth", c->count.depth);
    } else {
        pcarti_sink_word(sink, "alt_reads", "NA");
        pcarti_sink_word(sink, "depth", "NA");
    }
    pcarti_trace_number(sink, "vaf", is_filled ? p->vaf : none, 4);
    pcarti_trace_number(sink, "vaf_low", is_filled ? p->low : none, 4);
    pcarti_trace_number(sink, "vaf_high", is_filled ? p->high : none, 4);
    pcarti_trace_number(sink, "upper_95", is_filled ? p->upper : none, 4);
    pcarti_trace_number(sink, "lod_95", is_filled ? p->lod : none, 4);
    pcarti_trace_number(sink, "p", is_filled ? p->p : none, 3);
    pcarti_trace_number(sink, "log10_bf", is_filled ? p->log10_bf : none, 3);
}

/* The expected error and where it comes from, and what speaks for reads. */
static void
put_error(pcarti_sink *sink, const pcart_lookback_count *c)
{
    const int is_there = c && c->has_depth;

    pcarti_trace_number(sink, "error", is_there ? c->count.error : NAN, 3);
    pcarti_sink_word(sink, "error_basis",
                     is_there ? pcart_error_basis_name(c->basis) : "NA");
    if (is_there && c->n_distinct >= 0)
        put_whole(sink, "distinct", c->n_distinct);
    else
        pcarti_sink_word(sink, "distinct", "NA");
}

static void
put_reasons(pcarti_sink *sink, uint32_t reasons)
{
    pcarti_buf text = {0};

    for (int i = 0; i < PCART_N_LB_REASON; i++)
        if (reasons >> i & 1) {
            if (text.length)
                pcarti_buf_char(&text, ',');
            pcarti_buf_text(&text, pcart_lookback_reason_name(i));
        }
    pcarti_sink_word(sink, "reasons", text.length ? text.data : "none");
    sink->out->is_failed |= text.is_failed;
    pcarti_buf_release(&text);
}

/* The class in words, with its limit: never "absent" alone. */
static void
put_statement(pcarti_sink *sink, const pcart_lookback *a)
{
    double upper = a->earlier.upper * 100, later = a->later.upper * 100;
    char text[200] = "cannot be said";

    switch (a->value) {
    case PCART_LOOKBACK_PRE_EXISTING:
        snprintf(text, sizeof text, "there before at %.3g %% (%.3g to %.3g %%)",
                 a->earlier.vaf * 100, a->earlier.low * 100,
                 a->earlier.high * 100);
        break;
    case PCART_LOOKBACK_NOT_DETECTABLE:
        snprintf(text, sizeof text, "not detectable above %.3g %%", upper);
        break;
    case PCART_LOOKBACK_NEW:
        snprintf(text, sizeof text,
                 "not detectable above %.3g %%; if it existed it grew faster "
                 "than %.2g per year",
                 upper, a->slowest);
        break;
    case PCART_LOOKBACK_LOST:
        snprintf(text, sizeof text,
                 "there before at %.3g %%, later not detectable above %.3g %%",
                 a->earlier.vaf * 100, later);
        break;
    case PCART_LOOKBACK_INDETERMINATE:
        if (a->is_earlier)
            snprintf(text, sizeof text,
                     "cannot be said; above %.3g %% is excluded", upper);
        break;
    }
    pcarti_sink_word(sink, "statement", text);
}

static void
put_origin(pcarti_sink *sink, const pcart_trace_variant *v)
{
    const pcart_origin_call *o = v ? &v->origin : NULL;

    pcarti_sink_word(sink, "origin", o ? pcart_ancestry_name(o->call) : "");
    pcarti_trace_number(sink, "p_host",
                        o ? o->posterior[PCART_ANCESTRY_HOST] : NAN, 3);
    /* without a marker that tells the two apart nobody has looked */
    pcarti_trace_number(sink, "with_host",
                        o && o->n_linked ? (double)o->with_host : NAN, 9);
    pcarti_trace_number(sink, "with_donor",
                        o && o->n_linked ? (double)o->with_donor : NAN, 9);
    pcarti_trace_number(
        sink, "log10_phase",
        o && v->n_link ? o->host_over_donor[PCART_OE_PHASE] : NAN, 3);
    pcarti_sink_word(sink, "to_do",
                     o && o->missing ? pcart_origin_missing_text(o->missing)
                                     : "NA");
}

/* Why nothing could be asked about a variant. */
static const char *
why_alone(const pcart_trace *t, const pcart_trace_variant *v)
{
    if (v->anchor != SIZE_MAX)
        return "no_earlier_sample";
    for (size_t s = 0; s < t->patient->n_sample; s++)
        if (v->count[s].is_reported &&
            (!v->count[s].has_depth || v->count[s].count.depth > 0))
            return "not_seen";
    return "not_covered";
}

/* Without a pair: a variant that nothing earlier can be asked about. */
static void
lookback_row(pcarti_sink *sink, const pcart_trace *t,
             const pcart_trace_variant *v, const pcart_trace_pair *pair)
{
    static const pcart_lookback empty = {0};
    const pcart_lookback *a = pair ? &pair->answer : &empty;
    const pcart_sample *e = pair ? &t->patient->sample[pair->earlier] : NULL;
    size_t later = pair ? pair->later : v ? v->anchor : SIZE_MAX;
    const pcart_sample *l =
        later < SIZE_MAX ? &t->patient->sample[later] : NULL;

    put_variant(sink, t, v);
    pcarti_sink_word(sink, "sample", e ? e->id : "");
    put_date(sink, "date", e ? e->date : PCART_DATE_NONE);
    put_day(sink, "day", t, e);
    pcarti_sink_word(sink, "later_sample", l ? l->id : "");
    put_day(sink, "later_day", t, l);
    pcarti_trace_number(sink, "later_vaf",
                        a->is_later ? a->later.vaf
                        : l         ? v->count[later].vaf
                                    : NAN,
                        4);
    pcarti_sink_word(sink, "class", pcart_lookback_class_name(a->value));
    put_statement(sink, a);
    put_presence(sink, pair ? &v->count[pair->earlier] : NULL, &a->earlier,
                 a->is_earlier);
    put_error(sink, pair ? &v->count[pair->earlier] : NULL);
    pcarti_trace_number(sink, "p_holm", a->is_earlier ? a->p_holm : NAN, 3);
    pcarti_trace_number(sink, "fold", a->is_earlier ? a->fold : NAN, 3);
    pcarti_trace_number(sink, "fold_low", a->is_earlier ? a->fold_low : NAN, 3);
    pcarti_trace_number(sink, "fold_high", a->is_earlier ? a->fold_high : NAN,
                        3);
    pcarti_trace_number(sink, "slowest", a->is_earlier ? a->slowest : NAN, 3);
    put_origin(sink, v);
    if (v && !pair)
        pcarti_sink_word(sink, "reasons", why_alone(t, v));
    else
        put_reasons(sink, a->reasons);
    pcarti_sink_end(sink);
}

void
pcarti_trace_lookback_rows(pcarti_sink *sink, const pcart_trace *t)
{
    size_t k = 0;

    if (!t)
        lookback_row(sink, NULL, NULL, NULL);
    for (size_t i = 0; t && i < t->n_variant; i++) {
        if (k >= t->n_pair || t->pair[k].variant != i)
            lookback_row(sink, t, &t->variant[i], NULL);
        for (; k < t->n_pair && t->pair[k].variant == i; k++)
            lookback_row(sink, t, &t->variant[i], &t->pair[k]);
    }
}

static const char *
claim_word(pcart_growth_claim claim)
{
    static const char *const word[] = {"not_assessable", "no", "yes"};

    return (size_t)claim < PCART_COUNTOF(word) ? word[claim] : "?";
}

static void
growth_row(pcarti_sink *sink, const pcart_trace *t,
           const pcart_trace_variant *v, size_t k)
{
    static const pcart_growth_period empty = {0};
    const pcart_growth_period *p = v ? &v->growth.period[k] : &empty;
    int has_change = v && k > 0 && p->is_estimable;
    const double none = NAN;

    put_variant(sink, t, v);
    if (k == 0)
        pcarti_sink_word(sink, "period", v && isinf(p->end) ? "all" : "before");
    else
        put_whole(sink, "period", (long long)k);
    put_whole(sink, "samples", (long long)p->n_sample);
    pcarti_trace_number(sink, "rate", p->is_estimable ? p->rate.mean : none, 3);
    pcarti_trace_number(sink, "rate_low", p->is_estimable ? p->rate.low : none,
                        3);
    pcarti_trace_number(sink, "rate_high",
                        p->is_estimable ? p->rate.high : none, 3);
    pcarti_trace_number(sink, "doubling_years",
                        p->is_estimable ? p->doubling : none, 3);
    pcarti_trace_number(sink, "doubling_years_low",
                        p->is_estimable ? p->doubling_low : none, 3);
    pcarti_sink_word(sink, "beyond_ageing", claim_word(p->beyond_ageing));
    pcarti_sink_word(sink, "change_rests_on",
                     !has_change                            ? "NA"
                     : v->growth.period[k - 1].is_estimable ? "data"
                                                            : "prior");
    pcarti_trace_number(sink, "change", has_change ? p->change.mean : NAN, 3);
    pcarti_trace_number(sink, "change_low", has_change ? p->change.low : NAN,
                        3);
    pcarti_trace_number(sink, "change_high", has_change ? p->change.high : NAN,
                        3);
    pcarti_trace_number(sink, "p_faster",
                        has_change ? p->change.above_zero : NAN, 3);
    pcarti_trace_number(sink, "p_equal", has_change ? p->p_change : none, 3);
    pcarti_sink_word(sink, "accelerated", claim_word(p->is_accelerated));
    pcarti_trace_number(sink, "vaf_at_infusion",
                        v ? v->growth.vaf_at_infusion : NAN, 3);
    pcarti_trace_number(sink, "vaf_at_infusion_low",
                        v ? v->growth.vaf_at_low : NAN, 3);
    pcarti_trace_number(sink, "vaf_at_infusion_high",
                        v ? v->growth.vaf_at_high : NAN, 3);
    pcarti_trace_number(sink, "ageing_rate", v ? v->growth.ageing : NAN, 3);
    pcarti_trace_number(sink, "n_eff", v ? v->growth.n_eff : NAN, 3);
    pcarti_sink_end(sink);
}

void
pcarti_trace_growth_rows(pcarti_sink *sink, const pcart_trace *t)
{
    if (!t)
        growth_row(sink, NULL, NULL, 0);
    for (size_t i = 0; t && i < t->n_variant; i++)
        for (size_t k = 0;
             t->variant[i].has_growth && k < t->variant[i].growth.n_period; k++)
            growth_row(sink, t, &t->variant[i], k);
}

static void
put_identity(pcarti_sink *sink, const pcart_trace_sample *q)
{
    const int is_known = q && q->is_identity_known;
    const char *word = "NA";

    if (q && q->is_identity_reference)
        word = "reference";
    else if (is_known)
        word = pcart_identity_verdict_name(q->identity.verdict);
    else if (q && q->identity.reason)
        word = "indeterminate";
    pcarti_sink_word(sink, "identity", word);
    put_word_or_none(sink, "identity_reason", q ? q->identity.reason : NULL);
    pcarti_trace_number(
        sink, "markers",
        q && q->identity.reason ? (double)q->identity.n_marker : NAN, 9);
    pcarti_trace_number(sink, "nats", is_known ? q->identity.nats : NAN, 4);
    pcarti_trace_number(sink, "deviance", is_known ? q->identity.deviance : NAN,
                        3);
}

static void
sample_row(pcarti_sink *sink, const pcart_trace *t, size_t s)
{
    const pcart_sample *row = t ? &t->patient->sample[s] : NULL;
    const pcart_trace_sample *q = t ? &t->sample[s] : NULL;

    pcarti_sink_word(sink, "patient", t ? t->patient->id : "");
    pcarti_sink_word(sink, "sample", row ? row->id : "");
    put_date(sink, "date", row ? row->date : PCART_DATE_NONE);
    put_day(sink, "day", t, row);
    put_word_or_none(sink, "specimen", row ? row->specimen : NULL);
    pcarti_sink_word(sink, "reads", q && q->is_opened ? "looked_at" : "no");
    put_identity(sink, q);
    pcarti_trace_number(sink, "admixture", q ? q->admixture : NAN, 3);
    pcarti_trace_number(sink, "admixture_high", q ? q->admixture_high : NAN, 3);
    pcarti_trace_number(sink, "host", q ? q->host : NAN, 4);
    pcarti_trace_number(sink, "host_low", q ? q->host_low : NAN, 4);
    pcarti_trace_number(sink, "host_high", q ? q->host_high : NAN, 4);
    if (q && q->transgene >= 0)
        put_whole(sink, "transgene", (long long)q->transgene);
    else
        pcarti_sink_word(sink, "transgene", "NA");
    pcarti_sink_end(sink);
}

void
pcarti_trace_sample_rows(pcarti_sink *sink, const pcart_trace *t)
{
    if (!t)
        sample_row(sink, NULL, 0);
    for (size_t s = 0; t && s < t->patient->n_sample; s++)
        sample_row(sink, t, s);
}

static void
tree_row(pcarti_sink *sink, const pcart_trace *t, size_t k, size_t s)
{
    const pcart_trace_variant *v = t ? &t->variant[t->tree_variant[k]] : NULL;
    const pcart_sample *sample = t ? &t->patient->sample[s] : NULL;
    int parent = t ? t->tree.best.parent[k] : PCART_TREE_ROOT;
    double f = NAN;

    put_variant(sink, t, v);
    if (t)
        put_whole(sink, "clone", (long long)k + 1);
    else
        pcarti_sink_word(sink, "clone", "");
    put_whole(sink, "parent", parent + 1);
    pcarti_trace_number(sink, "support", t ? t->tree.support[k] : NAN, 3);
    pcarti_trace_number(sink, "trees", t ? (double)t->tree.n_tree : NAN, 6);
    pcarti_sink_word(sink, "sample", sample ? sample->id : "");
    put_day(sink, "day", t, sample);
    if (v && v->count[s].has_depth)
        f = v->count[s].vaf * v->copies;
    pcarti_trace_number(sink, "cell_fraction", f < 1 || isnan(f) ? f : 1, 4);
    pcarti_sink_end(sink);
}

void
pcarti_trace_tree_rows(pcarti_sink *sink, const pcart_trace *t)
{
    if (!t)
        tree_row(sink, NULL, 0, 0);
    for (size_t k = 0; t && t->has_tree && k < t->n_tree_variant; k++)
        for (size_t s = 0; s < t->patient->n_sample; s++)
            tree_row(sink, t, k, s);
}
