/*
 * lookback.c -- was the variant there before: from counts to a class with its
 * reasons.  Layer: clone.
 */
#include "postcart/lookback.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <Rmath.h>

#include "clone/chance.h"
#include "clone/likelihood.h"

enum { CLONE_MAX = 64 };

/* Reasons that forbid a class; the others only go with it. */
static const uint32_t forbidding =
    PCART_LB_SUPPORT | PCART_LB_ORIENTATION | PCART_LB_QUALITY |
    PCART_LB_ADMIXTURE | PCART_LB_LEAK | PCART_LB_IDENTITY | PCART_LB_WEAK;

/* What the options come to. */
typedef struct limits {
    double alpha, limit;
    int is_strict_qc;
} limits;

const char *
pcart_lookback_class_name(pcart_lookback_class value)
{
    static const char *const name[] = {"INDETERMINATE", "PRE_EXISTING",
                                       "NOT_DETECTABLE", "NEW", "LOST"};

    return (size_t)value < PCART_COUNTOF(name) ? name[value] : "?";
}

static const struct {
    const char *name, *text;
} reason[PCART_N_LB_REASON] = {
    {"not_reported", "the position has no count in this sample, and a caller "
                     "that is silent has not looked"},
    {"not_covered", "no fragment covers the position"},
    {"no_depth", "a fraction was given without a depth"},
    {"shallow", "too few fragments cover the position"},
    {"wide", "what the count does not exclude is above the limit"},
    {"support", "fewer distinct fragments than a finding needs"},
    {"orientation", "the fragments point otherwise than in the later sample"},
    {"quality", "the fragments with the variant map or match worse"},
    {"admixture", "DNA of another person would explain it"},
    {"leak", "DNA of the later sample of this patient would explain it"},
    {"leak_unchecked", "leak from the later sample was not looked for"},
    {"identity", "the sample is not, or not only, this patient's"},
    {"weak", "beyond the error, but not far enough to be called present"},
    {"error_assumed", "the error of the assay is assumed, not measured"},
    {"error_class", "no normals at this site: a high error of its class"},
    {"depth_assumed", "the mean depth of the sample stands for the depth here"},
    {"germline", "near one half at both times: looks inherited"},
    {"anchor", "the variant is not established in the later sample"},
    {"qc_missing", "distinct fragments, orientation and quality are not known"},
};

const char *
pcart_lookback_reason_name(int bit)
{
    return bit >= 0 && bit < PCART_N_LB_REASON ? reason[bit].name : "?";
}

const char *
pcart_lookback_reason_text(int bit)
{
    return bit >= 0 && bit < PCART_N_LB_REASON ? reason[bit].text : "?";
}

/* Why a count cannot be judged; 0 when it can. */
static uint32_t
missing(const pcart_lookback_count *c)
{
    if (!c->is_reported)
        return PCART_LB_NOT_REPORTED;
    if (!c->has_depth)
        return PCART_LB_NO_DEPTH;
    return c->count.depth == 0 ? PCART_LB_NOT_COVERED : 0;
}

static uint32_t
caveats(const pcart_lookback_count *c)
{
    uint32_t bits = 0;

    if (c->basis == PCART_ERROR_ASSUMED)
        bits |= PCART_LB_ERROR_ASSUMED;
    if (c->basis == PCART_ERROR_CLASS)
        bits |= PCART_LB_ERROR_CLASS;
    if (c->is_depth_assumed)
        bits |= PCART_LB_DEPTH_ASSUMED;
    return bits;
}

/* Fisher's exact test, two-sided, of orientations against the later sample. */
static double
orientation_p(const pcart_tally *a, const pcart_tally *b)
{
    double forward = (double)a->alt + b->alt, all = (double)a->depth + b->depth;
    double seen = dhyper(a->alt, forward, all - forward, a->depth, 0), p = 0;

    for (double i = 0; i <= a->depth && i <= forward; i++) {
        double d = dhyper(i, forward, all - forward, a->depth, 0);

        if (d <= seen * (1 + 1e-7))
            p += d;
    }
    return p;
}

/* Whether a fraction that got in otherwise explains the count. */
static int
is_explained(const pcart_presence_count *count, double fraction)
{
    double p = 1 - pcart_presence_cdf(count, (int)count->alt - 1, fraction);

    return p >= pcart_clone_value(PCART_CS_GUARD_ALPHA);
}

/* Largest part of the later sample in the earlier one, by its transgene; the
 * upper bound of a Poisson count of y is near y + 3 where y is small. */
static uint32_t
leak(const pcart_lookback_pair *pair, const pcart_lookback *answer)
{
    const pcart_lookback_count *c = &pair->earlier;
    double later = answer->is_later ? answer->later.vaf : pair->later.vaf;
    double bound;

    if (c->leak_vaf > 0)
        later = c->leak_vaf;
    if (c->is_separate)
        return 0;
    if (c->transgene < 0 || c->transgene_later <= 0)
        return PCART_LB_LEAK_UNCHECKED;
    bound = qgamma(pcart_clone_value(PCART_CS_LEVEL), (double)c->transgene + 1,
                   1, 1, 0) /
            (double)c->transgene_later;
    bound = bound < 1 ? bound : 1;
    return is_explained(&c->count, bound * later) ? PCART_LB_LEAK : 0;
}

/* What speaks against a count that error does not explain. */
static uint32_t
objections(const pcart_lookback_pair *pair, const pcart_lookback *answer,
           const limits *limit)
{
    const pcart_lookback_count *c = &pair->earlier, *later = &pair->later;
    uint32_t bits = leak(pair, answer);
    int distinct = c->n_distinct >= 0 ? c->n_distinct : (int)c->count.alt;

    if (c->n_distinct < 0 || c->orientation.depth == 0 ||
        c->quality == PCART_UNCHECKED)
        bits |=
            PCART_LB_QC_MISSING | (limit->is_strict_qc ? PCART_LB_QUALITY : 0U);
    if (distinct < (int)pcart_clone_value(PCART_CS_MIN_FRAGMENTS))
        bits |= PCART_LB_SUPPORT;
    if (c->orientation.depth > 0 && later->orientation.depth > 0 &&
        orientation_p(&c->orientation, &later->orientation) <
            pcart_clone_value(PCART_CS_QC_ALPHA))
        bits |= PCART_LB_ORIENTATION;
    if (c->quality == PCART_CHECKED_BAD)
        bits |= PCART_LB_QUALITY;
    if (isfinite(c->admixture) && c->admixture > 0 &&
        is_explained(&c->count, c->admixture))
        bits |= PCART_LB_ADMIXTURE;
    if (answer->earlier.log10_bf <
        log10(pcart_clone_value(PCART_CS_BAYES_FACTOR)))
        bits |= PCART_LB_WEAK;
    return bits;
}

/* Log odds of the cells, for a heterozygous variant; above one half of the
 * fragments the other allele is taken for lost. */
static double
cell_odds(double vaf)
{
    double f = vaf > 0.5 ? vaf : 2 * vaf;

    return pcarti_logit(f > 0.999 ? 0.999 : f < 1e-9 ? 1e-9 : f);
}

/* Lowest fraction in the past from which growth with age leads here: estimate
 * and rate vary independently. */
static double
backcast(const pcart_presence *later, const char *gene, double years)
{
    const pcart_ageing *ageing = pcart_ageing_find(gene ? gene : "");
    double t = qt(0.5 + pcart_clone_value(PCART_CS_LEVEL) / 2, 4, 1, 0);
    double now = cell_odds(later->vaf), width, spread;

    if (!(later->low > 0))
        return 0;
    width = now - cell_odds(later->low);
    spread = t * pcart_clone_value(PCART_CS_AGEING_SCALE) * years;
    return pcarti_expit(now - ageing->rate * years -
                        sqrt(width * width + spread * spread)) /
           2;
}

/* Later over earlier with an interval from the two intervals, on the scale of
 * logarithms. */
static void
find_fold(pcart_lookback *a)
{
    double e = a->earlier.vaf, l = a->later.vaf, up, down;

    a->fold = a->fold_low = a->fold_high = NAN;
    if (!(e > 0) || !(l > 0))
        return;
    a->fold = l / e;
    up = a->earlier.low > 0
             ? hypot(log(a->later.high / l), log(e / a->earlier.low))
             : INFINITY;
    down = a->later.low > 0
               ? hypot(log(l / a->later.low), log(a->earlier.high / e))
               : INFINITY;
    a->fold_low = a->fold * exp(-down);
    a->fold_high = a->fold * exp(up);
}

static int
is_near_half(double vaf)
{
    return vaf >= pcart_clone_value(PCART_CS_GERMLINE_LOW) &&
           vaf <= pcart_clone_value(PCART_CS_GERMLINE_HIGH);
}

/* Class of a variant that the earlier sample shows. */
static void
judge_found(const pcart_lookback_pair *pair, const limits *limit,
            pcart_lookback *a)
{
    a->reasons |= objections(pair, a, limit);
    if (a->reasons & forbidding)
        return;
    a->value = PCART_LOOKBACK_PRE_EXISTING;
    if (a->is_later && a->later.p >= limit->alpha &&
        a->later.upper < a->earlier.low)
        a->value = PCART_LOOKBACK_LOST;
    else if (!a->is_later && !(pair->later.vaf > 0)) {
        a->value = PCART_LOOKBACK_INDETERMINATE;
        a->reasons |= PCART_LB_ANCHOR;
    }
}

/* Class of a variant that the earlier sample does not show. */
static void
judge_absent(const pcart_lookback_pair *pair, const limits *limit,
             pcart_lookback *a)
{
    int is_anchored =
        a->is_later ? a->later.p < limit->alpha : pair->later.vaf > 0;

    if (!is_anchored)
        a->reasons |= PCART_LB_ANCHOR;
    if (pair->earlier.count.depth <
        (uint32_t)pcart_clone_value(PCART_CS_MIN_DEPTH))
        a->reasons |= PCART_LB_SHALLOW;
    if (a->earlier.upper > limit->limit)
        a->reasons |= PCART_LB_WIDE;
    if (a->is_later && is_anchored && a->later.low > 0) {
        a->backcast_low = pair->backcast_low > 0
                              ? pair->backcast_low
                              : backcast(&a->later, pair->gene, pair->years);
        a->slowest = (cell_odds(a->later.low) - cell_odds(a->earlier.upper)) /
                     pair->years;
    }
    if (a->reasons & (PCART_LB_ANCHOR | PCART_LB_SHALLOW | PCART_LB_WIDE |
                      PCART_LB_IDENTITY))
        return;
    a->value = a->earlier.upper < a->backcast_low
                   ? PCART_LOOKBACK_NEW
                   : PCART_LOOKBACK_NOT_DETECTABLE;
}

static pcart_status
evaluate(const pcart_lookback_pair *pair, const limits *limit,
         pcart_lookback *a, pcart_err *err)
{
    pcart_presence_options options = {.alpha = limit->alpha};
    pcart_status status = PCART_OK;

    memset(a, 0, sizeof *a);
    a->p_holm = a->slowest = NAN;
    a->fold = a->fold_low = a->fold_high = NAN;
    if (!(pair->years > 0) || !isfinite(pair->years))
        return pcart_err_set(err, PCART_E_RANGE,
                             "%g years from the earlier to the later sample",
                             pair->years);
    a->reasons = missing(&pair->earlier);
    if (!a->reasons) {
        status = pcart_presence_find(&pair->earlier.count, &options,
                                     &a->earlier, err);
        a->is_earlier = status == PCART_OK;
        a->reasons = caveats(&pair->earlier);
    }
    if (!status && !missing(&pair->later)) {
        status =
            pcart_presence_find(&pair->later.count, &options, &a->later, err);
        a->is_later = status == PCART_OK;
    }
    if (pair->earlier.identity == PCART_CHECKED_BAD ||
        pair->later.identity == PCART_CHECKED_BAD)
        a->reasons |= PCART_LB_IDENTITY;
    return status;
}

/* A question with its p. */
typedef struct ranked {
    double p;
    size_t index;
} ranked;

static int
by_p(const void *a, const void *b)
{
    const ranked *x = a, *y = b;

    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

/* Step down as Holm: the order is that of p, ties in the order of the list. */
static pcart_status
adjust(pcart_lookback *answer, size_t n, pcart_arena *arena, pcart_err *err)
{
    ranked *rank = pcart_arena_take(arena, n + 1, sizeof *rank);
    double least = 0;
    size_t m = 0;

    if (!rank)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < n; i++)
        if (answer[i].is_earlier)
            rank[m++] = (ranked){answer[i].earlier.p, i};
    qsort(rank, m, sizeof *rank, by_p);
    for (size_t k = 0; k < m; k++) {
        double p = rank[k].p * (double)(m - k);

        least = p > least ? p : least;
        answer[rank[k].index].p_holm = least < 1 ? least : 1;
    }
    return PCART_OK;
}

pcart_status
pcart_lookback_find(const pcart_lookback_pair *pair, size_t n,
                    const pcart_lookback_options *options, pcart_arena *arena,
                    pcart_lookback *out, pcart_err *err)
{
    limits limit = {pcart_clone_value(PCART_CS_ALPHA),
                    pcart_clone_value(PCART_CS_LIMIT), 0};
    pcart_status status = PCART_OK;

    if (options && options->alpha > 0)
        limit.alpha = options->alpha;
    if (options && options->limit > 0)
        limit.limit = options->limit;
    limit.is_strict_qc = options ? options->is_strict_qc : 0;
    for (size_t i = 0; i < n && !status; i++)
        status = evaluate(&pair[i], &limit, &out[i], err);
    if (!status)
        status = adjust(out, n, arena, err);
    for (size_t i = 0; i < n && !status; i++) {
        pcart_lookback *a = &out[i];

        if (!a->is_earlier)
            continue;
        if (a->is_later) {
            find_fold(a);
            if (is_near_half(a->earlier.vaf) && is_near_half(a->later.vaf))
                a->reasons |= PCART_LB_GERMLINE;
        }
        if (a->p_holm < limit.alpha)
            judge_found(&pair[i], &limit, a);
        else
            judge_absent(&pair[i], &limit, a);
    }
    return status;
}

pcart_status
pcart_lookback_clone(const pcart_lookback_member *member, size_t n,
                     pcart_presence *out, pcart_err *err)
{
    pcart_presence_count count[CLONE_MAX], all, mild;
    pcarti_mix mix[CLONE_MAX];
    pcart_presence p;
    double share = 0, depth = 0;
    int m = 0;
    pcart_status status = PCART_OK;

    if (n > CLONE_MAX)
        return pcart_err_set(err, PCART_E_RANGE, "%zu variants in one clone",
                             n);
    for (size_t i = 0; i < n && !status; i++) {
        if (member[i].count.depth == 0)
            continue;
        status = pcarti_count_check(&member[i].count, err);
        if (!status && !(member[i].copies >= 1))
            status = pcart_err_set(err, PCART_E_RANGE, "%g copies",
                                   member[i].copies);
        count[m] = member[i].count;
        mild = pcarti_count_mild(&count[m]);
        pcarti_mix_init(&mix[m], &mild, (int)count[m].alt, 0);
        mix[m].copies = member[i].copies;
        share += count[m].depth / member[i].copies;
        depth += count[m++].depth;
    }
    if (status)
        return status;
    if (m == 0)
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "no variant of the clone is covered");
    all = pcart_presence_join(count, m);
    status = pcart_presence_find(&all, NULL, &p, err);
    if (status)
        return status;
    p.lod *= depth / share;
    p.upper *= depth / share;
    pcarti_mix_estimate(mix, m, pcart_clone_value(PCART_CS_PRIOR_LOW),
                        pcart_clone_value(PCART_CS_PRIOR_HIGH), &p);
    *out = p;
    return PCART_OK;
}

void
pcart_lookback_sum(const pcart_lookback *answer, size_t n,
                   pcart_lookback_share *out)
{
    double a, half = (1 - pcart_clone_value(PCART_CS_LEVEL)) / 2;

    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < n; i++) {
        if (answer[i].value == PCART_LOOKBACK_INDETERMINATE) {
            out->n_indeterminate++;
            continue;
        }
        out->n++;
        out->n_found += answer[i].value == PCART_LOOKBACK_PRE_EXISTING ||
                        answer[i].value == PCART_LOOKBACK_LOST;
    }
    out->share = out->low = out->high = NAN;
    if (out->n == 0)
        return;
    a = (double)out->n_found;
    out->share = a / (double)out->n;
    out->low =
        out->n_found == 0 ? 0 : qbeta(half, a, (double)out->n - a + 1, 1, 0);
    out->high = out->n_found == out->n
                    ? 1
                    : qbeta(1 - half, a + 1, (double)out->n - a, 1, 0);
}
