/*
 * multistate.c -- probabilities of paths through states.  Layer: stat.
 *
 * At each time of a transition the shares in the states are multiplied by
 * I + dA, where dA holds transitions over numbers at risk.
 */
#include "postcart/multistate.h"

#include <math.h>
#include <string.h>

#include "stat/curve.h"
#include "stat/dist.h"
#include "stat/order.h"

typedef struct work {
    const pcart_paths *paths;
    pcart_multistate_options options;
    size_t s; // states
    uint32_t *by_start, *by_stop;
    size_t n_start, n_stop;        // how far both orders have been walked
    double *at_risk;               // s
    double *move;                  // s x s: transitions at the time
    double *step;                  // s x s: I + dA
    double *share, *next;          // s
    double *variance, *half, *sum; // s x s, Greenwood
    double *influence;             // n_subject x s, jackknife
    double *row;                   // s
} work;

/* The columns of the result while they are made. */
typedef struct columns {
    double *time, *probability, *std_err, *low, *high, *n_risk;
} columns;

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static pcart_status
check_paths(const pcart_paths *p, pcart_err *err)
{
    if (p->n_state < 2)
        return pcart_err_set(err, PCART_E_RANGE, "%d states", p->n_state);
    if (!p->n)
        return pcart_err_set(err, PCART_E_DEGENERATE, "there is no row");
    for (size_t i = 0; i < p->n; i++) {
        if (!isfinite(p->start[i]) || !isfinite(p->stop[i]) ||
            p->start[i] >= p->stop[i])
            return pcart_err_set(err, PCART_E_RANGE,
                                 "row %zu: start %g is not before stop %g",
                                 i + 1, p->start[i], p->stop[i]);
        if (p->from[i] < 0 || p->from[i] >= p->n_state || p->to[i] < -1 ||
            p->to[i] >= p->n_state)
            return pcart_err_set(err, PCART_E_RANGE, "row %zu: state %d to %d",
                                 i + 1, p->from[i], p->to[i]);
        if (p->subject && (p->subject[i] < 0 || p->subject[i] >= p->n_subject))
            return pcart_err_set(err, PCART_E_RANGE,
                                 "row %zu: subject %d is not in 0 to %d", i + 1,
                                 p->subject[i], p->n_subject - 1);
    }
    return PCART_OK;
}

static pcart_status
take_work(work *w, pcart_arena *arena, pcart_err *err)
{
    size_t s = w->s;
    double **const line[] = {&w->at_risk, &w->share, &w->next, &w->row};
    double **const square[] = {&w->move, &w->step, &w->variance, &w->half,
                               &w->sum};
    pcart_status st;

    for (size_t k = 0; k < PCART_COUNTOF(line); k++)
        if (!(*line[k] = pcart_arena_take(arena, s, sizeof **line[k])))
            return out_of_memory(err);
    for (size_t k = 0; k < PCART_COUNTOF(square); k++)
        if (!(*square[k] = pcart_arena_take(arena, s * s, sizeof(double))))
            return out_of_memory(err);
    if (w->options.variance == PCART_MULTISTATE_JACKKNIFE) {
        w->influence = pcart_arena_take(arena, (size_t)w->paths->n_subject * s,
                                        sizeof *w->influence);
        if (!w->influence)
            return out_of_memory(err);
    }
    st = pcarti_order(w->paths->start, w->paths->n, NULL, arena, &w->by_start,
                      err);
    if (!st)
        st = pcarti_order(w->paths->stop, w->paths->n, NULL, arena, &w->by_stop,
                          err);
    return st;
}

/* Whether a row ends in another state after the origin. */
static int
is_transition(const work *w, size_t row)
{
    return w->paths->to[row] >= 0 && w->paths->to[row] != w->paths->from[row] &&
           w->paths->stop[row] > w->options.origin;
}

/* Those who are at risk just before `time`. */
static void
enter(work *w, double time)
{
    const pcart_paths *p = w->paths;

    while (w->n_start < p->n && p->start[w->by_start[w->n_start]] < time)
        w->at_risk[p->from[w->by_start[w->n_start++]]]++;
    while (w->n_stop < p->n && p->stop[w->by_stop[w->n_stop]] < time)
        w->at_risk[p->from[w->by_stop[w->n_stop++]]]--;
}

/* Count the transitions at `time` and make I + dA. */
static void
set_step(work *w, double time)
{
    const pcart_paths *p = w->paths;
    size_t s = w->s;

    memset(w->move, 0, s * s * sizeof *w->move);
    for (size_t k = w->n_stop; k < p->n && p->stop[w->by_stop[k]] == time;
         k++) {
        size_t row = w->by_stop[k];

        if (is_transition(w, row))
            w->move[(size_t)p->from[row] * s + (size_t)p->to[row]]++;
    }
    for (size_t a = 0; a < s; a++) {
        double left = 0;

        for (size_t b = 0; b < s; b++) {
            double share =
                w->at_risk[a] > 0 ? w->move[a * s + b] / w->at_risk[a] : 0;

            w->step[a * s + b] = share;
            left += share;
        }
        w->step[a * s + a] = 1 - left;
    }
}

/* out = row * matrix. */
static void
times_matrix(const double *row, const double *matrix, size_t s, double *out)
{
    for (size_t b = 0; b < s; b++)
        out[b] = 0;
    for (size_t a = 0; a < s; a++)
        for (size_t b = 0; b < s; b++)
            out[b] += row[a] * matrix[a * s + b];
}

/*
 * Greenwood type: M' V M plus the multinomial variance of each row of dA,
 * weighted with the square of the share that it moves.
 */
static void
add_greenwood(work *w)
{
    size_t s = w->s;

    for (size_t a = 0; a < s; a++)
        times_matrix(w->variance + a * s, w->step, s, w->half + a * s);
    memset(w->sum, 0, s * s * sizeof *w->sum);
    for (size_t a = 0; a < s; a++)
        for (size_t b = 0; b < s; b++)
            for (size_t k = 0; k < s; k++)
                w->sum[a * s + b] += w->step[k * s + a] * w->half[k * s + b];
    for (size_t j = 0; j < s; j++) {
        double y = w->at_risk[j], f = w->share[j] * w->share[j];

        if (y <= 0 || f == 0)
            continue;
        for (size_t a = 0; a < s; a++)
            for (size_t b = 0; b < s; b++) {
                double pa = w->step[j * s + a], pb = w->step[j * s + b];

                w->sum[a * s + b] += f * ((a == b ? pa : 0) - pa * pb) / y;
            }
    }
    memcpy(w->variance, w->sum, s * s * sizeof *w->variance);
}

/*
 * Infinitesimal jackknife: each subject's influence moves with I + dA, and
 * those at risk add what their own row of dA is too much or too little.
 */
static void
add_influence(work *w, double time)
{
    const pcart_paths *p = w->paths;
    size_t s = w->s;

    for (int i = 0; i < p->n_subject; i++) {
        double *u = w->influence + (size_t)i * s;

        times_matrix(u, w->step, s, w->row);
        memcpy(u, w->row, s * sizeof *u);
    }
    for (size_t i = 0; i < p->n; i++) {
        size_t from = (size_t)p->from[i], to = from;
        double f, *u;

        if (!(p->start[i] < time && time <= p->stop[i]))
            continue;
        if (p->stop[i] == time && is_transition(w, i))
            to = (size_t)p->to[i];
        f = w->share[from] / w->at_risk[from];
        u = w->influence + (size_t)p->subject[i] * s;
        for (size_t b = 0; b < s; b++)
            u[b] -= f * w->step[from * s + b];
        u[to] += f;
    }
}

static void
set_row(work *w, const columns *c, size_t n, double time)
{
    size_t s = w->s;
    double z = pcarti_level_z(pcarti_level(w->options.level));

    c->time[n] = time;
    for (size_t a = 0; a < s; a++) {
        double square = w->variance[a * s + a];
        pcarti_limits limit;

        if (w->influence) {
            square = 0;
            for (int i = 0; i < w->paths->n_subject; i++) {
                double u = w->influence[(size_t)i * s + a];

                square += u * u;
            }
        }
        c->probability[n * s + a] = w->share[a];
        c->std_err[n * s + a] = sqrt(fmax(square, 0));
        c->n_risk[n * s + a] = w->at_risk[a];
        limit = pcarti_limits_of(PCART_INTERVAL_PLAIN, z, w->share[a],
                                 c->std_err[n * s + a], 0);
        c->low[n * s + a] = limit.low;
        c->high[n * s + a] = limit.high;
    }
}

/* The shares at the origin; by default of those at risk at the first event. */
static void
set_start(work *w)
{
    double sum = 0;

    for (size_t a = 0; a < w->s; a++) {
        w->share[a] =
            w->options.initial ? w->options.initial[a] : w->at_risk[a];
        sum += w->share[a];
    }
    for (size_t a = 0; a < w->s && sum > 0; a++)
        w->share[a] /= sum;
    /* shares that were observed vary with who was observed */
    for (size_t i = 0;
         w->influence && !w->options.initial && sum > 0 && i < w->n_start;
         i++) {
        size_t row = w->by_start[i];
        double *u = w->influence + (size_t)w->paths->subject[row] * w->s;

        for (size_t a = 0; a < w->s; a++)
            u[a] += (((size_t)w->paths->from[row] == a) - w->share[a]) / sum;
    }
}

static size_t
walk(work *w, const columns *c)
{
    const pcart_paths *p = w->paths;
    size_t n = 0;

    for (size_t k = 0; k < p->n; k++) {
        double time = p->stop[w->by_stop[k]];

        if (!is_transition(w, w->by_stop[k]) || (n && c->time[n - 1] == time))
            continue;
        enter(w, time);
        if (!n)
            set_start(w);
        set_step(w, time);
        if (w->influence)
            add_influence(w, time);
        else
            add_greenwood(w);
        times_matrix(w->share, w->step, w->s, w->next);
        memcpy(w->share, w->next, w->s * sizeof *w->share);
        set_row(w, c, n++, time);
    }
    return n;
}

static pcart_status
count_transitions(const work *w, pcart_arena *arena, pcart_multistate *out,
                  pcart_err *err)
{
    size_t s = w->s;
    double *count = pcart_arena_take(arena, s * s, sizeof *count);
    double *censored = pcart_arena_take(arena, s, sizeof *censored);

    if (!count || !censored)
        return out_of_memory(err);
    for (size_t i = 0; i < w->paths->n; i++) {
        size_t from = (size_t)w->paths->from[i];

        if (w->paths->to[i] < 0)
            censored[from]++;
        else
            count[from * s + (size_t)w->paths->to[i]]++;
    }
    out->n_transition = count;
    out->n_censored = censored;
    return PCART_OK;
}

pcart_status
pcart_multistate_fit(const pcart_paths *paths,
                     const pcart_multistate_options *options,
                     pcart_arena *arena, pcart_multistate *out, pcart_err *err)
{
    work w = {.paths = paths, .s = (size_t)paths->n_state};
    pcart_multistate result = {.n_state = paths->n_state};
    double **each[6];
    columns c = {0};
    size_t room = 0;
    pcart_status st;

    if (options)
        w.options = *options;
    st = pcarti_level_check(pcarti_level(w.options.level), err);
    if (!st)
        st = check_paths(paths, err);
    if (!st && w.options.variance == PCART_MULTISTATE_JACKKNIFE &&
        !paths->subject)
        st = pcart_err_set(err, PCART_E_USAGE,
                           "the jackknife needs the subject of each row");
    if (!st)
        st = take_work(&w, arena, err);
    if (st)
        return st;
    for (size_t k = 0; k < paths->n; k++)
        room += is_transition(&w, k) != 0;
    if (!room)
        return pcart_err_set(err, PCART_E_DEGENERATE, "there is no transition");
    each[0] = &c.time;
    each[1] = &c.probability;
    each[2] = &c.std_err;
    each[3] = &c.low;
    each[4] = &c.high;
    each[5] = &c.n_risk;
    for (size_t k = 0; k < PCART_COUNTOF(each); k++)
        if (!(*each[k] = pcart_arena_take(arena, room * w.s, sizeof(double))))
            return out_of_memory(err);
    result.n = walk(&w, &c);
    result.time = c.time;
    result.probability = c.probability;
    result.std_err = c.std_err;
    result.low = c.low;
    result.high = c.high;
    result.n_risk = c.n_risk;
    result.method = w.influence ? "Aalen-Johansen, infinitesimal jackknife"
                                : "Aalen-Johansen, Greenwood type variance";
    result.r_call = w.influence
                        ? "survfit(Surv(start, stop, to) ~ 1, id = subject)"
                        : "etm::etm(data, states, transitions, \"cens\", 0)";
    st = count_transitions(&w, arena, &result, err);
    if (!st)
        *out = result;
    return st;
}
