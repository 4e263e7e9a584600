/*
 * chart_panel.c -- one count over time on the course chart.  Layer: figure.
 *
 * The rows of counted runs under the plot make the grade readable: each bar
 * covers the counted days and bears their number.
 */
#include "figure/chart.h"

#include <math.h>
#include <string.h>

#include "figure/axis.h"
#include "figure/font.h"
#include "figure/frame.h"
#include "figure/lane.h"
#include "figure/marker.h"
#include "figure/style.h"

#define PANEL_HEIGHT 92.0
#define FLOOR_HEIGHT 19.0
#define TICK_ROW 13.0
#define PANEL_GAP 11.0
#define RUN_ROW 16.0
#define LIMIT_EQUAL 1e-9

/* A panel with its axis and place. */
typedef struct panel_view {
    const pcart_chart_panel *panel;
    pcarti_axis axis;
    pcarti_box box;  /* the plot without the floor */
    double bottom;   /* of the floor, or of the box */
    size_t n_hidden; /* points that the range of days leaves out */
} panel_view;

static int
is_shown(const pcarti_chart *chart, const pcart_chart_point *point)
{
    return pcarti_clock_holds(&chart->clock, point->day) &&
           isfinite(point->value);
}

static pcart_status
set_axis(pcarti_chart *chart, panel_view *view, pcart_err *err)
{
    const pcart_chart_panel *panel = view->panel;
    pcarti_extent extent = PCARTI_EXTENT_EMPTY;
    const double wish[2] = {panel->low, panel->high};
    pcart_status status;
    int needs_floor = panel->has_floor;

    for (size_t i = 0; i < panel->n_band; i++)
        pcarti_extent_add(&extent, panel->band[i]);
    for (size_t i = 0; i < panel->n_point; i++) {
        if (is_shown(chart, &panel->point[i]))
            pcarti_extent_add(&extent, panel->point[i].value);
        else
            view->n_hidden++;
    }
    status = pcarti_axis_set(&view->axis, panel->scale, wish, &extent, err);
    if (status)
        return status;
    for (size_t i = 0; i < panel->n_point; i++) {
        const pcart_chart_point *point = &panel->point[i];

        if (is_shown(chart, point) && point->value < view->axis.low)
            needs_floor = 1;
    }
    view->axis.floor =
        panel->scale == PCART_SCALE_LOG && needs_floor ? FLOOR_HEIGHT : 0;
    return PCART_OK;
}

/* Tints between the thresholds: the lower, the deeper. */
static void
draw_zones(pcarti_chart *chart, const panel_view *view)
{
    const pcart_chart_panel *panel = view->panel;
    double below = view->box.y + view->box.height;

    for (size_t i = 0; i < panel->n_band; i++) {
        const double y = pcarti_axis_at(&view->axis, panel->band[i]);

        if (y < below)
            pcarti_svg_rect(
                chart->svg, pcarti_style_zone(i),
                (pcarti_box){chart->left, y, view->box.width, below - y});
        below = y;
    }
}

static void
draw_bands(pcarti_chart *chart, const panel_view *view)
{
    const pcart_chart_panel *panel = view->panel;
    double at[16];
    size_t order[16], n = 0;

    for (size_t i = 0; i < panel->n_band && n < PCART_COUNTOF(at); i++) {
        at[n++] = pcarti_axis_at(&view->axis, panel->band[i]);
        pcarti_svg_hline(chart->svg, "pc-band", chart->left, chart->right,
                         at[i]);
    }
    pcarti_lane_spread(at, order, n, 10, view->box.y + 2,
                       view->box.y + view->box.height);
    for (size_t i = 0; i < n; i++) {
        char text[PCARTI_NUMBER_SIZE];

        pcarti_svg_text(chart->svg, "pc-small", chart->right + 5, at[i] + 3.5,
                        pcarti_number_short(panel->band[i], text));
    }
}

static void
draw_windows(pcarti_chart *chart, const panel_view *view)
{
    const pcart_chart_panel *panel = view->panel;

    for (size_t i = 0; i < panel->n_window; i++) {
        const pcart_chart_window *window = &panel->window[i];
        const double from = pcarti_clock_edge(&chart->clock, window->first_day);
        const double to =
            pcarti_clock_edge(&chart->clock, window->last_day + 1.0);
        double half;

        if (to - from < 0.5)
            continue;
        pcarti_svg_rect(chart->svg, "pc-window",
                        (pcarti_box){from, view->box.y, to - from,
                                     view->bottom - view->box.y});
        if (!window->label)
            continue;
        half = pcarti_font_width(window->label, PCARTI_TEXT_SMALL, 0) / 2;
        pcarti_svg_text(chart->svg, "pc-small pc-m pc-halo",
                        fmin(fmax((from + to) / 2, chart->left + half + 2),
                             chart->right - half - 2),
                        view->box.y + 11, window->label);
    }
}

/* Values joined in the order of days; dotted across long gaps. */
static void
draw_line(pcarti_chart *chart, const panel_view *view, int is_gap)
{
    const pcart_chart_panel *panel = view->panel;
    const pcart_chart_point *before = NULL;
    int is_open = 0, is_drawing = 0;

    for (size_t i = 0; i < panel->n_point; i++) {
        const pcart_chart_point *point = &panel->point[i];
        int wide;

        if (!is_shown(chart, point))
            continue;
        wide = before && panel->gap_days > 0 &&
               point->day - before->day > panel->gap_days;
        if (before && wide == is_gap) {
            if (!is_open)
                pcarti_svg_path_begin(chart->svg,
                                      is_gap ? "pc-gap" : "pc-count");
            is_open = 1;
            if (!is_drawing)
                pcarti_svg_move(chart->svg,
                                pcarti_clock_at(&chart->clock, before->day),
                                pcarti_axis_at(&view->axis, before->value));
            is_drawing = 1;
            pcarti_svg_draw(chart->svg,
                            pcarti_clock_at(&chart->clock, point->day),
                            pcarti_axis_at(&view->axis, point->value));
        } else {
            is_drawing = 0;
        }
        before = point;
    }
    if (is_open)
        pcarti_svg_path_end(chart->svg);
    if (is_open && is_gap)
        chart->legend.has_gap = 1;
}

static void
draw_point(pcarti_chart *chart, const panel_view *view,
           const pcart_chart_point *point)
{
    pcarti_svg *svg = chart->svg;
    char number[PCARTI_NUMBER_SIZE];
    const pcarti_at at = {pcarti_clock_at(&chart->clock, point->day),
                          pcarti_axis_at(&view->axis, point->value)};
    const char *class = point->is_imputed ? "pc-hollow" : "pc-dot";

    pcarti_svg_begin_hover(
        svg, NULL,
        pcarti_chart_hover(
            svg, point->day, &point->origin,
            pcarti_svg_print(svg, "%s %s%s %s%s%s", view->panel->title,
                             point->is_below ? "<" : "",
                             pcarti_number_short(point->value, number),
                             view->panel->unit ? view->panel->unit : "",
                             point->is_imputed ? ", imputed" : "",
                             point->under_gcsf ? ", under G-CSF" : "")),
        &point->origin);
    if (point->under_gcsf)
        pcarti_svg_circle(svg, "pc-ring", at.x, at.y, 5.2);
    if (point->is_decisive)
        pcarti_svg_circle(svg, "pc-decisive", at.x, at.y, 6.4);
    if (point->is_below)
        pcarti_marker_below(svg, class, at, 3.6);
    else
        pcarti_svg_circle(svg, class, at.x, at.y, point->is_imputed ? 2.6 : 3);
    pcarti_svg_end(svg);
    chart->legend.has_gcsf |= point->under_gcsf;
    chart->legend.has_decisive |= point->is_decisive;
    chart->legend.has_below |= point->is_below;
    if (point->is_imputed)
        chart->legend.has_imputed = 1;
    else
        chart->legend.has_measured = 1;
}

/* The line and its points, one group for the keyboard. */
static void
draw_points(pcarti_chart *chart, const panel_view *view)
{
    const pcart_chart_panel *panel = view->panel;

    pcarti_svg_begin_focus(
        chart->svg, pcarti_svg_print(chart->svg, "%zu %s, day %d to day %d",
                                     panel->n_point - view->n_hidden,
                                     panel->noun ? panel->noun : "values",
                                     chart->first_day, chart->last_day));
    draw_line(chart, view, 0);
    draw_line(chart, view, 1);
    for (size_t i = 0; i < panel->n_point; i++) {
        if (is_shown(chart, &panel->point[i]))
            draw_point(chart, view, &panel->point[i]);
    }
    pcarti_svg_end(chart->svg);
}

static void
draw_ticks(pcarti_chart *chart, const pcart_chart_panel *panel, double y)
{
    pcarti_svg *svg = chart->svg;

    if (panel->tick_label)
        pcarti_svg_text(svg, "pc-small pc-r", chart->left - 7, y + 9,
                        pcarti_svg_fit(svg, panel->tick_label,
                                       PCARTI_TEXT_SMALL, 0, chart->left - 10));
    for (size_t i = 0; i < panel->n_tick; i++) {
        const pcart_chart_tick *tick = &panel->tick[i];
        const double x = pcarti_clock_at(&chart->clock, tick->day);
        char number[PCARTI_NUMBER_SIZE];

        if (!pcarti_clock_holds(&chart->clock, tick->day))
            continue;
        pcarti_svg_begin_hover(
            svg, NULL,
            pcarti_chart_hover(
                svg, tick->day, &tick->origin,
                tick->amount > 0
                    ? pcarti_svg_print(
                          svg, "transfusion, amount %s",
                          pcarti_number_short(tick->amount, number))
                    : "transfusion"),
            &tick->origin);
        pcarti_svg_path_begin(svg, "pc-transfusion");
        pcarti_svg_move(svg, x - 2.8, y + 2);
        pcarti_svg_draw(svg, x + 2.8, y + 2);
        pcarti_svg_draw(svg, x, y + 11);
        pcarti_svg_path_close(svg);
        pcarti_svg_path_end(svg);
        pcarti_svg_end(svg);
    }
}

/* "≤" is how people print it. */
static const char *
op_sign(const char *op)
{
    if (op && strcmp(op, "<=") == 0)
        return "\xE2\x89\xA4 ";
    return op ? op : "";
}

/* A counted run laid out: what stands on the bar and what right of it. */
typedef struct run_view {
    double from, to;
    const char *inside, *outside; /* "" when there is nothing */
    pcarti_span span;             /* with the text outside */
} run_view;

static run_view
lay_run(pcarti_chart *chart, const pcart_chart_run *run)
{
    const char *days = pcarti_svg_print(chart->svg, "%d d", run->days);
    const char *both =
        run->note ? pcarti_svg_print(chart->svg, "%s: %s", days, run->note)
                  : days;
    run_view view = {.inside = both, .outside = ""};
    double room;

    view.from = pcarti_clock_edge(&chart->clock, run->first_day);
    view.to = fmax(pcarti_clock_edge(&chart->clock, run->last_day + 1.0),
                   view.from + 2);
    room = view.to - view.from - 8;
    if (pcarti_font_width(both, PCARTI_TEXT_BODY, 1) > room) {
        if (pcarti_font_width(days, PCARTI_TEXT_BODY, 1) <= room) {
            view.inside = days;
            view.outside = run->note ? run->note : "";
        } else {
            view.inside = "";
            view.outside = both;
        }
    }
    view.span.from = view.from;
    view.span.to = view.to;
    if (view.outside[0])
        view.span.to +=
            6 + pcarti_font_width(view.outside, PCARTI_TEXT_BODY, 1);
    return view;
}

static void
draw_run(pcarti_chart *chart, const panel_view *panel,
         const pcart_chart_run *run, double y)
{
    pcarti_svg *svg = chart->svg;
    char number[PCARTI_NUMBER_SIZE];
    const run_view view = lay_run(chart, run);
    const double top = pcarti_axis_at(&panel->axis, run->limit);

    pcarti_number_short(run->limit, number);
    pcarti_svg_begin_hover(
        svg, NULL,
        pcarti_svg_print(svg, "%s %s%s from day %d to day %d: %d days%s%s",
                         panel->panel->title ? panel->panel->title : "",
                         op_sign(run->op), number, run->first_day,
                         run->last_day, run->days, run->note ? ", " : "",
                         run->note ? run->note : ""),
        NULL);
    if (run->is_decisive && top < panel->bottom)
        pcarti_svg_rect(svg, "pc-run-shade",
                        (pcarti_box){view.from, top, view.to - view.from,
                                     panel->bottom - top});
    pcarti_svg_rect(
        svg, run->is_decisive ? "pc-run1" : "pc-run",
        (pcarti_box){view.from, y + 1.5, view.to - view.from, RUN_ROW - 4});
    if (view.inside[0])
        pcarti_svg_text(
            svg, run->is_decisive ? "pc-m pc-bold pc-light" : "pc-m pc-bold",
            (view.from + view.to) / 2, y + 11.5, view.inside);
    if (view.outside[0])
        pcarti_svg_text(svg, "pc-bold pc-halo", view.to + 3, y + 11.5,
                        view.outside);
    pcarti_svg_end(svg);
    if (run->is_decisive)
        chart->legend.has_decisive_run = 1;
    else
        chart->legend.has_run = 1;
}

/* The runs of one limit, those that would touch in rows of their own. */
static double
draw_limit(pcarti_chart *chart, const panel_view *view,
           const pcart_chart_run *first, double y)
{
    const pcart_chart_panel *panel = view->panel;
    pcarti_span *span =
        pcarti_svg_take(chart->svg, panel->n_run, sizeof(*span));
    size_t *which = pcarti_svg_take(chart->svg, panel->n_run, sizeof(*which));
    char number[PCARTI_NUMBER_SIZE];
    size_t n = 0, rows;

    if (!span || !which)
        return y;
    for (size_t i = 0; i < panel->n_run; i++) {
        const pcart_chart_run *run = &panel->run[i];

        if (fabs(run->limit - first->limit) > LIMIT_EQUAL ||
            run->last_day < chart->first_day ||
            run->first_day > chart->last_day)
            continue;
        span[n] = lay_run(chart, run).span;
        which[n++] = i;
    }
    rows = pcarti_lane_pack(span, n, 2, 6);
    pcarti_svg_text(
        chart->svg, "pc-small pc-r", chart->left - 7, y + 11,
        pcarti_svg_print(chart->svg, "days %s%s", op_sign(first->op),
                         pcarti_number_short(first->limit, number)));
    for (size_t i = 0; i < n; i++)
        draw_run(chart, view, &panel->run[which[i]],
                 y + (double)span[i].row * RUN_ROW);
    return y + (double)(rows > 0 ? rows : 1) * RUN_ROW;
}

/* One row per limit, in the order of the runs. */
static double
draw_runs(pcarti_chart *chart, const panel_view *view, double y)
{
    const pcart_chart_panel *panel = view->panel;

    for (size_t i = 0; i < panel->n_run; i++) {
        size_t k = 0;

        while (k < i &&
               fabs(panel->run[k].limit - panel->run[i].limit) > LIMIT_EQUAL)
            k++;
        if (k == i)
            y = draw_limit(chart, view, &panel->run[i], y);
    }
    return y;
}

static void
draw_axis(pcarti_chart *chart, const panel_view *view)
{
    const pcart_chart_panel *panel = view->panel;
    pcarti_axis_text text = {.label = NULL};

    text.want = view->box.height > 100 ? 6 : 4;
    pcarti_frame_left(chart->svg, view->box, &view->axis, &text);
    pcarti_svg_text(chart->svg, "pc-head", 8, view->box.y + 12,
                    panel->title ? panel->title : "");
    if (panel->unit)
        pcarti_svg_text(chart->svg, "pc-small pc-grey", 8, view->box.y + 25,
                        panel->unit);
    pcarti_svg_hline(chart->svg, "pc-frame", chart->left, chart->right,
                     view->bottom);
    pcarti_svg_hline(chart->svg, "pc-frame", chart->left, chart->right,
                     view->box.y);
}

static void
draw_remarks(pcarti_chart *chart, const panel_view *view)
{
    const pcart_chart_panel *panel = view->panel;
    const char *noun = panel->noun ? panel->noun : "values";
    pcarti_box box = view->box;

    if (chart->end_day != PCART_DAY_NONE)
        box.width =
            fmax(pcarti_clock_edge(&chart->clock, chart->end_day + 1.0) - box.x,
                 box.width / 3);
    if (view->n_hidden == panel->n_point)
        pcarti_frame_empty(
            chart->svg, box,
            pcarti_svg_print(chart->svg, "no %s between day %d and day %d",
                             noun, chart->first_day, chart->last_day));
    if (view->n_hidden > 0)
        pcarti_svg_text(chart->svg, "pc-small pc-r pc-grey pc-halo",
                        chart->right - 4, view->box.y + view->box.height - 5,
                        pcarti_svg_print(chart->svg,
                                         "%zu %s outside these days, not drawn",
                                         view->n_hidden, noun));
}

pcart_status
pcarti_chart_panel(pcarti_chart *chart, const pcart_chart_panel *panel,
                   pcart_err *err)
{
    panel_view view = {.panel = panel};
    const double weight = panel->weight > 0 ? fmin(panel->weight, 10) : 1;
    pcart_status status = set_axis(chart, &view, err);
    double y = chart->y;

    if (status)
        return status;
    if (panel->may_be_hidden && view.n_hidden == panel->n_point) {
        pcarti_chart_leave_out(chart, panel->noun, view.n_hidden);
        return PCART_OK;
    }
    if (panel->n_tick > 0) {
        draw_ticks(chart, panel, y);
        y += TICK_ROW;
    }
    view.box = (pcarti_box){chart->left, y, chart->right - chart->left,
                            PANEL_HEIGHT * weight};
    view.axis.from = y + view.box.height;
    view.axis.to = y;
    view.bottom = view.axis.from + view.axis.floor;
    draw_zones(chart, &view);
    draw_axis(chart, &view);
    draw_bands(chart, &view);
    draw_windows(chart, &view);
    chart->y = view.bottom + PANEL_GAP;
    if (panel->n_run > 0)
        chart->y = draw_runs(chart, &view, view.bottom + 2) + PANEL_GAP;
    pcarti_chart_lines(chart, chart->y);
    draw_points(chart, &view);
    draw_remarks(chart, &view);
    return PCART_OK;
}
