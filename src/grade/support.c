/* support.c -- when transfusions and drugs were given, and the burden of them.
 * Layer: grade. */
#include "grade/support.h"

#include <limits.h>
#include <string.h>

#include "grade/grading.h"

static int
is_of(const pcart_support *support, unsigned kinds)
{
    return (kinds >> support->kind) & 1;
}

/* Rows are sorted by their first day, so that days behind `counted` are new. */
int
pcarti_support_days(const pcart_course *course, unsigned kinds, int first,
                    int last)
{
    int64_t counted = (int64_t)first - 1;
    int64_t n = 0;

    for (size_t i = 0; i < course->n_support; i++) {
        const pcart_support *row = &course->support[i];
        int64_t from = pcart_window_day(course, row->first);
        int64_t to = pcart_window_day(course, row->last);

        if (!is_of(row, kinds))
            continue;
        if (from <= counted)
            from = counted + 1;
        if (to > last)
            to = last;
        if (to < from)
            continue;
        n += to - from + 1;
        counted = to;
    }
    return n > INT_MAX ? INT_MAX : (int)n;
}

int
pcarti_support_last(const pcart_course *course, unsigned kinds, int upto)
{
    int found = INT_MIN;

    for (size_t i = 0; i < course->n_support; i++) {
        const pcart_support *row = &course->support[i];
        int last = pcart_window_day(course, row->last);

        if (!is_of(row, kinds) || pcart_window_day(course, row->first) > upto)
            continue;
        if (last > upto)
            last = upto;
        if (last > found)
            found = last;
    }
    return found;
}

const pcart_support *
pcarti_support_row(const pcart_course *course, unsigned kinds, int first,
                   int last)
{
    for (size_t i = 0; i < course->n_support; i++) {
        const pcart_support *row = &course->support[i];

        if (is_of(row, kinds) && pcart_window_day(course, row->first) <= last &&
            pcart_window_day(course, row->last) >= first)
            return row;
    }
    return NULL;
}

/* The row of the set that has the measure's label. */
static const pcart_definition_rule *
find_row(const pcart_rule_set *set, const char *label, int *row)
{
    for (size_t i = 0; i < set->n_rule; i++)
        if (strcmp(set->rule.definition[i].label, label) == 0) {
            *row = (int)i;
            return &set->rule.definition[i];
        }
    return NULL;
}

static void
add_rows(pcarti_grading *grading, const pcart_definition_rule *rule,
         pcart_window window)
{
    const pcart_course *course = grading->course;

    for (size_t i = 0; i < course->n_support && !grading->is_brief; i++) {
        const pcart_support *row = &course->support[i];
        int first = pcart_window_day(course, row->first);
        int last = pcart_window_day(course, row->last);
        pcart_evidence *used;

        if (!is_of(row, rule->supports) || first > window.last ||
            last < window.first)
            continue;
        used =
            pcarti_evidence_add(grading, PCART_EVIDENCE_USED, -1, first, last);
        if (used) {
            used->table = "supports";
            used->line = row->line;
            used->text = rule->words;
        }
    }
}

void
pcarti_support_burden(pcarti_grading *grading, pcart_result *result)
{
    int row = -1;
    const pcart_definition_rule *rule =
        find_row(result->set, grading->label, &row);
    pcart_window window;

    if (!rule || !grading->course->has_supports) {
        pcarti_result_none(result, "there is no table of supports");
        return;
    }
    window =
        pcarti_grading_cut(grading, PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE,
                           rule->first_day, rule->last_day);
    if (window.last < window.first) {
        pcarti_result_empty_window(grading, result, window);
        return;
    }
    if (window.ended)
        pcarti_evidence_note(grading,
                             pcarti_grading_text(grading, "until day %d: %s",
                                                 window.last, window.ended));
    add_rows(grading, rule, window);
    pcarti_result_value(result, PCART_FIXED((pcart_fixed)pcarti_support_days(
                                    grading->course, rule->supports,
                                    window.first, window.last)));
    result->row = row;
}
