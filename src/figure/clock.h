/* clock.h -- days of a course on a scale that becomes coarser.
 * Layer: figure. */
#ifndef PCARTI_CLOCK_H
#define PCARTI_CLOCK_H

#include "figure/svg.h"

#define PCARTI_CLOCK_PARTS 8

/* Part i holds the days first[i] to first[i + 1] - 1 between two pixels. */
typedef struct pcarti_clock {
    size_t n;
    int first[PCARTI_CLOCK_PARTS + 1];
    double from[PCARTI_CLOCK_PARTS + 1];
} pcarti_clock;

typedef struct pcarti_clock_wish {
    int first_day, last_day;
    int is_linear;
    const int *knot; /* NULL: the usual ones */
    size_t n_knot;
    int again; /* day of another infusion; 0: none */
} pcarti_clock_wish;

void pcarti_clock_set(pcarti_clock *clock, const pcarti_clock_wish *wish,
                      double from, double to);
/* The middle of a day, where its value stands. */
double pcarti_clock_at(const pcarti_clock *clock, int day);
/* The beginning of a day; of last + 1 for the end of a bar. */
double pcarti_clock_edge(const pcarti_clock *clock, double day);
int pcarti_clock_holds(const pcarti_clock *clock, int day);

/* The axis: ticks, labels in days and months, breaks; and its name. */
void pcarti_clock_write(pcarti_svg *svg, const pcarti_clock *clock, double y);

#endif
