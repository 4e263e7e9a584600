/*
 * cuminc_table.c -- all groups and causes of a follow-up in one table.
 * Layer: stat.
 *
 * One walk over the sorted follow-up counts everything.  A row is written
 * without asking which cause it is of: nothing there for a processor to guess.
 */
#include "stat/cuminc.h"

#include <math.h>

#include "stat/times.h"
#include "stat/vector.h"

enum { FEW = 8 };

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

/* Another subject at the time of row `row`. */
static void
add_tied(const pcarti_cuminc *t, size_t row, size_t place)
{
    (place ? t->event[place - 1] : t->censor)[row]++;
}

static PCARTI_INLINE void
count_rows(const pcarti_cuminc *t, size_t n_cause, int is_grouped, int is_only)
{
    const pcart_followup *data = t->sorted;
    const double *restrict time = data->time;
    const int *restrict status = data->status;

    for (size_t i = 0; i < data->n; i++) {
        size_t g = is_grouped ? (size_t)data->group[i] : 0, row = t->end[g];
        size_t place =
            is_only ? (size_t)((status[i] != 0) +
                               ((status[i] != 0) & (status[i] != t->only)))
                    : (size_t)t->place[status[i]];

        if (i && time[i] == time[i - 1] && row > t->base[g] &&
            t->time[row - 1] == time[i]) {
            add_tied(t, row - 1, place);
            continue;
        }
        t->end[g] = row + 1;
        t->time[row] = time[i];
        t->censor[row] = place == 0;
        for (size_t c = 0; c < n_cause; c++)
            t->event[c][row] = place == c + 1;
    }
}

/* The same code with what does not change known to the compiler. */
PCARTI_SCALAR static void
count_all(const pcarti_cuminc *t)
{
    if (t->only)
        count_rows(t, 2, t->sorted->group != NULL, 1);
    else if (t->n_cause == 2 && t->sorted->group)
        count_rows(t, 2, 1, 0);
    else
        count_rows(t, t->n_cause, t->sorted->group != NULL, 0);
}

/* Those at risk, from the last row; without ties each row is one subject. */
PCARTI_VECTOR static void
count_risk(const pcarti_cuminc *t, size_t g)
{
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
        t->end[g] = t->base[g];
    }
    count_all(t);
    for (size_t g = 0; g < t->n_group; g++) {
        count_risk(t, g);
        t->time[t->end[g]] = INFINITY;
    }
    return PCART_OK;
}
