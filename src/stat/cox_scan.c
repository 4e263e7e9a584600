/*
 * cox_scan.c -- the partial likelihood and its derivatives.  Layer: stat.
 *
 * One backward scan gives, at each time of an event, the sums over those at
 * risk, and with them the gradient; one forward scan gives each subject the
 * hazard it has accumulated.  The information is then the Gram matrix of the
 * covariates weighted with risk times hazard, less the outer products of the
 * means: sums of squares over the risk set are never formed, nor taken back for
 * late entry.
 *
 * Sums over rows of covariates run to the next multiple of 4, without a rest:
 * what they read behind a row is dropped.
 */
#include <math.h>
#include <string.h>

#include "stat/cox_model.h"
#include "stat/gram.h"
#include "stat/vector.h"

enum {
    /* Risks are made for so many subjects at once. */
    STRIP = 128,
    /* So many sums of risks share a logarithm, if they are not extreme. */
    MOST_PRODUCT = 8
};

#define EXTREME 1e30

static double
weight_of(const pcarti_cox_part *part, size_t i)
{
    return part->view.weight ? part->view.weight[i] : 1;
}

static double
factor_of(const pcarti_cox_part *part, size_t time)
{
    return part->factor ? part->factor[time] : 1;
}

/* to += factor * x. */
static PCARTI_INLINE void
add_row(double *restrict to, double factor, const double *restrict x, size_t p)
{
    for (size_t k = 0; k < p; k += 4)
        for (size_t j = k; j < k + 4; j++)
            to[j] += factor * x[j];
}

/* x'beta of a range of subjects. */
static PCARTI_INLINE void
set_scores(const pcarti_cox_model *w, const pcarti_cox_part *part,
           const size_t range[2], size_t p)
{
    const double *restrict beta = w->beta;
    double *restrict score = part->risk;

    for (size_t i = range[0]; i < range[1]; i++) {
        const double *restrict x = part->x + i * p;
        double sum[4] = {0};

        for (size_t k = 0; k < p; k += 4)
            for (size_t j = 0; j < 4; j++)
                sum[j] += x[k + j] * beta[k + j];
        score[i] = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    }
}

/* Risks of a range of subjects; the events' part of the log likelihood. */
PCARTI_VECTOR static double
set_risks(const pcarti_cox_model *w, const pcarti_cox_part *part,
          const size_t range[2])
{
    const int *status = part->view.status;
    double *restrict risk = part->risk;
    double total = 0;

    for (size_t i = range[0]; w->is_null && i < range[1]; i++)
        risk[i] = weight_of(part, i);
    if (w->is_null)
        return 0;
    if (w->p == 5)
        set_scores(w, part, range, 5);
    else
        set_scores(w, part, range, w->p);
    for (size_t i = range[0]; i < range[1]; i++) {
        double weight = weight_of(part, i);

        if (status[i] > 0)
            total += weight * risk[i];
        risk[i] = weight * exp(risk[i]);
    }
    return total;
}

/* Make the risks known down to subject i, a strip at once. */
static PCARTI_INLINE double
need_risk(const pcarti_cox_model *w, pcarti_cox_part *part, size_t i)
{
    size_t range[2] = {0, part->n_known};

    if (i >= part->n_known)
        return 0;
    range[0] = i + 1 > STRIP ? i + 1 - STRIP : 0;
    part->n_known = range[0];
    return set_risks(w, part, range);
}

/* The outer products of the means that wait. */
static void
flush_means(pcarti_cox_model *w, double *information)
{
    pcarti_add_gram(information, w->p, w->batch_factor, w->batch, w->n_batch);
    w->n_batch = 0;
}

/* The logarithm of the sums of risks that wait. */
static double
flush_product(pcarti_cox_model *w)
{
    double value = w->n_product ? log(w->product) : 0;

    w->product = 1;
    w->n_product = 0;
    return value;
}

/* share * log(a), now or later. */
static PCARTI_INLINE double
take_log(pcarti_cox_model *w, double share, double a)
{
    if (share != 1 || !(a > 1 / EXTREME && a < EXTREME))
        return share * log(a);
    w->product *= a;
    return ++w->n_product == MOST_PRODUCT ? flush_product(w) : 0;
}

/* The sums of one time that its events look at. */
typedef struct event_sums {
    size_t time;
    double n_event, weight, risk; // of the events
    double at_risk;               // sum of all risks
} event_sums;

static void
keep_means(const pcarti_cox_model *w, pcarti_cox_part *part, size_t j,
           const double *m, const double each[3])
{
    size_t p = w->p;

    for (size_t k = 0; k < p; k++)
        part->mean[j * p + k] += each[0] * m[k];
    for (size_t k = 0; part->own_mean && k < p; k++) {
        part->own_mean[j * p + k] += each[1] * m[k];
        part->event_mean[j * p + k] += each[2] * m[k];
    }
}

/* The row of the means of time j, empty. */
static size_t
open_means(const pcarti_cox_model *w, pcarti_cox_part *part, size_t j)
{
    size_t row = w->means == PCARTI_COX_BASELINE ? --part->first_mean : j;

    if (w->means == PCARTI_COX_BASELINE)
        memset(part->mean + row * w->p, 0, w->p * sizeof *part->mean);
    return row;
}

/*
 * The events of one time, one after the other (Efron) or together (Breslow).
 * Returns their part of the log likelihood.
 */
static PCARTI_INLINE double
take_events(pcarti_cox_model *w, pcarti_cox_part *part, const event_sums *e,
            double *information, size_t p)
{
    size_t j = e->time, row = 0;
    double n_step = w->ties == PCART_COX_EFRON ? e->n_event : 1, sum = 0;
    double share = e->weight / n_step, factor = factor_of(part, j);
    const double *restrict s1 = w->s1, *restrict e1 = w->e1;

    if (w->has_means)
        row = open_means(w, part, j);
    for (double step = 0; step < n_step; step++) {
        double gone = step / n_step, a = e->at_risk - gone * e->risk;
        double h = share / a, inverse = 1 / a;
        double *restrict m = w->batch + w->n_batch * p;

        for (size_t k = 0; k < p; k += 4)
            for (size_t l = k; l < k + 4; l++)
                m[l] = (s1[l] - gone * e1[l]) * inverse;
        for (size_t k = 0; part->tail && k < p; k++)
            m[k] +=
                part->left[j] * (w->tail_sum[k + 1] + w->lost[k + 1]) * inverse;
        add_row(w->gradient, -share * factor, m, p);
        sum -= take_log(w, share, a);
        part->step[j] += h;
        part->own[j] += gone * h;
        part->variance[j] += h * inverse;
        if (w->has_means)
            keep_means(w, part, row, m, (double[]){h, gone * h, 1 / n_step});
        w->batch_factor[w->n_batch++] = -share * factor;
        if (w->n_batch == PCARTI_COX_BATCH)
            flush_means(w, information);
    }
    return sum;
}

/* sum[at] += x, with what rounding loses kept beside it (Neumaier). */
static void
add_tail(pcarti_cox_model *w, size_t at, double x)
{
    double sum = w->tail_sum[at], next = sum + x;

    w->lost[at] += fabs(sum) >= fabs(x) ? (sum - next) + x : (x - next) + sum;
    w->tail_sum[at] = next;
}

/* Take the tail of subject i into the sums, or out of them. */
static void
move_tail(pcarti_cox_model *w, const pcarti_cox_part *part, size_t i,
          double sign)
{
    double r = sign * part->risk[i] * part->tail[i];

    if (r == 0)
        return;
    add_tail(w, 0, r);
    for (size_t k = 0; k < w->p; k++)
        add_tail(w, k + 1, r * part->x[i * w->p + k]);
}

/* Empty sums; with tails, those of all competing events. */
static double
start_scan(pcarti_cox_model *w, pcarti_cox_part *part)
{
    size_t p = w->p;
    double sum = 0;

    memset(w->s1, 0, (p + PCARTI_COX_SLACK) * sizeof *w->s1);
    memset(w->e1, 0, (p + PCARTI_COX_SLACK) * sizeof *w->e1);
    part->n_known = part->view.n;
    if (part->tail) {
        memset(w->tail_sum, 0, (p + 1) * sizeof *w->tail_sum);
        memset(w->lost, 0, (p + 1) * sizeof *w->lost);
        part->n_known = 0;
        sum = set_risks(w, part, (size_t[]){0, part->view.n});
        for (size_t i = 0; i < part->view.n; i++)
            move_tail(w, part, i, 1);
    }
    if (!w->has_means)
        return sum;
    part->first_mean = part->n_mean;
    if (w->means == PCARTI_COX_ALL_MEANS) {
        size_t size = part->times.n * p * sizeof *part->mean;

        memset(part->mean, 0, size);
        memset(part->own_mean, 0, size);
        memset(part->event_mean, 0, size);
    }
    return sum;
}

/* The rows of time j come to those at risk. */
static PCARTI_INLINE event_sums
take_rows(pcarti_cox_model *w, pcarti_cox_part *part, size_t j, double *sum,
          size_t p)
{
    const int *status = part->view.status;
    size_t from = part->times.first[j], to = part->times.first[j + 1];
    double factor = factor_of(part, j);
    event_sums e = {.time = j};

    for (size_t i = to; i-- > from;) {
        const double *x = part->x + i * p;
        double r;

        *sum += need_risk(w, part, i);
        r = part->risk[i];
        e.at_risk += r;
        add_row(w->s1, r, x, p);
        if (part->tail)
            move_tail(w, part, i, -1);
        if (status[i] <= 0)
            continue;
        e.n_event++;
        e.weight += weight_of(part, i);
        e.risk += r;
        add_row(w->gradient, weight_of(part, i) * factor, x, p);
    }
    if (e.n_event < 2)
        return e; // e1 has no part: nothing of a lone event is gone
    memset(w->e1, 0, p * sizeof *w->e1);
    for (size_t i = from; i < to; i++)
        if (status[i] > 0)
            add_row(w->e1, part->risk[i], part->x + i * p, p);
    return e;
}

/*
 * Row i, alone at time j, without tails or late entry: what most data are made
 * of.  Returns its part of the log likelihood.
 */
static PCARTI_INLINE double
take_single(pcarti_cox_model *w, pcarti_cox_part *part, size_t i, size_t j,
            double *at_risk, size_t p)
{
    const double *restrict x = part->x + i * p;
    double *restrict m = w->batch + w->n_batch * p;
    double *restrict gradient = w->gradient, *restrict s1 = w->s1;
    double r = part->risk[i], share, factor, inverse;

    *at_risk += r;
    add_row(s1, r, x, p);
    part->step[j] = part->own[j] = part->variance[j] = 0;
    if (part->view.status[i] <= 0)
        return 0;
    share = weight_of(part, i);
    if (share <= 0)
        return 0;
    factor = share * factor_of(part, j);
    inverse = 1 / *at_risk;
    for (size_t k = 0; k < p; k += 4)
        for (size_t l = k; l < k + 4; l++)
            m[l] = s1[l] * inverse;
    for (size_t k = 0; k < p; k++)
        gradient[k] += factor * (x[k] - m[k]);
    part->step[j] = share * inverse;
    part->variance[j] = share * inverse * inverse;
    if (w->has_means)
        keep_means(w, part, open_means(w, part, j), m,
                   (double[]){share * inverse, 0, 1});
    w->batch_factor[w->n_batch++] = -factor;
    return -take_log(w, share, *at_risk);
}

/* From the last time to the first: sums over those at risk. */
static PCARTI_INLINE double
scan_rows(pcarti_cox_model *w, pcarti_cox_part *part, double *information,
          size_t p)
{
    const pcart_followup *v = &part->view;
    size_t late = v->n;
    double at_risk = 0, sum = start_scan(w, part);

    for (size_t j = part->times.n; j-- > 0;) {
        size_t from = part->times.first[j];
        event_sums e;

        if (!part->tail && !part->entry &&
            part->times.first[j + 1] == from + 1) {
            sum += need_risk(w, part, from);
            sum += take_single(w, part, from, j, &at_risk, p);
            if (w->n_batch == PCARTI_COX_BATCH)
                flush_means(w, information);
            continue;
        }
        e = take_rows(w, part, j, &sum, p);
        at_risk += e.at_risk;
        while (part->entry && late > 0 &&
               v->start[part->entry[late - 1]] >= part->times.time[j]) {
            size_t i = part->entry[--late];

            at_risk -= part->risk[i];
            add_row(w->s1, -part->risk[i], part->x + i * p, p);
        }
        e.at_risk = at_risk;
        if (part->tail)
            e.at_risk += part->left[j] * (w->tail_sum[0] + w->lost[0]);
        part->step[j] = part->own[j] = part->variance[j] = 0;
        if (e.n_event > 0 && e.weight > 0)
            sum += take_events(w, part, &e, information, p);
    }
    flush_means(w, information);
    return sum - flush_product(w);
}

/* The same code with the number of columns known to the compiler. */
PCARTI_VECTOR static double
scan_back(pcarti_cox_model *w, pcarti_cox_part *part, double *information)
{
    switch (w->p) {
    case 1:
        return scan_rows(w, part, information, 1);
    case 2:
        return scan_rows(w, part, information, 2);
    case 3:
        return scan_rows(w, part, information, 3);
    case 4:
        return scan_rows(w, part, information, 4);
    case 5:
        return scan_rows(w, part, information, 5);
    default:
        return scan_rows(w, part, information, w->p);
    }
}

/* From the first time to the last: the hazard of each while at risk. */
PCARTI_VECTOR static void
scan_forward(pcarti_cox_part *part)
{
    const pcart_followup *v = &part->view;
    size_t entered = 0;
    double sum = 0;

    for (size_t j = 0; j < part->times.n; j++) {
        double f = factor_of(part, j), own = f * part->own[j];

        while (part->entry && entered < v->n &&
               v->start[part->entry[entered]] < part->times.time[j])
            part->hazard[part->entry[entered++]] = -sum;
        sum += f * part->step[j];
        for (size_t i = part->times.first[j]; i < part->times.first[j + 1];
             i++) {
            double hazard = part->entry ? part->hazard[i] + sum : sum;

            hazard -= v->status[i] > 0 ? own : 0;
            part->hazard[i] = hazard;
            part->expected[i] = part->risk[i] * hazard;
        }
    }
}

/* From the last time to the first: what a tail meets after its own event. */
static void
scan_tails(pcarti_cox_part *part)
{
    double sum = 0;

    for (size_t j = part->times.n; j-- > 0;) {
        for (size_t i = part->times.first[j]; i < part->times.first[j + 1];
             i++) {
            part->hazard[i] += part->tail[i] * sum;
            part->expected[i] = part->risk[i] * part->hazard[i];
        }
        sum += factor_of(part, j) * part->left[j] * part->step[j];
    }
}

void
pcarti_cox_evaluate(pcarti_cox_model *w, const double *beta,
                    pcarti_cox_value *out)
{
    size_t p = w->p;

    out->log_likelihood = 0;
    memcpy(w->beta, beta, p * sizeof *beta);
    w->is_null = 1;
    for (size_t k = 0; k < p; k++)
        w->is_null &= beta[k] == 0;
    memset(w->gradient, 0, (p + PCARTI_COX_SLACK) * sizeof *w->gradient);
    memset(out->information, 0, p * p * sizeof *out->information);
    w->n_batch = 0;
    w->product = 1;
    w->n_product = 0;
    for (int s = 0; s < w->n_part; s++) {
        pcarti_cox_part *part = &w->part[s];

        out->log_likelihood += scan_back(w, part, out->information);
        scan_forward(part);
        if (part->tail)
            scan_tails(part);
        pcarti_add_gram(out->information, p, part->expected, part->x,
                        part->view.n);
    }
    memcpy(out->gradient, w->gradient, p * sizeof *out->gradient);
    if (isnan(out->log_likelihood))
        out->log_likelihood = -INFINITY;
}
