/*
 * logistic.c -- logistic regression, plain and by Firth.  Layer: stat.
 *
 * Firth's penalty is half the log determinant of the information; it keeps
 * every estimate finite, also when a group has no event.  Limits and tests
 * come from the profile of the penalised likelihood, since its shape is far
 * from a parabola where events are rare.
 */
#include "postcart/logistic.h"

#include <math.h>
#include <string.h>

#include "stat/climb.h"
#include "stat/curve.h"
#include "stat/dist.h"
#include "stat/matrix.h"

#define PIVOT 1e-12
/* A standard error beyond this, of columns of spread 1, means no maximum. */
#define INFINITE 1e3

typedef struct fit {
    const int *y;
    size_t n, p; // p: with the intercept
    int is_firth;
    double *x;            // n x p, centred and scaled
    double *mean, *scale; // of each column; of the intercept 0 and 1
    double *probability, *inverse;
    double log_likelihood; // without the penalty
    int *aliased;          // p: follows from the columns before it
    pcarti_climb climb;
} fit;

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static pcart_status
take_fit(fit *f, pcart_arena *arena, pcart_err *err)
{
    size_t p = f->p;

    f->mean = pcart_arena_take(arena, p, sizeof *f->mean);
    f->scale = pcart_arena_take(arena, p, sizeof *f->scale);
    f->inverse = pcart_arena_take(arena, p * p, sizeof *f->inverse);
    f->aliased = pcart_arena_take(arena, p, sizeof *f->aliased);
    f->probability = pcart_arena_take(arena, f->n, sizeof(double));
    if (f->n <= SIZE_MAX / p)
        f->x = pcart_arena_take(arena, f->n * p, sizeof *f->x);
    if (!f->mean || !f->scale || !f->inverse || !f->aliased ||
        !f->probability || !f->x)
        return out_of_memory(err);
    return pcarti_climb_take(&f->climb, arena, err);
}

static pcart_status
set_rows(fit *f, const pcart_covariates *x, pcart_err *err)
{
    f->scale[0] = 1;
    for (size_t i = 0; i < f->n; i++)
        f->x[i * f->p] = 1;
    for (size_t k = 1; k < f->p; k++) {
        const double *column = x->column[k - 1];
        double spread = 0;

        for (size_t i = 0; i < f->n; i++) {
            if (!isfinite(column[i]))
                return pcart_err_set(err, PCART_E_RANGE,
                                     "row %zu: covariate %zu is not a finite "
                                     "number",
                                     i + 1, k);
            f->mean[k] += column[i] / (double)f->n;
        }
        for (size_t i = 0; i < f->n; i++)
            spread += fabs(column[i] - f->mean[k]) / (double)f->n;
        f->scale[k] = spread > 0 ? spread : 1;
        for (size_t i = 0; i < f->n; i++)
            f->x[i * f->p + k] = (column[i] - f->mean[k]) / f->scale[k];
    }
    return PCART_OK;
}

static double
dot(const double *a, const double *b, size_t p)
{
    double sum = 0;

    for (size_t k = 0; k < p; k++)
        sum += a[k] * b[k];
    return sum;
}

/* Columns that follow from others, by the columns alone: where the outcomes
 * are separated the information says so of others as well. */
static void
find_aliased(fit *f)
{
    size_t p = f->p;

    for (size_t i = 0; i < f->n; i++)
        for (size_t a = 0; a < p; a++)
            for (size_t b = a; b < p; b++)
                f->inverse[a * p + b] += f->x[i * p + a] * f->x[i * p + b];
    pcarti_cholesky(f->inverse, p, PIVOT);
    for (size_t k = 0; k < p; k++)
        f->aliased[k] = f->inverse[k * p + k] == 0;
}

/* Likelihood, with the penalty, and information at beta. */
static void
set_value(pcarti_climb *climb, const double *beta)
{
    fit *f = climb->context;
    size_t p = f->p;
    double *information = climb->information;

    f->log_likelihood = 0;
    memset(information, 0, p * p * sizeof *information);
    for (size_t i = 0; i < f->n; i++) {
        const double *x = f->x + i * p;
        double eta = dot(x, beta, p), q = 1 / (1 + exp(-eta));
        double w = q * (1 - q);

        f->probability[i] = q;
        /* log(1 + exp(eta)) without overflow */
        f->log_likelihood += f->y[i] * eta - (eta > 0 ? eta + log1p(exp(-eta))
                                                      : log1p(exp(eta)));
        for (size_t a = 0; a < p; a++)
            for (size_t b = a; b < p; b++)
                information[a * p + b] += w * x[a] * x[b];
    }
    memcpy(climb->factor, information, p * p * sizeof *information);
    pcarti_cholesky(climb->factor, p, PIVOT);
    climb->at = f->log_likelihood;
    if (f->is_firth)
        climb->at += pcarti_cholesky_logdet(climb->factor, p) / 2;
}

/* The (modified) score at the point that was evaluated. */
static void
set_gradient(pcarti_climb *climb)
{
    fit *f = climb->context;
    size_t p = f->p;

    memset(climb->slope, 0, p * sizeof *climb->slope);
    if (f->is_firth)
        pcarti_cholesky_invert(climb->factor, p, f->inverse);
    for (size_t i = 0; i < f->n; i++) {
        const double *x = f->x + i * p;
        double q = f->probability[i], residual = f->y[i] - q;

        if (f->is_firth) {
            double leverage = 0;

            for (size_t a = 0; a < p; a++)
                leverage += x[a] * dot(f->inverse + a * p, x, p);
            residual += leverage * q * (1 - q) * (0.5 - q);
        }
        for (size_t k = 0; k < p; k++)
            climb->slope[k] += residual * x[k];
    }
}

/* From centred and scaled columns back to those of the caller. */
static void
unscale(const fit *f, double *beta, double *variance)
{
    size_t p = f->p;

    for (size_t a = 0; a < p; a++) {
        beta[a] /= f->scale[a];
        for (size_t b = 0; b < p; b++)
            variance[a * p + b] /= f->scale[a] * f->scale[b];
    }
    for (size_t k = 1; k < p; k++)
        beta[0] -= f->mean[k] * beta[k];
    for (size_t a = 0; a < p; a++)
        for (size_t k = 1; k < p; k++)
            variance[a * p] -= f->mean[k] * variance[a * p + k];
    for (size_t a = 0; a < p; a++)
        for (size_t k = 1; k < p; k++)
            variance[a] -= f->mean[k] * variance[k * p + a];
}

static pcart_status
set_coefficients(fit *f, const pcart_covariates *x, double level,
                 pcart_arena *arena, pcart_logistic *out, pcart_coefficient *c)
{
    size_t p = f->p;
    double z_level = pcarti_level_z(level);
    double *variance = pcart_arena_take(arena, p * p, sizeof *variance);
    double *beta = pcart_arena_take(arena, p, sizeof *beta);

    if (!variance || !beta)
        return PCART_E_NOMEM;
    pcarti_cholesky_invert(f->climb.factor, p, variance);
    memcpy(beta, f->climb.beta, p * sizeof *beta);
    for (size_t k = 0; k < p; k++) {
        c[k].is_infinite = !f->is_firth && !f->aliased[k] &&
                           !(f->climb.factor[k * p + k] > 0 &&
                             sqrt(variance[k * p + k]) < INFINITE);
        /* the intercept at 0 of the columns takes part in every slope */
        c[0].is_infinite |= c[k].is_infinite;
    }
    unscale(f, beta, variance);
    for (size_t k = 0; k < p; k++) {
        c[k].name = !k ? "(Intercept)" : x->name ? x->name[k - 1] : NULL;
        c[k].is_aliased = f->aliased[k];
        if (c[k].is_aliased) {
            out->warning = "a covariate follows from the others";
            continue;
        }
        if (c[k].is_infinite)
            continue;
        c[k].value = beta[k];
        c[k].std_err = c[k].naive_std_err = sqrt(variance[k * p + k]);
        c[k].z = c[k].value / c[k].std_err;
        c[k].p_value = 2 * pnorm(-fabs(c[k].z), 0, 1, 1, 0);
        c[k].ratio = exp(c[k].value);
        c[k].low = exp(c[k].value - z_level * c[k].std_err);
        c[k].high = exp(c[k].value + z_level * c[k].std_err);
    }
    out->coefficient = c;
    out->variance = variance;
    return PCART_OK;
}

/* Separated groups: the plain likelihood has no maximum. */
static void
warn_of_separation(const fit *f, pcart_logistic *out)
{
    int n_infinite = 0;

    for (size_t k = 0; k < f->p; k++)
        n_infinite += out->coefficient[k].is_infinite;
    if (n_infinite)
        out->warning = "separated groups: a coefficient is infinite; use "
                       "Firth's penalty";
    else if (!f->climb.is_converged)
        out->warning = "not converged";
}

/* Against the intercept alone; Firth's penalty keeps all columns. */
static void
set_test(fit *f, double best, pcart_logistic *out)
{
    pcart_test *test = &out->likelihood_ratio;
    int df = 0;

    for (size_t k = 1; k < f->p; k++)
        df += !out->coefficient[k].is_aliased;
    test->method = f->is_firth ? "penalised likelihood ratio test"
                               : "likelihood ratio test";
    test->r_call = f->is_firth ? "logistf::logistftest(fit)"
                               : "anova(fit, test = \"LRT\")";
    test->statistic_name = "Chisq";
    if (!df) {
        test->reason = "no coefficient could be estimated";
        return;
    }
    memset(f->climb.beta, 0, f->p * sizeof *f->climb.beta);
    f->climb.free_index[0] = 0;
    f->climb.n_free = 1;
    pcarti_climb_run(&f->climb);
    test->is_evaluable = 1;
    test->statistic = fmax(0, 2 * (best - f->climb.at));
    test->df = df;
    test->p_value = pchisq(test->statistic, df, 0, 0);
}

static pcart_status
check_outcome(const int *y, size_t n, size_t p, int is_firth, size_t *n_event,
              pcart_err *err)
{
    *n_event = 0;
    for (size_t i = 0; i < n; i++) {
        if (y[i] != 0 && y[i] != 1)
            return pcart_err_set(err, PCART_E_RANGE,
                                 "row %zu: outcome %d is not 0 or 1", i + 1,
                                 y[i]);
        *n_event += (size_t)y[i];
    }
    if (n <= p)
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "%zu rows are too few for %zu coefficients", n, p);
    if (!is_firth && (*n_event == 0 || *n_event == n))
        return pcart_err_set(err, PCART_E_DEGENERATE, "all outcomes are equal");
    return PCART_OK;
}

pcart_status
pcart_logistic_fit(const int *y, size_t n, const pcart_covariates *x,
                   const pcart_logistic_options *options, pcart_arena *arena,
                   pcart_logistic *out, pcart_err *err)
{
    const pcart_logistic_options none = {0};
    fit f = {.y = y, .n = n, .p = x->n + 1};
    pcart_logistic result = {.n = n, .n_coefficient = x->n + 1};
    pcart_coefficient *coefficient;
    double level, best, log_scale = 0, *start;
    pcart_status st;

    if (!options)
        options = &none;
    level = pcarti_level(options->level);
    f.is_firth = options->is_firth;
    f.climb = (pcarti_climb){
        .p = f.p, .context = &f, .value = set_value, .gradient = set_gradient};
    st = pcarti_level_check(level, err);
    if (!st)
        st = check_outcome(y, n, f.p, f.is_firth, &result.n_event, err);
    if (!st)
        st = take_fit(&f, arena, err);
    if (!st)
        st = set_rows(&f, x, err);
    if (st)
        return st;
    find_aliased(&f);
    start = pcart_arena_take(arena, f.p, sizeof *start);
    coefficient = pcart_arena_take(arena, f.p, sizeof *coefficient);
    if (!start || !coefficient)
        return out_of_memory(err);
    pcarti_climb_free(&f.climb, f.p);
    pcarti_climb_run(&f.climb);
    best = f.climb.at;
    memcpy(start, f.climb.beta, f.p * sizeof *start);
    if (set_coefficients(&f, x, level, arena, &result, coefficient))
        return out_of_memory(err);
    warn_of_separation(&f, &result);
    result.is_converged = f.climb.is_converged;
    result.n_iteration = f.climb.n_iteration;
    result.deviance = -2 * f.log_likelihood;
    for (size_t k = 1; k < f.p; k++)
        log_scale += log(f.scale[k]);
    result.log_likelihood = best + (f.is_firth ? log_scale : 0);
    for (size_t k = 1; f.is_firth && options->is_profile && k < f.p; k++)
        if (!coefficient[k].is_aliased)
            pcarti_climb_profile(&f.climb, start, best, k, f.scale[k], level,
                                 &coefficient[k]);
    set_test(&f, best, &result);
    result.method = !f.is_firth ? "logistic regression"
                    : options->is_profile
                        ? "logistic regression, Firth's penalty, profile "
                          "intervals"
                        : "logistic regression, Firth's penalty, Wald "
                          "intervals";
    result.r_call = !f.is_firth ? "glm(y ~ x, binomial, epsilon = 1e-14)"
                    : options->is_profile ? "logistf::logistf(y ~ x)"
                                          : "logistf::logistf(y ~ x, pl = "
                                            "FALSE)";
    *out = result;
    return PCART_OK;
}
