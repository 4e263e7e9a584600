/* section_endpoint.c -- incidence and survival: curves, tables, tests.
 * Layer: report. */
#include "report/page.h"

#include <math.h>

#include "postcart/curve_plot.h"
#include "report/number.h"

static const char *
name_of(pcarti_page *page, const char *prefix, const pcart_endpoint *endpoint)
{
    return pcarti_page_print(page, "%s_%s", prefix, endpoint->info->name);
}

/* Times whose horizons are days are drawn and told in days: responses to a
 * boost come within weeks. */
static pcart_study_time
time_of(const pcarti_page *page, const pcart_endpoint *endpoint)
{
    return endpoint->horizon_days ? PCART_STUDY_DAYS
                                  : page->study->file->time_unit;
}

static double
unit_days(const pcarti_page *page, const pcart_endpoint *endpoint)
{
    return endpoint->horizon_days ? 1 : page->study->unit_days;
}

static const char *
label_of(const pcart_endpoint *endpoint, size_t k)
{
    return k ? endpoint->curve[k].label : "(all)";
}

/* Who, for how long, and what ended it: the data of the statistics. */
static void
write_times(pcarti_page *page, const pcart_endpoint *endpoint)
{
    static const pcart_sheet_column column[] = {
        {"subject", "", PCART_SHEET_TEXT},
        {"group", "", PCART_SHEET_TEXT},
        {"days", "", PCART_SHEET_NUMBER},
        {"status", "", PCART_SHEET_NUMBER}};
    const pcart_study *study = page->study;
    pcart_sheet sheet =
        pcarti_page_sheet(page, name_of(page, "times", endpoint), "", column,
                          PCART_COUNTOF(column));

    for (size_t i = 0; i < endpoint->n; i++) {
        int group = endpoint->group[i];

        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_text(&sheet,
                         endpoint->label
                             ? endpoint->label[i]
                             : study->subject[endpoint->subject[i]].label);
        pcart_sheet_text(&sheet, group < 0 ? "" : study->grouping.label[group]);
        pcart_sheet_number(&sheet, endpoint->days[i], 1);
        pcart_sheet_count(&sheet, endpoint->status[i]);
    }
    pcarti_page_csv(page, &sheet);
}

static void
write_curves(pcarti_page *page, const pcart_endpoint *endpoint)
{
    static const pcart_sheet_column column[] = {
        {"group", "", PCART_SHEET_TEXT},
        {"days", "", PCART_SHEET_NUMBER},
        {"n_risk", "", PCART_SHEET_NUMBER},
        {"n_event", "", PCART_SHEET_NUMBER},
        {"n_other", "", PCART_SHEET_NUMBER},
        {"n_censor", "", PCART_SHEET_NUMBER},
        {"estimate", "", PCART_SHEET_NUMBER},
        {"std_err", "", PCART_SHEET_NUMBER},
        {"low", "", PCART_SHEET_NUMBER},
        {"high", "", PCART_SHEET_NUMBER}};
    pcart_sheet sheet =
        pcarti_page_sheet(page, name_of(page, "curve", endpoint), "", column,
                          PCART_COUNTOF(column));

    for (size_t k = 0; k < endpoint->n_curve; k++) {
        const pcart_curve *curve = &endpoint->curve[k].curve;

        for (size_t i = 0; i < curve->n; i++) {
            const double value[] = {
                curve->time[i],     curve->n_risk[i],
                curve->n_event[i],  curve->n_other ? curve->n_other[i] : 0,
                curve->n_censor[i], curve->estimate[i],
                curve->std_err[i],  curve->low[i],
                curve->high[i]};

            pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
            pcart_sheet_text(&sheet, label_of(endpoint, k));
            for (size_t c = 0; c < PCART_COUNTOF(value); c++)
                pcart_sheet_number(&sheet, value[c], 6);
        }
    }
    pcarti_page_csv(page, &sheet);
}

/* The value at one horizon as people read it. */
static const char *
point_text(pcarti_page *page, const pcart_point *point)
{
    const char *text;

    if (point->is_beyond)
        return "after the last follow-up";
    text =
        pcarti_number_percent(page->arena, point->estimate,
                              point->has_interval ? point->low : (double)NAN,
                              point->has_interval ? point->high : (double)NAN);
    return pcarti_page_keep(page, text);
}

static void
put_horizon(pcarti_page *page, pcart_sheet *sheet,
            const pcart_endpoint *endpoint, size_t k, size_t horizon)
{
    const pcart_endpoint_curve *curve = &endpoint->curve[k];
    const pcart_point *point = &curve->at[horizon];
    char time[PCART_FIXED_SIZE];

    pcart_fixed_write(endpoint->horizon_days
                          ? PCART_FIXED((pcart_fixed)point->time)
                          : page->study->file->horizon[horizon],
                      time);
    pcart_sheet_row(sheet, PCART_ROW_PLAIN);
    pcart_sheet_put(sheet, k ? curve->label : "All", label_of(endpoint, k));
    pcart_sheet_put(
        sheet, pcarti_page_print(page, "%s", time),
        pcarti_page_keep(page, pcarti_number_full(page->arena, point->time)));
    pcart_sheet_count(sheet, (long long)point->n_risk);
    pcart_sheet_count(sheet, (long long)point->n_event);
    pcart_sheet_put(sheet, point_text(page, point),
                    pcarti_page_keep(page, pcarti_number_full(
                                               page->arena, point->estimate)));
    /* The limits stand in the shown text of the estimate. */
    pcart_sheet_number(sheet, point->has_std_err ? point->std_err : (double)NAN,
                       6);
    pcart_sheet_number(sheet, point->has_interval ? point->low : (double)NAN,
                       6);
    pcart_sheet_number(sheet, point->has_interval ? point->high : (double)NAN,
                       6);
    pcart_sheet_count(sheet, point->is_beyond);
}

static const char *
percent_header(pcarti_page *page)
{
    char level[PCART_FIXED_SIZE];

    pcart_fixed_write(page->study->file->interval_level * 100, level);
    return pcarti_page_print(
        page, "(%s%% CI, %s)", level,
        pcart_study_interval_name(page->study->file->interval));
}

static void
write_horizons(pcarti_page *page, const pcart_endpoint *endpoint)
{
    int is_survival = endpoint->info->kind == PCART_CURVE_SURVIVAL;
    const char *unit = pcart_study_time_name(time_of(page, endpoint));
    size_t n_horizon =
        endpoint->horizon_days ? endpoint->n_horizon : page->study->n_horizon;
    const pcart_sheet_column column[] = {
        {"group", "Group", PCART_SHEET_TEXT},
        {"days",
         pcarti_page_print(page, "%c%s", (char)(unit[0] - 'a' + 'A'), unit + 1),
         PCART_SHEET_NUMBER},
        {"n_risk", "At risk", PCART_SHEET_NUMBER},
        {"n_event", "Events", PCART_SHEET_NUMBER},
        {"estimate",
         pcarti_page_print(page, "%s %s",
                           is_survival ? "Survival" : "Incidence",
                           percent_header(page)),
         PCART_SHEET_NUMBER},
        {"std_err", "", PCART_SHEET_NUMBER},
        {"low", "", PCART_SHEET_NUMBER},
        {"high", "", PCART_SHEET_NUMBER},
        {"is_beyond", "", PCART_SHEET_NUMBER}};
    pcart_sheet sheet =
        pcarti_page_sheet(page, name_of(page, "at", endpoint),
                          endpoint->info->title, column, PCART_COUNTOF(column));

    for (size_t k = 0; k < endpoint->n_curve; k++)
        for (size_t h = 0; endpoint->curve[k].at && h < n_horizon; h++)
            put_horizon(page, &sheet, endpoint, k, h);
    sheet.n_shown = 5;
    sheet.note = pcarti_page_print(
        page,
        "At risk just before, events up to and with that time. Method: "
        "%s.",
        endpoint->curve[0].curve.method);
    pcarti_page_table(page, &sheet, NULL);
}

/* Medians of survival, and how each curve ended. */
static void
write_summary(pcarti_page *page, const pcart_endpoint *endpoint)
{
    int is_survival = endpoint->info->kind == PCART_CURVE_SURVIVAL;
    const pcart_sheet_column column[] = {
        {"group", "Group", PCART_SHEET_TEXT},
        {"n", "N", PCART_SHEET_NUMBER},
        {"n_event", "Events", PCART_SHEET_NUMBER},
        {"n_competing", "Competing", PCART_SHEET_NUMBER},
        {"n_censored", "Censored", PCART_SHEET_NUMBER},
        {"median_days",
         pcarti_page_print(page, "Median, %s %s",
                           pcart_study_time_name(time_of(page, endpoint)),
                           percent_header(page)),
         PCART_SHEET_NUMBER},
        {"low_days", "", PCART_SHEET_NUMBER},
        {"high_days", "", PCART_SHEET_NUMBER}};
    pcart_sheet sheet = pcarti_page_sheet(
        page, name_of(page, "summary", endpoint),
        pcarti_page_print(page, "%s: follow-up", endpoint->info->title), column,
        PCART_COUNTOF(column));
    double unit = unit_days(page, endpoint);

    for (size_t k = 0; k < endpoint->n_curve; k++) {
        const pcart_endpoint_curve *curve = &endpoint->curve[k];
        const pcart_curve_quantile *m = &curve->median;
        const double value[3] = {m->has_value ? m->value : (double)NAN,
                                 m->has_low ? m->low : (double)NAN,
                                 m->has_high ? m->high : (double)NAN};
        const char *text[3];

        for (int i = 0; i < 3; i++)
            text[i] = isnan(value[i])
                          ? "not reached"
                          : pcarti_page_keep(
                                page, pcarti_number_shown(page->arena,
                                                          value[i] / unit, 1));
        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_put(&sheet, k ? curve->label : "All",
                        label_of(endpoint, k));
        pcart_sheet_count(&sheet, (long long)curve->curve.n_subject);
        pcart_sheet_count(&sheet, (long long)curve->n_event);
        pcart_sheet_count(&sheet, (long long)curve->n_other);
        pcart_sheet_count(&sheet, (long long)curve->n_censor);
        if (!is_survival)
            continue;
        pcart_sheet_put(
            &sheet,
            m->has_value || m->has_low || m->has_high
                ? pcarti_page_print(page, "%s (%s to %s)", text[0], text[1],
                                    text[2])
                : text[0],
            pcarti_page_keep(page, pcarti_number_full(page->arena, value[0])));
        pcart_sheet_number(&sheet, value[1], 6);
        pcart_sheet_number(&sheet, value[2], 6);
    }
    sheet.n_shown = is_survival ? 6 : 5;
    pcarti_page_table(page, &sheet, NULL);
}

static pcart_time_unit
plot_unit(pcart_study_time unit)
{
    return unit == PCART_STUDY_DAYS    ? PCART_TIME_DAYS
           : unit == PCART_STUDY_YEARS ? PCART_TIME_YEARS
                                       : PCART_TIME_MONTHS;
}

/* One curve as the figure takes it; 0 when memory is out. */
static int
fill_group(pcarti_page *page, const pcart_endpoint *endpoint, size_t k,
           const pcart_curve_plot *plot, pcart_curve_group *group)
{
    const pcart_curve *curve = &endpoint->curve[k].curve;
    double unit = unit_days(page, endpoint);
    pcart_curve_point *point =
        pcart_arena_take(page->arena, curve->n + 1, sizeof *point);
    double *censor =
        pcart_arena_take(page->arena, curve->n + 1, sizeof *censor);
    long *risk = pcart_arena_take(page->arena, plot->n_risk_time, sizeof *risk);
    long *events =
        pcart_arena_take(page->arena, plot->n_risk_time, sizeof *events);
    double *times =
        pcart_arena_take(page->arena, plot->n_risk_time, sizeof *times);
    double *at_risk =
        pcart_arena_take(page->arena, plot->n_risk_time, sizeof *at_risk);

    if (!point || !censor || !risk || !events || !times || !at_risk)
        return 0;
    for (size_t i = 0; i < curve->n; i++) {
        point[i] =
            (pcart_curve_point){curve->time[i] / unit, curve->estimate[i],
                                curve->low[i], curve->high[i]};
        if (curve->n_censor[i] > 0)
            censor[group->n_censor++] = point[i].time;
    }
    for (size_t i = 0; i < plot->n_risk_time; i++)
        times[i] = plot->risk_time[i] * unit;
    pcart_curve_at_risk(curve, times, plot->n_risk_time, at_risk);
    for (size_t i = 0; i < plot->n_risk_time; i++) {
        pcart_point at;

        risk[i] = (long)at_risk[i];
        if (pcart_curve_at(curve, times[i], &at, NULL) == PCART_OK)
            events[i] = (long)at.n_event;
    }
    group->label = k ? endpoint->curve[k].label : "all";
    group->point = point;
    group->n_point = curve->n;
    group->censor = censor;
    group->last = curve->n ? curve->time[curve->n - 1] / unit : 0;
    group->risk = risk;
    group->events = events;
    group->median = endpoint->curve[k].median.has_value
                        ? endpoint->curve[k].median.value / unit
                        : (double)NAN;
    return 1;
}

/* Curves of the groups if they can be told apart, else of all. */
static void
choose_curves(const pcart_endpoint *endpoint, size_t *from, size_t *to)
{
    *from = 0;
    *to = 1;
    if (endpoint->n_curve > 2 && endpoint->n_curve - 1 <= PCART_SCENE_GROUPS) {
        *from = 1;
        *to = endpoint->n_curve;
    }
}

static const char *
test_text(pcarti_page *page, const pcart_endpoint *endpoint)
{
    const pcart_test *test = &endpoint->test;
    const char *p;

    if (!endpoint->has_test)
        return NULL;
    if (!test->is_evaluable)
        return pcarti_page_print(page, "no test: %s", test->reason);
    p = pcarti_page_keep(page, pcarti_number_p(page->arena, test->p_value));
    return pcarti_page_print(page, "%s: p %s%s", test->method,
                             p[0] == '<' ? "" : "= ", p);
}

static void
draw_curves(pcarti_page *page, const pcart_endpoint *endpoint)
{
    pcart_curve_group group[PCART_SCENE_GROUPS] = {{0}};
    double risk_time[PCART_CURVE_TIMES];
    const char *unit = pcart_study_time_name(time_of(page, endpoint));
    int is_survival = endpoint->info->kind == PCART_CURVE_SURVIVAL;
    size_t from, to;
    pcarti_buf svg = {0};
    const pcart_curve *all = &endpoint->curve[0].curve;
    pcart_curve_plot plot = {
        .kind = is_survival ? PCART_CURVE_PLOT_SURVIVAL
                            : PCART_CURVE_PLOT_INCIDENCE,
        .unit = plot_unit(time_of(page, endpoint)),
        .x_label = pcarti_page_print(page, "%c%s after %s",
                                     (char)(unit[0] - 'a' + 'A'), unit + 1,
                                     endpoint->info->clock),
        .y_last = is_survival ? 1 : -1,
        .group = group,
        .risk_time = risk_time,
        .has_median = is_survival,
        .test = test_text(page, endpoint),
        .interval = percent_header(page)};
    pcart_scene scene = {.id = endpoint->info->name,
                         .title = endpoint->info->title,
                         .width = 600};

    plot.n_risk_time = pcart_curve_plot_times(
        all->n ? all->time[all->n - 1] / unit_days(page, endpoint) : 1,
        plot.unit, risk_time);
    choose_curves(endpoint, &from, &to);
    for (size_t k = from; k < to; k++) {
        if (endpoint->curve[k].curve.n == 0)
            continue;
        group[plot.n_group].style = (int)(k - from) + 1;
        if (!fill_group(page, endpoint, k, &plot, &group[plot.n_group++])) {
            pcarti_page_keep(page, NULL);
            return;
        }
    }
    pcarti_page_fail(page, pcart_curve_plot_draw(&plot, &scene, page->arena,
                                                 &svg, page->err));
    pcarti_page_figure(page, endpoint->info->name,
                       pcarti_page_print(page, "%s. Method: %s.",
                                         endpoint->info->title, all->method),
                       &svg);
    pcarti_buf_release(&svg);
}

static void
describe(pcarti_page *page, const pcart_endpoint *endpoint)
{
    const pcart_endpoint_info *info = endpoint->info;

    pcarti_page_paragraph(
        page,
        "Time from %s. Event: %s.%s%s Censored at: %s.%s%s "
        "Times of 0 days: %zu (kept).",
        info->start, info->event, info->competing[0] ? " Competing: " : "",
        info->competing[0] ? pcarti_page_print(page, "%s.", info->competing)
                           : "",
        info->censored, info->ambiguity[0] ? " " : "",
        info->ambiguity[0] ? pcarti_page_print(page, "%s.", info->ambiguity)
                           : "",
        endpoint->n_zero);
    for (size_t i = 0; i < endpoint->n_excluded; i++)
        pcarti_page_paragraph(page, "Left out: %zu (%s).",
                              endpoint->excluded[i].n,
                              endpoint->excluded[i].reason);
}

void
pcarti_page_endpoint(pcarti_page *page, const pcart_endpoint *endpoint)
{
    const char *test;

    pcarti_page_heading(page, endpoint->info->title);
    describe(page, endpoint);
    if (endpoint->n == 0) {
        pcarti_page_paragraph(page, "No subject has this time zero: nothing "
                                    "can be estimated.");
        return;
    }
    write_times(page, endpoint);
    write_curves(page, endpoint);
    pcarti_page_pair_begin(page);
    draw_curves(page, endpoint);
    write_horizons(page, endpoint);
    pcarti_page_pair_end(page);
    write_summary(page, endpoint);
    test = test_text(page, endpoint);
    if (test)
        pcarti_page_paragraph(page, "Comparison by %s: %s.",
                              pcarti_page_by(page), test);
}

static void
write_endpoint(pcarti_page *page, pcart_endpoint_id id)
{
    pcarti_page_endpoint(page, &page->study->endpoint[id]);
}

void
pcarti_section_smn(pcarti_page *page)
{
    const pcart_endpoint *smn = &page->study->endpoint[PCART_ENDPOINT_SMN];

    pcarti_page_section(page, "smn", "Secondary myeloid neoplasms");
    if (smn->n)
        pcarti_page_paragraph(
            page, "SMN in %s.",
            pcarti_page_keep(page, pcarti_number_share(page->arena,
                                                       smn->curve[0].n_event,
                                                       smn->n)));
    pcarti_page_smn_kinds(page);
    write_endpoint(page, PCART_ENDPOINT_SMN);
    if (page->study->has_smn) {
        pcarti_page_heading(page, page->study->smn.title);
        pcarti_page_paragraph(
            page, "A comparison by what happened later: it does not say what "
                  "caused it, and those who died early could not get an SMN.");
        pcarti_page_comparison(page, &page->study->smn);
    }
}

void
pcarti_section_survival(pcarti_page *page)
{
    pcarti_page_section(page, "survival", "Survival and relapse");
    write_endpoint(page, PCART_ENDPOINT_OS);
    write_endpoint(page, PCART_ENDPOINT_EFS);
    write_endpoint(page, PCART_ENDPOINT_PFS);
    write_endpoint(page, PCART_ENDPOINT_RELAPSE);
}

void
pcarti_section_after_smn(pcarti_page *page)
{
    pcarti_page_section(page, "survival_after_smn", "Survival after SMN");
    write_endpoint(page, PCART_ENDPOINT_OS_AFTER_SMN);
}

/* Whether two end points see the same times and the same ends. */
static int
is_same(const pcart_endpoint *a, const pcart_endpoint *b)
{
    if (a->n != b->n)
        return 0;
    for (size_t i = 0; i < a->n; i++)
        if (a->status[i] != b->status[i] || a->days[i] < b->days[i] ||
            a->days[i] > b->days[i])
            return 0;
    return 1;
}

void
pcarti_section_nrm(pcarti_page *page)
{
    pcarti_page_section(page, "nrm", "Non-relapse mortality");
    write_endpoint(page, PCART_ENDPOINT_NRM);
    write_endpoint(page, PCART_ENDPOINT_NRM_AFTER_GRAFT);
    if (is_same(&page->study->endpoint[PCART_ENDPOINT_NRM_AFTER_GRAFT],
                &page->study->endpoint[PCART_ENDPOINT_NRM_AFTER_GRAFT_ANY]))
        pcarti_page_paragraph(page, "With every relapse competing, not "
                                    "only that of the SMN, the result is the "
                                    "same.");
    else
        write_endpoint(page, PCART_ENDPOINT_NRM_AFTER_GRAFT_ANY);
    write_endpoint(page, PCART_ENDPOINT_TRM_AFTER_GRAFT);
}
