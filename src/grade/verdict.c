/*
 * verdict.c -- what the rows of a table on findings say.  Layer: grade.
 *
 * Every row holds, does not, or is open: open when what it asks for is not
 * known well enough.
 */
#include "grade/bedside.h"

#include <string.h>

pcarti_lab_value
pcarti_lab_worst(const pcart_course *course, pcart_analyte analyte,
                 pcart_window window, int is_low_worse)
{
    pcarti_lab_value out = {
        PCARTI_FINDING_LEAST, PCARTI_FINDING_MOST, 0, 0, 0, 0};
    size_t n;
    const pcart_lab *lab = pcart_course_labs(course, analyte, &n);

    for (size_t i = 0; i < n; i++) {
        int day = pcart_window_day(course, lab[i].date);
        int is_upper =
            lab[i].censor == PCART_BELOW || lab[i].censor == PCART_AT_MOST;
        int is_lower =
            lab[i].censor == PCART_ABOVE || lab[i].censor == PCART_AT_LEAST;
        pcart_fixed low =
            is_upper ? 0 : lab[i].value + (lab[i].censor == PCART_ABOVE);
        pcart_fixed high = is_lower
                               ? PCART_SERIES_TOP
                               : lab[i].value - (lab[i].censor == PCART_BELOW);

        if (day < window.first || day > window.last)
            continue;
        if (!out.line || (is_low_worse ? high < out.high : low > out.low)) {
            out.written = lab[i].value;
            out.censor = lab[i].censor;
            out.day = day;
            out.line = lab[i].line ? lab[i].line : 1;
        }
        if (out.low == PCARTI_FINDING_LEAST ||
            (is_low_worse ? low < out.low : low > out.low))
            out.low = low;
        if (out.high == PCARTI_FINDING_MOST ||
            (is_low_worse ? high < out.high : high > out.high))
            out.high = high;
    }
    return out;
}

static int
is_upper_limit(pcart_op op)
{
    return op == PCART_LT || op == PCART_LE;
}

static pcarti_truth
compare(pcart_fixed low, pcart_fixed high, pcart_op op, pcart_fixed limit)
{
    int at_low = pcart_op_holds(low, op, limit);
    int at_high = pcart_op_holds(high, op, limit);

    return at_low && at_high   ? PCARTI_TRUE
           : at_low || at_high ? PCARTI_OPEN
                               : PCARTI_FALSE;
}

/* The neutrophils are at most the leukocytes. */
static void
infer_neutrophils(const pcart_course *course, pcart_window window,
                  pcarti_lab_value *value)
{
    pcarti_lab_value white;

    if (value->line)
        return;
    white = pcarti_lab_worst(course, PCART_WBC, window, 1);
    if (!white.line)
        return;
    value->low = 0;
    value->high = white.high;
}

static pcarti_truth
test_lab(pcarti_grading *grading, const pcart_sign_rule *rule,
         const pcarti_findings *of)
{
    pcart_window days = {of->first_day, of->last_day, NULL};
    pcart_analyte analyte = (pcart_analyte)rule->analyte;
    pcarti_lab_value value = pcarti_lab_worst(grading->course, analyte, days,
                                              is_upper_limit(rule->op));
    pcart_day_value base = {0};
    pcart_fixed times = rule->limit / PCART_FIXED_ONE;

    if (analyte == PCART_ANC)
        infer_neutrophils(grading->course, days, &value);
    if (!rule->is_ratio)
        return compare(value.low, value.high, rule->op, rule->limit);
    pcarti_baseline_value(grading,
                          pcarti_baseline_window(grading, &pcarti_easix),
                          analyte, &base);
    if (base.origin == PCART_DAY_MISSING || !value.line)
        return PCARTI_OPEN;
    /* Against both ends of the baseline, which may be censored. */
    {
        pcarti_truth a =
            compare(value.low, value.high, rule->op, base.low * times);
        pcarti_truth b =
            base.high == PCART_SERIES_TOP
                ? PCARTI_OPEN
                : compare(value.low, value.high, rule->op, base.high * times);

        return a == b ? a : PCARTI_OPEN;
    }
}

/* A row on one finding or value; what is counted is asked for elsewhere. */
static pcarti_truth
test_single(pcarti_grading *grading, const pcart_sign_rule *rule,
            const pcarti_findings *of)
{
    if (rule->sign < 0)
        return test_lab(grading, rule, of);
    return compare(of->low[rule->sign], of->high[rule->sign], rule->op,
                   rule->limit);
}

/* How many rows of a term count: surely, and at most. */
static void
count_term(pcarti_grading *grading, const pcart_rule_set *set, const char *term,
           const pcarti_findings *of, pcart_fixed *low, pcart_fixed *high)
{
    pcarti_truth unit = PCARTI_FALSE;

    *low = *high = 0;
    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_sign_rule *rule = &set->rule.sign[i];
        pcarti_truth one;

        if (rule->use != PCART_USE_COUNTS || strcmp(rule->term, term) != 0)
            continue;
        one = test_single(grading, rule, of);
        if (rule->link != PCART_LINK_OR)
            unit = PCARTI_FALSE;
        /* Joined rows count once: only what they add to the ones before. */
        *low += (one == PCARTI_TRUE && unit != PCARTI_TRUE) * PCART_FIXED_ONE;
        *high +=
            (one != PCARTI_FALSE && unit == PCARTI_FALSE) * PCART_FIXED_ONE;
        unit = one > unit ? one : unit;
    }
}

static pcarti_truth
test_row(pcarti_grading *grading, const pcart_rule_set *set,
         const pcart_sign_rule *rule, const pcarti_findings *of)
{
    pcart_fixed low, high;

    if (rule->sign != PCART_SIGN_COUNTED)
        return test_single(grading, rule, of);
    count_term(grading, set, rule->term, of, &low, &high);
    return compare(low, high, rule->op, rule->limit);
}

size_t
pcarti_clause_test(pcarti_grading *grading, const pcart_rule_set *set,
                   size_t row, const pcarti_findings *of, pcarti_truth *out)
{
    *out = test_row(grading, set, &set->rule.sign[row], of);
    for (row++; row < set->n_rule && set->rule.sign[row].link == PCART_LINK_AND;
         row++) {
        pcarti_truth further = test_row(grading, set, &set->rule.sign[row], of);

        *out = further < *out ? further : *out;
    }
    return row;
}

/* Terms being put together. */
typedef struct folding {
    const char *term, *required_term;
    int low, high; /* of the term at hand */
    pcarti_truth required;
    pcarti_verdict *out;
} folding;

static void
close_term(folding *fold, pcart_combine combine)
{
    pcarti_verdict *out = fold->out;

    switch (combine) {
    case PCART_COMBINE_WORST:
        out->low = fold->low > out->low ? fold->low : out->low;
        out->high = fold->high > out->high ? fold->high : out->high;
        break;
    case PCART_COMBINE_CRITERIA:
        out->low += fold->low > 0;
        out->high += fold->high > 0;
        break;
    case PCART_COMBINE_SUM:
        out->low += fold->low;
        out->high += fold->high;
        break;
    }
    fold->low = fold->high = 0;
}

static void
close_required(folding *fold)
{
    if (fold->required_term && fold->required < fold->out->required)
        fold->out->required = fold->required;
    fold->required = PCARTI_FALSE;
}

static void
add_clause(folding *fold, const pcart_rule_set *set, size_t row,
           pcarti_truth holds)
{
    const pcart_sign_rule *rule = &set->rule.sign[row];

    switch (rule->use) {
    case PCART_USE_GIVES:
        if (!fold->term || strcmp(fold->term, rule->term) != 0)
            close_term(fold, set->combine);
        fold->term = rule->term;
        if (holds == PCARTI_TRUE && rule->grade > fold->low) {
            if (rule->grade > fold->out->low)
                fold->out->row = (int)row;
            fold->low = rule->grade;
        }
        if (holds != PCARTI_FALSE && rule->grade > fold->high)
            fold->high = rule->grade;
        break;
    case PCART_USE_REQUIRED:
        if (!fold->required_term ||
            strcmp(fold->required_term, rule->term) != 0)
            close_required(fold);
        fold->required_term = rule->term;
        if (holds > fold->required)
            fold->required = holds;
        break;
    case PCART_USE_WAIVES:
        if (holds > fold->out->waives)
            fold->out->waives = holds;
        break;
    case PCART_USE_COUNTS:
        break;
    }
}

void
pcarti_verdict_find(pcarti_grading *grading, const pcart_rule_set *set,
                    const pcarti_findings *of, pcarti_verdict *out)
{
    folding fold = {.out = out};
    size_t next;

    *out = (pcarti_verdict){.row = -1, .required = PCARTI_TRUE};
    for (size_t i = 0; i < set->n_rule; i = next) {
        pcarti_truth holds;

        next = pcarti_clause_test(grading, set, i, of, &holds);
        add_clause(&fold, set, i, holds);
    }
    close_term(&fold, set->combine);
    close_required(&fold);
}

int
pcarti_verdict_most(const pcart_rule_set *set)
{
    int most = 0;

    for (size_t i = 0; i < set->n_rule; i++)
        if (set->rule.sign[i].grade > most)
            most = set->rule.sign[i].grade;
    return most;
}

static const char *
title_of(const pcart_sign_rule *rule)
{
    return rule->sign >= 0
               ? pcart_sign_get(rule->sign)->title
               : pcart_analyte_get((pcart_analyte)rule->analyte)->title;
}

static void
explain_row(pcarti_grading *grading, const pcart_sign_rule *rule,
            const pcarti_findings *of)
{
    pcart_window days = {of->first_day, of->last_day, NULL};
    pcart_evidence *piece;

    if (rule->sign >= 0) {
        piece = pcarti_evidence_add(grading, PCART_EVIDENCE_DECISIVE, -1,
                                    of->first_day, of->last_day);
        if (!piece)
            return;
        piece->what = pcart_sign_get(rule->sign)->name;
        piece->table = "signs";
        if (rule->sign != PCART_SIGN_COUNTED) {
            piece->value = of->low[rule->sign];
            piece->line = of->line[rule->sign];
        } else {
            piece->value = rule->limit;
            piece->censor = PCART_AT_LEAST;
        }
    } else {
        pcarti_lab_value value =
            pcarti_lab_worst(grading->course, (pcart_analyte)rule->analyte,
                             days, is_upper_limit(rule->op));

        if (!value.line) // neutrophils inferred from the leukocytes
            return;
        piece = pcarti_evidence_add(grading, PCART_EVIDENCE_DECISIVE,
                                    rule->analyte, value.day, value.day);
        if (!piece)
            return;
        piece->value = value.written;
        piece->censor = value.censor;
        piece->line = value.line;
        piece->table = "labs";
    }
    piece->text = rule->term;
}

void
pcarti_verdict_explain(pcarti_grading *grading, const pcart_rule_set *set,
                       const pcarti_findings *of, int above)
{
    size_t next;

    for (size_t i = 0; i < set->n_rule; i = next) {
        const pcart_sign_rule *rule = &set->rule.sign[i];
        int is_said = 0;
        pcarti_truth holds;

        next = pcarti_clause_test(grading, set, i, of, &holds);
        /* Of several rows on one finding the last that holds says it. */
        for (size_t k = next; k < set->n_rule && !is_said; k++) {
            pcarti_truth later;

            if (set->rule.sign[k].use != rule->use ||
                set->rule.sign[k].sign != rule->sign ||
                set->rule.sign[k].analyte != rule->analyte ||
                set->rule.sign[k].link == PCART_LINK_AND)
                continue;
            (void)pcarti_clause_test(grading, set, k, of, &later);
            is_said = later == PCARTI_TRUE;
        }
        if (holds == PCARTI_TRUE && !is_said && rule->use != PCART_USE_WAIVES &&
            (rule->use != PCART_USE_GIVES || rule->grade > above))
            explain_row(grading, rule, of);
    }
}

const char *
pcarti_verdict_open(pcarti_grading *grading, const pcart_rule_set *set,
                    const pcarti_findings *of, int above)
{
    const char *seen[24];
    char text[160] = "";
    size_t n = 0, length = 0, next;

    for (size_t i = 0; i < set->n_rule; i = next) {
        const pcart_sign_rule *rule = &set->rule.sign[i];
        const char *title = title_of(rule);
        pcarti_truth holds;
        size_t k = 0;

        next = pcarti_clause_test(grading, set, i, of, &holds);
        if (holds != PCARTI_OPEN || rule->sign == PCART_SIGN_COUNTED ||
            rule->use == PCART_USE_WAIVES ||
            (rule->use == PCART_USE_GIVES && rule->grade <= above))
            continue;
        while (k < n && strcmp(seen[k], title) != 0)
            k++;
        if (k < n || n == PCART_COUNTOF(seen) ||
            length + strlen(title) + 3 > sizeof text)
            continue;
        seen[n++] = title;
        memcpy(text + length, ", ", 2);
        memcpy(text + length + 2, title, strlen(title) + 1);
        length += strlen(title) + 2;
    }
    return pcarti_grading_text(grading, "%s", n ? text + 2 : "findings");
}
