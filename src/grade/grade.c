/*
 * grade.c -- all measures of one course, in printing order.  Layer: grade.
 *
 * To add a measure: write its function (see grading.h) and add a row here.
 */
#include "postcart/grade.h"

#include <string.h>

#include "grade/grading.h"
#include "rules/sets.h"

/* How a measure is made.  The set depends on an option where there is one. */
typedef struct maker {
    pcarti_measure_fill *fill;
    int option;                   /* pcart_option_id, or -1 */
    const pcart_rule_set *set[5]; /* by the choice; set[0] is the default */
    const char *label;            /* of a definition; or NULL */
} maker;

// clang-format off
static const pcart_measure measure[] = {
    /* name            title                                     unit        rule under the default profile */
    { "icaht_early",    "Early ICAHT",                           "grade",    "icaht-2023-early", PCART_MEASURE_BLOOD },
    { "icaht_late",     "Late ICAHT",                            "grade",    "icaht-2023-late", PCART_MEASURE_BLOOD },
    { "days_anc_le_500", "Longest episode of ANC <= 500/uL",     "days",     "icaht-2023-early", PCART_MEASURE_BLOOD },
    { "days_anc_le_100", "Longest episode of ANC <= 100/uL",     "days",     "icaht-2023-early", PCART_MEASURE_BLOOD },
    { "days_anc_le_500_cumulative", "All days of ANC <= 500/uL", "days",     "icaht-2023-early", PCART_MEASURE_BLOOD },
    { "ticaht_early",   "Early T-ICAHT",                         "grade",    "ticaht-2025-early", PCART_MEASURE_BLOOD },
    { "ticaht_late",    "Late T-ICAHT",                          "grade",    "ticaht-2025-late", PCART_MEASURE_BLOOD },
    { "car_hematotox",  "CAR-HEMATOTOX",                         "points",   "car-hematotox-2021", PCART_MEASURE_BLOOD },
    { "car_hematotox_class", "CAR-HEMATOTOX class",              "class",    "car-hematotox-2021", PCART_MEASURE_BLOOD },
    { "ctcae5_anc",     "Neutropenia, worst CTCAE v5",           "grade",    "ctcae-v5-anc", PCART_MEASURE_BLOOD },
    { "ctcae6_anc",     "Neutropenia, worst CTCAE v6",           "grade",    "ctcae-v6-anc", PCART_MEASURE_BLOOD },
    { "ctcae5_plt",     "Thrombocytopenia, worst CTCAE v5",      "grade",    "ctcae-v5-platelets", PCART_MEASURE_BLOOD },
    { "ctcae6_plt",     "Thrombocytopenia, worst CTCAE v6",      "grade",    "ctcae-v6-platelets", PCART_MEASURE_BLOOD },
    { "ctcae5_hb",      "Anaemia, worst CTCAE v5",               "grade",    "ctcae-v5-hemoglobin", PCART_MEASURE_BLOOD },
    { "ctcae6_hb",      "Anaemia, worst CTCAE v6",               "grade",    "ctcae-v6-hemoglobin", PCART_MEASURE_BLOOD },
    { "ctcae5_wbc",     "Leukopenia, worst CTCAE v5",            "grade",    "ctcae-v5-wbc", PCART_MEASURE_BLOOD },
    { "ctcae5_lymphocytes", "Lymphopenia, worst CTCAE v5",       "grade",    "ctcae-v5-lymphocytes", PCART_MEASURE_BLOOD },
    { "recovery_anc",   "Neutrophil recovery",                   "day",      "recovery-cibmtr-anc", PCART_MEASURE_BLOOD },
    { "recovery_plt",   "Platelet recovery to 20 G/L",           "day",      "recovery-cibmtr-platelets-20", PCART_MEASURE_BLOOD },
    { "recovery_plt_50", "Platelet recovery to 50 G/L",          "day",      "recovery-cibmtr-platelets-50", PCART_MEASURE_BLOOD },
    { "phenotype",      "Phenotype of neutrophil recovery",      "class",    "phenotype-2021", PCART_MEASURE_BLOOD },
    { "plt_day_90",     "Platelets at day 90",                   "cells/uL", "platelets-day-90-lt50", PCART_MEASURE_BLOOD },
    { "plt_day_90_class", "Low platelets at day 90",             "class",    "platelets-day-90-lt50", PCART_MEASURE_BLOOD },
    { "cytopenia_rejeski_2021", "Prolonged cytopenia (Rejeski 2021)", "class", "cytopenia-words", PCART_MEASURE_BLOOD },
    { "cytopenia_fried_2019", "Prolonged cytopenia (Fried 2019)", "class",   "cytopenia-words", PCART_MEASURE_BLOOD },
    { "cytopenia_fried_2019_severe", "Severe prolonged cytopenia (Fried 2019)", "class", "cytopenia-words", PCART_MEASURE_BLOOD },
    { "cytopenia_brudno_2022", "Prolonged cytopenia (Brudno 2022)", "class", "cytopenia-words", PCART_MEASURE_BLOOD },
    { "cytopenia_nagle_2021", "Prolonged cytopenia (Nagle 2021)", "class",   "cytopenia-words", PCART_MEASURE_BLOOD },
    { "cytopenia_wang_2021", "Prolonged cytopenia (Wang 2021)",  "class",    "cytopenia-words", PCART_MEASURE_BLOOD },
    { "cytopenia_cordeiro_2020", "Late cytopenia (Cordeiro 2020)", "class",  "cytopenia-words", PCART_MEASURE_BLOOD },
    { "severe_thrombocytopenia", "Severe thrombocytopenia (Ji 2024)", "class", "severe-words", PCART_MEASURE_BLOOD },
    { "severe_anaemia",  "Severe anaemia (Ji 2024)",             "class",    "severe-words", PCART_MEASURE_BLOOD },
    { "red_cells_early", "Red cells given, day 0-30",        "days",     "support-burden-early", PCART_MEASURE_BLOOD },
    { "red_cells_late",  "Red cells given, day 31-100",      "days",     "support-burden-late", PCART_MEASURE_BLOOD },
    { "platelets_given_early", "Platelets given, day 0-30", "days", "support-burden-early", PCART_MEASURE_BLOOD },
    { "platelets_given_late", "Platelets given, day 31-100", "days", "support-burden-late", PCART_MEASURE_BLOOD },
    { "gcsf_early",      "G-CSF given, day 0-30",            "days",     "support-burden-early", PCART_MEASURE_BLOOD },
    { "gcsf_late",       "G-CSF given, day 31-100",          "days",     "support-burden-late", PCART_MEASURE_BLOOD },
    { "boost_anc",       "Neutrophil response to the boost", "days", "boost-response-60", PCART_MEASURE_BLOOD },
    { "boost_plt",       "Platelet response (20 G/L) to the boost", "days", "boost-response-60", PCART_MEASURE_BLOOD },
    { "boost_plt_50",    "Platelet response (50 G/L) to the boost", "days", "boost-response-60", PCART_MEASURE_BLOOD },
    { "boost_hb",        "Red-cell response to the boost", "days", "boost-response-60", PCART_MEASURE_BLOOD },
    { "boost_response",  "Response to the boost",                "class",    "boost-response-60", PCART_MEASURE_BLOOD },
    { "graft_function",  "Poor graft function",                  "class",    "pgf-astct-2021", PCART_MEASURE_BLOOD },
    { "chimerism_class", "Donor chimerism",                      "class",    "chimerism-gt95", PCART_MEASURE_BLOOD },
    { "chimerism_trend", "Trend of donor chimerism",             "class",    "chimerism-gt95", PCART_MEASURE_BLOOD },
    { "best_response",   "Best response by day 30",              "class",    "response-ball", PCART_MEASURE_BLOOD },
    { "mrd_negative_cr", "MRD-negative complete remission by day 30", "class", "response-ball", PCART_MEASURE_BLOOD },
    { "crs_astct",      "CRS, worst ASTCT 2019",                 "grade",    "astct-2019-crs", PCART_MEASURE_TOXICITY },
    { "crs_lee",        "CRS, worst Lee 2014",                   "grade",    "lee-2014-crs", PCART_MEASURE_TOXICITY },
    { "crs_penn",       "CRS, worst Penn",                       "grade",    "penn-2018-crs", PCART_MEASURE_TOXICITY },
    { "crs_cartox",     "CRS, worst CARTOX",                     "grade",    "cartox-2018-crs", PCART_MEASURE_TOXICITY },
    { "crs_mskcc",      "CRS, worst MSKCC",                      "grade",    "mskcc-crs", PCART_MEASURE_TOXICITY },
    { "icans_astct",    "ICANS, worst ASTCT 2019",               "grade",    "astct-2019-icans", PCART_MEASURE_TOXICITY },
    { "cres",           "CRES, worst CARTOX 2018",               "grade",    "cartox-2018-cres", PCART_MEASURE_TOXICITY },
    { "iec_hs",         "IEC-HS, worst",                         "grade",    "iec-hs-2023", PCART_MEASURE_TOXICITY },
    { "carhlh",         "carHLH",                                "class",    "carhlh-2018", PCART_MEASURE_TOXICITY },
    { "hlh2004",        "HLH-2004",                              "class",    "hlh-2004", PCART_MEASURE_TOXICITY },
    { "hlh2004_criteria", "HLH-2004, criteria met",              "criteria", "hlh-2004", PCART_MEASURE_TOXICITY },
    { "hscore",         "HScore, highest",                       "points",   "hscore-2014", PCART_MEASURE_TOXICITY },
    { "febrile_neutropenia", "Febrile neutropenia",              "class",    "ctcae-v6-febrile-neutropenia.2", PCART_MEASURE_TOXICITY },
    { "easix",          "EASIX before lymphodepletion",          "index",    "easix", PCART_MEASURE_INDEX },
    { "easix_modified", "m-EASIX before lymphodepletion",        "index",    "easix-modified", PCART_MEASURE_INDEX },
    { "easix_simplified", "Simplified EASIX before lymphodepletion", "index", "easix-simplified", PCART_MEASURE_INDEX },
    { "infections_early", "Early infections",                    "infections", "infection-30", PCART_MEASURE_INFECTION },
    { "infections_early_severe", "Severe early infections",      "infections", "infection-30", PCART_MEASURE_INFECTION },
    { "infections_early_days", "Days at risk of early infection", "days",    "infection-30", PCART_MEASURE_INFECTION },
    { "infections_late", "Late infections",                      "infections", "infection-30", PCART_MEASURE_INFECTION },
    { "infections_late_severe", "Severe late infections",        "infections", "infection-30", PCART_MEASURE_INFECTION },
    { "infections_late_days", "Days at risk of late infection",  "days",     "infection-30", PCART_MEASURE_INFECTION },
};

#define SEVERE_SETS { [PCART_SEVERE_GRADE_3] = &pcarti_severe_words, \
                      [PCART_SEVERE_GRADE_4] = &pcarti_severe_grade_4, \
                      [PCART_SEVERE_REJESKI] = &pcarti_severe_rejeski }
#define BOOST_SETS { [PCART_BOOST_WINDOW_60] = &pcarti_boost_60, \
                     [PCART_BOOST_WINDOW_28] = &pcarti_boost_28, \
                     [PCART_BOOST_WINDOW_90] = &pcarti_boost_90 }
#define CHIMERISM_SETS { [PCART_FULL_GT95] = &pcarti_chimerism_gt95, \
                         [PCART_FULL_GE95] = &pcarti_chimerism_ge95 }

static const maker how[] = {
    { pcarti_icaht_early,      -1, { &pcarti_icaht_2023_early }, NULL },
    { pcarti_icaht_late,       -1, { &pcarti_icaht_2023_late }, NULL },
    { pcarti_days_anc_le_500,  -1, { &pcarti_icaht_2023_early }, NULL },
    { pcarti_days_anc_le_100,  -1, { &pcarti_icaht_2023_early }, NULL },
    { pcarti_days_anc_le_500_cumulative, -1, { &pcarti_icaht_2023_early }, NULL },
    { pcarti_ticaht_early,     PCART_OPT_TICAHT_PROFILE,
      { [PCART_TICAHT_TABLE] = &pcarti_ticaht_2025_early,
        [PCART_TICAHT_CODE] = &pcarti_ticaht_2025_code_early }, NULL },
    { pcarti_ticaht_late,      PCART_OPT_TICAHT_PROFILE,
      { [PCART_TICAHT_TABLE] = &pcarti_ticaht_2025_late,
        [PCART_TICAHT_CODE] = &pcarti_ticaht_2025_code_late }, NULL },
    { pcarti_car_hematotox,    PCART_OPT_HT_TIE,
      { [PCART_TIE_SPEC] = &pcarti_hematotox_2021,
        [PCART_TIE_STRICT] = &pcarti_hematotox_2021_strict }, NULL },
    { pcarti_car_hematotox_class, PCART_OPT_HT_TIE,
      { [PCART_TIE_SPEC] = &pcarti_hematotox_2021,
        [PCART_TIE_STRICT] = &pcarti_hematotox_2021_strict }, NULL },
    { pcarti_ctcae,            -1, { &pcarti_ctcae_v5_anc }, NULL },
    { pcarti_ctcae,            -1, { &pcarti_ctcae_v6_anc }, NULL },
    { pcarti_ctcae,            -1, { &pcarti_ctcae_v5_platelets }, NULL },
    { pcarti_ctcae,            -1, { &pcarti_ctcae_v6_platelets }, NULL },
    { pcarti_ctcae,            -1, { &pcarti_ctcae_v5_hemoglobin }, NULL },
    { pcarti_ctcae,            -1, { &pcarti_ctcae_v6_hemoglobin }, NULL },
    { pcarti_ctcae,            -1, { &pcarti_ctcae_v5_wbc }, NULL },
    { pcarti_ctcae,            -1, { &pcarti_ctcae_v5_lymphocytes }, NULL },
    { pcarti_recovery,         -1, { &pcarti_recovery_cibmtr_anc }, NULL },
    { pcarti_recovery,         -1, { &pcarti_recovery_cibmtr_platelets_20 }, NULL },
    { pcarti_recovery,         -1, { &pcarti_recovery_cibmtr_platelets_50 }, NULL },
    { pcarti_phenotype,        -1, { &pcarti_phenotype_2021 }, NULL },
    { pcarti_plt_day_90,       PCART_OPT_PLT_DAY_90,
      { [PCART_DAY_90_LT50] = &pcarti_platelets_day_90_lt50,
        [PCART_DAY_90_LT20] = &pcarti_platelets_day_90_lt20,
        [PCART_DAY_90_LT75] = &pcarti_platelets_day_90_lt75,
        [PCART_DAY_90_LT100] = &pcarti_platelets_day_90_lt100,
        [PCART_DAY_90_LT150] = &pcarti_platelets_day_90_lt150 }, NULL },
    { pcarti_plt_day_90_class, PCART_OPT_PLT_DAY_90,
      { [PCART_DAY_90_LT50] = &pcarti_platelets_day_90_lt50,
        [PCART_DAY_90_LT20] = &pcarti_platelets_day_90_lt20,
        [PCART_DAY_90_LT75] = &pcarti_platelets_day_90_lt75,
        [PCART_DAY_90_LT100] = &pcarti_platelets_day_90_lt100,
        [PCART_DAY_90_LT150] = &pcarti_platelets_day_90_lt150 }, NULL },
    { pcarti_cytopenia,        -1, { &pcarti_cytopenia_words }, "rejeski-2021" },
    { pcarti_cytopenia,        -1, { &pcarti_cytopenia_words }, "fried-2019" },
    { pcarti_cytopenia,        -1, { &pcarti_cytopenia_words }, "fried-2019 severe" },
    { pcarti_cytopenia,        -1, { &pcarti_cytopenia_words }, "brudno-2022" },
    { pcarti_cytopenia,        -1, { &pcarti_cytopenia_words }, "nagle-2021" },
    { pcarti_cytopenia,        -1, { &pcarti_cytopenia_words }, "wang-2021" },
    { pcarti_cytopenia,        -1, { &pcarti_cytopenia_words }, "cordeiro-2020" },
    { pcarti_cytopenia,        PCART_OPT_SEVERE, SEVERE_SETS, "ji-2024 thrombocytopenia" },
    { pcarti_cytopenia,        PCART_OPT_SEVERE, SEVERE_SETS, "ji-2024 anaemia" },
    { pcarti_support_burden,   -1, { &pcarti_support_early }, "red cells" },
    { pcarti_support_burden,   -1, { &pcarti_support_late }, "red cells" },
    { pcarti_support_burden,   -1, { &pcarti_support_early }, "platelets" },
    { pcarti_support_burden,   -1, { &pcarti_support_late }, "platelets" },
    { pcarti_support_burden,   -1, { &pcarti_support_early }, "gcsf" },
    { pcarti_support_burden,   -1, { &pcarti_support_late }, "gcsf" },
    { pcarti_boost_days,       PCART_OPT_BOOST_WINDOW, BOOST_SETS, "neutrophils" },
    { pcarti_boost_days,       PCART_OPT_BOOST_WINDOW, BOOST_SETS, "platelets 20" },
    { pcarti_boost_days,       PCART_OPT_BOOST_WINDOW, BOOST_SETS, "platelets 50" },
    { pcarti_boost_days,       PCART_OPT_BOOST_WINDOW, BOOST_SETS, "red cells" },
    { pcarti_boost_class,      PCART_OPT_BOOST_WINDOW, BOOST_SETS, NULL },
    { pcarti_pgf,              PCART_OPT_PGF,
      { [PCART_PGF_ASTCT] = &pcarti_pgf_astct_2021,
        [PCART_PGF_NIH] = &pcarti_pgf_nih_2012,
        [PCART_PGF_CZECH] = &pcarti_pgf_czech,
        [PCART_PGF_MSK] = &pcarti_pgf_msk_2024 }, NULL },
    { pcarti_chimerism_class,  PCART_OPT_FULL_CHIMERISM, CHIMERISM_SETS, NULL },
    { pcarti_chimerism_trend,  PCART_OPT_FULL_CHIMERISM, CHIMERISM_SETS, NULL },
    { pcarti_best_response,    -1, { &pcarti_response_ball }, NULL },
    { pcarti_mrd_negative_cr,  -1, { &pcarti_response_ball }, NULL },
    { pcarti_toxicity,         -1, { &pcarti_astct_2019_crs }, NULL },
    { pcarti_toxicity,         -1, { &pcarti_lee_2014_crs }, NULL },
    { pcarti_toxicity,         -1, { &pcarti_penn_2018_crs }, NULL },
    { pcarti_toxicity,         -1, { &pcarti_cartox_2018_crs }, NULL },
    { pcarti_toxicity,         -1, { &pcarti_mskcc_crs }, NULL },
    { pcarti_toxicity,         PCART_OPT_CAPD_AGE,
      { [PCART_CAPD_BELOW_12] = &pcarti_astct_2019_icans,
        [PCART_CAPD_THROUGH_12] = &pcarti_astct_2019_icans_through_12 }, NULL },
    { pcarti_toxicity,         -1, { &pcarti_cartox_2018_cres }, NULL },
    { pcarti_criteria,         -1, { &pcarti_iec_hs_2023 }, NULL },
    { pcarti_criteria_class,   -1, { &pcarti_carhlh_2018 }, NULL },
    { pcarti_criteria_class,   -1, { &pcarti_hlh_2004 }, NULL },
    { pcarti_criteria,         -1, { &pcarti_hlh_2004 }, NULL },
    { pcarti_criteria,         -1, { &pcarti_hscore_2014 }, NULL },
    { pcarti_criteria_class,   -1, { &pcarti_febrile_neutropenia }, NULL },
    { pcarti_easix_index,      -1, { &pcarti_easix }, NULL },
    { pcarti_easix_index,      -1, { &pcarti_easix_modified }, NULL },
    { pcarti_easix_index,      -1, { &pcarti_easix_simplified }, NULL },
#define INFECTION(fill, label) \
    { fill, PCART_OPT_INFECTION_WINDOW, \
      { [PCART_INFECTION_WINDOW_30] = &pcarti_infection_30, \
        [PCART_INFECTION_WINDOW_28] = &pcarti_infection_28, \
        [PCART_INFECTION_WINDOW_90] = &pcarti_infection_90 }, label }
    INFECTION(pcarti_infections, "early"),
    INFECTION(pcarti_infections, "early severe"),
    INFECTION(pcarti_infection_days, "early"),
    INFECTION(pcarti_infections, "late"),
    INFECTION(pcarti_infections, "late severe"),
    INFECTION(pcarti_infection_days, "late"),
};
// clang-format on

_Static_assert(PCART_COUNTOF(measure) <= PCART_MEASURE_MAX,
               "callers have room for every measure");
_Static_assert(PCART_N_OPTION <= 64, "a bit for every option");
_Static_assert(PCART_COUNTOF(measure) == PCART_COUNTOF(how),
               "every measure has a maker");

const pcart_measure *
pcart_measure_list(size_t *n)
{
    *n = PCART_COUNTOF(measure);
    return measure;
}

int
pcarti_grading_choice(const pcarti_grading *grading, pcart_option_id id)
{
    *grading->asked |= UINT64_C(1) << id;
    return grading->profile->choice[id];
}

const pcart_choice *
pcarti_grading_choose(const pcarti_grading *grading, pcart_option_id id)
{
    *grading->asked |= UINT64_C(1) << id;
    return pcart_profile_choose(grading->profile, id);
}

pcart_window
pcarti_grading_cut(const pcarti_grading *grading, unsigned ends, int first,
                   int last)
{
    const pcart_course *course = grading->course;

    /* Nothing to choose between without a next lymphodepletion. */
    if ((ends & PCART_END_NEXT_COURSE) &&
        course->next_lymphodepletion > course->day0)
        *grading->asked |= UINT64_C(1) << PCART_OPT_WINDOW_END;
    return pcart_window_cut(course, grading->profile, ends, first, last);
}

/* Days on which a platelet transfusion still holds the count up. */
static int
transfused_days(void)
{
    return pcarti_recovery_cibmtr_platelets_20.rule.definition[0].free_days;
}

const pcart_series *
pcarti_grading_series(pcarti_grading *grading, pcart_analyte analyte)
{
    pcart_series *series = &grading->series[analyte];

    if (grading->has_series[analyte])
        return series;
    grading->has_series[analyte] = 1;
    if (pcart_series_collect(grading->course, analyte, grading->arena, series,
                             NULL)) {
        *series = (pcart_series){.analyte = (int)analyte};
        grading->is_failed = 1;
    }
    if (analyte == PCART_PLATELETS && series->n)
        pcart_series_mark_transfused(series, grading->course,
                                     transfused_days());
    return series;
}

static const pcart_profile default_profile;

const pcart_rule_set *
pcart_measure_set(size_t i, const pcart_profile *profile)
{
    const maker *made = &how[i];
    size_t choice = 0;

    if (!profile)
        profile = &default_profile;
    if (made->option >= 0)
        choice = profile->choice[made->option];
    if (choice >= PCART_COUNTOF(made->set) || !made->set[choice])
        choice = 0;
    return made->set[choice];
}

static void
keep_evidence(pcarti_grading *grading, pcart_result *result)
{
    pcart_evidence *copy;

    if (grading->n_evidence == 0)
        return;
    copy = pcart_arena_take(grading->arena, grading->n_evidence, sizeof(*copy));
    if (!copy) {
        grading->is_failed = 1;
        return;
    }
    memcpy(copy, grading->evidence, grading->n_evidence * sizeof(*copy));
    result->evidence = copy;
    result->n_evidence = grading->n_evidence;
}

static void
grade_one(pcarti_grading *grading, size_t i, pcart_result *result)
{
    const maker *made = &how[i];
    uint64_t asked = made->option < 0 ? 0 : UINT64_C(1) << made->option;

    grading->asked = &asked;
    *result = (pcart_result){
        .measure = measure[i].name,
        .infusion = grading->course->infusion,
        .value = PCART_FIXED_NONE,
        .low = PCART_FIXED_NONE,
        .high = PCART_FIXED_NONE,
        .unit = measure[i].unit,
        .set = pcart_measure_set(i, grading->profile),
        .row = -1,
    };
    grading->n_evidence = 0;
    grading->label = made->label;
    if (result->set->disabled)
        pcarti_result_none(result, result->set->disabled);
    else
        made->fill(grading, result);
    keep_evidence(grading, result);
    result->asked = asked;
}

static pcart_status
grade_course(pcarti_grading *grading, const unsigned char *wanted,
             const pcart_result **out, size_t *n, pcart_err *err)
{
    pcart_result *result;
    size_t n_result = 0;

    result = pcart_arena_take(grading->arena, PCART_COUNTOF(measure),
                              sizeof(*result));
    if (!result)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < PCART_COUNTOF(measure) && !grading->is_failed; i++)
        if (!wanted || wanted[i])
            grade_one(grading, i, &result[n_result++]);
    if (grading->is_failed)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    *out = result;
    *n = n_result;
    return PCART_OK;
}

pcart_status
pcart_grade_course(const pcart_course *course, const pcart_profile *profile,
                   const unsigned char *wanted, pcart_arena *arena,
                   const pcart_result **out, size_t *n, pcart_err *err)
{
    pcarti_grading grading = {.course = course,
                              .profile = profile ? profile : &default_profile,
                              .arena = arena};

    return grade_course(&grading, wanted, out, n, err);
}

pcart_status
pcart_grade_course_brief(const pcart_course *course,
                         const pcart_profile *profile,
                         const unsigned char *wanted, pcart_arena *arena,
                         const pcart_result **out, size_t *n, pcart_err *err)
{
    pcarti_grading grading = {.course = course,
                              .profile = profile ? profile : &default_profile,
                              .arena = arena,
                              .is_brief = 1};

    return grade_course(&grading, wanted, out, n, err);
}
