/* marrow_rules.h -- decision lists of the marrow classes.  Layer: rules. */
#ifndef POSTCART_MARROW_RULES_H
#define POSTCART_MARROW_RULES_H

#include <stddef.h>

#include "postcart/rules.h"

/** Questions that the decision lists ask; each is answered yes, no, open. */
typedef enum pcart_marrow_test {
    PCART_MT_END,                /**< no further question */
    PCART_MT_AML_GENETICS,       /**< defining, whatever the blasts (WHO 5) */
    PCART_MT_AML_GENETICS_ICC,   /**< defining by ICC, BCR::ABL1 apart */
    PCART_MT_AML_BLAST_GENETICS, /**< BCR::ABL1, CEBPA: need 20 % */
    PCART_MT_BCR_ABL1,
    PCART_MT_AML_2016,  /**< t(15;17), t(8;21), inv(16) */
    PCART_MT_BLASTS_20, /**< marrow or blood */
    PCART_MT_BLASTS_10,
    PCART_MT_MR_WHO, /**< myelodysplasia-related, or MDS before */
    PCART_MT_MR_ICC,
    PCART_MT_CYTOPENIA,
    PCART_MT_CYTOPENIA_2016,
    PCART_MT_PANCYTOPENIA_2016,
    PCART_MT_CLONE,          /**< at or above the limit of CHIP, or karyotype */
    PCART_MT_TRACE_CLONE,    /**< below it */
    PCART_MT_TP53_BIALLELIC, /**< WHO 5 */
    PCART_MT_TP53_MULTIHIT,  /**< ICC */
    PCART_MT_TP53_ANY,       /**< ICC: one mutation at the VAF limit */
    PCART_MT_COMPLEX,
    PCART_MT_MORE_BLASTS, /**< marrow from 5, blood from 2 %, or Auer rods */
    PCART_MT_MORE_BLASTS_CHILD, /**< without Auer rods */
    PCART_MT_MANY_BLASTS, /**< marrow from 10, blood from 5 %, or Auer rods */
    PCART_MT_FIBROSIS,
    PCART_MT_DEL5Q,      /**< alone, or with one other that is not -7/del(7q) */
    PCART_MT_DEL5Q_2016, /**< one other that is no chromosome 7 change */
    PCART_MT_SF3B1,      /**< at the VAF limit of WHO 5 */
    PCART_MT_SF3B1_ICC,
    PCART_MT_SF3B1_BARRED,     /**< 5q deletion, -7, del(7q), complex */
    PCART_MT_SF3B1_BARRED_ICC, /**< ... isolated del(5q), 3q26, RUNX1 */
    PCART_MT_RING_15,
    PCART_MT_RING_2016, /**< from 15 %, or from 5 % with SF3B1 */
    PCART_MT_HYPOCELLULAR,
    PCART_MT_DYSPLASIA,       /**< one lineage or more */
    PCART_MT_DYSPLASIA_MULTI, /**< two or more */
    PCART_MT_MINUS7_OR_COMPLEX,
    PCART_MT_PRESUMPTIVE_2016,
    PCART_MT_CHILD,
    PCART_N_MARROW_TEST
} pcart_marrow_test;

PCART_API const char *pcart_marrow_test_title(pcart_marrow_test test);

/** How far a class goes. */
typedef enum pcart_marrow_group {
    PCART_MG_NONE,      /**< no neoplasm */
    PCART_MG_CLONAL,    /**< clonal haematopoiesis without cytopenia */
    PCART_MG_CYTOPENIA, /**< ICUS, CCUS */
    PCART_MG_MDS,
    PCART_MG_MDS_AML,
    PCART_MG_AML,
    PCART_N_MARROW_GROUP
} pcart_marrow_group;

PCART_API const char *pcart_marrow_group_title(pcart_marrow_group group);

enum { PCART_MARROW_ASKS = 4 };

/** One row: all its questions must be answered as wanted. */
typedef struct pcart_marrow_rule {
    const char *label; /**< "MDS-IB1" */
    const char *title;
    pcart_marrow_group group;
    struct {
        pcart_marrow_test test;
        int is_not; /**< the answer wanted is no */
    } ask[PCART_MARROW_ASKS];
    pcart_ground ground;
} pcart_marrow_rule;

/** An edition: rows in order, the first that fits is the class. */
typedef struct pcart_marrow_set {
    const char *id;   /**< "who-2022" */
    const char *name; /**< "WHO 5th edition (2022)" */
    const pcart_marrow_rule *rule;
    size_t n_rule;
    const char *qualifier; /**< after cytotoxic therapy: appended */
} pcart_marrow_set;

PCART_API const pcart_marrow_set *const *pcart_marrow_set_list(size_t *n);
PCART_API const pcart_marrow_set *pcart_marrow_set_find(const char *id);

/** Limits of the questions. */
typedef enum pcart_marrow_limit {
    PCART_ML_BLASTS_AML,
    PCART_ML_BLASTS_IB2,
    PCART_ML_BLASTS_IB1,
    PCART_ML_BLOOD_IB2,
    PCART_ML_BLOOD_IB1,
    PCART_ML_DYSPLASIA,
    PCART_ML_RING,
    PCART_ML_RING_SF3B1,
    PCART_ML_CELLULARITY,
    PCART_ML_FIBROSIS,
    PCART_ML_HB_MALE,
    PCART_ML_HB_FEMALE,
    PCART_ML_ANC,
    PCART_ML_PLT,
    PCART_ML_HB_2016,
    PCART_ML_ANC_2016,
    PCART_ML_PLT_2016,
    PCART_ML_CLONE_VAF,
    PCART_ML_CLONE_VAF_X, /**< X-linked genes in males */
    PCART_ML_SF3B1_VAF,
    PCART_ML_SF3B1_VAF_ICC,
    PCART_ML_TP53_VAF_ICC,
    PCART_ML_TP53_VAF_HIGH, /**< above: the second hit is presumed */
    PCART_ML_CELLS_ERYTHROID,
    PCART_ML_CELLS_GRANULOCYTIC,
    PCART_ML_CELLS_MEGAKARYOCYTIC,
    PCART_ML_ADULT,
    PCART_ML_JOIN_DAYS, /**< between parts of one examination */
    PCART_N_MARROW_LIMIT
} pcart_marrow_limit;

typedef struct pcart_marrow_limit_rule {
    pcart_op op; /**< how a value is compared with it */
    pcart_fixed value;
    const char *unit;
    pcart_ground ground;
} pcart_marrow_limit_rule;

PCART_API const pcart_marrow_limit_rule *
pcart_marrow_limit_get(pcart_marrow_limit limit);
/** "blasts_ib2". */
PCART_API const char *pcart_marrow_limit_name(pcart_marrow_limit limit);

/** Facts of the karyotype behind some questions, as PCART_CYTO_BIT masks. */
typedef enum pcart_marrow_mask {
    PCART_MM_AML_WHO,
    PCART_MM_AML_ICC,
    PCART_MM_AML_2016,
    PCART_MM_MR_WHO,
    PCART_MM_MR_ICC,
    PCART_MM_SF3B1_BARRED,
    PCART_MM_SF3B1_BARRED_ICC,
    PCART_MM_MINUS7_OR_COMPLEX,
    PCART_MM_PRESUMPTIVE_2016,
    PCART_N_MARROW_MASK
} pcart_marrow_mask;

PCART_API uint64_t pcart_marrow_mask_get(pcart_marrow_mask mask);
/** "mr_who"; and where the list comes from. */
PCART_API const char *pcart_marrow_mask_name(pcart_marrow_mask mask);
PCART_API const pcart_ground *pcart_marrow_mask_ground(pcart_marrow_mask mask);

#endif
