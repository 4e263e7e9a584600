/* febrile_neutropenia.c -- febrile neutropenia by CTCAE v6.0, from counts and
 * temperatures.  Data only.  Layer: rules. */
#include "rules/sign_row.h"

#define TABLE RESTATED(ctcae_v6, "febrile neutropenia")

// clang-format off
static const pcart_sign_rule rule[] = {
    LAB_REQUIRED("neutrophils", ANC, LT, N(1000), TABLE),
    GIVES(1, "fever", TEMPERATURE, GT, PCART_MILLI(38300), TABLE),
    GIVES(1, "fever", FEVER_OVER_HOUR, GE, YES, TABLE),
};

static const pcart_policy policy[] = {
    WINDOW,
    { PCART_POLICY_SPAN_DAYS, PCART_FIXED(2), "days",
      DECIDED("the count is of the day of the fever or a day beside it") },
    { PCART_POLICY_MIN_CRITERIA, PCART_FIXED(1), "criteria", TABLE },
};
// clang-format on

const pcart_rule_set pcarti_febrile_neutropenia = {
    .id = "ctcae-v6-febrile-neutropenia.2",
    .title = "CTCAE v6.0, febrile neutropenia, from counts and temperatures",
    .shape = PCART_SHAPE_SIGN,
    .analyte = -1,
    .unit = "criteria",
    .rule.sign = rule,
    .n_rule = PCART_COUNTOF(rule),
    .policy = policy,
    .n_policy = PCART_COUNTOF(policy),
    .applies = "any patient",
    .note = "The first set of this name has the temperature in words. Cause "
            "does not matter here: fever of CRS counts as well.",
    .combine = PCART_COMBINE_CRITERIA,
};
