/* pgf.c -- graft failure and poor graft function, by four sources.  Data only.
 * Layer: rules.
 *
 * Days are counted from the graft, or from the infusion of CAR-T cells in
 * those who were grafted before it.
 */
#include <limits.h>

#include "postcart/course.h"
#include "rules/cite.h"
#include "rules/sets.h"

#define NONE PCART_FIXED_NONE
#define PANEL SEEN(kharfan_dabaja_2021, "table 1 of PMC11161398")
#define NIH SEEN(nih_2012, NULL)
#define CZECH SEEN(czech_review, NULL)
#define MSK SEEN(msk_2024, NULL)
#define CELLULARITY "cellularity of the marrow, %"
#define MYELOID "donor cells in myeloid cells, %"
#define RUN "values in a row that span so many days"
#define GCSF (1u << PCART_SUPPORT_GCSF)
#define PLATELETS (1u << PCART_SUPPORT_PLATELETS)
#define PRODUCTS                                                               \
    (1u << PCART_SUPPORT_RED_CELLS | PLATELETS | GCSF |                        \
     1u << PCART_SUPPORT_EPO | 1u << PCART_SUPPORT_TPO_RA)

// clang-format off
static const pcart_definition_rule astct[] = {
    /* label, or, analyte, limit, first and last day, values, days, free days,
     * words, ground, reading, supports, quantity */
    { "primary graft failure", 0, PCART_ANC, PCART_LT, PCART_FIXED(500),
      0, 30, 0, 0, 0, NULL, PANEL, "no value reaches the limit", 0, NULL },
    { "primary graft failure cord", 0, PCART_ANC, PCART_LT, PCART_FIXED(500),
      0, 42, 0, 0, 0, NULL, PANEL, "no value reaches the limit", 0, NULL },
    { "poor graft function", 0, -1, PCART_LT, NONE, 0, INT_MAX, 0, 0, 0,
      "frequent dependence on blood, platelets or growth factor", PANEL,
      "frequent has no number: without any product it is not met", PRODUCTS,
      NULL },
    { "poor graft function", 0, -1, PCART_LT, NONE, 0, INT_MAX, 0, 0, 0,
      "no other explanation: relapse, drugs, infection", PANEL,
      "of these only relapse is looked for", 0, NULL },
};

static const pcart_definition_rule nih[] = {
    { "anc", 0, PCART_ANC, PCART_LT, PCART_FIXED(1000),
      0, INT_MAX, 0, 0, 0, NULL, NIH, "with G-CSF as often as below", 0, NULL },
    { "gcsf", 0, -1, PCART_GE, PCART_FIXED(3), 0, INT_MAX, 0, 30, 0,
      "days with G-CSF", NIH, "in the 30 days up to the count", GCSF,
      "days_given" },
    { "platelets", 0, PCART_PLATELETS, PCART_LT, PCART_FIXED(50000),
      0, INT_MAX, 0, 0, 0, NULL, NIH, NULL, 0, NULL },
    { "platelets given", 0, -1, PCART_GE, PCART_FIXED(4), 0, INT_MAX, 0, 30, 0,
      "days with platelet transfusions", NIH, "within 30 days", PLATELETS,
      "days_given" },
    { "hb", 0, PCART_HEMOGLOBIN, PCART_LT, PCART_FIXED(8),
      0, INT_MAX, 0, 0, 0, NULL, NIH, NULL, 0, NULL },
    { "marrow", 0, -1, PCART_LE, PCART_FIXED(30), 0, INT_MAX, 0, 0, 0,
      CELLULARITY,
      DECIDED("hypocellular has no number here: that of the MSK series"), NULL,
      0, "cellularity" },
    { "chimerism", 0, -1, PCART_GT, PCART_FIXED(95), 0, INT_MAX, 0, 0, 0,
      MYELOID, DECIDED("full, as the ASTCT panel has it"), NULL, 0,
      "donor_percent" },
};

static const pcart_definition_rule czech[] = {
    { "hb", 0, PCART_HEMOGLOBIN, PCART_LT, PCART_FIXED(7),
      28, INT_MAX, 0, 3, 0, NULL, CZECH, RUN, 0, NULL },
    { "anc", 0, PCART_ANC, PCART_LT, PCART_FIXED(500),
      28, INT_MAX, 0, 3, 0, NULL, CZECH, RUN, 0, NULL },
    { "platelets", 0, PCART_PLATELETS, PCART_LT, PCART_FIXED(20000),
      28, INT_MAX, 0, 3, 0, NULL, CZECH, RUN, 0, NULL },
    { "chimerism", 0, -1, PCART_GT, PCART_FIXED(95), 0, INT_MAX, 0, 0, 0,
      MYELOID, DECIDED("complete, as the ASTCT panel has it"),
      "incomplete is graft failure", 0, "donor_percent" },
    { "no gvhd", 0, -1, PCART_LT, NONE, 0, INT_MAX, 0, 0, 0,
      "no graft-versus-host disease", CZECH, NULL, 0, NULL },
    { "no relapse", 0, -1, PCART_LT, NONE, 0, INT_MAX, 0, 0, 0,
      "no relapse", CZECH, NULL, 0, NULL },
};

static const pcart_definition_rule msk[] = {
    { "anc", 0, PCART_ANC, PCART_LT, PCART_FIXED(1000),
      15, INT_MAX, 0, 14, 0, NULL,
      DECIDED("cytopenia has no number here: that of NIH 2012"), RUN, 0, NULL },
    { "platelets", 0, PCART_PLATELETS, PCART_LT, PCART_FIXED(50000),
      15, INT_MAX, 0, 14, 0, NULL,
      DECIDED("cytopenia has no number here: that of NIH 2012"), RUN, 0, NULL },
    { "hb", 0, PCART_HEMOGLOBIN, PCART_LT, PCART_FIXED(8),
      15, INT_MAX, 0, 14, 0, NULL,
      DECIDED("cytopenia has no number here: that of NIH 2012"), RUN, 0, NULL },
    { "lineages", 0, -1, PCART_GE, PCART_FIXED(2), 15, INT_MAX, 0, 14, 0,
      "lineages that are low at once for two weeks", MSK, NULL, 0,
      "lineages" },
    { "marrow", 0, -1, PCART_LE, PCART_FIXED(30), 0, INT_MAX, 0, 0, 0,
      CELLULARITY, MSK, NULL, 0, "cellularity" },
    { "chimerism", 0, -1, PCART_GE, PCART_FIXED(90), 0, INT_MAX, 0, 0, 0,
      MYELOID, MSK, NULL, 0, "donor_percent" },
    { "no relapse", 0, -1, PCART_LT, NONE, 0, INT_MAX, 0, 0, 0,
      "no disease", MSK, NULL, 0, NULL },
};

static const pcart_policy after_cart[] = {
    { PCART_POLICY_WINDOW_FIRST, PCART_FIXED(29), "day",
      SEEN(mullanfiroze_2022, "cytopenia after day +28 of CAR-T, in those "
                              "grafted before") },
    { PCART_POLICY_WINDOW_LAST, PCART_POLICY_OPEN, "day",
      DECIDED("the sources name no last day") },
};

static const pcart_policy czech_after_cart[] = {
    { PCART_POLICY_WINDOW_FIRST, PCART_FIXED(28), "day",
      SEEN(czech_review, "from day +28") },
    { PCART_POLICY_WINDOW_LAST, PCART_POLICY_OPEN, "day",
      DECIDED("the sources name no last day") },
};
// clang-format on

#define SET(name, which, words, days)                                          \
    .id = which, .title = "Poor graft function: " words,                       \
    .shape = PCART_SHAPE_DEFINITION, .analyte = -1, .unit = "canonical units", \
    .rule.definition = name, .n_rule = PCART_COUNTOF(name), .policy = days,    \
    .n_policy = PCART_COUNTOF(days),                                           \
    .applies = "after an allogeneic transplant, or after CAR-T in those who "  \
               "had one"

const pcart_rule_set pcarti_pgf_astct_2021 = {
    SET(astct, "pgf-astct-2021", "ASTCT panel", after_cart),
    .note = "Primary graft failure asks for pancytopenia too, without limits. "
            "Frequent dependence has no number: whoever had a product gets "
            "bounds, not a verdict.",
};

const pcart_rule_set pcarti_pgf_nih_2012 = {
    SET(nih, "pgf-nih-2012", "NIH 2012", after_cart),
    .note = "The list joined by 'and/or' is read as alternatives. Severe forms "
            "(ANC below 500, transfusion-dependent with reticulocytes below "
            "20,000, platelets below 20,000) are not graded.",
};

const pcart_rule_set pcarti_pgf_czech = {
    SET(czech, "pgf-czech", "Czech review", czech_after_cart),
    .note = "The list of counts is read as alternatives, as lists with commas "
            "are throughout.",
};

const pcart_rule_set pcarti_pgf_msk_2024 = {
    SET(msk, "pgf-msk-2024", "MSK boost series 2024", after_cart),
    .note = "Two or more lineages, low together for two weeks.",
};
