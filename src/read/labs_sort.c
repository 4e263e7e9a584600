/* labs_sort.c -- the results of one patient in order, each once.
 * Layer: read. */
#include <string.h>

#include "read/labs.h"

enum { MERGE_FROM = 16 }; /* shorter runs are sorted by insertion */

static int
is_before(const pcart_lab *a, const pcart_lab *b)
{
    if (a->date != b->date)
        return a->date < b->date;
    if (a->minute != b->minute)
        return a->minute < b->minute;
    return a->line < b->line;
}

static int
is_same_time(const pcart_lab *a, const pcart_lab *b)
{
    return a->date == b->date && a->minute == b->minute;
}

static void
insertion_sort(pcart_lab *lab, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        pcart_lab moved = lab[i];
        size_t k = i;

        for (; k > 0 && is_before(&moved, &lab[k - 1]); k--)
            lab[k] = lab[k - 1];
        lab[k] = moved;
    }
}

/* Merge sort from the bottom up: sorted runs of `width` become twice as
 * long. */
static void
merge_sort(pcart_lab *lab, size_t n, pcart_lab *work)
{
    for (size_t from = 0; from < n; from += MERGE_FROM)
        insertion_sort(lab + from,
                       n - from < MERGE_FROM ? n - from : MERGE_FROM);
    for (size_t width = MERGE_FROM; width < n; width *= 2) {
        for (size_t from = 0; from + width < n; from += 2 * width) {
            size_t middle = from + width;
            size_t end = n - middle < width ? n : middle + width;
            size_t a = 0, b = middle, to = from;

            memcpy(work, lab + from, width * sizeof *lab);
            while (a < width)
                lab[to++] = b < end && is_before(&lab[b], &work[a]) ? lab[b++]
                                                                    : work[a++];
        }
    }
}

static int
is_sorted(const pcart_lab *lab, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (is_before(&lab[i], &lab[i - 1]))
            return 0;
    return 1;
}

/* Group the rows by analyte, keeping their order. */
static void
group(pcart_lab *lab, size_t n, pcart_lab *work,
      size_t start[PCART_N_ANALYTE + 1])
{
    size_t next[PCART_N_ANALYTE];

    memset(start, 0, (PCART_N_ANALYTE + 1) * sizeof *start);
    for (size_t i = 0; i < n; i++)
        start[lab[i].analyte + 1]++;
    for (size_t i = 0; i < PCART_N_ANALYTE; i++) {
        start[i + 1] += start[i];
        next[i] = start[i];
    }
    memcpy(work, lab, n * sizeof *lab);
    for (size_t i = 0; i < n; i++)
        lab[next[work[i].analyte]++] = work[i];
}

static void
report(pcarti_reading *reading, const pcart_lab *lab, int is_repeat)
{
    pcarti_finding finding = {
        .severity = is_repeat ? PCART_WARNING : PCART_NOTE,
        .status = PCART_E_INCONSISTENT,
        .code = is_repeat ? "row-repeated" : "lab-values-differ",
        .where = {reading->file->name, lab->line, 0, 0},
        .what = pcart_analyte_get((pcart_analyte)lab->analyte)->title,
    };

    pcarti_reading_add(reading, &finding,
                       is_repeat ? "is the same as in an earlier row, used once"
                                 : "differs from an earlier row of the same "
                                   "time, both used");
}

/* Rows of one analyte at one time: repeats go.  Returns how many stay. */
static pcart_status
settle(pcarti_reading *reading, pcart_lab *lab, size_t *n)
{
    uint64_t *key = pcart_arena_take(reading->temp, *n, sizeof *key);
    uint32_t *work = pcart_arena_take(reading->temp, *n, sizeof *work);
    unsigned char *is_repeat = pcart_arena_take(reading->temp, *n, 1);
    size_t kept = 0;

    if (!key || !work || !is_repeat)
        return pcarti_reading_no_memory(reading);
    /* Values of labs are far from 2^60: see the plausible ranges. */
    for (size_t i = 0; i < *n; i++)
        key[i] = (uint64_t)lab[i].value * 8 + lab[i].censor;
    pcarti_mark_repeats(key, *n, work, is_repeat);
    for (size_t i = 0; i < *n; i++) {
        if (i > 0)
            report(reading, &lab[i], is_repeat[i]);
        if (is_repeat[i])
            reading->use->used--;
        else
            lab[kept++] = lab[i];
    }
    *n = kept;
    return PCART_OK;
}

pcart_status
pcarti_labs_sort(pcarti_reading *reading, pcart_lab *lab, size_t *n,
                 pcart_lab *work)
{
    size_t start[PCART_N_ANALYTE + 1], kept = 0;

    group(lab, *n, work, start);
    for (size_t k = 0; k < PCART_N_ANALYTE; k++) {
        pcart_lab *run = lab + start[k];
        size_t length = start[k + 1] - start[k], to;

        if (!is_sorted(run, length))
            merge_sort(run, length, work);
        for (size_t from = 0; from < length; from = to) {
            size_t count;
            pcart_status status;

            for (to = from + 1;
                 to < length && is_same_time(&run[to], &run[from]);)
                to++;
            count = to - from;
            if (count > 1) {
                status = settle(reading, run + from, &count);
                if (status)
                    return status;
            }
            if (lab + kept != run + from)
                memmove(lab + kept, run + from, count * sizeof *lab);
            kept += count;
        }
    }
    *n = kept;
    return PCART_OK;
}
