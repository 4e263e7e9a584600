/* case.c -- a clinical case of one line.  Layer: study. */
#include "postcart/case.h"

#include <string.h>

#include "core/buf.h"
#include "postcart/grade.h"
#include "postcart/worklist.h"
#include "study/case_facts.h"
#include "study/case_number.h"

enum { N_CELL = 6 };

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* "profile=liang-2024 icaht_gap=0 at=104": `day` is set by "at". */
static pcart_status
read_options(char *text, pcart_profile *profile, int *day, pcart_err *err)
{
    char *part;

    *profile = (pcart_profile){0};
    while ((part = pcarti_case_part(&text, ' '))) {
        char *equals = strchr(part, '=');
        int last;
        pcart_status status = PCART_OK;

        if (*part == '\0')
            continue;
        if (!equals)
            return pcart_err_set(err, PCART_E_SYNTAX,
                                 "an option without '=': '%.40s'", part);
        *equals++ = '\0';
        if (strcmp(part, "at") == 0 && pcarti_case_days(equals, day, &last))
            continue;
        if (strcmp(part, "profile") == 0)
            status = pcart_profile_apply(profile, equals, err);
        else
            status = pcart_profile_set(profile, part, equals, err);
        if (status)
            return status;
    }
    return PCART_OK;
}

static void
put_end(pcarti_buf *out, const char *label, pcart_fixed value)
{
    if (label)
        pcarti_buf_text(out, label);
    else
        pcarti_buf_fixed(out, value);
}

/* The result as the case files write it. */
static void
put_result(const pcart_result *result, pcarti_buf *out)
{
    if (result->state == PCART_STATE_NOT_EVALUABLE) {
        pcarti_buf_print(out, "not evaluable: %s", result->reason);
    } else if (result->state == PCART_STATE_VALUE) {
        put_end(out, result->label, result->value);
    } else {
        put_end(out, result->low_label, result->low);
        pcarti_buf_text(out, "..");
        put_end(out, result->high_label, result->high);
    }
}

static pcart_status
ask_grade(const char *name, const pcart_profile *profile, char *facts,
          pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    size_t n_measure, n = 0;
    const pcart_measure *measure = pcart_measure_list(&n_measure);
    unsigned char wanted[PCART_MEASURE_MAX] = {0};
    const pcart_result *result;
    pcarti_facts given;
    int is_known = 0;
    pcart_status status;

    for (size_t i = 0; i < n_measure; i++)
        if (strcmp(measure[i].name, name) == 0)
            wanted[i] = (unsigned char)(is_known = 1);
    if (!is_known)
        return pcart_err_set(err, PCART_E_SYNTAX, "unknown measure '%.60s'",
                             name);
    status = pcarti_facts_read(facts, arena, &given, err);
    if (!status)
        status = pcart_grade_course(&given.course, profile, wanted, arena,
                                    &result, &n, err);
    if (!status && n == 1)
        put_result(result, out);
    return status;
}

static void
put_day(const char *word, pcart_date date, pcarti_buf *out)
{
    if (date != PCART_DATE_NONE)
        pcarti_buf_print(out, " %s %ld", word,
                         (long)date - PCARTI_CASE_DAY_ZERO);
}

/* "open since 90 due 118 missing marrow", "not met", "not asked". */
static void
put_entry(const pcart_worklist *list, const pcart_worklist_rule *rule,
          pcarti_buf *out)
{
    const pcart_worklist_entry *entry = NULL;
    int n = 0;

    for (size_t i = 0; i < list->n_entry; i++)
        if (list->entry[i].rule == rule)
            entry = &list->entry[i];
    if (!entry) {
        pcarti_buf_text(out, list->count[rule->id].n_asked ? "not met"
                                                           : "not asked");
        return;
    }
    if (entry->state == PCART_ENTRY_NOT_EVALUABLE) {
        pcarti_buf_print(out, "not evaluable: %s", entry->why);
        return;
    }
    pcarti_buf_text(out, pcart_entry_state_name(entry->state));
    put_day("since", entry->since, out);
    put_day("due", entry->due, out);
    for (unsigned flag = PCART_ASK_MARROW; flag <= PCART_ASK_COUNT; flag <<= 1)
        if (entry->missing & flag)
            pcarti_buf_print(out, "%s%s", n++ ? ", " : " missing ",
                             pcart_ask_name(flag));
}

static pcart_status
ask_worklist(const pcart_worklist_rule *rule, const pcart_profile *profile,
             int day, char *facts, pcart_arena *arena, pcarti_buf *out,
             pcart_err *err)
{
    pcarti_facts given;
    pcart_cohort cohort = {.patient = &given.patient, .n_patient = 1};
    const pcart_worklist_options options = {
        .at = PCARTI_CASE_DAY_ZERO + day, .has_at = 1, .profile = profile};
    pcart_worklist list;
    pcart_status status = pcarti_facts_read(facts, arena, &given, err);

    if (!status)
        status = pcart_worklist_make(&cohort, &options, arena, &list, err);
    if (!status)
        put_entry(&list, rule, out);
    return status;
}

/* A reason may be given in part: "not evaluable: missing". */
static int
is_expected(const char *expected, const char *found)
{
    static const char words[] = "not evaluable";
    size_t length = sizeof words - 1;

    if (strncmp(expected, words, length) != 0)
        return strcmp(expected, found) == 0;
    if (strncmp(found, words, length) != 0)
        return 0;
    return !expected[length] || strstr(found, expected + length + 2) != NULL;
}

static pcart_status
ask(char *const cell[N_CELL], pcart_arena *arena, pcarti_buf *out,
    pcart_err *err)
{
    const char *measure = pcarti_case_trim(cell[1]);
    const pcart_worklist_rule *rule = pcart_worklist_rule_find(measure);
    pcart_profile profile;
    int day = 0;
    pcart_status status = read_options(cell[2], &profile, &day, err);

    if (status)
        return status;
    if (rule)
        return ask_worklist(rule, &profile, day, cell[3], arena, out, err);
    if (pcarti_case_is_number(measure))
        return pcarti_case_number(measure, cell[3], cell[4], arena, out, err);
    return ask_grade(measure, &profile, cell[3], arena, out, err);
}

pcart_status
pcart_case_run(const char *line, pcart_arena *arena, pcart_case *out,
               pcart_err *err)
{
    char *at = pcart_arena_text(arena, line, strlen(line));
    char *cell[N_CELL] = {0};
    pcarti_buf found = {0};
    const char *text = NULL;
    pcart_status status;

    if (!at)
        return no_memory(err);
    for (int i = 0; i < N_CELL; i++) {
        cell[i] = pcarti_case_part(&at, '\t');
        if (!cell[i])
            return pcart_err_set(err, PCART_E_SYNTAX, "six columns are needed");
    }
    cell[4] = pcarti_case_trim(cell[4]);
    status = ask(cell, arena, &found, err);
    if (!status)
        status = pcarti_buf_status(&found, err);
    if (!status)
        text =
            pcart_arena_text(arena, found.data ? found.data : "", found.length);
    pcarti_buf_release(&found);
    if (status)
        return status;
    if (!text)
        return no_memory(err);
    *out = (pcart_case){.name = cell[0],
                        .measure = pcarti_case_trim(cell[1]),
                        .expected = cell[4],
                        .source = cell[5],
                        .found = text,
                        .is_equal = is_expected(cell[4], text)};
    return PCART_OK;
}
