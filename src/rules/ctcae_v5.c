/* ctcae_v5.c -- CTCAE version 5.0, blood counts.  Data only.  Layer: rules. */
#include "rules/cite.h"
#include "rules/sets.h"

#define TABLE RESTATED(ctcae_v5, NULL)
#define LLN PCART_FIXED_NONE

// clang-format off
static const pcart_band_rule anc[] = {
    /* grade  below          clinical  published in */
    {  1, PCART_LT, LLN,                NULL, TABLE },
    {  2, PCART_LT, PCART_FIXED(1500),  NULL, TABLE },
    {  3, PCART_LT, PCART_FIXED(1000),  NULL, TABLE },
    {  4, PCART_LT, PCART_FIXED(500),   NULL, TABLE },
};

static const pcart_band_rule wbc[] = {
    {  1, PCART_LT, LLN,                NULL, TABLE },
    {  2, PCART_LT, PCART_FIXED(3000),  NULL, TABLE },
    {  3, PCART_LT, PCART_FIXED(2000),  NULL, TABLE },
    {  4, PCART_LT, PCART_FIXED(1000),  NULL, TABLE },
};

static const pcart_band_rule lymphocytes[] = {
    {  1, PCART_LT, LLN,                NULL, UNSEEN(ctcae_v5, NULL) },
    {  2, PCART_LT, PCART_FIXED(800),   NULL, UNSEEN(ctcae_v5, NULL) },
    {  3, PCART_LT, PCART_FIXED(500),   NULL, UNSEEN(ctcae_v5, NULL) },
    {  4, PCART_LT, PCART_FIXED(200),   NULL, UNSEEN(ctcae_v5, NULL) },
};

static const pcart_band_rule platelets[] = {
    {  1, PCART_LT, LLN,                NULL, TABLE },
    {  2, PCART_LT, PCART_FIXED(75000), NULL, TABLE },
    {  3, PCART_LT, PCART_FIXED(50000), NULL, TABLE },
    {  4, PCART_LT, PCART_FIXED(25000), NULL, TABLE },
};

static const pcart_band_rule hemoglobin[] = {
    {  1, PCART_LT, LLN,                NULL, TABLE },
    {  2, PCART_LT, PCART_FIXED(10),    NULL, TABLE },
    {  3, PCART_LT, PCART_FIXED(8),     NULL,
       RESTATED(ctcae_v5, "transfusion indicated") },
    {  4, PCART_LT, PCART_FIXED_NONE,   "life-threatening", TABLE },
};

static const pcart_policy window[] = {
    { PCART_POLICY_WINDOW_FIRST, PCART_FIXED(0),   "day",
      DECIDED("CTCAE has no window") },
    { PCART_POLICY_WINDOW_LAST,  PCART_FIXED(100), "day",
      DECIDED("CTCAE has no window") },
};
// clang-format on

#define NOTE                                                                   \
    "A value on a limit has the milder grade. Grade 1 needs the laboratory's " \
    "lower limit of normal: without it the result is grade 0 to 1."

const pcart_rule_set pcarti_ctcae_v5_anc = {
    .id = "ctcae-v5-anc",
    .title = "CTCAE v5.0, neutrophil count decreased",
    .shape = PCART_SHAPE_BAND,
    .analyte = PCART_ANC,
    .unit = "cells/uL",
    .rule.band = anc,
    .n_rule = PCART_COUNTOF(anc),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "any patient",
    .note = NOTE " Version 6.0 calls the same count one grade milder.",
};

const pcart_rule_set pcarti_ctcae_v5_wbc = {
    .id = "ctcae-v5-wbc",
    .title = "CTCAE v5.0, white blood cell decreased",
    .shape = PCART_SHAPE_BAND,
    .analyte = PCART_WBC,
    .unit = "cells/uL",
    .rule.band = wbc,
    .n_rule = PCART_COUNTOF(wbc),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "any patient",
    .note = NOTE,
};

const pcart_rule_set pcarti_ctcae_v5_lymphocytes = {
    .id = "ctcae-v5-lymphocytes",
    .title = "CTCAE v5.0, lymphocyte count decreased",
    .shape = PCART_SHAPE_BAND,
    .analyte = PCART_LYMPHOCYTES,
    .unit = "cells/uL",
    .rule.band = lymphocytes,
    .n_rule = PCART_COUNTOF(lymphocytes),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "any patient",
    .note = NOTE,
};

const pcart_rule_set pcarti_ctcae_v5_platelets = {
    .id = "ctcae-v5-platelets",
    .title = "CTCAE v5.0, platelet count decreased",
    .shape = PCART_SHAPE_BAND,
    .analyte = PCART_PLATELETS,
    .unit = "cells/uL",
    .rule.band = platelets,
    .n_rule = PCART_COUNTOF(platelets),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "any patient",
    .note = NOTE,
};

const pcart_rule_set pcarti_ctcae_v5_hemoglobin = {
    .id = "ctcae-v5-hemoglobin",
    .title = "CTCAE v5.0, anemia",
    .shape = PCART_SHAPE_BAND,
    .analyte = PCART_HEMOGLOBIN,
    .unit = "g/dL",
    .rule.band = hemoglobin,
    .n_rule = PCART_COUNTOF(hemoglobin),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "any patient",
    .note = NOTE " Grade 4 cannot be read from the haemoglobin. Values in "
                 "mmol/L are converted first: printed limits in mmol/L are "
                 "rounded and differ between editions.",
};
