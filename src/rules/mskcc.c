/* mskcc.c -- CRS by the scale of MSKCC.  Data only.  Layer: rules. */
#include "rules/sign_row.h"

#define TABLE SEEN(mskcc, "comparison of scales")

// clang-format off
static const pcart_sign_rule crs[] = {
    GIVES(1, "symptoms", SYMPTOMS, GE, YES, TABLE),
    GIVES(1, "symptoms", TEMPERATURE, GE, N(38),
          DECIDED("fever has supportive care")),
    GIVES(2, "vasopressors", HYPOTENSION, GE, N(2), TABLE),
    GIVES(3, "time on vasopressors", VASOPRESSOR_HOURS, GE, N(24), TABLE),
    GIVES(4, "shock", REFRACTORY_SHOCK, GE, YES, TABLE),
    GIVES(2, "oxygen", HYPOXIA, GE, N(1), TABLE),
    GIVES(3, "oxygen", FIO2, GE, N(40), TABLE),
    GIVES(4, "oxygen", VENTILATOR, GE, YES, TABLE),
};

static const pcart_policy window[] = { WINDOW };
// clang-format on

const pcart_rule_set pcarti_mskcc_crs = {
    .id = "mskcc-crs",
    .title = "Cytokine release syndrome, MSKCC",
    .shape = PCART_SHAPE_SIGN,
    .analyte = -1,
    .unit = "grade",
    .rule.sign = crs,
    .n_rule = PCART_COUNTOF(crs),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "any patient after an immune effector cell product",
    .note = "A vasopressor for less than 24 hours has grade 2, for longer "
            "grade 3, whatever its dose.",
};
