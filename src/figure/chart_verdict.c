/* chart_verdict.c -- what the course chart concludes, and its legend.
 * Layer: figure. */
#include "figure/chart.h"

#include <math.h>

#include "figure/font.h"
#include "figure/marker.h"
#include "figure/style.h"

#define CELL_GAP 6.0
#define CELL_LEAST 150.0
#define CELL_MOST 300.0
#define CELL_PAD 16.0
#define WHY_LINES 3
#define WHY_LINE 12.8
#define PIPS 4
#define LEGEND_ROW 15.0

/* Severity as filled pips: it can be counted without colour. */
static void
draw_pips(pcarti_svg *svg, int severity, double right, double y)
{
    for (int i = 0; i < PIPS; i++)
        pcarti_svg_rect(svg, i < severity ? "pc-pip1" : "pc-pip",
                        (pcarti_box){right - (PIPS - i) * 9.0, y, 7, 8});
}

/* Wrapped to WHY_LINES lines; what does not fit ends in an ellipsis. */
static void
draw_why(pcarti_svg *svg, pcarti_box box, const char *text)
{
    for (int i = 0; i < WHY_LINES && *text; i++) {
        const size_t n =
            pcarti_font_line(text, PCARTI_TEXT_SMALL, 0, box.width);

        if (i == WHY_LINES - 1) {
            pcarti_svg_text(
                svg, "pc-small", box.x, box.y,
                pcarti_svg_fit(svg, text, PCARTI_TEXT_SMALL, 0, box.width));
            return;
        }
        pcarti_svg_text(svg, "pc-small", box.x, box.y,
                        pcarti_svg_print(svg, "%.*s", (int)n, text));
        box.y += WHY_LINE;
        for (text += n; *text == ' '; text++)
            ;
    }
}

static void
draw_cell(pcarti_svg *svg, const pcart_chart_verdict *verdict, pcarti_box box)
{
    const double x = box.x + 9, width = box.width - CELL_PAD;
    const int has_pips =
        verdict->state == PCART_CHART_VALUE && verdict->severity >= 0;
    const char *title = verdict->title ? verdict->title : "";

    const char *words = pcarti_svg_print(
        svg, "%s: %s%s%s%s%s", title, verdict->text ? verdict->text : "",
        verdict->why ? "; " : "", verdict->why ? verdict->why : "",
        verdict->rule ? "; rule " : "", verdict->rule ? verdict->rule : "");

    pcarti_svg_begin_focus(svg, words);
    pcarti_svg_begin_hover(svg, NULL, words, NULL);
    if (verdict->link)
        pcarti_svg_begin_link(svg, verdict->link);
    pcarti_svg_rect(svg,
                    verdict->state == PCART_CHART_NOT_EVALUABLE ? "pc-cell-none"
                                                                : "pc-cell",
                    box);
    if (has_pips) {
        pcarti_svg_rect(svg, pcarti_style_grade(verdict->severity),
                        (pcarti_box){box.x, box.y, 5, box.height});
        draw_pips(svg, verdict->severity, box.x + box.width - 6, box.y + 7);
    }
    pcarti_svg_text(svg, "pc-small pc-grey", x, box.y + 14,
                    pcarti_svg_fit(svg, title, PCARTI_TEXT_SMALL, 0,
                                   width - (has_pips ? PIPS * 9 + 4 : 0)));
    pcarti_svg_text(svg, "pc-title", x, box.y + 31,
                    pcarti_svg_fit(svg, verdict->text ? verdict->text : "",
                                   PCARTI_TEXT_TITLE, 1, width));
    if (verdict->why)
        draw_why(svg, (pcarti_box){x, box.y + 45, width, 0}, verdict->why);
    if (verdict->rule)
        pcarti_svg_text(
            svg, "pc-small pc-grey", x, box.y + box.height - 5,
            pcarti_svg_fit(svg, verdict->rule, PCARTI_TEXT_SMALL, 0, width));
    if (verdict->link)
        pcarti_svg_end_link(svg);
    pcarti_svg_end(svg);
    pcarti_svg_end(svg);
}

void
pcarti_chart_verdicts(pcarti_chart *chart)
{
    const pcart_course_chart *data = chart->data;
    const double total = chart->svg->width - 16;
    size_t per_row, rows;
    double width, height;
    int lines = 0, has_rule = 0;

    if (data->n_verdict == 0)
        return;
    per_row =
        (size_t)fmax(1, floor((total + CELL_GAP) / (CELL_LEAST + CELL_GAP)));
    rows = (data->n_verdict + per_row - 1) / per_row;
    per_row = (data->n_verdict + rows - 1) / rows; // rows of equal length
    width = fmin(CELL_MOST,
                 (total - CELL_GAP * (double)(per_row - 1)) / (double)per_row);
    for (size_t i = 0; i < data->n_verdict; i++) {
        const char *why = data->verdict[i].why;
        const int need = why ? pcarti_svg_text_lines(why, PCARTI_TEXT_SMALL, 0,
                                                     width - CELL_PAD)
                             : 0;

        lines = need > lines ? need : lines;
        has_rule |= data->verdict[i].rule != NULL;
    }
    height = 39 + (lines < WHY_LINES ? lines : WHY_LINES) * WHY_LINE +
             (has_rule ? 13 : 0) + 4;
    for (size_t i = 0; i < data->n_verdict; i++)
        draw_cell(
            chart->svg, &data->verdict[i],
            (pcarti_box){8 + (double)(i % per_row) * (width + CELL_GAP),
                         chart->y + (double)(i / per_row) * (height + CELL_GAP),
                         width, height});
    chart->y += (double)rows * (height + CELL_GAP) + 2;
}

/* Where the next entry of the legend stands. */
typedef struct legend_pen {
    pcarti_svg *svg;
    double x, y, start;
} legend_pen;

/* Room for a sign of 26 pixels and @p text; returns the middle of the sign. */
static pcarti_at
entry(legend_pen *pen, const char *text)
{
    const double width =
        26 + pcarti_font_width(text, PCARTI_TEXT_SMALL, 0) + 14;
    pcarti_at at;

    if (pen->x > pen->start && pen->x + width > pen->svg->width - 8) {
        pen->x = pen->start;
        pen->y += LEGEND_ROW;
    }
    at = (pcarti_at){pen->x + 11, pen->y + 7};
    pcarti_svg_text(pen->svg, "pc-small", pen->x + 25, pen->y + 10.5, text);
    pen->x += width;
    return at;
}

static void
points_legend(legend_pen *pen, const pcarti_chart_legend *used)
{
    pcarti_svg *svg = pen->svg;
    pcarti_at at;

    if (used->has_measured) {
        at = entry(pen, "measured");
        pcarti_svg_circle(svg, "pc-dot", at.x, at.y, 3);
    }
    if (used->has_imputed) {
        at = entry(pen, "imputed");
        pcarti_svg_circle(svg, "pc-hollow", at.x, at.y, 2.6);
    }
    if (used->has_below) {
        at = entry(pen, "below detection");
        pcarti_marker_below(svg, "pc-dot", at, 3.6);
    }
    if (used->has_gcsf) {
        at = entry(pen, "under G-CSF");
        pcarti_svg_circle(svg, "pc-ring", at.x, at.y, 5.2);
        pcarti_svg_circle(svg, "pc-dot", at.x, at.y, 3);
    }
    if (used->has_decisive) {
        at = entry(pen, "decided a result");
        pcarti_svg_circle(svg, "pc-decisive", at.x, at.y, 6.4);
        pcarti_svg_circle(svg, "pc-dot", at.x, at.y, 3);
    }
    if (used->has_gap) {
        at = entry(pen, "no values in between");
        pcarti_svg_hline(svg, "pc-gap", at.x - 11, at.x + 11, at.y);
    }
}

static void
bars_legend(legend_pen *pen, const pcarti_chart_legend *used)
{
    pcarti_svg *svg = pen->svg;
    pcarti_at at;

    if (used->has_decisive_run) {
        at = entry(pen, "counted days that decided the grade");
        pcarti_svg_rect(svg, "pc-run1",
                        (pcarti_box){at.x - 10, at.y - 5, 20, 10});
    }
    if (used->has_run) {
        at = entry(pen, "counted days");
        pcarti_svg_rect(svg, "pc-run",
                        (pcarti_box){at.x - 10, at.y - 5, 20, 10});
    }
    if (used->has_grade) {
        at = entry(pen, "grade 1 to 4, the number on the bar");
        for (int i = 0; i < 4; i++)
            pcarti_svg_rect(
                svg, pcarti_style_grade(i + 1),
                (pcarti_box){at.x - 11 + 5.5 * i, at.y - 5, 5.5, 10});
    }
    if (used->has_open_end) {
        at = entry(pen, "end not given");
        pcarti_svg_rect(svg, pcarti_style_grade(-1),
                        (pcarti_box){at.x - 10, at.y - 5, 8, 10});
        pcarti_svg_hline(svg, "pc-open-end", at.x - 2, at.x + 10, at.y);
    }
    if (used->has_disc) {
        at = entry(pen, "abnormal");
        pcarti_svg_circle(svg, "pc-sign", at.x, at.y, 5);
    }
    if (used->has_normal_disc) {
        at = entry(pen, "nothing abnormal reported");
        pcarti_svg_circle(svg, "pc-sign-open", at.x, at.y, 5);
    }
}

void
pcarti_chart_legend_write(pcarti_chart *chart)
{
    const pcarti_chart_legend *used = &chart->legend;
    legend_pen pen = {chart->svg, 8, chart->y, 8};
    pcarti_at at;

    points_legend(&pen, used);
    bars_legend(&pen, used);
    if (used->has_absent) {
        at = entry(&pen, "variant not found, at the limit of detection");
        pcarti_svg_circle(chart->svg, "pc-sign-open", at.x, at.y, 3.8);
    }
    if (used->has_lod) {
        at = entry(&pen, "limit of detection");
        pcarti_svg_hline(chart->svg, "pc-axis", at.x - 6, at.x + 6, at.y);
    }
    if (used->has_uncovered) {
        at = entry(&pen, "not covered");
        pcarti_svg_circle(chart->svg, "pc-sign-open", at.x, at.y, 3.8);
        pcarti_svg_line(chart->svg, "pc-axis",
                        (pcarti_at){at.x - 4.5, at.y + 4.5},
                        (pcarti_at){at.x + 4.5, at.y - 4.5});
    }
    if (used->has_unreported) {
        at = entry(&pen, "not reported, coverage not known");
        pcarti_svg_circle(chart->svg, "pc-sign-open", at.x, at.y, 3.8);
    }
    if (used->has_unmeasured) {
        at = entry(&pen, "found, VAF not given");
        pcarti_svg_circle(chart->svg, "pc-sign", at.x, at.y, 3.8);
    }
    if (pen.x > pen.start)
        chart->y = pen.y + LEGEND_ROW + 3;
}
