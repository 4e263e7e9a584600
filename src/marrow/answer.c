/*
 * answer.c -- the questions of the decision lists, answered yes, no or open
 * from what is known.  Layer: marrow.
 */
#include "postcart/marrow.h"

#include <string.h>

static pcart_tri
both(pcart_tri a, pcart_tri b)
{
    if (a == 0 || b == 0)
        return 0;
    return a < 0 || b < 0 ? -1 : 1;
}

static pcart_tri
either(pcart_tri a, pcart_tri b)
{
    if (a == 1 || b == 1)
        return 1;
    return a < 0 || b < 0 ? -1 : 0;
}

static pcart_tri
holds(pcart_fixed value, pcart_marrow_limit which)
{
    const pcart_marrow_limit_rule *limit = pcart_marrow_limit_get(which);

    if (value == PCART_FIXED_NONE)
        return -1;
    return (pcart_tri)(pcart_op_holds(value, limit->op, limit->value) != 0);
}

static uint64_t
facts(const pcart_marrow *m)
{
    uint64_t known = m->fusion;

    if (m->cyto && m->cyto->state == PCART_CYTO_KNOWN)
        known |= m->cyto->present;
    return known;
}

/* Whether one of the facts holds; open when the karyotype is not known, or
 * leaves one of them open. */
static pcart_tri
has_fact(const pcart_marrow *m, uint64_t mask)
{
    if (facts(m) & mask)
        return 1;
    if (!m->cyto || m->cyto->state != PCART_CYTO_KNOWN ||
        m->cyto->possible & mask)
        return -1;
    return 0;
}

static pcart_tri
has_mask(const pcart_marrow *m, pcart_marrow_mask which)
{
    return has_fact(m, pcart_marrow_mask_get(which));
}

pcart_tri
pcart_marrow_is_dysplastic(const pcart_marrow *marrow, pcart_lineage lineage)
{
    const pcart_fixed value = marrow->dysplasia[lineage];

    if (lineage == PCART_LINEAGE_MEGAKARYOCYTIC &&
        marrow->mega_limit != PCART_FIXED_NONE)
        return value == PCART_FIXED_NONE ? -1 : value >= marrow->mega_limit;
    return holds(value, PCART_ML_DYSPLASIA);
}

/* At least so many dysplastic lineages. */
static pcart_tri
dysplastic_lineages(const pcart_marrow *m, int wanted)
{
    int yes = 0, open = 0;

    for (int i = 0; i < PCART_N_LINEAGE; i++) {
        pcart_tri now = pcart_marrow_is_dysplastic(m, (pcart_lineage)i);

        yes += now == 1;
        open += now < 0;
    }
    if (yes >= wanted)
        return 1;
    return yes + open >= wanted ? -1 : 0;
}

static pcart_tri
anaemia(const pcart_marrow *m)
{
    pcart_tri male = holds(m->hb, PCART_ML_HB_MALE);
    pcart_tri female = holds(m->hb, PCART_ML_HB_FEMALE);

    if (m->sex == 'M')
        return male;
    if (m->sex == 'F' || male == female)
        return female;
    return -1;
}

static pcart_tri
cytopenia(const pcart_marrow *m)
{
    pcart_tri low = either(anaemia(m), either(holds(m->anc, PCART_ML_ANC),
                                              holds(m->plt, PCART_ML_PLT)));

    return m->is_persistent == 0 ? 0 : low;
}

static pcart_tri
cytopenias_2016(const pcart_marrow *m, int is_all)
{
    const pcart_tri hb = holds(m->hb, PCART_ML_HB_2016);
    const pcart_tri anc = holds(m->anc, PCART_ML_ANC_2016);
    const pcart_tri plt = holds(m->plt, PCART_ML_PLT_2016);

    if (m->is_persistent == 0)
        return 0;
    return is_all ? both(hb, both(anc, plt)) : either(hb, either(anc, plt));
}

static pcart_tri
clone(const pcart_marrow *m)
{
    pcart_tri gene = holds(m->max_vaf, PCART_ML_CLONE_VAF);
    pcart_tri linked = holds(m->max_vaf_x, m->sex == 'M' ? PCART_ML_CLONE_VAF_X
                                                         : PCART_ML_CLONE_VAF);
    pcart_tri karyotype = -1;

    if (m->max_vaf_x == PCART_FIXED_NONE)
        linked = gene; // not told apart: the same limit for all
    if (m->fusion)
        karyotype = 1;
    else if (m->cyto && m->cyto->state == PCART_CYTO_KNOWN)
        karyotype = m->cyto->n_abnormality > 0;
    return either(either(gene, linked), karyotype);
}

static pcart_tri
trace_clone(const pcart_marrow *m)
{
    if (m->max_vaf == PCART_FIXED_NONE)
        return -1;
    return m->max_vaf > 0 ||
           (m->max_vaf_x != PCART_FIXED_NONE && m->max_vaf_x > 0);
}

static pcart_tri
tp53_at_least(const pcart_marrow *m, int n)
{
    return m->tp53_count < 0 ? -1 : m->tp53_count >= n;
}

/* The other allele is gone. */
static pcart_tri
tp53_lost(const pcart_marrow *m)
{
    const pcart_tri known = has_fact(m, PCART_CYTO_BIT(PCART_CYTO_LOSS_17P));

    return either(m->tp53_loh, known);
}

static pcart_tri
tp53_biallelic(const pcart_marrow *m)
{
    return either(
        tp53_at_least(m, 2),
        both(tp53_at_least(m, 1),
             either(tp53_lost(m),
                    both(m->tp53_loh < 0 ? 1 : 0,
                         holds(m->tp53_vaf, PCART_ML_TP53_VAF_HIGH)))));
}

/* The source prints both "at least" and "above" 10 %. */
static pcart_tri
tp53_counts(const pcart_marrow *m, pcart_fixed vaf)
{
    if (m->is_tp53_above && vaf != PCART_FIXED_NONE)
        return vaf > pcart_marrow_limit_get(PCART_ML_TP53_VAF_ICC)->value;
    return holds(vaf, PCART_ML_TP53_VAF_ICC);
}

static pcart_tri
tp53_any(const pcart_marrow *m)
{
    if (m->tp53_count == 0)
        return 0;
    return both(tp53_at_least(m, 1), tp53_counts(m, m->tp53_vaf));
}

static pcart_tri
tp53_multihit(const pcart_marrow *m)
{
    const pcart_tri one = tp53_any(m);
    const pcart_tri two =
        both(tp53_at_least(m, 2), tp53_counts(m, m->tp53_second_vaf));

    return either(
        both(one, two),
        both(one,
             either(tp53_lost(m), holds(m->tp53_vaf, PCART_ML_TP53_VAF_HIGH))));
}

/* del(5q) alone or with one other change outside the barred ones. */
static pcart_tri
isolated_5q(const pcart_marrow *m, uint64_t barred)
{
    const pcart_cytogenetics *c = m->cyto;

    if (!c || c->state != PCART_CYTO_KNOWN)
        return -1;
    if (c->n_abnormality > 2 || (c->n_abnormality == 2 && c->present & barred))
        return 0;
    if (!(c->present & PCART_CYTO_BIT(PCART_CYTO_DEL_5Q)))
        return has_fact(m, PCART_CYTO_BIT(PCART_CYTO_DEL_5Q));
    return c->n_abnormality == 2 && c->possible & barred ? -1 : 1;
}

static const uint64_t seven =
    PCART_CYTO_BIT(PCART_CYTO_MINUS_7) | PCART_CYTO_BIT(PCART_CYTO_LOSS_7Q);

/* Marrow or blood blasts against limits of their own. */
static pcart_tri
blasts(const pcart_marrow *m, pcart_marrow_limit marrow,
       pcart_marrow_limit blood)
{
    return either(holds(m->blasts, marrow), holds(m->blood_blasts, blood));
}

static pcart_tri
ring_2016(const pcart_marrow *m)
{
    pcart_tri sf3b1 = m->sf3b1_vaf == PCART_FIXED_NONE ? -1 : m->sf3b1_vaf > 0;

    return either(
        holds(m->ring_sideroblasts, PCART_ML_RING),
        both(holds(m->ring_sideroblasts, PCART_ML_RING_SF3B1), sf3b1));
}

static pcart_tri
sf3b1_barred_icc(const pcart_marrow *m)
{
    return either(either(has_mask(m, PCART_MM_SF3B1_BARRED_ICC), m->runx1),
                  isolated_5q(m, seven));
}

static pcart_tri
answer_genetics(const pcart_marrow *m, pcart_marrow_test test)
{
    switch (test) {
    case PCART_MT_AML_GENETICS:
        return either(has_mask(m, PCART_MM_AML_WHO), m->npm1);
    case PCART_MT_AML_GENETICS_ICC:
        return either(has_mask(m, PCART_MM_AML_ICC), either(m->npm1, m->cebpa));
    case PCART_MT_AML_BLAST_GENETICS:
        return either(has_fact(m, PCART_CYTO_BIT(PCART_CYTO_BCR_ABL1)),
                      m->cebpa);
    case PCART_MT_BCR_ABL1:
        return has_fact(m, PCART_CYTO_BIT(PCART_CYTO_BCR_ABL1));
    case PCART_MT_AML_2016:
        return has_mask(m, PCART_MM_AML_2016);
    case PCART_MT_MR_WHO:
        return either(m->mds_before,
                      either(m->mr_gene, has_mask(m, PCART_MM_MR_WHO)));
    case PCART_MT_MR_ICC:
        return either(m->mr_gene_icc, has_mask(m, PCART_MM_MR_ICC));
    case PCART_MT_TP53_BIALLELIC:
        return tp53_biallelic(m);
    case PCART_MT_TP53_MULTIHIT:
        return tp53_multihit(m);
    case PCART_MT_TP53_ANY:
        return tp53_any(m);
    case PCART_MT_COMPLEX:
        return has_fact(m, PCART_CYTO_BIT(PCART_CYTO_COMPLEX));
    case PCART_MT_DEL5Q:
        return isolated_5q(m, seven);
    case PCART_MT_DEL5Q_2016:
        return isolated_5q(m, PCART_CYTO_BIT(PCART_CYTO_ANY_7));
    case PCART_MT_SF3B1:
        return holds(m->sf3b1_vaf, PCART_ML_SF3B1_VAF);
    case PCART_MT_SF3B1_ICC:
        return holds(m->sf3b1_vaf, PCART_ML_SF3B1_VAF_ICC);
    case PCART_MT_SF3B1_BARRED:
        return has_mask(m, PCART_MM_SF3B1_BARRED);
    case PCART_MT_SF3B1_BARRED_ICC:
        return sf3b1_barred_icc(m);
    case PCART_MT_MINUS7_OR_COMPLEX:
        return has_mask(m, PCART_MM_MINUS7_OR_COMPLEX);
    case PCART_MT_PRESUMPTIVE_2016:
        return has_mask(m, PCART_MM_PRESUMPTIVE_2016);
    default:
        return -1;
    }
}

pcart_tri
pcart_marrow_answer(const pcart_marrow *m, pcart_marrow_test test)
{
    switch (test) {
    case PCART_MT_END:
        return 1;
    case PCART_MT_BLASTS_20:
        return blasts(m, PCART_ML_BLASTS_AML, PCART_ML_BLASTS_AML);
    case PCART_MT_BLASTS_10:
        return blasts(m, PCART_ML_BLASTS_IB2, PCART_ML_BLASTS_IB2);
    case PCART_MT_MORE_BLASTS_CHILD:
        return blasts(m, PCART_ML_BLASTS_IB1, PCART_ML_BLOOD_IB1);
    case PCART_MT_MORE_BLASTS:
        return either(blasts(m, PCART_ML_BLASTS_IB1, PCART_ML_BLOOD_IB1),
                      m->auer_rods);
    case PCART_MT_MANY_BLASTS:
        return either(blasts(m, PCART_ML_BLASTS_IB2, PCART_ML_BLOOD_IB2),
                      m->auer_rods);
    case PCART_MT_CYTOPENIA:
        return cytopenia(m);
    case PCART_MT_CYTOPENIA_2016:
        return cytopenias_2016(m, 0);
    case PCART_MT_PANCYTOPENIA_2016:
        return cytopenias_2016(m, 1);
    case PCART_MT_CLONE:
        return clone(m);
    case PCART_MT_TRACE_CLONE:
        return trace_clone(m);
    case PCART_MT_FIBROSIS:
        if (m->is_blasts_first) // the rows of blasts take all that MDS-f could
            return 0;
        return holds(m->fibrosis < 0 ? PCART_FIXED_NONE
                                     : PCART_FIXED(m->fibrosis),
                     PCART_ML_FIBROSIS);
    case PCART_MT_RING_15:
        return holds(m->ring_sideroblasts, PCART_ML_RING);
    case PCART_MT_RING_2016:
        return ring_2016(m);
    case PCART_MT_HYPOCELLULAR:
        return holds(m->cellularity, PCART_ML_CELLULARITY);
    case PCART_MT_DYSPLASIA:
        return dysplastic_lineages(m, 1);
    case PCART_MT_DYSPLASIA_MULTI:
        return dysplastic_lineages(m, 2);
    case PCART_MT_CHILD: {
        pcart_tri adult = holds(m->age, PCART_ML_ADULT);

        return adult < 0 ? -1 : !adult;
    }
    default:
        return answer_genetics(m, test);
    }
}

static int
is_karyotype_known(const pcart_marrow *m)
{
    return m->cyto && m->cyto->state == PCART_CYTO_KNOWN;
}

const char *
pcart_marrow_needs(const pcart_marrow *m, pcart_marrow_test test)
{
    const char *karyotype = is_karyotype_known(m)
                                ? "FISH or a second look at the karyotype"
                                : "karyotype";

    switch (test) {
    case PCART_MT_AML_GENETICS:
        return has_mask(m, PCART_MM_AML_WHO) < 0 ? karyotype : "NPM1";
    case PCART_MT_AML_GENETICS_ICC:
        return has_mask(m, PCART_MM_AML_ICC) < 0 ? karyotype : "NPM1, CEBPA";
    case PCART_MT_AML_BLAST_GENETICS:
        return m->cebpa < 0 ? "CEBPA" : karyotype;
    case PCART_MT_BLASTS_20:
    case PCART_MT_BLASTS_10:
    case PCART_MT_MORE_BLASTS_CHILD:
        return m->blasts == PCART_FIXED_NONE ? "marrow blasts" : "blood blasts";
    case PCART_MT_MORE_BLASTS:
    case PCART_MT_MANY_BLASTS:
        return m->blasts == PCART_FIXED_NONE         ? "marrow blasts"
               : m->blood_blasts == PCART_FIXED_NONE ? "blood blasts"
                                                     : "Auer rods";
    case PCART_MT_MR_WHO:
    case PCART_MT_MR_ICC:
        return is_karyotype_known(m) ? "myelodysplasia-related genes"
                                     : "karyotype";
    case PCART_MT_CYTOPENIA:
    case PCART_MT_CYTOPENIA_2016:
    case PCART_MT_PANCYTOPENIA_2016:
        return "blood counts (and sex)";
    case PCART_MT_CLONE:
    case PCART_MT_TRACE_CLONE:
        return m->max_vaf == PCART_FIXED_NONE ? "sequencing panel" : karyotype;
    case PCART_MT_TP53_BIALLELIC:
    case PCART_MT_TP53_MULTIHIT:
    case PCART_MT_TP53_ANY:
        if (m->tp53_count < 0)
            return "TP53";
        if (m->tp53_vaf == PCART_FIXED_NONE)
            return "TP53 VAF";
        return m->tp53_count >= 2 ? "VAF of the second TP53 mutation"
                                  : "TP53 allele state";
    case PCART_MT_FIBROSIS:
        return "fibrosis grade";
    case PCART_MT_SF3B1:
    case PCART_MT_SF3B1_ICC:
        return "SF3B1";
    case PCART_MT_SF3B1_BARRED_ICC:
        return m->runx1 < 0 && is_karyotype_known(m) ? "RUNX1" : karyotype;
    case PCART_MT_RING_15:
    case PCART_MT_RING_2016:
        return "ring sideroblasts";
    case PCART_MT_HYPOCELLULAR:
        return "cellularity";
    case PCART_MT_DYSPLASIA:
    case PCART_MT_DYSPLASIA_MULTI:
        return "dysplasia in every lineage";
    case PCART_MT_CHILD:
        return "age";
    default:
        return karyotype;
    }
}
