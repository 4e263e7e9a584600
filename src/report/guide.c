/* guide.c -- the limits of a rule as lines of a figure.  Layer: report. */
#include "report/guide.h"

static pcart_fixed
limit_of(const pcart_rule_set *set, size_t row)
{
    switch (set->shape) {
    case PCART_SHAPE_DEPTH:
        return set->rule.depth[row].limit;
    case PCART_SHAPE_NADIR:
        return set->rule.nadir[row].limit;
    case PCART_SHAPE_BAND:
        return set->rule.band[row].limit;
    case PCART_SHAPE_POINT:
    case PCART_SHAPE_DEFINITION:
    case PCART_SHAPE_SIGN:
    case PCART_SHAPE_FACTOR:
        break;
    }
    return PCART_FIXED_NONE;
}

size_t
pcarti_guides_of(const pcart_rule_set *set, double divisor,
                 double out[PCARTI_MAX_GUIDE])
{
    size_t n = 0;

    for (size_t i = 0; set && i < set->n_rule && n < PCARTI_MAX_GUIDE; i++) {
        pcart_fixed limit = limit_of(set, i);
        double value = pcart_fixed_to_double(limit) / divisor;
        size_t at = 0;

        if (limit == PCART_FIXED_NONE)
            continue;
        while (at < n && out[at] < value)
            at++;
        if (at < n && out[at] <= value)
            continue;
        for (size_t k = n++; k > at; k--)
            out[k] = out[k - 1];
        out[at] = value;
    }
    return n;
}
