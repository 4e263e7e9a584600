/* section_provenance.c -- problems, and where every number comes from.
 * Layer: report. */
#include "report/page.h"

#include <string.h>

#include "postcart/version.h"
#include "report/number.h"

static const char *
severity_name(pcart_severity severity)
{
    return severity == PCART_ERROR     ? "error"
           : severity == PCART_WARNING ? "warning"
                                       : "note";
}

void
pcarti_section_problems(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"severity", "Severity", PCART_SHEET_TEXT},
        {"code", "Code", PCART_SHEET_TEXT},
        {"file", "File", PCART_SHEET_TEXT},
        {"line", "Line", PCART_SHEET_NUMBER},
        {"column", "Column", PCART_SHEET_NUMBER},
        {"message", "Problem", PCART_SHEET_TEXT},
        {"hint", "Hint", PCART_SHEET_TEXT}};
    const pcart_diag *diag = page->study->diag;
    pcart_sheet sheet =
        pcarti_page_sheet(page, "/problems", "Problems found while reading",
                          column, PCART_COUNTOF(column));

    pcarti_page_section(page, "problems", "Problems of the data");
    pcarti_page_paragraph(page,
                          "%zu errors, %zu warnings, %zu notes. Every row of "
                          "the tables was used, or is listed here.",
                          diag->n_error, diag->n_warning, diag->n_note);
    for (const pcart_problem *p = diag->first; p; p = p->next) {
        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_text(&sheet, severity_name(p->severity));
        pcart_sheet_text(&sheet, p->code ? p->code : "");
        pcart_sheet_text(&sheet, p->where.source ? p->where.source : "");
        pcart_sheet_count(&sheet, (long long)p->where.line);
        pcart_sheet_count(&sheet, (long long)p->where.column);
        pcart_sheet_text(&sheet, page->options->is_redacted && p->redacted
                                     ? p->redacted
                                     : p->message);
        pcart_sheet_text(&sheet, p->hint ? p->hint : "");
    }
    if (diag->n_note + diag->n_warning + diag->n_error > diag->n_kept)
        sheet.note = pcarti_page_print(
            page, "Only the first %zu problems were kept.", diag->n_kept);
    if (sheet.n_row)
        pcarti_page_table(page, &sheet, NULL);
    else
        pcarti_page_csv(page, &sheet);
}

static const char *
hash_of(const pcarti_page *page, const char *file)
{
    for (size_t i = 0; i < page->options->n_input; i++)
        if (strcmp(page->options->input[i].file, file) == 0)
            return page->options->input[i].sha256;
    return "";
}

static void
write_tables(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"file", "File", PCART_SHEET_TEXT},
        {"rows", "Rows", PCART_SHEET_NUMBER},
        {"used", "Used", PCART_SHEET_NUMBER},
        {"warnings", "Warnings", PCART_SHEET_NUMBER},
        {"notes", "Notes", PCART_SHEET_NUMBER},
        {"bytes", "Bytes", PCART_SHEET_NUMBER},
        {"sha256", "SHA-256", PCART_SHEET_TEXT}};
    pcart_sheet sheet = pcarti_page_sheet(
        page, "inputs", "Tables that were read", column, PCART_COUNTOF(column));

    for (int t = 0; t < PCART_N_TABLE; t++) {
        const pcart_table_use *use = &page->study->cohort->table[t];

        if (!use->file)
            continue;
        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_text(&sheet, use->file);
        pcart_sheet_count(&sheet, (long long)use->rows);
        pcart_sheet_count(&sheet, (long long)use->used);
        pcart_sheet_count(&sheet, (long long)use->n_warning);
        pcart_sheet_count(&sheet, (long long)use->n_note);
        pcart_sheet_count(&sheet, (long long)use->bytes);
        pcart_sheet_text(&sheet, hash_of(page, use->file));
    }
    pcarti_page_table(page, &sheet, NULL);
}

const pcart_ground *
pcarti_ground_of(const pcart_rule_set *set, size_t row)
{
    switch (set->shape) {
    case PCART_SHAPE_DEPTH:
        return &set->rule.depth[row].ground;
    case PCART_SHAPE_NADIR:
        return &set->rule.nadir[row].ground;
    case PCART_SHAPE_POINT:
        return &set->rule.point[row].ground;
    case PCART_SHAPE_BAND:
        return &set->rule.band[row].ground;
    case PCART_SHAPE_SIGN:
        return &set->rule.sign[row].ground;
    case PCART_SHAPE_FACTOR:
        return &set->rule.factor[row].ground;
    case PCART_SHAPE_DEFINITION:
        break;
    }
    return &set->rule.definition[row].ground;
}

/* The sources of the rows of a set, each once; and how many rows were not seen
 * in a public copy of the source. */
static const char *
sources_of(pcarti_page *page, const pcart_rule_set *set, size_t *n_unseen)
{
    const char *text = "";

    *n_unseen = 0;
    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_ground *ground = pcarti_ground_of(set, i);
        const pcart_cite *cite = ground->cite;
        const char *entry;

        *n_unseen += ground->mark == PCART_MEMORY;
        if (!cite)
            continue;
        entry = pcarti_page_print(
            page, "%s, %s%s%s%s%s%s", cite->authors, cite->journal,
            cite->year ? pcarti_page_print(page, " %d", cite->year) : "",
            cite->pages[0] ? "; " : "", cite->pages,
            cite->doi[0] ? ", doi " : "", cite->doi);
        if (!strstr(text, entry))
            text = pcarti_page_print(page, "%s%s%s", text, text[0] ? ". " : "",
                                     entry);
    }
    return text;
}

/* Whether an earlier variable has the same rule. */
static int
is_repeated(const pcart_study *study, size_t k)
{
    for (size_t i = 0; i < k; i++)
        if (strcmp(study->variable[i].rule, study->variable[k].rule) == 0)
            return 1;
    return 0;
}

static void
write_rules(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"rule", "Rule", PCART_SHEET_TEXT},
        {"title", "What", PCART_SHEET_TEXT},
        {"source", "Source", PCART_SHEET_TEXT},
        {"unseen", "Rows to confirm", PCART_SHEET_NUMBER},
        {"applies", "Made in", PCART_SHEET_TEXT}};
    const pcart_study *study = page->study;
    pcart_sheet sheet = pcarti_page_sheet(page, "rules", "Rules that were used",
                                          column, PCART_COUNTOF(column));

    for (size_t k = 0; k < study->n_variable; k++) {
        const pcart_rule_set *set =
            study->variable[k].rule[0]
                ? pcart_rules_find(study->variable[k].rule)
                : NULL;
        const char *source;
        size_t n_unseen;

        if (!set || is_repeated(study, k))
            continue;
        source = sources_of(page, set, &n_unseen);
        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_text(&sheet, set->id);
        pcart_sheet_text(&sheet, set->title);
        pcart_sheet_text(&sheet, source);
        pcart_sheet_count(&sheet, (long long)n_unseen);
        pcart_sheet_text(&sheet, set->applies ? set->applies : "");
    }
    sheet.note = "Rows to confirm: numbers not yet seen in a public copy of "
                 "their source. 'postcart rules show RULE' prints every row.";
    pcarti_page_table(page, &sheet, NULL);
}

static void
write_options(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"option", "Choice", PCART_SHEET_TEXT},
        {"ambiguity", "Id", PCART_SHEET_TEXT},
        {"question", "Question", PCART_SHEET_TEXT},
        {"used", "Used", PCART_SHEET_TEXT},
        {"is_default", "Default", PCART_SHEET_TEXT}};
    const pcart_profile *profile = &page->study->file->profile;
    pcart_sheet sheet =
        pcarti_page_sheet(page, "options", "Choices where sources disagree",
                          column, PCART_COUNTOF(column));
    size_t n;
    const pcart_option *option = pcart_option_list(&n);

    for (size_t i = 0; i < n; i++) {
        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_text(&sheet, option[i].name);
        pcart_sheet_text(&sheet, option[i].ambiguity);
        pcart_sheet_text(&sheet, option[i].question);
        pcart_sheet_text(&sheet, pcart_profile_name(profile, option[i].id));
        pcart_sheet_text(&sheet,
                         profile->choice[option[i].id] == 0 ? "yes" : "no");
    }
    pcarti_page_table(page, &sheet, NULL);
}

void
pcarti_section_provenance(pcarti_page *page)
{
    pcarti_page_section(page, "provenance", "Provenance");
    pcarti_page_paragraph(page,
                          "postcart %s, profile '%s'. Times, hosts and "
                          "folders are in manifest.json only.",
                          pcart_version(), page->study->file->profile_name);
    write_tables(page);
    write_rules(page);
    write_options(page);
}
