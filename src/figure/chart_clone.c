/* chart_clone.c -- variant fractions and chimerism on the course chart.
 * Layer: figure. */
#include "figure/chart.h"

#include <math.h>

#include "figure/axis.h"
#include "figure/font.h"
#include "figure/frame.h"
#include "figure/lane.h"
#include "figure/marker.h"
#include "figure/style.h"

#define CLONE_HEIGHT 96.0
#define UNKNOWN_HEIGHT 16.0
#define CHIMERISM_HEIGHT 58.0
#define LABEL_ROOM 165.0
#define FRACTION_LEAST 0.05

/* Where a finding stands: at its fraction, or at the limit of detection. */
static double
finding(const pcart_chart_vaf *point)
{
    if (point->call == PCART_CHART_FOUND)
        return point->vaf;
    return isfinite(point->lod) && point->lod > 0 ? point->lod : 0;
}

static void
draw_clone_line(pcarti_chart *chart, const pcart_chart_clone *clone, size_t i,
                const pcarti_axis *axis)
{
    int is_open = 0;

    for (size_t k = 0; k < clone->n_point; k++) {
        const pcart_chart_vaf *point = &clone->point[k];

        if (point->call == PCART_CHART_NOT_COVERED ||
            !isfinite(finding(point)) ||
            !pcarti_clock_holds(&chart->clock, point->day))
            continue;
        if (!is_open) {
            pcarti_svg_path_begin(chart->svg, pcarti_style_line(i));
            pcarti_svg_move(chart->svg,
                            pcarti_clock_at(&chart->clock, point->day),
                            pcarti_axis_at(axis, finding(point)));
        } else {
            pcarti_svg_draw(chart->svg,
                            pcarti_clock_at(&chart->clock, point->day),
                            pcarti_axis_at(axis, finding(point)));
        }
        is_open = 1;
    }
    if (is_open)
        pcarti_svg_path_end(chart->svg);
}

static const char *
vaf_words(pcarti_svg *svg, const pcart_chart_clone *clone,
          const pcart_chart_vaf *point)
{
    char number[PCARTI_NUMBER_SIZE];

    if (point->call == PCART_CHART_NOT_COVERED)
        return pcarti_svg_print(svg, "%s: not covered", clone->label);
    if (point->call == PCART_CHART_FOUND)
        return pcarti_svg_print(svg, "%s: VAF %s%%", clone->label,
                                pcarti_number_short(point->vaf * 100, number));
    if (!isfinite(point->lod))
        return pcarti_svg_print(
            svg, "%s: not found, limit of detection not known", clone->label);
    return pcarti_svg_print(svg, "%s: not found, limit of detection %s%%",
                            clone->label,
                            pcarti_number_short(point->lod * 100, number));
}

static void
draw_vaf(pcarti_chart *chart, const pcart_chart_clone *clone, size_t i,
         const pcart_chart_vaf *point, const pcarti_axis *axis)
{
    pcarti_svg *svg = chart->svg;
    pcarti_at at = {pcarti_clock_at(&chart->clock, point->day),
                    pcarti_axis_at(axis, finding(point))};

    pcarti_svg_begin_hover(svg, NULL,
                           pcarti_chart_hover(svg, point->day, &point->origin,
                                              vaf_words(svg, clone, point)),
                           &point->origin);
    if (point->call == PCART_CHART_NOT_COVERED) {
        /* its own row: there is no fraction to stand at */
        at.y = axis->from + UNKNOWN_HEIGHT / 2;
        pcarti_svg_rect(svg, "pc-hatch",
                        (pcarti_box){at.x - 4, at.y - 5, 8, 10});
        chart->legend.has_uncovered = 1;
    } else if (point->call == PCART_CHART_ABSENT) {
        pcarti_marker_group(svg, pcarti_style_open(i), i, at, 3.8);
        chart->legend.has_absent = 1;
    } else {
        pcarti_marker_group(svg, pcarti_style_fill(i), i, at, 3.8);
    }
    if (point->call != PCART_CHART_NOT_COVERED && isfinite(point->lod) &&
        point->lod > 0) {
        pcarti_svg_hline(svg, "pc-axis", at.x - 6, at.x + 6,
                         pcarti_axis_at(axis, point->lod));
        chart->legend.has_lod = 1;
    }
    pcarti_svg_end(svg);
}

/* Labels right of the plot, at the height of the last value, kept apart. */
static void
draw_labels(pcarti_chart *chart, double *at, const char *const *label, size_t n,
            pcarti_box box)
{
    size_t *order = pcarti_svg_take(chart->svg, n, sizeof(*order));

    if (!order)
        return;
    pcarti_lane_spread(at, order, n, 13, box.y + 6, box.y + box.height - 2);
    for (size_t i = 0; i < n; i++) {
        pcarti_marker_group(chart->svg, pcarti_style_fill(i), i,
                            (pcarti_at){chart->right + 10, at[i]}, 3.8);
        pcarti_svg_text(chart->svg, pcarti_style_label(i), chart->right + 18,
                        at[i] + 4,
                        pcarti_svg_fit(chart->svg, label[i], PCARTI_TEXT_BODY,
                                       1, LABEL_ROOM - 22));
    }
}

static double
last_height(pcarti_chart *chart, const pcart_chart_clone *clone,
            const pcarti_axis *axis)
{
    double y = axis->from;

    for (size_t k = 0; k < clone->n_point; k++) {
        const pcart_chart_vaf *point = &clone->point[k];

        if (point->call != PCART_CHART_NOT_COVERED &&
            pcarti_clock_holds(&chart->clock, point->day))
            y = pcarti_axis_at(axis, finding(point));
    }
    return y;
}

static void
draw_frame(pcarti_chart *chart, pcarti_box box, const pcarti_axis *axis,
           const char *title, const char *unit)
{
    const pcarti_axis_text text = {.want = 3, .percent = 1, .has_grid = 1};

    pcarti_frame_left(chart->svg, box, axis, &text);
    pcarti_svg_text(chart->svg, "pc-head", 8, box.y + 12, title);
    pcarti_svg_text(chart->svg, "pc-small pc-grey", 8, box.y + 25, unit);
    pcarti_svg_rect(chart->svg, "pc-frame", box);
}

static int
has_uncovered(const pcart_course_chart *data)
{
    for (size_t i = 0; i < data->n_clone; i++)
        for (size_t k = 0; k < data->clone[i].n_point; k++)
            if (data->clone[i].point[k].call == PCART_CHART_NOT_COVERED)
                return 1;
    return 0;
}

pcart_status
pcarti_chart_clones(pcarti_chart *chart, pcart_err *err)
{
    const pcart_course_chart *data = chart->data;
    pcarti_extent extent = PCARTI_EXTENT_EMPTY;
    pcarti_axis axis = {.floor = 0};
    double height = fmax(CLONE_HEIGHT, 13.0 * (double)data->n_clone), *at;
    const char **label;
    pcarti_box box;
    pcart_status status;

    if (data->n_clone == 0)
        return PCART_OK;
    pcarti_extent_add(&extent, FRACTION_LEAST);
    for (size_t i = 0; i < data->n_clone; i++)
        for (size_t k = 0; k < data->clone[i].n_point; k++)
            pcarti_extent_add(&extent, finding(&data->clone[i].point[k]));
    status = pcarti_axis_set(&axis, PCART_SCALE_SQRT, (double[]){0, 0}, &extent,
                             err);
    if (status)
        return status;
    box = (pcarti_box){chart->left, chart->y + 4, chart->right - chart->left,
                       height};
    axis.from = box.y + height;
    axis.to = box.y;
    at = pcarti_svg_take(chart->svg, data->n_clone, sizeof(*at));
    label = pcarti_svg_take(chart->svg, data->n_clone, sizeof(*label));
    if (!at || !label)
        return PCART_OK; // the buffer remembers the failure
    draw_frame(chart, box, &axis, "VAF", "square root scale");
    if (has_uncovered(data))
        pcarti_svg_text(chart->svg, "pc-small pc-r", chart->left - 7,
                        axis.from + 12, "not covered");
    pcarti_chart_lines(chart, axis.from + UNKNOWN_HEIGHT);
    for (size_t i = 0; i < data->n_clone; i++) {
        const pcart_chart_clone *clone = &data->clone[i];

        draw_clone_line(chart, clone, i, &axis);
        for (size_t k = 0; k < clone->n_point; k++) {
            if (pcarti_clock_holds(&chart->clock, clone->point[k].day))
                draw_vaf(chart, clone, i, &clone->point[k], &axis);
        }
        at[i] = last_height(chart, clone, &axis);
        label[i] = clone->badge ? pcarti_svg_print(chart->svg, "%s [%s]",
                                                   clone->label, clone->badge)
                                : clone->label;
    }
    draw_labels(chart, at, label, data->n_clone, box);
    chart->y = axis.from + UNKNOWN_HEIGHT + 6;
    return PCART_OK;
}

/* Whether the k-th value can be drawn. */
static int
is_known(const pcarti_chart *chart, const pcart_chart_chimerism *line, size_t k)
{
    return pcarti_clock_holds(&chart->clock, line->day[k]) &&
           isfinite(line->fraction[k]);
}

/* One lineage; returns the height of its last value. */
static double
draw_lineage(pcarti_chart *chart, size_t i, const pcarti_axis *axis)
{
    const pcart_chart_chimerism *line = &chart->data->chimerism[i];
    double last = axis->from;
    int is_open = 0;

    for (size_t k = 0; k < line->n; k++) {
        if (!is_known(chart, line, k))
            continue;
        last = pcarti_axis_at(axis, line->fraction[k]);
        if (!is_open)
            pcarti_svg_path_begin(chart->svg, pcarti_style_line(i));
        (is_open ? pcarti_svg_draw : pcarti_svg_move)(
            chart->svg, pcarti_clock_at(&chart->clock, line->day[k]), last);
        is_open = 1;
    }
    if (is_open)
        pcarti_svg_path_end(chart->svg);
    for (size_t k = 0; k < line->n; k++) {
        char number[PCARTI_NUMBER_SIZE];

        if (!is_known(chart, line, k))
            continue;
        pcarti_svg_begin_hover(
            chart->svg, NULL,
            pcarti_svg_print(
                chart->svg, "day %d: %s %s%% donor", line->day[k], line->label,
                pcarti_number_short(line->fraction[k] * 100, number)),
            NULL);
        pcarti_marker_group(
            chart->svg, pcarti_style_fill(i), i,
            (pcarti_at){pcarti_clock_at(&chart->clock, line->day[k]),
                        pcarti_axis_at(axis, line->fraction[k])},
            3.5);
        pcarti_svg_end(chart->svg);
    }
    return last;
}

void
pcarti_chart_chimerism(pcarti_chart *chart)
{
    const pcart_course_chart *data = chart->data;
    pcarti_axis axis = {.kind = PCART_SCALE_LINEAR, .low = 0, .high = 1};
    const size_t n = data->n_chimerism;
    const pcarti_box box = {chart->left, chart->y + 4,
                            chart->right - chart->left,
                            fmax(CHIMERISM_HEIGHT, 13.0 * (double)n)};
    double at[PCART_SCENE_GROUPS];
    const char *label[PCART_SCENE_GROUPS];

    if (n == 0)
        return;
    axis.from = box.y + box.height;
    axis.to = box.y;
    draw_frame(chart, box, &axis, "Chimerism", "donor share");
    pcarti_chart_lines(chart, axis.from + 6);
    for (size_t i = 0; i < n; i++) {
        label[i] = data->chimerism[i].label;
        at[i] = draw_lineage(chart, i, &axis);
    }
    draw_labels(chart, at, label, n, box);
    chart->y = axis.from + 8;
}
