/* lane.h -- keeps labels and bars apart.  Layer: figure. */
#ifndef PCARTI_LANE_H
#define PCARTI_LANE_H

#include <stddef.h>

/* Something from pixel from to pixel to; row is set by the packing. */
typedef struct pcarti_span {
    double from, to;
    size_t row;
} pcarti_span;

/*
 * Give each span the first row where it touches no earlier span, in the given
 * order; at most @p limit rows (0: as many as needed), beyond which the last
 * row is shared.  Returns the number of rows used.
 */
size_t pcarti_lane_pack(pcarti_span *span, size_t n, double gap, size_t limit);

/*
 * Move @p at (in any order) as little as possible so that neighbours are at
 * least @p gap apart and all lie within low and high, as far as there is room.
 * @p order is scratch of n items.
 */
void pcarti_lane_spread(double *at, size_t *order, size_t n, double gap,
                        double low, double high);

#endif
