/* risk_sets.c -- the list of additive risk scores.  Layer: rules. */
#include "rules/risk_sets.h"

#include <string.h>

static const pcart_risk_set *const list[] = {
    &pcarti_ipss_1997, &pcarti_ipssr_2012,         &pcarti_ipssra_2012,
    &pcarti_chrs_2023, &pcarti_chrs_2023_opposite, &pcarti_ccrs_2024};

const pcart_risk_set *const *
pcart_risk_set_list(size_t *n)
{
    *n = PCART_COUNTOF(list);
    return list;
}

const pcart_risk_set *
pcart_risk_set_find(const char *id)
{
    for (size_t i = 0; i < PCART_COUNTOF(list); i++)
        if (strcmp(list[i]->id, id) == 0 || strcmp(list[i]->name, id) == 0)
            return list[i];
    return NULL;
}

const char *
pcart_risk_variable_name(pcart_risk_variable variable)
{
    static const char *const name[PCART_N_RISK_VARIABLE] = {
        [PCART_RISK_BLASTS] = "BM_BLAST",
        [PCART_RISK_HB] = "HB",
        [PCART_RISK_PLT] = "PLT",
        [PCART_RISK_ANC] = "ANC",
        [PCART_RISK_AGE] = "AGE",
        [PCART_RISK_IPSS_GROUP] = "CYTO_IPSS",
        [PCART_RISK_IPSSR_GROUP] = "CYTO_IPSSR",
        [PCART_RISK_CYTOPENIAS] = "CYTOPENIAS",
        [PCART_RISK_SINGLE_DNMT3A] = "SINGLE_DNMT3A",
        [PCART_RISK_HIGH_GENE] = "HIGH_RISK_GENE",
        [PCART_RISK_MUTATIONS] = "N_MUTATIONS",
        [PCART_RISK_MAX_VAF] = "MAX_VAF",
        [PCART_RISK_RDW] = "RDW",
        [PCART_RISK_MCV] = "MCV",
        [PCART_RISK_CCUS] = "CCUS",
        [PCART_RISK_SPLICING] = "SPLICING",
    };

    return (unsigned)variable < PCART_N_RISK_VARIABLE ? name[variable] : "";
}
