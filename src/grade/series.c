/*
 * series.c -- one value per day out of sparse measurements.  Layer: grade.
 *
 * Every value is an interval of what the true one can be, so that the same
 * code serves "120", "<100", and an ANC that is only known to be at most the
 * WBC.  Millionths make "<100" the closed interval 0 to 99.999999.
 */
#include "postcart/series.h"

#include <string.h>

/* What the true value can be, given how it was written. */
static void
read_interval(const pcart_lab *lab, pcart_day_value *out)
{
    out->low = out->high = lab->value;
    switch ((pcart_censor)lab->censor) {
    case PCART_BELOW:
        out->low = 0;
        out->high = lab->value > 0 ? lab->value - 1 : 0;
        break;
    case PCART_AT_MOST:
        out->low = 0;
        break;
    case PCART_ABOVE:
        out->low = lab->value + 1;
        out->high = PCART_SERIES_TOP;
        break;
    case PCART_AT_LEAST:
        out->high = PCART_SERIES_TOP;
        break;
    case PCART_EXACT:
        break;
    }
    if (out->high < out->low)
        out->high = out->low;
}

/* A value against the limit that its own row gives. */
static pcart_day_normal
compare_normal(const pcart_course *course, const pcart_lab *lab,
               const pcart_day_value *value)
{
    if (!course->limit || lab->limit == 0)
        return PCART_NORMAL_OPEN;
    if (value->high < course->limit[lab->limit])
        return PCART_NORMAL_BELOW;
    return value->low >= course->limit[lab->limit] ? PCART_NORMAL_NOT_BELOW
                                                   : PCART_NORMAL_OPEN;
}

/* One value below its limit is enough; all must be known to have none. */
static void
join_normal(pcart_day_value *day, const pcart_day_value *other)
{
    if (other->normal == PCART_NORMAL_BELOW ||
        (other->normal == PCART_NORMAL_OPEN &&
         day->normal == PCART_NORMAL_NOT_BELOW))
        day->normal = other->normal;
}

/* The minimum of two intervals; the row that reaches lowest is named. */
static void
lower_to(pcart_day_value *day, const pcart_day_value *other)
{
    if (other->high < day->high ||
        (other->high == day->high && other->low < day->low)) {
        day->line = other->line;
        day->written = other->written;
        day->censor = other->censor;
    }
    if (other->low < day->low)
        day->low = other->low;
    if (other->high < day->high)
        day->high = other->high;
}

/* One entry per day out of rows that are sorted by date. */
static size_t
collect_days(const pcart_course *course, const pcart_lab *lab, size_t n,
             pcart_day_value *out)
{
    size_t n_day = 0;

    for (size_t i = 0; i < n; i++) {
        pcart_day_value value = {
            .day = (int32_t)((int64_t)lab[i].date - course->day0),
            .line = lab[i].line,
            .written = lab[i].value,
            .censor = lab[i].censor,
            .origin = PCART_DAY_MEASURED,
        };

        read_interval(&lab[i], &value);
        value.normal = (uint8_t)compare_normal(course, &lab[i], &value);
        if (n_day && out[n_day - 1].day == value.day) {
            lower_to(&out[n_day - 1], &value);
            join_normal(&out[n_day - 1], &value);
        } else
            out[n_day++] = value;
    }
    return n_day;
}

/*
 * Put the days with a WBC and no ANC between those with an ANC.  Both lists
 * are sorted; the merged one is built from the back of `anc`, which has room.
 */
static size_t
merge_inferred(pcart_day_value *anc, size_t n_anc, const pcart_day_value *wbc,
               size_t n_wbc)
{
    size_t n_extra = 0, i = 0, k, to;

    for (k = 0; k < n_wbc; k++) {
        while (i < n_anc && anc[i].day < wbc[k].day)
            i++;
        n_extra += i == n_anc || anc[i].day != wbc[k].day;
    }
    to = n_anc + n_extra;
    for (i = n_anc, k = n_wbc; k > 0 && to > i;) {
        if (i > 0 && anc[i - 1].day >= wbc[k - 1].day) {
            if (anc[i - 1].day == wbc[k - 1].day)
                k--;
            anc[--to] = anc[--i];
            continue;
        }
        anc[--to] = wbc[--k];
        anc[to].low = 0;
        anc[to].origin = PCART_DAY_INFERRED;
        anc[to].normal = PCART_NORMAL_OPEN; // the limit is that of the WBC
    }
    return n_anc + n_extra;
}

pcart_status
pcart_series_collect(const pcart_course *course, pcart_analyte analyte,
                     pcart_arena *arena, pcart_series *out, pcart_err *err)
{
    size_t n_lab, n_wbc = 0;
    const pcart_lab *lab = pcart_course_labs(course, analyte, &n_lab);
    const pcart_lab *wbc = NULL;
    pcart_day_value *day, *other;

    if (analyte == PCART_ANC)
        wbc = pcart_course_labs(course, PCART_WBC, &n_wbc);
    *out = (pcart_series){.analyte = (int)analyte};
    if (n_lab + n_wbc == 0)
        return PCART_OK;
    day = pcart_arena_take(arena, n_lab + 2 * n_wbc, sizeof(*day));
    if (!day)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    out->day = day;
    out->n = collect_days(course, lab, n_lab, day);
    if (n_wbc) {
        other = day + n_lab + n_wbc;
        n_wbc = collect_days(course, wbc, n_wbc, other);
        out->n = merge_inferred(day, out->n, other, n_wbc);
    }
    return PCART_OK;
}

void
pcart_series_mark_transfused(pcart_series *series, const pcart_course *course,
                             int days)
{
    for (size_t i = 0; i < course->n_support; i++) {
        const pcart_support *support = &course->support[i];
        int64_t first, last;

        if (support->kind != PCART_SUPPORT_PLATELETS)
            continue;
        first = (int64_t)support->first - course->day0;
        last = (int64_t)support->last - course->day0 + days - 1;
        for (size_t k = pcart_series_from(series, (int)first);
             k < series->n && series->day[k].day <= last; k++)
            series->day[k].is_transfused = 1;
    }
}

size_t
pcart_series_from(const pcart_series *series, int day)
{
    size_t low = 0, high = series->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (series->day[middle].day < day)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* a + (b - a) * part / whole, rounded once, half to even. */
static pcart_fixed
between(pcart_fixed a, pcart_fixed b, int64_t part, int64_t whole,
        pcart_fixed step)
{
    int64_t top, unit, rest, floor;

    if (step <= 0)
        step = 1;
    top = a * (whole - part) + b * part;
    unit = whole * step;
    floor = top / unit;
    rest = top % unit;
    if (rest > unit - rest || (rest == unit - rest && floor % 2 != 0))
        floor++;
    return floor * step;
}

static void
fill_gap(pcart_day_value *out, int from, int to, const pcart_fill *fill)
{
    const pcart_day_value *left = &out[from], *right = &out[to];

    for (int i = from + 1; i < to; i++) {
        int64_t part = i - from, whole = to - from;

        if (fill->method == PCART_FILL_MEAN) {
            part = 1;
            whole = 2;
        }
        out[i].low = between(left->low, right->low, part, whole, fill->step);
        out[i].high = between(left->high, right->high, part, whole, fill->step);
        out[i].origin = PCART_DAY_INTERPOLATED;
    }
}

static void
carry(pcart_day_value *out, int from, int to, const pcart_day_value *nearest)
{
    for (int i = from; i <= to; i++) {
        out[i].low = nearest->low;
        out[i].high = nearest->high;
        out[i].origin = PCART_DAY_CARRIED;
    }
}

/* Put the days that have a value in their places; the others are missing. */
static size_t
place_days(const pcart_series *series, int first, int last,
           const pcart_fill *fill, pcart_day_value *out)
{
    size_t n = 0;

    memset(out, 0, (size_t)(last - first + 1) * sizeof(*out));
    for (int i = 0; i <= last - first; i++) {
        out[i].day = first + i;
        out[i].low = out[i].high = out[i].written = PCART_FIXED_NONE;
    }
    for (size_t i = pcart_series_from(series, first); i < series->n; i++) {
        const pcart_day_value *value = &series->day[i];
        pcart_day_value *to;

        if (value->day > last)
            break;
        if (value->origin == PCART_DAY_INFERRED &&
            (fill->infer_at_most == PCART_FIXED_NONE ||
             value->high > fill->infer_at_most))
            continue;
        if (value->is_transfused && fill->is_without_transfused)
            continue;
        to = &out[value->day - first];
        *to = *value;
        n++;
    }
    return n;
}

/* Fill what may be filled between and beside the days that have a value. */
static void
fill_days(const pcart_fill *fill, pcart_day_value *out, int n_day)
{
    int before = -1;

    for (int i = 0; i < n_day; i++) {
        if (out[i].origin == PCART_DAY_MISSING)
            continue;
        if (i - before - 1 > 0 && i - before - 1 <= fill->days) {
            if (before >= 0)
                fill_gap(out, before, i, fill);
            else if (!fill->is_open)
                carry(out, 0, i - 1, &out[i]);
        }
        before = i;
    }
    if (before >= 0 && !fill->is_open && n_day - 1 - before <= fill->days)
        carry(out, before + 1, n_day - 1, &out[before]);
}

size_t
pcart_series_fill(const pcart_series *series, int first, int last,
                  const pcart_fill *fill, pcart_day_value *out)
{
    int n_day = last - first + 1;
    size_t n;

    if (n_day <= 0)
        return 0;
    n = place_days(series, first, last, fill, out);
    /* As zoo's na.approx does: one value alone is not extended. */
    if (n >= 2 || (n == 1 && fill->method == PCART_FILL_MEAN))
        if (fill->method != PCART_FILL_NONE)
            fill_days(fill, out, n_day);
    /* Measured values are rounded last: neighbours are interpolated from
     * them as they were measured. */
    for (int i = 0; i < n_day && fill->is_round_all && fill->step > 0; i++) {
        out[i].low = pcart_fixed_round_even(out[i].low, fill->step);
        out[i].high = pcart_fixed_round_even(out[i].high, fill->step);
    }
    return n;
}
