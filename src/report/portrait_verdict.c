/* portrait_verdict.c -- the grades of a course in words.  Layer: report. */
#include "report/portrait.h"

#include <string.h>

/* Results on the strip, in their order. */
static const struct {
    const char *measure, *title;
} shown[] = {
    {"icaht_early", "Early ICAHT"},    {"icaht_late", "Late ICAHT"},
    {"ticaht_early", "Early T-ICAHT"}, {"ticaht_late", "Late T-ICAHT"},
    {"ctcae5_anc", "ANC, CTCAE v5"},   {"ctcae6_anc", "ANC, CTCAE v6"},
    {"ctcae5_plt", "Platelets, v5"},   {"car_hematotox", "CAR-HEMATOTOX"},
    {"phenotype", "Phenotype"},        {"recovery_anc", "ANC recovery"},
    {"recovery_plt", "PLT recovery"},  {"plt_day_90", "PLT day 90"},
};

/* A count as the panels show it: platelets in 10^9/L. */
static const char *
count_text(pcarti_portrait *p, int analyte, pcart_fixed value)
{
    char text[PCART_FIXED_SIZE];

    if (analyte == PCART_PLATELETS)
        return pcarti_portrait_print(p, "%s \xC3\x97 10\xE2\x81\xB9/L",
                                     pcart_fixed_write(value / 1000, text));
    return pcarti_portrait_print(
        p, "%s %s", pcart_fixed_write(value, text),
        pcart_analyte_get((pcart_analyte)analyte)->unit);
}

static const char *
value_text(pcarti_portrait *p, const pcart_result *r, pcart_fixed value)
{
    char text[PCART_FIXED_SIZE];

    if (value == PCART_FIXED_NONE)
        return "?";
    pcart_fixed_write(value, text);
    if (strcmp(r->unit, "grade") == 0)
        return pcarti_portrait_print(p, "grade %s", text);
    if (strcmp(r->unit, "day") == 0)
        return pcarti_portrait_print(p, "day %s", text);
    if (strcmp(r->unit, "cells/uL") == 0)
        return count_text(p, r->set ? r->set->analyte : PCART_ANC, value);
    return pcarti_portrait_print(
        p, "%s %s", text,
        value == PCART_FIXED_ONE && strcmp(r->unit, "points") == 0 ? "point"
                                                                   : r->unit);
}

/* What never came is known, and what does not apply is no gap in the data. */
static const char *
no_value_text(const pcart_result *r)
{
    static const char *const first[] = {"not applicable", "not recovered"};

    for (size_t i = 0; r->reason && i < PCART_COUNTOF(first); i++)
        if (strncmp(r->reason, first[i], strlen(first[i])) == 0)
            return first[i];
    return "not evaluable";
}

static const char *
result_text(pcarti_portrait *p, const pcart_result *r)
{
    char low[PCART_FIXED_SIZE], high[PCART_FIXED_SIZE];

    switch (r->state) {
    case PCART_STATE_NOT_EVALUABLE:
        return no_value_text(r);
    case PCART_STATE_BOUNDS:
        if (r->low_label && r->high_label)
            return pcarti_portrait_print(p, "%s or %s", r->low_label,
                                         r->high_label);
        return pcarti_portrait_print(
            p, "%s%s to %s", strcmp(r->unit, "grade") == 0 ? "grade " : "",
            r->low == PCART_FIXED_NONE ? "?" : pcart_fixed_write(r->low, low),
            r->high == PCART_FIXED_NONE ? "?"
                                        : pcart_fixed_write(r->high, high));
    case PCART_STATE_VALUE:
        break;
    }
    if (r->value == PCART_FIXED_NONE)
        return r->label ? r->label : "?";
    return value_text(p, r, r->value);
}

/* The longest decisive episode, or the decisive value; NULL if there is
 * none. */
static const pcart_evidence *
decisive(const pcart_result *r)
{
    const pcart_evidence *found = NULL;

    for (size_t i = 0; i < r->n_evidence; i++)
        if (r->evidence[i].kind == PCART_EVIDENCE_DECISIVE &&
            (!found || r->evidence[i].days > found->days))
            found = &r->evidence[i];
    return found;
}

static const char *
why(pcarti_portrait *p, const pcart_result *r)
{
    const pcart_evidence *e = decisive(r);
    const char *name;

    if (r->reason)
        return r->reason;
    if (!e || e->analyte < 0)
        return NULL;
    name = pcart_analyte_get((pcart_analyte)e->analyte)->title;
    if (e->days > 0 && e->limit != PCART_FIXED_NONE)
        return pcarti_portrait_print(
            p, "%s %s %s for %s", name,
            e->op == PCART_LE ? "\xE2\x89\xA4" : pcart_op_name(e->op),
            count_text(p, e->analyte, e->limit),
            e->days == 1
                ? pcarti_portrait_print(p, "1 day, day %d", e->first_day)
                : pcarti_portrait_print(p, "%d days, day %d to %d", e->days,
                                        e->first_day, e->last_day));
    if (e->value != PCART_FIXED_NONE)
        return pcarti_portrait_print(
            p, "%s %s%s on day %d", name,
            e->censor == PCART_BELOW || e->censor == PCART_AT_MOST ? "<" : "",
            count_text(p, e->analyte, e->value), e->first_day);
    return e->text;
}

static int
severity(const pcart_result *r)
{
    pcart_fixed worst = r->state == PCART_STATE_VALUE    ? r->value
                        : r->state == PCART_STATE_BOUNDS ? r->high
                                                         : PCART_FIXED_NONE;

    if (strcmp(r->unit, "grade") != 0 || worst == PCART_FIXED_NONE)
        return -1;
    return (int)(worst / PCART_FIXED_ONE);
}

void
pcarti_portrait_verdicts(pcarti_portrait *p, pcart_course_chart *chart)
{
    static const pcart_chart_state state[] = {
        [PCART_STATE_VALUE] = PCART_CHART_VALUE,
        [PCART_STATE_BOUNDS] = PCART_CHART_BOUNDS,
        [PCART_STATE_NOT_EVALUABLE] = PCART_CHART_NOT_EVALUABLE};
    pcart_chart_verdict *verdict = pcarti_portrait_take(
        p, PCART_COUNTOF(shown) + PCARTI_PORTRAIT_RISKS, sizeof *verdict);

    for (size_t k = 0; verdict && k < PCART_COUNTOF(shown); k++) {
        const pcart_result *r = pcarti_portrait_result(p, shown[k].measure);

        if (!r)
            continue;
        verdict[chart->n_verdict++] =
            (pcart_chart_verdict){.title = shown[k].title,
                                  .text = result_text(p, r),
                                  .why = why(p, r),
                                  .state = state[r->state],
                                  .severity = severity(r),
                                  .rule = r->set ? r->set->id : NULL};
    }
    if (verdict)
        pcarti_portrait_risks(p, chart, verdict);
    chart->verdict = verdict;
}
