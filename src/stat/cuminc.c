/*
 * cuminc.c -- cumulative incidences of all causes and groups.  Layer: stat.
 *
 * One table has the counts of all; curves of it share its columns, and Gray's
 * tests go by it as well.
 */
#include "stat/cuminc.h"

#include <math.h>

#include "stat/aalen.h"
#include "stat/curve.h"
#include "stat/dist.h"
#include "stat/times.h"

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

/* Columns of one cause; without an interval all limits are `none`. */
static pcart_status
take_cause(const pcarti_cuminc *t, double *none, pcarti_columns *all,
           pcart_arena *arena, pcart_err *err)
{
    all->estimate = pcart_arena_take_raw(arena, t->n_row, sizeof *all->low);
    all->std_err = pcart_arena_take_raw(arena, t->n_row, sizeof *all->low);
    all->low =
        none ? none : pcart_arena_take_raw(arena, t->n_row, sizeof *all->low);
    all->high =
        none ? none : pcart_arena_take_raw(arena, t->n_row, sizeof *all->high);
    if (!all->estimate || !all->std_err || !all->low || !all->high)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    return PCART_OK;
}

/* The columns of cause c from row `from` on. */
static pcarti_columns
columns_of(const pcarti_cuminc *t, size_t c, const pcarti_columns *all,
           size_t from)
{
    return (pcarti_columns){.time = t->time + from,
                            .estimate = all->estimate + from,
                            .std_err = all->std_err + from,
                            .low = all->low + from,
                            .high = all->high + from,
                            .n_risk = t->risk + from,
                            .n_event = t->event[c] + from,
                            .n_other = all->n_other + from,
                            .n_censor = t->censor + from,
                            .threads = t->threads};
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
            st = take_cause(t, none, &all, arena, err);
        for (size_t g = 0; g < t->n_group && !st; g++, curve++) {
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
            st = pcarti_aalen_fill(&column, n, arena, err);
            if (!none && !st)
                pcarti_columns_limit(&column, n, options->interval, z, 0);
            pcarti_columns_finish(&column, n, curve);
        }
        if (st)
            return st;
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
        return pcarti_cuminc_test(t, t->n_cause, arena, gray, err);
    for (size_t c = 0; c < t->n_cause && !st; c++)
        st = pcart_gray_test(t->sorted,
                             &(pcart_gray_options){.cause = cause[c],
                                                   .rho = rho,
                                                   .threads = t->threads},
                             arena, &gray[c], err);
    return st;
}

static pcart_status
fit_sorted(pcarti_cuminc *t, const pcart_cuminc_options *options,
           pcart_arena *arena, pcart_cuminc *out, pcart_err *err)
{
    pcart_curve *curve = NULL;
    pcart_gray *gray = NULL;
    int *cause = NULL;
    pcart_status st = pcarti_cuminc_causes(t, arena, &cause, err);

    if (!st)
        st = pcarti_cuminc_count(t, arena, err);
    if (st)
        return st;
    curve = pcart_arena_take(arena, t->n_cause * t->n_group + 1, sizeof *curve);
    gray = pcart_arena_take(arena, t->n_cause + 1, sizeof *gray);
    if (!curve || !gray)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    st = make_curves(t, options, arena, curve, err);
    if (!st)
        st = make_tests(t, cause, options->rho, arena, gray, err);
    if (!st)
        *out = (pcart_cuminc){.n_group = (int)t->n_group,
                              .n_cause = (int)t->n_cause,
                              .cause = cause,
                              .curve = curve,
                              .gray = gray};
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
    table.threads = chosen.threads;
    st = pcarti_followup_prepare(
        data, (pcarti_followup_how){PCART_TIES_EXACT, chosen.threads}, arena,
        &sorted, err);
    if (!st)
        st = fit_sorted(&table, &chosen, arena, out, err);
    return st;
}
