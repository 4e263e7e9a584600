/* icc_2022.c -- myeloid classes of the International Consensus Classification,
 * Arber 2022, as an ordered list.  Data only.  Layer: rules. */
#include "postcart/marrow_rules.h"
#include "rules/cite_myeloid.h"
#include "rules/marrow_sets.h"

#define SEEN GROUND(ARBER_2022, PCART_SECONDARY, "comparison with WHO")
#define OWN GROUND(ARBER_2022, PCART_MEMORY, "entity table")

// clang-format off
static const pcart_marrow_rule rule[] = {
    {"AML-GEN", "AML with recurrent genetic abnormalities", PCART_MG_AML,
     {{PCART_MT_AML_GENETICS_ICC, 0}, {PCART_MT_BLASTS_10, 0}}, SEEN},
    {"AML-GEN", "AML with t(9;22)(q34.1;q11.2)/BCR::ABL1", PCART_MG_AML,
     {{PCART_MT_BCR_ABL1, 0}, {PCART_MT_BLASTS_20, 0}}, SEEN},
    {"AML-TP53", "AML with mutated TP53", PCART_MG_AML,
     {{PCART_MT_BLASTS_20, 0}, {PCART_MT_TP53_ANY, 0}}, SEEN},
    {"AML-MR", "AML with myelodysplasia-related gene mutations or cytogenetic "
     "abnormalities", PCART_MG_AML,
     {{PCART_MT_BLASTS_20, 0}, {PCART_MT_MR_ICC, 0}}, SEEN},
    {"AML-NOS", "AML, not otherwise specified", PCART_MG_AML,
     {{PCART_MT_BLASTS_20, 0}}, SEEN},
    {"CHIP", "clonal haematopoiesis of indeterminate potential",
     PCART_MG_CLONAL,
     {{PCART_MT_CYTOPENIA, 1}, {PCART_MT_CLONE, 0}}, SEEN},
    {"none", "no myeloid neoplasm", PCART_MG_NONE,
     {{PCART_MT_CYTOPENIA, 1}}, SEEN},
    {"MDS-EB", "MDS with excess blasts (childhood)", PCART_MG_MDS,
     {{PCART_MT_CHILD, 0}, {PCART_MT_MORE_BLASTS_CHILD, 0}}, SEEN},
    {"MDS/AML-TP53", "MDS/AML with mutated TP53", PCART_MG_MDS_AML,
     {{PCART_MT_BLASTS_10, 0}, {PCART_MT_TP53_ANY, 0}}, SEEN},
    {"MDS/AML", "MDS/AML", PCART_MG_MDS_AML, {{PCART_MT_BLASTS_10, 0}}, SEEN},
    {"MDS-TP53", "MDS with mutated TP53", PCART_MG_MDS,
     {{PCART_MT_TP53_MULTIHIT, 0}}, SEEN},
    {"MDS-TP53", "MDS with mutated TP53", PCART_MG_MDS,
     {{PCART_MT_TP53_ANY, 0}, {PCART_MT_COMPLEX, 0}}, SEEN},
    {"MDS-EB", "MDS with excess blasts", PCART_MG_MDS,
     {{PCART_MT_MORE_BLASTS, 0}}, SEEN},
    {"MDS-del(5q)", "MDS with del(5q)", PCART_MG_MDS,
     {{PCART_MT_DEL5Q, 0}}, OWN},
    {"MDS-SF3B1", "MDS with mutated SF3B1", PCART_MG_MDS,
     {{PCART_MT_SF3B1_ICC, 0}, {PCART_MT_SF3B1_BARRED_ICC, 1}}, SEEN},
    {"MDS-NOS-MLD", "MDS, NOS with multilineage dysplasia", PCART_MG_MDS,
     {{PCART_MT_DYSPLASIA_MULTI, 0}}, OWN},
    {"MDS-NOS-SLD", "MDS, NOS with single lineage dysplasia", PCART_MG_MDS,
     {{PCART_MT_DYSPLASIA, 0}}, OWN},
    {"MDS-NOS", "MDS, NOS without dysplasia", PCART_MG_MDS,
     {{PCART_MT_MINUS7_OR_COMPLEX, 0}}, OWN},
    {"CCUS", "clonal cytopenia of undetermined significance",
     PCART_MG_CYTOPENIA, {{PCART_MT_CLONE, 0}}, SEEN},
    {"ICUS", "idiopathic cytopenia of undetermined significance",
     PCART_MG_CYTOPENIA, {{PCART_MT_END, 0}}, SEEN},
};
// clang-format on

const pcart_marrow_set pcarti_icc_2022 = {
    .id = "icc-2022",
    .name = "International Consensus Classification (2022)",
    .rule = rule,
    .n_rule = PCART_COUNTOF(rule),
    .qualifier = "therapy-related",
};
