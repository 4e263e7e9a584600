/* surv_rate.c -- rates per person-time and pseudo-values of `postcart surv`.
 * Layer: cmd. */
#include "cmd/surv_fit.h"

#include <math.h>

#include "postcart/linear.h"
#include "postcart/proportion.h"
#include "postcart/pseudo.h"

/* --- rates ------------------------------------------------------------- */

/* Events of one cause and time at risk of one group. */
typedef struct exposure {
    int count;
    double time;
    size_t n;
} exposure;

static exposure
expose(const surv_run *run, int cause, int group)
{
    const pcart_followup *f = &run->part->follow;
    exposure e = {0};
    double lost = 0; /* compensation of the sum */

    for (size_t i = 0; i < f->n; i++) {
        double gap, next;

        if (f->group && f->group[i] != group)
            continue;
        gap = f->time[i] - (f->start ? f->start[i] : 0) - lost;
        next = e.time + gap;
        lost = (next - e.time) - gap;
        e.time = next;
        e.count += f->status[i] == cause;
        e.n++;
    }
    return e;
}

static pcart_status
write_rate(surv_run *run, const char *event, const char *group, exposure e)
{
    double per = run->options->per > 0 ? run->options->per : 1;
    stat_row row = pcarti_stat_row("rate", group, "person_time");
    pcart_estimate rate;
    pcart_status status;

    row.event = event;
    row.n = (double)e.n;
    row.estimate = e.time;
    pcarti_stat_add(run->table, &row);
    row.quantity = "n_event";
    row.estimate = e.count;
    pcarti_stat_add(run->table, &row);
    row.quantity = "rate";
    row.method = "events per person-time";
    status = pcart_rate(e.count, e.time, run->options->level, &rate, run->err);
    if (status && status != PCART_E_DEGENERATE)
        return status;
    if (status) {
        row.reason = "nobody was followed";
        row.estimate = NAN;
    } else {
        row.method = rate.method;
        row.r_call = "poisson.test(n_event, person_time)";
        row.estimate = per * rate.estimate;
        row.low = per * rate.low;
        row.high = per * rate.high;
    }
    pcarti_stat_add(run->table, &row);
    return PCART_OK;
}

/* Each group against the first. */
static pcart_status
write_ratio(surv_run *run, const char *event, int group, const exposure e[2])
{
    const int count[2] = {e[1].count, e[0].count};
    const double time[2] = {e[1].time, e[0].time};
    char *name =
        pcart_arena_print(run->arena, "%s / %s", pcarti_surv_group(run, group),
                          pcarti_surv_group(run, 0));
    pcart_test test = {.method = "ratio of two rates, exact",
                       .reason = "a group was not followed"};
    pcart_status status = PCART_OK;

    if (!name)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    if (time[0] > 0 && time[1] > 0)
        status =
            pcart_rate_ratio(count, time, run->options->level, &test, run->err);
    if (!status)
        pcarti_stat_test(run->table, "rate-ratio", event, name, &test);
    return status;
}

pcart_status
pcarti_surv_rate(surv_run *run)
{
    pcart_status status = PCART_OK;

    if (run->part->follow.weight)
        pcarti_stat_warn(run->table, "weights-ignored",
                         "rates count events and do not take weights");
    for (int cause = 1; cause <= run->data->n_event && !status; cause++) {
        const char *event = run->data->event[cause - 1];
        exposure both[2] = {{0}};

        for (int g = 0; g < pcarti_surv_groups(run) && !status; g++) {
            both[g > 0] = expose(run, cause, g);
            status =
                write_rate(run, event, pcarti_surv_group(run, g), both[g > 0]);
            if (!status && g > 0)
                status = write_ratio(run, event, g, both);
        }
    }
    return status;
}

/* --- pseudo-values ----------------------------------------------------- */

static pcart_status
write_values(surv_run *run, double time, const double *value)
{
    const pcart_followup *f = &run->part->follow;
    stat_row row = pcarti_stat_row("pseudo", NULL, "pseudo_value");
    int is_incidence = run->data->n_event > 1;

    row.event = run->data->event[0];
    row.time = time;
    row.method = is_incidence
                     ? "leave-one-out pseudo-value of the cumulative incidence"
                     : "leave-one-out pseudo-value of the survival";
    row.r_call = "prodlim::jackknife(prodlim::prodlim(Hist(time, status) ~ 1), "
                 "times)";
    for (size_t i = 0; i < f->n; i++) {
        char *name =
            pcart_arena_print(run->arena, "row %d", run->part->file_row[i]);

        if (!name)
            return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
        row.group = name;
        row.estimate = value[i];
        pcarti_stat_add(run->table, &row);
    }
    return PCART_OK;
}

/* Differences of the probability at one time between covariates. */
static pcart_status
regress(surv_run *run, double time, const double *value)
{
    const surv_data *data = run->data;
    size_t n = 0, m = data->model.n_column;
    double *y =
        pcart_arena_take(run->arena, run->part->follow.n + 1, sizeof *y);
    surv_part whole;
    pcart_covariates x;
    pcart_linear fit;
    const pcart_linear_options options = {.variance = PCART_LINEAR_ROBUST,
                                          .level = run->options->level};
    stat_row row = pcarti_stat_row("pseudo-model", NULL, "difference");
    pcart_status status =
        pcarti_surv_complete(data, run->part, run->arena, &whole, &x, run->err);

    if (status)
        return status;
    if (!y)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < run->part->follow.n; i++) {
        int is_whole = 1;

        for (size_t k = 0; k < m && is_whole; k++)
            is_whole = !isnan(run->part->column[k][i]);
        if (is_whole)
            y[n++] = value[i];
    }
    status = pcart_linear_fit(y, n, &x, &options, run->arena, &fit, run->err);
    if (status)
        return pcarti_surv_unanswered(run, "pseudo-model", data->event[0],
                                      "regression of pseudo-values", status);
    row.event = data->event[0];
    row.time = time;
    row.n = (double)n;
    row.method = "regression of pseudo-values, identity link, robust variance";
    row.r_call = "geepack::geeglm(pseudo ~ x, id = row)";
    for (size_t k = 0; k < fit.n_coefficient; k++) {
        const pcart_coefficient *c = &fit.coefficient[k];
        stat_row one = row;

        one.group = c->name;
        if (c->is_aliased) {
            one.reason = "follows from the other columns";
            pcarti_stat_add(run->table, &one);
            continue;
        }
        one.estimate = c->value;
        one.std_err = c->std_err;
        one.low = c->low;
        one.high = c->high;
        pcarti_stat_add(run->table, &one);
        one.std_err = one.low = one.high = NAN;
        one.quantity = "p_value";
        one.estimate = c->p_value;
        pcarti_stat_add(run->table, &one);
    }
    return PCART_OK;
}

pcart_status
pcarti_surv_pseudo(surv_run *run)
{
    double *value =
        pcart_arena_take(run->arena, run->part->follow.n + 1, sizeof *value);
    pcart_status status = PCART_OK;

    if (!value)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    for (size_t k = 0; k < run->options->n_at && !status; k++) {
        pcart_pseudo_options options = {.time = run->options->at[k],
                                        .cause = run->data->n_event > 1};

        status = pcart_pseudo_values(&run->part->follow, &options, run->arena,
                                     value, run->err);
        if (status) {
            status = pcarti_surv_unanswered(run, "pseudo", run->data->event[0],
                                            "pseudo-values", status);
            continue;
        }
        status = write_values(run, run->options->at[k], value);
        if (!status && run->data->model.n_column)
            status = regress(run, run->options->at[k], value);
    }
    return status;
}
