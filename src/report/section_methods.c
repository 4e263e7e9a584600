/* section_methods.c -- methods in plain words, ready for a paper: every rule,
 * profile and test that was used, with its source.  Layer: report. */
#include "report/methods.h"

#include <string.h>

#include "postcart/version.h"

static void
write_patients(pcarti_methods *m)
{
    const pcart_study *study = m->page->study;
    int is_each = study->file->clock == PCART_STUDY_CLOCK_EACH;

    pcarti_methods_paragraph(
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

static int
has(const pcarti_methods *m, pcart_study_section section)
{
    return (int)(m->page->study->file->sections >> section & 1);
}

/* Grades stand in the summary too. */
static void
write_rules(pcarti_methods *m)
{
    unsigned roles = PCART_ROLE_GRADE |
                     (has(m, PCART_STUDY_BASELINE) ? PCART_ROLE_BASELINE : 0);
    const char *text = pcarti_methods_rules(m, roles);

    if (text[0])
        pcarti_methods_paragraph(
            m, pcarti_page_print(
                   m->page,
                   "Courses were graded by rule tables that are fixed "
                   "by their names: %s.",
                   text));
}

/* The profile, and every choice by name: those that are not the default are
 * said first. */
static void
write_choices(pcarti_methods *m)
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
    pcarti_methods_paragraph(
        m, pcarti_page_print(
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
write_endpoints(pcarti_methods *m)
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
        pcarti_methods_paragraph(
            m, pcarti_page_print(m->page, "End points. %s", text));
}

/* The tests of a comparison by name, each once, added to `text`. */
static const char *
add_tests(pcarti_methods *m, const char *text, const pcart_comparison *c)
{
    for (size_t r = 0; r < c->n_row; r++) {
        const pcart_test *test = &c->row[r].test;

        if (c->row[r].has_test && test->is_evaluable &&
            !strstr(text, test->method))
            text =
                pcarti_page_print(m->page, "%s%s%s", text, text[0] ? "; " : "",
                                  pcarti_methods_with_source(m, test->method));
    }
    return text;
}

static const char *
add_endpoint_tests(pcarti_methods *m, const char *text)
{
    for (int id = 0; id < PCART_N_ENDPOINT; id++) {
        const pcart_endpoint *endpoint = &m->page->study->endpoint[id];

        if (endpoint->has_test && endpoint->test.is_evaluable &&
            !strstr(text, endpoint->test.method))
            text = pcarti_page_print(
                m->page, "%s%s%s", text, text[0] ? "; " : "",
                pcarti_methods_with_source(m, endpoint->test.method));
    }
    return text;
}

static void
write_tests(pcarti_methods *m)
{
    const pcart_study *study = m->page->study;
    const char *tests = add_tests(m, "", &study->baseline);

    tests = add_tests(m, tests, &study->grades);
    tests = add_tests(m, tests, &study->smn);
    tests = add_endpoint_tests(m, tests);
    if (tests[0])
        pcarti_methods_paragraph(
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
write_estimates(pcarti_methods *m)
{
    const pcart_study_file *file = m->page->study->file;
    /* In the order of the text, so that the numbers rise. */
    static const char *const name[] = {"type 7", "Kaplan", "Greenwood",
                                       "Aalen",  "Gray",   "reverse"};
    const char *mark[PCART_COUNTOF(name)];
    char level[PCART_FIXED_SIZE];

    for (size_t i = 0; i < PCART_COUNTOF(name); i++)
        mark[i] = pcarti_methods_statistic(m, name[i]);
    pcart_fixed_write(file->interval_level * 100, level);
    pcarti_methods_paragraph(
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
    pcarti_methods_paragraph(
        m, pcarti_page_print(
               m->page,
               "All results were computed by postcart %s. The script "
               "reproduce.R, given with the tables, computes their "
               "statistics a second time in R with the packages survival "
               "and cmprsk.",
               pcart_version()));
}

static void
write_references(pcarti_methods *m)
{
    pcarti_buf *page = &m->page->body;

    pcarti_methods_heading(m, "References of the methods");
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
    pcarti_methods m = {.page = page};

    pcarti_page_section(page, "methods", "Methods");
    pcarti_buf_print(&m.file, "# Methods: %s\n\n", page->study->file->title);
    write_patients(&m);
    write_rules(&m);
    pcarti_methods_parts(&m);
    write_choices(&m);
    write_endpoints(&m);
    write_tests(&m);
    write_estimates(&m);
    write_references(&m);
    pcarti_page_fail(page, pcarti_buf_status(&m.file, page->err));
    pcarti_page_file(page, "methods.md", m.file.data, m.file.length);
    pcarti_buf_release(&m.file);
}
