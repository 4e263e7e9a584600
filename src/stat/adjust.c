/* adjust.c -- p-values of many tests.  Layer: stat. */
#include "postcart/adjust.h"

#include <math.h>

#include "stat/order.h"

const char *
pcart_adjust_name(pcart_adjust_kind kind)
{
    switch (kind) {
    case PCART_ADJUST_BH:
        return "Benjamini-Hochberg";
    case PCART_ADJUST_BONFERRONI:
        return "Bonferroni";
    case PCART_ADJUST_HOLM:
        break;
    }
    return "Holm";
}

pcart_status
pcart_adjust(const double *p, size_t n, pcart_adjust_kind kind,
             pcart_arena *arena, double *out, pcart_err *err)
{
    uint32_t *order = NULL;
    double count = (double)n, bound;
    pcart_status st;

    for (size_t i = 0; i < n; i++)
        if (!(p[i] >= 0 && p[i] <= 1))
            return pcart_err_set(err, PCART_E_RANGE,
                                 "p-value %zu is not in 0 to 1", i + 1);
    st = pcarti_order(p, n, NULL, arena, &order, err);
    if (st)
        return st;
    bound = kind == PCART_ADJUST_BH ? 1 : 0;
    for (size_t k = 0; k < n; k++) {
        size_t down = n - 1 - k;

        if (kind == PCART_ADJUST_BONFERRONI) {
            out[k] = fmin(1, count * p[k]);
        } else if (kind == PCART_ADJUST_HOLM) {
            bound = fmax(bound, fmin(1, (count - (double)k) * p[order[k]]));
            out[order[k]] = bound;
        } else {
            bound = fmin(bound, count / (double)(down + 1) * p[order[down]]);
            out[order[down]] = bound;
        }
    }
    return PCART_OK;
}
