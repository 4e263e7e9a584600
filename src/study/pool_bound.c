/* pool_bound.c -- what pooled curves can be when times or counts are not told.
 * Layer: study. */
#include "postcart/pool.h"

#include <math.h>
#include <string.h>

/*
 * Within an interval the order of events and of censorings is not known.  The
 * estimate is greatest when all events come first, because then the most are
 * at risk, and least when all others left before.  A hidden count lies between
 * 0 and what the visible ones leave of all who left.
 */

/* One interval of one group, over all centres. */
typedef struct interval {
    int64_t n_risk, n_exit;
    int64_t any_low, any_high;     /* events of any cause */
    int64_t first_low, first_high; /* of the first cause */
} interval;

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* Whether all centres with the group tell their counts up to `time`. */
static int
is_boundary(const pcart_share *share, size_t n, double time)
{
    for (size_t i = 0; i < n; i++) {
        /* Without hiding a row is left out only where nobody left. */
        int is_there = share[i].smallest <= 1;
        double last = -1;

        for (size_t k = 0; k < share[i].n_row && !is_there; k++) {
            is_there = share[i].row[k].time == time;
            last = fmax(last, share[i].row[k].time);
        }
        /* Behind its last row a centre has nobody left. */
        if (!is_there && last >= time)
            return 0;
    }
    return 1;
}

/* Add what one row says to an interval. */
static void
add_row(const pcart_share *share, const pcart_share_row *row, int64_t left,
        interval *out)
{
    int64_t exits = row->n_risk - left, seen = 0;
    int is_any_hidden = 0;

    for (int k = 0; k <= share->n_event; k++)
        seen += row->count[k] > 0 ? row->count[k] : 0;
    for (int k = 1; k <= share->n_event; k++) {
        if (row->count[k] == PCART_SHARE_HIDDEN) {
            is_any_hidden = 1;
        } else {
            out->any_low += row->count[k];
            out->any_high += row->count[k];
        }
    }
    if (is_any_hidden)
        out->any_high += exits - seen;
    if (row->count[1] == PCART_SHARE_HIDDEN) {
        out->first_high += exits - seen;
    } else {
        out->first_low += row->count[1];
        out->first_high += row->count[1];
    }
    out->n_exit += exits;
}

/* Everything of a group in (begin, end], with those at risk at its begin. */
static interval
sum_interval(const pcart_share *share, size_t n, const char *group,
             double begin, double end)
{
    interval out = {0};

    for (size_t i = 0; i < n; i++) {
        int is_begun = 0;

        for (size_t k = 0; k < share[i].n_row; k++) {
            const pcart_share_row *row = &share[i].row[k];
            int64_t left = k + 1 < share[i].n_row &&
                                   share[i].row[k + 1].group == row->group
                               ? share[i].row[k + 1].n_risk
                               : 0;

            if (strcmp(share[i].group[row->group], group) != 0 ||
                row->time <= begin)
                continue;
            if (!is_begun)
                out.n_risk += row->n_risk;
            is_begun = 1;
            if (row->time <= end)
                add_row(&share[i], row, left, &out);
        }
    }
    return out;
}

/* The share that has the event when `others` of n left before. */
static double
hazard(int64_t d, int64_t n, int64_t others)
{
    return d <= 0 ? 0 : fmin(1, (double)d / (double)(n - others));
}

/* The bounds at the end of an interval from those at its begin. */
static void
advance(const interval *in, pcart_pool_bound *bound)
{
    double low = bound->survival_low, high = bound->survival_high;
    int64_t n = in->n_risk;

    if (n == 0)
        return;
    bound->survival_high = high * (1 - hazard(in->any_low, n, 0));
    bound->survival_low =
        low * (1 - hazard(in->any_high, n, in->n_exit - in->any_high));
    bound->incidence_high +=
        high * hazard(in->first_high, n, in->n_exit - in->first_high);
    bound->incidence_low += bound->survival_low * hazard(in->first_low, n, 0);
    bound->incidence_high = fmin(1, bound->incidence_high);
}

/* All distinct ends of rows that every centre has, ascending. */
static size_t
find_boundaries(const pcart_share *share, size_t n, double *out)
{
    size_t n_out = 0;
    double last = -1;

    for (;;) {
        double next = INFINITY;

        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < share[i].n_row; k++)
                if (share[i].row[k].time > last)
                    next = fmin(next, share[i].row[k].time);
        if (isinf(next))
            return n_out;
        last = next;
        if (is_boundary(share, n, next))
            out[n_out++] = next;
    }
}

pcart_status
pcart_pool_bounds(const pcart_share *share, size_t n, pcart_arena *arena,
                  pcart_pool_bound **out, size_t *n_out, pcart_err *err)
{
    size_t m = 0, n_group = 0, n_time, n_bound = 0;
    const char **group;
    double *time;
    pcart_pool_bound *bound;

    for (size_t i = 0; i < n; i++) {
        m += share[i].n_row;
        n_group += (size_t)share[i].n_group;
    }
    time = pcart_arena_take(arena, m + 1, sizeof *time);
    group = pcart_arena_take(arena, n_group + 1, sizeof *group);
    if (!time || !group)
        return no_memory(err);
    n_time = find_boundaries(share, n, time);
    n_group = 0;
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < share[i].n_group; k++) {
            size_t g = 0;

            while (g < n_group && strcmp(group[g], share[i].group[k]) != 0)
                g++;
            if (g == n_group)
                group[n_group++] = share[i].group[k];
        }
    bound = pcart_arena_take(arena, n_time * n_group + 1, sizeof *bound);
    if (!bound)
        return no_memory(err);
    for (size_t g = 0; g < n_group; g++) {
        pcart_pool_bound now = {
            .group = group[g], .survival_low = 1, .survival_high = 1};
        double begin = -1;

        for (size_t j = 0; j < n_time; j++) {
            interval in = sum_interval(share, n, group[g], begin, time[j]);

            now.time = time[j];
            now.n_risk = in.n_risk;
            advance(&in, &now);
            bound[n_bound++] = now;
            begin = time[j];
        }
    }
    *out = bound;
    *n_out = n_bound;
    return PCART_OK;
}
