/* surv_plot.c -- the figure of `postcart surv`.  Layer: cmd. */
#include "cmd/surv_fit.h"

#include <math.h>
#include <stdio.h>

#include "postcart/curve_plot.h"

/* p below this is printed as "< 0.001". */
static const double smallest_p = 0.001;

static pcart_status
no_memory(surv_run *run)
{
    return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
}

/* One curve as the figure wants it. */
static pcart_status
fill_group(surv_run *run, const pcart_curve *curve, const char *label,
           const pcart_curve_plot *plot, pcart_curve_group *out)
{
    size_t n = plot->n_risk_time;
    pcart_curve_point *point =
        pcart_arena_take(run->arena, curve->n + 1, sizeof *point);
    double *censor = pcart_arena_take(run->arena, curve->n + 1, sizeof *censor);
    double *at_risk = pcart_arena_take(run->arena, n + 1, sizeof *at_risk);
    long *risk = pcart_arena_take(run->arena, n + 1, sizeof *risk);
    long *events = pcart_arena_take(run->arena, n + 1, sizeof *events);
    pcart_curve_quantile median;

    if (!point || !censor || !at_risk || !risk || !events)
        return no_memory(run);
    *out = (pcart_curve_group){.label = label ? label : "all",
                               .point = point,
                               .n_point = curve->n,
                               .censor = censor,
                               .last = curve->time[curve->n - 1],
                               .risk = risk,
                               .events = events,
                               .median = NAN};
    for (size_t i = 0; i < curve->n; i++) {
        point[i] = (pcart_curve_point){curve->time[i], curve->estimate[i],
                                       curve->low[i], curve->high[i]};
        if (curve->n_censor[i] > 0)
            censor[out->n_censor++] = curve->time[i];
    }
    pcart_curve_at_risk(curve, plot->risk_time, n, at_risk);
    for (size_t k = 0; k < n; k++) {
        pcart_point at;
        pcart_status status =
            pcart_curve_at(curve, plot->risk_time[k], &at, run->err);

        if (status)
            return status;
        risk[k] = lround(at_risk[k]);
        events[k] = lround(at.n_event);
    }
    if (pcart_curve_find_quantile(curve, 0.5, &median, NULL) == PCART_OK &&
        median.has_value)
        out->median = median.value;
    return PCART_OK;
}

static void
print_test(const pcart_test *test, char *text, size_t room)
{
    if (!test->method)
        text[0] = '\0';
    else if (!test->is_evaluable)
        snprintf(text, room, "%s: no test, %s", test->method, test->reason);
    else if (test->p_value < smallest_p)
        snprintf(text, room, "%s: p < 0.001", test->method);
    else
        snprintf(text, room, "%s: p = %.*f", test->method,
                 test->p_value < 0.1 ? 3 : 2, test->p_value);
}

pcart_status
pcarti_surv_draw(surv_run *run, pcarti_buf *out)
{
    pcart_curve_group group[PCART_SCENE_GROUPS];
    double risk_time[PCART_CURVE_TIMES], last = 0;
    char test[240], interval[80];
    int n_group = pcarti_surv_groups(run);
    pcart_curve_plot plot = {.unit = run->options->unit,
                             .x_label = "Time",
                             .y_last = -1,
                             .group = group,
                             .risk_time = risk_time};
    pcart_scene scene = {.width = 640};
    pcart_status status = PCART_OK;

    if (!run->drawn)
        return pcart_err_set(run->err, PCART_E_DEGENERATE,
                             "there is no curve to draw");
    if (n_group > PCART_SCENE_GROUPS)
        return pcart_err_set(run->err, PCART_E_UNSUPPORTED,
                             "a figure tells at most %d groups apart",
                             PCART_SCENE_GROUPS);
    for (int g = 0; g < n_group; g++)
        if (run->drawn[g].n && run->drawn[g].time[run->drawn[g].n - 1] > last)
            last = run->drawn[g].time[run->drawn[g].n - 1];
    plot.n_risk_time =
        pcart_curve_plot_times(last > 0 ? last : 1, plot.unit, risk_time);
    for (int g = 0; g < n_group && !status; g++) {
        const pcart_curve *curve = &run->drawn[g];

        if (curve->n == 0)
            continue;
        if (curve->kind == PCART_CURVE_SURVIVAL) {
            plot.kind = PCART_CURVE_PLOT_SURVIVAL;
            plot.y_last = 1;
            plot.has_median = 1;
        } else {
            plot.kind = PCART_CURVE_PLOT_INCIDENCE;
        }
        snprintf(interval, sizeof interval, "%g%% CI, %s", 100 * curve->level,
                 curve->interval);
        plot.interval = interval;
        scene.title = curve->method;
        status = fill_group(run, curve, pcarti_surv_group(run, g), &plot,
                            &group[plot.n_group++]);
    }
    if (status)
        return status;
    print_test(&run->drawn_test, test, sizeof test);
    plot.test = test[0] ? test : NULL;
    return pcart_curve_plot_draw(&plot, &scene, run->arena, out, run->err);
}
