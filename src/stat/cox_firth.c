/*
 * cox_firth.c -- Cox regression with Firth's penalty.  Layer: stat.
 *
 * The penalty's slope needs the third central moments of the covariates over
 * each risk set, contracted with the inverse information A.  With q = x' A x
 * it is, for each event, cov(q, x) - 2 cov(x) A m over those at risk; summed
 * over events, the first factors of both run with the hazard that each subject
 * accumulates, as the score residuals do.  So it costs no more than those.
 */
#include "postcart/cox_firth.h"

#include <math.h>
#include <string.h>

#include "stat/climb.h"
#include "stat/cox_model.h"
#include "stat/curve.h"
#include "stat/dist.h"
#include "stat/matrix.h"

#define PIVOT 1e-12

typedef struct fit {
    pcarti_cox_model model;
    pcarti_climb climb;
    double *inverse;      // A
    double **quadratic;   // per part and subject: x' A x
    double **entry;       // per part: passed, at late entry; or NULL
    double *passed, *row; // p
    double *s1, *e1, *m;  // p
    pcart_err *err;
} fit;

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static pcart_status
take_fit(fit *f, pcart_arena *arena)
{
    size_t p = f->model.p, n_part = (size_t)f->model.n_part;
    double **const line[] = {&f->passed, &f->row, &f->s1, &f->e1, &f->m};

    for (size_t k = 0; k < PCART_COUNTOF(line); k++)
        if (!(*line[k] = pcart_arena_take(arena, p + 1, sizeof(double))))
            return out_of_memory(f->err);
    f->inverse = pcart_arena_take(arena, p * p + 1, sizeof *f->inverse);
    f->quadratic = pcart_arena_take(arena, n_part, sizeof *f->quadratic);
    f->entry = pcart_arena_take(arena, n_part, sizeof *f->entry);
    if (!f->inverse || !f->quadratic || !f->entry)
        return out_of_memory(f->err);
    for (size_t s = 0; s < n_part; s++) {
        size_t n = f->model.part[s].view.n;

        f->quadratic[s] = pcart_arena_take(arena, n + 1, sizeof(double));
        if (!f->quadratic[s])
            return out_of_memory(f->err);
        if (!f->model.part[s].entry)
            continue;
        f->entry[s] = pcart_arena_take(arena, n * p + 1, sizeof(double));
        if (!f->entry[s])
            return out_of_memory(f->err);
    }
    return PCART_OK;
}

static void
set_value(pcarti_climb *climb, const double *beta)
{
    fit *f = climb->context;
    size_t p = f->model.p;
    pcarti_cox_value value = {.gradient = climb->slope,
                              .information = climb->information};

    pcarti_cox_evaluate(&f->model, beta, &value);
    memcpy(climb->factor, climb->information, p * p * sizeof *climb->factor);
    pcarti_cholesky(climb->factor, p, PIVOT);
    climb->at =
        value.log_likelihood + pcarti_cholesky_logdet(climb->factor, p) / 2;
}

static double
dot(const double *a, const double *b, size_t p)
{
    double sum = 0;

    for (size_t k = 0; k < p; k++)
        sum += a[k] * b[k];
    return sum;
}

/* a' A b */
static double
form(const fit *f, const double *a, const double *b)
{
    size_t p = f->model.p;
    double sum = 0;

    for (size_t k = 0; k < p; k++)
        sum += a[k] * dot(f->inverse + k * p, b, p);
    return sum;
}

/* Each subject's share: risk x (q H - 2 x' A (sum of h m)). */
static void
add_subjects(fit *f, int s, double *slope)
{
    const pcarti_cox_part *part = &f->model.part[s];
    const pcart_followup *v = &part->view;
    size_t p = f->model.p, entered = 0;

    memset(f->passed, 0, p * sizeof *f->passed);
    for (size_t j = 0; j < part->times.n; j++) {
        while (part->entry && entered < v->n &&
               v->start[part->entry[entered]] < part->times.time[j])
            memcpy(f->entry[s] + part->entry[entered++] * p, f->passed,
                   p * sizeof *f->passed);
        for (size_t k = 0; k < p; k++)
            f->passed[k] += part->mean[j * p + k];
        for (size_t i = part->times.first[j]; i < part->times.first[j + 1];
             i++) {
            const double *x = part->x + i * p;
            double factor;

            for (size_t k = 0; k < p; k++) {
                f->row[k] = f->passed[k];
                if (f->entry[s])
                    f->row[k] -= f->entry[s][i * p + k];
                if (v->status[i] > 0 && part->own_mean)
                    f->row[k] -= part->own_mean[j * p + k];
            }
            factor = part->risk[i] * (f->quadratic[s][i] * part->hazard[i] -
                                      2 * form(f, x, f->row));
            for (size_t k = 0; k < p; k++)
                slope[k] += factor / 2 * x[k];
        }
    }
}

/* The running sums over those at risk, and over the events of one time. */
typedef struct running {
    double s0, sq, e0, eq, weight, n_event;
} running;

/* Each event's share: -m (E q - 2 m' A m). */
static void
add_events(fit *f, const running *r, double *slope)
{
    size_t p = f->model.p;
    double n_step = f->model.ties == PCART_COX_EFRON ? r->n_event : 1;
    double share = r->weight / n_step;

    for (double step = 0; step < n_step; step++) {
        double gone = step / n_step, a = r->s0 - gone * r->e0, factor;

        for (size_t k = 0; k < p; k++)
            f->m[k] = (f->s1[k] - gone * f->e1[k]) / a;
        factor = share * ((r->sq - gone * r->eq) / a - 2 * form(f, f->m, f->m));
        for (size_t k = 0; k < p; k++)
            slope[k] -= factor / 2 * f->m[k];
    }
}

static void
move(fit *f, int s, size_t i, double sign, running *r)
{
    const pcarti_cox_part *part = &f->model.part[s];
    size_t p = f->model.p;
    double risk = sign * part->risk[i];

    r->s0 += risk;
    r->sq += risk * f->quadratic[s][i];
    for (size_t k = 0; k < p; k++)
        f->s1[k] += risk * part->x[i * p + k];
}

static void
scan_events(fit *f, int s, double *slope)
{
    const pcarti_cox_part *part = &f->model.part[s];
    const pcart_followup *v = &part->view;
    size_t p = f->model.p, late = v->n;
    running r = {0};

    memset(f->s1, 0, p * sizeof *f->s1);
    for (size_t j = part->times.n; j-- > 0;) {
        r.e0 = r.eq = r.weight = r.n_event = 0;
        memset(f->e1, 0, p * sizeof *f->e1);
        for (size_t i = part->times.first[j]; i < part->times.first[j + 1];
             i++) {
            move(f, s, i, 1, &r);
            if (v->status[i] <= 0)
                continue;
            r.n_event++;
            r.weight += v->weight ? v->weight[i] : 1;
            r.e0 += part->risk[i];
            r.eq += part->risk[i] * f->quadratic[s][i];
            for (size_t k = 0; k < p; k++)
                f->e1[k] += part->risk[i] * part->x[i * p + k];
        }
        while (part->entry && late > 0 &&
               v->start[part->entry[late - 1]] >= part->times.time[j])
            move(f, s, part->entry[--late], -1, &r);
        if (r.n_event > 0 && r.weight > 0)
            add_events(f, &r, slope);
    }
}

/* The value has set the plain score; the penalty's part is added. */
static void
set_gradient(pcarti_climb *climb)
{
    fit *f = climb->context;
    size_t p = f->model.p;

    pcarti_cholesky_invert(climb->factor, p, f->inverse);
    for (int s = 0; s < f->model.n_part; s++) {
        const pcarti_cox_part *part = &f->model.part[s];

        for (size_t i = 0; i < part->view.n; i++)
            f->quadratic[s][i] = form(f, part->x + i * p, part->x + i * p);
        add_subjects(f, s, climb->slope);
        scan_events(f, s, climb->slope);
    }
}

static pcart_status
set_coefficients(fit *f, const pcart_covariates *x,
                 const pcart_cox_firth_options *options, pcart_arena *arena,
                 pcart_cox_firth *out)
{
    size_t p = f->model.p;
    const double *scale = f->model.scale;
    double level = pcarti_level(options->level), z = pcarti_level_z(level);
    double *variance = pcart_arena_take(arena, p * p + 1, sizeof(double));
    double *start = pcart_arena_take(arena, p + 1, sizeof *start);
    pcart_coefficient *c = pcart_arena_take(arena, p + 1, sizeof *c);
    double best = f->climb.at;

    if (!variance || !start || !c)
        return out_of_memory(f->err);
    pcarti_cholesky_invert(f->climb.factor, p, variance);
    memcpy(start, f->climb.beta, p * sizeof *start);
    for (size_t k = 0; k < p; k++)
        c[k].is_aliased = f->climb.factor[k * p + k] == 0;
    for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b < p; b++)
            variance[a * p + b] /= scale[a] * scale[b];
    for (size_t k = 0; k < p; k++) {
        c[k].name = x->name ? x->name[k] : NULL;
        if (c[k].is_aliased) {
            out->warning = "a covariate follows from the others";
            continue;
        }
        c[k].value = start[k] / scale[k];
        c[k].std_err = c[k].naive_std_err = sqrt(variance[k * p + k]);
        c[k].z = c[k].value / c[k].std_err;
        c[k].p_value = 2 * pnorm(-fabs(c[k].z), 0, 1, 1, 0);
        c[k].ratio = exp(c[k].value);
        c[k].low = exp(c[k].value - z * c[k].std_err);
        c[k].high = exp(c[k].value + z * c[k].std_err);
        if (!options->is_wald)
            pcarti_climb_profile(&f->climb, start, best, k, scale[k], level,
                                 &c[k]);
    }
    out->coefficient = c;
    out->variance = variance;
    return PCART_OK;
}

/* Against no effect at all, with the same penalty. */
static void
set_test(fit *f, double best, double log_scale, pcart_cox_firth *out)
{
    pcart_test *test = &out->likelihood_ratio;
    int df = 0;

    memset(f->climb.beta, 0, f->model.p * sizeof *f->climb.beta);
    set_value(&f->climb, f->climb.beta);
    for (size_t k = 0; k < f->model.p; k++)
        df += !out->coefficient[k].is_aliased;
    out->log_likelihood_null = f->climb.at + log_scale;
    out->log_likelihood = best + log_scale;
    test->method = "penalised likelihood ratio test";
    test->r_call = "coxphf::coxphftest(formula, data)";
    test->statistic_name = "Chisq";
    if (!df) {
        test->reason = "no coefficient could be estimated";
        return;
    }
    test->is_evaluable = 1;
    test->statistic = fmax(0, 2 * (best - f->climb.at));
    test->df = df;
    test->p_value = pchisq(test->statistic, df, 0, 0);
}

static const char *
method_of(const pcart_cox_firth_options *options)
{
    int is_efron = options->ties == PCART_COX_EFRON;

    if (options->is_wald)
        return is_efron ? "Cox regression, Firth's penalty, Efron ties, Wald "
                          "intervals"
                        : "Cox regression, Firth's penalty, Breslow ties, "
                          "Wald intervals";
    return is_efron ? "Cox regression, Firth's penalty, Efron ties, profile "
                      "intervals"
                    : "Cox regression, Firth's penalty, Breslow ties, profile "
                      "intervals";
}

pcart_status
pcart_cox_firth_fit(const pcart_followup *data, const pcart_covariates *x,
                    const pcart_cox_firth_options *options, pcart_arena *arena,
                    pcart_cox_firth *out, pcart_err *err)
{
    const pcart_cox_firth_options none = {0};
    fit f = {.err = err};
    pcart_cox_options cox = {0};
    pcart_cox_firth result = {.n = data->n, .n_column = x->n};
    double best, log_scale = 0;
    pcart_status st;

    if (!options)
        options = &none;
    if (options->ties == PCART_COX_EXACT)
        return pcart_err_set(err, PCART_E_UNSUPPORTED,
                             "Firth's penalty with exact ties");
    if (!x->n)
        return pcart_err_set(err, PCART_E_DEGENERATE, "there is no covariate");
    cox.ties = options->ties;
    cox.event = options->event;
    st = pcarti_level_check(pcarti_level(options->level), err);
    if (!st)
        st = pcarti_cox_build(data, x, &cox, PCARTI_COX_ALL_MEANS, arena,
                              &f.model, err);
    if (!st)
        st = take_fit(&f, arena);
    f.model.has_means = 1;
    f.climb = (pcarti_climb){
        .p = x->n, .context = &f, .value = set_value, .gradient = set_gradient};
    if (!st)
        st = pcarti_climb_take(&f.climb, arena, err);
    if (st)
        return st;
    pcarti_climb_free(&f.climb, x->n);
    pcarti_climb_run(&f.climb);
    best = f.climb.at;
    result.is_converged = f.climb.is_converged;
    result.n_iteration = f.climb.n_iteration;
    for (size_t k = 0; k < x->n; k++)
        log_scale += log(f.model.scale[k]);
    st = set_coefficients(&f, x, options, arena, &result);
    if (st)
        return st;
    if (!result.is_converged)
        result.warning = "not converged";
    set_test(&f, best, log_scale, &result);
    result.method = method_of(options);
    result.r_call = "coxphf::coxphf(Surv(time, status) ~ x)";
    result.n_event = f.model.n_event;
    *out = result;
    return PCART_OK;
}
