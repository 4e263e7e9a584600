/*
 * criteria.c -- hyperinflammation: criteria that must meet within some days,
 * and scores that add them up.  Layer: grade.
 *
 * The days looked at begin with a day on which findings were recorded: of
 * other days nothing is known that could exclude anything.
 */
#include "grade/toxicity.h"

#include "postcart/scale.h"

/* The best and the worst reading of all spans. */
typedef struct pcarti_spans {
    const pcart_rule_set *set;
    pcart_window window;
    size_t n;
    int low, high; /* grade, criteria, or points */
    pcarti_truth is_met;
    pcarti_findings decisive, open;
    int row;
} spans;

/* Days of CRS: by the findings, or within what the centre recorded. */
static void
mark_crs(pcarti_grading *grading, pcart_window window)
{
    const pcart_course *course = grading->course;
    pcarti_bedside *bedside = grading->bedside;
    pcarti_graded_day *day;
    size_t n;

    if (bedside->has_crs && bedside->crs.first == window.first &&
        bedside->crs.last == window.last)
        return;
    day = pcart_arena_take(grading->arena, bedside->n + 1, sizeof *day);
    if (!day) {
        grading->is_failed = 1;
        return;
    }
    n = pcarti_toxicity_days(grading, &pcarti_astct_2019_crs, window, day);
    bedside->asked |= *grading->asked;
    bedside->has_crs = 1;
    bedside->crs = window;
    for (size_t i = 0, k = 0; i < bedside->n; i++) {
        pcarti_findings *of = &bedside->day[i];

        while (k < n && day[k].day < of->first_day)
            k++;
        if (k < n && day[k].day == of->first_day) {
            of->low[PCART_SIGN_CRS] = PCART_FIXED(day[k].low > 0);
            of->high[PCART_SIGN_CRS] = PCART_FIXED(day[k].high > 0);
        }
        for (size_t t = 0; t < course->n_toxicity; t++) {
            const pcart_toxicity *row = &course->toxicity[t];
            pcart_date date = course->day0 + of->first_day;

            if (row->kind != PCART_TOXICITY_CRS || row->grade == 0 ||
                date < row->first ||
                date > (row->last == PCART_DATE_NONE ? row->first : row->last))
                continue;
            pcarti_finding_set(of, PCART_SIGN_CRS, PCART_FIXED_ONE);
            of->line[PCART_SIGN_CRS] = 0;
        }
    }
}

/* Whether the criteria of a span make the diagnosis. */
static pcarti_truth
test_span(const pcart_rule_set *set, const pcarti_verdict *verdict)
{
    int least = pcart_rules_policy_days(
        set, PCART_POLICY_MIN_CRITERIA,
        pcart_rules_policy_days(set, PCART_POLICY_CUTOFF, 1));
    pcarti_truth enough = verdict->low >= least    ? PCARTI_TRUE
                          : verdict->high >= least ? PCARTI_OPEN
                                                   : PCARTI_FALSE;

    return verdict->required < enough ? verdict->required : enough;
}

static void
add_span(spans *out, const pcart_rule_set *set, const pcarti_findings *of,
         const pcarti_verdict *verdict)
{
    pcarti_truth is_met = test_span(set, verdict);
    /* A grade needs what is required; criteria and points count without. */
    int is_grade = set->combine == PCART_COMBINE_WORST;
    int low = is_grade && verdict->required != PCARTI_TRUE ? 0 : verdict->low;
    int high =
        is_grade && verdict->required == PCARTI_FALSE ? 0 : verdict->high;

    if (out->n == 0 || is_met > out->is_met ||
        (is_met == out->is_met && low > out->low)) {
        out->decisive = *of;
        out->row = is_grade && low == 0 ? -1 : verdict->row;
    }
    if (out->n == 0 || high > out->high)
        out->open = *of;
    out->low = out->n == 0 || low > out->low ? low : out->low;
    out->high = out->n == 0 || high > out->high ? high : out->high;
    out->is_met = is_met > out->is_met ? is_met : out->is_met;
    out->n++;
}

/* A score and its class look at the same days. */
static void
keep_spans(pcarti_grading *grading, const spans *found)
{
    pcarti_bedside *bedside = grading->bedside;

    if (!bedside->spans)
        bedside->spans = pcart_arena_take(grading->arena, 1, sizeof *found);
    if (bedside->spans)
        *bedside->spans = *found;
    else
        grading->is_failed = 1;
    bedside->asked |= *grading->asked;
}

/* 0 when there is nothing to look at, and the result says so. */
static int
look(pcarti_grading *grading, pcart_result *result, spans *out)
{
    const pcart_rule_set *set = result->set;
    const pcarti_bedside *bedside = pcarti_bedside_get(grading);
    int days = pcart_rules_policy_days(set, PCART_POLICY_SPAN_DAYS, 1);

    *out = (spans){
        .set = set, .window = pcarti_toxicity_window(grading, set), .row = -1};
    if (out->window.last < out->window.first) {
        pcarti_result_empty_window(grading, result, out->window);
        return 0;
    }
    if (bedside->n > 0)
        mark_crs(grading, out->window);
    if (bedside->spans && bedside->spans->set == set) {
        *out = *bedside->spans;
        return 1;
    }
    for (size_t i = 0; i < bedside->n && !grading->is_failed; i++) {
        int first = bedside->day[i].first_day;
        pcart_window window = {first, first + days - 1, NULL};
        pcarti_findings of;
        pcarti_verdict verdict;

        if (first < out->window.first || first > out->window.last)
            continue;
        if (window.last > out->window.last)
            window.last = out->window.last;
        (void)pcarti_bedside_span(bedside, window, &of);
        pcarti_verdict_find(grading, set, &of, &verdict);
        add_span(out, set, &of, &verdict);
    }
    if (out->n > 0) {
        keep_spans(grading, out);
        return 1;
    }
    pcarti_result_none(
        result,
        pcarti_grading_text(grading, "no findings recorded from day %d to %d",
                            out->window.first, out->window.last));
    return 0;
}

static const char *
why_open(pcarti_grading *grading, const pcart_rule_set *set, const spans *found)
{
    return pcarti_grading_text(
        grading, "days %d to %d: not known: %s", found->open.first_day,
        found->open.last_day,
        pcarti_verdict_open(grading, set, &found->open,
                            set->combine == PCART_COMBINE_WORST ? found->low
                                                                : 0));
}

/* Recorded grade instead; 1 when there is one. */
static int
take_recorded(pcarti_grading *grading, pcart_result *result)
{
    const pcart_toxicity *row = NULL;
    pcart_window window = pcarti_toxicity_window(grading, result->set);
    int grade =
        pcarti_toxicity_recorded(grading, result->measure, window, &row);

    if (grade < 0 && !pcarti_toxicity_is_none(grading, result->measure, window))
        return 0;
    if (grade < 0)
        grade = 0;
    pcarti_toxicity_compare(grading, window, grade, grade, result->measure);
    pcarti_result_value(result, PCART_FIXED(grade));
    result->reason = NULL;
    return 1;
}

/* The grade, the number of criteria, or the points. */
void
pcarti_criteria(pcarti_grading *grading, pcart_result *result)
{
    int is_grade = result->set->combine == PCART_COMBINE_WORST;
    spans found;

    if (!look(grading, result, &found)) {
        if (is_grade)
            (void)take_recorded(grading, result);
        return;
    }
    pcarti_verdict_explain(grading, result->set, &found.decisive, 0);
    pcarti_result_bounds(
        result, PCART_FIXED(found.low), PCART_FIXED(found.high),
        found.low == found.high ? NULL
                                : why_open(grading, result->set, &found));
    result->row = is_grade ? found.row : -1;
    if (is_grade && found.low == 0 &&
        found.high == pcarti_verdict_most(result->set))
        pcarti_result_none(result, result->reason);
    if (is_grade)
        pcarti_toxicity_compare(grading, found.window, found.low, found.high,
                                result->measure);
}

/* Whether the criteria were met at any time. */
void
pcarti_criteria_class(pcarti_grading *grading, pcart_result *result)
{
    spans found;

    if (!look(grading, result, &found))
        return;
    pcarti_verdict_explain(grading, result->set, &found.decisive, 0);
    switch (found.is_met) {
    case PCARTI_TRUE:
        pcarti_result_label(result, "met");
        break;
    case PCARTI_FALSE:
        pcarti_result_label(result, "not met");
        break;
    case PCARTI_OPEN:
        pcarti_result_none(result, why_open(grading, result->set, &found));
        break;
    }
}
