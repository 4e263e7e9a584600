/* chrs_2023.c -- clonal haematopoiesis risk score, Weeks 2023.
 * Data only.  Layer: rules. */
#include "postcart/risk_rules.h"
#include "rules/cite_myeloid.h"
#include "rules/risk_sets.h"

#define SEEN GROUND(WEEKS_2023, PCART_SECONDARY, "points restated")
#define TIE DECIDED("the source leaves the tie open")
#define OPEN PCART_FIXED_NONE
#define ONE PCART_FIXED(1)

/* The ties of VAF and MCV are all in which the two sets differ. */
// clang-format off
#define ROWS(vaf_below, vaf_from, mcv_below, mcv_from)                         \
    /* variable                       low                  high       points */ \
    {PCART_RISK_SINGLE_DNMT3A, PCART_GE, ONE,              PCART_LE, ONE,      \
     PCART_MILLI(500),  SEEN},                                                 \
    {PCART_RISK_SINGLE_DNMT3A, PCART_GE, 0,                PCART_LE, 0,        \
     PCART_MILLI(1000), SEEN},                                                 \
    {PCART_RISK_HIGH_GENE,     PCART_GE, 0,                PCART_LE, 0,        \
     PCART_MILLI(1000), SEEN},                                                 \
    {PCART_RISK_HIGH_GENE,     PCART_GE, ONE,              PCART_LE, ONE,      \
     PCART_MILLI(2500), SEEN},                                                 \
    {PCART_RISK_MUTATIONS,     PCART_GE, ONE,              PCART_LT,           \
     PCART_FIXED(2),    PCART_MILLI(1000), SEEN},                              \
    {PCART_RISK_MUTATIONS,     PCART_GE, PCART_FIXED(2),   PCART_LE, OPEN,     \
     PCART_MILLI(2000), SEEN},                                                 \
    {PCART_RISK_MAX_VAF,       PCART_GE, 0,                vaf_below,          \
     PCART_MILLI(200),  PCART_MILLI(1000), TIE},                               \
    {PCART_RISK_MAX_VAF,       vaf_from, PCART_MILLI(200), PCART_LE, ONE,      \
     PCART_MILLI(2000), TIE},                                                  \
    {PCART_RISK_RDW,           PCART_GE, OPEN,             PCART_LT,           \
     PCART_FIXED(15),   PCART_MILLI(1000), SEEN},                              \
    {PCART_RISK_RDW,           PCART_GE, PCART_FIXED(15),  PCART_LE, OPEN,     \
     PCART_MILLI(2500), SEEN},                                                 \
    {PCART_RISK_MCV,           PCART_GE, OPEN,             mcv_below,          \
     PCART_FIXED(100),  PCART_MILLI(1000), TIE},                               \
    {PCART_RISK_MCV,           mcv_from, PCART_FIXED(100), PCART_LE, OPEN,     \
     PCART_MILLI(2500), TIE},                                                  \
    {PCART_RISK_CCUS,          PCART_GE, 0,                PCART_LE, 0,        \
     PCART_MILLI(1000), SEEN},                                                 \
    {PCART_RISK_CCUS,          PCART_GE, ONE,              PCART_LE, ONE,      \
     PCART_MILLI(1500), SEEN},                                                 \
    {PCART_RISK_AGE,           PCART_GE, OPEN,             PCART_LT,           \
     PCART_FIXED(65),   PCART_MILLI(1000), SEEN},                              \
    {PCART_RISK_AGE,           PCART_GE, PCART_FIXED(65),  PCART_LE, OPEN,     \
     PCART_MILLI(1500), SEEN},

static const pcart_risk_rule rule[] = {
    ROWS(PCART_LT, PCART_GE, PCART_LE, PCART_GT)
};
static const pcart_risk_rule opposite[] = {
    ROWS(PCART_LE, PCART_GT, PCART_LT, PCART_GE)
};

static const pcart_risk_class classes[] = {
    {PCART_LE, PCART_MILLI(9500),  "low",          SEEN},
    {PCART_LE, PCART_MILLI(12000), "intermediate", SEEN},
    {PCART_LE, OPEN,               "high",         SEEN},
};
// clang-format on

const pcart_risk_set pcarti_chrs_2023 = {
    .id = "chrs-2023",
    .name = "chrs",
    .title = "Clonal Hematopoiesis Risk Score",
    .rule = rule,
    .n_rule = PCART_COUNTOF(rule),
    .classes = classes,
    .n_class = PCART_COUNTOF(classes),
    .step = PCART_MILLI(500),
    .applies = "derived in volunteers of a population study; extrapolated "
               "after CAR-T cells",
};

const pcart_risk_set pcarti_chrs_2023_opposite = {
    .id = "chrs-2023-opposite",
    .name = "chrs-opposite",
    .title = "Clonal Hematopoiesis Risk Score, ties the other way",
    .rule = opposite,
    .n_rule = PCART_COUNTOF(opposite),
    .classes = classes,
    .n_class = PCART_COUNTOF(classes),
    .step = PCART_MILLI(500),
    .applies = "derived in volunteers of a population study; extrapolated "
               "after CAR-T cells",
};

const char *const *
pcart_chrs_genes(void)
{
    static const char *const gene[] = {"SRSF2", "SF3B1", "ZRSR2", "IDH1",
                                       "IDH2",  "FLT3",  "RUNX1", "JAK2",
                                       "TP53",  NULL};

    return gene;
}
