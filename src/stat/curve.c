/* curve.c -- step functions of time and what is read off them.  Layer: stat. */
#include "stat/curve.h"

#include <float.h>
#include <math.h>

#include "stat/dist.h"

/* R's tolerance in quantile.survfit, sqrt(DBL_EPSILON). */
#define QUANTILE_TOLERANCE 1.4901161193847656e-08
/* From here on an estimate is 1 but for the rounding of its jumps. */
#define WHOLE (1 - 1e-14)

const char *
pcart_interval_name(pcart_interval interval)
{
    static const char *const name[] = {
        [PCART_INTERVAL_LOGLOG] = "log-log",
        [PCART_INTERVAL_LOG] = "log",
        [PCART_INTERVAL_PLAIN] = "plain",
        [PCART_INTERVAL_LOGIT] = "logit",
        [PCART_INTERVAL_ARCSIN] = "arcsin",
        [PCART_INTERVAL_CLOGLOG] = "complementary log-log",
        [PCART_INTERVAL_NONE] = "none",
    };

    return (size_t)interval < PCART_COUNTOF(name) ? name[interval] : "unknown";
}

pcart_status
pcarti_level_check(double level, pcart_err *err)
{
    if (level > 0 && level < 1)
        return PCART_OK;
    return pcart_err_set(err, PCART_E_RANGE,
                         "confidence level %g is not between 0 and 1", level);
}

/* R's survfit_confint on the logit and arcsin scales. */
static pcarti_limits
limits_of_odds(pcart_interval interval, double z, double p, double se)
{
    const double half_pi = 1.5707963267948966;

    if (interval == PCART_INTERVAL_LOGIT) {
        double half = z * (se / p) * (1 + p / (1 - p)), at = log(p / (1 - p));

        return (pcarti_limits){1 - 1 / (1 + exp(at - half)),
                               1 - 1 / (1 + exp(at + half))};
    }
    double half = 0.5 * z * (se / p) * sqrt(p / (1 - p)), at = asin(sqrt(p));
    double low = sin(fmax(0, at - half)), high = sin(fmin(half_pi, at + half));

    return (pcarti_limits){low * low, high * high};
}

pcarti_limits
pcarti_limits_of(pcart_interval interval, double z, double p, double se,
                 int is_open)
{
    const pcarti_limits none = {NAN, NAN};
    double most = is_open ? INFINITY : 1, w, scale;

    if (!isfinite(p) || !isfinite(se))
        return none;
    switch (interval) {
    case PCART_INTERVAL_PLAIN:
        return (pcarti_limits){fmax(p - z * se, 0), fmin(p + z * se, most)};
    case PCART_INTERVAL_LOG:
        if (p <= 0)
            return none;
        w = exp(z * se / p);
        return (pcarti_limits){p / w, p * w < most ? p * w : most};
    case PCART_INTERVAL_CLOGLOG:
        if (p <= 0 || p >= WHOLE)
            return none;
        w = z * se / ((1 - p) * log1p(-p));
        return (pcarti_limits){1 - pow(1 - p, exp(w)), 1 - pow(1 - p, exp(-w))};
    case PCART_INTERVAL_LOGIT:
    case PCART_INTERVAL_ARCSIN:
        if (p <= 0 || p >= WHOLE)
            return none;
        return limits_of_odds(interval, z, p, se);
    case PCART_INTERVAL_NONE:
        return none;
    case PCART_INTERVAL_LOGLOG:
        break;
    }
    if (p <= 0 || p >= WHOLE)
        return none;
    scale = log(p);
    w = exp(z * se / (p * scale));
    return (pcarti_limits){exp(scale / w), exp(scale * w)};
}

/* The last row at or before `time`; n if there is none. */
static size_t
row_at(const pcart_curve *curve, double time)
{
    size_t low = 0, high = curve->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (curve->time[mid] <= time)
            low = mid + 1;
        else
            high = mid;
    }
    return low ? low - 1 : curve->n;
}

/* At risk just before `time`: at the first row that is not before it. */
static double
risk_at(const pcart_curve *curve, double time)
{
    size_t row = row_at(curve, time);

    if (row == curve->n)
        row = 0;
    else if (curve->time[row] < time)
        row++;
    return row < curve->n ? curve->n_risk[row] : 0;
}

pcart_status
pcart_curve_at(const pcart_curve *curve, double time, pcart_point *out,
               pcart_err *err)
{
    pcart_point point = {.time = time};
    size_t row;

    if (!curve->n)
        return pcart_err_set(err, PCART_E_DEGENERATE, "the group is empty");
    if (!isfinite(time) || time < 0)
        return pcart_err_set(err, PCART_E_RANGE, "time %g is not 0 or more",
                             time);
    row = row_at(curve, time);
    point.n_risk = risk_at(curve, time);
    point.is_beyond = time > curve->time[curve->n - 1];
    if (row == curve->n) {
        point.estimate = curve->kind == PCART_CURVE_SURVIVAL ? 1 : 0;
        point.has_std_err = 1;
        *out = point;
        return PCART_OK;
    }
    point.estimate = curve->estimate[row];
    if (!isnan(curve->std_err[row])) {
        point.has_std_err = 1;
        point.std_err = curve->std_err[row];
    }
    if (!isnan(curve->low[row]) && !isnan(curve->high[row])) {
        point.has_interval = 1;
        point.low = curve->low[row];
        point.high = curve->high[row];
    }
    for (size_t j = 0; j <= row; j++)
        point.n_event += curve->n_event[j];
    *out = point;
    return PCART_OK;
}

void
pcart_curve_at_risk(const pcart_curve *curve, const double *time, size_t n,
                    double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = risk_at(curve, time[i]);
}

/* The height that has been passed at row i: 1 - S, or F itself. */
static double
height(const pcart_curve *curve, const double *column, size_t i)
{
    return curve->kind == PCART_CURVE_SURVIVAL ? 1 - column[i] : column[i];
}

/*
 * R's findq: the first time at which a column passes `p`; where it stays at
 * exactly `p` the middle of that stretch, up to the last time if it never
 * passes.  Rows that are NAN do not count.  Returns 0 if `p` is not reached.
 */
static int
find_passing(const pcart_curve *curve, const double *column, double p,
             double *out)
{
    const double tol = QUANTILE_TOLERANCE;
    double at_least = NAN, above = NAN, best = NAN;

    for (size_t i = 0; i < curve->n; i++) {
        double y = height(curve, column, i);

        if (isnan(y))
            continue;
        if (isnan(at_least) && y + tol >= p)
            at_least = curve->time[i];
        if (isnan(above) && y - tol >= p)
            above = curve->time[i];
        if (isnan(best) || y > best)
            best = y;
    }
    if (isnan(at_least))
        return 0;
    if (isnan(above)) {
        if (fabs(best - p) >= tol)
            return 0;
        above = curve->time[curve->n - 1];
    }
    *out = (at_least + above) / 2;
    return 1;
}

pcart_status
pcart_curve_find_quantile(const pcart_curve *curve, double p,
                          pcart_curve_quantile *out, pcart_err *err)
{
    pcart_curve_quantile q = {.p = p};
    int is_falling = curve->kind == PCART_CURVE_SURVIVAL;

    if (!curve->n)
        return pcart_err_set(err, PCART_E_DEGENERATE, "the group is empty");
    if (!(p > 0 && p < 1))
        return pcart_err_set(err, PCART_E_RANGE, "%g is not between 0 and 1",
                             p);
    q.method = "R rule: inversion of the curve and of its interval";
    q.has_value = find_passing(curve, curve->estimate, p, &q.value);
    /* the lower limit of survival falls first: it gives the earlier time */
    q.has_low =
        find_passing(curve, is_falling ? curve->low : curve->high, p, &q.low);
    q.has_high =
        find_passing(curve, is_falling ? curve->high : curve->low, p, &q.high);
    *out = q;
    return PCART_OK;
}

pcart_status
pcart_curve_rmst(const pcart_curve *curve, double tau, pcart_rmst *out,
                 pcart_err *err)
{
    double area = 0, after = 0, variance = 0, last, z;
    size_t n_row = 0;

    if (!curve->n)
        return pcart_err_set(err, PCART_E_DEGENERATE, "the group is empty");
    if (curve->kind != PCART_CURVE_SURVIVAL)
        return pcart_err_set(err, PCART_E_USAGE, "not a survival curve");
    if (!isfinite(tau) || tau <= curve->start)
        return pcart_err_set(err, PCART_E_RANGE,
                             "time %g is not after the start", tau);
    last = curve->time[curve->n - 1];
    if (tau > last && curve->estimate[curve->n - 1] > 0)
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "nobody was followed to %g: the last follow-up "
                             "is at %g",
                             tau, last);
    while (n_row < curve->n && curve->time[n_row] <= tau)
        n_row++;
    /* from the right, so that the area after each event is at hand */
    for (size_t j = n_row; j-- > 0;) {
        double until = j + 1 < n_row ? curve->time[j + 1] : tau;
        double rest = curve->n_risk[j] - curve->n_event[j];

        after += curve->estimate[j] * (until - curve->time[j]);
        if (rest > 0)
            variance +=
                after * after * curve->n_event[j] / (curve->n_risk[j] * rest);
    }
    area = after + ((n_row ? curve->time[0] : tau) - curve->start);
    z = pcarti_level_z(curve->level);
    out->tau = tau;
    out->mean = area + curve->start;
    out->std_err = sqrt(variance);
    out->low = out->mean - z * out->std_err;
    out->high = out->mean + z * out->std_err;
    out->lost = tau - out->mean;
    out->method = "restricted mean: area under the curve, Greenwood type "
                  "variance";
    return PCART_OK;
}
