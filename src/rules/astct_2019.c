/* astct_2019.c -- CRS and ICANS by the ASTCT consensus of 2019.  Data only.
 * Layer: rules. */
#include "rules/sign_row.h"

#define TABLE SEEN(lee_2019, "table of CRS")
#define AFTER SEEN(lee_2019, "fever is no longer required after therapy")
#define NEURO SEEN(lee_2019, "table of ICANS")
#define CAUSE SEEN(lee_2019, "must have no other cause")

// clang-format off
static const pcart_sign_rule crs[] = {
    REQUIRED("fever", TEMPERATURE, GE, N(38), TABLE),
    AND_REQUIRED("fever", FEVER_OTHER_CAUSE, LT, YES, CAUSE),
    WAIVES("fever", ANTIPYRETIC, GE, YES, AFTER),
    WAIVES("fever", ANTICYTOKINE, GE, YES, AFTER),
    GIVES(1, "fever", TEMPERATURE, GE, N(38), TABLE),
    AND("fever", FEVER_OTHER_CAUSE, LT, YES, CAUSE),
    GIVES(2, "hypotension", HYPOTENSION, GE, N(1), TABLE),
    GIVES(3, "hypotension", HYPOTENSION, GE, N(2), TABLE),
    GIVES(4, "hypotension", HYPOTENSION, GE, N(3), TABLE),
    GIVES(2, "hypoxia", HYPOXIA, GE, N(1), TABLE),
    GIVES(3, "hypoxia", HYPOXIA, GE, N(2), TABLE),
    GIVES(4, "hypoxia", HYPOXIA, GE, N(3), TABLE),
};

static const pcart_sign_rule icans[] = {
    GIVES(1, "ICE", ICE, LE, N(9), NEURO),
    GIVES(2, "ICE", ICE, LE, N(6), NEURO),
    GIVES(3, "ICE", ICE, LE, N(2), NEURO),
    GIVES(1, "CAPD", CAPD, GE, N(1),
          DECIDED("the source has < 9; a score of 0 shows no sign")),
    GIVES(3, "CAPD", CAPD, GE, N(9), NEURO),
    GIVES(4, "test", UNABLE, GE, YES, NEURO),
    AND("test", SEDATED, LT, YES, CAUSE),
    GIVES(1, "consciousness", CONSCIOUSNESS, GE, N(1), NEURO),
    AND("consciousness", SEDATED, LT, YES, CAUSE),
    GIVES(2, "consciousness", CONSCIOUSNESS, GE, N(2), NEURO),
    AND("consciousness", SEDATED, LT, YES, CAUSE),
    GIVES(3, "consciousness", CONSCIOUSNESS, GE, N(3), NEURO),
    AND("consciousness", SEDATED, LT, YES, CAUSE),
    GIVES(4, "consciousness", CONSCIOUSNESS, GE, N(4), NEURO),
    AND("consciousness", SEDATED, LT, YES, CAUSE),
    GIVES(3, "seizure", SEIZURE, GE, N(1), NEURO),
    GIVES(4, "end of seizure", SEIZURE_END, GE, YES, NEURO),
    GIVES(4, "motor", MOTOR_WEAKNESS, GE, YES, NEURO),
    GIVES(3, "oedema", CEREBRAL_OEDEMA, GE, N(1), NEURO),
    GIVES(4, "oedema", CEREBRAL_OEDEMA, GE, N(2), NEURO),
    GIVES(4, "posturing", POSTURING, GE, YES, NEURO),
    GIVES(4, "sixth nerve", SIXTH_NERVE_PALSY, GE, YES, NEURO),
    GIVES(4, "papilloedema", PAPILLOEDEMA, GE, N(1), NEURO),
    GIVES(4, "Cushing triad", CUSHING_TRIAD, GE, YES, NEURO),
};

static const pcart_policy window[] = { WINDOW };

static const pcart_policy below_12[] = {
    WINDOW,
    { PCART_POLICY_CHILD_AGE, PCART_FIXED(12), "years",
      SEEN(lee_2019, "CAPD below 12 years") },
};

static const pcart_policy through_12[] = {
    WINDOW,
    { PCART_POLICY_CHILD_AGE, PCART_FIXED(13), "years",
      SEEN(nci_thesaurus, "CAPD up to and with 12 years") },
};
// clang-format on

const pcart_rule_set pcarti_astct_2019_crs = {
    .id = "astct-2019-crs",
    .title = "Cytokine release syndrome, ASTCT 2019",
    .shape = PCART_SHAPE_SIGN,
    .analyte = -1,
    .unit = "grade",
    .rule.sign = crs,
    .n_rule = PCART_COUNTOF(crs),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "any patient after an immune effector cell product",
    .note = "The worse of hypotension and hypoxia decides; without fever there "
            "is no CRS, until antipyretics or anticytokine therapy have been "
            "given after a fever. Hypotension: 1 fluids, 2 one vasopressor "
            "with or without vasopressin, 3 several. Hypoxia: 1 low flow, 2 "
            "high flow or mask, 3 positive pressure; a tube that only protects "
            "the airway is no grade 4 (not seen in the source). Organ "
            "toxicities do not count. Grade 5 is death from CRS.",
};

#define ICANS_NOTE                                                             \
    "The worst finding decides. Consciousness: 1 awakens spontaneously, 2 to " \
    "voice, 3 to touch, 4 not rousable. A seizure that ends by itself or by "  \
    "treatment within 5 minutes has grade 3, a longer or repeated one 4. "     \
    "Tremor and myoclonus do not count; intracranial haemorrhage is graded "   \
    "elsewhere. Grade 5 is death from ICANS. "

const pcart_rule_set pcarti_astct_2019_icans = {
    .id = "astct-2019-icans",
    .title = "ICANS, ASTCT 2019; CAPD below 12 years",
    .shape = PCART_SHAPE_SIGN,
    .analyte = -1,
    .unit = "grade",
    .rule.sign = icans,
    .n_rule = PCART_COUNTOF(icans),
    .policy = below_12,
    .n_policy = PCART_COUNTOF(below_12),
    .applies = "any patient after an immune effector cell product",
    .note = ICANS_NOTE "ICE from the twelfth birthday on.",
};

const pcart_rule_set pcarti_astct_2019_icans_through_12 = {
    .id = "astct-2019-icans-through-12",
    .title = "ICANS, ASTCT 2019; CAPD through 12 years",
    .shape = PCART_SHAPE_SIGN,
    .analyte = -1,
    .unit = "grade",
    .rule.sign = icans,
    .n_rule = PCART_COUNTOF(icans),
    .policy = through_12,
    .n_policy = PCART_COUNTOF(through_12),
    .applies = "any patient after an immune effector cell product",
    .note = ICANS_NOTE "ICE from the thirteenth birthday on, as the NCI "
                       "Thesaurus words it.",
};
