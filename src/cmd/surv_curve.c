/* surv_curve.c -- curves of `postcart surv`: survival, hazard, incidence, and
 * the tests between groups.  Layer: cmd. */
#include "cmd/surv_fit.h"

#include <math.h>

#include "postcart/cuminc.h"
#include "postcart/gray.h"
#include "postcart/incidence.h"
#include "postcart/km.h"
#include "postcart/logrank.h"

int
pcarti_surv_groups(const surv_run *run)
{
    return run->part->follow.group && run->part->follow.n_group > 0
               ? run->part->follow.n_group
               : 1;
}

const char *
pcarti_surv_group(const surv_run *run, int group)
{
    return run->part->follow.group ? run->data->group.level[group] : NULL;
}

pcart_status
pcarti_surv_unanswered(surv_run *run, const char *section, const char *event,
                       const char *method, pcart_status status)
{
    stat_row row = pcarti_stat_row(section, NULL, "result");

    if (status != PCART_E_DEGENERATE && status != PCART_E_UNSUPPORTED)
        return status;
    row.event = event;
    row.method = method;
    row.reason = run->err->message[0] ? run->err->message : "no answer";
    pcarti_stat_add(run->table, &row);
    return PCART_OK;
}

/* --- counts ------------------------------------------------------------ */

static void
count(surv_run *run, const char *group, const char *quantity, double n)
{
    stat_row row = pcarti_stat_row("sample", group, quantity);

    row.estimate = n;
    pcarti_stat_add(run->table, &row);
}

pcart_status
pcarti_surv_sample(surv_run *run)
{
    const pcart_followup *follow = &run->part->follow;
    size_t n_zero = 0;

    for (size_t i = 0; i < follow->n; i++) {
        int status = follow->status[i];

        run->n_status[status > 1 ? 2 : status]++;
        n_zero += follow->time[i] == 0;
    }
    count(run, NULL, "n", (double)follow->n);
    count(run, NULL, "n_event", (double)run->n_status[1]);
    if (run->data->n_event > 1)
        count(run, NULL, "n_competing", (double)run->n_status[2]);
    count(run, NULL, "n_censored", (double)run->n_status[0]);
    if (!run->data->by_code) {
        if (run->data->n_missing)
            count(run, NULL, "n_left_out_missing",
                  (double)run->data->n_missing);
        if (run->data->n_early)
            count(run, NULL, "n_left_out_landmark", (double)run->data->n_early);
    }
    if (n_zero)
        count(run, NULL, "n_time_zero", (double)n_zero);
    return PCART_OK;
}

/* --- lines of a curve -------------------------------------------------- */

/* What the lines of one curve have in common. */
typedef struct curve_line {
    const char *section, *quantity, *event, *group;
} curve_line;

static stat_row
row_of(const curve_line *line, const pcart_curve *curve, const char *quantity)
{
    stat_row row = pcarti_stat_row(line->section, line->group, quantity);

    row.event = line->event;
    row.method = curve->method;
    row.r_call = curve->r_call;
    return row;
}

static pcart_status
write_quantile(surv_run *run, const pcart_curve *curve, const curve_line *line,
               double p, const char *name)
{
    pcart_curve_quantile at;
    stat_row row = row_of(line, curve, name);
    pcart_status status = pcart_curve_find_quantile(curve, p, &at, run->err);

    if (status)
        return status;
    row.method = at.method;
    row.n = (double)curve->n_subject;
    if (at.has_value)
        row.estimate = at.value;
    else
        row.reason = "not reached";
    if (at.has_low)
        row.low = at.low;
    if (at.has_high)
        row.high = at.high;
    pcarti_stat_add(run->table, &row);
    return PCART_OK;
}

static void
write_mean(surv_run *run, const pcart_curve *curve, const curve_line *line)
{
    pcart_rmst mean;
    stat_row row = row_of(line, curve, "restricted_mean");

    row.time = run->options->tau;
    row.r_call = "summary(survfit(Surv(time, status) ~ group), rmean = tau)";
    if (pcart_curve_rmst(curve, run->options->tau, &mean, run->err)) {
        row.reason = run->err->message;
    } else {
        row.method = mean.method;
        row.estimate = mean.mean;
        row.std_err = mean.std_err;
        row.low = mean.low;
        row.high = mean.high;
    }
    pcarti_stat_add(run->table, &row);
}

static pcart_status
write_point(surv_run *run, const pcart_curve *curve, const curve_line *line,
            double time)
{
    pcart_point at;
    stat_row row = row_of(line, curve, line->quantity);
    pcart_status status = pcart_curve_at(curve, time, &at, run->err);

    if (status)
        return status;
    row.time = time;
    row.estimate = at.estimate;
    row.n = at.n_risk;
    if (at.has_std_err)
        row.std_err = at.std_err;
    if (at.has_interval) {
        row.low = at.low;
        row.high = at.high;
    }
    row.note = at.is_beyond      ? "after the last follow-up: carried on"
               : at.has_interval ? NULL
                                 : "no interval on this scale at this estimate";
    pcarti_stat_add(run->table, &row);
    return PCART_OK;
}

static void
write_steps(surv_run *run, const pcart_curve *curve, const curve_line *line)
{
    stat_row row = row_of(line, curve, line->quantity);

    for (size_t i = 0; i < curve->n; i++) {
        if (curve->n_event[i] == 0)
            continue;
        row.time = curve->time[i];
        row.estimate = curve->estimate[i];
        row.std_err = curve->std_err[i];
        row.low = curve->low[i];
        row.high = curve->high[i];
        row.n = curve->n_risk[i];
        pcarti_stat_add(run->table, &row);
    }
}

/* All lines of one curve. */
static pcart_status
write_curve(surv_run *run, const pcart_curve *curve, const curve_line *line)
{
    stat_row row = row_of(line, curve, "n_event");
    pcart_status status = PCART_OK;

    row.estimate = curve->total_event;
    row.n = (double)curve->n_subject;
    if (curve->n == 0)
        row.reason = "no subject in this group";
    pcarti_stat_add(run->table, &row);
    if (curve->n == 0)
        return PCART_OK;
    if (curve->kind == PCART_CURVE_SURVIVAL) {
        if ((status =
                 write_quantile(run, curve, line, 0.25, "quantile_0.25")) ||
            (status = write_quantile(run, curve, line, 0.5, "median")) ||
            (status = write_quantile(run, curve, line, 0.75, "quantile_0.75")))
            return status;
        if (run->options->tau > 0)
            write_mean(run, curve, line);
    }
    for (size_t k = 0; k < run->options->n_at && !status; k++)
        status = write_point(run, curve, line, run->options->at[k]);
    if (!status && run->options->is_stepwise)
        write_steps(run, curve, line);
    return status;
}

/* --- one sample and groups --------------------------------------------- */

pcart_status
pcarti_surv_followup(surv_run *run)
{
    static const char method[] = "reverse Kaplan-Meier";
    static const char call[] = "survfit(Surv(time, status == 0) ~ 1)";
    pcart_km_followup follow;
    pcart_followup data = run->part->follow;
    stat_row row = pcarti_stat_row("follow-up", NULL, "median_reverse");
    pcart_status status;

    data.start = NULL;
    data.weight = NULL;
    status = pcart_km_followup_time(&data, run->arena, &follow, run->err);
    if (status)
        return pcarti_surv_unanswered(run, "follow-up", NULL, method, status);
    row.method = method;
    row.r_call = call;
    row.n = (double)follow.n;
    if (follow.reverse_median.has_value)
        row.estimate = follow.reverse_median.value;
    else
        row.reason = "not reached";
    if (follow.reverse_median.has_low)
        row.low = follow.reverse_median.low;
    if (follow.reverse_median.has_high)
        row.high = follow.reverse_median.high;
    pcarti_stat_add(run->table, &row);
    row = pcarti_stat_row("follow-up", NULL, "median_observed");
    row.method = "observed times, quantiles type 7; low and high: quartiles";
    row.r_call = "quantile(time, c(0.25, 0.5, 0.75))";
    row.n = (double)follow.n;
    row.estimate = follow.observed_median;
    row.low = follow.observed_q25;
    row.high = follow.observed_q75;
    pcarti_stat_add(run->table, &row);
    return PCART_OK;
}

static pcart_status
fit_km(surv_run *run, pcart_km_kind kind, pcart_curve **out)
{
    pcart_km_options options = {.kind = kind,
                                .interval = run->options->interval,
                                .level = run->options->level,
                                .event = 1,
                                .threads = run->options->threads};
    pcart_followup data = run->part->follow;

    data.ties =
        run->options->is_exact_times ? PCART_TIES_EXACT : PCART_TIES_MERGED;
    *out = pcart_arena_take(run->arena, (size_t)pcarti_surv_groups(run),
                            sizeof **out);
    if (!*out)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    return pcart_km_fit(&data, &options, run->arena, *out, run->err);
}

/* Weights and clusters need the robust variance; the others may ask for it. */
static pcart_status
make_logrank(surv_run *run, pcart_logrank *out)
{
    const surv_part *part = run->part;
    pcart_logrank_options plain = {
        .rho = run->options->rho, .event = 1, .threads = run->options->threads};
    pcart_logrank_robust_options robust = {.event = 1,
                                           .cluster = part->cluster,
                                           .n_cluster = run->data->n_cluster};

    if (!part->follow.weight && !part->cluster && !run->options->is_robust)
        return pcart_logrank_test(&part->follow, &plain, run->arena, out,
                                  run->err);
    if (run->options->rho != 0)
        return pcart_err_set(run->err, PCART_E_UNSUPPORTED,
                             "--rho with weights, clusters or --robust");
    return pcart_logrank_robust(&part->follow, &robust, run->arena, out,
                                run->err);
}

static pcart_status
test_logrank(surv_run *run, const char *event)
{
    pcart_logrank made;
    pcart_status status = make_logrank(run, &made);

    if (status)
        return pcarti_surv_unanswered(run, "log-rank", event, "Log-rank test",
                                      status);
    pcarti_stat_test(run->table, "log-rank", event, NULL, &made.test);
    run->drawn_test = made.test;
    for (int g = 0; g < made.n_group; g++) {
        stat_row row =
            pcarti_stat_row("log-rank", pcarti_surv_group(run, g), "observed");

        row.event = event;
        row.method = made.test.method;
        row.r_call = made.test.r_call;
        row.n = made.n_subject[g];
        row.estimate = made.observed[g];
        pcarti_stat_add(run->table, &row);
        row.quantity = "expected";
        row.estimate = made.expected[g];
        pcarti_stat_add(run->table, &row);
    }
    return PCART_OK;
}

pcart_status
pcarti_surv_km(surv_run *run)
{
    const char *event = run->data->event[0];
    curve_line line = {"survival", "survival", event, NULL};
    pcart_curve *curve;
    pcart_status status = fit_km(run, PCART_KM_SURVIVAL, &curve);

    if (status)
        return pcarti_surv_unanswered(run, "survival", event, "Kaplan-Meier",
                                      status);
    for (int g = 0; g < pcarti_surv_groups(run) && !status; g++) {
        line.group = pcarti_surv_group(run, g);
        status = write_curve(run, &curve[g], &line);
    }
    if (run->n_status[2] > 0)
        pcarti_stat_warn(run->table, "km-with-competing-events",
                         "%zu competing events: 1 - Kaplan-Meier "
                         "is not the probability of '%s' and is too high; use "
                         "the cumulative incidence (--method cif)",
                         run->n_status[2], event);
    run->drawn = curve;
    if (!status && pcarti_surv_groups(run) > 1)
        status = test_logrank(run, event);
    return status;
}

pcart_status
pcarti_surv_hazard(surv_run *run)
{
    const char *event = run->data->event[0];
    curve_line line = {"hazard", "cumulative_hazard", event, NULL};
    pcart_curve *curve;
    pcart_status status = fit_km(run, PCART_KM_NELSON_AALEN, &curve);

    if (status)
        return pcarti_surv_unanswered(run, "hazard", event, "Nelson-Aalen",
                                      status);
    for (int g = 0; g < pcarti_surv_groups(run) && !status; g++) {
        line.group = pcarti_surv_group(run, g);
        status = write_curve(run, &curve[g], &line);
    }
    return status;
}

/* --- competing events -------------------------------------------------- */

static void
write_gray(surv_run *run, int cause, const pcart_test *test)
{
    pcarti_stat_test(run->table, "gray", run->data->event[cause - 1], NULL,
                     test);
    if (cause == 1)
        run->drawn_test = *test;
}

static pcart_status
test_gray(surv_run *run, int cause)
{
    pcart_gray_options options = {.cause = cause,
                                  .rho = run->options->rho,
                                  .threads = run->options->threads};
    pcart_followup data = run->part->follow;
    pcart_gray made;
    pcart_status status;

    data.ties = PCART_TIES_EXACT;
    status = pcart_gray_test(&data, &options, run->arena, &made, run->err);
    if (status)
        return pcarti_surv_unanswered(run, "gray", run->data->event[cause - 1],
                                      "Gray's test", status);
    write_gray(run, cause, &made.test);
    return PCART_OK;
}

static pcart_status
write_incidence(surv_run *run, int cause, const pcart_curve *curve)
{
    curve_line line = {"incidence", "incidence", run->data->event[cause - 1],
                       NULL};
    pcart_status status = PCART_OK;

    for (int g = 0; g < pcarti_surv_groups(run) && !status; g++) {
        line.group = pcarti_surv_group(run, g);
        status = write_curve(run, &curve[g], &line);
    }
    if (cause == 1)
        run->drawn = curve;
    return status;
}

static int
is_delta(const surv_run *run)
{
    return run->options->variance == SURV_VARIANCE_DELTA ||
           run->part->follow.start || run->part->follow.weight;
}

static pcart_status
one_incidence(surv_run *run, int cause)
{
    pcart_incidence_options options = {
        .cause = cause,
        .variance = is_delta(run) ? PCART_VARIANCE_DELTA : PCART_VARIANCE_AALEN,
        .interval = run->options->interval,
        .level = run->options->level,
        .threads = run->options->threads};
    pcart_followup data = run->part->follow;
    pcart_curve *curve = pcart_arena_take(
        run->arena, (size_t)pcarti_surv_groups(run), sizeof *curve);
    pcart_status status;

    if (!curve)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    data.ties = PCART_TIES_EXACT;
    status = pcart_incidence_fit(&data, &options, run->arena, curve, run->err);
    if (status)
        return pcarti_surv_unanswered(run, "incidence",
                                      run->data->event[cause - 1],
                                      "cumulative incidence", status);
    status = write_incidence(run, cause, curve);
    if (!status && pcarti_surv_groups(run) > 1)
        status = test_gray(run, cause);
    return status;
}

/* All causes from one sort; without an answer for all of them none is in
 * `all`, and each cause goes its own way. */
static pcart_status
fit_together(surv_run *run, pcart_cuminc *all)
{
    pcart_cuminc_options options = {.interval = run->options->interval,
                                    .level = run->options->level,
                                    .rho = run->options->rho,
                                    .threads = run->options->threads};
    pcart_status status;

    if (is_delta(run) || pcarti_surv_groups(run) < 2)
        return PCART_OK;
    status = pcart_cuminc_fit(&run->part->follow, &options, run->arena, all,
                              run->err);
    if (status == PCART_E_NOMEM)
        return status;
    if (status)
        *all = (pcart_cuminc){0};
    return PCART_OK;
}

pcart_status
pcarti_surv_incidence(surv_run *run)
{
    pcart_cuminc all = {0};
    pcart_status status = fit_together(run, &all);
    int next = 0;

    for (int cause = 1; cause <= run->data->n_event && !status; cause++) {
        if (next == all.n_cause || all.cause[next] != cause) {
            status = one_incidence(run, cause);
            continue;
        }
        status = write_incidence(run, cause, &all.curve[next * all.n_group]);
        write_gray(run, cause, &all.gray[next++].test);
    }
    return status;
}
