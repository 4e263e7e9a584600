/* risk_sets.h -- the additive risk scores, one file each.  Layer: rules. */
#ifndef PCARTI_RISK_SETS_H
#define PCARTI_RISK_SETS_H

#include "postcart/risk_rules.h"

extern const pcart_risk_set pcarti_ipss_1997, pcarti_ipssr_2012,
    pcarti_ipssra_2012, pcarti_chrs_2023, pcarti_chrs_2023_opposite,
    pcarti_ccrs_2024;

#endif
