/* fisher_ends.c -- sorted lists of the ends of paths.  Layer: stat. */
#include "stat/fisher_ends.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int
ascending_log(const void *a, const void *b)
{
    const pcarti_path *x = a, *y = b;

    return (x->log > y->log) - (x->log < y->log);
}

void
pcarti_path_sort(pcarti_path *list, size_t n)
{
    enum { FEW = 16 };

    if (n > FEW) {
        qsort(list, n, sizeof *list, ascending_log);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        pcarti_path x = list[i];
        size_t j = i;

        for (; j > 0 && list[j - 1].log > x.log; j--)
            list[j] = list[j - 1];
        list[j] = x;
    }
}

/* Room for one more end. */
static pcart_status
grow(pcarti_ends *s, pcart_arena *arena, pcart_err *err)
{
    size_t had = s->room;
    pcarti_path *unsorted = pcart_arena_grow(arena, s->unsorted, &s->room,
                                             s->n + 1, sizeof *unsorted);

    if (!unsorted)
        goto no_memory;
    s->unsorted = unsorted;
    if (s->room == had)
        return PCART_OK;
    if (s->room >= UINT32_MAX)
        return pcart_err_set(err, PCART_E_RANGE, "too many ends of paths");
    s->list = pcart_arena_take_raw(arena, s->room, sizeof *s->list);
    s->upto = pcart_arena_take_raw(arena, s->room + 1, sizeof *s->upto);
    s->bin = pcart_arena_take_raw(arena, s->room + 2, sizeof *s->bin);
    if (s->list && s->upto && s->bin)
        return PCART_OK;
no_memory:
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

pcart_status
pcarti_ends_add(pcarti_ends *ends, pcarti_path path, pcart_arena *arena,
                pcart_err *err)
{
    pcart_status st = grow(ends, arena, err);

    if (!st)
        ends->unsorted[ends->n++] = path;
    return st;
}

static size_t
bin_of(const pcarti_ends *s, double log)
{
    double at = (log - s->least) * s->scale;

    return at > 0 ? (at < (double)s->n_bin ? (size_t)at : s->n_bin - 1) : 0;
}

/* Into bins of equal width, about one end in each, and in order within them. */
void
pcarti_ends_sort(pcarti_ends *s)
{
    double most = s->unsorted[0].log, sum = 0;

    s->least = most;
    for (size_t i = 1; i < s->n; i++) {
        s->least = fmin(s->least, s->unsorted[i].log);
        most = fmax(most, s->unsorted[i].log);
    }
    s->n_bin = s->n;
    s->scale = most > s->least ? (double)s->n_bin / (most - s->least) : 0;
    memset(s->bin, 0, (s->n_bin + 2) * sizeof *s->bin);
    for (size_t i = 0; i < s->n; i++)
        s->bin[bin_of(s, s->unsorted[i].log) + 2]++;
    for (size_t b = 2; b <= s->n_bin + 1; b++)
        s->bin[b] += s->bin[b - 1];
    for (size_t i = 0; i < s->n; i++)
        s->list[s->bin[bin_of(s, s->unsorted[i].log) + 1]++] = s->unsorted[i];
    for (size_t b = 0; b < s->n_bin; b++)
        if (s->bin[b + 1] - s->bin[b] > 1)
            pcarti_path_sort(s->list + s->bin[b], s->bin[b + 1] - s->bin[b]);
    for (size_t i = 0; i < s->n; i++) {
        s->upto[i] = sum;
        sum += s->list[i].weight;
    }
    s->upto[s->n] = sum;
}

double
pcarti_ends_upto(const pcarti_ends *s, double limit)
{
    size_t b = bin_of(s, limit), low = s->bin[b], high = s->bin[b + 1];

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (s->list[mid].log <= limit)
            low = mid + 1;
        else
            high = mid;
    }
    return s->upto[low];
}
