/*
 * gray.c -- Gray's test of cumulative incidences.  Layer: stat.
 *
 * Gray 1988, Ann Stat 16:1141-1154, with the corrections for ties of his
 * program (R cmprsk).  The variance needs the sum of all later compensators,
 * so each stratum is walked twice: once for their total, once for the rest.
 */
#include "postcart/gray.h"

#include <math.h>
#include <string.h>

#include "stat/dist.h"
#include "stat/matrix.h"
#include "stat/times.h"

/* The state of a walk through one stratum; arrays are per group. */
typedef struct walk {
    size_t n_group;
    int cause;
    double rho;
    double pooled;       // F0, just before the time
    double *at_risk;     // Y
    double *survival;    // S(t-), from any cause
    double *incidence;   // F(t-)
    double *own, *other; // events at the time
    double *h;           // Y / S(t-)
    double *a;           // n x n: weights of the groups' martingales
    double *passed;      // n x n: compensator up to the time
    double *total;       // n x n: compensator of the whole walk
    double *after;       // per group: factor of the later compensator
    double *score, *variance;
} walk;

static void
start_walk(walk *w, const pcart_followup *part)
{
    w->pooled = 0;
    for (size_t k = 0; k < w->n_group; k++) {
        w->at_risk[k] = 0;
        w->survival[k] = 1;
        w->incidence[k] = 0;
    }
    memset(w->passed, 0, w->n_group * w->n_group * sizeof *w->passed);
    for (size_t i = 0; i < part->n; i++)
        w->at_risk[part->group ? part->group[i] : 0]++;
}

/* Count the events of one time; whether there was any. */
static int
count_events(walk *w, const pcart_followup *part, size_t from, size_t to)
{
    int n_event = 0;

    for (size_t k = 0; k < w->n_group; k++)
        w->own[k] = w->other[k] = 0;
    for (size_t i = from; i < to; i++) {
        int k = part->group ? part->group[i] : 0, status = part->status[i];

        if (!status)
            continue;
        n_event++;
        if (status == w->cause)
            w->own[k]++;
        else
            w->other[k]++;
    }
    return n_event;
}

/* Sums over the groups at one time. */
typedef struct pool {
    double own;    // events of the cause
    double h;      // sum of h
    double ratio;  // sum of h (1 - F(t-))
    double weight; // (1 - F0(t-))^rho
} pool;

static pool
pool_events(const walk *w)
{
    pool p = {0};

    for (size_t k = 0; k < w->n_group; k++)
        p.own += w->own[k];
    return p;
}

/* What only a time with an event of the cause needs. */
static void
pool_groups(walk *w, pool *p)
{
    for (size_t k = 0; k < w->n_group; k++) {
        w->h[k] = w->at_risk[k] > 0 ? w->at_risk[k] / w->survival[k] : 0;
        p->h += w->h[k];
        p->ratio += w->h[k] * (1 - w->incidence[k]);
    }
    p->weight = w->rho == 0 ? 1 : pow(1 - w->pooled, w->rho);
}

/* The weights a and the compensator that they add at one time. */
static void
add_compensator(walk *w, const pool *p)
{
    size_t n = w->n_group;
    double step = p->own / (p->h * (1 - w->pooled));

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            double a = p->weight * w->h[i] * ((i == k) - w->h[k] / p->h);

            w->a[i * n + k] = a;
            w->passed[i * n + k] += a * step;
        }
}

static void
add_score(walk *w, const pool *p)
{
    for (size_t k = 0; k < w->n_group; k++) {
        double share = w->h[k] * (1 - w->incidence[k]) / p->ratio;

        w->score[k] += p->weight * (w->own[k] - p->own * share);
    }
}

/* variance += factor * u u', where u is column k of a and what is to come. */
static void
add_outer(walk *w, size_t k, double factor, double with_a, double later)
{
    size_t n = w->n_group;

    for (size_t i = 0; i < n; i++)
        w->after[i] = with_a * w->a[i * n + k] +
                      later * (w->total[i * n + k] - w->passed[i * n + k]);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            w->variance[i * n + j] += factor * w->after[i] * w->after[j];
}

static void
add_variance(walk *w, const pool *p, double pooled_after)
{
    for (size_t k = 0; k < w->n_group; k++) {
        double y = w->at_risk[k], s = w->survival[k];
        double leaving = w->own[k] + w->other[k];
        double s_after = y > 0 ? s * (y - leaving) / y : s, later;

        if (y <= 0)
            continue;
        later = s_after > 0 ? (1 - pooled_after) / s_after : 0;
        if (p->own > 0) {
            double tie = p->own > 1 ? 1 - (p->own - 1) / (p->h * s - 1) : 1;

            add_outer(w, k, tie * s * p->own / (p->h * y), 1,
                      s_after > 0 ? 1 - later : 0);
        }
        if (w->other[k] > 0 && s_after > 0) {
            double tie = w->other[k] > 1 ? 1 - (w->other[k] - 1) / (y - 1) : 1;

            add_outer(w, k, tie * s * s * w->other[k] / (y * y), 0, later);
        }
    }
}

/* Survival and incidence of each group behind the events of one time. */
static void
pass_events(walk *w)
{
    for (size_t k = 0; k < w->n_group; k++) {
        double y = w->at_risk[k];

        if (y <= 0)
            continue;
        w->incidence[k] += w->survival[k] * w->own[k] / y;
        w->survival[k] *= (y - w->own[k] - w->other[k]) / y;
    }
}

static void
step(walk *w, const pcart_followup *part, size_t from, size_t to, int is_second)
{
    if (count_events(w, part, from, to)) {
        pool p = pool_events(w);
        double pooled_after = w->pooled;

        if (p.own > 0) {
            pool_groups(w, &p);
            pooled_after += p.own / p.h;
            add_compensator(w, &p);
            if (is_second)
                add_score(w, &p);
        }
        if (is_second)
            add_variance(w, &p, pooled_after);
        w->pooled = pooled_after;
        pass_events(w);
    }
    for (size_t i = from; i < to; i++)
        w->at_risk[part->group ? part->group[i] : 0]--;
}

static pcart_status
walk_stratum(walk *w, const pcart_followup *part, pcart_arena *arena,
             pcart_err *err)
{
    size_t square = w->n_group * w->n_group;
    pcarti_times times;
    pcart_status st = pcarti_times_of(part, arena, &times, err);

    if (st)
        return st;
    for (int is_second = 0; is_second < 2; is_second++) {
        start_walk(w, part);
        for (size_t j = 0; j < times.n; j++)
            step(w, part, times.first[j], times.first[j + 1], is_second);
        memcpy(w->total, w->passed, square * sizeof *w->total);
    }
    return PCART_OK;
}

static pcart_status
take_walk(walk *w, pcart_arena *arena, pcart_err *err)
{
    double **const line[] = {&w->at_risk, &w->survival, &w->incidence,
                             &w->own,     &w->other,    &w->h,
                             &w->after,   &w->score};
    double **const square[] = {&w->a, &w->passed, &w->total, &w->variance};
    size_t n = w->n_group;

    for (size_t k = 0; k < PCART_COUNTOF(line); k++)
        if (!(*line[k] = pcart_arena_take(arena, n, sizeof **line[k])))
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t k = 0; k < PCART_COUNTOF(square); k++)
        if (n > SIZE_MAX / n ||
            !(*square[k] = pcart_arena_take(arena, n * n, sizeof **square[k])))
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    return PCART_OK;
}

static pcart_status
conclude(const walk *w, pcart_arena *arena, pcart_test *test, pcart_err *err)
{
    int rank = 0, n_active = 0;
    pcart_status st;

    for (size_t k = 0; k < w->n_group; k++)
        n_active += w->variance[k * w->n_group + k] > 0;
    test->statistic_name = "Chisq";
    if (n_active < 2) {
        test->reason = "fewer than two groups were at risk at an event of "
                       "this cause";
        return PCART_OK;
    }
    st = pcarti_quadratic(w->variance, w->score, w->n_group, arena,
                          &test->statistic, &rank, err);
    if (st)
        return st;
    if (rank <= 0) {
        test->statistic = 0;
        test->reason = "the variance is 0: no event can tell the groups apart";
        return PCART_OK;
    }
    test->is_evaluable = 1;
    test->df = rank;
    if (rank < n_active - 1)
        test->warning = "singular variance: the degrees of freedom are its "
                        "rank";
    test->p_value = pchisq(test->statistic, test->df, 0, 0);
    return PCART_OK;
}

pcart_status
pcart_gray_test(const pcart_followup *data, const pcart_gray_options *options,
                pcart_arena *arena, pcart_gray *out, pcart_err *err)
{
    walk w = {.n_group = (size_t)pcarti_followup_groups(data), .cause = 1};
    pcart_gray result = {.n_group = pcarti_followup_groups(data)};
    int n_stratum = pcarti_followup_strata(data);
    pcart_followup sorted, *part = NULL;
    pcart_status st;

    if (options) {
        w.rho = options->rho;
        w.cause = options->cause ? options->cause : 1;
    }
    if (data->weight || data->start)
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "Gray's test does not take late entry or weights");
    if (!isfinite(w.rho))
        return pcart_err_set(err, PCART_E_RANGE, "rho is not a number");
    st = pcarti_followup_order(data, PCART_TIES_EXACT, arena, &sorted, err);
    if (!st)
        st = pcarti_followup_split(&sorted, PCARTI_BY_STRATUM, arena, &part,
                                   err);
    if (!st)
        st = take_walk(&w, arena, err);
    for (int k = 0; k < n_stratum && !st; k++)
        st = walk_stratum(&w, &part[k], arena, err);
    if (!st)
        st = conclude(&w, arena, &result.test, err);
    if (st)
        return st;
    result.test.method =
        n_stratum > 1 ? (w.rho == 0 ? "stratified Gray's test (rho = 0)"
                                    : "stratified Gray's test (rho not 0)")
                      : (w.rho == 0 ? "Gray's test (rho = 0)"
                                    : "Gray's test (rho not 0)");
    result.test.r_call =
        n_stratum > 1 ? "cmprsk::cuminc(time, status, group, strata, rho)$Tests"
                      : "cmprsk::cuminc(time, status, group, rho = rho)$Tests";
    result.score = w.score;
    result.variance = w.variance;
    *out = result;
    return PCART_OK;
}
