/*
 * concordance.c -- does a score order the times to event?  Layer: stat.
 *
 * A Fenwick tree over the ranks of the score holds the weights of those at
 * risk; each event asks how much of it lies below, at and above its own rank.
 * A second tree holds the events so far, from which each subject learns its
 * part in all pairs: that gives the standard error in the same time.
 */
#include "postcart/concordance.h"

#include <math.h>

#include "stat/order.h"
#include "stat/times.h"

/* Sums over ranks 1 to n; at[i] is the weight of rank i alone. */
typedef struct tree {
    double *sum, *at;
    size_t n;
    double all;
} tree;

typedef struct split {
    double below, at, above;
} split;

static void
tree_add(tree *t, size_t rank, double weight)
{
    t->at[rank] += weight;
    t->all += weight;
    for (; rank <= t->n; rank += rank & (~rank + 1))
        t->sum[rank] += weight;
}

static split
tree_split(const tree *t, size_t rank)
{
    split s = {.at = t->at[rank]};

    for (size_t k = rank; k; k &= k - 1)
        s.below += t->sum[k];
    s.below -= s.at;
    s.above = t->all - s.below - s.at;
    return s;
}

/* One stratum. */
typedef struct work {
    const pcart_followup *view;
    pcarti_times times;
    uint32_t *entry;
    size_t *rank;
    double *pair;       // per time: weight of a pair
    double *balance;    // per subject: sum of +1 concordant, -1 discordant
    double *comparable; // per subject: sum of all comparable pairs
    tree risk, event;
} work;

static double
weight_of(const work *w, size_t i)
{
    return w->view->weight ? w->view->weight[i] : 1;
}

static void
tree_clear(tree *t)
{
    for (size_t k = 0; k <= t->n; k++)
        t->sum[k] = t->at[k] = 0;
    t->all = 0;
}

/* Backward: each event against those at risk after it. */
static void
count_pairs(work *w, pcart_concordance *out)
{
    const pcart_followup *v = w->view;
    size_t late = v->n;

    tree_clear(&w->risk);
    for (size_t j = w->times.n; j-- > 0;) {
        size_t from = w->times.first[j], to = w->times.first[j + 1];
        double tied = 0, tied_square = 0;

        /* those censored at the time of an event outlive it */
        for (size_t i = from; i < to; i++)
            if (!v->status[i])
                tree_add(&w->risk, w->rank[i], weight_of(w, i));
        while (w->entry && late > 0 &&
               v->start[w->entry[late - 1]] >= w->times.time[j]) {
            size_t i = w->entry[--late];

            tree_add(&w->risk, w->rank[i], -weight_of(w, i));
        }
        for (size_t i = from; i < to; i++) {
            double f, weight = weight_of(w, i);
            split s;

            if (!v->status[i])
                continue;
            s = tree_split(&w->risk, w->rank[i]);
            f = w->pair[j] * weight;
            /* a high score of the one who fails first is concordant */
            out->concordant += f * s.below;
            out->discordant += f * s.above;
            out->tied_score += f * s.at;
            w->balance[i] += w->pair[j] * (s.below - s.above);
            w->comparable[i] += w->pair[j] * (s.below + s.at + s.above);
            tied += weight;
            tied_square += weight * weight;
        }
        out->tied_time += w->pair[j] * (tied * tied - tied_square) / 2;
        for (size_t i = from; i < to; i++)
            if (v->status[i])
                tree_add(&w->risk, w->rank[i], weight_of(w, i));
    }
}

/* What subject i has to do with the events that the tree holds. */
static void
take_share(work *w, size_t i, double sign)
{
    split s = tree_split(&w->event, w->rank[i]);

    w->balance[i] += sign * (s.above - s.below);
    w->comparable[i] += sign * (s.below + s.at + s.above);
}

/* Forward: each subject against the events before its end. */
static void
share_pairs(work *w)
{
    const pcart_followup *v = w->view;
    size_t entered = 0;

    tree_clear(&w->event);
    for (size_t j = 0; j < w->times.n; j++) {
        size_t from = w->times.first[j], to = w->times.first[j + 1];

        while (w->entry && entered < v->n &&
               v->start[w->entry[entered]] < w->times.time[j])
            take_share(w, w->entry[entered++], -1);
        for (size_t i = from; i < to; i++)
            if (v->status[i])
                take_share(w, i, 1);
        for (size_t i = from; i < to; i++)
            if (v->status[i])
                tree_add(&w->event, w->rank[i], w->pair[j] * weight_of(w, i));
        for (size_t i = from; i < to; i++)
            if (!v->status[i])
                take_share(w, i, 1);
    }
}

/* Pairs of equal time and equal score, for the count alone. */
static double
count_tied_both(const work *w, tree *t)
{
    double sum = 0;

    tree_clear(t);
    for (size_t j = 0; j < w->times.n; j++) {
        size_t from = w->times.first[j], to = w->times.first[j + 1];

        for (size_t i = from; i < to; i++)
            if (w->view->status[i]) {
                sum += w->pair[j] * weight_of(w, i) * t->at[w->rank[i]];
                t->at[w->rank[i]] += weight_of(w, i);
            }
        for (size_t i = from; i < to; i++)
            t->at[w->rank[i]] = 0;
    }
    return sum;
}

/* The weight of a pair at each time, from the curves of event and censoring.
 * Factors that all pairs share do not matter. */
static pcart_status
set_pair_weights(work *w, pcart_pair_weight kind, pcart_arena *arena,
                 pcart_err *err)
{
    double *risk = NULL, survival = 1, censoring = 1;
    pcart_status st = pcarti_times_risk(w->view, &w->times, arena, &risk, err);

    if (st)
        return st;
    for (size_t j = 0; j < w->times.n; j++) {
        double d = 0, c = 0;

        for (size_t i = w->times.first[j]; i < w->times.first[j + 1]; i++) {
            d += w->view->status[i] ? weight_of(w, i) : 0;
            c += w->view->status[i] ? 0 : weight_of(w, i);
        }
        w->pair[j] = kind == PCART_PAIR_SURVIVAL ? survival / risk[j]
                     : kind == PCART_PAIR_RATIO
                         ? survival / (censoring * risk[j])
                     : kind == PCART_PAIR_UNO ? 1 / (censoring * censoring)
                                              : 1;
        if (risk[j] > 0)
            survival *= (risk[j] - d) / risk[j];
        if (risk[j] - d > 0)
            censoring *= (risk[j] - d - c) / (risk[j] - d);
    }
    return PCART_OK;
}

static pcart_status
take_work(work *w, const double *score, pcart_arena *arena, pcart_err *err)
{
    const pcart_followup *v = w->view;
    size_t n = v->n, n_rank = 0;
    double *own = pcart_arena_take(arena, n + 1, sizeof *own);
    uint32_t *order = NULL;
    pcart_status st;

    w->rank = pcart_arena_take(arena, n + 1, sizeof *w->rank);
    w->balance = pcart_arena_take(arena, n + 1, sizeof *w->balance);
    w->comparable = pcart_arena_take(arena, n + 1, sizeof *w->comparable);
    if (!own || !w->rank || !w->balance || !w->comparable)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < n; i++)
        own[i] = score[v->row[i]];
    st = pcarti_order(own, n, NULL, arena, &order, err);
    if (!st)
        st = pcarti_times_of(v, arena, &w->times, err);
    if (!st && v->start)
        st = pcarti_order(v->start, n, NULL, arena, &w->entry, err);
    if (st)
        return st;
    for (size_t k = 0; k < n; k++) {
        n_rank += !k || own[order[k]] != own[order[k - 1]];
        w->rank[order[k]] = n_rank;
    }
    w->pair = pcart_arena_take(arena, w->times.n + 1, sizeof *w->pair);
    w->risk.n = w->event.n = n_rank;
    w->risk.sum = pcart_arena_take(arena, n_rank + 1, sizeof(double));
    w->risk.at = pcart_arena_take(arena, n_rank + 1, sizeof(double));
    w->event.sum = pcart_arena_take(arena, n_rank + 1, sizeof(double));
    w->event.at = pcart_arena_take(arena, n_rank + 1, sizeof(double));
    if (!w->pair || !w->risk.sum || !w->risk.at || !w->event.sum ||
        !w->event.at)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    return PCART_OK;
}

/* The infinitesimal jackknife of Somers' D, halved. */
static pcart_status
set_std_err(const work *part, int n_part,
            const pcart_concordance_options *options, pcart_arena *arena,
            pcart_concordance *out, pcart_err *err)
{
    double n_pair = out->concordant + out->discordant + out->tied_score;
    double d = (out->concordant - out->discordant) / n_pair, square = 0;
    double *sum = NULL;

    if (options->cluster) {
        sum = pcart_arena_take(arena, (size_t)options->n_cluster + 1,
                               sizeof *sum);
        if (!sum)
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    }
    for (int s = 0; s < n_part; s++)
        for (size_t i = 0; i < part[s].view->n; i++) {
            const work *w = &part[s];
            double u = weight_of(w, i) *
                       (w->balance[i] - d * w->comparable[i]) / n_pair;

            if (sum)
                sum[options->cluster[w->view->row[i]]] += u;
            else
                square += u * u;
        }
    for (int c = 0; sum && c < options->n_cluster; c++)
        square += sum[c] * sum[c];
    out->value = (d + 1) / 2;
    out->std_err = sqrt(square) / 2;
    out->is_evaluable = 1;
    return PCART_OK;
}

static pcart_status
check_input(const pcart_followup *data, const double *score,
            const pcart_concordance_options *options, pcart_err *err)
{
    if (data->start && (options->weight == PCART_PAIR_RATIO ||
                        options->weight == PCART_PAIR_UNO))
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "late entry with a weight by censoring");
    for (size_t i = 0; i < data->n; i++) {
        if (!isfinite(score[i]))
            return pcart_err_set(err, PCART_E_RANGE,
                                 "row %zu: score is not a finite number",
                                 i + 1);
        if (options->cluster && (options->cluster[i] < 0 ||
                                 options->cluster[i] >= options->n_cluster))
            return pcart_err_set(err, PCART_E_RANGE,
                                 "row %zu: cluster %d is not in 0 to %d", i + 1,
                                 options->cluster[i], options->n_cluster - 1);
    }
    return PCART_OK;
}

pcart_status
pcart_concordance_of(const pcart_followup *data, const double *score,
                     const pcart_concordance_options *options,
                     pcart_arena *arena, pcart_concordance *out, pcart_err *err)
{
    static const char *const method[] = {
        [PCART_PAIR_EQUAL] = "concordance (Harrell's C)",
        [PCART_PAIR_SURVIVAL] = "concordance, pairs weighted by S",
        [PCART_PAIR_RATIO] = "concordance, pairs weighted by S/G",
        [PCART_PAIR_UNO] = "concordance, pairs weighted by 1/G^2 (Uno's C)"};
    const pcart_concordance_options none = {0};
    pcart_concordance c = {.r_call = "concordance(Surv(time, status) ~ score, "
                                     "reverse = TRUE, timewt)"};
    pcart_followup marked = *data, sorted, *view = NULL;
    int n_part = pcarti_followup_strata(data);
    int *status;
    work *part;
    pcart_status st;

    if (!options)
        options = &none;
    c.method = method[options->weight];
    st = check_input(data, score, options, err);
    if (st)
        return st;
    status = pcart_arena_take(arena, data->n + 1, sizeof *status);
    part = pcart_arena_take(arena, (size_t)n_part, sizeof *part);
    if (!status || !part)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < data->n; i++)
        status[i] = options->event ? data->status[i] == options->event
                                   : data->status[i] > 0;
    marked.status = status;
    marked.group = NULL;
    st = pcarti_followup_sorted(&marked, arena, &sorted, err);
    if (!st)
        st = pcarti_followup_split(&sorted, PCARTI_BY_STRATUM, 1, arena, &view,
                                   err);
    for (int s = 0; s < n_part && !st; s++) {
        part[s].view = &view[s];
        st = take_work(&part[s], score, arena, err);
        if (!st)
            st = set_pair_weights(&part[s], options->weight, arena, err);
        if (st)
            break;
        count_pairs(&part[s], &c);
        share_pairs(&part[s]);
        c.tied_both += count_tied_both(&part[s], &part[s].risk);
    }
    if (st)
        return st;
    c.tied_time -= c.tied_both;
    if (options->is_falling) {
        double swap = c.concordant;

        c.concordant = c.discordant;
        c.discordant = swap;
        for (int s = 0; s < n_part; s++)
            for (size_t i = 0; i < part[s].view->n; i++)
                part[s].balance[i] *= -1;
    }
    if (c.concordant + c.discordant + c.tied_score > 0)
        st = set_std_err(part, n_part, options, arena, &c, err);
    if (!st)
        *out = c;
    return st;
}
