/* roc.c -- receiver operating characteristic.  Layer: stat. */
#include "postcart/roc.h"

#include <math.h>

#include "stat/curve.h"
#include "stat/dist.h"
#include "stat/order.h"

/*
 * DeLong's placements: for each case the share of controls below it, for each
 * control the share of cases above it, ties as half.
 */
typedef struct placement {
    double *value; // per subject
    double area;
} placement;

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static pcart_status
check_input(const int *is_case, pcart_values score, size_t count[2],
            pcart_err *err)
{
    count[0] = count[1] = 0;
    for (size_t i = 0; i < score.n; i++) {
        if (is_case[i] != 0 && is_case[i] != 1)
            return pcart_err_set(err, PCART_E_RANGE,
                                 "row %zu: outcome %d is not 0 or 1", i + 1,
                                 is_case[i]);
        if (!isfinite(score.value[i]))
            return pcart_err_set(err, PCART_E_RANGE,
                                 "row %zu: score is not a finite number",
                                 i + 1);
        count[is_case[i]]++;
    }
    if (count[0] < 2 || count[1] < 2)
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "%zu cases and %zu controls are too few", count[1],
                             count[0]);
    return PCART_OK;
}

/* Placements from mid-ranks: among all, and among the own class. */
static pcart_status
place(const int *is_case, pcart_values score, const size_t count[2],
      pcart_arena *arena, placement *out, pcart_err *err)
{
    size_t n = score.n;
    double *all = pcart_arena_take(arena, n, sizeof *all);
    double *own = pcart_arena_take(arena, n, sizeof *own);
    double *part = pcart_arena_take(arena, n, sizeof *part);
    pcart_status st;

    out->value = pcart_arena_take(arena, n, sizeof *out->value);
    if (!all || !own || !part || !out->value)
        return out_of_memory(err);
    st = pcarti_rank(score.value, n, arena, all, NULL, err);
    out->area = 0;
    for (int c = 0; c < 2 && !st; c++) {
        size_t m = 0;

        for (size_t i = 0; i < n; i++)
            if (is_case[i] == c)
                part[m++] = score.value[i];
        st = pcarti_rank(part, m, arena, own, NULL, err);
        m = 0;
        for (size_t i = 0; i < n && !st; i++) {
            double below;

            if (is_case[i] != c)
                continue;
            below = (all[i] - own[m++]) / (double)count[1 - c];
            out->value[i] = c ? below : 1 - below;
            if (c)
                out->area += below / (double)count[1];
        }
    }
    return st;
}

/* Covariance of two areas over the same subjects. */
static double
covariance(const int *is_case, size_t n, const size_t count[2],
           const placement *a, const placement *b)
{
    double sum[2] = {0, 0};

    for (size_t i = 0; i < n; i++)
        sum[is_case[i]] += (a->value[i] - a->area) * (b->value[i] - b->area);
    return sum[0] / (double)(count[0] - 1) / (double)count[0] +
           sum[1] / (double)(count[1] - 1) / (double)count[1];
}

/* The points of the curve, one per distinct score, from the highest down. */
static pcart_status
set_points(const int *is_case, pcart_values score, const size_t count[2],
           pcart_arena *arena, pcart_roc *out, pcart_err *err)
{
    uint32_t *order = NULL;
    size_t n = score.n, seen[2] = {0, 0};
    double *threshold = pcart_arena_take(arena, n + 1, sizeof *threshold);
    double *sensitivity = pcart_arena_take(arena, n + 1, sizeof(double));
    double *specificity = pcart_arena_take(arena, n + 1, sizeof(double));
    pcart_status st = pcarti_order(score.value, n, NULL, arena, &order, err);

    if (!st && (!threshold || !sensitivity || !specificity))
        st = out_of_memory(err);
    if (st)
        return st;
    for (size_t k = n; k-- > 0;) {
        seen[is_case[order[k]]]++;
        if (k && score.value[order[k - 1]] == score.value[order[k]])
            continue;
        threshold[out->n] = score.value[order[k]];
        sensitivity[out->n] = (double)seen[1] / (double)count[1];
        specificity[out->n] = 1 - (double)seen[0] / (double)count[0];
        out->n++;
    }
    out->threshold = threshold;
    out->sensitivity = sensitivity;
    out->specificity = specificity;
    return PCART_OK;
}

pcart_status
pcart_roc_of(const int *is_case, pcart_values score, double level,
             pcart_arena *arena, pcart_roc *out, pcart_err *err)
{
    pcart_roc roc = {.method = "area under the ROC curve, DeLong's interval",
                     .r_call = "pROC::ci.auc(pROC::roc(outcome, score, "
                               "direction = \"<\"))",
                     .level = pcarti_level(level)};
    placement p = {0};
    size_t count[2];
    double half;
    pcart_status st = pcarti_level_check(roc.level, err);

    if (!st)
        st = check_input(is_case, score, count, err);
    if (!st)
        st = place(is_case, score, count, arena, &p, err);
    if (!st)
        st = set_points(is_case, score, count, arena, &roc, err);
    if (st)
        return st;
    roc.n_control = count[0];
    roc.n_case = count[1];
    roc.area = p.area;
    roc.std_err = sqrt(covariance(is_case, score.n, count, &p, &p));
    half = pcarti_level_z(roc.level) * roc.std_err;
    roc.low = fmax(0, roc.area - half);
    roc.high = fmin(1, roc.area + half);
    *out = roc;
    return PCART_OK;
}

pcart_status
pcart_roc_test(const int *is_case, pcart_values first, pcart_values second,
               pcart_arena *arena, pcart_test *out, pcart_err *err)
{
    pcart_test test = {.method = "DeLong's test of two correlated ROC curves",
                       .r_call = "pROC::roc.test(roc1, roc2, paired = TRUE)",
                       .statistic_name = "Z",
                       .estimate_name = "difference of areas"};
    placement a = {0}, b = {0};
    size_t count[2];
    double variance;
    pcart_status st;

    if (first.n != second.n)
        return pcart_err_set(err, PCART_E_INCONSISTENT,
                             "%zu and %zu scores are not of the same subjects",
                             first.n, second.n);
    st = check_input(is_case, first, count, err);
    if (!st)
        st = check_input(is_case, second, count, err);
    if (!st)
        st = place(is_case, first, count, arena, &a, err);
    if (!st)
        st = place(is_case, second, count, arena, &b, err);
    if (st)
        return st;
    variance = covariance(is_case, first.n, count, &a, &a) +
               covariance(is_case, first.n, count, &b, &b) -
               2 * covariance(is_case, first.n, count, &a, &b);
    test.estimate = a.area - b.area;
    if (variance > 0) {
        test.is_evaluable = 1;
        test.statistic = test.estimate / sqrt(variance);
        test.p_value = 2 * pnorm(-fabs(test.statistic), 0, 1, 1, 0);
    } else {
        test.reason = "the two scores order the subjects alike";
    }
    *out = test;
    return PCART_OK;
}
