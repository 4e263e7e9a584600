/* lee_2014.c -- CRS by Lee 2014, and its high-dose vasopressors.  Data only.
 * Layer: rules. */
#include "rules/sign_row.h"

#define TABLE SEEN(lee_2014, "comparison of scales")
#define DOSE UNSEEN(lee_2014, "list of high-dose vasopressors")

// clang-format off
static const pcart_sign_rule crs[] = {
    GIVES(1, "symptoms", SYMPTOMS, GE, YES, TABLE),
    GIVES(1, "symptoms", TEMPERATURE, GE, N(38),
          DECIDED("fever is a constitutional symptom")),
    GIVES(2, "oxygen", HYPOXIA, GE, N(1), TABLE),
    GIVES(3, "oxygen", FIO2, GE, N(40), TABLE),
    GIVES(4, "oxygen", VENTILATOR, GE, YES, TABLE),
    GIVES(2, "hypotension", HYPOTENSION, GE, N(1), TABLE),
    GIVES(3, "hypotension", HYPOTENSION, GE, N(3), TABLE),
    GIVES(3, "vasopressors", HIGH_DOSE, GE, YES, TABLE),
    GIVES(2, "organs", ORGAN_GRADE, GE, N(2), TABLE),
    GIVES(3, "organs", ORGAN_GRADE, GE, N(3), TABLE),
    GIVES(4, "organs", ORGAN_GRADE, GE, N(4), TABLE),
    GIVES(2, "transaminases", TRANSAMINASE_GRADE, GE, N(2), TABLE),
    GIVES(3, "transaminases", TRANSAMINASE_GRADE, GE, N(4), TABLE),
};

static const pcart_sign_rule high_dose[] = {
    GIVES(1, "noradrenaline", NORADRENALINE, GE, N(20), DOSE),
    GIVES(1, "dopamine", DOPAMINE, GE, N(10), DOSE),
    GIVES(1, "phenylephrine", PHENYLEPHRINE, GE, N(200), DOSE),
    GIVES(1, "adrenaline", ADRENALINE, GE, N(10), DOSE),
    GIVES(1, "with vasopressin", NORADRENALINE_EQUIVALENT, GE, N(10), DOSE),
    AND("with vasopressin", VASOPRESSIN, GE, YES, DOSE),
    GIVES(1, "combination", NORADRENALINE_EQUIVALENT, GE, N(20), DOSE),
};

static const pcart_policy window[] = { WINDOW };
// clang-format on

const pcart_rule_set pcarti_lee_2014_crs = {
    .id = "lee-2014-crs",
    .title = "Cytokine release syndrome, Lee 2014",
    .shape = PCART_SHAPE_SIGN,
    .analyte = -1,
    .unit = "grade",
    .rule.sign = crs,
    .n_rule = PCART_COUNTOF(crs),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "any patient after an immune effector cell product",
    .note = "Oxygen below 40 % has grade 2, 40 % and more grade 3. Grade 4 "
            "organ toxicity leaves transaminases out: grade 4 transaminitis "
            "has grade 3. Whether grade 3 transaminitis is grade 3 organ "
            "toxicity the source leaves open: postcart reads transaminases "
            "apart, and gives grade 2.",
};

const pcart_rule_set pcarti_lee_2014_high_dose = {
    .id = "lee-2014-high-dose",
    .title = "High-dose vasopressors, Lee 2014",
    .shape = PCART_SHAPE_SIGN,
    .analyte = -1,
    .unit = "1: high dose; ug/min, dopamine ug/kg/min",
    .rule.sign = high_dose,
    .n_rule = PCART_COUNTOF(high_dose),
    .applies = "patients on vasopressors",
    .note = "Used by the scales of Lee, Penn and CARTOX where the column "
            "vasopressor_dose is empty.",
};
