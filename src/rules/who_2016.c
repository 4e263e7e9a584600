/* who_2016.c -- myeloid classes of the revised WHO 4th edition, Arber 2016,
 * as an ordered list.  Data only.  Layer: rules. */
#include "postcart/marrow_rules.h"
#include "rules/cite_myeloid.h"
#include "rules/marrow_sets.h"

#define SEEN GROUND(ARBER_2016, PCART_MEMORY, "entity list")

// clang-format off
static const pcart_marrow_rule rule[] = {
    {"AML-RGA", "AML with recurrent genetic abnormalities", PCART_MG_AML,
     {{PCART_MT_AML_2016, 0}}, SEEN},
    {"AML", "acute myeloid leukaemia", PCART_MG_AML,
     {{PCART_MT_BLASTS_20, 0}}, SEEN},
    {"CHIP", "clonal haematopoiesis of indeterminate potential",
     PCART_MG_CLONAL,
     {{PCART_MT_CYTOPENIA_2016, 1}, {PCART_MT_CLONE, 0}}, SEEN},
    {"none", "no myeloid neoplasm", PCART_MG_NONE,
     {{PCART_MT_CYTOPENIA_2016, 1}}, SEEN},
    {"MDS-EB-2", "MDS with excess blasts 2", PCART_MG_MDS,
     {{PCART_MT_MANY_BLASTS, 0}}, SEEN},
    {"MDS-EB-1", "MDS with excess blasts 1", PCART_MG_MDS,
     {{PCART_MT_MORE_BLASTS, 0}}, SEEN},
    {"MDS-del(5q)", "MDS with isolated del(5q)", PCART_MG_MDS,
     {{PCART_MT_DEL5Q_2016, 0}}, SEEN},
    {"RCC", "refractory cytopenia of childhood", PCART_MG_MDS,
     {{PCART_MT_CHILD, 0}, {PCART_MT_DYSPLASIA, 0}}, SEEN},
    {"MDS-RS-MLD", "MDS with ring sideroblasts, multilineage dysplasia",
     PCART_MG_MDS,
     {{PCART_MT_RING_2016, 0}, {PCART_MT_DYSPLASIA_MULTI, 0}}, SEEN},
    {"MDS-RS-SLD", "MDS with ring sideroblasts, single lineage dysplasia",
     PCART_MG_MDS,
     {{PCART_MT_RING_2016, 0}, {PCART_MT_DYSPLASIA, 0}}, SEEN},
    {"MDS-MLD", "MDS with multilineage dysplasia", PCART_MG_MDS,
     {{PCART_MT_DYSPLASIA_MULTI, 0}}, SEEN},
    {"MDS-U", "MDS, unclassifiable (single lineage dysplasia, pancytopenia)",
     PCART_MG_MDS,
     {{PCART_MT_DYSPLASIA, 0}, {PCART_MT_PANCYTOPENIA_2016, 0}}, SEEN},
    {"MDS-SLD", "MDS with single lineage dysplasia", PCART_MG_MDS,
     {{PCART_MT_DYSPLASIA, 0}}, SEEN},
    {"MDS-U", "MDS, unclassifiable (defining cytogenetics)", PCART_MG_MDS,
     {{PCART_MT_PRESUMPTIVE_2016, 0}}, SEEN},
    {"CCUS", "clonal cytopenia of undetermined significance",
     PCART_MG_CYTOPENIA, {{PCART_MT_CLONE, 0}}, SEEN},
    {"ICUS", "idiopathic cytopenia of undetermined significance",
     PCART_MG_CYTOPENIA, {{PCART_MT_END, 0}}, SEEN},
};
// clang-format on

const pcart_marrow_set pcarti_who_2016 = {
    .id = "who-2016",
    .name = "WHO 4th edition, revised (2016)",
    .rule = rule,
    .n_rule = PCART_COUNTOF(rule),
    .qualifier = "therapy-related",
};
