/* section_toxicity.c -- CRS, neurotoxicity and hyperinflammation by scale and
 * grade; infections.  Layer: report. */
#include "report/page.h"

#include <limits.h>

#include "postcart/stack_plot.h"
#include "report/number.h"

static const char *const grade_level[] = {"grade 0", "grade 1", "grade 2",
                                          "grade 3", "grade 4", "grade 5"};

enum { N_GRADE = sizeof grade_level / sizeof grade_level[0] };

static const char *
source_of(const pcart_study_toxicity *of)
{
    return of->is_derived ? "by the findings" : "as recorded";
}

static void
draw_grades(pcarti_page *page)
{
    const pcart_study *study = page->study;
    pcart_stack_row *row =
        pcart_arena_take(page->arena, study->n_tox + 1, sizeof *row);
    pcart_stack_plot plot = {.level = grade_level,
                             .n_level = N_GRADE,
                             .missing_label = "no grade, or bounds only",
                             .row = row,
                             .x_label = "Share of patients with a grade"};
    const pcart_scene scene = {
        .id = "toxicities", .title = "Toxicities by grade", .width = 860};
    pcarti_buf svg = {0};

    if (!row) {
        pcarti_page_keep(page, NULL);
        return;
    }
    for (size_t i = 0; i < study->n_tox; i++) {
        const pcart_study_toxicity *of = &study->tox[i];
        long *count = pcart_arena_take(page->arena, N_GRADE, sizeof *count);

        if (!count) {
            pcarti_page_keep(page, NULL);
            return;
        }
        for (int g = 0; g < N_GRADE; g++)
            count[g] = (long)of->grade[g];
        row[plot.n_row++] = (pcart_stack_row){
            .label =
                pcarti_page_print(page, "%s, %s", of->scale, source_of(of)),
            .section = of->toxicity,
            .count = count,
            .missing = (long)(study->n_subject - of->n + of->n_bounds)};
    }
    pcarti_page_fail(page, pcart_stack_plot_draw(&plot, &scene, page->arena,
                                                 &svg, page->err));
    pcarti_page_figure(page, "toxicities",
                       "Worst grade of each patient on each scale, as share of "
                       "those with a grade.",
                       &svg);
    pcarti_buf_release(&svg);
}

/* "3 (2-4), n = 41" of days; nothing when nobody has any. */
static void
put_days(pcarti_page *page, pcart_sheet *sheet, const pcart_summary *days)
{
    if (days->n == 0) {
        pcart_sheet_text(sheet, "");
        return;
    }
    pcart_sheet_put(
        sheet,
        pcarti_page_print(
            page, "%s (%s-%s)",
            pcarti_page_keep(page,
                             pcarti_number_shown(page->arena, days->median, 0)),
            pcarti_page_keep(page,
                             pcarti_number_shown(page->arena, days->min, 0)),
            pcarti_page_keep(page,
                             pcarti_number_shown(page->arena, days->max, 0))),
        pcarti_page_keep(page, pcarti_number_full(page->arena, days->median)));
}

static void
put_share(pcarti_page *page, pcart_sheet *sheet, size_t n, size_t of)
{
    pcart_sheet_put(
        sheet,
        n ? pcarti_page_keep(page, pcarti_number_share(page->arena, n, of))
          : "0",
        pcarti_page_print(page, "%zu", n));
}

static void
write_grades(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"toxicity", "Toxicity", PCART_SHEET_TEXT},
        {"scale", "Scale", PCART_SHEET_TEXT},
        {"source", "Grade", PCART_SHEET_TEXT},
        {"n", "Patients", PCART_SHEET_NUMBER},
        {"any", "Any grade", PCART_SHEET_NUMBER},
        {"grade_1", "1", PCART_SHEET_NUMBER},
        {"grade_2", "2", PCART_SHEET_NUMBER},
        {"grade_3", "3", PCART_SHEET_NUMBER},
        {"grade_4", "4", PCART_SHEET_NUMBER},
        {"grade_5", "5", PCART_SHEET_NUMBER},
        {"bounds", "Bounds", PCART_SHEET_NUMBER},
        {"onset_median", "Onset, day", PCART_SHEET_NUMBER},
        {"duration_median", "Duration, days", PCART_SHEET_NUMBER},
        {"n_onset", "", PCART_SHEET_NUMBER},
        {"n_duration", "", PCART_SHEET_NUMBER}};
    const pcart_study *study = page->study;
    pcart_sheet sheet =
        pcarti_page_sheet(page, "toxicities", "Toxicities by scale and grade",
                          column, PCART_COUNTOF(column));

    for (size_t i = 0; i < study->n_tox; i++) {
        const pcart_study_toxicity *of = &study->tox[i];

        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_text(&sheet, of->toxicity);
        pcart_sheet_text(&sheet, of->scale);
        pcart_sheet_text(&sheet, source_of(of));
        put_share(page, &sheet, of->n, study->n_subject);
        put_share(page, &sheet, of->n_any, of->n);
        for (int g = 1; g < N_GRADE; g++)
            pcart_sheet_count(&sheet, (long long)of->grade[g]);
        pcart_sheet_count(&sheet, (long long)of->n_bounds);
        put_days(page, &sheet, &of->onset);
        put_days(page, &sheet, &of->duration);
        pcart_sheet_count(&sheet, (long long)of->onset.n);
        pcart_sheet_count(&sheet, (long long)of->duration.n);
    }
    sheet.n_shown = PCART_COUNTOF(column) - 2;
    sheet.note =
        "Patients: those with a grade or bounds on this scale, of all; "
        "the other numbers are of them. Worst grade of each patient. "
        "Bounds: findings that were not recorded leave several grades "
        "open; they are in any grade when all of these are 1 or more. Onset "
        "and duration: median "
        "(range) of those with a grade of 1 or more; duration is the "
        "sum of all episodes and needs an end. A patient without a row "
        "in the table toxicities has no recorded grade, not grade 0. "
        "Scales are never converted into each other.";
    pcarti_page_table(page, &sheet, NULL);
}

static void
write_agreement(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"toxicity", "Toxicity", PCART_SHEET_TEXT},
        {"scale", "Scale", PCART_SHEET_TEXT},
        {"n", "Both", PCART_SHEET_NUMBER},
        {"same", "Agree", PCART_SHEET_NUMBER},
        {"recorded_higher", "Recorded higher", PCART_SHEET_NUMBER},
        {"recorded_lower", "Recorded lower", PCART_SHEET_NUMBER}};
    const pcart_study *study = page->study;
    pcart_sheet sheet = pcarti_page_sheet(page, "toxicity_agreement",
                                          "Recorded grades beside the findings",
                                          column, PCART_COUNTOF(column));

    for (size_t i = 0; i < study->n_agreement; i++) {
        const pcart_study_agreement *of = &study->agreement[i];

        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_text(&sheet, of->toxicity);
        pcart_sheet_text(&sheet, of->scale);
        pcart_sheet_count(&sheet, (long long)of->n);
        put_share(page, &sheet, of->n_same, of->n);
        put_share(page, &sheet, of->n_higher, of->n);
        put_share(page, &sheet, of->n_lower, of->n);
    }
    sheet.note = "Patients with both a recorded grade and findings to derive "
                 "it from. A recorded grade within the bounds agrees.";
    pcarti_page_table(page, &sheet, NULL);
}

static void
write_differences(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"subject", "Patient", PCART_SHEET_TEXT},
        {"toxicity", "Toxicity", PCART_SHEET_TEXT},
        {"scale", "Scale", PCART_SHEET_TEXT},
        {"recorded", "Recorded", PCART_SHEET_NUMBER},
        {"derived_low", "By the findings", PCART_SHEET_NUMBER},
        {"derived_high", "", PCART_SHEET_NUMBER}};
    const pcart_study *study = page->study;
    pcart_sheet sheet = pcarti_page_sheet(page, "toxicity_differences",
                                          "Recorded grades that do not fit",
                                          column, PCART_COUNTOF(column));

    for (size_t i = 0; i < study->n_difference; i++) {
        const pcart_study_difference *of = &study->difference[i];

        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_text(&sheet, study->subject[of->subject].label);
        pcart_sheet_text(&sheet, of->toxicity);
        pcart_sheet_text(&sheet, of->scale);
        pcart_sheet_count(&sheet, of->recorded);
        pcart_sheet_put(
            &sheet,
            of->low == of->high
                ? pcarti_page_print(page, "%d", of->low)
                : pcarti_page_print(page, "%d to %d", of->low, of->high),
            pcarti_page_print(page, "%d", of->low));
        pcart_sheet_count(&sheet, of->high);
    }
    sheet.n_shown = PCART_COUNTOF(column) - 1;
    sheet.note = "postcart explain says which finding decides.";
    if (sheet.n_row)
        pcarti_page_table(page, &sheet, NULL);
}

/* Measures that nobody has are left out of the comparison, not in silence. */
static void
name_empty(pcarti_page *page)
{
    size_t n;
    const pcart_measure *measure = pcart_measure_list(&n);
    const char *text = NULL;

    for (size_t i = 0; i < n; i++) {
        int is_shown = measure[i].group != PCART_MEASURE_TOXICITY;

        for (size_t s = 0; s < page->study->n_subject && !is_shown; s++) {
            const pcart_result *result =
                pcart_study_result(&page->study->subject[s], measure[i].name);

            is_shown = result && result->state != PCART_STATE_NOT_EVALUABLE;
        }
        if (!is_shown)
            text =
                text ? pcarti_page_print(page, "%s; %s", text, measure[i].title)
                     : measure[i].title;
    }
    if (text)
        pcarti_page_paragraph(page,
                              "Not evaluable in anybody, for want of findings "
                              "or recorded grades: %s.",
                              text);
}

void
pcarti_section_toxicities(pcarti_page *page)
{
    pcarti_page_section(page, "toxicities", "Toxicities");
    if (page->study->n_tox == 0) {
        pcarti_page_paragraph(page,
                              "Nobody has a recorded grade of CRS, "
                              "neurotoxicity or IEC-HS, or findings to derive "
                              "one from: the tables toxicities and signs are "
                              "missing or have no such rows.");
        return;
    }
    draw_grades(page);
    write_grades(page);
    name_empty(page);
    if (page->study->n_agreement)
        write_agreement(page);
    write_differences(page);
    pcarti_page_comparison(page, &page->study->toxicity);
}

/* "31 to 100", "from 31". */
static const char *
days_of(pcarti_page *page, const pcart_study_infections *of)
{
    return of->last_day == INT_MAX
               ? pcarti_page_print(page, "from %d", of->first_day)
               : pcarti_page_print(page, "%d to %d", of->first_day,
                                   of->last_day);
}

static const char *
density_text(pcarti_page *page, const pcart_study_infections *of)
{
    const char *part[3];
    const double value[3] = {of->density, of->low, of->high};

    if (of->days <= 0)
        return "no days at risk";
    for (int i = 0; i < 3; i++)
        part[i] = pcarti_page_keep(
            page, pcarti_number_shown(page->arena, value[i], 2));
    return pcarti_page_print(page, "%s (%s-%s)", part[0], part[1], part[2]);
}

static void
put_infections(pcarti_page *page, pcart_sheet *sheet,
               const pcart_study_infections *of, int is_all)
{
    pcart_sheet_row(sheet, is_all ? PCART_ROW_PLAIN : PCART_ROW_INDENT);
    pcart_sheet_put(sheet, is_all ? of->title : of->group, of->title);
    pcart_sheet_text(sheet, days_of(page, of));
    pcart_sheet_count(sheet, (long long)of->n);
    put_share(page, sheet, of->n_infected, of->n);
    pcart_sheet_count(sheet, (long long)of->n_infection);
    pcart_sheet_put(sheet,
                    of->n_severe_low == of->n_severe_high
                        ? pcarti_page_print(page, "%zu", of->n_severe_low)
                        : pcarti_page_print(page, "%zu to %zu",
                                            of->n_severe_low,
                                            of->n_severe_high),
                    pcarti_page_print(page, "%zu", of->n_severe_low));
    pcart_sheet_number(sheet, of->days, 0);
    pcart_sheet_put(
        sheet, density_text(page, of),
        pcarti_page_keep(page, pcarti_number_full(page->arena, of->density)));
    pcart_sheet_number(sheet, of->low, 4);
    pcart_sheet_number(sheet, of->high, 4);
    pcart_sheet_count(sheet, (long long)of->n_severe_high);
    pcart_sheet_text(sheet, of->group);
    pcart_sheet_text(sheet, of->rule);
}

static void
write_infections(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"stretch", "", PCART_SHEET_TEXT},
        {"days", "Days", PCART_SHEET_TEXT},
        {"n", "Patients", PCART_SHEET_NUMBER},
        {"infected", "Infected", PCART_SHEET_NUMBER},
        {"infections", "Infections", PCART_SHEET_NUMBER},
        {"severe", "Severe", PCART_SHEET_NUMBER},
        {"days_at_risk", "Days at risk", PCART_SHEET_NUMBER},
        {"density", "Per 100 days (95 % CI)", PCART_SHEET_NUMBER},
        {"density_low", "", PCART_SHEET_NUMBER},
        {"density_high", "", PCART_SHEET_NUMBER},
        {"severe_at_most", "", PCART_SHEET_NUMBER},
        {"group", "", PCART_SHEET_TEXT},
        {"rule", "", PCART_SHEET_TEXT}};
    const pcart_study *study = page->study;
    pcart_sheet sheet = pcarti_page_sheet(page, "infections", "Infections",
                                          column, PCART_COUNTOF(column));

    for (size_t i = 0; i < study->n_infections; i++)
        put_infections(page, &sheet, &study->infections[i],
                       i == 0 || study->infections[i].title !=
                                     study->infections[i - 1].title);
    sheet.n_shown = 8;
    sheet.note = pcarti_page_print(
        page,
        "Rule %s; severe: %s. Patients: those at risk in these days whose "
        "follow-up is known. Rows of one organism or site that follow each "
        "other closely are one infection. Days at risk end at death, last "
        "contact, relapse, next therapy, transplant or the next course. "
        "Density: infections by days at risk, times 100, with the exact "
        "interval of a Poisson count (R: poisson.test).",
        study->infections[0].rule,
        pcart_profile_choose(&study->file->profile, PCART_OPT_INFECTION_SEVERE)
            ->meaning);
    pcarti_page_table(page, &sheet, NULL);
}

static void
write_causes(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"cause", "Cause", PCART_SHEET_TEXT},
        {"early", "Early", PCART_SHEET_NUMBER},
        {"late", "Late", PCART_SHEET_NUMBER}};
    const pcart_study *study = page->study;
    pcart_sheet sheet =
        pcarti_page_sheet(page, "infection_causes", "Infections by cause",
                          column, PCART_COUNTOF(column));

    for (size_t i = 0; i < study->n_cause; i++) {
        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_text(&sheet, study->cause[i].cause);
        pcart_sheet_count(&sheet, (long long)study->cause[i].n_early);
        pcart_sheet_count(&sheet, (long long)study->cause[i].n_late);
    }
    sheet.note = "Infections; one that goes on over several rows counts once, "
                 "by its first row.";
    if (sheet.n_row)
        pcarti_page_table(page, &sheet, NULL);
}

void
pcarti_section_infections(pcarti_page *page)
{
    pcarti_page_section(page, "infections", "Infections");
    if (page->study->n_infections == 0) {
        pcarti_page_paragraph(page, "There is no table toxicities: whether "
                                    "there were infections is not known.");
        return;
    }
    write_infections(page);
    write_causes(page);
    pcarti_page_comparison(page, &page->study->infection);
}
