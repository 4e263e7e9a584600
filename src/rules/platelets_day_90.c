/* platelets_day_90.c -- "low platelet counts at day +90".  Data only.
 * Layer: rules. */
#include "rules/cite.h"
#include "rules/sets.h"

#define CHOSEN                                                                 \
    DECIDED("the source names no limit; the default, 50,000, fits its 13 %")

// clang-format off
#define LOW(name, below)                                                       \
    static const pcart_definition_rule name[] = {                              \
        { "low", 0, PCART_PLATELETS, PCART_LT, PCART_FIXED(below),             \
          76, 104, 0, 0, 0, NULL, CHOSEN,                                      \
          "the value nearest to day 90; of two as near, the lower one", 0, NULL },  \
    }

LOW(lt20,   20000);
LOW(lt50,   50000);
LOW(lt75,   75000);
LOW(lt100, 100000);
LOW(lt150, 150000);

static const pcart_policy target[] = {
    { PCART_POLICY_TARGET_DAY,   PCART_FIXED(90), "day",
      SEEN(farina_2025, "\"low platelet counts at day +90\"") },
    { PCART_POLICY_TARGET_SLACK, PCART_FIXED(14), "days",
      DECIDED("the source gives none") },
};
// clang-format on

#define SET(name, text)                                                        \
    const pcart_rule_set pcarti_platelets_day_90_##name = {                    \
        .id = "platelets-day-90-" #name,                                       \
        .title = "Low platelets at day +90: below " text,                      \
        .shape = PCART_SHAPE_DEFINITION,                                       \
        .analyte = PCART_PLATELETS,                                            \
        .unit = "cells/uL",                                                    \
        .rule.definition = name,                                               \
        .n_rule = PCART_COUNTOF(name),                                         \
        .policy = target,                                                      \
        .n_policy = PCART_COUNTOF(target),                                     \
        .applies = "adults with lymphoma or leukaemia after CAR-T",            \
        .note = "Platelets are taken as measured; a transfusion within 7 "     \
                "days before is flagged (see platelets_transfused).",          \
    }

SET(lt20, "20,000");
SET(lt50, "50,000");
SET(lt75, "75,000");
SET(lt100, "100,000");
SET(lt150, "150,000");
