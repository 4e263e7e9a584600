/*
 * count.c -- distinct clonal abnormalities of one side, their number by each
 * scheme, and what follows: complex, monosomal, ploidy.  Layer: karyotype.
 */
#include "karyotype/facts.h"

#include <string.h>

static int
is_structure(const pcart_kevent *e)
{
    return e->op >= PCART_KOP_ADD && e->sign >= 0;
}

static int
is_monosomy(const pcarti_kfinder *f, const pcart_kevent *e)
{
    return e->sign < 0 && e->n_chrom == 1 && e->chrom[0] >= 1 &&
           e->chrom[0] <= 22 && !(f->replaced >> e->chrom[0] & 1);
}

/* The kind of an abnormality in the tables of weights. */
static pcart_count_kind
kind_of(const pcarti_kfinder *f, const pcart_kevent *event, uint32_t named)
{
    const pcart_kevent *e = pcarti_kevent_full(f->k, event);

    switch ((pcart_kop)e->op) {
    case PCART_KOP_NUMERIC:
        return PCART_COUNT_NUMERICAL;
    case PCART_KOP_MARKER:
    case PCART_KOP_RING:
        return PCART_COUNT_MARKER;
    case PCART_KOP_T:
    case PCART_KOP_INV:
    case PCART_KOP_INS:
    case PCART_KOP_DIR_INS:
    case PCART_KOP_INV_INS:
        return PCART_COUNT_BALANCED;
    case PCART_KOP_TRP:
    case PCART_KOP_QDP:
    case PCART_KOP_IDER:
        return PCART_COUNT_DOUBLE;
    case PCART_KOP_DER:
    case PCART_KOP_DIC:
    case PCART_KOP_PSU_DIC:
    case PCART_KOP_TAS:
    case PCART_KOP_TRC:
    case PCART_KOP_ROB:
    case PCART_KOP_REC:
    case PCART_KOP_R:
        if (e->n_chrom < 2 && !(named & (named - 1)))
            break; // one chromosome alone
        if (e->op == PCART_KOP_DER && pcarti_kevent_is_balanced(f, event))
            break;
        return PCART_COUNT_DERIVATIVE;
    default:
        break;
    }
    return PCART_COUNT_SIMPLE;
}

/* Whether a whole-chromosome change belongs to a derivative, by a scheme. */
static int
is_absorbed(const pcarti_kfinder *f, const pcart_kevent *e, int absorbs)
{
    if (!absorbs || e->op != PCART_KOP_NUMERIC || e->n_chrom != 1)
        return 0;
    for (size_t i = 0; i < f->n_counted; i++) {
        const pcart_kevent *d = &f->k->event[f->counted[i].event];

        if (!f->counted[i].is_clonal || d->op < PCART_KOP_ADD ||
            !(f->counted[i].named >> e->chrom[0] & 1) ||
            f->counted[i].kind != PCART_COUNT_DERIVATIVE)
            continue;
        if (absorbs >= 3)
            return 1;
        if (!pcarti_kevent_is_whole_arm(f->k, d))
            continue;
        if ((!d->sign && e->sign > 0) ||
            (absorbs >= 2 && d->sign > 0 && e->sign < 0))
            return 1;
    }
    return 0;
}

/* Kinds first, since what is absorbed depends on them. */
static void
classify(pcarti_kfinder *f)
{
    uint32_t derived = 0; // chromosomes that derivatives name

    for (int s = 0; s < PCART_N_COUNT; s++)
        f->rule[s] = pcart_count_rule_get((pcart_count_scheme)s);
    for (size_t i = 0; i < f->n_counted; i++) {
        const pcart_kevent *e = &f->k->event[f->counted[i].event];

        f->counted[i].kind = (uint8_t)kind_of(f, e, f->counted[i].named);
        if (f->counted[i].kind == PCART_COUNT_DERIVATIVE)
            derived |= f->counted[i].named;
    }
    for (size_t i = 0; derived && i < f->n_counted; i++) {
        const pcart_kevent *e = &f->k->event[f->counted[i].event];

        if (f->counted[i].kind != PCART_COUNT_NUMERICAL ||
            !(derived >> e->chrom[0] & 1))
            continue;
        for (int s = 0; s < PCART_N_COUNT; s++)
            if (is_absorbed(f, e, f->rule[s]->absorbs))
                f->counted[i].absorbed |= (uint8_t)(1U << s);
    }
}

/* Add the points of one distinct abnormality in @p copies, by all schemes. */
static void
weigh(const pcarti_kfinder *f, size_t index, int copies, int sum[PCART_N_COUNT])
{
    const int kind = f->counted[index].kind;
    const int times =
        kind == PCART_COUNT_NUMERICAL || kind == PCART_COUNT_MARKER ? copies
                                                                    : 1;

    if (!f->counted[index].is_clonal)
        return;
    for (int s = 0; s < PCART_N_COUNT; s++) {
        const int weight = f->rule[s]->weight[kind];

        sum[s] += weight * (times - (f->counted[index].absorbed >> s & 1));
    }
}

static int
is_multiplied(const pcart_kclone *clone)
{
    return clone->ploidy_sets > 2 || clone->doubled > 1 ||
           clone->ref_copies > 1;
}

static int
is_clonal_clone(const pcarti_kfinder *f, const pcart_kclone *clone)
{
    return f->options->is_stated || clone->cells < 0 ||
           clone->cells >= pcart_cyto_limits_get()->cells_gain;
}

static int
has_multiplied(const pcarti_kfinder *f)
{
    for (size_t c = f->first; c < f->end; c++)
        if (is_multiplied(&f->k->clone[c]))
            return 1;
    return 0;
}

/* Points of one clone: its own copies of what is clonal. */
static void
weigh_clone(const pcarti_kfinder *f, const pcart_kclone *clone,
            int sum[PCART_N_COUNT])
{
    uint16_t *copies = f->copies;
    const int is_ploid = is_multiplied(clone) && is_clonal_clone(f, clone);

    for (int s = 0; s < PCART_N_COUNT; s++)
        sum[s] = is_ploid ? f->rule[s]->weight[PCART_COUNT_PLOIDY] : 0;
    for (size_t i = 0; i < clone->n_item; i++) {
        size_t s = f->slot[f->k->event[clone->item[i].event].id];

        if (s)
            copies[s - 1] = (uint16_t)(copies[s - 1] + clone->item[i].copies);
    }
    for (size_t i = 0; i < clone->n_item; i++) {
        size_t s = f->slot[f->k->event[clone->item[i].event].id];

        if (!s || !copies[s - 1])
            continue;
        weigh(f, s - 1, copies[s - 1], sum);
        copies[s - 1] = 0;
    }
}

/* The number of abnormalities by every scheme, and in the richest clone. */
static void
count_schemes(const pcarti_kfinder *f, int is_ploid)
{
    pcart_cytogenetics *cyto = f->cyto;
    const pcart_count_scheme chosen = f->options->scheme;
    int all[PCART_N_COUNT], richest[PCART_N_COUNT] = {0};

    for (int s = 0; s < PCART_N_COUNT; s++)
        all[s] = is_ploid ? f->rule[s]->weight[PCART_COUNT_PLOIDY] : 0;
    for (size_t i = 0; i < f->n_counted; i++) {
        const int before = all[chosen];

        weigh(f, i, f->counted[i].copies, all);
        f->counted[i].weight = (uint16_t)(all[chosen] - before);
    }
    if (cyto->n_clone <= 1) // the only clone holds everything
        memcpy(richest, all, sizeof richest);
    for (size_t c = f->first; c < f->end && cyto->n_clone > 1; c++) {
        int now[PCART_N_COUNT];

        weigh_clone(f, &f->k->clone[c], now);
        for (int s = 0; s < PCART_N_COUNT; s++)
            if (now[s] > richest[s])
                richest[s] = now[s];
    }
    for (int s = 0; s < PCART_N_COUNT; s++)
        cyto->count[s] = f->rule[s]->is_lineage ? richest[s] : all[s];
    cyto->max_clone = richest[PCART_COUNT_CHUN2010];
}

/* Monosomal: two monosomies, or one and a structural change (Breems 2008). */
static int
is_monosomal(uint32_t lost, int n_structural)
{
    return (lost & (lost - 1)) != 0 || (lost && n_structural > 0);
}

static int
counts_as_structure(const pcarti_kfinder *f, const pcart_kevent *e)
{
    if (is_structure(e))
        return 1;
    return f->options->is_marker_structural && e->sign >= 0 &&
           (e->op == PCART_KOP_MARKER || e->op == PCART_KOP_RING);
}

/* Facts about one clone: abnormal, monosomal, its number of chromosomes. */
static void
look_at_clone(pcarti_kfinder *f, const pcart_kclone *clone, int32_t *largest,
              int *n_single)
{
    const pcart_cyto_limits *limit = pcart_cyto_limits_get();
    pcart_cytogenetics *cyto = f->cyto;
    uint32_t lost = 0;
    int n_item = 0, n_structural = 0, is_ploid;

    for (size_t i = 0; i < clone->n_item; i++) {
        const pcart_kevent *e = &f->k->event[clone->item[i].event];
        size_t s = f->slot[e->id];

        if (!s || !f->counted[s - 1].is_clonal)
            continue;
        n_item++;
        n_structural += counts_as_structure(f, e);
        if (is_monosomy(f, e))
            lost |= UINT32_C(1) << e->chrom[0];
    }
    is_ploid = is_multiplied(clone) && is_clonal_clone(f, clone);
    if (is_ploid)
        cyto->present |= PCART_CYTO_BIT(PCART_CYTO_POLYPLOID);
    if (!n_item && !is_ploid)
        return;
    cyto->n_clone++;
    *n_single += n_item + is_ploid == 1 && clone->target < 0;
    if (is_monosomal(lost, n_structural))
        cyto->present |= PCART_CYTO_BIT(PCART_CYTO_MONOSOMAL);
    if (clone->cells > *largest || cyto->n_clone == 1) {
        *largest = clone->cells;
        cyto->chromosome_low = clone->count_low;
        cyto->chromosome_high = clone->count_high;
    }
    if (!is_clonal_clone(f, clone))
        return;
    if (clone->count_low >= limit->hyperdiploid_low &&
        clone->count_high <= limit->hyperdiploid_high) {
        cyto->present |= PCART_CYTO_BIT(PCART_CYTO_HYPERDIPLOID);
        if (!n_structural && !lost)
            cyto->present |= PCART_CYTO_BIT(PCART_CYTO_HYPERDIPLOID_PURE);
    } else if (clone->count_high <= limit->hypodiploid_high) {
        cyto->present |= PCART_CYTO_BIT(PCART_CYTO_HYPODIPLOID);
    } else if (clone->count_high >= limit->hyperdiploid_low &&
               clone->count_low <= limit->hyperdiploid_high) {
        cyto->possible |= PCART_CYTO_BIT(PCART_CYTO_HYPERDIPLOID);
    }
}

/* Lesions that define a class by themselves (ELN 2022, complex karyotype). */
static int
has_defining(const pcart_cytogenetics *cyto)
{
    static const pcart_cyto defining[] = {
        PCART_CYTO_RUNX1_RUNX1T1, PCART_CYTO_CBFB_MYH11,  PCART_CYTO_PML_RARA,
        PCART_CYTO_KMT2A,         PCART_CYTO_MECOM,       PCART_CYTO_DEK_NUP214,
        PCART_CYTO_BCR_ABL1,      PCART_CYTO_KAT6A_CREBBP};

    for (size_t i = 0; i < PCART_COUNTOF(defining); i++)
        if (cyto->present & PCART_CYTO_BIT(defining[i]))
            return 1;
    return 0;
}

static void
conclude(pcarti_kfinder *f, uint32_t lost, int n_structural_union, int n_single)
{
    const pcart_cyto_limits *limit = pcart_cyto_limits_get();
    pcart_cytogenetics *cyto = f->cyto;
    const uint64_t cbf = PCART_CYTO_BIT(PCART_CYTO_RUNX1_RUNX1T1) |
                         PCART_CYTO_BIT(PCART_CYTO_CBFB_MYH11);
    int only_trisomies;

    if (is_monosomal(lost, n_structural_union))
        cyto->present |= PCART_CYTO_BIT(PCART_CYTO_MONOSOMAL_UNION);
    if (cyto->present & cbf) // core-binding-factor leukaemia is left out
        cyto->present &= ~(PCART_CYTO_BIT(PCART_CYTO_MONOSOMAL) |
                           PCART_CYTO_BIT(PCART_CYTO_MONOSOMAL_UNION));
    if (cyto->n_abnormality >= limit->complex)
        cyto->present |= PCART_CYTO_BIT(PCART_CYTO_COMPLEX);
    only_trisomies =
        cyto->n_trisomy >= limit->eln_trisomies && !cyto->n_structural;
    if (cyto->count[PCART_COUNT_CHUN2010] >= limit->complex &&
        !has_defining(cyto) && !only_trisomies)
        cyto->present |= PCART_CYTO_BIT(PCART_CYTO_COMPLEX_ELN);
    cyto->is_independent = cyto->n_clone >= 2 && n_single == cyto->n_clone &&
                           cyto->n_abnormality == cyto->n_clone;
}

void
pcarti_karyotype_count(pcarti_kfinder *f)
{
    pcart_cytogenetics *cyto = f->cyto;
    uint32_t lost = 0;
    int32_t largest = -1;
    int n_structural = 0, n_single = 0, is_ploid;

    if (!f->n_counted && !has_multiplied(f))
        return; // normal
    classify(f);
    for (size_t c = f->first; c < f->end; c++)
        look_at_clone(f, &f->k->clone[c], &largest, &n_single);
    is_ploid = (cyto->present >> PCART_CYTO_POLYPLOID & 1) != 0;
    for (size_t i = 0; i < f->n_counted; i++) {
        const pcart_kevent *e = &f->k->event[f->counted[i].event];

        if (!f->counted[i].is_clonal)
            continue;
        cyto->n_structural += is_structure(e);
        n_structural += counts_as_structure(f, e);
        cyto->n_trisomy += e->op == PCART_KOP_NUMERIC && e->sign > 0 &&
                           e->chrom[0] >= 1 && e->chrom[0] <= 22;
        if (is_monosomy(f, e)) {
            cyto->n_monosomy++;
            lost |= UINT32_C(1) << e->chrom[0];
        }
    }
    count_schemes(f, is_ploid);
    cyto->n_abnormality = cyto->count[f->options->scheme];
    conclude(f, lost, n_structural, n_single);
}
