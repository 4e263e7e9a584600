/* pairs.c -- the first infusion of a patient against the second.
 * Layer: study. */
#include "study/parts.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "postcart/assemble.h"
#include "postcart/fisher.h"
#include "postcart/mcnemar.h"
#include "postcart/rank.h"
#include "postcart/series.h"
#include "postcart/ttest.h"
#include "postcart/window.h"

/* What is looked at. */
typedef enum source_kind {
    NUMBER,      // a measure that is a number
    AT_LEAST,    // yes: the measure is `from` or more
    LABEL,       // yes: the measure says "met"
    LOWEST,      // of an analyte in the window of early ICAHT
    HIGHEST,     // the same
    WORST_GRADE, // of a toxicity, as the centre graded it; none is 0
    ANY_GRADE    // yes: a toxicity of grade 1 or more
} source_kind;

#define COUNTS "Counts"
#define CYTOKINES "Cytokines and inflammation, highest value"
#define SYNDROMES "CRS and neurotoxicity"
#define INFECTIONS "Infections"
#define SUPPORT "Support"
#define RESPONSE "Response"

// clang-format off
/* A measure that does not exist, or that nobody has, is left out. */
static const struct {
    const char *name, *title, *unit, *section;
    source_kind source;
    const char *measure; // or NULL
    int of;              // analyte, toxicity, or least grade
    double divisor;      // canonical unit of the analyte to that of the row
} asked[] = {
    {"anc_lowest", "ANC, lowest", "cells/uL", COUNTS, LOWEST, NULL, PCART_ANC, 1},
    {"platelets_lowest", "Platelets, lowest", "10^9/L", COUNTS, LOWEST, NULL, PCART_PLATELETS, 1000},
    {"hemoglobin_lowest", "Haemoglobin, lowest", "g/dL", COUNTS, LOWEST, NULL, PCART_HEMOGLOBIN, 1},
    {"days_anc_le_500", "Longest episode of ANC <= 500/uL", "days", COUNTS, NUMBER, "days_anc_le_500", 0, 1},
    {"icaht_early", "Early ICAHT, grade", "", COUNTS, NUMBER, "icaht_early", 0, 1},
    {"icaht_early_3_4", "Early ICAHT grade 3-4", "", COUNTS, AT_LEAST, "icaht_early", 3, 1},
    {"severe_thrombocytopenia", "Severe thrombocytopenia", "", COUNTS, LABEL, "severe_thrombocytopenia", 0, 1},
    {"severe_anaemia", "Severe anaemia", "", COUNTS, LABEL, "severe_anaemia", 0, 1},
    {"il2_peak", "IL-2", "ng/L", CYTOKINES, HIGHEST, NULL, PCART_IL2, 1},
    {"il4_peak", "IL-4", "ng/L", CYTOKINES, HIGHEST, NULL, PCART_IL4, 1},
    {"il6_peak", "IL-6", "ng/L", CYTOKINES, HIGHEST, NULL, PCART_IL6, 1},
    {"il10_peak", "IL-10", "ng/L", CYTOKINES, HIGHEST, NULL, PCART_IL10, 1},
    {"il17a_peak", "IL-17A", "ng/L", CYTOKINES, HIGHEST, NULL, PCART_IL17A, 1},
    {"ifn_gamma_peak", "IFN-gamma", "ng/L", CYTOKINES, HIGHEST, NULL, PCART_IFN_GAMMA, 1},
    {"tnf_alpha_peak", "TNF-alpha", "ng/L", CYTOKINES, HIGHEST, NULL, PCART_TNF_ALPHA, 1},
    {"crp_peak", "CRP", "mg/L", CYTOKINES, HIGHEST, NULL, PCART_CRP, 1},
    {"ferritin_peak", "Ferritin", "ug/L", CYTOKINES, HIGHEST, NULL, PCART_FERRITIN, 1},
    {"crs", "CRS of any grade, by the centre", "", SYNDROMES, ANY_GRADE, NULL, PCART_TOXICITY_CRS, 1},
    {"crs_grade", "CRS, grade by the centre", "", SYNDROMES, WORST_GRADE, NULL, PCART_TOXICITY_CRS, 1},
    {"crs_astct", "CRS, ASTCT 2019 from findings", "", SYNDROMES, NUMBER, "crs_astct", 0, 1},
    {"cres_given", "CRES of any grade, by the centre", "", SYNDROMES, ANY_GRADE, NULL, PCART_TOXICITY_CRES, 1},
    {"cres_found", "CRES of any grade, from findings", "", SYNDROMES, AT_LEAST, "cres", 1, 1},
    {"icans_given", "ICANS of any grade, by the centre", "", SYNDROMES, ANY_GRADE, NULL, PCART_TOXICITY_ICANS, 1},
    {"infections_early", "Early infections, number", "", INFECTIONS, NUMBER, "infections_early", 0, 1},
    {"infection_early", "Early infection", "", INFECTIONS, AT_LEAST, "infections_early", 1, 1},
    {"infections_late", "Late infections, number", "", INFECTIONS, NUMBER, "infections_late", 0, 1},
    {"infection_late", "Late infection", "", INFECTIONS, AT_LEAST, "infections_late", 1, 1},
    {"red_cells_early", "Red cells given, day 0-30", "days", SUPPORT, NUMBER, "red_cells_early", 0, 1},
    {"platelets_given_early", "Platelets given, day 0-30", "days", SUPPORT, NUMBER, "platelets_given_early", 0, 1},
    {"gcsf_early", "G-CSF given, day 0-30", "days", SUPPORT, NUMBER, "gcsf_early", 0, 1},
    {"mrd_negative_cr", "MRD-negative complete remission", "", RESPONSE, LABEL, "mrd_negative_cr", 0, 1},
};
// clang-format on

/* Patients with two courses, graded; the others are not in it. */
static pcart_status
collect(pcarti_work *work, pcart_pair *pair, size_t *n)
{
    const pcart_cohort *cohort = work->study.cohort;
    pcart_status status = PCART_OK;

    for (size_t i = 0; i < cohort->n_patient && !status; i++) {
        const pcart_course *course;
        size_t n_course;

        if (cohort->patient[i].n_infusion < 2)
            continue;
        status = pcart_courses_of_patient(&cohort->patient[i], work->profile,
                                          work->arena, &course, &n_course,
                                          work->err);
        if (status || n_course < 2)
            continue;
        pair[*n].patient = &cohort->patient[i];
        for (int k = 0; k < 2 && !status; k++) {
            pair[*n].course[k] = &course[k];
            status = pcart_grade_course_brief(&course[k], work->profile, NULL,
                                              work->arena, &pair[*n].result[k],
                                              &pair[*n].n_result, work->err);
        }
        (*n)++;
    }
    return status;
}

static double
from_result(const pcart_result *result, source_kind source, int from)
{
    pcart_fixed limit = PCART_FIXED((pcart_fixed)from);

    if (!result || result->state == PCART_STATE_NOT_EVALUABLE)
        return (double)NAN;
    if (source == AT_LEAST && result->state == PCART_STATE_BOUNDS)
        return result->low != PCART_FIXED_NONE && result->low >= limit ? 1
               : result->high != PCART_FIXED_NONE && result->high < limit
                   ? 0
                   : (double)NAN;
    if (result->state != PCART_STATE_VALUE)
        return (double)NAN;
    if (source == LABEL)
        return strcmp(result->label, "met") == 0;
    if (source == AT_LEAST)
        return result->value >= limit;
    return pcart_fixed_to_double(result->value);
}

/* The window of early ICAHT, cut where the course ends. */
static pcart_window
early_window(const pcarti_work *work, const pcart_course *course)
{
    const pcart_rule_set *set = pcart_rules_find("icaht-2023-early");

    return pcart_window_cut(
        course, work->profile, PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE,
        pcart_rules_policy_days(set, PCART_POLICY_WINDOW_FIRST, 0),
        pcart_rules_policy_days(set, PCART_POLICY_WINDOW_LAST, 0));
}

static double
from_labs(const pcarti_work *work, const pcart_course *course,
          pcart_analyte analyte, int is_highest)
{
    pcart_window window = early_window(work, course);
    double found = (double)NAN;
    size_t n;
    const pcart_lab *lab = pcart_course_labs(course, analyte, &n);

    for (size_t i = 0; i < n; i++) {
        int day = pcart_window_day(course, lab[i].date);
        double value = pcart_fixed_to_double(lab[i].value);

        if (day >= window.first && day <= window.last &&
            (isnan(found) || (is_highest ? value > found : value < found)))
            found = value;
    }
    return found;
}

/* Without a table of toxicities nothing is known; with it, no row is none. */
static double
from_toxicities(const pcarti_work *work, const pcart_pair *pair, int k,
                int kind)
{
    const pcart_course *course = pair->course[k];
    pcart_window window = pcart_window_cut(
        course, work->profile, PCART_END_FOLLOWUP | PCART_END_NEXT_COURSE, 0,
        INT_MAX);
    double worst = 0;

    if (!(pair->patient->tables >> PCART_TABLE_TOXICITIES & 1))
        return (double)NAN;
    for (size_t i = 0; i < course->n_toxicity; i++) {
        const pcart_toxicity *row = &course->toxicity[i];
        int day = pcart_window_day(course, row->first);

        if ((int)row->kind != kind || day < window.first || day > window.last)
            continue;
        if (row->grade < 0)
            return (double)NAN;
        if (row->grade > worst)
            worst = row->grade;
    }
    return worst;
}

static double
value_of(const pcarti_work *work, const pcart_pair *pair, int k, size_t row)
{
    double grade;

    switch (asked[row].source) {
    case NUMBER:
    case AT_LEAST:
    case LABEL:
        for (size_t i = 0; i < pair->n_result; i++)
            if (strcmp(pair->result[k][i].measure, asked[row].measure) == 0)
                return from_result(&pair->result[k][i], asked[row].source,
                                   asked[row].of);
        break;
    case LOWEST:
    case HIGHEST:
        return from_labs(work, pair->course[k], (pcart_analyte)asked[row].of,
                         asked[row].source == HIGHEST) /
               asked[row].divisor;
    case WORST_GRADE:
        return from_toxicities(work, pair, k, asked[row].of);
    case ANY_GRADE:
        grade = from_toxicities(work, pair, k, asked[row].of);
        return isnan(grade) ? grade : grade > 0;
    }
    return (double)NAN;
}

/* The values of those with both, first and second. */
typedef struct both {
    double *value[2], *difference;
    size_t n;
} both;

static pcart_status
keep_both(pcarti_work *work, const pcart_pair_row *row, size_t n, both *out)
{
    for (int k = 0; k < 2; k++) {
        out->value[k] =
            pcart_arena_take(work->arena, n + 1, sizeof *out->value[k]);
        if (!out->value[k])
            return pcarti_work_no_memory(work);
    }
    out->difference =
        pcart_arena_take(work->arena, n + 1, sizeof *out->difference);
    if (!out->difference)
        return pcarti_work_no_memory(work);
    for (size_t i = 0; i < n; i++) {
        if (isnan(row->value[0][i]) || isnan(row->value[1][i]))
            continue;
        out->value[0][out->n] = row->value[0][i];
        out->value[1][out->n] = row->value[1][i];
        out->difference[out->n++] = row->value[0][i] - row->value[1][i];
    }
    return PCART_OK;
}

/* Yes and no: pairs that differ against all pairs taken as strangers. */
static pcart_status
test_yes_no(pcarti_work *work, const both *of, pcart_pair_row *row)
{
    int cell[4] = {0};
    pcart_status status;

    for (size_t i = 0; i < of->n; i++) {
        int first = of->value[0][i] > 0, second = of->value[1][i] > 0;

        row->discordant[0] += first && !second;
        row->discordant[1] += second && !first;
        row->n_both_yes[0] += first;
        row->n_both_yes[1] += second;
    }
    cell[0] = row->n_both_yes[0];
    cell[1] = (int)of->n - cell[0];
    cell[2] = row->n_both_yes[1];
    cell[3] = (int)of->n - cell[2];
    status = pcart_mcnemar_test(row->discordant[0], row->discordant[1],
                                PCART_MCNEMAR_EXACT, &row->test, work->err);
    if (!status)
        status = pcart_fisher_2x2(cell, NULL, &row->unpaired, work->err);
    return status;
}

static pcart_status
test_numbers(pcarti_work *work, const both *of, pcart_pair_row *row)
{
    const pcart_ttest_options paired = {.kind = PCART_TTEST_PAIRED};
    const pcart_values first = {of->value[0], of->n};
    const pcart_values second = {of->value[1], of->n};
    pcart_status status =
        pcart_signedrank_test((pcart_values){of->difference, of->n}, NULL,
                              work->arena, &row->test, work->err);

    if (!status)
        status = pcart_ttest(first, second, &paired, &row->paired_t, work->err);
    if (!status)
        status = pcart_mannwhitney_test(first, second, NULL, work->arena,
                                        &row->unpaired, work->err);
    return status;
}

/* The customary level: it only decides whether a sentence is printed. */
static const double customary = 0.05;

static pcart_status
make_row(pcarti_work *work, const pcart_pairs *pairs, size_t number,
         pcart_pair_row *row)
{
    both of = {.n = 0};
    pcart_status status;

    *row = (pcart_pair_row){.name = asked[number].name,
                            .title = asked[number].title,
                            .unit = asked[number].unit,
                            .section = asked[number].section};
    row->is_yes_no = asked[number].source == AT_LEAST ||
                     asked[number].source == LABEL ||
                     asked[number].source == ANY_GRADE;
    for (int k = 0; k < 2; k++) {
        double *value =
            pcart_arena_take(work->arena, pairs->n + 1, sizeof *value);
        double *known =
            pcart_arena_take(work->arena, pairs->n + 1, sizeof *known);

        if (!value || !known)
            return pcarti_work_no_memory(work);
        row->value[k] = value;
        for (size_t i = 0; i < pairs->n; i++) {
            value[i] = value_of(work, &pairs->pair[i], k, number);
            if (isnan(value[i]))
                continue;
            known[row->n_known[k]++] = value[i];
            row->n_yes[k] += row->is_yes_no && value[i] > 0;
        }
        if (row->n_known[k] == 0)
            continue;
        status = pcart_summary_of(known, row->n_known[k], PCART_QUANTILE_7,
                                  work->arena, &row->summary[k], work->err);
        if (status)
            return status;
    }
    status = keep_both(work, row, pairs->n, &of);
    row->n_both = of.n;
    if (status || of.n == 0)
        return status;
    status = row->is_yes_no ? test_yes_no(work, &of, row)
                            : test_numbers(work, &of, row);
    row->is_contradicted =
        row->test.is_evaluable && row->unpaired.is_evaluable &&
        (row->test.p_value < customary) != (row->unpaired.p_value < customary);
    return status;
}

pcart_status
pcarti_work_pairs(pcarti_work *work)
{
    const pcart_cohort *cohort = work->study.cohort;
    pcart_pair *pair =
        pcart_arena_take(work->arena, cohort->n_patient + 1, sizeof *pair);
    pcart_pair_row *row =
        pcart_arena_take(work->arena, PCART_COUNTOF(asked), sizeof *row);
    pcart_pairs made = {.pair = pair, .row = row};
    pcart_status status;

    if (!pair || !row)
        return pcarti_work_no_memory(work);
    status = collect(work, pair, &made.n);
    for (size_t k = 0; k < PCART_COUNTOF(asked) && !status && made.n; k++) {
        status = make_row(work, &made, k, &row[made.n_row]);
        if (!status && row[made.n_row].n_known[0] + row[made.n_row].n_known[1])
            made.n_row++;
    }
    work->study.pairs = made;
    return status;
}
