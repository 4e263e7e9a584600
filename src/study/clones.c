/* clones.c -- the clones of a cohort before and after infusion.
 * Layer: study. */
#include "postcart/clones.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grade/donor.h"
#include "postcart/grade.h"
#include "postcart/proportion.h"
#include "postcart/rank.h"
#include "study/trace.h"

/* Order of the shares. */
enum {
    SHARE_FOUND,
    SHARE_FOUND_SMN,
    SHARE_PERSISTENT,
    SHARE_EMERGENT,
    SHARE_LOST
};

/* A chimerism this many days from a finding speaks of it. */
static const int slack_days = 30;

/* A cohort being put together. */
typedef struct work {
    pcart_arena *arena;
    pcart_trace *trace;
    size_t *subject;
    const pcart_clones_subject *row;
    pcart_clones_variant *variant;
    size_t m_variant;
    pcart_clones out;
} work;

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

const char *
pcart_clone_state_name(pcart_clone_state state)
{
    static const char *const name[PCART_N_CLONE_STATE] = {
        "not testable", "persistent", "emergent", "lost", "small"};

    return (size_t)state < PCART_N_CLONE_STATE ? name[state] : "?";
}

/* --- one variant ------------------------------------------------------------
 */

static int
is_before(const pcart_sample *s, pcart_date day0)
{
    return s->date != PCART_DATE_NONE && s->date <= day0;
}

static int
is_after(const pcart_sample *s, pcart_date day0)
{
    return s->date != PCART_DATE_NONE && s->date > day0;
}

/* The last sample on one side of the infusion; of those after it, the last
 * that shows the variant if one does. */
static void
find_samples(const pcart_trace *t, const pcart_trace_variant *v,
             pcart_date day0, pcart_clones_variant *out)
{
    size_t shown = SIZE_MAX;

    out->before = out->after = SIZE_MAX;
    for (size_t s = 0; s < t->patient->n_sample; s++) {
        if (!pcarti_trace_is_own(t, s))
            continue;
        if (is_before(&t->patient->sample[s], day0))
            out->before = s;
        if (!is_after(&t->patient->sample[s], day0))
            continue;
        out->after = s;
        if (v->count[s].is_reported && v->count[s].vaf > 0)
            shown = s;
    }
    if (shown < SIZE_MAX)
        out->after = shown;
}

static int
is_looked_at(const pcart_lookback_count *c)
{
    return c->is_reported && c->has_depth && c->count.depth > 0;
}

static void
judge(const pcart_trace_variant *v, pcart_clones_variant *out)
{
    const pcart_lookback_count *b, *a;

    out->state = PCART_CLONE_NOT_TESTABLE;
    if (out->before == SIZE_MAX || out->after == SIZE_MAX) {
        out->why = out->before == SIZE_MAX ? "no sample before the infusion"
                                           : "no sample after the infusion";
        return;
    }
    b = &v->count[out->before];
    a = &v->count[out->after];
    if (b->is_reported && b->vaf > 0 && a->is_reported && a->vaf > 0)
        out->state = PCART_CLONE_PERSISTENT;
    else if (b->is_reported && b->vaf > 0) {
        if (is_looked_at(a))
            out->state = PCART_CLONE_LOST;
        else
            out->why = "the sample after says nothing of this place";
    } else if (!is_looked_at(b))
        out->why = "the sample before says nothing of this place";
    else if (!(a->vaf >= pcart_clone_value(PCART_CS_EMERGENT_VAF)))
        out->state = PCART_CLONE_SMALL;
    else if (!(out->before_count.lod <=
               pcart_clone_value(PCART_CS_EMERGENT_VAF)))
        out->why = "the sample before would not have shown 2 %";
    else
        out->state = PCART_CLONE_EMERGENT;
}

static void
evaluate(const pcart_lookback_count *c, int *is_filled, pcart_presence *out)
{
    *is_filled = is_looked_at(c) &&
                 pcart_presence_find(&c->count, NULL, out, NULL) == PCART_OK;
}

static pcart_status
add_variant(work *w, size_t trace, size_t variant, pcart_err *err)
{
    const pcart_trace *t = &w->trace[trace];
    const pcart_trace_variant *v = &t->variant[variant];
    pcart_clones_variant *at = pcart_arena_grow(
        w->arena, w->variant, &w->m_variant, w->out.n_variant + 1, sizeof *at);

    if (!at)
        return no_memory(err);
    w->variant = at;
    at += w->out.n_variant;
    *at = (pcart_clones_variant){.trace = trace, .variant = variant};
    find_samples(t, v, w->row[w->subject[trace]].day0, at);
    if (at->before < SIZE_MAX)
        evaluate(&v->count[at->before], &at->is_before, &at->before_count);
    if (at->after < SIZE_MAX)
        evaluate(&v->count[at->after], &at->is_after, &at->after_count);
    judge(v, at);
    for (size_t k = 0; k < t->n_pair; k++)
        if (t->pair[k].variant == variant && t->pair[k].earlier == at->before &&
            t->pair[k].later ==
                (at->before == v->anchor ? at->after : v->anchor))
            at->answer = &t->pair[k].answer;
    w->out.n_variant++;
    w->out.n_state[at->state]++;
    return PCART_OK;
}

/* --- patients ---------------------------------------------------------------
 */

/* A change of rate can only be seen with two samples before. */
static int
needs_growth(const pcart_patient *p, pcart_date day0)
{
    size_t before = 0, after = 0;

    for (size_t s = 0; s < p->n_sample; s++) {
        before += (size_t)is_before(&p->sample[s], day0);
        after += (size_t)is_after(&p->sample[s], day0);
    }
    return before >= (size_t)pcart_clone_value(PCART_CS_MIN_BEFORE) && after;
}

/* The infusions of one patient stand together: the first one counts. */
static int
is_traced(const work *w, const pcart_patient *p)
{
    return w->out.n_trace > 0 && w->trace[w->out.n_trace - 1].patient == p;
}

static pcart_status
add_patient(work *w, const pcart_patient *p, size_t subject,
            const pcart_assay *assay, pcart_err *err)
{
    const pcart_trace_options options = {
        .assay = assay,
        .is_without_growth = !needs_growth(p, w->row[subject].day0)};
    const size_t i = w->out.n_trace;
    int has_before = 0, has_after = 0;
    pcart_status status =
        pcart_trace_patient(p, &options, w->arena, &w->trace[i], err);

    if (status)
        return status;
    w->subject[i] = subject;
    w->out.n_trace++;
    for (size_t s = 0; s < p->n_sample; s++) {
        has_before |= is_before(&p->sample[s], w->row[subject].day0);
        has_after |= is_after(&p->sample[s], w->row[subject].day0);
    }
    w->out.n_before += (size_t)has_before;
    w->out.n_after += (size_t)has_after;
    w->out.n_both += (size_t)(has_before && has_after);
    for (size_t k = 0; k < w->trace[i].n_variant && !status; k++)
        status = add_variant(w, i, k, err);
    return status;
}

/* --- the cohort -------------------------------------------------------------
 */

/* Patients with a variant of a state among those with a variant of which it
 * can be said.  The variants of a patient stand together. */
static void
count_state(const work *w, pcart_clone_state state, pcart_clones_share *out)
{
    size_t asked = SIZE_MAX, found = SIZE_MAX; // the last patient counted

    for (size_t i = 0; i < w->out.n_variant; i++) {
        const pcart_clones_variant *v = &w->variant[i];

        if (v->state == PCART_CLONE_NOT_TESTABLE)
            continue;
        out->n_asked += asked != v->trace;
        asked = v->trace;
        if (v->state != state)
            continue;
        out->n += found != v->trace;
        found = v->trace;
    }
}

static pcart_status
find_share(pcart_clones_share *s, pcart_err *err)
{
    if (s->n_asked == 0)
        return PCART_OK;
    return pcart_proportion((int)s->n, (int)s->n_asked, PCART_CLOPPER_PEARSON,
                            pcart_clone_value(PCART_CS_LEVEL), &s->estimate,
                            err);
}

static pcart_status
find_shares(work *w, pcart_err *err)
{
    static const struct {
        const char *what;
        pcart_clone_state state;
    } row[PCART_N_CLONES_SHARE] = {
        [SHARE_FOUND] = {"a clone there before the infusion",
                         PCART_N_CLONE_STATE},
        [SHARE_FOUND_SMN] = {"the same, of those with a neoplasm after it",
                             PCART_N_CLONE_STATE},
        [SHARE_PERSISTENT] = {"a persistent mutation", PCART_CLONE_PERSISTENT},
        [SHARE_EMERGENT] = {"an emergent mutation", PCART_CLONE_EMERGENT},
        [SHARE_LOST] = {"a lost mutation", PCART_CLONE_LOST},
    };
    pcart_status status = PCART_OK;

    for (int k = 0; k < PCART_N_CLONES_SHARE && !status; k++) {
        pcart_clones_share *s = &w->out.share[k];

        s->what = row[k].what;
        if (k == SHARE_FOUND) {
            s->n = w->out.promotion.share.n_found;
            s->n_asked = w->out.promotion.share.n;
        } else if (k != SHARE_FOUND_SMN) { // that one is counted already
            count_state(w, row[k].state, s);
        }
        status = find_share(s, err);
    }
    return status;
}

/* One variant a patient: the largest before the infusion among those whose
 * fraction is known on both sides; what became of it does not choose it. */
static pcart_status
compare_pairs(work *w, pcart_err *err)
{
    double *difference =
        pcart_arena_take(w->arena, w->out.n_trace + 1, sizeof *difference);
    double top = -1;
    size_t n = 0, last = SIZE_MAX;

    if (!difference)
        return no_memory(err);
    for (size_t i = 0; i < w->out.n_variant; i++) {
        const pcart_clones_variant *v = &w->variant[i];

        if (!v->is_before || !v->is_after)
            continue;
        if (v->trace != last)
            n++;
        else if (!(v->before_count.vaf > top))
            continue;
        last = v->trace;
        top = v->before_count.vaf;
        difference[n - 1] = v->after_count.vaf - v->before_count.vaf;
    }
    w->out.n_paired = n;
    return pcart_signedrank_test((pcart_values){difference, n}, NULL, w->arena,
                                 &w->out.paired, err);
}

static pcart_status
promote(work *w, pcart_err *err)
{
    pcart_promotion_fact *fact =
        pcart_arena_take(w->arena, w->out.n_trace + 1, sizeof *fact);

    if (!fact)
        return no_memory(err);
    for (size_t i = 0; i < w->out.n_trace; i++) {
        pcart_clones_share *smn = &w->out.share[SHARE_FOUND_SMN];

        pcart_promotion_fact_of(&w->trace[i], &fact[i]);
        if (!fact[i].is_asked ||
            fact[i].verdict == PCART_LOOKBACK_INDETERMINATE ||
            w->row[w->subject[i]].smn == PCART_DATE_NONE)
            continue;
        smn->n_asked++;
        smn->n += fact[i].verdict == PCART_LOOKBACK_PRE_EXISTING;
    }
    return pcart_promotion_find(fact, w->out.n_trace, w->arena,
                                &w->out.promotion, err);
}

pcart_status
pcart_clones_find(const pcart_clones_subject *subject, size_t n,
                  const pcart_assay *assay, pcart_arena *arena,
                  pcart_clones *out, pcart_err *err)
{
    work w = {.arena = arena, .row = subject};
    pcart_status status = PCART_OK;

    w.trace = pcart_arena_take(arena, n + 1, sizeof *w.trace);
    w.subject = pcart_arena_take(arena, n + 1, sizeof *w.subject);
    if (!w.trace || !w.subject)
        return no_memory(err);
    for (size_t i = 0; i < n && !status; i++)
        if (subject[i].patient->n_sample > 0 &&
            !is_traced(&w, subject[i].patient))
            status = add_patient(&w, subject[i].patient, i, assay, err);
    w.out.trace = w.trace;
    w.out.subject = w.subject;
    w.out.variant = w.variant;
    if (!status)
        status = promote(&w, err);
    if (!status)
        status = find_shares(&w, err);
    if (!status)
        status = compare_pairs(&w, err);
    if (!status)
        *out = w.out;
    return status;
}

/* --- origin -----------------------------------------------------------------
 */

/* The chimerism of all cells nearest to a day. */
static const pcart_chimerism *
chimerism_on(const pcart_patient *p, pcart_date day)
{
    const pcart_sample there = {.date = day, .specimen = "marrow"};
    const pcart_chimerism *c =
        day == PCART_DATE_NONE ? NULL : pcarti_trace_chimerism(p, &there);

    return c && llabs((int64_t)c->date - day) <= slack_days ? c : NULL;
}

/* By the same rows as the measure of chimerism; the cells are all together. */
static int
is_full(const pcart_chimerism *c, const pcart_profile *profile)
{
    size_t n;
    const pcart_measure *measure = pcart_measure_list(&n);

    for (size_t i = 0; i < n; i++)
        if (strcmp(measure[i].name, "chimerism_class") == 0)
            return c->donor_fraction >= 0 &&
                   pcarti_donor_is_full(c, pcart_measure_set(i, profile));
    return 0;
}

pcart_clones_origin
pcart_clones_origin_of(const pcart_patient *patient, const pcart_trace *trace,
                       pcart_date finding, const pcart_profile *profile)
{
    pcart_clones_origin o = {PCART_ANCESTRY_UNRESOLVED,
                             "neither variants nor chimerism decide",
                             chimerism_on(patient, finding)};
    size_t n[PCART_N_ANCESTRY] = {0};

    if (finding != PCART_DATE_NONE &&
        !pcarti_trace_has_graft(patient, finding)) {
        o.call = PCART_ANCESTRY_HOST;
        o.by = "no allograft before";
        return o;
    }
    for (size_t i = 0; trace && i < trace->n_variant; i++)
        if (trace->variant[i].anchor < SIZE_MAX)
            n[trace->variant[i].origin.call]++;
    if (n[PCART_ANCESTRY_HOST] && n[PCART_ANCESTRY_DONOR]) {
        o.by = "variants of host and of donor";
    } else if (n[PCART_ANCESTRY_HOST] || n[PCART_ANCESTRY_DONOR]) {
        o.call =
            n[PCART_ANCESTRY_HOST] ? PCART_ANCESTRY_HOST : PCART_ANCESTRY_DONOR;
        o.by = "variants against chimerism";
    } else if (o.chimerism && is_full(o.chimerism, profile)) {
        o.call = PCART_ANCESTRY_DONOR;
        o.by = "full donor chimerism";
    }
    return o;
}
