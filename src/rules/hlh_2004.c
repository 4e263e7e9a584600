/* hlh_2004.c -- HLH-2004 criteria and HScore.  Data only.  Layer: rules. */
#include "rules/sign_row.h"

#define PAGE SEEN(hlh_2004_page, "list of criteria")
#define EIGHTH UNSEEN(hlh_2004_page, "the eighth criterion")
#define USUAL UNSEEN(hlh_2004_page, "2 SD above the age norm, commonly this")
#define POINTS RESTATED(fardet_2014, "points")
#define LINES UNSEEN(fardet_2014, "limits of the cell lines")

// clang-format off
static const pcart_sign_rule hlh[] = {
    GIVES(1, "fever", TEMPERATURE, GE, PCART_MILLI(38500), PAGE),
    GIVES(1, "splenomegaly", SPLENOMEGALY, GE, YES, EIGHTH),
    LAB_COUNTS("cytopenias", HEMOGLOBIN, LT, N(9), PAGE),
    LAB_COUNTS("cytopenias", PLATELETS, LT, N(100000), PAGE),
    LAB_COUNTS("cytopenias", ANC, LT, N(1000), PAGE),
    GIVES(1, "cytopenias", COUNTED, GE, N(2), PAGE),
    /* 265 mg/dL / 88.57 = 2.991984 mmol/L */
    LAB_GIVES(1, "triglycerides or fibrinogen", TRIGLYCERIDES, GT, 2991984, PAGE),
    LAB_GIVES(1, "triglycerides or fibrinogen", FIBRINOGEN, LT, PCART_MILLI(1500), PAGE),
    GIVES(1, "haemophagocytosis", HAEMOPHAGOCYTOSIS, GE, YES, PAGE),
    GIVES(1, "NK activity", NK_ACTIVITY_LOW, GE, YES, PAGE),
    LAB_GIVES(1, "ferritin", FERRITIN, GT, N(500), PAGE),
    GIVES(1, "soluble IL-2 receptor", SIL2R, GE, N(2400), USUAL),
};

static const pcart_sign_rule hscore[] = {
    GIVES(33, "temperature", TEMPERATURE, GE, PCART_MILLI(38400), POINTS),
    GIVES(49, "temperature", TEMPERATURE, GT, PCART_MILLI(39400), POINTS),
    COUNTS("organs", HEPATOMEGALY, GE, YES, POINTS),
    COUNTS("organs", SPLENOMEGALY, GE, YES, POINTS),
    GIVES(23, "organs", COUNTED, GE, N(1), POINTS),
    GIVES(38, "organs", COUNTED, GE, N(2), POINTS),
    LAB_COUNTS("cytopenias", HEMOGLOBIN, LE, PCART_MILLI(9200), LINES),
    LAB_COUNTS("cytopenias", WBC, LE, N(5000), LINES),
    LAB_COUNTS("cytopenias", PLATELETS, LE, N(110000), LINES),
    GIVES(24, "cytopenias", COUNTED, GE, N(2), POINTS),
    GIVES(34, "cytopenias", COUNTED, GE, N(3), POINTS),
    LAB_GIVES(35, "ferritin", FERRITIN, GE, N(2000), POINTS),
    LAB_GIVES(50, "ferritin", FERRITIN, GT, N(6000), POINTS),
    LAB_GIVES(44, "triglycerides", TRIGLYCERIDES, GE, PCART_MILLI(1500), POINTS),
    LAB_GIVES(64, "triglycerides", TRIGLYCERIDES, GT, N(4), POINTS),
    LAB_GIVES(30, "fibrinogen", FIBRINOGEN, LE, PCART_MILLI(2500), POINTS),
    LAB_GIVES(19, "AST", AST, GE, N(30), POINTS),
    GIVES(35, "haemophagocytosis", HAEMOPHAGOCYTOSIS, GE, YES, POINTS),
    GIVES(18, "immunosuppression", IMMUNOSUPPRESSED, GE, YES, POINTS),
};

static const pcart_policy hlh_policy[] = {
    WINDOW,
    { PCART_POLICY_SPAN_DAYS, PCART_FIXED(7), "days",
      DECIDED("the source names no time within which they meet") },
    { PCART_POLICY_MIN_CRITERIA, PCART_FIXED(5), "criteria", PAGE },
};

static const pcart_policy hscore_policy[] = {
    WINDOW,
    { PCART_POLICY_SPAN_DAYS, PCART_FIXED(7), "days",
      DECIDED("the source names no time within which they meet") },
    { PCART_POLICY_CUTOFF, PCART_FIXED(169), "points",
      UNSEEN(fardet_2014, "sensitivity 93 %, specificity 86 %") },
};
// clang-format on

const pcart_rule_set pcarti_hlh_2004 = {
    .id = "hlh-2004",
    .title = "HLH-2004, criteria met",
    .shape = PCART_SHAPE_SIGN,
    .analyte = -1,
    .unit = "criteria",
    .rule.sign = hlh,
    .n_rule = PCART_COUNTOF(hlh),
    .policy = hlh_policy,
    .n_policy = PCART_COUNTOF(hlh_policy),
    .applies = "made for primary HLH; not for the days after CAR-T, in which "
               "several criteria are common",
    .note = "Five of eight. Triglycerides above 265 mg/dL. Infants below four "
            "weeks have another limit of haemoglobin (10 g/dL), which is not "
            "used here. The limit of the soluble IL-2 receptor depends on age "
            "and laboratory.",
    .combine = PCART_COMBINE_CRITERIA,
};

const pcart_rule_set pcarti_hscore_2014 = {
    .id = "hscore-2014",
    .title = "HScore",
    .shape = PCART_SHAPE_SIGN,
    .analyte = -1,
    .unit = "points",
    .rule.sign = hscore,
    .n_rule = PCART_COUNTOF(hscore),
    .policy = hscore_policy,
    .n_policy = PCART_COUNTOF(hscore_policy),
    .applies = "adults with suspected reactive haemophagocytic syndrome",
    .note = "0 to 337. The cut-off has a sensitivity of 93 %; that is no "
            "probability of the disease, and none is given.",
    .combine = PCART_COMBINE_SUM,
};
