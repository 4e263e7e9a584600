/* axis.h -- from values to lengths, and where the ticks stand.
 * Layer: figure. */
#ifndef PCARTI_AXIS_H
#define PCARTI_AXIS_H

#include <math.h>

#include "figure/svg.h"

/*
 * low lies at pixel from, high at pixel to.  A log axis has a floor band of
 * floor pixels beyond from: values below low, and zero, lie in its middle.
 * Values beyond the ends are held at the ends.
 */
typedef struct pcarti_axis {
    pcart_scale_kind kind;
    double low, high;
    double from, to;
    double floor;
} pcarti_axis;

#define PCARTI_TICKS 64

typedef struct pcarti_tick {
    double at; /* value */
    int is_minor;
    char label[PCARTI_NUMBER_SIZE]; /* "" for minor ticks */
} pcarti_tick;

double pcarti_axis_at(const pcarti_axis *axis, double value);
/* The middle of the floor band; from itself when there is none. */
double pcarti_axis_floor(const pcarti_axis *axis);

/* About @p want labelled ticks; returns their number. */
size_t pcarti_axis_ticks(const pcarti_axis *axis, int want,
                         pcarti_tick tick[PCARTI_TICKS]);

/* A step of 1, 2 or 5 times a power of ten, at least span / want. */
double pcarti_axis_step(double span, int want);
/* The same for a unit of time: whole weeks, quarters, halves of years ... */
double pcarti_axis_time_step(double span, int want, pcart_time_unit unit);

/* Decimals that a tick label needs for this step. */
int pcarti_axis_decimals(double step);

/* The range of values seen so far; start with PCARTI_EXTENT_EMPTY. */
typedef struct pcarti_extent {
    double low, high;
    double low_positive; /* the log scale has no use for 0 */
} pcarti_extent;

#define PCARTI_EXTENT_EMPTY                                                    \
    (pcarti_extent)                                                            \
    {                                                                          \
        HUGE_VAL, -HUGE_VAL, HUGE_VAL                                          \
    }

void pcarti_extent_add(pcarti_extent *extent, double value);

/*
 * Set kind, low and high: those wished for, or if both are 0 round numbers
 * round the data.  PCART_E_RANGE for an impossible wish.
 */
PCART_MUST_CHECK pcart_status pcarti_axis_set(pcarti_axis *axis,
                                              pcart_scale_kind kind,
                                              const double wish[2],
                                              const pcarti_extent *data,
                                              pcart_err *err);

#endif
