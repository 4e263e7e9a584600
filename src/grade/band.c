/* band.c -- a value against limits gives a grade: CTCAE.  Layer: grade. */
#include "grade/band.h"

#include "grade/grading.h"

pcarti_band
pcarti_band_of(const pcart_rule_set *set, pcart_fixed value)
{
    pcarti_band band = {.row = -1};

    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_band_rule *rule = &set->rule.band[i];

        if (rule->clinical && rule->limit == PCART_FIXED_NONE)
            continue; /* not from the count alone */
        if (rule->limit == PCART_FIXED_NONE) {
            if (rule->grade > band.open_grade)
                band.open_grade = rule->grade;
        } else if (rule->grade > band.grade &&
                   pcart_op_holds(value, rule->op, rule->limit)) {
            band.grade = rule->grade;
            band.row = (int)i;
        }
    }
    if (band.open_grade < band.grade)
        band.open_grade = band.grade;
    return band;
}

/* Above this a WBC settles nothing about the ANC. */
static pcart_fixed
highest_limit(const pcart_rule_set *set)
{
    pcart_fixed top = PCART_FIXED_NONE;

    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_band_rule *rule = &set->rule.band[i];

        if (rule->limit != PCART_FIXED_NONE &&
            pcarti_at_most(rule->op, rule->limit) > top)
            top = pcarti_at_most(rule->op, rule->limit);
    }
    return top;
}

/* The worst day, and the least that the days can be in the best case. */
typedef struct worst {
    const pcart_day_value *day;
    pcart_fixed low, high; /* the lowest possible and lowest certain value */
    size_t n;
} worst;

static worst
find_worst(const pcart_series *series, pcart_window window,
           pcart_fixed infer_at_most, int is_without_transfused)
{
    worst found = {NULL, PCART_SERIES_TOP, PCART_SERIES_TOP, 0};

    for (size_t i = pcart_series_from(series, window.first);
         i < series->n && series->day[i].day <= window.last; i++) {
        const pcart_day_value *day = &series->day[i];

        if ((day->origin == PCART_DAY_INFERRED && day->high > infer_at_most) ||
            (day->is_transfused && is_without_transfused))
            continue;
        found.n++;
        if (!found.day || day->high < found.high)
            found.day = day;
        if (day->high < found.high)
            found.high = day->high;
        if (day->low < found.low)
            found.low = day->low;
    }
    return found;
}

void
pcarti_ctcae(pcarti_grading *grading, pcart_result *result)
{
    const pcart_rule_set *set = result->set;
    const pcart_series *series =
        pcarti_grading_series(grading, (pcart_analyte)set->analyte);
    pcart_fixed top = highest_limit(set);
    pcart_window window = pcarti_grading_cut(
        grading, PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE,
        pcart_rules_policy_days(set, PCART_POLICY_WINDOW_FIRST, 0),
        pcart_rules_policy_days(set, PCART_POLICY_WINDOW_LAST, 0));
    worst found;
    pcarti_band low, high;

    if (window.last < window.first) {
        pcarti_result_empty_window(grading, result, window);
        return;
    }
    found =
        find_worst(series, window, top,
                   pcarti_grading_choice(grading, PCART_OPT_PLT_TRANSFUSED) ==
                       PCART_TRANSFUSED_EXCLUDED);
    if (found.n == 0) {
        pcarti_result_none(result, "no value in the window");
        return;
    }
    low = pcarti_band_of(set, found.high);
    high = pcarti_band_of(set, found.low);
    pcarti_evidence_day(grading, PCART_EVIDENCE_DECISIVE, set->analyte,
                        found.day);
    pcarti_evidence_rows(grading, series, window, top);
    for (size_t i = 0; i < set->n_rule; i++)
        if (set->rule.band[i].clinical && set->rule.band[i].grade > high.grade)
            pcarti_evidence_note(
                grading,
                pcarti_grading_text(grading, "grade %d is clinical: %s",
                                    set->rule.band[i].grade,
                                    set->rule.band[i].clinical));
    result->row = high.row;
    pcarti_result_bounds(
        result, PCART_FIXED(low.grade), PCART_FIXED(high.open_grade),
        low.grade == high.grade ? "the lower limit of normal is not known"
                                : "the lowest values are limits, not numbers");
}
