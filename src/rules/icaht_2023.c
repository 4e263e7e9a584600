/* icaht_2023.c -- ICAHT, EHA/EBMT consensus of 2023.  Data only.
 * Layer: rules. */
#include "rules/cite.h"
#include "rules/sets.h"

#define TABLE SEEN(rejeski_2023, "as implemented in published code")

// clang-format off
static const pcart_depth_rule early[] = {
    /* grade  ANC, cells/uL               for days  published in */
    {  1,     PCART_LE, PCART_FIXED(500),   1,      TABLE },
    {  2,     PCART_LE, PCART_FIXED(500),   7,      TABLE },
    {  3,     PCART_LE, PCART_FIXED(500),  14,      TABLE },
    {  4,     PCART_LE, PCART_FIXED(500),  31,      TABLE }, // never above
    {  3,     PCART_LE, PCART_FIXED(100),   7,      TABLE },
    {  4,     PCART_LE, PCART_FIXED(100),  14,      TABLE },
};

static const pcart_policy early_policy[] = {
    { PCART_POLICY_WINDOW_FIRST,    PCART_FIXED(0),  "day",
      SEEN(rejeski_2023, "abstract: early is day 0 to 30") },
    { PCART_POLICY_WINDOW_LAST,     PCART_FIXED(30), "day",
      SEEN(rejeski_2023, "abstract: early is day 0 to 30") },
    { PCART_POLICY_BRIDGE_DAYS,     PCART_FIXED(2),  "days",
      SEEN(liang_2024, "recovery needs 3 consecutive days above") },
    { PCART_POLICY_FILL_DAYS,       PCART_FIXED(7),  "days",
      SEEN(liang_2024, "code; the prose says 5 in one place") },
    { PCART_POLICY_ROUND_STEP,      PCART_FIXED(10), "cells/uL",
      SEEN(liang_2024, "half to even") },
    { PCART_POLICY_OPEN_START_LAST, PCART_FIXED(3),  "day",
      SEEN(liang_2024, "code, extra grade 4") },
    { PCART_POLICY_OPEN_GRADE,      PCART_FIXED(4),  "grade",
      SEEN(liang_2024, "code, extra grade 4") },
    { PCART_POLICY_MIN_VALUES,      PCART_FIXED(1),  "values",
      SEEN(liang_2024, "patients without a count are not graded") },
};

static const pcart_nadir_rule late[] = {
    /* grade  lowest ANC, cells/uL        published in */
    {  1,     PCART_LE, PCART_FIXED(1500), TABLE },
    {  2,     PCART_LE, PCART_FIXED(1000), TABLE },
    {  3,     PCART_LE, PCART_FIXED(500),  TABLE },
    {  4,     PCART_LE, PCART_FIXED(100),  TABLE },
};

static const pcart_policy late_policy[] = {
    { PCART_POLICY_WINDOW_FIRST,  PCART_FIXED(31),   "day",
      SEEN(rejeski_2023, "abstract: late is after day +30") },
    { PCART_POLICY_WINDOW_LAST,   PCART_FIXED(100),  "day",
      SEEN(liang_2024, "the consensus has no last day") },
    { PCART_POLICY_CONFIRM_LIMIT, PCART_FIXED(1500), "cells/uL",
      SEEN(liang_2024, "second lowest value above it: grade 0") },
    { PCART_POLICY_MIN_VALUES,    PCART_FIXED(1),    "values",
      SEEN(liang_2024, "a single value is graded by itself") },
    { PCART_POLICY_PAIR_GAP,      PCART_FIXED(30),   "days",
      DECIDED("only when the window is extended beyond day +100") },
};
// clang-format on

const pcart_rule_set pcarti_icaht_2023_early = {
    .id = "icaht-2023-early",
    .title = "Early ICAHT (day 0 to 30)",
    .shape = PCART_SHAPE_DEPTH,
    .analyte = PCART_ANC,
    .unit = "cells/uL",
    .rule.depth = early,
    .n_rule = PCART_COUNTOF(early),
    .policy = early_policy,
    .n_policy = PCART_COUNTOF(early_policy),
    .applies = "adults after CAR-T; neutrophils of day 0 to 30",
    .note = "The consensus does not adjust for G-CSF, baseline cytopenia or "
            "cause: these are reported beside the grade and never change it. "
            "Grades are usually printed I to IV; 31 days is never above 500 "
            "from day 0 to 30. Longest or cumulative days: see icaht_duration.",
};

const pcart_rule_set pcarti_icaht_2023_late = {
    .id = "icaht-2023-late",
    .title = "Late ICAHT (after day +30)",
    .shape = PCART_SHAPE_NADIR,
    .analyte = PCART_ANC,
    .unit = "cells/uL",
    .rule.nadir = late,
    .n_rule = PCART_COUNTOF(late),
    .policy = late_policy,
    .n_policy = PCART_COUNTOF(late_policy),
    .applies = "adults after CAR-T; neutrophils after day +30",
    .note = "The footnote of the consensus that asks for two measurements or "
            "non-transient neutropenia was not seen; the confirmation rule is "
            "that of the published code. The window ends earlier at "
            "progression, next therapy or last follow-up.",
};
