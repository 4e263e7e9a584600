/* ccrs_2024.c -- clonal cytopenia risk score, Xie 2024.  Data only.
 * Layer: rules. */
#include "postcart/risk_rules.h"
#include "rules/cite_myeloid.h"
#include "rules/risk_sets.h"

#define SEEN GROUND(XIE_2024, PCART_VERIFIED, "abstract")
#define OPEN PCART_FIXED_NONE
#define ONE PCART_FIXED(1)

// clang-format off
static const pcart_risk_rule rule[] = {
    /* variable                   low                  high         points */
    {PCART_RISK_SPLICING,  PCART_GE, 0,                PCART_LE, 0,
     PCART_MILLI(0),    SEEN},
    {PCART_RISK_SPLICING,  PCART_GE, ONE,              PCART_LE, ONE,
     PCART_MILLI(2000), SEEN},
    {PCART_RISK_PLT,       PCART_GE, PCART_FIXED(100), PCART_LE, OPEN,
     PCART_MILLI(0),    SEEN},
    {PCART_RISK_PLT,       PCART_GE, OPEN,             PCART_LT,
     PCART_FIXED(100),  PCART_MILLI(2500), SEEN},
    {PCART_RISK_MUTATIONS, PCART_GE, ONE,              PCART_LT,
     PCART_FIXED(2),    PCART_MILLI(0),    SEEN},
    {PCART_RISK_MUTATIONS, PCART_GE, PCART_FIXED(2),   PCART_LE, OPEN,
     PCART_MILLI(3000), SEEN},
};

static const pcart_risk_class classes[] = {
    {PCART_LT, PCART_MILLI(2500), "low",          SEEN},
    {PCART_LT, PCART_MILLI(5000), "intermediate", SEEN},
    {PCART_LE, OPEN,              "high",         SEEN},
};
// clang-format on

const pcart_risk_set pcarti_ccrs_2024 = {
    .id = "ccrs-2024",
    .name = "ccrs",
    .title = "Clonal Cytopenia Risk Score",
    .rule = rule,
    .n_rule = PCART_COUNTOF(rule),
    .classes = classes,
    .n_class = PCART_COUNTOF(classes),
    .step = PCART_MILLI(500),
    .applies = "derived in clonal cytopenia of undetermined significance; "
               "extrapolated after CAR-T cells",
};

const char *const *
pcart_splicing_genes(void)
{
    static const char *const gene[] = {"SF3B1", "SRSF2", "U2AF1", "ZRSR2",
                                       NULL};

    return gene;
}
