/* axis.c -- from values to lengths, and where the ticks stand.
 * Layer: figure. */
#include "figure/axis.h"

#include <math.h>

static double
warp(pcart_scale_kind kind, double value)
{
    switch (kind) {
    case PCART_SCALE_LOG:
        return log10(value);
    case PCART_SCALE_SQRT:
        return value > 0 ? sqrt(value) : 0;
    case PCART_SCALE_LINEAR:
        break;
    }
    return value;
}

double
pcarti_axis_floor(const pcarti_axis *axis)
{
    return axis->to < axis->from ? axis->from + axis->floor / 2
                                 : axis->from - axis->floor / 2;
}

double
pcarti_axis_at(const pcarti_axis *axis, double value)
{
    double low, share;

    if (axis->kind == PCART_SCALE_LOG && axis->floor > 0 && value < axis->low)
        return pcarti_axis_floor(axis);
    if (!(value > axis->low))
        return axis->from;
    if (value >= axis->high)
        return axis->to;
    low = warp(axis->kind, axis->low);
    share =
        (warp(axis->kind, value) - low) / (warp(axis->kind, axis->high) - low);
    return axis->from + share * (axis->to - axis->from);
}

double
pcarti_axis_step(double span, int want)
{
    double raw = span / want, power;

    if (!(raw > 0) || !isfinite(raw))
        return 1;
    power = pow(10, floor(log10(raw) + 1e-9));
    for (int i = 0; i < 3; i++) {
        static const double nice[] = {1, 2, 5};

        if (nice[i] * power >= raw * (1 - 1e-9))
            return nice[i] * power;
    }
    return 10 * power;
}

double
pcarti_axis_time_step(double span, int want, pcart_time_unit unit)
{
    static const double days[] = {1,  2,  5,  7,  10,  14,  20,  25,
                                  30, 50, 60, 90, 100, 180, 365, 730};
    static const double months[] = {1, 2, 3, 6, 12, 24, 36, 48, 60, 120};
    static const double years[] = {0.25, 0.5, 1, 2, 5, 10, 20};
    const double *list = years;
    size_t n = PCART_COUNTOF(years);

    if (unit == PCART_TIME_DAYS) {
        list = days;
        n = PCART_COUNTOF(days);
    } else if (unit == PCART_TIME_MONTHS) {
        list = months;
        n = PCART_COUNTOF(months);
    }
    for (size_t i = 0; i < n; i++) {
        if (list[i] * want >= span * (1 - 1e-9))
            return list[i];
    }
    return pcarti_axis_step(span, want);
}

int
pcarti_axis_decimals(double step)
{
    int decimals = 0;

    while (decimals < 6 && fabs(step - round(step)) > 1e-6 * step) {
        step *= 10;
        decimals++;
    }
    return decimals;
}

static size_t
even_ticks(const pcarti_axis *axis, int want, pcarti_tick *tick)
{
    const double step = pcarti_axis_step(axis->high - axis->low, want);
    const int decimals = pcarti_axis_decimals(step);
    const double first = ceil(axis->low / step - 1e-6);
    size_t n = 0;

    for (double k = first; n < PCARTI_TICKS; k++) {
        const double at = k * step;

        if (at > axis->high + step * 1e-6)
            break;
        tick[n].at = at;
        tick[n].is_minor = 0;
        pcarti_number_write(at, decimals, tick[n].label);
        n++;
    }
    return n;
}

static size_t
log_ticks(const pcarti_axis *axis, pcarti_tick *tick)
{
    const int first = (int)floor(log10(axis->low) + 1e-9);
    const int last = (int)floor(log10(axis->high) + 1e-9);
    const int is_short = last - first < 2; // then 2 and 5 have labels too
    size_t n = 0;

    for (int power = first; power <= last; power++) {
        for (int digit = 1; digit <= 9 && n < PCARTI_TICKS; digit++) {
            const double at = digit * pow(10, power);

            if (at < axis->low * (1 - 1e-9) || at > axis->high * (1 + 1e-9))
                continue;
            tick[n].at = at;
            tick[n].is_minor =
                !(digit == 1 || (is_short && (digit == 2 || digit == 5)));
            tick[n].label[0] = '\0';
            if (!tick[n].is_minor)
                pcarti_number_short(at, tick[n].label);
            n++;
        }
    }
    return n;
}

/* 0 and 1, 2, 5 in each decade: people read fractions in these. */
static size_t
sqrt_ticks(const pcarti_axis *axis, pcarti_tick *tick)
{
    static const double digit[] = {1, 2, 5};
    const int last = axis->high > 0 ? (int)floor(log10(axis->high) + 1e-9) : 0;
    size_t n = 0;

    if (axis->low <= 0) {
        tick[n] = (pcarti_tick){.at = 0};
        pcarti_number_short(0, tick[n++].label);
    }
    for (int power = last - 3; power <= last; power++) {
        for (size_t i = 0; i < PCART_COUNTOF(digit); i++) {
            const double at = digit[i] * pow(10, power);

            if (at < axis->low || at > axis->high * (1 + 1e-9))
                continue;
            tick[n] = (pcarti_tick){.at = at};
            pcarti_number_short(at, tick[n++].label);
        }
    }
    return n;
}

size_t
pcarti_axis_ticks(const pcarti_axis *axis, int want,
                  pcarti_tick tick[PCARTI_TICKS])
{
    switch (axis->kind) {
    case PCART_SCALE_LOG:
        return log_ticks(axis, tick);
    case PCART_SCALE_SQRT:
        return sqrt_ticks(axis, tick);
    case PCART_SCALE_LINEAR:
        break;
    }
    return even_ticks(axis, want, tick);
}

void
pcarti_extent_add(pcarti_extent *extent, double value)
{
    if (!isfinite(value))
        return;
    extent->low = fmin(extent->low, value);
    extent->high = fmax(extent->high, value);
    if (value > 0)
        extent->low_positive = fmin(extent->low_positive, value);
}

/* Round numbers round the data; some range when there are none. */
static void
round_range(pcarti_axis *axis, const pcarti_extent *data)
{
    double low = data->low, high = data->high, step;

    if (axis->kind == PCART_SCALE_LOG) {
        if (!(data->low_positive < HUGE_VAL)) {
            axis->low = 1;
            axis->high = 100;
            return;
        }
        axis->low = pow(10, floor(log10(data->low_positive) + 1e-9));
        axis->high = pow(10, ceil(log10(high) - 1e-9));
        if (axis->high <= axis->low)
            axis->high = axis->low * 10;
        return;
    }
    if (!(low <= high)) {
        low = 0;
        high = 1;
    }
    if (axis->kind == PCART_SCALE_SQRT || (low > 0 && low < high / 2))
        low = 0;
    if (high - low <= 1e-12 * fabs(high))
        high = low + (high > 0 ? 0.1 * high : 1);
    /* The square root leaves few ticks at the top: it ends with one. */
    step = pcarti_axis_step(high - low, axis->kind == PCART_SCALE_SQRT ? 1 : 5);
    axis->low = floor(low / step + 1e-9) * step;
    axis->high = ceil(high / step - 1e-9) * step;
}

pcart_status
pcarti_axis_set(pcarti_axis *axis, pcart_scale_kind kind, const double wish[2],
                const pcarti_extent *data, pcart_err *err)
{
    axis->kind = kind;
    axis->low = wish[0];
    axis->high = wish[1];
    if (!(wish[0] < 0 || wish[0] > 0 || wish[1] < 0 || wish[1] > 0))
        round_range(axis, data);
    if (!isfinite(axis->low) || !isfinite(axis->high) ||
        axis->low >= axis->high || fabs(axis->low) > 1e12 ||
        fabs(axis->high) > 1e12 ||
        (kind == PCART_SCALE_LOG && axis->low < 1e-9) ||
        (kind == PCART_SCALE_SQRT && axis->low < 0))
        return pcart_err_set(err, PCART_E_RANGE,
                             "the range of an axis cannot be drawn");
    return PCART_OK;
}
