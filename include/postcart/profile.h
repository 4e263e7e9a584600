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
    PCART_OPT_WINDOW_END,         /**< A24 */
    PCART_OPT_DAY_ZERO,           /**< A27 */
    PCART_N_OPTION
} pcart_option_id;

/** One value that a choice can take. */
typedef struct pcart_choice {
    const char *name;   /**< "longest_joined" */
    const char *meaning;
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

/** A named profile and what it sets, for `rules list` and the manual. */
typedef struct pcart_named_profile {
    const char *name, *meaning;
    const struct {
        pcart_option_id option;
        const char *choice;
    } *set;
    size_t n_set;
} pcart_named_profile;
PCART_API const pcart_named_profile *pcart_profile_list(size_t *n);

/** The chosen value of one option as its static name. */
PCART_API const char *pcart_profile_name(const pcart_profile *profile,
                                         pcart_option_id id);

#endif
