/*
 * examination_input.c -- what the tables say of one examination, as a row of
 * the table that `score` and `classify` read.  What is not written there stays
 * unknown.  Layer: study.
 */
#include "study/examination.h"

#include <math.h>
#include <string.h>

#include "postcart/clone_rules.h"

/* The Gregorian mean, in hundredths of a day. */
enum { YEAR_HUNDREDTHS = 36525 };

static pcart_date
start_of(const pcart_infusion *infusion)
{
    return infusion->lymphodepletion_start != PCART_DATE_NONE
               ? infusion->lymphodepletion_start
               : infusion->date;
}

static int
distance(pcart_date a, pcart_date b)
{
    return a < b ? b - a : a - b;
}

int
pcarti_examination_joins(const pcart_patient *patient, pcart_date a,
                         pcart_date b)
{
    const pcart_marrow_limit_rule *near =
        pcart_marrow_limit_get(PCART_ML_JOIN_DAYS);

    if (a == PCART_DATE_NONE || b == PCART_DATE_NONE ||
        !pcart_op_holds(PCART_FIXED(distance(a, b)), near->op, near->value))
        return 0;
    for (size_t i = 0; i < patient->n_infusion; i++) {
        pcart_date start = start_of(&patient->infusion[i]);

        if (start != PCART_DATE_NONE && (a <= start) != (b <= start))
            return 0;
    }
    return 1;
}

/* Nearest day, the earlier of two; of one day the lowest value. */
const pcart_lab *
pcarti_examination_count(const pcart_patient *patient, pcart_date date,
                         pcart_analyte analyte)
{
    const pcart_lab *best = NULL;

    for (size_t i = 0; i < patient->n_lab; i++) {
        const pcart_lab *lab = &patient->lab[i];

        if (lab->analyte != analyte ||
            !pcarti_examination_joins(patient, lab->date, date))
            continue;
        if (!best || distance(lab->date, date) < distance(best->date, date) ||
            (lab->date == best->date && lab->value < best->value))
            best = lab;
    }
    return best;
}

/* Below this every rule of IPSS-R calls the count by one name, so that a value
 * of which only an upper limit is known can stand for itself. */
static pcart_fixed
lowest_limit(pcart_risk_variable variable)
{
    const pcart_risk_set *set = pcart_risk_set_find("ipss-r");
    pcart_fixed lowest = PCART_FIXED_NONE;

    for (size_t i = 0; set && i < set->n_rule; i++)
        if (set->rule[i].variable == variable &&
            set->rule[i].high != PCART_FIXED_NONE &&
            (lowest == PCART_FIXED_NONE || set->rule[i].high < lowest))
            lowest = set->rule[i].high;
    return lowest;
}

static void
set_counts(const pcart_examination *e, pcarti_marrow_row *out)
{
    static const struct {
        int column;
        pcart_risk_variable variable;
        int divisor; /* cells/uL in the tables, 10^9/L in the scores */
    } count[] = {{MC_HB, PCART_RISK_HB, 1},
                 {MC_PLT, PCART_RISK_PLT, 1000},
                 {MC_ANC, PCART_RISK_ANC, 1000}};

    for (size_t i = 0; i < PCART_COUNTOF(count); i++) {
        const pcart_lab *lab = e->count[i];
        pcart_fixed value;

        if (!lab)
            continue;
        value = lab->value / count[i].divisor;
        if (lab->censor == PCART_EXACT ||
            ((lab->censor == PCART_BELOW || lab->censor == PCART_AT_MOST) &&
             value < lowest_limit(count[i].variable)))
            out->value[count[i].column] = value;
    }
}

static void
set_whole(pcarti_marrow_row *out, int column, int value)
{
    if (value >= 0)
        out->value[column] = PCART_FIXED(value);
}

static void
set_marrow(const pcart_marrow_row *marrow, pcarti_marrow_row *out)
{
    out->value[MC_BM_BLAST] = marrow->blasts;
    out->value[MC_PB_BLAST] = marrow->blood_blasts;
    out->value[MC_DYSPLASIA_E] = marrow->dysplasia_erythroid;
    out->value[MC_DYSPLASIA_G] = marrow->dysplasia_granulocytic;
    out->value[MC_DYSPLASIA_M] = marrow->dysplasia_megakaryocytic;
    out->value[MC_RING_SIDEROBLASTS] = marrow->ring_sideroblasts;
    out->value[MC_CELLULARITY] = marrow->cellularity;
    set_whole(out, MC_CELLS_E, marrow->cells_erythroid);
    set_whole(out, MC_CELLS_G, marrow->cells_granulocytic);
    set_whole(out, MC_CELLS_M, marrow->cells_megakaryocytic);
    set_whole(out, MC_AUER_RODS, marrow->auer_rods);
    set_whole(out, MC_FIBROSIS, marrow->fibrosis);
}

/* The column of a gene; -1 when the scores do not ask for it. */
static int
gene_column(const char *gene)
{
    if (strcmp(gene, "JAK2") == 0)
        return MC_JAK2;
    if (strcmp(gene, "ZRSR2") == 0)
        return MC_ZRSR2;
    for (int g = 0; g < PCART_N_IPSSM_GENE; g++)
        if (strcmp(gene, pcart_ipssm_gene_name((pcart_ipssm_gene)g)) == 0)
            return MC_FIRST_GENE + g;
    return -1;
}

static pcart_fixed
fraction_of(const pcart_variant_row *v)
{
    if (v->vaf != PCART_FIXED_NONE)
        return v->vaf;
    if (v->alt_reads >= 0 && v->depth > 0)
        return (pcart_fixed)llround((double)v->alt_reads / (double)v->depth *
                                    (double)PCART_FIXED_ONE);
    return PCART_FIXED_NONE;
}

static int
is_driver(const pcart_variant_row *v, pcart_fixed vaf)
{
    const double share =
        vaf == PCART_FIXED_NONE ? (double)NAN : pcart_fixed_to_double(vaf);

    return pcart_chip_look_up(v->gene, v->hgvs_p, 0, share, NULL) ==
           PCART_CHIP_YES;
}

static void
raise_to(pcart_fixed *to, pcart_fixed value)
{
    if (value != PCART_FIXED_NONE && (*to == PCART_FIXED_NONE || value > *to))
        *to = value;
}

static void
set_tp53(pcarti_marrow_row *out, pcart_fixed vaf)
{
    pcart_fixed *n = &out->value[MC_TP53MUT];
    pcart_fixed *first = &out->value[MC_TP53MAXVAF];
    const pcart_fixed smaller = *first == PCART_FIXED_NONE ? vaf
                                : vaf < *first             ? vaf
                                                           : *first;

    if (*n == PCART_FIXED_NONE)
        *n = 0;
    *n += PCART_FIXED_ONE;
    if (*n > PCART_FIXED_ONE)
        raise_to(&out->value[MC_TP53VAF2], smaller);
    raise_to(first, vaf);
}

/* Genes that the sample covers and does not list. */
static void
set_wild_types(const pcart_sample *sample, pcarti_marrow_row *out)
{
    for (int g = 0; g < PCART_N_IPSSM_GENE; g++)
        if (pcart_sample_covers(sample,
                                pcart_ipssm_gene_name((pcart_ipssm_gene)g)))
            out->value[MC_FIRST_GENE + g] = 0;
    if (pcart_sample_covers(sample, "JAK2"))
        out->value[MC_JAK2] = 0;
    if (pcart_sample_covers(sample, "ZRSR2"))
        out->value[MC_ZRSR2] = 0;
    if (pcart_sample_covers(sample, "TP53"))
        out->value[MC_TP53MUT] = 0;
    if (sample->genes && sample->genes[0])
        out->value[MC_MAX_VAF] = 0;
}

/* A gene that is neither listed nor said to be covered stays unknown.  A row
 * that says 0 has looked. */
static void
set_genes(const pcart_sample *sample, pcarti_marrow_row *out)
{
    set_wild_types(sample, out);
    for (size_t i = 0; i < sample->n_variant; i++) {
        const pcart_variant_row *v = &sample->variant[i];
        const pcart_fixed vaf = fraction_of(v);
        const int is_there = vaf != 0;
        const int column = gene_column(v->gene);

        if (column >= 0 && (is_there || out->value[column] != PCART_FIXED_ONE))
            out->value[column] = PCART_FIXED(is_there);
        if (is_there && is_driver(v, vaf))
            raise_to(&out->value[MC_MAX_VAF], vaf);
        if (!is_there)
            continue;
        if (strcmp(v->gene, "TP53") == 0)
            set_tp53(out, vaf);
        else if (strcmp(v->gene, "SF3B1") == 0)
            raise_to(&out->value[MC_SF3B1_VAF], vaf);
    }
}

static pcart_fixed
age_at(const pcart_patient *patient, pcart_date date)
{
    int year, month, day;

    if (patient->birth_date != PCART_DATE_NONE)
        return PCART_FIXED(date - patient->birth_date) * 100 / YEAR_HUNDREDTHS;
    if (patient->birth_year < 0)
        return PCART_FIXED_NONE;
    pcart_date_to_civil(date, &year, &month, &day);
    return PCART_FIXED(year - patient->birth_year);
}

/* Lymphodepletion, or the high dose before an autologous graft. */
static int
had_cytotoxic(const pcart_patient *patient, pcart_date date)
{
    for (size_t i = 0; i < patient->n_infusion; i++) {
        const pcart_infusion *infusion = &patient->infusion[i];
        const int has_regimen =
            infusion->lymphodepletion[0] ||
            infusion->lymphodepletion_start != PCART_DATE_NONE;

        if (has_regimen && start_of(infusion) < date)
            return 1;
    }
    for (size_t i = 0; i < patient->n_transplant; i++)
        if (patient->transplant[i].kind == PCART_TRANSPLANT_AUTOLOGOUS &&
            patient->transplant[i].date <= date)
            return 1;
    return 0;
}

static int
had_smn(const pcart_patient *patient, pcart_date date)
{
    for (size_t i = 0; i < patient->n_event; i++)
        if (patient->event[i].kind == PCART_EVENT_SMN &&
            patient->event[i].date < date &&
            !pcarti_examination_joins(patient, patient->event[i].date, date))
            return 1;
    return 0;
}

void
pcarti_examination_row(const pcart_patient *patient, const pcart_examination *e,
                       pcarti_marrow_row *out)
{
    const pcart_lab *rdw, *mcv;

    memset(out, 0, sizeof *out);
    for (int c = 0; c < MC_N; c++)
        out->value[c] = PCART_FIXED_NONE;
    out->cyto = e->facts.cyto;
    out->karyotype_state = e->text.state;
    out->sex = patient->sex == PCART_SEX_MALE     ? 'M'
               : patient->sex == PCART_SEX_FEMALE ? 'F'
                                                  : 0;
    out->value[MC_AGE] = age_at(patient, e->date);
    set_counts(e, out);
    rdw = pcarti_examination_count(patient, e->date, PCART_RDW);
    mcv = pcarti_examination_count(patient, e->date, PCART_MCV);
    if (rdw && rdw->censor == PCART_EXACT)
        out->value[MC_RDW] = rdw->value;
    if (mcv && mcv->censor == PCART_EXACT)
        out->value[MC_MCV] = mcv->value;
    if (e->marrow)
        set_marrow(e->marrow, out);
    if (e->sample)
        set_genes(e->sample, out);
    if (had_cytotoxic(patient, e->date))
        out->value[MC_CYTOTOXIC] = PCART_FIXED_ONE;
    if (had_smn(patient, e->date))
        out->value[MC_MDS_BEFORE] = PCART_FIXED_ONE;
    if (e->side == PCART_SIDE_DONOR)
        out->value[MC_DONOR] = PCART_FIXED_ONE;
}
