/*
 * columns.c -- making a curve row by row.  Layer: stat.
 *
 * Rows are counted and limits made in blocks that threads may share.  Most rows
 * are one subject: a tile of such rows is written without a branch.
 */
#include "stat/columns.h"

#include <math.h>

#include "stat/curve.h"
#include "stat/parallel.h"
#include "stat/vector.h"

enum { BLOCK = 32768, TILE = 64, LIMIT_TILE = 256 };

typedef void *take_function(pcart_arena *arena, size_t count, size_t size);

static pcart_status
take_columns(pcarti_columns *column, int has_other, take_function *take,
             pcart_arena *arena, pcart_err *err)
{
    double **const each[] = {
        &column->time,    &column->estimate, &column->std_err,
        &column->low,     &column->high,     &column->n_risk,
        &column->n_event, &column->n_censor, &column->n_other};
    size_t n_column = PCART_COUNTOF(each) - (has_other ? 0 : 1);

    for (size_t k = 0; k < n_column; k++) {
        if (*each[k])
            continue;
        *each[k] = take(arena, column->n + 1, sizeof **each[k]);
        if (!*each[k])
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    }
    return PCART_OK;
}

pcart_status
pcarti_columns_take(pcarti_columns *column, size_t n, int has_other,
                    pcart_arena *arena, pcart_err *err)
{
    column->n = n;
    return take_columns(column, has_other, pcart_arena_take, arena, err);
}

/* Four sums side by side: one would wait for itself at every number. */
static double
sum_of(const double *x, size_t n)
{
    double sum[4] = {0};
    size_t j = 0;

    for (; j + 4 <= n; j += 4)
        for (size_t k = 0; k < 4; k++)
            sum[k] += x[j + k];
    for (; j < n; j++)
        sum[0] += x[j];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

void
pcarti_columns_finish(const pcarti_columns *column, size_t n,
                      pcart_curve *curve)
{
    curve->n = n;
    curve->time = column->time;
    curve->estimate = column->estimate;
    curve->std_err = column->std_err;
    curve->low = column->low;
    curve->high = column->high;
    curve->n_risk = column->n_risk;
    curve->n_event = column->n_event;
    curve->n_other = column->n_other;
    curve->n_censor = column->n_censor;
    curve->total_event = sum_of(column->n_event, n);
}

/* What a status counts as. */
enum { CENSORED, EVENT, OTHER };

static int
kind_of(int status, int event)
{
    if (!status)
        return CENSORED;
    return !event || status == event ? EVENT : OTHER;
}

/* The subjects of one block, and where their rows begin. */
typedef struct counting {
    const pcarti_columns *column;
    const pcart_followup *sorted;
    int event;
    size_t *row; // of each block
} counting;

/* Distinct times that begin at the places `from` to `end` - 1. */
PCARTI_VECTOR static size_t
count_starts(const double *time, size_t from, size_t end)
{
    size_t n = from == 0 && end > 0;

    for (size_t i = from + n; i < end; i++)
        n += time[i] != time[i - 1];
    return n;
}

static void
count_block(void *context, size_t b)
{
    const counting *c = context;
    size_t from = b * BLOCK, n = c->sorted->n;

    c->row[b] = count_starts(c->sorted->time, from,
                             n - from < BLOCK ? n : from + BLOCK);
}

/* Subjects i to end - 1, each alone at its time. */
static PCARTI_INLINE void
write_singles(const counting *c, size_t i, size_t end, size_t j)
{
    const double *restrict time = c->sorted->time + i;
    const int *restrict status = c->sorted->status + i;
    double *restrict own_time = c->column->time + j;
    double *restrict n_risk = c->column->n_risk + j;
    double *restrict n_event = c->column->n_event + j;
    double *restrict n_other = c->column->n_other;
    double *restrict n_censor = c->column->n_censor + j;
    double most = (double)(c->sorted->n - i);
    int event = c->event, is_any = !event, n = (int)(end - i);

    for (int k = 0; k < n; k++) {
        own_time[k] = time[k];
        n_risk[k] = most - k;
        n_event[k] = (status[k] == event) ^ is_any;
    }
    if (n_other) {
        n_other += j;
        for (int k = 0; k < n; k++) {
            n_other[k] = (status[k] != 0) - n_event[k];
            n_censor[k] = status[k] == 0;
        }
    } else {
        for (int k = 0; k < n; k++)
            n_censor[k] = 1 - n_event[k];
    }
}

/* The subjects from i on who share a time; returns their end. */
static size_t
write_row(const counting *w, size_t i, size_t j)
{
    const pcarti_columns *c = w->column;
    const double *time = w->sorted->time;
    size_t count[3] = {0}, end = i;

    c->time[j] = time[i];
    c->n_risk[j] = (double)(w->sorted->n - i);
    for (; end < w->sorted->n && time[end] == time[i]; end++)
        count[kind_of(w->sorted->status[end], w->event)]++;
    if (c->n_other)
        c->n_other[j] = (double)count[OTHER];
    else
        count[CENSORED] += count[OTHER];
    c->n_event[j] = (double)count[EVENT];
    c->n_censor[j] = (double)count[CENSORED];
    return end;
}

/* The rows whose times begin in a block. */
PCARTI_VECTOR static void
write_block(void *context, size_t b)
{
    const counting *c = context;
    const double *time = c->sorted->time;
    size_t n = c->sorted->n, i = b * BLOCK, j = c->row[b];
    size_t end = n - i < BLOCK ? n : i + BLOCK;

    while (i > 0 && i < end && time[i] == time[i - 1])
        i++;
    while (i < end) {
        size_t stop = end - i < TILE ? end : i + TILE;
        long long is_tied = 0;

        /* the one behind the tile must begin a time too */
        for (size_t k = i + 1; k < stop; k++)
            is_tied |= time[k] == time[k - 1];
        if (!is_tied && (stop == n || time[stop] != time[stop - 1])) {
            write_singles(c, i, stop, j);
            j += stop - i;
            i = stop;
        } else {
            for (; i < stop; j++)
                i = write_row(c, i, j);
        }
    }
}

static pcart_status
count_weights(pcarti_columns *c, const pcart_followup *sorted, int event,
              pcart_arena *arena, pcart_err *err)
{
    pcarti_times times;
    pcart_status st = pcarti_times_of(sorted, arena, &times, err);

    if (!st)
        st = pcarti_times_risk(sorted, &times, arena, &c->n_risk, err);
    if (st)
        return st;
    for (size_t j = 0; j < times.n; j++) {
        double sum[3] = {0};

        for (size_t i = times.first[j]; i < times.first[j + 1]; i++)
            sum[kind_of(sorted->status[i], event)] +=
                sorted->weight ? sorted->weight[i] : 1;
        c->time[j] = times.time[j];
        c->n_event[j] = sum[EVENT];
        c->n_censor[j] = sum[CENSORED];
        if (c->n_other)
            c->n_other[j] = sum[OTHER];
        else
            c->n_censor[j] += sum[OTHER];
    }
    return PCART_OK;
}

pcart_status
pcarti_columns_count(pcarti_columns *column, const pcart_followup *sorted,
                     int event, int has_other, pcart_arena *arena,
                     pcart_err *err)
{
    size_t n_block = sorted->n / BLOCK + (sorted->n % BLOCK != 0), n_row = 0;
    size_t few[8], *row = few;
    counting c = {.column = column, .sorted = sorted, .event = event};
    pcart_status st;

    if (n_block > PCART_COUNTOF(few))
        row = pcart_arena_take_raw(arena, n_block, sizeof *row);
    if (!row)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    c.row = row;
    pcarti_parallel(column->threads, n_block, count_block, &c);
    for (size_t b = 0; b < n_block; b++) {
        size_t here = row[b];

        row[b] = n_row;
        n_row += here;
    }
    column->n = n_row;
    st = take_columns(column, has_other, pcart_arena_take_raw, arena, err);
    if (st)
        return st;
    if (sorted->start || sorted->weight)
        return count_weights(column, sorted, event, arena, err);
    pcarti_parallel(column->threads, n_block, write_block, &c);
    return PCART_OK;
}

typedef struct limiting {
    const pcarti_columns *column;
    size_t n;
    pcart_interval interval;
    double z;
    int is_open;
} limiting;

/*
 * Limits of the rows i to i + n - 1.  Only where estimate or error change there
 * are new ones: these are brought together first, so that nothing is left to
 * guess for a processor.
 */
static void
limit_tile(const limiting *w, size_t i, size_t n)
{
    const double *p = w->column->estimate + i, *se = w->column->std_err + i;
    double *low = w->column->low + i, *high = w->column->high + i;
    size_t change[LIMIT_TILE], place[LIMIT_TILE], n_change = 0;
    pcarti_limits limit[LIMIT_TILE];

    change[0] = place[0] = 0;
    for (size_t j = 1; j < n; j++) {
        n_change += (p[j] != p[j - 1]) | (se[j] != se[j - 1]);
        change[n_change] = j;
        place[j] = n_change;
    }
    for (size_t k = 0; k <= n_change; k++) {
        /* the last row with the change: all before it have the same */
        size_t j = change[k];
        pcarti_limits here =
            pcarti_limits_of(w->interval, w->z, p[j], se[j], w->is_open);

        if (here.low > here.high)
            here = (pcarti_limits){here.high, here.low};
        limit[k] = here;
    }
    for (size_t j = 0; j < n; j++) {
        low[j] = limit[place[j]].low;
        high[j] = limit[place[j]].high;
    }
}

static void
limit_block(void *context, size_t b)
{
    const limiting *w = context;
    size_t i = b * BLOCK, end = w->n - i < BLOCK ? w->n : i + BLOCK;

    if (w->interval == PCART_INTERVAL_NONE) {
        for (; i < end; i++)
            w->column->low[i] = w->column->high[i] = NAN;
        return;
    }
    for (; i < end; i += LIMIT_TILE)
        limit_tile(w, i, end - i < LIMIT_TILE ? end - i : LIMIT_TILE);
}

void
pcarti_columns_limit(const pcarti_columns *column, size_t n,
                     pcart_interval interval, double z, int is_open)
{
    limiting w = {column, n, interval, z, is_open};

    pcarti_parallel(column->threads, n / BLOCK + (n % BLOCK != 0), limit_block,
                    &w);
}
