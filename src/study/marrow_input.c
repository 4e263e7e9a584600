/* marrow_input.c -- from a row of patient data to the inputs of scores and
 * classes.  An absent gene is not tested, never wild type.  Layer: study. */
#include <string.h>

#include "study/marrow_table.h"

static pcart_tri
answer(const pcarti_marrow_row *row, int c)
{
    if (row->value[c] == PCART_FIXED_NONE)
        return -1;
    return row->value[c] != 0;
}

static int
count(const pcarti_marrow_row *row, int c)
{
    return row->value[c] == PCART_FIXED_NONE
               ? -1
               : (int)(row->value[c] / PCART_FIXED_ONE);
}

/* A gene of a list by its name; TP53 has a column of its own. */
static pcart_tri
gene(const pcarti_marrow_row *row, const char *name)
{
    if (strcmp(name, "TP53") == 0)
        return answer(row, MC_TP53MUT);
    if (strcmp(name, "JAK2") == 0)
        return answer(row, MC_JAK2);
    if (strcmp(name, "ZRSR2") == 0)
        return answer(row, MC_ZRSR2);
    for (int g = 0; g < PCART_N_IPSSM_GENE; g++)
        if (strcmp(name, pcart_ipssm_gene_name((pcart_ipssm_gene)g)) == 0)
            return answer(row, MC_FIRST_GENE + g);
    return -1;
}

/* One of the genes is mutated; open while one that could be is not tested. */
static pcart_tri
any_gene(const pcarti_marrow_row *row, const char *const *list)
{
    pcart_tri any = 0;

    for (; *list; list++) {
        pcart_tri now = gene(row, *list);

        if (now == 1)
            return 1;
        if (now < 0)
            any = -1;
    }
    return any;
}

static void
set_answer(pcart_risk_input *input, pcart_risk_variable variable,
           pcart_tri known)
{
    if (known >= 0)
        pcart_risk_input_set(input, variable, PCART_FIXED(known));
}

/* Mutations that the columns show; at least that many there are. */
static int
shown_mutations(const pcarti_marrow_row *row)
{
    int sum = 0;

    for (int c = MC_JAK2; c < MC_N; c++)
        sum += answer(row, c) == 1;
    return sum + (count(row, MC_TP53MUT) > 0 ? count(row, MC_TP53MUT) : 0);
}

static void
set_mutations(const pcarti_marrow_row *row, pcart_risk_input *out)
{
    const pcart_tri dnmt3a = answer(row, MC_FIRST_GENE + PCART_IPSSM_DNMT3A);
    int n = count(row, MC_N_MUTATIONS);
    const int shown = shown_mutations(row);

    if (n < 0 && shown >= 2) // more would not change anything
        n = shown;
    if (n < 0)
        return;
    pcart_risk_input_set(out, PCART_RISK_MUTATIONS, PCART_FIXED(n));
    if (n != 1)
        set_answer(out, PCART_RISK_SINGLE_DNMT3A, 0);
    else
        set_answer(out, PCART_RISK_SINGLE_DNMT3A, dnmt3a);
}

void
pcarti_marrow_to_risk(const pcarti_marrow_row *row, int is_anc_old,
                      pcart_risk_input *out)
{
    static const struct {
        int from;
        pcart_risk_variable to;
    } plain[] = {{MC_BM_BLAST, PCART_RISK_BLASTS},
                 {MC_HB, PCART_RISK_HB},
                 {MC_PLT, PCART_RISK_PLT},
                 {MC_ANC, PCART_RISK_ANC},
                 {MC_AGE, PCART_RISK_AGE},
                 {MC_CYTO_IPSS, PCART_RISK_IPSS_GROUP},
                 {MC_CYTO_IPSSR, PCART_RISK_IPSSR_GROUP},
                 {MC_MAX_VAF, PCART_RISK_MAX_VAF},
                 {MC_RDW, PCART_RISK_RDW},
                 {MC_MCV, PCART_RISK_MCV},
                 {MC_CCUS, PCART_RISK_CCUS}};
    int ipss = pcart_ipss_group(&row->cyto).group;
    int ipssr = pcart_ipssr_group(&row->cyto).group;

    pcart_risk_input_init(out);
    for (size_t i = 0; i < PCART_COUNTOF(plain); i++)
        pcart_risk_input_set(out, plain[i].to, row->value[plain[i].from]);
    if (row->value[MC_CYTO_IPSS] == PCART_FIXED_NONE && ipss >= 0)
        pcart_risk_input_set(out, PCART_RISK_IPSS_GROUP, PCART_FIXED(ipss));
    if (row->value[MC_CYTO_IPSSR] == PCART_FIXED_NONE && ipssr >= 0)
        pcart_risk_input_set(out, PCART_RISK_IPSSR_GROUP, PCART_FIXED(ipssr));
    set_answer(out, PCART_RISK_HIGH_GENE, any_gene(row, pcart_chrs_genes()));
    set_answer(out, PCART_RISK_SPLICING, any_gene(row, pcart_splicing_genes()));
    set_mutations(row, out);
    pcart_risk_input_derive(out, is_anc_old);
}

static void
override(pcart_tri *to, const pcarti_marrow_row *row, int c)
{
    if (row->value[c] != PCART_FIXED_NONE)
        *to = answer(row, c);
}

void
pcarti_marrow_to_ipssm(const pcarti_marrow_row *row, pcart_ipssm_input *out)
{
    pcart_ipssm_input_init(out);
    pcart_ipssm_input_karyotype(out, &row->cyto);
    out->hb = row->value[MC_HB];
    out->plt = row->value[MC_PLT];
    out->blasts = row->value[MC_BM_BLAST];
    if (count(row, MC_CYTO_IPSSR) >= 0)
        out->cyto = count(row, MC_CYTO_IPSSR);
    override(&out->del5q, row, MC_DEL5Q);
    override(&out->del7_7q, row, MC_DEL7_7Q);
    override(&out->del17_17p, row, MC_DEL17_17P);
    override(&out->complex, row, MC_COMPLEX);
    out->tp53_count = count(row, MC_TP53MUT);
    if (out->tp53_count > 2)
        out->tp53_count = 2;
    out->tp53_vaf = row->value[MC_TP53MAXVAF];
    out->tp53_loh = answer(row, MC_TP53LOH);
    for (int g = 0; g < PCART_N_IPSSM_GENE; g++)
        out->gene[g] = answer(row, MC_FIRST_GENE + g);
}

void
pcarti_marrow_to_eln(const pcarti_marrow_row *row, pcart_eln_input *out)
{
    pcart_tri tp53 = answer(row, MC_TP53MUT);

    out->cyto = &row->cyto;
    out->gene[PCART_ELN_NPM1] = answer(row, MC_FIRST_GENE + PCART_IPSSM_NPM1);
    out->gene[PCART_ELN_FLT3_ITD] = answer(row, MC_FLT3_ITD);
    if (answer(row, MC_FIRST_GENE + PCART_IPSSM_FLT3) == 0)
        out->gene[PCART_ELN_FLT3_ITD] = 0; // neither ITD nor TKD
    out->gene[PCART_ELN_CEBPA_BZIP] = answer(row, MC_CEBPA_BZIP);
    if (answer(row, MC_FIRST_GENE + PCART_IPSSM_CEBPA) == 0)
        out->gene[PCART_ELN_CEBPA_BZIP] = 0;
    out->gene[PCART_ELN_MR] = any_gene(row, pcart_mr_genes(1));
    if (tp53 == 1)
        tp53 = row->value[MC_TP53MAXVAF] == PCART_FIXED_NONE
                   ? -1
                   : row->value[MC_TP53MAXVAF] >= pcart_eln_tp53_vaf();
    out->gene[PCART_ELN_TP53] = tp53;
}

void
pcarti_marrow_to_marrow(const pcarti_marrow_row *row, pcart_marrow *out)
{
    pcart_tri sf3b1 = answer(row, MC_FIRST_GENE + PCART_IPSSM_SF3B1);

    pcart_marrow_init(out);
    out->age = row->value[MC_AGE];
    out->sex = row->sex;
    out->hb = row->value[MC_HB];
    out->anc = row->value[MC_ANC];
    out->plt = row->value[MC_PLT];
    out->is_persistent = answer(row, MC_PERSISTENT);
    out->blasts = row->value[MC_BM_BLAST];
    out->blood_blasts = row->value[MC_PB_BLAST];
    out->auer_rods = answer(row, MC_AUER_RODS);
    for (int i = 0; i < PCART_N_LINEAGE; i++) {
        out->dysplasia[i] = row->value[MC_DYSPLASIA_E + i];
        out->cells[i] = count(row, MC_CELLS_E + i);
    }
    out->ring_sideroblasts = row->value[MC_RING_SIDEROBLASTS];
    out->cellularity = row->value[MC_CELLULARITY];
    out->fibrosis = count(row, MC_FIBROSIS);
    out->cyto = &row->cyto;
    out->fusion = row->fusion;
    out->max_vaf = row->value[MC_MAX_VAF];
    out->max_vaf_x = row->value[MC_MAX_VAF_X];
    out->sf3b1_vaf = row->value[MC_SF3B1_VAF];
    if (out->sf3b1_vaf == PCART_FIXED_NONE && sf3b1 == 0)
        out->sf3b1_vaf = 0;
    out->npm1 = answer(row, MC_FIRST_GENE + PCART_IPSSM_NPM1);
    out->cebpa = answer(row, MC_FIRST_GENE + PCART_IPSSM_CEBPA);
    out->runx1 = answer(row, MC_FIRST_GENE + PCART_IPSSM_RUNX1);
    out->mr_gene = any_gene(row, pcart_mr_genes(0));
    out->mr_gene_icc = any_gene(row, pcart_mr_genes(1));
    out->tp53_count = count(row, MC_TP53MUT);
    out->tp53_vaf = row->value[MC_TP53MAXVAF];
    out->tp53_second_vaf = row->value[MC_TP53VAF2];
    out->tp53_loh = answer(row, MC_TP53LOH);
    out->mds_before = answer(row, MC_MDS_BEFORE);
    out->is_exposed = answer(row, MC_CYTOTOXIC);
    out->is_germline = answer(row, MC_GERMLINE);
    out->is_donor = answer(row, MC_DONOR);
}
