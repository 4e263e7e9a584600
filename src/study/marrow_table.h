/* marrow_table.h -- one patient a row: counts, marrow, genes, karyotype.
 * Layer: study. */
#ifndef PCARTI_STUDY_MARROW_TABLE_H
#define PCARTI_STUDY_MARROW_TABLE_H

#include "postcart/diag.h"
#include "postcart/karyotype.h"
#include "postcart/marrow.h"
#include "postcart/table.h"

/* Columns that `score` and `classify` know; names as the ipssm R package has
 * them where it has them.  Genes follow, by name. */
enum pcarti_marrow_column {
    MC_KARYOTYPE,
    MC_FUSION,
    MC_SEX,
    MC_AGE,
    MC_HB,
    MC_PLT,
    MC_ANC,
    MC_BM_BLAST,
    MC_PB_BLAST,
    MC_CYTO_IPSS,
    MC_CYTO_IPSSR,
    MC_DEL5Q,
    MC_DEL7_7Q,
    MC_DEL17_17P,
    MC_COMPLEX,
    MC_TP53MUT,
    MC_TP53MAXVAF,
    MC_TP53VAF2,
    MC_TP53LOH,
    MC_N_MUTATIONS,
    MC_MAX_VAF,
    MC_MAX_VAF_X,
    MC_SF3B1_VAF,
    MC_RDW,
    MC_MCV,
    MC_CCUS,
    MC_PERSISTENT,
    MC_AUER_RODS,
    MC_DYSPLASIA_E,
    MC_DYSPLASIA_G,
    MC_DYSPLASIA_M,
    MC_CELLS_E,
    MC_CELLS_G,
    MC_CELLS_M,
    MC_RING_SIDEROBLASTS,
    MC_CELLULARITY,
    MC_FIBROSIS,
    MC_MDS_BEFORE,
    MC_CYTOTOXIC,
    MC_GERMLINE,
    MC_DONOR,
    MC_FLT3_ITD,
    MC_CEBPA_BZIP,
    MC_JAK2,
    MC_ZRSR2,
    MC_FIRST_GENE, /* + pcart_ipssm_gene */
    MC_N = MC_FIRST_GENE + PCART_N_IPSSM_GENE
};

/* A table of patients: which column is where. */
typedef struct pcarti_marrow_table {
    const char *source;
    int16_t at[MC_N]; /* cell of each column; -1 when it is not there */
    size_t n_column;
    char mark; /* decimal mark */
    pcart_karyotype_options karyotype;
    pcart_diag *diag;
} pcarti_marrow_table;

/* One row, read: numbers and answers as pcart_fixed (answers are 0 and 1). */
typedef struct pcarti_marrow_row {
    pcart_fixed value[MC_N]; /* PCART_FIXED_NONE: not tested, not given */
    char sex;
    uint64_t fusion;
    pcart_karyotype_state karyotype_state;
    pcart_cytogenetics cyto;
} pcarti_marrow_row;

/* Find the columns; doubled ones are problems. */
void pcarti_marrow_table_header(pcarti_marrow_table *table,
                                const pcart_row *header);

/* Read one row; faulty cells are problems and stay unknown. */
PCART_MUST_CHECK pcart_status pcarti_marrow_table_read(
    const pcarti_marrow_table *table, const pcart_row *row, pcart_arena *arena,
    pcarti_marrow_row *out, pcart_err *err);

/* The inputs of the scores and of the classes. */
void pcarti_marrow_to_risk(const pcarti_marrow_row *row, int is_anc_old,
                           pcart_risk_input *out);
void pcarti_marrow_to_ipssm(const pcarti_marrow_row *row,
                            pcart_ipssm_input *out);
void pcarti_marrow_to_eln(const pcarti_marrow_row *row, pcart_eln_input *out);
void pcarti_marrow_to_marrow(const pcarti_marrow_row *row, pcart_marrow *out);

#endif
