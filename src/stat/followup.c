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

/*
 * Copy the columns of `in` in the order of `row`.  When `in` was sorted
 * before, `row` of the copy still points at the original rows.
 */
static pcart_status
gather(const pcart_followup *in, const uint32_t *row, size_t n,
       pcart_arena *arena, pcart_followup *out, pcart_err *err)
{
    double *time = pcart_arena_take(arena, n + 1, sizeof *time);
    int *status = pcart_arena_take(arena, n + 1, sizeof *status);
    uint32_t *origin = pcart_arena_take(arena, n + 1, sizeof *origin);
    double *start = NULL, *weight = NULL;
    int *group = NULL, *stratum = NULL;

    if (in->start)
        start = pcart_arena_take(arena, n + 1, sizeof *start);
    if (in->weight)
        weight = pcart_arena_take(arena, n + 1, sizeof *weight);
    if (in->group)
        group = pcart_arena_take(arena, n + 1, sizeof *group);
    if (in->stratum)
        stratum = pcart_arena_take(arena, n + 1, sizeof *stratum);
    if (!time || !status || !origin || (in->start && !start) ||
        (in->weight && !weight) || (in->group && !group) ||
        (in->stratum && !stratum))
        return out_of_memory(err);
    for (size_t i = 0; i < n; i++) {
        uint32_t from = row[i];

        time[i] = in->time[from];
        status[i] = in->status[from];
        origin[i] = in->row ? in->row[from] : from;
        if (start)
            start[i] = in->start[from];
        if (weight)
            weight[i] = in->weight[from];
        if (group)
            group[i] = in->group[from];
        if (stratum)
            stratum[i] = in->stratum[from];
    }
    *out = *in;
    out->n = n;
    out->time = time;
    out->status = status;
    out->start = start;
    out->weight = weight;
    out->group = group;
    out->stratum = stratum;
    out->row = origin;
    out->is_sorted = 1;
    return PCART_OK;
}

/* Events, then censorings, each in the order of rows. */
static void
order_by_status(const int *status, size_t n, uint32_t *out)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i++)
        if (status[i])
            out[k++] = (uint32_t)i;
    for (size_t i = 0; i < n; i++)
        if (!status[i])
            out[k++] = (uint32_t)i;
}

/*
 * R's aeqSurv: neighbours among the distinct times that differ by no more than
 * the tolerance, absolutely or relative to the mean time, become the first of
 * their run.  `order` is the order of the `n` values; returns how many changed.
 */
static size_t
merge_run(double *value, const uint32_t *order, size_t n)
{
    double sum = 0, n_distinct = 0, mean, last = value[order[0]], anchor = last;
    size_t n_changed = 0;

    for (size_t i = 0; i < n; i++) {
        if (i && value[order[i]] == value[order[i - 1]])
            continue;
        sum += fabs(value[order[i]]);
        n_distinct++;
    }
    mean = sum / n_distinct;
    for (size_t i = 0; i < n; i++) {
        double here = value[order[i]], step = here - last;

        if (step > MERGE_TOLERANCE && !(step / mean <= MERGE_TOLERANCE))
            anchor = here;
        last = here;
        if (here != anchor) {
            n_changed++;
            value[order[i]] = anchor;
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
is_before(const pcart_followup *data, uint32_t a, uint32_t b)
{
    int is_event = data->status[a] != 0, other = data->status[b] != 0;

    return is_event != other ? is_event : a < b;
}

/* Rows of one merged time in their order; 0 if there are too many of them. */
static int
settle_merged(const pcart_followup *data, uint32_t *order)
{
    for (size_t i = 0, end; i < data->n; i = end) {
        double time = data->time[order[i]];
        int is_mixed = 0;

        for (end = i + 1; end < data->n && data->time[order[end]] == time;
             end++)
            is_mixed |= !is_before(data, order[end - 1], order[end]);
        if (!is_mixed)
            continue;
        if (end - i > SHORT_RUN)
            return 0;
        for (size_t k = i + 1; k < end; k++) {
            uint32_t row = order[k];
            size_t j = k;

            for (; j > i && is_before(data, row, order[j - 1]); j--)
                order[j] = order[j - 1];
            order[j] = row;
        }
    }
    return 1;
}

/*
 * The order by time, events before censorings, then the order of rows.  When
 * times were merged on the way, those of one time stand in order of their old
 * times, and are ordered again.
 */
static pcart_status
order_rows(pcart_followup *data, double *merged, pcart_arena *scratch,
           uint32_t **out, pcart_err *err)
{
    size_t n = data->n;
    uint32_t *first = pcart_arena_take(scratch, n, sizeof *first);
    pcart_status st;

    if (!first)
        return out_of_memory(err);
    order_by_status(data->status, n, first);
    st = pcarti_order(data->time, n, first, scratch, out, err);
    if (st || !merged || data->start)
        return st;
    memcpy(merged, data->time, n * sizeof *merged);
    if (!merge_run(merged, *out, n))
        return PCART_OK;
    data->time = merged;
    if (settle_merged(data, *out))
        return PCART_OK;
    return pcarti_order(merged, n, first, scratch, out, err);
}

/* Copies of the time columns that may be merged; NULL if none may. */
static pcart_status
prepare_merge(pcart_followup *data, pcart_arena *scratch, double **merged,
              pcart_err *err)
{
    double *start;
    pcart_status st;

    *merged = pcart_arena_take(scratch, data->n, sizeof **merged);
    if (!*merged)
        return out_of_memory(err);
    if (!data->start)
        return PCART_OK;
    start = pcart_arena_take(scratch, data->n, sizeof *start);
    if (!start)
        return out_of_memory(err);
    memcpy(*merged, data->time, data->n * sizeof **merged);
    memcpy(start, data->start, data->n * sizeof *start);
    st = merge_both(*merged, start, data->n, scratch, err);
    data->time = *merged;
    data->start = start;
    return st ? st : check_rows(data, err);
}

static pcart_status
sort_rows(const pcart_followup *in, pcart_tie_rule ties, pcart_arena *arena,
          pcart_followup *out, pcart_err *err)
{
    pcart_arena scratch;
    pcart_followup copy = *in;
    double *merged = NULL;
    uint32_t *order = NULL;
    pcart_status st = PCART_OK;

    if (in->n == 0)
        return pcart_err_set(err, PCART_E_DEGENERATE, "there is no subject");
    pcart_arena_init(&scratch, &arena->alloc);
    copy.row = NULL;
    copy.ties = ties;
    st = check_rows(in, err);
    if (!st && ties == PCART_TIES_MERGED)
        st = prepare_merge(&copy, &scratch, &merged, err);
    if (!st)
        st = order_rows(&copy, merged, &scratch, &order, err);
    if (!st)
        st = gather(&copy, order, in->n, arena, out, err);
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
    size_t *end = pcart_arena_take(arena, n_part, sizeof *end);
    uint32_t *row = pcart_arena_take(arena, sorted->n + 1, sizeof *row);
    size_t at = 0;

    if (!part || !end || !row)
        return out_of_memory(err);
    if (!part_of) {
        part[0] = *sorted;
        *out = part;
        return PCART_OK;
    }
    for (size_t i = 0; i < sorted->n; i++)
        end[part_of[i]]++;
    for (size_t k = 0; k < n_part; k++) {
        size_t count = end[k];

        end[k] = at;
        at += count;
    }
    for (size_t i = 0; i < sorted->n; i++)
        row[end[part_of[i]]++] = (uint32_t)i;
    for (size_t k = 0, from = 0; k < n_part; from = end[k++]) {
        pcart_status st =
            gather(sorted, row + from, end[k] - from, arena, &part[k], err);

        if (st)
            return st;
        if (by == PCARTI_BY_GROUP)
            part[k].group = NULL;
        else
            part[k].stratum = NULL;
    }
    *out = part;
    return PCART_OK;
}

pcart_status
pcarti_times_of(const pcart_followup *sorted, pcart_arena *arena,
                pcarti_times *out, pcart_err *err)
{
    size_t n = 0;

    for (size_t i = 0; i < sorted->n; i++)
        n += !i || sorted->time[i] != sorted->time[i - 1];
    out->time = pcart_arena_take(arena, n + 1, sizeof *out->time);
    out->first = pcart_arena_take(arena, n + 1, sizeof *out->first);
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
