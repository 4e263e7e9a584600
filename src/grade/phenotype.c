/*
 * phenotype.c -- the shape of neutrophil recovery: aplastic, intermittent,
 * quick.  Layer: grade.
 *
 * The source leaves much open.  Here: the first fall is the first day below
 * the limit of `quick`; a count has recovered for `quick` when it is back at
 * that limit, and for `intermittent` when it passes the limit of that row; and
 * nobody is called quick or unclassified without an ANC from the time on when
 * a second dip would count.
 */
#include <limits.h>
#include <string.h>

#include "grade/grading.h"

/* The rows of the set by what they say. */
typedef struct rows {
    const pcart_definition_rule *aplastic, *recovered, *second_dip, *quick;
    int is_le; /* at or below instead of below */
} rows;

static rows
find_rows(const pcarti_grading *grading, const pcart_rule_set *set)
{
    rows found = {0};

    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_definition_rule *rule = &set->rule.definition[i];

        if (rule->analyte < 0)
            continue;
        if (!strcmp(rule->label, "aplastic"))
            found.aplastic = rule;
        else if (!strcmp(rule->label, "quick"))
            found.quick = rule;
        else if (!strcmp(rule->label, "intermittent") &&
                 (rule->op == PCART_GT || rule->op == PCART_GE))
            found.recovered = rule;
        else if (!strcmp(rule->label, "intermittent"))
            found.second_dip = rule;
    }
    found.is_le =
        pcarti_grading_choice(grading, PCART_OPT_PHENOTYPE_COMPARISON) ==
        PCART_PHENOTYPE_LE;
    return found;
}

static int
is_below(const rows *row, pcart_fixed value, pcart_fixed limit)
{
    return row->is_le ? value <= limit : value < limit;
}

static int
longest_run(const rows *row, const pcart_day_value *day, int n,
            pcarti_reading reading)
{
    int run = 0, best = 0;

    for (int i = 0; i < n; i++) {
        int is_in = day[i].origin != PCART_DAY_MISSING &&
                    is_below(row, pcarti_read_day(&day[i], reading),
                             row->aplastic->limit);

        run = is_in ? run + 1 : 0;
        if (run > best)
            best = run;
    }
    return best;
}

/* The label, or NULL when the count has not come back. */
static const char *
shape_of(const rows *row, const pcart_day_value *day, int n,
         pcarti_reading reading)
{
    int has_fallen = 0, is_over = 0, is_back = 0, is_dipped = 0;

    if (longest_run(row, day, n, reading) >= row->aplastic->days)
        return row->aplastic->label;
    for (int i = 0; i < n; i++) {
        pcart_fixed value = pcarti_read_day(&day[i], reading);

        if (day[i].origin == PCART_DAY_MISSING)
            continue;
        if (is_over && day[i].day >= row->second_dip->first_day &&
            is_below(row, value, row->second_dip->limit))
            return row->second_dip->label;
        if (is_below(row, value, row->quick->limit)) {
            has_fallen = 1;
            is_dipped = is_back; /* a second dip once it has been back */
            continue;
        }
        if (!has_fallen)
            continue;
        is_back = 1;
        is_over |=
            pcart_op_holds(value, row->recovered->op, row->recovered->limit);
    }
    if (has_fallen && !is_back)
        return NULL;
    return is_dipped ? "unclassified" : row->quick->label;
}

static int
is_followed(const rows *row, const pcart_day_value *day, int n)
{
    for (int i = n; i-- > 0;)
        if (day[i].origin == PCART_DAY_MEASURED)
            return day[i].day >= row->second_dip->first_day;
    return 0;
}

static void
conclude(pcarti_grading *grading, const rows *row, const pcart_day_value *day,
         int n, pcart_window window, pcart_result *result)
{
    const char *low = shape_of(row, day, n, PCARTI_FAVOURABLE);
    const char *high = shape_of(row, day, n, PCARTI_UNFAVOURABLE);

    if (low != high) {
        result->state = PCART_STATE_BOUNDS;
        result->low_label = low ? low : "not recovered";
        result->high_label = high ? high : "not recovered";
        result->reason = "some values are limits, not numbers";
        return;
    }
    if (!low) {
        pcarti_result_none(
            result, pcarti_grading_text(grading, "not recovered by day %d%s%s",
                                        window.last, window.ended ? ", " : "",
                                        window.ended ? window.ended : ""));
        return;
    }
    if (low != row->aplastic->label && low != row->second_dip->label &&
        !is_followed(row, day, n)) {
        pcarti_result_none(
            result,
            pcarti_grading_text(grading,
                                "no ANC from day %d on: a second dip cannot be "
                                "excluded",
                                row->second_dip->first_day));
        return;
    }
    pcarti_result_label(result, low);
    for (size_t i = 0; i < result->set->n_rule; i++)
        if (!strcmp(result->set->rule.definition[i].label, low)) {
            result->row = (int)i;
            break;
        }
}

/* The lowest day from the first fall on is what a reader looks for first. */
static void
add_lowest(pcarti_grading *grading, const pcart_day_value *day, int n)
{
    const pcart_day_value *lowest = NULL;

    for (int i = 0; i < n; i++)
        if (day[i].origin == PCART_DAY_MEASURED &&
            (!lowest || day[i].high < lowest->high))
            lowest = &day[i];
    if (lowest)
        pcarti_evidence_day(grading, PCART_EVIDENCE_DECISIVE, PCART_ANC,
                            lowest);
}

void
pcarti_phenotype(pcarti_grading *grading, pcart_result *result)
{
    const pcart_rule_set *set = result->set;
    const pcart_rule_set *daily = pcart_rules_find("icaht-2023-early");
    pcart_fixed step = pcart_rules_policy(daily, PCART_POLICY_ROUND_STEP);
    pcart_day_value day[PCARTI_MAX_DAYS];
    rows row = find_rows(grading, set);
    pcart_window window = pcarti_grading_cut(
        grading, PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE,
        pcart_rules_policy_days(set, PCART_POLICY_WINDOW_FIRST, 0),
        pcart_rules_policy_days(set, PCART_POLICY_WINDOW_LAST, 0));
    /* Missing days are filled as for early ICAHT. */
    pcart_fill fill = {
        .method = PCART_FILL_LINEAR,
        .days = pcart_rules_policy_days(daily, PCART_POLICY_FILL_DAYS, 0),
        .step = step == PCART_FIXED_NONE ? 0 : step,
    };
    int n = window.last - window.first + 1;

    if (n <= 0) {
        pcarti_result_empty_window(grading, result, window);
        return;
    }
    if (n > PCARTI_MAX_DAYS)
        n = PCARTI_MAX_DAYS;
    if (!row.aplastic || !row.recovered || !row.second_dip || !row.quick) {
        pcarti_result_none(result, "the rule set lacks a row");
        return;
    }
    fill.infer_at_most = row.aplastic->limit - !row.is_le;
    if (pcart_series_fill(pcarti_grading_series(grading, PCART_ANC),
                          window.first, window.first + n - 1, &fill,
                          day) == 0) {
        pcarti_result_none(result, "no ANC in the window");
        return;
    }
    add_lowest(grading, day, n);
    pcarti_evidence_series(grading, PCART_ANC, day, n);
    conclude(grading, &row, day, n, window, result);
}
