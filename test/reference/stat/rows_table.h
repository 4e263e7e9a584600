/* rows_table.h -- reference rows of tables, ranks, shares and samples. */
#ifndef ROWS_TABLE_H
#define ROWS_TABLE_H

#include "frame.h"
#include "postcart/chisq.h"
#include "postcart/fisher.h"
#include "postcart/mcnemar.h"
#include "postcart/proportion.h"
#include "postcart/quantile.h"
#include "postcart/rank.h"
#include "stat/dist.h"
#include "stat/rank_exact.h"

/* The inline tables, by the start of their label; row by row. */
typedef struct table {
    const char *label;
    int size[2];
    int cell[16];
} table;

// clang-format off
static const table tables[] = {
    {"job satisfaction", {4, 4}, {1, 3, 10, 6, 2, 3, 10, 7, 1, 6, 14, 12, 0, 1, 9, 11}},
    {"tea 2x2", {2, 2}, {3, 1, 1, 3}},
    {"2x3 [[6,7,1]", {2, 3}, {6, 7, 1, 161, 311, 90}},
    {"2x2 MRD-CR", {2, 2}, {9, 4, 0, 5}},
    {"2x2 CRES", {2, 2}, {3, 1, 6, 8}},
    {"2x2 CAR-HEMATOTOX", {2, 2}, {10, 240, 4, 260}},
    {"2x2 platelets", {2, 2}, {11, 59, 3, 391}},
    {"2x2 ASCT", {2, 2}, {7, 146, 7, 395}},
    {"3x4 rows", {3, 4}, {5, 3, 0, 2, 1, 7, 4, 4, 0, 2, 9, 6}},
    {"5x3 rows", {5, 3}, {12, 3, 1, 5, 8, 2, 0, 6, 7, 3, 3, 9, 1, 2, 4}},
    {"Dept A", {2, 2}, {512, 89, 313, 19}},
    {"Hair x Sex", {4, 2}, {56, 52, 143, 143, 34, 37, 46, 81}},
};
// clang-format on

static const table *
find_table(const row *r)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (!strncmp(r->options, tables[i].label, strlen(tables[i].label)))
            return &tables[i];
    return NULL;
}

static answer
answer_fisher(const row *r, pcart_arena *arena, double *out)
{
    const table *t = find_table(r);
    pcart_fisher_options options = {.alternative = has(r->options, " greater")
                                                       ? PCART_GREATER
                                                       : PCART_TWO_SIDED};
    pcart_test test;

    if (!t)
        return NOT_YET;
    if (t->size[0] == 2 && t->size[1] == 2) {
        if (pcart_fisher_2x2(t->cell, &options, &test, NULL))
            return NOT_YET;
    } else if (pcart_fisher_table(t->cell, t->size, &options, arena, &test,
                                  NULL)) {
        return NOT_YET;
    }
    *out = !strcmp(r->quantity, "p")                ? test.p_value
           : !strcmp(r->quantity, "conditional OR") ? test.estimate
           : !strcmp(r->quantity, "OR lower")       ? test.low
                                                    : test.high;
    return ANSWERED;
}

static answer
answer_chisq(const row *r, pcart_arena *arena, double *out)
{
    const table *t = find_table(r);
    pcart_test test;

    (void)arena;
    if (!t || pcart_chisq_test(t->cell, t->size,
                               has(r->options, "Yates") ? PCART_CHISQ_YATES
                                                        : PCART_CHISQ_PLAIN,
                               &test, NULL))
        return NOT_YET;
    *out = !strcmp(r->quantity, "p") ? test.p_value : test.statistic;
    return ANSWERED;
}

static answer
answer_mcnemar(const row *r, pcart_arena *arena, double *out)
{
    int b = has(r->dataset, "794") ? 86 : 5, c = b == 86 ? 150 : 0;
    pcart_mcnemar_kind kind =
        has(r->options, "mid-p")         ? PCART_MCNEMAR_MID_P
        : has(r->options, "uncorrected") ? PCART_MCNEMAR_PLAIN
        : has(r->options, "corrected")   ? PCART_MCNEMAR_CORRECTED
                                         : PCART_MCNEMAR_EXACT;
    pcart_test test;

    (void)arena;
    if (pcart_mcnemar_test(b, c, kind, &test, NULL))
        return NOT_YET;
    *out = !strcmp(r->quantity, "p") ? test.p_value : test.statistic;
    return ANSWERED;
}

static answer
answer_proportion(const row *r, pcart_arena *arena, double *out)
{
    pcart_estimate e;

    (void)arena;
    if (pcart_proportion(atoi(r->options), count_behind(r->options, "/"),
                         has(r->options, "Wilson") ? PCART_WILSON
                                                   : PCART_CLOPPER_PEARSON,
                         0, &e, NULL))
        return NOT_YET;
    *out = !strcmp(r->quantity, "lower") ? e.low : e.high;
    return ANSWERED;
}

static answer
answer_rate(const row *r, pcart_arena *arena, double *out)
{
    pcart_estimate e;

    (void)arena;
    if (pcart_rate(atoi(r->options), 1, 0, &e, NULL))
        return NOT_YET;
    *out = !strcmp(r->quantity, "lower") ? e.low : e.high;
    return ANSWERED;
}

/* Two samples of a data set, by the value of a column. */
static void
two_samples(const char *file, const char *value, const char *by,
            const char *const level[2], pcart_values sample[2])
{
    const frame *f = frame_find(file);

    for (int g = 0; g < 2; g++) {
        double *x = frame_take(f->n_row, sizeof *x);
        size_t n = 0;

        for (size_t i = 0; i < f->n_row; i++)
            if (!strcmp(frame_text(f, i, by), level[g]) &&
                !isnan(frame_number(f, i, value)))
                x[n++] = frame_number(f, i, value);
        sample[g] = (pcart_values){x, n};
    }
}

static answer
answer_mass(const row *r, pcart_arena *arena, double *out)
{
    size_t q = (size_t)number_behind(r->options, "q=");
    double *mass = NULL, sum = 0;
    pcart_status st =
        has(r->options, "pwilcox")
            ? pcarti_mannwhitney_mass((size_t)number_behind(r->options, "m="),
                                      (size_t)number_behind(r->options, ",n="),
                                      q, arena, &mass, NULL)
            : pcarti_signedrank_mass((size_t)number_behind(r->options, "n="), q,
                                     arena, &mass, NULL);

    if (st)
        return NOT_YET;
    for (size_t u = 0; u <= q; u++)
        sum += mass[u];
    *out = sum;
    return ANSWERED;
}

static answer
answer_mannwhitney(const row *r, pcart_arena *arena, double *out)
{
    static const double placenta[] = {0.80, 0.83, 1.89, 1.04, 1.45,
                                      1.38, 1.91, 1.64, 0.73, 1.46};
    static const double term[] = {1.15, 0.88, 0.90, 0.74, 1.21};
    static const char *const month[] = {"5", "8"};
    static const char *const treated[] = {"control", "treatment"};
    static const char *const compound[] = {"Compound", "Control"};
    pcart_rank_options options = {.want_interval = 1};
    pcart_values sample[2];
    pcart_test test;

    if (!strcmp(r->dataset, "distribution"))
        return answer_mass(r, arena, out);
    if (has(r->dataset, "airquality")) {
        two_samples("airquality", "Ozone", "Month", month, sample);
        options.p = has(r->options, "EXACT")           ? PCART_RANK_EXACT
                    : has(r->options, "no continuity") ? PCART_RANK_NORMAL_PLAIN
                                                       : PCART_RANK_R_RULE;
    } else if (has(r->dataset, "rotarod")) {
        two_samples("rotarod", "time", "group", treated, sample);
        options.p = PCART_RANK_EXACT;
    } else if (has(r->dataset, "ASAT")) {
        two_samples("asat", "asat", "group", compound, sample);
        options.p = PCART_RANK_EXACT;
    } else {
        sample[0] = (pcart_values){placenta, 10};
        sample[1] = (pcart_values){term, 5};
        if (has(r->options, "greater"))
            options.alternative = PCART_GREATER;
    }
    if (pcart_mannwhitney_test(sample[0], sample[1], &options, arena, &test,
                               NULL))
        return NOT_YET;
    *out = !strcmp(r->quantity, "W")           ? test.statistic
           : !strcmp(r->quantity, "p")         ? test.p_value
           : !strcmp(r->quantity, "estimate")  ? test.estimate
           : !strcmp(r->quantity, "limits[1]") ? test.low
                                               : test.high;
    return ANSWERED;
}

/* The p-value of a given V of n untied pairs, by a sample that has it. */
static answer
answer_signedrank_v(const row *r, pcart_arena *arena, double *out)
{
    int v = count_behind(r->options, "V=");
    pcart_rank_options options = {.p = has(r->options, "exact")
                                           ? PCART_RANK_EXACT
                                           : PCART_RANK_NORMAL_PLAIN};
    double x[9];
    pcart_test test;

    for (int i = 0; i < 9; i++)
        x[i] = i + 1 == v ? i + 1 : -(i + 1);
    if (pcart_signedrank_test((pcart_values){x, 9}, &options, arena, &test,
                              NULL))
        return NOT_YET;
    *out = test.p_value;
    return ANSWERED;
}

static answer
answer_signedrank(const row *r, pcart_arena *arena, double *out)
{
    static const double x[] = {1.83, 0.50, 1.62, 2.48, 1.68,
                               1.88, 1.55, 3.06, 1.30};
    static const double y[] = {0.878, 0.647, 0.598, 2.05, 1.06,
                               1.29,  1.06,  3.14,  1.29};
    pcart_rank_options options = {.want_interval = 1};
    double difference[10];
    size_t n = 9;
    pcart_test test;

    if (!strcmp(r->dataset, "distribution"))
        return answer_mass(r, arena, out);
    if (has(r->dataset, "no ties"))
        return answer_signedrank_v(r, arena, out);
    if (has(r->dataset, "sleep")) {
        const frame *f = frame_find("sleep");

        n = 10;
        for (size_t i = 0; i < n; i++)
            difference[i] =
                frame_number(f, i, "extra") - frame_number(f, i + n, "extra");
        options.p = PCART_RANK_EXACT;
        options.zeros =
            has(r->options, "Pratt") ? PCART_ZEROS_PRATT : PCART_ZEROS_DROPPED;
    } else {
        for (size_t i = 0; i < n; i++)
            difference[i] = x[i] - y[i];
    }
    if (pcart_signedrank_test((pcart_values){difference, n}, &options, arena,
                              &test, NULL))
        return NOT_YET;
    *out = !strcmp(r->quantity, "V")          ? test.statistic
           : !strcmp(r->quantity, "p")        ? test.p_value
           : !strcmp(r->quantity, "value[1]") ? test.estimate
           : !strcmp(r->quantity, "value[2]") ? test.low
                                              : test.high;
    return ANSWERED;
}

static answer
answer_kruskal(const row *r, pcart_arena *arena, double *out)
{
    const frame *f = frame_find("airquality");
    double value[200];
    int group[200];
    size_t n = 0;
    pcart_test test;

    for (size_t i = 0; i < f->n_row; i++)
        if (!isnan(frame_number(f, i, "Ozone"))) {
            value[n] = frame_number(f, i, "Ozone");
            group[n++] = (int)frame_number(f, i, "Month");
        }
    if (pcart_kruskal_test((pcart_values){value, n}, group, 10, arena, &test,
                           NULL))
        return NOT_YET;
    *out = !strcmp(r->quantity, "p") ? test.p_value : test.statistic;
    return ANSWERED;
}

static answer
answer_quantile(const row *r, pcart_arena *arena, double *out)
{
    static const char *const column[][3] = {
        {"survival::lung$age", "lung", "age"},
        {"survival::lung$wt.loss", "lung", "wt.loss"},
        {"datasets::airquality$Ozone", "airquality", "Ozone"},
        {"survival::veteran$karno (n=137)", "veteran", "karno"},
        {"survival::ovarian$age", "ovarian", "age"},
    };
    double p = number_behind(r->quantity, "[") / 100, *x;
    pcart_quantile_options options = {.p = &p, .n_p = 1};
    int type = count_behind(r->options, "type ");
    const frame *f;
    size_t n = 0, k = 0;

    while (strcmp(r->dataset, column[k][0]))
        k++;
    f = frame_find(column[k][1]);
    x = frame_numbers(f, column[k][2]);
    for (size_t i = 0; i < f->n_row; i++)
        if (!isnan(x[i]))
            x[n++] = x[i];
    options.type = type == 2   ? PCART_QUANTILE_2
                   : type == 6 ? PCART_QUANTILE_6
                               : PCART_QUANTILE_7;
    return pcart_quantile_of(x, n, &options, arena, out, NULL) ? NOT_YET
                                                               : ANSWERED;
}

static answer
answer_meansd(const row *r, pcart_arena *arena, double *out)
{
    static const double first[] = {10000001, 10000003, 10000002};
    double big = has(r->dataset, "Acc3")   ? 1000000
                 : has(r->dataset, "Acc4") ? 10000000
                                           : 1;
    double x[1001];
    size_t n = 1001;
    pcart_summary s;

    if (has(r->dataset, "Acc1")) {
        n = 3;
        memcpy(x, first, sizeof first);
    } else {
        x[0] = big + 0.2;
        for (size_t i = 1; i < n; i++)
            x[i] = big + (i % 2 ? 0.1 : 0.3);
    }
    if (pcart_summary_of(x, n, PCART_QUANTILE_7, arena, &s, NULL))
        return NOT_YET;
    *out = has(r->quantity, "[1]") ? s.mean : s.sd;
    return ANSWERED;
}

static answer
answer_dist(const row *r, pcart_arena *arena, double *out)
{
    const char *o = r->options, *comma = strchr(o, ',');

    (void)arena;
    if (!strcmp(r->dataset, "pnorm"))
        *out = pnorm(number_behind(o, "x="), 0, 1, 1, 1);
    else if (!strcmp(r->dataset, "pchisq upper"))
        *out = pchisq(number_behind(o, "x="), number_behind(o, "df="), 0, 1);
    else if (!strcmp(r->dataset, "qnorm"))
        *out = qnorm(number_behind(o, "p="), 0, 1, 1, 0);
    else if (!strcmp(r->dataset, "qbeta") && comma)
        *out = qbeta(atof(o), atof(comma + 1), atof(strchr(comma + 1, ',') + 1),
                     1, 0);
    else if (!strcmp(r->dataset, "pt"))
        *out = pt(atof(o), number_behind(o, "df="), 1, 0);
    else
        return NOT_YET;
    return ANSWERED;
}

#endif
