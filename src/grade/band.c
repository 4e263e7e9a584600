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
    const pcart_day_value *below; /* lowest day below its limit of normal */
    int is_normal;                /* no day is below it, and all are known */
    size_t n;
} worst;

static worst
find_worst(const pcart_series *series, pcart_window window,
           pcart_fixed infer_at_most, int is_without_transfused)
{
    worst found = {
        .low = PCART_SERIES_TOP, .high = PCART_SERIES_TOP, .is_normal = 1};

    for (size_t i = pcart_series_from(series, window.first);
         i < series->n && series->day[i].day <= window.last; i++) {
        const pcart_day_value *day = &series->day[i];

        if ((day->origin == PCART_DAY_INFERRED && day->high > infer_at_most) ||
            (day->is_transfused && is_without_transfused))
            continue;
        found.n++;
        found.is_normal &= day->normal == PCART_NORMAL_NOT_BELOW;
        if (day->normal == PCART_NORMAL_BELOW &&
            (!found.below || day->high < found.below->high))
            found.below = day;
        if (!found.day || day->high < found.high)
            found.day = day;
        if (day->high < found.high)
            found.high = day->high;
        if (day->low < found.low)
            found.low = day->low;
    }
    return found;
}

/* The row of the lower limit of normal; -1 where the set has none. */
static int
normal_row(const pcart_rule_set *set)
{
    for (size_t i = 0; i < set->n_rule; i++)
        if (set->rule.band[i].limit == PCART_FIXED_NONE &&
            !set->rule.band[i].clinical)
            return (int)i;
    return -1;
}

/* What the laboratory's own limit says where no other one decides. */
static void
settle_normal(const pcart_rule_set *set, const worst *found, pcarti_band *low,
              pcarti_band *high)
{
    int row = normal_row(set);

    if (row >= 0 && found->below && set->rule.band[row].grade > low->grade) {
        low->grade = set->rule.band[row].grade;
        low->row = row;
        if (high->grade < low->grade)
            *high = *low;
        if (high->open_grade < low->grade)
            high->open_grade = low->grade;
    }
    if (found->is_normal)
        high->open_grade = high->grade;
}

/* The limit of that day: of a value below its own one, if there is any. */
static void
name_limit(pcarti_grading *grading, const pcart_rule_set *set,
           const pcart_day_value *day)
{
    const pcart_course *course = grading->course;
    pcart_fixed found = PCART_FIXED_NONE;
    char limit[PCART_FIXED_SIZE];
    size_t n;
    const pcart_lab *lab =
        pcart_course_labs(course, (pcart_analyte)set->analyte, &n);

    for (size_t i = 0; course->limit && i < n; i++) {
        pcart_fixed own = course->limit[lab[i].limit];

        if (lab[i].limit && lab[i].date - course->day0 == day->day &&
            (found == PCART_FIXED_NONE || lab[i].value < own))
            found = own;
    }
    if (found != PCART_FIXED_NONE)
        pcarti_evidence_note(
            grading,
            pcarti_grading_text(
                grading,
                "the laboratory's lower limit of normal is %s %s on day %d",
                pcart_fixed_write(found, limit), set->unit, day->day));
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
    settle_normal(set, &found, &low, &high);
    /* Laboratories differ: the lowest value need not be one below its limit. */
    if (found.below && low.row == normal_row(set))
        found.day = found.below;
    pcarti_evidence_day(grading, PCART_EVIDENCE_DECISIVE, set->analyte,
                        found.day);
    if (low.grade <= 1 && normal_row(set) >= 0)
        name_limit(grading, set, found.day);
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
