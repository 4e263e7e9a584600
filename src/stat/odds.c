/* odds.c -- the odds ratio of a 2 x 2 table.  Layer: stat. */
#include "postcart/odds.h"

#include <math.h>

#include "stat/curve.h"
#include "stat/dist.h"

pcart_status
pcart_odds_ratio(const int cell[4], double level, int is_haldane,
                 pcart_test *out, pcart_err *err)
{
    pcart_test test = {.estimate_name = "odds ratio",
                       .statistic_name = "z",
                       .level = pcarti_level(level)};
    double v[4], log_odds, std_err, z, add = is_haldane ? 0.5 : 0;
    int has_zero = 0;
    pcart_status st = pcarti_level_check(test.level, err);

    if (st)
        return st;
    for (int i = 0; i < 4; i++) {
        if (cell[i] < 0)
            return pcart_err_set(err, PCART_E_RANGE, "count %d is negative",
                                 cell[i]);
        v[i] = cell[i] + add;
        has_zero |= v[i] == 0;
    }
    test.method = is_haldane ? "odds ratio, 1/2 added to each cell, Woolf's "
                               "interval"
                             : "odds ratio, Woolf's interval";
    test.r_call = "exp(log(a * d / (b * c)) + c(-1, 1) * qnorm(0.975) * "
                  "sqrt(1/a + 1/b + 1/c + 1/d))";
    if (has_zero) {
        test.reason = "a cell is 0";
    } else {
        log_odds = log(v[0]) + log(v[3]) - log(v[1]) - log(v[2]);
        std_err = sqrt(1 / v[0] + 1 / v[1] + 1 / v[2] + 1 / v[3]);
        z = pcarti_level_z(test.level);
        test.is_evaluable = 1;
        test.estimate = exp(log_odds);
        test.statistic = log_odds / std_err;
        test.p_value = 2 * pnorm(-fabs(test.statistic), 0, 1, 1, 0);
        test.has_interval = 1;
        test.low = exp(log_odds - z * std_err);
        test.high = exp(log_odds + z * std_err);
    }
    *out = test;
    return PCART_OK;
}
