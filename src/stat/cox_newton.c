/* cox_newton.c -- the maximum of a partial likelihood.  Layer: stat. */
#include "stat/cox_newton.h"

#include <math.h>
#include <string.h>

#include "stat/dist.h"
#include "stat/matrix.h"

/* R's coxph.control: relative change of the log likelihood. */
#define CONVERGED 1e-9

/* Steps behind which the next is below SETTLED, and that itself. */
#define POLISHED 1e-4
#define SETTLED 1e-8

enum { DEFAULT_ITERATION = 50, MOST_POLISH = 6 };

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static pcart_status
take_search(pcarti_cox_newton *f, pcart_arena *arena, pcart_err *err)
{
    size_t p = f->model->p;
    double **const line[] = {&f->beta, &f->next, &f->step, &f->value.gradient};
    double **const square[] = {&f->factor, &f->inverse, &f->value.information};

    for (size_t k = 0; k < PCART_COUNTOF(line); k++)
        if (!(*line[k] = pcart_arena_take(arena, p + 1, sizeof **line[k])))
            return out_of_memory(err);
    for (size_t k = 0; k < PCART_COUNTOF(square); k++)
        if (!(*square[k] =
                  pcart_arena_take(arena, p * p + 1, sizeof **square[k])))
            return out_of_memory(err);
    return PCART_OK;
}

static pcart_status
evaluate(pcarti_cox_newton *f, const double *beta, pcart_err *err)
{
    if (f->model->ties == PCART_COX_EXACT)
        return pcarti_cox_exact(f->model, beta, &f->value, err);
    pcarti_cox_evaluate(f->model, beta, &f->value);
    return PCART_OK;
}

/* The Newton step at the value at hand; keeps the factor of the information. */
static void
set_step(pcarti_cox_newton *f)
{
    size_t p = f->model->p;

    memcpy(f->factor, f->value.information, p * p * sizeof *f->factor);
    f->rank = pcarti_cholesky(f->factor, p, PCARTI_COX_PIVOT);
    memcpy(f->step, f->value.gradient, p * sizeof *f->step);
    pcarti_cholesky_solve(f->factor, p, f->step);
}

/* The longest step relative to its coefficient. */
static double
step_length(const pcarti_cox_newton *f)
{
    double most = 0;

    for (size_t k = 0; k < f->model->p; k++)
        most = fmax(most, fabs(f->step[k]) / (1 + fabs(f->beta[k])));
    return most;
}

/* An evaluation that may be the last also sets the means, for what follows a
 * fit.  A step squares the error. */
static void
choose_means(pcarti_cox_newton *f, double length)
{
    f->model->has_means = f->model->part[0].mean != NULL && length < POLISHED;
}

/*
 * The likelihood stands still; Newton steps go on to the last digits of the
 * coefficients, which R leaves.  The last step, below SETTLED, is taken without
 * another look: variances and hazards stay those at its begin, as R's do, and
 * differ by less than 1e-7 of themselves.
 */
static pcart_status
polish(pcarti_cox_newton *f, pcart_err *err)
{
    int has_means = f->model->part[0].mean != NULL;
    double length = step_length(f);
    pcart_status st = PCART_OK;

    for (int k = 0; k < MOST_POLISH && !st; k++) {
        if (!f->is_converged || length > PCARTI_COX_ENDLESS || length < SETTLED)
            break;
        for (size_t j = 0; j < f->model->p; j++)
            f->beta[j] += f->step[j];
        choose_means(f, length);
        st = evaluate(f, f->beta, err);
        set_step(f);
        length = step_length(f);
    }
    if (!st && has_means && !f->model->has_means) {
        f->model->has_means = 1;
        st = evaluate(f, f->beta, err);
    }
    for (size_t j = 0; length < SETTLED && j < f->model->p; j++)
        f->beta[j] += f->step[j];
    return st;
}

/*
 * Newton-Raphson with halved steps, as R's coxfit6; then on to the last
 * digits, which R leaves when the likelihood no longer moves.
 */
static pcart_status
iterate(pcarti_cox_newton *f, pcart_err *err)
{
    size_t p = f->model->p;
    int most = f->most_iteration ? f->most_iteration : DEFAULT_ITERATION;
    int is_halving = 0;
    double best;
    pcart_status st = evaluate(f, f->beta, err);

    if (st)
        return st;
    best = f->null_likelihood = f->value.log_likelihood;
    set_step(f);
    for (size_t k = 0; k < p; k++) {
        f->score += f->value.gradient[k] * f->step[k];
        f->next[k] = f->beta[k] + f->step[k];
    }
    while (f->n_iteration < most) {
        double now;

        f->n_iteration++;
        if (!is_halving)
            choose_means(f, step_length(f));
        st = evaluate(f, f->next, err);
        if (st)
            return st;
        now = f->value.log_likelihood;
        if (isfinite(now) && fabs(1 - best / now) <= CONVERGED && !is_halving) {
            f->is_converged = 1;
            break;
        }
        if (!isfinite(now) || now < best) {
            is_halving = 1;
            for (size_t k = 0; k < p; k++)
                f->next[k] = (f->next[k] + f->beta[k]) / 2;
            continue;
        }
        is_halving = 0;
        best = now;
        memcpy(f->beta, f->next, p * sizeof *f->beta);
        set_step(f);
        for (size_t k = 0; k < p; k++)
            f->next[k] = f->beta[k] + f->step[k];
    }
    memcpy(f->beta, f->next, p * sizeof *f->beta);
    if (!isfinite(f->value.log_likelihood))
        st = evaluate(f, f->beta, err);
    set_step(f);
    return st ? st : polish(f, err);
}

pcart_status
pcarti_cox_newton_run(pcarti_cox_newton *f, pcart_arena *arena, pcart_err *err)
{
    pcart_status st = take_search(f, arena, err);

    if (!st)
        st = iterate(f, err);
    if (!st)
        pcarti_cholesky_invert(f->factor, f->model->p, f->inverse);
    return st;
}

void
pcarti_cox_add_square(const double *u, size_t p, double *matrix)
{
    for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b < p; b++)
            matrix[a * p + b] += u[a] * u[b];
}

pcart_status
pcarti_cox_sandwich(const pcarti_cox_newton *f, const double *meat, double *out,
                    pcart_arena *arena, pcart_err *err)
{
    size_t p = f->model->p;
    double *half = pcart_arena_take(arena, p * p + 1, sizeof *half);

    if (!half)
        return out_of_memory(err);
    for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b < p; b++)
            for (size_t k = 0; k < p; k++)
                half[a * p + b] += f->inverse[a * p + k] * meat[k * p + b];
    for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b < p; b++)
            for (size_t k = 0; k < p; k++)
                out[a * p + b] += half[a * p + k] * f->inverse[k * p + b];
    return PCART_OK;
}

void
pcarti_cox_unscale(const pcarti_cox_model *model, double *matrix)
{
    size_t p = model->p;
    const double *scale = model->scale;

    for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b < p; b++)
            matrix[a * p + b] /= scale[a] * scale[b];
}

int
pcarti_cox_newton_is_endless(const pcarti_cox_newton *f, size_t k)
{
    return fabs(f->step[k]) > PCARTI_COX_ENDLESS * (1 + fabs(f->beta[k]));
}

pcart_status
pcarti_cox_coefficients(const pcarti_cox_newton *f, const pcart_covariates *x,
                        const double *const variance[2], double level,
                        pcart_arena *arena, pcart_coefficient **out,
                        const char **warning, pcart_err *err)
{
    size_t p = f->model->p;
    double z_level = pcarti_level_z(level);
    pcart_coefficient *c = pcart_arena_take(arena, p + 1, sizeof *c);

    if (!c)
        return out_of_memory(err);
    for (size_t k = 0; k < p; k++) {
        c[k].name = x->name ? x->name[k] : NULL;
        c[k].is_aliased = f->factor[k * p + k] == 0;
        if (c[k].is_aliased) {
            *warning = "a covariate follows from the others";
            continue;
        }
        c[k].is_infinite = pcarti_cox_newton_is_endless(f, k);
        if (c[k].is_infinite)
            *warning = "monotone likelihood: a coefficient is infinite";
        c[k].value = f->beta[k] / f->model->scale[k];
        c[k].std_err = sqrt(variance[0][k * p + k]);
        c[k].naive_std_err = sqrt(variance[1][k * p + k]);
        c[k].z = c[k].value / c[k].std_err;
        c[k].p_value = 2 * pnorm(-fabs(c[k].z), 0, 1, 1, 0);
        c[k].ratio = exp(c[k].value);
        c[k].low = exp(c[k].value - z_level * c[k].std_err);
        c[k].high = exp(c[k].value + z_level * c[k].std_err);
    }
    if (!f->is_converged)
        *warning = "not converged";
    *out = c;
    return PCART_OK;
}
