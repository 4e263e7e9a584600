/*
 * clock.c -- days of a course on a scale that becomes coarser.  Layer: figure.
 *
 * The first month decides the early grade and needs a wide day; the years
 * after need little room.  Each part has its own width of a day, and the axis
 * says where it changes.
 */
#include "figure/clock.h"

#include <math.h>
#include <string.h>

#include "figure/axis.h"
#include "figure/font.h"

/* Drawing choices, not rules: where a day becomes narrower, and by how much. */
static const int usual_knot[] = {31, 101};
enum {
    YEARS_KNOT = -100, /* days before it are the narrowest */
    WEEKS_KNOT = -14,  /* days from it on have the full width */
    AGAIN_BEFORE = 14, /* days wider again before another infusion ... */
    AGAIN_AFTER = 101  /* ... and after it */
};
#define SECOND_WIDTH 0.4 /* of a day after the first knot, to the first */
#define COARSE_WIDTH 0.2 /* of a day in the parts that are shrunk to fit */
#define AGAIN_WIDTH 0.3  /* of a day round another infusion */
#define DAYS_PER_MONTH 30.4375
#define LABEL_ROOM 30.0

/* A part of the clock: what kind it is decides how wide it may become. */
typedef enum part_kind {
    PART_YEARS,
    PART_WEEKS,
    PART_FULL,
    PART_SECOND,
    PART_TAIL,
    PART_AGAIN
} part_kind;

/* Width of a day, and the share of the full parts that the whole must have. */
// clang-format off
static const struct {
    double weight, least, most;
} part_width[] = {
    [PART_YEARS]  = { COARSE_WIDTH, 0.07, 0.09 },
    [PART_WEEKS]  = { COARSE_WIDTH, 0.08, 0.16 },
    [PART_FULL]   = { 1,            0,    HUGE_VAL },
    [PART_SECOND] = { SECOND_WIDTH, 0,    HUGE_VAL },
    [PART_TAIL]   = { COARSE_WIDTH, 0,    0.24 / 0.76 },
    [PART_AGAIN]  = { AGAIN_WIDTH,  0,    HUGE_VAL },
};
// clang-format on

static double
part_days(const pcarti_clock *clock, size_t i)
{
    return (double)clock->first[i + 1] - clock->first[i];
}

static void
add_knot(pcarti_clock *clock, part_kind kind[], int day, int last_day,
         part_kind next)
{
    const size_t n = clock->n;

    if (n == PCARTI_CLOCK_PARTS || day > last_day)
        return;
    if (day <= clock->first[n - 1]) {
        if (n == 1 || day == clock->first[n - 1])
            kind[n - 1] = next; // the part before it would be empty
        return;
    }
    clock->first[n] = day;
    kind[n] = next;
    clock->n++;
}

static void
add_knots(pcarti_clock *clock, part_kind kind[], const pcarti_clock_wish *wish)
{
    const int *knot = wish->knot ? wish->knot : usual_knot;
    const size_t n_knot = wish->knot ? wish->n_knot : PCART_COUNTOF(usual_knot);
    const int last = wish->last_day;
    const int tail = n_knot > 1 ? knot[1] : INT_MAX;

    if (wish->first_day < YEARS_KNOT)
        kind[0] = PART_YEARS;
    else if (wish->first_day < WEEKS_KNOT)
        kind[0] = PART_WEEKS;
    if (kind[0] == PART_YEARS)
        add_knot(clock, kind, YEARS_KNOT, last, PART_WEEKS);
    if (kind[0] != PART_FULL)
        add_knot(clock, kind, WEEKS_KNOT, last, PART_FULL);
    for (size_t i = 0; i < n_knot; i++)
        add_knot(clock, kind, knot[i], last, i == 0 ? PART_SECOND : PART_TAIL);
    /* Nothing is gained where a day is wide enough already. */
    if (wish->again < tail || wish->again > last)
        return;
    add_knot(clock, kind,
             wish->again - AGAIN_BEFORE > tail ? wish->again - AGAIN_BEFORE
                                               : tail,
             last, PART_AGAIN);
    add_knot(clock, kind, wish->again + AGAIN_AFTER, last, PART_TAIL);
}

void
pcarti_clock_set(pcarti_clock *clock, const pcarti_clock_wish *wish,
                 double from, double to)
{
    part_kind kind[PCARTI_CLOCK_PARTS];
    double width[PCARTI_CLOCK_PARTS], sum[PART_AGAIN + 1] = {0};
    double scale[PART_AGAIN + 1], full = 0, total = 0, x = from;

    memset(clock, 0, sizeof(*clock));
    for (size_t i = 0; i < PCARTI_CLOCK_PARTS; i++)
        kind[i] = PART_FULL;
    clock->first[0] = wish->first_day;
    clock->n = 1;
    if (!wish->is_linear)
        add_knots(clock, kind, wish);
    clock->first[clock->n] = wish->last_day + 1;
    for (size_t i = 0; i < clock->n; i++) {
        width[i] = part_days(clock, i) * part_width[kind[i]].weight;
        sum[kind[i]] += width[i];
    }
    full = sum[PART_FULL] + sum[PART_SECOND];
    for (int k = 0; k <= PART_AGAIN; k++) {
        const double least = part_width[k].least * full;
        const double most = part_width[k].most * full;

        scale[k] = 1;
        if (sum[k] > 0 && full > 0 && sum[k] < least)
            scale[k] = least / sum[k];
        else if (sum[k] > 0 && full > 0 && sum[k] > most)
            scale[k] = most / sum[k];
        total += sum[k] * scale[k];
    }
    for (size_t i = 0; i < clock->n; i++) {
        clock->from[i] = x;
        x += width[i] * scale[kind[i]] * (to - from) / total;
    }
    clock->from[clock->n] = to;
}

double
pcarti_clock_edge(const pcarti_clock *clock, double day)
{
    size_t i = 0;

    if (!(day > clock->first[0]))
        return clock->from[0];
    if (day >= clock->first[clock->n])
        return clock->from[clock->n];
    while (i + 1 < clock->n && day >= clock->first[i + 1])
        i++;
    return clock->from[i] + (day - clock->first[i]) / part_days(clock, i) *
                                (clock->from[i + 1] - clock->from[i]);
}

double
pcarti_clock_at(const pcarti_clock *clock, int day)
{
    return pcarti_clock_edge(clock, day + 0.5);
}

int
pcarti_clock_holds(const pcarti_clock *clock, int day)
{
    return day >= clock->first[0] && day < clock->first[clock->n];
}

static void
tick(pcarti_svg *svg, double x, double y, const char *label, double *free_from)
{
    const double half = pcarti_font_width(label, PCARTI_TEXT_BODY, 0) / 2;

    pcarti_svg_vline(svg, "pc-axis", x, y, y + 5);
    if (x - half < *free_from || x + half > svg->width - 2)
        return;
    pcarti_svg_text(svg, "pc-m", x, y + 16, label);
    *free_from = x + half + 5;
}

static void
day_ticks(pcarti_svg *svg, const pcarti_clock *clock, size_t i, double y,
          double *free_from)
{
    const double pixel =
        (clock->from[i + 1] - clock->from[i]) / part_days(clock, i);
    int step = (int)ceil(
        pcarti_axis_time_step(LABEL_ROOM / pixel, 1, PCART_TIME_DAYS));
    int day = clock->first[i];

    if (pixel >= 4) {
        for (; day < clock->first[i + 1]; day++)
            pcarti_svg_vline(svg, "pc-minor", pcarti_clock_at(clock, day), y,
                             y + 3);
        day = clock->first[i];
    }
    while (day % step != 0)
        day++;
    for (; day < clock->first[i + 1]; day += step)
        tick(svg, pcarti_clock_at(clock, day), y,
             pcarti_svg_print(svg, "%d", day), free_from);
}

static void
month_ticks(pcarti_svg *svg, const pcarti_clock *clock, size_t i, double y,
            double *free_from)
{
    const double pixel =
        (clock->from[i + 1] - clock->from[i]) / part_days(clock, i);
    const double step = pcarti_axis_time_step(
        LABEL_ROOM * 1.3 / (pixel * DAYS_PER_MONTH), 1, PCART_TIME_MONTHS);
    const int whole = (int)fmax(1, ceil(step));

    for (int month =
             whole * (int)floor(clock->first[i] / (DAYS_PER_MONTH * whole));
         ; month += whole) {
        const int day = (int)round(month * DAYS_PER_MONTH);

        if (day >= clock->first[i + 1])
            break;
        if (day < clock->first[i])
            continue;
        tick(svg, pcarti_clock_at(clock, day), y,
             month % 12 == 0 ? pcarti_svg_print(svg, "%d y", month / 12)
                             : pcarti_svg_print(svg, "%d mo", month),
             free_from);
    }
}

/* Two strokes across the axis where the width of a day changes. */
static void
scale_break(pcarti_svg *svg, double x, double y)
{
    pcarti_svg_rect(svg, "pc-paper", (pcarti_box){x - 2.5, y - 2, 5, 4});
    for (int i = 0; i < 2; i++)
        pcarti_svg_line(svg, "pc-axis", (pcarti_at){x - 4.5 + 4 * i, y + 4},
                        (pcarti_at){x - 0.5 + 4 * i, y - 4});
}

void
pcarti_clock_write(pcarti_svg *svg, const pcarti_clock *clock, double y)
{
    double free_from = clock->from[0] - 4; // the name of the axis is left of it

    pcarti_svg_hline(svg, "pc-axis", clock->from[0], clock->from[clock->n], y);
    for (size_t i = 0; i < clock->n; i++) {
        const double pixel =
            (clock->from[i + 1] - clock->from[i]) / part_days(clock, i);

        /* Less than a pixel for a day: people think in months there. */
        if (pixel < 1.2 && (clock->first[i] > DAYS_PER_MONTH ||
                            clock->first[i + 1] < -DAYS_PER_MONTH))
            month_ticks(svg, clock, i, y, &free_from);
        else
            day_ticks(svg, clock, i, y, &free_from);
        if (i > 0)
            scale_break(svg, clock->from[i], y);
    }
}
