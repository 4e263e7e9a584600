/* portrait_panel.c -- counts of a course with what the rules counted.
 * Layer: report. */
#include "report/portrait.h"

#include <string.h>

#include "postcart/series.h"
#include "report/guide.h"

/* A panel: what it shows, by which rules its lines and runs are drawn. */
typedef struct panel_plan {
    pcart_analyte analyte;
    const char *title, *noun, *unit;
    double divisor; // canonical unit to that of the axis
    pcart_scale_kind scale;
    double low, high, weight;
    int gap_days;
    const char *band_rule;  // whose limits are drawn as lines
    const char *measure[2]; // whose days are drawn as runs; or NULL
    int support;            // pcart_support_kind of the ticks; or -1
    const char *tick_label;
    int is_hidden_when_empty;
} panel_plan;

/* Ranges of axes and gaps of lines are choices of display. */
// clang-format off
static const panel_plan plan[] = {
    { PCART_ANC, "ANC", "ANC values", "/\xC2\xB5L", 1, PCART_SCALE_LOG,
      10, 20000, 2, 7, "icaht-2023-late", { "icaht_early", NULL },
      -1, NULL, 0 },
    { PCART_PLATELETS, "Platelets", "platelet counts", "10\xE2\x81\xB9/L",
      1000, PCART_SCALE_LOG, 5, 500, 1.3, 14, "ticaht-2025-early",
      { "ticaht_early", "ticaht_late" },
      PCART_SUPPORT_PLATELETS, "platelet transfusions", 0 },
    { PCART_HEMOGLOBIN, "Haemoglobin", "haemoglobin values", "g/dL", 1,
      PCART_SCALE_LINEAR, 5, 16, 0.75, 14, "ctcae-v5-hemoglobin",
      { NULL, NULL }, PCART_SUPPORT_RED_CELLS, "red cell transfusions", 0 },
    { PCART_FERRITIN, "Ferritin", "ferritin values", "\xC2\xB5g/L", 1,
      PCART_SCALE_LOG, 0, 0, 0.6, 14, NULL, { NULL, NULL }, -1, NULL, 1 },
    { PCART_CRP, "CRP", "CRP values", "mg/L", 1, PCART_SCALE_LOG, 0, 0, 0.6,
      14, NULL, { NULL, NULL }, -1, NULL, 1 },
};
// clang-format on

/* The different limits of a rule set, rising. */
static void
add_bands(pcarti_portrait *p, const panel_plan *planned,
          pcart_chart_panel *panel)
{
    const pcart_rule_set *set =
        planned->band_rule ? pcart_rules_find(planned->band_rule) : NULL;
    double *band = pcarti_portrait_take(p, PCARTI_MAX_GUIDE, sizeof *band);

    panel->band = band;
    panel->n_band = band ? pcarti_guides_of(set, planned->divisor, band) : 0;
}

static int
is_under_gcsf(const pcarti_portrait *p, int day)
{
    for (size_t i = 0; i < p->in->patient->n_support; i++) {
        const pcart_support *row = &p->in->patient->support[i];

        if (row->kind == PCART_SUPPORT_GCSF &&
            day >= pcarti_portrait_day(p, row->first) &&
            day <= pcarti_portrait_day(p, row->last))
            return 1;
    }
    return 0;
}

/* Whether a row of labs decided a result that is drawn in this panel. */
static int
is_decisive(const pcarti_portrait *p, const panel_plan *planned, uint32_t line)
{
    static const char *const by_value[] = {"icaht_late", "plt_day_90"};

    for (size_t m = 0; line && m < PCART_COUNTOF(by_value); m++) {
        const pcart_result *result = pcarti_portrait_result(p, by_value[m]);

        for (size_t i = 0; result && i < result->n_evidence; i++)
            if (result->evidence[i].kind == PCART_EVIDENCE_DECISIVE &&
                result->evidence[i].analyte == (int)planned->analyte &&
                result->evidence[i].line == line)
                return 1;
    }
    return 0;
}

static pcart_chart_point
point_of(pcarti_portrait *p, const panel_plan *planned,
         const pcart_day_value *day)
{
    int is_inferred = day->origin == PCART_DAY_INFERRED;
    int is_filled = day->origin == PCART_DAY_INTERPOLATED ||
                    day->origin == PCART_DAY_CARRIED;
    /* A day filled between limits is itself a limit. */
    int is_limit = is_inferred || (is_filled && day->low != day->high);
    pcart_fixed value = is_inferred || is_filled ? day->high : day->written;
    char text[PCART_FIXED_SIZE];
    pcart_chart_point point = {.day = day->day,
                               .value = pcart_fixed_to_double(value) /
                                        planned->divisor,
                               .is_imputed = (unsigned char)is_filled};

    point.is_below =
        (unsigned char)(is_limit ||
                        (!is_filled && (day->censor == PCART_BELOW ||
                                        day->censor == PCART_AT_MOST)));
    if (planned->analyte == PCART_ANC)
        point.under_gcsf = (unsigned char)is_under_gcsf(p, day->day);
    point.is_decisive = (unsigned char)is_decisive(p, planned, day->line);
    if (!is_filled) {
        point.origin.table = "labs";
        point.origin.line = day->line;
        point.origin.original = pcarti_portrait_print(
            p, "%s%s %s", is_inferred ? "ANC not measured; WBC " : "",
            pcart_fixed_write(day->written, text),
            pcart_analyte_get(is_inferred ? PCART_WBC : planned->analyte)
                ->unit);
    }
    return point;
}

/* Whether the rule filled this day. */
static int
is_imputed_day(const pcart_result *result, int day)
{
    for (size_t i = 0; result && i < result->n_evidence; i++)
        if (result->evidence[i].kind == PCART_EVIDENCE_IMPUTED &&
            day >= result->evidence[i].first_day &&
            day <= result->evidence[i].last_day)
            return 1;
    return 0;
}

/* The days that the first measure of the panel filled, as it filled them. */
static size_t
add_imputed(pcarti_portrait *p, const panel_plan *planned,
            const pcart_series *series, pcart_chart_point *point)
{
    const pcart_result *result =
        planned->measure[0] ? pcarti_portrait_result(p, planned->measure[0])
                            : NULL;
    int first, last;
    pcart_fill fill = {.method = PCART_FILL_LINEAR,
                       .infer_at_most = PCART_FIXED_NONE};
    pcart_day_value *day;
    size_t n = 0;

    if (!result || !result->set)
        return 0;
    first = pcart_rules_policy_days(result->set, PCART_POLICY_WINDOW_FIRST, 0);
    last = pcart_rules_policy_days(result->set, PCART_POLICY_WINDOW_LAST, 0);
    if (last < first || last > p->last_day)
        return 0;
    fill.days = last - first + 1;
    fill.step = pcart_rules_policy(result->set, PCART_POLICY_ROUND_STEP);
    if (fill.step == PCART_FIXED_NONE)
        fill.step = 0;
    day = pcarti_portrait_take(p, (size_t)fill.days, sizeof *day);
    if (!day)
        return 0;
    pcart_series_fill(series, first, last, &fill, day);
    for (int i = 0; i < fill.days; i++)
        if ((day[i].origin == PCART_DAY_INTERPOLATED ||
             day[i].origin == PCART_DAY_CARRIED) &&
            is_imputed_day(result, day[i].day))
            point[n++] = point_of(p, planned, &day[i]);
    return n;
}

static void
sort_points(pcart_chart_point *point, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        pcart_chart_point moved = point[i];
        size_t k = i;

        for (; k > 0 && point[k - 1].day > moved.day; k--)
            point[k] = point[k - 1];
        point[k] = moved;
    }
}

static void
add_points(pcarti_portrait *p, const panel_plan *planned,
           pcart_chart_panel *panel)
{
    pcart_chart_point *point;
    pcart_series series;
    size_t room, n = 0;

    if (pcart_series_collect(p->in->course, planned->analyte, p->arena, &series,
                             NULL)) {
        p->is_failed = 1;
        return;
    }
    /* Filled days lie within the range; measured ones may lie outside it. */
    room = series.n + (size_t)(p->last_day - p->first_day) + 1;
    point = pcarti_portrait_take(p, room, sizeof *point);
    if (!point)
        return;
    for (; n < series.n; n++)
        point[n] = point_of(p, planned, &series.day[n]);
    n += add_imputed(p, planned, &series, point + n);
    sort_points(point, n);
    panel->point = point;
    panel->n_point = n;
}

/* The longest decisive run carries the grade. */
static void
name_decisive(pcarti_portrait *p, const pcart_result *result,
              pcart_chart_run *run, size_t n)
{
    pcart_chart_run *longest = NULL;
    char text[PCART_FIXED_SIZE];

    for (size_t i = 0; i < n; i++)
        if (run[i].is_decisive && (!longest || run[i].days > longest->days))
            longest = &run[i];
    if (longest && result->state == PCART_STATE_VALUE)
        longest->note = pcarti_portrait_print(
            p, "grade %s", pcart_fixed_write(result->value, text));
}

static void
add_runs(pcarti_portrait *p, const panel_plan *planned,
         pcart_chart_panel *panel)
{
    size_t room = 0, n = 0;
    pcart_chart_run *run;

    for (size_t m = 0; m < 2; m++) {
        const pcart_result *result =
            planned->measure[m] ? pcarti_portrait_result(p, planned->measure[m])
                                : NULL;

        room += result ? result->n_evidence : 0;
    }
    run = pcarti_portrait_take(p, room, sizeof *run);
    for (size_t m = 0; run && m < 2; m++) {
        const pcart_result *result =
            planned->measure[m] ? pcarti_portrait_result(p, planned->measure[m])
                                : NULL;
        size_t from = n;

        for (size_t i = 0; result && i < result->n_evidence; i++) {
            const pcart_evidence *e = &result->evidence[i];

            if ((e->kind != PCART_EVIDENCE_EPISODE &&
                 e->kind != PCART_EVIDENCE_DECISIVE) ||
                e->limit == PCART_FIXED_NONE || e->days <= 0)
                continue;
            run[n++] = (pcart_chart_run){
                .limit = pcart_fixed_to_double(e->limit) / planned->divisor,
                .op = pcart_op_name(e->op),
                .first_day = e->first_day,
                .last_day = e->last_day,
                .days = e->days,
                .is_decisive = e->kind == PCART_EVIDENCE_DECISIVE};
        }
        if (result)
            name_decisive(p, result, run + from, n - from);
    }
    panel->run = run;
    panel->n_run = n;
}

static void
add_ticks(pcarti_portrait *p, const panel_plan *planned,
          pcart_chart_panel *panel)
{
    const pcart_patient *patient = p->in->patient;
    pcart_chart_tick *tick =
        pcarti_portrait_take(p, patient->n_support, sizeof *tick);

    for (size_t i = 0; tick && i < patient->n_support; i++) {
        const pcart_support *row = &patient->support[i];
        if ((int)row->kind != planned->support)
            continue;
        tick[panel->n_tick++] = (pcart_chart_tick){
            .day = pcarti_portrait_day(p, row->first),
            .amount = row->amount == PCART_FIXED_NONE
                          ? 0
                          : pcart_fixed_to_double(row->amount),
            .origin = {"supports", row->line, NULL}};
    }
    panel->tick = tick;
    panel->tick_label = planned->tick_label;
}

/* Days in which a count stands for day 90. */
static void
add_window(pcarti_portrait *p, pcart_chart_panel *panel)
{
    const pcart_result *result = pcarti_portrait_result(p, "plt_day_90");
    pcart_chart_window *window;
    int day, slack;

    if (!result || !result->set)
        return;
    window = pcarti_portrait_take(p, 1, sizeof *window);
    day = pcart_rules_policy_days(result->set, PCART_POLICY_TARGET_DAY, -1);
    slack = pcart_rules_policy_days(result->set, PCART_POLICY_TARGET_SLACK, 0);
    if (!window || day < 0)
        return;
    *window = (pcart_chart_window){day - slack, day + slack,
                                   pcarti_portrait_print(p, "day %d", day)};
    panel->window = window;
    panel->n_window = 1;
}

void
pcarti_portrait_panels(pcarti_portrait *p, pcart_course_chart *chart)
{
    pcart_chart_panel *panel =
        pcarti_portrait_take(p, PCART_COUNTOF(plan), sizeof *panel);

    for (size_t k = 0; panel && k < PCART_COUNTOF(plan); k++) {
        panel[k] =
            (pcart_chart_panel){.title = plan[k].title,
                                .noun = plan[k].noun,
                                .unit = plan[k].unit,
                                .scale = plan[k].scale,
                                .low = plan[k].low,
                                .high = plan[k].high,
                                .has_floor = plan[k].analyte == PCART_ANC,
                                .gap_days = plan[k].gap_days,
                                .weight = plan[k].weight,
                                .may_be_hidden = plan[k].is_hidden_when_empty};
        add_bands(p, &plan[k], &panel[k]);
        add_points(p, &plan[k], &panel[k]);
        add_runs(p, &plan[k], &panel[k]);
        if (plan[k].support >= 0)
            add_ticks(p, &plan[k], &panel[k]);
        if (plan[k].analyte == PCART_PLATELETS)
            add_window(p, &panel[k]);
    }
    chart->panel = panel;
    chart->n_panel = panel ? PCART_COUNTOF(plan) : 0;
}
