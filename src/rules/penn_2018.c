/* penn_2018.c -- CRS by the Penn scale.  Data only.  Layer: rules. */
#include "rules/sign_row.h"

#define TABLE SEEN(porter_2018, "comparison of scales")
#define LIVER DECIDED("liver function tests are transaminases and bilirubin")

// clang-format off
static const pcart_sign_rule crs[] = {
    GIVES(1, "symptoms", SYMPTOMS, GE, YES, TABLE),
    GIVES(1, "symptoms", TEMPERATURE, GE, N(38),
          DECIDED("fever has supportive care")),
    GIVES(2, "liver", TRANSAMINASE_GRADE, GE, N(3), TABLE),
    GIVES(3, "liver", TRANSAMINASE_GRADE, GE, N(4), TABLE),
    GIVES(2, "bilirubin", BILIRUBIN_GRADE, GE, N(3), LIVER),
    GIVES(3, "bilirubin", BILIRUBIN_GRADE, GE, N(4), LIVER),
    GIVES(2, "kidney", RENAL_GRADE, GE, N(2), TABLE),
    GIVES(3, "kidney", RENAL_GRADE, GE, N(3), TABLE),
    GIVES(2, "care", ADMITTED, GE, YES, TABLE),
    GIVES(2, "care", IV_THERAPY, GE, YES, TABLE),
    GIVES(3, "fluids", FLUID_BOLUSES, GE, N(2), TABLE),
    GIVES(3, "hypotension", HYPOTENSION, GE, N(2), TABLE),
    GIVES(4, "vasopressors", HIGH_DOSE, GE, YES, TABLE),
    GIVES(3, "coagulopathy", COAGULOPATHY, GE, YES, TABLE),
    GIVES(3, "oxygen", HYPOXIA, GE, N(1), TABLE),
    GIVES(4, "ventilator", VENTILATOR, GE, YES, TABLE),
};

static const pcart_policy window[] = { WINDOW };
// clang-format on

const pcart_rule_set pcarti_penn_2018_crs = {
    .id = "penn-2018-crs",
    .title = "Cytokine release syndrome, Penn",
    .shape = PCART_SHAPE_SIGN,
    .analyte = -1,
    .unit = "grade",
    .rule.sign = crs,
    .n_rule = PCART_COUNTOF(crs),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "any patient after an immune effector cell product",
    .note = "Any oxygen, also positive pressure without a tube, has grade 3. "
            "Admission for CRS alone has grade 2.",
};
