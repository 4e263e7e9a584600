/* find.c -- the list of rule sets, and what is asked of one.  Layer: rules. */
#include <limits.h>
#include <string.h>

#include "postcart/result.h"
#include "postcart/rules.h"
#include "rules/sets.h"

static const pcart_rule_set *const list[] = {
    &pcarti_icaht_2023_early,
    &pcarti_icaht_2023_late,
    &pcarti_ticaht_2025_early,
    &pcarti_ticaht_2025_late,
    &pcarti_ticaht_2025_code_early,
    &pcarti_ticaht_2025_code_late,
    &pcarti_hematotox_2021,
    &pcarti_hematotox_2021_strict,
    &pcarti_hematotox_2021_three_tier,
    &pcarti_hematotox_2021_outcomes,
    &pcarti_ctcae_v5_anc,
    &pcarti_ctcae_v5_wbc,
    &pcarti_ctcae_v5_lymphocytes,
    &pcarti_ctcae_v5_platelets,
    &pcarti_ctcae_v5_hemoglobin,
    &pcarti_ctcae_v6_anc,
    &pcarti_ctcae_v6_platelets,
    &pcarti_ctcae_v6_hemoglobin,
    &pcarti_ctcae_v6_febrile_neutropenia,
    &pcarti_recovery_cibmtr_anc,
    &pcarti_recovery_cibmtr_platelets_20,
    &pcarti_recovery_cibmtr_platelets_50,
    &pcarti_recovery_astct_anc,
    &pcarti_recovery_astct_platelets_20,
    &pcarti_phenotype_2021,
    &pcarti_platelets_day_90_lt50,
    &pcarti_platelets_day_90_lt20,
    &pcarti_platelets_day_90_lt75,
    &pcarti_platelets_day_90_lt100,
    &pcarti_platelets_day_90_lt150,
    &pcarti_cytopenia_words,
    &pcarti_severe_words,
    &pcarti_severe_grade_4,
    &pcarti_severe_rejeski,
    &pcarti_anaemia_descriptive,
    &pcarti_boost_60,
    &pcarti_boost_28,
    &pcarti_boost_90,
    &pcarti_pgf_astct_2021,
    &pcarti_pgf_nih_2012,
    &pcarti_pgf_czech,
    &pcarti_pgf_msk_2024,
    &pcarti_chimerism_gt95,
    &pcarti_chimerism_ge95,
    &pcarti_response_ball,
    &pcarti_support_early,
    &pcarti_support_late,
    &pcarti_astct_2019_crs,
    &pcarti_lee_2014_crs,
    &pcarti_lee_2014_high_dose,
    &pcarti_penn_2018_crs,
    &pcarti_cartox_2018_crs,
    &pcarti_mskcc_crs,
    &pcarti_astct_2019_icans,
    &pcarti_astct_2019_icans_through_12,
    &pcarti_cartox_2018_cres,
    &pcarti_iec_hs_2023,
    &pcarti_carhlh_2018,
    &pcarti_hlh_2004,
    &pcarti_hscore_2014,
    &pcarti_febrile_neutropenia,
    &pcarti_easix,
    &pcarti_easix_modified,
    &pcarti_easix_simplified,
    &pcarti_infection_30,
    &pcarti_infection_28,
    &pcarti_infection_90,
    &pcarti_easix_f_2021,
    &pcarti_easix_fc_2021,
    &pcarti_mn_predict_2023,
    &pcarti_all_hematotox_2025,
    &pcarti_simple_hematotox,
    &pcarti_eipm_pre_2024,
    &pcarti_eipm_post_2024,
};

const pcart_rule_set *
pcart_rules_find(const char *id)
{
    for (size_t i = 0; i < PCART_COUNTOF(list); i++)
        if (strcmp(list[i]->id, id) == 0)
            return list[i];
    return NULL;
}

const pcart_rule_set *const *
pcart_rules_list(size_t *n)
{
    *n = PCART_COUNTOF(list);
    return list;
}

pcart_fixed
pcart_rules_policy(const pcart_rule_set *set, pcart_policy_id id)
{
    for (size_t i = 0; i < set->n_policy; i++)
        if (set->policy[i].id == id)
            return set->policy[i].value;
    return PCART_FIXED_NONE;
}

int
pcart_rules_policy_days(const pcart_rule_set *set, pcart_policy_id id,
                        int otherwise)
{
    pcart_fixed value = pcart_rules_policy(set, id);

    if (value == PCART_FIXED_NONE)
        return otherwise;
    value /= PCART_FIXED_ONE;
    return value > INT_MAX ? INT_MAX : value < INT_MIN ? INT_MIN : (int)value;
}

int
pcart_op_holds(pcart_fixed value, pcart_op op, pcart_fixed limit)
{
    switch (op) {
    case PCART_LT:
        return value < limit;
    case PCART_LE:
        return value <= limit;
    case PCART_GT:
        return value > limit;
    case PCART_GE:
        return value >= limit;
    }
    return 0;
}

const char *
pcart_op_name(pcart_op op)
{
    switch (op) {
    case PCART_LT:
        return "<";
    case PCART_LE:
        return "<=";
    case PCART_GT:
        return ">";
    case PCART_GE:
        return ">=";
    }
    return "?";
}

const char *
pcart_mark_name(pcart_mark mark)
{
    static const char *const name[] = {"V", "V2", "R", "M", "D"};

    return (size_t)mark < PCART_COUNTOF(name) ? name[mark] : "?";
}

const char *
pcart_mark_meaning(pcart_mark mark)
{
    static const char *const meaning[] = {
        "seen in public: the source, code for it, or the copy named with it",
        "seen in a restatement only, not in the source",
        "computed again from published numbers",
        "not seen: confirm against the source before it is relied on",
        "postcart's choice where the source is silent",
    };

    return (size_t)mark < PCART_COUNTOF(meaning) ? meaning[mark] : "?";
}

static const struct {
    const char *name, *meaning;
} policy_text[PCART_N_POLICY] = {
    [PCART_POLICY_WINDOW_FIRST] = {"window_first", "first day of the window"},
    [PCART_POLICY_WINDOW_LAST] = {"window_last", "last day of the window"},
    [PCART_POLICY_BRIDGE_DAYS] = {"bridge_days", "days above the limit that do "
                                                 "not end an episode, at most"},
    [PCART_POLICY_FILL_DAYS] = {"fill_days",
                                "missing days in a row that are filled, at "
                                "most"},
    [PCART_POLICY_ROUND_STEP] = {"round_step", "interpolated values are "
                                               "rounded to a multiple of"},
    [PCART_POLICY_OPEN_START_LAST] = {"open_start_last",
                                      "an episode that starts by this day and "
                                      "lasts to the end"},
    [PCART_POLICY_OPEN_GRADE] = {"open_grade", "... has the grade"},
    [PCART_POLICY_CONFIRM_LIMIT] = {"confirm_limit", "the second lowest value "
                                                     "must be at or below"},
    [PCART_POLICY_MIN_VALUES] = {"min_values",
                                 "not evaluable with fewer measured days than"},
    [PCART_POLICY_MIN_AT_LIMIT] = {"min_at_limit",
                                   "measured values at the limit that a grade "
                                   "of one day needs"},
    [PCART_POLICY_EVALUATE_LAST] = {"evaluate_last", "the series runs on to"},
    [PCART_POLICY_TARGET_DAY] = {"target_day", "the day that is meant"},
    [PCART_POLICY_TARGET_SLACK] = {"target_slack", "days round it, at most"},
    [PCART_POLICY_PAIR_GAP] = {"pair_gap",
                               "days between the confirming values, at most"},
    [PCART_POLICY_SPAN_DAYS] = {"span_days", "days within which the criteria "
                                             "are met"},
    [PCART_POLICY_MIN_CRITERIA] = {"min_criteria", "criteria that must hold"},
    [PCART_POLICY_CUTOFF] = {"cutoff", "positive from this sum on"},
    [PCART_POLICY_CHILD_AGE] = {"child_age", "the test of children is used "
                                             "below"},
    [PCART_POLICY_SAME_DAYS] = {"same_days", "infections of one organism or "
                                             "site are one within"},
    [PCART_POLICY_SAME_VIRAL_DAYS] = {"same_viral_days",
                                      "the same for a virus"},
    [PCART_POLICY_SEVERE_FROM] = {"severe_from", "severe from this grade on"},
};

const char *
pcart_policy_name(pcart_policy_id id)
{
    return (unsigned)id < PCART_N_POLICY ? policy_text[id].name : "?";
}

const char *
pcart_policy_meaning(pcart_policy_id id)
{
    return (unsigned)id < PCART_N_POLICY ? policy_text[id].meaning : "?";
}

const char *
pcart_shape_name(pcart_shape shape)
{
    static const char *const name[] = {"depth",      "nadir", "point", "band",
                                       "definition", "sign",  "factor"};

    return (size_t)shape < PCART_COUNTOF(name) ? name[shape] : "?";
}

const char *
pcart_state_name(pcart_state state)
{
    static const char *const name[] = {"value", "bounds", "not_evaluable"};

    return (size_t)state < PCART_COUNTOF(name) ? name[state] : "?";
}
