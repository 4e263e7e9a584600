/* cox_model.c -- the data of proportional hazards models.  Layer: stat. */
#include "stat/cox_model.h"

#include <math.h>
#include <string.h>

#include "stat/cox_block.h"
#include "stat/order.h"
#include "stat/parallel.h"
#include "stat/vector.h"

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

/* Sums in eight lanes: one would wait for itself at every number. */
enum { LANE = 8 };

PCARTI_VECTOR static double
sum_of(const double *restrict x, const double *restrict weight, size_t n)
{
    double sum[LANE] = {0};
    size_t i = 0;

    for (; i + LANE <= n; i += LANE)
        for (size_t k = 0; k < LANE; k++)
            sum[k] += weight ? weight[i + k] * x[i + k] : x[i + k];
    for (; i < n; i++)
        sum[0] += weight ? weight[i] * x[i] : x[i];
    return ((sum[0] + sum[1]) + (sum[2] + sum[3])) +
           ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}

PCARTI_VECTOR static double
spread_of(const double *restrict x, const double *restrict weight, size_t n,
          double mean)
{
    double sum[LANE] = {0};
    size_t i = 0;

    for (; i + LANE <= n; i += LANE)
        for (size_t k = 0; k < LANE; k++) {
            double far = fabs(x[i + k] - mean);

            sum[k] += weight ? weight[i + k] * far : far;
        }
    for (; i < n; i++)
        sum[0] += (weight ? weight[i] : 1) * fabs(x[i] - mean);
    return ((sum[0] + sum[1]) + (sum[2] + sum[3])) +
           ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}

/* Rows of a column whose sums are made at once. */
enum { CHUNK = 65536 };

/* Fewer rows are not worth a thread. */
enum { LEAST_SHARED = 50000 };

/* The sums of the columns, chunk by chunk. */
typedef struct sums {
    const pcarti_cox_model *model;
    const pcart_covariates *x;
    const double *weight;
    double *sum; /* per chunk x p: of the columns, or of their spread */
    int is_spread;
} sums;

static void
sum_chunk(void *context, size_t chunk)
{
    const sums *k = context;
    size_t p = k->model->p, from = chunk * CHUNK;
    size_t n = k->model->n - from < CHUNK ? k->model->n - from : CHUNK;
    const double *weight = k->weight ? k->weight + from : NULL;

    for (size_t a = 0; a < p; a++) {
        const double *column = k->x->column[a] + from;

        k->sum[chunk * p + a] =
            k->is_spread ? spread_of(column, weight, n, k->model->mean[a])
                         : sum_of(column, weight, n);
    }
}

/* The sums of the chunks, one after the other. */
static void
sum_columns(sums *k, double *out)
{
    size_t p = k->model->p, n_chunk = (k->model->n + CHUNK - 1) / CHUNK;

    pcarti_parallel(k->model->threads, n_chunk, sum_chunk, k);
    memset(out, 0, p * sizeof *out);
    for (size_t chunk = 0; chunk < n_chunk; chunk++)
        for (size_t a = 0; a < p; a++)
            out[a] += k->sum[chunk * p + a];
}

/* Weighted means and mean absolute deviations, as R's coxph.fit. */
static pcart_status
scale_columns(pcarti_cox_model *w, const pcart_followup *data,
              const pcart_covariates *x, pcart_err *err)
{
    size_t n = data->n;
    sums k = {.model = w, .x = x, .weight = data->weight};
    double total =
        data->weight ? sum_of(data->weight, NULL, n) : (double)data->n;

    k.sum =
        pcart_arena_take_raw(w->arena, (n / CHUNK + 1) * w->p, sizeof *k.sum);
    if (!k.sum)
        return out_of_memory(err);
    sum_columns(&k, w->mean);
    for (size_t a = 0; a < w->p; a++) {
        /* weights are finite: a sum that is so has no other terms */
        for (size_t i = 0; !isfinite(w->mean[a]) && i < n; i++)
            if (!isfinite(x->column[a][i]))
                return pcart_err_set(err, PCART_E_RANGE,
                                     "row %zu: covariate %zu is not a finite "
                                     "number",
                                     i + 1, a + 1);
        w->mean[a] = total > 0 ? w->mean[a] / total : 0;
    }
    k.is_spread = 1;
    sum_columns(&k, w->scale);
    for (size_t a = 0; a < w->p; a++)
        w->scale[a] = w->scale[a] > 0 && total > 0 ? w->scale[a] / total : 1;
    return PCART_OK;
}

static pcart_status
take_means(pcarti_cox_model *w, pcarti_cox_part *part, pcart_err *err)
{
    size_t m = part->times.n, p = w->p;

    if (w->means == PCARTI_COX_NO_MEANS)
        return PCART_OK;
    part->n_mean = w->means == PCARTI_COX_BASELINE ? part->n_event_time : m;
    part->mean = pcart_arena_take_raw(
        w->arena, part->n_mean * p + PCARTI_COX_SLACK, sizeof(double));
    if (!part->mean)
        return out_of_memory(err);
    if (w->means == PCARTI_COX_BASELINE || !part->has_ties)
        return PCART_OK;
    part->own_mean = pcart_arena_take(w->arena, m * p + 1, sizeof(double));
    part->event_mean = pcart_arena_take(w->arena, m * p + 1, sizeof(double));
    return part->own_mean && part->event_mean ? PCART_OK : out_of_memory(err);
}

/* Rows of covariates in order of time. */
typedef struct layout {
    const pcarti_cox_model *model;
    const pcarti_cox_part *part;
    const pcart_covariates *x;
    double *rows;
    uint8_t *event;
} layout;

/* A few rows at once for each column. */
static void
lay_out_chunk(void *context, size_t chunk)
{
    enum { STRIP = 128 };
    const layout *l = context;
    const pcart_followup *v = &l->part->view;
    size_t n = v->n, p = l->model->p, end = (chunk + 1) * CHUNK;

    end = end < n ? end : n;
    for (size_t from = chunk * CHUNK; from < end; from += STRIP) {
        size_t to = end - from < STRIP ? end : from + STRIP;

        for (size_t k = 0; k < p; k++) {
            const double *column = l->x->column[k];
            double mean = l->model->mean[k], inverse = 1 / l->model->scale[k];

            for (size_t i = from; i < to; i++)
                l->rows[i * p + k] = (column[v->row[i]] - mean) * inverse;
        }
    }
    for (size_t i = chunk * CHUNK; i < end; i++)
        l->event[i] = v->status[i] <= 0 ? PCARTI_COX_NO_EVENT
                      : v->weight && !(v->weight[i] > 0)
                          ? PCARTI_COX_EMPTY_EVENT
                          : PCARTI_COX_EVENT;
}

static pcart_status
take_part(pcarti_cox_model *w, pcarti_cox_part *part, const pcart_covariates *x,
          pcart_err *err)
{
    size_t n = part->view.n, m;
    uint32_t *entry = NULL;
    layout l = {.model = w, .part = part, .x = x};
    uint8_t *event;
    double *rows;
    pcart_status st = pcarti_times_of(&part->view, w->arena, &part->times, err);

    if (!st && part->view.start)
        st = pcarti_order(part->view.start, n, NULL, w->arena, &entry, err);
    if (st)
        return st;
    m = part->times.n;
    part->entry = entry;
    rows = pcart_arena_take_raw(w->arena, n * w->p + PCARTI_COX_SLACK,
                                sizeof *rows);
    part->risk = pcart_arena_take_raw(w->arena, n + 1, sizeof(double));
    part->hazard = pcart_arena_take_raw(w->arena, n + 1, sizeof(double));
    event = pcart_arena_take_raw(w->arena, n + 1, sizeof *event);
    part->step = pcart_arena_take_raw(w->arena, m + 1, sizeof(double));
    part->own = pcart_arena_take_raw(w->arena, m + 1, sizeof(double));
    part->variance = pcart_arena_take_raw(w->arena, m + 1, sizeof(double));
    if (!rows || !part->risk || !part->hazard || !event || !part->step ||
        !part->own || !part->variance)
        return out_of_memory(err);
    memset(rows + n * w->p, 0, PCARTI_COX_SLACK * sizeof *rows);
    l.rows = rows;
    l.event = event;
    pcarti_parallel(w->threads, (n + CHUNK - 1) / CHUNK, lay_out_chunk, &l);
    part->x = rows;
    part->event = event;
    return PCART_OK;
}

/* Work rows; the sums over them run to the next multiple of 4. */
static pcart_status
take_rows(pcarti_cox_model *w, pcart_err *err)
{
    double **const each[] = {&w->mean, &w->scale, &w->beta, &w->m};

    for (size_t k = 0; k < PCART_COUNTOF(each); k++)
        if (!(*each[k] = pcart_arena_take(w->arena, w->p + PCARTI_COX_SLACK,
                                          sizeof **each[k])))
            return out_of_memory(err);
    w->part = pcart_arena_take(w->arena, (size_t)w->n_part, sizeof *w->part);
    return w->part ? PCART_OK : out_of_memory(err);
}

/* Status 1 for the event of interest, 0 for all others. */
static pcart_status
mark_events(pcart_followup *data, int event, pcart_arena *arena, size_t *n,
            pcart_err *err)
{
    int *status = pcart_arena_take_raw(arena, data->n + 1, sizeof *status);

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
                 const pcart_cox_options *options, pcarti_cox_means means,
                 pcart_arena *arena, pcarti_cox_model *out, pcart_err *err)
{
    pcarti_cox_model w = {.n = data->n,
                          .p = x->n,
                          .ties = options->ties,
                          .n_part = pcarti_followup_strata(data),
                          .means = means,
                          .threads = options->threads,
                          .arena = arena};
    pcart_followup marked = *data, *view = NULL;
    pcarti_followup_how how = {.ties = PCART_TIES_MERGED};
    pcart_status st;

    if (w.n < LEAST_SHARED || w.threads < 1)
        w.threads = 1;
    how.threads = w.threads;

    marked.group = NULL;
    st = mark_events(&marked, options->event, arena, &w.n_event, err);
    if (st)
        return st;
    if (data->n && x->n > SIZE_MAX / data->n / 8)
        return out_of_memory(err);
    st = take_rows(&w, err);
    if (!st)
        st = pcarti_followup_prepare(&marked, how, arena, &w.sorted, err);
    /* covariates stand in the order of the input, not of a sorted view */
    if (!st)
        st = scale_columns(&w, data, x, err);
    if (!st && !w.n_event)
        st = pcart_err_set(err, PCART_E_DEGENERATE, "there is no event");
    if (!st)
        st = pcarti_followup_split(&w.sorted, PCARTI_BY_STRATUM, w.threads,
                                   arena, &view, err);
    for (int s = 0; s < w.n_part && !st; s++) {
        w.part[s].view = view[s];
        st = take_part(&w, &w.part[s], x, err);
    }
    if (!st)
        st = pcarti_cox_cut(&w, err);
    for (int s = 0; s < w.n_part && !st; s++)
        st = take_means(&w, &w.part[s], err);
    if (!st)
        *out = w;
    return st;
}
