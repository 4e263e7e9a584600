/*
 * pseudo.c -- pseudo-values of curves.  Layer: stat.
 *
 * Without subject i the risk sets up to its own end are smaller by one, and
 * those after it are unchanged.  So one running product with reduced risk sets
 * and one without give the curve without any subject.
 */
#include "postcart/pseudo.h"

#include <math.h>

#include "stat/times.h"

/* The state after some time: survival from any cause, incidence of one. */
typedef struct curve {
    double survival, incidence;
} curve;

static curve
step(curve c, double at_risk, double n_event, double n_cause)
{
    if (at_risk <= 0)
        return c;
    c.incidence += c.survival * n_cause / at_risk;
    c.survival *= (at_risk - n_event) / at_risk;
    return c;
}

typedef struct work {
    const pcart_followup *v;
    pcarti_times times;
    size_t n_row; // times up to the one asked for
    int cause;
    double *event, *own;   // per time: all events, those of the cause
    curve *full, *reduced; // after each time; [0] is the start
} work;

static void
count_events(work *w)
{
    for (size_t j = 0; j < w->n_row; j++)
        for (size_t i = w->times.first[j]; i < w->times.first[j + 1]; i++) {
            w->event[j] += w->v->status[i] > 0;
            w->own[j] += w->cause && w->v->status[i] == w->cause;
        }
}

/* Both curves at all times; the reduced one lacks a subject that never ends. */
static void
set_curves(work *w)
{
    w->full[0] = w->reduced[0] = (curve){1, 0};
    for (size_t j = 0; j < w->n_row; j++) {
        double at_risk = (double)(w->v->n - w->times.first[j]);

        w->full[j + 1] = step(w->full[j], at_risk, w->event[j], w->own[j]);
        w->reduced[j + 1] =
            step(w->reduced[j], at_risk - 1, w->event[j], w->own[j]);
    }
}

/* The curve without subject i, which ended at time j (or after the last). */
static double
value_without(const work *w, size_t i, size_t j)
{
    curve c, end = w->full[w->n_row], own;
    double at_risk, d, d1;

    if (j >= w->n_row) {
        c = w->reduced[w->n_row];
        return w->cause ? c.incidence : c.survival;
    }
    at_risk = (double)(w->v->n - w->times.first[j]) - 1;
    d = w->event[j] - (w->v->status[i] > 0);
    d1 = w->own[j] - (w->cause && w->v->status[i] == w->cause);
    c = step(w->reduced[j], at_risk, d, d1);
    own = w->full[j + 1];
    if (own.survival > 0) {
        double ratio = c.survival / own.survival;

        c.incidence += ratio * (end.incidence - own.incidence);
        c.survival = ratio * end.survival;
    }
    return w->cause ? c.incidence : c.survival;
}

static void
leave_one_out(const work *w, double *out)
{
    double n = (double)w->v->n;
    curve end = w->full[w->n_row];
    double theta = w->cause ? end.incidence : end.survival;

    for (size_t j = 0; j < w->times.n; j++)
        for (size_t i = w->times.first[j]; i < w->times.first[j + 1]; i++)
            out[w->v->row[i]] = n * theta - (n - 1) * value_without(w, i, j);
}

/* theta + n * influence; with S = product of 1 - d/r. */
static void
infinitesimal(const work *w, double *out)
{
    double n = (double)w->v->n, theta = w->full[w->n_row].survival;
    double shared = 0;

    for (size_t j = 0; j < w->times.n; j++) {
        double at_risk = (double)(w->v->n - w->times.first[j]), own = 0;

        if (j < w->n_row) {
            double d = w->event[j];

            if (at_risk > d) {
                own = 1 / (at_risk - d);
                shared += d / (at_risk * (at_risk - d));
            }
        }
        for (size_t i = w->times.first[j]; i < w->times.first[j + 1]; i++)
            out[w->v->row[i]] =
                theta - n * theta * ((w->v->status[i] > 0 ? own : 0) - shared);
    }
}

pcart_status
pcart_pseudo_values(const pcart_followup *data,
                    const pcart_pseudo_options *options, pcart_arena *arena,
                    double *out, pcart_err *err)
{
    pcart_followup plain = *data, sorted;
    work w = {.v = &sorted, .cause = options->cause};
    pcart_status st;

    if (data->start || data->weight)
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "pseudo-values with late entry or weights");
    if (options->cause && options->kind == PCART_PSEUDO_INFINITESIMAL)
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "infinitesimal pseudo-values of an incidence");
    if (!isfinite(options->time) || options->time < 0)
        return pcart_err_set(err, PCART_E_RANGE, "time %g is not 0 or more",
                             options->time);
    if (data->n == 1)
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "one subject cannot be left out");
    plain.group = plain.stratum = NULL;
    st = pcarti_followup_sorted(&plain, arena, &sorted, err);
    if (!st)
        st = pcarti_times_of(&sorted, arena, &w.times, err);
    if (st)
        return st;
    while (w.n_row < w.times.n && w.times.time[w.n_row] <= options->time)
        w.n_row++;
    w.full = pcart_arena_take(arena, w.n_row + 1, sizeof *w.full);
    w.reduced = pcart_arena_take(arena, w.n_row + 1, sizeof *w.reduced);
    w.event = pcart_arena_take(arena, w.n_row + 1, sizeof *w.event);
    w.own = pcart_arena_take(arena, w.n_row + 1, sizeof *w.own);
    if (!w.full || !w.reduced || !w.event || !w.own)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    count_events(&w);
    set_curves(&w);
    if (options->kind == PCART_PSEUDO_INFINITESIMAL)
        infinitesimal(&w, out);
    else
        leave_one_out(&w, out);
    return PCART_OK;
}
