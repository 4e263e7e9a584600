/* ctcae_v6.c -- CTCAE version 6.0, blood counts.  Data only.  Layer: rules. */
#include <limits.h>

#include "rules/cite.h"
#include "rules/sets.h"

#define TABLE RESTATED(ctcae_v6, NULL)
#define LLN PCART_FIXED_NONE

// clang-format off
static const pcart_band_rule anc[] = {
    /* grade  below          clinical  published in */
    {  1, PCART_LT, PCART_FIXED(1500),  NULL, TABLE },
    {  2, PCART_LT, PCART_FIXED(1000),  NULL, TABLE },
    {  3, PCART_LT, PCART_FIXED(500),   NULL, TABLE },
    {  4, PCART_LT, PCART_FIXED(100),   NULL, TABLE },
};

static const pcart_band_rule platelets[] = {
    {  1, PCART_LT, LLN,                NULL, TABLE },
    {  2, PCART_LT, PCART_FIXED(75000), NULL, TABLE },
    {  3, PCART_LT, PCART_FIXED(50000), NULL, TABLE },
    {  4, PCART_LT, PCART_FIXED(10000), NULL, TABLE },
};

static const pcart_band_rule hemoglobin[] = {
    {  1, PCART_LT, LLN,                NULL, TABLE },
    {  2, PCART_LT, PCART_FIXED(10),    NULL, TABLE },
    {  3, PCART_LT, PCART_FIXED(8),     NULL,
       RESTATED(ctcae_v6, "transfusion indicated") },
    {  4, PCART_LT, PCART_FIXED_NONE,   "life-threatening", TABLE },
};

static const pcart_definition_rule febrile[] = {
    { "febrile neutropenia", 0, PCART_ANC, PCART_LT, PCART_FIXED(1000),
      0, INT_MAX, 0, 0, 0, NULL, TABLE, NULL, 0, NULL },
    { "febrile neutropenia", 0, -1, PCART_LT, PCART_FIXED_NONE,
      0, INT_MAX, 0, 0, 0,
      "a single temperature above 38.3 C, or 38 C or more for over an hour",
      TABLE, NULL, 0, NULL },
};

static const pcart_policy window[] = {
    { PCART_POLICY_WINDOW_FIRST, PCART_FIXED(0),   "day",
      DECIDED("CTCAE has no window") },
    { PCART_POLICY_WINDOW_LAST,  PCART_FIXED(100), "day",
      DECIDED("CTCAE has no window") },
};
// clang-format on

const pcart_rule_set pcarti_ctcae_v6_anc = {
    .id = "ctcae-v6-anc",
    .title = "CTCAE v6.0, neutrophil count decreased",
    .shape = PCART_SHAPE_BAND,
    .analyte = PCART_ANC,
    .unit = "cells/uL",
    .rule.band = anc,
    .n_rule = PCART_COUNTOF(anc),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "any patient",
    .note = "A value on a limit has the milder grade. The same count is one "
            "grade milder than in version 5.0: a grade without its version "
            "says nothing.",
};

const pcart_rule_set pcarti_ctcae_v6_platelets = {
    .id = "ctcae-v6-platelets",
    .title = "CTCAE v6.0, thrombocytopenia",
    .shape = PCART_SHAPE_BAND,
    .analyte = PCART_PLATELETS,
    .unit = "cells/uL",
    .rule.band = platelets,
    .n_rule = PCART_COUNTOF(platelets),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "any patient",
    .note = "A value on a limit has the milder grade. Grade 1 needs the "
            "laboratory's lower limit of normal: without it the result is "
            "grade 0 to 1. Grade 4 begins at 10,000; in version 5.0 at "
            "25,000.",
};

const pcart_rule_set pcarti_ctcae_v6_hemoglobin = {
    .id = "ctcae-v6-hemoglobin",
    .title = "CTCAE v6.0, anemia",
    .shape = PCART_SHAPE_BAND,
    .analyte = PCART_HEMOGLOBIN,
    .unit = "g/dL",
    .rule.band = hemoglobin,
    .n_rule = PCART_COUNTOF(hemoglobin),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "any patient",
    .note = "As version 5.0. Grade 1 needs the laboratory's lower limit of "
            "normal; grade 4 cannot be read from the haemoglobin. Values in "
            "mmol/L are converted first: 8.0 g/dL is printed as 4.9 mmol/L.",
};

const pcart_rule_set pcarti_ctcae_v6_febrile_neutropenia = {
    .id = "ctcae-v6-febrile-neutropenia",
    .title = "CTCAE v6.0, febrile neutropenia",
    .shape = PCART_SHAPE_DEFINITION,
    .analyte = PCART_ANC,
    .unit = "cells/uL",
    .rule.definition = febrile,
    .n_rule = PCART_COUNTOF(febrile),
    .applies = "any patient",
    .note = "Not derived: temperatures are not among the counts.",
};
