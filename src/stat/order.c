/*
 * order.c -- stable order of numbers by radix sort.  Layer: stat.
 *
 * A double with its sign folded in compares as an unsigned integer.  Its
 * leading bits, counted from where the numbers begin to differ, are sorted with
 * the place in one word, in as many counting passes as it takes to leave few
 * pairs of numbers that agree in them; whole days differ in those bits, and
 * continuous times almost always.  What they leave open is settled run by run.
 */
#include "stat/order.h"

#include <string.h>

enum {
    LEAD = 32, // bits of a word that are not the place
    /* A run of equal leading bits up to here is sorted by insertion. */
    SHORT_RUN = 32
};

typedef struct work {
    const double *value;
    const int *status; // or NULL
    size_t n;
    int n_pass, digit;   // of the radix sort
    uint32_t *count;     // n_pass x 2^digit
    uint64_t *from, *to; // n words each
    uint32_t *order;
    double *sorted;
} work;

static uint64_t
key_of(double value)
{
    const uint64_t sign = UINT64_C(1) << 63;
    uint64_t bits;

    value += 0.0; // -0 becomes 0
    memcpy(&bits, &value, sizeof bits);
    return bits & sign ? ~bits : bits | sign;
}

/* Few numbers need few bits, and short tables of counts. */
static void
plan_passes(work *w)
{
    w->n_pass = w->n >= 2048 && w->n < 32768 ? 2 : 3;
    w->digit = w->n < 2048 ? 8 : 11;
}

/* Words of the leading bits and the place; counts of their digits. */
static void
make_words(work *w)
{
    uint64_t least = UINT64_MAX, most = 0;
    int shift = 0, bits = w->n_pass * w->digit;
    uint32_t mask = (UINT32_C(1) << w->digit) - 1;
    uint32_t *c0 = w->count, *c1 = c0 + mask + 1, *c2 = c1 + mask + 1;

    for (size_t i = 0; i < w->n; i++) {
        uint64_t key = key_of(w->value[i]);

        least = key < least ? key : least;
        most = key > most ? key : most;
    }
    bits = bits < LEAD ? bits : LEAD;
    while ((most - least) >> shift >> bits)
        shift++;
    for (size_t i = 0; i < w->n; i++) {
        uint32_t lead = (uint32_t)((key_of(w->value[i]) - least) >> shift);

        w->from[i] = (uint64_t)lead << LEAD | i;
        c0[lead & mask]++;
        c1[lead >> w->digit & mask]++;
        if (w->n_pass > 2)
            c2[lead >> 2 * w->digit & mask]++;
    }
}

/* Sort words by their leading bits.  Digits that all share need no pass. */
static void
sort_words(work *w)
{
    uint64_t mask = (UINT64_C(1) << w->digit) - 1;

    for (int pass = 0; pass < w->n_pass; pass++) {
        int shift = LEAD + w->digit * pass;
        uint32_t *bin = w->count + (size_t)pass * (mask + 1), at = 0;
        uint64_t *from = w->from, *to = w->to;

        if (bin[from[0] >> shift & mask] == w->n)
            continue;
        for (size_t b = 0; b <= mask; b++) {
            uint32_t here = bin[b];

            bin[b] = at;
            at += here;
        }
        for (size_t i = 0; i < w->n; i++)
            to[bin[from[i] >> shift & mask]++] = from[i];
        w->from = to;
        w->to = from;
    }
}

/* Whether place a stands before place b. */
static int
is_before(const work *w, uint32_t a, uint32_t b)
{
    if (w->value[a] != w->value[b])
        return w->value[a] < w->value[b];
    if (w->status && !w->status[a] != !w->status[b])
        return w->status[a] != 0;
    return a < b;
}

static void
insert_run(const work *w, uint32_t *run, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint32_t place = run[i];
        size_t j = i;

        for (; j > 0 && is_before(w, place, run[j - 1]); j--)
            run[j] = run[j - 1];
        run[j] = place;
    }
}

/* Places of one number, in ascending order: those with a status first. */
static void
part_run(const work *w, uint32_t *run, size_t n, uint32_t *spare)
{
    size_t n_first = 0, n_rest = 0;

    for (size_t i = 0; i < n; i++)
        if (w->status[run[i]])
            run[n_first++] = run[i];
        else
            spare[n_rest++] = run[i];
    memcpy(run + n_first, spare, n_rest * sizeof *run);
}

static void
merge_run(const work *w, uint32_t *run, size_t n, uint32_t *spare)
{
    for (size_t i = 0; i < n; i += SHORT_RUN)
        insert_run(w, run + i, n - i < SHORT_RUN ? n - i : SHORT_RUN);
    for (size_t width = SHORT_RUN; width < n; width *= 2)
        for (size_t from = 0; from + width < n; from += 2 * width) {
            size_t middle = from + width, a = 0, b = middle, at = from;
            size_t end = n - middle < width ? n : middle + width;

            memcpy(spare, run + from, width * sizeof *spare);
            while (a < width && b < end)
                run[at++] =
                    is_before(w, run[b], spare[a]) ? run[b++] : spare[a++];
            memcpy(run + at, spare + a, (width - a) * sizeof *run);
        }
}

/* Put a run of equal leading bits in order. */
static void
settle_run(const work *w, uint32_t *run, size_t n)
{
    uint32_t *spare = (uint32_t *)w->to; // free by now
    int is_mixed = 0, is_one = 1;

    for (size_t i = 1; i < n; i++) {
        is_mixed |= !is_before(w, run[i - 1], run[i]);
        is_one &= w->value[run[i]] == w->value[run[0]];
    }
    if (!is_mixed)
        return;
    if (n <= SHORT_RUN)
        insert_run(w, run, n);
    else if (is_one)
        part_run(w, run, n, spare);
    else
        merge_run(w, run, n, spare);
}

static void
settle(work *w)
{
    const uint64_t *word = w->from;

    for (size_t i = 0; i < w->n; i++)
        w->order[i] = (uint32_t)word[i];
    for (size_t i = 1, from = 0; i <= w->n; i++) {
        if (i < w->n && word[i] >> LEAD == word[from] >> LEAD)
            continue;
        if (i - from > 1)
            settle_run(w, w->order + from, i - from);
        from = i;
    }
    for (size_t i = 0; w->sorted && i < w->n; i++)
        w->sorted[i] = w->value[w->order[i]];
}

pcart_status
pcarti_order_into(const double *value, const int *status, size_t n,
                  pcart_arena *scratch, pcarti_sorted *out, pcart_err *err)
{
    work w = {.value = value,
              .status = status,
              .n = n,
              .order = out->order,
              .sorted = out->value};

    if (n > UINT32_MAX)
        return pcart_err_set(err, PCART_E_RANGE,
                             "more than 4,294,967,295 rows");
    if (!n)
        return PCART_OK;
    plan_passes(&w);
    w.count =
        pcart_arena_take(scratch, (size_t)w.n_pass << w.digit, sizeof *w.count);
    w.from = pcart_arena_take_raw(scratch, n, sizeof *w.from);
    w.to = pcart_arena_take_raw(scratch, n, sizeof *w.to);
    if (!w.count || !w.from || !w.to)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    make_words(&w);
    sort_words(&w);
    settle(&w);
    return PCART_OK;
}

pcart_status
pcarti_order(const double *value, size_t n, const int *status,
             pcart_arena *arena, uint32_t **out, pcart_err *err)
{
    pcarti_sorted sorted = {0};
    pcart_arena scratch;
    pcart_status st;

    sorted.order = pcart_arena_take_raw(arena, n ? n : 1, sizeof *sorted.order);
    if (!sorted.order)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    pcart_arena_init(&scratch, &arena->alloc);
    st = pcarti_order_into(value, status, n, &scratch, &sorted, err);
    pcart_arena_release(&scratch);
    if (!st)
        *out = sorted.order;
    return st;
}

pcart_status
pcarti_rank(const double *value, size_t n, pcart_arena *arena, double *rank,
            double *ties, pcart_err *err)
{
    uint32_t *order = NULL;
    double sum = 0;
    pcart_status st = pcarti_order(value, n, NULL, arena, &order, err);

    if (st)
        return st;
    for (size_t i = 0, end; i < n; i = end) {
        double t;

        for (end = i + 1; end < n && value[order[end]] == value[order[i]];)
            end++;
        t = (double)(end - i);
        sum += t * t * t - t;
        for (size_t j = i; j < end; j++)
            rank[order[j]] = ((double)i + 1 + (double)end) / 2;
    }
    if (ties)
        *ties = sum;
    return PCART_OK;
}
