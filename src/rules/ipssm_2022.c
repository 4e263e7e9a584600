/* ipssm_2022.c -- molecular IPSS, Bernard 2022.  Data only.
 * Layer: rules. */
#include "postcart/risk_rules.h"
#include "rules/cite_myeloid.h"

#define SEEN GROUND(BERNARD_2022, PCART_VERIFIED, "model of the R package")
#define OPEN PCART_FIXED_NONE

static const char *const gene_name[PCART_N_IPSSM_GENE] = {
    "MLL_PTD", "FLT3",  "ASXL1",  "CBL",    "DNMT3A", "ETV6",  "EZH2",  "IDH2",
    "KRAS",    "NPM1",  "NRAS",   "RUNX1",  "SF3B1",  "SRSF2", "U2AF1", "BCOR",
    "BCORL1",  "CEBPA", "ETNK1",  "GATA2",  "GNB1",   "IDH1",  "NF1",   "PHF6",
    "PPM1D",   "PRPF8", "PTPN11", "SETBP1", "STAG2",  "WT1",
};

// clang-format off
static const pcart_ipssm_rule rule[] = {
    /* variable                 gene                weight   mean   best worst*/
    {PCART_IPSSM_T_HB,          -1,                 -0.171,  9.87,   20,  4},
    {PCART_IPSSM_T_PLT,         -1,                 -0.222,  1.41,   2.5, 0},
    {PCART_IPSSM_T_BLASTS,      -1,                  0.352,  0.922,  0,   4},
    {PCART_IPSSM_T_CYTO,        -1,                  0.287,  1.39,   0,   4},
    {PCART_IPSSM_T_TP53MULTI,   -1,                  1.18,   0.0710, 0,   1},
    {PCART_IPSSM_T_GENE,        PCART_IPSSM_FLT3,    0.798,  0.0108, 0,   1},
    {PCART_IPSSM_T_GENE,        PCART_IPSSM_MLL_PTD, 0.798,  0.0247, 0,   1},
    {PCART_IPSSM_T_SF3B1_5Q,    -1,                  0.504,  0.0166, 0,   1},
    {PCART_IPSSM_T_GENE,        PCART_IPSSM_NPM1,    0.430,  0.0112, 0,   1},
    {PCART_IPSSM_T_GENE,        PCART_IPSSM_RUNX1,   0.423,  0.126,  0,   1},
    {PCART_IPSSM_T_GENE,        PCART_IPSSM_NRAS,    0.417,  0.0362, 0,   1},
    {PCART_IPSSM_T_GENE,        PCART_IPSSM_ETV6,    0.391,  0.0216, 0,   1},
    {PCART_IPSSM_T_GENE,        PCART_IPSSM_IDH2,    0.379,  0.0429, 0,   1},
    {PCART_IPSSM_T_GENE,        PCART_IPSSM_CBL,     0.295,  0.0473, 0,   1},
    {PCART_IPSSM_T_GENE,        PCART_IPSSM_EZH2,    0.270,  0.0588, 0,   1},
    {PCART_IPSSM_T_GENE,        PCART_IPSSM_U2AF1,   0.247,  0.0866, 0,   1},
    {PCART_IPSSM_T_GENE,        PCART_IPSSM_SRSF2,   0.239,  0.158,  0,   1},
    {PCART_IPSSM_T_GENE,        PCART_IPSSM_DNMT3A,  0.221,  0.161,  0,   1},
    {PCART_IPSSM_T_GENE,        PCART_IPSSM_ASXL1,   0.213,  0.252,  0,   1},
    {PCART_IPSSM_T_GENE,        PCART_IPSSM_KRAS,    0.202,  0.0271, 0,   1},
    {PCART_IPSSM_T_SF3B1_ALPHA, -1,                 -0.0794, 0.186,  1,   0},
    {PCART_IPSSM_T_RESIDUAL,    -1,                  0.231,  0.388,  0,   2},
};

static const pcart_risk_class classes[] = {
    {PCART_LE, -PCART_MILLI(1500), "very low",      SEEN},
    {PCART_LE, -PCART_MILLI(500),  "low",           SEEN},
    {PCART_LE, PCART_MILLI(0),     "moderate low",  SEEN},
    {PCART_LE, PCART_MILLI(500),   "moderate high", SEEN},
    {PCART_LE, PCART_MILLI(1500),  "high",          SEEN},
    {PCART_LE, OPEN,               "very high",     SEEN},
};
// clang-format on

static const pcart_ipssm_set set = {
    .id = "ipss-m-2022",
    .rule = rule,
    .n_rule = PCART_COUNTOF(rule),
    .ln2 = 0.69314718055994530942,
    .hb_low = 4,
    .hb_high = 20,
    .hb_worst_api = 2,
    .plt_cap = 250,
    .plt_unit = 100,
    .blast_cap = 20,
    .blast_unit = 5,
    .residual_cap = 2,
    .tp53_vaf = 0.55,
    .spread = 1,
    .classes = classes,
    .n_class = PCART_COUNTOF(classes),
    .applies = "derived in adults with MDS before disease-modifying "
               "treatment; not in children",
    .ground = {&pcarti_cite_myeloid[BERNARD_2022], PCART_VERIFIED,
               "model of the R package"},
};

const char *
pcart_ipssm_gene_name(pcart_ipssm_gene gene)
{
    return (unsigned)gene < PCART_N_IPSSM_GENE ? gene_name[gene] : "";
}

const pcart_ipssm_set *
pcart_ipssm_get(void)
{
    return &set;
}
