/* iec_hs_2023.c -- IEC-HS.  Data only.  Layer: rules. */
#include "rules/sign_row.h"

#define CRITERIA UNSEEN(hines_2023, "criteria")
#define GRADES UNSEEN(hines_2023, "grades")

// clang-format off
static const pcart_sign_rule rule[] = {
    RATIO_REQUIRED("ferritin", FERRITIN, GT, N(2), CRITERIA),
    REQUIRED("ferritin", FERRITIN_RISE, GE, YES, CRITERIA),
    REQUIRED("timing", IEC_HS_TIMING, GE, YES, CRITERIA),
    REQUIRED("no other cause", IEC_HS_OTHER_CAUSE, LT, YES, CRITERIA),
    GIVES(1, "severity", IEC_HS_SEVERITY, GE, N(1), GRADES),
    GIVES(2, "severity", IEC_HS_SEVERITY, GE, N(2), GRADES),
    GIVES(3, "severity", IEC_HS_SEVERITY, GE, N(3), GRADES),
    GIVES(4, "severity", IEC_HS_SEVERITY, GE, N(4), GRADES),
    RATIO_COUNTS("common", ALT, ALONE, GT, N(5), CRITERIA),
    RATIO_COUNTS("common", AST, OR, GT, N(5), CRITERIA),
    LAB_COUNTS("common", FIBRINOGEN, LT, PCART_MILLI(1500), CRITERIA),
    COUNTS("common", HAEMOPHAGOCYTOSIS, GE, YES, CRITERIA),
    COUNTS("common", NEW_CYTOPENIA, GE, YES, CRITERIA),
};

static const pcart_policy policy[] = {
    WINDOW,
    { PCART_POLICY_SPAN_DAYS, PCART_FIXED(7), "days",
      DECIDED("the source names no time within which they meet") },
};
// clang-format on

const pcart_rule_set pcarti_iec_hs_2023 = {
    .id = "iec-hs-2023",
    .title = "IEC-HS",
    .shape = PCART_SHAPE_SIGN,
    .analyte = -1,
    .unit = "grade",
    .rule.sign = rule,
    .n_rule = PCART_COUNTOF(rule),
    .policy = policy,
    .n_policy = PCART_COUNTOF(policy),
    .applies = "any patient after an immune effector cell product",
    .note = "Ratios are to the last value before lymphodepletion: the upper "
            "limit of normal is not among the counts, and the column "
            "ferritin_rise stands for it. The source gives no number for a "
            "rapid rise: the clinician says it. Common manifestations are "
            "counted as evidence; the supporting ones are not asked for. Grade "
            "5 is death.",
};
