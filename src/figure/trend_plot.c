/* trend_plot.c -- counts of a cohort over time.  Layer: figure. */
#include "postcart/trend_plot.h"

#include <math.h>

#include "figure/font.h"
#include "figure/frame.h"
#include "figure/marker.h"
#include "figure/style.h"

#define WIDTH 860.0
#define HEIGHT 340.0
#define LEFT 84.0
#define RIGHT 52.0
#define FLOOR 19.0
#define ROW 15.0
#define LABEL_MOST 150.0

typedef struct trend_view {
    pcarti_svg svg;
    const pcart_trend_plot *plot;
    pcarti_axis x, y;
    pcarti_box box;
    pcarti_legend legend;
    double legend_y, table;
    size_t n_hidden; /* values outside the days */
} trend_view;

static int
is_shown(const trend_view *view, int day, double value)
{
    return day >= view->plot->first_day && day <= view->plot->last_day &&
           isfinite(value);
}

/* A thin line; one value alone is a dot. */
static void
draw_line(trend_view *view, const pcart_trend_line *line, size_t group)
{
    pcarti_at first = {0, 0};
    size_t n = 0;

    for (size_t i = 0; i < line->n; i++) {
        pcarti_at at;

        if (!is_shown(view, line->day[i], line->value[i])) {
            view->n_hidden++;
            continue;
        }
        at.x = pcarti_axis_at(&view->x, line->day[i]);
        at.y = pcarti_axis_at(&view->y, line->value[i]);
        if (n == 0) {
            first = at;
        } else {
            if (n == 1) {
                pcarti_svg_path_begin(
                    &view->svg, pcarti_svg_print(&view->svg, "pc-thin pc-g%zu",
                                                 group % PCART_SCENE_GROUPS));
                pcarti_svg_move(&view->svg, first.x, first.y);
            }
            pcarti_svg_draw(&view->svg, at.x, at.y);
        }
        n++;
    }
    if (n > 1)
        pcarti_svg_path_end(&view->svg);
    if (n == 1)
        pcarti_svg_circle(&view->svg, pcarti_style_area(group), first.x,
                          first.y, 2);
}

static double
middle_of(const pcart_trend_interval *interval)
{
    return ((double)interval->first_day + interval->last_day) / 2;
}

static int
has_quartiles(const pcart_trend_interval *interval)
{
    return isfinite(interval->lower) && isfinite(interval->upper);
}

/* Quartiles as a band; it is interrupted where they are not known. */
static void
draw_band(trend_view *view, const pcart_trend_group *group, size_t g)
{
    for (size_t i = 0; i < group->n_interval;) {
        size_t end = i;

        while (end < group->n_interval && has_quartiles(&group->interval[end]))
            end++;
        if (end - i > 1) {
            pcarti_svg_path_begin(&view->svg,
                                  pcarti_svg_print(&view->svg, "pc-strong %s",
                                                   pcarti_style_area(g)));
            for (size_t k = i; k < end; k++) {
                const double x =
                    pcarti_axis_at(&view->x, middle_of(&group->interval[k]));
                const double y =
                    pcarti_axis_at(&view->y, group->interval[k].lower);

                (k == i ? pcarti_svg_move : pcarti_svg_draw)(&view->svg, x, y);
            }
            for (size_t k = end; k-- > i;)
                pcarti_svg_draw(
                    &view->svg,
                    pcarti_axis_at(&view->x, middle_of(&group->interval[k])),
                    pcarti_axis_at(&view->y, group->interval[k].upper));
            pcarti_svg_path_close(&view->svg);
            pcarti_svg_path_end(&view->svg);
        }
        i = end > i ? end : i + 1;
    }
}

static void
draw_median(trend_view *view, const pcart_trend_group *group, size_t g)
{
    int is_open = 0;

    for (size_t i = 0; i < group->n_interval; i++) {
        const pcart_trend_interval *at = &group->interval[i];

        if (!isfinite(at->median))
            continue;
        if (!is_open)
            pcarti_svg_path_begin(&view->svg, pcarti_style_line(g));
        (is_open ? pcarti_svg_draw : pcarti_svg_move)(
            &view->svg, pcarti_axis_at(&view->x, middle_of(at)),
            pcarti_axis_at(&view->y, at->median));
        is_open = 1;
    }
    if (is_open)
        pcarti_svg_path_end(&view->svg);
    for (size_t i = 0; i < group->n_interval; i++) {
        const pcart_trend_interval *at = &group->interval[i];
        char number[3][PCARTI_NUMBER_SIZE];
        double x, y;

        if (!isfinite(at->median))
            continue;
        x = pcarti_axis_at(&view->x, middle_of(at));
        y = pcarti_axis_at(&view->y, at->median);
        pcarti_svg_begin_hover(
            &view->svg, NULL,
            pcarti_svg_print(&view->svg,
                             "%s, day %d to %d: median %s (IQR %s to %s), n = "
                             "%ld",
                             group->label ? group->label : "", at->first_day,
                             at->last_day,
                             pcarti_number_short(at->median, number[0]),
                             pcarti_number_short(at->lower, number[1]),
                             pcarti_number_short(at->upper, number[2]), at->n),
            NULL);
        if (has_quartiles(at))
            pcarti_svg_vline(&view->svg, pcarti_style_edge(g), x,
                             pcarti_axis_at(&view->y, at->lower),
                             pcarti_axis_at(&view->y, at->upper));
        pcarti_marker_group(&view->svg, pcarti_style_fill(g), g,
                            (pcarti_at){x, y}, 3.6);
        pcarti_svg_end(&view->svg);
    }
}

/* n of each interval under the axis; too narrow intervals share numbers. */
static void
draw_numbers(trend_view *view)
{
    double y = view->table + 10;

    if (view->table <= 0)
        return;
    pcarti_svg_text(&view->svg, "pc-bold", 10, y, "Patients with a value");
    for (size_t g = 0; g < view->plot->n_group; g++) {
        const pcart_trend_group *group = &view->plot->group[g];
        double free_from = -HUGE_VAL;

        y += ROW;
        if (group->label)
            pcarti_svg_text(
                &view->svg,
                pcarti_svg_print(&view->svg, "pc-r %s", pcarti_style_label(g)),
                view->box.x - 20, y,
                pcarti_svg_fit(&view->svg, group->label, PCARTI_TEXT_BODY, 1,
                               view->box.x - 28));
        for (size_t i = 0; i < group->n_interval; i++) {
            const double x =
                pcarti_axis_at(&view->x, middle_of(&group->interval[i]));
            const char *text =
                pcarti_svg_print(&view->svg, "%ld", group->interval[i].n);
            const double half =
                pcarti_font_width(text, PCARTI_TEXT_SMALL, 0) / 2;

            if (x - half < free_from)
                continue;
            pcarti_svg_text(&view->svg, "pc-small pc-m", x, y, text);
            free_from = x + half + 3;
        }
    }
}

static pcart_status
set_axes(trend_view *view, pcart_err *err)
{
    const pcart_trend_plot *plot = view->plot;
    const double wish[2] = {plot->low, plot->high};
    pcarti_extent extent = PCARTI_EXTENT_EMPTY;
    pcart_status status;

    for (size_t i = 0; i < plot->n_band; i++)
        pcarti_extent_add(&extent, plot->band[i]);
    for (size_t g = 0; g < plot->n_group; g++) {
        const pcart_trend_group *group = &plot->group[g];

        for (size_t i = 0; i < group->n_line; i++)
            for (size_t k = 0; k < group->line[i].n; k++)
                if (is_shown(view, group->line[i].day[k],
                             group->line[i].value[k]))
                    pcarti_extent_add(&extent, group->line[i].value[k]);
        for (size_t i = 0; i < group->n_interval; i++) {
            pcarti_extent_add(&extent, group->interval[i].lower);
            pcarti_extent_add(&extent, group->interval[i].median);
            pcarti_extent_add(&extent, group->interval[i].upper);
        }
    }
    status = pcarti_axis_set(&view->y, plot->scale, wish, &extent, err);
    if (plot->scale == PCART_SCALE_LOG && extent.low < view->y.low)
        view->y.floor = FLOOR;
    view->x.low = plot->first_day;
    view->x.high = plot->last_day > plot->first_day ? plot->last_day
                                                    : plot->first_day + 1.0;
    return status;
}

static pcart_status
set_layout(trend_view *view, const pcart_scene *scene)
{
    const pcart_trend_plot *plot = view->plot;
    const char **label =
        pcarti_svg_take(&view->svg, plot->n_group, sizeof(*label));
    double left = LEFT, bottom;
    size_t n_interval = 0;

    if (!label)
        return PCART_E_NOMEM;
    for (size_t g = 0; g < plot->n_group; g++) {
        label[g] = plot->group[g].label ? plot->group[g].label : "all";
        left =
            fmax(left, fmin(LABEL_MOST,
                            pcarti_font_width(label[g], PCARTI_TEXT_BODY, 1)) +
                           34);
        n_interval += plot->group[g].n_interval;
    }
    view->svg.width =
        scene->width > 0 ? fmin(fmax(scene->width, 480), 1e5) : WIDTH;
    view->legend =
        (pcarti_legend){.label = label, .n = plot->n_group, .has_line = 1};
    view->legend_y = pcarti_frame_head(scene, view->svg.width) + 4;
    view->box.x = left;
    view->box.y =
        view->legend_y +
        pcarti_frame_legend_height(&view->legend, view->svg.width - 20) + 8;
    view->box.width = view->svg.width - left - RIGHT;
    view->box.height = HEIGHT + view->y.floor;
    bottom = view->box.y + view->box.height + 42;
    if (n_interval > 0) {
        view->table = bottom;
        bottom += 16 + ROW * (double)plot->n_group;
    }
    view->svg.height = bottom + pcarti_frame_foot(scene, view->svg.width) + 6;
    view->x.from = view->box.x;
    view->x.to = view->box.x + view->box.width;
    view->y.from = view->box.y + HEIGHT;
    view->y.to = view->box.y;
    return PCART_OK;
}

static void
draw_plot(trend_view *view)
{
    const pcart_trend_plot *plot = view->plot;
    const pcarti_axis_text text = {
        .label = plot->y_label, .want = 6, .has_grid = 1};
    const char *noun = plot->noun ? plot->noun : "values";
    size_t n = 0;

    pcarti_frame_legend(&view->svg, &view->legend, 10, view->legend_y,
                        view->svg.width - 20);
    pcarti_frame_left(&view->svg, view->box, &view->y, &text);
    pcarti_frame_bands(&view->svg, view->box, &view->y, plot->band,
                       plot->n_band);
    pcarti_frame_time(&view->svg, view->box, &view->x, PCART_TIME_DAYS,
                      plot->x_label ? plot->x_label : "Days after infusion");
    if (plot->first_day < 0 && plot->last_day > 0)
        pcarti_svg_vline(&view->svg, "pc-zero", pcarti_axis_at(&view->x, 0),
                         view->box.y, view->box.y + view->box.height);
    for (size_t g = 0; g < plot->n_group; g++) {
        for (size_t i = 0; i < plot->group[g].n_line; i++)
            draw_line(view, &plot->group[g].line[i], g);
        n += plot->group[g].n_line;
        for (size_t i = 0; i < plot->group[g].n_interval; i++)
            n += plot->group[g].interval[i].n > 0;
    }
    for (size_t g = 0; g < plot->n_group; g++)
        draw_band(view, &plot->group[g], g);
    for (size_t g = 0; g < plot->n_group; g++)
        draw_median(view, &plot->group[g], g);
    if (n == 0)
        pcarti_frame_empty(
            &view->svg, view->box,
            pcarti_svg_print(&view->svg, "no %s between day %d and day %d",
                             noun, plot->first_day, plot->last_day));
    if (view->n_hidden > 0)
        pcarti_svg_text(&view->svg, "pc-small pc-grey pc-r pc-halo",
                        view->box.x + view->box.width - 4, view->box.y + 11,
                        pcarti_svg_print(&view->svg,
                                         "%zu %s outside these days, not drawn",
                                         view->n_hidden, noun));
    draw_numbers(view);
}

pcart_status
pcart_trend_plot_draw(const pcart_trend_plot *plot, const pcart_scene *scene,
                      pcart_arena *arena, struct pcarti_buf *out,
                      pcart_err *err)
{
    trend_view view = {.svg = {.out = out, .arena = arena}, .plot = plot};
    pcart_status status =
        pcarti_frame_check(plot->n_group, PCART_SCENE_GROUPS, "groups", err);

    if (!status)
        status = pcarti_frame_check_days(plot->first_day, plot->last_day, err);
    if (!status)
        status = set_axes(&view, err);
    if (status)
        return status;
    if (set_layout(&view, scene))
        return pcarti_svg_status(&view.svg, err);
    pcarti_svg_open(&view.svg, scene, plot->y_label ? plot->y_label : "Counts");
    pcarti_frame_write(&view.svg, scene);
    draw_plot(&view);
    pcarti_svg_close(&view.svg);
    return pcarti_svg_status(&view.svg, err);
}
