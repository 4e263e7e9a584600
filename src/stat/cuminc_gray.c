/*
 * cuminc_gray.c -- Gray's tests of causes from one table.  Layer: stat.
 *
 * The test of gray.c with rho 0.  Of each event of the cause it is kept where
 * all groups stood.  A walk forward over these takes the scores; a walk back
 * adds up the compensators that are still to come as it meets them, so neither
 * their total nor a difference is needed.  Events of other causes change
 * nothing but the variance, and between two events of the cause all of a group
 * have one factor: a sum along the rows of the group stands for them.
 *
 * Compensators and martingales of all groups add up to 0: the largest group is
 * left to the end.
 */
#include <math.h>
#include <string.h>

#include "stat/aalen.h"
#include "stat/cuminc.h"
#include "stat/gray.h"
#include "stat/parallel.h"
#include "stat/times.h"
#include "stat/vector.h"

enum {
    TILE = 256,
    /* The least number of groups: if there are fewer, the others are empty. */
    FEW = 3
};

/* Events of one cause at one time. */
typedef struct record {
    double inverse; // 1 / sum of h
    double pooled;  // F0 before
    double own;     // how many
    size_t stand;   // where all groups stood
} record;

typedef struct course course;

typedef struct walk {
    const pcarti_cuminc *table;
    course *course;
    size_t n_course;
    size_t n;        // groups, at least FEW
    double *h;       // of each row: at risk / S(t-)
    double *inverse; // the same: its inverse
    double *open;    // 1 / S(t-); 0 if that is 0
    size_t *group;   // in the order of the walk: the largest last
    size_t *turn;    // of each group its place in that order
    /* For each time, the first one and the end: n rows in turn, then which of
     * them are of the time (a bit each, or a number each). */
    uint32_t *stand;
    size_t stride, n_stand;
} walk;

/* One cause. */
struct course {
    const walk *walk;
    size_t cause, n_record;
    double *gap;    // of each row: 1 - F before
    double *others; // of rows before: sum of events of others / (r - e)^2
    record *record;
    double *score;    // in turn
    double *variance; // (n - 1) x (n - 1), upper triangle, in turn
    double *rest;     // n x (n - 1): compensators of later times
    double *u, *v;    // n - 1
};

/* Three groups have code of their own where the compiler has vectors. */
static PCARTI_INLINE int
is_few(size_t n)
{
    return PCARTI_HAS_FOUR && n == FEW;
}

/* --- what belongs to rows --------------------------------------------------
 */

/* Of one tile of rows. */
typedef struct tile {
    double event[TILE], left[TILE], share[TILE], survival[TILE];
} tile;

static PCARTI_INLINE void
add_both(const double *restrict a, const double *restrict b, size_t n,
         double *restrict sum)
{
    for (size_t k = 0; k < n; k++)
        sum[k] = a[k] + b[k];
}

static PCARTI_INLINE void
add_all(const pcarti_cuminc *table, size_t i, size_t n, double *restrict sum)
{
    for (size_t k = 0; k < n; k++)
        sum[k] = 0;
    for (size_t c = 0; c < table->n_cause; c++)
        for (size_t k = 0; k < n; k++)
            sum[k] += table->event[c][i + k];
}

static PCARTI_INLINE void
prepare_tile(const walk *w, size_t i, size_t n, double *survival, tile *t)
{
    const pcarti_cuminc *table = w->table;
    const double *restrict risk = table->risk + i;
    double *restrict h = w->h + i, *restrict inverse = w->inverse + i;
    double *restrict open = w->open + i;

    if (table->n_cause == 2)
        add_both(table->event[0] + i, table->event[1] + i, n, t->event);
    else
        add_all(table, i, n, t->event);
    for (size_t k = 0; k < n; k++) {
        double left = risk[k] - t->event[k], share = 1 / left;

        t->share[k] = left > 0 ? share : 0;
        t->left[k] = left / risk[k];
    }
    for (size_t k = 0; k < n; k++) {
        t->survival[k] = *survival;
        *survival *= t->left[k];
    }
    for (size_t k = 0; k < n; k++) {
        double s = t->survival[k], o = 1 / s;

        o = s > 0 ? o : 0;
        open[k] = o;
        h[k] = risk[k] * o;
        inverse[k] = s / risk[k];
    }
}

/* The columns of a cause; what is before each row are sums. */
static PCARTI_INLINE void
prepare_course(const course *r, size_t i, size_t n, const tile *t,
               double state[2])
{
    const pcarti_cuminc *table = r->walk->table;
    const double *restrict own = table->event[r->cause] + i;
    const double *restrict inverse = r->walk->inverse + i;
    double *restrict gap = r->gap + i, *restrict others = r->others + i;
    double other[TILE], now = state[0], sum = state[1];

    if (table->n_cause == 2)
        memcpy(other, table->event[1 - r->cause] + i, n * sizeof *other);
    else
        for (size_t k = 0; k < n; k++)
            other[k] = t->event[k] - own[k];
    for (size_t k = 0; k < n; k++)
        if (other[k] > 1)
            other[k] *= pcarti_aalen_tie(other[k], table->risk[i + k]);
    for (size_t k = 0; k < n; k++) {
        gap[k] = own[k] * inverse[k];
        others[k] = other[k] * (t->share[k] * t->share[k]);
    }
    for (size_t k = 0; k < n; k++) {
        double step = gap[k], more = others[k];

        gap[k] = now;
        others[k] = sum;
        now -= step;
        sum += more;
    }
    state[0] = now;
    state[1] = sum;
}

static PCARTI_INLINE void
prepare_group(const course *all, size_t n_course, size_t g)
{
    const walk *w = all->walk;
    size_t from = w->table->base[g], end = w->table->end[g];
    double survival = 1, state[PCART_CUMINC_MOST_CAUSE][2] = {0};
    tile t;

    for (size_t c = 0; c < n_course; c++)
        state[c][0] = 1;
    for (size_t i = from, n; i < end; i += n) {
        n = end - i < TILE ? end - i : TILE;
        prepare_tile(w, i, n, &survival, &t);
        for (size_t c = 0; c < n_course; c++)
            prepare_course(&all[c], i, n, &t, state[c]);
    }
    w->h[end] = w->inverse[end] = 0;
    w->open[end] = survival > 0 ? 1 / survival : 0;
    for (size_t c = 0; c < n_course; c++) {
        all[c].gap[end] = state[c][0];
        all[c].others[end] = state[c][1];
    }
}

PCARTI_VECTOR static void
prepare_plain(const course *all, size_t n_course, size_t g)
{
    prepare_group(all, n_course, g);
}

PCARTI_WIDE static void
prepare_wide(const course *all, size_t n_course, size_t g)
{
    prepare_group(all, n_course, g);
}

/* The row of the k-th group before the first time, or behind the last. */
static uint32_t
row_of(const walk *w, size_t k, int is_behind)
{
    size_t g = w->group[k];

    if (g >= w->table->n_group)
        return (uint32_t)w->table->n_row;
    return (uint32_t)(is_behind ? w->table->end[g] : w->table->base[g]);
}

/* The row of a group that is not there, and where groups begin and end. */
static void
prepare_ends(const walk *w)
{
    uint32_t *first = w->stand + w->n_stand * w->stride;
    size_t row = w->table->n_row;

    for (size_t k = 0; k < w->n; k++) {
        first[k] = row_of(w, k, 0);
        first[w->stride + k] = row_of(w, k, 1);
    }

    w->h[row] = w->inverse[row] = 0;
    w->open[row] = 1;
    for (size_t c = 0; c < w->n_course; c++) {
        w->course[c].gap[row] = 1;
        w->course[c].others[row] = 0;
    }
}

/* --- where all groups stood ------------------------------------------------
 */

/* The rows of one time that several have, from i to end - 1. */
static void
record_tied(const walk *w, size_t i, size_t end, uint32_t *here)
{
    const pcarti_cuminc *t = w->table;
    const pcart_followup *data = t->sorted;
    uint32_t *at = w->stand + i * w->stride;
    size_t n = w->n;

    for (size_t k = 0; k < w->n_course; k++) {
        course *r = &w->course[k];
        double own = 0;

        for (size_t l = i; l < end; l++)
            own += pcarti_cuminc_place(t, data->status[l]) == r->cause + 1;
        r->record[r->n_record].own = own;
        r->record[r->n_record].stand = i;
        r->n_record += own > 0;
    }
    if (is_few(n))
        at[n] = 0;
    for (size_t k = 0; k < n; k++) {
        int is_here = here[k] < t->n_row && t->time[here[k]] == data->time[i];

        at[k] = here[k];
        if (is_few(n))
            at[n] |= (uint32_t)is_here << k;
        else
            at[n + k] = (uint32_t)is_here;
        here[k] += (uint32_t)is_here;
    }
}

/* One subject alone at its time, in the group of place `turn`. */
static PCARTI_INLINE void
stand_single(uint32_t *at, uint32_t *here, size_t turn, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        uint32_t is_here = k == turn;

        at[k] = here[k];
        if (!is_few(n))
            at[n + k] = is_here;
        here[k] += is_here;
    }
    if (is_few(n))
        at[n] = UINT32_C(1) << turn;
}

static PCARTI_INLINE void
record_rows(const walk *w, uint32_t *here, size_t n, size_t n_course)
{
    const pcarti_cuminc *t = w->table;
    const pcart_followup *data = t->sorted;
    const double *restrict time = data->time;
    const int *restrict status = data->status, *restrict group = data->group;
    size_t stride = is_few(n) ? FEW + 1 : 2 * n;

    for (size_t i = 0; i < data->n; i++) {
        size_t place;

        if (i + 1 < data->n && time[i + 1] == time[i]) {
            size_t end = i + 2;

            while (end < data->n && time[end] == time[i])
                end++;
            record_tied(w, i, end, here);
            i = end - 1;
            continue;
        }
        place = pcarti_cuminc_place(t, status[i]);
        for (size_t k = 0; k < n_course; k++) {
            course *r = &w->course[k];

            r->record[r->n_record].own = 1;
            r->record[r->n_record].stand = i;
            r->n_record += place == k + 1;
        }
        stand_single(w->stand + i * stride, here, w->turn[group ? group[i] : 0],
                     n);
    }
}

PCARTI_SCALAR static void
record_all(const walk *w)
{
    uint32_t few[FEW], *here = is_few(w->n) ? few : (uint32_t *)w->course->u;

    for (size_t k = 0; k < w->n; k++)
        here[k] = row_of(w, k, 0);
    if (is_few(w->n) && w->n_course == 2)
        record_rows(w, here, FEW, 2);
    else if (is_few(w->n))
        record_rows(w, here, FEW, w->n_course);
    else
        record_rows(w, here, w->n, w->n_course);
}

/* The records, and beside them the groups one by one. */
static void
prepare(void *context, size_t chunk)
{
    const walk *w = context;

    if (chunk == 0)
        record_all(w);
    else if (PCARTI_HAS_WIDE)
        prepare_wide(w->course, w->n_course, chunk - 1);
    else
        prepare_plain(w->course, w->n_course, chunk - 1);
}

/* --- the walks -------------------------------------------------------------
 */

static PCARTI_INLINE const uint32_t *
stand_of(const course *r, const record *e)
{
    return r->walk->stand + e->stand * r->walk->stride;
}

static PCARTI_INLINE void
walk_forward(course *r, size_t n)
{
    const double *restrict column = r->walk->h, *restrict gap = r->gap;
    double few[FEW] = {0}, *score = is_few(n) ? few : r->score;
    double pooled = 0;

    for (size_t m = 0; m < r->n_record; m++) {
        record *e = &r->record[m];
        const uint32_t *at = stand_of(r, e);
        double h = 0, ratio = 0, inverse, share;

        for (size_t k = 0; k < n; k++) {
            h += column[at[k]];
            ratio += column[at[k]] * gap[at[k]];
        }
        inverse = 1 / h;
        share = e->own / ratio;
        for (size_t k = 0; k < n; k++)
            score[k] -= column[at[k]] * gap[at[k]] * share;
        e->inverse = inverse;
        e->pooled = pooled;
        pooled += e->own * inverse;
    }
    for (size_t k = 0; is_few(n) && k < n; k++)
        r->score[k] = score[k];
}

/* Gray's factor for ties: pooled h times S are at risk, of group k. */
static double
factor_of_tie(const course *r, const record *e, uint32_t row)
{
    const walk *w = r->walk;

    return pcarti_aalen_tie(e->own, w->h[row] / w->open[row] * w->inverse[row] /
                                        e->inverse);
}

/* The martingale of one group at one record. */
typedef struct part {
    double h, share; // share of the sum of h
    double later;    // of the compensators to come
    double factor;   // in the variance
    double others;   // the same of events of other causes, behind the record
} part;

/* `row` is that of the group, `next` at the next record. */
static PCARTI_INLINE part
part_of(const course *r, const record *e, uint32_t row, uint32_t is_here,
        uint32_t next)
{
    const walk *w = r->walk;
    double open = 1 - (e->pooled + e->own * e->inverse);
    double behind = w->open[row + is_here], h = w->h[row];
    part p = {.h = h,
              .share = h * e->inverse,
              .later = 1 - open * behind,
              .factor = e->own * e->inverse * w->inverse[row],
              .others = open * open * (r->others[next] - r->others[row])};

    if (behind == 0)
        p.later = 0;
    if (e->own > 1 && p.factor > 0)
        p.factor *= factor_of_tie(r, e, row);
    return p;
}

#if PCARTI_HAS_FOUR

typedef long long four_masks __attribute__((vector_size(32)));

/* A column at the rows of three groups. */
#define THREE(column, row)                                                     \
    ((pcarti_four){(column)[(row)[0]], (column)[(row)[1]], (column)[(row)[2]], \
                   0})

static PCARTI_INLINE double
sum_of(const pcarti_four *x)
{
    return (*x)[0] + (*x)[1] + (*x)[2];
}

/*
 * The walk back of three groups side by side.  `one` and `two` are what is to
 * come of the first and the second, by group.
 */
static PCARTI_INLINE void
walk_back_few(course *r, const uint32_t *first, const uint32_t *last)
{
    const walk *w = r->walk;
    pcarti_four one = {0}, two = {0}, v00 = {0}, v01 = {0}, v11 = {0};
    pcarti_four behind_next = THREE(r->others, last), gain;

    for (size_t m = r->n_record; m-- > 0;) {
        const record *e = &r->record[m];
        const uint32_t *at = stand_of(r, e);
        uint32_t bit = at[FEW];
        const uint32_t after[] = {at[0] + (bit & 1), at[1] + (bit >> 1 & 1),
                                  at[2] + (bit >> 2)};
        double own = e->own * e->inverse, open = 1 - (e->pooled + own);
        double step = own / (1 - e->pooled);
        pcarti_four h = THREE(w->h, at), factor = own * THREE(w->inverse, at);
        pcarti_four share = h * e->inverse, behind = THREE(w->open, after);
        pcarti_four others = THREE(r->others, at);
        pcarti_four later =
            (pcarti_four)((four_masks)(1.0 - open * behind) & (behind > 0));
        pcarti_four u, v, t0 = -share * h[0], t1 = -share * h[1];

        for (size_t k = 0; e->own > 1 && k < FEW; k++)
            if (factor[k] > 0)
                factor[k] *= factor_of_tie(r, e, at[k]);
        t0[0] += h[0];
        t1[1] += h[1];
        u = t0 + later * one;
        v = t1 + later * two;
        gain = open * open * (behind_next - others);
        v00 += factor * u * u + gain * one * one;
        v01 += factor * u * v + gain * one * two;
        v11 += factor * v * v + gain * two * two;
        one += t0 * step;
        two += t1 * step;
        behind_next = others;
    }
    gain = behind_next - THREE(r->others, first);
    v00 += gain * one * one;
    v01 += gain * one * two;
    v11 += gain * two * two;
    r->variance[0] = sum_of(&v00);
    r->variance[1] = sum_of(&v01);
    r->variance[3] = sum_of(&v11);
}

#endif

static void
add_part(const course *r, size_t k, const part *p, size_t m)
{
    double *restrict variance = r->variance;
    const double *restrict rest = r->rest + k * m, *restrict u = r->u;

    for (size_t i = 0; i < m; i++)
        for (size_t j = i; j < m; j++)
            variance[i * m + j] +=
                p->factor * u[i] * u[j] + p->others * rest[i] * rest[j];
}

/* Compensators of one record more; those of the last group are what is left. */
static void
add_rest(const course *r, const record *e, const uint32_t *at, size_t m)
{
    const double *h = r->walk->h;
    double step = e->own * e->inverse / (1 - e->pooled);
    double *rest = r->rest, *v = r->v;

    for (size_t i = 0; i < m; i++)
        v[i] = 0;
    for (size_t k = 0; k < m; k++) {
        double own = h[at[k]], share = own * e->inverse;

        for (size_t i = 0; i < m; i++) {
            rest[k * m + i] += ((i == k ? own : 0) - share * h[at[i]]) * step;
            v[i] -= rest[k * m + i];
        }
    }
    for (size_t i = 0; i < m; i++)
        rest[m * m + i] = v[i];
}

static void
walk_back(course *r, const uint32_t *first, const uint32_t *last)
{
    const walk *w = r->walk;
    const uint32_t *next = last;
    size_t n = w->n;

    for (size_t m = r->n_record; m-- > 0;) {
        const record *e = &r->record[m];
        const uint32_t *at = stand_of(r, e);

        for (size_t k = 0; k < n; k++) {
            part p = part_of(r, e, at[k], at[n + k], next[k]);

            for (size_t i = 0; i + 1 < n; i++)
                r->u[i] = (i == k ? p.h : 0) - p.share * w->h[at[i]] +
                          p.later * r->rest[k * (n - 1) + i];
            add_part(r, k, &p, n - 1);
        }
        add_rest(r, e, at, n - 1);
        next = at;
    }
    for (size_t k = 0; k < n; k++)
        add_part(r, k,
                 &(part){.others = r->others[next[k]] - r->others[first[k]]},
                 n - 1);
}

static PCARTI_INLINE void
walk_course(course *r)
{
    const walk *w = r->walk;
    const uint32_t *first = w->stand + w->n_stand * w->stride;
    const uint32_t *last = first + w->stride;

#if PCARTI_HAS_FOUR
    if (is_few(w->n)) {
        walk_forward(r, FEW);
        walk_back_few(r, first, last);
        return;
    }
#endif
    walk_forward(r, w->n);
    walk_back(r, first, last);
}

PCARTI_SCALAR static void
walk_plain(course *r)
{
    walk_course(r);
}

PCARTI_WIDE static void
walk_wide(course *r)
{
    walk_course(r);
}

static void
run_course(void *context, size_t c)
{
    const walk *w = context;

    if (PCARTI_HAS_WIDE)
        walk_wide(&w->course[c]);
    else
        walk_plain(&w->course[c]);
}

/* --- memory ----------------------------------------------------------------
 */

/* Four sums side by side: one would wait for itself at every number. */
PCARTI_VECTOR static double
count_events(const pcarti_cuminc *t, size_t c, size_t g)
{
    const double *event = t->event[c];
    size_t j = t->base[g], end = t->end[g];
    double sum[4] = {0};

    for (; j + 4 <= end; j += 4)
        for (size_t k = 0; k < 4; k++)
            sum[k] += event[j + k];
    for (; j < end; j++)
        sum[0] += event[j];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* Groups in turn: the first that has most subjects goes last. */
static pcart_status
take_walk(walk *w, pcart_arena *scratch, pcart_err *err)
{
    double **const column[] = {&w->h, &w->inverse, &w->open};
    size_t n_group = w->table->n_group, last = 0;
    const size_t *base = w->table->base;

    w->n = n_group < FEW ? FEW : n_group;
    w->group = pcart_arena_take(scratch, w->n, sizeof *w->group);
    w->turn = pcart_arena_take(scratch, w->n, sizeof *w->turn);
    w->n_stand = w->table->sorted->n;
    w->stride = is_few(w->n) ? FEW + 1 : 2 * w->n;
    if (w->stride <= SIZE_MAX / (w->n_stand + 2))
        w->stand = pcart_arena_take_raw(scratch, (w->n_stand + 2) * w->stride,
                                        sizeof *w->stand);
    if (!w->group || !w->turn || !w->stand)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t k = 0; k < PCART_COUNTOF(column); k++)
        if (!(*column[k] = pcart_arena_take_raw(scratch, w->table->n_row + 1,
                                                sizeof **column[k])))
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t g = 1; g < n_group; g++)
        if (base[g + 1] - base[g] > base[last + 1] - base[last])
            last = g;
    for (size_t g = 0; g < w->n; g++) {
        w->turn[g] = g == last ? w->n - 1 : g < last ? g : g - 1;
        w->group[w->turn[g]] = g;
    }
    return PCART_OK;
}

static pcart_status
take_course(course *r, pcart_arena *scratch, pcart_err *err)
{
    const pcarti_cuminc *t = r->walk->table;
    size_t n = r->walk->n, most = 3;

    for (size_t g = 0; g < t->n_group; g++)
        most += (size_t)count_events(t, r->cause, g);
    r->gap = pcart_arena_take_raw(scratch, t->n_row + 1, sizeof *r->gap);
    r->others = pcart_arena_take_raw(scratch, t->n_row + 1, sizeof *r->others);
    r->record = pcart_arena_take_raw(scratch, most, sizeof *r->record);
    r->score = pcart_arena_take(scratch, n, sizeof *r->score);
    r->u = pcart_arena_take(scratch, n, sizeof *r->u);
    r->v = pcart_arena_take(scratch, n, sizeof *r->v);
    if (n <= SIZE_MAX / n) {
        r->variance = pcart_arena_take(scratch, n * n, sizeof *r->variance);
        r->rest = pcart_arena_take(scratch, n * n, sizeof *r->rest);
    }
    if (!r->gap || !r->others || !r->record || !r->score || !r->u || !r->v ||
        !r->variance || !r->rest)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    return PCART_OK;
}

/*
 * Score and variance of all groups.  What a group that was never at risk at an
 * event has is 0, in the last too.
 */
static pcart_status
finish(const course *r, pcart_arena *arena, pcart_gray *out, pcart_err *err)
{
    const walk *w = r->walk;
    size_t n = w->table->n_group, m = w->n - 1, last = w->group[m];
    double *score = pcart_arena_take(arena, n, sizeof *score);
    double *variance = pcart_arena_take(arena, n * n, sizeof *variance);
    int is_in = r->n_record && w->h[stand_of(r, r->record)[m]] > 0;

    if (!score || !variance)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i <= m; i++) {
        size_t g = w->group[i];

        if (g >= n)
            continue;
        score[g] = count_events(w->table, r->cause, g) + r->score[i];
        for (size_t j = 0; j < m && i < m; j++) {
            double v = r->variance[i < j ? i * m + j : j * m + i];

            if (w->group[j] >= n)
                continue;
            variance[g * n + w->group[j]] = v;
            if (is_in) {
                variance[g * n + last] -= v;
                variance[last * n + g] -= v;
                variance[last * n + last] += v;
            }
        }
    }
    return pcarti_gray_finish(&(pcarti_gray_sums){.n_group = (int)n,
                                                  .n_stratum = 1,
                                                  .score = score,
                                                  .variance = variance},
                              arena, out, err);
}

pcart_status
pcarti_cuminc_test(const pcarti_cuminc *table, size_t n_test,
                   pcart_arena *arena, pcart_gray *out, pcart_err *err)
{
    course all[PCART_CUMINC_MOST_CAUSE];
    walk w = {.table = table, .course = all, .n_course = n_test};
    pcart_arena scratch;
    pcart_status st;

    if (!n_test)
        return PCART_OK;
    pcart_arena_init(&scratch, &arena->alloc);
    st = take_walk(&w, &scratch, err);
    for (size_t c = 0; c < n_test && !st; c++) {
        all[c] = (course){.walk = &w, .cause = c};
        st = take_course(&all[c], &scratch, err);
    }
    if (!st) {
        prepare_ends(&w);
        pcarti_parallel(table->threads, table->n_group + 1, prepare, &w);
        pcarti_parallel(table->threads, n_test, run_course, &w);
    }
    for (size_t c = 0; c < n_test && !st; c++)
        st = finish(&all[c], arena, &out[c], err);
    pcart_arena_release(&scratch);
    return st;
}
