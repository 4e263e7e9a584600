/* profile.h -- named choices where the sources disagree.  Layer: rules. */
#ifndef POSTCART_PROFILE_H
#define POSTCART_PROFILE_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/err.h"

/** Every choice that can change a result (clinical rules, section 11). */
typedef enum pcart_option_id {
    PCART_OPT_ICAHT_DURATION,     /**< A1 */
    PCART_OPT_ICAHT_COMPARISON,   /**< A2 */
    PCART_OPT_ICAHT_GAP,          /**< A3 */
    PCART_OPT_ICAHT_ROUNDING,     /**< observed values rounded or not */
    PCART_OPT_ICAHT_EARLY_CENSOR, /**< A7 */
    PCART_OPT_ICAHT_LATE_RULE,    /**< A6 */
    PCART_OPT_ICAHT_LATE_END,     /**< +100, 180, 365, none */
    PCART_OPT_ICAHT_LATE_PAIR,    /**< days between the confirming values */
    PCART_OPT_TICAHT_PROFILE,     /**< A5 */
    PCART_OPT_HT_TIE,             /**< A8 */
    PCART_OPT_HT_WINDOW,          /**< A8 */
    PCART_OPT_CTCAE_VERSION,      /**< A9: which one a study reports */
    PCART_OPT_PLT_DAY_90,         /**< A4: what "low" means */
    PCART_OPT_PLT_TRANSFUSED,     /**< A25 */
    PCART_OPT_PHENOTYPE_COMPARISON,
    PCART_OPT_WINDOW_END, /**< A24 */
    PCART_OPT_DAY_ZERO,   /**< A27 */
    PCART_OPT_SEVERE,     /**< A4: "severe" where a paper does not say it */
    PCART_OPT_BOOST_WINDOW,
    PCART_OPT_FULL_CHIMERISM, /**< A17 */
    PCART_OPT_PGF,            /**< A18: which one a study reports */
    PCART_OPT_SMN_DONOR,      /**< A21 */
    PCART_OPT_SMN_COMPETING,
    PCART_OPT_EFS_TRANSPLANT, /**< A22 */
    PCART_OPT_SELF_DISCHARGE, /**< A26 */
    PCART_OPT_ZERO_TIME,
    PCART_OPT_CAPD_AGE,         /**< A10 */
    PCART_OPT_INFECTION_WINDOW, /**< A19 */
    PCART_OPT_INFECTION_SEVERE,
    PCART_OPT_TOXICITY_ABSENT,
    PCART_N_OPTION
} pcart_option_id;

/** The values of each choice, in the order of its list; 0 is the default. */
enum {
    PCART_DURATION_LONGEST_JOINED,
    PCART_DURATION_CUMULATIVE_JOINED,
    PCART_DURATION_CUMULATIVE_STRICT
};
enum { PCART_COMPARISON_LE, PCART_COMPARISON_LT };
enum { PCART_GAP_7, PCART_GAP_5, PCART_GAP_0, PCART_GAP_BRIDGE };
enum { PCART_ROUNDING_INTERPOLATED, PCART_ROUNDING_ALL };
enum {
    PCART_CENSOR_NONE,
    PCART_CENSOR_PROGRESSION,
    PCART_CENSOR_PROGRESSION_OR_NEXT_THERAPY
};
enum { PCART_LATE_NADIR_WITH_CONFIRMATION, PCART_LATE_TWO_VALUES_AT_GRADE };
enum {
    PCART_LATE_END_100,
    PCART_LATE_END_180,
    PCART_LATE_END_365,
    PCART_LATE_END_NONE
};
enum { PCART_LATE_PAIR_AUTO, PCART_LATE_PAIR_NONE, PCART_LATE_PAIR_30 };
enum { PCART_TICAHT_TABLE, PCART_TICAHT_CODE };
enum { PCART_TIE_SPEC, PCART_TIE_STRICT };
enum { PCART_HT_WINDOW_8_2, PCART_HT_WINDOW_14_1, PCART_HT_WINDOW_DAY_0 };
enum { PCART_CTCAE_V5, PCART_CTCAE_V6 };
enum {
    PCART_DAY_90_LT50,
    PCART_DAY_90_LT20,
    PCART_DAY_90_LT75,
    PCART_DAY_90_LT100,
    PCART_DAY_90_LT150
};
enum { PCART_TRANSFUSED_FLAGGED, PCART_TRANSFUSED_EXCLUDED };
enum { PCART_PHENOTYPE_LT, PCART_PHENOTYPE_LE };
enum { PCART_WINDOW_END_NEXT_LYMPHODEPLETION, PCART_WINDOW_END_NEXT_INFUSION };
enum { PCART_CAPD_BELOW_12, PCART_CAPD_THROUGH_12 };
enum {
    PCART_INFECTION_WINDOW_30,
    PCART_INFECTION_WINDOW_28,
    PCART_INFECTION_WINDOW_90
};
enum { PCART_ABSENT_NOT_KNOWN, PCART_ABSENT_NONE };
enum { PCART_SEVERE_CTCAE, PCART_SEVERE_WORDS, PCART_SEVERE_IV_OR_HOSPITAL };
enum { PCART_DAY_ZERO_FIRST_FRACTION, PCART_DAY_ZERO_LAST_FRACTION };

enum { PCART_SEVERE_GRADE_3, PCART_SEVERE_GRADE_4, PCART_SEVERE_REJESKI };
enum { PCART_BOOST_WINDOW_60, PCART_BOOST_WINDOW_28, PCART_BOOST_WINDOW_90 };
enum { PCART_FULL_GT95, PCART_FULL_GE95 };
enum { PCART_PGF_ASTCT, PCART_PGF_NIH, PCART_PGF_CZECH, PCART_PGF_MSK };
enum { PCART_SMN_DONOR_SEPARATE, PCART_SMN_DONOR_COUNTED };
enum { PCART_SMN_COMPETING_DEATH, PCART_SMN_COMPETING_THERAPY };
enum { PCART_EFS_TRANSPLANT_EVENT, PCART_EFS_TRANSPLANT_CENSORED };
enum { PCART_SELF_DISCHARGE_CENSORED, PCART_SELF_DISCHARGE_EVENT };
enum { PCART_ZERO_TIME_KEPT, PCART_ZERO_TIME_HALF_DAY };

/** One value that a choice can take. */
typedef struct pcart_choice {
    const char *name; /**< "longest_joined" */
    const char *meaning;
    /**
     * The days that the choice stands for, so that no code repeats them: a
     * length or last day in @c value (INT_MAX: no limit), a window in @c value
     * to @c value_to; 0 and 0 where it stands for no number.
     */
    int value, value_to;
} pcart_choice;

/** One choice; the first value is the default. */
typedef struct pcart_option {
    pcart_option_id id;
    const char *name;      /**< "icaht_duration" */
    const char *ambiguity; /**< "A1", or "" */
    const char *question;
    const pcart_choice *choice;
    size_t n_choice;
} pcart_option;

/** The choices of one run.  Zero is the default of everything. */
typedef struct pcart_profile {
    uint8_t choice[PCART_N_OPTION];
} pcart_profile;

PCART_API const pcart_option *pcart_option_list(size_t *n);
PCART_API const pcart_option *pcart_option_get(pcart_option_id id);

/**
 * Set one choice by name, such as "icaht_duration" = "cumulative_joined".
 *
 * @return PCART_OK; PCART_E_NOTFOUND with the nearest names as a hint
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_profile_set(pcart_profile *profile, const char *option,
                  const char *choice, pcart_err *err);

/**
 * Set all the choices of a named profile: "default", "liang-2024" (published
 * code), "ticaht-code" ...
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_profile_apply(pcart_profile *profile, const char *name, pcart_err *err);

/** One choice that a named profile makes. */
typedef struct pcart_profile_choice {
    pcart_option_id option;
    const char *choice;
} pcart_profile_choice;

/** A named profile and what it sets, for `rules list` and the manual. */
typedef struct pcart_named_profile {
    const char *name, *meaning;
    const pcart_profile_choice *set;
    size_t n_set;
} pcart_named_profile;
PCART_API const pcart_named_profile *pcart_profile_list(size_t *n);

/** The chosen value of one option; @p profile may be NULL: the default. */
PCART_API const pcart_choice *pcart_profile_choose(const pcart_profile *profile,
                                                   pcart_option_id id);

/** The same as its static name. */
PCART_API const char *pcart_profile_name(const pcart_profile *profile,
                                         pcart_option_id id);

#endif
