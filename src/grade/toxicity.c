/*
 * toxicity.c -- the worst grade of CRS and of neurotoxicity: day by day from
 * the findings, beside what the centre recorded.  Layer: grade.
 */
#include "grade/toxicity.h"

#include "postcart/scale.h"

/* Completed years on a day: at least and at most; 0 when nothing is known. */
static int
age_on(const pcart_course *course, int day, int *least, int *most)
{
    int year, month, birth_year, birth_month, of_month, of_birth;

    pcart_date_to_civil(course->day0 + day, &year, &month, &of_month);
    if (course->birth_date != PCART_DATE_NONE) {
        pcart_date_to_civil(course->birth_date, &birth_year, &birth_month,
                            &of_birth);
        *least = *most = year - birth_year -
                         (month < birth_month ||
                          (month == birth_month && of_month < of_birth));
        return 1;
    }
    if (course->birth_year <= 0)
        return 0;
    *least = year - course->birth_year - 1;
    *most = year - course->birth_year;
    return 1;
}

/*
 * The test that the age asks for: the score of the other one is left out.
 * Where the age decides nothing, the one that was taken is used.
 */
static void
choose_test(const pcarti_grading *grading, const pcart_rule_set *set,
            pcarti_findings *of)
{
    int limit = pcart_rules_policy_days(set, PCART_POLICY_CHILD_AGE, -1);
    int least = 0, most = 0, is_child, is_adult;
    int is_known = age_on(grading->course, of->first_day, &least, &most);
    int is_delayed = of->low[PCART_SIGN_DEVELOPMENTAL_DELAY] >= PCART_FIXED_ONE;

    if (limit < 0)
        return;
    is_child = is_delayed || (is_known && most < limit);
    is_adult = !is_delayed && is_known && least >= limit;
    if (!is_child && !is_adult) {
        int has_ice = of->high[PCART_SIGN_ICE] != PCARTI_FINDING_MOST;
        int has_capd = pcarti_finding_is_known(of, PCART_SIGN_CAPD);

        is_child = has_capd && !has_ice;
        is_adult = has_ice && !has_capd;
    }
    if (is_child)
        pcarti_finding_set(of, PCART_SIGN_ICE, PCARTI_FINDING_MOST);
    if (is_adult)
        pcarti_finding_set(of, PCART_SIGN_CAPD, 0);
}

pcarti_truth
pcarti_toxicity_required(const pcarti_verdict *verdict, int *is_seen)
{
    pcarti_truth required = verdict->required;

    if (required == PCARTI_TRUE)
        *is_seen = 1;
    else if (*is_seen && verdict->waives > required)
        required = verdict->waives;
    return required;
}

size_t
pcarti_toxicity_days(pcarti_grading *grading, const pcart_rule_set *set,
                     pcart_window window, pcarti_graded_day *out)
{
    const pcarti_bedside *bedside = pcarti_bedside_get(grading);
    size_t n = 0;
    int is_seen = 0;

    for (size_t i = 0; i < bedside->n; i++) {
        pcarti_findings day = bedside->day[i];
        pcarti_graded_day *next = &out[n];
        pcarti_verdict verdict;
        pcarti_truth required;

        if (day.first_day < window.first || day.first_day > window.last)
            continue;
        choose_test(grading, set, &day);
        pcarti_verdict_find(grading, set, &day, &verdict);
        required = pcarti_toxicity_required(&verdict, &is_seen);
        *next = (pcarti_graded_day){.day = day.first_day, .row = verdict.row};
        if (required == PCARTI_TRUE)
            next->low = verdict.low;
        if (required != PCARTI_FALSE)
            next->high = verdict.high;
        if (next->low == 0)
            next->row = -1;
        n++;
    }
    return n;
}

pcart_window
pcarti_toxicity_window(const pcarti_grading *grading, const pcart_rule_set *set)
{
    return pcarti_grading_cut(
        grading, PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE,
        pcart_rules_policy_days(set, PCART_POLICY_WINDOW_FIRST, 0),
        pcart_rules_policy_days(set, PCART_POLICY_WINDOW_LAST, 0));
}

/* Days with a grade, from the first to the last before a day without. */
static void
add_episodes(pcarti_grading *grading, const pcarti_graded_day *day, size_t n)
{
    pcart_evidence *piece = NULL;

    for (size_t i = 0; i < n; i++) {
        if (day[i].high == 0)
            piece = NULL;
        if (day[i].low == 0)
            continue;
        if (!piece)
            piece = pcarti_evidence_add(grading, PCART_EVIDENCE_EPISODE, -1,
                                        day[i].day, day[i].day);
        if (!piece)
            return;
        piece->what = "grade";
        piece->last_day = day[i].day;
        piece->days = piece->last_day - piece->first_day + 1;
        if (piece->value == PCART_FIXED_NONE ||
            PCART_FIXED(day[i].low) > piece->value)
            piece->value = PCART_FIXED(day[i].low);
    }
}

/* The day that decides `low`, and the one that `high` comes from. */
static void
explain_days(pcarti_grading *grading, const pcart_rule_set *set,
             const pcarti_graded_day *low, const pcarti_graded_day *high,
             pcart_result *result)
{
    const pcarti_bedside *bedside = pcarti_bedside_get(grading);

    for (size_t i = 0; i < bedside->n; i++) {
        pcarti_findings day = bedside->day[i];

        choose_test(grading, set, &day);
        if (day.first_day == low->day && low->low > 0)
            pcarti_verdict_explain(grading, set, &day, low->low - 1);
        if (day.first_day == high->day && high->high > low->low)
            result->reason = pcarti_grading_text(
                grading, "day %d: not known: %s", high->day,
                pcarti_verdict_open(grading, set, &day, low->low));
    }
}

int
pcarti_toxicity_recorded(pcarti_grading *grading, const char *measure,
                         pcart_window window, const pcart_toxicity **out)
{
    const pcart_course *course = grading->course;
    int worst = -1;

    for (size_t i = 0; i < course->n_toxicity; i++) {
        const pcart_toxicity *row = &course->toxicity[i];
        const pcart_scale *scale = pcart_scale_find(row);
        int day = pcart_window_day(course, row->first);

        if (!scale || scale != pcart_scale_of_measure(measure) ||
            row->grade < 0 || day < window.first || day > window.last)
            continue;
        if (row->grade > worst) {
            worst = row->grade;
            *out = row;
        }
    }
    return worst;
}

/* A row on another scale, or without a grade, says that there was one. */
int
pcarti_toxicity_is_none(const pcarti_grading *grading, const char *measure,
                        pcart_window window)
{
    const pcart_course *course = grading->course;
    const pcart_scale *scale = pcart_scale_of_measure(measure);

    if (!scale || !course->has_toxicities ||
        pcarti_grading_choice(grading, PCART_OPT_TOXICITY_ABSENT) !=
            PCART_ABSENT_NONE)
        return 0;
    for (size_t i = 0; i < course->n_toxicity; i++) {
        int day = pcart_window_day(course, course->toxicity[i].first);

        if (scale->kinds >> course->toxicity[i].kind & 1 &&
            day >= window.first && day <= window.last)
            return 0;
    }
    return 1;
}

static void
add_recorded(pcarti_grading *grading, const pcart_toxicity *row,
             pcart_evidence_kind kind, const char *text)
{
    int first = pcart_window_day(grading->course, row->first);
    int last = row->last == PCART_DATE_NONE
                   ? first
                   : pcart_window_day(grading->course, row->last);
    pcart_evidence *piece = pcarti_evidence_add(grading, kind, -1, first, last);

    if (!piece)
        return;
    piece->what = "recorded grade";
    piece->value = PCART_FIXED(row->grade);
    piece->table = "toxicities";
    piece->line = row->line;
    piece->text = text;
}

/* A death of which the toxicity is named as the cause has grade 5. */
static int
is_fatal(pcarti_grading *grading, const char *measure, pcart_window window)
{
    const pcart_course *course = grading->course;
    const pcart_scale *scale = pcart_scale_of_measure(measure);

    for (size_t i = 0; scale && i < course->n_event; i++) {
        const pcart_event *event = &course->event[i];
        int day = pcart_window_day(course, event->date);
        pcart_evidence *piece;

        if (event->kind != PCART_EVENT_DEATH || day < window.first ||
            day > window.last || !event->detail ||
            !pcart_scale_word(scale->cause, event->detail, 1))
            continue;
        piece =
            pcarti_evidence_add(grading, PCART_EVIDENCE_DECISIVE, -1, day, day);
        if (piece) {
            piece->what = "grade";
            piece->value = PCART_FIXED(5);
            piece->table = "events";
            piece->line = event->line;
            piece->text = "death from it";
        }
        return 1;
    }
    return 0;
}

/* Nothing at the bedside: what the centre wrote stands alone. */
static void
take_recorded(pcarti_grading *grading, pcart_window window,
              pcart_result *result)
{
    const pcart_toxicity *row = NULL;
    int grade =
        pcarti_toxicity_recorded(grading, result->measure, window, &row);

    if (grade < 0 &&
        pcarti_toxicity_is_none(grading, result->measure, window)) {
        pcarti_evidence_note(grading,
                             "no row: the table is said to list every one");
        pcarti_result_value(result, 0);
        return;
    }
    if (grade < 0) {
        pcarti_result_none(
            result, pcarti_grading_text(grading,
                                        "neither findings nor a recorded grade "
                                        "from day %d to %d",
                                        window.first, window.last));
        return;
    }
    add_recorded(grading, row, PCART_EVIDENCE_DECISIVE,
                 "as recorded: no findings to derive it from");
    pcarti_result_value(result, PCART_FIXED(grade));
}

void
pcarti_toxicity_compare(pcarti_grading *grading, pcart_window window, int low,
                        int high, const char *measure)
{
    const pcart_toxicity *row = NULL;
    int grade = pcarti_toxicity_recorded(grading, measure, window, &row);

    if (grade >= 0)
        add_recorded(grading, row, PCART_EVIDENCE_USED,
                     grade < low || grade > high ? "differs from the findings"
                                                 : "agrees with the findings");
}

void
pcarti_toxicity(pcarti_grading *grading, pcart_result *result)
{
    const pcart_rule_set *set = result->set;
    const pcarti_bedside *bedside = pcarti_bedside_get(grading);
    pcart_window window = pcarti_toxicity_window(grading, set);
    pcarti_graded_day *day, *low, *high;
    size_t n;

    if (window.last < window.first) {
        pcarti_result_empty_window(grading, result, window);
        return;
    }
    if (is_fatal(grading, result->measure, window)) {
        pcarti_result_value(result, PCART_FIXED(5));
        return;
    }
    day = pcart_arena_take(grading->arena, bedside->n + 1, sizeof *day);
    if (!day) {
        grading->is_failed = 1;
        return;
    }
    n = pcarti_toxicity_days(grading, set, window, day);
    if (n == 0) {
        take_recorded(grading, window, result);
        return;
    }
    low = high = day;
    for (size_t i = 1; i < n; i++) {
        low = day[i].low > low->low ? &day[i] : low;
        high = day[i].high > high->high ? &day[i] : high;
    }
    pcarti_result_bounds(result, PCART_FIXED(low->low), PCART_FIXED(high->high),
                         NULL);
    result->row = low->row;
    explain_days(grading, set, low, high, result);
    if (low->low == 0 && high->high == pcarti_verdict_most(set))
        pcarti_result_none(result, result->reason);
    add_episodes(grading, day, n);
    pcarti_toxicity_compare(grading, window, low->low, high->high,
                            result->measure);
}
