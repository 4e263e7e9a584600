/* meta.c -- pooling estimates of several centres.  Layer: stat. */
#include "postcart/meta.h"

#include <math.h>

#include "stat/curve.h"
#include "stat/dist.h"
#include "stat/root.h"

enum { MOST_ITERATION = 1000 };
#define CONVERGED 1e-13

/* The centres, and sums with weights 1 / (variance + tau2). */
typedef struct centres {
    const double *y, *v;
    size_t n;
} centres;

typedef struct sums {
    double mean, weight, square, q; // square: sum of w^2; q: sum of w d^2
} sums;

static sums
sums_of(const centres *c, double tau2)
{
    sums s = {0};

    for (size_t i = 0; i < c->n; i++) {
        double w = 1 / (c->v[i] + tau2);

        s.weight += w;
        s.square += w * w;
        s.mean += w * c->y[i];
    }
    s.mean /= s.weight;
    for (size_t i = 0; i < c->n; i++) {
        double d = c->y[i] - s.mean;

        s.q += d * d / (c->v[i] + tau2);
    }
    return s;
}

static double
dersimonian(const centres *c)
{
    sums s = sums_of(c, 0);
    double spare = s.weight - s.square / s.weight;

    return fmax(0, (s.q - (double)(c->n - 1)) / spare);
}

static double
paule_gap(double tau2, const void *context)
{
    const centres *c = context;

    return sums_of(c, tau2).q - (double)(c->n - 1);
}

static double
paule(const centres *c)
{
    double high = 1;

    if (paule_gap(0, c) <= 0)
        return 0;
    while (paule_gap(high, c) > 0 && high < 1e300)
        high *= 2;
    return pcarti_root(paule_gap, c, 0, high, 0);
}

/* The score of the (restricted) likelihood in tau2, and its expectation. */
static void
likelihood_step(const centres *c, double tau2, int is_restricted, double *score,
                double *information)
{
    sums s = sums_of(c, tau2);
    double cube = 0, squares = 0;

    for (size_t i = 0; i < c->n; i++) {
        double w = 1 / (c->v[i] + tau2), d = c->y[i] - s.mean;

        cube += w * w * w;
        squares += w * w * d * d;
    }
    *score = squares - s.weight;
    *information = s.square;
    if (is_restricted) {
        double ratio = s.square / s.weight;

        *score += ratio;
        *information += ratio * ratio - 2 * cube / s.weight;
    }
}

/* Fisher scoring from the method of moments, as metafor. */
static double
likelihood(const centres *c, int is_restricted)
{
    double tau2 = dersimonian(c);

    for (int i = 0; i < MOST_ITERATION; i++) {
        double score, information, next;

        likelihood_step(c, tau2, is_restricted, &score, &information);
        next = tau2 + score / information;
        for (int k = 0; k < 60 && next < 0; k++)
            next = k < 59 ? (next + tau2) / 2 : 0;
        next = fmax(0, next);
        if (fabs(next - tau2) <= CONVERGED * (CONVERGED + tau2))
            return next;
        tau2 = next;
    }
    return tau2;
}

static double
tau2_of(const centres *c, pcart_meta_kind kind)
{
    switch (kind) {
    case PCART_META_DL:
        return dersimonian(c);
    case PCART_META_PM:
        return paule(c);
    case PCART_META_REML:
        return likelihood(c, 1);
    case PCART_META_ML:
        return likelihood(c, 0);
    case PCART_META_FIXED:
        break;
    }
    return 0;
}

static void
set_interval(pcart_meta *m, int is_t)
{
    double df = (double)m->n - 1, half;

    m->statistic = m->estimate / m->std_err;
    if (is_t) {
        half = m->std_err * qt(1 - (1 - m->level) / 2, df, 1, 0);
        m->p_value = 2 * pt(-fabs(m->statistic), df, 1, 0);
    } else {
        half = m->std_err * pcarti_level_z(m->level);
        m->p_value = 2 * pnorm(-fabs(m->statistic), 0, 1, 1, 0);
    }
    m->low = m->estimate - half;
    m->high = m->estimate + half;
}

static const char *
method_of(const pcart_meta_options *options)
{
    static const char *const name[][2] = {
        [PCART_META_FIXED] = {"fixed effect, inverse variance",
                              "fixed effect, Hartung-Knapp"},
        [PCART_META_DL] = {"random effects, DerSimonian-Laird",
                           "random effects, DerSimonian-Laird, "
                           "Hartung-Knapp"},
        [PCART_META_REML] = {"random effects, REML",
                             "random effects, REML, Hartung-Knapp"},
        [PCART_META_PM] = {"random effects, Paule-Mandel",
                           "random effects, Paule-Mandel, Hartung-Knapp"},
        [PCART_META_ML] = {"random effects, maximum likelihood",
                           "random effects, maximum likelihood, "
                           "Hartung-Knapp"}};

    return name[options->kind][options->is_knapp != 0];
}

pcart_status
pcart_meta_pool(const double *estimate, const double *variance, size_t n,
                const pcart_meta_options *options, pcart_meta *out,
                pcart_err *err)
{
    const pcart_meta_options none = {0};
    centres c = {estimate, variance, n};
    pcart_meta m = {.n = n, .r_call = "metafor::rma(yi, vi, method, test)"};
    double df = (double)n - 1, typical;
    sums fixed, random;
    pcart_status st;

    if (!options)
        options = &none;
    m.level = pcarti_level(options->level);
    st = pcarti_level_check(m.level, err);
    if (st)
        return st;
    if (n < 1 || (n < 2 && (options->kind || options->is_knapp)))
        return pcart_err_set(
            err, PCART_E_DEGENERATE,
            "a spread between centres needs two estimates, and "
            "there are %zu",
            n);
    for (size_t i = 0; i < n; i++)
        if (!isfinite(estimate[i]) || !isfinite(variance[i]) ||
            variance[i] <= 0)
            return pcart_err_set(err, PCART_E_RANGE,
                                 "estimate %zu: variance %g is not above 0",
                                 i + 1, variance[i]);
    m.tau2 = tau2_of(&c, options->kind);
    fixed = sums_of(&c, 0);
    random = sums_of(&c, m.tau2);
    m.method = method_of(options);
    m.estimate = random.mean;
    m.std_err = 1 / sqrt(random.weight);
    if (options->is_knapp)
        m.std_err *= sqrt(random.q / df);
    m.q = fixed.q;
    m.q_df = df;
    m.q_p_value = n > 1 ? pchisq(m.q, df, 0, 0) : 1;
    if (options->kind == PCART_META_FIXED) {
        m.i2 = m.q > 0 ? fmax(0, 100 * (m.q - df) / m.q) : 0;
    } else {
        /* metafor: tau2 against the typical sampling variance */
        typical =
            df * fixed.weight / (fixed.weight * fixed.weight - fixed.square);
        m.i2 = 100 * m.tau2 / (m.tau2 + typical);
    }
    set_interval(&m, options->is_knapp);
    *out = m;
    return PCART_OK;
}

static pcart_status
check_share(int count, int total, pcart_err *err)
{
    if (total < 1 || count < 0 || count > total)
        return pcart_err_set(err, PCART_E_RANGE, "%d of %d is impossible",
                             count, total);
    return PCART_OK;
}

pcart_status
pcart_meta_share(int count, int total, pcart_share_scale scale,
                 double *estimate, double *variance, pcart_err *err)
{
    double x = count, n = total;
    pcart_status st = check_share(count, total, err);

    if (st)
        return st;
    if (scale == PCART_SHARE_ARCSIN) {
        *estimate = asin(sqrt(x / n));
        *variance = 1 / (4 * n);
    } else if (scale == PCART_SHARE_TUKEY) {
        *estimate =
            (asin(sqrt(x / (n + 1))) + asin(sqrt((x + 1) / (n + 1)))) / 2;
        *variance = 1 / (4 * n + 2);
    } else {
        if (count == 0 || count == total) {
            x += 0.5;
            n += 1;
        }
        *estimate = log(x / (n - x));
        *variance = 1 / x + 1 / (n - x);
    }
    return PCART_OK;
}

/* Freeman and Tukey's number for a share of `n`. */
static double
tukey_of(double share, double n)
{
    double x = share * n;

    return (asin(sqrt(x / (n + 1))) + asin(sqrt((x + 1) / (n + 1)))) / 2;
}

double
pcart_meta_share_back(double value, pcart_share_scale scale, double total)
{
    const double right = acos(0.0);
    double s, inner, root;

    if (scale == PCART_SHARE_LOGIT)
        return 1 / (1 + exp(-value));
    if (scale == PCART_SHARE_ARCSIN)
        return value < 0 ? 0 : value > right ? 1 : sin(value) * sin(value);
    if (value <= tukey_of(0, total))
        return 0;
    if (value >= tukey_of(1, total))
        return 1;
    s = sin(2 * value);
    inner = s + (s - 1 / s) / total;
    root = sqrt(fmax(0, 1 - inner * inner));
    return (1 - (cos(2 * value) < 0 ? -root : root)) / 2;
}
