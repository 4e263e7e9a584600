/*
 * chart_phase.c -- phases of the course, and of other infusions.
 * Layer: figure.
 *
 * Another infusion starts a strip of its own, with its own numbers of days:
 * what comes after it counts from there.
 */
#include "figure/chart.h"

#include <math.h>

#include "figure/font.h"

#define PHASE_HEIGHT 18.0
#define DAY_ROW 13.0
#define LEAST_TEXT 16.0

/* What fits into @p width: the label, its brief form, or its beginning. */
static const char *
phase_text(pcarti_svg *svg, const pcart_chart_phase *phase, double width)
{
    const char *label = phase->label ? phase->label : "";

    if (pcarti_font_width(label, PCARTI_TEXT_SMALL, 0) <= width)
        return label;
    if (phase->brief)
        return pcarti_font_width(phase->brief, PCARTI_TEXT_SMALL, 0) <= width
                   ? phase->brief
                   : "";
    if (width < LEAST_TEXT)
        return "";
    return pcarti_svg_fit(svg, label, PCARTI_TEXT_SMALL, 0, width);
}

static double
phase_end(const pcarti_chart *chart, const pcart_chart_phase *phase, int day0)
{
    if (phase->last_day == INT_MAX)
        return chart->right;
    return pcarti_clock_edge(&chart->clock, 1.0 + phase->last_day + day0);
}

static void
draw_phases(pcarti_chart *chart, const pcart_chart_phase *phase, size_t n,
            int day0)
{
    pcarti_svg *svg = chart->svg;

    for (size_t i = 0; i < n; i++, phase++) {
        const double from =
            pcarti_clock_edge(&chart->clock, 0.0 + phase->first_day + day0);
        const double to = phase_end(chart, phase, day0);
        const char *text = phase_text(svg, phase, to - from - 4);

        if (to - from < 0.5)
            continue;
        pcarti_svg_begin_hover(svg, NULL, phase->label, NULL);
        pcarti_svg_rect(svg, i % 2 ? "pc-phase1" : "pc-phase0",
                        (pcarti_box){from, chart->y, to - from, PHASE_HEIGHT});
        if (text[0])
            pcarti_svg_text(svg, "pc-m pc-small", (from + to) / 2,
                            chart->y + 12.5, text);
        pcarti_svg_end(svg);
    }
}

/* One number of the strip, if it has room right of the one before. */
static double
draw_day(pcarti_chart *chart, const pcart_chart_strip *strip, int day,
         double free_from)
{
    pcarti_svg *svg = chart->svg;
    const char *text = pcarti_svg_print(svg, "%d", day);
    const double at = 0.5 + day + strip->day0;
    const double half = pcarti_font_width(text, PCARTI_TEXT_SMALL, 0) / 2;
    double x;

    if (at < chart->first_day || at > 1.0 + chart->last_day)
        return free_from;
    x = pcarti_clock_edge(&chart->clock, at);
    pcarti_svg_vline(svg, "pc-axis", x, chart->y, chart->y + 3);
    if (x - half < free_from)
        return free_from;
    pcarti_svg_text(svg, "pc-m pc-small", x, chart->y + 11.5, text);
    return x + half + 4;
}

static void
draw_strip(pcarti_chart *chart, const pcart_chart_strip *strip)
{
    double free_from = -HUGE_VAL;

    pcarti_chart_name(chart, chart->y + 13, strip->label ? strip->label : "");
    draw_phases(chart, strip->phase, strip->n_phase, strip->day0);
    chart->y += PHASE_HEIGHT;
    pcarti_svg_text(chart->svg, "pc-small pc-grey pc-r", chart->left - 7,
                    chart->y + 11, "its own days");
    free_from = draw_day(chart, strip, 0, free_from);
    for (size_t i = 0; i < strip->n_phase; i++) {
        const int last = strip->phase[i].last_day;

        if (last > 0 && last < INT_MAX)
            free_from = draw_day(chart, strip, last, free_from);
    }
    chart->y += DAY_ROW + 3;
}

void
pcarti_chart_phases(pcarti_chart *chart)
{
    const pcart_course_chart *data = chart->data;

    if (data->n_phase > 0) {
        pcarti_chart_name(chart, chart->y + 13, "phase");
        draw_phases(chart, data->phase, data->n_phase, 0);
        chart->y += PHASE_HEIGHT + 3;
    }
    for (size_t i = 0; i < data->n_strip; i++)
        draw_strip(chart, &data->strip[i]);
}
