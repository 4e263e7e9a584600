/* test_alone.c -- one column by itself, and two scores of the same subjects.
 * Layer: cmd. */
#include "cmd/test_fit.h"

#include <limits.h>

#include "postcart/proportion.h"
#include "postcart/roc.h"

pcart_status
pcarti_test_share(test_run *run, const char *group, int count, int total)
{
    static const struct {
        const char *quantity;
        pcart_proportion_kind kind;
    } known[] = {{"share", PCART_CLOPPER_PEARSON},
                 {"share_wilson", PCART_WILSON}};

    for (size_t k = 0; k < PCART_COUNTOF(known); k++) {
        stat_row row = pcarti_stat_row("table", group, known[k].quantity);
        pcart_estimate share;
        pcart_status status = pcart_proportion(count, total, known[k].kind,
                                               run->level, &share, run->err);

        if (status)
            return status;
        row.estimate = share.estimate;
        row.low = share.low;
        row.high = share.high;
        row.n = total;
        row.method = share.method;
        row.r_call = share.r_call;
        pcarti_stat_add(run->table, &row);
    }
    return PCART_OK;
}

static pcart_status
describe_words(test_run *run)
{
    test_levels level;
    int *count;
    pcart_status status = pcarti_test_levels(run, &run->x->factor, &level);

    if (status)
        return status;
    count = pcart_arena_take(run->arena, (size_t)level.n + 1, sizeof *count);
    if (!count)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < run->n; i++)
        count[level.code[i]]++;
    for (int k = 0; k < level.n && !status; k++) {
        char *group =
            pcart_arena_print(run->arena, "%s=%s", run->x->name, level.name[k]);

        if (!group)
            return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
        pcarti_test_line(run, "table", group, "count", count[k],
                         (double)run->n);
        status = pcarti_test_share(run, group, count[k], (int)run->n);
    }
    return status;
}

pcart_status
pcarti_test_alone(test_run *run)
{
    double *value = pcart_arena_take(run->arena, run->n + 1, sizeof *value);
    pcart_values values = {value, run->n};

    if (!value)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    if (run->n > INT_MAX)
        return pcart_err_set(run->err, PCART_E_UNSUPPORTED, "too many rows");
    if (!run->x->is_number)
        return describe_words(run);
    for (size_t i = 0; i < run->n; i++)
        value[i] = run->x->value[run->row[i]];
    return pcarti_test_summary(run, run->x->name, &values);
}

pcart_status
pcarti_test_scores(test_run *run, const test_column *second)
{
    double *a = pcart_arena_take(run->arena, run->n + 1, sizeof *a);
    double *b = pcart_arena_take(run->arena, run->n + 1, sizeof *b);
    char *name =
        pcart_arena_print(run->arena, "%s - %s", run->x->name, second->name);
    test_levels level;
    pcart_test test = {.method = "DeLong's test of two correlated ROC curves",
                       .reason = "the outcome does not have two values"};
    pcart_status status = pcarti_test_levels(run, &run->y->factor, &level);

    if (status)
        return status;
    if (!a || !b || !name)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < run->n; i++) {
        a[i] = run->x->value[run->row[i]];
        b[i] = second->value[run->row[i]];
    }
    if (level.n == 2)
        status = pcart_roc_test(level.code, (pcart_values){a, run->n},
                                (pcart_values){b, run->n}, run->arena, &test,
                                run->err);
    if (status == PCART_E_DEGENERATE) {
        test.reason = run->err->message;
        status = PCART_OK;
    }
    if (!status)
        pcarti_stat_test(run->table, "roc-paired", NULL, name, &test);
    return status;
}
