/*
 * order.c -- stable order of numbers by radix sort.  Layer: stat.
 *
 * A double with its sign folded in compares as an unsigned integer.  Its
 * leading bits, counted from where the numbers begin to differ, are sorted with
 * the place in one word, in as many counting passes as it takes to leave few
 * pairs of numbers that agree in them; whole days differ in those bits, and
 * continuous times almost always.  What they leave open is settled run by run.
 *
 * Many numbers are first dealt into bins by their first bits, so that the
 * passes over a bin stay in the cache; chunks of rows, then bins, may go to
 * several threads.  A stable order is one order however it was come by.
 */
#include "stat/order.h"

#include <string.h>

#include "stat/parallel.h"
#include "stat/vector.h"

enum {
    LEAD = 32, // bits of a word that are not the place
    /* A run of equal leading bits up to here is sorted by insertion. */
    SHORT_RUN = 32,
    DIGIT = 11, // bits of a pass, and of the bins
    N_BIN = 1 << DIGIT,
    MANY = 65536,       // numbers from here on are dealt into bins
    CHUNK_OF_ONE = 4,   // chunks of each thread
    MOST_CHUNK = 4 * 64 // of all threads
};

typedef struct work {
    const double *value;
    const int *status; // or NULL
    size_t n;
    uint64_t *from, *to; // n words each
    uint32_t *order;
    double *sorted;
    uint64_t least;  // key
    int shift;       // of a key less the least: its leading bits
    int is_signed;   // some number is below 0
    size_t n_chunk;  // of rows
    double *extreme; // least and greatest number of each chunk
    uint32_t *count; // n_chunk x N_BIN
    uint32_t *bin;   // N_BIN + 1: where bins begin
    size_t *unit;    // n_unit + 1: bins that are sorted together
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
settle_run(const work *w, uint32_t *run, size_t n, uint32_t *spare)
{
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

PCARTI_VECTOR static void
take_places(const uint64_t *restrict word, size_t n, uint32_t *restrict order)
{
    for (size_t i = 0; i < n; i++)
        order[i] = (uint32_t)word[i];
}

/*
 * Places and numbers of `n` sorted words, to row `at` on; neighbours that
 * differ by bits below `one` only are settled.  `spare` has room for n places.
 */
static void
settle(const work *w, const uint64_t *word, size_t n, uint64_t one, size_t at,
       uint32_t *spare)
{
    uint32_t *order = w->order + at;
    double *sorted = w->sorted ? w->sorted + at : NULL;

    take_places(word, n, order);
    for (size_t i = 1; i < n; i++) {
        size_t from = i - 1;

        if ((word[i] ^ word[from]) >= one)
            continue;
        while (i < n && (word[i] ^ word[from]) < one)
            i++;
        settle_run(w, order + from, i - from, spare);
    }
    for (size_t i = 0; sorted && i < n; i++)
        sorted[i] = w->value[order[i]];
}

/* One counting pass by the `digit` bits from bit `shift` on. */
static void
pass(const uint64_t *from, uint64_t *to, size_t n, int shift, uint32_t *bin,
     size_t n_bin)
{
    uint64_t mask = n_bin - 1;
    uint32_t at = 0;

    for (size_t b = 0; b < n_bin; b++) {
        uint32_t here = bin[b];

        bin[b] = at;
        at += here;
    }
    for (size_t i = 0; i < n; i++)
        to[bin[from[i] >> shift & mask]++] = from[i];
}

/*
 * Sort `n` words by up to 2 x 11 bits below bit `high` and settle the rest.
 * Digits that all share need no pass.
 */
static void
sort_words(const work *w, uint64_t *from, uint64_t *to, size_t n, int high,
           size_t at)
{
    uint32_t bin[2][N_BIN];
    int digit = n < 2048 ? 8 : DIGIT;
    int low = high - 2 * digit > LEAD ? high - 2 * digit : LEAD;
    size_t n_bin = (size_t)1 << digit;
    uint64_t mask = n_bin - 1, *spare;

    if (n <= SHORT_RUN) {
        /* nothing agrees for a start: all words are one run */
        settle(w, from, n, UINT64_MAX, at, (uint32_t *)to);
        return;
    }
    memset(bin[0], 0, n_bin * sizeof *bin[0]);
    memset(bin[1], 0, n_bin * sizeof *bin[1]);
    for (size_t i = 0; i < n; i++) {
        bin[0][from[i] >> low & mask]++;
        bin[1][from[i] >> low >> digit & mask]++;
    }
    for (int k = 0; k < 2; k++) {
        int shift = low + k * digit;

        if (bin[k][from[0] >> shift & mask] == n)
            continue;
        pass(from, to, n, shift, bin[k], n_bin);
        spare = from;
        from = to;
        to = spare;
    }
    settle(w, from, n, UINT64_C(1) << low, at, (uint32_t *)to);
}

static size_t
row_of(const work *w, size_t chunk)
{
    return w->n / w->n_chunk * chunk +
           (chunk < w->n % w->n_chunk ? chunk : w->n % w->n_chunk);
}

PCARTI_VECTOR static void
find_extreme(void *context, size_t chunk)
{
    const work *w = context;
    const double *value = w->value;
    size_t i = row_of(w, chunk), end = row_of(w, chunk + 1);
    double least[4], most[4];

    for (size_t k = 0; k < 4; k++)
        least[k] = most[k] = value[i];
    for (; i + 4 <= end; i += 4)
        for (size_t k = 0; k < 4; k++) {
            double v = value[i + k];

            least[k] = v < least[k] ? v : least[k];
            most[k] = v > most[k] ? v : most[k];
        }
    for (; i < end; i++) {
        least[0] = value[i] < least[0] ? value[i] : least[0];
        most[0] = value[i] > most[0] ? value[i] : most[0];
    }
    for (size_t k = 1; k < 4; k++) {
        least[0] = least[k] < least[0] ? least[k] : least[0];
        most[0] = most[k] > most[0] ? most[k] : most[0];
    }
    w->extreme[2 * chunk] = least[0];
    w->extreme[2 * chunk + 1] = most[0];
}

/* Where the numbers begin to differ: `bits` leading bits are kept. */
static void
find_shift(work *w, int bits)
{
    double least = w->extreme[0], most = w->extreme[1];

    for (size_t k = 1; k < w->n_chunk; k++) {
        double low = w->extreme[2 * k], high = w->extreme[2 * k + 1];

        least = low < least ? low : least;
        most = high > most ? high : most;
    }
    w->is_signed = least < 0;
    w->least = key_of(least);
    while ((key_of(most) - w->least) >> w->shift >> bits)
        w->shift++;
}

/* Words of the leading bits and the place. */
PCARTI_VECTOR static void
make_words(const work *w, uint64_t *restrict word, size_t from, size_t end)
{
    const double *restrict value = w->value;
    uint64_t least = w->least;
    int shift = w->shift;

    if (w->is_signed) {
        for (size_t i = from; i < end; i++)
            word[i] = (key_of(value[i]) - least) >> shift << LEAD | i;
        return;
    }
    least ^= UINT64_C(1) << 63;
    for (size_t i = from; i < end; i++) {
        double v = value[i] + 0.0; // -0 becomes 0
        uint64_t bits;

        memcpy(&bits, &v, sizeof bits);
        word[i] = (bits - least) >> shift << LEAD | i;
    }
}

static void
count_chunk(void *context, size_t chunk)
{
    const work *w = context;
    uint32_t *count = w->count + chunk * N_BIN;
    size_t from = row_of(w, chunk), end = row_of(w, chunk + 1);

    make_words(w, w->to, from, end);
    for (size_t i = from; i < end; i++)
        count[w->to[i] >> (64 - DIGIT)]++;
}

/* Bin by bin, of each bin chunk by chunk: the order of rows is kept. */
static void
place_bins(work *w)
{
    uint32_t at = 0;

    for (size_t b = 0; b < N_BIN; b++) {
        w->bin[b] = at;
        for (size_t k = 0; k < w->n_chunk; k++) {
            uint32_t here = w->count[k * N_BIN + b];

            w->count[k * N_BIN + b] = at;
            at += here;
        }
    }
    w->bin[N_BIN] = at;
}

static void
deal_chunk(void *context, size_t chunk)
{
    const work *w = context;
    uint32_t *at = w->count + chunk * N_BIN;

    for (size_t i = row_of(w, chunk), end = row_of(w, chunk + 1); i < end; i++)
        w->from[at[w->to[i] >> (64 - DIGIT)]++] = w->to[i];
}

/* Bins of some thousand numbers are a unit of work. */
static void
sort_unit(void *context, size_t unit)
{
    const work *w = context;

    for (size_t b = w->unit[unit]; b < w->unit[unit + 1]; b++) {
        size_t at = w->bin[b], n = w->bin[b + 1] - at;

        if (n)
            sort_words(w, w->from + at, w->to + at, n, 64 - DIGIT, at);
    }
}

static size_t
find_units(const work *w)
{
    size_t n_unit = 0, least = w->n / 64, begin = 0;

    w->unit[0] = 0;
    for (size_t b = 1; b <= N_BIN; b++) {
        if (w->bin[b] - begin < least && b < N_BIN)
            continue;
        begin = w->bin[b];
        w->unit[++n_unit] = b;
    }
    return n_unit;
}

static pcart_status
sort_many(work *w, int threads, pcart_arena *scratch, pcart_err *err)
{
    size_t n_chunk = threads > 1 ? (size_t)threads * CHUNK_OF_ONE : 1;

    w->n_chunk = n_chunk < MOST_CHUNK ? n_chunk : MOST_CHUNK;
    w->extreme = pcart_arena_take(scratch, w->n_chunk, 2 * sizeof *w->extreme);
    w->count = pcart_arena_take(scratch, w->n_chunk * N_BIN, sizeof *w->count);
    w->bin = pcart_arena_take(scratch, N_BIN + 1, sizeof *w->bin);
    w->unit = pcart_arena_take(scratch, N_BIN + 1, sizeof *w->unit);
    if (!w->extreme || !w->count || !w->bin || !w->unit)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    pcarti_parallel(threads, w->n_chunk, find_extreme, w);
    find_shift(w, LEAD);
    pcarti_parallel(threads, w->n_chunk, count_chunk, w);
    place_bins(w);
    pcarti_parallel(threads, w->n_chunk, deal_chunk, w);
    pcarti_parallel(threads, find_units(w), sort_unit, w);
    return PCART_OK;
}

/* Few numbers need few bits, and short tables of counts. */
static void
sort_few(work *w)
{
    double extreme[2];
    int bits = w->n < 2048 ? 16 : 2 * DIGIT;

    w->n_chunk = 1;
    w->extreme = extreme;
    find_extreme(w, 0);
    find_shift(w, bits);
    make_words(w, w->from, 0, w->n);
    sort_words(w, w->from, w->to, w->n, LEAD + bits, 0);
}

pcart_status
pcarti_order_into(const double *value, const int *status, size_t n,
                  const pcarti_order_options *options, pcarti_sorted *out,
                  pcart_err *err)
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
    w.from = pcart_arena_take_raw(options->scratch, n, sizeof *w.from);
    w.to = pcart_arena_take_raw(options->scratch, n, sizeof *w.to);
    if (!w.from || !w.to)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    if (n >= MANY)
        return sort_many(&w, options->threads, options->scratch, err);
    sort_few(&w);
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
    st = pcarti_order_into(value, status, n,
                           &(pcarti_order_options){.scratch = &scratch},
                           &sorted, err);
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
