/* slope_plot.c -- two values of the same thing, joined.  Layer: figure. */
#include "postcart/slope_plot.h"

#include <math.h>

#include "figure/font.h"
#include "figure/frame.h"
#include "figure/lane.h"
#include "figure/marker.h"
#include "figure/style.h"

#define WIDTH 380.0 // without the labels
#define HEIGHT 340.0
#define LEFT 84.0
#define INSET 60.0
#define LABEL_LINE 30.0 // from the sign to its label, and the margin
#define LABEL_MOST 340.0
#define FLOOR 19.0
#define TICKS 6
#define PAIRS 20000
#define LABELLED 60

typedef struct slope_view {
    pcarti_svg svg;
    const pcart_slope_plot *plot;
    pcarti_axis y;
    pcarti_box box;
    pcarti_legend legend;
    double before, after; /* pixels */
    double right;         /* room of the labels */
    int want;             /* ticks */
    double legend_y;
} slope_view;

static size_t
group_of(const pcart_slope_plot *plot, const pcart_slope_pair *pair)
{
    if (pair->group < 0 || (size_t)pair->group >= plot->n_group)
        return 0;
    return (size_t)pair->group;
}

static const char *
side_words(slope_view *view, double value, int is_below)
{
    char number[PCARTI_NUMBER_SIZE];

    if (!isfinite(value))
        return "missing";
    return pcarti_svg_print(&view->svg, "%s%s", is_below ? "<" : "",
                            pcarti_number_short(value, number));
}

static void
draw_side(slope_view *view, size_t g, pcarti_at at, int is_below, int is_alone)
{
    if (is_below)
        pcarti_marker_below(&view->svg, pcarti_style_open(g), at, 4);
    else
        pcarti_marker_group(
            &view->svg, is_alone ? pcarti_style_open(g) : pcarti_style_fill(g),
            g, at, 3.6);
}

static void
draw_pair(slope_view *view, const pcart_slope_pair *pair)
{
    const size_t g = group_of(view->plot, pair);
    const int has_before = isfinite(pair->before) != 0;
    const int has_after = isfinite(pair->after) != 0;
    const pcarti_at from = {view->before,
                            pcarti_axis_at(&view->y, pair->before)};
    const pcarti_at to = {view->after, pcarti_axis_at(&view->y, pair->after)};

    if (!has_before && !has_after)
        return;
    pcarti_svg_begin_hover(
        &view->svg, NULL,
        pcarti_svg_print(&view->svg, "%s: %s to %s",
                         pair->label ? pair->label : "",
                         side_words(view, pair->before, pair->before_is_below),
                         side_words(view, pair->after, pair->after_is_below)),
        NULL);
    if (has_before && has_after)
        pcarti_svg_line(&view->svg,
                        pcarti_svg_print(&view->svg, "pc-slope pc-g%zu pc-d%zu",
                                         g % 6, g % 6),
                        from, to);
    if (has_before)
        draw_side(view, g, from, pair->before_is_below, !has_after);
    if (has_after)
        draw_side(view, g, to, pair->after_is_below, !has_before);
    pcarti_svg_end(&view->svg);
}

static void
draw_labels(slope_view *view)
{
    const pcart_slope_plot *plot = view->plot;
    double *at = pcarti_svg_take(&view->svg, plot->n_pair, sizeof(*at));
    size_t *order = pcarti_svg_take(&view->svg, plot->n_pair, sizeof(*order));
    size_t *which = pcarti_svg_take(&view->svg, plot->n_pair, sizeof(*which));
    size_t n = 0;

    if (!at || !order || !which || !plot->has_labels)
        return;
    for (size_t i = 0; i < plot->n_pair && n < LABELLED; i++) {
        const pcart_slope_pair *pair = &plot->pair[i];

        if (!pair->label || !isfinite(pair->after))
            continue;
        at[n] = pcarti_axis_at(&view->y, pair->after);
        which[n++] = i;
    }
    pcarti_lane_spread(at, order, n, 12, view->box.y,
                       view->box.y + view->box.height);
    for (size_t i = 0; i < n; i++) {
        const pcart_slope_pair *pair = &plot->pair[which[i]];
        const double y = pcarti_axis_at(&view->y, pair->after);

        pcarti_svg_line(&view->svg, "pc-rule", (pcarti_at){view->after + 6, y},
                        (pcarti_at){view->after + 20, at[i]});
        pcarti_svg_text(&view->svg, "pc-small", view->after + 23, at[i] + 3.5,
                        pcarti_svg_fit(&view->svg, pair->label,
                                       PCARTI_TEXT_SMALL, 0, view->right - 26));
    }
}

/* How many pairs there are, and how many are complete. */
static void
draw_counts(slope_view *view)
{
    const pcart_slope_plot *plot = view->plot;
    size_t complete = 0, up = 0, down = 0, below = 0;

    for (size_t i = 0; i < plot->n_pair; i++) {
        const pcart_slope_pair *pair = &plot->pair[i];

        below += pair->before_is_below || pair->after_is_below;
        if (!isfinite(pair->before) || !isfinite(pair->after))
            continue;
        complete++;
        up += pair->after > pair->before;
        down += pair->after < pair->before;
    }
    pcarti_svg_text(
        &view->svg, "pc-small pc-grey", 10, view->box.y + view->box.height + 36,
        pcarti_svg_print(
            &view->svg, "%zu pairs, %zu complete: %zu rise, %zu fall.%s%s",
            plot->n_pair, complete, up, down,
            complete < plot->n_pair ? " Open: the other side is missing." : "",
            below > 0 ? " Open triangle down: below detection." : ""));
}

static int
are_whole(const pcart_slope_plot *plot)
{
    for (size_t i = 0; i < plot->n_pair; i++) {
        const double value[2] = {plot->pair[i].before, plot->pair[i].after};

        for (int k = 0; k < 2; k++)
            if (isfinite(value[k]) && fabs(value[k] - round(value[k])) > 1e-9)
                return 0;
    }
    return 1;
}

static pcart_status
set_axis(slope_view *view, pcart_err *err)
{
    const pcart_slope_plot *plot = view->plot;
    const double wish[2] = {plot->low, plot->high};
    pcarti_extent extent = PCARTI_EXTENT_EMPTY;
    pcart_status status;

    for (size_t i = 0; i < plot->n_pair; i++) {
        pcarti_extent_add(&extent, plot->pair[i].before);
        pcarti_extent_add(&extent, plot->pair[i].after);
    }
    status = pcarti_axis_set(&view->y, plot->scale, wish, &extent, err);
    if (plot->scale == PCART_SCALE_LOG && extent.low < view->y.low)
        view->y.floor = FLOOR;
    view->want = TICKS;
    if (plot->scale != PCART_SCALE_LOG && are_whole(plot)) {
        const double span = fmax(1, ceil(view->y.high) - floor(view->y.low));

        if (span < TICKS) { /* grades: no tick between two of them */
            view->y.low = floor(view->y.low);
            view->y.high = view->y.low + span;
            view->want = (int)span;
        }
    }
    return status;
}

/* The longest label, as far as half of a given width allows. */
static double
label_room(const pcart_slope_plot *plot, const pcart_scene *scene)
{
    double room = 30;

    for (size_t i = 0; plot->has_labels && i < plot->n_pair; i++)
        if (plot->pair[i].label)
            room = fmax(room,
                        LABEL_LINE + pcarti_font_width(plot->pair[i].label,
                                                       PCARTI_TEXT_SMALL, 0));
    return fmin(room, scene->width > 0 ? scene->width / 2 : LABEL_MOST);
}

static void
set_layout(slope_view *view, const pcart_scene *scene)
{
    const pcart_slope_plot *plot = view->plot;
    const double height = fmax(
        HEIGHT,
        plot->has_labels ? 12.5 * fmin((double)plot->n_pair, LABELLED) : 0);
    double top;

    view->right = label_room(plot, scene);
    view->svg.width = scene->width > 0 ? fmin(fmax(scene->width, 420), 1e5)
                                       : WIDTH + view->right;
    view->legend = (pcarti_legend){
        .label = plot->group, .n = plot->n_group, .has_line = 1};
    top = pcarti_frame_head(scene, view->svg.width) + 6;
    view->legend_y = top;
    top += pcarti_frame_legend_height(&view->legend, view->svg.width - 20);
    top += plot->test ? 22 : 6;
    view->box = (pcarti_box){LEFT, top, view->svg.width - LEFT - view->right,
                             height + view->y.floor};
    view->before = LEFT + fmin(INSET, view->box.width / 4);
    view->after =
        LEFT + view->box.width -
        fmin(INSET, view->box.width / 4) * (plot->has_labels ? 0.2 : 1);
    view->y.from = top + height;
    view->y.to = top;
    view->svg.height =
        top + view->box.height + 44 + pcarti_frame_foot(scene, view->svg.width);
}

static void
draw_plot(slope_view *view)
{
    const pcart_slope_plot *plot = view->plot;
    const double bottom = view->box.y + view->box.height;
    const pcarti_axis_text text = {
        .label = plot->y_label, .want = view->want, .has_grid = 1};

    pcarti_frame_legend(&view->svg, &view->legend, 10, view->legend_y,
                        view->svg.width - 20);
    if (plot->test)
        pcarti_svg_text(&view->svg, "pc-bold", view->box.x, view->box.y - 8,
                        pcarti_svg_fit(&view->svg, plot->test, PCARTI_TEXT_BODY,
                                       1, view->svg.width - view->box.x - 8));
    pcarti_frame_left(&view->svg, view->box, &view->y, &text);
    pcarti_svg_hline(&view->svg, "pc-axis", view->box.x,
                     view->box.x + view->box.width, bottom);
    pcarti_svg_vline(&view->svg, "pc-rule", view->before, view->box.y, bottom);
    pcarti_svg_vline(&view->svg, "pc-rule", view->after, view->box.y, bottom);
    pcarti_svg_text(&view->svg, "pc-m pc-bold", view->before, bottom + 17,
                    plot->before_label ? plot->before_label : "before");
    pcarti_svg_text(&view->svg, "pc-m pc-bold", view->after, bottom + 17,
                    plot->after_label ? plot->after_label : "after");
    for (size_t i = 0; i < plot->n_pair; i++)
        draw_pair(view, &plot->pair[i]);
    draw_labels(view);
    draw_counts(view);
    if (plot->n_pair == 0)
        pcarti_frame_empty(&view->svg, view->box, "no pairs");
}

pcart_status
pcart_slope_plot_draw(const pcart_slope_plot *plot, const pcart_scene *scene,
                      pcart_arena *arena, struct pcarti_buf *out,
                      pcart_err *err)
{
    slope_view view = {.svg = {.out = out, .arena = arena}, .plot = plot};
    pcart_status status = pcarti_frame_check(plot->n_pair, PAIRS, "pairs", err);

    if (!status)
        status = pcarti_frame_check(plot->n_group, PCART_SCENE_GROUPS, "groups",
                                    err);
    if (!status)
        status = set_axis(&view, err);
    if (status)
        return status;
    set_layout(&view, scene);
    pcarti_svg_open(&view.svg, scene, plot->y_label ? plot->y_label : "Pairs");
    pcarti_frame_write(&view.svg, scene);
    draw_plot(&view);
    pcarti_svg_close(&view.svg);
    return pcarti_svg_status(&view.svg, err);
}
