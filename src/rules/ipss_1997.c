/* ipss_1997.c -- International Prognostic Scoring System, Greenberg 1997.
 * Data only.  Layer: rules. */
#include "postcart/risk_rules.h"
#include "rules/cite_myeloid.h"
#include "rules/risk_sets.h"

#define SEEN GROUND(GREENBERG_1997, PCART_VERIFIED, "table of points")
#define GAP DECIDED("the paper leaves the printed gap open")
#define OPEN PCART_FIXED_NONE

// clang-format off
static const pcart_risk_rule rule[] = {
    /* variable                    low               high             points */
    {PCART_RISK_BLASTS,     PCART_GE, PCART_FIXED(0),  PCART_LT,
     PCART_FIXED(5),        PCART_MILLI(0),    SEEN},
    {PCART_RISK_BLASTS,     PCART_GE, PCART_FIXED(5),  PCART_LE,
     PCART_FIXED(10),       PCART_MILLI(500),  SEEN},
    {PCART_RISK_BLASTS,     PCART_GT, PCART_FIXED(10), PCART_LE,
     PCART_FIXED(20),       PCART_MILLI(1500), GAP},
    {PCART_RISK_BLASTS,     PCART_GT, PCART_FIXED(20), PCART_LE,
     PCART_FIXED(30),       PCART_MILLI(2000), GAP},
    {PCART_RISK_IPSS_GROUP, PCART_GE, PCART_FIXED(0),  PCART_LE,
     PCART_FIXED(0),        PCART_MILLI(0),    SEEN},
    {PCART_RISK_IPSS_GROUP, PCART_GE, PCART_FIXED(1),  PCART_LE,
     PCART_FIXED(1),        PCART_MILLI(500),  SEEN},
    {PCART_RISK_IPSS_GROUP, PCART_GE, PCART_FIXED(2),  PCART_LE,
     PCART_FIXED(2),        PCART_MILLI(1000), SEEN},
    {PCART_RISK_CYTOPENIAS, PCART_GE, PCART_FIXED(0),  PCART_LE,
     PCART_FIXED(1),        PCART_MILLI(0),    SEEN},
    {PCART_RISK_CYTOPENIAS, PCART_GE, PCART_FIXED(2),  PCART_LE,
     PCART_FIXED(3),        PCART_MILLI(500),  SEEN},
};

static const pcart_risk_class classes[] = {
    {PCART_LE, PCART_MILLI(0),    "low",            SEEN},
    {PCART_LE, PCART_MILLI(1000), "intermediate-1", SEEN},
    {PCART_LE, PCART_MILLI(2000), "intermediate-2", SEEN},
    {PCART_LE, OPEN,              "high",           SEEN},
};

static const pcart_cytopenia_rule cytopenia[] = {
    {PCART_RISK_HB,  PCART_LT, PCART_FIXED(10),   SEEN},
    {PCART_RISK_ANC, PCART_LT, PCART_MILLI(1800), SEEN},
    {PCART_RISK_PLT, PCART_LT, PCART_FIXED(100),  SEEN},
};

#define BIT PCART_CYTO_BIT
static const pcart_cyto_group_rule group[] = {
    /* n        one of these facts                independent  group */
    {3, 9999, 0,                                  0, 2,
     "three or more abnormalities", SEEN},
    {1, 2,    BIT(PCART_CYTO_ANY_7),              0, 2,
     "a chromosome 7 abnormality", SEEN},
    {0, 0,    0,                                  0, 0, "normal", SEEN},
    {1, 1,    BIT(PCART_CYTO_MINUS_Y),            0, 0, "-Y alone", SEEN},
    {1, 1,    BIT(PCART_CYTO_DEL_5Q),             0, 0, "del(5q) alone", SEEN},
    {1, 1,    BIT(PCART_CYTO_DEL_20Q),            0, 0, "del(20q) alone",
     SEEN},
    {1, 2,    0,                                  0, 1, "any other", SEEN},
};
// clang-format on

const pcart_risk_set pcarti_ipss_1997 = {
    .id = "ipss-1997",
    .name = "ipss",
    .title = "International Prognostic Scoring System",
    .rule = rule,
    .n_rule = PCART_COUNTOF(rule),
    .classes = classes,
    .n_class = PCART_COUNTOF(classes),
    .step = PCART_MILLI(500),
    .applies = "derived in untreated adults with primary MDS (FAB, up to 30 % "
               "blasts); not in disease after cytotoxic therapy",
};

const pcart_cytopenia_rule *
pcart_ipss_cytopenia_list(size_t *n)
{
    *n = PCART_COUNTOF(cytopenia);
    return cytopenia;
}

pcart_fixed
pcart_ipss_anc_old(void)
{
    return PCART_MILLI(1500);
}

const pcart_cyto_group_rule *
pcart_ipss_group_list(size_t *n)
{
    *n = PCART_COUNTOF(group);
    return group;
}
