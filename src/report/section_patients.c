/* section_patients.c -- every patient with grades and outcome, and the data of
 * the statistics.  Layer: report. */
#include "report/page.h"

#include <string.h>

/* A result as people read it. */
static const char *
result_text(pcarti_page *page, const pcart_result *result)
{
    char low[PCART_FIXED_SIZE], high[PCART_FIXED_SIZE];

    if (!result || result->state == PCART_STATE_NOT_EVALUABLE)
        return "n.e.";
    if (result->state == PCART_STATE_BOUNDS) {
        if (result->low_label && result->high_label)
            return pcarti_page_print(page, "%s or %s", result->low_label,
                                     result->high_label);
        return pcarti_page_print(page, "%s-%s",
                                 pcart_fixed_write(result->low, low),
                                 pcart_fixed_write(result->high, high));
    }
    if (result->label)
        return result->label;
    if (strcmp(result->unit, "cells/uL") == 0)
        return pcarti_page_print(page, "%s",
                                 pcart_fixed_write(result->value / 1000, low));
    return pcarti_page_print(page, "%s", pcart_fixed_write(result->value, low));
}

/* Columns of the list that are results. */
static const struct {
    const char *measure, *title;
} listed[] = {
    {"car_hematotox", "HT"},
    {"icaht_early", "Early ICAHT"},
    {"icaht_late", "Late ICAHT"},
    {"ticaht_early", "Early T-ICAHT"},
    {"ticaht_late", "Late T-ICAHT"},
    {"ctcae5_anc", "ANC v5"},
    {"ctcae6_anc", "ANC v6"},
    {"phenotype", "Phenotype"},
    {"plt_day_90", "PLT day 90, 10^9/L"},
};

enum { N_LISTED = sizeof listed / sizeof listed[0], N_HEAD = 4, N_TAIL = 3 };

static const char *
day_text(pcarti_page *page, pcart_date date, pcart_date day0)
{
    return date == PCART_DATE_NONE
               ? ""
               : pcarti_page_print(page, "%ld", (long)date - (long)day0);
}

static void
put_subject(pcarti_page *page, pcart_sheet *sheet,
            const pcart_study_subject *subject)
{
    const pcart_course *course = subject->course;
    char date[PCART_DATE_SIZE];

    pcart_sheet_row(sheet, PCART_ROW_PLAIN);
    pcart_sheet_text(sheet, subject->label);
    pcart_sheet_text(
        sheet,
        pcarti_page_print(page, "%s", pcart_date_write(course->day0, date)));
    pcart_sheet_text(sheet, subject->patient->diagnosis);
    pcart_sheet_text(sheet, subject->infusion->product);
    for (size_t k = 0; k < N_LISTED; k++)
        pcart_sheet_text(
            sheet,
            result_text(page, pcart_study_result(subject, listed[k].measure)));
    pcart_sheet_text(sheet, day_text(page, course->smn, course->day0));
    pcart_sheet_text(sheet, day_text(page, course->death, course->day0));
    pcart_sheet_text(sheet, day_text(page, course->last_contact, course->day0));
}

/* The long table of all results, as the grade command prints it. */
static void
write_results(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"patient", "", PCART_SHEET_TEXT}, {"infusion", "", PCART_SHEET_NUMBER},
        {"measure", "", PCART_SHEET_TEXT}, {"state", "", PCART_SHEET_TEXT},
        {"value", "", PCART_SHEET_TEXT},   {"low", "", PCART_SHEET_TEXT},
        {"high", "", PCART_SHEET_TEXT},    {"label", "", PCART_SHEET_TEXT},
        {"unit", "", PCART_SHEET_TEXT},    {"rule", "", PCART_SHEET_TEXT},
        {"reason", "", PCART_SHEET_TEXT}};
    const pcart_study *study = page->study;
    pcart_sheet sheet =
        pcarti_page_sheet(page, "results", "", column, PCART_COUNTOF(column));

    for (size_t i = 0; i < study->n_subject; i++)
        for (size_t k = 0; k < study->subject[i].n_result; k++) {
            const pcart_result *r = &study->subject[i].result[k];
            const pcart_fixed value[3] = {r->value, r->low, r->high};

            pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
            pcart_sheet_text(&sheet, study->subject[i].patient->id);
            pcart_sheet_count(&sheet, r->infusion);
            pcart_sheet_text(&sheet, r->measure);
            pcart_sheet_text(&sheet, pcart_state_name(r->state));
            for (int v = 0; v < 3; v++) {
                char text[PCART_FIXED_SIZE];

                pcart_sheet_text(
                    &sheet,
                    value[v] == PCART_FIXED_NONE
                        ? ""
                        : pcarti_page_print(page, "%s",
                                            pcart_fixed_write(value[v], text)));
            }
            pcart_sheet_text(&sheet, r->label ? r->label : "");
            pcart_sheet_text(&sheet, r->unit ? r->unit : "");
            pcart_sheet_text(&sheet, r->set ? r->set->id : "");
            pcart_sheet_text(&sheet, r->reason ? r->reason : "");
        }
    pcarti_page_csv(page, &sheet);
}

void
pcarti_section_patients(pcarti_page *page)
{
    const pcart_study *study = page->study;
    pcart_sheet_column column[N_HEAD + N_LISTED + N_TAIL] = {
        {"subject", "Patient", PCART_SHEET_TEXT},
        {"day_0", "Day 0", PCART_SHEET_TEXT},
        {"diagnosis", "Diagnosis", PCART_SHEET_TEXT},
        {"product", "Product", PCART_SHEET_TEXT},
        [N_HEAD + N_LISTED] = {"smn_day", "SMN, day", PCART_SHEET_NUMBER},
        {"death_day", "Death, day", PCART_SHEET_NUMBER},
        {"last_day", "Last day", PCART_SHEET_NUMBER}};
    pcart_sheet sheet =
        pcarti_page_sheet(page, "patients", "Patients and their grades", column,
                          PCART_COUNTOF(column));

    for (size_t k = 0; k < N_LISTED; k++)
        column[N_HEAD + k] = (pcart_sheet_column){
            listed[k].measure, listed[k].title, PCART_SHEET_NUMBER};
    pcarti_page_section(page, "patients", "Patients");
    for (size_t i = 0; i < study->n_subject; i++)
        put_subject(page, &sheet, &study->subject[i]);
    sheet.note = "n.e.: not evaluable; 0-1: between these grades. The reasons "
                 "are in results.csv.";
    pcarti_page_table(page, &sheet, NULL);
    write_results(page);
}

/* One line per subject, one column per variable. */
void
pcarti_page_subjects(pcarti_page *page)
{
    const pcart_study *study = page->study;
    pcart_sheet_column *column =
        pcart_arena_take(page->arena, study->n_variable + 3, sizeof *column);
    const pcart_endpoint *smn = &study->endpoint[PCART_ENDPOINT_SMN];
    const char **has_smn =
        pcart_arena_take(page->arena, study->n_subject + 1, sizeof *has_smn);
    pcart_sheet sheet;

    if (!column || !has_smn) {
        pcarti_page_keep(page, NULL);
        return;
    }
    for (size_t i = 0; i < smn->n; i++)
        has_smn[smn->subject[i]] = smn->status[i] == 1 ? "SMN" : "no SMN";
    column[0] = (pcart_sheet_column){"subject", "", PCART_SHEET_TEXT};
    column[1] = (pcart_sheet_column){"group", "", PCART_SHEET_TEXT};
    column[2] = (pcart_sheet_column){"smn", "", PCART_SHEET_TEXT};
    for (size_t k = 0; k < study->n_variable; k++)
        column[k + 3].name = study->variable[k].name;
    sheet =
        pcarti_page_sheet(page, "subjects", "", column, study->n_variable + 3);
    for (size_t i = 0; i < study->n_subject; i++) {
        int group = study->subject[i].group;

        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_text(&sheet, study->subject[i].label);
        pcart_sheet_text(&sheet, group < 0 ? "" : study->grouping.label[group]);
        pcart_sheet_text(&sheet, has_smn[i] ? has_smn[i] : "");
        for (size_t k = 0; k < study->n_variable; k++) {
            const pcart_variable *v = &study->variable[k];

            if (v->kind == PCART_VARIABLE_NUMBER)
                pcart_sheet_number(&sheet, v->number[i], 6);
            else
                pcart_sheet_text(&sheet,
                                 v->code[i] < 0 ? "" : v->level[v->code[i]]);
        }
    }
    pcarti_page_csv(page, &sheet);
}
