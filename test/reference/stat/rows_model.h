/* rows_model.h -- reference rows of regression, ROC, pooling, states. */
#ifndef ROWS_MODEL_H
#define ROWS_MODEL_H

#include "frame.h"
#include "postcart/linear.h"
#include "postcart/logistic.h"
#include "postcart/meta.h"
#include "postcart/multistate.h"
#include "postcart/pseudo.h"
#include "postcart/roc.h"
#include "postcart/ttest.h"
#include "rows_cox.h"

static answer
answer_welch(const row *r, pcart_arena *arena, double *out)
{
    const frame *f = frame_find("sleep");
    double *extra = frame_numbers(f, "extra");
    pcart_test test;

    (void)arena;
    if (pcart_ttest((pcart_values){extra, 10}, (pcart_values){extra + 10, 10},
                    NULL, &test, NULL))
        return NOT_YET;
    *out = has(r->quantity, "[1]")   ? test.statistic
           : has(r->quantity, "[2]") ? test.df
                                     : test.p_value;
    return ANSWERED;
}

/* The coefficient of a logistic fit that "se[factor(race)2]" names. */
static size_t
logistic_named(const char *quantity)
{
    static const char *const name[] = {"(Intercept)",
                                       "age",
                                       "lwt",
                                       "factor(race)2",
                                       "factor(race)3",
                                       "smoke",
                                       "ptl",
                                       "ht",
                                       "ui",
                                       "ftv"};

    return coefficient_named(name, 10, quantity);
}

static answer
read_logistic(const row *r, const pcart_logistic *fit, size_t k, double *out)
{
    const char *q = r->quantity;

    *out = !strncmp(q, "coef", 4)           ? fit->coefficient[k].value
           : !strncmp(q, "se", 2)           ? fit->coefficient[k].std_err
           : !strcmp(q, "deviance")         ? fit->deviance
           : !strcmp(q, "penalised loglik") ? fit->log_likelihood
           : !strcmp(q, "chisq")            ? fit->likelihood_ratio.statistic
           : has(q, "lower,upper[1]")       ? log(fit->coefficient[k].low)
                                            : log(fit->coefficient[k].high);
    return ANSWERED;
}

/* 14 events of 160 exposed, none of 395 unexposed. */
static answer
answer_separation(const row *r, pcart_arena *arena, double *out)
{
    pcart_logistic_options options = {.is_firth = 1,
                                      .is_profile = has(r->options, "profile")};
    double *x = frame_take(555, sizeof *x);
    const double *column[] = {x};
    pcart_covariates one = {column, NULL, 1}, none = {column, NULL, 0};
    int *y = frame_take(555, sizeof *y);
    pcart_logistic fit, null;
    size_t k;

    for (int i = 0; i < 555; i++) {
        x[i] = i < 160;
        y[i] = i < 14;
    }
    if (pcart_logistic_fit(y, 555, &one, &options, arena, &fit, NULL) ||
        pcart_logistic_fit(y, 555, &none, &options, arena, &null, NULL))
        return NOT_YET;
    k = has(r->quantity, "[]") ? 0 : 1;
    if (!strcmp(r->quantity, "penalised LRT")) {
        *out = 2 * (fit.log_likelihood - null.log_likelihood);
        return ANSWERED;
    }
    return read_logistic(r, &fit, k, out);
}

static answer
answer_logistic(const row *r, pcart_arena *arena, double *out)
{
    static const char *const name[] = {
        "age", "lwt", "race:2", "race:3", "smoke", "ptl", "ht", "ui", "ftv"};
    pcart_logistic_options options = {.is_firth =
                                          !strcmp(r->function, "firth")};
    const frame *f;
    const double *column[9];
    pcart_covariates x = {column, NULL, 9};
    pcart_logistic fit;
    size_t k = 0;

    if (!strncmp(r->dataset, "inline", 6))
        return answer_separation(r, arena, out);
    f = frame_find("birthwt");
    for (; k < 9; k++)
        column[k] = column_of(f, name[k]);
    if (pcart_logistic_fit(frame_ints(f, "low"), f->n_row, &x, &options, arena,
                           &fit, NULL))
        return NOT_YET;
    k = strchr(r->quantity, '[') ? logistic_named(r->quantity) : 0;
    return read_logistic(r, &fit, k, out);
}

static answer
answer_roc(const row *r, pcart_arena *arena, double *out)
{
    const frame *f = frame_find("asah");
    int *outcome = frame_ints(f, "outcome");
    const char *name = has(r->options, "wfns")    ? "wfns"
                       : has(r->options, "s100b") ? "s100b"
                                                  : "ndka";
    pcart_values score = {frame_numbers(f, name), f->n_row};
    pcart_values other = {frame_numbers(f, "ndka"), f->n_row};
    pcart_test test;
    pcart_roc roc;

    if (!strcmp(r->function, "roc.test")) {
        if (pcart_roc_test(outcome, score, other, arena, &test, NULL))
            return NOT_YET;
        *out = has(r->quantity, "[1]") ? test.statistic : test.p_value;
        return ANSWERED;
    }
    if (pcart_roc_of(outcome, score, 0, arena, &roc, NULL))
        return NOT_YET;
    *out = !strcmp(r->quantity, "var") ? roc.std_err * roc.std_err
           : has(r->quantity, "[1]")   ? roc.low
           : has(r->quantity, "[3]")   ? roc.high
                                       : roc.area;
    return ANSWERED;
}

static double
read_meta(const pcart_meta *m, const char *q)
{
    return !strcmp(q, "estimate") || has(q, "[1]") ? m->estimate
           : !strcmp(q, "se") || has(q, "[2]")     ? m->std_err
           : !strcmp(q, "tau2") || has(q, "[3]")   ? m->tau2
           : !strcmp(q, "I2")                      ? m->i2
                                                   : m->q;
}

static answer
answer_meta(const row *r, pcart_arena *arena, double *out)
{
    const frame *f = frame_find("bcg");
    pcart_meta_options options = {
        .kind = has(r->options, "REML")   ? PCART_META_REML
                : has(r->options, "DL")   ? PCART_META_DL
                : has(r->options, "PM")   ? PCART_META_PM
                : has(r->options, ", ML") ? PCART_META_ML
                                          : PCART_META_FIXED,
        .is_knapp = has(r->options, "Hartung")};
    double y[20], v[20];
    pcart_meta m;

    (void)arena;
    for (size_t i = 0; i < f->n_row; i++) {
        double a = frame_number(f, i, "tpos"), c = frame_number(f, i, "cpos");
        double n = a + frame_number(f, i, "tneg");
        double k = c + frame_number(f, i, "cneg");

        y[i] = log(a / n) - log(c / k);
        v[i] = 1 / a - 1 / n + 1 / c - 1 / k;
    }
    if (pcart_meta_pool(y, v, f->n_row, &options, &m, NULL))
        return NOT_YET;
    *out = read_meta(&m, r->quantity);
    return ANSWERED;
}

static answer
answer_meta_share(const row *r, pcart_arena *arena, double *out)
{
    static const int count[] = {2, 0, 1, 0, 3, 1, 0, 1, 2, 0, 1, 0, 1, 0, 2, 0};
    static const int total[] = {62, 41, 30, 22, 71, 35, 18, 29,
                                54, 25, 33, 17, 38, 21, 44, 15};
    pcart_meta_options options = {
        .kind = has(r->options, "REML") ? PCART_META_REML : PCART_META_DL};
    double y[16], v[16];
    pcart_meta m;

    (void)arena;
    if (has(r->options, "GLMM")) {
        if (pcart_meta_shares(count, total, 16, 0, &m, NULL))
            return NOT_YET;
        *out = read_meta(&m, r->quantity);
        return ANSWERED;
    }
    for (int i = 0; i < 16; i++)
        if (pcart_meta_share(count[i], total[i],
                             has(r->options, "; PLO")   ? PCART_SHARE_LOGIT
                             : has(r->options, "; PAS") ? PCART_SHARE_ARCSIN
                                                        : PCART_SHARE_TUKEY,
                             &y[i], &v[i], NULL))
            return NOT_YET;
    if (pcart_meta_pool(y, v, 16, &options, &m, NULL))
        return NOT_YET;
    *out = read_meta(&m, r->quantity);
    return ANSWERED;
}

/* The last row of a multi-state fit at or before a time. */
static size_t
state_row(const pcart_multistate *fit, double time)
{
    size_t n = 0;

    while (n + 1 < fit->n && fit->time[n + 1] <= time)
        n++;
    return n;
}

static answer
answer_myeloid(const row *r, pcart_arena *arena, double *out)
{
    static const int place[] = {1, 2, -1, 4, 5, -1}; // of the printed counts
    const frame *f = frame_find("myeloid_states");
    pcart_multistate_options options = {.variance = PCART_MULTISTATE_JACKKNIFE};
    int *subject = frame_ints(f, "id"), *to = frame_ints(f, "e");
    int *from = frame_take(f->n_row, sizeof *from);
    pcart_paths paths = {.n = f->n_row,
                         .n_state = 3,
                         .subject = subject,
                         .n_subject = 1000,
                         .start = frame_numbers(f, "tstart"),
                         .stop = frame_numbers(f, "tstop"),
                         .from = from,
                         .to = to};
    pcart_multistate fit;
    size_t at;

    for (size_t i = 0; i < f->n_row; i++) {
        if (i && subject[i] == subject[i - 1])
            from[i] = to[i - 1] < 0 ? from[i - 1] : to[i - 1];
        to[i] = to[i] ? to[i] : -1;
    }
    if (pcart_multistate_fit(&paths, &options, arena, &fit, NULL))
        return NOT_YET;
    if (!strncmp(r->quantity, "n[", 2)) {
        int k = count_behind(r->quantity, "[") - 1;

        *out =
            place[k] >= 0 ? fit.n_transition[place[k]] : fit.n_censored[k / 3];
        return ANSWERED;
    }
    at = state_row(&fit, number_behind(r->quantity, "t=")) * 3 +
         (size_t)number_behind(r->quantity, "[state");
    *out = !strncmp(r->quantity, "se", 2) ? fit.std_err[at]
           : has(r->quantity, "pstate[")  ? fit.probability[at]
                                          : NAN;
    return ANSWERED;
}

static answer
answer_ventilation(const row *r, pcart_arena *arena, double *out)
{
    const frame *f = frame_find("sir_cont");
    int *subject = frame_ints(f, "id"), *from = frame_ints(f, "from");
    int *to = frame_take(f->n_row, sizeof *to);
    double *stop = frame_numbers(f, "time");
    double *start = frame_take(f->n_row, sizeof *start);
    int a = count_behind(r->quantity, "P[");
    int b = count_behind(r->quantity, "->");
    double initial[3] = {a == 0, a == 1, a == 2};
    pcart_multistate_options options = {.initial = initial};
    pcart_paths paths = {.n = f->n_row,
                         .n_state = 3,
                         .start = start,
                         .stop = stop,
                         .from = from,
                         .to = to};
    pcart_multistate fit;
    size_t at;

    for (size_t i = 0; i < f->n_row; i++) {
        double code = frame_number(f, i, "to");

        to[i] = isnan(code) ? -1 : (int)code;
        if (i && subject[i] == subject[i - 1])
            start[i] = stop[i - 1];
    }
    if (pcart_multistate_fit(&paths, &options, arena, &fit, NULL))
        return NOT_YET;
    at = state_row(&fit, 30) * 3 + (size_t)b;
    *out = has(r->quantity, "var") ? fit.std_err[at] * fit.std_err[at]
                                   : fit.probability[at];
    return ANSWERED;
}

static answer
answer_multistate(const row *r, pcart_arena *arena, double *out)
{
    return has(r->dataset, "myeloid") ? answer_myeloid(r, arena, out)
                                      : answer_ventilation(r, arena, out);
}

static answer
answer_pseudo(const row *r, pcart_arena *arena, double *out)
{
    int is_lung = has(r->dataset, "lung");
    const frame *f = frame_find(is_lung ? "lung" : "mgus2");
    pcart_followup data = {.n = f->n_row};
    pcart_pseudo_options options = {.time = is_lung ? 365 : 120,
                                    .cause = is_lung ? 0 : 1,
                                    .kind = has(r->options, "infinitesimal")
                                                ? PCART_PSEUDO_INFINITESIMAL
                                                : PCART_PSEUDO_LEAVE_ONE_OUT};
    int *status = frame_ints(f, is_lung ? "status" : "ev");
    double *value = frame_take(f->n_row, sizeof *value), sum = 0, square = 0;

    for (size_t i = 0; is_lung && i < f->n_row; i++)
        status[i] = status[i] == 2;
    data.time = frame_numbers(f, is_lung ? "time" : "etime");
    data.status = status;
    if (pcart_pseudo_values(&data, &options, arena, value, NULL))
        return NOT_YET;
    for (size_t i = 0; i < f->n_row; i++) {
        sum += value[i];
        square += value[i] * value[i];
    }
    if (!strcmp(r->function, "pseudo.regression")) {
        static const char *const name[] = {"(Intercept)", "age", "male"};
        const double *column[] = {frame_numbers(f, "age"),
                                  frame_numbers(f, "male")};
        pcart_covariates x = {column, NULL, 2};
        size_t k = coefficient_named(name, 3, r->quantity);
        const pcart_linear_options robust = {.variance = PCART_LINEAR_ROBUST};
        pcart_linear fit;

        if (pcart_linear_fit(value, f->n_row, &x, &robust, arena, &fit, NULL))
            return NOT_YET;
        *out = !strncmp(r->quantity, "se", 2) ? fit.coefficient[k].std_err
                                              : fit.coefficient[k].value;
        return ANSWERED;
    }
    *out = !strcmp(r->quantity, "mean") ? sum / (double)f->n_row
           : !strcmp(r->quantity, "sum of squares")
               ? square
               : value[(int)(has(r->quantity, "row")
                                 ? number_behind(r->quantity, "row")
                                 : number_behind(r->quantity, "[")) -
                       1];
    return ANSWERED;
}

#endif
