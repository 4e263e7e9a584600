/* sets.h -- the built-in rule sets, one source per file.  Layer: rules. */
#ifndef PCARTI_SETS_H
#define PCARTI_SETS_H

#include "postcart/rules.h"

extern const pcart_rule_set pcarti_icaht_2023_early, pcarti_icaht_2023_late;

extern const pcart_rule_set pcarti_ticaht_2025_early, pcarti_ticaht_2025_late,
    pcarti_ticaht_2025_code_early, pcarti_ticaht_2025_code_late;

extern const pcart_rule_set pcarti_hematotox_2021, pcarti_hematotox_2021_strict,
    pcarti_hematotox_2021_three_tier, pcarti_hematotox_2021_outcomes;

extern const pcart_rule_set pcarti_ctcae_v5_anc, pcarti_ctcae_v5_wbc,
    pcarti_ctcae_v5_lymphocytes, pcarti_ctcae_v5_platelets,
    pcarti_ctcae_v5_hemoglobin;

extern const pcart_rule_set pcarti_ctcae_v6_anc, pcarti_ctcae_v6_platelets,
    pcarti_ctcae_v6_hemoglobin, pcarti_ctcae_v6_febrile_neutropenia;

extern const pcart_rule_set pcarti_recovery_cibmtr_anc,
    pcarti_recovery_cibmtr_platelets_20, pcarti_recovery_cibmtr_platelets_50,
    pcarti_recovery_astct_anc, pcarti_recovery_astct_platelets_20;

extern const pcart_rule_set pcarti_phenotype_2021;

extern const pcart_rule_set pcarti_platelets_day_90_lt20,
    pcarti_platelets_day_90_lt50, pcarti_platelets_day_90_lt75,
    pcarti_platelets_day_90_lt100, pcarti_platelets_day_90_lt150;

extern const pcart_rule_set pcarti_cytopenia_words, pcarti_severe_words,
    pcarti_severe_grade_4, pcarti_severe_rejeski, pcarti_anaemia_descriptive;

extern const pcart_rule_set pcarti_boost_28, pcarti_boost_60, pcarti_boost_90;

extern const pcart_rule_set pcarti_pgf_astct_2021, pcarti_pgf_nih_2012,
    pcarti_pgf_czech, pcarti_pgf_msk_2024;

extern const pcart_rule_set pcarti_chimerism_gt95, pcarti_chimerism_ge95;

extern const pcart_rule_set pcarti_response_ball;

extern const pcart_rule_set pcarti_support_early, pcarti_support_late;

extern const pcart_rule_set pcarti_astct_2019_crs, pcarti_lee_2014_crs,
    pcarti_lee_2014_high_dose, pcarti_penn_2018_crs, pcarti_cartox_2018_crs,
    pcarti_mskcc_crs;

extern const pcart_rule_set pcarti_astct_2019_icans,
    pcarti_astct_2019_icans_through_12, pcarti_cartox_2018_cres;

extern const pcart_rule_set pcarti_iec_hs_2023, pcarti_carhlh_2018,
    pcarti_hlh_2004, pcarti_hscore_2014, pcarti_febrile_neutropenia;

extern const pcart_rule_set pcarti_easix, pcarti_easix_modified,
    pcarti_easix_simplified, pcarti_easix_f_2021, pcarti_easix_fc_2021,
    pcarti_mn_predict_2023;

extern const pcart_rule_set pcarti_infection_30, pcarti_infection_28,
    pcarti_infection_90;

extern const pcart_rule_set pcarti_all_hematotox_2025, pcarti_simple_hematotox,
    pcarti_eipm_pre_2024, pcarti_eipm_post_2024;

#endif
