/* test_number.c -- tests of numbers between groups and in pairs.
 * Layer: cmd. */
#include "cmd/test_fit.h"

#include <math.h>

#include "postcart/correlation.h"
#include "postcart/rank.h"
#include "postcart/roc.h"
#include "postcart/ttest.h"

/* Beyond this many pairs of values neither the exact distribution nor the
 * Hodges-Lehmann estimate is computed. */
static const double max_pairs = 1e6;

pcart_status
pcarti_test_summary(test_run *run, const char *group,
                    const pcart_values *values)
{
    static const char *const method[] = {
        [PCART_QUANTILE_7] = "median with quartiles, type 7",
        [PCART_QUANTILE_6] = "median with quartiles, type 6",
        [PCART_QUANTILE_2] = "median with quartiles, type 2"};
    static const char *const call[] = {
        [PCART_QUANTILE_7] = "quantile(x, c(0.25, 0.5, 0.75))",
        [PCART_QUANTILE_6] = "quantile(x, c(0.25, 0.5, 0.75), type = 6)",
        [PCART_QUANTILE_2] = "quantile(x, c(0.25, 0.5, 0.75), type = 2)"};
    stat_row row = pcarti_stat_row("summary", group, "median");
    pcart_summary summary;
    pcart_status status =
        pcart_summary_of(values->value, values->n, run->quantile, run->arena,
                         &summary, run->err);

    if (status)
        return pcarti_test_add(run, "summary", NULL, status);
    row.n = (double)summary.n;
    row.estimate = summary.median;
    row.low = summary.q25;
    row.high = summary.q75;
    row.method = method[run->quantile];
    row.r_call = call[run->quantile];
    pcarti_stat_add(run->table, &row);
    row = pcarti_stat_row("summary", group, "mean");
    row.n = (double)summary.n;
    row.estimate = summary.mean;
    row.method = "mean";
    row.r_call = "mean(x)";
    pcarti_stat_add(run->table, &row);
    if (summary.has_sd)
        pcarti_test_line(run, "summary", group, "sd", summary.sd,
                         (double)summary.n);
    pcarti_test_line(run, "summary", group, "min", summary.min,
                     (double)summary.n);
    pcarti_test_line(run, "summary", group, "max", summary.max,
                     (double)summary.n);
    return PCART_OK;
}

/* --- two groups -------------------------------------------------------- */

typedef struct rank_kind {
    const char *word;
    pcart_rank_p p;
    pcart_zero_rule zeros;
} rank_kind;

static const rank_kind two_sample[] = {
    {"wilcoxon", PCART_RANK_R_RULE, PCART_ZEROS_DROPPED},
    {"wilcoxon-exact", PCART_RANK_EXACT, PCART_ZEROS_DROPPED},
    {"wilcoxon-normal", PCART_RANK_NORMAL, PCART_ZEROS_DROPPED},
    {"wilcoxon-normal-plain", PCART_RANK_NORMAL_PLAIN, PCART_ZEROS_DROPPED}};

static const rank_kind one_sample[] = {
    {"signed-rank", PCART_RANK_R_RULE, PCART_ZEROS_DROPPED},
    {"signed-rank-exact", PCART_RANK_EXACT, PCART_ZEROS_DROPPED},
    {"signed-rank-normal", PCART_RANK_NORMAL, PCART_ZEROS_DROPPED},
    {"signed-rank-normal-plain", PCART_RANK_NORMAL_PLAIN, PCART_ZEROS_DROPPED},
    {"signed-rank-pratt", PCART_RANK_EXACT, PCART_ZEROS_PRATT}};

static pcart_status
too_many(test_run *run, const char *word)
{
    pcart_err_set(run->err, PCART_E_UNSUPPORTED,
                  "too many values for the exact distribution");
    return pcarti_test_add(run, word, NULL, PCART_E_UNSUPPORTED);
}

static pcart_status
test_ranks(test_run *run, const pcart_values group[2])
{
    int is_large = (double)group[0].n * (double)group[1].n > max_pairs;

    for (size_t k = 0; k < PCART_COUNTOF(two_sample); k++) {
        pcart_rank_options options = {.p = two_sample[k].p,
                                      .level = run->level,
                                      .want_interval = k == 0 && !is_large};
        pcart_test test;
        pcart_status status;

        if (is_large && options.p == PCART_RANK_EXACT) {
            status = too_many(run, two_sample[k].word);
            if (status)
                return status;
            continue;
        }
        status = pcart_mannwhitney_test(group[0], group[1], &options,
                                        run->arena, &test, run->err);
        if (k == 0 && !status)
            pcarti_test_choose(run, &test, "two groups of numbers");
        status = pcarti_test_add(run, two_sample[k].word, &test, status);
        if (status)
            return status;
    }
    return PCART_OK;
}

static pcart_status
test_means(test_run *run, const char *word, pcart_ttest_kind kind,
           const pcart_values group[2])
{
    pcart_ttest_options options = {.kind = kind, .level = run->level};
    pcart_test test;
    pcart_status status =
        pcart_ttest(group[0], group[1], &options, &test, run->err);

    return pcarti_test_add(run, word, &test, status);
}

/* How well the number tells the second group from the first. */
static pcart_status
test_roc(test_run *run, const pcart_values *all, const test_levels *level)
{
    pcart_roc roc;
    stat_row row = pcarti_stat_row("roc", run->x->name, "area");
    pcart_status status =
        pcart_roc_of(level->code, *all, run->level, run->arena, &roc, run->err);

    if (status)
        return pcarti_test_add(run, "roc", NULL, status);
    row.estimate = roc.area;
    row.std_err = roc.std_err;
    row.low = roc.low;
    row.high = roc.high;
    row.n = (double)(roc.n_case + roc.n_control);
    row.method = roc.method;
    row.r_call = roc.r_call;
    if (roc.std_err == 0)
        row.note = "an interval without width says nothing: the values "
                   "separate the groups, or are all equal";
    pcarti_stat_add(run->table, &row);
    return PCART_OK;
}

/* The values of each group, one behind the other. */
static pcart_status
split_values(test_run *run, const double *value, const test_levels *level,
             pcart_values *out)
{
    double *all = pcart_arena_take(run->arena, run->n + 1, sizeof *all);
    size_t n = 0;

    if (!all)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    for (int g = 0; g < level->n; g++) {
        out[g].value = all + n;
        for (size_t i = 0; i < run->n; i++)
            if (level->code[i] == g) {
                all[n++] = value[run->row[i]];
                out[g].n++;
            }
    }
    return PCART_OK;
}

static pcart_status
test_kruskal(test_run *run, const pcart_values *all, const test_levels *level)
{
    pcart_test test;
    pcart_status status = pcart_kruskal_test(*all, level->code, level->n,
                                             run->arena, &test, run->err);

    if (!status && level->n != 2)
        pcarti_test_choose(run, &test, "%d groups of numbers", level->n);
    return pcarti_test_add(run, "kruskal", &test, status);
}

pcart_status
pcarti_test_groups(test_run *run, const test_column *number,
                   const test_column *word)
{
    test_levels level;
    pcart_values *group, all;
    double *value = pcart_arena_take(run->arena, run->n + 1, sizeof *value);
    pcart_status status = pcarti_test_levels(run, &word->factor, &level);

    if (status)
        return status;
    group = pcart_arena_take(run->arena, (size_t)level.n + 1, sizeof *group);
    if (!group || !value)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < run->n; i++)
        value[i] = number->value[run->row[i]];
    all = (pcart_values){value, run->n};
    status = split_values(run, number->value, &level, group);
    for (int g = 0; g < level.n && !status; g++) {
        char *name = pcart_arena_print(run->arena, "%s, %s=%s", number->name,
                                       word->name, level.name[g]);

        if (!name)
            return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
        status = pcarti_test_summary(run, name, &group[g]);
    }
    if (status)
        return status;
    if (level.n == 2 &&
        ((status = test_ranks(run, group)) ||
         (status = test_means(run, "welch", PCART_TTEST_WELCH, group)) ||
         (status = test_means(run, "student", PCART_TTEST_POOLED, group)) ||
         (status = test_roc(run, &all, &level))))
        return status;
    return test_kruskal(run, &all, &level);
}

/* --- two columns, and pairs -------------------------------------------- */

pcart_status
pcarti_test_numbers(test_run *run)
{
    double *x = pcart_arena_take(run->arena, run->n + 1, sizeof *x);
    double *y = pcart_arena_take(run->arena, run->n + 1, sizeof *y);
    pcart_test test;
    pcart_status status;

    if (!x || !y)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < run->n; i++) {
        x[i] = run->x->value[run->row[i]];
        y[i] = run->y->value[run->row[i]];
    }
    status =
        pcart_correlation((pcart_values){x, run->n}, (pcart_values){y, run->n},
                          PCART_SPEARMAN, run->arena, &test, run->err);
    if (!status)
        pcarti_test_choose(run, &test, "two columns of numbers");
    status = pcarti_test_add(run, "spearman", &test, status);
    if (status)
        return status;
    status =
        pcart_correlation((pcart_values){x, run->n}, (pcart_values){y, run->n},
                          PCART_PEARSON, run->arena, &test, run->err);
    return pcarti_test_add(run, "pearson", &test, status);
}

/* The two values of each pair. */
static pcart_status
pair_values(test_run *run, int is_by_id, pcart_values out[2])
{
    double *first = pcart_arena_take(run->arena, run->n + 1, sizeof *first);
    double *second = pcart_arena_take(run->arena, run->n + 1, sizeof *second);
    test_pairs pairs = {0};
    pcart_status status = PCART_OK;

    if (!first || !second)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    if (is_by_id) {
        status = pcarti_test_pair_up(run, &run->y->factor, &pairs);
        for (size_t i = 0; !status && i < pairs.n; i++) {
            first[i] = run->x->value[pairs.first[i]];
            second[i] = run->x->value[pairs.second[i]];
        }
    } else {
        pairs.n = run->n;
        for (size_t i = 0; i < run->n; i++) {
            first[i] = run->x->value[run->row[i]];
            second[i] = run->y->value[run->row[i]];
        }
    }
    out[0] = (pcart_values){first, pairs.n};
    out[1] = (pcart_values){second, pairs.n};
    return status;
}

pcart_status
pcarti_test_number_pairs(test_run *run, int is_by_id)
{
    pcart_values pair[2], difference;
    double *value;
    char *name;
    pcart_status status = pair_values(run, is_by_id, pair);

    if (status)
        return pcarti_test_add(run, "signed-rank", NULL, status);
    value = pcart_arena_take(run->arena, pair[0].n + 1, sizeof *value);
    if (!value)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < pair[0].n; i++)
        value[i] = pair[0].value[i] - pair[1].value[i];
    difference = (pcart_values){value, pair[0].n};
    name = pcart_arena_print(run->arena, "%s, difference", run->x->name);
    if (!name)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    if (difference.n && (status = pcarti_test_summary(run, name, &difference)))
        return status;
    for (size_t k = 0; k < PCART_COUNTOF(one_sample); k++) {
        pcart_rank_options options = {
            .p = one_sample[k].p,
            .zeros = one_sample[k].zeros,
            .level = run->level,
            .want_interval =
                k == 0 &&
                (double)difference.n * (double)difference.n < max_pairs};
        pcart_test test;

        if ((double)difference.n > sqrt(max_pairs) &&
            options.p == PCART_RANK_EXACT) {
            if ((status = too_many(run, one_sample[k].word)))
                return status;
            continue;
        }
        status = pcart_signedrank_test(difference, &options, run->arena, &test,
                                       run->err);
        if (k == 0 && !status)
            pcarti_test_choose(run, &test, "pairs of numbers");
        status = pcarti_test_add(run, one_sample[k].word, &test, status);
        if (status)
            return status;
    }
    return test_means(run, "paired-t", PCART_TTEST_PAIRED, pair);
}
