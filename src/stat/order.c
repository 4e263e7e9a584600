/*
 * order.c -- stable order of numbers by radix sort.  Layer: stat.
 *
 * A double with its sign folded in compares as an unsigned integer.  Its
 * leading 32 bits, counted from where the numbers begin to differ, are sorted
 * with the place in one word, three counting passes of 11 bits; whole days
 * differ in those bits, and continuous times almost always.  What they leave
 * open is settled run by run, or, where runs are long, by the remaining bits.
 */
#include "stat/order.h"

#include <string.h>

enum {
    DIGIT = 11,
    N_BIN = 1 << DIGIT,
    N_PASS = 3,
    /* A run of equal leading bits up to here is sorted by insertion. */
    SHORT_RUN = 48
};

static uint64_t
key_of(double value)
{
    const uint64_t sign = UINT64_C(1) << 63;
    uint64_t bits;

    value += 0.0; // -0 becomes 0
    memcpy(&bits, &value, sizeof bits);
    return bits & sign ? ~bits : bits | sign;
}

/*
 * Stable order of words by their upper 32 bits.  Bits that all words share cost
 * a look and no pass.  Returns where the result is.
 */
static uint64_t *
sort_words(uint64_t *from, uint64_t *to, size_t n, size_t (*count)[N_BIN])
{
    for (int pass = 0; pass < N_PASS; pass++) {
        int shift = 32 + DIGIT * pass;
        size_t *bin = count[pass], at = 0;
        uint64_t *swap;

        if (bin[from[0] >> shift & (N_BIN - 1)] == n)
            continue;
        for (int b = 0; b < N_BIN; b++) {
            size_t here = bin[b];

            bin[b] = at;
            at += here;
        }
        for (size_t i = 0; i < n; i++)
            to[bin[from[i] >> shift & (N_BIN - 1)]++] = from[i];
        swap = from;
        from = to;
        to = swap;
    }
    return from;
}

/* One pass over all places: words of the leading bits, sorted. */
typedef struct work {
    const double *value;
    size_t n;
    uint64_t *a, *b;
    size_t (*count)[N_BIN];
} work;

static uint64_t *
sort_by(work *w, uint64_t least, int shift)
{
    memset(w->count, 0, N_PASS * sizeof *w->count);
    for (size_t i = 0; i < w->n; i++) {
        uint64_t place = w->a[i] & UINT32_MAX;
        uint64_t lead = (key_of(w->value[place]) - least) >> shift;

        lead &= UINT32_MAX;
        w->a[i] = lead << 32 | place;
        for (int pass = 0; pass < N_PASS; pass++)
            w->count[pass][lead >> (DIGIT * pass) & (N_BIN - 1)]++;
    }
    return sort_words(w->a, w->b, w->n, w->count);
}

/* Order a run by the whole number, equal ones as they stand. */
static void
insert_run(const double *value, uint64_t *run, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint64_t word = run[i];
        double v = value[word & UINT32_MAX];
        size_t j = i;

        for (; j > 0 && value[run[j - 1] & UINT32_MAX] > v; j--)
            run[j] = run[j - 1];
        run[j] = word;
    }
}

/* Settle runs of equal leading bits; 0 if one is long and not all equal. */
static int
settle_runs(const double *value, uint64_t *word, size_t n)
{
    for (size_t i = 0, end; i < n; i = end) {
        int is_mixed = 0;

        for (end = i + 1; end < n && word[end] >> 32 == word[i] >> 32; end++)
            is_mixed |=
                value[word[end] & UINT32_MAX] != value[word[i] & UINT32_MAX];
        if (!is_mixed)
            continue;
        if (end - i > SHORT_RUN)
            return 0;
        insert_run(value, word + i, end - i);
    }
    return 1;
}

static uint64_t *
sort_all(work *w)
{
    uint64_t least = UINT64_MAX, most = 0, *sorted;
    int shift = 0;

    for (size_t i = 0; i < w->n; i++) {
        uint64_t key = key_of(w->value[i]);

        least = key < least ? key : least;
        most = key > most ? key : most;
    }
    while ((most - least) >> shift > UINT32_MAX)
        shift++;
    sorted = sort_by(w, least, shift);
    if (!shift || settle_runs(w->value, sorted, w->n))
        return sorted;
    /* long runs: the low bits first, then the leading ones again */
    if (sorted != w->a) {
        w->b = w->a;
        w->a = sorted;
    }
    sorted = sort_by(w, least, 0);
    if (sorted != w->a) {
        w->b = w->a;
        w->a = sorted;
    }
    return sort_by(w, least, 32);
}

pcart_status
pcarti_order(const double *value, size_t n, const uint32_t *first,
             pcart_arena *arena, uint32_t **out, pcart_err *err)
{
    pcart_arena scratch;
    pcart_status st = PCART_OK;
    uint32_t *order = NULL;
    work w = {.value = value, .n = n};

    if (n > UINT32_MAX)
        return pcart_err_set(err, PCART_E_RANGE,
                             "more than 4,294,967,295 rows");
    pcart_arena_init(&scratch, &arena->alloc);
    order = pcart_arena_take(arena, n ? n : 1, sizeof *order);
    w.count = pcart_arena_take(&scratch, N_PASS, sizeof *w.count);
    w.a = pcart_arena_take(&scratch, n ? n : 1, sizeof *w.a);
    w.b = pcart_arena_take(&scratch, n ? n : 1, sizeof *w.b);
    if (!order || !w.count || !w.a || !w.b) {
        st = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        goto done;
    }
    for (size_t i = 0; i < n; i++)
        w.a[i] = first ? first[i] : i;
    if (n) {
        const uint64_t *sorted = sort_all(&w);

        for (size_t i = 0; i < n; i++)
            order[i] = (uint32_t)sorted[i];
    }
    *out = order;
done:
    pcart_arena_release(&scratch);
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
