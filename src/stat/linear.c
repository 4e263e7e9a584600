/* linear.c -- linear regression with a robust variance.  Layer: stat. */
#include "postcart/linear.h"

#include <math.h>
#include <string.h>

#include "stat/curve.h"
#include "stat/dist.h"
#include "stat/matrix.h"

/* The normal equations, in columns centred and scaled by the caller's. */
typedef struct fit {
    const double *y;
    const pcart_covariates *x;
    size_t n, p; // p: with the intercept
    int rank;
    double *mean, *factor, *inverse, *beta, *row;
} fit;

/* Row i: 1, then the centred columns. */
static void
set_row(fit *f, size_t i)
{
    f->row[0] = 1;
    for (size_t k = 1; k < f->p; k++)
        f->row[k] = f->x->column[k - 1][i] - f->mean[k];
}

static double
residual_of(const fit *f, size_t i)
{
    double fitted = 0;

    for (size_t k = 0; k < f->p; k++)
        fitted += f->row[k] * f->beta[k];
    return f->y[i] - fitted;
}

static pcart_status
prepare(fit *f, pcart_arena *arena, pcart_err *err)
{
    size_t p = f->p;

    if (f->n <= p)
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "%zu rows are too few for %zu coefficients", f->n,
                             p);
    f->mean = pcart_arena_take(arena, p, sizeof *f->mean);
    f->beta = pcart_arena_take(arena, p, sizeof *f->beta);
    f->row = pcart_arena_take(arena, p, sizeof *f->row);
    f->factor = pcart_arena_take(arena, p * p, sizeof *f->factor);
    f->inverse = pcart_arena_take(arena, p * p, sizeof *f->inverse);
    if (!f->mean || !f->beta || !f->row || !f->factor || !f->inverse)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < f->n; i++) {
        int is_finite = isfinite(f->y[i]) != 0;

        for (size_t k = 1; k < p; k++) {
            is_finite &= isfinite(f->x->column[k - 1][i]) != 0;
            f->mean[k] += f->x->column[k - 1][i] / (double)f->n;
        }
        if (!is_finite)
            return pcart_err_set(err, PCART_E_RANGE,
                                 "row %zu is not of finite numbers", i + 1);
    }
    return PCART_OK;
}

static void
solve(fit *f)
{
    size_t p = f->p;

    for (size_t i = 0; i < f->n; i++) {
        set_row(f, i);
        for (size_t a = 0; a < p; a++) {
            f->beta[a] += f->row[a] * f->y[i];
            for (size_t b = a; b < p; b++)
                f->factor[a * p + b] += f->row[a] * f->row[b];
        }
    }
    f->rank = pcarti_cholesky(f->factor, p, 1e-12);
    pcarti_cholesky_solve(f->factor, p, f->beta);
    pcarti_cholesky_invert(f->factor, p, f->inverse);
}

/* out = inverse * (sum of residual^2 row row') * inverse. */
static pcart_status
set_robust(fit *f, pcart_arena *arena, double *out, pcart_err *err)
{
    size_t p = f->p;
    double *u = pcart_arena_take(arena, p, sizeof *u);

    if (!u)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < f->n; i++) {
        double e;

        set_row(f, i);
        e = residual_of(f, i);
        for (size_t a = 0; a < p; a++) {
            u[a] = 0;
            for (size_t b = 0; b < p; b++)
                u[a] += f->inverse[a * p + b] * f->row[b] * e;
        }
        for (size_t a = 0; a < p; a++)
            for (size_t b = 0; b < p; b++)
                out[a * p + b] += u[a] * u[b];
    }
    return PCART_OK;
}

/* The intercept at 0 of the columns instead of at their means. */
static void
shift_origin(const fit *f, double *variance)
{
    size_t p = f->p;

    /* beta0 - mean' beta: first the column, then the row of the intercept */
    for (size_t k = 1; k < p; k++)
        f->beta[0] -= f->mean[k] * f->beta[k];
    for (size_t a = 0; a < p; a++)
        for (size_t k = 1; k < p; k++)
            variance[a * p] -= f->mean[k] * variance[a * p + k];
    for (size_t a = 0; a < p; a++)
        for (size_t k = 1; k < p; k++)
            variance[a] -= f->mean[k] * variance[k * p + a];
}

pcart_status
pcart_linear_fit(const double *y, size_t n, const pcart_covariates *x,
                 const pcart_linear_options *options, pcart_arena *arena,
                 pcart_linear *out, pcart_err *err)
{
    fit f = {.y = y, .x = x, .n = n, .p = x->n + 1};
    int is_robust = options && options->variance == PCART_LINEAR_ROBUST;
    double level = pcarti_level(options ? options->level : 0);
    pcart_linear result = {
        .method = is_robust ? "linear regression, robust variance (HC0)"
                            : "linear regression",
        .r_call = is_robust ? "geepack::geeglm(y ~ x, id = row)" : "lm(y ~ x)",
        .n = n,
        .n_coefficient = x->n + 1};
    size_t p = f.p;
    pcart_coefficient *c = pcart_arena_take(arena, p, sizeof *c);
    double *variance = pcart_arena_take(arena, p * p, sizeof *variance);
    double sum = 0, df, z;
    pcart_status st = pcarti_level_check(level, err);

    if (st)
        return st;
    if (!c || !variance)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    st = prepare(&f, arena, err);
    if (st)
        return st;
    solve(&f);
    for (size_t i = 0; i < n; i++) {
        double e;

        set_row(&f, i);
        e = residual_of(&f, i);
        sum += e * e;
    }
    df = (double)n - (double)f.rank;
    z = is_robust ? pcarti_level_z(level) : qt((1 + level) / 2, df, 1, 0);
    result.residual_variance = sum / df;
    for (size_t k = 0; k < p * p && !is_robust; k++)
        variance[k] = f.inverse[k] * result.residual_variance;
    if (is_robust)
        st = set_robust(&f, arena, variance, err);
    if (st)
        return st;
    for (size_t k = 0; k < p; k++)
        c[k].is_aliased = f.factor[k * p + k] == 0;
    shift_origin(&f, variance);
    for (size_t k = 0; k < p; k++) {
        c[k].name = k && x->name ? x->name[k - 1] : k ? NULL : "(Intercept)";
        if (c[k].is_aliased)
            continue;
        c[k].value = f.beta[k];
        c[k].std_err = c[k].naive_std_err = sqrt(fmax(0, variance[k * p + k]));
        c[k].low = c[k].value - z * c[k].std_err;
        c[k].high = c[k].value + z * c[k].std_err;
        if (c[k].std_err > 0) {
            c[k].z = c[k].value / c[k].std_err;
            c[k].p_value = is_robust ? 2 * pnorm(-fabs(c[k].z), 0, 1, 1, 0)
                                     : 2 * pt(-fabs(c[k].z), df, 1, 0);
        }
    }
    result.coefficient = c;
    result.variance = variance;
    *out = result;
    return PCART_OK;
}
