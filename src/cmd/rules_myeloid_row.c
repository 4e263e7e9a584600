/* rules_myeloid_row.c -- each table of marrow, karyotype and risk, row by row,
 * in words that a second person can type.  Layer: cmd. */
#include <stdio.h>
#include <string.h>

#include "cmd/rules_myeloid.h"
#include "postcart/cytogenetics.h"
#include "postcart/marrow_rules.h"
#include "postcart/risk.h"

void
pcarti_myeloid_add(myeloid_table *table, const char *kind, const char *name,
                   pcarti_buf *condition, const pcart_ground *ground)
{
    myeloid_row *row = pcart_arena_grow(table->arena, table->row, &table->m_row,
                                        table->n_row + 1, sizeof *row);
    const char *text =
        pcart_arena_text(table->arena, condition->data ? condition->data : "",
                         condition->length);
    const char *copy = pcart_arena_text(table->arena, name, strlen(name));

    if (!row || !text || !copy || condition->is_failed) {
        table->is_failed = 1;
    } else {
        table->row = row;
        row[table->n_row++] = (myeloid_row){kind, copy, text, ground};
    }
    pcarti_buf_release(condition);
}

/* "minus7 | loss7q" */
static void
write_facts(uint64_t facts, pcarti_buf *out)
{
    int n = 0;

    for (int fact = 0; fact < PCART_N_CYTO; fact++)
        if (facts & PCART_CYTO_BIT(fact))
            pcarti_buf_print(out, "%s%s", n++ ? " | " : "",
                             pcart_cyto_name((pcart_cyto)fact));
}

static void
write_genes(const char *const *gene, pcarti_buf *out)
{
    for (int n = 0; *gene; gene++)
        pcarti_buf_print(out, "%s%s", n++ ? " | " : "", *gene);
}

static void
write_limit(const char *variable, pcart_op op, pcart_fixed limit,
            pcarti_buf *out)
{
    pcarti_buf_print(out, "%s%s %s ", out->length ? " & " : "", variable,
                     pcart_op_name(op));
    pcarti_buf_fixed(out, limit);
}

/* A value of a variable that is a group by its name. */
static const char *
group_of(pcart_risk_variable variable, pcart_fixed value)
{
    const int group = (int)(value / PCART_FIXED_ONE);

    if (variable == PCART_RISK_IPSS_GROUP)
        return pcart_ipss_group_name(group);
    if (variable == PCART_RISK_IPSSR_GROUP)
        return pcart_ipssr_group_name(group);
    return NULL;
}

static void
write_band(const pcart_risk_rule *rule, pcarti_buf *out)
{
    const char *variable = pcart_risk_variable_name(rule->variable);
    const char *group = group_of(rule->variable, rule->low);

    if (rule->low != PCART_FIXED_NONE && rule->low == rule->high) {
        pcarti_buf_print(out, "%s = ", variable);
        if (group)
            pcarti_buf_text(out, group);
        else
            pcarti_buf_fixed(out, rule->low);
        return;
    }
    /* No count is below nothing. */
    if (rule->low != PCART_FIXED_NONE && rule->low != 0)
        write_limit(variable, rule->op_low, rule->low, out);
    if (rule->high != PCART_FIXED_NONE)
        write_limit(variable, rule->op_high, rule->high, out);
}

static void
add_classes(myeloid_table *table, const pcart_risk_class *class, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        pcarti_buf text = {0};

        if (class[i].limit == PCART_FIXED_NONE)
            pcarti_buf_text(&text, "otherwise");
        else
            write_limit("score", class[i].op, class[i].limit, &text);
        pcarti_myeloid_add(table, "class", class[i].label, &text,
                           &class[i].ground);
    }
}

/* "n = 2 & minus7 | loss7q"; rows in order, the first that fits decides. */
static void
add_groups(myeloid_table *table, const pcart_cyto_group_rule *rule, size_t n,
           const char *(*name_of)(int group))
{
    for (size_t i = 0; i < n; i++) {
        pcarti_buf text = {0};

        if (rule[i].n_high >= 9999)
            pcarti_buf_print(&text, "n >= %d", rule[i].n_low);
        else if (rule[i].n_low == rule[i].n_high)
            pcarti_buf_print(&text, "n = %d", rule[i].n_low);
        else
            pcarti_buf_print(&text, "n = %d to %d", rule[i].n_low,
                             rule[i].n_high);
        if (rule[i].is_independent)
            pcarti_buf_text(&text, " & independent");
        if (rule[i].any) {
            pcarti_buf_text(&text, " & ");
            write_facts(rule[i].any, &text);
        }
        pcarti_myeloid_add(table, "group", name_of(rule[i].group), &text,
                           &rule[i].ground);
    }
}

static void
add_genes(myeloid_table *table, const char *name, const char *const *gene,
          const pcart_ground *ground)
{
    pcarti_buf text = {0};

    write_genes(gene, &text);
    pcarti_myeloid_add(table, "genes", name, &text, ground);
}

void
pcarti_myeloid_risk(myeloid_table *table)
{
    const pcart_risk_set *set = pcart_risk_set_find(table->id);
    const pcart_cyto_group_rule *group;
    char points[PCART_FIXED_SIZE];
    size_t n;

    for (size_t i = 0; i < set->n_rule; i++) {
        pcarti_buf text = {0};

        write_band(&set->rule[i], &text);
        pcarti_myeloid_add(table, "rule",
                           pcart_fixed_write(set->rule[i].points, points),
                           &text, &set->rule[i].ground);
    }
    add_classes(table, set->classes, set->n_class);
    if (strcmp(set->name, "ipss") == 0) {
        const pcart_cytopenia_rule *low = pcart_ipss_cytopenia_list(&n);

        for (size_t i = 0; i < n; i++) {
            pcarti_buf text = {0};

            write_limit(pcart_risk_variable_name(low[i].variable), low[i].op,
                        low[i].limit, &text);
            pcarti_myeloid_add(table, "cytopenia",
                               pcart_risk_variable_name(low[i].variable), &text,
                               &low[i].ground);
        }
        group = pcart_ipss_group_list(&n);
        add_groups(table, group, n, pcart_ipss_group_name);
    } else if (strcmp(set->name, "ipss-r") == 0) {
        group = pcart_ipssr_group_list(&n);
        add_groups(table, group, n, pcart_ipssr_group_name);
    } else if (strncmp(set->name, "chrs", 4) == 0) {
        add_genes(table, "HIGH_RISK_GENE", pcart_chrs_genes(),
                  &set->rule[0].ground);
    } else if (strcmp(set->name, "ccrs") == 0) {
        add_genes(table, "SPLICING", pcart_splicing_genes(),
                  &set->rule[0].ground);
    }
}

void
pcarti_myeloid_ipssra(myeloid_table *table)
{
    const pcart_risk_set *set = pcart_risk_set_find(table->id);
    const pcart_ipssra_rule *age = pcart_ipssra_get();
    pcarti_buf text = {0};

    pcarti_buf_text(&text, "IPSS-R + (AGE - ");
    pcarti_buf_fixed(&text, age->centre);
    pcarti_buf_text(&text, ") * (");
    pcarti_buf_fixed(&text, age->slope);
    pcarti_buf_text(&text, " - ");
    pcarti_buf_fixed(&text, age->fall);
    pcarti_buf_text(&text, " * IPSS-R)");
    pcarti_myeloid_add(table, "formula", "IPSS-RA", &text, &age->ground);
    add_classes(table, set->classes, set->n_class);
}

static const char *
term_name(const pcart_ipssm_rule *rule)
{
    static const char *const name[] = {[PCART_IPSSM_T_HB] = "HB1",
                                       [PCART_IPSSM_T_PLT] = "TRANSF_PLT100",
                                       [PCART_IPSSM_T_BLASTS] = "BLAST5",
                                       [PCART_IPSSM_T_CYTO] = "CYTOVEC",
                                       [PCART_IPSSM_T_TP53MULTI] = "TP53multi",
                                       [PCART_IPSSM_T_SF3B1_5Q] = "SF3B1_5q",
                                       [PCART_IPSSM_T_SF3B1_ALPHA] =
                                           "SF3B1_alpha",
                                       [PCART_IPSSM_T_RESIDUAL] = "nRes2"};

    return rule->term == PCART_IPSSM_T_GENE
               ? pcart_ipssm_gene_name((pcart_ipssm_gene)rule->gene)
               : name[rule->term];
}

void
pcarti_myeloid_ipssm(myeloid_table *table)
{
    const pcart_ipssm_set *set = pcart_ipssm_get();
    const struct {
        const char *name;
        double value;
    } constant[] = {{"hb_low", set->hb_low},
                    {"hb_high", set->hb_high},
                    {"hb_worst_web", set->hb_worst_api},
                    {"platelets_cap", set->plt_cap},
                    {"platelets_unit", set->plt_unit},
                    {"blasts_cap", set->blast_cap},
                    {"blasts_unit", set->blast_unit},
                    {"residual_cap", set->residual_cap},
                    {"tp53_vaf_loss_above", set->tp53_vaf},
                    {"reportable_spread", set->spread}};
    const char *residual[PCART_N_IPSSM_GENE + 1] = {NULL};

    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_ipssm_rule *rule = &set->rule[i];
        pcarti_buf text = {0};

        pcarti_buf_print(&text,
                         "weight %.4g & mean %.4g & best %.4g & worst "
                         "%.4g",
                         rule->weight, rule->mean, rule->best, rule->worst);
        pcarti_myeloid_add(table, "weight", term_name(rule), &text,
                           &set->ground);
    }
    add_classes(table, set->classes, set->n_class);
    for (size_t i = 0; i < PCART_COUNTOF(constant); i++) {
        pcarti_buf text = {0};

        pcarti_buf_print(&text, "%.4g", constant[i].value);
        pcarti_myeloid_add(table, "constant", constant[i].name, &text,
                           &set->ground);
    }
    for (int g = PCART_IPSSM_FIRST_RESIDUAL; g < PCART_N_IPSSM_GENE; g++)
        residual[g - PCART_IPSSM_FIRST_RESIDUAL] =
            pcart_ipssm_gene_name((pcart_ipssm_gene)g);
    add_genes(table, "nRes2", residual, &set->ground);
}

void
pcarti_myeloid_eln(myeloid_table *table)
{
    static const char *const gene[PCART_N_ELN_GENE] = {
        "NPM1", "FLT3-ITD", "CEBPA-bZIP", "MR gene", "TP53"};
    size_t n;
    const pcart_eln_rule *rule = pcart_eln_list(&n);

    for (size_t i = 0; i < n; i++) {
        pcarti_buf text = {0};

        write_facts(rule[i].any_fact, &text);
        for (int g = 0; g < PCART_N_ELN_GENE; g++) {
            if (rule[i].has >> g & 1)
                pcarti_buf_print(&text, "%s%s", text.length ? " & " : "",
                                 gene[g]);
            if (rule[i].lacks >> g & 1)
                pcarti_buf_print(&text, "%snot %s", text.length ? " & " : "",
                                 gene[g]);
        }
        if (!text.length)
            pcarti_buf_text(&text, "otherwise");
        pcarti_myeloid_add(table, "rule", pcart_eln_name(rule[i].risk), &text,
                           &rule[i].ground);
    }
    {
        pcarti_buf text = {0};

        write_limit("TP53 VAF", PCART_GE, pcart_eln_tp53_vaf(), &text);
        pcarti_myeloid_add(table, "limit", "TP53", &text, &rule[0].ground);
    }
    add_genes(table, "MR gene", pcart_mr_genes(1), &rule[0].ground);
}

void
pcarti_myeloid_edition(myeloid_table *table)
{
    const pcart_marrow_set *set = pcart_marrow_set_find(table->id);

    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_marrow_rule *rule = &set->rule[i];
        pcarti_buf text = {0};

        for (int k = 0; k < PCART_MARROW_ASKS && rule->ask[k].test; k++)
            pcarti_buf_print(&text, "%s%s%s", k ? " & " : "",
                             rule->ask[k].is_not ? "not " : "",
                             pcart_marrow_test_title(rule->ask[k].test));
        if (!text.length)
            pcarti_buf_text(&text, "otherwise");
        pcarti_myeloid_add(table, "rule", rule->label, &text, &rule->ground);
    }
}

void
pcarti_myeloid_limits(myeloid_table *table)
{
    for (int l = 0; l < PCART_N_MARROW_LIMIT; l++) {
        const pcart_marrow_limit_rule *limit =
            pcart_marrow_limit_get((pcart_marrow_limit)l);
        pcarti_buf text = {0};

        pcarti_buf_print(&text, "%s ", pcart_op_name(limit->op));
        pcarti_buf_fixed(&text, limit->value);
        pcarti_buf_print(&text, " %s", limit->unit);
        pcarti_myeloid_add(table, "limit",
                           pcart_marrow_limit_name((pcart_marrow_limit)l),
                           &text, &limit->ground);
    }
    for (int m = 0; m < PCART_N_MARROW_MASK; m++) {
        pcarti_buf text = {0};

        write_facts(pcart_marrow_mask_get((pcart_marrow_mask)m), &text);
        pcarti_myeloid_add(table, "facts",
                           pcart_marrow_mask_name((pcart_marrow_mask)m), &text,
                           pcart_marrow_mask_ground((pcart_marrow_mask)m));
    }
    add_genes(table, "mr_who", pcart_mr_genes(0),
              pcart_marrow_mask_ground(PCART_MM_MR_WHO));
    add_genes(table, "mr_icc", pcart_mr_genes(1),
              pcart_marrow_mask_ground(PCART_MM_MR_ICC));
}

static void
add_counting(myeloid_table *table)
{
    static const char *const kind[PCART_N_COUNT_KIND] = {
        "numerical",  "balanced", "simple", "double",
        "derivative", "marker",   "ploidy"};
    static const char *const absorbs[] = {
        "absorbs nothing", "absorbs +1,der(1;7)",
        "absorbs +1,der(1;7) and -7,+der(1;7)",
        "absorbs gains and losses of its chromosomes"};

    for (int s = 0; s < PCART_N_COUNT; s++) {
        const pcart_count_rule *rule =
            pcart_count_rule_get((pcart_count_scheme)s);
        pcarti_buf text = {0};

        for (int k = 0; k < PCART_N_COUNT_KIND; k++)
            pcarti_buf_print(&text, "%s%s %d", k ? " & " : "", kind[k],
                             rule->weight[k]);
        pcarti_buf_print(&text, " & %s & %s",
                         rule->is_lineage ? "richest clone" : "sample",
                         absorbs[rule->absorbs]);
        pcarti_myeloid_add(table, "count",
                           pcart_count_name((pcart_count_scheme)s), &text,
                           &rule->ground);
    }
}

void
pcarti_myeloid_cytogenetics(myeloid_table *table)
{
    size_t n;
    const pcart_cyto_pattern *pattern = pcart_cyto_pattern_list(&n);
    const pcart_cyto_arm *arm;
    const pcart_cyto_limit_rule *limit;
    const pcart_cyto_variant *variant;

    for (size_t i = 0; i < n; i++) {
        pcarti_buf text = {0};

        pcarti_buf_print(&text, "%s%s", pattern[i].name,
                         pattern[i].is_possible ? ": possible" : "");
        pcarti_myeloid_add(table, "pattern", pcart_cyto_name(pattern[i].fact),
                           &text, &pattern[i].ground);
    }
    arm = pcart_cyto_arm_list(&n);
    for (size_t i = 0; i < n; i++) {
        const int fact[] = {arm[i].whole, arm[i].simple, arm[i].loss};
        static const char *const word[] = {"monosomy", "deletion", "any loss"};
        pcarti_buf text = {0};
        char name[8];

        snprintf(name, sizeof name, "%d%c", arm[i].chromosome, arm[i].arm);
        for (size_t k = 0; k < PCART_COUNTOF(fact); k++)
            if (fact[k] >= 0)
                pcarti_buf_print(&text, "%s%s: %s", text.length ? " & " : "",
                                 word[k], pcart_cyto_name((pcart_cyto)fact[k]));
        if (arm[i].has_whole_in_loss)
            pcarti_buf_text(&text, " & the monosomy is a loss");
        pcarti_myeloid_add(table, "arm", name, &text, &arm[i].ground);
    }
    add_counting(table);
    limit = pcart_cyto_limit_list(&n);
    for (size_t i = 0; i < n; i++) {
        pcarti_buf text = {0};

        pcarti_buf_int(&text, *limit[i].value);
        pcarti_myeloid_add(table, "limit", limit[i].name, &text,
                           &limit[i].ground);
    }
    variant = pcart_cyto_variant_list(&n);
    for (size_t i = 0; i < n; i++) {
        pcarti_buf text = {0};

        pcarti_buf_text(&text, "not counted");
        pcarti_myeloid_add(table, "variant", variant[i].name, &text,
                           &variant[i].ground);
    }
}
