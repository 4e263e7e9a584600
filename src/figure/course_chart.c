/*
 * course_chart.c -- one patient after one infusion on one clock.
 * Layer: figure.
 *
 * The sections are written into a buffer of their own first, since the height
 * stands in the first line of the file and is known only at the end.
 */
#include "postcart/course_chart.h"

#include <math.h>
#include <string.h>

#include "figure/chart.h"
#include "figure/font.h"
#include "figure/frame.h"

#define WIDTH 1240.0
#define WIDTH_LEAST 600.0
#define LEFT 126.0
#define RIGHT 62.0
#define RIGHT_WITH_CLONES 185.0
#define ITEM_LIMIT 5000 /* bars, marks, discs: packing compares pairs */

/* Days shown when nothing says otherwise: from before the infusion. */
static const int usual_range[2] = {-7, 30};

static void
include_day(pcarti_chart *chart, int day)
{
    if (day == PCART_DAY_NONE || day == INT_MAX)
        return;
    if (day < chart->first_day)
        chart->first_day = day;
    if (day > chart->last_day)
        chart->last_day = day;
}

static void
set_range(pcarti_chart *chart)
{
    const pcart_course_chart *data = chart->data;

    chart->first_day = data->first_day;
    chart->last_day = data->last_day;
    if (data->first_day != 0 || data->last_day != 0)
        return;
    chart->first_day = usual_range[0];
    chart->last_day = usual_range[1];
    for (size_t i = 0; i < data->n_panel; i++) {
        for (size_t k = 0; k < data->panel[i].n_point; k++)
            include_day(chart, data->panel[i].point[k].day);
        for (size_t k = 0; k < data->panel[i].n_tick; k++)
            include_day(chart, data->panel[i].tick[k].day);
    }
    for (size_t i = 0; i < data->n_bar; i++) {
        include_day(chart, data->bar[i].first_day);
        include_day(chart, data->bar[i].last_day);
    }
    for (size_t i = 0; i < data->n_mark; i++)
        include_day(chart, data->mark[i].day);
    for (size_t i = 0; i < data->n_disc; i++)
        include_day(chart, data->disc[i].day);
    for (size_t i = 0; i < data->n_clone; i++)
        for (size_t k = 0; k < data->clone[i].n_point; k++)
            include_day(chart, data->clone[i].point[k].day);
    for (size_t i = 0; i < data->n_chimerism; i++)
        for (size_t k = 0; k < data->chimerism[i].n; k++)
            include_day(chart, data->chimerism[i].day[k]);
}

static pcart_status
check(const pcarti_chart *chart, pcart_err *err)
{
    const pcart_course_chart *data = chart->data;
    pcart_status status =
        pcarti_frame_check_days(chart->first_day, chart->last_day, err);

    if (!status)
        status = pcarti_frame_check(data->n_panel, 32, "panels", err);
    if (!status)
        status = pcarti_frame_check(data->n_bar, ITEM_LIMIT, "bars", err);
    if (!status)
        status = pcarti_frame_check(data->n_mark, ITEM_LIMIT, "marks", err);
    if (!status)
        status = pcarti_frame_check(data->n_disc, ITEM_LIMIT, "discs", err);
    if (!status)
        status = pcarti_frame_check(data->n_clone, 60, "variants", err);
    if (!status)
        status = pcarti_frame_check(data->n_fish, 8, "clones of a tree", err);
    if (!status)
        status = pcarti_frame_check(data->n_chimerism, PCART_SCENE_GROUPS,
                                    "lineages", err);
    if (!status)
        status = pcarti_frame_check(data->n_knot, 3, "knots", err);
    if (!status)
        status = pcarti_frame_check(data->n_phase, 32, "phases", err);
    if (!status)
        status = pcarti_frame_check(data->n_strip, 32, "strips", err);
    for (size_t i = 0; i < data->n_strip && !status; i++)
        status = pcarti_frame_check(data->strip[i].n_phase, 32, "phases", err);
    if (!status)
        status = pcarti_frame_check(data->n_verdict, 60, "verdicts", err);
    for (size_t i = 0; i < data->n_panel && !status; i++) {
        status = pcarti_frame_check(data->panel[i].n_point, PCART_SCENE_LIMIT,
                                    "points", err);
        if (!status)
            status = pcarti_frame_check(data->panel[i].n_run, ITEM_LIMIT,
                                        "runs", err);
    }
    return status;
}

void
pcarti_chart_name(pcarti_chart *chart, double y, const char *name)
{
    pcarti_svg_text(chart->svg, "pc-r", chart->left - 7, y,
                    pcarti_svg_fit(chart->svg, name, PCARTI_TEXT_BODY, 0,
                                   chart->left - 12));
}

const char *
pcarti_chart_hover(pcarti_svg *svg, int day, const pcart_origin *origin,
                   const char *what)
{
    if (!origin || !origin->table || origin->line == 0)
        return pcarti_svg_print(svg, "day %d: %s", day, what);
    if (!origin->original)
        return pcarti_svg_print(svg, "day %d: %s (%s, line %u)", day, what,
                                origin->table, (unsigned)origin->line);
    return pcarti_svg_print(svg, "day %d: %s (%s, line %u: %s)", day, what,
                            origin->table, (unsigned)origin->line,
                            origin->original);
}

const char *
pcarti_chart_line(pcart_chart_mark_kind kind)
{
    switch (kind) {
    case PCART_CHART_INFUSION:
        return "pc-zero";
    case PCART_CHART_SMN:
    case PCART_CHART_DEATH:
    case PCART_CHART_LAST_CONTACT:
        return "pc-end";
    default:
        return "pc-mark";
    }
}

void
pcarti_chart_lines(pcarti_chart *chart, double y)
{
    const pcart_course_chart *data = chart->data;
    int has_zero = 0;

    if (chart->end_day != PCART_DAY_NONE && chart->end_day < chart->last_day) {
        const double x = pcarti_clock_edge(&chart->clock, chart->end_day + 1.0);

        pcarti_svg_rect(chart->svg, "pc-hatch-after",
                        (pcarti_box){x, chart->line_from, chart->right - x,
                                     y - chart->line_from});
    }
    for (size_t i = 1; i < chart->clock.n; i++) // the width of a day changes
        pcarti_svg_vline(chart->svg, "pc-break", chart->clock.from[i],
                         chart->line_from, y);
    for (size_t i = 0; i < data->n_mark; i++) {
        const pcart_chart_mark *mark = &data->mark[i];

        if (!pcarti_clock_holds(&chart->clock, mark->day))
            continue;
        has_zero |= mark->day == 0;
        pcarti_svg_vline(chart->svg, pcarti_chart_line(mark->kind),
                         pcarti_clock_at(&chart->clock, mark->day),
                         chart->line_from, y);
    }
    if (!has_zero && pcarti_clock_holds(&chart->clock, 0))
        pcarti_svg_vline(chart->svg, "pc-zero",
                         pcarti_clock_at(&chart->clock, 0), chart->line_from,
                         y);
    chart->line_from = y;
}

static void
write_title(pcarti_chart *chart, const char *title)
{
    const char *subtitle = chart->data->subtitle;
    const double used = pcarti_font_width(title, PCARTI_TEXT_TITLE, 1) + 24;

    pcarti_svg_text(chart->svg, "pc-title", 8, 20,
                    pcarti_svg_fit(chart->svg, title, PCARTI_TEXT_TITLE, 1,
                                   chart->svg->width - 16));
    chart->y = 30;
    if (!subtitle)
        return;
    if (used + pcarti_font_width(subtitle, PCARTI_TEXT_BODY, 0) <
        chart->svg->width - 8) {
        pcarti_svg_text(chart->svg, "pc-grey", used, 20, subtitle);
        return;
    }
    chart->y =
        pcarti_svg_text_wrap(chart->svg, "pc-grey",
                             (pcarti_box){8, 36, chart->svg->width - 16, 0},
                             PCARTI_TEXT_BODY, subtitle) -
        6;
}

void
pcarti_chart_axis(pcarti_chart *chart)
{
    pcarti_chart_lines(chart, chart->y);
    pcarti_clock_write(chart->svg, &chart->clock, chart->y);
    pcarti_svg_text(chart->svg, "pc-r", chart->left - 7, chart->y + 16, "day");
    chart->y += 26;
}

/* A chart of nothing says so, rather than showing an empty axis. */
static void
write_nothing(pcarti_chart *chart)
{
    const pcart_course_chart *data = chart->data;
    const pcarti_box box = {chart->left, chart->y, chart->right - chart->left,
                            40};

    if (data->n_panel + data->n_bar + data->n_mark + data->n_disc +
            data->n_clone + data->n_chimerism >
        0)
        return;
    pcarti_frame_empty(chart->svg, box,
                       pcarti_svg_print(chart->svg,
                                        "no records between day %d and day %d",
                                        chart->first_day, chart->last_day));
    chart->y += box.height;
}

static pcart_status
write_sections(pcarti_chart *chart, pcart_err *err)
{
    const pcart_course_chart *data = chart->data;
    pcart_status status = PCART_OK;

    if (data->is_verdict_first)
        pcarti_chart_verdicts(chart);
    pcarti_chart_phases(chart);
    pcarti_chart_marks(chart);
    for (size_t i = 0; i < data->n_panel && !status; i++)
        status = pcarti_chart_panel(chart, &data->panel[i], err);
    if (status)
        return status;
    pcarti_chart_bars(chart);
    pcarti_chart_discs(chart);
    status = pcarti_chart_clones(chart, err);
    if (status)
        return status;
    pcarti_chart_fish(chart);
    pcarti_chart_chimerism(chart);
    write_nothing(chart);
    pcarti_chart_axis(chart);
    pcarti_chart_legend_write(chart);
    if (!data->is_verdict_first)
        pcarti_chart_verdicts(chart);
    return PCART_OK;
}

static const char *
chart_title(pcarti_svg *svg, const pcart_course_chart *data)
{
    const char *who = data->patient ? data->patient : "not named";

    if (data->infusion <= 0)
        return pcarti_svg_print(svg, "Patient %s", who);
    if (data->n_infusion <= 1)
        return pcarti_svg_print(svg, "Patient %s, infusion %d", who,
                                data->infusion);
    return pcarti_svg_print(svg, "Patient %s, infusion %d of %d", who,
                            data->infusion, data->n_infusion);
}

/* The last thing known of the patient, after which nothing can be expected. */
static int
end_day(const pcart_course_chart *data)
{
    int day = PCART_DAY_NONE;

    for (size_t i = 0; i < data->n_mark; i++) {
        const pcart_chart_mark_kind kind = data->mark[i].kind;

        if (kind == PCART_CHART_DEATH)
            return data->mark[i].day;
        if (kind == PCART_CHART_LAST_CONTACT && data->mark[i].day > day)
            day = data->mark[i].day;
    }
    return day;
}

/* The first infusion after day 0, round which the clock is wide again. */
static int
next_infusion(const pcart_course_chart *data)
{
    int day = 0;

    for (size_t i = 0; i < data->n_strip; i++)
        if (data->strip[i].day0 > 0 && (day == 0 || data->strip[i].day0 < day))
            day = data->strip[i].day0;
    return day;
}

pcart_status
pcart_course_chart_draw(const pcart_course_chart *data,
                        const pcart_scene *scene, pcart_arena *arena,
                        struct pcarti_buf *out, pcart_err *err)
{
    pcarti_buf body = {0};
    pcarti_svg inner = {.out = &body, .arena = arena};
    pcarti_svg outer = {.out = out, .arena = arena, .is_reachable = 1};
    pcarti_chart chart = {.svg = &inner, .data = data};
    pcarti_clock_wish wish = {.is_linear = data->is_linear,
                              .knot = data->knot,
                              .n_knot = data->n_knot,
                              .again = next_infusion(data)};
    pcart_scene foot = *scene;
    const char *title;
    pcart_status status;

    set_range(&chart);
    status = check(&chart, err);
    if (status)
        return status;
    inner.id = scene->id ? scene->id : "f";
    inner.width =
        scene->width > 0 ? fmin(fmax(scene->width, WIDTH_LEAST), 1e5) : WIDTH;
    chart.end_day = end_day(data);
    chart.left = LEFT;
    chart.right =
        inner.width -
        (data->n_clone + data->n_chimerism > 0 ? RIGHT_WITH_CLONES : RIGHT);
    wish.first_day = chart.first_day;
    wish.last_day = chart.last_day;
    pcarti_clock_set(&chart.clock, &wish, chart.left, chart.right);
    pcarti_chart_find_outside(&chart);
    title = scene->title ? scene->title : chart_title(&inner, data);
    write_title(&chart, title);
    status = write_sections(&chart, err);
    if (!status)
        status = pcarti_svg_status(&inner, err);
    if (status)
        goto done;
    foot.note = pcarti_chart_note(&chart, scene->note);
    outer.width = inner.width;
    outer.height = chart.y + pcarti_frame_foot(&foot, inner.width) + 4;
    pcarti_svg_open(&outer, scene, title);
    foot.title = NULL; // it is in the body
    pcarti_frame_write(&outer, &foot);
    if (body.length > 0)
        pcarti_buf_bytes(out, body.data, body.length);
    pcarti_svg_close(&outer);
    status = pcarti_svg_status(&outer, err);
done:
    pcarti_buf_release(&body);
    return status;
}
