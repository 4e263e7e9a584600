/* curves.c -- the curves of an end point, and what is printed of them.
 * Layer: study. */
#include "study/parts.h"

#include "postcart/gray.h"
#include "postcart/incidence.h"
#include "postcart/logrank.h"

static pcart_interval
interval_of(const pcart_study_file *file)
{
    switch (file->interval) {
    case PCART_STUDY_INTERVAL_LOG:
        return PCART_INTERVAL_LOG;
    case PCART_STUDY_INTERVAL_PLAIN:
        return PCART_INTERVAL_PLAIN;
    case PCART_STUDY_INTERVAL_LOG_LOG:
        break;
    }
    return PCART_INTERVAL_LOGLOG;
}

static pcart_status
fit(pcarti_work *work, const pcart_endpoint *endpoint,
    const pcart_followup *data, pcart_curve *curve)
{
    const pcart_study_file *file = work->study.file;
    double level = pcart_fixed_to_double(file->interval_level);

    if (endpoint->info->kind == PCART_CURVE_SURVIVAL) {
        pcart_km_options options = {
            .interval = interval_of(file), .level = level, .event = 1};

        return pcart_km_fit(data, &options, work->arena, curve, work->err);
    }
    pcart_incidence_options options = {
        .cause = 1, .interval = interval_of(file), .level = level};

    return pcart_incidence_fit(data, &options, work->arena, curve, work->err);
}

/* Numbers of one curve; `group` -1 is everyone. */
static pcart_status
describe(pcarti_work *work, const pcart_endpoint *endpoint, int group,
         pcart_endpoint_curve *out)
{
    const pcart_study *study = &work->study;
    const double *days =
        endpoint->horizon_days ? endpoint->horizon_days : study->horizon_days;
    size_t n_horizon =
        endpoint->horizon_days ? endpoint->n_horizon : study->n_horizon;
    pcart_point *at = pcart_arena_take(work->arena, n_horizon + 1, sizeof *at);
    pcart_status status = PCART_OK;

    if (!at)
        return pcarti_work_no_memory(work);
    for (size_t i = 0; i < endpoint->n; i++) {
        if (group >= 0 && endpoint->group[i] != group)
            continue;
        out->n_event += endpoint->status[i] == 1;
        out->n_other += endpoint->status[i] == 2;
        out->n_censor += endpoint->status[i] == 0;
    }
    if (out->curve.n == 0)
        return PCART_OK;
    for (size_t k = 0; k < n_horizon && !status; k++)
        status = pcart_curve_at(&out->curve, days[k], &at[k], work->err);
    out->at = at;
    if (status)
        return status;
    return pcart_curve_find_quantile(&out->curve, 0.5, &out->median, work->err);
}

static pcart_status
compare(pcarti_work *work, pcart_endpoint *endpoint, const pcart_followup *data)
{
    pcart_status status;

    if (endpoint->info->kind == PCART_CURVE_SURVIVAL) {
        pcart_logrank_options options = {.event = 1};
        pcart_logrank made;

        status =
            pcart_logrank_test(data, &options, work->arena, &made, work->err);
        if (!status)
            endpoint->test = made.test;
    } else {
        pcart_gray made;

        status = pcart_gray_test(data, NULL, work->arena, &made, work->err);
        if (!status)
            endpoint->test = made.test;
    }
    endpoint->has_test = !status;
    return status;
}

/* The follow-up of those who are in a group. */
static pcart_status
grouped(pcarti_work *work, const pcart_endpoint *endpoint, pcart_followup *out)
{
    size_t n = 0;
    double *days = pcart_arena_take(work->arena, endpoint->n, sizeof *days);
    int *status = pcart_arena_take(work->arena, endpoint->n, sizeof *status);
    int *group = pcart_arena_take(work->arena, endpoint->n, sizeof *group);

    if (!days || !status || !group)
        return pcarti_work_no_memory(work);
    for (size_t i = 0; i < endpoint->n; i++)
        if (endpoint->group[i] >= 0) {
            days[n] = endpoint->days[i];
            status[n] = endpoint->status[i];
            group[n++] = endpoint->group[i];
        }
    *out = (pcart_followup){.n = n,
                            .time = days,
                            .status = status,
                            .group = group,
                            .n_group = (int)work->study.grouping.n_group};
    return PCART_OK;
}

/* Groups with somebody in them. */
static size_t
count_groups(const pcart_endpoint *endpoint, size_t n_group)
{
    size_t n = 0;

    for (size_t g = 0; g < n_group; g++)
        for (size_t i = 0; i < endpoint->n; i++)
            if (endpoint->group[i] == (int)g) {
                n++;
                break;
            }
    return n;
}

static pcart_status
fit_groups(pcarti_work *work, pcart_endpoint *endpoint,
           pcart_endpoint_curve *curve)
{
    const pcart_grouping *grouping = &work->study.grouping;
    pcart_curve *fitted =
        pcart_arena_take(work->arena, grouping->n_group, sizeof *fitted);
    size_t n_used = count_groups(endpoint, grouping->n_group);
    pcart_followup data;
    pcart_status status;

    if (!fitted)
        return pcarti_work_no_memory(work);
    if (n_used == 0)
        return PCART_OK;
    status = grouped(work, endpoint, &data);
    if (!status)
        status = fit(work, endpoint, &data, fitted);
    for (size_t g = 0; g < grouping->n_group && !status; g++) {
        curve[g].label = grouping->label[g];
        curve[g].curve = fitted[g];
        status = describe(work, endpoint, (int)g, &curve[g]);
    }
    endpoint->n_curve += grouping->n_group;
    if (!status && n_used > 1)
        status = compare(work, endpoint, &data);
    return status;
}

pcart_status
pcarti_work_curves(pcarti_work *work, pcart_endpoint *endpoint)
{
    size_t n_group =
        work->study.grouping.group ? work->study.grouping.n_group : 0;
    pcart_endpoint_curve *curve =
        pcart_arena_take(work->arena, n_group + 1, sizeof *curve);
    pcart_followup data = {
        .n = endpoint->n, .time = endpoint->days, .status = endpoint->status};
    pcart_status status;

    if (!curve)
        return pcarti_work_no_memory(work);
    if (endpoint->n == 0)
        return PCART_OK;
    endpoint->curve = curve;
    endpoint->n_curve = 1;
    curve[0].label = "all";
    status = fit(work, endpoint, &data, &curve[0].curve);
    if (!status)
        status = describe(work, endpoint, -1, &curve[0]);
    if (!status)
        status = pcart_km_followup_time(&data, work->arena, &endpoint->followup,
                                        work->err);
    if (!status && n_group > 1)
        status = fit_groups(work, endpoint, curve + 1);
    return status;
}
