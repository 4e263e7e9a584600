/*
 * point.c -- points for baseline markers, added up: CAR-HEMATOTOX.
 * Layer: grade.
 *
 * A marker that was not measured, or that the table leaves without points,
 * has all the points that it could have: the score is then bounds, and the
 * class is given only when both ends lie in it.
 */
#include "grade/bedside.h"

/* One marker: the value taken, and the points that it can have. */
typedef struct marker {
    pcart_analyte analyte;
    pcart_day_value value; /* origin MISSING when there is none */
    int low, high;
} marker;

enum { MAX_MARKERS = 16 };

/* A baseline: the markers of a set, their points and the sums. */
typedef struct baseline {
    marker marker[MAX_MARKERS];
    size_t n;
    int low, high, n_known;
    pcart_window window;
} baseline;

/* Counts are the lowest of the day, as everywhere; the others the latest. */
static int
is_count(pcart_analyte analyte)
{
    return analyte == PCART_ANC || analyte == PCART_PLATELETS ||
           analyte == PCART_HEMOGLOBIN;
}

static void
find_count(pcarti_grading *grading, pcart_window window, marker *out)
{
    const pcart_series *series = pcarti_grading_series(grading, out->analyte);

    for (size_t i = pcart_series_from(series, window.first);
         i < series->n && series->day[i].day <= window.last; i++)
        if (series->day[i].origin == PCART_DAY_MEASURED ||
            out->value.origin != PCART_DAY_MEASURED)
            out->value = series->day[i];
}

/* The last row of the window; of equal times the greater value, so that the
 * order of rows does not matter. */
static void
find_latest(const pcarti_grading *grading, pcart_window window, marker *out)
{
    size_t n;
    const pcart_lab *lab = pcart_course_labs(grading->course, out->analyte, &n),
                    *best = NULL;

    for (size_t i = 0; i < n; i++) {
        int day = pcart_window_day(grading->course, lab[i].date);

        if (day < window.first || day > window.last)
            continue;
        if (!best || lab[i].date > best->date ||
            (lab[i].minute > best->minute ||
             (lab[i].minute == best->minute && lab[i].value >= best->value)))
            best = &lab[i];
    }
    if (!best)
        return;
    out->value = (pcart_day_value){
        .day = pcart_window_day(grading->course, best->date),
        .line = best->line,
        .written = best->value,
        .censor = best->censor,
        .origin = PCART_DAY_MEASURED,
    };
    out->value.low =
        best->censor == PCART_BELOW || best->censor == PCART_AT_MOST
            ? 0
            : best->value + (best->censor == PCART_ABOVE);
    out->value.high =
        best->censor == PCART_ABOVE || best->censor == PCART_AT_LEAST
            ? PCART_SERIES_TOP
            : best->value - (best->censor == PCART_BELOW);
}

/* The points that values from low to high can have; 0 when there are none. */
static int
points_between(const pcart_rule_set *set, pcart_analyte analyte,
               pcart_fixed low, pcart_fixed high, int *fewest, int *most)
{
    int is_found = 0;

    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_point_rule *rule = &set->rule.point[i];
        pcart_fixed from = rule->low, to = rule->high;

        if (rule->analyte != analyte)
            continue;
        if (from != PCART_FIXED_NONE)
            from += rule->op_low == PCART_GT;
        to = to == PCART_FIXED_NONE ? INT64_MAX
                                    : to - (rule->op_high == PCART_LT);
        if (high < from || low > to)
            continue;
        if (!is_found || rule->points < *fewest)
            *fewest = rule->points;
        if (!is_found || rule->points > *most)
            *most = rule->points;
        is_found = 1;
    }
    return is_found;
}

static void
score_marker(const pcart_rule_set *set, marker *out)
{
    if (out->value.origin != PCART_DAY_MISSING &&
        points_between(set, out->analyte, out->value.low, out->value.high,
                       &out->low, &out->high))
        return;
    (void)points_between(set, out->analyte, PCART_FIXED_NONE, INT64_MAX,
                         &out->low, &out->high);
}

/*
 * The days of the baseline: those of the set or of option ht_window, and not
 * after the first day of lymphodepletion unless the score is taken at the
 * infusion.
 */
pcart_window
pcarti_baseline_window(const pcarti_grading *grading, const pcart_rule_set *set)
{
    const pcart_choice *choice =
        pcarti_grading_choose(grading, PCART_OPT_HT_WINDOW);
    int picked = pcarti_grading_choice(grading, PCART_OPT_HT_WINDOW);
    pcart_window window = {choice->value, choice->value_to, NULL};
    pcart_date start = grading->course->lymphodepletion;

    if (picked == PCART_HT_WINDOW_8_2) {
        window.first =
            pcart_rules_policy_days(set, PCART_POLICY_WINDOW_FIRST, 0);
        window.last = pcart_rules_policy_days(set, PCART_POLICY_WINDOW_LAST, 0);
    }
    if (picked != PCART_HT_WINDOW_DAY_0 && start != PCART_DATE_NONE &&
        pcart_window_day(grading->course, start) < window.last) {
        window.last = pcart_window_day(grading->course, start);
        window.ended = "lymphodepletion";
    }
    return window;
}

static void
find_marker(pcarti_grading *grading, pcart_window window, marker *out)
{
    if (is_count(out->analyte))
        find_count(grading, window, out);
    else
        find_latest(grading, window, out);
}

void
pcarti_baseline_value(pcarti_grading *grading, pcart_window window,
                      pcart_analyte analyte, pcart_day_value *out)
{
    marker found = {.analyte = analyte};

    find_marker(grading, window, &found);
    *out = found.value;
}

static void
read_baseline(pcarti_grading *grading, const pcart_rule_set *set, baseline *out)
{
    *out = (baseline){.window = pcarti_baseline_window(grading, set)};
    for (size_t i = 0; i < set->n_rule && out->n < MAX_MARKERS; i++) {
        marker *next = &out->marker[out->n];

        if (i > 0 &&
            set->rule.point[i].analyte == set->rule.point[i - 1].analyte)
            continue;
        out->n++;
        next->analyte = set->rule.point[i].analyte;
        find_marker(grading, out->window, next);
        score_marker(set, next);
        out->low += next->low;
        out->high += next->high;
        out->n_known += next->value.origin != PCART_DAY_MISSING;
    }
}

static void
add_markers(pcarti_grading *grading, const baseline *found)
{
    for (size_t i = 0; i < found->n; i++) {
        const marker *at = &found->marker[i];
        pcart_evidence *piece;

        if (at->value.origin == PCART_DAY_MISSING) {
            piece = pcarti_evidence_add(grading, PCART_EVIDENCE_MISSING,
                                        (int)at->analyte, found->window.first,
                                        found->window.last);
            continue;
        }
        pcarti_evidence_day(grading, PCART_EVIDENCE_DECISIVE, (int)at->analyte,
                            &at->value);
        if (grading->is_failed)
            return;
        piece = &grading->evidence[grading->n_evidence - 1];
        if (!piece->text && !grading->is_brief)
            piece->text =
                at->low == at->high
                    ? pcarti_grading_text(grading, "%d point(s)", at->low)
                    : pcarti_grading_text(grading, "%d to %d points", at->low,
                                          at->high);
    }
}

/* "missing: ferritin, CRP" or "open: ...", for the reason of bounds. */
static const char *
why_open(pcarti_grading *grading, const baseline *found)
{
    char text[200] = "";
    int length = 0;

    for (size_t i = 0; i < found->n; i++) {
        const marker *at = &found->marker[i];
        const char *name = pcart_analyte_get(at->analyte)->title;
        const char *word =
            at->value.origin == PCART_DAY_MISSING ? "missing" : "undecided";

        if (at->low == at->high || length > 150)
            continue;
        for (const char *p = length ? ", " : ""; *p; p++)
            text[length++] = *p;
        for (const char *p = name; *p && length < 160; p++)
            text[length++] = *p;
        text[length++] = ' ';
        for (const char *p = word; *p; p++)
            text[length++] = *p;
        text[length] = '\0';
    }
    return pcarti_grading_text(grading, "%s (day %d to %d)", text,
                               found->window.first, found->window.last);
}

static const char *
class_of(const pcart_rule_set *set, int score)
{
    for (size_t i = 0; i < set->n_class; i++)
        if (score >= set->classes[i].low && score <= set->classes[i].high)
            return set->classes[i].label;
    return NULL;
}

static const char *
no_marker(pcarti_grading *grading, const baseline *found)
{
    return pcarti_grading_text(grading, "no marker from day %d to %d",
                               found->window.first, found->window.last);
}

void
pcarti_car_hematotox(pcarti_grading *grading, pcart_result *result)
{
    baseline found;

    read_baseline(grading, result->set, &found);
    if (found.n_known == 0) {
        pcarti_result_none(result, no_marker(grading, &found));
        return;
    }
    add_markers(grading, &found);
    pcarti_result_bounds(
        result, PCART_FIXED(found.low), PCART_FIXED(found.high),
        found.low == found.high ? NULL : why_open(grading, &found));
}

void
pcarti_car_hematotox_class(pcarti_grading *grading, pcart_result *result)
{
    const char *low, *high;
    baseline found;

    read_baseline(grading, result->set, &found);
    if (found.n_known == 0) {
        pcarti_result_none(result, no_marker(grading, &found));
        return;
    }
    add_markers(grading, &found);
    low = class_of(result->set, found.low);
    high = class_of(result->set, found.high);
    if (low && low == high)
        pcarti_result_label(result, low);
    else
        pcarti_result_none(
            result, pcarti_grading_text(grading, "score %d-%d: %s", found.low,
                                        found.high, why_open(grading, &found)));
}
