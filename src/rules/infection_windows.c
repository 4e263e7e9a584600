/* infection_windows.c -- early and late infections, by source.  Data only.
 * Layer: rules. */
#include <limits.h>

#include "rules/cite.h"
#include "rules/sets.h"

#define EPISODE                                                                \
    {PCART_POLICY_SAME_DAYS, PCART_FIXED(14), "days",                          \
     DECIDED("same organism or site")},                                        \
        {PCART_POLICY_SAME_VIRAL_DAYS, PCART_FIXED(30), "days",                \
         DECIDED("same virus")},                                               \
    {                                                                          \
        PCART_POLICY_SEVERE_FROM, PCART_FIXED(3), "grade",                     \
            SEEN(wehi_2025, "severe is CTCAE 3 or more")                       \
    }

// clang-format off
static const pcart_definition_rule until_30[] = {
    { "early", 0, -1, PCART_LT, PCART_FIXED_NONE, 0, 30, 0, 0, 0, "infection",
      DECIDED("Ji 2024 names no limits"), NULL, 0, NULL },
    { "late", 0, -1, PCART_LT, PCART_FIXED_NONE, 31, INT_MAX, 0, 0, 0,
      "infection", DECIDED("Ji 2024 names no limits"), NULL, 0, NULL },
};

static const pcart_definition_rule until_28[] = {
    { "early", 0, -1, PCART_LT, PCART_FIXED_NONE, 0, 28, 0, 0, 0, "infection",
      SEEN(hill_2018, "day 0 to 28"), NULL, 0, NULL },
    { "late", 0, -1, PCART_LT, PCART_FIXED_NONE, 29, 90, 0, 0, 0, "infection",
      SEEN(hill_2018, "day 29 to 90"), NULL, 0, NULL },
};

static const pcart_definition_rule until_90[] = {
    { "early", 0, -1, PCART_LT, PCART_FIXED_NONE, 0, 30, 0, 0, 0, "infection",
      SEEN(wehi_2025, "day 0 to 30"), NULL, 0, NULL },
    { "late", 0, -1, PCART_LT, PCART_FIXED_NONE, 31, 90, 0, 0, 0, "infection",
      SEEN(wehi_2025, "day 30 to 90"), "day 30 belongs to the early ones", 0, NULL },
};

static const pcart_policy policy[] = { EPISODE };
// clang-format on

#define NOTE                                                                   \
    "Rows of kind infection. Rows of the same organism (or the same site "     \
    "when "                                                                    \
    "none is named) that begin within so many days of the one before are one " \
    "infection. Density is infections by days at risk, times 100; days at "    \
    "risk end with the window, death, last contact, relapse, next therapy, "   \
    "transplant or the next course."

const pcart_rule_set pcarti_infection_30 = {
    .id = "infection-30",
    .title = "Infections until day 30, and after",
    .shape = PCART_SHAPE_DEFINITION,
    .analyte = -1,
    .unit = "infections",
    .rule.definition = until_30,
    .n_rule = PCART_COUNTOF(until_30),
    .policy = policy,
    .n_policy = PCART_COUNTOF(policy),
    .applies = "any patient after CAR-T",
    .note = NOTE,
};

const pcart_rule_set pcarti_infection_28 = {
    .id = "infection-28",
    .title = "Infections of day 0 to 28 and 29 to 90",
    .shape = PCART_SHAPE_DEFINITION,
    .analyte = -1,
    .unit = "infections",
    .rule.definition = until_28,
    .n_rule = PCART_COUNTOF(until_28),
    .policy = policy,
    .n_policy = PCART_COUNTOF(policy),
    .applies = "any patient after CAR-T",
    .note = NOTE,
};

const pcart_rule_set pcarti_infection_90 = {
    .id = "infection-90",
    .title = "Infections of day 0 to 30 and 31 to 90",
    .shape = PCART_SHAPE_DEFINITION,
    .analyte = -1,
    .unit = "infections",
    .rule.definition = until_90,
    .n_rule = PCART_COUNTOF(until_90),
    .policy = policy,
    .n_policy = PCART_COUNTOF(policy),
    .applies = "any patient after CAR-T",
    .note = NOTE,
};
