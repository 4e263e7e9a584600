/*
 * followup.c -- checking, tie merging and ordering of follow-up.  Layer: stat.
 *
 * One sort serves every statistic: after it, each of them is a scan over the
 * distinct times.
 */
#include "postcart/followup.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "stat/order.h"
#include "stat/times.h"

/* R's all.equal tolerance, sqrt(DBL_EPSILON), by which survival merges. */
#define MERGE_TOLERANCE 1.4901161193847656e-08

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static pcart_status
check_row(const pcart_followup *in, size_t i, pcart_err *err)
{
    size_t row = i + 1;

    if (!isfinite(in->time[i]) || in->time[i] < 0)
        return pcart_err_set(err, PCART_E_RANGE,
                             "row %zu: time %g is not 0 or more", row,
                             in->time[i]);
    if (in->status[i] < 0)
        return pcart_err_set(err, PCART_E_RANGE,
                             "row %zu: status %d is negative", row,
                             in->status[i]);
    if (in->start && (!isfinite(in->start[i]) || in->start[i] >= in->time[i]))
        return pcart_err_set(err, PCART_E_RANGE,
                             "row %zu: entry at %g is not before the end at "
                             "%g",
                             row, in->start[i], in->time[i]);
    if (in->weight && (!isfinite(in->weight[i]) || in->weight[i] < 0))
        return pcart_err_set(err, PCART_E_RANGE,
                             "row %zu: weight %g is not 0 or more", row,
                             in->weight[i]);
    if (in->group &&
        (in->group[i] < 0 || in->group[i] >= pcarti_followup_groups(in)))
        return pcart_err_set(err, PCART_E_RANGE,
                             "row %zu: group %d is not in 0 to %d", row,
                             in->group[i], pcarti_followup_groups(in) - 1);
    if (in->stratum &&
        (in->stratum[i] < 0 || in->stratum[i] >= pcarti_followup_strata(in)))
        return pcart_err_set(err, PCART_E_RANGE,
                             "row %zu: stratum %d is not in 0 to %d", row,
                             in->stratum[i], pcarti_followup_strata(in) - 1);
    return PCART_OK;
}

/* Rows are looked at one by one only to name the first bad one. */
static pcart_status
check_rows(const pcart_followup *in, pcart_err *err)
{
    int n_group = pcarti_followup_groups(in);
    int n_stratum = pcarti_followup_strata(in);
    int is_bad = 0;
    pcart_status st = PCART_OK;

    for (size_t i = 0; i < in->n; i++)
        is_bad |=
            !(in->time[i] >= 0 && in->time[i] <= DBL_MAX) | (in->status[i] < 0);
    for (size_t i = 0; in->start && i < in->n; i++)
        is_bad |= !(in->start[i] >= -DBL_MAX && in->start[i] < in->time[i]);
    for (size_t i = 0; in->weight && i < in->n; i++)
        is_bad |= !(in->weight[i] >= 0 && in->weight[i] <= DBL_MAX);
    for (size_t i = 0; in->group && i < in->n; i++)
        is_bad |= in->group[i] < 0 || in->group[i] >= n_group;
    for (size_t i = 0; in->stratum && i < in->n; i++)
        is_bad |= in->stratum[i] < 0 || in->stratum[i] >= n_stratum;
    for (size_t i = 0; is_bad && i < in->n && !st; i++)
        st = check_row(in, i, err);
    return st;
}

/* Columns that are written one by one. */
typedef struct columns {
    double *time, *start, *weight;
    int *status, *group, *stratum;
    uint32_t *row;
} columns;

/* Room for the columns that `in` has. */
static pcart_status
take_columns(const pcart_followup *in, size_t n, pcart_arena *arena,
             columns *out, pcart_err *err)
{
    double **const real[] = {&out->time, &out->start, &out->weight};
    int **const whole[] = {&out->status, &out->group, &out->stratum};
    const int has_real[] = {1, in->start != NULL, in->weight != NULL};
    const int has_whole[] = {1, in->group != NULL, in->stratum != NULL};

    *out = (columns){0};
    out->row = pcart_arena_take_raw(arena, n + 1, sizeof *out->row);
    if (!out->row)
        return out_of_memory(err);
    for (size_t k = 0; k < PCART_COUNTOF(real); k++) {
        if (has_real[k])
            *real[k] = pcart_arena_take_raw(arena, n + 1, sizeof **real[k]);
        if (has_whole[k])
            *whole[k] = pcart_arena_take_raw(arena, n + 1, sizeof **whole[k]);
        if ((has_real[k] && !*real[k]) || (has_whole[k] && !*whole[k]))
            return out_of_memory(err);
    }
    return PCART_OK;
}

/* `in` with these columns, from row `from` on. */
static pcart_followup
view_of(const pcart_followup *in, const columns *c, size_t from, size_t n)
{
    pcart_followup out = *in;

    out.n = n;
    out.time = c->time + from;
    out.status = c->status + from;
    out.start = c->start ? c->start + from : NULL;
    out.weight = c->weight ? c->weight + from : NULL;
    out.group = c->group ? c->group + from : NULL;
    out.stratum = c->stratum ? c->stratum + from : NULL;
    out.row = c->row + from;
    out.is_sorted = 1;
    return out;
}

/* All but the time and the row, which the sort has written. */
static void
gather(const pcart_followup *in, const columns *c)
{
    const uint32_t *row = c->row;

    for (size_t i = 0; i < in->n; i++)
        c->status[i] = in->status[row[i]];
    for (size_t i = 0; c->group && i < in->n; i++)
        c->group[i] = in->group[row[i]];
    for (size_t i = 0; c->start && i < in->n; i++)
        c->start[i] = in->start[row[i]];
    for (size_t i = 0; c->weight && i < in->n; i++)
        c->weight[i] = in->weight[row[i]];
    for (size_t i = 0; c->stratum && i < in->n; i++)
        c->stratum[i] = in->stratum[row[i]];
}

/*
 * R's aeqSurv: neighbours among the distinct times that differ by no more than
 * the tolerance, absolutely or relative to the mean time, become the first of
 * their run.  `order` is the order of the `n` values, NULL if they stand in it;
 * returns how many changed.
 */
static size_t
merge_run(double *value, const uint32_t *order, size_t n)
{
    double sum = 0, n_distinct = 0, mean, last, anchor, near;
    size_t n_changed = 0;

    last = NAN;
    for (size_t i = 0; i < n; i++) {
        double here = value[order ? order[i] : i];

        if (here == last)
            continue;
        sum += fabs(here);
        n_distinct++;
        last = here;
    }
    mean = sum / n_distinct;
    near = 2 * MERGE_TOLERANCE * mean; // beyond it no division is needed
    anchor = last = value[order ? order[0] : 0];
    for (size_t i = 0; i < n; i++) {
        size_t at = order ? order[i] : i;
        double here = value[at], step = here - last;

        if (step > MERGE_TOLERANCE &&
            (step > near || !(step / mean <= MERGE_TOLERANCE)))
            anchor = here;
        last = here;
        if (here != anchor) {
            n_changed++;
            value[at] = anchor;
        }
    }
    return n_changed;
}

/* Entry and exit times are merged together, as R does. */
static pcart_status
merge_both(double *time, double *start, size_t n, pcart_arena *scratch,
           pcart_err *err)
{
    double *all = pcart_arena_take(scratch, 2 * n, sizeof *all);
    uint32_t *order = NULL;
    pcart_status st;

    if (!all)
        return out_of_memory(err);
    memcpy(all, time, n * sizeof *all);
    memcpy(all + n, start, n * sizeof *all);
    st = pcarti_order(all, 2 * n, NULL, scratch, &order, err);
    if (st)
        return st;
    if (merge_run(all, order, 2 * n)) {
        memcpy(time, all, n * sizeof *all);
        memcpy(start, all + n, n * sizeof *all);
    }
    return PCART_OK;
}

/* A run of merged times up to here is put in order by insertion. */
enum { SHORT_RUN = 32 };

/* Whether row a stands before row b of the same time. */
static int
is_before(const int *status, uint32_t a, uint32_t b)
{
    return !status[a] != !status[b] ? status[a] != 0 : a < b;
}

/* Rows of one merged time in their order; 0 if there are too many of them. */
static int
settle_merged(const int *status, const columns *c, size_t n)
{
    for (size_t i = 0, end; i < n; i = end) {
        int is_mixed = 0;

        for (end = i + 1; end < n && c->time[end] == c->time[i]; end++)
            is_mixed |= !is_before(status, c->row[end - 1], c->row[end]);
        if (!is_mixed)
            continue;
        if (end - i > SHORT_RUN)
            return 0;
        for (size_t k = i + 1; k < end; k++) {
            uint32_t row = c->row[k];
            size_t j = k;

            for (; j > i && is_before(status, row, c->row[j - 1]); j--)
                c->row[j] = c->row[j - 1];
            c->row[j] = row;
        }
    }
    return 1;
}

/*
 * The order by time, events before censorings, then the order of rows.  When
 * times are merged behind the sort, those of one time stand in order of their
 * old times, and are ordered again.
 */
static pcart_status
order_rows(const pcart_followup *data, int has_merge, const columns *c,
           pcart_arena *scratch, pcart_err *err)
{
    size_t n = data->n;
    pcarti_sorted sorted = {c->row, c->time};
    double *merged;
    pcart_status st =
        pcarti_order_into(data->time, data->status, n, scratch, &sorted, err);

    if (st || !has_merge || data->start || !merge_run(c->time, NULL, n) ||
        settle_merged(data->status, c, n))
        return st;
    merged = pcart_arena_take_raw(scratch, n, sizeof *merged);
    if (!merged)
        return out_of_memory(err);
    for (size_t i = 0; i < n; i++)
        merged[c->row[i]] = c->time[i];
    return pcarti_order_into(merged, data->status, n, scratch, &sorted, err);
}

/* With late entry both columns of times are merged before the sort. */
static pcart_status
merge_entries(pcart_followup *data, pcart_arena *scratch, pcart_err *err)
{
    double *time = pcart_arena_take_raw(scratch, data->n, sizeof *time);
    double *start = pcart_arena_take_raw(scratch, data->n, sizeof *start);
    pcart_status st;

    if (!time || !start)
        return out_of_memory(err);
    memcpy(time, data->time, data->n * sizeof *time);
    memcpy(start, data->start, data->n * sizeof *start);
    st = merge_both(time, start, data->n, scratch, err);
    data->time = time;
    data->start = start;
    return st ? st : check_rows(data, err);
}

static pcart_status
sort_rows(const pcart_followup *in, pcart_tie_rule ties, pcart_arena *arena,
          pcart_followup *out, pcart_err *err)
{
    pcart_arena scratch;
    pcart_followup copy = *in;
    columns c = {0};
    int has_merge = ties == PCART_TIES_MERGED;
    pcart_status st;

    if (in->n == 0)
        return pcart_err_set(err, PCART_E_DEGENERATE, "there is no subject");
    pcart_arena_init(&scratch, &arena->alloc);
    copy.ties = ties;
    st = check_rows(in, err);
    if (!st && has_merge && in->start)
        st = merge_entries(&copy, &scratch, err);
    if (!st)
        st = take_columns(in, in->n, arena, &c, err);
    if (!st)
        st = order_rows(&copy, has_merge, &c, &scratch, err);
    if (!st) {
        gather(&copy, &c);
        *out = view_of(&copy, &c, 0, in->n);
    }
    pcart_arena_release(&scratch);
    return st;
}

pcart_status
pcart_followup_sort(const pcart_followup *in, pcart_arena *arena,
                    pcart_followup *out, pcart_err *err)
{
    return sort_rows(in,
                     in->ties == PCART_TIES_AS_R ? PCART_TIES_MERGED : in->ties,
                     arena, out, err);
}

pcart_status
pcarti_followup_order(const pcart_followup *in, pcart_tie_rule as_r,
                      pcart_arena *arena, pcart_followup *out, pcart_err *err)
{
    if (!in->is_sorted)
        return sort_rows(in, in->ties == PCART_TIES_AS_R ? as_r : in->ties,
                         arena, out, err);
    *out = *in;
    return PCART_OK;
}

/* Row i of `in` to row `at`. */
static void
copy_row(const pcart_followup *in, size_t i, const columns *to, size_t at)
{
    to->time[at] = in->time[i];
    to->status[at] = in->status[i];
    to->row[at] = in->row[i];
    if (to->start)
        to->start[at] = in->start[i];
    if (to->weight)
        to->weight[at] = in->weight[i];
    if (to->group)
        to->group[at] = in->group[i];
    if (to->stratum)
        to->stratum[at] = in->stratum[i];
}

pcart_status
pcarti_followup_split(const pcart_followup *sorted, pcarti_split by,
                      pcart_arena *arena, pcart_followup **out, pcart_err *err)
{
    const int *part_of =
        by == PCARTI_BY_GROUP ? sorted->group : sorted->stratum;
    size_t n_part =
        (size_t)(by == PCARTI_BY_GROUP ? pcarti_followup_groups(sorted)
                                       : pcarti_followup_strata(sorted));
    pcart_followup *part = pcart_arena_take(arena, n_part, sizeof *part);
    pcart_followup rest = *sorted;
    size_t *end, at = 0;
    columns c;
    pcart_status st;

    if (!part)
        return out_of_memory(err);
    if (!part_of) {
        part[0] = *sorted;
        *out = part;
        return PCART_OK;
    }
    if (by == PCARTI_BY_GROUP)
        rest.group = NULL;
    else
        rest.stratum = NULL;
    end = pcart_arena_take(arena, n_part, sizeof *end);
    if (!end)
        return out_of_memory(err);
    st = take_columns(&rest, sorted->n, arena, &c, err);
    if (st)
        return st;
    for (size_t i = 0; i < sorted->n; i++)
        end[part_of[i]]++;
    for (size_t k = 0; k < n_part; k++) {
        size_t count = end[k];

        part[k] = view_of(&rest, &c, at, count);
        end[k] = at;
        at += count;
    }
    for (size_t i = 0; i < sorted->n; i++)
        copy_row(&rest, i, &c, end[part_of[i]]++);
    *out = part;
    return PCART_OK;
}

pcart_status
pcarti_times_of(const pcart_followup *sorted, pcart_arena *arena,
                pcarti_times *out, pcart_err *err)
{
    size_t n = pcarti_times_count(sorted);

    out->time = pcart_arena_take_raw(arena, n + 1, sizeof *out->time);
    out->first = pcart_arena_take_raw(arena, n + 1, sizeof *out->first);
    if (!out->time || !out->first)
        return out_of_memory(err);
    out->n = 0;
    for (size_t i = 0; i < sorted->n; i++) {
        if (i && sorted->time[i] == sorted->time[i - 1])
            continue;
        out->time[out->n] = sorted->time[i];
        out->first[out->n++] = i;
    }
    out->first[n] = sorted->n;
    return PCART_OK;
}

size_t
pcarti_times_count(const pcart_followup *sorted)
{
    size_t n = sorted->n > 0;

    for (size_t i = 1; i < sorted->n; i++)
        n += sorted->time[i] != sorted->time[i - 1];
    return n;
}

pcart_status
pcarti_times_risk(const pcart_followup *sorted, const pcarti_times *times,
                  pcart_arena *arena, double **out, pcart_err *err)
{
    double *risk = pcart_arena_take(arena, times->n + 1, sizeof *risk);
    uint32_t *entry = NULL;
    size_t late = sorted->n;
    double at_risk = 0;

    if (!risk)
        return out_of_memory(err);
    if (sorted->start) {
        pcart_status st =
            pcarti_order(sorted->start, sorted->n, NULL, arena, &entry, err);

        if (st)
            return st;
    }
    for (size_t j = times->n; j-- > 0;) {
        for (size_t i = times->first[j]; i < times->first[j + 1]; i++)
            at_risk += sorted->weight ? sorted->weight[i] : 1;
        while (entry && late > 0 &&
               sorted->start[entry[late - 1]] >= times->time[j]) {
            late--;
            at_risk -= sorted->weight ? sorted->weight[entry[late]] : 1;
        }
        risk[j] = at_risk;
    }
    *out = risk;
    return PCART_OK;
}
