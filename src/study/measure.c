/* measure.c -- grades of the subjects as columns.  Layer: study. */
#include "study/parts.h"

#include "postcart/scale.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const no_yes[] = {"no", "yes"};

const pcart_result *
pcart_study_result(const pcart_study_subject *subject, const char *measure)
{
    /* Names of measures are static: mostly they are the same pointer. */
    for (size_t i = 0; i < subject->n_result; i++)
        if (subject->result[i].measure == measure)
            return &subject->result[i];
    for (size_t i = 0; i < subject->n_result; i++)
        if (strcmp(subject->result[i].measure, measure) == 0)
            return &subject->result[i];
    return NULL;
}

/* A grade, or the grades between which it lies, as a level: -1 if none. */
static int
grade_text(const pcart_result *result, pcart_arena *arena, const char **out)
{
    char low[PCART_FIXED_SIZE], high[PCART_FIXED_SIZE];

    *out = NULL;
    if (!result || result->state == PCART_STATE_NOT_EVALUABLE)
        return 1;
    if (result->state == PCART_STATE_VALUE)
        *out = pcart_arena_print(arena, "grade %s",
                                 pcart_fixed_write(result->value, low));
    else
        *out = pcart_arena_print(
            arena, "grade %s %s %s", pcart_fixed_write(result->low, low),
            result->high - result->low == PCART_FIXED_ONE ? "or" : "to",
            pcart_fixed_write(result->high, high));
    return *out != NULL;
}

/* "Met or not met" leaves everything open: it is not known. */
static int
is_whole_answer(const pcart_result *result)
{
    static const char no[] = "not ";
    const char *a = result->low_label, *b = result->high_label;
    size_t length = sizeof no - 1;

    return a && b &&
           ((strncmp(a, no, length) == 0 && strcmp(a + length, b) == 0) ||
            (strncmp(b, no, length) == 0 && strcmp(b + length, a) == 0));
}

static int
class_text(const pcart_result *result, pcart_arena *arena, const char **out)
{
    *out = NULL;
    if (!result || result->state == PCART_STATE_NOT_EVALUABLE)
        return 1;
    if (result->state == PCART_STATE_VALUE) {
        *out = result->label;
        return 1;
    }
    if (is_whole_answer(result))
        return 1;
    *out = pcart_arena_print(arena, "%s or %s",
                             result->low_label ? result->low_label : "?",
                             result->high_label ? result->high_label : "?");
    return *out != NULL;
}

static const char *
reason_of(const pcart_result *result)
{
    if (!result)
        return "not computed";
    if (result->state == PCART_STATE_VALUE)
        return NULL;
    return result->reason ? result->reason : "no reason given";
}

/* A level and its place in the order of the rule. */
typedef struct ranked_level {
    const char *text;
    size_t rank;
} ranked_level;

static int
by_rank(const void *a, const void *b)
{
    const ranked_level *x = a, *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return strcmp(x->text, y->text);
}

/* Classes stand as their rule lists them, everything else by name. */
static size_t
rank_of(const pcart_rule_set *set, const char *text)
{
    for (size_t i = 0; set && i < set->n_class; i++)
        if (strcmp(set->classes[i].label, text) == 0)
            return i;
    return set ? set->n_class : 0;
}

static const char *const grades[] = {"grade 0", "grade 1", "grade 2", "grade 3",
                                     "grade 4"};

/* Of "low" and "not low" only the first is printed, of two classes of a score
 * only the upper one. */
static int
shown_level(const pcart_rule_set *set, const char *const *level, size_t n)
{
    static const char no[] = "not ";
    size_t length = sizeof no - 1;

    for (int k = 0; n == 2 && k < 2; k++)
        if (strncmp(level[1 - k], no, length) == 0 &&
            strcmp(level[1 - k] + length, level[k]) == 0)
            return k;
    return set && set->n_class == 2 && n == 2 ? 1 : -1;
}

/* Levels in the order of their names, "grade 0", "grade 0 or 1", "grade 1" ...;
 * grades that nobody has are levels too. */
static pcart_status
order_levels(pcarti_work *work, pcart_variable *column, int is_grade)
{
    const pcart_rule_set *set = pcart_rules_find(column->rule);
    size_t n = work->study.n_subject, n_level = 0;
    size_t room = column->n_level + PCART_COUNTOF(grades);
    ranked_level *ranked = pcart_arena_take(work->arena, room, sizeof *ranked);
    const char **level = pcart_arena_take(work->arena, room, sizeof *level);
    int *code = pcart_arena_take(work->arena, n, sizeof *code);

    if (!ranked || !level || !code)
        return pcarti_work_no_memory(work);
    for (size_t k = 0; k < column->n_level; k++)
        ranked[n_level++].text = column->level[k];
    for (size_t g = 0; is_grade && g < PCART_COUNTOF(grades); g++) {
        size_t k = 0;

        while (k < column->n_level && strcmp(column->level[k], grades[g]) != 0)
            k++;
        if (k == column->n_level)
            ranked[n_level++].text = grades[g];
    }
    for (size_t k = 0; k < n_level; k++)
        ranked[k].rank = rank_of(set, ranked[k].text);
    qsort(ranked, n_level, sizeof *ranked, by_rank);
    for (size_t k = 0; k < n_level; k++)
        level[k] = ranked[k].text;
    for (size_t i = 0; i < n; i++) {
        code[i] = -1;
        for (size_t k = 0; column->code[i] >= 0 && k < n_level; k++)
            if (level[k] == column->level[column->code[i]])
                code[i] = (int)k;
    }
    column->level = level;
    column->n_level = n_level;
    column->code = code;
    column->shown_level = shown_level(set, level, n_level);
    return PCART_OK;
}

static pcart_status
add_category(pcarti_work *work, const pcart_variable *row, int is_grade,
             const char *const *reason)
{
    size_t n = work->study.n_subject;
    const char **text = pcart_arena_take(work->arena, n, sizeof *text);
    int is_failed = !text;
    pcart_status status;

    for (size_t i = 0; i < n && !is_failed; i++) {
        const pcart_result *result =
            pcart_study_result(&work->study.subject[i], row->name);

        is_failed = is_grade ? !grade_text(result, work->arena, &text[i])
                             : !class_text(result, work->arena, &text[i]);
    }
    if (is_failed)
        return pcarti_work_no_memory(work);
    status = pcarti_column_texts(work, row, text, reason);
    return status ? status
                  : order_levels(work, &work->column[work->n_column - 1],
                                 is_grade);
}

static pcart_status
add_number(pcarti_work *work, const pcart_variable *row, double divisor,
           const char *const *reason)
{
    size_t n = work->study.n_subject;
    double *value = pcart_arena_take(work->arena, n, sizeof *value);

    if (!value)
        return pcarti_work_no_memory(work);
    for (size_t i = 0; i < n; i++) {
        const pcart_result *result =
            pcart_study_result(&work->study.subject[i], row->name);

        value[i] = result && result->state == PCART_STATE_VALUE
                       ? pcart_fixed_to_double(result->value) / divisor
                       : (double)NAN;
    }
    return pcarti_column_numbers(work, row, value, reason);
}

/* Whether a measure is a class by name: some result has a label and no number,
 * or its unit says so. */
static int
is_class(const pcarti_work *work, const pcart_measure *measure)
{
    for (size_t i = 0; i < work->study.n_subject; i++) {
        const pcart_result *result =
            pcart_study_result(&work->study.subject[i], measure->name);

        if (result && result->state == PCART_STATE_VALUE)
            return result->label && result->value == PCART_FIXED_NONE;
    }
    return strcmp(measure->unit, "class") == 0;
}

/* Measures that other sections show. */
static const char *const elsewhere[] = {"boost_", "graft_function",
                                        "chimerism_", "best_response",
                                        "mrd_negative_cr"};

/* An index that nobody has says nothing about the patients before infusion. */
static int
is_empty(const pcarti_work *work, const char *measure)
{
    for (size_t i = 0; i < work->study.n_subject; i++) {
        const pcart_result *result =
            pcart_study_result(&work->study.subject[i], measure);

        if (result && result->state == PCART_STATE_VALUE)
            return 0;
    }
    return 1;
}

/* Where a measure is shown; some are known before the infusion. */
static unsigned
roles_of(const pcarti_work *work, const pcart_measure *of)
{
    const char *measure = of->name;

    switch (of->group) {
    case PCART_MEASURE_TOXICITY:
        return is_empty(work, measure) ? 0 : PCART_ROLE_TOXICITY;
    case PCART_MEASURE_INFECTION:
        return PCART_ROLE_INFECTION;
    case PCART_MEASURE_INDEX:
        return is_empty(work, measure) ? 0 : PCART_ROLE_BASELINE;
    case PCART_MEASURE_BLOOD:
        break;
    }
    for (size_t i = 0; i < PCART_COUNTOF(elsewhere); i++)
        if (strncmp(measure, elsewhere[i], strlen(elsewhere[i])) == 0)
            return PCART_ROLE_RESPONSE;
    if (strncmp(measure, "car_hematotox", strlen("car_hematotox")) == 0)
        return PCART_ROLE_BASELINE | PCART_ROLE_SMN;
    if (strcmp(measure, "plt_day_90_class") == 0)
        return PCART_ROLE_GRADE | PCART_ROLE_SMN;
    return PCART_ROLE_GRADE;
}

static pcart_status
add_measure(pcarti_work *work, const pcart_measure *measure)
{
    size_t n = work->study.n_subject;
    const char **reason = pcart_arena_take(work->arena, n, sizeof *reason);
    int is_grade = strcmp(measure->unit, "grade") == 0;
    pcart_variable row = {.name = measure->name,
                          .title = measure->title,
                          .rule = measure->rule,
                          .roles = roles_of(work, measure)};

    if (!reason)
        return pcarti_work_no_memory(work);
    for (size_t i = 0; i < n; i++) {
        const pcart_result *result =
            pcart_study_result(&work->study.subject[i], measure->name);

        reason[i] = reason_of(result);
        if (result && result->set)
            row.rule = result->set->id;
    }
    row.is_untested = is_grade;
    if (is_grade || is_class(work, measure))
        return add_category(work, &row, is_grade, reason);
    row.unit = measure->unit;
    if (strcmp(measure->unit, "cells/uL") != 0)
        return add_number(work, &row, 1, reason);
    row.unit = "10^9/L"; // as baseline tables print counts
    return add_number(work, &row, 1000, reason);
}

/*
 * Grades from which on a toxicity is called severe.  ICAHT: grade 3 to 4
 * (Rejeski 2023; so used by Farina 2025); T-ICAHT: the same words; CTCAE:
 * grade 3 and above.
 */
static const struct {
    const char *measure, *name, *title;
    int from;
    unsigned roles;
} severe[] = {
    {"icaht_early", "icaht_early_3_4", "Early ICAHT grade 3-4", 3,
     PCART_ROLE_GRADE | PCART_ROLE_SMN},
    {"icaht_late", "icaht_late_3_4", "Late ICAHT grade 3-4", 3,
     PCART_ROLE_GRADE | PCART_ROLE_SMN},
    {"ticaht_early", "ticaht_early_3_4", "Early T-ICAHT grade 3-4", 3,
     PCART_ROLE_GRADE | PCART_ROLE_SMN},
    {"ticaht_late", "ticaht_late_3_4", "Late T-ICAHT grade 3-4", 3,
     PCART_ROLE_GRADE | PCART_ROLE_SMN},
    {"crs_astct", "crs_astct_any", "CRS of any grade, ASTCT 2019", 1,
     PCART_ROLE_TOXICITY | PCART_ROLE_SMN},
    {"crs_astct", "crs_astct_3", "CRS of grade 3 or more, ASTCT 2019", 3,
     PCART_ROLE_TOXICITY},
    {"icans_astct", "icans_astct_any", "ICANS of any grade, ASTCT 2019", 1,
     PCART_ROLE_TOXICITY | PCART_ROLE_SMN},
    {"icans_astct", "icans_astct_3", "ICANS of grade 3 or more, ASTCT 2019", 3,
     PCART_ROLE_TOXICITY},
    {"cres", "cres_any", "CRES of any grade, CARTOX", 1, PCART_ROLE_TOXICITY},
    {"iec_hs", "iec_hs_any", "IEC-HS of any grade", 1, PCART_ROLE_TOXICITY},
    {"infections_early", "infected_early", "At least one early infection", 1,
     PCART_ROLE_INFECTION},
    {"infections_late", "infected_late", "At least one late infection", 1,
     PCART_ROLE_INFECTION},
    {"ctcae5_plt", "ctcae5_plt_3_4", "Platelets, CTCAE v5 grade 3-4", 3,
     PCART_ROLE_GRADE},
    {"ctcae5_hb", "ctcae5_hb_3_4", "Haemoglobin, CTCAE v5 grade 3-4", 3,
     PCART_ROLE_GRADE},
};

/*
 * Toxicities are recorded in those who have them: a share among recorded
 * grades alone would be a share of the sick.  It is taken when the table is
 * said to list all of them.
 */
static int
is_selected(const pcarti_work *work, const pcart_result *result)
{
    return result && pcart_scale_of_measure(result->measure) &&
           work->profile->choice[PCART_OPT_TOXICITY_ABSENT] !=
               PCART_ABSENT_NONE &&
           !pcarti_is_by_findings(result);
}

/* Bounds decide when both ends fall on one side. */
static int
is_severe(const pcart_result *result, int from)
{
    pcart_fixed limit = PCART_FIXED((pcart_fixed)from);

    if (!result || result->state == PCART_STATE_NOT_EVALUABLE)
        return -1;
    if (result->state == PCART_STATE_VALUE)
        return result->value >= limit;
    if (result->low != PCART_FIXED_NONE && result->low >= limit)
        return 1;
    return result->high != PCART_FIXED_NONE && result->high < limit ? 0 : -1;
}

static pcart_status
add_severe(pcarti_work *work)
{
    const pcart_study *study = &work->study;
    size_t n = study->n_subject;
    pcart_status status = PCART_OK;

    for (size_t k = 0; k < PCART_COUNTOF(severe) && !status; k++) {
        const pcart_variable *grade =
            pcarti_column_find(work, severe[k].measure);
        int *code = pcart_arena_take(work->arena, n, sizeof *code);
        pcart_variable row = {.name = severe[k].name,
                              .title = severe[k].title,
                              .roles = severe[k].roles,
                              .level = no_yes,
                              .n_level = 2,
                              .shown_level = 1};

        if (!grade)
            continue;
        if (!code)
            return pcarti_work_no_memory(work);
        row.rule = grade->rule;
        for (size_t i = 0; i < n; i++) {
            const pcart_result *result =
                pcart_study_result(&study->subject[i], severe[k].measure);

            code[i] = is_selected(work, result)
                          ? -1
                          : is_severe(result, severe[k].from);
        }
        if (grade->roles)
            status = pcarti_column_codes(work, &row, code, grade->reason);
    }
    return status;
}

pcart_status
pcarti_work_measures(pcarti_work *work)
{
    size_t n;
    const pcart_measure *measure = pcart_measure_list(&n);
    pcart_status status = PCART_OK;

    for (size_t i = 0; i < n && !status; i++)
        status = add_measure(work, &measure[i]);
    return status ? status : add_severe(work);
}
