/*
 * risk.c -- additive risk scores with bounds for what is missing, and the
 * cytogenetic groups they need.  The tables are in src/rules.
 * Layer: marrow.
 */
#include "postcart/risk.h"

#include <string.h>

void
pcart_risk_input_init(pcart_risk_input *input)
{
    for (int i = 0; i < PCART_N_RISK_VARIABLE; i++)
        input->value[i].low = input->value[i].high = PCART_FIXED_NONE;
}

void
pcart_risk_input_set(pcart_risk_input *input, pcart_risk_variable variable,
                     pcart_fixed value)
{
    input->value[variable].low = input->value[variable].high = value;
}

static int
is_missing(const pcart_risk_value *value)
{
    return value->low == PCART_FIXED_NONE || value->high == PCART_FIXED_NONE;
}

void
pcart_risk_input_derive(pcart_risk_input *input, int is_anc_old)
{
    size_t n;
    const pcart_cytopenia_rule *rule = pcart_ipss_cytopenia_list(&n);
    pcart_risk_value *count = &input->value[PCART_RISK_CYTOPENIAS];

    if (!is_missing(count))
        return;
    count->low = count->high = 0;
    for (size_t i = 0; i < n; i++) {
        const pcart_risk_value *value = &input->value[rule[i].variable];
        pcart_fixed limit = rule[i].variable == PCART_RISK_ANC && is_anc_old
                                ? pcart_ipss_anc_old()
                                : rule[i].limit;

        if (is_missing(value)) {
            count->high += PCART_FIXED_ONE;
            continue;
        }
        if (pcart_op_holds(value->high, rule[i].op, limit))
            count->low += PCART_FIXED_ONE;
        if (pcart_op_holds(value->low, rule[i].op, limit))
            count->high += PCART_FIXED_ONE;
    }
}

/* Whether some value of the interval lies in the band of the row. */
static int
overlaps(const pcart_risk_rule *rule, const pcart_risk_value *value)
{
    if (is_missing(value))
        return 1;
    return (rule->low == PCART_FIXED_NONE ||
            pcart_op_holds(value->high, rule->op_low, rule->low)) &&
           (rule->high == PCART_FIXED_NONE ||
            pcart_op_holds(value->low, rule->op_high, rule->high));
}

static int
class_of(const pcart_risk_class *classes, size_t n, pcart_fixed score)
{
    for (size_t i = 0; i < n; i++)
        if (classes[i].limit == PCART_FIXED_NONE ||
            pcart_op_holds(score, classes[i].op, classes[i].limit))
            return (int)i;
    return (int)n - 1;
}

/* Least and most points of one variable; 0 when no row fits. */
static int
points_of(const pcart_risk_set *set, pcart_risk_variable variable,
          const pcart_risk_value *value, pcart_fixed *low, pcart_fixed *high)
{
    int found = 0;

    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_risk_rule *rule = &set->rule[i];

        if (rule->variable != variable || !overlaps(rule, value))
            continue;
        if (!found || rule->points < *low)
            *low = rule->points;
        if (!found || rule->points > *high)
            *high = rule->points;
        found = 1;
    }
    return found;
}

static int
uses(const pcart_risk_set *set, pcart_risk_variable variable)
{
    for (size_t i = 0; i < set->n_rule; i++)
        if (set->rule[i].variable == variable)
            return 1;
    return 0;
}

static void
set_class(pcart_risk *out)
{
    const pcart_risk_set *set = out->set;

    out->low = pcart_fixed_round_away(out->low, set->step);
    out->high = pcart_fixed_round_away(out->high, set->step);
    out->class_low = class_of(set->classes, set->n_class, out->low);
    out->class_high = class_of(set->classes, set->n_class, out->high);
}

void
pcart_risk_score(const pcart_risk_set *set, const pcart_risk_input *input,
                 pcart_risk *out)
{
    memset(out, 0, sizeof *out);
    out->set = set;
    out->state = PCART_STATE_VALUE;
    for (int v = 0; v < PCART_N_RISK_VARIABLE; v++) {
        const pcart_risk_value *value = &input->value[v];
        pcart_fixed low = 0, high = 0;

        if (!uses(set, (pcart_risk_variable)v))
            continue;
        if (!points_of(set, (pcart_risk_variable)v, value, &low, &high)) {
            out->state = PCART_STATE_NOT_EVALUABLE;
            out->reason = "a value lies outside the range of the score";
            out->low = out->high = PCART_FIXED_NONE;
            out->class_low = out->class_high = -1;
            return;
        }
        if (is_missing(value) || value->low != value->high)
            out->missing |= 1U << v;
        out->low += low;
        out->high += high;
    }
    if (out->missing) {
        out->state =
            out->low == out->high ? PCART_STATE_VALUE : PCART_STATE_BOUNDS;
        out->reason = "values are missing";
    }
    set_class(out);
}

/* The age form of one score, exact in millionths. */
static pcart_fixed
adjust(pcart_fixed score, pcart_fixed age)
{
    const pcart_ipssra_rule *rule = pcart_ipssra_get();
    pcart_fixed slope =
        rule->slope - score * (rule->fall / 100) / (PCART_FIXED_ONE / 100);
    pcart_fixed product = (age - rule->centre) / 100 * slope;

    return score + pcart_fixed_round_away(product, PCART_FIXED_ONE / 100) /
                       (PCART_FIXED_ONE / 100);
}

void
pcart_risk_ipssra(const pcart_risk *ipssr, pcart_fixed age, pcart_risk *out)
{
    pcart_fixed a, b;

    *out = *ipssr;
    out->set = pcart_risk_set_find("ipss-ra");
    if (ipssr->state == PCART_STATE_NOT_EVALUABLE)
        return;
    if (age == PCART_FIXED_NONE) {
        out->state = PCART_STATE_NOT_EVALUABLE;
        out->missing |= 1U << PCART_RISK_AGE;
        out->reason = "age is missing";
        out->low = out->high = PCART_FIXED_NONE;
        out->class_low = out->class_high = -1;
        return;
    }
    a = adjust(ipssr->low, age);
    b = adjust(ipssr->high, age);
    out->low = a < b ? a : b;
    out->high = a < b ? b : a;
    set_class(out);
}

/* Whether an uncertain change could be what this rule asks for.  A loss of 7q
 * that is only possible, as by add(7q), is not counted (as IPSS-R does). */
static int
may_fit(const pcart_cytogenetics *cyto, const pcart_cyto_group_rule *rule)
{
    return (rule->any & cyto->possible & ~PCART_CYTO_BIT(PCART_CYTO_LOSS_7Q)) !=
           0;
}

static pcart_cyto_group
find_group(const pcart_cytogenetics *cyto, const pcart_cyto_group_rule *rule,
           size_t n)
{
    pcart_cyto_group out = {-1, -1, "no karyotype"};
    unsigned perhaps = 0; // groups that an uncertain change could give

    if (cyto->state == PCART_CYTO_FAILED)
        out.reason = "no metaphases";
    else if (cyto->state == PCART_CYTO_MANUAL)
        out.reason = "the karyotype could not be read";
    else if (cyto->state == PCART_CYTO_NO_CELLS)
        out.reason = "no cells of this side";
    if (cyto->state != PCART_CYTO_KNOWN)
        return out;
    for (size_t i = 0; i < n; i++) {
        if (cyto->n_abnormality < rule[i].n_low ||
            cyto->n_abnormality > rule[i].n_high ||
            (rule[i].is_independent && !cyto->is_independent && out.group < 0))
            continue;
        if (rule[i].any && !(cyto->present & rule[i].any)) {
            if (out.group < 0 && may_fit(cyto, &rule[i]))
                perhaps |= 1U << rule[i].group;
            continue;
        }
        if (out.group < 0) {
            out.group = out.alternative = rule[i].group;
            out.reason = rule[i].reason;
            if (!rule[i].is_independent)
                break;
        } else if (!rule[i].is_independent) {
            out.alternative = rule[i].group; // as if clones were related
            break;
        }
    }
    if (out.group >= 0 && perhaps & ~(1U << out.group)) {
        out.group = out.alternative = -1;
        out.reason = "an abnormality with a question mark decides";
    }
    return out;
}

pcart_cyto_group
pcart_ipss_group(const pcart_cytogenetics *cyto)
{
    size_t n;
    const pcart_cyto_group_rule *rule = pcart_ipss_group_list(&n);

    return find_group(cyto, rule, n);
}

pcart_cyto_group
pcart_ipssr_group(const pcart_cytogenetics *cyto)
{
    size_t n;
    const pcart_cyto_group_rule *rule = pcart_ipssr_group_list(&n);

    return find_group(cyto, rule, n);
}

const char *
pcart_ipss_group_name(int group)
{
    static const char *const name[] = {"good", "intermediate", "poor"};

    return group >= 0 && (size_t)group < PCART_COUNTOF(name) ? name[group] : "";
}

static const char *const ipssr_group_name[] = {
    "very good", "good", "intermediate", "poor", "very poor"};

const char *
pcart_ipssr_group_name(int group)
{
    return group >= 0 && (size_t)group < PCART_COUNTOF(ipssr_group_name)
               ? ipssr_group_name[group]
               : "";
}

int
pcart_ipssr_group_find(const char *text, size_t length)
{
    for (size_t g = 0; g < PCART_COUNTOF(ipssr_group_name); g++) {
        const char *name = ipssr_group_name[g];
        size_t i = 0;

        for (; i < length && name[i]; i++) {
            char c = text[i];

            if (c >= 'A' && c <= 'Z')
                c = (char)(c - 'A' + 'a');
            if (c == '-' || c == '_')
                c = ' ';
            if (c != name[i])
                break;
        }
        if (i == length && !name[i])
            return (int)g;
    }
    return -1;
}
