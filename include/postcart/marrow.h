/* marrow.h -- from marrow, karyotype and sequencing to a class, with the path
 * that led there.  Layer: marrow. */
#ifndef POSTCART_MARROW_H
#define POSTCART_MARROW_H

#include "postcart/cytogenetics.h"
#include "postcart/marrow_rules.h"
#include "postcart/risk.h"

typedef enum pcart_lineage {
    PCART_LINEAGE_ERYTHROID,
    PCART_LINEAGE_GRANULOCYTIC,
    PCART_LINEAGE_MEGAKARYOCYTIC,
    PCART_N_LINEAGE
} pcart_lineage;

/**
 * What is known of one marrow.  Numbers that are not known are
 * PCART_FIXED_NONE, counts -1, answers -1: use pcart_marrow_init first.
 */
typedef struct pcart_marrow {
    pcart_fixed age;                  /**< years */
    char sex;                         /**< 'M', 'F', or 0 */
    pcart_fixed hb, anc, plt;         /**< g/dL, 10^9/L, 10^9/L */
    pcart_tri is_persistent;          /**< cytopenia lasts and is unexplained */
    pcart_fixed blasts, blood_blasts; /**< % */
    pcart_tri auer_rods;
    pcart_fixed dysplasia[PCART_N_LINEAGE]; /**< % of cells */
    int cells[PCART_N_LINEAGE];             /**< counted */
    pcart_fixed mega_limit; /**< dysplastic megakaryocytes; NONE: 10 % */
    int is_tp53_above;      /**< ICC: TP53 VAF above 10 %, not from it on */
    int is_blasts_first;    /**< WHO 2022: IB1 and IB2 before MDS-f */
    pcart_fixed ring_sideroblasts, cellularity; /**< % */
    int fibrosis;                               /**< grade 0 to 3 */
    const pcart_cytogenetics *cyto;             /**< NULL when there is none */
    uint64_t fusion;     /**< rearrangements found otherwise, PCART_CYTO_BIT */
    pcart_fixed max_vaf; /**< of driver mutations; 0: tested, none */
    pcart_fixed max_vaf_x; /**< of those in X-linked genes */
    pcart_fixed sf3b1_vaf; /**< 0: tested, none */
    pcart_tri npm1, cebpa, runx1, mr_gene, mr_gene_icc;
    int tp53_count; /**< mutations, 2 for two or more */
    pcart_fixed tp53_vaf, tp53_second_vaf;
    pcart_tri tp53_loh;
    pcart_tri mds_before;  /**< known MDS or MDS/MPN before */
    pcart_tri is_exposed;  /**< cytotoxic therapy, radiation, PARP inhibitor */
    pcart_tri is_germline; /**< predisposition known */
    pcart_tri is_donor;    /**< the clone is the donor's */
} pcart_marrow;

/** Everything unknown. */
PCART_API void pcart_marrow_init(pcart_marrow *marrow);

/** Answer to one question: 1, 0, or -1 when what it needs is missing. */
PCART_API pcart_tri pcart_marrow_answer(const pcart_marrow *marrow,
                                        pcart_marrow_test test);

/** Name of the input that would settle an open question: "TP53 VAF". */
PCART_API const char *pcart_marrow_needs(const pcart_marrow *marrow,
                                         pcart_marrow_test test);

enum { PCART_MARROW_ROWS = 40 };

/** One row passed on the way. */
typedef struct pcart_marrow_step {
    int row;
    pcart_tri answer;       /**< 1 the class, 0 not, -1 possible */
    pcart_marrow_test test; /**< the question that decided */
} pcart_marrow_step;

/** Notes that belong to a class. */
enum {
    PCART_MN_FEW_CELLS = 1,      /**< too few cells in a lineage */
    PCART_MN_PERSISTENCE = 2,    /**< persistence of cytopenia not stated */
    PCART_MN_CYTOTOXIC = 4,      /**< the qualifier applies */
    PCART_MN_EXPOSURE = 8,       /**< exposure not stated */
    PCART_MN_DONOR = 16,         /**< donor-derived */
    PCART_MN_CHILD_EXCLUDE = 32, /**< exclude marrow failure first */
    PCART_MN_GERMLINE = 64
};

/** The class by one edition. */
typedef struct pcart_marrow_class {
    const pcart_marrow_set *set;
    const pcart_marrow_rule *rule;   /**< NULL when more than one is possible */
    int possible[PCART_MARROW_ROWS]; /**< rows that remain possible */
    int n_possible;
    const char *certain; /**< the furthest statement that is certain */
    const char *next;    /**< what to measure next; NULL when settled */
    pcart_marrow_step step[PCART_MARROW_ROWS];
    int n_step;
    unsigned notes;
} pcart_marrow_class;

/** Classify by one edition. */
PCART_API void pcart_marrow_classify(const pcart_marrow *marrow,
                                     const pcart_marrow_set *set,
                                     pcart_marrow_class *out);

/** A note in words; static. */
PCART_API const char *pcart_marrow_note(unsigned note);

/** Dysplasia of one lineage: at or above its limit. */
PCART_API pcart_tri pcart_marrow_is_dysplastic(const pcart_marrow *marrow,
                                               pcart_lineage lineage);

#endif
