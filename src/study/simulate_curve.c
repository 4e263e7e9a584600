/* simulate_curve.c -- the course of one analyte, with noise.  Layer: study. */
#include "study/simulate_curve.h"

void
pcarti_sim_bend(pcarti_sim_curve *t, int day, double value)
{
    if (t->n_knot == PCARTI_SIM_KNOT ||
        (t->n_knot && day <= t->knot[t->n_knot - 1].day))
        return;
    t->knot[t->n_knot].day = day;
    t->knot[t->n_knot++].level = pcarti_log2(value < 1 ? 1 : value);
}

void
pcarti_sim_bound(pcarti_sim_curve *t, int first, int last, int low, int high)
{
    if (t->n_band == PCARTI_SIM_BAND || last < first)
        return;
    t->band[t->n_band].first = first;
    t->band[t->n_band].last = last;
    t->band[t->n_band].low = low;
    t->band[t->n_band++].high = high;
}

int
pcarti_sim_measure(pcarti_sim_curve *t, int day, pcarti_rng *rng)
{
    double level, value;
    int i = t->at;

    while (i + 1 < t->n_knot && t->knot[i + 1].day <= day)
        i++;
    t->at = i;
    level = t->knot[i].level;
    if (i + 1 < t->n_knot && day > t->knot[i].day)
        level += (t->knot[i + 1].level - level) * (day - t->knot[i].day) /
                 (t->knot[i + 1].day - t->knot[i].day);
    value = pcarti_exp2(level + t->noise * pcarti_rng_normal(rng));
    for (i = 0; i < t->n_band; i++) {
        int low = t->band[i].low, high = t->band[i].high;

        if (day < t->band[i].first || day > t->band[i].last)
            continue;
        /* Not the limit itself: equal values would look made. */
        if (value < low)
            value = low + (high - low) * 0.08 * pcarti_rng_uniform(rng);
        else if (value > high)
            value = high - (high - low) * 0.15 * pcarti_rng_uniform(rng);
        break;
    }
    return (int)(value + 0.5);
}
