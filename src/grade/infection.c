/*
 * infection.c -- infections, early and late: how many, how many severe, and
 * the days at risk.  Layer: grade.
 *
 * The label of the measure names the rows of the table, "early" or "late";
 * "early severe" counts the severe ones among them.
 */
#include "grade/grading.h"

#include <string.h>

static int
is_severe_label(const char *label)
{
    return strchr(label, ' ') != NULL;
}

/* Days of "early" or "late"; what ends the time at risk. */
static pcart_window
window_of(const pcarti_grading *grading, const pcart_rule_set *set, int *row)
{
    size_t n = strcspn(grading->label, " ");

    *row = 0;
    for (size_t i = 0; i < set->n_rule; i++)
        if (strncmp(set->rule.definition[i].label, grading->label, n) == 0)
            *row = (int)i;
    return pcarti_grading_cut(grading,
                              PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE |
                                  PCART_END_PROGRESSION |
                                  PCART_END_NEXT_THERAPY,
                              set->rule.definition[*row].first_day,
                              set->rule.definition[*row].last_day);
}

static int
is_same_text(const char *a, const char *b)
{
    for (; *a && *b; a++, b++) {
        char x = *a >= 'A' && *a <= 'Z' ? (char)(*a - 'A' + 'a') : *a;
        char y = *b >= 'A' && *b <= 'Z' ? (char)(*b - 'A' + 'a') : *b;

        if (x != y)
            return 0;
    }
    return *a == *b;
}

static int
is_given(const char *text)
{
    return text && *text;
}

/* One organism; or one site, where an organism is not named in both. */
static int
is_same_infection(const pcart_toxicity *a, const pcart_toxicity *b)
{
    if (is_given(a->organism) && is_given(b->organism))
        return is_same_text(a->organism, b->organism);
    return is_given(a->site) && is_given(b->site) &&
           is_same_text(a->site, b->site);
}

/* Whether row `at` goes on with an infection of a row before it. */
static int
is_repeat(const pcart_course *course, const pcart_rule_set *set, size_t at)
{
    const pcart_toxicity *row = &course->toxicity[at];
    int is_viral = row->organism_class == PCART_ORGANISM_VIRAL;
    int days = pcart_rules_policy_days(
        set, is_viral ? PCART_POLICY_SAME_VIRAL_DAYS : PCART_POLICY_SAME_DAYS,
        0);

    for (size_t i = at; i-- > 0;) {
        const pcart_toxicity *before = &course->toxicity[i];

        if (row->first - before->first > days)
            break;
        if (before->kind == PCART_TOXICITY_INFECTION &&
            is_same_infection(before, row))
            return 1;
    }
    return 0;
}

/* 1, 0, or -1 when it is not known. */
static int
is_severe(const pcarti_grading *grading, const pcart_rule_set *set,
          const pcart_toxicity *row)
{
    int from = pcart_rules_policy_days(set, PCART_POLICY_SEVERE_FROM, 0);

    switch (pcarti_grading_choice(grading, PCART_OPT_INFECTION_SEVERE)) {
    case PCART_SEVERE_WORDS:
        return row->severity < 0 ? -1
                                 : row->severity >= (int)PCART_INFECTION_SEVERE;
    case PCART_SEVERE_IV_OR_HOSPITAL:
        if (row->is_iv == 1 || row->is_hospital == 1)
            return 1;
        return row->is_iv == 0 && row->is_hospital == 0 ? 0 : -1;
    default:
        return row->grade < 0 ? -1 : row->grade >= from;
    }
}

/* The worst of the rows of one infection, the first of which is `at`. */
static int
is_episode_severe(const pcarti_grading *grading, const pcart_rule_set *set,
                  size_t at)
{
    const pcart_course *course = grading->course;
    const pcart_toxicity *last = &course->toxicity[at];
    int worst = is_severe(grading, set, last);

    for (size_t i = at + 1; i < course->n_toxicity; i++) {
        const pcart_toxicity *row = &course->toxicity[i];
        int is_this;

        if (row->kind != PCART_TOXICITY_INFECTION ||
            !is_repeat(course, set, i) || !is_same_infection(last, row))
            continue;
        is_this = is_severe(grading, set, row);
        if (is_this == 1)
            worst = 1;
        else if (is_this < 0 && worst == 0)
            worst = -1;
        last = row;
    }
    return worst;
}

static void
add_row(pcarti_grading *grading, pcart_evidence_kind kind,
        const pcart_toxicity *row, int day, const char *text)
{
    pcart_evidence *piece = pcarti_evidence_add(grading, kind, -1, day, day);

    if (!piece)
        return;
    piece->what = "infection, grade";
    piece->value = row->grade < 0 ? PCART_FIXED_NONE : PCART_FIXED(row->grade);
    piece->table = "toxicities";
    piece->line = row->line;
    piece->text = text;
}

/* 0 when the days or the table are not there, and the result says so. */
static int
is_observed(pcarti_grading *grading, pcart_result *result, pcart_window window)
{
    if (window.last < window.first) {
        pcarti_result_empty_window(grading, result, window);
        return 0;
    }
    if (grading->course->has_toxicities)
        return 1;
    pcarti_result_none(result, "there is no table toxicities");
    return 0;
}

void
pcarti_infections(pcarti_grading *grading, pcart_result *result)
{
    const pcart_course *course = grading->course;
    int is_severe_only = is_severe_label(grading->label);
    int row, n_low = 0, n_high = 0;
    pcart_window window = window_of(grading, result->set, &row);

    if (!is_observed(grading, result, window))
        return;
    for (size_t i = 0; i < course->n_toxicity; i++) {
        const pcart_toxicity *at = &course->toxicity[i];
        int day = pcart_window_day(course, at->first);
        int severe = 1;

        if (at->kind != PCART_TOXICITY_INFECTION || day < window.first ||
            day > window.last)
            continue;
        if (is_repeat(course, result->set, i)) {
            add_row(grading, PCART_EVIDENCE_USED, at, day,
                    "one with an earlier row");
            continue;
        }
        if (is_severe_only)
            severe = is_episode_severe(grading, result->set, i);
        n_low += severe == 1;
        n_high += severe != 0;
        add_row(grading,
                severe == 0 ? PCART_EVIDENCE_USED : PCART_EVIDENCE_DECISIVE, at,
                day,
                severe == 1   ? NULL
                : severe == 0 ? "not severe"
                              : "severity not known");
    }
    pcarti_result_bounds(result, PCART_FIXED(n_low), PCART_FIXED(n_high),
                         "severity not known");
    result->row = row;
}

/* Days at risk: those of the window that were observed. */
void
pcarti_infection_days(pcarti_grading *grading, pcart_result *result)
{
    const pcart_course *course = grading->course;
    int row;
    pcart_window window = window_of(grading, result->set, &row);

    if (!is_observed(grading, result, window))
        return;
    if (course->last_contact == PCART_DATE_NONE) {
        pcarti_result_none(result, "no date of death or last contact");
        return;
    }
    pcarti_result_value(result, PCART_FIXED(window.last - window.first + 1));
    result->row = row;
}
