/* cox.c -- fitting proportional hazards regression.  Layer: stat. */
#include "postcart/cox.h"

#include <math.h>
#include <string.h>

#include "stat/cox_influence.h"
#include "stat/cox_newton.h"
#include "stat/curve.h"
#include "stat/dist.h"
#include "stat/matrix.h"

/* A fit while it is made. */
typedef struct fit {
    pcarti_cox_model model;
    pcarti_cox_newton newton;
    const pcart_cox_options *options;
    pcart_err *err;
} fit;

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static pcart_status
set_variance(fit *f, pcart_cox *out, pcart_arena *arena)
{
    size_t p = f->model.p, size = p * p;
    double *naive = pcart_arena_take(arena, size + 1, sizeof *naive);
    double *robust = pcart_arena_take(arena, size + 1, sizeof *robust);
    double *meat = pcart_arena_take(arena, size + 1, sizeof *meat);
    pcart_status st = PCART_OK;

    if (!naive || !robust || !meat)
        return out_of_memory(f->err);
    memcpy(naive, f->newton.inverse, size * sizeof *naive);
    pcarti_cox_unscale(&f->model, naive);
    out->naive_variance = out->variance = naive;
    if (!f->options->is_robust && !f->options->cluster)
        return PCART_OK;
    st = pcarti_cox_meat(&f->model, f->options->cluster, f->options->n_cluster,
                         meat, arena, f->err);
    if (!st)
        st = pcarti_cox_sandwich(&f->newton, meat, robust, arena, f->err);
    pcarti_cox_unscale(&f->model, robust);
    out->variance = robust;
    return st;
}

static pcart_status
set_coefficients(const fit *f, const pcart_covariates *x, pcart_cox *out,
                 pcart_arena *arena)
{
    const double *const variance[2] = {out->variance, out->naive_variance};
    pcart_coefficient *coefficient = NULL;
    pcart_status st = pcarti_cox_coefficients(
        &f->newton, x, variance, pcarti_level(f->options->level), arena,
        &coefficient, &out->warning, f->err);

    out->coefficient = coefficient;
    return st;
}

/* Exact ties have no hazards of their own: R's residuals have Breslow's. */
static pcart_status
set_hazards(fit *f, pcart_arena *arena)
{
    size_t p = f->model.p;
    pcarti_cox_value value = {
        .gradient = pcart_arena_take(arena, p + 1, sizeof(double)),
        .information = pcart_arena_take(arena, p * p + 1, sizeof(double))};

    if (!value.gradient || !value.information)
        return out_of_memory(f->err);
    f->model.has_means = 1;
    pcarti_cox_evaluate(&f->model, f->newton.beta, &value);
    return PCART_OK;
}

static pcart_test
test_of(const char *method, double statistic, int df)
{
    pcart_test test = {.method = method,
                       .r_call = "summary(coxph(...))",
                       .statistic_name = "Chisq",
                       .statistic = statistic,
                       .df = df};

    if (df > 0) {
        test.is_evaluable = 1;
        test.p_value = pchisq(statistic, df, 0, 0);
    } else {
        test.reason = "no coefficient could be estimated";
    }
    return test;
}

static pcart_status
set_tests(const fit *f, pcart_cox *out, pcart_arena *arena)
{
    size_t p = f->model.p;
    int df = f->newton.rank > 0 ? f->newton.rank : 0;
    double *matrix = pcart_arena_take(arena, p * p + 1, sizeof *matrix);
    double *b = pcart_arena_take(arena, p + 1, sizeof *b), wald = 0;

    if (!matrix || !b)
        return out_of_memory(f->err);
    for (size_t a = 0; a < p; a++) {
        b[a] = f->newton.beta[a];
        for (size_t k = 0; k < p; k++)
            matrix[a * p + k] = out->variance[a * p + k] * f->model.scale[a] *
                                f->model.scale[k];
    }
    pcarti_cholesky(matrix, p, PCARTI_COX_PIVOT);
    pcarti_cholesky_solve(matrix, p, b);
    for (size_t a = 0; a < p; a++)
        wald += b[a] * f->newton.beta[a];
    out->score = test_of("score test", f->newton.score, df);
    out->wald = test_of("Wald test", wald, df);
    out->likelihood_ratio = test_of(
        "likelihood ratio test",
        2 * (f->newton.value.log_likelihood - f->newton.null_likelihood), df);
    return PCART_OK;
}

static void
visit_residuals(const pcarti_cox_model *w, pcarti_cox_piece *piece,
                pcarti_cox_desk *desk, void *context)
{
    double *residual = context;

    (void)desk;
    for (size_t k = piece->from; k < piece->to; k++) {
        const pcarti_cox_block *b = &w->block[k];
        const pcarti_cox_part *part = b->part;
        const double *weight = part->view.weight;
        size_t from = part->times.first[b->time[0]];
        size_t to = part->times.first[b->time[1]];

        for (size_t i = from; !weight && i < to; i++)
            residual[part->view.row[i]] =
                (part->event[i] ? 1.0 : 0.0) - part->risk[i] * part->hazard[i];
        for (size_t i = from; weight && i < to; i++)
            residual[part->view.row[i]] =
                weight[i] > 0 ? (part->event[i] ? 1.0 : 0.0) -
                                    part->risk[i] / weight[i] * part->hazard[i]
                              : 0;
    }
}

/* Residuals in the order of the input, and the concordance of the model. */
static pcart_status
set_residuals(const fit *f, const pcart_followup *data,
              const pcart_covariates *x, pcart_cox *out, pcart_arena *arena)
{
    pcart_concordance_options options = {.cluster = f->options->cluster,
                                         .n_cluster = f->options->n_cluster,
                                         .event = f->options->event};
    double *residual =
        pcart_arena_take_raw(arena, data->n + 1, sizeof *residual);
    double *score;

    if (!residual)
        return out_of_memory(f->err);
    pcarti_cox_visit(&f->model, visit_residuals, residual);
    out->martingale = residual;
    if (f->options->skip_concordance)
        return PCART_OK;
    score = pcart_arena_take(arena, data->n + 1, sizeof *score);
    if (!score)
        return out_of_memory(f->err);
    for (size_t k = 0; k < x->n; k++)
        for (size_t i = 0; i < data->n; i++)
            score[i] += (x->column[k][i] - f->model.mean[k]) *
                        out->coefficient[k].value;
    return pcart_concordance_of(data, score, &options, arena, &out->concordance,
                                f->err);
}

/*
 * The hazard at the means of one stratum, for prediction; only times with an
 * event.  Their means are scaled where they are.
 */
static pcart_status
set_stratum(const fit *f, const pcarti_cox_part *part, pcart_arena *arena,
            pcart_cox_baseline *out)
{
    size_t m = part->times.n, p = f->model.p, n = part->n_event_time;
    int is_dense = f->model.means == PCARTI_COX_BASELINE;
    double *time = NULL, *hazard = NULL, *variance = NULL;
    double *mean = part->mean;

    /* one more: a time without events is written where the next one goes */
    time = pcart_arena_take_raw(arena, n + 1, sizeof *time);
    hazard = pcart_arena_take_raw(arena, n + 1, sizeof *hazard);
    variance = pcart_arena_take_raw(arena, n + 1, sizeof *variance);
    if (!is_dense)
        mean = pcart_arena_take_raw(arena, n * p + 1, sizeof *mean);
    if (!time || !hazard || !variance || !mean)
        return out_of_memory(f->err);
    n = 0;
    for (size_t j = 0; j < m; j++) {
        time[n] = part->times.time[j];
        hazard[n] = part->step[j];
        variance[n] = part->variance[j];
        n += part->step[j] != 0;
    }
    for (size_t j = 0, at = 0; !is_dense && j < m; j++)
        if (part->step[j] != 0)
            memcpy(mean + p * at++, part->mean + j * p, p * sizeof *mean);
    for (size_t j = 0; j < n; j++)
        for (size_t k = 0; k < p; k++)
            mean[j * p + k] *= f->model.scale[k];
    *out = (pcart_cox_baseline){n, time, hazard, variance, mean};
    return PCART_OK;
}

static pcart_status
set_baseline(const fit *f, pcart_cox *out, pcart_arena *arena)
{
    pcart_cox_baseline *all =
        pcart_arena_take(arena, (size_t)f->model.n_part, sizeof *all);
    pcart_status st = PCART_OK;

    if (!all)
        return out_of_memory(f->err);
    for (int s = 0; s < f->model.n_part && !st; s++)
        st = set_stratum(f, &f->model.part[s], arena, &all[s]);
    out->n_stratum = f->model.n_part;
    out->baseline = all;
    return st;
}

static pcart_status
check_options(const pcart_followup *data, const pcart_covariates *x,
              const pcart_cox_options *options, pcart_err *err)
{
    if (!x->n)
        return pcart_err_set(err, PCART_E_DEGENERATE, "there is no covariate");
    if (options->ties == PCART_COX_EXACT &&
        (data->weight || options->cluster || options->is_robust))
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "exact ties with weights or a robust variance");
    for (size_t i = 0; options->cluster && i < data->n; i++)
        if (options->cluster[i] < 0 ||
            options->cluster[i] >= options->n_cluster)
            return pcart_err_set(err, PCART_E_RANGE,
                                 "row %zu: cluster %d is not in 0 to %d", i + 1,
                                 options->cluster[i], options->n_cluster - 1);
    return pcarti_level_check(pcarti_level(options->level), err);
}

static const char *
method_of(const pcart_cox_options *options)
{
    int is_robust = options->is_robust || options->cluster;

    if (options->ties == PCART_COX_EXACT)
        return "Cox regression, exact ties";
    if (options->ties == PCART_COX_BRESLOW)
        return is_robust ? "Cox regression, Breslow ties, robust variance"
                         : "Cox regression, Breslow ties";
    return is_robust ? "Cox regression, Efron ties, robust variance"
                     : "Cox regression, Efron ties";
}

pcart_status
pcart_cox_fit(const pcart_followup *data, const pcart_covariates *x,
              const pcart_cox_options *options, pcart_arena *arena,
              pcart_cox *out, pcart_err *err)
{
    const pcart_cox_options none = {0};
    fit f = {.options = options ? options : &none, .err = err};
    pcart_cox result = {
        .method = method_of(f.options),
        .r_call = "coxph(Surv(start, time, status) ~ x + strata(s), weights = "
                  "w, cluster = id, ties)",
        .n = data->n,
        .n_column = x->n,
    };
    pcart_status st = check_options(data, x, f.options, err);
    pcarti_cox_means means =
        f.options->ties == PCART_COX_EXACT           ? PCARTI_COX_NO_MEANS
        : f.options->is_robust || f.options->cluster ? PCARTI_COX_ALL_MEANS
                                                     : PCARTI_COX_BASELINE;

    if (!st)
        st = pcarti_cox_build(data, x, f.options, means, arena, &f.model, err);
    f.newton.model = &f.model;
    f.newton.most_iteration = f.options->max_iteration;
    if (!st)
        st = pcarti_cox_newton_run(&f.newton, arena, err);
    if (!st && f.options->ties == PCART_COX_EXACT)
        st = set_hazards(&f, arena);
    if (!st)
        st = set_variance(&f, &result, arena);
    if (!st)
        st = set_coefficients(&f, x, &result, arena);
    if (!st)
        st = set_tests(&f, &result, arena);
    if (!st && f.options->ties != PCART_COX_EXACT)
        st = set_baseline(&f, &result, arena);
    if (!st)
        st = set_residuals(&f, data, x, &result, arena);
    if (st)
        return st;
    result.n_event = f.model.n_event;
    result.is_converged = f.newton.is_converged;
    result.n_iteration = f.newton.n_iteration;
    result.mean = f.model.mean;
    result.log_likelihood_null = f.newton.null_likelihood;
    result.log_likelihood = f.newton.value.log_likelihood;
    *out = result;
    return PCART_OK;
}
