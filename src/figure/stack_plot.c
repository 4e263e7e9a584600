/* stack_plot.c -- shares of grades as stacked bars.  Layer: figure. */
#include "postcart/stack_plot.h"

#include <math.h>
#include <string.h>

#include "figure/font.h"
#include "figure/frame.h"
#include "figure/style.h"

#define WIDTH 820.0
#define BAR 22.0
#define ROW 32.0
#define SECTION 24.0
#define LEFT_MOST 260.0
#define RIGHT 150.0
#define ROWS 400

typedef struct stack_view {
    pcarti_svg svg;
    const pcart_stack_plot *plot;
    pcarti_box box;
    double legend;
} stack_view;

static int
is_new_section(const pcart_stack_plot *plot, size_t i)
{
    const char *now = plot->row[i].section;

    return now && (i == 0 || !plot->row[i - 1].section ||
                   strcmp(now, plot->row[i - 1].section) != 0);
}

static long
total_of(const pcart_stack_plot *plot, const pcart_stack_row *row)
{
    long total = 0;

    for (size_t k = 0; k < plot->n_level; k++)
        total += row->count[k];
    return total;
}

/* Levels keep the colours of grades 0 to 4 whatever their number. */
static int
grade_of(const pcart_stack_plot *plot, size_t k)
{
    if (plot->grade)
        return plot->grade[k];
    if (plot->n_level <= 6)
        return (int)k;
    return (int)(k * 5 / (plot->n_level - 1));
}

static int
is_hatched(const pcart_stack_plot *plot, size_t k)
{
    return plot->grade && k > 0 && plot->grade[k] == plot->grade[k - 1];
}

/* Between two grades ("0-1") the colour is that of the lower, hatched. */
static const char *
level_class(const pcart_stack_plot *plot, size_t k)
{
    return is_hatched(plot, k) ? "pc-hatch-grade"
                               : pcarti_style_grade(grade_of(plot, k));
}

static void
draw_level(stack_view *view, const pcart_stack_row *row, size_t k,
           pcarti_box box, long total)
{
    const int grade = grade_of(view->plot, k);
    const double share = 100.0 * (double)row->count[k] / (double)total;
    const char *full, *brief;
    char percent[PCARTI_NUMBER_SIZE];

    pcarti_number_write(share, share < 10 ? 1 : 0, percent);
    brief = pcarti_svg_print(&view->svg, "%ld", row->count[k]);
    full = pcarti_svg_print(&view->svg, "%ld (%s%%)", row->count[k], percent);
    pcarti_svg_begin_hover(
        &view->svg, NULL,
        pcarti_svg_print(&view->svg, "%s, %s: %ld of %ld (%s%%)",
                         row->label ? row->label : "", view->plot->level[k],
                         row->count[k], total, percent),
        NULL);
    pcarti_svg_rect(&view->svg, level_class(view->plot, k), box);
    if (pcarti_font_width(full, PCARTI_TEXT_BODY, 1) > box.width - 6)
        full = brief;
    if (pcarti_font_width(full, PCARTI_TEXT_BODY, 1) <= box.width - 3)
        pcarti_svg_text(
            &view->svg,
            pcarti_svg_print(&view->svg, "%s%s", pcarti_style_on_grade(grade),
                             is_hatched(view->plot, k) ? " pc-halo" : ""),
            box.x + box.width / 2, box.y + 15, full);
    pcarti_svg_end(&view->svg);
}

static void
draw_row(stack_view *view, const pcart_stack_row *row, double y)
{
    const pcart_stack_plot *plot = view->plot;
    const long total = total_of(plot, row);
    const double right = view->box.x + view->box.width;
    double x = view->box.x;

    if (row->label)
        pcarti_svg_text(&view->svg, "pc-r", view->box.x - 8, y + 15,
                        pcarti_svg_fit(&view->svg, row->label, PCARTI_TEXT_BODY,
                                       0, view->box.x - 14));
    for (size_t k = 0; k < plot->n_level && total > 0; k++) {
        const double width =
            view->box.width * (double)row->count[k] / (double)total;

        if (row->count[k] > 0)
            draw_level(view, row, k, (pcarti_box){x, y, width, BAR}, total);
        x += width;
    }
    if (total == 0) {
        pcarti_svg_rect(&view->svg, "pc-hatch",
                        (pcarti_box){view->box.x, y, view->box.width, BAR});
        pcarti_frame_empty(&view->svg,
                           (pcarti_box){view->box.x, y, view->box.width, BAR},
                           "nobody is evaluable");
    }
    pcarti_svg_text(&view->svg, "pc-bold", right + 8, y + 10,
                    pcarti_svg_print(&view->svg, "N = %ld", total));
    pcarti_svg_text(&view->svg, "pc-small pc-grey", right + 8, y + 22,
                    pcarti_svg_print(&view->svg, "%s: %ld of %ld",
                                     plot->missing_label ? plot->missing_label
                                                         : "not evaluable",
                                     row->missing, row->missing + total));
}

static double
legend_height(const stack_view *view)
{
    double x = 0, height = 18;

    for (size_t k = 0; k < view->plot->n_level; k++) {
        const double width =
            26 + pcarti_font_width(view->plot->level[k], PCARTI_TEXT_BODY, 0) +
            14;

        if (x > 0 && x + width > view->svg.width - 20) {
            x = 0;
            height += 18;
        }
        x += width;
    }
    return height + 6;
}

static void
draw_legend(stack_view *view)
{
    double x = 10, y = view->legend;

    for (size_t k = 0; k < view->plot->n_level; k++) {
        const double width =
            26 + pcarti_font_width(view->plot->level[k], PCARTI_TEXT_BODY, 0) +
            14;

        if (x > 10 && x + width > view->svg.width - 10) {
            x = 10;
            y += 18;
        }
        pcarti_svg_rect(&view->svg, level_class(view->plot, k),
                        (pcarti_box){x, y, 20, 12});
        pcarti_svg_text(&view->svg, NULL, x + 26, y + 10, view->plot->level[k]);
        x += width;
    }
}

static pcart_status
check(const pcart_stack_plot *plot, pcart_err *err)
{
    pcart_status status =
        pcarti_frame_check(plot->n_level, PCART_STACK_LEVELS, "levels", err);

    if (!status)
        status = pcarti_frame_check(plot->n_row, ROWS, "rows", err);
    for (size_t i = 0; i < plot->n_row && !status; i++) {
        long total = 0;

        for (size_t k = 0; k < plot->n_level; k++) {
            const long count = plot->row[i].count[k];

            if (count < 0 || count > LONG_MAX / 16 - total)
                return pcart_err_set(err, PCART_E_RANGE,
                                     "a count of row %zu is impossible", i + 1);
            total += count;
        }
        if (plot->row[i].missing < 0 || plot->row[i].missing > LONG_MAX / 2)
            return pcart_err_set(err, PCART_E_RANGE,
                                 "a count of row %zu is impossible", i + 1);
    }
    return status;
}

static void
set_layout(stack_view *view, const pcart_scene *scene)
{
    const pcart_stack_plot *plot = view->plot;
    double left = 60, right = RIGHT, height = 0;

    for (size_t i = 0; i < plot->n_row; i++) {
        if (plot->row[i].label)
            left = fmax(left, pcarti_font_width(plot->row[i].label,
                                                PCARTI_TEXT_BODY, 0) +
                                  20);
        height += ROW + (is_new_section(plot, i) ? SECTION : 0);
    }
    if (plot->missing_label)
        right = fmax(
            right,
            pcarti_font_width(plot->missing_label, PCARTI_TEXT_SMALL, 0) + 90);
    view->svg.width =
        scene->width > 0 ? fmin(fmax(scene->width, 560), 1e5) : WIDTH;
    view->box.x = fmin(left, LEFT_MOST);
    view->box.width = view->svg.width - view->box.x - fmin(right, 260);
    view->legend = pcarti_frame_head(scene, view->svg.width) + 8;
    view->box.y = view->legend + legend_height(view) + 4;
    view->box.height = fmax(height, ROW);
    view->svg.height = view->box.y + view->box.height + 42 +
                       pcarti_frame_foot(scene, view->svg.width);
}

static void
draw_axis(stack_view *view)
{
    const double bottom = view->box.y + view->box.height;

    pcarti_svg_hline(&view->svg, "pc-axis", view->box.x,
                     view->box.x + view->box.width, bottom);
    for (int i = 0; i <= 5; i++) {
        const double x = view->box.x + view->box.width * i / 5;

        pcarti_svg_vline(&view->svg, "pc-axis", x, bottom, bottom + 5);
        pcarti_svg_text(&view->svg, "pc-m", x, bottom + 17,
                        pcarti_svg_print(&view->svg, "%d%%", i * 20));
    }
    pcarti_svg_text(&view->svg, "pc-m", view->box.x + view->box.width / 2,
                    bottom + 32,
                    view->plot->x_label ? view->plot->x_label
                                        : "Share of evaluable patients");
}

pcart_status
pcart_stack_plot_draw(const pcart_stack_plot *plot, const pcart_scene *scene,
                      pcart_arena *arena, struct pcarti_buf *out,
                      pcart_err *err)
{
    stack_view view = {.svg = {.out = out, .arena = arena}, .plot = plot};
    pcart_status status = check(plot, err);
    double y;

    if (status)
        return status;
    set_layout(&view, scene);
    pcarti_svg_open(&view.svg, scene, "Grades");
    pcarti_frame_write(&view.svg, scene);
    draw_legend(&view);
    draw_axis(&view);
    y = view.box.y;
    for (size_t i = 0; i < plot->n_row; i++) {
        if (is_new_section(plot, i)) {
            pcarti_svg_text(&view.svg, "pc-head", 10, y + 15,
                            plot->row[i].section);
            y += SECTION;
        }
        draw_row(&view, &plot->row[i], y);
        y += ROW;
    }
    if (plot->n_row == 0)
        pcarti_frame_empty(&view.svg, view.box, "no patients");
    pcarti_svg_close(&view.svg);
    return pcarti_svg_status(&view.svg, err);
}
