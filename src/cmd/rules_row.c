/* rules_row.c -- one row of any rule table as cells, and the forms that
 * programs read.  Layer: cmd. */
#include "cmd/rules_row.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "postcart/course.h"

const char *const pcarti_rules_column[RULES_N_COLUMN] = {
    "kind",  "name",      "analyte", "op",        "limit",
    "op2",   "limit2",    "days",    "first_day", "last_day",
    "count", "free_days", "join",    "mark",      "cite",
};

static void
set_number(rules_row *row, int column, int value)
{
    if (value == INT_MAX) {
        row->cell[column] = "open";
        return;
    }
    snprintf(row->number[column], PCART_FIXED_SIZE, "%d", value);
    row->cell[column] = row->number[column];
}

static void
set_positive(rules_row *row, int column, int value)
{
    if (value > 0)
        set_number(row, column, value);
}

static void
set_fixed(rules_row *row, int column, pcart_fixed value)
{
    if (value == PCART_POLICY_OPEN)
        row->cell[column] = "open";
    else
        row->cell[column] = pcart_fixed_write(value, row->number[column]);
}

static void
set_analyte(rules_row *row, int analyte)
{
    const pcart_analyte_info *info = pcart_analyte_get((pcart_analyte)analyte);

    row->cell[RULES_ANALYTE] = info ? info->name : NULL;
}

static void
set_limit(rules_row *row, pcart_op op, pcart_fixed limit)
{
    row->cell[RULES_OP] = pcart_op_name(op);
    set_fixed(row, RULES_LIMIT, limit);
}

static void
fill_depth(const pcart_rule_set *set, size_t i, rules_row *row)
{
    const pcart_depth_rule *rule = &set->rule.depth[i];

    set_number(row, RULES_NAME, rule->grade);
    set_analyte(row, set->analyte);
    set_limit(row, rule->op, rule->limit);
    set_number(row, RULES_DAYS, rule->days);
    row->ground = &rule->ground;
}

static void
fill_nadir(const pcart_rule_set *set, size_t i, rules_row *row)
{
    const pcart_nadir_rule *rule = &set->rule.nadir[i];

    set_number(row, RULES_NAME, rule->grade);
    set_analyte(row, set->analyte);
    set_limit(row, rule->op, rule->limit);
    row->ground = &rule->ground;
}

static void
fill_point(const pcart_rule_set *set, size_t i, rules_row *row)
{
    const pcart_point_rule *rule = &set->rule.point[i];

    set_number(row, RULES_NAME, rule->points);
    set_analyte(row, (int)rule->analyte);
    if (rule->low != PCART_FIXED_NONE)
        set_limit(row, rule->op_low, rule->low);
    if (rule->high != PCART_FIXED_NONE) {
        row->cell[RULES_OP2] = pcart_op_name(rule->op_high);
        set_fixed(row, RULES_LIMIT2, rule->high);
    }
    row->ground = &rule->ground;
}

static void
fill_band(const pcart_rule_set *set, size_t i, rules_row *row)
{
    const pcart_band_rule *rule = &set->rule.band[i];

    set_number(row, RULES_NAME, rule->grade);
    set_analyte(row, set->analyte);
    if (rule->clinical) {
        row->cell[RULES_OP] = "clinical";
        row->words = rule->clinical;
    } else if (rule->limit == PCART_FIXED_NONE) {
        row->cell[RULES_OP] = pcart_op_name(rule->op);
        row->cell[RULES_LIMIT] = "LLN";
    } else {
        set_limit(row, rule->op, rule->limit);
    }
    row->ground = &rule->ground;
}

static void
fill_definition(const pcart_rule_set *set, size_t i, rules_row *row)
{
    const pcart_definition_rule *rule = &set->rule.definition[i];

    row->cell[RULES_NAME] = rule->label;
    if (rule->quantity) {
        row->cell[RULES_ANALYTE] = rule->quantity;
        set_limit(row, rule->op, rule->limit);
    } else if (rule->analyte < 0) {
        row->cell[RULES_ANALYTE] = "words";
    } else {
        set_analyte(row, rule->analyte);
        set_limit(row, rule->op, rule->limit);
    }
    set_positive(row, RULES_DAYS, rule->days);
    set_number(row, RULES_FIRST_DAY, rule->first_day);
    set_number(row, RULES_LAST_DAY, rule->last_day);
    set_positive(row, RULES_COUNT, rule->count);
    set_positive(row, RULES_FREE_DAYS, rule->free_days);
    row->free_of =
        rule->supports == 1U << PCART_SUPPORT_GCSF ? "G-CSF" : "transfusion";
    row->cell[RULES_JOIN] = rule->is_alternative ? "or" : "and";
    row->words = rule->words;
    row->reading = rule->reading;
    row->ground = &rule->ground;
}

/* "fever_over_hour", "ferritin", "ferritin/baseline". */
static void
fill_sign(const pcart_rule_set *set, size_t i, rules_row *row)
{
    static const char *const use[] = {"rule", "required", "waives", "counts"};
    static const char *const link[] = {NULL, "and", "or"};
    const pcart_sign_rule *rule = &set->rule.sign[i];

    row->cell[RULES_KIND] = use[rule->use];
    row->cell[RULES_NAME] = rule->term;
    if (rule->sign >= 0)
        row->cell[RULES_ANALYTE] = pcart_sign_get(rule->sign)->name;
    else
        set_analyte(row, rule->analyte);
    if (rule->is_ratio)
        row->reading = "times the value before lymphodepletion";
    set_limit(row, rule->op, rule->limit);
    set_positive(row, RULES_COUNT, rule->grade);
    row->cell[RULES_JOIN] = link[rule->link];
    row->cell[RULES_FIRST_DAY] = rule->is_ratio ? "baseline" : NULL;
    row->ground = &rule->ground;
}

static void
fill_factor(const pcart_rule_set *set, size_t i, rules_row *row)
{
    const pcart_factor_rule *rule = &set->rule.factor[i];

    row->cell[RULES_NAME] = rule->is_divisor ? "divided by" : "times";
    set_analyte(row, (int)rule->analyte);
    set_fixed(row, RULES_LIMIT, rule->per);
    row->reading = rule->unit;
    row->ground = &rule->ground;
}

static void
fill_class(const pcart_class_rule *rule, rules_row *row)
{
    row->cell[RULES_NAME] = rule->label;
    set_number(row, RULES_LIMIT, rule->low);
    set_number(row, RULES_LIMIT2, rule->high);
    row->ground = &rule->ground;
}

static void
fill_policy(const pcart_policy *policy, rules_row *row)
{
    row->cell[RULES_NAME] = pcart_policy_name(policy->id);
    set_fixed(row, RULES_LIMIT, policy->value);
    row->ground = &policy->ground;
}

size_t
pcarti_rules_n_row(const pcart_rule_set *set)
{
    return set->n_rule + set->n_class + set->n_policy;
}

void
pcarti_rules_row(const pcart_rule_set *set, size_t i, rules_row *row)
{
    static void (*const fill[])(const pcart_rule_set *, size_t, rules_row *) = {
        [PCART_SHAPE_DEPTH] = fill_depth,
        [PCART_SHAPE_NADIR] = fill_nadir,
        [PCART_SHAPE_POINT] = fill_point,
        [PCART_SHAPE_BAND] = fill_band,
        [PCART_SHAPE_DEFINITION] = fill_definition,
        [PCART_SHAPE_SIGN] = fill_sign,
        [PCART_SHAPE_FACTOR] = fill_factor,
    };

    memset(row, 0, sizeof(*row));
    if (i < set->n_rule) {
        row->cell[RULES_KIND] = "rule";
        fill[set->shape](set, i, row);
    } else if (i - set->n_rule < set->n_class) {
        row->cell[RULES_KIND] = "class";
        fill_class(&set->classes[i - set->n_rule], row);
    } else {
        row->cell[RULES_KIND] = "policy";
        fill_policy(&set->policy[i - set->n_rule - set->n_class], row);
    }
    row->cell[RULES_MARK] = pcart_mark_name(row->ground->mark);
    row->cell[RULES_CITE] = row->ground->cite ? row->ground->cite->key : NULL;
}

void
pcarti_rules_tsv(const pcart_rule_set *set, pcarti_buf *out)
{
    rules_row row;

    for (int c = 0; c < RULES_N_COLUMN; c++)
        pcarti_buf_print(out, c ? "\t%s" : "%s", pcarti_rules_column[c]);
    pcarti_buf_char(out, '\n');
    for (size_t i = 0; i < pcarti_rules_n_row(set); i++) {
        pcarti_rules_row(set, i, &row);
        for (int c = 0; c < RULES_N_COLUMN; c++)
            pcarti_buf_print(out, c ? "\t%s" : "%s",
                             row.cell[c] ? row.cell[c] : "-");
        pcarti_buf_char(out, '\n');
    }
}

static void
json_text(pcarti_buf *out, const char *text)
{
    if (text)
        pcarti_buf_json(out, text);
    else
        pcarti_buf_text(out, "null");
}

/* A cell whose text is in `number` is a number, every other one text. */
static void
json_row(const rules_row *row, pcarti_buf *out)
{
    pcarti_buf_char(out, '{');
    for (int c = 0; c < RULES_N_COLUMN; c++) {
        pcarti_buf_print(out,
                         c ? ",\"%s\":" : "\"%s\":", pcarti_rules_column[c]);
        if (row->cell[c] == row->number[c])
            pcarti_buf_text(out, row->cell[c]);
        else
            json_text(out, row->cell[c]);
    }
    pcarti_buf_text(out, ",\"place\":");
    json_text(out, row->ground->place);
    pcarti_buf_text(out, ",\"words\":");
    json_text(out, row->words);
    pcarti_buf_text(out, ",\"reading\":");
    json_text(out, row->reading);
    pcarti_buf_char(out, '}');
}

void
pcarti_rules_json(const pcart_rule_set *set, pcarti_buf *out)
{
    const struct {
        const char *name, *text;
    } field[] = {
        {"id", set->id},           {"title", set->title},
        {"unit", set->unit},       {"shape", pcart_shape_name(set->shape)},
        {"applies", set->applies}, {"disabled", set->disabled},
        {"note", set->note},
    };
    rules_row row;

    pcarti_buf_char(out, '{');
    for (size_t i = 0; i < PCART_COUNTOF(field); i++) {
        pcarti_buf_print(out, i ? ",\"%s\":" : "\"%s\":", field[i].name);
        json_text(out, field[i].text);
    }
    pcarti_buf_text(out, ",\"rows\":[");
    for (size_t i = 0; i < pcarti_rules_n_row(set); i++) {
        pcarti_buf_text(out, i ? ",\n" : "\n");
        pcarti_rules_row(set, i, &row);
        json_row(&row, out);
    }
    pcarti_buf_text(out, "\n]}");
}
