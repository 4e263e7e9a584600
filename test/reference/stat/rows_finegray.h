/* rows_finegray.h -- reference rows of Fine-Gray regression. */
#ifndef ROWS_FINEGRAY_H
#define ROWS_FINEGRAY_H

#include "postcart/finegray.h"
#include "rows_cox.h"

// clang-format off
static const cox_design finegray_designs[] = {
    {"survival::mgus2", "(pcm); age,male; complete cases of", "mgus2", NULL, "etime", "ev", 0, {"age", "male", "mspike", "hgb"}, NULL, NULL, 0},
    {"survival::mgus2", "(pcm); age,male,mspike,hgb", "mgus2", NULL, "etime", "ev", 0, {"age", "male", "mspike", "hgb"}, NULL, NULL, 0},
    {"MASS::Melanoma", "", "melanoma", NULL, "time", "ev", 0, {"sex", "age", "thickness", "ulcer"}, NULL, NULL, 0},
    {"KMsurv::bmt", "", "bmt", NULL, "t2", "ev", 0, {"group:2", "group:3", "z1", "z8"}, NULL, NULL, 0},
};
// clang-format on

static int
compare_number(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static double
median_time(const pcart_followup *data)
{
    double *t = frame_take(data->n, sizeof *t);

    memcpy(t, data->time, data->n * sizeof *t);
    qsort(t, data->n, sizeof *t, compare_number);
    return (t[(data->n - 1) / 2] + t[data->n / 2]) / 2;
}

static answer
answer_finegray(const row *r, pcart_arena *arena, double *out)
{
    static const char *const bmt[] = {"g2", "g3", "age", "fab"};
    pcart_finegray_options options = {
        .cause = count_behind(r->options, "cause "),
        .censoring_ties = has(r->options, "survival::")
                              ? PCART_CENSORING_SURVIVAL
                              : PCART_CENSORING_CMPRSK,
        .variance = has(r->options, "IPCW sandwich") ? PCART_FINEGRAY_SANDWICH
                    : has(r->options, "robust")      ? PCART_FINEGRAY_ROBUST
                                                     : PCART_FINEGRAY_MODEL,
        .is_efron = has(r->options, "efron")};
    const cox_design *d = finegray_designs;
    const char *const *name, *q = r->quantity;
    pcart_finegray fit;
    pcart_curve curve;
    pcart_point point;
    double x[4];
    cox_input in;

    while (strcmp(d->dataset, r->dataset) || !has(r->options, d->label))
        d++;
    load_cox(d, &in);
    if (has(r->options, "age,male; complete"))
        in.x.n = 2;
    name = has(r->dataset, "bmt") ? bmt : in.name;
    if (!strcmp(q, "rows"))
        return NOT_APPLICABLE; // a fit here expands no rows
    if (pcart_finegray_fit(&in.data, &in.x, &options, arena, &fit, NULL))
        return NOT_YET;
    if (!strncmp(q, "coef", 4)) {
        *out = fit.coefficient[coefficient_named(name, in.x.n, q)].value;
    } else if (!strncmp(q, "se", 2)) {
        *out = fit.coefficient[coefficient_named(name, in.x.n, q)].std_err;
    } else if (!strncmp(q, "loglik", 6)) {
        *out = q[6] ? fit.log_likelihood_null : fit.log_likelihood;
    } else {
        for (size_t k = 0; k < in.x.n; k++)
            x[k] = in.column[k][0];
        if (pcart_finegray_predict(&fit, x, arena, &curve, NULL) ||
            pcart_curve_at(&curve, median_time(&in.data), &point, NULL))
            return NOT_YET;
        *out = point.estimate;
    }
    return ANSWERED;
}

#endif
