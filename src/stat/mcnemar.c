/* mcnemar.c -- McNemar's test of paired yes and no.  Layer: stat. */
#include "postcart/mcnemar.h"

#include <math.h>

#include "stat/dist.h"

pcart_status
pcart_mcnemar_test(int b, int c, pcart_mcnemar_kind kind, pcart_test *out,
                   pcart_err *err)
{
    double n = (double)b + c, least = b < c ? b : c, gap = fabs((double)b - c);
    pcart_test test = {.is_evaluable = 1, .p_value = 1};

    if (b < 0 || c < 0)
        return pcart_err_set(err, PCART_E_RANGE, "counts %d and %d", b, c);
    switch (kind) {
    case PCART_MCNEMAR_CORRECTED:
    case PCART_MCNEMAR_PLAIN:
        if (kind == PCART_MCNEMAR_CORRECTED) {
            test.method = "McNemar's test with continuity correction";
            test.r_call = "mcnemar.test(table)";
            gap = fmax(0, gap - 1);
        } else {
            test.method = "McNemar's test, uncorrected";
            test.r_call = "mcnemar.test(table, correct = FALSE)";
        }
        test.statistic_name = "McNemar's chi-squared";
        test.df = 1;
        if (n > 0) {
            test.statistic = gap * gap / n;
            test.p_value = pchisq(test.statistic, 1, 0, 0);
        }
        break;
    case PCART_MCNEMAR_MID_P:
        test.method = "McNemar's test, exact, mid-p";
        test.r_call = b == c ? "1 - dbinom(b, 2 * b, 0.5) / 2"
                             : "2 * pbinom(min(b, c), b + c, 0.5) - "
                               "dbinom(min(b, c), b + c, 0.5)";
        /* Of counts that are equal no other is as likely: half of one point
         * is left out, not half of two. */
        if (n > 0 && gap > 0)
            test.p_value =
                2 * pbinom(least, n, 0.5, 1, 0) - dbinom(least, n, 0.5, 0);
        else if (n > 0)
            test.p_value = 1 - dbinom(least, n, 0.5, 0) / 2;
        break;
    case PCART_MCNEMAR_EXACT:
        test.method = "McNemar's test, exact binomial";
        test.r_call = "binom.test(b, b + c)";
        if (n > 0)
            test.p_value = fmin(1, 2 * pbinom(least, n, 0.5, 1, 0));
        break;
    }
    *out = test;
    return PCART_OK;
}
