/*
 * cytopenia.c -- whether an author's definition of prolonged cytopenia is met.
 * Layer: grade.
 *
 * Every condition is true, false or open: open when nothing was measured in
 * its window, when a value is only a limit, or when it is no count at all.
 */
#include <string.h>

#include "grade/grading.h"
#include "grade/support.h"

typedef enum truth { IS_FALSE, IS_OPEN, IS_TRUE } truth;

/* Without a table of supports nothing is known; with it, no row is none. */
static truth
test_supports(pcarti_grading *grading, const pcart_definition_rule *rule)
{
    const pcart_course *course = grading->course;
    pcart_window window =
        pcarti_grading_cut(grading, PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE,
                           rule->first_day, rule->last_day);
    const pcart_support *row =
        pcarti_support_row(course, rule->supports, window.first, window.last);
    pcart_evidence *given;

    if (window.last < window.first || !course->has_supports)
        return IS_OPEN;
    if (!row)
        return IS_FALSE;
    given = pcarti_evidence_add(grading, PCART_EVIDENCE_DECISIVE, -1,
                                pcart_window_day(course, row->first),
                                pcart_window_day(course, row->last));
    if (given) {
        given->table = "supports";
        given->line = row->line;
        given->text = rule->words;
    }
    return IS_TRUE;
}

static truth
test_row(pcarti_grading *grading, const pcart_definition_rule *rule)
{
    truth found = IS_OPEN;
    const pcart_series *series;
    const pcart_day_value *decisive = NULL;
    pcart_window window;
    int n = 0, n_open = 0;

    if (rule->analyte < 0)
        return rule->supports ? test_supports(grading, rule) : IS_OPEN;
    series = pcarti_grading_series(grading, (pcart_analyte)rule->analyte);
    window =
        pcarti_grading_cut(grading, PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE,
                           rule->first_day, rule->last_day);
    for (size_t i = pcart_series_from(series, window.first);
         i < series->n && series->day[i].day <= window.last; i++) {
        const pcart_day_value *day = &series->day[i];
        int is_met = pcart_op_holds(day->high, rule->op, rule->limit);

        if (day->origin == PCART_DAY_INFERRED && !is_met)
            continue;
        n++;
        if (is_met && (!decisive || day->high < decisive->high))
            decisive = day;
        n_open += !is_met && pcart_op_holds(day->low, rule->op, rule->limit);
    }
    if (decisive) {
        pcarti_evidence_day(grading, PCART_EVIDENCE_DECISIVE, rule->analyte,
                            decisive);
        found = IS_TRUE;
    } else if (n > 0 && n_open == 0) {
        found = IS_FALSE;
    }
    if (rule->reading && !grading->is_brief)
        pcarti_evidence_note(grading, rule->reading);
    return found;
}

/* Rows joined by "or" make a term; all terms of a label hold together. */
static truth
test_label(pcarti_grading *grading, const pcart_rule_set *set,
           const char *label, int *row)
{
    truth all = IS_TRUE, term = IS_TRUE;

    *row = -1;
    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_definition_rule *rule = &set->rule.definition[i];
        truth one;

        if (strcmp(rule->label, label) != 0)
            continue;
        one = test_row(grading, rule);
        if (*row < 0 || !rule->is_alternative) {
            all = term < all ? term : all;
            term = one;
        } else if (one > term) {
            term = one;
        }
        if (*row < 0)
            *row = (int)i;
    }
    return term < all ? term : all;
}

/* What one condition found decides nothing when the others do not hold. */
static void
step_back(pcarti_grading *grading)
{
    for (size_t i = 0; i < grading->n_evidence; i++)
        if (grading->evidence[i].kind == PCART_EVIDENCE_DECISIVE)
            grading->evidence[i].kind = PCART_EVIDENCE_USED;
}

void
pcarti_cytopenia(pcarti_grading *grading, pcart_result *result)
{
    int row;
    truth found = test_label(grading, result->set, grading->label, &row);

    if (found != IS_TRUE)
        step_back(grading);
    switch (found) {
    case IS_TRUE:
        pcarti_result_label(result, "met");
        result->row = row;
        break;
    case IS_FALSE:
        pcarti_result_label(result, "not met");
        result->row = row;
        break;
    case IS_OPEN:
        pcarti_result_none(result,
                           "a condition is not measured in its window, or is "
                           "not a count");
        break;
    }
}
