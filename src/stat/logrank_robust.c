/*
 * logrank_robust.c -- the log-rank test with weights and clusters.
 * Layer: stat.
 *
 * The score residual of a row at no effect is (own group - mean group of those
 * at risk) at its event, less the integral of the same over the hazard while it
 * was at risk.  Both need only running sums over the distinct times: H of the
 * hazard, and A of hazard times mean.
 */
#include "postcart/logrank.h"

#include "stat/dist.h"
#include "stat/matrix.h"

/* One stratum: its rows in order of time, and the sums at its times. */
typedef struct layer {
    size_t n, m;
    uint32_t *row;        // of the sorted follow-up
    double *time;         // m distinct
    double *risk;         // m x groups: weights at risk
    double *count;        // m x groups: rows at risk
    double *event;        // m: weights of events
    double *hazard;       // m + 1: H after the first j times
    double *mean;         // (m + 1) x groups: A after the first j times
    uint32_t *from, *end; // per row: first and last of its times at risk
} layer;

typedef struct work {
    pcart_followup v; // sorted
    pcart_logrank_robust_options options;
    size_t n_group;
    double *score; // per row or cluster x groups
    double *observed, *expected, *subject;
    pcart_arena *arena;
    pcart_err *err;
} work;

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static size_t
group_of(const work *w, size_t i)
{
    return w->v.group ? (size_t)w->v.group[i] : 0;
}

static double
weight_of(const work *w, size_t i)
{
    return w->v.weight ? w->v.weight[i] : 1;
}

static int
is_event(const work *w, size_t i)
{
    return w->options.event ? w->v.status[i] == w->options.event
                            : w->v.status[i] > 0;
}

/* The rows of one stratum, in the order of the follow-up. */
static pcart_status
take_layer(const work *w, int stratum, layer *l)
{
    size_t g = w->n_group, n = 0;

    *l = (layer){0};
    for (size_t i = 0; i < w->v.n; i++)
        n += !w->v.stratum || w->v.stratum[i] == stratum;
    l->row = pcart_arena_take(w->arena, n + 1, sizeof *l->row);
    l->from = pcart_arena_take(w->arena, n + 1, sizeof *l->from);
    l->end = pcart_arena_take(w->arena, n + 1, sizeof *l->end);
    l->time = pcart_arena_take(w->arena, n + 1, sizeof(double));
    l->event = pcart_arena_take(w->arena, n + 1, sizeof(double));
    l->hazard = pcart_arena_take(w->arena, n + 2, sizeof(double));
    l->risk = pcart_arena_take(w->arena, (n + 1) * g, sizeof(double));
    l->count = pcart_arena_take(w->arena, (n + 1) * g, sizeof(double));
    l->mean = pcart_arena_take(w->arena, (n + 2) * g, sizeof(double));
    if (!l->row || !l->from || !l->end || !l->time || !l->event || !l->hazard ||
        !l->risk || !l->count || !l->mean)
        return out_of_memory(w->err);
    for (size_t i = 0; i < w->v.n; i++) {
        double t = w->v.time[i];

        if (w->v.stratum && w->v.stratum[i] != stratum)
            continue;
        if (l->m == 0 || l->time[l->m - 1] != t)
            l->time[l->m++] = t;
        l->end[l->n] = (uint32_t)(l->m - 1);
        l->row[l->n++] = (uint32_t)i;
    }
    return PCART_OK;
}

/* How many times of the stratum are at or before `t`. */
static size_t
times_until(const layer *l, double t)
{
    size_t low = 0, high = l->m;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (l->time[middle] <= t)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Who is at risk over (start, time]: all that end later, less those that come
 * later. */
static void
set_risk(const work *w, layer *l)
{
    size_t g = w->n_group;

    for (size_t k = 0; k < l->n; k++) {
        size_t i = l->row[k], a = group_of(w, i);

        l->risk[l->end[k] * g + a] += weight_of(w, i);
        l->count[l->end[k] * g + a] += 1;
        if (is_event(w, i))
            l->event[l->end[k]] += weight_of(w, i);
        if (!w->v.start)
            continue;
        l->from[k] = (uint32_t)times_until(l, w->v.start[i]);
        if (l->from[k]) {
            l->risk[(l->from[k] - 1) * g + a] -= weight_of(w, i);
            l->count[(l->from[k] - 1) * g + a] -= 1;
        }
    }
    for (size_t j = l->m; j-- > 1;)
        for (size_t a = 0; a < g; a++) {
            l->risk[(j - 1) * g + a] += l->risk[j * g + a];
            l->count[(j - 1) * g + a] += l->count[j * g + a];
        }
    for (size_t k = 0; k < l->m * g; k++)
        if (l->count[k] == 0)
            l->risk[k] = 0; // and not what rounding left
}

static void
set_hazard(work *w, layer *l)
{
    size_t g = w->n_group;

    for (size_t j = 0; j < l->m; j++) {
        double all = 0, step = 0;

        for (size_t a = 0; a < g; a++)
            all += l->risk[j * g + a];
        if (l->event[j] > 0)
            step = l->event[j] / all;
        l->hazard[j + 1] = l->hazard[j] + step;
        for (size_t a = 0; a < g; a++) {
            double share = step > 0 ? l->risk[j * g + a] / all : 0;

            l->mean[(j + 1) * g + a] = l->mean[j * g + a] + step * share;
            w->expected[a] += l->event[j] * share;
        }
    }
}

/* The score of each row, added to its cluster. */
static void
add_scores(work *w, const layer *l)
{
    size_t g = w->n_group;

    for (size_t k = 0; k < l->n; k++) {
        size_t i = l->row[k], own = group_of(w, i), from = l->from[k];
        size_t j = l->end[k], at = w->v.row ? w->v.row[i] : i;
        double weight = weight_of(w, i), all = 0;
        double *to =
            w->score +
            g * (w->options.cluster ? (size_t)w->options.cluster[at] : at);

        for (size_t a = 0; is_event(w, i) && a < g; a++)
            all += l->risk[j * g + a];
        for (size_t a = 0; a < g; a++) {
            double u = l->mean[(j + 1) * g + a] - l->mean[from * g + a];

            if (a == own)
                u -= l->hazard[j + 1] - l->hazard[from];
            if (is_event(w, i))
                u += (a == own) - l->risk[j * g + a] / all;
            to[a] += weight * u;
        }
        w->subject[own] += 1;
        if (is_event(w, i))
            w->observed[own] += weight;
    }
}

static pcart_status
set_test(work *w, size_t n_score, pcart_logrank *out)
{
    size_t g = w->n_group;
    double *gap = pcart_arena_take(w->arena, g + 1, sizeof *gap);
    double *variance = pcart_arena_take(w->arena, g * g + 1, sizeof *variance);
    pcart_test test = {
        .method = w->options.cluster
                      ? "Log-rank test, robust variance by cluster"
                      : "Log-rank test, robust variance",
        .r_call = "summary(coxph(Surv(time, status) ~ factor(group), weights "
                  "= w, robust = TRUE, ties = \"breslow\"))$robscore",
        .statistic_name = "Chisq"};
    int rank = 0;
    pcart_status st;

    if (!gap || !variance)
        return out_of_memory(w->err);
    for (size_t i = 0; i < n_score; i++)
        for (size_t a = 0; a < g; a++) {
            gap[a] += w->score[i * g + a];
            for (size_t b = 0; b < g; b++)
                variance[a * g + b] +=
                    w->score[i * g + a] * w->score[i * g + b];
        }
    st = pcarti_quadratic(variance, gap, g, w->arena, &test.statistic, &rank,
                          w->err);
    if (st)
        return st;
    if (rank > 0) {
        test.is_evaluable = 1;
        test.df = rank;
        test.p_value = pchisq(test.statistic, rank, 0, 0);
    } else {
        test.reason = "fewer than two groups had subjects at risk of an event";
    }
    *out = (pcart_logrank){.test = test,
                           .n_group = (int)g,
                           .n_subject = w->subject,
                           .observed = w->observed,
                           .expected = w->expected,
                           .variance = variance};
    return PCART_OK;
}

static pcart_status
check_clusters(const pcart_followup *data,
               const pcart_logrank_robust_options *options, pcart_err *err)
{
    for (size_t i = 0; options->cluster && i < data->n; i++)
        if (options->cluster[i] < 0 ||
            options->cluster[i] >= options->n_cluster)
            return pcart_err_set(err, PCART_E_RANGE,
                                 "row %zu: cluster %d is not below %d", i + 1,
                                 options->cluster[i], options->n_cluster);
    return PCART_OK;
}

pcart_status
pcart_logrank_robust(const pcart_followup *data,
                     const pcart_logrank_robust_options *options,
                     pcart_arena *arena, pcart_logrank *out, pcart_err *err)
{
    work w = {.arena = arena, .err = err};
    size_t n_score;
    pcart_status st;

    if (options)
        w.options = *options;
    st = check_clusters(data, &w.options, err);
    if (!st)
        st = pcart_followup_sort(data, arena, &w.v, err);
    if (st)
        return st;
    w.n_group = w.v.n_group > 0 ? (size_t)w.v.n_group : 1;
    n_score = w.options.cluster ? (size_t)w.options.n_cluster : w.v.n;
    w.score = pcart_arena_take(arena, n_score * w.n_group + 1, sizeof(double));
    w.observed = pcart_arena_take(arena, w.n_group, sizeof(double));
    w.expected = pcart_arena_take(arena, w.n_group, sizeof(double));
    w.subject = pcart_arena_take(arena, w.n_group, sizeof(double));
    if (!w.score || !w.observed || !w.expected || !w.subject)
        return out_of_memory(err);
    for (int s = 0; s < (w.v.n_stratum > 0 ? w.v.n_stratum : 1); s++) {
        layer l;

        st = take_layer(&w, s, &l);
        if (st)
            return st;
        set_risk(&w, &l);
        set_hazard(&w, &l);
        add_scores(&w, &l);
    }
    return set_test(&w, n_score, out);
}
