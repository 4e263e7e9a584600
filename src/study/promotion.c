/* promotion.c -- do clones grow faster after infusion, over a cohort?
 * Layer: study. */
#include "postcart/promotion.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* Widths of a normal interval of 95 %; most clones of the exact test. */
static const double interval_widths = 2 * 1.959963984540054;
enum { MAX_EXACT = 20 };

const char *
pcart_promotion_warning(void)
{
    return "patients were sampled again, and clones listed, often because "
           "something grew: without untreated controls or intervals from "
           "before the infusion a mean change above 0 is not an effect of the "
           "infusion";
}

/* The last sample up to the day of infusion; SIZE_MAX: none. */
static size_t
last_before(const pcart_trace *t)
{
    size_t last = SIZE_MAX;

    for (size_t s = 0; s < t->patient->n_sample; s++)
        if (t->patient->sample[s].date <= t->infusion)
            last = s;
    return last;
}

/* The largest fraction before infusion with a change that rests on data. */
static void
find_change(const pcart_trace *t, size_t before, pcart_promotion_fact *out)
{
    double top = -1;

    for (size_t i = 0; i < t->n_variant; i++) {
        const pcart_trace_variant *v = &t->variant[i];
        const pcart_growth_period *p;
        double se;

        if (!v->has_growth || v->growth.n_period < 2)
            continue;
        p = &v->growth.period[1];
        if (p->is_accelerated == PCART_CLAIM_NOT_ASSESSABLE ||
            !(v->count[before].vaf > top))
            continue;
        se = (p->change.high - p->change.low) / interval_widths;
        if (!(se > 0))
            continue;
        top = v->count[before].vaf;
        out->has_change = 1;
        out->change = p->change.mean;
        out->variance = se * se;
    }
}

void
pcart_promotion_fact_of(const pcart_trace *t, pcart_promotion_fact *out)
{
    int n_found = 0, n_absent = 0, n_unknown = 0;
    size_t before;

    memset(out, 0, sizeof *out);
    before = t->infusion == PCART_DATE_NONE ? SIZE_MAX : last_before(t);
    if (before == SIZE_MAX)
        return;
    for (size_t i = 0; i < t->n_pair; i++) {
        const pcart_trace_pair *p = &t->pair[i];

        if (p->earlier != before || p->later != t->variant[p->variant].anchor)
            continue;
        out->is_asked = 1;
        if (p->answer.value == PCART_LOOKBACK_PRE_EXISTING)
            n_found++;
        else if (p->answer.value == PCART_LOOKBACK_INDETERMINATE)
            n_unknown++;
        else
            n_absent++;
    }
    if (n_found)
        out->verdict = PCART_LOOKBACK_PRE_EXISTING;
    else if (n_absent && !n_unknown)
        out->verdict = PCART_LOOKBACK_NOT_DETECTABLE;
    find_change(t, before, out);
}

/* Share of all sign patterns whose mean is as far from 0. */
static double
sign_flip(const double *change, size_t n)
{
    double seen = 0;
    uint32_t as_far = 0, all;

    if (n > MAX_EXACT)
        return NAN;
    all = UINT32_C(1) << n;
    for (size_t i = 0; i < n; i++)
        seen += change[i];
    for (uint32_t pattern = 0; pattern < all; pattern++) {
        double sum = 0;

        for (size_t i = 0; i < n; i++)
            sum += pattern >> i & 1 ? -change[i] : change[i];
        as_far += fabs(sum) >= fabs(seen) * (1 - 1e-12);
    }
    return (double)as_far / all;
}

pcart_status
pcart_promotion_find(const pcart_promotion_fact *fact, size_t n,
                     pcart_arena *arena, pcart_promotion *out, pcart_err *err)
{
    pcart_meta_options options = {.kind = PCART_META_REML, .is_knapp = 1};
    pcart_lookback *answer = pcart_arena_take(arena, n + 1, sizeof *answer);
    double *change = pcart_arena_take(arena, n + 1, sizeof *change);
    double *variance = pcart_arena_take(arena, n + 1, sizeof *variance);
    pcart_promotion p = {.p_flip = NAN};
    size_t n_asked = 0;
    pcart_status status = PCART_OK;

    if (!answer || !change || !variance)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < n; i++) {
        if (fact[i].is_asked)
            answer[n_asked++].value = fact[i].verdict;
        if (fact[i].has_change) {
            change[p.n_change] = fact[i].change;
            variance[p.n_change++] = fact[i].variance;
        }
    }
    pcart_lookback_sum(answer, n_asked, &p.share);
    if (p.n_change > 1) {
        status = pcart_meta_pool(change, variance, p.n_change, &options,
                                 &p.pooled, err);
        p.is_pooled = status == PCART_OK;
        p.p_flip = sign_flip(change, p.n_change);
    }
    if (!status)
        *out = p;
    return status;
}
