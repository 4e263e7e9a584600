/* frame.c -- title, axes, legend and note round a plot.  Layer: figure. */
#include "figure/frame.h"

#include <math.h>
#include <string.h>

#include "figure/font.h"
#include "figure/marker.h"
#include "figure/style.h"

#define MARGIN 10.0
#define NOTE_LINE 13.0
#define TITLE_LINE 19.5
#define TIME_TICKS 8 /* as in pcart_curve_plot_times */
#define TICK_ROOM 11.0
/* Half a million days are more than 1,300 years: no course has them. */
#define DAY_LIMIT 500000

double
pcarti_frame_head(const pcart_scene *scene, double width)
{
    int lines;

    if (!scene->title)
        return 0;
    lines = pcarti_svg_text_lines(scene->title, PCARTI_TEXT_TITLE, 1,
                                  width - 2 * MARGIN);
    return lines * TITLE_LINE + 8;
}

double
pcarti_frame_foot(const pcart_scene *scene, double width)
{
    if (!scene->note)
        return 0;
    return 6 + NOTE_LINE * pcarti_svg_text_lines(scene->note, PCARTI_TEXT_SMALL,
                                                 0, width - 2 * MARGIN);
}

void
pcarti_frame_write(pcarti_svg *svg, const pcart_scene *scene)
{
    const double width = svg->width - 2 * MARGIN;

    if (scene->title)
        pcarti_svg_text_wrap(svg, "pc-title",
                             (pcarti_box){MARGIN, 20, width, 0},
                             PCARTI_TEXT_TITLE * 1.08, scene->title);
    if (scene->note)
        pcarti_svg_text_wrap(
            svg, "pc-small pc-grey",
            (pcarti_box){
                MARGIN, svg->height - pcarti_frame_foot(scene, svg->width) + 10,
                width, 0},
            PCARTI_TEXT_SMALL, scene->note);
}

static const char *
tick_text(pcarti_svg *svg, const pcarti_tick *tick, int percent)
{
    char number[PCARTI_NUMBER_SIZE];

    if (!percent)
        return tick->label;
    return pcarti_svg_print(svg, "%s%%",
                            pcarti_number_short(tick->at * 100, number));
}

void
pcarti_frame_left(pcarti_svg *svg, pcarti_box box, const pcarti_axis *axis,
                  const pcarti_axis_text *text)
{
    pcarti_tick tick[PCARTI_TICKS];
    const size_t n = pcarti_axis_ticks(axis, text->want, tick);
    double widest = 0, last = HUGE_VAL;
    char low[PCARTI_NUMBER_SIZE];

    if (axis->floor > 0) {
        const double y = pcarti_axis_floor(axis);

        pcarti_svg_rect(
            svg, "pc-floor",
            (pcarti_box){box.x, y - axis->floor / 2, box.width, axis->floor});
        /* not "0": a platelet count of 3 lies there too */
        pcarti_svg_text(
            svg, "pc-r", box.x - 7, y + 6,
            pcarti_svg_print(svg, "<%s", pcarti_number_short(axis->low, low)));
    }
    for (size_t i = 0; i < n; i++) {
        const double y = pcarti_axis_at(axis, tick[i].at);
        const char *label = tick_text(svg, &tick[i], text->percent);

        if (tick[i].is_minor) {
            pcarti_svg_hline(svg, "pc-minor", box.x - 3, box.x, y);
            continue;
        }
        if (fabs(last - y) < TICK_ROOM) { // no room for its label
            pcarti_svg_hline(svg, "pc-minor", box.x - 3, box.x, y);
            continue;
        }
        if (text->has_grid)
            pcarti_svg_hline(svg, "pc-grid", box.x, box.x + box.width, y);
        pcarti_svg_hline(svg, "pc-axis", box.x - 5, box.x, y);
        last = y;
        pcarti_svg_text(svg, "pc-r", box.x - 7, y + 4, label);
        widest = fmax(widest, pcarti_font_width(label, PCARTI_TEXT_BODY, 0));
    }
    pcarti_svg_vline(svg, "pc-axis", box.x, box.y, box.y + box.height);
    if (text->label)
        pcarti_svg_text_up(svg, "pc-m", box.x - widest - 16,
                           box.y + box.height / 2,
                           pcarti_svg_fit(svg, text->label, PCARTI_TEXT_BODY, 0,
                                          box.height + 30));
}

void
pcarti_frame_time(pcarti_svg *svg, pcarti_box box, const pcarti_axis *axis,
                  pcart_time_unit unit, const char *label)
{
    const double bottom = box.y + box.height;
    const double step =
        pcarti_axis_time_step(axis->high - axis->low, TIME_TICKS, unit);
    const int decimals = pcarti_axis_decimals(step);

    pcarti_svg_hline(svg, "pc-axis", box.x, box.x + box.width, bottom);
    for (double k = ceil(axis->low / step - 1e-6);
         k * step <= axis->high + step * 1e-6; k++) {
        const double x = pcarti_axis_at(axis, k * step);
        char text[PCARTI_NUMBER_SIZE];

        pcarti_svg_vline(svg, "pc-axis", x, bottom, bottom + 5);
        pcarti_svg_text(svg, "pc-m", x, bottom + 17,
                        pcarti_number_write(k * step, decimals, text));
    }
    if (label)
        pcarti_svg_text(svg, "pc-m", box.x + box.width / 2, bottom + 33, label);
}

void
pcarti_frame_bands(pcarti_svg *svg, pcarti_box box, const pcarti_axis *axis,
                   const double *band, size_t n_band)
{
    for (size_t i = 0; i < n_band; i++) {
        char text[PCARTI_NUMBER_SIZE];
        double y;

        if (!(band[i] >= axis->low && band[i] <= axis->high))
            continue;
        y = pcarti_axis_at(axis, band[i]);
        pcarti_svg_hline(svg, "pc-band", box.x, box.x + box.width, y);
        pcarti_svg_text(svg, "pc-small", box.x + box.width + 4, y + 3.5,
                        pcarti_number_short(band[i], text));
    }
}

#define LEGEND_LINE 17.0
#define LEGEND_KEY 30.0

static double
legend_width(const char *label)
{
    return LEGEND_KEY + pcarti_font_width(label, PCARTI_TEXT_BODY, 1) + 18;
}

double
pcarti_frame_legend_height(const pcarti_legend *legend, double width)
{
    double x = 0, height = LEGEND_LINE;

    if (legend->n == 0)
        return 0;
    for (size_t i = 0; i < legend->n; i++) {
        const double w = legend_width(legend->label[i]);

        if (x > 0 && x + w > width) {
            x = 0;
            height += LEGEND_LINE;
        }
        x += w;
    }
    return height + 4;
}

void
pcarti_frame_legend(pcarti_svg *svg, const pcarti_legend *legend, double x,
                    double y, double width)
{
    const double start = x;

    for (size_t i = 0; i < legend->n; i++) {
        const double w = legend_width(legend->label[i]);

        if (x > start && x - start + w > width) {
            x = start;
            y += LEGEND_LINE;
        }
        if (legend->has_line)
            pcarti_svg_hline(svg, pcarti_style_line(i), x, x + 24, y + 8);
        pcarti_marker_group(svg, pcarti_style_fill(i), i,
                            (pcarti_at){x + 12, y + 8}, 3.5);
        pcarti_svg_text(svg, pcarti_style_label(i), x + LEGEND_KEY, y + 12,
                        pcarti_svg_fit(svg, legend->label[i], PCARTI_TEXT_BODY,
                                       1, width - LEGEND_KEY));
        x += w;
    }
}

void
pcarti_frame_empty(pcarti_svg *svg, pcarti_box box, const char *text)
{
    const double width = pcarti_font_width(text, PCARTI_TEXT_BODY, 0) + 16;
    const double x = box.x + box.width / 2, y = box.y + box.height / 2;

    pcarti_svg_rect(svg, "pc-cell",
                    (pcarti_box){x - width / 2, y - 10, width, 20});
    pcarti_svg_text(svg, "pc-m", x, y + 4, text);
}

pcart_status
pcarti_frame_check(size_t n, size_t limit, const char *noun, pcart_err *err)
{
    if (n <= limit)
        return PCART_OK;
    return pcart_err_set(err, PCART_E_RANGE,
                         "a figure holds at most %zu %s, not %zu", limit, noun,
                         n);
}

pcart_status
pcarti_frame_check_days(int first, int last, pcart_err *err)
{
    if (first > last || first < -DAY_LIMIT || last > DAY_LIMIT)
        return pcart_err_set(err, PCART_E_RANGE,
                             "days %d to %d cannot be drawn", first, last);
    return PCART_OK;
}
