/*
 * boost.c -- how the blood answers to a stem-cell boost.  Layer: grade.
 *
 * Only a value that surely reaches its limit counts; the earliest day that is
 * possible stands beside it.
 */
#include "postcart/boost.h"

#include <limits.h>
#include <string.h>

#include "grade/band.h"
#include "grade/grading.h"
#include "grade/support.h"
#include "rules/sets.h"

static const char *const lineage_name[PCART_N_BOOST_LINEAGE] = {
    "neutrophils", "platelets 20", "platelets 50", "red cells"};

enum { NEVER = INT_MAX };

/* One boost being assessed; days are days of the course. */
typedef struct assessment {
    const pcart_course *course;
    const pcart_rule_set *set;
    int day0;            /* of the boost */
    pcart_window window; /* what is observed after it */
    int last;            /* what the rule looks at */
    int competing_day;   /* NEVER if there is none */
    pcart_boost_end competing;
    int slack;
    pcart_series series[3]; /* ANC, platelets, haemoglobin */
} assessment;

static const pcart_analyte counted[3] = {PCART_ANC, PCART_PLATELETS,
                                         PCART_HEMOGLOBIN};
static const pcart_rule_set *const ctcae[3] = {&pcarti_ctcae_v5_anc,
                                               &pcarti_ctcae_v5_platelets,
                                               &pcarti_ctcae_v5_hemoglobin};

static size_t
number_of(int analyte)
{
    size_t k = 0;

    while (k + 1 < PCART_COUNTOF(counted) && (int)counted[k] != analyte)
        k++;
    return k;
}

static int
is_supported(const pcart_course *course, const pcart_definition_rule *rule,
             int day)
{
    int last = pcarti_support_last(course, rule->supports, day);

    return last != INT_MIN && day - last < rule->free_days;
}

/* An inferred ANC never shows that a limit is reached. */
static int
is_silent(const pcart_day_value *day, const pcart_definition_rule *rule)
{
    return day->origin == PCART_DAY_INFERRED &&
           pcart_op_holds(day->high, rule->op, rule->limit);
}

/* First of so many values in a row that reach the limit unsupported. */
static int
find_day(const assessment *at, const pcart_definition_rule *rule,
         pcarti_reading reading)
{
    const pcart_series *series = &at->series[number_of(rule->analyte)];
    int n_run = 0, first = NEVER;

    for (size_t i = pcart_series_from(series, at->window.first);
         i < series->n && series->day[i].day <= at->window.last; i++) {
        const pcart_day_value *day = &series->day[i];

        if (is_silent(day, rule))
            continue;
        if (!pcart_op_holds(pcarti_read_day(day, reading), rule->op,
                            rule->limit) ||
            is_supported(at->course, rule, day->day)) {
            n_run = 0;
            continue;
        }
        if (n_run++ == 0)
            first = day->day;
        if (n_run >= rule->count)
            return first;
    }
    return NEVER;
}

/* The last value of a lineage on or before the day of the boost. */
static const pcart_day_value *
last_before(const assessment *at, size_t lineage)
{
    const pcart_series *series = &at->series[lineage];
    const pcart_day_value *found = NULL;

    for (size_t i = pcart_series_from(series, at->day0 - at->slack);
         i < series->n && series->day[i].day <= at->day0; i++)
        if (series->day[i].origin != PCART_DAY_INFERRED)
            found = &series->day[i];
    return found;
}

/* The last day with a value while the wait lasts; INT_MIN if there is none. */
static int
last_seen(const assessment *at, size_t lineage)
{
    const pcart_series *series = &at->series[lineage];
    int found = INT_MIN;

    for (size_t i = pcart_series_from(series, at->window.first);
         i < series->n && series->day[i].day <= at->window.last; i++)
        if (series->day[i].origin != PCART_DAY_INFERRED)
            found = series->day[i].day;
    return found;
}

/* Why nothing can be said of this lineage; NULL if it was low before. */
static const char *
not_at_risk(const assessment *at, const pcart_definition_rule *rule)
{
    const pcart_day_value *before = last_before(at, number_of(rule->analyte));

    if (!at->course->has_supports)
        return "there is no table of supports";
    if (is_supported(at->course, rule, at->day0))
        return NULL;
    if (!before)
        return "no count shortly before the boost";
    if (pcart_op_holds(before->high, rule->op, rule->limit))
        return pcart_op_holds(before->low, rule->op, rule->limit)
                   ? "not low before the boost"
                   : "undetermined: the count before is a limit";
    return NULL;
}

static void
say(pcart_boost_outcome *out, pcart_boost_end end, int day)
{
    out->end = end;
    out->day = day;
}

static pcart_boost_outcome
wait_for(const assessment *at, const pcart_definition_rule *rule)
{
    pcart_boost_outcome out = {.end = PCART_BOOST_NOT_AT_RISK,
                               .reason = not_at_risk(at, rule)};
    int response, seen = last_seen(at, number_of(rule->analyte));

    if (out.reason)
        return out;
    response = find_day(at, rule, PCARTI_UNFAVOURABLE);
    out.day_first = find_day(at, rule, PCARTI_FAVOURABLE);
    out.day_first = out.day_first == NEVER ? 0 : out.day_first - at->day0;
    if (response <= at->competing_day && response != NEVER) {
        say(&out, PCART_BOOST_RESPONSE, response - at->day0);
    } else if (at->competing_day <= at->last) {
        say(&out, at->competing, at->competing_day - at->day0);
    } else if (seen == INT_MIN) {
        out.reason = "no count after the boost";
    } else if (at->window.ended) {
        say(&out, PCART_BOOST_CENSORED, at->window.last - at->day0);
        out.reason = at->window.ended;
    } else if (at->last - seen > at->slack) {
        say(&out, PCART_BOOST_CENSORED, seen - at->day0);
        out.reason = "last count";
    } else {
        say(&out, PCART_BOOST_NO_RESPONSE, at->last - at->day0);
    }
    return out;
}

static const pcart_definition_rule *
row_of(const pcart_rule_set *set, const char *label)
{
    for (size_t i = 0; i < set->n_rule; i++)
        if (strcmp(set->rule.definition[i].label, label) == 0)
            return &set->rule.definition[i];
    return NULL;
}

/* The day on which the last of the three limits is reached. */
static int
complete_day(const assessment *at)
{
    int day = INT_MIN;

    for (size_t i = 0; i < at->set->n_rule; i++) {
        const pcart_definition_rule *rule = &at->set->rule.definition[i];
        int reached;

        if (strcmp(rule->label, "complete") != 0)
            continue;
        reached = find_day(at, rule, PCARTI_UNFAVOURABLE);
        if (reached > day)
            day = reached;
    }
    return day <= at->competing_day ? day : NEVER;
}

/* Grades by which a lineage got better without support; 0 when not known. */
static int
grades_better(const assessment *at, const pcart_definition_rule *of)
{
    size_t k = number_of(of->analyte);
    const pcart_series *series = &at->series[k];
    const pcart_day_value *before = last_before(at, k);
    int best, worst;

    if (!before)
        return 0;
    worst = best = pcarti_band_of(ctcae[k], before->high).grade;
    for (size_t i = pcart_series_from(series, at->window.first);
         i < series->n && series->day[i].day <= at->window.last &&
         series->day[i].day <= at->competing_day;
         i++) {
        const pcart_day_value *day = &series->day[i];
        int grade = pcarti_band_of(ctcae[k], day->low).grade;

        if (!is_silent(day, of) && grade < best &&
            !is_supported(at->course, of, day->day))
            best = grade;
    }
    return worst - best;
}

static int
is_partial(const assessment *at, const pcart_boost *boost)
{
    const pcart_definition_rule *better = row_of(at->set, "partial");

    for (int l = 0; l < PCART_N_BOOST_LINEAGE; l++) {
        const pcart_definition_rule *rule = row_of(at->set, lineage_name[l]);

        if (boost->outcome[l].end == PCART_BOOST_NOT_AT_RISK)
            continue;
        if (pcart_op_holds(PCART_FIXED((pcart_fixed)grades_better(at, rule)),
                           better->op, better->limit))
            return 1;
        if (boost->outcome[l].end == PCART_BOOST_RESPONSE &&
            rule->analyte != PCART_ANC &&
            is_supported(at->course, rule, at->day0))
            return 1;
    }
    return 0;
}

static void
classify(const assessment *at, pcart_boost *boost)
{
    int is_any = 0, is_open = 0;
    int day = complete_day(at);

    for (int l = 0; l < PCART_N_BOOST_LINEAGE; l++) {
        is_any |= boost->outcome[l].end != PCART_BOOST_NOT_AT_RISK;
        is_open |= boost->outcome[l].end == PCART_BOOST_CENSORED;
    }
    boost->response = PCART_BOOST_OPEN;
    if (!is_any) {
        boost->reason = at->course->has_supports
                            ? "no lineage is known to have been low before the "
                              "boost"
                            : "there is no table of supports";
    } else if (day != NEVER) {
        boost->response = PCART_BOOST_COMPLETE;
        boost->complete_day = day - at->day0;
    } else if (is_partial(at, boost)) {
        boost->response = PCART_BOOST_PARTIAL;
    } else if (is_open) {
        boost->reason = "not followed to the end of the window";
    } else {
        boost->response = PCART_BOOST_NONE;
    }
}

/* Death, relapse or transplant after the boost, whichever is first. */
static void
find_competing(assessment *at, pcart_date boost)
{
    const pcart_course *course = at->course;

    at->competing_day = NEVER;
    for (size_t i = 0; i < course->n_event; i++) {
        const pcart_event *event = &course->event[i];
        int day = pcart_window_day(course, event->date);

        if ((event->kind != PCART_EVENT_RELAPSE &&
             event->kind != PCART_EVENT_PROGRESSION) ||
            event->date <= boost || day >= at->competing_day)
            continue;
        at->competing_day = day;
        at->competing = PCART_BOOST_RELAPSE;
    }
    if (course->death != PCART_DATE_NONE &&
        pcart_window_day(course, course->death) < at->competing_day) {
        at->competing_day = pcart_window_day(course, course->death);
        at->competing = PCART_BOOST_DEATH;
    }
    for (size_t i = 0; i < course->n_graft; i++) {
        const pcart_transplant *graft = &course->graft[i];
        int day = pcart_window_day(course, graft->date);

        if (graft->kind == PCART_TRANSPLANT_BOOST || graft->date <= boost ||
            day >= at->competing_day)
            continue;
        at->competing_day = day;
        at->competing = PCART_BOOST_TRANSPLANT;
    }
}

/* Days since the ANC fell below the limit, as far as it was measured. */
static int
neutropenia_before(const assessment *at)
{
    const pcart_definition_rule *rule = row_of(at->set, lineage_name[0]);
    const pcart_series *anc = &at->series[0];
    int start = INT_MAX, is_any = 0;

    for (size_t i = 0; i < anc->n && anc->day[i].day <= at->day0; i++) {
        const pcart_day_value *day = &anc->day[i];

        if (is_silent(day, rule))
            continue;
        is_any = 1;
        if (pcart_op_holds(day->high, rule->op, rule->limit))
            start = INT_MAX;
        else if (start == INT_MAX)
            start = day->day;
    }
    if (!is_any)
        return -1;
    return start == INT_MAX ? 0 : at->day0 - start;
}

static const pcart_rule_set *
set_of(const pcart_profile *profile)
{
    static const pcart_rule_set *const set[] = {
        [PCART_BOOST_WINDOW_60] = &pcarti_boost_60,
        [PCART_BOOST_WINDOW_28] = &pcarti_boost_28,
        [PCART_BOOST_WINDOW_90] = &pcarti_boost_90,
    };
    size_t choice = profile ? profile->choice[PCART_OPT_BOOST_WINDOW] : 0;

    return set[choice < PCART_COUNTOF(set) ? choice : 0];
}

pcart_status
pcart_boost_assess(const pcart_course *course, const pcart_transplant *graft,
                   const pcart_profile *profile, pcart_arena *arena,
                   pcart_boost *out, pcart_err *err)
{
    assessment at = {.course = course,
                     .set = set_of(profile),
                     .day0 = pcart_window_day(course, graft->date)};

    at.slack = pcart_rules_policy_days(at.set, PCART_POLICY_TARGET_SLACK, 0);
    at.last =
        at.day0 + pcart_rules_policy_days(at.set, PCART_POLICY_WINDOW_LAST, 0);
    at.window = pcart_window_cut(
        course, profile, PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE,
        at.day0 + pcart_rules_policy_days(at.set, PCART_POLICY_WINDOW_FIRST, 0),
        at.last);
    for (size_t k = 0; k < PCART_COUNTOF(counted); k++) {
        pcart_status status =
            pcart_series_collect(course, counted[k], arena, &at.series[k], err);

        if (status)
            return status;
    }
    find_competing(&at, graft->date);
    *out = (pcart_boost){.graft = graft, .day = at.day0, .set = at.set};
    for (int l = 0; l < PCART_N_BOOST_LINEAGE; l++)
        out->outcome[l] = wait_for(&at, row_of(at.set, lineage_name[l]));
    classify(&at, out);
    out->neutropenia = neutropenia_before(&at);
    return PCART_OK;
}

const char *
pcart_boost_lineage_name(pcart_boost_lineage lineage)
{
    return lineage_name[lineage];
}

const char *
pcart_boost_end_name(pcart_boost_end end)
{
    static const char *const name[] = {
        [PCART_BOOST_NOT_AT_RISK] = "not at risk",
        [PCART_BOOST_NO_RESPONSE] = "no response",
        [PCART_BOOST_CENSORED] = "censored",
        [PCART_BOOST_RESPONSE] = "response",
        [PCART_BOOST_DEATH] = "death",
        [PCART_BOOST_RELAPSE] = "relapse",
        [PCART_BOOST_TRANSPLANT] = "transplant",
    };

    return name[end];
}

const char *
pcart_boost_class_name(pcart_boost_class response)
{
    static const char *const name[] = {
        [PCART_BOOST_OPEN] = "not evaluable",
        [PCART_BOOST_NONE] = "none",
        [PCART_BOOST_PARTIAL] = "partial",
        [PCART_BOOST_COMPLETE] = "complete",
    };

    return name[response];
}
