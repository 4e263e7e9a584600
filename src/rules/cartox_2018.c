/* cartox_2018.c -- CRS, CRES and carHLH by the CARTOX group.  Data only.
 * Layer: rules. */
#include "rules/sign_row.h"

#define TABLE SEEN(neelapu_2018, "comparison of scales")
#define BAND SEEN(neelapu_2018, "CARTOX-10 bands")
#define NEURO UNSEEN(neelapu_2018, "CRES, grades 3 and 4")
#define HLH UNSEEN(neelapu_2018, "carHLH")

// clang-format off
static const pcart_sign_rule crs[] = {
    GIVES(1, "fever", TEMPERATURE, GE, N(38), TABLE),
    GIVES(2, "hypotension", SYSTOLIC, LT, N(90), TABLE),
    GIVES(2, "hypotension", HYPOTENSION, GE, N(1), TABLE),
    GIVES(3, "hypotension", HYPOTENSION, GE, N(3), TABLE),
    GIVES(3, "vasopressors", HIGH_DOSE, GE, YES, TABLE),
    GIVES(4, "shock", REFRACTORY_SHOCK, GE, YES, TABLE),
    GIVES(2, "oxygen", HYPOXIA, GE, N(1), TABLE),
    GIVES(3, "oxygen", FIO2, GE, N(40), TABLE),
    GIVES(4, "oxygen", VENTILATOR, GE, YES, TABLE),
    GIVES(1, "organs", ORGAN_GRADE, GE, N(1), TABLE),
    GIVES(2, "organs", ORGAN_GRADE, GE, N(2), TABLE),
    GIVES(3, "organs", ORGAN_GRADE, GE, N(3), TABLE),
    GIVES(4, "organs", ORGAN_GRADE, GE, N(4), TABLE),
    GIVES(1, "transaminases", TRANSAMINASE_GRADE, GE, N(1), TABLE),
    GIVES(2, "transaminases", TRANSAMINASE_GRADE, GE, N(2), TABLE),
    GIVES(3, "transaminases", TRANSAMINASE_GRADE, GE, N(4), TABLE),
};

static const pcart_sign_rule cres[] = {
    GIVES(1, "CARTOX-10", CARTOX10, LE, N(9), BAND),
    GIVES(2, "CARTOX-10", CARTOX10, LE, N(6), BAND),
    GIVES(3, "CARTOX-10", CARTOX10, LE, N(2), NEURO),
    GIVES(4, "test", UNABLE, GE, YES, NEURO),
    GIVES(4, "consciousness", CONSCIOUSNESS, GE, N(4),
          DECIDED("obtunded is read as not rousable")),
    GIVES(3, "papilloedema", PAPILLOEDEMA, GE, N(1), NEURO),
    GIVES(4, "papilloedema", PAPILLOEDEMA, GE, N(3), NEURO),
    GIVES(3, "low opening pressure", OPENING_PRESSURE, LT, N(20), NEURO),
    AND("low opening pressure", RAISED_ICP, GE, YES,
        DECIDED("a normal pressure alone is no sign of raised pressure")),
    GIVES(4, "opening pressure", OPENING_PRESSURE, GE, N(20), NEURO),
    GIVES(4, "oedema", CEREBRAL_OEDEMA, GE, N(1), NEURO),
    GIVES(3, "seizure", SEIZURE, GE, N(1), NEURO),
    GIVES(4, "seizure", SEIZURE, GE, N(3), NEURO),
    GIVES(4, "end of seizure", SEIZURE_END, GE, YES, NEURO),
    GIVES(4, "motor", MOTOR_WEAKNESS, GE, YES, NEURO),
};

static const pcart_sign_rule hlh[] = {
    LAB_REQUIRED("ferritin", FERRITIN, GT, N(10000), HLH),
    REQUIRED("during CRS", CRS, GE, YES, HLH),
    GIVES(1, "liver", TRANSAMINASE_GRADE, GE, N(3), HLH),
    GIVES(1, "liver", BILIRUBIN_GRADE, GE, N(3), HLH),
    GIVES(1, "kidney", RENAL_GRADE, GE, N(3), HLH),
    GIVES(1, "lung", PULMONARY_OEDEMA_GRADE, GE, N(3), HLH),
    GIVES(1, "haemophagocytosis", HAEMOPHAGOCYTOSIS, GE, YES, HLH),
};

static const pcart_policy window[] = { WINDOW };

static const pcart_policy hlh_policy[] = {
    WINDOW,
    { PCART_POLICY_SPAN_DAYS, PCART_FIXED(7), "days",
      DECIDED("the source names no time within which they meet") },
    { PCART_POLICY_MIN_CRITERIA, PCART_FIXED(2), "criteria", HLH },
};
// clang-format on

const pcart_rule_set pcarti_cartox_2018_crs = {
    .id = "cartox-2018-crs",
    .title = "Cytokine release syndrome, CARTOX",
    .shape = PCART_SHAPE_SIGN,
    .analyte = -1,
    .unit = "grade",
    .rule.sign = crs,
    .n_rule = PCART_COUNTOF(crs),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "adults after an immune effector cell product",
    .note = "Grade 4 organ toxicity leaves transaminases out: grade 4 "
            "transaminitis has grade 3. Whether grade 3 transaminitis is grade "
            "3 organ toxicity the source leaves open: postcart reads "
            "transaminases apart, and gives grade 2.",
};

const pcart_rule_set pcarti_cartox_2018_cres = {
    .id = "cartox-2018-cres",
    .title = "CRES, CARTOX 2018",
    .shape = PCART_SHAPE_SIGN,
    .analyte = -1,
    .unit = "grade",
    .rule.sign = cres,
    .n_rule = PCART_COUNTOF(cres),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "adults after an immune effector cell product; scale of Ji 2024",
    .note = "The worst finding decides. Seizure: 1 focal, 2 non-convulsive, 3 "
            "generalised. A generalised seizure has grade 4 however soon it "
            "ends; by ASTCT 2019 one that ends quickly has grade 3. CARTOX-10 "
            "is never worked out from ICE: its questions differ.",
};

const pcart_rule_set pcarti_carhlh_2018 = {
    .id = "carhlh-2018",
    .title = "carHLH, CARTOX 2018",
    .shape = PCART_SHAPE_SIGN,
    .analyte = -1,
    .unit = "criteria",
    .rule.sign = hlh,
    .n_rule = PCART_COUNTOF(hlh),
    .policy = hlh_policy,
    .n_policy = PCART_COUNTOF(hlh_policy),
    .applies = "adults after an immune effector cell product",
    .note = "A day of CRS is one with a grade by ASTCT 2019 or in a recorded "
            "CRS.",
    .combine = PCART_COMBINE_CRITERIA,
};
