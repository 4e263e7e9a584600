/*
 * finegray_influence.c -- score residuals of the model of Fine and Gray.
 * Layer: stat.
 *
 * Beside what a subject of a Cox model has, a tail meets hazard after its own
 * event, and the estimation of the censoring adds psi (Fine and Gray 1999): q
 * is what all tails that are under way still owe to the score, and every
 * censoring moves their weights.
 */
#include "stat/finegray_influence.h"

#include <string.h>

#include "stat/vector.h"

typedef struct context {
    const pcarti_finegray_walk *walk;
    pcarti_cox_scores *scores;
    int is_serial; // pieces are visited in order
} context;

/* The state of the walk through one block; rows of p. */
typedef struct state {
    const pcarti_cox_block *block;
    const int *status;
    double *later;         // per time, and behind: sum of G h m from it on
    double *later_plain;   // the same of G h
    double *mean, *passed; // sums of h m: in the block, and in all
    double *moved, *drift; // the same of q / at risk dLambda of the censoring
    double *gone;          // sum of x r/G over tails that began before
    double gone_plain;
    double *q;
} state;

/* to = base + (sum += factor * row). */
static PCARTI_INLINE void
run_on(double *restrict sum, double factor, const double *restrict row,
       const double *restrict base, double *restrict to, size_t p)
{
    for (size_t a = 0; a < p; a++) {
        sum[a] += factor * row[a];
        to[a] = base[a] + sum[a];
    }
}

static void
start(const pcarti_cox_model *w, const pcarti_cox_block *b,
      pcarti_cox_desk *desk, state *k)
{
    const pcarti_cox_part *part = b->part;
    size_t p = w->p, line = p + PCARTI_COX_SLACK, n = b->time[1] - b->time[0];
    double **const each[] = {&k->mean,  &k->passed, &k->moved,
                             &k->drift, &k->gone,   &k->q};
    double *sum = desk->s1, plain = 0;

    for (size_t at = 0; at < PCART_COUNTOF(each); at++) {
        *each[at] = desk->mean + at * line;
        memset(*each[at], 0, p * sizeof **each[at]);
    }
    memcpy(k->passed, b->mean_x[1], p * sizeof *k->passed);
    memcpy(k->drift, b->drift_x[1], p * sizeof *k->drift);
    memcpy(k->gone, b->tail_x[1], p * sizeof *k->gone);
    k->gone_plain = b->tail[1];
    k->later = desk->tail_x;
    k->later_plain = desk->tail;
    memset(sum, 0, p * sizeof *sum);
    memcpy(k->later + n * p, b->later_x[1], p * sizeof *k->later);
    k->later_plain[n] = b->later[1];
    for (size_t at = n; at-- > 0;) {
        size_t j = b->time[0] + at;

        plain += part->left[j] * part->step[j];
        k->later_plain[at] = b->later[1] + plain;
        run_on(sum, part->left[j], part->mean + j * p, b->later_x[1],
               k->later + at * p, p);
    }
}

/* What the censorings of time j move. */
static PCARTI_INLINE void
set_drift(const state *k, size_t j, size_t p)
{
    const pcarti_cox_block *b = k->block;
    size_t from = b->part->times.first[j], to = b->part->times.first[j + 1];
    size_t at = j - b->time[0];
    double n_censor = 0, inverse = 1 / (double)(b->part->view.n - from);

    for (size_t i = from; i < to; i++)
        n_censor += k->status[i] == 0;
    for (size_t a = 0; a < p; a++)
        k->q[a] = n_censor > 0 ? (k->gone[a] * k->later_plain[at] -
                                  k->gone_plain * k->later[at * p + a]) *
                                     inverse
                               : 0;
    if (n_censor > 0)
        run_on(k->moved, n_censor * inverse, k->q, b->drift_x[1], k->drift, p);
}

/* Tails begin; one does not see the censorings of its own day, as in the
 * paper's I(u > X). */
static PCARTI_INLINE void
start_tails(state *k, size_t j, size_t p)
{
    const pcarti_cox_part *part = k->block->part;

    for (size_t i = part->times.first[j]; i < part->times.first[j + 1]; i++) {
        double r = part->risk[i] * part->tail[i];

        k->gone_plain += r;
        for (size_t a = 0; a < p && r != 0; a++)
            k->gone[a] += r * part->x[i * p + a];
    }
}

/* Score residual of subject i, which ends at time j. */
static PCARTI_INLINE void
set_residual(const state *k, const size_t at[2], int has_psi, size_t p,
             double *restrict u)
{
    const pcarti_cox_block *b = k->block;
    const pcarti_cox_part *part = b->part;
    size_t i = at[0], j = at[1];
    const double *restrict x = part->x + i * p;
    const double *restrict mean = part->mean + j * p;
    const double *restrict later = k->later + (j + 1 - b->time[0]) * p;
    const double *restrict passed = k->passed, *restrict drift = k->drift;
    int is_event = part->event[i] != 0;
    double r = part->risk[i], tail = r * part->tail[i];
    double own = (is_event ? 1 : 0) - r * part->hazard[i];
    double held = is_event && part->step[j] > 0 ? 1 / part->step[j] : 0;

    for (size_t a = 0; a < p; a++)
        u[a] = own * x[a] + r * passed[a] + tail * later[a];
    for (size_t a = 0; b->is_single && a < p; a++)
        u[a] -= held * mean[a];
    for (size_t a = 0; !b->is_single && is_event && a < p; a++)
        u[a] -= part->event_mean[j * p + a] + r * part->own_mean[j * p + a];
    for (size_t a = 0; has_psi && a < p; a++)
        u[a] -= drift[a];
    for (size_t a = 0; has_psi && k->status[i] == 0 && a < p; a++)
        u[a] += k->q[a];
}

static void
visit_block(const pcarti_cox_model *w, pcarti_cox_block *b,
            pcarti_cox_desk *desk, pcarti_cox_piece *piece, const context *c)
{
    const pcarti_cox_part *part = b->part;
    state k = {.block = b, .status = c->walk->status[part - w->part]};
    size_t p = w->p, from = part->times.first[b->time[0]];

    start(w, b, desk, &k);
    desk->n = 0;
    for (size_t j = b->time[0]; j < b->time[1]; j++) {
        if (c->walk->has_psi)
            set_drift(&k, j, p);
        start_tails(&k, j, p);
        if (!piece)
            continue;
        run_on(k.mean, 1, part->mean + j * p, b->mean_x[1], k.passed, p);
        for (size_t i = part->times.first[j]; i < part->times.first[j + 1];
             i++) {
            set_residual(&k, (size_t[]){i, j}, c->walk->has_psi, p,
                         desk->sum + desk->n++ * p);
            if (desk->n < PCARTI_COX_STEPS)
                continue;
            pcarti_cox_flush_scores(w, part, from, desk, piece, c->scores);
            from = i + 1;
        }
    }
    memcpy(b->drift_x[0], k.moved, p * sizeof *k.moved);
    if (piece)
        pcarti_cox_flush_scores(w, part, from, desk, piece, c->scores);
}

static void
carry_drift(const pcarti_cox_model *w, size_t k)
{
    const pcarti_cox_block *before = pcarti_cox_neighbour(w, k, 0);

    pcarti_cox_stand_on(w->block[k].drift_x, before ? before->drift_x : NULL,
                        w->p);
}

static void
visit_drift(const pcarti_cox_model *w, pcarti_cox_piece *piece,
            pcarti_cox_desk *desk, void *data)
{
    for (size_t k = piece->from; k < piece->to; k++)
        visit_block(w, &w->block[k], desk, NULL, data);
}

static void
visit_scores(const pcarti_cox_model *w, pcarti_cox_piece *piece,
             pcarti_cox_desk *desk, void *data)
{
    const context *c = data;

    memset(piece->information, 0, w->p * w->p * sizeof *piece->information);
    for (size_t k = piece->from; k < piece->to; k++) {
        if (c->is_serial)
            carry_drift(w, k);
        visit_block(w, &w->block[k], desk, piece, c);
    }
}

static void
carry_means(const pcarti_cox_model *w)
{
    for (size_t k = 0; k < w->n_block; k++) {
        const pcarti_cox_block *before = pcarti_cox_neighbour(w, k, 0);

        pcarti_cox_stand_on(w->block[k].mean_x, before ? before->mean_x : NULL,
                            w->p);
    }
    for (size_t k = w->n_block; k-- > 0;) {
        const pcarti_cox_block *after = pcarti_cox_neighbour(w, k, 1);

        pcarti_cox_stand_on(w->block[k].later_x, after ? after->later_x : NULL,
                            w->p);
    }
}

pcart_status
pcarti_finegray_meat(const pcarti_cox_model *w,
                     const pcarti_finegray_walk *walk, double *meat,
                     pcart_arena *arena)
{
    pcarti_cox_scores scores;
    context c = {.walk = walk, .scores = &scores, .is_serial = w->threads < 2};

    if (pcarti_cox_take_scores(&scores, walk->cluster, walk->n_cluster, w->p,
                               arena))
        return PCART_E_NOMEM;
    carry_means(w);
    if (!c.is_serial && walk->has_psi) {
        pcarti_cox_visit(w, visit_drift, &c);
        for (size_t k = 0; k < w->n_block; k++)
            carry_drift(w, k);
    }
    pcarti_cox_visit_scores(w, visit_scores, &c, &scores, meat);
    return PCART_OK;
}
