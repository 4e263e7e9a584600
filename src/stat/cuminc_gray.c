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

#include "stat/aalen.h"
#include "stat/cuminc.h"
#include "stat/gray.h"
#include "stat/parallel.h"
#include "stat/times.h"
#include "stat/vector.h"

enum { TILE = 256 };

/* Events of one cause at one time. */
typedef struct record {
    double time;
    double inverse; // 1 / sum of h
    double pooled;  // F0 before
    double own;     // how many; 0: more than one row of the time
} record;

typedef struct walk {
    const pcarti_cuminc *table;
    double *h;       // of each row: at risk / S(t-)
    double *inverse; // the same: its inverse
    double *open;    // 1 / S(t-); 0 if that is 0
    size_t *group;   // in the order of the walk: the largest last
    size_t *turn;    // of each group its place in that order
} walk;

/* One cause. */
typedef struct course {
    const walk *walk;
    size_t cause, n_record;
    double *gap;    // of each row: 1 - F before
    double *others; // of rows before: sum of events of others / (r - e)^2
    record *record;
    uint32_t *at;     // n_group for each record and the end: rows, in turn
    double *score;    // in turn
    double *variance; // (n - 1) x (n - 1), upper triangle, in turn
    double *rest;     // n x (n - 1): compensators of later times
    double *u, *v;    // n - 1
    uint32_t *here;   // n_group
} course;

/* --- what belongs to rows --------------------------------------------------
 */

/* Of one tile of rows. */
typedef struct tile {
    double left[TILE], share[TILE], survival[TILE];
} tile;

static PCARTI_INLINE void
prepare_tile(const walk *w, size_t i, size_t n, double *survival, tile *t)
{
    const pcarti_cuminc *table = w->table;
    const double *restrict risk = table->risk + i;
    double *restrict h = w->h + i, *restrict inverse = w->inverse + i;
    double *restrict open = w->open + i;

    for (size_t k = 0; k < n; k++)
        t->left[k] = risk[k];
    for (size_t c = 0; c < table->n_cause; c++)
        for (size_t k = 0; k < n; k++)
            t->left[k] -= table->event[c][i + k];
    for (size_t k = 0; k < n; k++) {
        double left = t->left[k], share = 1 / left;

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

/* The columns of cause c. */
static PCARTI_INLINE void
prepare_course(const course *r, size_t i, size_t n, const tile *t,
               double state[2])
{
    const pcarti_cuminc *table = r->walk->table;
    double gap = state[0], others = state[1];

    for (size_t k = 0; k < n; k++) {
        double own = table->event[r->cause][i + k], other = 0;

        if (table->n_cause == 2)
            other = table->event[1 - r->cause][i + k];
        for (size_t c = 0; table->n_cause > 2 && c < table->n_cause; c++)
            other += c == r->cause ? 0 : table->event[c][i + k];
        r->gap[i + k] = gap;
        r->others[i + k] = others;
        gap -= own * r->walk->inverse[i + k];
        if (other > 1)
            other *= pcarti_aalen_tie(other, table->risk[i + k]);
        others += other * (t->share[k] * t->share[k]);
    }
    state[0] = gap;
    state[1] = others;
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

typedef struct preparing {
    const course *all;
    size_t n_course;
} preparing;

static void
prepare(void *context, size_t g)
{
    const preparing *p = context;

    if (PCARTI_HAS_WIDE)
        prepare_wide(p->all, p->n_course, g);
    else
        prepare_plain(p->all, p->n_course, g);
}

/* --- where all groups stood ------------------------------------------------
 */

/* Rows i to end - 1 of one time. */
static void
record_tied(course *r, size_t i, size_t end, size_t n)
{
    const pcarti_cuminc *t = r->walk->table;
    const pcart_followup *data = t->sorted;
    uint32_t *at = r->at + r->n_record * n;
    int has_own = 0;

    for (size_t k = i; k < end; k++)
        has_own |= pcarti_cuminc_place(t, data->status[k]) == r->cause + 1;
    for (size_t k = 0; k < n; k++) {
        at[k] = r->here[k];
        r->here[k] += t->time[at[k]] == data->time[i];
    }
    if (has_own)
        r->record[r->n_record++] = (record){.time = data->time[i]};
}

static PCARTI_INLINE void
record_rows(course *r, size_t n)
{
    const walk *w = r->walk;
    const pcarti_cuminc *t = w->table;
    const pcart_followup *data = t->sorted;
    size_t n_record = 0;

    for (size_t k = 0; k < n; k++)
        r->here[k] = (uint32_t)t->base[w->group[k]];
    for (size_t i = 0, end; i < data->n; i = end) {
        double time = data->time[i];
        uint32_t *at = r->at + n_record * n;

        end = i + 1;
        if (end < data->n && data->time[end] == time) {
            while (end < data->n && data->time[end] == time)
                end++;
            r->n_record = n_record;
            record_tied(r, i, end, n);
            n_record = r->n_record;
            continue;
        }
        for (size_t k = 0; k < n; k++)
            at[k] = r->here[k];
        r->record[n_record].time = time;
        r->record[n_record].own = 1;
        n_record += pcarti_cuminc_place(t, data->status[i]) == r->cause + 1;
        r->here[w->turn[data->group ? data->group[i] : 0]]++;
    }
    r->n_record = n_record;
    for (size_t k = 0; k < n; k++)
        r->at[n_record * n + k] = (uint32_t)t->end[w->group[k]];
}

/* --- the walks -------------------------------------------------------------
 */

/* How many events of the cause a record stands for. */
static PCARTI_INLINE double
own_of(const course *r, const record *e, const uint32_t *at, size_t n)
{
    const pcarti_cuminc *t = r->walk->table;
    double own = 0;

    if (e->own > 0)
        return e->own;
    for (size_t k = 0; k < n; k++)
        if (t->time[at[k]] == e->time)
            own += t->event[r->cause][at[k]];
    return own;
}

static PCARTI_INLINE void
walk_forward(course *r, size_t n)
{
    const double *restrict column = r->walk->h, *restrict gap = r->gap;
    double *restrict score = r->score;
    double pooled = 0;

    for (size_t m = 0; m < r->n_record; m++) {
        record *e = &r->record[m];
        const uint32_t *at = r->at + m * n;
        double own = own_of(r, e, at, n);
        double h = 0, ratio = 0, share;

        for (size_t k = 0; k < n; k++) {
            h += column[at[k]];
            ratio += column[at[k]] * gap[at[k]];
        }
        e->inverse = 1 / h;
        e->pooled = pooled;
        share = own / ratio;
        pooled += own * e->inverse;
        for (size_t k = 0; k < n; k++)
            score[k] -= column[at[k]] * gap[at[k]] * share;
    }
}

/* Others in `n` groups, each with its factor, while the rest was this. */
static PCARTI_INLINE void
add_others(const course *r, const uint32_t *at, const uint32_t *next,
           double open, size_t n)
{
    double *restrict variance = r->variance;
    const double *restrict rest = r->rest;
    size_t m = n - 1;

    for (size_t k = 0; k < n; k++) {
        double factor = open * open * (r->others[next[k]] - r->others[at[k]]);

        for (size_t i = 0; i < m; i++)
            for (size_t j = i; j < m; j++)
                variance[i * m + j] +=
                    factor * rest[k * m + i] * rest[k * m + j];
    }
}

/* The martingales of all groups at the events of one record. */
static PCARTI_INLINE void
add_own(const course *r, const record *e, const uint32_t *at, double own,
        size_t n)
{
    const walk *w = r->walk;
    double *restrict variance = r->variance, *restrict u = r->u;
    double *restrict rest = r->rest, *restrict v = r->v;
    double open = 1 - (e->pooled + own * e->inverse);
    double step = own * e->inverse / (1 - e->pooled);
    size_t m = n - 1;

    for (size_t k = 0; k < n; k++) {
        double h = w->h[at[k]], inverse = w->inverse[at[k]];
        double behind = w->open[at[k] + (w->table->time[at[k]] == e->time)];
        double later = behind > 0 ? 1 - open * behind : 0;
        double share = h * e->inverse, factor = own * e->inverse * inverse;

        if (own > 1 && factor > 0) // pooled h times S, of this group
            factor *= pcarti_aalen_tie(own, w->table->risk[at[k]] * inverse /
                                                e->inverse);
        for (size_t i = 0; i < m; i++)
            u[i] = (i == k ? h : 0) - share * w->h[at[i]] +
                   later * rest[k * m + i];
        for (size_t i = 0; i < m; i++)
            for (size_t j = i; j < m; j++)
                variance[i * m + j] += factor * u[i] * u[j];
    }
    for (size_t i = 0; i < m; i++)
        v[i] = 0;
    for (size_t k = 0; k < m; k++) {
        double h = w->h[at[k]], share = h * e->inverse;

        for (size_t i = 0; i < m; i++) {
            rest[k * m + i] += ((i == k ? h : 0) - share * w->h[at[i]]) * step;
            v[i] -= rest[k * m + i];
        }
    }
    for (size_t i = 0; i < m; i++)
        rest[m * m + i] = v[i];
}

static PCARTI_INLINE void
walk_back(course *r, size_t n)
{
    const walk *w = r->walk;

    for (size_t m = r->n_record; m-- > 0;) {
        const record *e = &r->record[m];
        const uint32_t *at = r->at + m * n;
        double own = own_of(r, e, at, n);

        add_others(r, at, at + n, 1 - (e->pooled + own * e->inverse), n);
        add_own(r, e, at, own, n);
    }
    for (size_t k = 0; k < n; k++)
        r->here[k] = (uint32_t)w->table->base[w->group[k]];
    if (r->n_record)
        add_others(r, r->here, r->at, 1, n);
}

static PCARTI_INLINE void
walk_course(course *r, size_t n)
{
    record_rows(r, n);
    walk_forward(r, n);
    walk_back(r, n);
}

/* The same code with the number of groups known to the compiler. */
PCARTI_SCALAR static void
run_course(void *context, size_t c)
{
    course *r = (course *)context + c;

    switch (r->walk->table->n_group) {
    case 2:
        walk_course(r, 2);
        break;
    case 3:
        walk_course(r, 3);
        break;
    default:
        walk_course(r, r->walk->table->n_group);
    }
}

/* --- memory ----------------------------------------------------------------
 */

static double
count_events(const pcarti_cuminc *t, size_t c, size_t g)
{
    double n = 0;

    for (size_t j = t->base[g]; j < t->end[g]; j++)
        n += t->event[c][j];
    return n;
}

/* Groups in turn: the first that has most subjects goes last. */
static pcart_status
take_walk(walk *w, pcart_arena *scratch, pcart_err *err)
{
    double **const column[] = {&w->h, &w->inverse, &w->open};
    size_t n = w->table->n_group, last = 0;
    const size_t *base = w->table->base;

    w->group = pcart_arena_take(scratch, n, sizeof *w->group);
    w->turn = pcart_arena_take(scratch, n, sizeof *w->turn);
    if (!w->group || !w->turn)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t k = 0; k < PCART_COUNTOF(column); k++)
        if (!(*column[k] = pcart_arena_take_raw(scratch, w->table->n_row,
                                                sizeof **column[k])))
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t g = 1; g < n; g++)
        if (base[g + 1] - base[g] > base[last + 1] - base[last])
            last = g;
    for (size_t g = 0; g < n; g++) {
        w->turn[g] = g == last ? n - 1 : g < last ? g : g - 1;
        w->group[w->turn[g]] = g;
    }
    return PCART_OK;
}

static pcart_status
take_course(course *r, pcart_arena *scratch, pcart_err *err)
{
    const pcarti_cuminc *t = r->walk->table;
    size_t n = t->n_group, most = 2;

    for (size_t g = 0; g < n; g++)
        most += (size_t)count_events(t, r->cause, g);
    r->gap = pcart_arena_take_raw(scratch, t->n_row, sizeof *r->gap);
    r->others = pcart_arena_take_raw(scratch, t->n_row, sizeof *r->others);
    r->record = pcart_arena_take_raw(scratch, most, sizeof *r->record);
    r->score = pcart_arena_take(scratch, n, sizeof *r->score);
    r->u = pcart_arena_take(scratch, n, sizeof *r->u);
    r->v = pcart_arena_take(scratch, n, sizeof *r->v);
    r->here = pcart_arena_take(scratch, n, sizeof *r->here);
    if (n <= SIZE_MAX / n && n <= SIZE_MAX / most) {
        r->at = pcart_arena_take_raw(scratch, most * n, sizeof *r->at);
        r->variance = pcart_arena_take(scratch, n * n, sizeof *r->variance);
        r->rest = pcart_arena_take(scratch, n * n, sizeof *r->rest);
    }
    if (!r->gap || !r->others || !r->record || !r->score || !r->u || !r->v ||
        !r->here || !r->at || !r->variance || !r->rest)
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
    size_t n = w->table->n_group, m = n - 1;
    double *score = pcart_arena_take(arena, n, sizeof *score);
    double *variance = pcart_arena_take(arena, n * n, sizeof *variance);
    int is_in = r->n_record && w->h[r->at[m]] > 0;

    if (!score || !variance)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < n; i++) {
        size_t g = w->group[i];

        score[g] = count_events(w->table, r->cause, g) + r->score[i];
        for (size_t j = 0; j < m && i < m; j++) {
            double v = r->variance[i < j ? i * m + j : j * m + i];
            size_t last = w->group[m];

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
    walk w = {.table = table};
    course all[PCART_CUMINC_MOST_CAUSE];
    preparing p = {all, n_test};
    pcart_arena scratch;
    pcart_status st;

    pcart_arena_init(&scratch, &arena->alloc);
    st = take_walk(&w, &scratch, err);
    for (size_t c = 0; c < n_test && !st; c++) {
        all[c] = (course){.walk = &w, .cause = c};
        st = take_course(&all[c], &scratch, err);
    }
    if (!st && n_test) {
        pcarti_parallel(table->threads, table->n_group, prepare, &p);
        pcarti_parallel(table->threads, n_test, run_course, all);
    }
    for (size_t c = 0; c < n_test && !st; c++)
        st = finish(&all[c], arena, &out[c], err);
    pcart_arena_release(&scratch);
    return st;
}
