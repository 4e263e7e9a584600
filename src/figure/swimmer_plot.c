/* swimmer_plot.c -- one bar of time per patient.  Layer: figure. */
#include "postcart/swimmer_plot.h"

#include <math.h>
#include <string.h>

#include "figure/font.h"
#include "figure/frame.h"
#include "figure/marker.h"
#include "figure/style.h"

#define WIDTH 1000.0
#define ROW 17.0
#define ROW_DENSE 11.0
#define DENSE 60 /* more rows than these are drawn closer */
#define MANY_DAYS 400.0
#define DAYS_PER_MONTH 30.4375
#define ROWS 400
#define SECTION 22.0
#define LEFT_MOST 180.0
#define RIGHT 30.0
#define KINDS (PCART_CHART_OTHER + 1)

typedef struct swimmer_view {
    pcarti_svg svg;
    const pcart_swimmer_plot *plot;
    pcarti_axis x;
    pcarti_box box;
    double row, legend;
    int is_used[KINDS];
} swimmer_view;

static int
is_new_section(const pcart_swimmer_plot *plot, size_t i)
{
    const char *now = plot->row[i].section;

    return now && (i == 0 || !plot->row[i - 1].section ||
                   strcmp(now, plot->row[i - 1].section) != 0);
}

static double
at_day(const swimmer_view *view, double day)
{
    return pcarti_axis_at(&view->x, day);
}

/* Day "last" is over at the start of the next; the longest day has no next. */
static double
day_after(int day)
{
    return day < INT_MAX ? day + 1.0 : day;
}

static void
draw_stretches(swimmer_view *view, const pcart_swimmer_row *row, pcarti_box bar)
{
    for (size_t k = 0; k < row->n_stretch; k++) {
        const pcart_swimmer_stretch *part = &row->stretch[k];
        const double from = at_day(view, part->first_day);
        const size_t state = part->state < 0 ? 0 : (size_t)part->state;

        pcarti_svg_begin_hover(
            &view->svg, NULL,
            pcarti_svg_print(
                &view->svg, "%s: %s, day %d to %d",
                row->label ? row->label : "",
                state < view->plot->n_state ? view->plot->state[state] : "",
                part->first_day, part->last_day),
            NULL);
        pcarti_svg_rect(
            &view->svg,
            pcarti_svg_print(&view->svg, "pc-s%zu", state % PCART_SCENE_GROUPS),
            (pcarti_box){from, bar.y,
                         at_day(view, day_after(part->last_day)) - from,
                         bar.height});
        pcarti_svg_end(&view->svg);
    }
}

static void
draw_row(swimmer_view *view, const pcart_swimmer_row *row, double y)
{
    const double from = at_day(view, row->first_day);
    const double to = at_day(view, day_after(row->last_day));
    const double middle = y + view->row / 2;
    const pcarti_box bar = {from, y + 2, to - from, view->row - 5};

    if (view->x.low <= 0 && view->x.high > 0)
        pcarti_svg_vline(&view->svg, "pc-zero", at_day(view, 0), y,
                         y + view->row);
    if (row->label)
        pcarti_svg_text(&view->svg, "pc-r pc-small", view->box.x - 8,
                        middle + 3,
                        pcarti_svg_fit(&view->svg, row->label,
                                       PCARTI_TEXT_SMALL, 0, view->box.x - 14));
    pcarti_svg_rect(&view->svg, "pc-k0", bar);
    draw_stretches(view, row, bar);
    if (row->is_alive) {
        pcarti_svg_path_begin(&view->svg, "pc-sign");
        pcarti_svg_move(&view->svg, to + 1, middle - 5);
        pcarti_svg_draw(&view->svg, to + 8, middle - 0.5);
        pcarti_svg_draw(&view->svg, to + 1, middle + 4);
        pcarti_svg_path_close(&view->svg);
        pcarti_svg_path_end(&view->svg);
    }
    for (size_t k = 0; k < row->n_mark; k++) {
        const pcart_swimmer_mark *mark = &row->mark[k];
        const char *word =
            mark->label ? mark->label : pcarti_marker_word(mark->kind);

        if (mark->day < view->x.low || mark->day > view->x.high)
            continue;
        pcarti_svg_begin_hover(&view->svg, NULL,
                               pcarti_svg_print(&view->svg, "%s, day %d: %s",
                                                row->label ? row->label : "",
                                                mark->day, word),
                               NULL);
        pcarti_marker_event(
            &view->svg, mark->kind,
            (pcarti_at){at_day(view, mark->day + 0.5), middle - 0.5},
            fmin(4.6, view->row / 2.6));
        pcarti_svg_end(&view->svg);
    }
}

/* Where the next entry of the legend stands. */
typedef struct swimmer_pen {
    double x, y;
} swimmer_pen;

static pcarti_at
entry(swimmer_view *view, swimmer_pen *pen, const char *text, int is_drawing)
{
    const double width = 24 + pcarti_font_width(text, PCARTI_TEXT_BODY, 0) + 16;
    pcarti_at at;

    if (pen->x > 10 && pen->x + width > view->svg.width - 8) {
        pen->x = 10;
        pen->y += 17;
    }
    at = (pcarti_at){pen->x + 9, pen->y + 7};
    if (is_drawing)
        pcarti_svg_text(&view->svg, NULL, pen->x + 22, pen->y + 11, text);
    pen->x += width;
    return at;
}

/* Drawn, or only measured: returns the height. */
static double
legend(swimmer_view *view, int is_drawing)
{
    swimmer_pen pen = {10, view->legend};

    for (size_t i = 0; i < view->plot->n_state; i++) {
        const pcarti_at at =
            entry(view, &pen, view->plot->state[i], is_drawing);

        if (is_drawing)
            pcarti_svg_rect(&view->svg,
                            pcarti_svg_print(&view->svg, "pc-s%zu", i % 6),
                            (pcarti_box){at.x - 9, at.y - 5, 18, 10});
    }
    for (int kind = 0; kind < KINDS; kind++) {
        pcarti_at at;

        if (!view->is_used[kind])
            continue;
        at = entry(view, &pen, pcarti_marker_word((pcart_chart_mark_kind)kind),
                   is_drawing);
        if (is_drawing)
            pcarti_marker_event(&view->svg, (pcart_chart_mark_kind)kind, at,
                                4.6);
    }
    return pen.y + 20 - view->legend;
}

static pcart_status
set_axis(swimmer_view *view, pcart_err *err)
{
    const pcart_swimmer_plot *plot = view->plot;
    int first = plot->first_day, last = plot->last_day;
    pcart_status status;

    for (size_t i = 0; i < plot->n_row; i++) {
        const pcart_swimmer_row *row = &plot->row[i];

        status = pcarti_frame_check_days(row->first_day, row->last_day, err);
        if (status)
            return status;
        if (plot->first_day == 0 && plot->last_day == 0) {
            first = row->first_day < first ? row->first_day : first;
            last = row->last_day > last ? row->last_day : last;
        }
        for (size_t k = 0; k < row->n_mark; k++)
            if (row->mark[k].kind < KINDS)
                view->is_used[row->mark[k].kind] = 1;
    }
    view->x.low = first;
    view->x.high = last > first ? last + 1.0 : first + 1.0;
    return pcarti_frame_check_days(first, last, err);
}

static void
set_layout(swimmer_view *view, const pcart_scene *scene)
{
    const pcart_swimmer_plot *plot = view->plot;
    double left = 40, height = 0;

    view->row = plot->n_row > DENSE ? ROW_DENSE : ROW;
    for (size_t i = 0; i < plot->n_row; i++) {
        if (plot->row[i].label)
            left = fmax(left, pcarti_font_width(plot->row[i].label,
                                                PCARTI_TEXT_SMALL, 0) +
                                  18);
        height += view->row + (is_new_section(plot, i) ? SECTION : 0);
    }
    left = fmin(left, LEFT_MOST);
    view->svg.width =
        scene->width > 0 ? fmin(fmax(scene->width, 480), 1e5) : WIDTH;
    view->legend = pcarti_frame_head(scene, view->svg.width) + 4;
    view->box =
        (pcarti_box){left, view->legend + legend(view, 0) + 4,
                     view->svg.width - left - RIGHT, fmax(height, 40) + 4};
    view->x.from = left;
    view->x.to = left + view->box.width;
    view->svg.height = view->box.y + view->box.height + 42 +
                       pcarti_frame_foot(scene, view->svg.width);
}

static pcart_status
check(const pcart_swimmer_plot *plot, pcart_err *err)
{
    pcart_status status = pcarti_frame_check(plot->n_row, ROWS, "rows", err);

    if (!status)
        status = pcarti_frame_check(plot->n_state, PCART_SCENE_GROUPS, "states",
                                    err);
    for (size_t i = 0; i < plot->n_row && !status; i++) {
        status = pcarti_frame_check(plot->row[i].n_mark, 10000, "marks", err);
        if (!status)
            status = pcarti_frame_check(plot->row[i].n_stretch, 10000,
                                        "stretches", err);
    }
    return status;
}

/* Days, or months when days would need four digits. */
static void
draw_axis(swimmer_view *view)
{
    pcarti_axis axis = view->x;

    if (view->plot->x_label || axis.high - axis.low <= MANY_DAYS) {
        pcarti_frame_time(&view->svg, view->box, &axis, PCART_TIME_DAYS,
                          view->plot->x_label ? view->plot->x_label
                                              : "Days after infusion");
        return;
    }
    axis.low /= DAYS_PER_MONTH;
    axis.high /= DAYS_PER_MONTH;
    pcarti_frame_time(&view->svg, view->box, &axis, PCART_TIME_MONTHS,
                      "Months after infusion");
}

pcart_status
pcart_swimmer_plot_draw(const pcart_swimmer_plot *plot,
                        const pcart_scene *scene, pcart_arena *arena,
                        struct pcarti_buf *out, pcart_err *err)
{
    swimmer_view view = {.svg = {.out = out, .arena = arena}, .plot = plot};
    pcart_status status = check(plot, err);
    double y;

    if (!status)
        status = set_axis(&view, err);
    if (status)
        return status;
    set_layout(&view, scene);
    pcarti_svg_open(&view.svg, scene, "Patients over time");
    pcarti_frame_write(&view.svg, scene);
    legend(&view, 1);
    draw_axis(&view);
    y = view.box.y;
    for (size_t i = 0; i < plot->n_row; i++) {
        if (is_new_section(plot, i)) {
            pcarti_svg_text(&view.svg, "pc-head pc-halo", 10, y + 15,
                            plot->row[i].section);
            y += SECTION;
        }
        draw_row(&view, &plot->row[i], y);
        y += view.row;
    }
    if (plot->n_row == 0)
        pcarti_frame_empty(&view.svg, view.box, "no patients");
    pcarti_svg_close(&view.svg);
    return pcarti_svg_status(&view.svg, err);
}
