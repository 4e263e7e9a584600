/*
 * ipssm.c -- molecular IPSS: best, mean and worst of what is missing.
 * Layer: marrow.
 */
#include "postcart/risk.h"

#include <math.h>
#include <string.h>

enum { BEST, MEAN, WORST };

void
pcart_ipssm_input_init(pcart_ipssm_input *input)
{
    memset(input, 0xff, sizeof *input); // every pcart_tri is -1
    input->hb = input->plt = input->blasts = PCART_FIXED_NONE;
    input->tp53_vaf = PCART_FIXED_NONE;
    input->cyto = input->tp53_count = -1;
}

void
pcart_ipssm_input_karyotype(pcart_ipssm_input *input,
                            const pcart_cytogenetics *cyto)
{
    const uint64_t f = cyto->present;

    if (cyto->state != PCART_CYTO_KNOWN)
        return;
    input->cyto = pcart_ipssr_group(cyto).group;
    input->del5q = (f >> PCART_CYTO_LOSS_5Q & 1) != 0;
    input->del7_7q = (f & (PCART_CYTO_BIT(PCART_CYTO_MINUS_7) |
                           PCART_CYTO_BIT(PCART_CYTO_LOSS_7Q))) != 0;
    input->del17_17p = (f >> PCART_CYTO_LOSS_17P & 1) != 0;
    input->complex = (f >> PCART_CYTO_COMPLEX & 1) != 0;
}

/* Loss of the other TP53 allele: stated, or taken from VAF or karyotype. */
static pcart_tri
tp53_loh(const pcart_ipssm_input *in, const pcart_ipssm_set *set)
{
    if (in->tp53_vaf != PCART_FIXED_NONE &&
        pcart_fixed_to_double(in->tp53_vaf) > set->tp53_vaf)
        return 1;
    if (in->del17_17p == 1)
        return 1;
    return in->tp53_loh;
}

static pcart_tri
tp53_multi(const pcart_ipssm_input *in, const pcart_ipssm_set *set)
{
    if (in->tp53_count < 0)
        return -1;
    if (in->tp53_count != 1)
        return in->tp53_count >= 2;
    return tp53_loh(in, set);
}

static pcart_tri
sf3b1_5q(const pcart_ipssm_input *in)
{
    const pcart_tri gene = in->gene[PCART_IPSSM_SF3B1];

    if (gene == 0 || in->del5q == 0 || in->del7_7q == 1 || in->complex == 1)
        return 0;
    if (gene == 1 && in->del5q == 1 && in->del7_7q == 0 && in->complex == 0)
        return 1;
    return -1;
}

static pcart_tri
sf3b1_alpha(const pcart_ipssm_input *in)
{
    static const pcart_ipssm_gene other[] = {
        PCART_IPSSM_SRSF2,  PCART_IPSSM_STAG2, PCART_IPSSM_BCOR,
        PCART_IPSSM_BCORL1, PCART_IPSSM_RUNX1, PCART_IPSSM_NRAS};
    const pcart_tri gene = in->gene[PCART_IPSSM_SF3B1], five = sf3b1_5q(in);
    int is_unknown = gene < 0 || five < 0;

    if (gene == 0 || five == 1)
        return 0;
    for (size_t i = 0; i < PCART_COUNTOF(other); i++) {
        if (in->gene[other[i]] == 1)
            return 0;
        is_unknown |= in->gene[other[i]] < 0;
    }
    return is_unknown ? -1 : 1;
}

/* Mutated residual genes; returns how many were not tested. */
static int
residual(const pcart_ipssm_input *in, const pcart_ipssm_rule *rule, int cap,
         double value[3])
{
    int mutated = 0, missing = 0, sequenced = 0;

    for (int g = PCART_IPSSM_FIRST_RESIDUAL; g < PCART_N_IPSSM_GENE; g++) {
        mutated += in->gene[g] == 1;
        sequenced += in->gene[g] >= 0;
        missing += in->gene[g] < 0;
    }
    value[BEST] = mutated < cap ? mutated : cap;
    value[WORST] = mutated + missing < cap ? mutated + missing : cap;
    value[MEAN] = value[BEST];
    if (mutated < cap)
        value[MEAN] += (double)(cap - mutated) / cap *
                       ((double)missing / (sequenced + missing)) * rule->mean;
    return missing;
}

static void
put_tri(pcart_tri known, double value[3])
{
    value[BEST] = value[MEAN] = value[WORST] = known < 0 ? NAN : known;
}

static void
put_number(pcart_fixed known, double cap, double unit, double value[3])
{
    double x = NAN;

    if (known != PCART_FIXED_NONE)
        x = fmin(pcart_fixed_to_double(known), cap) / unit;
    value[BEST] = value[MEAN] = value[WORST] = x;
}

/* Values of one variable in the three scenarios; NaN where it is missing. */
static int
term(const pcart_ipssm_input *in, const pcart_ipssm_set *set,
     const pcart_ipssm_rule *rule, const pcart_ipssm_options *options,
     double value[3])
{
    switch (rule->term) {
    case PCART_IPSSM_T_HB:
        put_number(in->hb, options->is_hb_clamped ? set->hb_high : HUGE_VAL, 1,
                   value);
        if (options->is_hb_clamped && value[BEST] < set->hb_low)
            value[BEST] = value[MEAN] = value[WORST] = set->hb_low;
        break;
    case PCART_IPSSM_T_PLT:
        put_number(in->plt, set->plt_cap, set->plt_unit, value);
        break;
    case PCART_IPSSM_T_BLASTS:
        put_number(in->blasts, set->blast_cap, set->blast_unit, value);
        break;
    case PCART_IPSSM_T_CYTO:
        put_tri((pcart_tri)in->cyto, value);
        break;
    case PCART_IPSSM_T_TP53MULTI:
        put_tri(tp53_multi(in, set), value);
        break;
    case PCART_IPSSM_T_GENE:
        put_tri(in->gene[rule->gene], value);
        break;
    case PCART_IPSSM_T_SF3B1_5Q:
        put_tri(sf3b1_5q(in), value);
        break;
    case PCART_IPSSM_T_SF3B1_ALPHA:
        put_tri(sf3b1_alpha(in), value);
        break;
    case PCART_IPSSM_T_RESIDUAL:
        return residual(in, rule, set->residual_cap, value);
    }
    if (!isnan(value[BEST]))
        return 0;
    value[BEST] = rule->best;
    value[MEAN] = rule->mean;
    value[WORST] = rule->worst;
    if (rule->term == PCART_IPSSM_T_HB && options->is_hb_worst_low)
        value[WORST] = set->hb_worst_api;
    return 1;
}

static int
category_of(const pcart_ipssm_set *set, long hundredths)
{
    const pcart_fixed score = (pcart_fixed)hundredths * (PCART_FIXED_ONE / 100);

    for (size_t i = 0; i < set->n_class; i++)
        if (set->classes[i].limit == PCART_FIXED_NONE ||
            pcart_op_holds(score, set->classes[i].op, set->classes[i].limit))
            return (int)i;
    return (int)set->n_class - 1;
}

void
pcart_ipssm_score(const pcart_ipssm_input *input,
                  const pcart_ipssm_options *options, pcart_ipssm *out)
{
    static const pcart_ipssm_options none = {0};
    const pcart_ipssm_set *set = pcart_ipssm_get();
    double sum[3] = {0};
    long hundredths[3];

    if (!options)
        options = &none;
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_ipssm_rule *rule = &set->rule[i];
        double value[3] = {0};

        out->n_missing += term(input, set, rule, options, value);
        for (int s = 0; s < 3; s++)
            sum[s] += (value[s] - rule->mean) * rule->weight / set->ln2;
    }
    for (int s = 0; s < 3; s++) {
        hundredths[s] = lrint(sum[s] * 100); // half to even, as R rounds
        out->score[s] = (double)hundredths[s] / 100;
        out->category[s] = category_of(set, hundredths[s]);
    }
    if (out->score[WORST] - out->score[BEST] <= set->spread)
        out->report = PCART_IPSSM_SCORE;
    else if (out->category[BEST] == out->category[WORST])
        out->report = PCART_IPSSM_CATEGORY;
    else
        out->report = PCART_IPSSM_RANGE;
}

const char *
pcart_ipssm_category_name(int category)
{
    const pcart_ipssm_set *set = pcart_ipssm_get();

    return category >= 0 && (size_t)category < set->n_class
               ? set->classes[category].label
               : "";
}

const char *
pcart_ipssm_report_name(pcart_ipssm_report report)
{
    static const char *const name[] = {"score", "category", "range"};

    return (unsigned)report < PCART_COUNTOF(name) ? name[report] : "";
}
