/*
 * cuminc.c -- cumulative incidences of all causes and groups.  Layer: stat.
 *
 * One walk over the sorted follow-up counts all groups and causes into one
 * table; one scan of it gives the survival, which all causes share, and their
 * curves.  Rows with one event, which continuous times are made of, take the
 * same steps whatever their cause: nothing there for a processor to guess.
 */
#include "stat/cuminc.h"

#include <math.h>

#include "stat/aalen.h"
#include "stat/curve.h"
#include "stat/dist.h"
#include "stat/gray.h"
#include "stat/vector.h"

static size_t
group_of(const pcart_followup *data, size_t i)
{
    return data->group ? (size_t)data->group[i] : 0;
}

/* The causes that occur, in `cause`. */
static pcart_status
find_causes(pcarti_cuminc *t, pcart_arena *arena, int **cause, pcart_err *err)
{
    const int *status = t->sorted->status;
    int has[PCART_CUMINC_MOST_CAUSE + 1] = {0}, most = 0;

    for (size_t i = 0; i < t->sorted->n; i++)
        most = status[i] > most ? status[i] : most;
    if (most > PCART_CUMINC_MOST_CAUSE)
        return pcart_err_set(err, PCART_E_RANGE,
                             "status %d is above %d, the largest cause", most,
                             (int)PCART_CUMINC_MOST_CAUSE);
    for (size_t i = 0; i < t->sorted->n; i++)
        has[status[i]] = 1;
    *cause = pcart_arena_take(arena, (size_t)most + 1, sizeof **cause);
    if (!*cause)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (int k = 1; k <= most; k++) {
        if (!has[k])
            continue;
        (*cause)[t->n_cause++] = k;
        t->place[k] = (int)t->n_cause;
    }
    return PCART_OK;
}

/* What curves keep lives in `arena`, what only the tests need in `scratch`. */
static pcart_status
take_table(pcarti_cuminc *t, pcart_arena *arena, pcart_arena *scratch,
           pcart_err *err)
{
    double **const kept[] = {&t->time, &t->risk, &t->censor};
    double **const used[] = {&t->h, &t->inverse, &t->open};
    int is_short = 0;

    t->base = pcart_arena_take(scratch, t->n_group + 1, sizeof *t->base);
    t->end = pcart_arena_take(scratch, t->n_group, sizeof *t->end);
    t->n_row = t->sorted->n + t->n_group;
    for (size_t k = 0; k < PCART_COUNTOF(kept); k++) {
        *kept[k] = pcart_arena_take_raw(arena, t->n_row, sizeof **kept[k]);
        *used[k] = pcart_arena_take_raw(scratch, t->n_row, sizeof **used[k]);
        is_short |= !*kept[k] || !*used[k];
    }
    for (size_t c = 0; c < t->n_cause; c++) {
        double **const own[] = {&t->event[c], &t->estimate[c], &t->std_err[c]};

        for (size_t k = 0; k < PCART_COUNTOF(own); k++) {
            *own[k] = pcart_arena_take_raw(arena, t->n_row, sizeof **own[k]);
            is_short |= !*own[k];
        }
    }
    if (!t->base || !t->end || is_short)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    return PCART_OK;
}

/* Where groups stand in the table: room for a row per subject. */
static void
place_groups(const pcarti_cuminc *t)
{
    for (size_t i = 0; i < t->sorted->n; i++)
        t->base[group_of(t->sorted, i) + 1]++;
    for (size_t g = 0; g < t->n_group; g++) {
        t->base[g + 1] += t->base[g] + 1;
        t->end[g] = t->base[g];
    }
}

static PCARTI_INLINE void
count_rows(const pcarti_cuminc *t, size_t n_cause)
{
    const pcart_followup *data = t->sorted;
    double *column[PCART_CUMINC_MOST_CAUSE + 1] = {t->censor};

    for (size_t c = 0; c < n_cause; c++)
        column[c + 1] = t->event[c];
    for (size_t i = 0; i < data->n; i++) {
        size_t g = group_of(data, i), row = t->end[g];
        int place = t->place[data->status[i]];

        if (row == t->base[g] || t->time[row - 1] != data->time[i]) {
            t->time[row] = data->time[i];
            for (size_t c = 0; c <= n_cause; c++)
                column[c][row] = 0;
            t->end[g] = row + 1;
        } else {
            row--;
        }
        column[place][row]++;
    }
}

static void
count_table(const pcarti_cuminc *t)
{
    place_groups(t);
    if (t->n_cause == 2)
        count_rows(t, 2);
    else
        count_rows(t, t->n_cause);
    for (size_t g = 0; g < t->n_group; g++) {
        double left = 0;

        for (size_t j = t->end[g]; j-- > t->base[g];) {
            left += t->censor[j];
            for (size_t c = 0; c < t->n_cause; c++)
                left += t->event[c][j];
            t->risk[j] = left;
        }
        t->time[t->end[g]] = INFINITY;
    }
}

/* One cause of one group, up to a time. */
typedef struct state {
    pcarti_aalen sum;
    double f, std_err;
} state;

/* At one time: survival before and 1 / survival after, at risk, all events. */
typedef struct step {
    double before, inverse, risk, n_event;
} step;

/* Any number of events at one time. */
static void
take_tied(state *s, const step *at, double own)
{
    double other = at->n_event - own;

    s->f += at->before * own / at->risk;
    if (other > 0 && at->inverse > 0)
        pcarti_aalen_step(&s->sum,
                          pcarti_aalen_weight(other, at->risk, at->before),
                          at->inverse, s->f * at->inverse);
    if (own <= 0)
        return;
    pcarti_aalen_step(&s->sum, pcarti_aalen_weight(own, at->risk, at->before),
                      at->inverse, 1 + s->f * at->inverse);
    s->std_err = sqrt(fmax(pcarti_aalen_variance(&s->sum, s->f), 0));
}

/* One event; `own` is 1 if it is of the cause, else 0. */
static PCARTI_INLINE void
take_single(state *s, double own, double jump, double weight, double inverse)
{
    double variance, f = s->f + own * jump;

    pcarti_aalen_step(&s->sum, weight, inverse, own + f * inverse);
    variance = pcarti_aalen_variance(&s->sum, f);
    variance = sqrt(variance > 0 ? variance : 0);
    s->std_err = own > 0 ? variance : s->std_err;
    s->f = f;
}

/* The curves of group g, and what its test needs of them. */
static PCARTI_INLINE void
fill_rows(const pcarti_cuminc *t, size_t g, size_t n_cause)
{
    state s[PCART_CUMINC_MOST_CAUSE] = {0};
    double survival = 1, open = 1;
    size_t end = t->end[g];

    for (size_t j = t->base[g]; j < end; j++) {
        double r = t->risk[j], jump = survival / r, n_event = 0;

        for (size_t c = 0; c < n_cause; c++)
            n_event += t->event[c][j];
        t->h[j] = r * open;
        t->inverse[j] = jump;
        t->open[j] = open;
        if (n_event > 0) {
            double before = survival;

            survival = survival * (r - n_event) / r;
            open = survival > 0 ? 1 / survival : 0;
            if (n_event == 1) {
                double weight = before * before / (r * r);

                for (size_t c = 0; c < n_cause; c++)
                    take_single(&s[c], t->event[c][j], jump, weight, open);
            } else {
                for (size_t c = 0; c < n_cause; c++)
                    take_tied(&s[c], &(step){before, open, r, n_event},
                              t->event[c][j]);
            }
        }
        for (size_t c = 0; c < n_cause; c++) {
            t->estimate[c][j] = s[c].f;
            t->std_err[c][j] = s[c].std_err;
        }
    }
    t->h[end] = t->inverse[end] = 0;
    t->open[end] = open;
}

PCARTI_VECTOR static void
fill_table(const pcarti_cuminc *t)
{
    for (size_t g = 0; g < t->n_group; g++)
        if (t->n_cause == 2)
            fill_rows(t, g, 2);
        else
            fill_rows(t, g, t->n_cause);
}

/* Events of any cause but c: with two causes those of the other. */
static pcart_status
find_others(const pcarti_cuminc *t, size_t c, pcart_arena *arena, double **out,
            pcart_err *err)
{
    if (t->n_cause == 2) {
        *out = t->event[1 - c];
        return PCART_OK;
    }
    *out = pcart_arena_take(arena, t->n_row, sizeof **out);
    if (!*out)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t g = 0; g < t->n_group; g++)
        for (size_t k = 0; k < t->n_cause; k++)
            for (size_t j = t->base[g]; k != c && j < t->end[g]; j++)
                (*out)[j] += t->event[k][j];
    return PCART_OK;
}

/* Limits of one cause; without an interval all are `none`. */
static pcart_status
take_limits(const pcarti_cuminc *t, double *none, pcarti_columns *all,
            pcart_arena *arena, pcart_err *err)
{
    all->low =
        none ? none : pcart_arena_take_raw(arena, t->n_row, sizeof *all->low);
    all->high =
        none ? none : pcart_arena_take_raw(arena, t->n_row, sizeof *all->high);
    if (!all->low || !all->high)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    return PCART_OK;
}

/* The columns of cause c from row `from` on. */
static pcarti_columns
columns_of(const pcarti_cuminc *t, size_t c, const pcarti_columns *all,
           size_t from)
{
    return (pcarti_columns){.time = t->time + from,
                            .estimate = t->estimate[c] + from,
                            .std_err = t->std_err[c] + from,
                            .low = all->low + from,
                            .high = all->high + from,
                            .n_risk = t->risk + from,
                            .n_event = t->event[c] + from,
                            .n_other = all->n_other + from,
                            .n_censor = t->censor + from};
}

static pcart_status
make_curves(const pcarti_cuminc *t, const pcart_cuminc_options *options,
            pcart_arena *arena, pcart_curve *curve, pcart_err *err)
{
    double level = pcarti_level(options->level), z = pcarti_level_z(level);
    double *none = NULL;

    if (options->interval == PCART_INTERVAL_NONE) {
        none = pcart_arena_take_raw(arena, t->n_row, sizeof *none);
        if (!none)
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        for (size_t j = 0; j < t->n_row; j++)
            none[j] = NAN;
    }
    for (size_t c = 0; c < t->n_cause; c++) {
        pcarti_columns all = {0};
        pcart_status st = find_others(t, c, arena, &all.n_other, err);

        if (!st)
            st = take_limits(t, none, &all, arena, err);
        if (st)
            return st;
        for (size_t g = 0; g < t->n_group; g++, curve++) {
            size_t from = t->base[g], n = t->end[g] - from;
            pcarti_columns column = columns_of(t, c, &all, from);

            *curve = (pcart_curve){
                .kind = PCART_CURVE_INCIDENCE,
                .method = "cumulative incidence (Aalen-Johansen), Aalen "
                          "variance",
                .r_call = "cmprsk::cuminc(time, status, group)",
                .interval = pcart_interval_name(options->interval),
                .level = level,
                .n_subject = t->base[g + 1] - from - 1,
            };
            if (!none)
                pcarti_columns_limit(&column, n, options->interval, z, 0);
            pcarti_columns_finish(&column, n, curve);
        }
    }
    return PCART_OK;
}

/* Weights and strata of tests are rare: they go the way of one cause. */
static pcart_status
make_tests(const pcarti_cuminc *t, const int *cause, double rho,
           pcart_arena *arena, pcart_gray *gray, pcart_err *err)
{
    pcart_status st = PCART_OK;

    if (rho == 0 && pcarti_followup_strata(t->sorted) == 1)
        return pcarti_cuminc_test(t, arena, gray, err);
    for (size_t c = 0; c < t->n_cause && !st; c++)
        st = pcart_gray_test(
            t->sorted, &(pcart_gray_options){.cause = cause[c], .rho = rho},
            arena, &gray[c], err);
    return st;
}

static pcart_status
fit_sorted(pcarti_cuminc *t, const pcart_cuminc_options *options,
           pcart_arena *arena, pcart_cuminc *out, pcart_err *err)
{
    pcart_arena scratch;
    pcart_curve *curve = NULL;
    pcart_gray *gray = NULL;
    int *cause = NULL;
    pcart_status st = find_causes(t, arena, &cause, err);

    if (st)
        return st;
    pcart_arena_init(&scratch, &arena->alloc);
    st = take_table(t, arena, &scratch, err);
    if (st)
        goto done;
    curve = pcart_arena_take(arena, t->n_cause * t->n_group + 1, sizeof *curve);
    gray = pcart_arena_take(arena, t->n_cause + 1, sizeof *gray);
    if (!curve || !gray) {
        st = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        goto done;
    }
    count_table(t);
    fill_table(t);
    st = make_curves(t, options, arena, curve, err);
    if (!st)
        st = make_tests(t, cause, options->rho, arena, gray, err);
    if (!st)
        *out = (pcart_cuminc){.n_group = (int)t->n_group,
                              .n_cause = (int)t->n_cause,
                              .cause = cause,
                              .curve = curve,
                              .gray = gray};
done:
    pcart_arena_release(&scratch);
    return st;
}

pcart_status
pcart_cuminc_fit(const pcart_followup *data,
                 const pcart_cuminc_options *options, pcart_arena *arena,
                 pcart_cuminc *out, pcart_err *err)
{
    pcart_cuminc_options chosen = {0};
    pcart_followup sorted;
    pcarti_cuminc table = {.sorted = &sorted,
                           .n_group = (size_t)pcarti_followup_groups(data)};
    pcart_status st;

    if (options)
        chosen = *options;
    st = pcarti_level_check(pcarti_level(chosen.level), err);
    if (st)
        return st;
    if (data->weight || data->start)
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "Gray's test does not take late entry or weights");
    if (!isfinite(chosen.rho))
        return pcart_err_set(err, PCART_E_RANGE, "rho is not a number");
    st = pcarti_followup_order(data, PCART_TIES_EXACT, arena, &sorted, err);
    if (!st)
        st = fit_sorted(&table, &chosen, arena, out, err);
    return st;
}
