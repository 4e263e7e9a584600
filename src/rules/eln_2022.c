/* eln_2022.c -- risk groups of acute myeloid leukaemia, Döhner 2022, and the
 * myelodysplasia-related genes.  Data only.  Layer: rules. */
#include "postcart/risk_rules.h"
#include "rules/cite_myeloid.h"

#define SEEN GROUND(DOHNER_2022, PCART_VERIFIED, "table of risk groups")

#define BIT PCART_CYTO_BIT
#define CBF (BIT(PCART_CYTO_RUNX1_RUNX1T1) | BIT(PCART_CYTO_CBFB_MYH11))
#define GENE(g) (1U << (g))

#define ADVERSE                                                                \
    (BIT(PCART_CYTO_DEK_NUP214) | BIT(PCART_CYTO_KMT2A) |                      \
     BIT(PCART_CYTO_BCR_ABL1) | BIT(PCART_CYTO_KAT6A_CREBBP) |                 \
     BIT(PCART_CYTO_MECOM) | BIT(PCART_CYTO_MINUS_5) |                         \
     BIT(PCART_CYTO_LOSS_5Q) | BIT(PCART_CYTO_MINUS_7) |                       \
     BIT(PCART_CYTO_ABN_17P) | BIT(PCART_CYTO_LOSS_17P) |                      \
     BIT(PCART_CYTO_COMPLEX_ELN) | BIT(PCART_CYTO_MONOSOMAL))

// clang-format off
static const pcart_eln_rule rule[] = {
    /* karyotype: one of          none of
       genes: has                 lacks                       risk */
    {CBF,                         0,
     0,                           0,                          PCART_ELN_FAVOURABLE,
     "core-binding-factor leukaemia", SEEN},
    {BIT(PCART_CYTO_PML_RARA),    0,
     0,                           0,                          PCART_ELN_FAVOURABLE,
     "acute promyelocytic leukaemia has its own guideline; favourable here",
     DECIDED("outside the ELN table")},
    {BIT(PCART_CYTO_MLLT3_KMT2A), 0,
     0,                           0,                          PCART_ELN_INTERMEDIATE,
     "t(9;11) takes precedence over rare adverse mutations", SEEN},
    {ADVERSE,                     0,
     0,                           0,                          PCART_ELN_ADVERSE,
     "adverse karyotype", SEEN},
    {0,                           0,
     GENE(PCART_ELN_NPM1),        GENE(PCART_ELN_FLT3_ITD) | GENE(PCART_ELN_TP53),
     PCART_ELN_FAVOURABLE, "NPM1 without FLT3-ITD", SEEN},
    {0,                           0,
     GENE(PCART_ELN_CEBPA_BZIP),  GENE(PCART_ELN_TP53),       PCART_ELN_FAVOURABLE,
     "bZIP in-frame CEBPA", SEEN},
    {0,                           0,
     GENE(PCART_ELN_TP53),        0,                          PCART_ELN_ADVERSE,
     "TP53 mutation", SEEN},
    {0,                           0,
     GENE(PCART_ELN_NPM1),        0,                          PCART_ELN_INTERMEDIATE,
     "NPM1 with FLT3-ITD", SEEN},
    {0,                           0,
     GENE(PCART_ELN_MR),          0,                          PCART_ELN_ADVERSE,
     "myelodysplasia-related gene", SEEN},
    {0,                           0,
     GENE(PCART_ELN_FLT3_ITD),    0,                          PCART_ELN_INTERMEDIATE,
     "FLT3-ITD with wild-type NPM1", SEEN},
    {0,                           0,
     0,                           0,                          PCART_ELN_INTERMEDIATE,
     "neither favourable nor adverse", SEEN},
};
// clang-format on

const pcart_eln_rule *
pcart_eln_list(size_t *n)
{
    *n = PCART_COUNTOF(rule);
    return rule;
}

pcart_fixed
pcart_eln_tp53_vaf(void)
{
    return PCART_MILLI(100);
}

const char *
pcart_eln_applies(void)
{
    return "derived in adults with AML treated intensively; not in children";
}

const char *
pcart_eln_name(pcart_eln_class risk)
{
    static const char *const name[PCART_N_ELN] = {"favourable", "intermediate",
                                                  "adverse"};

    return (unsigned)risk < PCART_N_ELN ? name[risk] : "";
}

const char *const *
pcart_mr_genes(int is_icc)
{
    static const char *const who[] = {"ASXL1", "BCOR",  "EZH2",
                                      "SF3B1", "SRSF2", "STAG2",
                                      "U2AF1", "ZRSR2", NULL};
    static const char *const icc[] = {"ASXL1", "BCOR",  "EZH2",  "RUNX1",
                                      "SF3B1", "SRSF2", "STAG2", "U2AF1",
                                      "ZRSR2", NULL};

    return is_icc ? icc : who;
}
