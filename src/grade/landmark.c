/* landmark.c -- the value nearest to a day: platelets at day 90.
 * Layer: grade. */
#include "grade/grading.h"

#include <stdlib.h>

/* The nearest day; of two as near the one with the lower count. */
static const pcart_day_value *
find_nearest(pcarti_grading *grading, const pcart_rule_set *set,
             pcart_window *window)
{
    const pcart_series *series =
        pcarti_grading_series(grading, (pcart_analyte)set->analyte);
    int target = pcart_rules_policy_days(set, PCART_POLICY_TARGET_DAY, 0);
    int slack = pcart_rules_policy_days(set, PCART_POLICY_TARGET_SLACK, 0);
    int is_without = pcarti_grading_choice(grading, PCART_OPT_PLT_TRANSFUSED) ==
                     PCART_TRANSFUSED_EXCLUDED;
    const pcart_day_value *best = NULL;

    *window =
        pcarti_grading_cut(grading, PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE,
                           target - slack, target + slack);
    for (size_t i = pcart_series_from(series, window->first);
         i < series->n && series->day[i].day <= window->last; i++) {
        const pcart_day_value *day = &series->day[i];
        int nearer =
            best ? abs(best->day - target) - abs(day->day - target) : 1;

        if (day->is_transfused && is_without)
            continue;
        if (nearer > 0 || (nearer == 0 && day->high < best->high))
            best = day;
    }
    return best;
}

static void
say_none(pcarti_grading *grading, pcart_result *result, pcart_window window)
{
    if (window.last < window.first)
        pcarti_result_empty_window(grading, result, window);
    else
        pcarti_result_none(
            result,
            pcarti_grading_text(grading, "no platelet count from day %d to %d",
                                window.first, window.last));
}

void
pcarti_plt_day_90(pcarti_grading *grading, pcart_result *result)
{
    pcart_window window;
    const pcart_day_value *day = find_nearest(grading, result->set, &window);

    if (!day) {
        say_none(grading, result, window);
        return;
    }
    pcarti_evidence_day(grading, PCART_EVIDENCE_DECISIVE, result->set->analyte,
                        day);
    pcarti_result_bounds(result, day->low,
                         day->high == PCART_SERIES_TOP ? PCART_FIXED_NONE
                                                       : day->high,
                         "the value is a limit, not a number");
}

void
pcarti_plt_day_90_class(pcarti_grading *grading, pcart_result *result)
{
    const pcart_definition_rule *rule = &result->set->rule.definition[0];
    const char *low, *high;
    pcart_window window;
    const pcart_day_value *day = find_nearest(grading, result->set, &window);

    if (!day) {
        say_none(grading, result, window);
        return;
    }
    pcarti_evidence_day(grading, PCART_EVIDENCE_DECISIVE, result->set->analyte,
                        day);
    low = pcart_op_holds(day->high, rule->op, rule->limit) ? "low" : "not low";
    high = pcart_op_holds(day->low, rule->op, rule->limit) ? "low" : "not low";
    if (low[0] == high[0]) {
        pcarti_result_label(result, low);
        result->row = low[0] == 'l' ? 0 : -1;
        return;
    }
    result->state = PCART_STATE_BOUNDS;
    result->low_label = low;
    result->high_label = high;
    result->reason = "the value is a limit, not a number";
}
