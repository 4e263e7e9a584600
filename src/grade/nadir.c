/*
 * nadir.c -- grades by the lowest value, confirmed by another: late ICAHT.
 * Layer: grade.
 *
 * Measured days only; nothing is interpolated.  Two definitions, after option
 * icaht_late_rule: the lowest value counts when another one is low at all, or
 * when another one is as low as the grade itself asks.
 */
#include "grade/grading.h"

#include <limits.h>

/* The days that a rule sees, in order. */
typedef struct view {
    const pcart_rule_set *set;
    const pcart_day_value *day;
    size_t n;
    pcart_fixed infer_at_most;
    pcart_fixed confirm_at_most;
    int pair_days; /* a value and its confirmation lie within these days */
} view;

typedef struct verdict {
    int grade, row;
    size_t at, confirmed_by; /* indices; n where there is none */
    size_t n_value;
} verdict;

static int
is_seen(const view *seen, size_t i)
{
    return seen->day[i].origin == PCART_DAY_MEASURED ||
           (seen->infer_at_most != PCART_FIXED_NONE &&
            seen->day[i].high <= seen->infer_at_most);
}

static int
row_of(const pcart_rule_set *set, pcart_fixed value)
{
    int best = -1;

    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_nadir_rule *rule = &set->rule.nadir[i];

        if (pcart_op_holds(value, rule->op, rule->limit) &&
            (best < 0 || rule->grade > set->rule.nadir[best].grade))
            best = (int)i;
    }
    return best;
}

static int
grade_of(const pcart_rule_set *set, int row)
{
    return row < 0 ? 0 : set->rule.nadir[row].grade;
}

static int
is_within(const view *seen, size_t a, size_t b)
{
    return (int64_t)seen->day[b].day - seen->day[a].day <= seen->pair_days;
}

static void
take_better(verdict *best, const view *seen, size_t at, size_t other,
            pcarti_reading reading)
{
    int row = row_of(seen->set, pcarti_read_day(&seen->day[at], reading));

    if (row < 0 || grade_of(seen->set, row) <= best->grade)
        return;
    best->grade = grade_of(seen->set, row);
    best->row = row;
    best->at = at;
    best->confirmed_by = other;
}

/*
 * Every value that has another one at or below the confirmation limit near it
 * counts; the neighbours to look at are the nearest such ones on both sides.
 */
static verdict
judge_confirmed(const view *seen, pcarti_reading reading)
{
    verdict best = {.row = -1, .at = seen->n, .confirmed_by = seen->n};
    size_t low_before = seen->n;

    for (size_t i = 0; i < seen->n; i++) {
        if (!is_seen(seen, i))
            continue;
        best.n_value++;
        if (low_before < seen->n && is_within(seen, low_before, i))
            take_better(&best, seen, i, low_before, reading);
        if (pcarti_read_day(&seen->day[i], reading) > seen->confirm_at_most)
            continue;
        /* It confirms the low value before it too. */
        if (low_before < seen->n && is_within(seen, low_before, i))
            take_better(&best, seen, low_before, i, reading);
        low_before = i;
    }
    return best;
}

/* Two values at or below the threshold of one row, near each other. */
static verdict
judge_two(const view *seen, pcarti_reading reading)
{
    verdict best = {.row = -1, .at = seen->n, .confirmed_by = seen->n};

    for (size_t r = 0; r < seen->set->n_rule; r++) {
        const pcart_nadir_rule *rule = &seen->set->rule.nadir[r];
        size_t before = seen->n;

        best.n_value = 0;
        for (size_t i = 0; i < seen->n; i++) {
            if (!is_seen(seen, i))
                continue;
            best.n_value++;
            if (!pcart_op_holds(pcarti_read_day(&seen->day[i], reading),
                                rule->op, rule->limit))
                continue;
            if (before < seen->n && is_within(seen, before, i) &&
                rule->grade > best.grade) {
                best.grade = rule->grade;
                best.row = (int)r;
                best.at = before;
                best.confirmed_by = i;
            }
            before = i;
        }
    }
    return best;
}

static verdict
judge_single(const view *seen, pcarti_reading reading)
{
    verdict best = {.row = -1, .at = seen->n, .confirmed_by = seen->n};

    for (size_t i = 0; i < seen->n; i++)
        if (is_seen(seen, i))
            take_better(&best, seen, i, seen->n, reading);
    best.n_value = 1;
    return best;
}

static size_t
count_seen(const view *seen)
{
    size_t n = 0;

    for (size_t i = 0; i < seen->n; i++)
        n += (size_t)is_seen(seen, i);
    return n;
}

/* Days within which two values must lie; extended windows ask for it. */
static int
pair_days(const pcarti_grading *grading, const pcart_rule_set *set)
{
    switch (pcarti_grading_choice(grading, PCART_OPT_ICAHT_LATE_PAIR)) {
    case PCART_LATE_PAIR_AUTO:
        if (pcarti_grading_choice(grading, PCART_OPT_ICAHT_LATE_END) !=
            PCART_LATE_END_100)
            return pcart_rules_policy_days(set, PCART_POLICY_PAIR_GAP, INT_MAX);
        return INT_MAX;
    case PCART_LATE_PAIR_NONE:
        return INT_MAX;
    default:
        return pcarti_grading_choose(grading, PCART_OPT_ICAHT_LATE_PAIR)->value;
    }
}

static void
open_view(pcarti_grading *grading, const pcart_rule_set *set,
          pcart_window window, view *seen)
{
    const pcart_series *series = pcarti_grading_series(grading, PCART_ANC);
    size_t from = pcart_series_from(series, window.first), to = from;

    while (to < series->n && series->day[to].day <= window.last)
        to++;
    *seen = (view){.set = set,
                   .day = series->n ? series->day + from : NULL,
                   .n = to - from,
                   .infer_at_most = PCART_FIXED_NONE,
                   .pair_days = pair_days(grading, set)};
    for (size_t i = 0; i < set->n_rule; i++) {
        pcart_fixed at_most =
            pcarti_at_most(set->rule.nadir[i].op, set->rule.nadir[i].limit);

        if (at_most > seen->infer_at_most)
            seen->infer_at_most = at_most;
    }
    seen->confirm_at_most = pcart_rules_policy(set, PCART_POLICY_CONFIRM_LIMIT);
}

/* The lowest value, for a reader who wonders why the grade is 0. */
static void
add_lowest(pcarti_grading *grading, const view *seen)
{
    size_t lowest = seen->n;

    for (size_t i = 0; i < seen->n; i++)
        if (is_seen(seen, i) &&
            (lowest == seen->n || seen->day[i].high < seen->day[lowest].high))
            lowest = i;
    if (lowest < seen->n)
        pcarti_evidence_day(grading, PCART_EVIDENCE_DECISIVE, PCART_ANC,
                            &seen->day[lowest]);
}

static void
add_reasons(pcarti_grading *grading, const view *seen, pcart_window window,
            const verdict *decided)
{
    if (decided->at == seen->n)
        add_lowest(grading, seen);
    else
        pcarti_evidence_day(grading, PCART_EVIDENCE_DECISIVE, PCART_ANC,
                            &seen->day[decided->at]);
    if (decided->confirmed_by < seen->n)
        pcarti_evidence_day(grading, PCART_EVIDENCE_DECISIVE, PCART_ANC,
                            &seen->day[decided->confirmed_by]);
    pcarti_evidence_rows(grading, pcarti_grading_series(grading, PCART_ANC),
                         window, seen->infer_at_most);
    if (window.ended)
        pcarti_evidence_note(
            grading, pcarti_grading_text(grading, "window ended by %s, day %d",
                                         window.ended, window.last));
}

void
pcarti_icaht_late(pcarti_grading *grading, pcart_result *result)
{
    const pcart_rule_set *set = result->set;
    int end = pcarti_grading_choose(grading, PCART_OPT_ICAHT_LATE_END)->value;
    int is_two = pcarti_grading_choice(grading, PCART_OPT_ICAHT_LATE_RULE) ==
                 PCART_LATE_TWO_VALUES_AT_GRADE;
    pcart_window window = pcarti_grading_cut(
        grading,
        PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE | PCART_END_PROGRESSION |
            PCART_END_NEXT_THERAPY,
        pcart_rules_policy_days(set, PCART_POLICY_WINDOW_FIRST, 0), end);
    verdict low, high;
    size_t n_value;
    view seen;

    if (window.last < window.first) {
        pcarti_result_empty_window(grading, result, window);
        return;
    }
    open_view(grading, set, window, &seen);
    n_value = count_seen(&seen);
    if (n_value == 0) {
        pcarti_result_none(result, "no ANC in the window");
        return;
    }
    if (n_value == 1) {
        low = judge_single(&seen, PCARTI_FAVOURABLE);
        high = judge_single(&seen, PCARTI_UNFAVOURABLE);
        if (is_two)
            low.grade = 0; /* a single value is not confirmed */
    } else if (is_two) {
        low = judge_two(&seen, PCARTI_FAVOURABLE);
        high = judge_two(&seen, PCARTI_UNFAVOURABLE);
    } else {
        low = judge_confirmed(&seen, PCARTI_FAVOURABLE);
        high = judge_confirmed(&seen, PCARTI_UNFAVOURABLE);
    }
    add_reasons(grading, &seen, window, &high);
    result->row = high.row;
    pcarti_result_bounds(
        result, PCART_FIXED(low.grade), PCART_FIXED(high.grade),
        n_value == 1 && is_two ? "one value only, and this profile asks for two"
                               : "some values are limits, not numbers");
}
