/* proportion.c -- intervals for one proportion and one rate.  Layer: stat. */
#include "postcart/proportion.h"

#include <math.h>

#include "stat/curve.h"
#include "stat/dist.h"

pcart_status
pcart_proportion(int count, int total, pcart_proportion_kind kind, double level,
                 pcart_estimate *out, pcart_err *err)
{
    pcart_estimate e = {.level = pcarti_level(level)};
    double x = count, n = total, alpha, z;
    pcart_status st = pcarti_level_check(e.level, err);

    if (st)
        return st;
    if (total == 0 && count == 0)
        return pcart_err_set(err, PCART_E_DEGENERATE, "0 of 0 has no share");
    if (total < 0 || count < 0 || count > total)
        return pcart_err_set(err, PCART_E_RANGE, "%d of %d is impossible",
                             count, total);
    alpha = (1 - e.level) / 2;
    e.estimate = x / n;
    if (kind == PCART_WILSON) {
        double p = e.estimate, middle, half;

        z = pcarti_level_z(e.level);
        middle = p + z * z / (2 * n);
        half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        e.method = "Wilson score interval";
        e.r_call = "prop.test(count, total, correct = FALSE)";
        e.low = count == 0 ? 0 : (middle - half) / (1 + z * z / n);
        e.high = count == total ? 1 : (middle + half) / (1 + z * z / n);
    } else {
        e.method = "Clopper-Pearson exact interval";
        e.r_call = "binom.test(count, total)";
        e.low = count == 0 ? 0 : qbeta(alpha, x, n - x + 1, 1, 0);
        e.high = count == total ? 1 : qbeta(1 - alpha, x + 1, n - x, 1, 0);
    }
    *out = e;
    return PCART_OK;
}

pcart_status
pcart_rate(int count, double person_time, double level, pcart_estimate *out,
           pcart_err *err)
{
    pcart_estimate e = {.level = pcarti_level(level)};
    double alpha = (1 - e.level) / 2;
    pcart_status st = pcarti_level_check(e.level, err);

    if (st)
        return st;
    if (count < 0)
        return pcart_err_set(err, PCART_E_RANGE, "%d events are impossible",
                             count);
    if (!isfinite(person_time) || person_time <= 0)
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "person-time %g is not above 0", person_time);
    e.method = "events per person-time, exact Poisson interval";
    e.r_call = "poisson.test(count, person_time)";
    e.estimate = count / person_time;
    e.low = count == 0 ? 0 : qgamma(alpha, count, 1, 1, 0) / person_time;
    e.high = qgamma(1 - alpha, count + 1.0, 1, 1, 0) / person_time;
    *out = e;
    return PCART_OK;
}
