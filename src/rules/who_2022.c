/* who_2022.c -- myeloid classes of the WHO 5th edition, Khoury 2022, adults
 * and children, as an ordered list.  Data only.  Layer: rules. */
#include "postcart/marrow_rules.h"
#include "rules/cite_myeloid.h"
#include "rules/marrow_sets.h"

#define SEEN GROUND(KHOURY_2022, PCART_VERIFIED, "table 3")
#define ORDER GROUND(KHOURY_2022, PCART_SECONDARY, "order by postcart")

// clang-format off
static const pcart_marrow_rule rule[] = {
    {"AML-GEN", "AML with defining genetic abnormalities", PCART_MG_AML,
     {{PCART_MT_AML_GENETICS, 0}}, SEEN},
    {"AML-GEN", "AML with defining genetic abnormalities", PCART_MG_AML,
     {{PCART_MT_AML_BLAST_GENETICS, 0}, {PCART_MT_BLASTS_20, 0}}, SEEN},
    {"AML-MR", "AML, myelodysplasia-related", PCART_MG_AML,
     {{PCART_MT_BLASTS_20, 0}, {PCART_MT_MR_WHO, 0}}, SEEN},
    {"AML", "AML, defined by differentiation", PCART_MG_AML,
     {{PCART_MT_BLASTS_20, 0}}, SEEN},
    {"CHIP", "clonal haematopoiesis of indeterminate potential",
     PCART_MG_CLONAL,
     {{PCART_MT_CYTOPENIA, 1}, {PCART_MT_CLONE, 0}}, ORDER},
    {"ARCH", "clone below the limit of CHIP", PCART_MG_CLONAL,
     {{PCART_MT_CYTOPENIA, 1}, {PCART_MT_TRACE_CLONE, 0}}, ORDER},
    {"none", "no myeloid neoplasm", PCART_MG_NONE,
     {{PCART_MT_CYTOPENIA, 1}}, ORDER},
    {"cMDS-IB", "childhood MDS with increased blasts", PCART_MG_MDS,
     {{PCART_MT_CHILD, 0}, {PCART_MT_MORE_BLASTS_CHILD, 0}}, SEEN},
    {"cMDS-LB", "childhood MDS with low blasts", PCART_MG_MDS,
     {{PCART_MT_CHILD, 0}, {PCART_MT_DYSPLASIA, 0}}, SEEN},
    {"MDS-biTP53", "MDS with biallelic TP53 inactivation", PCART_MG_MDS,
     {{PCART_MT_TP53_BIALLELIC, 0}}, SEEN},
    {"MDS-f", "MDS with fibrosis", PCART_MG_MDS,
     {{PCART_MT_MORE_BLASTS, 0}, {PCART_MT_FIBROSIS, 0}}, SEEN},
    {"MDS-IB2", "MDS with increased blasts 2", PCART_MG_MDS,
     {{PCART_MT_MANY_BLASTS, 0}}, SEEN},
    {"MDS-IB1", "MDS with increased blasts 1", PCART_MG_MDS,
     {{PCART_MT_MORE_BLASTS, 0}}, SEEN},
    {"MDS-5q", "MDS with low blasts and isolated 5q deletion", PCART_MG_MDS,
     {{PCART_MT_DEL5Q, 0}, {PCART_MT_DYSPLASIA, 0}}, SEEN},
    {"MDS-SF3B1", "MDS with low blasts and SF3B1 mutation", PCART_MG_MDS,
     {{PCART_MT_SF3B1, 0}, {PCART_MT_SF3B1_BARRED, 1},
      {PCART_MT_DYSPLASIA, 0}}, SEEN},
    {"MDS-LB-RS", "MDS with low blasts and ring sideroblasts", PCART_MG_MDS,
     {{PCART_MT_SF3B1, 1}, {PCART_MT_RING_15, 0},
      {PCART_MT_SF3B1_BARRED, 1}}, SEEN},
    {"MDS-h", "MDS, hypoplastic", PCART_MG_MDS,
     {{PCART_MT_HYPOCELLULAR, 0}, {PCART_MT_DYSPLASIA, 0}}, SEEN},
    {"MDS-LB", "MDS with low blasts", PCART_MG_MDS,
     {{PCART_MT_DYSPLASIA, 0}}, SEEN},
    {"CCUS", "clonal cytopenia of undetermined significance",
     PCART_MG_CYTOPENIA, {{PCART_MT_CLONE, 0}}, SEEN},
    {"ICUS", "idiopathic cytopenia of undetermined significance",
     PCART_MG_CYTOPENIA, {{PCART_MT_END, 0}}, ORDER},
};
// clang-format on

const pcart_marrow_set pcarti_who_2022 = {
    .id = "who-2022",
    .name = "WHO 5th edition (2022)",
    .rule = rule,
    .n_rule = PCART_COUNTOF(rule),
    .qualifier = "post cytotoxic therapy",
};
