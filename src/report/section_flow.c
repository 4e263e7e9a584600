/* section_flow.c -- who is in the study, and who they are.  Layer: report. */
#include "report/page.h"

#include <math.h>

#include "postcart/flow_chart.h"
#include "report/number.h"

/* Groups that a chart can hold side by side. */
static size_t
shown_groups(const pcart_study *study)
{
    size_t n = study->grouping.group ? study->grouping.n_group : 0;

    return n > 1 && n <= PCART_SCENE_GROUPS ? n : 0;
}

/* Branches add up: who is in none of them leaves before them. */
static void
put_no_group(pcart_flow_box *last, const pcart_flow_box *branch, size_t n,
             pcart_flow_exclusion *left)
{
    long missing = last->n;

    for (size_t g = 0; g < n; g++)
        missing -= branch[g].n;
    if (missing <= 0)
        return;
    if (last->n_exclusion == 0)
        last->exclusion = left;
    *left = (pcart_flow_exclusion){"in no group", missing};
    last->n_exclusion++;
}

static void
draw_flow(pcarti_page *page)
{
    const pcart_study *study = page->study;
    size_t n_branch = shown_groups(study);
    pcart_flow_box *box =
        pcart_arena_take(page->arena, study->n_step + n_branch, sizeof *box);
    pcart_flow_exclusion *left;
    pcart_flow_chart chart = {.n_box = study->n_step, .n_branch = n_branch};
    const pcart_scene scene = {.id = "flow", .title = "Cohort"};
    pcarti_buf svg = {0};
    size_t n_left = 0;

    for (size_t i = 0; i < study->n_step; i++)
        n_left += study->step[i].n_left;
    left = pcart_arena_take(page->arena, n_left + 2, sizeof *left);
    if (!box || !left) {
        pcarti_page_keep(page, NULL);
        return;
    }
    for (size_t i = 0; i < study->n_step; i++) {
        const pcart_study_step *step = &study->step[i];

        box[i] = (pcart_flow_box){
            .text = step->text, .n = (long)step->n, .exclusion = left};
        for (size_t k = 0; k < step->n_left; k++)
            if (step->left[k].n) {
                *left++ = (pcart_flow_exclusion){step->left[k].reason,
                                                 (long)step->left[k].n};
                box[i].n_exclusion++;
            }
    }
    for (size_t g = 0; g < n_branch; g++) {
        box[study->n_step + g].text = study->grouping.label[g];
        for (size_t i = 0; i < study->endpoint[PCART_ENDPOINT_OS].n; i++)
            box[study->n_step + g].n +=
                study->endpoint[PCART_ENDPOINT_OS].group[i] == (int)g;
    }
    if (n_branch && study->n_step)
        put_no_group(&box[study->n_step - 1], box + study->n_step, n_branch,
                     left);
    chart.box = box;
    chart.branch = box + study->n_step;
    pcarti_page_fail(page, pcart_flow_chart_draw(&chart, &scene, page->arena,
                                                 &svg, page->err));
    pcarti_page_figure(page, "flow", "Cohort flow.", &svg);
    pcarti_buf_release(&svg);
}

void
pcarti_section_flow(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"step", "Step", PCART_SHEET_TEXT},
        {"n", "n", PCART_SHEET_NUMBER},
        {"left", "Left out after this step", PCART_SHEET_TEXT},
        {"n_left", "n", PCART_SHEET_NUMBER}};
    const pcart_study *study = page->study;
    pcart_sheet sheet = pcarti_page_sheet(page, "flow", "Cohort flow", column,
                                          PCART_COUNTOF(column));

    pcarti_page_section(page, "flow", "Cohort");
    for (size_t i = 0; i < study->n_step; i++) {
        const pcart_study_step *step = &study->step[i];

        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_text(&sheet, step->text);
        pcart_sheet_count(&sheet, (long long)step->n);
        for (size_t k = 0; k < step->n_left; k++) {
            if (k > 0) {
                pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
                pcart_sheet_text(&sheet, "");
                pcart_sheet_text(&sheet, "");
            }
            pcart_sheet_text(&sheet, step->left[k].reason);
            pcart_sheet_count(&sheet, (long long)step->left[k].n);
        }
    }
    if (study->n_later_infusion)
        sheet.note = pcarti_page_print(
            page,
            "%zu further infusions of these patients are not counted: the "
            "clock starts at the %s infusion of each patient.",
            study->n_later_infusion,
            pcart_study_clock_name(study->file->clock));
    pcarti_page_pair_begin(page);
    draw_flow(page);
    pcarti_page_table(page, &sheet, NULL);
    pcarti_page_pair_end(page);
}

/* "29.0 (16.0-41.0)", in the study's unit of time. */
static const char *
quantile_text(pcarti_page *page, const pcart_curve_quantile *q)
{
    double unit = page->study->unit_days;

    return q->has_value
               ? pcarti_page_keep(
                     page, pcarti_number_shown(page->arena, q->value / unit, 1))
               : "not reached";
}

static void
put_followup(pcarti_page *page, pcart_sheet *sheet, const char *method,
             const char *const value[3], const double full[3])
{
    pcart_sheet_row(sheet, PCART_ROW_PLAIN);
    pcart_sheet_text(sheet, method);
    pcart_sheet_count(sheet,
                      (long long)page->study->endpoint[PCART_ENDPOINT_OS].n);
    for (int i = 0; i < 3; i++)
        pcart_sheet_put(
            sheet, value[i],
            pcarti_page_keep(page, pcarti_number_full(page->arena, full[i])));
}

static void
write_followup(pcarti_page *page)
{
    const char *unit = pcart_study_time_name(page->study->file->time_unit);
    const pcart_sheet_column column[] = {
        {"method", "Method", PCART_SHEET_TEXT},
        {"n", "n", PCART_SHEET_NUMBER},
        {"median_days", pcarti_page_print(page, "Median, %s", unit),
         PCART_SHEET_NUMBER},
        {"q25_days", "First quartile", PCART_SHEET_NUMBER},
        {"q75_days", "Third quartile", PCART_SHEET_NUMBER}};
    const pcart_km_followup *f =
        &page->study->endpoint[PCART_ENDPOINT_OS].followup;
    double days = page->study->unit_days;
    const double observed[3] = {f->observed_median, f->observed_q25,
                                f->observed_q75};
    const double reverse[3] = {
        f->reverse_median.has_value ? f->reverse_median.value : (double)NAN,
        f->reverse_q25.has_value ? f->reverse_q25.value : (double)NAN,
        f->reverse_q75.has_value ? f->reverse_q75.value : (double)NAN};
    const char *reverse_text[3] = {quantile_text(page, &f->reverse_median),
                                   quantile_text(page, &f->reverse_q25),
                                   quantile_text(page, &f->reverse_q75)};
    const char *observed_text[3];
    pcart_sheet sheet =
        pcarti_page_sheet(page, "followup", "Follow-up from infusion", column,
                          PCART_COUNTOF(column));

    for (int i = 0; i < 3; i++)
        observed_text[i] = pcarti_page_keep(
            page, pcarti_number_shown(page->arena, observed[i] / days, 1));
    put_followup(page, &sheet, "reverse Kaplan-Meier", reverse_text, reverse);
    put_followup(page, &sheet, "observed times, deaths included", observed_text,
                 observed);
    sheet.note = "The CSV gives days.";
    pcarti_page_table(page, &sheet, NULL);
}

void
pcarti_section_baseline(pcarti_page *page)
{
    pcarti_page_section(page, "baseline", "Patients before infusion");
    pcarti_page_comparison(page, &page->study->baseline);
    if (page->study->endpoint[PCART_ENDPOINT_OS].n)
        write_followup(page);
}
