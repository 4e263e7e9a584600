/*
 * cox_zph.c -- test of proportional hazards.  Layer: stat.
 *
 * The score test of adding x times g(time) to the model.  Score and information
 * of the added columns are those of the model itself with each event weighted
 * by g(time), and by its square.
 */
#include <math.h>
#include <string.h>

#include "stat/cox_model.h"
#include "stat/dist.h"
#include "stat/matrix.h"
#include "stat/order.h"

typedef struct zph {
    pcarti_cox_model model;
    double *beta;
    double **g; // per part and time
    pcarti_cox_value plain, by_g, by_square;
    pcart_err *err;
} zph;

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* Pooled over the strata: 1 - S just before each time, or ranks, or times.  R
 * counts heads here, also where the model has case weights. */
static pcart_status
transform_times(zph *z, pcart_zph_transform kind, pcart_arena *arena,
                double *value)
{
    pcart_followup heads = z->model.sorted;
    const pcart_followup *v = &heads;
    pcarti_times times;
    double *risk = NULL, survival = 1;
    pcart_status st;

    heads.weight = NULL;
    st = pcarti_times_of(v, arena, &times, z->err);

    if (!st)
        st = pcarti_times_risk(v, &times, arena, &risk, z->err);
    if (st)
        return st;
    for (size_t j = 0; j < times.n; j++) {
        size_t from = times.first[j], to = times.first[j + 1];
        double at = times.time[j], d = 0;

        for (size_t i = from; i < to; i++)
            d += v->status[i] > 0;
        for (size_t i = from; i < to; i++)
            value[i] = kind == PCART_ZPH_KM    ? 1 - survival
                       : kind == PCART_ZPH_LOG ? log(at)
                       : kind == PCART_ZPH_RANK
                           ? ((double)from + 1 + (double)to) / 2
                           : at;
        if (risk[j] > 0)
            survival *= (risk[j] - d) / risk[j];
    }
    return PCART_OK;
}

/* Centre g at the events and hand it to the parts. */
static pcart_status
set_factors(zph *z, pcart_zph_transform kind, pcart_arena *arena)
{
    const pcart_followup *v = &z->model.sorted;
    double *value = pcart_arena_take(arena, v->n + 1, sizeof *value);
    double mean = 0, n_event = 0;
    size_t at = 0;
    pcart_status st;

    z->g = pcart_arena_take(arena, (size_t)z->model.n_part, sizeof *z->g);
    if (!value || !z->g)
        return out_of_memory(z->err);
    st = transform_times(z, kind, arena, value);
    if (st)
        return st;
    for (size_t i = 0; i < v->n; i++)
        if (v->status[i] > 0) {
            mean += value[i];
            n_event++;
        }
    mean /= n_event;
    for (int s = 0; s < z->model.n_part; s++) {
        const pcarti_cox_part *part = &z->model.part[s];

        z->g[s] = pcart_arena_take(arena, part->times.n + 1, sizeof **z->g);
        if (!z->g[s])
            return out_of_memory(z->err);
        at = 0;
        for (size_t j = 0; j < part->times.n; j++) {
            while (v->time[at] < part->times.time[j])
                at++;
            z->g[s][j] = value[at] - mean;
        }
    }
    for (size_t i = 0; i < v->n; i++)
        if (v->status[i] > 0 && !isfinite(value[i]))
            return pcart_err_set(z->err, PCART_E_DEGENERATE,
                                 "an event at time 0 has no logarithm");
    return PCART_OK;
}

static pcart_status
take_value(pcarti_cox_value *value, size_t p, pcart_arena *arena,
           pcart_err *err)
{
    value->gradient = pcart_arena_take(arena, p + 1, sizeof(double));
    value->information = pcart_arena_take(arena, p * p + 1, sizeof(double));
    if (!value->gradient || !value->information)
        return out_of_memory(err);
    return PCART_OK;
}

static void
evaluate_all(zph *z)
{
    pcarti_cox_evaluate(&z->model, z->beta, &z->plain);
    for (int s = 0; s < z->model.n_part; s++)
        z->model.part[s].factor = z->g[s];
    pcarti_cox_evaluate(&z->model, z->beta, &z->by_g);
    for (int s = 0; s < z->model.n_part; s++)
        for (size_t j = 0; j < z->model.part[s].times.n; j++)
            z->g[s][j] *= z->g[s][j];
    pcarti_cox_evaluate(&z->model, z->beta, &z->by_square);
}

static double
upper(const double *matrix, size_t p, size_t a, size_t b)
{
    return a <= b ? matrix[a * p + b] : matrix[b * p + a];
}

/* The score test of the columns whose term is `term`; all if it is -1. */
static pcart_status
test_term(const zph *z, const int *term_of, int term, pcart_arena *arena,
          pcart_test *test)
{
    size_t p = z->model.p, m = p;
    size_t *column = pcart_arena_take(arena, 2 * p, sizeof *column), size;
    double *matrix, *u, sum = 0;

    if (!column)
        return out_of_memory(z->err);
    for (size_t k = 0; k < p; k++) {
        column[k] = k;
        if (term < 0 || (term_of ? term_of[k] : (int)k) == term)
            column[m++] = k;
    }
    size = m;
    matrix = pcart_arena_take(arena, size * size, sizeof *matrix);
    u = pcart_arena_take(arena, size, sizeof *u);
    if (!matrix || !u)
        return out_of_memory(z->err);
    for (size_t a = 0; a < size; a++) {
        u[a] = a < p ? 0 : z->by_g.gradient[column[a]];
        for (size_t b = a; b < size; b++) {
            const pcarti_cox_value *v = b < p   ? &z->plain
                                        : a < p ? &z->by_g
                                                : &z->by_square;

            matrix[a * size + b] =
                upper(v->information, p, column[a], column[b]);
        }
    }
    test->df = pcarti_cholesky(matrix, size, 1e-14) - (int)p;
    pcarti_cholesky_solve(matrix, size, u);
    for (size_t a = p; a < size; a++)
        sum += u[a] * z->by_g.gradient[column[a]];
    test->method = term < 0 ? "proportional hazards, global score test"
                            : "proportional hazards, score test";
    test->r_call = "cox.zph(fit, transform)";
    test->statistic_name = "Chisq";
    if (test->df > 0) {
        test->is_evaluable = 1;
        test->statistic = sum;
        test->p_value = pchisq(sum, test->df, 0, 0);
    } else {
        test->df = 0;
        test->reason = "the covariate cannot change with time";
    }
    return PCART_OK;
}

pcart_status
pcart_cox_zph(const pcart_followup *data, const pcart_covariates *x,
              const pcart_zph_options *options, pcart_arena *arena,
              pcart_test *test, pcart_err *err)
{
    const pcart_zph_options none = {0};
    zph z = {.err = err};
    pcart_cox_options cox;
    pcart_cox fit;
    pcart_status st;
    int n_term;

    if (!options)
        options = &none;
    cox = options->cox;
    if (cox.ties == PCART_COX_EXACT)
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "the test does not exist for exact ties");
    cox.skip_concordance = 1;
    st = pcart_cox_fit(data, x, &cox, arena, &fit, err);
    if (!st)
        st = pcarti_cox_build(data, x, &cox, PCARTI_COX_NO_MEANS, arena,
                              &z.model, err);
    if (st)
        return st;
    z.beta = pcart_arena_take(arena, x->n, sizeof *z.beta);
    if (!z.beta)
        return out_of_memory(err);
    for (size_t k = 0; k < x->n; k++)
        z.beta[k] = fit.coefficient[k].value * z.model.scale[k];
    st = take_value(&z.plain, x->n, arena, err);
    if (!st)
        st = take_value(&z.by_g, x->n, arena, err);
    if (!st)
        st = take_value(&z.by_square, x->n, arena, err);
    if (!st)
        st = set_factors(&z, options->transform, arena);
    if (st)
        return st;
    evaluate_all(&z);
    n_term = options->term ? options->n_term : (int)x->n;
    for (int t = 0; t <= n_term && !st; t++) {
        test[t] = (pcart_test){0};
        st = test_term(&z, options->term, t < n_term ? t : -1, arena, &test[t]);
    }
    return st;
}
