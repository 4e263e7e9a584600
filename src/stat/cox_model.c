/*
 * cox_model.c -- the partial likelihood and its derivatives.  Layer: stat.
 *
 * One backward scan gives, at each time of an event, the sums over those at
 * risk; one forward scan gives each subject the hazard it has accumulated.
 * The information is then the Gram matrix of the covariates weighted with
 * risk times hazard, less the outer products of the means: sums of squares
 * over the risk set are never formed, nor taken back for late entry.
 */
#include "stat/cox_model.h"

#include <math.h>
#include <string.h>

#include "stat/matrix.h"
#include "stat/order.h"

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* Weighted means and mean absolute deviations, as R's coxph.fit. */
static pcart_status
scale_columns(pcarti_cox_model *w, const pcart_followup *data,
              const pcart_covariates *x, pcart_err *err)
{
    for (size_t k = 0; k < w->p; k++) {
        double sum = 0, total = 0, spread = 0;

        for (size_t i = 0; i < data->n; i++) {
            double weight = data->weight ? data->weight[i] : 1;

            if (!isfinite(x->column[k][i]))
                return pcart_err_set(err, PCART_E_RANGE,
                                     "row %zu: covariate %zu is not a finite "
                                     "number",
                                     i + 1, k + 1);
            sum += weight * x->column[k][i];
            total += weight;
        }
        w->mean[k] = total > 0 ? sum / total : 0;
        for (size_t i = 0; i < data->n; i++)
            spread += (data->weight ? data->weight[i] : 1) *
                      fabs(x->column[k][i] - w->mean[k]);
        w->scale[k] = spread > 0 && total > 0 ? spread / total : 1;
    }
    return PCART_OK;
}

static pcart_status
take_part(pcarti_cox_model *w, pcarti_cox_part *part, const pcart_covariates *x,
          int want_residuals, pcart_err *err)
{
    size_t n = part->view.n, p = w->p, m;
    uint32_t *entry = NULL;
    double *rows;
    pcart_status st = pcarti_times_of(&part->view, w->arena, &part->times, err);

    if (!st && part->view.start)
        st = pcarti_order(part->view.start, n, NULL, w->arena, &entry, err);
    if (st)
        return st;
    m = part->times.n;
    part->entry = entry;
    rows = pcart_arena_take(w->arena, n * p + 1, sizeof *rows);
    part->risk = pcart_arena_take(w->arena, n + 1, sizeof *part->risk);
    part->hazard = pcart_arena_take(w->arena, n + 1, sizeof *part->hazard);
    part->expected = pcart_arena_take(w->arena, n + 1, sizeof(double));
    part->step = pcart_arena_take(w->arena, m + 1, sizeof *part->step);
    part->own = pcart_arena_take(w->arena, m + 1, sizeof *part->own);
    part->variance = pcart_arena_take(w->arena, m + 1, sizeof(double));
    if (!rows || !part->risk || !part->hazard || !part->expected ||
        !part->step || !part->own || !part->variance)
        return out_of_memory(err);
    if (want_residuals) {
        part->mean = pcart_arena_take(w->arena, m * p + 1, sizeof(double));
        part->own_mean = pcart_arena_take(w->arena, m * p + 1, sizeof(double));
        part->event_mean =
            pcart_arena_take(w->arena, m * p + 1, sizeof(double));
        if (!part->mean || !part->own_mean || !part->event_mean)
            return out_of_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t from = part->view.row[i];

        for (size_t k = 0; k < p; k++)
            rows[i * p + k] = (x->column[k][from] - w->mean[k]) / w->scale[k];
    }
    part->x = rows;
    return PCART_OK;
}

/* Status 1 for the event of interest, 0 for all others. */
static pcart_status
mark_events(pcart_followup *data, int event, pcart_arena *arena, size_t *n,
            pcart_err *err)
{
    int *status = pcart_arena_take(arena, data->n + 1, sizeof *status);

    if (!status)
        return out_of_memory(err);
    *n = 0;
    for (size_t i = 0; i < data->n; i++) {
        status[i] = data->status[i] < 0 ? -1
                    : event             ? data->status[i] == event
                                        : data->status[i] > 0;
        *n += status[i] > 0;
    }
    data->status = status;
    return PCART_OK;
}

pcart_status
pcarti_cox_build(const pcart_followup *data, const pcart_covariates *x,
                 const pcart_cox_options *options, int want_residuals,
                 pcart_arena *arena, pcarti_cox_model *out, pcart_err *err)
{
    pcarti_cox_model w = {.n = data->n,
                          .p = x->n,
                          .ties = options->ties,
                          .n_part = pcarti_followup_strata(data),
                          .arena = arena};
    pcart_followup marked = *data, *view = NULL;
    pcart_status st;

    marked.group = NULL;
    st = mark_events(&marked, options->event, arena, &w.n_event, err);
    if (st)
        return st;
    if (data->n && x->n > SIZE_MAX / data->n / 8)
        return out_of_memory(err);
    w.mean = pcart_arena_take(arena, w.p + 1, sizeof *w.mean);
    w.scale = pcart_arena_take(arena, w.p + 1, sizeof *w.scale);
    w.s1 = pcart_arena_take(arena, w.p + 1, sizeof *w.s1);
    w.e1 = pcart_arena_take(arena, w.p + 1, sizeof *w.e1);
    w.m = pcart_arena_take(arena, w.p + 1, sizeof *w.m);
    w.batch = pcart_arena_take(arena, 4 * w.p + 1, sizeof *w.batch);
    w.tail_sum = pcart_arena_take(arena, w.p + 2, sizeof *w.tail_sum);
    w.lost = pcart_arena_take(arena, w.p + 2, sizeof *w.lost);
    w.part = pcart_arena_take(arena, (size_t)w.n_part, sizeof *w.part);
    if (!w.mean || !w.scale || !w.s1 || !w.e1 || !w.m || !w.batch ||
        !w.tail_sum || !w.lost || !w.part)
        return out_of_memory(err);
    st = pcarti_followup_sorted(&marked, arena, &w.sorted, err);
    /* covariates stand in the order of the input, not of a sorted view */
    if (!st)
        st = scale_columns(&w, data, x, err);
    if (!st && !w.n_event)
        st = pcart_err_set(err, PCART_E_DEGENERATE, "there is no event");
    if (!st)
        st = pcarti_followup_split(&w.sorted, PCARTI_BY_STRATUM, arena, &view,
                                   err);
    for (int s = 0; s < w.n_part && !st; s++) {
        w.part[s].view = view[s];
        st = take_part(&w, &w.part[s], x, want_residuals, err);
    }
    if (!st)
        *out = w;
    return st;
}

static double
weight_of(const pcarti_cox_part *part, size_t i)
{
    return part->view.weight ? part->view.weight[i] : 1;
}

/* Risks of a stratum; adds the events' part of the log likelihood. */
static double
set_risks(pcarti_cox_part *part, const double *beta, size_t p)
{
    double sum = 0;

    for (size_t i = 0; i < part->view.n; i++) {
        const double *x = part->x + i * p;
        double eta = 0, weight = weight_of(part, i);

        for (size_t k = 0; k < p; k++)
            eta += x[k] * beta[k];
        part->risk[i] = weight * exp(eta);
        if (part->view.status[i] > 0)
            sum += weight * eta;
    }
    return sum;
}

static double
factor_of(const pcarti_cox_part *part, size_t time)
{
    return part->factor ? part->factor[time] : 1;
}

/* Put the outer product of the mean at hand into the next batch. */
static void
batch_mean(pcarti_cox_model *w, double factor, double *information)
{
    memcpy(w->batch + w->n_batch * w->p, w->m, w->p * sizeof *w->m);
    w->batch_factor[w->n_batch++] = factor;
    if (w->n_batch == PCART_COUNTOF(w->batch_factor)) {
        pcarti_add_gram(information, w->p, w->batch_factor, w->batch,
                        w->n_batch);
        w->n_batch = 0;
    }
}

/* The sums of one time that its events look at. */
typedef struct event_sums {
    size_t time;
    double n_event, weight, risk; // of the events
    double at_risk;               // sum of all risks
} event_sums;

/*
 * The events of one time, one after the other (Efron) or together (Breslow).
 * Returns their part of the log likelihood.
 */
static double
take_events(pcarti_cox_model *w, pcarti_cox_part *part, const event_sums *e,
            double *information)
{
    int is_efron = w->ties == PCART_COX_EFRON;
    size_t p = w->p, j = e->time;
    double n_step = is_efron ? e->n_event : 1, sum = 0;
    double share = e->weight / n_step;

    part->step[j] = part->own[j] = part->variance[j] = 0;
    for (double step = 0; step < n_step; step++) {
        double gone = step / n_step, a = e->at_risk - gone * e->risk;
        double h = share / a;

        for (size_t k = 0; k < p; k++)
            w->m[k] = (w->s1[k] - gone * w->e1[k]) / a;
        for (size_t k = 0; part->tail && k < p; k++)
            w->m[k] +=
                part->left[j] * (w->tail_sum[k + 1] + w->lost[k + 1]) / a;
        sum -= share * log(a);
        part->step[j] += h;
        part->own[j] += gone * h;
        part->variance[j] += share / (a * a);
        batch_mean(w, -share * factor_of(part, j), information);
        for (size_t k = 0; w->has_means && k < p; k++) {
            part->mean[j * p + k] += h * w->m[k];
            part->own_mean[j * p + k] += gone * h * w->m[k];
            part->event_mean[j * p + k] += w->m[k] / n_step;
        }
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

/* From the last time to the first: sums over those at risk. */
static double
scan_back(pcarti_cox_model *w, pcarti_cox_part *part, double *information)
{
    const pcart_followup *v = &part->view;
    size_t p = w->p, late = v->n;
    double at_risk = 0, sum = 0;

    memset(w->s1, 0, p * sizeof *w->s1);
    memset(w->tail_sum, 0, (p + 1) * sizeof *w->tail_sum);
    memset(w->lost, 0, (p + 1) * sizeof *w->lost);
    for (size_t i = 0; part->tail && i < v->n; i++)
        move_tail(w, part, i, 1);
    if (w->has_means) {
        size_t size = part->times.n * p * sizeof *part->mean;

        memset(part->mean, 0, size);
        memset(part->own_mean, 0, size);
        memset(part->event_mean, 0, size);
    }
    for (size_t j = part->times.n; j-- > 0;) {
        event_sums e = {.time = j};

        memset(w->e1, 0, p * sizeof *w->e1);
        for (size_t i = part->times.first[j]; i < part->times.first[j + 1];
             i++) {
            const double *x = part->x + i * p;
            double r = part->risk[i];
            int is_event = v->status[i] > 0;

            at_risk += r;
            for (size_t k = 0; k < p; k++)
                w->s1[k] += r * x[k];
            if (part->tail)
                move_tail(w, part, i, -1);
            if (!is_event)
                continue;
            e.n_event++;
            e.weight += weight_of(part, i);
            e.risk += r;
            for (size_t k = 0; k < p; k++)
                w->e1[k] += r * x[k];
        }
        while (part->entry && late > 0 &&
               v->start[part->entry[late - 1]] >= part->times.time[j]) {
            size_t i = part->entry[--late];
            double r = part->risk[i];

            at_risk -= r;
            for (size_t k = 0; k < p; k++)
                w->s1[k] -= r * part->x[i * p + k];
        }
        e.at_risk = at_risk;
        if (part->tail)
            e.at_risk += part->left[j] * (w->tail_sum[0] + w->lost[0]);
        part->step[j] = part->own[j] = part->variance[j] = 0;
        if (e.n_event > 0 && e.weight > 0)
            sum += take_events(w, part, &e, information);
    }
    pcarti_add_gram(information, p, w->batch_factor, w->batch, w->n_batch);
    w->n_batch = 0;
    return sum;
}

/* From the first time to the last: the hazard of each while at risk. */
static void
scan_forward(pcarti_cox_part *part)
{
    const pcart_followup *v = &part->view;
    size_t entered = 0;
    double sum = 0;

    for (size_t j = 0; j < part->times.n; j++) {
        double f = factor_of(part, j);

        while (part->entry && entered < v->n &&
               v->start[part->entry[entered]] < part->times.time[j])
            part->hazard[part->entry[entered++]] = -sum;
        sum += f * part->step[j];
        for (size_t i = part->times.first[j]; i < part->times.first[j + 1];
             i++) {
            if (!part->entry)
                part->hazard[i] = 0;
            part->hazard[i] += sum;
            if (v->status[i] > 0)
                part->hazard[i] -= f * part->own[j];
        }
    }
}

/* From the last time to the first: what a tail meets after its own event. */
static void
scan_tails(pcarti_cox_part *part)
{
    double sum = 0;

    for (size_t j = part->times.n; j-- > 0;) {
        for (size_t i = part->times.first[j]; i < part->times.first[j + 1]; i++)
            part->hazard[i] += part->tail[i] * sum;
        sum += factor_of(part, j) * part->left[j] * part->step[j];
    }
}

static void
add_derivatives(pcarti_cox_part *part, size_t p, pcarti_cox_value *out)
{
    double *expected = part->expected;

    for (size_t j = 0; j < part->times.n; j++)
        for (size_t i = part->times.first[j]; i < part->times.first[j + 1];
             i++) {
            const double *x = part->x + i * p;
            double residual = 0;

            expected[i] = part->risk[i] * part->hazard[i];
            if (part->view.status[i] > 0)
                residual = factor_of(part, j) * weight_of(part, i);
            residual -= expected[i];
            for (size_t k = 0; k < p; k++)
                out->gradient[k] += residual * x[k];
        }
    pcarti_add_gram(out->information, p, expected, part->x, part->view.n);
}

void
pcarti_cox_evaluate(pcarti_cox_model *w, const double *beta,
                    pcarti_cox_value *out)
{
    size_t p = w->p;

    out->log_likelihood = 0;
    memset(out->gradient, 0, p * sizeof *out->gradient);
    memset(out->information, 0, p * p * sizeof *out->information);
    for (int s = 0; s < w->n_part; s++) {
        pcarti_cox_part *part = &w->part[s];

        out->log_likelihood += set_risks(part, beta, p);
        out->log_likelihood += scan_back(w, part, out->information);
        scan_forward(part);
        if (part->tail)
            scan_tails(part);
        add_derivatives(part, p, out);
    }
    if (isnan(out->log_likelihood))
        out->log_likelihood = -INFINITY;
}
