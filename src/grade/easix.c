/* easix.c -- products of laboratory values before lymphodepletion.
 * Layer: grade. */
#include "grade/bedside.h"

#include <math.h>

/* A factor in units of the source. */
static double
in_unit(pcart_fixed value, pcart_fixed per)
{
    return (double)value / (double)per;
}

/* Six decimals, as every fixed number has. */
static pcart_fixed
round_index(double index)
{
    return (pcart_fixed)floor(index * (double)PCART_FIXED_ONE + 0.5);
}

static void
add_factor(pcarti_grading *grading, pcart_analyte analyte,
           pcart_day_value *value, pcart_window window)
{
    if (value->origin == PCART_DAY_MISSING)
        (void)pcarti_evidence_add(grading, PCART_EVIDENCE_MISSING, (int)analyte,
                                  window.first, window.last);
    else
        pcarti_evidence_day(grading, PCART_EVIDENCE_DECISIVE, (int)analyte,
                            value);
}

void
pcarti_easix_index(pcarti_grading *grading, pcart_result *result)
{
    const pcart_rule_set *set = result->set;
    pcart_window window = pcarti_baseline_window(grading, set);
    const char *missing = NULL, *zero = NULL;
    double low = 1, high = 1;

    for (size_t i = 0; i < set->n_rule; i++) {
        const pcart_factor_rule *factor = &set->rule.factor[i];
        const char *title = pcart_analyte_get(factor->analyte)->title;
        pcart_day_value value;

        pcarti_baseline_value(grading, window, factor->analyte, &value);
        add_factor(grading, factor->analyte, &value, window);
        if (value.origin == PCART_DAY_MISSING) {
            missing = missing ? missing : title;
            continue;
        }
        if (factor->is_divisor && value.low == 0) {
            zero = title;
            continue;
        }
        if (factor->is_divisor) {
            low /= in_unit(value.high, factor->per);
            high /= in_unit(value.low, factor->per);
        } else {
            low *= in_unit(value.low, factor->per);
            high *= in_unit(value.high, factor->per);
        }
        if (value.high == PCART_SERIES_TOP)
            missing = missing ? missing : title;
    }
    if (missing)
        pcarti_result_none(
            result,
            pcarti_grading_text(grading, "no value of %s from day %d to %d",
                                missing, window.first, window.last));
    else if (zero)
        pcarti_result_none(result,
                           pcarti_grading_text(grading, "%s may be 0", zero));
    else
        pcarti_result_bounds(result, round_index(low), round_index(high),
                             "a value is a limit, not a number");
}
