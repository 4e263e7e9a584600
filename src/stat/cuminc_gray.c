/*
 * cuminc_gray.c -- Gray's tests of all causes from one table.  Layer: stat.
 *
 * The test of gray.c with rho 0.  A walk forward takes the scores and keeps of
 * each event what a division gave; a walk back adds up the compensators that
 * are still to come as it meets them, so neither their total nor a difference
 * is needed, and no division but for ties.
 */
#include <math.h>
#include <string.h>

#include "stat/cuminc.h"
#include "stat/gray.h"
#include "stat/vector.h"

/* Events of one cause at one time. */
typedef struct record {
    double own;
    double inverse; // 1 / sum of h
    double step;    // own / (sum of h x (1 - F0 before))
    double pooled;  // F0 before
} record;

typedef struct walk {
    const pcarti_cuminc *table;
    size_t *at;        // row of each group at the present time
    double *h;         // of that row
    double *inverse;   // the same
    double *open;      // 1 / S behind the time
    double *incidence; // n_cause x n_group: F before the time
    double *pooled;    // per cause: F0
    double *u;         // n_group
    double *score;     // n_cause x n_group
    double *variance;  // n_cause upper triangles of n_group x n_group
    double *rest;      // the same: compensators of later times
    record *stack, *top;
} walk;

static size_t
group_of(const pcart_followup *data, size_t i)
{
    return data->group ? (size_t)data->group[i] : 0;
}

/* Events of cause c in group k at a time; none if k has no row of it. */
static double
events_of(const walk *w, size_t c, size_t k, double time)
{
    size_t row = w->at[k];

    return w->table->time[row] == time ? w->table->event[c][row] : 0;
}

/* Scores of `own` events of cause c; those of each group are added before. */
static PCARTI_INLINE void
push_record(walk *w, size_t c, double own, size_t n)
{
    const double *f = w->incidence + c * n;
    double *score = w->score + c * n;
    double h = 0, ratio = 0, inverse, share;

    for (size_t k = 0; k < n; k++) {
        h += w->h[k];
        ratio += w->h[k] * (1 - f[k]);
    }
    inverse = 1 / h;
    share = own / ratio;
    for (size_t k = 0; k < n; k++)
        score[k] -= w->h[k] * (1 - f[k]) * share;
    *w->top++ = (record){.own = own,
                         .inverse = inverse,
                         .step = own * inverse / (1 - w->pooled[c]),
                         .pooled = w->pooled[c]};
    w->pooled[c] += own * inverse;
}

/* Group g goes on to its next row, if this one is of the time. */
static PCARTI_INLINE void
advance(const walk *w, size_t g, double time, size_t n)
{
    const pcarti_cuminc *t = w->table;
    size_t row = w->at[g];

    if (t->time[row] != time)
        return;
    w->at[g] = row + 1;
    w->h[g] = t->h[row + 1];
    for (size_t c = 0; c < t->n_cause; c++)
        w->incidence[c * n + g] = t->estimate[c][row];
}

static PCARTI_INLINE void
walk_forward(walk *w, size_t n)
{
    const pcarti_cuminc *t = w->table;
    const pcart_followup *data = t->sorted;

    for (size_t i = 0, end; i < data->n; i = end) {
        double time = data->time[i];

        for (end = i + 1; end < data->n && data->time[end] == time;)
            end++;
        if (end == i + 1 && data->status[i]) {
            size_t c = (size_t)t->place[data->status[i]] - 1;

            w->score[c * n + group_of(data, i)]++;
            push_record(w, c, 1, n);
        }
        for (size_t c = 0; end > i + 1 && c < t->n_cause; c++) {
            double own = 0;

            for (size_t k = 0; k < n; k++) {
                double here = events_of(w, c, k, time);

                w->score[c * n + k] += here;
                own += here;
            }
            if (own > 0)
                push_record(w, c, own, n);
        }
        for (size_t k = i; k < end; k++)
            advance(w, group_of(data, k), time, n);
    }
}

/* Gray's correction of the variance for `d` tied events among `r`. */
static double
tie_of(double d, double r)
{
    return d > 1 ? 1 - (d - 1) / (r - 1) : 1;
}

/* The martingales of all groups at the events of one record of cause c. */
static PCARTI_INLINE void
pop_record(walk *w, size_t c, size_t n)
{
    const record *e = --w->top;
    const double *restrict h = w->h;
    double *restrict variance = w->variance + c * n * n;
    double *restrict rest = w->rest + c * n * n;
    double few[4], *u = n <= PCART_COUNTOF(few) ? few : w->u;
    double open = 1 - w->pooled[c];

    for (size_t k = 0; k < n; k++) {
        double factor = e->own * e->inverse * w->inverse[k];
        double later = w->open[k] > 0 ? 1 - open * w->open[k] : 0;
        double share = h[k] * e->inverse;

        if (e->own > 1 && factor > 0) // pooled h times S, of this group
            factor *= tie_of(e->own, w->table->risk[w->at[k]] * w->inverse[k] /
                                         e->inverse);
        for (size_t i = 0; i < n; i++)
            u[i] = (i == k ? h[k] : 0) - share * h[i] + later * rest[k * n + i];
        for (size_t i = 0; i < n; i++)
            for (size_t j = i; j < n; j++)
                variance[i * n + j] += factor * u[i] * u[j];
    }
    for (size_t i = 0; i < n; i++) {
        double share = h[i] * e->inverse;

        for (size_t k = 0; k < n; k++)
            rest[i * n + k] += ((i == k ? h[i] : 0) - share * h[k]) * e->step;
    }
    w->pooled[c] = e->pooled;
}

/* `other` events in group k, of causes that are not c. */
static PCARTI_INLINE void
take_others(const walk *w, size_t c, size_t k, double other, size_t n)
{
    double *restrict variance = w->variance + c * n * n;
    const double *restrict rest = w->rest + c * n * n + k * n;
    double later = (1 - w->pooled[c]) * w->open[k] * w->inverse[k];
    double factor = later * later * other;

    if (other > 1)
        factor *= tie_of(other, w->table->risk[w->at[k]]);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++)
            variance[i * n + j] += factor * rest[i] * rest[j];
}

/* All causes at a time with several rows. */
static void
take_tied(walk *w, double time)
{
    size_t n = w->table->n_group, n_cause = w->table->n_cause;

    for (size_t c = n_cause; c-- > 0;) {
        double own = 0;

        for (size_t k = 0; k < n; k++) {
            double other = 0;

            own += events_of(w, c, k, time);
            for (size_t l = 0; l < n_cause; l++)
                if (l != c)
                    other += events_of(w, l, k, time);
            if (other > 0)
                take_others(w, c, k, other, n);
        }
        if (own > 0)
            pop_record(w, c, n);
    }
}

/* Group g goes back to its row of the time, if it has one. */
static PCARTI_INLINE void
retreat(const walk *w, size_t g, double time)
{
    const pcarti_cuminc *t = w->table;
    size_t row = w->at[g];

    if (row == t->base[g] || t->time[row - 1] != time)
        return;
    w->at[g] = row - 1;
    w->h[g] = t->h[row - 1];
    w->inverse[g] = t->inverse[row - 1];
}

static PCARTI_INLINE void
walk_back(walk *w, size_t n)
{
    const pcarti_cuminc *t = w->table;
    const pcart_followup *data = t->sorted;

    for (size_t end = data->n, i; end > 0; end = i) {
        double time = data->time[end - 1];
        size_t own = (size_t)t->place[data->status[end - 1]];

        for (i = end - 1; i > 0 && data->time[i - 1] == time;)
            i--;
        for (size_t k = i; k < end; k++)
            retreat(w, group_of(data, k), time);
        if (end > i + 1) {
            take_tied(w, time);
        } else if (own) {
            for (size_t c = 0; c < t->n_cause; c++)
                if (c != own - 1)
                    take_others(w, c, group_of(data, i), 1, n);
            pop_record(w, own - 1, n);
        }
        for (size_t k = i; k < end; k++) {
            size_t g = group_of(data, k);

            w->open[g] = t->open[w->at[g]];
        }
    }
}

/* The same code with the number of groups known to the compiler. */
PCARTI_SCALAR static void
walk_all(walk *w)
{
    switch (w->table->n_group) {
    case 2:
        walk_forward(w, 2);
        walk_back(w, 2);
        break;
    case 3:
        walk_forward(w, 3);
        walk_back(w, 3);
        break;
    default:
        walk_forward(w, w->table->n_group);
        walk_back(w, w->table->n_group);
    }
}

static pcart_status
take_walk(walk *w, pcart_arena *arena, pcart_arena *scratch, pcart_err *err)
{
    size_t n = w->table->n_group, n_cause = w->table->n_cause;
    const struct {
        double **column;
        size_t n;
    } each[] = {{&w->h, 1},    {&w->inverse, 1},
                {&w->open, 1}, {&w->incidence, n_cause},
                {&w->u, 1},    {&w->rest, n_cause * n}};

    if (n > SIZE_MAX / n / (n_cause + 1))
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t k = 0; k < PCART_COUNTOF(each); k++)
        if (!(*each[k].column = pcart_arena_take(scratch, n * each[k].n + 1,
                                                 sizeof **each[k].column)))
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    w->at = pcart_arena_take(scratch, n, sizeof *w->at);
    w->pooled = pcart_arena_take(scratch, n_cause + 1, sizeof *w->pooled);
    w->stack = w->top = pcart_arena_take_raw(scratch, w->table->sorted->n + 1,
                                             sizeof *w->stack);
    w->score = pcart_arena_take(arena, n_cause * n + 1, sizeof *w->score);
    w->variance =
        pcart_arena_take(arena, n_cause * n * n + 1, sizeof *w->variance);
    if (!w->at || !w->pooled || !w->stack || !w->score || !w->variance)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    return PCART_OK;
}

static void
run_walk(walk *w)
{
    const pcarti_cuminc *t = w->table;

    for (size_t g = 0; g < t->n_group; g++) {
        w->at[g] = t->base[g];
        w->h[g] = t->h[t->base[g]];
        w->open[g] = t->open[t->end[g]];
    }
    walk_all(w);
}

pcart_status
pcarti_cuminc_test(const pcarti_cuminc *table, pcart_arena *arena,
                   pcart_gray *out, pcart_err *err)
{
    size_t n = table->n_group;
    walk w = {.table = table};
    pcart_arena scratch;
    pcart_status st;

    pcart_arena_init(&scratch, &arena->alloc);
    st = take_walk(&w, arena, &scratch, err);
    if (!st)
        run_walk(&w);
    for (size_t c = 0; c < table->n_cause && !st; c++)
        st = pcarti_gray_finish(
            &(pcarti_gray_sums){.n_group = (int)n,
                                .n_stratum = 1,
                                .score = w.score + c * n,
                                .variance = w.variance + c * n * n},
            arena, &out[c], err);
    pcart_arena_release(&scratch);
    return st;
}
