/*
 * recovery.c -- the day on which a count has recovered (CIBMTR).
 * Layer: grade.
 *
 * The first of several values in a row, on different days, that reach the
 * limit after the count was low (or, for platelets, was supported).  Values
 * soon after a platelet transfusion are not counted.
 */
#include "grade/grading.h"

#include <limits.h>

enum { NEVER_LOW = INT_MAX - 1, NOT_RECOVERED = INT_MAX };

/* Whether platelets were given after one day and up to another. */
static int
is_transfused_between(const pcart_course *course, int after, int upto)
{
    for (size_t i = 0; i < course->n_support; i++) {
        const pcart_support *support = &course->support[i];

        if (support->kind == PCART_SUPPORT_PLATELETS &&
            pcart_window_day(course, support->first) <= upto &&
            pcart_window_day(course, support->last) > after)
            return 1;
    }
    return 0;
}

/* The day of recovery, NEVER_LOW or NOT_RECOVERED. */
static int
find_day(const pcart_course *course, const pcart_series *series,
         const pcart_definition_rule *rule, pcart_window window,
         pcarti_reading reading)
{
    int is_started = 0, n_run = 0, first = 0, before = window.first - 1;

    for (size_t i = pcart_series_from(series, window.first);
         i < series->n && series->day[i].day <= window.last; i++) {
        const pcart_day_value *day = &series->day[i];
        int is_supported,
            is_reached = pcart_op_holds(pcarti_read_day(day, reading), rule->op,
                                        rule->limit);

        /* A WBC shows that the ANC is low, never that it has recovered. */
        if (day->origin == PCART_DAY_INFERRED &&
            pcart_op_holds(day->high, rule->op, rule->limit))
            continue;
        is_supported = rule->free_days > 0 &&
                       is_transfused_between(course, before, day->day);
        before = day->day;
        is_started |= is_supported || !is_reached;
        if (is_supported)
            n_run = 0; /* this value may begin a new run */
        if (!is_reached || (rule->free_days > 0 && day->is_transfused)) {
            n_run = 0;
            continue;
        }
        if (!is_started)
            continue;
        if (n_run++ == 0)
            first = day->day;
        if (n_run >= rule->count)
            return first;
    }
    return is_started ? NOT_RECOVERED : NEVER_LOW;
}

/* The last platelet transfusion before a day: it says why not earlier. */
static void
add_transfusion(pcarti_grading *grading, int day)
{
    const pcart_course *course = grading->course;
    const pcart_support *found = NULL;

    for (size_t i = 0; i < course->n_support; i++) {
        const pcart_support *support = &course->support[i];

        if (support->kind == PCART_SUPPORT_PLATELETS &&
            pcart_window_day(course, support->last) <= day &&
            (!found || support->last > found->last))
            found = support;
    }
    if (found)
        pcarti_evidence_note(
            grading,
            pcarti_grading_text(
                grading, "last platelet transfusion on day %d (supports:%lu)",
                pcart_window_day(course, found->last),
                (unsigned long)found->line));
}

static void
add_reasons(pcarti_grading *grading, const pcart_series *series,
            const pcart_definition_rule *rule, pcart_window window, int day)
{
    size_t from = pcart_series_from(series, day);

    for (int i = 0; i < rule->count && from + (size_t)i < series->n; i++)
        pcarti_evidence_day(grading, PCART_EVIDENCE_DECISIVE, series->analyte,
                            &series->day[from + (size_t)i]);
    if (rule->free_days > 0)
        add_transfusion(grading, day);
    pcarti_evidence_rows(grading, series, window, rule->limit - 1);
}

static const char *
in_words(pcarti_grading *grading, const pcart_definition_rule *rule,
         pcart_window window, int day)
{
    char limit[PCART_FIXED_SIZE];

    if (day == NEVER_LOW)
        return pcarti_grading_text(
            grading, "not applicable: never below %s/uL%s",
            pcart_fixed_write(rule->limit, limit),
            rule->free_days > 0 ? " and never transfused" : "");
    return pcarti_grading_text(grading, "not recovered by day %d%s%s",
                               window.last, window.ended ? ", " : "",
                               window.ended ? window.ended : "");
}

void
pcarti_recovery(pcarti_grading *grading, pcart_result *result)
{
    const pcart_rule_set *set = result->set;
    const pcart_definition_rule *rule = &set->rule.definition[0];
    const pcart_series *series =
        pcarti_grading_series(grading, (pcart_analyte)set->analyte);
    pcart_window window = pcarti_grading_cut(
        grading, PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE,
        pcart_rules_policy_days(set, PCART_POLICY_WINDOW_FIRST, 0),
        pcart_rules_policy_days(set, PCART_POLICY_WINDOW_LAST, 0));
    size_t from = pcart_series_from(series, window.first);
    int early, late;

    if (window.last < window.first) {
        pcarti_result_empty_window(grading, result, window);
        return;
    }
    if (from == series->n || series->day[from].day > window.last) {
        pcarti_result_none(result, "no value in the window");
        return;
    }
    early = find_day(grading->course, series, rule, window, PCARTI_FAVOURABLE);
    late = find_day(grading->course, series, rule, window, PCARTI_UNFAVOURABLE);
    if (early == late && early >= NEVER_LOW) {
        pcarti_evidence_rows(grading, series, window, rule->limit - 1);
        pcarti_result_none(result, in_words(grading, rule, window, early));
        return;
    }
    if (early >= NEVER_LOW || late >= NEVER_LOW) {
        pcarti_evidence_rows(grading, series, window, rule->limit - 1);
        pcarti_result_none(result, "undetermined: some values are limits, not "
                                   "numbers");
        return;
    }
    add_reasons(grading, series, rule, window, late);
    result->row = 0;
    pcarti_result_bounds(result, PCART_FIXED(early < late ? early : late),
                         PCART_FIXED(early < late ? late : early),
                         "some values are limits, not numbers");
}
