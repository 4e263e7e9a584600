/* quantile.c -- quantiles, mean and spread of a sample.  Layer: stat. */
#include "postcart/quantile.h"

#include <float.h>
#include <math.h>

#include "stat/order.h"

const char *
pcart_quantile_name(pcart_quantile_type type)
{
    switch (type) {
    case PCART_QUANTILE_6:
        return "type 6 (SPSS, Minitab)";
    case PCART_QUANTILE_2:
        return "type 2 (SAS, Stata)";
    case PCART_QUANTILE_7:
        break;
    }
    return "type 7 (R, NumPy, Excel)";
}

/* The k-th smallest, k from 1, held inside the sample. */
static double
nth(const double *value, const uint32_t *order, size_t n, double k)
{
    double last = (double)n;

    return value[order[(size_t)fmin(fmax(k, 1), last) - 1]];
}

/*
 * R's quantile.default: the same fuzz of 4 machine epsilons, so that
 * 0.1 * 10 is the tenth value on every machine.
 */
static double
quantile_of(const double *value, const uint32_t *order, size_t n, double p,
            pcart_quantile_type type)
{
    const double fuzz = 4 * DBL_EPSILON;
    double count = (double)n, place, j, h;

    if (type == PCART_QUANTILE_2) {
        place = count * p;
        j = floor(place + fuzz);
        h = place - j > fuzz ? 1 : 0.5;
    } else if (type == PCART_QUANTILE_6) {
        place = (count + 1) * p;
        j = floor(place + fuzz);
        h = fabs(place - j) < fuzz ? 0 : place - j;
    } else {
        place = 1 + (count - 1) * p;
        j = floor(place + fuzz);
        h = fabs(place - j) < fuzz ? 0 : place - j;
    }
    if (h == 0)
        return nth(value, order, n, j);
    if (h == 1)
        return nth(value, order, n, j + 1);
    return (1 - h) * nth(value, order, n, j) + h * nth(value, order, n, j + 1);
}

static pcart_status
order_values(const double *value, size_t n, pcart_arena *arena,
             uint32_t **order, pcart_err *err)
{
    if (!n)
        return pcart_err_set(err, PCART_E_DEGENERATE, "there is no value");
    for (size_t i = 0; i < n; i++)
        if (!isfinite(value[i]))
            return pcart_err_set(err, PCART_E_RANGE,
                                 "value %zu is not a finite number", i + 1);
    return pcarti_order(value, n, NULL, arena, order, err);
}

pcart_status
pcart_quantile_of(const double *value, size_t n,
                  const pcart_quantile_options *options, pcart_arena *arena,
                  double *out, pcart_err *err)
{
    const double half = 0.5;
    pcart_quantile_options chosen = {0};
    uint32_t *order = NULL;
    pcart_status st;

    if (options)
        chosen = *options;
    if (!chosen.p) {
        chosen.p = &half;
        chosen.n_p = 1;
    }
    for (size_t k = 0; k < chosen.n_p; k++)
        if (!(chosen.p[k] >= 0 && chosen.p[k] <= 1))
            return pcart_err_set(err, PCART_E_RANGE,
                                 "probability %g is not in 0 to 1",
                                 chosen.p[k]);
    st = order_values(value, n, arena, &order, err);
    if (st)
        return st;
    for (size_t k = 0; k < chosen.n_p; k++)
        out[k] = quantile_of(value, order, n, chosen.p[k], chosen.type);
    return PCART_OK;
}

/* Neumaier's compensated sum of (value - centre)^power, power 1 or 2. */
static double
sum_of(const double *value, size_t n, double centre, int power)
{
    double sum = 0, lost = 0;

    for (size_t i = 0; i < n; i++) {
        double x = value[i] - centre, next;

        if (power == 2)
            x *= x;
        next = sum + x;
        lost += fabs(sum) >= fabs(x) ? (sum - next) + x : (x - next) + sum;
        sum = next;
    }
    return sum + lost;
}

pcart_status
pcart_summary_of(const double *value, size_t n, pcart_quantile_type type,
                 pcart_arena *arena, pcart_summary *out, pcart_err *err)
{
    pcart_summary s = {.n = n, .type = type};
    uint32_t *order = NULL;
    pcart_status st = order_values(value, n, arena, &order, err);

    if (st)
        return st;
    s.min = value[order[0]];
    s.max = value[order[n - 1]];
    s.q25 = quantile_of(value, order, n, 0.25, type);
    s.median = quantile_of(value, order, n, 0.5, type);
    s.q75 = quantile_of(value, order, n, 0.75, type);
    s.mean = sum_of(value, n, 0, 1) / (double)n;
    s.mean += sum_of(value, n, s.mean, 1) / (double)n;
    if (n > 1) {
        double drift = sum_of(value, n, s.mean, 1);

        s.has_sd = 1;
        s.sd = sqrt((sum_of(value, n, s.mean, 2) - drift * drift / (double)n) /
                    (double)(n - 1));
    }
    *out = s;
    return PCART_OK;
}
