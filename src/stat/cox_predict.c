/* cox_predict.c -- survival of one subject by a Cox model.  Layer: stat. */
#include <math.h>

#include "postcart/cox.h"
#include "stat/curve.h"
#include "stat/dist.h"

/*
 * The variance of the hazard H(t | x) is risk^2 times the sum of the steps of
 * the variance, plus q' V q, where q is the sum of (x - mean) dH.
 */
static double
spread_of(const pcart_cox *fit, const double *q)
{
    size_t p = fit->n_column;
    double sum = 0;

    for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b < p; b++)
            sum += q[a] * fit->variance[a * p + b] * q[b];
    return sum;
}

static void
fill_curve(const pcart_cox *fit, const pcart_cox_profile *profile,
           const pcart_cox_baseline *base, const pcarti_columns *c, double *q)
{
    size_t p = fit->n_column;
    double eta = 0, hazard = 0, variance = 0, risk;
    double z = pcarti_level_z(pcarti_level(profile->level));

    for (size_t k = 0; k < p; k++)
        eta += ((profile->x ? profile->x[k] : 0) - fit->mean[k]) *
               fit->coefficient[k].value;
    risk = exp(eta);
    for (size_t j = 0; j < base->n; j++) {
        pcarti_limits limit;
        double std_err;

        hazard += risk * base->hazard[j];
        variance += base->variance[j];
        for (size_t k = 0; k < p; k++) {
            double x = (profile->x ? profile->x[k] : 0) - fit->mean[k];

            q[k] += x * base->hazard[j] - base->mean[j * p + k];
        }
        std_err = risk * sqrt(variance + spread_of(fit, q));
        c->time[j] = base->time[j];
        c->estimate[j] = profile->is_hazard ? hazard : exp(-hazard);
        c->std_err[j] = profile->is_hazard ? std_err : c->estimate[j] * std_err;
        limit = pcarti_limits_of(
            profile->is_hazard ? PCART_INTERVAL_LOG : profile->interval, z,
            c->estimate[j], c->std_err[j], profile->is_hazard);
        c->low[j] = limit.low;
        c->high[j] = limit.high;
    }
}

pcart_status
pcart_cox_predict(const pcart_cox *fit, const pcart_cox_profile *profile,
                  pcart_arena *arena, pcart_curve *out, pcart_err *err)
{
    const pcart_cox_profile none = {0};
    pcart_curve curve = {.r_call = "survfit(fit, newdata)"};
    double *q = pcart_arena_take(arena, fit->n_column + 1, sizeof *q);
    pcarti_columns c = {0};
    pcart_status st;

    if (!profile)
        profile = &none;
    if (!q)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    if (!fit->baseline)
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "no prediction from a fit with exact ties");
    if (profile->stratum < 0 || profile->stratum >= fit->n_stratum)
        return pcart_err_set(err, PCART_E_RANGE,
                             "stratum %d is not in 0 to "
                             "%d",
                             profile->stratum, fit->n_stratum - 1);
    st = pcarti_level_check(pcarti_level(profile->level), err);
    if (!st)
        st = pcarti_columns_take(&c, fit->baseline[profile->stratum].n, 0,
                                 arena, err);
    if (st)
        return st;
    fill_curve(fit, profile, &fit->baseline[profile->stratum], &c, q);
    curve.kind = profile->is_hazard ? PCART_CURVE_HAZARD : PCART_CURVE_SURVIVAL;
    curve.method = profile->is_hazard
                       ? "cumulative hazard predicted by Cox regression"
                       : "survival predicted by Cox regression";
    curve.interval = pcart_interval_name(
        profile->is_hazard ? PCART_INTERVAL_LOG : profile->interval);
    curve.level = pcarti_level(profile->level);
    pcarti_columns_finish(&c, fit->baseline[profile->stratum].n, &curve);
    *out = curve;
    return PCART_OK;
}
