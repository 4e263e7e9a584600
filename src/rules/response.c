/* response.c -- remission of B-cell ALL, and MRD.  Data only.
 * Layer: rules. */
#include "rules/cite.h"
#include "rules/sets.h"

#define BY_30 DECIDED("Ji 2024 names no day: the best response by then")

// clang-format off
static const pcart_definition_rule ball[] = {
    { "CR", 0, -1, PCART_LT, PCART_FIXED(5), 0, 30, 0, 0, 0,
      "blasts in the marrow, %", UNSEEN(ji_2024, NULL), NULL, 0,
      "marrow_blasts" },
    { "CR", 0, PCART_ANC, PCART_GE, PCART_FIXED(1000), 0, 30, 0, 0, 0, NULL,
      UNSEEN(ji_2024, NULL), NULL, 0, NULL },
    { "CR", 0, PCART_PLATELETS, PCART_GE, PCART_FIXED(100000), 0, 30, 0, 0, 0,
      NULL, UNSEEN(ji_2024, NULL), NULL, 0, NULL },
    { "CR", 0, -1, PCART_LT, PCART_FIXED_NONE, 0, 30, 0, 0, 0,
      "no extramedullary disease", UNSEEN(ji_2024, NULL), NULL, 0, NULL },
    { "CRi", 0, -1, PCART_LT, PCART_FIXED_NONE, 0, 30, 0, 0, 0,
      "CR with ANC or platelets below those limits", UNSEEN(ji_2024, NULL),
      NULL, 0, NULL },
    { "MRD negative", 0, -1, PCART_LT, PCART_MILLI(10), 0, 30, 0, 0, 0,
      "abnormal cells by flow cytometry in the marrow, %",
      SEEN(mrd_preprint, NULL), NULL, 0, "mrd_percent" },
};

static const pcart_policy by_30[] = {
    { PCART_POLICY_WINDOW_FIRST, PCART_FIXED(1), "day", BY_30 },
    { PCART_POLICY_WINDOW_LAST, PCART_FIXED(30), "day", BY_30 },
};
// clang-format on

const pcart_rule_set pcarti_response_ball = {
    .id = "response-ball",
    .title = "Remission of B-cell ALL and MRD",
    .shape = PCART_SHAPE_DEFINITION,
    .analyte = -1,
    .unit = "canonical units",
    .rule.definition = ball,
    .n_rule = PCART_COUNTOF(ball),
    .policy = by_30,
    .n_policy = PCART_COUNTOF(by_30),
    .applies = "B-cell ALL; in lymphoma (Lugano 2014) and myeloma (IMWG) the "
               "centre's word is taken as it is",
    .note = "The response is the centre's own word in the table responses; the "
            "rows on blasts and counts say what it should mean. MRD-negative "
            "CR is CR or CRi with MRD negative in the same row, or in one of "
            "the window.",
};
