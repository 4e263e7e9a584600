/* boost.c -- response to a stem-cell boost.  Data only.  Layer: rules.
 *
 * No published limit could be seen: every row is a decision.
 */
#include "postcart/course.h"
#include "rules/cite.h"
#include "rules/sets.h"

#define LIMITS DECIDED("no published series shows its limits")
#define THREE "the first of three values in a row on different days"
#define GCSF (1u << PCART_SUPPORT_GCSF)
#define PLATELETS (1u << PCART_SUPPORT_PLATELETS)
#define RED_CELLS (1u << PCART_SUPPORT_RED_CELLS)

/* Days are counted from the boost. */
// clang-format off
#define ROWS(name, last)                                                       \
    static const pcart_definition_rule name[] = {                              \
        { "neutrophils", 0, PCART_ANC, PCART_GE, PCART_FIXED(500),             \
          1, last, 3, 0, 7, NULL, LIMITS, THREE, GCSF, NULL },                 \
        { "platelets 20", 0, PCART_PLATELETS, PCART_GE, PCART_FIXED(20000),    \
          1, last, 3, 0, 7, NULL, LIMITS, THREE, PLATELETS, NULL },            \
        { "platelets 50", 0, PCART_PLATELETS, PCART_GE, PCART_FIXED(50000),    \
          1, last, 3, 0, 7, NULL, LIMITS, THREE, PLATELETS, NULL },            \
        { "red cells", 0, PCART_HEMOGLOBIN, PCART_GE, PCART_FIXED(8),          \
          1, last, 1, 0, 28, NULL, LIMITS, NULL, RED_CELLS, NULL },            \
        { "complete", 0, PCART_ANC, PCART_GE, PCART_FIXED(1000),               \
          1, last, 3, 0, 7, NULL, LIMITS, THREE, GCSF, NULL },                 \
        { "complete", 0, PCART_PLATELETS, PCART_GE, PCART_FIXED(50000),        \
          1, last, 3, 0, 7, NULL, LIMITS, THREE, PLATELETS, NULL },            \
        { "complete", 0, PCART_HEMOGLOBIN, PCART_GE, PCART_FIXED(8),           \
          1, last, 1, 0, 28, NULL, LIMITS, NULL, RED_CELLS, NULL },            \
        { "partial", 0, -1, PCART_GE, PCART_FIXED(1), 1, last, 0, 0, 0,        \
          "a lineage better by so many grades of CTCAE v5.0, unsupported",     \
          LIMITS, NULL, 0, "grades" },                                         \
        { "partial", 1, -1, PCART_LT, PCART_FIXED_NONE, 1, last, 0, 0, 0,      \
          "a lineage independent of transfusion", LIMITS,                      \
          "a response of platelets or red cells after transfusion", 0, NULL }, \
    };                                                                         \
    static const pcart_policy name##_policy[] = {                              \
        { PCART_POLICY_WINDOW_FIRST, PCART_FIXED(1), "day",                    \
          DECIDED("the day after the boost") },                                \
        { PCART_POLICY_WINDOW_LAST, PCART_FIXED(last), "day",                  \
          DECIDED("see boost_window") },                                       \
        { PCART_POLICY_TARGET_SLACK, PCART_FIXED(14), "days",                  \
          DECIDED("the last count before the boost is at most so old") },      \
    };                                                                         \
    const pcart_rule_set pcarti_##name = {                                     \
        .id = "boost-response-" #last,                                         \
        .title = "Response to a stem-cell boost by day " #last,                \
        .shape = PCART_SHAPE_DEFINITION,                                       \
        .analyte = -1,                                                         \
        .unit = "canonical units",                                             \
        .rule.definition = name,                                               \
        .n_rule = PCART_COUNTOF(name),                                         \
        .policy = name##_policy,                                               \
        .n_policy = PCART_COUNTOF(name##_policy),                              \
        .applies = "after a boost of CD34+ cells; days are days after it",     \
        .note = NOTE,                                                          \
    }

#define NOTE                                                                   \
    "Death, relapse or a transplant before the response compete with it. A "   \
    "lineage that was not low before the boost cannot respond. Complete: all " \
    "three limits are reached; a lineage that was never low reaches its own "  \
    "as well. Published series name their rates, not their limits."

ROWS(boost_28, 28);
ROWS(boost_60, 60);
ROWS(boost_90, 90);
// clang-format on
