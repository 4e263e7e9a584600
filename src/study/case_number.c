/* case_number.c -- cases of published numbers: tests, curves, scores,
 * karyotypes.  Layer: study. */
#include "study/case_number.h"

#include <stdlib.h>
#include <string.h>

#include "postcart/chisq.h"
#include "postcart/fisher.h"
#include "postcart/incidence.h"
#include "postcart/karyotype.h"
#include "postcart/mcnemar.h"
#include "postcart/proportion.h"
#include "postcart/risk.h"
#include "study/case_facts.h"

enum { MAX_VALUE = 64 };

/* One question on its way. */
typedef struct question {
    char *facts;
    int decimals; /* of the expected number */
    pcart_arena *arena;
    pcarti_buf *out;
    pcart_err *err;
} question;

static pcart_status
unreadable(const question *q)
{
    return pcart_err_set(q->err, PCART_E_SYNTAX,
                         "the facts cannot be read: '%.60s'", q->facts);
}

/* Whole numbers between anything else; their number. */
static size_t
read_numbers(const char *text, int out[MAX_VALUE])
{
    size_t n = 0;

    while (n < MAX_VALUE && *text) {
        text += strcspn(text, "0123456789");
        if (*text)
            out[n++] = (int)strtol(text, (char **)(uintptr_t)&text, 10);
    }
    return n;
}

static void
put_number(const question *q, double value)
{
    pcarti_buf_print(q->out, "%.*f", q->decimals, value);
}

/* "28/32 12/23": with and all of two groups. */
static pcart_status
ask_table(const question *q, int kind)
{
    const int size[2] = {2, 2};
    int v[MAX_VALUE], cell[4];
    pcart_test test = {0};
    pcart_status status;

    if (read_numbers(q->facts, v) != 4)
        return unreadable(q);
    cell[0] = v[0];
    cell[1] = v[1] - v[0];
    cell[2] = v[2];
    cell[3] = v[3] - v[2];
    status = kind < 0 ? pcart_fisher_2x2(cell, NULL, &test, q->err)
                      : pcart_chisq_test(cell, size, (pcart_chisq_kind)kind,
                                         &test, q->err);
    if (!status)
        put_number(q, test.p_value);
    return status;
}

static pcart_status
ask_fisher(const question *q)
{
    return ask_table(q, -1);
}

static pcart_status
ask_pearson(const question *q)
{
    return ask_table(q, PCART_CHISQ_PLAIN);
}

static pcart_status
ask_yates(const question *q)
{
    return ask_table(q, PCART_CHISQ_YATES);
}

/* "5 0": pairs that differ one way and the other. */
static pcart_status
ask_pairs(const question *q, pcart_mcnemar_kind kind)
{
    int v[MAX_VALUE];
    pcart_test test = {0};
    pcart_status status;

    if (read_numbers(q->facts, v) != 2)
        return unreadable(q);
    status = pcart_mcnemar_test(v[0], v[1], kind, &test, q->err);
    if (!status)
        put_number(q, test.p_value);
    return status;
}

static pcart_status
ask_mcnemar(const question *q)
{
    return ask_pairs(q, PCART_MCNEMAR_EXACT);
}

static pcart_status
ask_mcnemar_mid(const question *q)
{
    return ask_pairs(q, PCART_MCNEMAR_MID_P);
}

/* "4/40": percentage with the exact interval, "10.0 (2.8-23.7)". */
static pcart_status
ask_share(const question *q, pcart_proportion_kind kind)
{
    int v[MAX_VALUE];
    pcart_estimate share;
    pcart_status status;

    if (read_numbers(q->facts, v) != 2)
        return unreadable(q);
    status = pcart_proportion(v[0], v[1], kind, 0, &share, q->err);
    if (!status)
        pcarti_buf_print(q->out, "%.1f (%.1f-%.1f)", 100 * share.estimate,
                         100 * share.low, 100 * share.high);
    return status;
}

static pcart_status
ask_exact(const question *q)
{
    return ask_share(q, PCART_CLOPPER_PEARSON);
}

static pcart_status
ask_wilson(const question *q)
{
    return ask_share(q, PCART_WILSON);
}

/* "at 3; 1 event, 2 censored, 3 event, 4 other": a percentage with limits. */
static pcart_status
ask_incidence(const question *q)
{
    double time[MAX_VALUE];
    int status_of[MAX_VALUE], first[MAX_VALUE];
    pcart_followup data = {.time = time, .status = status_of};
    pcart_curve curve;
    pcart_point point;
    char *at = q->facts, *part = pcarti_case_part(&at, ';');
    pcart_status status;

    if (!at || read_numbers(part, first) != 1)
        return unreadable(q);
    while ((part = pcarti_case_part(&at, ',')) && data.n < MAX_VALUE) {
        int v[MAX_VALUE];

        if (read_numbers(part, v) != 1)
            return unreadable(q);
        time[data.n] = v[0];
        status_of[data.n++] = strstr(part, "event")   ? 1
                              : strstr(part, "other") ? 2
                                                      : 0;
    }
    status = pcart_incidence_fit(&data, NULL, q->arena, &curve, q->err);
    if (!status)
        status = pcart_curve_at(&curve, first[0], &point, q->err);
    if (!status)
        pcarti_buf_print(q->out, "%.1f (%.1f-%.1f)", 100 * point.estimate,
                         100 * point.low, 100 * point.high);
    return status;
}

/* "BM_BLAST=4.999; HB=10": points and class, "2 intermediate". */
static pcart_status
ask_score(const question *q, const char *name)
{
    const pcart_risk_set *set = pcart_risk_set_find(name);
    char low[PCART_FIXED_SIZE], high[PCART_FIXED_SIZE], *at = q->facts, *part;
    pcart_risk_input input;
    pcart_risk risk;

    pcart_risk_input_init(&input);
    while ((part = pcarti_case_part(&at, ';'))) {
        char *equals = strchr(part, '=');
        pcart_decimal decimal;
        pcart_fixed value;
        int v = 0;

        if (!equals)
            return unreadable(q);
        *equals++ = '\0';
        part = pcarti_case_trim(part);
        while (v < PCART_N_RISK_VARIABLE &&
               strcmp(pcart_risk_variable_name((pcart_risk_variable)v), part) !=
                   0)
            v++;
        if (v == PCART_N_RISK_VARIABLE ||
            pcart_decimal_read(equals, strlen(equals), '.', &decimal, NULL) ||
            pcart_fixed_from_decimal(decimal, 1, 1, &value, NULL, NULL))
            return unreadable(q);
        pcart_risk_input_set(&input, (pcart_risk_variable)v, value);
    }
    pcart_risk_input_derive(&input, 0);
    pcart_risk_score(set, &input, &risk);
    if (risk.state == PCART_STATE_NOT_EVALUABLE) {
        pcarti_buf_print(q->out, "not evaluable: %s",
                         risk.reason ? risk.reason : "");
        return PCART_OK;
    }
    pcarti_buf_text(q->out, pcart_fixed_write(risk.low, low));
    if (risk.high != risk.low)
        pcarti_buf_print(q->out, "..%s", pcart_fixed_write(risk.high, high));
    pcarti_buf_print(q->out, " %s", set->classes[risk.class_low].label);
    if (risk.class_high != risk.class_low)
        pcarti_buf_print(q->out, "..%s", set->classes[risk.class_high].label);
    return PCART_OK;
}

static pcart_status
ask_ipss(const question *q)
{
    return ask_score(q, "ipss-1997");
}

static pcart_status
ask_ipssr(const question *q)
{
    return ask_score(q, "ipss-r-2012");
}

static pcart_status
ask_chrs(const question *q)
{
    return ask_score(q, "chrs-2023");
}

static pcart_status
ask_ccrs(const question *q)
{
    return ask_score(q, "ccrs-2024");
}

/* The abnormalities by Chun's count, then the facts that are established. */
static pcart_status
ask_karyotype(const question *q)
{
    pcart_karyotype karyotype;
    pcart_karyotype_facts facts = {0};
    pcart_status status = pcart_karyotype_read(q->facts, strlen(q->facts),
                                               q->arena, &karyotype, q->err);

    if (!status)
        status = pcart_karyotype_find_facts(&karyotype, NULL, q->arena, &facts,
                                            q->err);
    if (status)
        return status;
    pcarti_buf_print(q->out, "%d", facts.cyto.n_abnormality);
    for (int f = 0; f < PCART_N_CYTO; f++)
        if (facts.cyto.present & PCART_CYTO_BIT(f))
            pcarti_buf_print(q->out, " %s", pcart_cyto_name((pcart_cyto)f));
    return PCART_OK;
}

static const struct {
    const char *measure;
    pcart_status (*ask)(const question *q);
} known[] = {
    {"fisher_p", ask_fisher},
    {"pearson_p", ask_pearson},
    {"yates_p", ask_yates},
    {"mcnemar_p", ask_mcnemar},
    {"mcnemar_mid_p", ask_mcnemar_mid},
    {"share_exact", ask_exact},
    {"share_wilson", ask_wilson},
    {"incidence", ask_incidence},
    {"ipss", ask_ipss},
    {"ipssr", ask_ipssr},
    {"chrs", ask_chrs},
    {"ccrs", ask_ccrs},
    {"karyotype", ask_karyotype},
};

int
pcarti_case_is_number(const char *measure)
{
    for (size_t i = 0; i < PCART_COUNTOF(known); i++)
        if (strcmp(known[i].measure, measure) == 0)
            return 1;
    return 0;
}

pcart_status
pcarti_case_number(const char *measure, char *facts, const char *expected,
                   pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const char *point = strchr(expected, '.');
    const question q = {.facts = pcarti_case_trim(facts),
                        .decimals = point ? (int)strlen(point + 1) : 0,
                        .arena = arena,
                        .out = out,
                        .err = err};

    for (size_t i = 0; i < PCART_COUNTOF(known); i++)
        if (strcmp(known[i].measure, measure) == 0)
            return known[i].ask(&q);
    return pcart_err_set(err, PCART_E_SYNTAX, "unknown measure '%.60s'",
                         measure);
}
