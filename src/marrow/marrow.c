/*
 * marrow.c -- walk through a decision list; where an answer is open, go on
 * and keep what remains possible.  Layer: marrow.
 */
#include "postcart/marrow.h"

#include <string.h>

void
pcart_marrow_init(pcart_marrow *marrow)
{
    memset(marrow, 0, sizeof *marrow);
    marrow->age = marrow->hb = marrow->anc = marrow->plt = PCART_FIXED_NONE;
    marrow->blasts = marrow->blood_blasts = PCART_FIXED_NONE;
    marrow->ring_sideroblasts = marrow->cellularity = PCART_FIXED_NONE;
    marrow->mega_limit = marrow->max_vaf = marrow->max_vaf_x = PCART_FIXED_NONE;
    marrow->sf3b1_vaf = PCART_FIXED_NONE;
    marrow->tp53_vaf = marrow->tp53_second_vaf = PCART_FIXED_NONE;
    for (int i = 0; i < PCART_N_LINEAGE; i++) {
        marrow->dysplasia[i] = PCART_FIXED_NONE;
        marrow->cells[i] = -1;
    }
    marrow->fibrosis = marrow->tp53_count = -1;
    marrow->is_persistent = marrow->auer_rods = marrow->npm1 = -1;
    marrow->cebpa = marrow->runx1 = marrow->mr_gene = -1;
    marrow->mr_gene_icc = marrow->tp53_loh = marrow->mds_before = -1;
    marrow->is_exposed = marrow->is_germline = marrow->is_donor = -1;
}

/* All questions of one row together; the question that decided. */
static pcart_tri
answer_row(const pcart_marrow *marrow, const pcart_marrow_rule *rule,
           pcart_marrow_test *decided)
{
    pcart_tri all = 1;

    *decided = rule->ask[0].test;
    for (int i = 0; i < PCART_MARROW_ASKS && rule->ask[i].test; i++) {
        pcart_tri answer = pcart_marrow_answer(marrow, rule->ask[i].test);

        if (answer >= 0 && rule->ask[i].is_not)
            answer = !answer;
        if (answer == 0) {
            *decided = rule->ask[i].test;
            return 0;
        }
        if (answer < 0 && all > 0) {
            all = -1;
            *decided = rule->ask[i].test;
        }
    }
    return all;
}

/* What can be said when several rows remain. */
static const char *
common(const pcart_marrow_class *out)
{
    int least = PCART_N_MARROW_GROUP, most = 0;
    const char *label = NULL;
    int is_same = 1;

    for (int i = 0; i < out->n_possible; i++) {
        const pcart_marrow_rule *rule = &out->set->rule[out->possible[i]];

        is_same &= !label || strcmp(label, rule->label) == 0;
        label = rule->label;
        if ((int)rule->group < least)
            least = (int)rule->group;
        if ((int)rule->group > most)
            most = (int)rule->group;
    }
    if (is_same && label)
        return label;
    if (least == most)
        return pcart_marrow_group_title((pcart_marrow_group)least);
    if (least >= PCART_MG_MDS)
        return "myeloid neoplasm (MDS or AML)";
    if (least >= PCART_MG_CYTOPENIA && most <= PCART_MG_MDS)
        return "cytopenia, short of AML";
    if (most < PCART_MG_AML)
        return "not AML";
    return "nothing";
}

static unsigned
find_notes(const pcart_marrow *m, const pcart_marrow_class *out)
{
    static const pcart_marrow_limit cells[PCART_N_LINEAGE] = {
        PCART_ML_CELLS_ERYTHROID, PCART_ML_CELLS_GRANULOCYTIC,
        PCART_ML_CELLS_MEGAKARYOCYTIC};
    unsigned notes = 0;
    int most = 0;

    for (int i = 0; i < out->n_possible; i++)
        if ((int)out->set->rule[out->possible[i]].group > most)
            most = (int)out->set->rule[out->possible[i]].group;
    for (int i = 0; i < PCART_N_LINEAGE; i++)
        if (m->cells[i] >= 0 &&
            PCART_FIXED(m->cells[i]) < pcart_marrow_limit_get(cells[i])->value)
            notes |= PCART_MN_FEW_CELLS;
    if (m->is_persistent < 0 && most >= PCART_MG_CYTOPENIA)
        notes |= PCART_MN_PERSISTENCE;
    if (most >= PCART_MG_MDS && m->is_exposed == 1)
        notes |= PCART_MN_CYTOTOXIC;
    if (most >= PCART_MG_MDS && m->is_exposed < 0)
        notes |= PCART_MN_EXPOSURE;
    if (m->is_donor == 1)
        notes |= PCART_MN_DONOR;
    if (m->is_germline == 1 && most >= PCART_MG_CYTOPENIA)
        notes |= PCART_MN_GERMLINE;
    if (most >= PCART_MG_MDS && pcart_marrow_answer(m, PCART_MT_CHILD) == 1)
        notes |= PCART_MN_CHILD_EXCLUDE;
    return notes;
}

void
pcart_marrow_classify(const pcart_marrow *marrow, const pcart_marrow_set *set,
                      pcart_marrow_class *out)
{
    memset(out, 0, sizeof *out);
    out->set = set;
    for (size_t i = 0; i < set->n_rule && i < PCART_MARROW_ROWS; i++) {
        pcart_marrow_step *step = &out->step[out->n_step++];

        step->row = (int)i;
        step->answer = answer_row(marrow, &set->rule[i], &step->test);
        if (step->answer == 0)
            continue;
        if (step->answer < 0 && !out->next)
            out->next = pcart_marrow_needs(marrow, step->test);
        out->possible[out->n_possible++] = (int)i;
        if (step->answer > 0)
            break;
    }
    out->certain = common(out);
    out->notes = find_notes(marrow, out);
    if (out->n_possible == 1)
        out->rule = &set->rule[out->possible[0]];
    else if (strcmp(out->certain, set->rule[out->possible[0]].label) == 0)
        out->rule = &set->rule[out->possible[0]]; // two rows of one class
    if (out->rule)
        out->next = NULL;
}

const char *
pcart_marrow_note(unsigned note)
{
    switch (note) {
    case PCART_MN_FEW_CELLS:
        return "insufficient count in a lineage";
    case PCART_MN_PERSISTENCE:
        return "persistence of the cytopenia is not stated";
    case PCART_MN_CYTOTOXIC:
        return "after cytotoxic therapy";
    case PCART_MN_EXPOSURE:
        return "cytotoxic therapy before is not stated";
    case PCART_MN_DONOR:
        return "donor-derived: exposed only to what was given after the "
               "transplant";
    case PCART_MN_CHILD_EXCLUDE:
        return "childhood: exclude marrow failure, infection, drugs and early "
               "regeneration";
    case PCART_MN_GERMLINE:
        return "germline predisposition";
    default:
        return "";
    }
}
