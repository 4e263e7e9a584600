/* curve_plot.c -- survival and cumulative incidence.  Layer: figure. */
#include "postcart/curve_plot.h"

#include <math.h>

#include "figure/font.h"
#include "figure/frame.h"
#include "figure/lane.h"
#include "figure/marker.h"
#include "figure/style.h"

#define WIDTH 820.0
#define HEIGHT 330.0 /* of the plot itself */
#define LABEL_MOST 170.0
#define EDGED_GROUPS 3 /* more edges than these hide the curves */
#define RISK_ROW 15.0
#define WORD_LINE 15.0
#define LABEL_GAP 27.0
#define LABEL_GAP_SHORT 14.0
#define CLOSE_TO_TOP 1.15 /* room over the highest limit when zoomed */

typedef struct curve_view {
    pcarti_svg svg;
    const pcart_curve_plot *plot;
    pcarti_axis x, y;
    pcarti_box box;
    double table; /* y of the first line under the axis label */
} curve_view;

/* A group keeps its look where other groups are missing. */
static size_t
style_of(const curve_view *view, size_t i)
{
    const int style = view->plot->group[i].style;

    return style > 0 ? (size_t)style - 1 : i;
}

static double
start_of(const pcart_curve_plot *plot)
{
    return plot->kind == PCART_CURVE_PLOT_SURVIVAL ? 1 : 0;
}

/* The end of a group's follow-up. */
static double
last_of(const pcart_curve_group *group)
{
    double last = 0;

    if (group->last > 0)
        return group->last;
    if (group->n_point > 0)
        last = group->point[group->n_point - 1].time;
    if (group->n_censor > 0)
        last = fmax(last, group->censor[group->n_censor - 1]);
    return last;
}

/* Height of the curve at a time. */
static double
height_at(const curve_view *view, const pcart_curve_group *group, double time)
{
    size_t low = 0, high = group->n_point;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (group->point[middle].time <= time)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? group->point[low - 1].estimate : start_of(view->plot);
}

typedef enum curve_part { PART_ESTIMATE, PART_LOW, PART_HIGH } curve_part;

static double
part_of(const pcart_curve_point *point, curve_part part)
{
    return part == PART_LOW    ? point->low
           : part == PART_HIGH ? point->high
                               : point->estimate;
}

/* Points of a step curve; where a limit is unknown the last one holds. */
static void
steps(curve_view *view, const pcart_curve_group *group, curve_part part)
{
    const double end = pcarti_axis_at(&view->x, last_of(group));
    double y = pcarti_axis_at(&view->y, start_of(view->plot));

    pcarti_svg_move(&view->svg, pcarti_axis_at(&view->x, 0), y);
    for (size_t i = 0; i < group->n_point; i++) {
        const double value = part_of(&group->point[i], part);
        const double x = pcarti_axis_at(&view->x, group->point[i].time);

        if (!isfinite(value) || !isfinite(group->point[i].time))
            continue;
        pcarti_svg_draw(&view->svg, x, y);
        y = pcarti_axis_at(&view->y, value);
        pcarti_svg_draw(&view->svg, x, y);
    }
    pcarti_svg_draw(&view->svg, end, y);
}

/* The same points from the end to the start, to close the band. */
static void
steps_back(curve_view *view, const pcart_curve_group *group)
{
    double last = start_of(view->plot);
    size_t i = group->n_point;

    for (size_t k = 0; k < group->n_point; k++) {
        if (isfinite(group->point[k].high))
            last = group->point[k].high;
    }
    pcarti_svg_draw(&view->svg, pcarti_axis_at(&view->x, last_of(group)),
                    pcarti_axis_at(&view->y, last));
    while (i-- > 0) {
        const double x = pcarti_axis_at(&view->x, group->point[i].time);
        double before = start_of(view->plot);

        if (!isfinite(group->point[i].high) || !isfinite(group->point[i].time))
            continue;
        for (size_t k = i; k-- > 0;) {
            if (isfinite(group->point[k].high)) {
                before = group->point[k].high;
                break;
            }
        }
        pcarti_svg_draw(&view->svg, x,
                        pcarti_axis_at(&view->y, group->point[i].high));
        pcarti_svg_draw(&view->svg, x, pcarti_axis_at(&view->y, before));
    }
}

static int
has_band(const pcart_curve_group *group)
{
    for (size_t i = 0; i < group->n_point; i++) {
        if (isfinite(group->point[i].low) && isfinite(group->point[i].high))
            return 1;
    }
    return 0;
}

static void
draw_band(curve_view *view, const pcart_curve_group *group, size_t i)
{
    if (!has_band(group))
        return;
    pcarti_svg_path_begin(&view->svg, pcarti_style_area(style_of(view, i)));
    steps(view, group, PART_LOW);
    steps_back(view, group);
    pcarti_svg_path_close(&view->svg);
    pcarti_svg_path_end(&view->svg);
    if (view->plot->n_group > EDGED_GROUPS)
        return;
    pcarti_svg_path_begin(&view->svg, pcarti_style_edge(style_of(view, i)));
    steps(view, group, PART_LOW);
    steps(view, group, PART_HIGH);
    pcarti_svg_path_end(&view->svg);
}

static void
draw_curve(curve_view *view, const pcart_curve_group *group, size_t i)
{
    pcarti_svg_begin_hover(&view->svg, NULL, group->label, NULL);
    pcarti_svg_path_begin(&view->svg, pcarti_style_line(style_of(view, i)));
    steps(view, group, PART_ESTIMATE);
    pcarti_svg_path_end(&view->svg);
    if (group->n_censor > 0) {
        pcarti_svg_path_begin(&view->svg,
                              pcarti_svg_print(&view->svg, "pc-censor pc-g%zu",
                                               style_of(view, i) % 6));
        for (size_t k = 0; k < group->n_censor; k++) {
            const double time = group->censor[k];
            double x, y;

            if (!(time >= view->x.low && time <= view->x.high))
                continue;
            x = pcarti_axis_at(&view->x, time);
            y = pcarti_axis_at(&view->y, height_at(view, group, time));
            pcarti_svg_move(&view->svg, x, y - 4);
            pcarti_svg_draw(&view->svg, x, y + 4);
        }
        pcarti_svg_path_end(&view->svg);
    }
    pcarti_svg_end(&view->svg);
}

/* Names at the right end of the curves, kept apart. */
static void
draw_labels(curve_view *view)
{
    const pcart_curve_plot *plot = view->plot;
    double at[PCART_SCENE_GROUPS], gap = LABEL_GAP_SHORT;
    size_t order[PCART_SCENE_GROUPS];
    const double x = view->box.x + view->box.width + 8;
    const double room = view->svg.width - x - 14;

    for (size_t i = 0; i < plot->n_group; i++) {
        const pcart_curve_group *group = &plot->group[i];

        at[i] = pcarti_axis_at(
            &view->y,
            height_at(view, group, fmin(last_of(group), view->x.high)));
        if (group->note)
            gap = LABEL_GAP;
    }
    pcarti_lane_spread(at, order, plot->n_group, gap, view->box.y + 6,
                       view->box.y + view->box.height - 4);
    for (size_t i = 0; i < plot->n_group; i++) {
        const pcart_curve_group *group = &plot->group[i];

        if (group->label)
            pcarti_svg_text(&view->svg, pcarti_style_label(style_of(view, i)),
                            x, at[i] + 4,
                            pcarti_svg_fit(&view->svg, group->label,
                                           PCARTI_TEXT_BODY, 1, room));
        if (group->note)
            pcarti_svg_text(&view->svg, "pc-small pc-grey", x, at[i] + 16,
                            pcarti_svg_fit(&view->svg, group->note,
                                           PCARTI_TEXT_SMALL, 0, room));
    }
}

static void
draw_medians(curve_view *view)
{
    const pcart_curve_plot *plot = view->plot;
    const double y = pcarti_axis_at(&view->y, 0.5);
    double right = view->box.x;

    if (!plot->has_median || plot->kind != PCART_CURVE_PLOT_SURVIVAL ||
        view->y.high < 0.5)
        return;
    for (size_t i = 0; i < plot->n_group; i++) {
        double x;

        if (!isfinite(plot->group[i].median) ||
            plot->group[i].median > view->x.high)
            continue;
        x = pcarti_axis_at(&view->x, plot->group[i].median);
        right = fmax(right, x);
        pcarti_svg_vline(&view->svg, "pc-mark", x, y,
                         view->box.y + view->box.height);
    }
    if (right > view->box.x)
        pcarti_svg_hline(&view->svg, "pc-mark", view->box.x, right, y);
}

static int
is_zoomed(const pcart_curve_plot *plot, double top)
{
    return plot->n_group > 0 && top < 1;
}

/* Lines of words over the plot: there they hide no curve. */
static int
word_lines(const curve_view *view)
{
    return (view->plot->test != NULL) +
           (view->plot->interval || is_zoomed(view->plot, view->y.high));
}

static void
draw_words(curve_view *view)
{
    const pcart_curve_plot *plot = view->plot;
    const double room = view->svg.width - view->box.x - 10;
    const char *interval = plot->interval ? plot->interval : "";
    double y = view->box.y - WORD_LINE * word_lines(view) + 4;
    char top[PCARTI_NUMBER_SIZE];

    if (plot->test) {
        pcarti_svg_text(
            &view->svg, "pc-bold", view->box.x, y,
            pcarti_svg_fit(&view->svg, plot->test, PCARTI_TEXT_BODY, 1, room));
        y += WORD_LINE;
    }
    if (is_zoomed(plot, view->y.high))
        interval = pcarti_svg_print(
            &view->svg, "%s%szoomed: the vertical axis ends at %s%%", interval,
            plot->interval ? "; " : "",
            pcarti_number_short(view->y.high * 100, top));
    pcarti_svg_text(
        &view->svg, "pc-small pc-grey", view->box.x, y,
        pcarti_svg_fit(&view->svg, interval, PCARTI_TEXT_SMALL, 0, room));
}

static void
draw_risks(curve_view *view)
{
    const pcart_curve_plot *plot = view->plot;
    double y = view->table + 12;

    if (plot->n_risk_time == 0)
        return;
    pcarti_svg_text(&view->svg, "pc-bold", 10, y,
                    "Number at risk (events so far)");
    for (size_t i = 0; i < plot->n_group; i++) {
        const pcart_curve_group *group = &plot->group[i];

        y += RISK_ROW;
        if (group->label)
            pcarti_svg_text(
                &view->svg,
                pcarti_svg_print(&view->svg, "pc-r %s",
                                 pcarti_style_label(style_of(view, i))),
                view->box.x - 24, y,
                pcarti_svg_fit(&view->svg, group->label, PCARTI_TEXT_BODY, 1,
                               view->box.x - 34));
        for (size_t k = 0; k < plot->n_risk_time && group->risk; k++) {
            const double time = plot->risk_time[k];

            if (!(time >= 0 && time <= view->x.high))
                continue;
            pcarti_svg_text(
                &view->svg, "pc-m", pcarti_axis_at(&view->x, time), y,
                group->events
                    ? pcarti_svg_print(&view->svg, "%ld (%ld)", group->risk[k],
                                       group->events[k])
                    : pcarti_svg_print(&view->svg, "%ld", group->risk[k]));
        }
    }
}

static pcart_status
check(const pcart_curve_plot *plot, pcart_err *err)
{
    pcart_status status =
        pcarti_frame_check(plot->n_group, PCART_SCENE_GROUPS, "groups", err);

    for (size_t i = 0; i < plot->n_group && !status; i++) {
        const pcart_curve_group *group = &plot->group[i];

        status = pcarti_frame_check(group->n_point, PCART_SCENE_LIMIT, "points",
                                    err);
        if (!status)
            status = pcarti_frame_check(group->n_censor, PCART_SCENE_LIMIT,
                                        "censoring times", err);
    }
    if (!status && (!isfinite(plot->x_last) || plot->x_last < 0 ||
                    !isfinite(plot->y_last)))
        status = pcart_err_set(err, PCART_E_RANGE,
                               "the range of an axis cannot be drawn");
    return status;
}

/* The top of the axis: as wished, whole, or over the highest limit. */
static double
top_of(const pcart_curve_plot *plot)
{
    double highest = 0, step;

    if (plot->y_last > 0)
        return plot->y_last;
    if (plot->y_last >= 0 || plot->kind == PCART_CURVE_PLOT_SURVIVAL)
        return 1;
    for (size_t i = 0; i < plot->n_group; i++) {
        for (size_t k = 0; k < plot->group[i].n_point; k++) {
            const pcart_curve_point *point = &plot->group[i].point[k];

            if (!isfinite(point->time))
                continue;
            if (isfinite(point->estimate))
                highest = fmax(highest, point->estimate * CLOSE_TO_TOP);
            if (isfinite(point->high))
                highest = fmax(highest, point->high);
        }
    }
    if (!(highest > 0))
        return 1;
    step = pcarti_axis_step(highest, 5);
    return fmin(1, ceil(highest / step - 1e-9) * step);
}

static void
set_axes(curve_view *view)
{
    const pcart_curve_plot *plot = view->plot;

    view->x.high = plot->x_last;
    for (size_t i = 0; i < plot->n_group && !(plot->x_last > 0); i++) {
        const double last = last_of(&plot->group[i]);

        if (isfinite(last))
            view->x.high = fmax(view->x.high, last);
    }
    if (!(view->x.high > 0))
        view->x.high = 1;
    view->y.high = top_of(plot);
}

/* Left margin, plot, right margin, by the widest names. */
static void
set_layout(curve_view *view, const pcart_scene *scene)
{
    const pcart_curve_plot *plot = view->plot;
    double widest = 0, left = 70, right = 24;

    for (size_t i = 0; i < plot->n_group; i++) {
        const pcart_curve_group *group = &plot->group[i];

        if (group->label)
            widest = fmax(widest,
                          pcarti_font_width(group->label, PCARTI_TEXT_BODY, 1));
        if (group->note)
            right = fmax(right, fmin(LABEL_MOST,
                                     pcarti_font_width(group->note,
                                                       PCARTI_TEXT_SMALL, 0)) +
                                    24);
    }
    widest = fmin(widest, LABEL_MOST);
    if (widest > 0)
        right = fmax(right, widest + 24);
    if (plot->n_risk_time > 0)
        left = fmax(left, widest + 36);
    view->svg.width =
        scene->width > 0 ? fmin(fmax(scene->width, 480), 1e5) : WIDTH;
    view->box.x = left;
    view->box.width = view->svg.width - left - right;
    view->box.y = pcarti_frame_head(scene, view->svg.width) + 10 +
                  WORD_LINE * word_lines(view);
    view->table = view->box.y + HEIGHT + 42;
    view->svg.height =
        view->table +
        (plot->n_risk_time > 0 ? 18 + RISK_ROW * (double)plot->n_group : 0) +
        pcarti_frame_foot(scene, view->svg.width) + 6;
    view->box.height = HEIGHT;
    if (scene->height > view->svg.height) {
        view->box.height += fmin(scene->height, 1e5) - view->svg.height;
        view->table += fmin(scene->height, 1e5) - view->svg.height;
        view->svg.height = fmin(scene->height, 1e5);
    }
    view->x.from = view->box.x;
    view->x.to = view->box.x + view->box.width;
    view->y.from = view->box.y + view->box.height;
    view->y.to = view->box.y;
}

static const char *
time_label(const pcart_curve_plot *plot)
{
    static const char *const word[] = {
        "Days after infusion", "Months after infusion", "Years after infusion"};

    return plot->x_label ? plot->x_label : word[plot->unit];
}

pcart_status
pcart_curve_plot_draw(const pcart_curve_plot *plot, const pcart_scene *scene,
                      pcart_arena *arena, struct pcarti_buf *out,
                      pcart_err *err)
{
    curve_view view = {.svg = {.out = out, .arena = arena}, .plot = plot};
    pcarti_axis_text text = {.want = 5, .percent = 1, .has_grid = 1};
    pcart_status status = check(plot, err);

    if (status)
        return status;
    set_axes(&view);
    set_layout(&view, scene);
    text.label = plot->y_label ? plot->y_label
                 : plot->kind == PCART_CURVE_PLOT_SURVIVAL
                     ? "Survival"
                     : "Cumulative incidence";
    pcarti_svg_open(&view.svg, scene, text.label);
    pcarti_frame_write(&view.svg, scene);
    pcarti_frame_left(&view.svg, view.box, &view.y, &text);
    pcarti_frame_time(&view.svg, view.box, &view.x, plot->unit,
                      time_label(plot));
    pcarti_svg_begin_clip(&view.svg, "plot",
                          (pcarti_box){view.box.x, view.box.y - 5,
                                       view.box.width + 1,
                                       view.box.height + 10});
    for (size_t i = 0; i < plot->n_group; i++)
        draw_band(&view, &plot->group[i], i);
    draw_medians(&view);
    for (size_t i = 0; i < plot->n_group; i++)
        draw_curve(&view, &plot->group[i], i);
    pcarti_svg_end(&view.svg);
    if (plot->n_group == 0)
        pcarti_frame_empty(&view.svg, view.box, "no patients");
    draw_words(&view);
    draw_labels(&view);
    draw_risks(&view);
    pcarti_svg_close(&view.svg);
    return pcarti_svg_status(&view.svg, err);
}

size_t
pcart_curve_plot_times(double last, pcart_time_unit unit,
                       double out[PCART_CURVE_TIMES])
{
    double step;
    size_t n = 0;

    if (!(last > 0) || !isfinite(last))
        last = 0;
    step = last > 0 ? pcarti_axis_time_step(last, 8, unit) : 1;
    for (; n < PCART_CURVE_TIMES; n++) {
        if ((double)n * step > last * (1 + 1e-9))
            break;
        out[n] = (double)n * step;
    }
    return n;
}
