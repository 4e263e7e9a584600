/*
 * followup.c -- checking, tie merging and ordering of follow-up.  Layer: stat.
 *
 * One sort serves every statistic: after it, each of them is a scan over the
 * distinct times.
 */
#include "postcart/followup.h"

#include <float.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "stat/order.h"
#include "stat/parallel.h"
#include "stat/ties.h"
#include "stat/times.h"
#include "stat/vector.h"

/* Rows of a chunk, where several threads share the work. */
enum { CHUNK = 65536, MOST_PART = 4096 };

static size_t
count_chunks(size_t n)
{
    return n / CHUNK + (n % CHUNK != 0);
}

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

typedef struct look {
    const pcart_followup *in;
    atomic_int is_bad;
} look;

/* Whether all are numbers from 0 on: nothing else times 0 is 0. */
PCARTI_VECTOR static int
is_time(const double *time, size_t n)
{
    double least[4] = {0}, sum[4] = {0};
    size_t i = 0;

    for (; i + 4 <= n; i += 4)
        for (size_t k = 0; k < 4; k++) {
            double t = time[i + k];

            least[k] = t < least[k] ? t : least[k];
            sum[k] += t * 0;
        }
    for (; i < n; i++) {
        least[0] = time[i] < least[0] ? time[i] : least[0];
        sum[0] += time[i] * 0;
    }
    for (size_t k = 1; k < 4; k++) {
        least[0] = least[k] < least[0] ? least[k] : least[0];
        sum[0] += sum[k];
    }
    return least[0] >= 0 && sum[0] == 0;
}

PCARTI_VECTOR static void
look_at_chunk(void *context, size_t chunk)
{
    look *l = context;
    const pcart_followup *in = l->in;
    size_t from = chunk * CHUNK;
    size_t end = in->n - from < CHUNK ? in->n : from + CHUNK;
    int n_group = pcarti_followup_groups(in);
    int n_stratum = pcarti_followup_strata(in);
    int is_bad, is_odd = 0;

    is_bad = !is_time(in->time + from, end - from);
    for (size_t i = from; i < end; i++)
        is_odd |= in->status[i] < 0;
    for (size_t i = from; in->start && i < end; i++)
        is_bad |= !((in->start[i] >= -DBL_MAX) & (in->start[i] < in->time[i]));
    for (size_t i = from; in->weight && i < end; i++)
        is_bad |= !((in->weight[i] >= 0) & (in->weight[i] <= DBL_MAX));
    for (size_t i = from; in->group && i < end; i++)
        is_odd |= (in->group[i] < 0) | (in->group[i] >= n_group);
    for (size_t i = from; in->stratum && i < end; i++)
        is_odd |= (in->stratum[i] < 0) | (in->stratum[i] >= n_stratum);
    if (is_bad || is_odd)
        l->is_bad = 1;
}

/* Rows are looked at one by one only to name the first bad one. */
static pcart_status
check_rows(const pcart_followup *in, int threads, pcart_err *err)
{
    look l = {.in = in};
    pcart_status st = PCART_OK;

    pcarti_parallel(threads, count_chunks(in->n), look_at_chunk, &l);
    for (size_t i = 0; l.is_bad && i < in->n && !st; i++)
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

typedef struct gathering {
    const pcart_followup *in;
    const columns *to;
} gathering;

/* All but the time and the row, which the sort has written. */
static void
gather_chunk(void *context, size_t chunk)
{
    const gathering *g = context;
    const pcart_followup *in = g->in;
    const columns *c = g->to;
    const uint32_t *row = c->row;
    size_t from = chunk * CHUNK;
    size_t end = in->n - from < CHUNK ? in->n : from + CHUNK;

    for (size_t i = from; i < end; i++)
        c->status[i] = in->status[row[i]];
    for (size_t i = from; c->group && i < end; i++)
        c->group[i] = in->group[row[i]];
    for (size_t i = from; c->start && i < end; i++)
        c->start[i] = in->start[row[i]];
    for (size_t i = from; c->weight && i < end; i++)
        c->weight[i] = in->weight[row[i]];
    for (size_t i = from; c->stratum && i < end; i++)
        c->stratum[i] = in->stratum[row[i]];
}

/* Entry and exit times are merged together, as R does. */
static pcart_status
merge_both(double *time, double *start, size_t n,
           const pcarti_order_options *how, pcart_err *err)
{
    double *all = pcart_arena_take_raw(how->scratch, 2 * n, sizeof *all);
    pcarti_sorted sorted = {
        pcart_arena_take_raw(how->scratch, 2 * n, sizeof *sorted.order),
        pcart_arena_take_raw(how->scratch, 2 * n, sizeof *sorted.value)};
    pcarti_ties ties = {.time = sorted.value, .n = 2 * n};
    pcart_status st;

    if (!all || !sorted.order || !sorted.value)
        return out_of_memory(err);
    memcpy(all, time, n * sizeof *all);
    memcpy(all + n, start, n * sizeof *all);
    st = pcarti_order_into(all, NULL, 2 * n, how, &sorted, err);
    if (!st)
        st = pcarti_ties_merge(&ties, how->threads, how->scratch, err);
    for (size_t i = 0; i < 2 * n && !st; i++) {
        size_t at = sorted.order[i];

        *(at < n ? time + at : start + (at - n)) = sorted.value[i];
    }
    return st;
}

/*
 * The order by time, events before censorings, then the order of rows.  When
 * times are merged behind the sort, those of one time stand in order of their
 * old times, and are ordered again.
 */
static pcart_status
order_rows(const pcart_followup *data, int has_merge, const columns *c,
           const pcarti_order_options *how, pcart_err *err)
{
    size_t n = data->n;
    pcarti_sorted sorted = {c->row, c->time};
    pcarti_ties ties = {
        .time = c->time, .n = n, .row = c->row, .status = data->status};
    double *merged;
    pcart_status st =
        pcarti_order_into(data->time, data->status, n, how, &sorted, err);

    if (!st && has_merge && !data->start)
        st = pcarti_ties_merge(&ties, how->threads, how->scratch, err);
    if (st || !ties.is_unsettled)
        return st;
    merged = pcart_arena_take_raw(how->scratch, n, sizeof *merged);
    if (!merged)
        return out_of_memory(err);
    for (size_t i = 0; i < n; i++)
        merged[c->row[i]] = c->time[i];
    return pcarti_order_into(merged, data->status, n, how, &sorted, err);
}

/* With late entry both columns of times are merged before the sort. */
static pcart_status
merge_entries(pcart_followup *data, const pcarti_order_options *how,
              pcart_err *err)
{
    double *time = pcart_arena_take_raw(how->scratch, data->n, sizeof *time);
    double *start = pcart_arena_take_raw(how->scratch, data->n, sizeof *start);
    pcart_status st;

    if (!time || !start)
        return out_of_memory(err);
    memcpy(time, data->time, data->n * sizeof *time);
    memcpy(start, data->start, data->n * sizeof *start);
    st = merge_both(time, start, data->n, how, err);
    data->time = time;
    data->start = start;
    return st ? st : check_rows(data, how->threads, err);
}

static pcart_status
sort_rows(const pcart_followup *in, pcarti_followup_how how, pcart_arena *arena,
          pcart_followup *out, pcart_err *err)
{
    pcart_arena scratch;
    pcarti_order_options order = {&scratch, how.threads};
    pcart_followup copy = *in;
    columns c = {0};
    int has_merge = how.ties == PCART_TIES_MERGED;
    pcart_status st;

    if (in->n == 0)
        return pcart_err_set(err, PCART_E_DEGENERATE, "there is no subject");
    pcart_arena_init(&scratch, &arena->alloc);
    copy.ties = how.ties;
    st = check_rows(in, how.threads, err);
    if (!st && has_merge && in->start)
        st = merge_entries(&copy, &order, err);
    if (!st)
        st = take_columns(in, in->n, arena, &c, err);
    if (!st)
        st = order_rows(&copy, has_merge, &c, &order, err);
    if (!st) {
        pcarti_parallel(how.threads, count_chunks(in->n), gather_chunk,
                        &(gathering){&copy, &c});
        *out = view_of(&copy, &c, 0, in->n);
    }
    pcart_arena_release(&scratch);
    return st;
}

pcart_status
pcart_followup_sort(const pcart_followup *in, pcart_arena *arena,
                    pcart_followup *out, pcart_err *err)
{
    pcart_tie_rule ties =
        in->ties == PCART_TIES_AS_R ? PCART_TIES_MERGED : in->ties;

    return sort_rows(in, (pcarti_followup_how){.ties = ties}, arena, out, err);
}

pcart_status
pcarti_followup_prepare(const pcart_followup *in, pcarti_followup_how how,
                        pcart_arena *arena, pcart_followup *out, pcart_err *err)
{
    if (in->is_sorted) {
        *out = *in;
        return PCART_OK;
    }
    if (in->ties != PCART_TIES_AS_R)
        how.ties = in->ties;
    return sort_rows(in, how, arena, out, err);
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

/* Rows by chunks and, of each part, where those of a chunk go. */
typedef struct splitting {
    const pcart_followup *in;
    const columns *to;
    const int *part_of;
    size_t chunk, stride;
    size_t *at; // per chunk: of each part the count, then the row
} splitting;

static size_t
end_of_chunk(const splitting *s, size_t chunk)
{
    size_t from = chunk * s->chunk;

    return s->in->n - from < s->chunk ? s->in->n : from + s->chunk;
}

static void
count_chunk(void *context, size_t chunk)
{
    const splitting *s = context;
    size_t *at = s->at + chunk * s->stride;

    for (size_t i = chunk * s->chunk; i < end_of_chunk(s, chunk); i++)
        at[s->part_of[i]]++;
}

static void
copy_chunk(void *context, size_t chunk)
{
    const splitting *s = context;
    size_t *at = s->at + chunk * s->stride;

    for (size_t i = chunk * s->chunk; i < end_of_chunk(s, chunk); i++)
        copy_row(s->in, i, s->to, at[s->part_of[i]]++);
}

static pcart_status
split_rows(splitting *s, size_t n_part, int threads, pcart_arena *arena,
           pcart_followup *part, pcart_err *err)
{
    /* Beyond so many parts their counts would outweigh the rows. */
    int is_whole = n_part > MOST_PART || s->in->n <= CHUNK;
    size_t n_chunk, from = 0, row = 0;

    s->chunk = is_whole ? s->in->n : CHUNK;
    s->stride = n_part + PCARTI_APART;
    n_chunk = s->in->n / s->chunk + (s->in->n % s->chunk != 0);
    s->at = pcart_arena_take(arena, n_chunk * s->stride, sizeof *s->at);
    if (!s->at)
        return out_of_memory(err);
    pcarti_parallel(threads, n_chunk, count_chunk, s);
    for (size_t k = 0; k < n_part; k++, from = row) {
        for (size_t c = 0; c < n_chunk; c++) {
            size_t here = s->at[c * s->stride + k];

            s->at[c * s->stride + k] = row;
            row += here;
        }
        part[k] = view_of(s->in, s->to, from, row - from);
    }
    pcarti_parallel(threads, n_chunk, copy_chunk, s);
    return PCART_OK;
}

pcart_status
pcarti_followup_split(const pcart_followup *sorted, pcarti_split by,
                      int threads, pcart_arena *arena, pcart_followup **out,
                      pcart_err *err)
{
    int is_group = by == PCARTI_BY_GROUP;
    const int *part_of = is_group ? sorted->group : sorted->stratum;
    size_t n_part = (size_t)(is_group ? pcarti_followup_groups(sorted)
                                      : pcarti_followup_strata(sorted));
    pcart_followup *part = pcart_arena_take(arena, n_part, sizeof *part);
    pcart_followup rest = *sorted;
    splitting s = {.in = &rest, .part_of = part_of};
    columns c;
    pcart_status st;

    if (!part)
        return out_of_memory(err);
    if (!part_of || !sorted->n) {
        part[0] = *sorted;
        *out = part;
        return PCART_OK;
    }
    *(is_group ? &rest.group : &rest.stratum) = NULL;
    st = take_columns(&rest, sorted->n, arena, &c, err);
    s.to = &c;
    if (!st)
        st = split_rows(&s, n_part, threads, arena, part, err);
    *out = part;
    return st;
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
