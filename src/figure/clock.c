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
#define BEFORE_KNOT (-14) /* days before it are narrow if there are many */
#define BEFORE_MANY (-28) /* earliest day that still has the full width */
#define SECOND_WIDTH 0.4  /* of a day after the first knot, to the first */
#define TAIL_SHARE 0.24   /* of the whole width at most, after the second */
#define DAYS_PER_MONTH 30.4375
#define LABEL_ROOM 30.0

static double
part_days(const pcarti_clock *clock, size_t i)
{
    return (double)clock->first[i + 1] - clock->first[i];
}

static void
add_knot(pcarti_clock *clock, int day, int last_day)
{
    if (clock->n < PCARTI_CLOCK_PARTS && day > clock->first[clock->n - 1] &&
        day <= last_day) {
        clock->first[clock->n] = day;
        clock->n++;
    }
}

/* Relative width of a day in each part, before they are scaled to fit. */
static double
part_weight(const pcarti_clock *clock, size_t i, int second, int tail)
{
    if (clock->first[i] < BEFORE_KNOT && clock->first[i + 1] == BEFORE_KNOT)
        return SECOND_WIDTH / 2;
    if (clock->first[i] >= tail)
        return SECOND_WIDTH / 2;
    return clock->first[i] >= second ? SECOND_WIDTH : 1;
}

void
pcarti_clock_set(pcarti_clock *clock, const pcarti_clock_wish *wish,
                 double from, double to)
{
    const int *knot = wish->knot ? wish->knot : usual_knot;
    const size_t n_knot = wish->knot ? wish->n_knot : PCART_COUNTOF(usual_knot);
    const int second = n_knot > 0 ? knot[0] : INT_MAX;
    const int tail = n_knot > 1 ? knot[1] : INT_MAX;
    double head_sum = 0, tail_sum = 0, tail_scale = 1, x = from;

    memset(clock, 0, sizeof(*clock));
    clock->first[0] = wish->first_day;
    clock->n = 1;
    if (!wish->is_linear) {
        if (wish->first_day < BEFORE_MANY)
            add_knot(clock, BEFORE_KNOT, wish->last_day);
        for (size_t i = 0; i < n_knot; i++)
            add_knot(clock, knot[i], wish->last_day);
    }
    clock->first[clock->n] = wish->last_day + 1;
    for (size_t i = 0; i < clock->n; i++) {
        const double sum =
            part_days(clock, i) * part_weight(clock, i, second, tail);

        *(clock->first[i] >= tail ? &tail_sum : &head_sum) += sum;
    }
    if (head_sum > 0 && tail_sum > TAIL_SHARE * (head_sum + tail_sum))
        tail_scale = TAIL_SHARE / (1 - TAIL_SHARE) * head_sum / tail_sum;
    for (size_t i = 0; i < clock->n; i++) {
        const double width = part_days(clock, i) *
                             part_weight(clock, i, second, tail) *
                             (clock->first[i] >= tail ? tail_scale : 1);

        clock->from[i] = x;
        x += width * (to - from) / (head_sum + tail_sum * tail_scale);
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

    for (int month = whole;; month += whole) {
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
    double free_from = -HUGE_VAL;

    pcarti_svg_hline(svg, "pc-axis", clock->from[0], clock->from[clock->n], y);
    for (size_t i = 0; i < clock->n; i++) {
        const double pixel =
            (clock->from[i + 1] - clock->from[i]) / part_days(clock, i);

        /* Less than a pixel for a day: people think in months there. */
        if (pixel < 1.2 && clock->first[i] > DAYS_PER_MONTH)
            month_ticks(svg, clock, i, y, &free_from);
        else
            day_ticks(svg, clock, i, y, &free_from);
        if (i > 0)
            scale_break(svg, clock->from[i], y);
    }
}
