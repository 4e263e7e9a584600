/* share.c -- what one centre may hand on.  Layer: study. */
#include "postcart/share.h"

#include <math.h>
#include <string.h>

#include "stat/cox_model.h"
#include "stat/times.h"

enum { MAX_INTERVAL = 100000 };

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* Counts of every group at every time or interval, before hiding. */
typedef struct grid {
    int n_group, n_cell; /* cells: censored and the causes */
    size_t n_time;
    double *time;   /* end of each */
    int64_t *count; /* group x time x cell */
    int64_t *total; /* per group */
} grid;

static int64_t *
cells_of(const grid *g, int group, size_t time)
{
    return g->count + ((size_t)group * g->n_time + time) * (size_t)g->n_cell;
}

static int64_t
exits_of(const grid *g, int group, size_t time)
{
    const int64_t *cell = cells_of(g, group, time);
    int64_t n = 0;

    for (int k = 0; k < g->n_cell; k++)
        n += cell[k];
    return n;
}

/* The interval (from 0) that holds a time: it ends with (i + 1) * width. */
static double
interval_of(double time, double width)
{
    double i = ceil(time / width) - 1;

    if (i < 0)
        i = 0;
    while (i > 0 && i * width >= time)
        i -= 1;
    while ((i + 1) * width < time)
        i += 1;
    return i;
}

static pcart_status
take_grid(grid *g, pcart_arena *arena, pcart_err *err)
{
    size_t n = (size_t)g->n_group * g->n_time;

    if (g->n_time && n / g->n_time != (size_t)g->n_group)
        return no_memory(err);
    g->time = pcart_arena_take(arena, g->n_time + 1, sizeof *g->time);
    g->count =
        pcart_arena_take(arena, n + 1, (size_t)g->n_cell * sizeof *g->count);
    g->total =
        pcart_arena_take(arena, (size_t)g->n_group + 1, sizeof *g->total);
    return g->time && g->count && g->total ? PCART_OK : no_memory(err);
}

static pcart_status
count_times(const pcart_followup *sorted, const pcart_share_options *options,
            pcart_arena *arena, grid *out, pcart_err *err)
{
    pcarti_times times;
    pcart_status status = pcarti_times_of(sorted, arena, &times, err);

    if (status)
        return status;
    out->n_group = pcarti_followup_groups(sorted);
    out->n_cell = options->n_event + 1;
    out->n_time = times.n;
    if (options->grid > 0) {
        double last = interval_of(times.time[times.n - 1], options->grid);

        if (last >= MAX_INTERVAL)
            return pcart_err_set(err, PCART_E_RANGE,
                                 "the grid makes more than %d intervals",
                                 MAX_INTERVAL);
        out->n_time = (size_t)last + 1;
    }
    status = take_grid(out, arena, err);
    if (status)
        return status;
    for (size_t j = 0; j < out->n_time; j++)
        out->time[j] =
            options->grid > 0 ? (double)(j + 1) * options->grid : times.time[j];
    for (size_t j = 0; j < times.n; j++)
        for (size_t i = times.first[j]; i < times.first[j + 1]; i++) {
            int group = sorted->group ? sorted->group[i] : 0;
            size_t at = options->grid > 0
                            ? (size_t)interval_of(times.time[j], options->grid)
                            : j;

            if (sorted->status[i] >= out->n_cell)
                return pcart_err_set(err, PCART_E_INTERNAL,
                                     "a cause without a name");
            cells_of(out, group, at)[sorted->status[i]]++;
            out->total[group]++;
        }
    return PCART_OK;
}

/* --- hiding ------------------------------------------------------------ */

/* Whether in every group that is told nobody or enough left. */
static int
is_wide(const grid *g, size_t time, int smallest)
{
    for (int k = 0; k < g->n_group; k++) {
        int64_t n = exits_of(g, k, time);

        if (g->total[k] >= smallest && n > 0 && n < smallest)
            return 0;
    }
    return 1;
}

/* Add interval `from` to interval `to`, which then ends where `from` does. */
static void
join(grid *g, size_t from, size_t to)
{
    for (int k = 0; k < g->n_group; k++)
        for (int c = 0; c < g->n_cell; c++)
            cells_of(g, k, to)[c] += cells_of(g, k, from)[c];
    g->time[to] = g->time[from];
}

static void
move(grid *g, size_t from, size_t to)
{
    for (int k = 0; k < g->n_group; k++)
        memmove(cells_of(g, k, to), cells_of(g, k, from),
                (size_t)g->n_cell * sizeof *g->count);
    g->time[to] = g->time[from];
}

/* Join neighbours until every interval is wide; returns how many remain.  The
 * layout in memory stays. */
static size_t
join_intervals(grid *g, int smallest)
{
    size_t n = 0;
    int is_open = 0;

    for (size_t j = 0; j < g->n_time; j++) {
        if (is_open)
            join(g, j, n);
        else if (j != n)
            move(g, j, n);
        is_open = !is_wide(g, n, smallest);
        if (!is_open)
            n++;
    }
    if (is_open && n > 0)
        join(g, n, n - 1);
    else if (is_open)
        n = 1;
    return n;
}

/* Whether the sum of the hidden counts, which can be worked out, tells them. */
static int
is_telling(const int64_t *cell, const int64_t *hidden, int n, int smallest)
{
    int64_t sum = 0;
    int n_hidden = 0;

    for (int k = 0; k < n; k++)
        if (hidden[k] == PCART_SHARE_HIDDEN) {
            sum += cell[k];
            n_hidden++;
        }
    return n_hidden > 0 && (n_hidden == 1 || sum <= n_hidden ||
                            sum >= (int64_t)n_hidden * (smallest - 1));
}

/* Hide small counts, and others as long as the sum would tell them. */
static void
hide(const int64_t *cell, int64_t *out, int n, int smallest)
{
    for (int k = 0; k < n; k++)
        out[k] =
            cell[k] > 0 && cell[k] < smallest ? PCART_SHARE_HIDDEN : cell[k];
    while (is_telling(cell, out, n, smallest)) {
        int least = -1;

        for (int k = 0; k < n; k++)
            if (out[k] != PCART_SHARE_HIDDEN &&
                (least < 0 || (cell[k] > 0 && cell[least] == 0) ||
                 (cell[k] > 0 && cell[k] < cell[least])))
                least = k;
        if (least < 0)
            return;
        out[least] = PCART_SHARE_HIDDEN;
    }
}

/* --- the share --------------------------------------------------------- */

static pcart_status
fill_rows(const grid *g, size_t n_time, const pcart_share_options *options,
          pcart_arena *arena, pcart_share *out, pcart_err *err)
{
    size_t m = (size_t)g->n_group * n_time + 1;
    pcart_share_row *row = pcart_arena_take(arena, m, sizeof *row);
    int64_t *count =
        pcart_arena_take(arena, m, (size_t)g->n_cell * sizeof *count);
    int64_t *total =
        pcart_arena_take(arena, (size_t)g->n_group + 1, sizeof *total);

    if (!row || !count || !total)
        return no_memory(err);
    for (int k = 0; k < g->n_group; k++) {
        int64_t n_risk = g->total[k];

        total[k] = g->total[k];
        if (options->smallest > 1 && n_risk > 0 && n_risk < options->smallest) {
            total[k] = PCART_SHARE_HIDDEN;
            continue;
        }
        for (size_t j = 0; j < n_time; j++) {
            int64_t n = exits_of(g, k, j);

            if (n == 0 && options->smallest <= 1)
                continue;
            hide(cells_of(g, k, j), count, g->n_cell, options->smallest);
            row[out->n_row++] = (pcart_share_row){g->time[j], k, n_risk, count};
            count += g->n_cell;
            n_risk -= n;
        }
    }
    out->row = row;
    out->n_subject = total;
    return PCART_OK;
}

/* Score and information at the agreed coefficient, in the caller's columns. */
static pcart_status
fill_cox(const pcart_share_options *options, pcart_arena *arena,
         pcart_share_cox *out, pcart_err *err)
{
    size_t p = options->x->n;
    pcart_cox_options cox = {.event = 1};
    pcarti_cox_model model;
    pcarti_cox_value value;
    double *beta = pcart_arena_take(arena, p + 1, sizeof *beta);
    double *scaled = pcart_arena_take(arena, p + 1, sizeof *scaled);
    double *score = pcart_arena_take(arena, p + 1, sizeof *score);
    double *information = pcart_arena_take(arena, p * p + 1, sizeof *score);
    pcart_status status;

    if (!beta || !scaled || !score || !information)
        return no_memory(err);
    status = pcarti_cox_build(options->model, options->x, &cox, 0, arena,
                              &model, err);
    if (status)
        return status;
    value.gradient = pcart_arena_take(arena, p + 1, sizeof(double));
    value.information = pcart_arena_take(arena, p * p + 1, sizeof(double));
    if (!value.gradient || !value.information)
        return no_memory(err);
    for (size_t i = 0; i < p; i++) {
        beta[i] = options->beta ? options->beta[i] : 0;
        scaled[i] = beta[i] * model.scale[i];
    }
    pcarti_cox_evaluate(&model, scaled, &value);
    if (!isfinite(value.log_likelihood))
        return pcart_err_set(err, PCART_E_RANGE,
                             "the agreed coefficient is far too large");
    for (size_t i = 0; i < p; i++) {
        score[i] = value.gradient[i] * model.scale[i];
        for (size_t j = i; j < p; j++)
            information[i * p + j] = information[j * p + i] =
                value.information[i * p + j] * model.scale[i] * model.scale[j];
    }
    *out = (pcart_share_cox){.n_column = p,
                             .name = options->x->name,
                             .beta = beta,
                             .score = score,
                             .information = information,
                             .log_likelihood = value.log_likelihood,
                             .n = (int64_t)options->model->n,
                             .n_event = (int64_t)model.n_event};
    return PCART_OK;
}

pcart_status
pcart_share_make(const pcart_followup *data, const pcart_share_options *options,
                 pcart_arena *arena, pcart_share *out, pcart_err *err)
{
    pcart_share share = {.centre = options->centre,
                         .grid = options->grid,
                         .smallest = options->smallest,
                         .group = options->group,
                         .event = options->event,
                         .n_event = options->n_event};
    pcart_followup plain = *data, sorted;
    grid g = {0};
    size_t n_time;
    pcart_status status;

    if (options->smallest > 1 && options->grid <= 0)
        return pcart_err_set(err, PCART_E_USAGE,
                             "hiding small counts needs a grid of times: the "
                             "time of one event is a small count");
    if (data->start || data->weight)
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "late entry and weights cannot be shared");
    plain.stratum = NULL;
    plain.ties = PCART_TIES_EXACT;
    status = pcarti_followup_sorted(&plain, arena, &sorted, err);
    if (!status)
        status = count_times(&sorted, options, arena, &g, err);
    if (status)
        return status;
    n_time = g.n_time;
    if (options->smallest > 1)
        n_time = join_intervals(&g, options->smallest);
    share.n_group = g.n_group;
    status = fill_rows(&g, n_time, options, arena, &share, err);
    if (!status && options->x && options->x->n)
        status = fill_cox(options, arena, &share.cox, err);
    if (!status && share.cox.n_event < options->smallest)
        share.cox = (pcart_share_cox){0};
    if (!status)
        *out = share;
    return status;
}
