/* climb.c -- the maximum of a penalised likelihood, and its profile.
 * Layer: stat. */
#include "stat/climb.h"

#include <math.h>
#include <string.h>

#include "stat/dist.h"
#include "stat/matrix.h"
#include "stat/root.h"

#define PIVOT 1e-12
#define CONVERGED 1e-13
#define NEAR 1e-5
/* From here on the curvature may take over. */
#define CLOSE 0.05
/* A step near the top shrinks to this share of the last, or is no good one. */
#define LEAST_SHRINK 0.7
/* Steps by the curvature that do not shrink are rounding if below this. */
#define STALLED 1e-9
/* Of the differences of the gradient, on columns of spread 1. */
#define DIFFERENCE 1e-4
/* The longest step of a (scaled) coefficient. */
#define LONGEST 5.0
/* Profile limits are looked for up to this far from the estimate. */
#define FARTHEST 1e4

/* From a limit to where the profile must still have a value, relative. */
#define BEYOND 1e-6

enum { MOST_ITERATION = 200, MOST_HALVING = 30 };

pcart_status
pcarti_climb_take(pcarti_climb *c, pcart_arena *arena, pcart_err *err)
{
    size_t p = c->p;
    double **const line[] = {&c->beta, &c->trial, &c->slope, &c->free_step,
                             &c->warm, &c->kept,  &c->best};
    double **const square[] = {&c->information, &c->factor, &c->free_matrix,
                               &c->curvature};

    c->free_index = pcart_arena_take(arena, p + 1, sizeof *c->free_index);
    if (!c->free_index)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t k = 0; k < PCART_COUNTOF(line); k++)
        if (!(*line[k] = pcart_arena_take(arena, p + 1, sizeof(double))))
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t k = 0; k < PCART_COUNTOF(square); k++)
        if (!(*square[k] = pcart_arena_take(arena, p * p + 1, sizeof(double))))
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    return PCART_OK;
}

void
pcarti_climb_free(pcarti_climb *c, size_t fixed)
{
    c->n_free = 0;
    for (size_t k = 0; k < c->p; k++)
        if (k != fixed)
            c->free_index[c->n_free++] = k;
}

static size_t
rank_of(const pcarti_climb *c)
{
    size_t rank = 0;

    for (size_t k = 0; k < c->p; k++)
        rank += c->factor[k * c->p + k] > 0;
    return rank;
}

/*
 * Value, information and its factor at a point.  Far out the information of
 * some coefficient is lost in that of others: its factor leaves out a pivot
 * that would make the penalty very low, and there is no summit.
 */
static void
evaluate(pcarti_climb *c, const double *beta)
{
    c->value(c, beta);
    if (!c->rank)
        c->rank = rank_of(c);
    if (isnan(c->at) || rank_of(c) < c->rank)
        c->at = -INFINITY;
}

/* The Newton step of the free coefficients; returns its longest part. */
static double
set_step(pcarti_climb *c)
{
    size_t m = c->n_free;
    double most = 0;

    for (size_t a = 0; a < m; a++) {
        c->free_step[a] = c->slope[c->free_index[a]];
        for (size_t b = a; b < m; b++)
            c->free_matrix[a * m + b] =
                c->information[c->free_index[a] * c->p + c->free_index[b]];
    }
    pcarti_cholesky(c->free_matrix, m, PIVOT);
    pcarti_cholesky_solve(c->free_matrix, m, c->free_step);
    for (size_t a = 0; a < m; a++)
        most = fmax(most, fabs(c->free_step[a]) /
                              (1 + fabs(c->beta[c->free_index[a]])));
    return most;
}

/* Move by a share of the step, and evaluate there. */
static void
try_step(pcarti_climb *c, double share)
{
    memcpy(c->trial, c->beta, c->p * sizeof *c->trial);
    for (size_t a = 0; a < c->n_free; a++)
        c->trial[c->free_index[a]] += share * c->free_step[a];
    evaluate(c, c->trial);
}

/*
 * The same step by the curvature itself, from differences of the gradient;
 * returns a negative number where it is not that of a summit.
 */
static double
set_curved_step(pcarti_climb *c)
{
    size_t m = c->n_free;
    double most = 0;

    for (size_t a = 0; a < m; a++)
        for (int side = -1; side <= 1; side += 2) {
            memcpy(c->trial, c->beta, c->p * sizeof *c->trial);
            c->trial[c->free_index[a]] += side * DIFFERENCE;
            evaluate(c, c->trial);
            c->gradient(c);
            for (size_t b = 0; b < m; b++)
                c->curvature[a * m + b] =
                    (side < 0 ? 0 : c->curvature[a * m + b]) -
                    side * c->slope[c->free_index[b]] / (2 * DIFFERENCE);
        }
    for (size_t a = 0; a < m; a++)
        for (size_t b = a; b < m; b++)
            c->free_matrix[a * m + b] =
                (c->curvature[a * m + b] + c->curvature[b * m + a]) / 2;
    evaluate(c, c->beta);
    c->gradient(c);
    for (size_t a = 0; a < m; a++)
        c->free_step[a] = c->slope[c->free_index[a]];
    if (pcarti_cholesky(c->free_matrix, m, PIVOT) < 0)
        return -1;
    pcarti_cholesky_solve(c->free_matrix, m, c->free_step);
    for (size_t a = 0; a < m; a++)
        most = fmax(most, fabs(c->free_step[a]) /
                              (1 + fabs(c->beta[c->free_index[a]])));
    return most;
}

/* Steps by the curvature, as long as they shrink. */
static void
finish(pcarti_climb *c)
{
    double last = INFINITY;

    for (; c->n_iteration < MOST_ITERATION; c->n_iteration++) {
        double length = set_curved_step(c);

        if (length < 0 || length >= last || length < CONVERGED) {
            c->is_converged = length >= 0 && length < STALLED;
            return;
        }
        last = length;
        try_step(c, length > LONGEST ? LONGEST / length : 1);
        memcpy(c->beta, c->trial, c->p * sizeof *c->beta);
    }
}

/*
 * Far from the top a step must not lower the value.  Near it the value is flat
 * to the last digit and cannot judge; and a step by the information, which is
 * not the curvature of a penalised likelihood, can go too far or not far enough
 * for ever.  If it does not shrink the curvature takes over.
 */
void
pcarti_climb_run(pcarti_climb *c)
{
    double last = INFINITY;
    int is_tried = 0;

    c->is_converged = 0;
    evaluate(c, c->beta);
    for (c->n_iteration = 0; c->n_iteration < MOST_ITERATION;
         c->n_iteration++) {
        double before = c->at, length, share;

        c->gradient(c);
        length = set_step(c);
        if (length < CONVERGED) {
            c->is_converged = 1;
            return;
        }
        if (length < CLOSE && length > LEAST_SHRINK * last && !is_tried) {
            memcpy(c->best, c->beta, c->p * sizeof *c->best);
            finish(c);
            if (c->is_converged || length < NEAR)
                return;
            is_tried = 1; // no summit that way: back, and on by small steps
            memcpy(c->beta, c->best, c->p * sizeof *c->best);
            evaluate(c, c->beta);
            c->gradient(c);
            length = set_step(c);
            before = c->at;
        }
        last = length;
        share = length > LONGEST ? LONGEST / length : 1;
        try_step(c, share);
        for (int k = 0; k < MOST_HALVING && length >= NEAR &&
                        !(isfinite(c->at) && c->at >= before);
             k++) {
            share /= 2;
            try_step(c, share);
        }
        memcpy(c->beta, c->trial, c->p * sizeof *c->beta);
    }
}

/* The profile along one coefficient. */
typedef struct profile {
    pcarti_climb *climb;
    const double *start;
    size_t k;
    double target;
} profile;

/* The summit that is reached from a point, with coefficient k held at b. */
static double
climb_from(const profile *q, const double *start, double b)
{
    pcarti_climb *c = q->climb;

    if (start)
        memcpy(c->beta, start, c->p * sizeof *c->beta);
    else
        memset(c->beta, 0, c->p * sizeof *c->beta);
    c->beta[q->k] = b;
    pcarti_climb_free(c, q->k);
    pcarti_climb_run(c);
    return c->at;
}

/*
 * The profile of separated groups can have several summits: the search starts
 * from the estimate, from where the last one ended, and from 0, and the highest
 * counts.
 */
static double
profile_gap(double b, const void *context)
{
    const profile *q = context;
    pcarti_climb *c = q->climb;
    const double *const start[] = {q->start, c->warm, NULL};
    size_t size = c->p * sizeof *c->beta;
    double best = -INFINITY;

    for (size_t k = 0; k < PCART_COUNTOF(start); k++) {
        double at = climb_from(q, start[k], b);

        if (k == 0 || at > best) {
            best = at;
            memcpy(c->kept, c->beta, size);
        }
    }
    memcpy(c->warm, c->kept, size);
    return best - q->target;
}

/* Where the profile falls to its target on one side; not a number where the
 * information is lost before. */
static double
profile_limit(const profile *q, double std_err, double sign)
{
    double near = q->start[q->k], far, width = std_err / 2;

    memcpy(q->climb->warm, q->start, q->climb->p * sizeof *q->start);

    for (;; width *= 2) {
        far = q->start[q->k] + sign * width;
        if (profile_gap(far, q) < 0)
            break;
        if (!(width <= FARTHEST))
            return sign * INFINITY;
        near = far;
    }
    near = pcarti_root(profile_gap, q, near, far, 0);
    far = near + sign * BEYOND * (1 + fabs(near));
    return isfinite(profile_gap(far, q)) ? near : NAN;
}

void
pcarti_climb_profile(pcarti_climb *c, const double *start, double best,
                     size_t k, double scale, double level,
                     pcart_coefficient *out)
{
    profile q = {.climb = c, .start = start, .k = k};
    double std_err = out->std_err * scale, gap;

    q.target = best - qchisq(level, 1, 1, 0) / 2;
    out->low = exp(profile_limit(&q, std_err, -1) / scale);
    out->high = exp(profile_limit(&q, std_err, 1) / scale);
    q.target = best;
    memcpy(c->warm, start, c->p * sizeof *start);
    gap = fmax(0, -2 * profile_gap(0, &q));
    out->p_value = pchisq(gap, 1, 0, 0);
    out->z = out->value < 0 ? -sqrt(gap) : sqrt(gap);
}
