/* dot_plot.c -- single values by group, with median and quartiles.
 * Layer: figure. */
#include "postcart/dot_plot.h"

#include <math.h>
#include <stdlib.h>

#include "figure/font.h"
#include "figure/frame.h"
#include "figure/marker.h"
#include "figure/style.h"

#define HEIGHT 320.0
#define LEFT 84.0
#define RIGHT 56.0
#define COLUMN 150.0
#define COLUMN_LEAST 44.0
#define GROUPS 24
#define FLOOR 19.0
#define DOT 2.8

typedef struct dot_view {
    pcarti_svg svg;
    const pcart_dot_plot *plot;
    pcarti_axis y;
    pcarti_box box;
    double column;
} dot_view;

static int
by_height(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/*
 * Dots of nearly the same height stand side by side round the middle, so that
 * their number can be seen: no chance is used.
 */
static void
draw_dots(dot_view *view, const pcart_dot_group *group, size_t g, double middle)
{
    double *height = pcarti_svg_take(&view->svg, group->n, sizeof(*height));
    const double reach = view->column / 2 - 10;
    size_t n = 0;

    if (!height)
        return;
    for (size_t i = 0; i < group->n; i++) {
        if (isfinite(group->value[i]))
            height[n++] = pcarti_axis_at(&view->y, group->value[i]);
    }
    qsort(height, n, sizeof(*height), by_height);
    for (size_t i = 0; i < n;) {
        size_t end = i;
        double step = 2 * DOT + 0.4;

        while (end < n && height[end] - height[i] < 2 * DOT)
            end++;
        if ((double)(end - i) * step > 2 * reach)
            step = 2 * reach / (double)(end - i);
        for (size_t k = i; k < end; k++) {
            const double place = (double)(k - i) - (double)(end - i - 1) / 2;

            pcarti_marker_group(&view->svg, pcarti_style_open(g), g,
                                (pcarti_at){middle + place * step, height[k]},
                                DOT);
        }
        i = end;
    }
}

static void
draw_box(dot_view *view, const pcart_dot_group *group, size_t g, double middle)
{
    const double half = fmin(view->column / 2 - 6, 50);
    char number[3][PCARTI_NUMBER_SIZE];
    double low, high, y;

    if (!isfinite(group->median))
        return;
    y = pcarti_axis_at(&view->y, group->median);
    pcarti_svg_begin_hover(
        &view->svg, NULL,
        pcarti_svg_print(&view->svg, "%s: median %s (IQR %s to %s)",
                         group->label ? group->label : "",
                         pcarti_number_short(group->median, number[0]),
                         pcarti_number_short(group->lower, number[1]),
                         pcarti_number_short(group->upper, number[2])),
        NULL);
    if (isfinite(group->lower) && isfinite(group->upper)) {
        low = pcarti_axis_at(&view->y, group->lower);
        high = pcarti_axis_at(&view->y, group->upper);
        pcarti_svg_rect(
            &view->svg,
            pcarti_svg_print(&view->svg, "pc-a%zu pc-g%zu", g % 6, g % 6),
            (pcarti_box){middle - half, high, 2 * half, low - high});
    }
    pcarti_svg_hline(&view->svg,
                     pcarti_svg_print(&view->svg, "pc-line pc-g%zu", g % 6),
                     middle - half, middle + half, y);
    pcarti_svg_end(&view->svg);
}

static size_t
known(const pcart_dot_group *group)
{
    size_t n = 0;

    for (size_t i = 0; i < group->n; i++)
        n += isfinite(group->value[i]) != 0;
    return n;
}

static void
draw_group(dot_view *view, size_t g)
{
    const pcart_dot_group *group = &view->plot->group[g];
    const double middle = view->box.x + view->column * ((double)g + 0.5);
    const double bottom = view->box.y + view->box.height;
    const size_t n = known(group);

    draw_box(view, group, g, middle);
    draw_dots(view, group, g, middle);
    pcarti_svg_text(&view->svg, "pc-m pc-bold", middle, bottom + 17,
                    pcarti_svg_fit(&view->svg, group->label ? group->label : "",
                                   PCARTI_TEXT_BODY, 1, view->column - 4));
    pcarti_svg_text(
        &view->svg, "pc-m pc-small pc-grey", middle, bottom + 31,
        n == group->n
            ? pcarti_svg_print(&view->svg, "n = %zu", n)
            : pcarti_svg_print(&view->svg, "n = %zu of %zu", n, group->n));
}

static pcart_status
set_axis(dot_view *view, pcart_err *err)
{
    const pcart_dot_plot *plot = view->plot;
    const double wish[2] = {plot->low, plot->high};
    pcarti_extent extent = PCARTI_EXTENT_EMPTY;
    pcart_status status;

    for (size_t g = 0; g < plot->n_group; g++) {
        for (size_t i = 0; i < plot->group[g].n; i++)
            pcarti_extent_add(&extent, plot->group[g].value[i]);
    }
    for (size_t i = 0; i < plot->n_band; i++)
        pcarti_extent_add(&extent, plot->band[i]);
    status = pcarti_axis_set(&view->y, plot->scale, wish, &extent, err);
    if (plot->scale == PCART_SCALE_LOG && extent.low < view->y.low)
        view->y.floor = FLOOR;
    return status;
}

static void
set_layout(dot_view *view, const pcart_scene *scene)
{
    const double n = (double)(view->plot->n_group ? view->plot->n_group : 2);
    const double wish = LEFT + RIGHT + n * COLUMN;
    double top;

    view->svg.width = scene->width > 0 ? fmin(scene->width, 1e5)
                                       : fmin(fmax(wish, 420), 1100);
    view->svg.width = fmax(view->svg.width, LEFT + RIGHT + n * COLUMN_LEAST);
    top = pcarti_frame_head(scene, view->svg.width) + 10;
    if (view->plot->test)
        top += 18;
    view->box = (pcarti_box){LEFT, top, view->svg.width - LEFT - RIGHT,
                             HEIGHT + view->y.floor};
    view->column = view->box.width / n;
    view->y.from = top + HEIGHT;
    view->y.to = top;
    view->svg.height =
        top + view->box.height + 44 + pcarti_frame_foot(scene, view->svg.width);
}

pcart_status
pcart_dot_plot_draw(const pcart_dot_plot *plot, const pcart_scene *scene,
                    pcart_arena *arena, struct pcarti_buf *out, pcart_err *err)
{
    dot_view view = {.svg = {.out = out, .arena = arena}, .plot = plot};
    const pcarti_axis_text text = {
        .label = plot->y_label, .want = 6, .has_grid = 1};
    pcart_status status =
        pcarti_frame_check(plot->n_group, GROUPS, "groups", err);
    size_t n = 0;

    for (size_t g = 0; g < plot->n_group && !status; g++)
        status = pcarti_frame_check(plot->group[g].n, PCART_SCENE_LIMIT,
                                    "values", err);
    if (!status)
        status = set_axis(&view, err);
    if (status)
        return status;
    set_layout(&view, scene);
    pcarti_svg_open(&view.svg, scene, plot->y_label ? plot->y_label : "Values");
    pcarti_frame_write(&view.svg, scene);
    if (plot->test)
        pcarti_svg_text(&view.svg, "pc-bold", view.box.x, view.box.y - 10,
                        pcarti_svg_fit(&view.svg, plot->test, PCARTI_TEXT_BODY,
                                       1, view.box.width + RIGHT));
    pcarti_frame_left(&view.svg, view.box, &view.y, &text);
    pcarti_frame_bands(&view.svg, view.box, &view.y, plot->band, plot->n_band);
    pcarti_svg_hline(&view.svg, "pc-axis", view.box.x,
                     view.box.x + view.box.width, view.box.y + view.box.height);
    for (size_t g = 0; g < plot->n_group; g++) {
        draw_group(&view, g);
        n += known(&plot->group[g]);
    }
    if (n == 0)
        pcarti_frame_empty(&view.svg, view.box, "no values");
    pcarti_svg_close(&view.svg);
    return pcarti_svg_status(&view.svg, err);
}
