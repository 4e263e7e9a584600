/* recovery_cibmtr.c -- recovery of neutrophils and platelets: CIBMTR, and the
 * ASTCT panel that follows it.  Data only.  Layer: rules. */
#include <limits.h>

#include "rules/cite.h"
#include "rules/sets.h"

#define MANUAL SEEN(cibmtr_manual, NULL)
#define PANEL SEEN(kharfan_dabaja_2021, "table 1 of PMC11161398")
#define AFTER_NADIR "the first of the values, after the nadir"
#define UNTRANSFUSED                                                           \
    "the first of the values; transfusion on day 0 allows day 7, not day 6"

// clang-format off
static const pcart_definition_rule anc[] = {
    /* label, or, analyte, limit, window, values, days, free days, words */
    { "recovery", 0, PCART_ANC, PCART_GE, PCART_FIXED(500),
      0, INT_MAX, 3, 0, 0, NULL, MANUAL, AFTER_NADIR, 0, NULL },
};

static const pcart_definition_rule platelets_20[] = {
    { "recovery", 0, PCART_PLATELETS, PCART_GE, PCART_FIXED(20000),
      0, INT_MAX, 3, 0, 7, NULL, MANUAL, UNTRANSFUSED, 0, NULL },
};

static const pcart_definition_rule platelets_50[] = {
    { "recovery", 0, PCART_PLATELETS, PCART_GE, PCART_FIXED(50000),
      0, INT_MAX, 3, 0, 7, NULL, MANUAL, UNTRANSFUSED, 0, NULL },
};

static const pcart_definition_rule panel_anc[] = {
    { "recovery", 0, PCART_ANC, PCART_GE, PCART_FIXED(500),
      0, INT_MAX, 0, 3, 0, NULL, PANEL, AFTER_NADIR, 0, NULL },
};

static const pcart_definition_rule panel_platelets[] = {
    { "recovery", 0, PCART_PLATELETS, PCART_GE, PCART_FIXED(20000),
      0, INT_MAX, 3, 0, 7, NULL, PANEL, UNTRANSFUSED, 0, NULL },
};

static const pcart_policy window[] = {
    { PCART_POLICY_WINDOW_FIRST, PCART_FIXED(0),   "day",
      DECIDED("the sources follow until recovery") },
    { PCART_POLICY_WINDOW_LAST,  PCART_FIXED(100), "day",
      DECIDED("the sources follow until recovery") },
};
// clang-format on

#define DRAWS                                                                  \
    "Consecutive values on different days; daily values are not required as "  \
    "long as every value stays at or above the limit."
#define NOT_APPLICABLE                                                         \
    " Not applicable when platelets never fell below 20,000 and none were "    \
    "transfused."

const pcart_rule_set pcarti_recovery_cibmtr_anc = {
    .id = "recovery-cibmtr-anc",
    .title = "Neutrophil recovery (CIBMTR)",
    .shape = PCART_SHAPE_DEFINITION,
    .analyte = PCART_ANC,
    .unit = "cells/uL",
    .rule.definition = anc,
    .n_rule = PCART_COUNTOF(anc),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "after cellular therapy",
    .note = DRAWS " Exactly 500 is recovered here and low for ICAHT.",
};

const pcart_rule_set pcarti_recovery_cibmtr_platelets_20 = {
    .id = "recovery-cibmtr-platelets-20",
    .title = "Platelet recovery to 20,000 (CIBMTR)",
    .shape = PCART_SHAPE_DEFINITION,
    .analyte = PCART_PLATELETS,
    .unit = "cells/uL",
    .rule.definition = platelets_20,
    .n_rule = PCART_COUNTOF(platelets_20),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "after cellular therapy",
    .note = DRAWS NOT_APPLICABLE,
};

const pcart_rule_set pcarti_recovery_cibmtr_platelets_50 = {
    .id = "recovery-cibmtr-platelets-50",
    .title = "Platelet recovery to 50,000 (CIBMTR)",
    .shape = PCART_SHAPE_DEFINITION,
    .analyte = PCART_PLATELETS,
    .unit = "cells/uL",
    .rule.definition = platelets_50,
    .n_rule = PCART_COUNTOF(platelets_50),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "after cellular therapy",
    .note = DRAWS NOT_APPLICABLE,
};

const pcart_rule_set pcarti_recovery_astct_anc = {
    .id = "recovery-astct-2021-anc",
    .title = "Neutrophil recovery (ASTCT panel)",
    .shape = PCART_SHAPE_DEFINITION,
    .analyte = PCART_ANC,
    .unit = "cells/uL",
    .rule.definition = panel_anc,
    .n_rule = PCART_COUNTOF(panel_anc),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "after transplantation",
    .note = "Three successive days, where CIBMTR asks for three values.",
};

const pcart_rule_set pcarti_recovery_astct_platelets_20 = {
    .id = "recovery-astct-2021-platelets-20",
    .title = "Platelet recovery to 20,000 (ASTCT panel)",
    .shape = PCART_SHAPE_DEFINITION,
    .analyte = PCART_PLATELETS,
    .unit = "cells/uL",
    .rule.definition = panel_platelets,
    .n_rule = PCART_COUNTOF(panel_platelets),
    .policy = window,
    .n_policy = PCART_COUNTOF(window),
    .applies = "after transplantation",
    .note = "The same as CIBMTR.",
};
