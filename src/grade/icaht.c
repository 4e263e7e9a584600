/*
 * icaht.c -- early ICAHT and early and late T-ICAHT: which table, window and
 * method a profile asks for.  Layer: grade.
 *
 * Late ICAHT asks for the lowest values, not for days: see nadir.c.
 */
#include "grade/depth.h"

#include <limits.h>

static int
policy(const pcart_rule_set *set, pcart_policy_id id, int otherwise)
{
    return pcart_rules_policy_days(set, id, otherwise);
}

/* What every depth set says of itself. */
static void
read_set(pcarti_grading *grading, const pcart_rule_set *set, unsigned ends,
         pcarti_depth_method *method)
{
    int first = policy(set, PCART_POLICY_WINDOW_FIRST, 0);
    int last = policy(set, PCART_POLICY_WINDOW_LAST, first);
    int evaluate = policy(set, PCART_POLICY_EVALUATE_LAST, last);
    pcart_fixed step = pcart_rules_policy(set, PCART_POLICY_ROUND_STEP);

    *method = (pcarti_depth_method){.set = set};
    method->window = pcarti_grading_cut(grading, ends, first, last);
    method->evaluate_last =
        pcarti_grading_cut(grading, ends, first, evaluate).last;
    method->bridge_days = policy(set, PCART_POLICY_BRIDGE_DAYS, 0);
    method->min_values = policy(set, PCART_POLICY_MIN_VALUES, 1);
    method->min_at_limit = policy(set, PCART_POLICY_MIN_AT_LIMIT, 0);
    method->open_start_last =
        policy(set, PCART_POLICY_OPEN_START_LAST, INT_MIN);
    method->open_grade = policy(set, PCART_POLICY_OPEN_GRADE, -1);
    method->fill.method = PCART_FILL_LINEAR;
    method->fill.days = policy(set, PCART_POLICY_FILL_DAYS, 0);
    method->fill.step = step == PCART_FIXED_NONE ? 0 : step;
    method->fill.infer_at_most = PCART_FIXED_NONE;
}

/* The mildest and the most severe threshold of a set, by the profile. */
static void
thresholds(const pcarti_depth_method *method, pcart_fixed *mild,
           pcart_fixed *severe)
{
    *mild = *severe = PCART_FIXED_NONE;
    for (size_t i = 0; i < method->set->n_rule; i++) {
        const pcart_depth_rule *rule = &method->set->rule.depth[i];
        pcart_fixed at_most = pcarti_at_most(
            method->is_less_than ? PCART_LT : rule->op, rule->limit);

        if (*mild == PCART_FIXED_NONE || at_most > *mild)
            *mild = at_most;
        if (*severe == PCART_FIXED_NONE || at_most < *severe)
            *severe = at_most;
    }
}

static unsigned
early_ends(const pcarti_grading *grading)
{
    unsigned ends = PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE;

    switch (pcarti_grading_choice(grading, PCART_OPT_ICAHT_EARLY_CENSOR)) {
    case PCART_CENSOR_PROGRESSION_OR_NEXT_THERAPY:
        ends |= PCART_END_NEXT_THERAPY | PCART_END_PROGRESSION;
        break;
    case PCART_CENSOR_PROGRESSION:
        ends |= PCART_END_PROGRESSION;
        break;
    default:
        break;
    }
    return ends;
}

static void
early_method(pcarti_grading *grading, const pcart_rule_set *set,
             pcarti_depth_method *method)
{
    int gap = pcarti_grading_choice(grading, PCART_OPT_ICAHT_GAP);
    pcart_fixed severe;

    read_set(grading, set, early_ends(grading), method);
    method->duration = pcarti_grading_choice(grading, PCART_OPT_ICAHT_DURATION);
    method->is_less_than =
        pcarti_grading_choice(grading, PCART_OPT_ICAHT_COMPARISON) ==
        PCART_COMPARISON_LT;
    method->fill.is_round_all =
        pcarti_grading_choice(grading, PCART_OPT_ICAHT_ROUNDING) ==
        PCART_ROUNDING_ALL;
    if (gap == PCART_GAP_BRIDGE) {
        method->fill.method = PCART_FILL_NONE;
        method->is_bridging_draws = 1;
        method->bridge_days =
            pcarti_grading_choose(grading, PCART_OPT_ICAHT_GAP)->value - 1;
    } else if (gap != PCART_GAP_7) {
        method->fill.days =
            pcarti_grading_choose(grading, PCART_OPT_ICAHT_GAP)->value;
    }
    thresholds(method, &method->fill.infer_at_most, &severe);
}

void
pcarti_icaht_early(pcarti_grading *grading, pcart_result *result)
{
    pcarti_depth_method method;

    early_method(grading, result->set, &method);
    pcarti_depth_grade(grading, pcarti_grading_series(grading, PCART_ANC),
                       &method, result);
}

/* Days below one threshold of the early table, as a number. */
static void
count_days(pcarti_grading *grading, pcart_result *result, int is_severe,
           int duration)
{
    pcart_day_value day[PCARTI_MAX_DAYS];
    const pcart_series *series = pcarti_grading_series(grading, PCART_ANC);
    pcarti_depth_method method;
    pcarti_depth_tally low, high;
    pcart_fixed mild, severe, at_most;
    size_t n_measured;
    int n, days[2];

    early_method(grading, result->set, &method);
    if (method.window.last < method.window.first) {
        pcarti_result_empty_window(grading, result, method.window);
        return;
    }
    thresholds(&method, &mild, &severe);
    at_most = is_severe ? severe : mild;
    n = pcarti_depth_series(series, &method, day, &n_measured);
    if (n_measured == 0) {
        pcarti_result_none(result, "no ANC in the window");
        return;
    }
    low = pcarti_depth_count(&method, day, n, at_most, PCARTI_FAVOURABLE);
    high = pcarti_depth_count(&method, day, n, at_most, PCARTI_UNFAVOURABLE);
    days[0] = low.longest;
    days[1] = high.longest;
    if (duration == PCART_DURATION_CUMULATIVE_JOINED) {
        days[0] = low.joined;
        days[1] = high.joined;
    } else if (duration == PCART_DURATION_CUMULATIVE_STRICT) {
        days[0] = low.strict;
        days[1] = high.strict;
    }
    method.duration = duration;
    pcarti_depth_episodes(grading, &method, day, n, at_most);
    pcarti_evidence_series(grading, PCART_ANC, day, n);
    pcarti_result_bounds(result, PCART_FIXED(days[0]), PCART_FIXED(days[1]),
                         "some values are limits, not numbers");
}

void
pcarti_days_anc_le_500(pcarti_grading *grading, pcart_result *result)
{
    count_days(grading, result, 0, PCART_DURATION_LONGEST_JOINED);
}

void
pcarti_days_anc_le_100(pcarti_grading *grading, pcart_result *result)
{
    count_days(grading, result, 1, PCART_DURATION_LONGEST_JOINED);
}

/* Cumulative days are of joined episodes unless the profile asks for the days
 * that are low themselves. */
void
pcarti_days_anc_le_500_cumulative(pcarti_grading *grading, pcart_result *result)
{
    int is_strict = pcarti_grading_choice(grading, PCART_OPT_ICAHT_DURATION) ==
                    PCART_DURATION_CUMULATIVE_STRICT;

    count_days(grading, result, 0,
               is_strict ? PCART_DURATION_CUMULATIVE_STRICT
                         : PCART_DURATION_CUMULATIVE_JOINED);
}

/*
 * The table counts all days of joined episodes; the published code takes the
 * longest streak, fills every missing day with the mean of its neighbours, and
 * carries the ends in the early window only.
 */
static void
grade_platelets(pcarti_grading *grading, pcart_result *result, int is_early)
{
    const unsigned ends = PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE |
                          PCART_END_PROGRESSION | PCART_END_NEXT_THERAPY;
    int is_code = pcarti_grading_choice(grading, PCART_OPT_TICAHT_PROFILE) ==
                  PCART_TICAHT_CODE;
    pcarti_depth_method method;

    read_set(grading, result->set, ends, &method);
    method.duration = is_code ? PCART_DURATION_LONGEST_JOINED
                              : PCART_DURATION_CUMULATIVE_JOINED;
    method.fill.method = is_code ? PCART_FILL_MEAN : PCART_FILL_LINEAR;
    method.fill.is_open = !is_early;
    method.fill.is_without_transfused =
        pcarti_grading_choice(grading, PCART_OPT_PLT_TRANSFUSED) ==
        PCART_TRANSFUSED_EXCLUDED;
    pcarti_depth_grade(grading, pcarti_grading_series(grading, PCART_PLATELETS),
                       &method, result);
}

void
pcarti_ticaht_early(pcarti_grading *grading, pcart_result *result)
{
    grade_platelets(grading, result, 1);
}

void
pcarti_ticaht_late(pcarti_grading *grading, pcart_result *result)
{
    grade_platelets(grading, result, 0);
}
