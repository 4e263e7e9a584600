/* surv_predict.c -- baseline hazard and predictions of the models of
 * `postcart surv`.  Layer: cmd. */
#include "cmd/surv_predict.h"

#include <math.h>

static void
write_point(surv_run *run, const stat_row *like, double time,
            const pcart_curve *curve, size_t at)
{
    stat_row row = *like;

    row.time = time;
    row.estimate = curve->estimate[at];
    row.std_err = curve->std_err[at];
    row.low = curve->low[at];
    row.high = curve->high[at];
    pcarti_stat_add(run->table, &row);
}

/* At the times that were asked for, and at every event with --steps. */
static void
write_curve(surv_run *run, const pcart_curve *curve, const stat_row *like)
{
    double start = curve->kind == PCART_CURVE_SURVIVAL ? 1 : 0;

    for (size_t k = 0; k < run->options->n_at; k++) {
        double time = run->options->at[k];
        size_t at = 0;
        stat_row row = *like;

        while (at < curve->n && curve->time[at] <= time)
            at++;
        if (at > 0) {
            write_point(run, like, time, curve, at - 1);
            continue;
        }
        row.time = time;
        row.estimate = start;
        row.note = "before the first event";
        pcarti_stat_add(run->table, &row);
    }
    for (size_t k = 0; run->options->is_stepwise && k < curve->n; k++)
        write_point(run, like, curve->time[k], curve, k);
}

/* The values of the profile, NULL if none was given. */
static pcart_status
read_profile(surv_run *run, double **out)
{
    *out = NULL;
    if (!run->options->profile)
        return PCART_OK;
    *out = pcart_arena_take(run->arena, run->data->model.n_column + 1,
                            sizeof **out);
    if (!*out)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    return pcarti_design_profile(&run->data->model, run->options->profile, *out,
                                 run->err);
}

/* R's centre: the means, but 0 for columns that hold only -1, 0 and 1. */
static pcart_status
take_centre(surv_run *run, const pcart_cox *fit, const pcart_covariates *x,
            size_t n, double **out)
{
    *out = pcart_arena_take(run->arena, x->n + 1, sizeof **out);
    if (!*out)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    for (size_t k = 0; k < x->n; k++) {
        int is_code = 1;

        for (size_t i = 0; i < n && is_code; i++)
            is_code = x->column[k][i] == 0 || fabs(x->column[k][i]) == 1;
        (*out)[k] = is_code ? 0 : fit->mean[k];
    }
    return PCART_OK;
}

static pcart_status
predict_stratum(surv_run *run, const pcart_cox *fit, const double *x,
                const double *centre, int stratum)
{
    pcart_cox_profile profile = {.x = x,
                                 .stratum = stratum,
                                 .interval = run->options->interval,
                                 .level = run->options->level};
    stat_row row = pcarti_stat_row(
        "cox-predicted",
        fit->n_stratum > 1 ? run->data->stratum.level[stratum] : NULL,
        "survival");
    pcart_curve curve;
    pcart_status status;

    row.event = run->data->event[0];
    if (x) {
        status = pcart_cox_predict(fit, &profile, run->arena, &curve, run->err);
        if (status)
            return status;
        row.method = curve.method;
        row.r_call = "survfit(coxph(...), newdata)";
        row.note = run->options->profile;
        write_curve(run, &curve, &row);
    }
    profile.x = centre;
    profile.is_hazard = 1;
    profile.interval = PCART_INTERVAL_LOG;
    status = pcart_cox_predict(fit, &profile, run->arena, &curve, run->err);
    if (status)
        return status;
    row.section = "cox-baseline";
    row.quantity = "cumulative_hazard";
    row.method = curve.method;
    row.r_call = "basehaz(coxph(...), centered = TRUE)";
    row.note = "at the means of the covariates, at 0 of those of 0 and 1";
    write_curve(run, &curve, &row);
    return PCART_OK;
}

pcart_status
pcarti_surv_predict_cox(surv_run *run, const pcart_cox *fit,
                        const pcart_covariates *x, size_t n)
{
    double *profile, *centre;
    pcart_status status = read_profile(run, &profile);

    if (!profile && !run->options->is_stepwise)
        return status;
    if (!status)
        status = take_centre(run, fit, x, n, &centre);
    for (int s = 0; s < fit->n_stratum && !status; s++)
        status = predict_stratum(run, fit, profile, centre, s);
    return status;
}

pcart_status
pcarti_surv_predict_finegray(surv_run *run, const pcart_finegray *fit)
{
    stat_row row = pcarti_stat_row("fine-gray-predicted", NULL, "incidence");
    pcart_curve curve;
    double *x;
    pcart_status status = read_profile(run, &x);

    if (status || !x)
        return status;
    status = pcart_finegray_predict(fit, x, run->arena, &curve, run->err);
    if (status)
        return pcarti_surv_unanswered(run, row.section, run->data->event[0],
                                      "Fine-Gray model", status);
    row.event = run->data->event[0];
    row.method = curve.method;
    row.r_call = curve.r_call;
    row.note = run->options->profile;
    write_curve(run, &curve, &row);
    return PCART_OK;
}
