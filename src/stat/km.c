/* km.c -- Kaplan-Meier and Nelson-Aalen.  Layer: stat. */
#include "postcart/km.h"

#include <math.h>

#include "postcart/quantile.h"
#include "stat/curve.h"
#include "stat/dist.h"
#include "stat/order.h"
#include "stat/parallel.h"
#include "stat/scan.h"
#include "stat/vector.h"

static const char *
method_of(const pcart_km_options *options)
{
    if (options->kind == PCART_KM_NELSON_AALEN)
        return "Nelson-Aalen cumulative hazard";
    if (options->kind == PCART_KM_FLEMING_HARRINGTON)
        return "Fleming-Harrington cumulative hazard";
    return options->is_reverse ? "reverse Kaplan-Meier, Greenwood variance"
                               : "Kaplan-Meier, Greenwood variance";
}

static const char *
r_call_of(const pcart_km_options *options)
{
    if (options->kind == PCART_KM_NELSON_AALEN)
        return "survfit(Surv(time, status) ~ group)$cumhaz";
    if (options->kind == PCART_KM_FLEMING_HARRINGTON)
        return "survfit(Surv(time, status) ~ group, ctype = 2)$cumhaz";
    return options->is_reverse ? "survfit(Surv(time, status == 0) ~ group)"
                               : "survfit(Surv(time, status) ~ group)";
}

/* Greenwood's standard error; none where survival is 0. */
static PCARTI_INLINE void
take_roots(const double *restrict estimate, const double *restrict spread,
           size_t n, double *restrict std_err)
{
    for (size_t k = 0; k < n; k++) {
        double se = estimate[k] * sqrt(spread[k]);

        std_err[k] = estimate[k] > 0 ? se : NAN;
    }
}

/*
 * Survival and the sum of d / (r (r - d)), at each row: what depends on the row
 * alone first, for a tile of rows.
 */
static PCARTI_INLINE void
scan_rows(const pcarti_columns *c, size_t from, size_t end,
          pcarti_scan_state *state, int is_written)
{
    double survival = state->survival, greenwood = state->one;
    double step[PCARTI_SCAN_TILE], spread[PCARTI_SCAN_TILE];

    for (size_t i = from, n; i < end; i += n) {
        const double *restrict risk = c->n_risk + i;
        const double *restrict event = c->n_event + i;
        double *restrict estimate = c->estimate + i;
        double *restrict std_err = c->std_err + i;

        n = end - i < PCARTI_SCAN_TILE ? end - i : PCARTI_SCAN_TILE;
        for (size_t k = 0; k < n; k++) {
            double d = event[k], r = d > 0 ? risk[k] : 1, left = r - d;

            step[k] = left / r;
            spread[k] = d / (r * left);
        }
        for (size_t k = 0; k < n; k++) {
            survival *= step[k];
            greenwood += spread[k];
            if (is_written) {
                estimate[k] = survival;
                spread[k] = greenwood;
            }
        }
        if (is_written)
            take_roots(estimate, spread, n, std_err);
    }
    state->survival = survival;
    state->one = greenwood;
}

PCARTI_VECTOR static void
scan_plain(const pcarti_columns *c, size_t from, size_t end,
           pcarti_scan_state *state, int is_written)
{
    scan_rows(c, from, end, state, is_written);
}

PCARTI_WIDE static void
scan_wide(const pcarti_columns *c, size_t from, size_t end,
          pcarti_scan_state *state, int is_written)
{
    scan_rows(c, from, end, state, is_written);
}

static pcarti_scan_state
join(pcarti_scan_state first, pcarti_scan_state second)
{
    first.survival *= second.survival;
    first.one += second.one;
    return first;
}

static pcart_status
fill_survival(const pcarti_columns *c, pcart_arena *arena, pcart_err *err)
{
    return pcarti_scan_run(&(pcarti_scan){.n = c->n,
                                          .column = c,
                                          .plain = scan_plain,
                                          .wide = scan_wide,
                                          .join = join},
                           arena, err);
}

/* Events at one time, whatever their weights. */
static double
count_events(const pcart_followup *part, const pcarti_times *times, size_t j)
{
    double n = 0;

    for (size_t i = times->first[j]; i < times->first[j + 1]; i++)
        n += part->status[i] > 0;
    return n;
}

/* Cumulative hazard; by Fleming-Harrington tied events leave one at a time. */
static void
fill_hazard(const pcarti_columns *c, const pcart_followup *part,
            const pcarti_times *times, int is_one_by_one)
{
    double hazard = 0, variance = 0;

    for (size_t j = 0; j < c->n; j++) {
        double r = c->n_risk[j], d = c->n_event[j];
        double n_step = is_one_by_one ? count_events(part, times, j) : 1;

        for (double k = 0; d > 0 && k < n_step; k++) {
            double share = d / n_step, left = r - k * share;

            hazard += share / left;
            variance += share / (left * left);
        }
        c->estimate[j] = hazard;
        c->std_err[j] = sqrt(variance);
    }
}

/*
 * A sum that also keeps what rounding took: weights may span so many powers of
 * ten that those who are left would drown in the rounding of those who left.
 */
typedef struct long_sum {
    double high, low;
} long_sum;

static void
add_to(long_sum *s, double value)
{
    double sum = s->high + value, part = sum - s->high;

    s->low += (s->high - (sum - part)) + (value - part);
    s->high = sum;
}

/* Sums over those at risk of w^2, w^2 e and w^2 e^2. */
typedef struct squares {
    long_sum plain, linear, square;
} squares;

static void
add_square(squares *s, double sign, double weight, double entry)
{
    double w = sign * weight * weight;

    add_to(&s->plain, w);
    add_to(&s->linear, w * entry);
    add_to(&s->square, w * entry * entry);
}

/*
 * What the events of one time add to the influence of everybody at risk (with
 * a minus, on the scale of the hazard); returns what an event itself has more.
 */
static double
take_step(pcart_km_kind kind, double r, double d, double n_step, double *shared)
{
    double own = 0;

    if (kind == PCART_KM_SURVIVAL) {
        if (d <= 0 || r <= d)
            return 0;
        *shared += d / (r * (r - d));
        return 1 / (r - d);
    }
    for (double k = 0; d > 0 && k < n_step; k++) {
        double share = d / n_step, left = r - k * share;

        own += (1 + share * k / left) / (n_step * left);
        *shared += share / (left * left);
    }
    return own;
}

/*
 * Case weights that are not counts: R's robust variance, the infinitesimal
 * jackknife.  A subject that has left has a fixed influence; that of one at
 * risk is what all share at the time less what they shared at its entry (e),
 * so that three running sums give the sum of squares.
 */
static pcart_status
fill_jackknife(const pcarti_columns *c, const pcart_followup *part,
               const pcarti_times *times, pcart_km_kind kind,
               pcart_arena *arena, pcart_err *err)
{
    double *entry = pcart_arena_take(arena, part->n + 1, sizeof *entry);
    uint32_t *order = NULL;
    double shared = 0, left = 0;
    squares at_risk = {0};
    size_t entered = 0;
    pcart_status st = PCART_OK;

    if (!entry)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    if (part->start)
        st = pcarti_order(part->start, part->n, NULL, arena, &order, err);
    if (st)
        return st;
    for (size_t i = 0; !order && i < part->n; i++)
        add_square(&at_risk, 1, part->weight[i], 0);
    for (size_t j = 0; j < times->n; j++) {
        double r = c->n_risk[j], d = c->n_event[j], own, rest, n_step;

        for (; order && entered < part->n &&
               part->start[order[entered]] < times->time[j];
             entered++) {
            entry[order[entered]] = shared;
            add_square(&at_risk, 1, part->weight[order[entered]], shared);
        }
        n_step = kind == PCART_KM_FLEMING_HARRINGTON
                     ? count_events(part, times, j)
                     : 1;
        own = take_step(kind, r, d, n_step, &shared);
        for (size_t i = times->first[j]; i < times->first[j + 1]; i++) {
            double u = (part->status[i] ? own : 0) - (shared - entry[i]);

            left += part->weight[i] * part->weight[i] * u * u;
            add_square(&at_risk, -1, part->weight[i], entry[i]);
        }
        rest = shared * shared * (at_risk.plain.high + at_risk.plain.low) -
               2 * shared * (at_risk.linear.high + at_risk.linear.low) +
               at_risk.square.high + at_risk.square.low;
        rest = sqrt(left + fmax(rest, 0));
        if (kind != PCART_KM_SURVIVAL)
            c->std_err[j] = rest;
        else if (c->estimate[j] > 0)
            c->std_err[j] = c->estimate[j] * rest;
    }
    return PCART_OK;
}

static int
is_count(const pcart_followup *data)
{
    for (size_t i = 0; data->weight && i < data->n; i++)
        if (data->weight[i] != floor(data->weight[i]))
            return 0;
    return 1;
}

/* Leave out those whose follow-up ended before `start`. */
static void
drop_before(pcart_followup *part, double start)
{
    size_t k = 0;

    while (k < part->n && part->time[k] < start)
        k++;
    part->time += k;
    part->status += k;
    if (part->start)
        part->start += k;
    if (part->weight)
        part->weight += k;
    if (part->row)
        part->row += k;
    part->n -= k;
}

enum { CHUNK = 65536 };

typedef struct recoding {
    const int *from;
    int *to;
    size_t n;
    int event, is_reverse;
} recoding;

PCARTI_VECTOR static void
recode_chunk(void *context, size_t chunk)
{
    const recoding *r = context;
    size_t i = chunk * CHUNK, n = r->n - i < CHUNK ? r->n - i : CHUNK;
    const int *restrict from = r->from + i;
    int *restrict to = r->to + i;
    int event = r->event, is_reverse = r->is_reverse, is_any = !event;

    for (size_t k = 0; k < n; k++) {
        int is_event = (from[k] == event) ^ is_any ^ is_reverse;

        to[k] = from[k] < 0 ? from[k] : is_event; // for the check to find
    }
}

/*
 * Events and censorings exchanged, or other causes turned into censorings, so
 * that 0 is censored and all else the event.
 */
static pcart_status
recode(pcart_followup *data, const pcart_km_options *options,
       pcart_arena *arena, pcart_err *err)
{
    int *status;

    /* in the status any code above 0 is the event already */
    if (!options->event && !options->is_reverse)
        return PCART_OK;
    status = pcart_arena_take_raw(arena, data->n + 1, sizeof *status);
    if (!status)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    pcarti_parallel(options->threads, (data->n + CHUNK - 1) / CHUNK,
                    recode_chunk,
                    &(recoding){.from = data->status,
                                .to = status,
                                .n = data->n,
                                .event = options->event,
                                .is_reverse = options->is_reverse != 0});
    data->status = status;
    return PCART_OK;
}

static pcart_status
fit_one(pcart_followup *part, const pcart_km_options *options,
        pcart_arena *arena, pcart_curve *curve, pcart_err *err)
{
    double level = pcarti_level(options->level), z = pcarti_level_z(level);
    int is_hazard = options->kind != PCART_KM_SURVIVAL;
    pcart_interval interval =
        is_hazard ? PCART_INTERVAL_LOG : options->interval;
    int has_jackknife = !is_count(part);
    pcarti_times times = {0};
    pcarti_columns c = {.threads = options->threads};
    pcart_status st;

    *curve = (pcart_curve){
        .kind = is_hazard ? PCART_CURVE_HAZARD : PCART_CURVE_SURVIVAL,
        .method = method_of(options),
        .r_call = r_call_of(options),
        .interval = pcart_interval_name(interval),
        .level = level,
        .n_subject = part->n,
        .start = options->start_time,
    };
    st = pcarti_columns_count(&c, part, 0, 0, arena, err);
    if (!st && (has_jackknife || options->kind == PCART_KM_FLEMING_HARRINGTON))
        st = pcarti_times_of(part, arena, &times, err);
    if (!st && !is_hazard)
        st = fill_survival(&c, arena, err);
    if (st)
        return st;
    if (is_hazard)
        fill_hazard(&c, part, &times,
                    options->kind == PCART_KM_FLEMING_HARRINGTON);
    if (has_jackknife) {
        st = fill_jackknife(&c, part, &times, options->kind, arena, err);
        if (st)
            return st;
        curve->method =
            is_hazard ? "cumulative hazard, infinitesimal jackknife variance"
                      : "Kaplan-Meier, infinitesimal jackknife variance";
    }
    pcarti_columns_limit(&c, c.n, interval, z, is_hazard);
    pcarti_columns_finish(&c, c.n, curve);
    return PCART_OK;
}

pcart_status
pcart_km_fit(const pcart_followup *data, const pcart_km_options *options,
             pcart_arena *arena, pcart_curve *curve, pcart_err *err)
{
    const pcart_km_options none = {0};
    pcart_followup recoded = *data, sorted, *part = NULL;
    pcart_status st;
    int n_group = pcarti_followup_groups(data);

    if (!options)
        options = &none;
    st = pcarti_level_check(pcarti_level(options->level), err);
    /* in the estimate a tie is taken as a whole, so that a sorted follow-up
     * stays fit for use when events and censorings change places */
    if (!st)
        st = recode(&recoded, options, arena, err);
    if (!st)
        st = pcarti_followup_prepare(
            &recoded,
            (pcarti_followup_how){PCART_TIES_MERGED, options->threads}, arena,
            &sorted, err);
    if (!st)
        st = pcarti_followup_split(&sorted, PCARTI_BY_GROUP, options->threads,
                                   arena, &part, err);
    for (int g = 0; g < n_group && !st; g++) {
        drop_before(&part[g], options->start_time);
        st = fit_one(&part[g], options, arena, &curve[g], err);
    }
    return st;
}

pcart_status
pcart_km_followup_time(const pcart_followup *data, pcart_arena *arena,
                       pcart_km_followup *out, pcart_err *err)
{
    const pcart_km_options reverse = {.is_reverse = 1};
    pcart_followup pooled = *data;
    pcart_curve curve;
    pcart_summary times;
    pcart_km_followup result = {.n = data->n};
    pcart_status st;

    pooled.group = NULL;
    pooled.start = NULL;
    pooled.weight = NULL;
    st = pcart_km_fit(&pooled, &reverse, arena, &curve, err);
    if (!st)
        st = pcart_curve_find_quantile(&curve, 0.25, &result.reverse_q25, err);
    if (!st)
        st =
            pcart_curve_find_quantile(&curve, 0.5, &result.reverse_median, err);
    if (!st)
        st = pcart_curve_find_quantile(&curve, 0.75, &result.reverse_q75, err);
    if (!st)
        st = pcart_summary_of(data->time, data->n, PCART_QUANTILE_7, arena,
                              &times, err);
    if (st)
        return st;
    result.observed_q25 = times.q25;
    result.observed_median = times.median;
    result.observed_q75 = times.q75;
    result.observed_min = times.min;
    result.observed_max = times.max;
    *out = result;
    return PCART_OK;
}
