/*
 * flow_chart.c -- how many were left at each step.  Layer: figure.
 * Drawn twice: the first pass, into nothing, finds the height.
 */
#include "postcart/flow_chart.h"

#include <math.h>

#include "figure/font.h"
#include "figure/frame.h"

#define WIDTH 760.0
#define BOX_WIDTH 330.0
#define SIDE_WIDTH 300.0
#define PAD 9.0
#define LINE 14.2
#define GAP 26.0
#define BOXES 60

typedef struct flow_view {
    pcarti_svg *svg;
    int is_drawing;
    double x, y; /* left of the boxes; top of the next */
} flow_view;

/* A text and "n = 1,234" under it; returns the height. */
static double
draw_box(flow_view *view, const pcart_flow_box *box, pcarti_box at)
{
    const char *text = box->text ? box->text : "";
    char number[PCARTI_NUMBER_SIZE];
    const double room = at.width - 2 * PAD;
    const int lines = pcarti_svg_text_lines(text, PCARTI_TEXT_BODY, 0, room);
    double y = at.y + PAD + 9;

    at.height = 2 * PAD + (lines + 1) * LINE - 2;
    if (!view->is_drawing)
        return at.height;
    pcarti_svg_rect(view->svg, "pc-box", at);
    y = pcarti_svg_text_wrap(view->svg, NULL,
                             (pcarti_box){at.x + PAD, y, room, 0},
                             PCARTI_TEXT_BODY, text);
    pcarti_svg_text(
        view->svg, "pc-bold", at.x + PAD, y,
        pcarti_svg_print(view->svg, "n = %s",
                         pcarti_number_write((double)box->n, 0, number)));
    return at.height;
}

/* What left after a box, at the side; returns the height. */
static double
draw_exclusions(flow_view *view, const pcart_flow_box *box, pcarti_box at)
{
    const double room = at.width - 2 * PAD;
    char number[PCARTI_NUMBER_SIZE];
    double height = 2 * PAD - 2;

    for (size_t i = 0; i < box->n_exclusion; i++) {
        const char *text = pcarti_svg_print(
            view->svg, "%s: n\xC2\xA0=\xC2\xA0%s",
            box->exclusion[i].reason ? box->exclusion[i].reason : "",
            pcarti_number_write((double)box->exclusion[i].n, 0, number));

        if (view->is_drawing)
            pcarti_svg_text_wrap(
                view->svg, NULL,
                (pcarti_box){at.x + PAD, at.y + height - PAD + 11, room, 0},
                PCARTI_TEXT_BODY, text);
        height += LINE * pcarti_svg_text_lines(text, PCARTI_TEXT_BODY, 0, room);
    }
    if (view->is_drawing) {
        at.height = height;
        pcarti_svg_rect(view->svg, "pc-frame", at);
    }
    return height;
}

static void
draw_arrow(flow_view *view, pcarti_at from, pcarti_at to)
{
    const int is_down = to.y > from.y;

    if (!view->is_drawing)
        return;
    pcarti_svg_line(view->svg, "pc-axis", from, to);
    pcarti_svg_path_begin(view->svg, "pc-sign");
    pcarti_svg_move(view->svg, to.x, to.y);
    if (is_down) {
        pcarti_svg_draw(view->svg, to.x - 3.5, to.y - 7);
        pcarti_svg_draw(view->svg, to.x + 3.5, to.y - 7);
    } else {
        pcarti_svg_draw(view->svg, to.x - 7, to.y - 3.5);
        pcarti_svg_draw(view->svg, to.x - 7, to.y + 3.5);
    }
    pcarti_svg_path_close(view->svg);
    pcarti_svg_path_end(view->svg);
}

/* One box and the way to the next, with those who left on it. */
static void
draw_step(flow_view *view, const pcart_flow_box *box, int is_last)
{
    const double middle = view->x + BOX_WIDTH / 2;
    const double side = view->x + BOX_WIDTH + 40;
    double height, way = GAP;

    height = draw_box(view, box, (pcarti_box){view->x, view->y, BOX_WIDTH, 0});
    view->y += height;
    if (box->n_exclusion > 0) {
        const double top = view->y + 10;

        height =
            draw_exclusions(view, box, (pcarti_box){side, top, SIDE_WIDTH, 0});
        draw_arrow(view, (pcarti_at){middle, top + height / 2},
                   (pcarti_at){side, top + height / 2});
        way = height + 20;
    } else if (is_last) {
        way = 0;
    }
    if (way > 0 && view->is_drawing) {
        if (is_last)
            pcarti_svg_vline(view->svg, "pc-axis", middle, view->y,
                             view->y + way - 10);
        else
            draw_arrow(view, (pcarti_at){middle, view->y},
                       (pcarti_at){middle, view->y + way});
    }
    view->y += way;
}

static void
draw_branches(flow_view *view, const pcart_flow_chart *chart)
{
    const double gap = 12, total = view->svg->width - 40;
    const double n = (double)chart->n_branch;
    const double width = fmin(240, (total - gap * (n - 1)) / n);
    const double middle = view->x + BOX_WIDTH / 2;
    const double left =
        fmax(20, fmin(middle - (width * n + gap * (n - 1)) / 2,
                      view->svg->width - 20 - width * n - gap * (n - 1)));
    double tallest = 0;

    if (chart->n_branch == 0)
        return;
    if (view->is_drawing) {
        /* the way of a last box with exclusions ends short */
        const double from =
            chart->n_box && chart->box[chart->n_box - 1].n_exclusion
                ? view->y - 10
                : view->y;

        pcarti_svg_vline(view->svg, "pc-axis", middle, from, view->y + 14);
        pcarti_svg_hline(view->svg, "pc-axis", left + width / 2,
                         left + (width + gap) * (n - 1) + width / 2,
                         view->y + 14);
    }
    view->y += 34;
    for (size_t i = 0; i < chart->n_branch; i++) {
        const double x = left + (width + gap) * (double)i;

        draw_arrow(view, (pcarti_at){x + width / 2, view->y - 20},
                   (pcarti_at){x + width / 2, view->y});
        tallest = fmax(tallest, draw_box(view, &chart->branch[i],
                                         (pcarti_box){x, view->y, width, 0}));
    }
    view->y += tallest;
}

static void
draw_all(flow_view *view, const pcart_flow_chart *chart)
{
    for (size_t i = 0; i < chart->n_box; i++)
        draw_step(view, &chart->box[i], i + 1 == chart->n_box);
    draw_branches(view, chart);
}

pcart_status
pcart_flow_chart_draw(const pcart_flow_chart *chart, const pcart_scene *scene,
                      pcart_arena *arena, struct pcarti_buf *out,
                      pcart_err *err)
{
    pcarti_svg svg = {.out = out, .arena = arena};
    flow_view view = {.svg = &svg, .x = 20};
    double top;
    pcart_status status = pcarti_frame_check(chart->n_box, BOXES, "boxes", err);

    if (!status)
        status = pcarti_frame_check(chart->n_branch, PCART_SCENE_GROUPS,
                                    "branches", err);
    for (size_t i = 0; i < chart->n_box && !status; i++)
        status = pcarti_frame_check(chart->box[i].n_exclusion, BOXES,
                                    "exclusions", err);
    if (status)
        return status;
    svg.width = scene->width > 0 ? fmin(fmax(scene->width, WIDTH), 1e5) : WIDTH;
    top = pcarti_frame_head(scene, svg.width) + 10;
    view.y = top;
    draw_all(&view, chart);
    svg.height = view.y + pcarti_frame_foot(scene, svg.width) + 14;
    pcarti_svg_open(&svg, scene, "Cohort flow");
    pcarti_frame_write(&svg, scene);
    view.is_drawing = 1;
    view.y = top;
    draw_all(&view, chart);
    pcarti_svg_close(&svg);
    return pcarti_svg_status(&svg, err);
}
