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
#define LABEL_ROW 13.0
#define CLONE_ROW 26.0
#define FRACTION_LEAST 0.02
#define MARKER 3.8

/* Where a finding stands: at its fraction, or at the limit of detection; NAN
 * when there is no fraction to stand at. */
static double
finding(const pcart_chart_vaf *point)
{
    switch (point->call) {
    case PCART_CHART_FOUND:
        return point->vaf;
    case PCART_CHART_ABSENT:
        return isfinite(point->lod) && point->lod > 0 ? point->lod : 0;
    case PCART_CHART_NOT_COVERED:
    case PCART_CHART_NOT_REPORTED:
        break;
    }
    return (double)NAN;
}

static int
is_drawn(const pcarti_chart *chart, const pcart_chart_vaf *point)
{
    return pcarti_clock_holds(&chart->clock, point->day);
}

/* The samples of one variant joined; one that says nothing is passed over. */
static void
draw_clone_line(pcarti_chart *chart, const pcart_chart_clone *clone, size_t i,
                const pcarti_axis *axis)
{
    int is_open = 0;

    for (size_t k = 0; k < clone->n_point; k++) {
        const pcart_chart_vaf *point = &clone->point[k];

        if (!is_drawn(chart, point) || !isfinite(finding(point)))
            continue;
        if (!is_open)
            pcarti_svg_path_begin(chart->svg, pcarti_style_line(i));
        (is_open ? pcarti_svg_draw : pcarti_svg_move)(
            chart->svg, pcarti_clock_at(&chart->clock, point->day),
            pcarti_axis_at(axis, finding(point)));
        is_open = 1;
    }
    if (is_open)
        pcarti_svg_path_end(chart->svg);
}

/* "12.3%", "<0.5%", "not covered" */
static const char *
vaf_brief(pcarti_svg *svg, const pcart_chart_vaf *point)
{
    char number[PCARTI_NUMBER_SIZE];

    switch (point->call) {
    case PCART_CHART_FOUND:
        if (!isfinite(point->vaf))
            return "found";
        return pcarti_svg_print(svg, "%s%%",
                                pcarti_number_short(point->vaf * 100, number));
    case PCART_CHART_ABSENT:
        if (!isfinite(point->lod))
            return "not found";
        return pcarti_svg_print(svg, "<%s%%",
                                pcarti_number_short(point->lod * 100, number));
    case PCART_CHART_NOT_COVERED:
        return "not covered";
    case PCART_CHART_NOT_REPORTED:
        break;
    }
    return "not reported";
}

static const char *
vaf_words(pcarti_svg *svg, const pcart_chart_clone *clone,
          const pcart_chart_vaf *point)
{
    const char *brief = vaf_brief(svg, point);

    switch (point->call) {
    case PCART_CHART_FOUND:
        if (!isfinite(point->vaf))
            return pcarti_svg_print(svg, "%s: found, VAF not given",
                                    clone->label);
        return pcarti_svg_print(svg, "%s: VAF %s", clone->label, brief);
    case PCART_CHART_ABSENT:
        if (!isfinite(point->lod))
            return pcarti_svg_print(
                svg, "%s: not found, limit of detection not known",
                clone->label);
        return pcarti_svg_print(svg, "%s: not found, limit of detection %s",
                                clone->label, brief + 1);
    case PCART_CHART_NOT_COVERED:
        return pcarti_svg_print(svg, "%s: not covered", clone->label);
    case PCART_CHART_NOT_REPORTED:
        break;
    }
    return pcarti_svg_print(
        svg, "%s: not reported; whether it was covered is not known",
        clone->label);
}

/* A sign under the axis, its variants side by side: they share the day. */
static void
draw_unknown(pcarti_chart *chart, size_t i, const pcart_chart_vaf *point,
             pcarti_at at)
{
    pcarti_svg *svg = chart->svg;
    const double step = 2 * MARKER + 1.5;

    at.x += step * ((double)i - ((double)chart->data->n_clone - 1) / 2);
    at.x = fmin(fmax(at.x, chart->left + MARKER), chart->right - MARKER);
    if (point->call == PCART_CHART_FOUND) {
        pcarti_marker_group(svg, pcarti_style_fill(i), i, at, MARKER);
        chart->legend.has_unmeasured = 1;
        return;
    }
    pcarti_marker_group(svg, pcarti_style_open(i), i, at, MARKER);
    if (point->call == PCART_CHART_NOT_REPORTED) {
        chart->legend.has_unreported = 1;
        return;
    }
    pcarti_svg_line(svg, "pc-axis", (pcarti_at){at.x - 4.5, at.y + 4.5},
                    (pcarti_at){at.x + 4.5, at.y - 4.5});
    chart->legend.has_uncovered = 1;
}

static void
draw_vaf(pcarti_chart *chart, const pcart_chart_clone *clone, size_t i,
         const pcart_chart_vaf *point, const pcarti_axis *axis)
{
    pcarti_svg *svg = chart->svg;
    const double value = finding(point);
    pcarti_at at = {pcarti_clock_at(&chart->clock, point->day),
                    pcarti_axis_at(axis, value)};

    pcarti_svg_begin_hover(svg, NULL,
                           pcarti_chart_hover(svg, point->day, &point->origin,
                                              vaf_words(svg, clone, point)),
                           &point->origin);
    if (!isfinite(value)) {
        at.y = axis->from + UNKNOWN_HEIGHT / 2;
        draw_unknown(chart, i, point, at);
    } else if (point->call == PCART_CHART_ABSENT) {
        pcarti_marker_group(svg, pcarti_style_open(i), i, at, MARKER);
        chart->legend.has_absent = 1;
    } else {
        pcarti_marker_group(svg, pcarti_style_fill(i), i, at, MARKER);
    }
    if (point->call != PCART_CHART_NOT_COVERED && isfinite(point->lod) &&
        point->lod > 0) {
        pcarti_svg_hline(svg, "pc-axis", at.x - 6, at.x + 6,
                         pcarti_axis_at(axis, point->lod));
        chart->legend.has_lod = 1;
    }
    /* More variants than signs: the number of the label tells them apart. */
    if (chart->data->n_clone > PCART_SCENE_GROUPS)
        pcarti_svg_text(svg, "pc-small pc-halo", at.x + 5, at.y + 3.5,
                        pcarti_svg_print(svg, "%zu", i + 1));
    pcarti_svg_end(svg);
}

/*
 * Labels right of the plot, at the height of the last value, kept apart; under
 * each what @p detail says of it, or nothing.
 */
static void
draw_labels(pcarti_chart *chart, double *at, const char *const *label,
            const char *const *detail, size_t n, pcarti_box box)
{
    size_t *order = pcarti_svg_take(chart->svg, n, sizeof(*order));
    const double below = detail ? LABEL_ROW : 0;

    if (!order)
        return;
    pcarti_lane_spread(at, order, n, LABEL_ROW + below, box.y + 6,
                       box.y + box.height - 2 - below);
    for (size_t i = 0; i < n; i++) {
        pcarti_marker_group(chart->svg, pcarti_style_fill(i), i,
                            (pcarti_at){chart->right + 10, at[i]}, MARKER);
        pcarti_svg_text(chart->svg, pcarti_style_label(i), chart->right + 18,
                        at[i] + 4,
                        pcarti_svg_fit(chart->svg, label[i], PCARTI_TEXT_BODY,
                                       1, LABEL_ROOM - 22));
        if (detail)
            pcarti_svg_text(chart->svg, "pc-small", chart->right + 18,
                            at[i] + 4 + LABEL_ROW,
                            pcarti_svg_fit(chart->svg, detail[i],
                                           PCARTI_TEXT_SMALL, 0,
                                           LABEL_ROOM - 18));
    }
}

static double
last_height(pcarti_chart *chart, const pcart_chart_clone *clone,
            const pcarti_axis *axis)
{
    double y = axis->from;

    for (size_t k = 0; k < clone->n_point; k++) {
        const pcart_chart_vaf *point = &clone->point[k];

        if (is_drawn(chart, point) && isfinite(finding(point)))
            y = pcarti_axis_at(axis, finding(point));
    }
    return y;
}

/* The question of the field: was it there before?  The last sample up to day 0
 * and the last one after it, in words. */
static const char *
before_and_after(pcarti_chart *chart, const pcart_chart_clone *clone)
{
    const pcart_chart_vaf *before = NULL, *after = NULL;

    for (size_t k = 0; k < clone->n_point; k++) {
        const pcart_chart_vaf *point = &clone->point[k];

        if (point->day <= 0)
            before = !before || point->day >= before->day ? point : before;
        else
            after = !after || point->day >= after->day ? point : after;
    }
    return pcarti_svg_print(
        chart->svg, "pre %s, post %s",
        before ? vaf_brief(chart->svg, before) : "not tested",
        after ? vaf_brief(chart->svg, after) : "not tested");
}

static const char *
clone_label(pcarti_chart *chart, size_t i)
{
    const pcart_chart_clone *clone = &chart->data->clone[i];
    const char *label = clone->label;

    if (clone->badge)
        label = pcarti_svg_print(chart->svg, "%s [%s]", label, clone->badge);
    if (chart->data->n_clone > PCART_SCENE_GROUPS)
        label = pcarti_svg_print(chart->svg, "%zu %s", i + 1, label);
    return label;
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
has_unknown(const pcart_course_chart *data)
{
    for (size_t i = 0; i < data->n_clone; i++)
        for (size_t k = 0; k < data->clone[i].n_point; k++)
            if (!isfinite(finding(&data->clone[i].point[k])))
                return 1;
    return 0;
}

static pcart_status
set_clone_axis(const pcart_course_chart *data, pcarti_axis *axis,
               pcart_err *err)
{
    pcarti_extent extent = PCARTI_EXTENT_EMPTY;

    pcarti_extent_add(&extent, FRACTION_LEAST);
    for (size_t i = 0; i < data->n_clone; i++)
        for (size_t k = 0; k < data->clone[i].n_point; k++) {
            pcarti_extent_add(&extent, finding(&data->clone[i].point[k]));
            pcarti_extent_add(&extent, data->clone[i].point[k].lod);
        }
    return pcarti_axis_set(axis, PCART_SCALE_SQRT, (double[]){0, 0}, &extent,
                           err);
}

static void
draw_clone(pcarti_chart *chart, size_t i, const pcarti_axis *axis)
{
    const pcart_chart_clone *clone = &chart->data->clone[i];

    pcarti_svg_begin_focus(chart->svg,
                           pcarti_svg_print(chart->svg, "%s: %s", clone->label,
                                            before_and_after(chart, clone)));
    draw_clone_line(chart, clone, i, axis);
    for (size_t k = 0; k < clone->n_point; k++)
        if (is_drawn(chart, &clone->point[k]))
            draw_vaf(chart, clone, i, &clone->point[k], axis);
    pcarti_svg_end(chart->svg);
}

pcart_status
pcarti_chart_clones(pcarti_chart *chart, pcart_err *err)
{
    const pcart_course_chart *data = chart->data;
    const size_t n = data->n_clone;
    const double unknown = has_unknown(data) ? UNKNOWN_HEIGHT : 0;
    pcarti_axis axis = {.floor = 0};
    const char **label, **detail;
    pcarti_box box;
    pcart_status status;
    double *at;

    if (n == 0)
        return PCART_OK;
    status = set_clone_axis(data, &axis, err);
    if (status)
        return status;
    box = (pcarti_box){chart->left, chart->y + 4, chart->right - chart->left,
                       fmax(CLONE_HEIGHT, CLONE_ROW * (double)n)};
    axis.from = box.y + box.height;
    axis.to = box.y;
    at = pcarti_svg_take(chart->svg, n, sizeof(*at));
    label = pcarti_svg_take(chart->svg, n, sizeof(*label));
    detail = pcarti_svg_take(chart->svg, n, sizeof(*detail));
    if (!at || !label || !detail)
        return PCART_OK; // the buffer remembers the failure
    draw_frame(chart, box, &axis, "VAF", "square root scale");
    if (unknown > 0)
        pcarti_svg_text(chart->svg, "pc-small pc-r", chart->left - 7,
                        axis.from + UNKNOWN_HEIGHT - 4, "no fraction");
    pcarti_chart_lines(chart, axis.from + fmax(unknown, 4));
    for (size_t i = 0; i < n; i++) {
        draw_clone(chart, i, &axis);
        at[i] = last_height(chart, &data->clone[i], &axis);
        label[i] = clone_label(chart, i);
        detail[i] = before_and_after(chart, &data->clone[i]);
    }
    draw_labels(chart, at, label, detail, n, box);
    chart->y = axis.from + unknown + 8;
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

    pcarti_svg_begin_focus(chart->svg,
                           pcarti_svg_print(chart->svg, "Chimerism of %s, %zu",
                                            line->label, line->n));
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
    pcarti_svg_end(chart->svg);
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
    draw_labels(chart, at, label, NULL, n, box);
    chart->y = axis.from + 8;
}
