/* hematotox_2021.c -- CAR-HEMATOTOX and the outcomes it was made for.
 * Data only.  Layer: rules. */
#include <limits.h>

#include "rules/cite.h"
#include "rules/sets.h"

#define POINTS RESTATED(rejeski_2021, "table 2")
#define UNTIED UNSEEN(rejeski_2021, "table 2, comparison")
#define OUTCOME SEEN(rejeski_2021, "table 3")
#define OPEN PCART_FIXED_NONE

// clang-format off
/* The published table with the tie rule of the restatement. */
static const pcart_point_rule spec[] = {
    /* analyte          from                           to                            points */
    { PCART_PLATELETS,  PCART_GT, PCART_FIXED(175000), PCART_LT, OPEN,                0, POINTS },
    { PCART_PLATELETS,  PCART_GE, PCART_FIXED(75000),  PCART_LE, PCART_FIXED(175000), 1, POINTS },
    { PCART_PLATELETS,  PCART_GT, OPEN,                PCART_LT, PCART_FIXED(75000),  2, POINTS },
    { PCART_ANC,        PCART_GE, PCART_FIXED(1200),   PCART_LT, OPEN,                0, POINTS },
    { PCART_ANC,        PCART_GT, OPEN,                PCART_LT, PCART_FIXED(1200),   1, POINTS },
    { PCART_HEMOGLOBIN, PCART_GE, PCART_FIXED(9),      PCART_LT, OPEN,                0, POINTS },
    { PCART_HEMOGLOBIN, PCART_GT, OPEN,                PCART_LT, PCART_FIXED(9),      1, POINTS },
    { PCART_CRP,        PCART_GT, OPEN,                PCART_LT, PCART_FIXED(30),     0, POINTS }, // mg/L
    { PCART_CRP,        PCART_GE, PCART_FIXED(30),     PCART_LT, OPEN,                1, POINTS },
    { PCART_FERRITIN,   PCART_GT, OPEN,                PCART_LT, PCART_FIXED(650),    0, POINTS },
    { PCART_FERRITIN,   PCART_GE, PCART_FIXED(650),    PCART_LE, PCART_FIXED(2000),   1, POINTS },
    { PCART_FERRITIN,   PCART_GT, PCART_FIXED(2000),   PCART_LT, OPEN,                2, POINTS },
};

/* The comparisons as published: ANC 1200, Hb 9.0 and CRP 3.0 mg/dL have no
 * row. */
static const pcart_point_rule strict[] = {
    { PCART_PLATELETS,  PCART_GT, PCART_FIXED(175000), PCART_LT, OPEN,                0, POINTS },
    { PCART_PLATELETS,  PCART_GE, PCART_FIXED(75000),  PCART_LE, PCART_FIXED(175000), 1, POINTS },
    { PCART_PLATELETS,  PCART_GT, OPEN,                PCART_LT, PCART_FIXED(75000),  2, POINTS },
    { PCART_ANC,        PCART_GT, PCART_FIXED(1200),   PCART_LT, OPEN,                0, UNTIED },
    { PCART_ANC,        PCART_GT, OPEN,                PCART_LT, PCART_FIXED(1200),   1, UNTIED },
    { PCART_HEMOGLOBIN, PCART_GT, PCART_FIXED(9),      PCART_LT, OPEN,                0, UNTIED },
    { PCART_HEMOGLOBIN, PCART_GT, OPEN,                PCART_LT, PCART_FIXED(9),      1, UNTIED },
    { PCART_CRP,        PCART_GT, OPEN,                PCART_LT, PCART_FIXED(30),     0, UNTIED }, // mg/L
    { PCART_CRP,        PCART_GT, PCART_FIXED(30),     PCART_LT, OPEN,                1, UNTIED },
    { PCART_FERRITIN,   PCART_GT, OPEN,                PCART_LT, PCART_FIXED(650),    0, POINTS },
    { PCART_FERRITIN,   PCART_GE, PCART_FIXED(650),    PCART_LE, PCART_FIXED(2000),   1, POINTS },
    { PCART_FERRITIN,   PCART_GT, PCART_FIXED(2000),   PCART_LT, OPEN,                2, POINTS },
};

static const pcart_class_rule two_tier[] = {
    { 0, 1, "low",  SEEN(rejeski_2021, "table 3") },
    { 2, 7, "high", SEEN(rejeski_2021, "table 3") },
};

static const pcart_class_rule three_tier[] = {
    { 0, 1, "low",          RESTATED(rejeski_2021, "later cohorts only") },
    { 2, 4, "intermediate", RESTATED(rejeski_2021, "later cohorts only") },
    { 5, 7, "high",         RESTATED(rejeski_2021, "later cohorts only") },
};

static const pcart_policy baseline[] = {
    { PCART_POLICY_WINDOW_FIRST, PCART_FIXED(-8), "day",
      DECIDED("day -5 and 3 days round it") },
    { PCART_POLICY_WINDOW_LAST,  PCART_FIXED(-2), "day",
      DECIDED("and not after the first day of lymphodepletion") },
    { PCART_POLICY_TARGET_DAY,   PCART_FIXED(-5), "day",
      SEEN(mcl_network, "before lymphodepletion, such as day -5") },
    { PCART_POLICY_TARGET_SLACK, PCART_FIXED(3),  "days",
      UNSEEN(rejeski_2021, "day -5 +/- 3") },
};

static const pcart_definition_rule outcome[] = {
    { "severe thrombocytopenia",        0, PCART_PLATELETS,  PCART_LT, PCART_FIXED(50000), 0, INT_MAX, 0, 0, 0, NULL, OUTCOME, NULL, 0, NULL },
    { "anaemia",                        0, PCART_HEMOGLOBIN, PCART_LT, PCART_FIXED(8),     0, INT_MAX, 0, 0, 0, NULL, OUTCOME, NULL, 0, NULL },
    { "anaemia",                        1, -1,               PCART_LT, OPEN,               0, INT_MAX, 0, 0, 0, "red-cell transfusion", OUTCOME, NULL, 0, NULL },
    { "severe neutropenia",             0, PCART_ANC,        PCART_LE, PCART_FIXED(500),   0, INT_MAX, 0, 0, 0, NULL, OUTCOME, NULL, 0, NULL },
    { "profound neutropenia",           0, PCART_ANC,        PCART_LE, PCART_FIXED(100),   0, INT_MAX, 0, 0, 0, NULL, OUTCOME, NULL, 0, NULL },
    { "protracted severe neutropenia",  0, PCART_ANC,        PCART_LE, PCART_FIXED(500),   0, INT_MAX, 0, 7, 0, NULL, OUTCOME, NULL, 0, NULL },
    { "protracted profound neutropenia",0, PCART_ANC,        PCART_LE, PCART_FIXED(100),   0, INT_MAX, 0, 7, 0, NULL, OUTCOME, NULL, 0, NULL },
    { "prolonged neutropenia",          0, PCART_ANC,        PCART_LE, PCART_FIXED(1000), 21, INT_MAX, 0, 0, 0, NULL, OUTCOME, NULL, 0, NULL },
    { "severe neutropenia for 14 days", 0, PCART_ANC,        PCART_LE, PCART_FIXED(500),   0, INT_MAX, 0, 14, 0, NULL, OUTCOME, "the binary end point of the score", 0, NULL },
};

static const pcart_policy outcome_policy[] = {
    { PCART_POLICY_WINDOW_FIRST, PCART_FIXED(0),  "day",
      SEEN(rejeski_2021, "primary end point: days of severe neutropenia") },
    { PCART_POLICY_WINDOW_LAST,  PCART_FIXED(60), "day",
      SEEN(rejeski_2021, "primary end point: days of severe neutropenia") },
};
// clang-format on

#define APPLIES                                                                \
    "adults with large B-cell lymphoma before lymphodepletion; later used "    \
    "unchanged in myeloma and mantle-cell lymphoma"

const pcart_rule_set pcarti_hematotox_2021 = {
    .id = "car-hematotox-2021",
    .title = "CAR-HEMATOTOX, ties as in the restatement",
    .shape = PCART_SHAPE_POINT,
    .analyte = -1,
    .unit = "canonical units",
    .rule.point = spec,
    .n_rule = PCART_COUNTOF(spec),
    .classes = two_tier,
    .n_class = PCART_COUNTOF(two_tier),
    .policy = baseline,
    .n_policy = PCART_COUNTOF(baseline),
    .applies = APPLIES,
    .note = "CRP is 3.0 mg/dL in the paper, 30 mg/L here: a CRP without a unit "
            "is never scored. A missing marker gives bounds, never 0 points. "
            "The source does not say what to do with missing markers.",
};

const pcart_rule_set pcarti_hematotox_2021_strict = {
    .id = "car-hematotox-2021-strict",
    .title = "CAR-HEMATOTOX, comparisons as published",
    .shape = PCART_SHAPE_POINT,
    .analyte = -1,
    .unit = "canonical units",
    .rule.point = strict,
    .n_rule = PCART_COUNTOF(strict),
    .classes = two_tier,
    .n_class = PCART_COUNTOF(two_tier),
    .policy = baseline,
    .n_policy = PCART_COUNTOF(baseline),
    .applies = APPLIES,
    .note = "ANC of exactly 1200, haemoglobin of exactly 9.0 and CRP of "
            "exactly 3.0 mg/dL have no points in the published table: the "
            "marker is treated as missing. The comparisons were not seen in "
            "the paper.",
    .is_partial = 1,
};

const pcart_rule_set pcarti_hematotox_2021_three_tier = {
    .id = "car-hematotox-2021-three-tier",
    .title = "CAR-HEMATOTOX in three classes",
    .shape = PCART_SHAPE_POINT,
    .analyte = -1,
    .unit = "canonical units",
    .rule.point = spec,
    .n_rule = PCART_COUNTOF(spec),
    .classes = three_tier,
    .n_class = PCART_COUNTOF(three_tier),
    .policy = baseline,
    .n_policy = PCART_COUNTOF(baseline),
    .applies = APPLIES,
    .note = "Exists in later cohorts only; never the default. The names of "
            "the three classes are postcart's.",
};

const pcart_rule_set pcarti_hematotox_2021_outcomes = {
    .id = "hematotox-2021-outcomes",
    .title = "Outcomes used with CAR-HEMATOTOX",
    .shape = PCART_SHAPE_DEFINITION,
    .analyte = -1,
    .unit = "canonical units",
    .rule.definition = outcome,
    .n_rule = PCART_COUNTOF(outcome),
    .policy = outcome_policy,
    .n_policy = PCART_COUNTOF(outcome_policy),
    .applies = "adults with large B-cell lymphoma after CAR-T",
    .note = "The table has ANC at or below 500; the abstract words the same "
            "end point as below 500.",
};
