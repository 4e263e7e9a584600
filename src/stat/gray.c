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

#include "stat/cuminc.h"
#include "stat/dist.h"
#include "stat/gray.h"
#include "stat/matrix.h"
#include "stat/times.h"
#include "stat/vector.h"

/* The state of a walk through one stratum; arrays are per group. */
typedef struct walk {
    size_t n_group;
    int cause;
    double rho;
    double pooled;       // F0, just before the time
    double *at_risk;     // Y
    double *survival;    // S(t-), from any cause
    double *incidence;   // F(t-)
    double *open;        // 1 / S(t-); 0 if that is 0
    double *h, *inverse; // Y / S(t-) and its inverse; 0 if Y is 0
    double *own, *other; // events at a time with several
    double *a;           // n x n: weights of the groups' martingales
    double *passed;      // n x n: compensator up to the time
    double *total;       // n x n: compensator of the whole walk
    double *after;       // per group: factor of the later compensator
    double *score;
    double *variance; // n x n, upper triangle until the end
} walk;

static int
group_of(const pcart_followup *part, size_t i)
{
    return part->group ? part->group[i] : 0;
}

/* What follows from the number at risk and the survival of group k. */
static PCARTI_INLINE void
refresh(const walk *w, size_t k)
{
    double y = w->at_risk[k], s = w->survival[k];

    w->h[k] = y > 0 ? y * w->open[k] : 0;
    w->inverse[k] = y > 0 ? s / y : 0;
}

/* Survival and incidence of group k behind its events of one time. */
static PCARTI_INLINE void
pass_events(const walk *w, size_t k, double own, double leaving)
{
    double y = w->at_risk[k], s = w->survival[k];

    if (y <= 0 || leaving <= 0)
        return;
    w->incidence[k] += s * own / y;
    w->survival[k] = s * ((y - leaving) / y);
    w->open[k] = y > leaving ? 1 / w->survival[k] : 0;
}

static void
start_walk(walk *w, const pcart_followup *part)
{
    w->pooled = 0;
    for (size_t k = 0; k < w->n_group; k++) {
        w->at_risk[k] = 0;
        w->survival[k] = w->open[k] = 1;
        w->incidence[k] = 0;
    }
    memset(w->passed, 0, w->n_group * w->n_group * sizeof *w->passed);
    for (size_t i = 0; i < part->n; i++)
        w->at_risk[group_of(part, i)]++;
    for (size_t k = 0; k < w->n_group; k++)
        refresh(w, k);
}

/* Sums over the groups at a time with events of the cause. */
typedef struct pool {
    double own;     // events of the cause
    double h;       // sum of h
    double inverse; // 1 / h
    double ratio;   // sum of h (1 - F(t-))
    double weight;  // (1 - F0(t-))^rho
} pool;

static PCARTI_INLINE pool
pool_groups(const walk *w, double own, size_t n)
{
    pool p = {.own = own, .weight = 1};

    for (size_t k = 0; k < n; k++) {
        p.h += w->h[k];
        p.ratio += w->h[k] * (1 - w->incidence[k]);
    }
    p.inverse = 1 / p.h;
    if (w->rho != 0)
        p.weight = pow(1 - w->pooled, w->rho);
    return p;
}

/* The weights a and the compensator that they add at one time. */
static PCARTI_INLINE void
add_compensator(const walk *w, const pool *p, size_t n)
{
    const double *restrict h = w->h;
    double *restrict a = w->a, *restrict passed = w->passed;
    double step = p->own / (p->h * (1 - w->pooled));

    for (size_t i = 0; i < n; i++) {
        double hi = p->weight * h[i], share = hi * p->inverse;

        for (size_t k = 0; k < n; k++) {
            a[i * n + k] = (i == k ? hi : 0) - share * h[k];
            passed[i * n + k] += a[i * n + k] * step;
        }
    }
}

/* own[k] less what group k would have by its share, weighted. */
static PCARTI_INLINE void
add_score(const walk *w, const pool *p, const double *own, size_t n)
{
    double step = p->own / p->ratio;

    for (size_t k = 0; k < n; k++) {
        double share = w->h[k] * (1 - w->incidence[k]) * step;

        w->score[k] += p->weight * (own[k] - share);
    }
}

/* variance += factor * u u', where u is column k of a and what is to come. */
static PCARTI_INLINE void
add_outer(const walk *w, size_t k, double factor, double later, size_t n)
{
    double *restrict u = w->after, *restrict variance = w->variance;
    const double *restrict a = w->a, *restrict total = w->total;
    const double *restrict passed = w->passed;

    /* a, total and passed are symmetric: row k is column k */
    for (size_t i = 0; i < n; i++)
        u[i] = a[k * n + i] + later * (total[k * n + i] - passed[k * n + i]);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++)
            variance[i * n + j] += factor * u[i] * u[j];
}

/* The same for an event of another cause, which has no part in a. */
static PCARTI_INLINE void
add_other(const walk *w, size_t k, double factor, double later, size_t n)
{
    double *restrict variance = w->variance;
    const double *restrict total = w->total + k * n;
    const double *restrict passed = w->passed + k * n;

    factor *= later * later;
    for (size_t i = 0; i < n; i++) {
        double u = factor * (total[i] - passed[i]);

        for (size_t j = i; j < n; j++)
            variance[i * n + j] += u * (total[j] - passed[j]);
    }
}

/* One event of the cause, in group g, alone at its time. */
static PCARTI_INLINE void
take_own(walk *w, size_t g, int is_second, size_t n)
{
    pool p = pool_groups(w, 1, n);
    double pooled_after = w->pooled + p.inverse;

    add_compensator(w, &p, n);
    if (is_second) {
        double step = 1 / p.ratio;

        for (size_t k = 0; k < n; k++)
            w->score[k] +=
                p.weight * ((k == g) - w->h[k] * (1 - w->incidence[k]) * step);
    }
    pass_events(w, g, 1, 1);
    for (size_t k = 0; is_second && k < n; k++)
        if (w->at_risk[k] > 0)
            add_outer(w, k, p.inverse * w->inverse[k],
                      w->open[k] > 0 ? 1 - (1 - pooled_after) * w->open[k] : 0,
                      n);
    w->pooled = pooled_after;
}

/* One event of another cause, in group g, alone at its time. */
static PCARTI_INLINE void
take_other(const walk *w, size_t g, int is_second, size_t n)
{
    pass_events(w, g, 0, 1);
    if (is_second && w->open[g] > 0)
        add_other(w, g, w->inverse[g] * w->inverse[g],
                  (1 - w->pooled) * w->open[g], n);
}

/* Gray's correction of the variance for `d` tied events among `r`. */
static double
tie_of(double d, double r)
{
    return d > 1 ? 1 - (d - 1) / (r - 1) : 1;
}

static void
add_variance(const walk *w, double own, double h, double pooled_after)
{
    size_t n = w->n_group;

    for (size_t k = 0; k < n; k++) {
        double y = w->at_risk[k], before, later;

        if (y <= 0)
            continue;
        before = y / w->h[k];
        later = (1 - pooled_after) * w->open[k];
        if (own > 0)
            add_outer(w, k, tie_of(own, h * before) * before * own / (h * y),
                      w->open[k] > 0 ? 1 - later : 0, n);
        if (w->other[k] > 0 && w->open[k] > 0)
            add_other(w, k,
                      tie_of(w->other[k], y) * before * before * w->other[k] /
                          (y * y),
                      later, n);
    }
}

/* All rows of one time with several. */
static void
take_tied(walk *w, const pcart_followup *part, const size_t row[2],
          int is_second)
{
    size_t n = w->n_group;
    double own = 0, pooled_after = w->pooled;
    pool p = {0};

    for (size_t k = 0; k < n; k++)
        w->own[k] = w->other[k] = 0;
    for (size_t i = row[0]; i < row[1]; i++) {
        if (!part->status[i])
            continue;
        own += part->status[i] == w->cause;
        (part->status[i] == w->cause ? w->own : w->other)[group_of(part, i)]++;
    }
    if (own > 0) {
        p = pool_groups(w, own, n);
        pooled_after += own / p.h;
        add_compensator(w, &p, n);
        if (is_second)
            add_score(w, &p, w->own, n);
    }
    for (size_t k = 0; k < n; k++)
        pass_events(w, k, w->own[k], w->own[k] + w->other[k]);
    if (is_second)
        add_variance(w, own, p.h, pooled_after);
    w->pooled = pooled_after;
    for (size_t i = row[0]; i < row[1]; i++)
        w->at_risk[group_of(part, i)]--;
    for (size_t k = 0; k < n; k++)
        refresh(w, k);
}

static PCARTI_INLINE void
walk_rows(walk *w, const pcart_followup *part, int is_second, size_t n)
{
    for (size_t i = 0, end; i < part->n; i = end) {
        size_t g = (size_t)group_of(part, i);
        int status = part->status[i];

        end = i + 1;
        if (end < part->n && part->time[end] == part->time[i]) {
            while (end < part->n && part->time[end] == part->time[i])
                end++;
            take_tied(w, part, (size_t[2]){i, end}, is_second);
            continue;
        }
        if (status == w->cause)
            take_own(w, g, is_second, n);
        else if (status)
            take_other(w, g, is_second, n);
        w->at_risk[g]--;
        refresh(w, g);
    }
}

/* The same code with the number of groups known to the compiler. */
PCARTI_VECTOR static void
walk_once(walk *w, const pcart_followup *part, int is_second)
{
    if (w->n_group == 2)
        walk_rows(w, part, is_second, 2);
    else if (w->n_group == 3)
        walk_rows(w, part, is_second, 3);
    else
        walk_rows(w, part, is_second, w->n_group);
}

static void
walk_stratum(walk *w, const pcart_followup *part)
{
    size_t square = w->n_group * w->n_group;

    for (int is_second = 0; is_second < 2; is_second++) {
        start_walk(w, part);
        walk_once(w, part, is_second);
        memcpy(w->total, w->passed, square * sizeof *w->total);
    }
}

static pcart_status
take_walk(walk *w, pcart_arena *arena, pcart_err *err)
{
    double **const line[] = {
        &w->at_risk, &w->survival, &w->incidence, &w->own,  &w->other,
        &w->h,       &w->after,    &w->score,     &w->open, &w->inverse};
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
conclude(const pcarti_gray_sums *w, pcart_arena *arena, pcart_test *test,
         pcart_err *err)
{
    size_t n = (size_t)w->n_group;
    int rank = 0, n_active = 0;
    pcart_status st;

    for (size_t k = 0; k < n; k++)
        n_active += w->variance[k * n + k] > 0;
    test->statistic_name = "Chisq";
    if (n_active < 2) {
        test->reason = "fewer than two groups were at risk at an event of "
                       "this cause";
        return PCART_OK;
    }
    st = pcarti_quadratic(w->variance, w->score, n, arena, &test->statistic,
                          &rank, err);
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
pcarti_gray_finish(const pcarti_gray_sums *w, pcart_arena *arena,
                   pcart_gray *out, pcart_err *err)
{
    pcart_gray result = {
        .n_group = w->n_group, .score = w->score, .variance = w->variance};
    size_t n = (size_t)w->n_group;
    pcart_status st;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            w->variance[i * n + j] = w->variance[j * n + i];
    st = conclude(w, arena, &result.test, err);
    if (st)
        return st;
    result.test.method =
        w->n_stratum > 1 ? (w->rho == 0 ? "stratified Gray's test (rho = 0)"
                                        : "stratified Gray's test (rho not 0)")
                         : (w->rho == 0 ? "Gray's test (rho = 0)"
                                        : "Gray's test (rho not 0)");
    result.test.r_call =
        w->n_stratum > 1
            ? "cmprsk::cuminc(time, status, group, strata, rho)$Tests"
            : "cmprsk::cuminc(time, status, group, rho = rho)$Tests";
    *out = result;
    return PCART_OK;
}

/* Weights and strata are rare: all others go by the table of all groups. */
static pcart_status
test_plain(const pcart_followup *sorted, int cause, int threads,
           pcart_arena *arena, pcart_gray *out, pcart_err *err)
{
    pcarti_cuminc table = {.sorted = sorted,
                           .n_group = (size_t)pcarti_followup_groups(sorted),
                           .n_cause = 2,
                           .only = cause,
                           .threads = threads};
    pcart_arena scratch;
    pcart_status st;

    pcart_arena_init(&scratch, &arena->alloc);
    st = pcarti_cuminc_count(&table, &scratch, err);
    if (!st)
        st = pcarti_cuminc_test(&table, 1, arena, out, err);
    pcart_arena_release(&scratch);
    return st;
}

pcart_status
pcart_gray_test(const pcart_followup *data, const pcart_gray_options *options,
                pcart_arena *arena, pcart_gray *out, pcart_err *err)
{
    walk w = {.n_group = (size_t)pcarti_followup_groups(data), .cause = 1};
    int n_stratum = pcarti_followup_strata(data), threads = 0;
    pcart_followup sorted, *part = NULL;
    pcart_status st;

    if (options) {
        threads = options->threads;
        w.rho = options->rho;
        w.cause = options->cause ? options->cause : 1;
    }
    if (data->weight || data->start)
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "Gray's test does not take late entry or weights");
    if (!isfinite(w.rho))
        return pcart_err_set(err, PCART_E_RANGE, "rho is not a number");
    st = pcarti_followup_prepare(
        data, (pcarti_followup_how){PCART_TIES_EXACT, threads}, arena, &sorted,
        err);
    if (!st && w.rho == 0 && n_stratum == 1)
        return test_plain(&sorted, w.cause, threads, arena, out, err);
    if (!st)
        st = pcarti_followup_split(&sorted, PCARTI_BY_STRATUM, threads, arena,
                                   &part, err);
    if (!st)
        st = take_walk(&w, arena, err);
    for (int k = 0; k < n_stratum && !st; k++)
        walk_stratum(&w, &part[k]);
    if (st)
        return st;
    return pcarti_gray_finish(
        &(pcarti_gray_sums){.n_group = pcarti_followup_groups(data),
                            .n_stratum = n_stratum,
                            .rho = w.rho,
                            .score = w.score,
                            .variance = w.variance},
        arena, out, err);
}
