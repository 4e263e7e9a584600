/* methods.c -- paragraphs of the methods and their numbered sources.
 * Layer: report. */
#include "report/methods.h"

#include <string.h>

/* Sources of the statistics, by what names them in a method. */
static const struct {
    const char *name, *reference;
} statistic[] = {
    {"Clopper", "Clopper CJ, Pearson ES. Biometrika 1934;26:404-413"},
    {"McNemar", "McNemar Q. Psychometrika 1947;12:153-157"},
    {"Poisson", "Garwood F. Biometrika 1936;28:437-442"},
    {"Holm", "Holm S. Scand J Stat 1979;6:65-70"},
    {"Knapp", "Knapp G, Hartung J. Stat Med 2003;22:2693-2710"},
    {"Fisher", "Fisher RA. J R Stat Soc 1922;85:87-94"},
    {"Pearson", "Pearson K. Philos Mag 1900;50:157-175"},
    {"Wilcoxon", "Wilcoxon F. Biometrics Bull 1945;1:80-83"},
    {"Kruskal", "Kruskal WH, Wallis WA. J Am Stat Assoc 1952;47:583-621"},
    {"Kaplan", "Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457-481"},
    {"Greenwood", "Greenwood M. Rep Public Health Med Subj 1926;33:1-26"},
    {"Aalen", "Aalen OO, Johansen S. Scand J Stat 1978;5:141-150"},
    {"Gray", "Gray RJ. Ann Stat 1988;16:1141-1154"},
    {"og-rank", "Mantel N. Cancer Chemother Rep 1966;50:163-170"},
    {"reverse", "Schemper M, Smith TL. Control Clin Trials 1996;17:343-346"},
    {"type 7", "Hyndman RJ, Fan Y. Am Stat 1996;50:361-365"},
};

void
pcarti_methods_paragraph(pcarti_methods *m, const char *text)
{
    pcarti_page_paragraph(m->page, "%s", text);
    pcarti_buf_print(&m->file, "%s\n\n", text);
}

void
pcarti_methods_heading(pcarti_methods *m, const char *text)
{
    pcarti_page_heading(m->page, text);
    pcarti_buf_print(&m->file, "## %s\n\n", text);
}

/* The number of a reference; new ones are added at the end. */
static size_t
number_of(pcarti_methods *m, const char *text)
{
    size_t i = 0;

    while (i < m->n_reference && strcmp(m->reference[i], text) != 0)
        i++;
    if (i == m->n_reference && i < PCARTI_MAX_REFERENCE)
        m->reference[m->n_reference++] = text;
    return i + 1;
}

static const char *
cite_text(pcarti_page *page, const pcart_cite *cite)
{
    const char *year =
        cite->year ? pcarti_page_print(page, " %d", cite->year) : "";

    return pcarti_page_print(page, "%s%s%s%s%s%s%s%s", cite->authors,
                             cite->journal[0] ? " " : "", cite->journal, year,
                             cite->pages[0] ? ";" : "", cite->pages,
                             cite->doi[0] ? ". doi " : "", cite->doi);
}

void
pcarti_methods_add(pcarti_methods *m, pcarti_marks *marks,
                   const pcart_ground *ground)
{
    size_t k = 0, number;

    if (!ground->cite)
        return;
    number = number_of(m, cite_text(m->page, ground->cite));
    while (k < marks->n && marks->used[k] != number)
        k++;
    if (k < marks->n || marks->n == PCART_COUNTOF(marks->used))
        return;
    marks->used[marks->n++] = number;
    marks->text =
        pcarti_page_print(m->page, "%s%s%zu", marks->n > 1 ? marks->text : "",
                          marks->n > 1 ? ", " : "", number);
}

const char *
pcarti_methods_close(pcarti_methods *m, const pcarti_marks *marks)
{
    return marks->n ? pcarti_page_print(m->page, " [%s]", marks->text) : "";
}

const char *
pcarti_methods_marks(pcarti_methods *m, const pcart_rule_set *set)
{
    pcarti_marks marks = {.n = 0};

    for (size_t i = 0; i < set->n_rule; i++)
        pcarti_methods_add(m, &marks, pcarti_ground_of(set, i));
    return pcarti_methods_close(m, &marks);
}

const char *
pcarti_methods_statistic(pcarti_methods *m, const char *name)
{
    for (size_t i = 0; i < PCART_COUNTOF(statistic); i++)
        if (strcmp(statistic[i].name, name) == 0)
            return pcarti_page_print(m->page, "[%zu]",
                                     number_of(m, statistic[i].reference));
    return "";
}

const char *
pcarti_methods_with_source(pcarti_methods *m, const char *method)
{
    for (size_t i = 0; i < PCART_COUNTOF(statistic); i++)
        if (strstr(method, statistic[i].name))
            return pcarti_page_print(m->page, "%s [%zu]", method,
                                     number_of(m, statistic[i].reference));
    return method;
}

/* Whether a variable before this one is of the same rule and these roles. */
static int
is_named(const pcart_study *study, size_t k, unsigned roles)
{
    const char *id = study->variable[k].rule;

    for (size_t i = 0; i < k; i++)
        if ((study->variable[i].roles & roles) &&
            strcmp(study->variable[i].rule, id) == 0)
            return 1;
    return 0;
}

const char *
pcarti_methods_rules(pcarti_methods *m, unsigned roles)
{
    const pcart_study *study = m->page->study;
    const char *text = "";

    for (size_t k = 0; k < study->n_variable; k++) {
        const char *id = study->variable[k].rule;
        const pcart_rule_set *set = id[0] ? pcart_rules_find(id) : NULL;

        if (!(study->variable[k].roles & roles) || !set ||
            is_named(study, k, roles))
            continue;
        text = pcarti_page_print(m->page, "%s%s%s (%s)%s", text,
                                 text[0] ? "; " : "", set->title, id,
                                 pcarti_methods_marks(m, set));
    }
    return text;
}
