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

/* Exact p of `x` of `n` at chance `share`: all counts at most as likely. */
static double
binomial_p(double x, double n, double share)
{
    /* counts that differ by rounding alone are as likely: R's binom.test */
    double seen = dbinom(x, n, share, 0) * (1 + 1e-7), below = 0, above = 0;
    double low = 0, high = n, mode = floor((n + 1) * share);

    if (x == mode)
        return 1;
    /* the likely counts lie round the mode: find where they end by halving */
    if (x < mode) {
        below = pbinom(x, n, share, 1, 0);
        low = mode;
        while (low < high) {
            double middle = floor((low + high) / 2);

            if (dbinom(middle, n, share, 0) <= seen)
                high = middle;
            else
                low = middle + 1;
        }
        if (dbinom(low, n, share, 0) <= seen)
            above = pbinom(low - 1, n, share, 0, 0);
    } else {
        above = pbinom(x - 1, n, share, 0, 0);
        high = mode;
        while (low < high) {
            double middle = ceil((low + high) / 2);

            if (dbinom(middle, n, share, 0) <= seen)
                low = middle;
            else
                high = middle - 1;
        }
        if (dbinom(low, n, share, 0) <= seen)
            below = pbinom(low, n, share, 1, 0);
    }
    return fmin(1, below + above);
}

pcart_status
pcart_rate_ratio(const int count[2], const double person_time[2], double level,
                 pcart_test *out, pcart_err *err)
{
    pcart_test test = {.method = "ratio of two rates, exact",
                       .r_call = "poisson.test(c(count1, count2), c(time1, "
                                 "time2))",
                       .estimate_name = "rate ratio",
                       .level = pcarti_level(level)};
    double alpha = (1 - test.level) / 2, x = count[0];
    double n = (double)count[0] + count[1];
    pcart_status st = pcarti_level_check(test.level, err);

    if (st)
        return st;
    for (int k = 0; k < 2; k++) {
        if (count[k] < 0)
            return pcart_err_set(err, PCART_E_RANGE, "%d events are impossible",
                                 count[k]);
        if (!isfinite(person_time[k]) || person_time[k] <= 0)
            return pcart_err_set(err, PCART_E_DEGENERATE,
                                 "person-time %g is not above 0",
                                 person_time[k]);
    }
    if (n == 0) {
        test.reason = "there is no event";
    } else {
        double odds = person_time[1] / person_time[0];
        double low = count[0] ? qbeta(alpha, x, n - x + 1, 1, 0) : 0;
        double high = count[1] ? qbeta(1 - alpha, x + 1, n - x, 1, 0) : 1;

        test.is_evaluable = 1;
        test.p_value = binomial_p(x, n, 1 / (1 + odds));
        test.estimate = count[1] ? x / count[1] * odds : INFINITY;
        test.has_interval = 1;
        test.low = low / (1 - low) * odds;
        test.high = high < 1 ? high / (1 - high) * odds : INFINITY;
    }
    *out = test;
    return PCART_OK;
}
