/* phenotype_2021.c -- shapes of neutrophil recovery after CAR-T.  Data only.
 * Layer: rules. */
#include "rules/cite.h"
#include "rules/sets.h"

#define SHAPE UNSEEN(rejeski_2021, "the name seen, the limit not")

// clang-format off
/* In the order of precedence. */
static const pcart_definition_rule phenotype[] = {
    /* label, or, analyte, limit, window, values, days, free days, words */
    { "aplastic",     0, PCART_ANC, PCART_LT, PCART_FIXED(500),
      0, 60, 0, 14, 0, NULL, SHAPE, NULL, 0, NULL },
    { "intermittent", 0, PCART_ANC, PCART_GT, PCART_FIXED(1500),
      0, 60, 0, 0, 0, NULL, SHAPE, "recovery", 0, NULL },
    { "intermittent", 0, PCART_ANC, PCART_LT, PCART_FIXED(500),
      22, 60, 0, 0, 0, NULL, SHAPE, "second dip, after that recovery", 0, NULL },
    { "quick",        0, PCART_ANC, PCART_GE, PCART_FIXED(1000),
      0, 60, 0, 0, 0, NULL, SHAPE, "every value from recovery on", 0, NULL },
    { "unclassified", 0, -1, PCART_LT, PCART_FIXED_NONE,
      0, 60, 0, 0, 0,
      "none of the above: a second dip that is too shallow or too early",
      DECIDED("the three phenotypes leave a gap"), NULL, 0, NULL },
};

static const pcart_policy window[] = {
    { PCART_POLICY_WINDOW_FIRST, PCART_FIXED(0),  "day",
      DECIDED("the source gives no window") },
    { PCART_POLICY_WINDOW_LAST,  PCART_FIXED(60), "day",
      DECIDED("the window of the score's primary end point") },
};
// clang-format on

const pcart_rule_set pcarti_phenotype_2021 = {
    .id = "phenotype-2021",
    .title = "Phenotype of neutrophil recovery",
    .shape = PCART_SHAPE_DEFINITION,
    .analyte = PCART_ANC,
    .unit = "cells/uL",
    .rule.definition = phenotype,
    .n_rule = PCART_COUNTOF(phenotype),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "adults after CAR-T",
    .note = "The limits are from memory: confirm them against the paper. The "
            "first row that holds gives the phenotype. At or below instead of "
            "below: see phenotype_comparison.",
};
