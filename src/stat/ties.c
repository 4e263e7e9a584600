/* ties.c -- times that are one by the rule of R survival.  Layer: stat. */
#include "stat/ties.h"

#include <math.h>

#include "stat/parallel.h"
#include "stat/vector.h"

/* R's all.equal tolerance, sqrt(DBL_EPSILON), by which survival merges. */
#define MERGE_TOLERANCE 1.4901161193847656e-08

enum {
    BLOCK = 65536,
    TILE = 64,
    /* A run of merged times up to here is put in order by insertion. */
    SHORT_RUN = 32
};

typedef struct block {
    double sum, n_distinct; // of the distinct times that begin in it
    size_t n_close;         // times that may be merged with the one before
} block;

typedef struct work {
    const pcarti_ties *ties;
    block *block;
    uint32_t *close; // room for each row: those of a block from its first on
    double mean, near;
} work;

/* Four sums side by side: one would wait for itself at every number. */
PCARTI_VECTOR static void
sum_block(void *context, size_t b)
{
    const work *w = context;
    const double *time = w->ties->time;
    size_t i = b * BLOCK, n = w->ties->n, end = n - i < BLOCK ? n : i + BLOCK;
    double sum[4] = {0}, count[4] = {0};

    if (i == 0) {
        sum[0] = time[0];
        count[0] = 1;
        i++;
    }
    for (; i + 4 <= end; i += 4)
        for (size_t k = 0; k < 4; k++) {
            double is_new = time[i + k] != time[i + k - 1] ? 1 : 0;

            sum[k] += is_new * fabs(time[i + k]);
            count[k] += is_new;
        }
    for (; i < end; i++)
        if (time[i] != time[i - 1]) {
            sum[0] += fabs(time[i]);
            count[0]++;
        }
    w->block[b].sum = (sum[0] + sum[1]) + (sum[2] + sum[3]);
    w->block[b].n_distinct = (count[0] + count[1]) + (count[2] + count[3]);
}

/* The times of a block that are close behind the time before. */
PCARTI_VECTOR static void
list_block(void *context, size_t b)
{
    const work *w = context;
    const double *time = w->ties->time;
    double near = w->near;
    size_t i = b * BLOCK, n = w->ties->n, end = n - i < BLOCK ? n : i + BLOCK;
    uint32_t *close = w->close + i;
    size_t n_close = 0;

    i += i == 0;
    for (size_t stop; i < end; i = stop) {
        long long is_any = 0;

        stop = end - i < TILE ? end : i + TILE;
        for (size_t k = i; k < stop; k++) {
            double step = time[k] - time[k - 1];

            is_any |= (step > 0) & (step <= near);
        }
        for (size_t k = i; is_any && k < stop; k++) {
            double step = time[k] - time[k - 1];

            close[n_close] = (uint32_t)k;
            n_close += (step > 0) & (step <= near);
        }
    }
    w->block[b].n_close = n_close;
}

static int
is_one(const work *w, double step)
{
    return step <= MERGE_TOLERANCE ||
           (step <= w->near && step / w->mean <= MERGE_TOLERANCE);
}

/* Whether row a stands before row b of the same time. */
static int
is_before(const int *status, uint32_t a, uint32_t b)
{
    return !status[a] != !status[b] ? status[a] != 0 : a < b;
}

/* Rows of one merged time in their order; 0 if there are too many of them. */
static int
settle_run(const int *status, uint32_t *row, size_t n)
{
    int is_mixed = 0;

    for (size_t i = 1; i < n; i++)
        is_mixed |= !is_before(status, row[i - 1], row[i]);
    if (!is_mixed)
        return 1;
    if (n > SHORT_RUN)
        return 0;
    for (size_t i = 1; i < n; i++) {
        uint32_t here = row[i];
        size_t j = i;

        for (; j > 0 && is_before(status, here, row[j - 1]); j--)
            row[j] = row[j - 1];
        row[j] = here;
    }
    return 1;
}

/* The run that goes on with time `i`; returns its end. */
static size_t
merge_run(const work *w, pcarti_ties *ties, size_t i)
{
    double *time = ties->time, first = time[i - 1], last;
    size_t begin = i - 1;

    do {
        last = time[i];
        time[i++] = first;
    } while (i < ties->n && is_one(w, time[i] - last));
    if (!ties->row)
        return i;
    while (begin > 0 && time[begin - 1] == first)
        begin--;
    if (!settle_run(ties->status, ties->row + begin, i - begin))
        ties->is_unsettled = 1;
    return i;
}

pcart_status
pcarti_ties_merge(pcarti_ties *ties, int threads, pcart_arena *scratch,
                  pcart_err *err)
{
    size_t n_block = ties->n / BLOCK + (ties->n % BLOCK != 0), done = 0;
    work w = {.ties = ties};
    double sum = 0, n_distinct = 0;

    ties->is_unsettled = 0;
    if (!ties->n)
        return PCART_OK;
    w.block = pcart_arena_take(scratch, n_block, sizeof *w.block);
    w.close = pcart_arena_take_raw(scratch, ties->n, sizeof *w.close);
    if (!w.block || !w.close)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    pcarti_parallel(threads, n_block, sum_block, &w);
    for (size_t b = 0; b < n_block; b++) {
        sum += w.block[b].sum;
        n_distinct += w.block[b].n_distinct;
    }
    w.mean = sum / n_distinct;
    /* beyond it no division is needed */
    w.near = fmax(2 * MERGE_TOLERANCE * w.mean, MERGE_TOLERANCE);
    pcarti_parallel(threads, n_block, list_block, &w);
    for (size_t b = 0; b < n_block; b++)
        for (size_t k = 0; k < w.block[b].n_close; k++) {
            size_t i = w.close[b * BLOCK + k];

            if (i >= done && is_one(&w, ties->time[i] - ties->time[i - 1]))
                done = merge_run(&w, ties, i);
        }
    return PCART_OK;
}
