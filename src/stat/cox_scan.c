/*
 * cox_scan.c -- sums over those at risk, and what events make of them.
 * Layer: stat.
 *
 * Where no two end at the same time, which most data are made of, every row
 * writes the sums up to it where those of the next event belong: the last to do
 * so is the event, and there is no branch that a processor would have to guess.
 *
 * Sums over rows of covariates run to the next multiple of 4 or 8, without a
 * rest: what they write behind a row is written again.
 */
#include <float.h>
#include <math.h>
#include <string.h>

#include "stat/cox_block.h"
#include "stat/exponential.h"
#include "stat/gram.h"
#include "stat/vector.h"

/* Columns that are summed up at once, in registers. */
enum { WIDE = 8, NARROW = 4 };

/* to += factor * x. */
static PCARTI_INLINE void
add_row(double *restrict to, double factor, const double *restrict x, size_t p)
{
    for (size_t k = 0; k < p; k += 4) {
        pcarti_four sum, row;

        memcpy(&sum, to + k, sizeof sum);
        memcpy(&row, x + k, sizeof row);
        sum += row * factor;
        memcpy(to + k, &sum, sizeof sum);
    }
}

/* x'beta of `n` subjects. */
static PCARTI_INLINE void
set_scores(const double *restrict x, const double *restrict beta, size_t n,
           size_t p, double *restrict score)
{
    for (size_t i = 0; i < n; i++, x += p) {
        pcarti_four sum = {0};

        for (size_t k = 0; k < p; k += 4) {
            pcarti_four row, factor;

            memcpy(&row, x + k, sizeof row);
            memcpy(&factor, beta + k, sizeof factor);
            sum += row * factor;
        }
        score[i] = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    }
}

static PCARTI_INLINE void
choose_scores(const double *x, const double *beta, size_t n, size_t p,
              double *score)
{
    switch (p) {
    case 1:
        set_scores(x, beta, n, 1, score);
        break;
    case 5:
        set_scores(x, beta, n, 5, score);
        break;
    default:
        set_scores(x, beta, n, p, score);
    }
}

PCARTI_VECTOR static void
scores_plain(const double *x, const double *beta, size_t n, size_t p,
             double *score)
{
    choose_scores(x, beta, n, p, score);
}

PCARTI_WIDE static void
scores_wide(const double *x, const double *beta, size_t n, size_t p,
            double *score)
{
    choose_scores(x, beta, n, p, score);
}

/* The scores of the events, in four lanes. */
PCARTI_VECTOR static double
sum_events(const pcarti_cox_part *part, size_t from, size_t n)
{
    const uint8_t *restrict event = part->event + from;
    const double *restrict score = part->risk + from;
    double sum[4] = {0};
    size_t i = 0;

    if (part->view.weight) {
        for (; i < n; i++)
            if (event[i])
                sum[0] += part->view.weight[from + i] * score[i];
        return sum[0];
    }
    for (; i + 4 <= n; i += 4)
        for (size_t k = 0; k < 4; k++)
            sum[k] += event[i + k] ? score[i + k] : 0;
    for (; i < n; i++)
        sum[0] += event[i] ? score[i] : 0;
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

double
pcarti_cox_risks(const pcarti_cox_model *w, const pcarti_cox_block *b)
{
    const pcarti_cox_part *part = b->part;
    const double *weight = part->view.weight;
    size_t from = part->times.first[b->time[0]];
    size_t n = part->times.first[b->time[1]] - from;
    const double *x = part->x + from * w->p;
    double *risk = part->risk + from, sum;

    for (size_t i = 0; w->is_null && i < n; i++)
        risk[i] = pcarti_cox_weight(part, from + i);
    if (w->is_null)
        return 0;
    if (PCARTI_HAS_WIDE)
        scores_wide(x, w->beta, n, w->p, risk);
    else
        scores_plain(x, w->beta, n, w->p, risk);
    sum = sum_events(part, from, n);
    pcarti_exponentials(risk, n);
    for (size_t i = 0; weight && i < n; i++)
        risk[i] *= weight[from + i];
    return sum;
}

void
pcarti_cox_sum_tails(const pcarti_cox_model *w, pcarti_cox_block *b)
{
    const pcarti_cox_part *part = b->part;
    size_t to = part->times.first[b->time[1]], p = w->p;

    b->tail[0] = 0;
    memset(b->tail_x[0], 0, p * sizeof *b->tail_x[0]);
    for (size_t i = part->times.first[b->time[0]]; i < to; i++) {
        double r = part->risk[i] * part->tail[i];

        if (r == 0)
            continue;
        b->tail[0] += r;
        for (size_t k = 0; k < p; k++)
            b->tail_x[0][k] += r * part->x[i * p + k];
    }
}

/*
 * Logarithms of the sums of risks times their shares; where they have no
 * shares, that of the product of their mantissas.
 */
static PCARTI_INLINE double
sum_logs(const pcarti_cox_desk *desk, size_t n)
{
    const uint64_t mantissa = (UINT64_C(1) << 52) - 1;
    double product = 1, sum = 0;
    int64_t exponent = 0;
    int is_plain = 1;

    for (size_t k = 0; k < n; k++)
        is_plain &= (desk->share[k] == 1) & (desk->at_risk[k] >= DBL_MIN) &
                    (desk->at_risk[k] <= DBL_MAX);
    for (size_t k = 0; !is_plain && k < n; k++)
        sum += desk->share[k] * log(desk->at_risk[k]);
    if (!is_plain)
        return sum;
    for (size_t k = 0; k < n; k++) {
        uint64_t bits;
        double part;

        memcpy(&bits, &desk->at_risk[k], sizeof bits);
        exponent += (int64_t)(bits >> 52) - 1023;
        bits = (bits & mantissa) | UINT64_C(1023) << 52;
        memcpy(&part, &bits, sizeof part);
        product *= part;
    }
    return log(product) + (double)exponent * 0x1.62e42fefa39efp-1;
}

/* Room for the means of a time; empty at its first step. */
static size_t
open_means(const pcarti_cox_model *w, const pcarti_cox_part *part,
           pcarti_cox_desk *desk, size_t time)
{
    if (w->means != PCARTI_COX_BASELINE)
        return time;
    if (time != desk->last_time) {
        desk->last_time = time;
        desk->next_mean--;
        memset(part->mean + desk->next_mean * w->p, 0,
               w->p * sizeof *part->mean);
    }
    return desk->next_mean;
}

/* Means of the steps that wait, for what follows a fit. */
static void
keep_means(const pcarti_cox_model *w, pcarti_cox_block *b,
           pcarti_cox_desk *desk)
{
    const pcarti_cox_part *part = b->part;
    size_t p = w->p;

    for (size_t k = 0; k < desk->n; k++) {
        size_t j = desk->time[k], row = open_means(w, part, desk, j);
        double h = desk->hazard[k], gone = desk->gone[k];
        const double *m = desk->mean + k * p;

        part->variance[j] += h * desk->inverse[k];
        for (size_t a = 0; a < p; a++)
            part->mean[row * p + a] += h * m[a];
        if (w->means == PCARTI_COX_BASELINE)
            continue;
        for (size_t a = 0; a < p; a++)
            b->mean_x[0][a] += h * m[a];
        for (size_t a = 0; part->tail && a < p; a++)
            b->later_x[0][a] += part->left[j] * (h * m[a]);
        if (b->is_single)
            continue;
        for (size_t a = 0; a < p; a++) {
            part->own_mean[row * p + a] += gone * h * m[a];
            part->event_mean[row * p + a] += m[a] / desk->n_step[k];
        }
    }
}

/* The steps that wait add to hazards, likelihood and information. */
static PCARTI_INLINE void
flush(const pcarti_cox_model *w, pcarti_cox_block *b, pcarti_cox_desk *desk,
      pcarti_cox_piece *piece)
{
    pcarti_cox_part *part = b->part;
    const size_t *restrict time = desk->time;
    size_t n = desk->n, p = w->p;
    double *restrict inverse = desk->inverse, *restrict hazard = desk->hazard;
    double *restrict share = desk->share;
    const double *restrict at_risk = desk->at_risk;

    piece->log_likelihood -= sum_logs(desk, n);
    for (size_t k = 0; k < n; k++) {
        inverse[k] = 1 / at_risk[k];
        hazard[k] = share[k] / at_risk[k];
    }
    for (size_t k = 0; k < n; k++) {
        const double *restrict sum = desk->sum + k * p;
        double *restrict mean = desk->mean + k * p;

        for (size_t a = 0; a < p; a += 4) {
            pcarti_four row;

            memcpy(&row, sum + a, sizeof row);
            row *= inverse[k];
            memcpy(mean + a, &row, sizeof row);
        }
    }
    for (size_t k = 0; k < n; k++)
        part->step[time[k]] += hazard[k];
    for (size_t k = 0; !b->is_single && k < n; k++)
        part->own[time[k]] += desk->gone[k] * hazard[k];
    for (size_t k = 0; k < n; k++)
        b->hazard[0] += hazard[k] * pcarti_cox_factor(part, time[k]);
    for (size_t k = 0; part->tail && k < n; k++)
        b->later[0] +=
            hazard[k] * pcarti_cox_factor(part, time[k]) * part->left[time[k]];
    if (w->has_means && part->mean)
        keep_means(w, b, desk);
    for (size_t k = 0; k < n; k++)
        share[k] *= -pcarti_cox_factor(part, time[k]);
    pcarti_add_gram(piece->information, p, share, desk->mean, n);
    desk->n = 0;
}

/*
 * Sums of risk times `width` columns of a single block, from one column on;
 * unless `sum` is NULL, with what they stand on, for each event.
 */
static PCARTI_INLINE void
sum_columns(const pcarti_cox_part *part, const size_t range[2], size_t p,
            const size_t columns[2], pcarti_cox_desk *desk, double *sum)
{
    size_t from = columns[0], n_four = columns[1] / 4;
    const double *restrict risk = part->risk;
    const uint8_t *restrict event = part->event;
    pcarti_four local[2] = {0}, base[2] = {0};

    memcpy(base, desk->base + from, n_four * sizeof *base);
    for (size_t i = range[1]; i-- > range[0];) {
        const double *restrict x = part->x + i * p + from;

        for (size_t k = 0; k < n_four; k++) {
            pcarti_four row, out;

            memcpy(&row, x + 4 * k, sizeof row);
            local[k] += row * risk[i];
            if (!sum)
                continue;
            out = base[k] + local[k];
            memcpy(sum + from + 4 * k, &out, sizeof out);
        }
        if (sum)
            sum += event[i] == PCARTI_COX_EVENT ? p : 0;
    }
    memcpy(desk->s1 + from, local, n_four * sizeof *local);
}

/* All columns, from the last on: what one writes behind itself is the next's.
 */
static PCARTI_INLINE void
sum_single(const pcarti_cox_part *part, const size_t range[2], size_t p,
           pcarti_cox_desk *desk, double *sum)
{
    size_t a = (p - 1) / WIDE * WIDE;

    if (p - a <= NARROW)
        sum_columns(part, range, p, (size_t[]){a, NARROW}, desk, sum);
    else
        sum_columns(part, range, p, (size_t[]){a, WIDE}, desk, sum);
    while (a > 0) {
        a -= WIDE;
        sum_columns(part, range, p, (size_t[]){a, WIDE}, desk, sum);
    }
}

/* The tails before each event of a block, in ascending order. */
static PCARTI_INLINE void
list_tails(const pcarti_cox_model *w, const pcarti_cox_block *b,
           pcarti_cox_desk *desk)
{
    const pcarti_cox_part *part = b->part;
    size_t p = w->p, n = 0;
    double *restrict sum = desk->s1, tail = b->tail[1];

    memset(sum, 0, (p + PCARTI_COX_SLACK) * sizeof *sum);
    memcpy(sum, b->tail_x[1], p * sizeof *sum);
    for (size_t j = b->time[0]; j < b->time[1]; j++) {
        size_t from = part->times.first[j], to = part->times.first[j + 1];
        int has_event = 0;

        for (size_t i = from; i < to; i++)
            has_event |= part->event[i] == PCARTI_COX_EVENT;
        if (has_event) {
            desk->tail[n] = part->left[j] * tail;
            for (size_t k = 0; k < p; k++)
                desk->tail_x[n * p + k] = part->left[j] * sum[k];
            n++;
        }
        for (size_t i = from; i < to; i++) {
            double r = part->risk[i] * part->tail[i];

            if (r == 0)
                continue;
            tail += r;
            add_row(sum, r, part->x + i * p, p);
        }
    }
    desk->n_tail = n;
}

/* A block where no two end at one time. */
static PCARTI_INLINE void
scan_single(const pcarti_cox_model *w, pcarti_cox_block *b,
            pcarti_cox_desk *desk, pcarti_cox_piece *piece)
{
    const pcarti_cox_part *part = b->part;
    const size_t *first = part->times.first;
    const size_t range[2] = {first[b->time[0]], first[b->time[1]]};
    size_t p = w->p, n = 0, ahead = range[0] - b->time[0];
    double sum = 0, base = b->risk[1];

    for (size_t i = range[1]; i-- > range[0];) {
        sum += part->risk[i];
        if (!piece)
            continue;
        desk->at_risk[n] = base + sum;
        desk->time[n] = i - ahead;
        desk->share[n] = pcarti_cox_weight(part, i);
        n += part->event[i] == PCARTI_COX_EVENT;
    }
    b->risk[0] = sum;
    if (p == 1)
        sum_single(part, range, 1, desk, piece ? desk->sum : NULL);
    else if (p == 5)
        sum_single(part, range, 5, desk, piece ? desk->sum : NULL);
    else
        sum_single(part, range, p, desk, piece ? desk->sum : NULL);
    memcpy(b->risk_x[0], desk->s1, p * sizeof *desk->s1);
    if (!piece)
        return;
    for (size_t k = 0; k < n; k++) {
        desk->gone[k] = 0;
        desk->n_step[k] = 1;
    }
    desk->n = n;
    if (part->tail)
        list_tails(w, b, desk);
    for (size_t k = 0; part->tail && k < n; k++) {
        desk->at_risk[k] += desk->tail[n - 1 - k];
        for (size_t a = 0; a < p; a++)
            desk->sum[k * p + a] += desk->tail_x[(n - 1 - k) * p + a];
    }
}

/* The sums of one time that its events look at. */
typedef struct event_sums {
    size_t time;
    double n_event, weight, risk; // of the events
    double at_risk;               // sum of all risks
} event_sums;

/* The rows of time j come to those at risk; late entries leave them. */
static PCARTI_INLINE void
take_time(const pcarti_cox_block *b, pcarti_cox_desk *desk, size_t *late,
          event_sums *e, size_t p)
{
    const pcarti_cox_part *part = b->part;
    const size_t *first = part->times.first + e->time;

    e->n_event = e->weight = e->risk = 0;
    for (size_t i = first[1]; i-- > first[0];) {
        double r = part->risk[i];

        e->at_risk += r;
        add_row(desk->s1, r, part->x + i * p, p);
        if (!part->event[i])
            continue;
        e->n_event++;
        e->weight += pcarti_cox_weight(part, i);
        e->risk += r;
    }
    while (part->entry && *late > b->leaving[0] &&
           part->view.start[part->entry[*late - 1]] >=
               part->times.time[e->time]) {
        size_t i = part->entry[--*late];

        e->at_risk -= part->risk[i];
        add_row(desk->s1, -part->risk[i], part->x + i * p, p);
    }
    if (e->n_event < 2)
        return; // e1 has no part: nothing of a lone event is gone
    memset(desk->e1, 0, p * sizeof *desk->e1);
    for (size_t i = first[0]; i < first[1]; i++)
        if (part->event[i])
            add_row(desk->e1, part->risk[i], part->x + i * p, p);
}

/* The events of one time, one after the other (Efron) or together (Breslow). */
static PCARTI_INLINE void
take_events(const pcarti_cox_model *w, pcarti_cox_block *b,
            pcarti_cox_desk *desk, pcarti_cox_piece *piece, const event_sums *e)
{
    size_t p = w->p;
    double n_step = w->ties == PCART_COX_EFRON ? e->n_event : 1;
    double at_risk = b->risk[1] + e->at_risk;
    const double *restrict s1 = desk->s1, *restrict e1 = desk->e1;
    const double *restrict base = desk->base, *tail_x = NULL;

    if (b->part->tail) {
        at_risk += desk->tail[--desk->n_tail];
        tail_x = desk->tail_x + desk->n_tail * p;
    }
    for (double step = 0; step < n_step; step++) {
        double gone = step / n_step;
        double *restrict sum = desk->sum + desk->n * p;

        desk->at_risk[desk->n] = at_risk - gone * e->risk;
        desk->time[desk->n] = e->time;
        desk->share[desk->n] = e->weight / n_step;
        desk->gone[desk->n] = gone;
        desk->n_step[desk->n] = n_step;
        for (size_t k = 0; k < p; k += 4)
            for (size_t l = k; l < k + 4; l++)
                sum[l] = base[l] + s1[l] - gone * e1[l];
        for (size_t k = 0; tail_x && k < p; k++)
            sum[k] += tail_x[k];
        if (++desk->n == PCARTI_COX_STEPS)
            flush(w, b, desk, piece);
    }
}

/* A block with ties or late entry. */
static PCARTI_INLINE void
scan_times(const pcarti_cox_model *w, pcarti_cox_block *b,
           pcarti_cox_desk *desk, pcarti_cox_piece *piece)
{
    size_t late = b->leaving[1], p = w->p;
    event_sums e = {0};

    if (b->part->tail && piece)
        list_tails(w, b, desk);
    memset(desk->s1, 0, (p + PCARTI_COX_SLACK) * sizeof *desk->s1);
    memset(desk->e1, 0, (p + PCARTI_COX_SLACK) * sizeof *desk->e1);
    desk->n = 0;
    for (size_t j = b->time[1]; j-- > b->time[0];) {
        e.time = j;
        take_time(b, desk, &late, &e, p);
        if (piece && e.weight > 0)
            take_events(w, b, desk, piece, &e);
    }
    b->risk[0] = e.at_risk;
    memcpy(b->risk_x[0], desk->s1, p * sizeof *desk->s1);
}

/* Nothing yet at the times of the block. */
static void
clear(const pcarti_cox_model *w, pcarti_cox_block *b, pcarti_cox_desk *desk)
{
    pcarti_cox_part *part = b->part;
    size_t from = b->time[0], n = b->time[1] - from, p = w->p;

    memset(part->step + from, 0, n * sizeof *part->step);
    if (!b->is_single) // else nothing reads it
        memset(part->own + from, 0, n * sizeof *part->own);
    b->hazard[0] = b->later[0] = 0;
    memset(desk->base, 0, (p + PCARTI_COX_SLACK) * sizeof *desk->base);
    memcpy(desk->base, b->risk_x[1], p * sizeof *desk->base);
    if (!w->has_means || !part->mean)
        return;
    desk->next_mean = b->mean;
    desk->last_time = SIZE_MAX;
    memset(part->variance + from, 0, n * sizeof *part->variance);
    if (w->means == PCARTI_COX_BASELINE)
        return;
    memset(part->mean + from * p, 0, n * p * sizeof *part->mean);
    memset(b->mean_x[0], 0, p * sizeof *part->mean);
    if (part->tail)
        memset(b->later_x[0], 0, p * sizeof *part->mean);
    if (b->is_single)
        return;
    memset(part->own_mean + from * p, 0, n * p * sizeof *part->mean);
    memset(part->event_mean + from * p, 0, n * p * sizeof *part->mean);
}

/* Sums alone, unless there is a piece. */
static PCARTI_INLINE void
scan_block(const pcarti_cox_model *w, pcarti_cox_block *b,
           pcarti_cox_desk *desk, pcarti_cox_piece *piece)
{
    if (b->is_single)
        scan_single(w, b, desk, piece);
    else
        scan_times(w, b, desk, piece);
    if (piece)
        flush(w, b, desk, piece);
}

PCARTI_VECTOR static void
scan_plain(const pcarti_cox_model *w, pcarti_cox_block *b,
           pcarti_cox_desk *desk, pcarti_cox_piece *piece)
{
    scan_block(w, b, desk, piece);
}

PCARTI_WIDE static void
scan_wide(const pcarti_cox_model *w, pcarti_cox_block *b, pcarti_cox_desk *desk,
          pcarti_cox_piece *piece)
{
    scan_block(w, b, desk, piece);
}

void
pcarti_cox_sum_risks(const pcarti_cox_model *w, pcarti_cox_block *b,
                     pcarti_cox_desk *desk)
{
    if (PCARTI_HAS_WIDE)
        scan_wide(w, b, desk, NULL);
    else
        scan_plain(w, b, desk, NULL);
}

void
pcarti_cox_scan(const pcarti_cox_model *w, pcarti_cox_block *b,
                pcarti_cox_desk *desk, pcarti_cox_piece *piece)
{
    clear(w, b, desk);
    if (PCARTI_HAS_WIDE)
        scan_wide(w, b, desk, piece);
    else
        scan_plain(w, b, desk, piece);
}
