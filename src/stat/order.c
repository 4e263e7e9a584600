/*
 * order.c -- stable order of numbers by radix sort.  Layer: stat.
 *
 * A double with its sign folded in compares as an unsigned integer, so eight
 * counting passes of one byte order any column; a byte that all numbers share
 * (most of them, for whole days) costs one look and no pass.
 */
#include "stat/order.h"

#include <string.h>

/* A number with its place, moved together so that memory is read in order. */
typedef struct keyed {
    uint64_t key;
    uint32_t place;
} keyed;

enum { N_PASS = 8, N_BIN = 256 };

static uint64_t
key_of(double value)
{
    const uint64_t sign = UINT64_C(1) << 63;
    uint64_t bits;

    value += 0.0; // -0 becomes 0
    memcpy(&bits, &value, sizeof bits);
    return bits & sign ? ~bits : bits | sign;
}

static void
sort_keyed(keyed *from, keyed *to, size_t n, size_t (*count)[N_BIN],
           keyed **sorted)
{
    for (int pass = 0; pass < N_PASS; pass++) {
        size_t *bin = count[pass], at = 0;
        keyed *swap;

        if (bin[from[0].key >> (8 * pass) & 0xff] == n)
            continue;
        for (int b = 0; b < N_BIN; b++) {
            size_t here = bin[b];

            bin[b] = at;
            at += here;
        }
        for (size_t i = 0; i < n; i++)
            to[bin[from[i].key >> (8 * pass) & 0xff]++] = from[i];
        swap = from;
        from = to;
        to = swap;
    }
    *sorted = from;
}

pcart_status
pcarti_order(const double *value, size_t n, const uint32_t *first,
             pcart_arena *arena, uint32_t **out, pcart_err *err)
{
    pcart_arena scratch;
    pcart_status st = PCART_OK;
    uint32_t *order = NULL;
    size_t(*count)[N_BIN] = NULL;
    keyed *a = NULL, *b = NULL, *sorted = NULL;

    if (n > UINT32_MAX)
        return pcart_err_set(err, PCART_E_RANGE,
                             "more than 4,294,967,295 rows");
    pcart_arena_init(&scratch, &arena->alloc);
    order = pcart_arena_take(arena, n ? n : 1, sizeof *order);
    count = pcart_arena_take(&scratch, N_PASS, sizeof *count);
    a = pcart_arena_take(&scratch, n ? n : 1, sizeof *a);
    b = pcart_arena_take(&scratch, n ? n : 1, sizeof *b);
    if (!order || !count || !a || !b) {
        st = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        goto done;
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t place = first ? first[i] : (uint32_t)i;
        uint64_t key = key_of(value[place]);

        a[i] = (keyed){key, place};
        for (int pass = 0; pass < N_PASS; pass++)
            count[pass][key >> (8 * pass) & 0xff]++;
    }
    if (n) {
        sort_keyed(a, b, n, count, &sorted);
        for (size_t i = 0; i < n; i++)
            order[i] = sorted[i].place;
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
