/* test_fit.c -- what the tests of `postcart test` share.  Layer: cmd. */
#include "cmd/test_fit.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int
pcarti_test_is_wanted(const test_run *run, const char *word)
{
    const char *list = run->filter;
    size_t length = strlen(word);

    if (!list)
        return 1;
    while (*list) {
        size_t n = strcspn(list, ",");

        if (n == length && memcmp(list, word, n) == 0)
            return 1;
        list += n + (list[n] == ',');
    }
    return 0;
}

pcart_status
pcarti_test_add(test_run *run, const char *word, const pcart_test *test,
                pcart_status status)
{
    stat_row row = pcarti_stat_row(word, run->x->name, "p_value");

    if (status && status != PCART_E_UNSUPPORTED && status != PCART_E_DEGENERATE)
        return status;
    if (!pcarti_test_is_wanted(run, word))
        return PCART_OK;
    if (status == PCART_OK) {
        pcarti_stat_test(run->table, word, NULL, run->x->name, test);
        return PCART_OK;
    }
    row.reason = run->err->message[0] ? run->err->message : "no answer";
    pcarti_stat_add(run->table, &row);
    return PCART_OK;
}

void
pcarti_test_choose(test_run *run, const pcart_test *test, const char *reason,
                   ...)
{
    va_list list;

    run->chosen = *test;
    va_start(list, reason);
    vsnprintf(run->reason, sizeof run->reason, reason, list);
    va_end(list);
}

void
pcarti_test_line(test_run *run, const char *section, const char *group,
                 const char *quantity, double value, double n)
{
    stat_row row = pcarti_stat_row(section, group, quantity);

    row.estimate = value;
    row.n = n;
    pcarti_stat_add(run->table, &row);
}

pcart_status
pcarti_test_levels(const test_run *run, const frame_factor *factor,
                   test_levels *out)
{
    size_t m = (size_t)factor->n_level + 1;
    int *place = pcart_arena_take(run->arena, m, sizeof *place);

    *out = (test_levels){
        .name = pcart_arena_take(run->arena, m, sizeof *out->name),
        .code = pcart_arena_take(run->arena, run->n + 1, sizeof *out->code)};
    if (!place || !out->name || !out->code)
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < run->n; i++)
        place[factor->code[run->row[i]]] = 1;
    for (int k = 0; k < factor->n_level; k++)
        if (place[k]) {
            place[k] = out->n;
            out->name[out->n++] = factor->level[k];
        }
    for (size_t i = 0; i < run->n; i++)
        out->code[i] = place[factor->code[run->row[i]]];
    return PCART_OK;
}

pcart_status
pcarti_test_pair_up(test_run *run, const frame_factor *condition,
                    test_pairs *out)
{
    size_t m = (size_t)run->n_id + 1, n_left_out = 0;
    size_t *row[2] = {pcart_arena_take(run->arena, m, sizeof(size_t)),
                      pcart_arena_take(run->arena, m, sizeof(size_t))};
    unsigned char *seen[2] = {pcart_arena_take(run->arena, m, 1),
                              pcart_arena_take(run->arena, m, 1)};
    test_levels level;
    pcart_status status = pcarti_test_levels(run, condition, &level);

    if (status)
        return status;
    if (!row[0] || !row[1] || !seen[0] || !seen[1])
        return pcart_err_set(run->err, PCART_E_NOMEM, "out of memory");
    *out = (test_pairs){.first = row[0], .second = row[1]};
    if (level.n > 2)
        return pcart_err_set(run->err, PCART_E_UNSUPPORTED,
                             "column '%s' has %d values: pairs need two",
                             condition->name, level.n);
    for (size_t i = 0; i < run->n; i++) {
        int id = run->id[run->row[i]];

        if (id < 0) {
            n_left_out++;
            continue;
        }
        row[level.code[i]][id] = run->row[i];
        if (seen[level.code[i]][id] < 2)
            seen[level.code[i]][id]++;
    }
    for (int id = 0; id < run->n_id; id++) {
        if (seen[0][id] == 1 && seen[1][id] == 1) {
            out->first[out->n] = row[0][id];
            out->second[out->n++] = row[1][id];
        } else if (seen[0][id] || seen[1][id]) {
            n_left_out++;
        }
    }
    pcarti_test_line(run, "pairs", run->x->name, "n_pairs", (double)out->n,
                     (double)run->n);
    if (n_left_out)
        pcarti_stat_warn(run->table, "pairs-incomplete",
                         "%zu subjects of '%s' do not have exactly one row "
                         "under each of two conditions and are left out",
                         n_left_out, run->x->name);
    return PCART_OK;
}
