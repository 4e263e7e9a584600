/* risk_rules.h -- tables of the risk scores.  Layer: rules. */
#ifndef POSTCART_RISK_RULES_H
#define POSTCART_RISK_RULES_H

#include <stddef.h>

#include "postcart/cytogenetics.h"
#include "postcart/rules.h"

/** What the additive scores ask for. */
typedef enum pcart_risk_variable {
    PCART_RISK_BLASTS,        /**< marrow, % */
    PCART_RISK_HB,            /**< g/dL */
    PCART_RISK_PLT,           /**< 10^9/L */
    PCART_RISK_ANC,           /**< 10^9/L */
    PCART_RISK_AGE,           /**< years */
    PCART_RISK_IPSS_GROUP,    /**< 0 good, 1 intermediate, 2 poor */
    PCART_RISK_IPSSR_GROUP,   /**< 0 very good ... 4 very poor */
    PCART_RISK_CYTOPENIAS,    /**< 0 to 3, by the limits of IPSS */
    PCART_RISK_SINGLE_DNMT3A, /**< exactly one mutation, in DNMT3A: 0, 1 */
    PCART_RISK_HIGH_GENE,     /**< a gene of the CHRS list is mutated: 0, 1 */
    PCART_RISK_MUTATIONS,     /**< number */
    PCART_RISK_MAX_VAF,       /**< fraction */
    PCART_RISK_RDW,           /**< % */
    PCART_RISK_MCV,           /**< fL */
    PCART_RISK_CCUS,          /**< cytopenia: 0, 1 */
    PCART_RISK_SPLICING,      /**< a splicing gene is mutated: 0, 1 */
    PCART_N_RISK_VARIABLE
} pcart_risk_variable;

/** "BM_BLAST": the name of the column, and for people. */
PCART_API const char *pcart_risk_variable_name(pcart_risk_variable variable);

/** A value in a band gives points; open ends are PCART_FIXED_NONE. */
typedef struct pcart_risk_rule {
    pcart_risk_variable variable;
    pcart_op op_low; /**< PCART_GT or PCART_GE */
    pcart_fixed low;
    pcart_op op_high; /**< PCART_LT or PCART_LE */
    pcart_fixed high;
    pcart_fixed points;
    pcart_ground ground;
} pcart_risk_rule;

/** Scores up to a limit are one class; rows rise, the last one is open. */
typedef struct pcart_risk_class {
    pcart_op op; /**< PCART_LT or PCART_LE */
    pcart_fixed limit;
    const char *label;
    pcart_ground ground;
} pcart_risk_class;

/** An additive score.  Static; identifiers are immutable. */
typedef struct pcart_risk_set {
    const char *id;   /**< "ipss-r-2012" */
    const char *name; /**< as the command takes it: "ipss-r" */
    const char *title;
    const pcart_risk_rule *rule;
    size_t n_rule;
    const pcart_risk_class *classes;
    size_t n_class;
    pcart_fixed step;    /**< the score is rounded to this before its class */
    const char *applies; /**< in whom it was made */
} pcart_risk_set;

PCART_API const pcart_risk_set *const *pcart_risk_set_list(size_t *n);
/** By id or by name; NULL when there is none. */
PCART_API const pcart_risk_set *pcart_risk_set_find(const char *id);

/** Limits below which IPSS counts a cytopenia. */
typedef struct pcart_cytopenia_rule {
    pcart_risk_variable variable;
    pcart_op op;
    pcart_fixed limit;
    pcart_ground ground;
} pcart_cytopenia_rule;
PCART_API const pcart_cytopenia_rule *pcart_ipss_cytopenia_list(size_t *n);
/** ANC limit that some later texts print (option). */
PCART_API pcart_fixed pcart_ipss_anc_old(void);

/** IPSS-RA = IPSS-R + (age - centre) * (slope - fall * IPSS-R). */
typedef struct pcart_ipssra_rule {
    pcart_fixed centre, slope, fall;
    pcart_ground ground;
} pcart_ipssra_rule;
PCART_API const pcart_ipssra_rule *pcart_ipssra_get(void);

/** One row of the cytogenetic groups; the first that fits decides. */
typedef struct pcart_cyto_group_rule {
    int n_low, n_high;  /**< abnormalities */
    uint64_t any;       /**< one of these facts; 0: none asked */
    int is_independent; /**< asked of independent clones only */
    int group;
    const char *reason;
    pcart_ground ground;
} pcart_cyto_group_rule;
PCART_API const pcart_cyto_group_rule *pcart_ipss_group_list(size_t *n);
PCART_API const pcart_cyto_group_rule *pcart_ipssr_group_list(size_t *n);

/** Genes of IPSS-M: those with a weight of their own, then residual ones. */
typedef enum pcart_ipssm_gene {
    PCART_IPSSM_MLL_PTD,
    PCART_IPSSM_FLT3,
    PCART_IPSSM_ASXL1,
    PCART_IPSSM_CBL,
    PCART_IPSSM_DNMT3A,
    PCART_IPSSM_ETV6,
    PCART_IPSSM_EZH2,
    PCART_IPSSM_IDH2,
    PCART_IPSSM_KRAS,
    PCART_IPSSM_NPM1,
    PCART_IPSSM_NRAS,
    PCART_IPSSM_RUNX1,
    PCART_IPSSM_SF3B1,
    PCART_IPSSM_SRSF2,
    PCART_IPSSM_U2AF1,
    PCART_IPSSM_BCOR, /**< first of the residual genes */
    PCART_IPSSM_BCORL1,
    PCART_IPSSM_CEBPA,
    PCART_IPSSM_ETNK1,
    PCART_IPSSM_GATA2,
    PCART_IPSSM_GNB1,
    PCART_IPSSM_IDH1,
    PCART_IPSSM_NF1,
    PCART_IPSSM_PHF6,
    PCART_IPSSM_PPM1D,
    PCART_IPSSM_PRPF8,
    PCART_IPSSM_PTPN11,
    PCART_IPSSM_SETBP1,
    PCART_IPSSM_STAG2,
    PCART_IPSSM_WT1,
    PCART_N_IPSSM_GENE
} pcart_ipssm_gene;
#define PCART_IPSSM_FIRST_RESIDUAL PCART_IPSSM_BCOR

PCART_API const char *pcart_ipssm_gene_name(pcart_ipssm_gene gene);

/** Variables of the model. */
typedef enum pcart_ipssm_term {
    PCART_IPSSM_T_HB,
    PCART_IPSSM_T_PLT,
    PCART_IPSSM_T_BLASTS,
    PCART_IPSSM_T_CYTO,
    PCART_IPSSM_T_TP53MULTI,
    PCART_IPSSM_T_GENE, /**< the gene of the row */
    PCART_IPSSM_T_SF3B1_5Q,
    PCART_IPSSM_T_SF3B1_ALPHA,
    PCART_IPSSM_T_RESIDUAL
} pcart_ipssm_term;

/** One variable: weight, reference, and what stands for a missing value. */
typedef struct pcart_ipssm_rule {
    pcart_ipssm_term term;
    int gene; /**< pcart_ipssm_gene, or -1 */
    double weight, mean, best, worst;
} pcart_ipssm_rule;

/** The model. */
typedef struct pcart_ipssm_set {
    const char *id;
    const pcart_ipssm_rule *rule;
    size_t n_rule;
    double ln2;
    double hb_low, hb_high; /**< clamp, when it is on */
    double hb_worst_api;    /**< worst Hb of the authors' web service */
    double plt_cap, plt_unit, blast_cap, blast_unit;
    int residual_cap;
    double tp53_vaf; /**< above: loss of the other allele is taken as given */
    double spread;   /**< worst - best up to which the mean is reported */
    const pcart_risk_class *classes;
    size_t n_class;
    const char *applies;
    pcart_ground ground;
} pcart_ipssm_set;
PCART_API const pcart_ipssm_set *pcart_ipssm_get(void);

/** Genes that matter to other rules, by name; the lists end with NULL. */
PCART_API const char *const *pcart_chrs_genes(void);
PCART_API const char *const *pcart_splicing_genes(void);
PCART_API const char *const *pcart_mr_genes(int is_icc);

/** ELN 2022. */
typedef enum pcart_eln_class {
    PCART_ELN_FAVOURABLE,
    PCART_ELN_INTERMEDIATE,
    PCART_ELN_ADVERSE,
    PCART_N_ELN
} pcart_eln_class;

typedef enum pcart_eln_gene {
    PCART_ELN_NPM1,
    PCART_ELN_FLT3_ITD,
    PCART_ELN_CEBPA_BZIP,
    PCART_ELN_MR,   /**< any myelodysplasia-related gene */
    PCART_ELN_TP53, /**< at or above the VAF limit */
    PCART_N_ELN_GENE
} pcart_eln_gene;

/** One row; the first that fits decides. */
typedef struct pcart_eln_rule {
    uint64_t any_fact;   /**< one of these facts of the karyotype */
    uint64_t no_fact;    /**< none of these */
    unsigned has, lacks; /**< bits of pcart_eln_gene */
    pcart_eln_class risk;
    const char *reason;
    pcart_ground ground;
} pcart_eln_rule;
PCART_API const pcart_eln_rule *pcart_eln_list(size_t *n);
PCART_API pcart_fixed pcart_eln_tp53_vaf(void);
/** In whom it was made. */
PCART_API const char *pcart_eln_applies(void);
PCART_API const char *pcart_eln_name(pcart_eln_class risk);

#endif
