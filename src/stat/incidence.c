/*
 * incidence.c -- cumulative incidence with competing events.  Layer: stat.
 *
 * The Aalen variance is the recursion of Gray's program (R cmprsk), whose
 * correction for tied events makes it differ from the delta method in small
 * samples; published figures of the field follow it.
 */
#include "postcart/incidence.h"

#include <math.h>

#include "stat/aalen.h"
#include "stat/curve.h"
#include "stat/dist.h"

/*
 * Delta method.  With S the survival from any cause and e = d + other,
 *   Var F(t) = sum (F(t) - F_j)^2 e / (r (r - e))
 *            + sum S_j-^2 d (r - d) / r^3 - 2 sum (F(t) - F_j) S_j- d / r^2,
 * expanded in powers of F(t), so that one scan gives all times.
 */
static void
fill_delta(const pcarti_columns *c, size_t n)
{
    double survival = 1, f = 0, variance = 0;
    double total = 0, total_f = 0, total_ff = 0, own = 0, cross = 0,
           cross_f = 0;

    for (size_t j = 0; j < n; j++) {
        double r = c->n_risk[j], d = c->n_event[j], e = d + c->n_other[j];

        if (e > 0) {
            double h = r > e ? e / (r * (r - e)) : 0;
            double k = survival * d / (r * r);

            f += survival * d / r;
            total += h;
            total_f += h * f;
            total_ff += h * f * f;
            own += survival * survival * d * (r - d) / (r * r * r);
            cross += k;
            cross_f += k * f;
            survival *= (r - e) / r;
        }
        if (d > 0)
            variance = f * f * total - 2 * f * total_f + total_ff + own -
                       2 * (f * cross - cross_f);
        c->estimate[j] = f;
        c->std_err[j] = sqrt(fmax(variance, 0));
    }
}

static pcart_status
fit_one(const pcart_followup *part, const pcart_incidence_options *options,
        pcart_arena *arena, pcart_curve *curve, pcart_err *err)
{
    double level = pcarti_level(options->level), z = pcarti_level_z(level);
    int is_aalen = options->variance == PCART_VARIANCE_AALEN;
    pcarti_columns c = {.threads = options->threads};
    pcart_status st;

    *curve = (pcart_curve){
        .kind = PCART_CURVE_INCIDENCE,
        .method = is_aalen ? "cumulative incidence (Aalen-Johansen), Aalen "
                             "variance"
                           : "cumulative incidence (Aalen-Johansen), delta "
                             "method variance",
        .r_call = is_aalen ? "cmprsk::cuminc(time, status, group)"
                           : "prodlim::prodlim(Hist(time, status) ~ group)",
        .interval = pcart_interval_name(options->interval),
        .level = level,
        .n_subject = part->n,
    };
    st = pcarti_columns_count(&c, part, options->cause, 1, arena, err);
    if (!st && is_aalen)
        st = pcarti_aalen_fill(&c, c.n, arena, err);
    if (st)
        return st;
    if (!is_aalen)
        fill_delta(&c, c.n);
    pcarti_columns_limit(&c, c.n, options->interval, z, 0);
    pcarti_columns_finish(&c, c.n, curve);
    return PCART_OK;
}

pcart_status
pcart_incidence_fit(const pcart_followup *data,
                    const pcart_incidence_options *options, pcart_arena *arena,
                    pcart_curve *curve, pcart_err *err)
{
    pcart_incidence_options chosen = {0};
    pcart_followup sorted, *part = NULL;
    int n_group = pcarti_followup_groups(data);
    pcart_status st;

    if (options)
        chosen = *options;
    if (!chosen.cause)
        chosen.cause = 1;
    st = pcarti_level_check(pcarti_level(chosen.level), err);
    if (st)
        return st;
    if (chosen.variance == PCART_VARIANCE_AALEN &&
        (data->start || data->weight)) {
        st = pcart_err_set(err, PCART_E_UNSUPPORTED,
                           "the Aalen variance does not know late entry or "
                           "weights");
        pcart_err_hint(err, "use the delta method variance");
        return st;
    }
    st = pcarti_followup_prepare(
        data, (pcarti_followup_how){PCART_TIES_EXACT, chosen.threads}, arena,
        &sorted, err);
    if (!st)
        st = pcarti_followup_split(&sorted, PCARTI_BY_GROUP, chosen.threads,
                                   arena, &part, err);
    for (int g = 0; g < n_group && !st; g++)
        st = fit_one(&part[g], &chosen, arena, &curve[g], err);
    return st;
}
