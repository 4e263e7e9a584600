/*
 * cuminc_table.c -- all groups and causes of a follow-up in one table.
 * Layer: stat.
 *
 * One walk over the sorted follow-up counts everything.  A row is written
 * without asking which cause it is of: nothing there for a processor to guess.
 */
#include "stat/cuminc.h"

#include <math.h>

#include "stat/parallel.h"
#include "stat/times.h"
#include "stat/vector.h"

enum {
    FEW = 8,
    LEAST_SHARED = 65536, // rows for which threads are worth it
    MOST_STRETCH = 256
};

PCARTI_VECTOR static uint32_t
count_code(const int *code, size_t n, int wanted)
{
    uint32_t count = 0;

    for (size_t i = 0; i < n; i++)
        count += code[i] == wanted;
    return count;
}

/* How many have each code of 0 to n_code - 1; NULL is all 0. */
static void
tally(const int *code, size_t n, size_t n_code, size_t *count)
{
    if (!code)
        count[0] = n;
    else if (n_code <= FEW)
        for (size_t k = 0; k < n_code; k++)
            count[k] = count_code(code, n, (int)k);
    else
        for (size_t i = 0; i < n; i++)
            count[code[i]]++;
}

PCARTI_VECTOR static int
greatest(const int *code, size_t n)
{
    int most = 0;

    for (size_t i = 0; i < n; i++)
        most = code[i] > most ? code[i] : most;
    return most;
}

pcart_status
pcarti_cuminc_causes(pcarti_cuminc *t, pcart_arena *arena, int **cause,
                     pcart_err *err)
{
    size_t n = t->sorted->n, count[PCART_CUMINC_MOST_CAUSE + 1] = {0};
    int most = greatest(t->sorted->status, n);

    if (most > PCART_CUMINC_MOST_CAUSE)
        return pcart_err_set(err, PCART_E_RANGE,
                             "status %d is above %d, the largest cause", most,
                             (int)PCART_CUMINC_MOST_CAUSE);
    tally(t->sorted->status, n, (size_t)most + 1, count);
    *cause = pcart_arena_take(arena, (size_t)most + 1, sizeof **cause);
    if (!*cause)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (int k = 1; k <= most; k++) {
        if (!count[k])
            continue;
        (*cause)[t->n_cause++] = k;
        t->place[k] = (int)t->n_cause;
    }
    return PCART_OK;
}

static pcart_status
take_table(pcarti_cuminc *t, pcart_arena *arena, pcart_err *err)
{
    double **const column[] = {&t->time, &t->risk, &t->censor};
    int is_short = 0;

    t->base = pcart_arena_take(arena, t->n_group + 1, sizeof *t->base);
    t->end = pcart_arena_take(arena, t->n_group, sizeof *t->end);
    t->n_row = t->sorted->n + t->n_group;
    for (size_t k = 0; k < PCART_COUNTOF(column); k++) {
        *column[k] = pcart_arena_take_raw(arena, t->n_row, sizeof **column[k]);
        is_short |= !*column[k];
    }
    for (size_t c = 0; c < t->n_cause; c++) {
        t->event[c] = pcart_arena_take_raw(arena, t->n_row, sizeof *t->risk);
        is_short |= !t->event[c];
    }
    if (!t->base || !t->end || is_short)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    return PCART_OK;
}

/* A stretch of the follow-up that begins with a new time. */
typedef struct stretch {
    const pcarti_cuminc *table;
    size_t from, end;
    size_t *first, *at; // of each group: row
    double *last;       // of each group: time
} stretch;

/* Another subject at the time of row `row`. */
static void
add_tied(const pcarti_cuminc *t, size_t row, size_t place)
{
    (place ? t->event[place - 1] : t->censor)[row]++;
}

static PCARTI_INLINE void
write_rows(const stretch *s, size_t n_cause, int is_grouped, int is_only)
{
    const pcarti_cuminc *t = s->table;
    const pcart_followup *data = t->sorted;
    const double *restrict time = data->time;
    const int *restrict status = data->status;

    for (size_t i = s->from; i < s->end; i++) {
        size_t g = is_grouped ? (size_t)data->group[i] : 0, row = s->at[g];
        size_t place =
            is_only ? (size_t)((status[i] != 0) +
                               ((status[i] != 0) & (status[i] != t->only)))
                    : (size_t)t->place[status[i]];

        if (i && time[i] == time[i - 1] && row > s->first[g] &&
            t->time[row - 1] == time[i]) {
            add_tied(t, row - 1, place);
            continue;
        }
        s->at[g] = row + 1;
        t->time[row] = time[i];
        t->censor[row] = place == 0;
        for (size_t c = 0; c < n_cause; c++)
            t->event[c][row] = place == c + 1;
    }
}

/* The same code with what does not change known to the compiler. */
PCARTI_SCALAR static void
write_stretch(void *context, size_t k)
{
    const stretch *s = (const stretch *)context + k;
    const pcarti_cuminc *t = s->table;

    if (t->only)
        write_rows(s, 2, t->sorted->group != NULL, 1);
    else if (t->n_cause == 2 && t->sorted->group)
        write_rows(s, 2, 1, 0);
    else
        write_rows(s, t->n_cause, t->sorted->group != NULL, 0);
}

/* How many rows a stretch has of each group. */
static void
count_stretch(void *context, size_t k)
{
    const stretch *s = (const stretch *)context + k;
    const pcart_followup *data = s->table->sorted;

    for (size_t g = 0; g < s->table->n_group; g++)
        s->last[g] = -1;
    for (size_t i = s->from; i < s->end; i++) {
        size_t g = data->group ? (size_t)data->group[i] : 0;

        s->at[g] += data->time[i] != s->last[g];
        s->last[g] = data->time[i];
    }
}

/* Stretches of about one length; where they begin in the table. */
static pcart_status
write_table(const pcarti_cuminc *t, pcart_arena *arena, pcart_err *err)
{
    size_t n_stretch = t->threads > 1 ? (size_t)t->threads * 4 : 1;
    size_t n = t->sorted->n, n_group = t->n_group, from = 0;
    const double *time = t->sorted->time;
    stretch *all;

    if (n < LEAST_SHARED || n_stretch > MOST_STRETCH)
        n_stretch = n < LEAST_SHARED ? 1 : MOST_STRETCH;
    all = pcart_arena_take(arena, n_stretch, sizeof *all);
    for (size_t k = 0; all && k < n_stretch; k++) {
        size_t end = k + 1 < n_stretch ? n / n_stretch * (k + 1) : n;

        while (end < n && end > 0 && time[end] == time[end - 1])
            end++;
        all[k] =
            (stretch){.table = t,
                      .from = from,
                      .end = end > from ? end : from,
                      .first = pcart_arena_take(arena, n_group + PCARTI_APART,
                                                sizeof *all->first),
                      .at = pcart_arena_take(arena, n_group + PCARTI_APART,
                                             sizeof *all->at),
                      .last = pcart_arena_take(arena, n_group + PCARTI_APART,
                                               sizeof *all->last)};
        from = all[k].end;
        if (!all[k].first || !all[k].at || !all[k].last)
            all = NULL;
    }
    if (!all)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    if (n_stretch > 1)
        pcarti_parallel(t->threads, n_stretch, count_stretch, all);
    for (size_t g = 0; g < n_group; g++)
        for (size_t k = 0, row = t->base[g]; k < n_stretch; k++) {
            size_t here = all[k].at[g];

            all[k].first[g] = all[k].at[g] = row;
            row += here;
        }
    pcarti_parallel(t->threads, n_stretch, write_stretch, all);
    for (size_t g = 0; g < n_group; g++)
        t->end[g] = all[n_stretch - 1].at[g];
    return PCART_OK;
}

/* Those at risk, from the last row; without ties each row is one subject. */
PCARTI_VECTOR static void
count_risk(void *context, size_t g)
{
    const pcarti_cuminc *t = context;
    size_t from = t->base[g], end = t->end[g];
    double *restrict risk = t->risk;
    double left = 0;

    if (end + 1 == t->base[g + 1]) {
        for (size_t j = from; j < end; j++)
            risk[j] = (double)(long long)(end - j);
        return;
    }
    for (size_t j = end; j-- > from;) {
        left += t->censor[j];
        for (size_t c = 0; c < t->n_cause; c++)
            left += t->event[c][j];
        risk[j] = left;
    }
}

pcart_status
pcarti_cuminc_count(pcarti_cuminc *t, pcart_arena *arena, pcart_err *err)
{
    pcart_status st = take_table(t, arena, err);

    if (st)
        return st;
    tally(t->sorted->group, t->sorted->n, t->n_group, t->base + 1);
    for (size_t g = 0; g < t->n_group; g++) {
        t->base[g + 1] += t->base[g] + 1;
    }
    st = write_table(t, arena, err);
    for (size_t g = 0; g < t->n_group && !st; g++)
        t->time[t->end[g]] = INFINITY;
    if (!st)
        pcarti_parallel(t->threads, t->n_group, count_risk, t);
    return st;
}
