/* chart_lane.c -- marks, bars and discs of the course chart.
 * Layer: figure. */
#include "figure/chart.h"

#include <math.h>
#include <string.h>

#include "figure/font.h"
#include "figure/lane.h"
#include "figure/marker.h"
#include "figure/style.h"

#define MARK_ROW 15.0
#define MARK_ROWS 5
#define BAR_ROW 16.0
#define DISC_ROW 18.0
#define DISC_RADIUS 5.0

const char *
pcarti_chart_mark_label(const pcart_chart_mark *mark)
{
    return mark->label ? mark->label : pcarti_marker_word(mark->kind);
}

/* The label stands right of the sign, or left of it near the right edge. */
static void
draw_mark(pcarti_chart *chart, const pcart_chart_mark *mark, double y,
          int is_left)
{
    pcarti_svg *svg = chart->svg;
    const double x = pcarti_clock_at(&chart->clock, mark->day);
    const char *label = pcarti_chart_mark_label(mark);
    const char *what =
        mark->detail ? pcarti_svg_print(svg, "%s: %s", label, mark->detail)
                     : label;

    pcarti_svg_begin_hover(
        svg, NULL, pcarti_chart_hover(svg, mark->day, &mark->origin, what),
        &mark->origin);
    pcarti_marker_event(svg, mark->kind, (pcarti_at){x, y + 7}, 4.5);
    pcarti_svg_text(svg, is_left ? "pc-r pc-halo" : "pc-halo",
                    is_left ? x - 8 : x + 8, y + 11, label);
    pcarti_svg_end(svg);
}

/* A mark laid out: its sign stands at x, its label on one side. */
typedef struct mark_view {
    const pcart_chart_mark *mark;
    double x, from, to;
    size_t row;
    int is_left;
} mark_view;

/*
 * Whether @p a may lie in its row beside @p b: they do not touch, and the line
 * of the upper one, which begins at its sign, does not cross the lower label.
 */
static int
agree(const mark_view *a, const mark_view *b)
{
    const mark_view *upper = a->row < b->row ? a : b;
    const mark_view *lower = a->row < b->row ? b : a;

    if (a->row == b->row)
        return a->to + 6 <= b->from || b->to + 6 <= a->from;
    return upper->x < lower->from - 1 || upper->x > lower->to + 1;
}

static void
place_mark(const mark_view *view, size_t n, mark_view *fresh)
{
    for (fresh->row = 0; fresh->row + 1 < MARK_ROWS; fresh->row++) {
        size_t k = 0;

        while (k < n && agree(fresh, &view[k]))
            k++;
        if (k == n)
            return;
    }
}

/* The marks in the order of days; equal days keep their order. */
static const pcart_chart_mark **
sorted_marks(pcarti_chart *chart)
{
    const pcart_course_chart *data = chart->data;
    const pcart_chart_mark **mark =
        pcarti_svg_take(chart->svg, data->n_mark, sizeof(*mark));

    for (size_t i = 0; i < data->n_mark && mark; i++) {
        size_t k = i;

        for (; k > 0 && mark[k - 1]->day > data->mark[i].day; k--)
            mark[k] = mark[k - 1];
        mark[k] = &data->mark[i];
    }
    return mark;
}

/*
 * Labels that must stand left of their sign come first, from the right end;
 * then the others from the left: so each finds the ones that could cross it.
 */
static size_t
place_marks(pcarti_chart *chart, mark_view *view)
{
    const size_t n_mark = chart->data->n_mark;
    const pcart_chart_mark **sorted = sorted_marks(chart);
    size_t n = 0;

    for (int pass = 0; pass < 2 && sorted; pass++) {
        for (size_t i = 0; i < n_mark; i++) {
            const pcart_chart_mark *mark =
                sorted[pass == 0 ? n_mark - 1 - i : i];
            const double x = pcarti_clock_at(&chart->clock, mark->day);
            const double width =
                pcarti_font_width(pcarti_chart_mark_label(mark),
                                  PCARTI_TEXT_BODY, 0) +
                10;
            mark_view fresh = {.mark = mark, .x = x};

            fresh.is_left = x + width > chart->svg->width - 4;
            fresh.from = fresh.is_left ? x - width : x - 6;
            fresh.to = fresh.is_left ? x + 6 : x + width;
            if (!pcarti_clock_holds(&chart->clock, mark->day) ||
                fresh.is_left != (pass == 0))
                continue;
            place_mark(view, n, &fresh);
            view[n++] = fresh;
        }
    }
    return n;
}

static void
begin_lane(pcarti_chart *chart, const char *name, size_t n)
{
    pcarti_svg_begin_focus(chart->svg,
                           pcarti_svg_print(chart->svg, "%s: %zu", name, n));
}

void
pcarti_chart_marks(pcarti_chart *chart)
{
    mark_view *view =
        pcarti_svg_take(chart->svg, chart->data->n_mark, sizeof(*view));
    size_t n, rows = 0;
    double bottom;

    chart->line_from = chart->y;
    if (!view)
        return;
    n = place_marks(chart, view);
    if (n == 0)
        return;
    for (size_t i = 0; i < n; i++)
        rows = view[i].row + 1 > rows ? view[i].row + 1 : rows;
    bottom = chart->y + (double)rows * MARK_ROW + 4;
    pcarti_chart_name(chart, chart->y + 11, "events");
    for (size_t i = 0; i < n; i++)
        pcarti_svg_vline(chart->svg, pcarti_chart_line(view[i].mark->kind),
                         view[i].x,
                         chart->y + (double)view[i].row * MARK_ROW + 7, bottom);
    begin_lane(chart, "events", n);
    for (size_t i = 0; i < n; i++)
        draw_mark(chart, view[i].mark,
                  chart->y + (double)view[i].row * MARK_ROW, view[i].is_left);
    pcarti_svg_end(chart->svg);
    chart->y = chart->line_from = bottom;
}

/* Label on the bar: its own words, or the grade. */
static const char *
bar_label(pcarti_chart *chart, const pcart_chart_bar *bar)
{
    if (bar->label)
        return bar->label;
    if (bar->grade >= 0)
        return pcarti_svg_print(chart->svg, "%d", bar->grade);
    return "";
}

static int
bar_last(const pcart_chart_bar *bar)
{
    return bar->last_day == PCART_DAY_NONE ? bar->first_day : bar->last_day;
}

static pcarti_span
bar_span(pcarti_chart *chart, const pcart_chart_bar *bar, const char *label,
         int *is_inside)
{
    pcarti_span span = {0};
    const double width = pcarti_font_width(label, PCARTI_TEXT_BODY, 1);

    span.from = pcarti_clock_edge(&chart->clock, bar->first_day);
    span.to = fmax(pcarti_clock_edge(&chart->clock, bar_last(bar) + 1.0),
                   span.from + 5);
    *is_inside = width + 4 <= span.to - span.from;
    if (!*is_inside && label[0])
        span.to += width + 5;
    return span;
}

static void
draw_bar(pcarti_chart *chart, const pcart_chart_bar *bar, double y)
{
    pcarti_svg *svg = chart->svg;
    const char *label = bar_label(chart, bar);
    int is_inside;
    const pcarti_span span = bar_span(chart, bar, label, &is_inside);
    const double to = fmax(
        pcarti_clock_edge(&chart->clock, bar_last(bar) + 1.0), span.from + 5);
    const char *what = pcarti_svg_print(
        svg, "%s%s%s%s%s", bar->lane, label[0] ? " " : "", label,
        bar->last_day == PCART_DAY_NONE  ? ", end not given"
        : bar->last_day > bar->first_day ? ""
                                         : "",
        bar->detail ? pcarti_svg_print(svg, ": %s", bar->detail) : "");

    if (bar->last_day != PCART_DAY_NONE && bar->last_day > bar->first_day)
        what = pcarti_svg_print(svg, "%s, to day %d", what, bar->last_day);
    pcarti_svg_begin_hover(
        svg, NULL, pcarti_chart_hover(svg, bar->first_day, &bar->origin, what),
        &bar->origin);
    pcarti_svg_rect(
        svg, pcarti_style_grade(bar->grade),
        (pcarti_box){span.from, y + 2, to - span.from, BAR_ROW - 4});
    if (bar->last_day == PCART_DAY_NONE) {
        pcarti_svg_hline(svg, "pc-open-end", to, to + 9, y + BAR_ROW / 2);
        chart->legend.has_open_end = 1;
    }
    if (is_inside)
        pcarti_svg_text(svg, pcarti_style_on_grade(bar->grade),
                        (span.from + to) / 2, y + 12, label);
    else
        pcarti_svg_text(svg, "pc-bold pc-halo",
                        to + (bar->last_day == PCART_DAY_NONE ? 11 : 3), y + 12,
                        label);
    pcarti_svg_end(svg);
    chart->legend.has_grade |= bar->grade >= 0;
}

/* The items of one lane: where they begin is where their name first comes. */
static int
is_first_of_lane(const char *const *name, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (strcmp(name[k], name[i]) == 0)
            return 0;
    }
    return 1;
}

static void
draw_bar_lane(pcarti_chart *chart, const char *const *name, size_t start)
{
    const pcart_course_chart *data = chart->data;
    pcarti_span *span = pcarti_svg_take(chart->svg, data->n_bar, sizeof(*span));
    size_t *which = pcarti_svg_take(chart->svg, data->n_bar, sizeof(*which));
    size_t n = 0, rows;
    int is_inside;

    if (!span || !which)
        return;
    for (size_t i = start; i < data->n_bar; i++) {
        const pcart_chart_bar *bar = &data->bar[i];

        if (strcmp(name[i], name[start]) != 0 ||
            bar->first_day > chart->last_day ||
            bar_last(bar) < chart->first_day)
            continue;
        span[n] = bar_span(chart, bar, bar_label(chart, bar), &is_inside);
        if (bar->last_day == PCART_DAY_NONE)
            span[n].to += 10;
        which[n++] = i;
    }
    if (n == 0)
        return;
    rows = pcarti_lane_pack(span, n, 0, 8);
    pcarti_chart_lines(chart, chart->y + (double)rows * BAR_ROW);
    pcarti_chart_name(chart, chart->y + 12, name[start]);
    begin_lane(chart, name[start], n);
    for (size_t i = 0; i < n; i++)
        draw_bar(chart, &data->bar[which[i]],
                 chart->y + (double)span[i].row * BAR_ROW);
    pcarti_svg_end(chart->svg);
    chart->y += (double)rows * BAR_ROW;
    pcarti_svg_hline(chart->svg, "pc-grid", 8, chart->right, chart->y);
}

void
pcarti_chart_bars(pcarti_chart *chart)
{
    const pcart_course_chart *data = chart->data;
    const char **name = pcarti_svg_take(chart->svg, data->n_bar, sizeof(*name));

    if (!name || data->n_bar == 0)
        return;
    for (size_t i = 0; i < data->n_bar; i++)
        name[i] = data->bar[i].lane ? data->bar[i].lane : "";
    for (size_t i = 0; i < data->n_bar; i++) {
        if (is_first_of_lane(name, i))
            draw_bar_lane(chart, name, i);
    }
    chart->y += 4;
}

static void
draw_disc(pcarti_chart *chart, const pcart_chart_disc *disc, double y,
          int is_left)
{
    pcarti_svg *svg = chart->svg;
    const double x = pcarti_clock_at(&chart->clock, disc->day);
    const char *label = disc->label ? disc->label : "";
    const char *what = pcarti_svg_print(
        svg, "%s: %s%s%s", disc->lane ? disc->lane : "", label,
        disc->detail ? "; " : "", disc->detail ? disc->detail : "");

    pcarti_svg_begin_hover(
        svg, NULL, pcarti_chart_hover(svg, disc->day, &disc->origin, what),
        &disc->origin);
    pcarti_svg_circle(svg, disc->is_abnormal ? "pc-sign" : "pc-sign-open", x,
                      y + DISC_ROW / 2, DISC_RADIUS);
    pcarti_svg_text(svg, is_left ? "pc-r pc-halo" : "pc-halo",
                    is_left ? x - DISC_RADIUS - 4 : x + DISC_RADIUS + 4,
                    y + DISC_ROW / 2 + 4, label);
    pcarti_svg_end(svg);
    if (disc->is_abnormal)
        chart->legend.has_disc = 1;
    else
        chart->legend.has_normal_disc = 1;
}

/* Whether the line of a mark runs between two pixels. */
static int
is_crossed(const pcarti_chart *chart, double from, double to)
{
    for (size_t i = 0; i < chart->data->n_mark; i++) {
        const int day = chart->data->mark[i].day;
        const double x = pcarti_clock_at(&chart->clock, day);

        if (pcarti_clock_holds(&chart->clock, day) && x > from && x < to)
            return 1;
    }
    return 0;
}

/* The label stands right, unless there is no room or a line would cross it. */
static pcarti_span
disc_span(pcarti_chart *chart, const pcart_chart_disc *disc)
{
    const double x = pcarti_clock_at(&chart->clock, disc->day);
    const double near = DISC_RADIUS + 3;
    const double width =
        pcarti_font_width(disc->label ? disc->label : "", PCARTI_TEXT_BODY, 0) +
        near + 1;
    const int fits_left = x - width > chart->left;

    if (x + width > chart->svg->width - 4 ||
        (fits_left && is_crossed(chart, x + near, x + width) &&
         !is_crossed(chart, x - width, x - near)))
        return (pcarti_span){.from = x - width, .to = x + DISC_RADIUS};
    return (pcarti_span){.from = x - DISC_RADIUS, .to = x + width};
}

static void
draw_disc_lane(pcarti_chart *chart, const char *const *name, size_t start)
{
    const pcart_course_chart *data = chart->data;
    pcarti_span *span =
        pcarti_svg_take(chart->svg, data->n_disc, sizeof(*span));
    size_t *which = pcarti_svg_take(chart->svg, data->n_disc, sizeof(*which));
    size_t n = 0, rows;

    if (!span || !which)
        return;
    for (size_t i = start; i < data->n_disc; i++) {
        if (strcmp(name[i], name[start]) != 0 ||
            !pcarti_clock_holds(&chart->clock, data->disc[i].day))
            continue;
        span[n] = disc_span(chart, &data->disc[i]);
        which[n++] = i;
    }
    if (n == 0)
        return;
    rows = pcarti_lane_pack(span, n, 5, 8);
    pcarti_chart_lines(chart, chart->y + (double)rows * DISC_ROW);
    pcarti_chart_name(chart, chart->y + DISC_ROW / 2 + 4, name[start]);
    begin_lane(chart, name[start], n);
    for (size_t i = 0; i < n; i++) {
        const double x =
            pcarti_clock_at(&chart->clock, data->disc[which[i]].day);

        draw_disc(chart, &data->disc[which[i]],
                  chart->y + (double)span[i].row * DISC_ROW,
                  span[i].from < x - DISC_RADIUS - 1);
    }
    pcarti_svg_end(chart->svg);
    chart->y += (double)rows * DISC_ROW;
    pcarti_svg_hline(chart->svg, "pc-grid", 8, chart->right, chart->y);
}

void
pcarti_chart_discs(pcarti_chart *chart)
{
    const pcart_course_chart *data = chart->data;
    const char **name =
        pcarti_svg_take(chart->svg, data->n_disc, sizeof(*name));

    if (!name || data->n_disc == 0)
        return;
    for (size_t i = 0; i < data->n_disc; i++)
        name[i] = data->disc[i].lane ? data->disc[i].lane : "";
    for (size_t i = 0; i < data->n_disc; i++) {
        if (is_first_of_lane(name, i))
            draw_disc_lane(chart, name, i);
    }
    chart->y += 4;
}
