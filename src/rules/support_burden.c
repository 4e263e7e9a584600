/* support_burden.c -- transfusions and growth factors, counted.  Data only.
 * Layer: rules. */
#include "postcart/course.h"
#include "rules/cite.h"
#include "rules/sets.h"

// clang-format off
#define ROW(name, kind, words, first, last)                                    \
    { name, 0, -1, PCART_LT, PCART_FIXED_NONE, first, last, 0, 0, 0, words,    \
      DECIDED("descriptive"), "different days are counted", 1u << (kind), NULL }

#define ROWS(name, first, last)                                                \
    static const pcart_definition_rule name[] = {                              \
        ROW("red cells", PCART_SUPPORT_RED_CELLS, "days with red cells",       \
            first, last),                                                      \
        ROW("platelets", PCART_SUPPORT_PLATELETS, "days with platelets",       \
            first, last),                                                      \
        ROW("gcsf", PCART_SUPPORT_GCSF, "days with G-CSF", first, last),       \
    };                                                                         \
    static const pcart_policy name##_policy[] = {                              \
        { PCART_POLICY_WINDOW_FIRST, PCART_FIXED(first), "day",                \
          DECIDED("the windows of ICAHT") },                                   \
        { PCART_POLICY_WINDOW_LAST, PCART_FIXED(last), "day",                  \
          DECIDED("the windows of ICAHT") },                                   \
    };                                                                         \
    const pcart_rule_set pcarti_support_##name = {                             \
        .id = "support-burden-" #name,                                         \
        .title = "Transfusions and G-CSF, day " #first " to " #last,           \
        .shape = PCART_SHAPE_DEFINITION,                                       \
        .analyte = -1,                                                         \
        .unit = "days",                                                        \
        .rule.definition = name,                                               \
        .n_rule = PCART_COUNTOF(name),                                         \
        .policy = name##_policy,                                               \
        .n_policy = PCART_COUNTOF(name##_policy),                              \
        .applies = "after CAR-T",                                              \
        .note = "Counted until the course ends, if that is earlier. Without "  \
                "a table of supports nothing is known.",                       \
    }

ROWS(early, 0, 30);
ROWS(late, 31, 100);
// clang-format on
