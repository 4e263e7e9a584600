/*
 * finegray.c -- regression of the subdistribution hazard.  Layer: stat.
 *
 * A subject with a competing event stays at risk with weight G(t-)/G(T-),
 * where G is the Kaplan-Meier curve of the censoring.  The weight splits into a
 * factor of the subject and one of the time, so that the Cox model's scans
 * need only one more running sum (Kawaguchi 2020).
 */
#include "postcart/finegray.h"

#include <math.h>
#include <string.h>

#include "stat/cox_newton.h"
#include "stat/curve.h"
#include "stat/dist.h"
#include "stat/finegray_influence.h"
#include "stat/matrix.h"

typedef struct fit {
    pcarti_cox_model model;
    pcarti_cox_newton newton;
    pcart_finegray_options options;
    pcart_followup sorted; // with the statuses of the caller
    const int **status;    // the same, of each stratum
    size_t n_competing;
    pcart_err *err;
} fit;

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static pcart_status
check_data(const pcart_followup *data, const pcart_covariates *x,
           const pcart_finegray_options *options, pcart_err *err)
{
    if (data->weight || data->start)
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "Fine-Gray regression with late entry or weights");
    for (size_t i = 0; options->cluster && i < data->n; i++)
        if (options->cluster[i] < 0 ||
            options->cluster[i] >= options->n_cluster)
            return pcart_err_set(err, PCART_E_RANGE,
                                 "row %zu: cluster %d is not below %d", i + 1,
                                 options->cluster[i], options->n_cluster);
    if (!x->n)
        return pcart_err_set(err, PCART_E_DEGENERATE, "there is no covariate");
    return pcarti_level_check(pcarti_level(options->level), err);
}

static size_t
row_of(const pcart_followup *view, size_t i)
{
    return view->row ? view->row[i] : i;
}

/* What ended the follow-up of the subjects of each stratum: the views of the
 * model tell only whether it was the event. */
static pcart_status
set_status(fit *f, pcart_arena *arena)
{
    size_t n_part = (size_t)f->model.n_part;
    int *by_row;

    f->status = pcart_arena_take(arena, n_part + 1, sizeof *f->status);
    if (!f->status)
        return out_of_memory(f->err);
    f->status[0] = f->sorted.status;
    if (n_part == 1)
        return PCART_OK;
    by_row = pcart_arena_take(arena, f->sorted.n + 1, sizeof *by_row);
    if (!by_row)
        return out_of_memory(f->err);
    for (size_t i = 0; i < f->sorted.n; i++)
        by_row[row_of(&f->sorted, i)] = f->sorted.status[i];
    for (size_t s = 0; s < n_part; s++) {
        const pcart_followup *view = &f->model.part[s].view;
        int *status = pcart_arena_take(arena, view->n + 1, sizeof *status);

        if (!status)
            return out_of_memory(f->err);
        for (size_t i = 0; i < view->n; i++)
            status[i] = by_row[row_of(view, i)];
        f->status[s] = status;
    }
    return PCART_OK;
}

/* G just before each time, and its inverse at each competing event. */
static pcart_status
set_weights(fit *f, pcarti_cox_part *part, const int *status,
            pcart_arena *arena)
{
    const pcart_followup *v = &part->view;
    double *left = pcart_arena_take(arena, part->times.n + 1, sizeof *left);
    double *tail = pcart_arena_take(arena, v->n + 1, sizeof *tail);
    int is_cmprsk = f->options.censoring_ties == PCART_CENSORING_CMPRSK;
    double g = 1;

    if (!left || !tail)
        return out_of_memory(f->err);
    for (size_t j = 0; j < part->times.n; j++) {
        size_t from = part->times.first[j], to = part->times.first[j + 1];
        double at_risk = (double)(v->n - from), n_censor = 0;

        left[j] = g;
        for (size_t i = from; i < to; i++) {
            n_censor += status[i] == 0;
            if (status[i] && status[i] != f->options.cause) {
                tail[i] = 1 / g;
                f->n_competing++;
            }
        }
        if (!is_cmprsk)
            at_risk -= (double)(to - from) - n_censor;
        if (n_censor > 0)
            g *= (at_risk - n_censor) / at_risk;
    }
    part->left = left;
    part->tail = tail;
    return PCART_OK;
}

static pcart_status
set_variance(fit *f, pcart_arena *arena, double *variance, double *naive)
{
    size_t p = f->model.p, size = p * p;
    double *meat = pcart_arena_take(arena, size + 1, sizeof *meat);
    const pcarti_finegray_walk walk = {.status = f->status,
                                       .has_psi = f->options.variance ==
                                                  PCART_FINEGRAY_SANDWICH,
                                       .cluster = f->options.cluster,
                                       .n_cluster = f->options.n_cluster};
    pcart_status st;

    if (!meat)
        return out_of_memory(f->err);
    memcpy(naive, f->newton.inverse, size * sizeof *naive);
    pcarti_cox_unscale(&f->model, naive);
    if (f->options.variance == PCART_FINEGRAY_MODEL) {
        memcpy(variance, naive, size * sizeof *variance);
        return PCART_OK;
    }
    if (pcarti_finegray_meat(&f->model, &walk, meat, arena))
        return out_of_memory(f->err);
    st = pcarti_cox_sandwich(&f->newton, meat, variance, arena, f->err);
    pcarti_cox_unscale(&f->model, variance);
    return st;
}

static pcart_status
set_steps(const fit *f, pcart_arena *arena, pcart_finegray *out)
{
    const pcarti_cox_part *part = &f->model.part[0];
    size_t m = part->times.n;
    double *time = pcart_arena_take(arena, m + 1, sizeof *time);
    double *hazard = pcart_arena_take(arena, m + 1, sizeof *hazard);

    if (!time || !hazard)
        return out_of_memory(f->err);
    out->n_stratum = f->model.n_part;
    for (size_t j = 0; j < m && out->n_stratum == 1; j++)
        if (part->step[j] > 0) {
            time[out->n_time] = part->times.time[j];
            hazard[out->n_time++] = part->step[j];
        }
    out->time = time;
    out->hazard = hazard;
    return PCART_OK;
}

static pcart_status
set_tests(const fit *f, const double *variance, pcart_arena *arena,
          pcart_finegray *out)
{
    size_t p = f->model.p;
    double *matrix = pcart_arena_take(arena, p * p + 1, sizeof *matrix);
    double *b = pcart_arena_take(arena, p + 1, sizeof *b);

    if (!matrix || !b)
        return out_of_memory(f->err);
    out->wald.method = "Wald test";
    out->likelihood_ratio.method = "pseudo likelihood ratio test";
    out->wald.statistic_name = out->likelihood_ratio.statistic_name = "Chisq";
    out->wald.r_call = out->likelihood_ratio.r_call = "summary(crr(...))";
    for (size_t a = 0; a < p; a++) {
        b[a] = f->newton.beta[a];
        for (size_t k = 0; k < p; k++)
            matrix[a * p + k] =
                variance[a * p + k] * f->model.scale[a] * f->model.scale[k];
    }
    if (f->newton.rank <= 0) {
        out->wald.reason = out->likelihood_ratio.reason =
            "no coefficient could be estimated";
        return PCART_OK;
    }
    pcarti_cholesky(matrix, p, PCARTI_COX_PIVOT);
    pcarti_cholesky_solve(matrix, p, b);
    for (size_t a = 0; a < p; a++)
        out->wald.statistic += b[a] * f->newton.beta[a];
    out->likelihood_ratio.statistic =
        2 * (f->newton.value.log_likelihood - f->newton.null_likelihood);
    out->wald.df = out->likelihood_ratio.df = f->newton.rank;
    out->wald.is_evaluable = out->likelihood_ratio.is_evaluable = 1;
    out->wald.p_value = pchisq(out->wald.statistic, f->newton.rank, 0, 0);
    out->likelihood_ratio.p_value =
        pchisq(out->likelihood_ratio.statistic, f->newton.rank, 0, 0);
    return PCART_OK;
}

static pcart_status
set_result(fit *f, const pcart_covariates *x, pcart_arena *arena,
           pcart_finegray *out)
{
    static const char *const method[] = {
        [PCART_FINEGRAY_SANDWICH] = "Fine-Gray regression, sandwich variance "
                                    "with estimated censoring weights",
        [PCART_FINEGRAY_ROBUST] = "Fine-Gray regression, sandwich variance "
                                  "with known censoring weights",
        [PCART_FINEGRAY_MODEL] = "Fine-Gray regression, model-based variance"};
    size_t size = f->model.p * f->model.p;
    double *variance = pcart_arena_take(arena, size + 1, sizeof *variance);
    double *naive = pcart_arena_take(arena, size + 1, sizeof *naive);
    const double *const both[2] = {variance, naive};
    pcart_coefficient *coefficient = NULL;
    pcart_status st;

    if (!variance || !naive)
        return out_of_memory(f->err);
    st = set_variance(f, arena, variance, naive);
    if (!st)
        st = pcarti_cox_coefficients(&f->newton, x, both,
                                     pcarti_level(f->options.level), arena,
                                     &coefficient, &out->warning, f->err);
    if (!st)
        st = set_steps(f, arena, out);
    if (!st)
        st = set_tests(f, variance, arena, out);
    out->method = f->model.n_part > 1
                      ? "Fine-Gray regression, stratified, sandwich variance"
                  : f->options.cluster
                      ? "Fine-Gray regression, sandwich variance by cluster"
                      : method[f->options.variance];
    out->r_call =
        f->model.n_part > 1  ? "crrSC::crrs(x, time, status, strata)"
        : f->options.cluster ? "crrSC::crrc(time, status, x, cluster)"
        : f->options.censoring_ties == PCART_CENSORING_CMPRSK
            ? "cmprsk::crr(time, status, x, gtol = 1e-14)"
            : "coxph(Surv(fgstart, fgstop, fgstatus) ~ x, finegray(...), "
              "weights = fgwt)";
    out->n = f->model.n;
    out->n_event = f->model.n_event;
    out->n_competing = f->n_competing;
    out->n_column = f->model.p;
    out->is_converged = f->newton.is_converged;
    out->n_iteration = f->newton.n_iteration;
    out->coefficient = coefficient;
    out->variance = variance;
    out->mean = f->model.mean;
    out->log_likelihood_null = f->newton.null_likelihood;
    out->log_likelihood = f->newton.value.log_likelihood;
    return st;
}

pcart_status
pcart_finegray_fit(const pcart_followup *data, const pcart_covariates *x,
                   const pcart_finegray_options *options, pcart_arena *arena,
                   pcart_finegray *out, pcart_err *err)
{
    fit f = {.err = err};
    pcart_finegray result = {0};
    pcart_cox_options cox = {0};
    pcart_followup plain = *data;
    pcart_status st;

    if (options)
        f.options = *options;
    if (!f.options.cause)
        f.options.cause = 1;
    plain.group = NULL;
    cox.threads = f.options.threads;
    cox.event = f.options.cause;
    cox.ties = f.options.is_efron ? PCART_COX_EFRON : PCART_COX_BRESLOW;
    st = check_data(data, x, &f.options, err);
    if (!st)
        st = pcarti_followup_prepare(
            &plain, (pcarti_followup_how){PCART_TIES_EXACT, f.options.threads},
            arena, &f.sorted, err);
    if (!st)
        st = pcarti_cox_build(&f.sorted, x, &cox, PCARTI_COX_TAIL_MEANS, arena,
                              &f.model, err);
    if (!st)
        st = set_status(&f, arena);
    for (int s = 0; s < f.model.n_part && !st; s++)
        st = set_weights(&f, &f.model.part[s], f.status[s], arena);
    f.newton.model = &f.model;
    f.newton.most_iteration = f.options.max_iteration;
    if (!st)
        st = pcarti_cox_newton_run(&f.newton, arena, err);
    if (!st)
        st = set_result(&f, x, arena, &result);
    if (!st)
        *out = result;
    return st;
}

pcart_status
pcart_finegray_predict(const pcart_finegray *model, const double *x,
                       pcart_arena *arena, pcart_curve *out, pcart_err *err)
{
    pcart_curve curve = {.kind = PCART_CURVE_INCIDENCE,
                         .method = "cumulative incidence predicted by "
                                   "Fine-Gray regression",
                         .r_call = "predict(crr(...), x)",
                         .interval = "none"};
    double eta = 0, hazard = 0;
    pcarti_columns c = {0};
    pcart_status st;

    if (model->n_stratum > 1)
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "prediction by a stratified Fine-Gray model");
    st = pcarti_columns_take(&c, model->n_time, 0, arena, err);
    if (st)
        return st;
    for (size_t k = 0; k < model->n_column; k++)
        eta += (x[k] - model->mean[k]) * model->coefficient[k].value;
    for (size_t j = 0; j < model->n_time; j++) {
        hazard += model->hazard[j] * exp(eta);
        c.time[j] = model->time[j];
        c.estimate[j] = -expm1(-hazard);
        c.std_err[j] = c.low[j] = c.high[j] = NAN;
    }
    pcarti_columns_finish(&c, model->n_time, &curve);
    *out = curve;
    return PCART_OK;
}
