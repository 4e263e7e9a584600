/* ipssr_2012.c -- revised IPSS, Greenberg 2012, with the cytogenetic groups
 * of Schanz 2012 and the age form.  Data only.  Layer: rules. */
#include "postcart/risk_rules.h"
#include "rules/cite_myeloid.h"
#include "rules/risk_sets.h"

#define SEEN GROUND(GREENBERG_2012, PCART_VERIFIED, "table of points")
#define FIVE GROUND(SCHANZ_2012, PCART_VERIFIED, "five-group table")
#define OPEN PCART_FIXED_NONE

// clang-format off
static const pcart_risk_rule rule[] = {
    /* variable                     low                  high           points */
    {PCART_RISK_BLASTS,      PCART_GE, PCART_FIXED(0),   PCART_LE,
     PCART_FIXED(2),         PCART_MILLI(0),    SEEN},
    {PCART_RISK_BLASTS,      PCART_GT, PCART_FIXED(2),   PCART_LT,
     PCART_FIXED(5),         PCART_MILLI(1000), SEEN},
    {PCART_RISK_BLASTS,      PCART_GE, PCART_FIXED(5),   PCART_LE,
     PCART_FIXED(10),        PCART_MILLI(2000), SEEN},
    {PCART_RISK_BLASTS,      PCART_GT, PCART_FIXED(10),  PCART_LE,
     PCART_FIXED(100),       PCART_MILLI(3000), SEEN},
    {PCART_RISK_HB,          PCART_GE, PCART_FIXED(10),  PCART_LE,
     OPEN,                   PCART_MILLI(0),    SEEN},
    {PCART_RISK_HB,          PCART_GE, PCART_FIXED(8),   PCART_LT,
     PCART_FIXED(10),        PCART_MILLI(1000), SEEN},
    {PCART_RISK_HB,          PCART_GE, OPEN,             PCART_LT,
     PCART_FIXED(8),         PCART_MILLI(1500), SEEN},
    {PCART_RISK_PLT,         PCART_GE, PCART_FIXED(100), PCART_LE,
     OPEN,                   PCART_MILLI(0),    SEEN},
    {PCART_RISK_PLT,         PCART_GE, PCART_FIXED(50),  PCART_LT,
     PCART_FIXED(100),       PCART_MILLI(500),  SEEN},
    {PCART_RISK_PLT,         PCART_GE, OPEN,             PCART_LT,
     PCART_FIXED(50),        PCART_MILLI(1000), SEEN},
    {PCART_RISK_ANC,         PCART_GE, PCART_MILLI(800), PCART_LE,
     OPEN,                   PCART_MILLI(0),    SEEN},
    {PCART_RISK_ANC,         PCART_GE, OPEN,             PCART_LT,
     PCART_MILLI(800),       PCART_MILLI(500),  SEEN},
    {PCART_RISK_IPSSR_GROUP, PCART_GE, PCART_FIXED(0),   PCART_LE,
     PCART_FIXED(0),         PCART_MILLI(0),    SEEN},
    {PCART_RISK_IPSSR_GROUP, PCART_GE, PCART_FIXED(1),   PCART_LE,
     PCART_FIXED(1),         PCART_MILLI(1000), SEEN},
    {PCART_RISK_IPSSR_GROUP, PCART_GE, PCART_FIXED(2),   PCART_LE,
     PCART_FIXED(2),         PCART_MILLI(2000), SEEN},
    {PCART_RISK_IPSSR_GROUP, PCART_GE, PCART_FIXED(3),   PCART_LE,
     PCART_FIXED(3),         PCART_MILLI(3000), SEEN},
    {PCART_RISK_IPSSR_GROUP, PCART_GE, PCART_FIXED(4),   PCART_LE,
     PCART_FIXED(4),         PCART_MILLI(4000), SEEN},
};

static const pcart_risk_class classes[] = {
    {PCART_LE, PCART_MILLI(1500), "very low",     SEEN},
    {PCART_LE, PCART_MILLI(3000), "low",          SEEN},
    {PCART_LE, PCART_MILLI(4500), "intermediate", SEEN},
    {PCART_LE, PCART_MILLI(6000), "high",         SEEN},
    {PCART_LE, OPEN,              "very high",    SEEN},
};

#define BIT PCART_CYTO_BIT
#define LOSS7Q (BIT(PCART_CYTO_DEL_7Q) | BIT(PCART_CYTO_LOSS_7Q))
static const pcart_cyto_group_rule group[] = {
    /* n       one of these facts                  independent  group */
    {4, 9999, 0,                                   0, 4,
     "more than three abnormalities", FIVE},
    {3, 3,    0,                                   0, 3,
     "three abnormalities", FIVE},
    {0, 0,    0,                                   0, 1, "normal", FIVE},
    {1, 1,    BIT(PCART_CYTO_DER_1_7),             0, 3,
     "der(1;7)(q10;p10): a gain of 1q and a loss of 7q",
     DECIDED("two imbalances in one item, of which one is the loss of 7q")},
    {2, 2,    0,                                   1, 2,
     "independent clones with one abnormality each", FIVE},
    {2, 2,    LOSS7Q | BIT(PCART_CYTO_MINUS_7),    0, 3,
     "double including -7 or del(7q)", FIVE},
    {2, 2,    BIT(PCART_CYTO_DEL_5Q),              0, 1,
     "double including del(5q)", FIVE},
    {2, 2,    0,                                   0, 2, "any other double",
     FIVE},
    {1, 1,    BIT(PCART_CYTO_MINUS_Y),             0, 0, "-Y", FIVE},
    {1, 1,    BIT(PCART_CYTO_DEL_11Q),             0, 0, "del(11q)", FIVE},
    {1, 1,    BIT(PCART_CYTO_DEL_5Q),              0, 1, "del(5q)", FIVE},
    {1, 1,    BIT(PCART_CYTO_DEL_12P),             0, 1, "del(12p)", FIVE},
    {1, 1,    BIT(PCART_CYTO_DEL_20Q),             0, 1, "del(20q)", FIVE},
    {1, 1,    BIT(PCART_CYTO_MINUS_7),             0, 3, "-7", FIVE},
    {1, 1,    BIT(PCART_CYTO_INV_3),               0, 3,
     "inv(3), t(3q) or del(3q)", FIVE},
    {1, 1,    BIT(PCART_CYTO_DEL_7Q),              0, 2, "del(7q)", FIVE},
    {1, 1,    BIT(PCART_CYTO_PLUS_8),              0, 2, "+8", FIVE},
    {1, 1,    BIT(PCART_CYTO_PLUS_19),             0, 2, "+19", FIVE},
    {1, 1,    BIT(PCART_CYTO_I_17Q),               0, 2, "i(17q)", FIVE},
    {1, 1,    0,                                   0, 2, "any other single",
     FIVE},
};
// clang-format on

static const pcart_ipssra_rule age = {
    PCART_FIXED(70), 50000, 5000,
    GROUND(GREENBERG_2012, PCART_VERIFIED, "age-adjusted form")};

const pcart_risk_set pcarti_ipssr_2012 = {
    .id = "ipss-r-2012",
    .name = "ipss-r",
    .title = "Revised International Prognostic Scoring System",
    .rule = rule,
    .n_rule = PCART_COUNTOF(rule),
    .classes = classes,
    .n_class = PCART_COUNTOF(classes),
    .step = 100,
    .applies = "derived in untreated adults with primary MDS; not in disease "
               "after cytotoxic therapy, not in children",
};

const pcart_risk_set pcarti_ipssra_2012 = {
    .id = "ipss-ra-2012",
    .name = "ipss-ra",
    .title = "Revised IPSS, adjusted for age",
    .classes = classes,
    .n_class = PCART_COUNTOF(classes),
    .step = 100,
    .applies = "derived in untreated adults with primary MDS; not in disease "
               "after cytotoxic therapy, not in children",
};

const pcart_cyto_group_rule *
pcart_ipssr_group_list(size_t *n)
{
    *n = PCART_COUNTOF(group);
    return group;
}

const pcart_ipssra_rule *
pcart_ipssra_get(void)
{
    return &age;
}
