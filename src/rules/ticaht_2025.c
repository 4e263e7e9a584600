/* ticaht_2025.c -- T-ICAHT, thrombocytopenia after CAR-T, as published in the
 * table and as in the authors' code.  Data only.  Layer: rules. */
#include "rules/cite.h"
#include "rules/sets.h"

#define TABLE SEEN(rejeski_2025, "table 1")
#define CODE RESTATED(rejeski_2025_code, "comparison of table and code")

// clang-format off
static const pcart_depth_rule early[] = {
    /* grade  platelets, cells/uL          for days  published in */
    {  1,     PCART_LT, PCART_FIXED(50000),   1,     TABLE },
    {  2,     PCART_LT, PCART_FIXED(50000),   7,     TABLE },
    {  3,     PCART_LT, PCART_FIXED(20000),   1,     TABLE },
    {  4,     PCART_LT, PCART_FIXED(20000),  14,     TABLE },
};

static const pcart_depth_rule late[] = {
    {  1,     PCART_LT, PCART_FIXED(100000),  1,     TABLE },
    {  2,     PCART_LT, PCART_FIXED(50000),   1,     TABLE },
    {  3,     PCART_LT, PCART_FIXED(20000),   1,     TABLE },
    {  4,     PCART_LT, PCART_FIXED(20000),  14,     TABLE },
};

static const pcart_depth_rule code_early[] = {
    {  1,     PCART_LE, PCART_FIXED(50000),   1,     CODE },
    {  2,     PCART_LE, PCART_FIXED(50000),   7,     CODE },
    {  3,     PCART_LE, PCART_FIXED(20000),   1,     CODE },
    {  4,     PCART_LE, PCART_FIXED(20000),  14,     CODE },
};

static const pcart_depth_rule code_late[] = {
    {  1,     PCART_LE, PCART_FIXED(100000),  1,     CODE },
    {  2,     PCART_LE, PCART_FIXED(50000),   1,     CODE },
    {  3,     PCART_LE, PCART_FIXED(20000),   1,     CODE },
    {  4,     PCART_LE, PCART_FIXED(20000),  14,     CODE },
};

static const pcart_policy early_policy[] = {
    { PCART_POLICY_WINDOW_FIRST, PCART_FIXED(0),  "day",  TABLE },
    { PCART_POLICY_WINDOW_LAST,  PCART_FIXED(30), "day",  TABLE },
    { PCART_POLICY_BRIDGE_DAYS,  PCART_FIXED(2),  "days",
      SEEN(rejeski_2025, "table 1, footnote: recovery of under 3 days added") },
    { PCART_POLICY_FILL_DAYS,    PCART_FIXED(7),  "days",
      DECIDED("the table is silent: as for ICAHT") },
    { PCART_POLICY_MIN_VALUES,   PCART_FIXED(1),  "values",
      DECIDED("the table is silent for the early window") },
};

static const pcart_policy late_policy[] = {
    { PCART_POLICY_WINDOW_FIRST, PCART_FIXED(31),  "day",  TABLE },
    { PCART_POLICY_WINDOW_LAST,  PCART_FIXED(100), "day",
      SEEN(rejeski_2025, "table 1, footnote: may be extended") },
    { PCART_POLICY_BRIDGE_DAYS,  PCART_FIXED(2),   "days",
      SEEN(rejeski_2025, "table 1, footnote: recovery of under 3 days added") },
    { PCART_POLICY_FILL_DAYS,    PCART_FIXED(7),   "days",
      DECIDED("the table is silent: as for ICAHT") },
    { PCART_POLICY_MIN_VALUES,   PCART_FIXED(2),   "values",
      SEEN(rejeski_2025, "table 1, footnote: 2 tests or non-transient") },
};

static const pcart_policy code_early_policy[] = {
    { PCART_POLICY_WINDOW_FIRST,  PCART_FIXED(0),  "day",  TABLE },
    { PCART_POLICY_WINDOW_LAST,   PCART_FIXED(30), "day",  TABLE },
    { PCART_POLICY_EVALUATE_LAST, PCART_FIXED(37), "day",
      RESTATED(rejeski_2025_code, "to stabilise the end") },
    { PCART_POLICY_BRIDGE_DAYS,   PCART_FIXED(6),  "days",
      RESTATED(rejeski_2025_code, "7 days above end a streak") },
    { PCART_POLICY_FILL_DAYS,     PCART_POLICY_OPEN, "days",
      RESTATED(rejeski_2025_code, "mean of previous and next observed value") },
    { PCART_POLICY_MIN_VALUES,    PCART_FIXED(1),  "values",
      DECIDED("nothing is said for the early window") },
};

static const pcart_policy code_late_policy[] = {
    { PCART_POLICY_WINDOW_FIRST, PCART_FIXED(31),  "day",  TABLE },
    { PCART_POLICY_WINDOW_LAST,  PCART_FIXED(100), "day",
      SEEN(rejeski_2025, "table 1, footnote: may be extended") },
    { PCART_POLICY_BRIDGE_DAYS,  PCART_FIXED(6),   "days",
      RESTATED(rejeski_2025_code, "7 days above end a streak") },
    { PCART_POLICY_FILL_DAYS,    PCART_POLICY_OPEN, "days",
      RESTATED(rejeski_2025_code, "mean of previous and next observed value") },
    { PCART_POLICY_MIN_VALUES,   PCART_FIXED(2),   "values",
      RESTATED(rejeski_2025_code, "patients with fewer are excluded") },
    { PCART_POLICY_MIN_AT_LIMIT, PCART_FIXED(2),   "values",
      RESTATED(rejeski_2025_code, "grades 1 to 3, observed values") },
};
// clang-format on

const pcart_rule_set pcarti_ticaht_2025_early = {
    .id = "ticaht-2025-early",
    .title = "Early T-ICAHT (day 0 to 30), published table",
    .shape = PCART_SHAPE_DEPTH,
    .analyte = PCART_PLATELETS,
    .unit = "cells/uL",
    .rule.depth = early,
    .n_rule = PCART_COUNTOF(early),
    .policy = early_policy,
    .n_policy = PCART_COUNTOF(early_policy),
    .applies = "after CAR-T; platelets of day 0 to 30",
    .note = "Cumulative length below the limit, censored at progression, next "
            "therapy or death. Platelet recovery in the footnotes: first of 3 "
            "consecutive days at 20,000 or more without a platelet transfusion "
            "for 7 consecutive days. The overall grade is the higher of early "
            "and late.",
};

const pcart_rule_set pcarti_ticaht_2025_late = {
    .id = "ticaht-2025-late",
    .title = "Late T-ICAHT (day 31 to 100), published table",
    .shape = PCART_SHAPE_DEPTH,
    .analyte = PCART_PLATELETS,
    .unit = "cells/uL",
    .rule.depth = late,
    .n_rule = PCART_COUNTOF(late),
    .policy = late_policy,
    .n_policy = PCART_COUNTOF(late_policy),
    .applies = "after CAR-T; platelets of day 31 to 100",
    .note = "Late needs at least 2 tests or a non-transient fall. Limited to "
            "day +100 in the study; may be extended.",
};

const pcart_rule_set pcarti_ticaht_2025_code_early = {
    .id = "ticaht-2025-code-early",
    .title = "Early T-ICAHT (day 0 to 30), authors' code",
    .shape = PCART_SHAPE_DEPTH,
    .analyte = PCART_PLATELETS,
    .unit = "cells/uL",
    .rule.depth = code_early,
    .n_rule = PCART_COUNTOF(code_early),
    .policy = code_early_policy,
    .n_policy = PCART_COUNTOF(code_early_policy),
    .applies = "after CAR-T; platelets of day 0 to 30",
    .note = "The code differs from the table: at or below instead of below, "
            "gaps of up to 6 days absorbed, running length of the joined "
            "streak, every missing day imputed, transfusions ignored. It drops "
            "days with two values; postcart takes the lower one.",
};

const pcart_rule_set pcarti_ticaht_2025_code_late = {
    .id = "ticaht-2025-code-late",
    .title = "Late T-ICAHT (day 31 to 100), authors' code",
    .shape = PCART_SHAPE_DEPTH,
    .analyte = PCART_PLATELETS,
    .unit = "cells/uL",
    .rule.depth = code_late,
    .n_rule = PCART_COUNTOF(code_late),
    .policy = code_late_policy,
    .n_policy = PCART_COUNTOF(code_late_policy),
    .applies = "after CAR-T; platelets of day 31 to 100",
    .note = "Grades 1 to 3 need at least 2 observed values at the limit up to "
            "progression; grade 4 is a joined streak of 14 days on the imputed "
            "series. Ends of the series are not carried.",
};
