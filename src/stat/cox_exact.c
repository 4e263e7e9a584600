/*
 * cox_exact.c -- the partial likelihood with exact ties.  Layer: stat.
 *
 * The denominator of d deaths among n at risk is the sum over all sets of d of
 * the product of their risks: an elementary symmetric polynomial, built up one
 * subject at a time with its first and second derivatives (Gail, Lubin and
 * Rubinstein 1981).
 */
#include <math.h>
#include <string.h>

#include "stat/cox_model.h"

/*
 * The polynomials of degree 0 to d; degree k keeps its value, gradient and
 * upper triangle of second derivatives one behind the other.
 */
typedef struct polynomial {
    size_t degree, p, size;
    double *part;
} polynomial;

/* Take one more subject with risk r and covariates x into all degrees. */
static void
take_subject(polynomial *e, double r, const double *x)
{
    size_t p = e->p;

    for (size_t k = e->degree; k > 0; k--) {
        double *to = e->part + k * e->size;
        const double *from = to - e->size;
        double *gradient = to + 1, *second = to + 1 + p;
        const double *g = from + 1, *h = from + 1 + p;

        to[0] += r * from[0];
        for (size_t a = 0; a < p; a++)
            gradient[a] += r * (g[a] + x[a] * from[0]);
        for (size_t a = 0; a < p; a++)
            for (size_t b = a; b < p; b++)
                second[a * p + b] += r * (h[a * p + b] + x[a] * g[b] +
                                          x[b] * g[a] + x[a] * x[b] * from[0]);
    }
}

/* Add the events of one time to the value. */
static void
take_time(const polynomial *e, const double *sum_x, double sum_eta,
          pcarti_cox_value *out)
{
    size_t p = e->p;
    const double *top = e->part + e->degree * e->size;
    const double *g = top + 1, *h = top + 1 + p;
    double value = top[0];

    out->log_likelihood += sum_eta - log(value);
    for (size_t a = 0; a < p; a++) {
        out->gradient[a] += sum_x[a] - g[a] / value;
        for (size_t b = a; b < p; b++)
            out->information[a * p + b] +=
                h[a * p + b] / value - g[a] / value * (g[b] / value);
    }
}

static double
eta_of(const pcarti_cox_part *part, size_t i, const double *beta, size_t p)
{
    double eta = 0;

    for (size_t k = 0; k < p; k++)
        eta += part->x[i * p + k] * beta[k];
    return eta;
}

static pcart_status
take_part(pcarti_cox_model *w, const pcarti_cox_part *part, const double *beta,
          pcarti_cox_value *out, pcart_err *err)
{
    const pcart_followup *v = &part->view;
    size_t p = w->p;
    pcart_arena scratch;
    pcart_status st = PCART_OK;

    pcart_arena_init(&scratch, &w->arena->alloc);
    for (size_t j = 0; j < part->times.n && !st; j++) {
        size_t from = part->times.first[j], to = part->times.first[j + 1];
        polynomial e = {.p = p, .size = 1 + p + p * p};
        double sum_eta = 0;

        memset(w->m, 0, p * sizeof *w->m);
        for (size_t i = from; i < to; i++) {
            if (v->status[i] <= 0)
                continue;
            e.degree++;
            sum_eta += eta_of(part, i, beta, p);
            for (size_t k = 0; k < p; k++)
                w->m[k] += part->x[i * p + k];
        }
        if (!e.degree)
            continue;
        pcart_arena_clear(&scratch);
        e.part =
            pcart_arena_take(&scratch, (e.degree + 1) * e.size, sizeof *e.part);
        if (!e.part) {
            st = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
            break;
        }
        e.part[0] = 1;
        for (size_t i = from; i < v->n; i++)
            if (!v->start || v->start[i] < part->times.time[j])
                take_subject(&e, exp(eta_of(part, i, beta, p)),
                             part->x + i * p);
        take_time(&e, w->m, sum_eta, out);
    }
    pcart_arena_release(&scratch);
    return st;
}

pcart_status
pcarti_cox_exact(pcarti_cox_model *w, const double *beta, pcarti_cox_value *out,
                 pcart_err *err)
{
    size_t p = w->p;
    pcart_status st = PCART_OK;

    out->log_likelihood = 0;
    memset(out->gradient, 0, p * sizeof *out->gradient);
    memset(out->information, 0, p * p * sizeof *out->information);
    for (int s = 0; s < w->n_part && !st; s++)
        st = take_part(w, &w->part[s], beta, out, err);
    if (isnan(out->log_likelihood))
        out->log_likelihood = -INFINITY;
    return st;
}
