/* easix_2021.c -- EASIX and its kin before lymphodepletion.  Data only.
 * Layer: rules. */
#include "rules/cite.h"
#include "rules/sets.h"

#define FORMULA SEEN(pennisi_2021, "formula")

// clang-format off
static const pcart_factor_rule easix[] = {
    { PCART_LDH,        0, PCART_FIXED(1),    "U/L",    FORMULA },
    { PCART_CREATININE, 0, PCART_MILLI(88420),          "mg/dL",  FORMULA },
    { PCART_PLATELETS,  1, PCART_FIXED(1000), "10^9/L", FORMULA },
};

static const pcart_factor_rule modified[] = {
    { PCART_LDH,        0, PCART_FIXED(1),    "U/L",    FORMULA },
    { PCART_CRP,        0, PCART_FIXED(10),   "mg/dL",  FORMULA },
    { PCART_PLATELETS,  1, PCART_FIXED(1000), "10^9/L", FORMULA },
};

static const pcart_factor_rule simplified[] = {
    { PCART_LDH,        0, PCART_FIXED(1),    "U/L",    FORMULA },
    { PCART_PLATELETS,  1, PCART_FIXED(1000), "10^9/L", FORMULA },
};

static const pcart_policy baseline[] = {
    { PCART_POLICY_WINDOW_FIRST, PCART_FIXED(-8), "day",
      DECIDED("as CAR-HEMATOTOX") },
    { PCART_POLICY_WINDOW_LAST,  PCART_FIXED(-2), "day",
      DECIDED("as CAR-HEMATOTOX") },
};
// clang-format on

#define NOTE                                                                   \
    "Latest values before lymphodepletion, on the days of CAR-HEMATOTOX. "     \
    "Usually analysed as log2. No published cut-off that holds everywhere "    \
    "was found, so none is used. Platelets of 0: not evaluable."

const pcart_rule_set pcarti_easix = {
    .id = "easix",
    .title = "EASIX: LDH x creatinine / platelets",
    .shape = PCART_SHAPE_FACTOR,
    .analyte = -1,
    .unit = "index",
    .rule.factor = easix,
    .n_rule = PCART_COUNTOF(easix),
    .policy = baseline,
    .n_policy = PCART_COUNTOF(baseline),
    .applies = "118 adults before CAR-T",
    .note = NOTE,
};

const pcart_rule_set pcarti_easix_modified = {
    .id = "easix-modified",
    .title = "m-EASIX: LDH x CRP / platelets",
    .shape = PCART_SHAPE_FACTOR,
    .analyte = -1,
    .unit = "index",
    .rule.factor = modified,
    .n_rule = PCART_COUNTOF(modified),
    .policy = baseline,
    .n_policy = PCART_COUNTOF(baseline),
    .applies = "118 adults before CAR-T",
    .note = NOTE,
};

const pcart_rule_set pcarti_easix_simplified = {
    .id = "easix-simplified",
    .title = "Simplified EASIX: LDH / platelets",
    .shape = PCART_SHAPE_FACTOR,
    .analyte = -1,
    .unit = "index",
    .rule.factor = simplified,
    .n_rule = PCART_COUNTOF(simplified),
    .policy = baseline,
    .n_policy = PCART_COUNTOF(baseline),
    .applies = "118 adults before CAR-T",
    .note = NOTE,
};
