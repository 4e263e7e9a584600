/* section_methods.c -- methods in plain words, ready for a paper: every rule,
 * profile and test that was used, with its source.  Layer: report. */
#include "report/page.h"

#include <string.h>

#include "postcart/version.h"

/* Sources of the statistics, by what names them in a method. */
static const struct {
    const char *name, *reference;
} statistic[] = {
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

enum { MAX_REFERENCE = 160 };

/* The text being written: paragraphs for the page and for methods.md. */
typedef struct methods {
    pcarti_page *page;
    pcarti_buf file;
    const char *reference[MAX_REFERENCE];
    size_t n_reference;
} methods;

static void
paragraph(methods *m, const char *text)
{
    pcarti_page_paragraph(m->page, "%s", text);
    pcarti_buf_print(&m->file, "%s\n\n", text);
}

static void
heading(methods *m, const char *text)
{
    pcarti_page_heading(m->page, text);
    pcarti_buf_print(&m->file, "## %s\n\n", text);
}

/* The number of a reference; new ones are added at the end. */
static size_t
number_of(methods *m, const char *text)
{
    size_t i = 0;

    while (i < m->n_reference && strcmp(m->reference[i], text) != 0)
        i++;
    if (i == m->n_reference && i < MAX_REFERENCE)
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

/* " [1, 4]": the sources of a rule; "" for a choice of postcart alone. */
static const char *
marks_of(methods *m, const pcart_rule_set *set)
{
    const char *text = "";
    size_t used[16], n = 0;

    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_cite *cite = pcarti_ground_of(set, i)->cite;
        size_t k = 0, number;

        if (!cite)
            continue;
        number = number_of(m, cite_text(m->page, cite));
        while (k < n && used[k] != number)
            k++;
        if (k < n || n == PCART_COUNTOF(used))
            continue;
        used[n++] = number;
        text = pcarti_page_print(m->page, "%s%s%zu", text, n > 1 ? ", " : "",
                                 number);
    }
    return n ? pcarti_page_print(m->page, " [%s]", text) : "";
}

static const char *
mark_statistic(methods *m, const char *name)
{
    for (size_t i = 0; i < PCART_COUNTOF(statistic); i++)
        if (strcmp(statistic[i].name, name) == 0)
            return pcarti_page_print(m->page, "[%zu]",
                                     number_of(m, statistic[i].reference));
    return "";
}

/* The sources of a method by the names in it: "Fisher's exact test ... [3]". */
static const char *
with_source(methods *m, const char *method)
{
    for (size_t i = 0; i < PCART_COUNTOF(statistic); i++)
        if (strstr(method, statistic[i].name))
            return pcarti_page_print(m->page, "%s [%zu]", method,
                                     number_of(m, statistic[i].reference));
    return method;
}

static void
write_patients(methods *m)
{
    const pcart_study *study = m->page->study;
    int is_each = study->file->clock == PCART_STUDY_CLOCK_EACH;

    paragraph(
        m,
        pcarti_page_print(
            m->page,
            "%zu %s were analysed. Day 0 is the day of the %s infusion; "
            "days are differences of calendar dates. Several counts on one "
            "day count as the lowest. A missing value was never taken as "
            "normal: results are values, bounds, or not evaluable with a "
            "reason, and every percentage has its denominator.%s",
            study->n_subject, is_each ? "infusions" : "patients",
            is_each ? "respective" : pcart_study_clock_name(study->file->clock),
            is_each ? " A patient with several infusions counts several "
                      "times: tests and intervals take them as independent."
                    : ""));
}

/* Every rule once, with its title, id and sources. */
static void
write_rules(methods *m)
{
    const pcart_study *study = m->page->study;
    const char *text = "";

    for (size_t k = 0; k < study->n_variable; k++) {
        const char *id = study->variable[k].rule;
        const pcart_rule_set *set = id[0] ? pcart_rules_find(id) : NULL;
        size_t i = 0;

        while (i < k && strcmp(study->variable[i].rule, id) != 0)
            i++;
        if (!id[0] || i < k)
            continue;
        text = pcarti_page_print(m->page, "%s%s%s%s%s%s%s", text,
                                 text[0] ? "; " : "", set ? set->title : "",
                                 set ? " (" : "", id, set ? ")" : "",
                                 set ? marks_of(m, set) : "");
    }
    if (text[0])
        paragraph(m, pcarti_page_print(
                         m->page,
                         "Courses were graded by rule tables that are fixed "
                         "by their names: %s.",
                         text));
}

/* The profile, and every choice by name: those that are not the default are
 * said first. */
static void
write_choices(methods *m)
{
    const pcart_profile *profile = &m->page->study->file->profile;
    const char *changed = "", *kept = "";
    size_t n;
    const pcart_option *option = pcart_option_list(&n);

    for (size_t i = 0; i < n; i++) {
        int is_changed = profile->choice[option[i].id] != 0;
        const char **list = is_changed ? &changed : &kept;

        *list = pcarti_page_print(m->page, "%s%s%s = %s", *list,
                                  (*list)[0] ? ", " : "", option[i].name,
                                  pcart_profile_name(profile, option[i].id));
    }
    paragraph(m, pcarti_page_print(
                     m->page,
                     "Where the sources disagree, the choices were those of "
                     "the profile '%s'. Other than the default: %s. As the "
                     "default: %s.",
                     m->page->study->file->profile_name,
                     changed[0] ? changed : "none", kept));
}

static const char *
words(const char *text, const char *otherwise)
{
    return text && text[0] ? text : otherwise;
}

static void
write_endpoints(methods *m)
{
    const pcart_study *study = m->page->study;
    const char *text = "";

    for (int id = 0; id < PCART_N_ENDPOINT; id++) {
        const pcart_endpoint *endpoint = &study->endpoint[id];
        const pcart_endpoint_info *info = endpoint->info;

        if (!info || endpoint->n == 0)
            continue;
        text = pcarti_page_print(
            m->page, "%s%s%s: from %s; event: %s; competing: %s; censored: %s.",
            text, text[0] ? " " : "", info->title, words(info->start, "day 0"),
            words(info->event, "?"), words(info->competing, "none"),
            words(info->censored, "at last contact"));
    }
    if (text[0])
        paragraph(m, pcarti_page_print(m->page, "End points. %s", text));
}

/* The tests of a comparison by name, each once, added to `text`. */
static const char *
add_tests(methods *m, const char *text, const pcart_comparison *c)
{
    for (size_t r = 0; r < c->n_row; r++) {
        const pcart_test *test = &c->row[r].test;

        if (c->row[r].has_test && test->is_evaluable &&
            !strstr(text, test->method))
            text =
                pcarti_page_print(m->page, "%s%s%s", text, text[0] ? "; " : "",
                                  with_source(m, test->method));
    }
    return text;
}

static const char *
add_endpoint_tests(methods *m, const char *text)
{
    for (int id = 0; id < PCART_N_ENDPOINT; id++) {
        const pcart_endpoint *endpoint = &m->page->study->endpoint[id];

        if (endpoint->has_test && endpoint->test.is_evaluable &&
            !strstr(text, endpoint->test.method))
            text =
                pcarti_page_print(m->page, "%s%s%s", text, text[0] ? "; " : "",
                                  with_source(m, endpoint->test.method));
    }
    return text;
}

static void
write_tests(methods *m)
{
    const pcart_study *study = m->page->study;
    const char *tests = add_tests(m, "", &study->baseline);

    tests = add_tests(m, tests, &study->grades);
    tests = add_tests(m, tests, &study->smn);
    tests = add_endpoint_tests(m, tests);
    if (tests[0])
        paragraph(
            m, pcarti_page_print(
                   m->page,
                   "Groups were compared by: %s. Counts in two by two tables "
                   "were tested by Fisher's exact test if an expected count "
                   "was below 5, else by Pearson's test without correction. "
                   "All tests are two-sided; no p value was adjusted for the "
                   "number of tests.",
                   tests));
}

static void
write_estimates(methods *m)
{
    const pcart_study_file *file = m->page->study->file;
    /* In the order of the text, so that the numbers rise. */
    static const char *const name[] = {"type 7", "Kaplan", "Greenwood",
                                       "Aalen",  "Gray",   "reverse"};
    const char *mark[PCART_COUNTOF(name)];
    char level[PCART_FIXED_SIZE];

    for (size_t i = 0; i < PCART_COUNTOF(name); i++)
        mark[i] = mark_statistic(m, name[i]);
    pcart_fixed_write(file->interval_level * 100, level);
    paragraph(
        m, pcarti_page_print(
               m->page,
               "Numbers are given as median and quartiles of type 7 %s. "
               "Survival was estimated by Kaplan and Meier %s with Greenwood's "
               "variance %s; events with competing events by Aalen and "
               "Johansen %s with the variance of Gray's program %s (R "
               "cmprsk); pointwise %s%% intervals on the %s scale. Median "
               "follow-up is given by the reverse Kaplan-Meier method %s and "
               "as observed. Times were analysed in days; a month is 30.4375 "
               "days, a year 365.25. Events precede censoring on the same day.",
               mark[0], mark[1], mark[2], mark[3], mark[4], level,
               pcart_study_interval_name(file->interval), mark[5]));
    paragraph(m, pcarti_page_print(
                     m->page,
                     "All results were computed by postcart %s. The script "
                     "reproduce.R, given with the tables, computes their "
                     "statistics a second time in R with the packages survival "
                     "and cmprsk.",
                     pcart_version()));
}

static void
write_references(methods *m)
{
    pcarti_buf *page = &m->page->body;

    heading(m, "References of the methods");
    pcarti_buf_text(page, "<ol class=\"note\">\n");
    for (size_t i = 0; i < m->n_reference; i++) {
        pcarti_buf_text(page, "<li>");
        pcarti_buf_xml(page, m->reference[i]);
        pcarti_buf_text(page, "</li>\n");
        pcarti_buf_print(&m->file, "%zu. %s\n", i + 1, m->reference[i]);
    }
    pcarti_buf_text(page, "</ol>\n");
}

void
pcarti_section_methods(pcarti_page *page)
{
    methods m = {.page = page};

    pcarti_page_section(page, "methods", "Methods");
    pcarti_buf_print(&m.file, "# Methods: %s\n\n", page->study->file->title);
    write_patients(&m);
    write_rules(&m);
    write_choices(&m);
    write_endpoints(&m);
    write_tests(&m);
    write_estimates(&m);
    write_references(&m);
    pcarti_page_fail(page, pcarti_buf_status(&m.file, page->err));
    pcarti_page_file(page, "methods.md", m.file.data, m.file.length);
    pcarti_buf_release(&m.file);
}
