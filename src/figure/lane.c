/* lane.c -- keeps labels and bars apart.  Layer: figure. */
#include "figure/lane.h"

/* Whether span i can lie in @p row beside those before it. */
static int
is_free(const pcarti_span *span, size_t i, size_t row, double gap)
{
    for (size_t k = 0; k < i; k++) {
        if (span[k].row == row && span[k].from < span[i].to + gap &&
            span[i].from < span[k].to + gap)
            return 0;
    }
    return 1;
}

size_t
pcarti_lane_pack(pcarti_span *span, size_t n, double gap, size_t limit)
{
    size_t rows = 0;

    for (size_t i = 0; i < n; i++) {
        size_t row = 0;

        while (row < rows && !is_free(span, i, row, gap))
            row++;
        if (limit > 0 && row >= limit)
            row = limit - 1;
        span[i].row = row;
        if (row >= rows)
            rows = row + 1;
    }
    return rows;
}

void
pcarti_lane_spread(double *at, size_t *order, size_t n, double gap, double low,
                   double high)
{
    if (n == 0)
        return;
    for (size_t i = 0; i < n; i++) { // few labels: insertion, and it is stable
        size_t k = i;

        for (; k > 0 && at[order[k - 1]] > at[i]; k--)
            order[k] = order[k - 1];
        order[k] = i;
    }
    /* Several sweeps, each sharing the lack of room between neighbours. */
    for (int sweep = 0; sweep < 60; sweep++) {
        for (size_t i = 1; i < n; i++) {
            const double lack = gap - (at[order[i]] - at[order[i - 1]]);

            if (lack > 0) {
                at[order[i - 1]] -= lack / 2;
                at[order[i]] += lack / 2;
            }
        }
        if (at[order[0]] < low)
            at[order[0]] = low;
        if (at[order[n - 1]] > high)
            at[order[n - 1]] = high;
    }
    for (size_t i = 1; i < n; i++) {
        if (at[order[i]] < at[order[i - 1]] + gap)
            at[order[i]] = at[order[i - 1]] + gap;
    }
    if (at[order[n - 1]] <= high)
        return;
    at[order[n - 1]] = high;
    for (size_t i = n - 1; i > 0 && at[order[i - 1]] > at[order[i]] - gap; i--)
        at[order[i - 1]] = at[order[i]] - gap;
}
