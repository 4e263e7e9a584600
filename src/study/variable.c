/* variable.c -- columns of the analysis between groups.  Layer: study. */
#include "postcart/variable.h"

#include <math.h>
#include <string.h>

#include "postcart/chisq.h"
#include "postcart/fisher.h"
#include "postcart/odds.h"
#include "postcart/rank.h"

/* Below this expected count the exact test is used (Cochran's rule). */
static const double small_expected = 5;

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* A subject in no group still counts among all. */
static int
group_of(const pcart_grouping *grouping, size_t subject)
{
    return grouping->group ? grouping->group[subject] : -1;
}

/* Numbers of one group (-1: all groups together) into `out`. */
static size_t
collect(const pcart_variable *variable, const pcart_grouping *grouping,
        int group, double *out)
{
    size_t n = 0;

    for (size_t i = 0; i < grouping->n_subject; i++)
        if (!isnan(variable->number[i]) &&
            (group < 0 || group_of(grouping, i) == group))
            out[n++] = variable->number[i];
    return n;
}

static pcart_status
fill_cell(const pcart_variable *variable, const pcart_grouping *grouping,
          int group, pcart_arena *arena, pcart_variable_cell *cell,
          pcart_err *err)
{
    int *count = NULL;

    for (size_t i = 0; i < grouping->n_subject; i++)
        cell->n += group < 0 || group_of(grouping, i) == group;
    if (variable->kind == PCART_VARIABLE_NUMBER) {
        double *value =
            pcart_arena_take(arena, grouping->n_subject + 1, sizeof *value);

        if (!value)
            return no_memory(err);
        cell->n_known = collect(variable, grouping, group, value);
        cell->has_summary = cell->n_known > 0;
        if (!cell->has_summary)
            return PCART_OK;
        return pcart_summary_of(value, cell->n_known, PCART_QUANTILE_7, arena,
                                &cell->summary, err);
    }
    count = pcart_arena_take(arena, variable->n_level + 1, sizeof *count);
    if (!count)
        return no_memory(err);
    for (size_t i = 0; i < grouping->n_subject; i++) {
        if (variable->code[i] < 0 ||
            (group >= 0 && group_of(grouping, i) != group))
            continue;
        count[variable->code[i]]++;
        cell->n_known++;
    }
    cell->count = count;
    return PCART_OK;
}

/* Counts of a category, groups as rows; the second group first, so that an
 * odds ratio speaks of it. */
static pcart_status
test_counts(pcart_variable_row *row, size_t n_group, pcart_arena *arena,
            pcart_err *err)
{
    const pcart_variable *variable = row->variable;
    int size[2] = {(int)n_group, (int)variable->n_level};
    int is_2x2 = n_group == 2 && variable->n_level == 2;
    size_t shown = variable->shown_level == 1 ? 1 : 0;
    int *cell =
        pcart_arena_take(arena, n_group * variable->n_level + 1, sizeof *cell);
    pcart_status status;

    if (!cell)
        return no_memory(err);
    for (size_t g = 0; g < n_group; g++)
        memcpy(cell + g * variable->n_level, row->cell[g + 1].count,
               variable->n_level * sizeof *cell);
    if (is_2x2) {
        const int *first = row->cell[1].count, *second = row->cell[2].count;

        cell[0] = second[shown];
        cell[1] = second[1 - shown];
        cell[2] = first[shown];
        cell[3] = first[1 - shown];
    }
    row->min_expected = pcart_chisq_min_expected(cell, size);
    if (is_2x2) {
        row->has_odds = variable->shown_level >= 0;
        if (row->has_odds) {
            status = pcart_odds_ratio(cell, 0, 0, &row->odds, err);
            if (status)
                return status;
        }
        if (row->min_expected < small_expected)
            return pcart_fisher_2x2(cell, NULL, &row->test, err);
    }
    status = pcart_chisq_test(cell, size, PCART_CHISQ_PLAIN, &row->test, err);
    if (status == PCART_OK && !row->test.warning && row->test.is_evaluable &&
        row->min_expected < small_expected)
        row->test.warning = "expected counts below 5";
    return status;
}

static pcart_status
test_numbers(pcart_variable_row *row, const pcart_grouping *grouping,
             pcart_arena *arena, pcart_err *err)
{
    const pcart_variable *variable = row->variable;
    double *value =
        pcart_arena_take(arena, grouping->n_subject + 1, sizeof *value);
    int *group =
        pcart_arena_take(arena, grouping->n_subject + 1, sizeof *group);
    pcart_values first = {0}, second = {0};
    size_t n = 0;

    if (!value || !group)
        return no_memory(err);
    if (grouping->n_group == 2) {
        first.value = value;
        first.n = collect(variable, grouping, 0, value);
        second.value = value + first.n;
        second.n = collect(variable, grouping, 1, value + first.n);
        return pcart_mannwhitney_test(first, second, NULL, arena, &row->test,
                                      err);
    }
    for (size_t i = 0; i < grouping->n_subject; i++)
        if (group_of(grouping, i) >= 0 && !isnan(variable->number[i])) {
            value[n] = variable->number[i];
            group[n++] = group_of(grouping, i);
        }
    first = (pcart_values){value, n};
    return pcart_kruskal_test(first, group, (int)grouping->n_group, arena,
                              &row->test, err);
}

static pcart_status
make_row(const pcart_variable *variable, const pcart_grouping *grouping,
         pcart_arena *arena, pcart_variable_row *row, pcart_err *err)
{
    size_t n_group = grouping->group ? grouping->n_group : 0;
    pcart_variable_cell *cell =
        pcart_arena_take(arena, n_group + 1, sizeof *cell);
    pcart_status status = PCART_OK;

    if (!cell)
        return no_memory(err);
    row->variable = variable;
    row->cell = cell;
    for (size_t g = 0; g <= n_group && !status; g++)
        status =
            fill_cell(variable, grouping, (int)g - 1, arena, &cell[g], err);
    if (status || n_group < 2 || variable->is_untested)
        return status;
    row->has_test = 1;
    if (variable->kind == PCART_VARIABLE_NUMBER)
        return test_numbers(row, grouping, arena, err);
    if (variable->n_level == 0) {
        row->test.reason = "no values";
        return PCART_OK;
    }
    return test_counts(row, n_group, arena, err);
}

static pcart_status
count_groups(const pcart_grouping *grouping, pcart_arena *arena,
             pcart_comparison *out, pcart_err *err)
{
    size_t *n = pcart_arena_take(arena, grouping->n_group + 1, sizeof *n);

    if (!n)
        return no_memory(err);
    for (size_t i = 0; i < grouping->n_subject; i++) {
        if (group_of(grouping, i) >= 0)
            n[grouping->group[i]]++;
    }
    out->group_n = n;
    return PCART_OK;
}

pcart_status
pcart_comparison_make(const pcart_variable_list *list, unsigned roles,
                      const pcart_grouping *grouping, pcart_arena *arena,
                      pcart_comparison *out, pcart_err *err)
{
    pcart_comparison made = {
        .by = grouping->group ? grouping->by : "",
        .group_label = grouping->label,
        .n_group = grouping->group ? grouping->n_group : 0,
        .group = grouping->group,
        .n_subject = grouping->n_subject,
    };
    pcart_variable_row *row = pcart_arena_take(arena, list->n + 1, sizeof *row);
    pcart_status status;

    if (!row)
        return no_memory(err);
    status = count_groups(grouping, arena, &made, err);
    for (size_t i = 0; i < list->n && !status; i++)
        if (list->variable[i].roles & roles)
            status = make_row(&list->variable[i], grouping, arena,
                              &row[made.n_row++], err);
    if (status)
        return status;
    made.row = row;
    *out = made;
    return PCART_OK;
}
