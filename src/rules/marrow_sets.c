/* marrow_sets.c -- editions, limits and questions of the marrow classes.
 * Data only.  Layer: rules. */
#include "rules/marrow_sets.h"

#include <string.h>

#include "postcart/cytogenetics.h"
#include "rules/cite_myeloid.h"

static const pcart_marrow_set *const list[] = {
    &pcarti_who_2022, &pcarti_icc_2022, &pcarti_who_2016};

#define WHO(mark) GROUND(KHOURY_2022, mark, "table 3")
#define V PCART_VERIFIED
#define S PCART_SECONDARY
#define M PCART_MEMORY

// clang-format off
static const pcart_marrow_limit_rule limit[PCART_N_MARROW_LIMIT] = {
    [PCART_ML_BLASTS_AML]    = {PCART_GE, PCART_FIXED(20),   "%", WHO(V)},
    [PCART_ML_BLASTS_IB2]    = {PCART_GE, PCART_FIXED(10),   "%", WHO(V)},
    [PCART_ML_BLASTS_IB1]    = {PCART_GE, PCART_FIXED(5),    "%", WHO(V)},
    [PCART_ML_BLOOD_IB2]     = {PCART_GE, PCART_FIXED(5),    "%", WHO(V)},
    [PCART_ML_BLOOD_IB1]     = {PCART_GE, PCART_FIXED(2),    "%", WHO(V)},
    [PCART_ML_DYSPLASIA]     = {PCART_GE, PCART_FIXED(10),   "%", WHO(V)},
    [PCART_ML_RING]          = {PCART_GE, PCART_FIXED(15),   "%", WHO(V)},
    [PCART_ML_RING_SF3B1]    = {PCART_GE, PCART_FIXED(5),    "%",
                                GROUND(ARBER_2016, M, "ring sideroblasts")},
    [PCART_ML_CELLULARITY]   = {PCART_LE, PCART_FIXED(25),   "%", WHO(V)},
    [PCART_ML_FIBROSIS]      = {PCART_GE, PCART_FIXED(2),    "grade", WHO(V)},
    [PCART_ML_HB_MALE]       = {PCART_LT, PCART_FIXED(13),   "g/dL", WHO(V)},
    [PCART_ML_HB_FEMALE]     = {PCART_LT, PCART_FIXED(12),   "g/dL", WHO(V)},
    [PCART_ML_ANC]           = {PCART_LT, PCART_MILLI(1800), "10^9/L", WHO(V)},
    [PCART_ML_PLT]           = {PCART_LT, PCART_FIXED(150),  "10^9/L", WHO(V)},
    [PCART_ML_HB_2016]       = {PCART_LT, PCART_FIXED(10),   "g/dL",
                                GROUND(ARBER_2016, M, "cytopenia")},
    [PCART_ML_ANC_2016]      = {PCART_LT, PCART_MILLI(1800), "10^9/L",
                                GROUND(ARBER_2016, M, "cytopenia")},
    [PCART_ML_PLT_2016]      = {PCART_LT, PCART_FIXED(100),  "10^9/L",
                                GROUND(ARBER_2016, M, "cytopenia")},
    [PCART_ML_CLONE_VAF]     = {PCART_GE, PCART_MILLI(20),   "fraction",
                                WHO(S)},
    [PCART_ML_CLONE_VAF_X]   = {PCART_GE, PCART_MILLI(40),   "fraction",
                                WHO(S)},
    [PCART_ML_SF3B1_VAF]     = {PCART_GE, PCART_MILLI(50),   "fraction",
                                WHO(S)},
    [PCART_ML_SF3B1_VAF_ICC] = {PCART_GE, PCART_MILLI(100),  "fraction",
                                GROUND(ARBER_2022, S, "SF3B1")},
    [PCART_ML_TP53_VAF_ICC]  = {PCART_GE, PCART_MILLI(100),  "fraction",
                                DECIDED("both >= and > 10 % are printed")},
    [PCART_ML_TP53_VAF_HIGH] = {PCART_GT, PCART_MILLI(500),  "fraction",
                                GROUND(ARBER_2022, S, "multi-hit TP53")},
    [PCART_ML_CELLS_ERYTHROID] = {PCART_GE, PCART_FIXED(200), "cells",
                                WHO(M)},
    [PCART_ML_CELLS_GRANULOCYTIC] = {PCART_GE, PCART_FIXED(200), "cells",
                                WHO(M)},
    [PCART_ML_CELLS_MEGAKARYOCYTIC] = {PCART_GE, PCART_FIXED(30), "cells",
                                WHO(M)},
    [PCART_ML_ADULT]         = {PCART_GE, PCART_FIXED(18),   "years", WHO(V)},
    [PCART_ML_JOIN_DAYS]     = {PCART_LE, PCART_FIXED(14),   "days",
                                DECIDED("results of one examination come in "
                                        "within two weeks")},
};

#define BIT PCART_CYTO_BIT
#define FUSIONS                                                              \
    (BIT(PCART_CYTO_PML_RARA) | BIT(PCART_CYTO_RUNX1_RUNX1T1) |              \
     BIT(PCART_CYTO_CBFB_MYH11) | BIT(PCART_CYTO_DEK_NUP214) |               \
     BIT(PCART_CYTO_RBM15_MRTFA) | BIT(PCART_CYTO_KMT2A) |                   \
     BIT(PCART_CYTO_MECOM) | BIT(PCART_CYTO_NUP98))
#define SEVEN (BIT(PCART_CYTO_MINUS_7) | BIT(PCART_CYTO_LOSS_7Q))
#define MR_COMMON                                                            \
    (BIT(PCART_CYTO_COMPLEX) | BIT(PCART_CYTO_LOSS_5Q) | SEVEN |             \
     BIT(PCART_CYTO_LOSS_12P) | BIT(PCART_CYTO_I_17Q) |                      \
     BIT(PCART_CYTO_IDIC_XQ13))

static const uint64_t mask[PCART_N_MARROW_MASK] = {
    [PCART_MM_AML_WHO] = FUSIONS,
    [PCART_MM_AML_ICC] = FUSIONS,
    [PCART_MM_AML_2016] = BIT(PCART_CYTO_PML_RARA) |
        BIT(PCART_CYTO_RUNX1_RUNX1T1) | BIT(PCART_CYTO_CBFB_MYH11),
    [PCART_MM_MR_WHO] = MR_COMMON | BIT(PCART_CYTO_DEL_11Q) |
        BIT(PCART_CYTO_LOSS_13Q) | BIT(PCART_CYTO_PART_17P),
    [PCART_MM_MR_ICC] = MR_COMMON | BIT(PCART_CYTO_PLUS_8) |
        BIT(PCART_CYTO_DEL_20Q) | BIT(PCART_CYTO_T_5Q) |
        BIT(PCART_CYTO_ADD_5Q) | BIT(PCART_CYTO_T_12P) |
        BIT(PCART_CYTO_ADD_12P) | BIT(PCART_CYTO_LOSS_17P) |
        BIT(PCART_CYTO_ADD_17P),
    [PCART_MM_SF3B1_BARRED] = SEVEN | BIT(PCART_CYTO_LOSS_5Q) |
        BIT(PCART_CYTO_COMPLEX),
    [PCART_MM_SF3B1_BARRED_ICC] = SEVEN | BIT(PCART_CYTO_ABN_3Q26) |
        BIT(PCART_CYTO_COMPLEX),
    [PCART_MM_MINUS7_OR_COMPLEX] = SEVEN | BIT(PCART_CYTO_COMPLEX),
    [PCART_MM_PRESUMPTIVE_2016] = SEVEN | BIT(PCART_CYTO_LOSS_5Q) |
        BIT(PCART_CYTO_T_5Q) | BIT(PCART_CYTO_I_17Q) | BIT(PCART_CYTO_T_17P) |
        BIT(PCART_CYTO_LOSS_13Q) | BIT(PCART_CYTO_DEL_11Q) |
        BIT(PCART_CYTO_LOSS_12P) | BIT(PCART_CYTO_T_12P) |
        BIT(PCART_CYTO_DEL_9Q) | BIT(PCART_CYTO_IDIC_XQ13) |
        BIT(PCART_CYTO_MDS_BALANCED),
};

static const struct {
    const char *name;
    pcart_ground ground;
} mask_text[PCART_N_MARROW_MASK] = {
    [PCART_MM_AML_WHO] = {"aml_who", WHO(V)},
    [PCART_MM_AML_ICC] = {"aml_icc", GROUND(ARBER_2022, S, "AML table")},
    [PCART_MM_AML_2016] = {"aml_2016", GROUND(ARBER_2016, M, "AML")},
    [PCART_MM_MR_WHO] = {"mr_who", WHO(V)},
    [PCART_MM_MR_ICC] = {"mr_icc", GROUND(ARBER_2022, S, "MR list")},
    [PCART_MM_SF3B1_BARRED] = {"sf3b1_barred_who", WHO(S)},
    [PCART_MM_SF3B1_BARRED_ICC] = {"sf3b1_barred_icc",
                                   GROUND(ARBER_2022, S, "SF3B1")},
    [PCART_MM_MINUS7_OR_COMPLEX] = {"minus7_or_complex",
                                    GROUND(ARBER_2022, S, "MDS-NOS")},
    [PCART_MM_PRESUMPTIVE_2016] = {"presumptive_2016",
                                   GROUND(ARBER_2016, M, "presumptive list")},
};

static const char *const limit_name[PCART_N_MARROW_LIMIT] = {
    [PCART_ML_BLASTS_AML] = "blasts_aml",
    [PCART_ML_BLASTS_IB2] = "blasts_ib2",
    [PCART_ML_BLASTS_IB1] = "blasts_ib1",
    [PCART_ML_BLOOD_IB2] = "blood_blasts_ib2",
    [PCART_ML_BLOOD_IB1] = "blood_blasts_ib1",
    [PCART_ML_DYSPLASIA] = "dysplasia",
    [PCART_ML_RING] = "ring_sideroblasts",
    [PCART_ML_RING_SF3B1] = "ring_sideroblasts_sf3b1_2016",
    [PCART_ML_CELLULARITY] = "cellularity",
    [PCART_ML_FIBROSIS] = "fibrosis",
    [PCART_ML_HB_MALE] = "hemoglobin_male",
    [PCART_ML_HB_FEMALE] = "hemoglobin_female",
    [PCART_ML_ANC] = "anc",
    [PCART_ML_PLT] = "platelets",
    [PCART_ML_HB_2016] = "hemoglobin_2016",
    [PCART_ML_ANC_2016] = "anc_2016",
    [PCART_ML_PLT_2016] = "platelets_2016",
    [PCART_ML_CLONE_VAF] = "clone_vaf",
    [PCART_ML_CLONE_VAF_X] = "clone_vaf_x_linked_male",
    [PCART_ML_SF3B1_VAF] = "sf3b1_vaf",
    [PCART_ML_SF3B1_VAF_ICC] = "sf3b1_vaf_icc",
    [PCART_ML_TP53_VAF_ICC] = "tp53_vaf_icc",
    [PCART_ML_TP53_VAF_HIGH] = "tp53_vaf_second_hit",
    [PCART_ML_CELLS_ERYTHROID] = "cells_erythroid",
    [PCART_ML_CELLS_GRANULOCYTIC] = "cells_granulocytic",
    [PCART_ML_CELLS_MEGAKARYOCYTIC] = "cells_megakaryocytic",
    [PCART_ML_ADULT] = "adult_age",
    [PCART_ML_JOIN_DAYS] = "join_days",
};

static const char *const test_title[PCART_N_MARROW_TEST] = {
    [PCART_MT_END] = "",
    [PCART_MT_AML_GENETICS] = "AML-defining genetic abnormality",
    [PCART_MT_AML_GENETICS_ICC] = "AML-defining genetic abnormality (ICC)",
    [PCART_MT_AML_BLAST_GENETICS] = "BCR::ABL1 or CEBPA",
    [PCART_MT_BCR_ABL1] = "BCR::ABL1",
    [PCART_MT_AML_2016] = "t(15;17), t(8;21) or inv(16)",
    [PCART_MT_BLASTS_20] = "blasts >= 20 %",
    [PCART_MT_BLASTS_10] = "blasts >= 10 %",
    [PCART_MT_MR_WHO] = "myelodysplasia-related (WHO 5)",
    [PCART_MT_MR_ICC] = "myelodysplasia-related (ICC)",
    [PCART_MT_CYTOPENIA] = "cytopenia",
    [PCART_MT_CYTOPENIA_2016] = "cytopenia (WHO 2016)",
    [PCART_MT_PANCYTOPENIA_2016] = "pancytopenia (WHO 2016)",
    [PCART_MT_CLONE] = "clone (VAF >= 2 % or karyotype)",
    [PCART_MT_TRACE_CLONE] = "clone below 2 %",
    [PCART_MT_TP53_BIALLELIC] = "biallelic TP53",
    [PCART_MT_TP53_MULTIHIT] = "multi-hit TP53",
    [PCART_MT_TP53_ANY] = "TP53 mutation with VAF >= 10 %",
    [PCART_MT_COMPLEX] = "complex karyotype",
    [PCART_MT_MORE_BLASTS] = "marrow blasts >= 5 %, blood >= 2 % or Auer rods",
    [PCART_MT_MORE_BLASTS_CHILD] = "marrow blasts >= 5 % or blood >= 2 %",
    [PCART_MT_MANY_BLASTS] =
        "marrow blasts >= 10 %, blood >= 5 % or Auer rods",
    [PCART_MT_FIBROSIS] = "fibrosis grade >= 2",
    [PCART_MT_DEL5Q] = "del(5q), at most one other, not -7/del(7q)",
    [PCART_MT_DEL5Q_2016] = "del(5q), at most one other, not chromosome 7",
    [PCART_MT_SF3B1] = "SF3B1 with VAF >= 5 %",
    [PCART_MT_SF3B1_ICC] = "SF3B1 with VAF >= 10 %",
    [PCART_MT_SF3B1_BARRED] = "5q deletion, -7/del(7q) or complex",
    [PCART_MT_SF3B1_BARRED_ICC] =
        "isolated del(5q), -7/del(7q), 3q26, complex or RUNX1",
    [PCART_MT_RING_15] = "ring sideroblasts >= 15 %",
    [PCART_MT_RING_2016] = "ring sideroblasts >= 15 %, or >= 5 % with SF3B1",
    [PCART_MT_HYPOCELLULAR] = "cellularity <= 25 %",
    [PCART_MT_DYSPLASIA] = "dysplasia in a lineage",
    [PCART_MT_DYSPLASIA_MULTI] = "dysplasia in two lineages",
    [PCART_MT_MINUS7_OR_COMPLEX] = "-7/del(7q) or complex karyotype",
    [PCART_MT_PRESUMPTIVE_2016] = "karyotype presumptive of MDS",
    [PCART_MT_CHILD] = "age below 18",
};
// clang-format on

const pcart_marrow_set *const *
pcart_marrow_set_list(size_t *n)
{
    *n = PCART_COUNTOF(list);
    return list;
}

const pcart_marrow_set *
pcart_marrow_set_find(const char *id)
{
    for (size_t i = 0; i < PCART_COUNTOF(list); i++)
        if (strcmp(list[i]->id, id) == 0)
            return list[i];
    return NULL;
}

const pcart_marrow_limit_rule *
pcart_marrow_limit_get(pcart_marrow_limit which)
{
    return &limit[which];
}

const char *
pcart_marrow_limit_name(pcart_marrow_limit which)
{
    return (unsigned)which < PCART_N_MARROW_LIMIT ? limit_name[which] : "";
}

const char *
pcart_marrow_mask_name(pcart_marrow_mask which)
{
    return (unsigned)which < PCART_N_MARROW_MASK ? mask_text[which].name : "";
}

const pcart_ground *
pcart_marrow_mask_ground(pcart_marrow_mask which)
{
    return &mask_text[which].ground;
}

uint64_t
pcart_marrow_mask_get(pcart_marrow_mask which)
{
    return mask[which];
}

const char *
pcart_marrow_test_title(pcart_marrow_test test)
{
    return (unsigned)test < PCART_N_MARROW_TEST ? test_title[test] : "";
}

const char *
pcart_marrow_group_title(pcart_marrow_group group)
{
    static const char *const title[PCART_N_MARROW_GROUP] = {
        "no myeloid neoplasm",
        "clonal haematopoiesis without cytopenia",
        "cytopenia short of MDS",
        "MDS",
        "MDS/AML",
        "AML"};

    return (unsigned)group < PCART_N_MARROW_GROUP ? title[group] : "";
}
