/*
 * chimerism.c -- fractions of the persons whose DNA a sample holds, from common
 * variants.  Layer: clone.
 */
#include "postcart/chimerism.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <Rmath.h>

#include "clone/chance.h"
#include "clone/marker.h"
#include "postcart/clone_rules.h"

enum {
    N_HOST = 40,
    N_RHO = 7,
    N_STEP = 24,
    N_FIRST_STEP = 12,
    N_ERROR_STEP = 12
};

/* Smallest fraction of the grid. */
static const double lowest = 1e-5;
static const double rho_low = 1e-6, rho_high = 3e-2;
static const double error_low = 1e-6, error_high = 2e-2;
/* From the best point so far the error is looked for within this factor, a
 * fraction within so many log odds. */
static const double error_reach = 4, share_reach = 1.5;

/* One estimate in the making. */
typedef struct mixture {
    const pcart_marker *marker;
    size_t n;
    size_t n_person;
    double error; /* of the sample */
    double rho;
    /* summed over one unknown genotype: */
    int is_minor;
    pcart_kinship kin;
} mixture;

const char *
pcart_kinship_name(pcart_kinship kin)
{
    static const char *const name[] = {"same", "parent_child", "sibling",
                                       "unrelated"};

    return (size_t)kin < PCART_COUNTOF(name) ? name[kin] : "?";
}

static int
is_known(const pcart_marker *m, size_t n_person)
{
    for (size_t i = 0; i < n_person; i++)
        if (m->genotype[i] < 0)
            return 0;
    return m->depth > 0;
}

static int
is_informative(const pcart_marker *m, size_t n_person)
{
    for (size_t i = 1; i < n_person; i++)
        if (m->genotype[i] != m->genotype[0])
            return is_known(m, n_person);
    return 0;
}

/* The dominant genome's genotype, if it is homozygous beyond doubt. */
static int
dominant_genotype(const pcart_marker *m)
{
    if (m->genotype[1] != PCART_GENOTYPE_UNKNOWN)
        return m->genotype[1] == 1 ? PCART_GENOTYPE_UNKNOWN : m->genotype[1];
    if (m->alt < 0.25 * m->depth)
        return 0;
    return m->alt > 0.75 * m->depth ? 2 : PCART_GENOTYPE_UNKNOWN;
}

/* Marker of a minor genome whose genotype is not known. */
static double
minor_log(const mixture *x, const pcart_marker *m, double minor)
{
    double outlier = pcart_clone_value(PCART_CS_OUTLIER), prior[3];
    double sum = log(outlier / ((double)m->depth + 1)), f = m->frequency;
    int dominant = dominant_genotype(m);

    if (dominant == PCART_GENOTYPE_UNKNOWN || m->depth == 0 ||
        !(f > 0 && f < 1))
        return 0;
    pcarti_genotype_given(x->kin, dominant, f, prior);
    for (int g = 0; g < 3; g++) {
        double p = ((1 - minor) * dominant + minor * g) / 2;

        if (prior[g] > 0)
            sum = pcarti_log_add(sum,
                                 log(prior[g] * (1 - outlier)) +
                                     pcarti_marker_log(m, p, x->error, x->rho));
    }
    return sum;
}

static double
mixture_log(const mixture *x, const double *fraction)
{
    double sum = 0;

    for (size_t i = 0; i < x->n; i++) {
        const pcart_marker *m = &x->marker[i];
        double p = 0, outlier = pcart_clone_value(PCART_CS_OUTLIER);

        if (x->is_minor) {
            sum += minor_log(x, m, fraction[0]);
            continue;
        }
        if (!is_known(m, x->n_person))
            continue;
        for (size_t k = 0; k < x->n_person; k++)
            p += fraction[k] * m->genotype[k] / 2;
        sum += pcarti_log_add(log(1 - outlier) +
                                  pcarti_marker_log(m, p, x->error, x->rho),
                              log(outlier / ((double)m->depth + 1)));
    }
    return sum;
}

/* As if one false read of the usual error had been seen before. */
static double
error_prior(double error)
{
    return log(error) - error / PCARTI_MARKER_ERROR;
}

/* Error from markers at which everybody is homozygous and alike. */
static double
shared_error(const pcart_marker *marker, size_t n, size_t n_person)
{
    double wrong = 0, all = 0;

    for (size_t i = 0; i < n; i++) {
        const pcart_marker *m = &marker[i];
        double alt;

        if (!is_known(m, n_person) || is_informative(m, n_person) ||
            m->genotype[0] == 1)
            continue;
        alt = m->genotype[0] == 0 ? m->alt : (double)m->depth - m->alt;
        if (alt > 0.05 * m->depth)
            continue; // a wrong genotype, not an error
        wrong += alt;
        all += m->depth;
    }
    return (wrong + 1) / (all + 1 / PCARTI_MARKER_ERROR);
}

static double
rho_at(int i)
{
    return exp(log(rho_low) + (log(rho_high) - log(rho_low)) * i / (N_RHO - 1));
}

/* Fractions with a given one of one person, the others in proportion. */
static void
give(const mixture *x, const double *fraction, size_t person, double value,
     double *out)
{
    const double rest = 1 - fraction[person];

    for (size_t k = 0; k < x->n_person; k++)
        if (k != person)
            out[k] = rest > 0 ? fraction[k] / rest * (1 - value)
                              : (1 - value) / (double)(x->n_person - 1);
    out[person] = value;
}

/* Log-likelihood of a fraction of one person against the others in their
 * present proportions. */
static double
along(const mixture *x, const double *fraction, size_t person, double value)
{
    double f[PCART_CHIMERISM_MAX];

    give(x, fraction, person, value, f);
    return mixture_log(x, f);
}

/* A fraction near 0 or near 1 on a scale that is fine at both ends. */
static double
share_at(double u)
{
    double end = pcarti_logit(1 - lowest);

    return u <= -end ? 0 : u >= end ? 1 : pcarti_expit(u);
}

/* A function of one number that is to be as large as can be. */
typedef struct hill {
    double (*height)(struct hill *hill, double at);
    mixture *x;
    double *fraction;
    size_t person;
} hill;

/* The top between two ends (golden section). */
static double
climb(hill *h, double a, double b, int n_step, double *out)
{
    const double golden = (sqrt(5.0) - 1) / 2;
    double at[2] = {b - golden * (b - a), a + golden * (b - a)};
    double height[2] = {h->height(h, at[0]), h->height(h, at[1])};

    for (int i = 0; i < n_step; i++) {
        const int new = height[0] < height[1], old = !new;

        *(new ? &a : &b) = at[old];
        at[old] = at[new];
        height[old] = height[new];
        at[new] = new ? a + golden *(b - a) : b - golden *(b - a);
        height[new] = h->height(h, at[new]);
    }
    *out = at[height[1] > height[0]];
    return height[height[1] > height[0]];
}

static double
share_height(hill *h, double u)
{
    return along(h->x, h->fraction, h->person, share_at(u));
}

/* Best fraction of one person, others in proportion; the log-likelihood.  On
 * the whole scale, or near where it is. */
static double
best_along(mixture *x, double *fraction, size_t person, int is_near)
{
    const double end = pcarti_logit(1 - lowest) + 0.01;
    hill h = {share_height, x, fraction, person};
    double top = -INFINITY, at = 0, reach = 2 * end / N_HOST, u, l;

    if (is_near) {
        at = fraction[person] <= 0   ? -end
             : fraction[person] >= 1 ? end
                                     : pcarti_logit(fraction[person]);
        reach = share_reach;
        top = share_height(&h, at);
    }
    for (int i = 0; i <= N_HOST && !is_near; i++) {
        u = -end + 2 * end * i / N_HOST;
        l = share_height(&h, u);
        if (l > top) {
            top = l;
            at = u;
        }
    }
    l = climb(&h, at - reach, at + reach, is_near ? N_STEP : N_FIRST_STEP, &u);
    if (l >= top) {
        at = u;
        top = l;
    }
    give(x, fraction, person, share_at(at), fraction);
    return top;
}

static double
best_fractions(mixture *x, double *fraction, int is_near)
{
    double before = -INFINITY, now = -INFINITY;
    int rounds = x->n_person > 2 ? 30 : 1;

    for (size_t k = 0; k < x->n_person && !is_near; k++)
        fraction[k] = 1 / (double)x->n_person;
    for (int i = 0; i < rounds; i++) {
        for (size_t k = 0; k < (x->n_person > 2 ? x->n_person : 1); k++)
            now = best_along(x, fraction, k, is_near);
        if (now - before < 1e-6)
            break;
        before = now;
    }
    return now;
}

static double
error_height(hill *h, double log_error)
{
    h->x->error = exp(log_error);
    return mixture_log(h->x, h->fraction) + error_prior(h->x->error);
}

static double
joint_height(hill *h, double log_error)
{
    h->x->error = exp(log_error);
    return best_fractions(h->x, h->fraction, 1) + error_prior(h->x->error);
}

/* The error that fits best, with the fractions as they are or with the best
 * ones; the log-likelihood. */
static double
best_error(mixture *x, double *fraction, int is_joint)
{
    hill h = {is_joint ? joint_height : error_height, x, fraction, 0};
    const double start = log(x->error), old = h.height(&h, start);
    double low = start - log(error_reach), high = start + log(error_reach), at;
    double top;

    low = low > log(error_low) ? low : log(error_low);
    high = high < log(error_high) ? high : log(error_high);
    top = climb(&h, low, high, N_ERROR_STEP, &at);
    return h.height(&h, top > old ? at : start);
}

/* The profile of one person's fraction.  The error fits every value anew: reads
 * that it explains as well are no proof of anybody's DNA. */
static double
profile(const mixture *x, const double *fraction, size_t person, double value)
{
    double f[PCART_CHIMERISM_MAX];
    mixture trial = *x;

    give(x, fraction, person, value, f);
    return best_error(&trial, f, 0);
}

/* Where the profile falls to a level on one side of the best. */
static double
profile_end(const mixture *x, const double *fraction, size_t person,
            double level, int is_upper)
{
    double end = pcarti_logit(1 - lowest) + 0.01, inner, outer;

    inner = fraction[person] <= 0   ? -end
            : fraction[person] >= 1 ? end
                                    : pcarti_logit(fraction[person]);
    outer = is_upper ? end : -end;
    if (profile(x, fraction, person, share_at(outer)) >= level)
        return is_upper ? 1 : 0;
    for (int i = 0; i < N_STEP; i++) {
        double middle = (inner + outer) / 2;

        if (profile(x, fraction, person, share_at(middle)) >= level)
            inner = middle;
        else
            outer = middle;
    }
    return share_at((inner + outer) / 2);
}

/* Host fraction that reads of the donor alone would be taken for: upper end of
 * the sum of false reads at markers that only the host has. */
static double
blank_limit(const mixture *x)
{
    double variance = 0, gain = 0;

    for (size_t i = 0; i < x->n; i++) {
        const pcart_marker *m = &x->marker[i];
        double e = m->error > 0 ? m->error : x->error, d = m->depth;
        int other = m->genotype[1];

        if (!is_informative(m, x->n_person) || other == 1)
            continue;
        for (size_t k = 1; k < x->n_person; k++)
            if (m->genotype[k] != other)
                other = 1;
        if (other == 1)
            continue;
        variance += d * e * (1 - e) * (1 + (d - 1) * x->rho);
        gain += d * abs(m->genotype[0] - other) / 2;
    }
    if (!(gain > 0))
        return NAN;
    return qnorm(pcart_clone_value(PCART_CS_LEVEL), 0, 1, 1, 0) *
           sqrt(variance) / gain;
}

static pcart_status
check(const pcart_marker *marker, size_t n, pcart_err *err)
{
    for (size_t i = 0; i < n; i++)
        if (marker[i].alt > marker[i].depth || !(marker[i].error >= 0) ||
            !(marker[i].error < 0.5) || !isfinite(marker[i].bias))
            return pcart_err_set(err, PCART_E_RANGE,
                                 "marker %zu has impossible counts", i + 1);
    return PCART_OK;
}

/* Spread between markers and error, fractions, intervals.  The errors to begin
 * with are `first`, and four times that up to `last`. */
static void
estimate(mixture *x, double first, double last, pcart_chimerism_estimate *out)
{
    double best = -INFINITY, fraction[PCART_CHIMERISM_MAX], level,
           error = first;

    for (double e = first; e <= last; e *= 4)
        for (int i = 0; i < N_RHO; i++) {
            double l;

            x->rho = rho_at(i);
            x->error = e;
            l = best_fractions(x, fraction, 0) + error_prior(e);
            if (l > best) {
                best = l;
                out->rho = x->rho;
                error = e;
                memcpy(out->fraction, fraction, sizeof fraction);
            }
        }
    x->rho = out->rho;
    x->error = error;
    best = best_error(x, out->fraction, 1);
    out->log_likelihood = best - error_prior(x->error);
    level = best - qchisq(pcart_clone_value(PCART_CS_LEVEL), 1, 1, 0) / 2;
    for (size_t k = 0; k < (x->n_person > 2 ? x->n_person : 1); k++) {
        out->low[k] = profile_end(x, out->fraction, k, level, 0);
        out->high[k] = profile_end(x, out->fraction, k, level, 1);
    }
    if (x->n_person == 2) {
        out->low[1] = 1 - out->high[0];
        out->high[1] = 1 - out->low[0];
    }
}

pcart_status
pcart_chimerism_find(const pcart_marker *marker, size_t n, size_t n_person,
                     pcart_chimerism_estimate *out, pcart_err *err)
{
    pcart_chimerism_estimate e = {.n_person = n_person};
    mixture x = {.marker = marker, .n = n, .n_person = n_person};
    pcart_status status = check(marker, n, err);

    if (status)
        return status;
    if (n_person < 2 || n_person > PCART_CHIMERISM_MAX)
        return pcart_err_set(err, PCART_E_RANGE,
                             "%zu persons: from 2 to %d can be told apart",
                             n_person, PCART_CHIMERISM_MAX);
    for (size_t i = 0; i < n; i++) {
        e.n_marker += (size_t)is_known(&marker[i], n_person);
        e.n_informative += (size_t)is_informative(&marker[i], n_person);
    }
    if (e.n_informative == 0)
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "no marker tells the persons apart");
    x.error = shared_error(marker, n, n_person);
    estimate(&x, x.error, x.error, &e);
    e.lob = blank_limit(&x);
    *out = e;
    return PCART_OK;
}

pcart_status
pcart_chimerism_minor(const pcart_marker *marker, size_t n, pcart_kinship kin,
                      pcart_chimerism_estimate *out, pcart_err *err)
{
    pcart_chimerism_estimate e = {.n_person = 2, .lob = NAN};
    mixture x = {.marker = marker,
                 .n = n,
                 .n_person = 2,
                 .error = PCARTI_MARKER_ERROR,
                 .is_minor = 1,
                 .kin = kin};
    pcart_status status = check(marker, n, err);

    if (status)
        return status;
    if ((size_t)kin >= PCART_N_KIN || kin == PCART_KIN_SAME)
        return pcart_err_set(err, PCART_E_RANGE, "no such kinship");
    for (size_t i = 0; i < n; i++) {
        const pcart_marker *m = &marker[i];

        if (m->depth > 0 && m->frequency > 0 && m->frequency < 1 &&
            dominant_genotype(m) != PCART_GENOTYPE_UNKNOWN)
            e.n_marker++;
    }
    if (e.n_marker < (size_t)pcart_clone_value(PCART_CS_MIN_MARKERS))
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "%zu markers are homozygous: too few", e.n_marker);
    /* the error of the sample is not known apart from the minor genome */
    estimate(&x, 1e-5, 5e-3, &e);
    e.n_informative = e.n_marker;
    *out = e;
    return PCART_OK;
}

size_t
pcart_kinship_loglik(const signed char *a, const signed char *b,
                     const double *frequency, size_t n, double out[PCART_N_KIN])
{
    double outlier = pcart_clone_value(PCART_CS_OUTLIER);
    size_t used = 0;

    memset(out, 0, PCART_N_KIN * sizeof *out);
    for (size_t i = 0; i < n; i++) {
        double f = frequency[i], q = 1 - f, hwe[3] = {q * q, 2 * f * q, f * f};

        if (a[i] < 0 || b[i] < 0 || a[i] > 2 || b[i] > 2 || !(f > 0 && f < 1))
            continue;
        used++;
        pcarti_genotype_prior(f, hwe);
        for (int k = 0; k < PCART_N_KIN; k++) {
            double given[3];

            pcarti_genotype_given((pcart_kinship)k, a[i], f, given);
            out[k] += log(hwe[a[i]]) +
                      log((1 - outlier) * given[b[i]] + outlier * hwe[b[i]]);
        }
    }
    return used;
}

double
pcart_kinship_informative(pcart_kinship kin, double frequency)
{
    double given[3], hwe[3], sum = 0;

    pcarti_genotype_prior(frequency, hwe);

    /* a marker tells where one is homozygous and the other is not alike */
    for (int d = 0; d < 3; d += 2) {
        pcarti_genotype_given(kin, d, frequency, given);
        sum += hwe[d] * (1 - given[d]);
    }
    return sum;
}
