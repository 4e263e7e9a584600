/*
 * depth.c -- grades by how low a count fell and for how long: early ICAHT and
 * T-ICAHT.  Layer: grade.
 *
 * A missing day is never a low one.  An uncertain day ("<200" against 100) is
 * read twice, as high and as low as it can be: the low days of one reading
 * contain those of the other, so the two grades are bounds.
 */
#include "grade/depth.h"

#include <limits.h>

int
pcarti_depth_series(const pcart_series *series,
                    const pcarti_depth_method *method, pcart_day_value *day,
                    size_t *n_measured)
{
    int last = method->evaluate_last > method->window.last
                   ? method->evaluate_last
                   : method->window.last;
    int n = last - method->window.first + 1;

    *n_measured = 0;
    if (n <= 0)
        return 0;
    if (n > PCARTI_MAX_DAYS) {
        n = PCARTI_MAX_DAYS;
        last = method->window.first + n - 1;
    }
    *n_measured = pcart_series_fill(series, method->window.first, last,
                                    &method->fill, day);
    return n;
}

int
pcarti_depth_next(const pcarti_depth_method *method, const pcart_day_value *day,
                  int n, pcart_fixed at_most, pcarti_reading reading, int from,
                  pcarti_depth_span *out)
{
    int is_found = 0, is_above_between = 0;

    for (int i = from; i < n; i++) {
        if (day[i].origin == PCART_DAY_MISSING)
            continue;
        if (pcarti_read_day(&day[i], reading) > at_most) {
            is_above_between = 1;
            continue;
        }
        if (is_found && i - out->last - 1 > method->bridge_days &&
            (is_above_between || !method->is_bridging_draws))
            break;
        if (!is_found)
            *out = (pcarti_depth_span){.first = i};
        is_found = 1;
        is_above_between = 0;
        out->last = i;
        out->n_low++;
        out->n_measured += day[i].origin == PCART_DAY_MEASURED ||
                           day[i].origin == PCART_DAY_INFERRED;
    }
    return is_found;
}

/* Cut an episode at the last day that counts; 0 if it begins after it. */
static int
clip(pcarti_depth_span *span, const pcart_day_value *day, int last,
     pcart_fixed at_most, pcarti_reading reading)
{
    if (span->first > last)
        return 0;
    for (; span->last > last; span->last--) {
        const pcart_day_value *at = &day[span->last];

        if (at->origin == PCART_DAY_MISSING ||
            pcarti_read_day(at, reading) > at_most)
            continue;
        span->n_low--;
        span->n_measured -= at->origin == PCART_DAY_MEASURED ||
                            at->origin == PCART_DAY_INFERRED;
    }
    return 1;
}

pcarti_depth_tally
pcarti_depth_count(const pcarti_depth_method *method,
                   const pcart_day_value *day, int n, pcart_fixed at_most,
                   pcarti_reading reading)
{
    int last = method->window.last - method->window.first, from = 0;
    pcarti_depth_tally tally = {0};
    pcarti_depth_span span;

    while (pcarti_depth_next(method, day, n, at_most, reading, from, &span)) {
        int days;

        from = span.last + 1;
        if (!clip(&span, day, last, at_most, reading))
            break;
        days = span.last - span.first + 1;
        if (days > tally.longest)
            tally.longest = days;
        tally.joined += days;
        tally.strict += span.n_low;
        tally.n_measured += span.n_measured;
        if (span.last == last &&
            span.first + method->window.first <= method->open_start_last)
            tally.is_open = 1;
    }
    return tally;
}

static int
duration_of(const pcarti_depth_tally *tally, int duration)
{
    switch (duration) {
    case PCART_DURATION_CUMULATIVE_JOINED:
        return tally->joined;
    case PCART_DURATION_CUMULATIVE_STRICT:
        return tally->strict;
    default:
        return tally->longest;
    }
}

static pcart_fixed
row_at_most(const pcarti_depth_method *method, const pcart_depth_rule *rule)
{
    return pcarti_at_most(method->is_less_than ? PCART_LT : rule->op,
                          rule->limit);
}

/* The mildest threshold of a set: the one that open episodes are held to. */
static pcart_fixed
mildest(const pcarti_depth_method *method)
{
    pcart_fixed top = PCART_FIXED_NONE;

    for (size_t i = 0; i < method->set->n_rule; i++) {
        pcart_fixed at_most = row_at_most(method, &method->set->rule.depth[i]);

        if (at_most > top)
            top = at_most;
    }
    return top;
}

typedef struct verdict {
    int grade, row, days, is_open;
} verdict;

static verdict
judge(const pcarti_depth_method *method, const pcart_day_value *day, int n,
      pcarti_reading reading)
{
    const pcart_depth_rule *rule = method->set->rule.depth;
    pcart_fixed counted = PCART_FIXED_NONE, top = mildest(method);
    pcarti_depth_tally tally = {0};
    verdict best = {.row = -1};

    for (size_t i = 0; i < method->set->n_rule; i++) {
        pcart_fixed at_most = row_at_most(method, &rule[i]);
        int days, is_open, grade;

        /* Rows of one threshold stand together, so each is counted once. */
        if (at_most != counted)
            tally = pcarti_depth_count(method, day, n, at_most, reading);
        counted = at_most;
        days = duration_of(&tally, method->duration);
        is_open = at_most == top && tally.is_open;
        if ((rule[i].days <= 1 && tally.n_measured < method->min_at_limit) ||
            (days < rule[i].days && !is_open))
            continue;
        grade = days >= rule[i].days ? rule[i].grade : 0;
        if (is_open && rule[i].grade == method->open_grade)
            grade = method->open_grade;
        if (grade > best.grade)
            best =
                (verdict){grade, (int)i, days, is_open && days < rule[i].days};
    }
    return best;
}

/* Every episode below the threshold of one row.  Where the longest one counts,
 * shorter ones did not decide. */
static void
add_row_episodes(pcarti_grading *grading, const pcarti_depth_method *method,
                 const pcart_day_value *day, int n,
                 const pcart_depth_rule *rule, pcart_evidence_kind kind)
{
    int last = method->window.last - method->window.first, from = 0;
    pcart_fixed at_most = row_at_most(method, rule);
    int least = 0;
    pcarti_depth_span span;

    if (method->duration == PCART_DURATION_LONGEST_JOINED)
        least = pcarti_depth_count(method, day, n, at_most, PCARTI_UNFAVOURABLE)
                    .longest;
    while (pcarti_depth_next(method, day, n, at_most, PCARTI_UNFAVOURABLE, from,
                             &span)) {
        pcart_evidence *episode;
        int days;

        from = span.last + 1;
        if (!clip(&span, day, last, at_most, PCARTI_UNFAVOURABLE))
            return;
        days = span.last - span.first + 1;
        episode = pcarti_evidence_add(
            grading, days < least ? PCART_EVIDENCE_EPISODE : kind,
            method->set->analyte, day[span.first].day, day[span.last].day);
        if (!episode)
            return;
        episode->days = days;
        episode->limit = rule->limit;
        episode->op = method->is_less_than ? PCART_LT : rule->op;
    }
}

/* Episodes below every threshold; those of the deciding row are marked. */
static void
add_episodes(pcarti_grading *grading, const pcarti_depth_method *method,
             const pcart_day_value *day, int n, int row)
{
    const pcart_depth_rule *rule = method->set->rule.depth;

    for (size_t i = 0; i < method->set->n_rule; i++) {
        pcart_fixed at_most = row_at_most(method, &rule[i]);
        int is_deciding =
            row >= 0 && row_at_most(method, &rule[row]) == at_most;

        if (i == 0 || row_at_most(method, &rule[i - 1]) != at_most)
            add_row_episodes(grading, method, day, n, &rule[i],
                             is_deciding ? PCART_EVIDENCE_DECISIVE
                                         : PCART_EVIDENCE_EPISODE);
    }
}

void
pcarti_depth_episodes(pcarti_grading *grading,
                      const pcarti_depth_method *method,
                      const pcart_day_value *day, int n, pcart_fixed at_most)
{
    const pcart_depth_rule *rule = method->set->rule.depth;

    for (size_t i = 0; i < method->set->n_rule; i++)
        if (row_at_most(method, &rule[i]) == at_most) {
            add_row_episodes(grading, method, day, n, &rule[i],
                             PCART_EVIDENCE_DECISIVE);
            return;
        }
}

/* Whether both readings are the same. */
static int
is_certain(const pcart_day_value *day, int n)
{
    for (int i = 0; i < n; i++)
        if (day[i].low != day[i].high)
            return 0;
    return 1;
}

/* The first day whose uncertainty matters, for the reason. */
static const char *
why_uncertain(pcarti_grading *grading, const pcart_day_value *day, int n,
              pcart_fixed top)
{
    for (int i = 0; i < n; i++)
        if ((day[i].origin == PCART_DAY_MEASURED ||
             day[i].origin == PCART_DAY_INFERRED) &&
            day[i].low != day[i].high && day[i].low <= top)
            return pcarti_grading_text(
                grading,
                day[i].origin == PCART_DAY_INFERRED
                    ? "day %d and others like it have only a WBC (line %u): "
                      "how low the ANC was stays open"
                    : "the value of day %d (line %u) is a limit, not a number: "
                      "how low the count was stays open",
                (int)day[i].day, (unsigned)day[i].line);
    return "some values are limits, not numbers";
}

void
pcarti_depth_grade(pcarti_grading *grading, const pcart_series *series,
                   const pcarti_depth_method *method, pcart_result *result)
{
    pcart_day_value day[PCARTI_MAX_DAYS];
    verdict low, high;
    size_t n_measured;
    int n, n_window;

    if (method->window.last < method->window.first) {
        pcarti_result_empty_window(grading, result, method->window);
        return;
    }
    n = pcarti_depth_series(series, method, day, &n_measured);
    n_window = method->window.last - method->window.first + 1;
    if (n_window > n)
        n_window = n;
    if (n_measured == 0 || n_measured < (size_t)method->min_values) {
        pcarti_result_none(
            result,
            pcarti_grading_text(
                grading, "%d day(s) measured in days %d to %d, needs %d",
                (int)n_measured, method->window.first, method->window.last,
                method->min_values > 1 ? method->min_values : 1));
        return;
    }
    low = judge(method, day, n, PCARTI_FAVOURABLE);
    high =
        is_certain(day, n) ? low : judge(method, day, n, PCARTI_UNFAVOURABLE);
    add_episodes(grading, method, day, n, high.row);
    if (high.is_open)
        pcarti_evidence_note(
            grading,
            pcarti_grading_text(
                grading, "starts by day %d and lasts to day %d, the last%s%s",
                method->open_start_last, method->window.last,
                method->window.ended ? ": " : " of the window",
                method->window.ended ? method->window.ended : ""));
    pcarti_evidence_series(grading, method->set->analyte, day, n_window);
    result->row = high.row;
    pcarti_result_bounds(result, PCART_FIXED(low.grade),
                         PCART_FIXED(high.grade),
                         low.grade == high.grade
                             ? NULL
                             : why_uncertain(grading, day, n, mildest(method)));
}
