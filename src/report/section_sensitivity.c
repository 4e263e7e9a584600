/* section_sensitivity.c -- who changes grade under another choice.
 * Layer: report. */
#include "report/page.h"

#include <string.h>

#include "report/number.h"

/* Names in a cell of the page; the CSV lists everyone. */
enum { MAX_NAMED = 3 };

static const char *
names_text(pcarti_page *page, const pcart_study_sensitivity *s)
{
    const char *text = "";

    for (size_t i = 0; i < s->n_change && i < MAX_NAMED; i++)
        text = pcarti_page_print(
            page, "%s%s%s (%s \xE2\x86\x92 %s)", text, i ? ", " : "",
            page->study->subject[s->change[i].subject].label, s->change[i].from,
            s->change[i].to);
    if (s->n_change > MAX_NAMED)
        text = pcarti_page_print(page, "%s and %zu more", text,
                                 s->n_change - MAX_NAMED);
    return text;
}

static const char *
title_of(const char *measure, const char *otherwise)
{
    size_t n;
    const pcart_measure *list = pcart_measure_list(&n);

    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].name, measure) == 0)
            return list[i].title;
    return otherwise;
}

static const pcart_option *
option_of(const char *name)
{
    size_t n;
    const pcart_option *list = pcart_option_list(&n);

    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].name, name) == 0)
            return &list[i];
    return NULL;
}

/* What a choice means, in the words of `postcart rules profiles`. */
static const char *
meaning_of(const pcart_option *option, const char *choice)
{
    for (size_t i = 0; option && i < option->n_choice; i++)
        if (strcmp(option->choice[i].name, choice) == 0)
            return option->choice[i].meaning;
    return choice;
}

/* Where a choice stands for a measure of its own, that measure's title. */
static const char *
words_of(const pcart_study_sensitivity *s, const char *choice)
{
    const char *meaning = meaning_of(option_of(s->option), choice);

    return meaning == choice ? title_of(choice, choice) : meaning;
}

static int
is_same_choice(const pcart_study_sensitivity *a,
               const pcart_study_sensitivity *b)
{
    return strcmp(a->option, b->option) == 0 && strcmp(a->used, b->used) == 0;
}

/* The question, what was used, and the name that `--set` takes. */
static const char *
question_text(pcarti_page *page, const pcart_study_sensitivity *s)
{
    const pcart_option *option = option_of(s->option);

    return pcarti_page_print(page, "%s Used: %s (%s%s%s)",
                             option ? option->question : "",
                             words_of(s, s->used), s->option,
                             s->ambiguity[0] ? ", " : "", s->ambiguity);
}

static const char *
changed_text(pcarti_page *page, const pcart_study_sensitivity *s)
{
    return pcarti_page_keep(
        page, pcarti_number_share(page->arena, s->n_change, s->n));
}

/* The names that programs know, and the numbers. */
static void
write_file(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"option", "", PCART_SHEET_TEXT},
        {"other", "", PCART_SHEET_TEXT},
        {"measure", "", PCART_SHEET_TEXT},
        {"n_change", "", PCART_SHEET_NUMBER},
        {"n_higher", "", PCART_SHEET_NUMBER},
        {"n_lower", "", PCART_SHEET_NUMBER},
        {"n_state", "", PCART_SHEET_NUMBER},
        {"patients", "", PCART_SHEET_TEXT},
        {"n", "", PCART_SHEET_NUMBER},
        {"used", "", PCART_SHEET_TEXT}};
    const pcart_study *study = page->study;
    pcart_sheet sheet = pcarti_page_sheet(page, "sensitivity", "", column,
                                          PCART_COUNTOF(column));

    for (size_t i = 0; i < study->n_sensitivity; i++) {
        const pcart_study_sensitivity *s = &study->sensitivity[i];

        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_text(&sheet, s->option);
        pcart_sheet_text(&sheet, s->other);
        pcart_sheet_text(&sheet, s->measure);
        pcart_sheet_count(&sheet, (long long)s->n_change);
        pcart_sheet_count(&sheet, (long long)s->n_higher);
        pcart_sheet_count(&sheet, (long long)s->n_lower);
        pcart_sheet_count(&sheet, (long long)s->n_state);
        pcart_sheet_text(&sheet, names_text(page, s));
        pcart_sheet_count(&sheet, (long long)s->n);
        pcart_sheet_text(&sheet, s->used);
    }
    pcarti_page_csv(page, &sheet);
}

static void
write_changes(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"option", "", PCART_SHEET_TEXT},  {"used", "", PCART_SHEET_TEXT},
        {"other", "", PCART_SHEET_TEXT},   {"measure", "", PCART_SHEET_TEXT},
        {"subject", "", PCART_SHEET_TEXT}, {"from", "", PCART_SHEET_TEXT},
        {"to", "", PCART_SHEET_TEXT}};
    const pcart_study *study = page->study;
    pcart_sheet sheet = pcarti_page_sheet(page, "sensitivity_patients", "",
                                          column, PCART_COUNTOF(column));

    for (size_t i = 0; i < study->n_sensitivity; i++) {
        const pcart_study_sensitivity *s = &study->sensitivity[i];

        for (size_t k = 0; k < s->n_change; k++) {
            pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
            pcart_sheet_text(&sheet, s->option);
            pcart_sheet_text(&sheet, s->used);
            pcart_sheet_text(&sheet, s->other);
            pcart_sheet_text(&sheet, s->measure);
            pcart_sheet_text(&sheet,
                             study->subject[s->change[k].subject].label);
            pcart_sheet_text(&sheet, s->change[k].from);
            pcart_sheet_text(&sheet, s->change[k].to);
        }
    }
    pcarti_page_csv(page, &sheet);
}

static void
put_row(pcarti_page *page, pcart_sheet *sheet, const pcart_study_sensitivity *s)
{
    pcart_sheet_row(sheet, PCART_ROW_INDENT);
    pcart_sheet_text(sheet, title_of(s->measure, "no grade or class"));
    pcart_sheet_text(sheet, words_of(s, s->other));
    pcart_sheet_text(sheet, changed_text(page, s));
    pcart_sheet_count(sheet, (long long)s->n_higher);
    pcart_sheet_count(sheet, (long long)s->n_lower);
    pcart_sheet_count(sheet, (long long)s->n_state);
    pcart_sheet_text(sheet, names_text(page, s));
}

void
pcarti_section_sensitivity(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"measure", "Measure", PCART_SHEET_TEXT},
        {"other", "Instead", PCART_SHEET_TEXT},
        {"n_change", "Changed", PCART_SHEET_NUMBER},
        {"n_higher", "Higher", PCART_SHEET_NUMBER},
        {"n_lower", "Lower", PCART_SHEET_NUMBER},
        {"n_state", "Otherwise", PCART_SHEET_NUMBER},
        {"patients", "Who", PCART_SHEET_TEXT}};
    const pcart_study *study = page->study;
    pcart_sheet sheet = pcarti_page_sheet(
        page, "sensitivity", "Who changes grade under another choice", column,
        PCART_COUNTOF(column));

    pcarti_page_section(page, "sensitivity", "Sensitivity to definitions");
    pcarti_page_paragraph(
        page, "Where sources disagree the definition is a named choice. Each "
              "other choice was tried alone; N counts those with a result "
              "under either.");
    for (size_t i = 0; i < study->n_sensitivity; i++) {
        const pcart_study_sensitivity *s = &study->sensitivity[i];

        if (i == 0 || !is_same_choice(s - 1, s)) {
            pcart_sheet_row(&sheet, PCART_ROW_HEAD);
            pcart_sheet_text(&sheet, question_text(page, s));
        }
        put_row(page, &sheet, s);
    }
    sheet.note =
        "Otherwise: another class, other bounds, or evaluable under one "
        "choice only. "
        "Everyone who changes is in sensitivity_patients.csv.";
    write_file(page);
    pcarti_page_table(page, &sheet, sheet.name);
    write_changes(page);
}
