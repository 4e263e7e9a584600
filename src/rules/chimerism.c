/* chimerism.c -- classes of donor chimerism.  Data only.  Layer: rules. */
#include <limits.h>

#include "rules/cite.h"
#include "rules/sets.h"

#define BOTH "donor cells in myeloid and in lymphoid cells, %"
#define PANEL SEEN(kharfan_dabaja_2021, "table 1 of PMC11161398")

// clang-format off
#define ROWS(name, reach, mixed_end, full_ground)                              \
    static const pcart_definition_rule name[] = {                              \
        { "full", 0, -1, reach, PCART_FIXED(95), 0, INT_MAX, 0, 0, 0,          \
          BOTH, full_ground, "both of them", 0, "donor_percent" },             \
        { "mixed", 0, -1, PCART_GE, PCART_FIXED(5), 0, INT_MAX, 0, 0, 0,       \
          BOTH, UNSEEN(kharfan_dabaja_2021, NULL), "either of them", 0,        \
          "donor_percent" },                                                   \
        { "mixed", 0, -1, mixed_end, PCART_FIXED(95), 0, INT_MAX, 0, 0, 0,     \
          BOTH, UNSEEN(kharfan_dabaja_2021, NULL), "either of them", 0,        \
          "donor_percent" },                                                   \
        { "absent", 0, -1, PCART_LT, PCART_FIXED(5), 0, INT_MAX, 0, 0, 0,      \
          BOTH, UNSEEN(kharfan_dabaja_2021, NULL), "both of them", 0,          \
          "donor_percent" },                                                   \
        { "declining", 0, -1, PCART_GE, PCART_FIXED(5), 0, INT_MAX, 0, 0, 0,   \
          "fall of the last sample below an earlier one of its lineage, %",    \
          DECIDED("two samples so many points apart"), NULL, 0,                \
          "donor_percent_fall" },                                              \
    }

ROWS(gt95, PCART_GT, PCART_LE, PANEL);
ROWS(ge95, PCART_GE, PCART_LT,
     DECIDED("as many laboratories report; see full_chimerism"));
// clang-format on

#define SET(name, words)                                                       \
    const pcart_rule_set pcarti_chimerism_##name = {                           \
        .id = "chimerism-" #name,                                              \
        .title = "Donor chimerism: full " words,                               \
        .shape = PCART_SHAPE_DEFINITION,                                       \
        .analyte = -1,                                                         \
        .unit = "%",                                                           \
        .rule.definition = name,                                               \
        .n_rule = PCART_COUNTOF(name),                                         \
        .applies = "after an allogeneic transplant",                           \
        .note = "The last samples of the course count. Blood or marrow that "  \
                "was not sorted by lineage cannot show full chimerism.",       \
    }

SET(gt95, "above 95 %");
SET(ge95, "from 95 % on");
