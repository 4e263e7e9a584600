/* trends.c -- counts over time, as figures with their tables.
 * Layer: report. */
#include "report/page.h"

#include <math.h>

#include "postcart/trend_plot.h"
#include "report/guide.h"
#include "report/number.h"

/* Lines of one figure: more would be a solid area, and a heavy page. */
enum { MAX_LINE = 120 };

/* The guide lines of each figure are the limits of a rule set. */
static const struct {
    pcart_analyte analyte;
    const char *file, *noun;
    pcart_scale_kind scale;
    const char *rule;
    const char *unit; // NULL: the canonical one
    double divisor;   // canonical unit to that of the figure
} drawn[] = {
    {PCART_ANC, "anc", "ANC values", PCART_SCALE_LOG, "icaht-2023-late", NULL,
     1},
    {PCART_PLATELETS, "platelets", "platelet counts", PCART_SCALE_LOG,
     "ticaht-2025-early", "10\xE2\x81\xB9/L", 1000},
    {PCART_HEMOGLOBIN, "hemoglobin", "haemoglobin values", PCART_SCALE_LINEAR,
     "ctcae-v5-hemoglobin", NULL, 1},
};

static size_t
find_drawn(pcart_analyte analyte)
{
    size_t k = 0;

    while (k + 1 < PCART_COUNTOF(drawn) && drawn[k].analyte != analyte)
        k++;
    return k;
}

/* Every so many-th subject, so that at most MAX_LINE lines are drawn. */
static int
fill_group(pcarti_page *page, const pcart_study_trend_group *group,
           size_t max_line, double divisor, pcart_trend_group *out)
{
    size_t step = group->n_line / max_line + (group->n_line % max_line != 0);
    pcart_trend_line *line =
        pcart_arena_take(page->arena, max_line + 1, sizeof *line);
    pcart_trend_interval *interval =
        pcart_arena_take(page->arena, group->n_span, sizeof *interval);

    if (!line || !interval)
        return 0;
    for (size_t i = 0; step && i < group->n_line; i += step) {
        const pcart_study_line *from = &group->line[i];

        double *value = pcart_arena_take(page->arena, from->n, sizeof *value);

        if (!value)
            return 0;
        for (size_t k = 0; k < from->n; k++)
            value[k] = from->value[k] / divisor;
        line[out->n_line++] =
            (pcart_trend_line){from->label, from->day, value, from->n};
    }
    for (size_t i = 0; i < group->n_span; i++) {
        const pcart_study_span *span = &group->span[i];
        int has = span->n > 0;

        interval[i] =
            (pcart_trend_interval){span->first_day,
                                   span->last_day,
                                   has ? span->median / divisor : (double)NAN,
                                   has ? span->q25 / divisor : (double)NAN,
                                   has ? span->q75 / divisor : (double)NAN,
                                   (long)span->n};
    }
    out->label = group->label;
    out->line = line;
    out->interval = interval;
    out->n_interval = group->n_span;
    return 1;
}

static const char *
unit_of(pcart_analyte analyte)
{
    const char *unit = drawn[find_drawn(analyte)].unit;

    return unit ? unit : pcart_analyte_get(analyte)->unit;
}

/* A linear axis need not begin at 0: it holds the drawn values. */
static void
fit_axis(pcart_trend_plot *plot)
{
    int is_any = 0;

    for (size_t g = 0; g < plot->n_group; g++)
        for (size_t i = 0; i < plot->group[g].n_line; i++)
            for (size_t k = 0; k < plot->group[g].line[i].n; k++) {
                double value = plot->group[g].line[i].value[k];

                if (!is_any || value < plot->low)
                    plot->low = value;
                if (!is_any || value > plot->high)
                    plot->high = value;
                is_any = 1;
            }
    plot->low = floor(plot->low) - 1;
    plot->high = ceil(plot->high) + 1;
    if (!is_any)
        plot->low = plot->high = 0;
}

static const char *
caption(pcarti_page *page, const pcart_study_trend *trend, size_t n_drawn)
{
    size_t n_line = 0;

    for (size_t g = 0; g < trend->n_group; g++)
        n_line += trend->group[g].n_line;
    return pcarti_page_print(
        page,
        "%s over time: median and quartiles of the patients' own medians in "
        "each stretch of days; thin lines are %s.",
        pcart_analyte_get(trend->analyte)->title,
        n_drawn == n_line ? "the patients"
                          : pcarti_page_print(page,
                                              "%zu of the %zu patients, taken "
                                              "evenly by name",
                                              n_drawn, n_line));
}

static const char *
named(pcarti_page *page, const char *clock, const char *name)
{
    return clock ? pcarti_page_print(page, "%s_%s", clock, name) : name;
}

static void
draw_trend(pcarti_page *page, const char *clock, const pcart_study_trend *trend)
{
    size_t k = find_drawn(trend->analyte);
    size_t n_group = trend->n_group <= PCART_SCENE_GROUPS ? trend->n_group : 0;
    const pcart_analyte_info *info = pcart_analyte_get(trend->analyte);
    pcart_trend_group group[PCART_SCENE_GROUPS] = {{0}};
    double band[PCARTI_MAX_GUIDE];
    pcart_trend_plot plot = {
        .y_label = pcarti_page_print(page, "%s, %s", info->title,
                                     unit_of(trend->analyte)),
        .noun = drawn[k].noun,
        .x_label =
            clock ? pcarti_page_print(page, "Days after %s", clock) : NULL,
        .scale = drawn[k].scale,
        .band = band,
        .n_band = pcarti_guides_of(pcart_rules_find(drawn[k].rule),
                                   drawn[k].divisor, band),
        .group = group,
        .n_group = n_group};
    const char *name =
        clock ? pcarti_page_print(page, "%s_counts_%s", clock, drawn[k].file)
              : drawn[k].file;
    const pcart_scene scene = {.id = name, .title = info->title, .width = 600};
    const pcart_study_trend_group *first = &trend->group[0];
    size_t n_drawn = 0;
    pcarti_buf svg = {0};

    if (n_group == 0) {
        pcarti_page_paragraph(page,
                              "%s: too many groups for a figure; see "
                              "the table.",
                              info->title);
        return;
    }
    plot.first_day = first->span[0].first_day;
    plot.last_day = first->span[first->n_span - 1].last_day;
    for (size_t g = 0; g < n_group; g++) {
        if (!fill_group(page, &trend->group[g], MAX_LINE / n_group,
                        drawn[k].divisor, &group[g])) {
            pcarti_page_keep(page, NULL);
            return;
        }
        n_drawn += group[g].n_line;
    }
    if (drawn[k].scale == PCART_SCALE_LINEAR)
        fit_axis(&plot);
    pcarti_page_fail(page, pcart_trend_plot_draw(&plot, &scene, page->arena,
                                                 &svg, page->err));
    pcarti_page_figure(page, name, caption(page, trend, n_drawn), &svg);
    pcarti_buf_release(&svg);
}

/* All numbers, in the canonical unit. */
static void
write_spans(pcarti_page *page, const char *name, const pcart_study_trend *trend)
{
    static const pcart_sheet_column column[] = {
        {"group", "", PCART_SHEET_TEXT},
        {"first_day", "", PCART_SHEET_NUMBER},
        {"last_day", "", PCART_SHEET_NUMBER},
        {"n", "", PCART_SHEET_NUMBER},
        {"q25", "", PCART_SHEET_NUMBER},
        {"median", "", PCART_SHEET_NUMBER},
        {"q75", "", PCART_SHEET_NUMBER},
        {"unit", "", PCART_SHEET_TEXT}};
    const pcart_analyte_info *info = pcart_analyte_get(trend->analyte);
    pcart_sheet sheet =
        pcarti_page_sheet(page, name, "", column, PCART_COUNTOF(column));

    for (size_t g = 0; g < trend->n_group; g++)
        for (size_t i = 0; i < trend->group[g].n_span; i++) {
            const pcart_study_span *s = &trend->group[g].span[i];
            const double value[3] = {s->q25, s->median, s->q75};

            pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
            pcart_sheet_text(&sheet, trend->group[g].label);
            pcart_sheet_count(&sheet, s->first_day);
            pcart_sheet_count(&sheet, s->last_day);
            pcart_sheet_count(&sheet, (long long)s->n);
            for (int q = 0; q < 3; q++)
                pcart_sheet_number(&sheet, s->n ? value[q] : (double)NAN, 6);
            pcart_sheet_text(&sheet, info->unit);
        }
    pcarti_page_csv(page, &sheet);
}

static const char *
span_text(pcarti_page *page, const pcart_study_span *s, double divisor)
{
    const double value[3] = {s->median / divisor, s->q25 / divisor,
                             s->q75 / divisor};
    int decimals = pcarti_number_decimals(value[1], value[0], value[2]);
    const char *text[3];

    if (s->n == 0)
        return "no values";
    for (int q = 0; q < 3; q++)
        text[q] = pcarti_page_keep(
            page, pcarti_number_shown(page->arena, value[q], decimals));
    return pcarti_page_print(page, "%s (%s-%s); %zu", text[0], text[1], text[2],
                             s->n);
}

/* Groups side by side, as far as they fit. */
static void
write_trend(pcarti_page *page, const char *clock,
            const pcart_study_trend *trend)
{
    size_t n_group = trend->n_group <= PCART_SCENE_GROUPS ? trend->n_group : 0;
    pcart_sheet_column column[PCART_SCENE_GROUPS + 1] = {
        {"days", "Days", PCART_SHEET_TEXT}};
    const pcart_analyte_info *info = pcart_analyte_get(trend->analyte);
    pcart_sheet sheet = pcarti_page_sheet(
        page,
        named(page, clock, pcarti_page_print(page, "trend_%s", info->name)),
        pcarti_page_print(page, "%s, %s: median (quartiles); patients",
                          info->title, unit_of(trend->analyte)),
        column, n_group + 1);

    write_spans(page, sheet.name, trend);
    if (n_group == 0)
        return;
    for (size_t g = 0; g < n_group; g++)
        column[g + 1] = (pcart_sheet_column){
            trend->group[g].label, trend->group[g].label, PCART_SHEET_NUMBER};
    for (size_t i = 0; i < trend->group[0].n_span; i++) {
        const pcart_study_span *first = &trend->group[0].span[i];

        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_text(&sheet,
                         pcarti_page_print(page, "%d to %d", first->first_day,
                                           first->last_day));
        for (size_t g = 0; g < n_group; g++)
            pcart_sheet_text(
                &sheet, span_text(page, &trend->group[g].span[i],
                                  drawn[find_drawn(trend->analyte)].divisor));
    }
    pcarti_page_table(page, &sheet, sheet.name);
}

void
pcarti_page_trend(pcarti_page *page, const char *clock,
                  const pcart_study_trend *trend)
{
    pcarti_page_pair_begin(page);
    draw_trend(page, clock, trend);
    write_trend(page, clock, trend);
    pcarti_page_pair_end(page);
}

void
pcarti_page_trends(pcarti_page *page)
{
    pcarti_page_heading(page, "Counts over time");
    for (size_t t = 0; t < page->study->n_trend; t++)
        pcarti_page_trend(page, NULL, &page->study->trend[t]);
}
