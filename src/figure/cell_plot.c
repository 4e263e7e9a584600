/* cell_plot.c -- tables of cells: mutations, missing data.  Layer: figure. */
#include "postcart/cell_plot.h"

#include <math.h>
#include <stdlib.h>

#include "figure/font.h"
#include "figure/frame.h"
#include "figure/style.h"

#define GENES 200
#define PATIENTS 400
#define CELL_WIDE 26.0
#define CELL_NARROW 9.0
#define CELL_HIGH 20.0
#define LEFT_MOST 170.0
#define HEAD_MOST 90.0
#define COLUMN 106.0 // from the cells to the medians
#define MISSING_PATIENTS 2000
#define MISSING_WIDTH 900.0
#define COUNT_CLASSES 4

/* A legend entry: where it stands and whether it is drawn. */
static double
key(pcarti_svg *svg, double x, double y, const char *class, const char *text)
{
    pcarti_svg_rect(svg, class, (pcarti_box){x, y, 14, 12});
    pcarti_svg_text(svg, NULL, x + 19, y + 10, text);
    return x + 19 + pcarti_font_width(text, PCARTI_TEXT_BODY, 0) + 18;
}

typedef struct mutation_view {
    pcarti_svg svg;
    const pcart_mutation_plot *plot;
    double left, top, cell;
} mutation_view;

static const char *
state_class(pcart_cell_state state)
{
    switch (state) {
    case PCART_CELL_NOT_COVERED:
        return "pc-hatch";
    case PCART_CELL_NEGATIVE:
        return "pc-negative";
    case PCART_CELL_POSITIVE:
        return "pc-positive";
    case PCART_CELL_NOT_TESTED:
        break;
    }
    return "pc-untested";
}

static const char *
state_words(mutation_view *view, pcart_cell_state state, double vaf)
{
    static const char *const word[] = {"not tested", "not covered", "negative"};
    char number[PCARTI_NUMBER_SIZE];

    if (state != PCART_CELL_POSITIVE)
        return state <= PCART_CELL_NEGATIVE ? word[state] : word[0];
    if (!isfinite(vaf))
        return "positive";
    return pcarti_svg_print(&view->svg, "VAF %s%%",
                            pcarti_number_short(vaf * 100, number));
}

/* Before at the left, after at the right; the fraction is the filled height. */
static void
draw_half(mutation_view *view, pcart_cell_state state, double vaf,
          pcarti_box box)
{
    pcarti_svg_rect(&view->svg, state_class(state), box);
    if (state == PCART_CELL_POSITIVE && isfinite(vaf) && vaf > 0) {
        const double height = box.height * fmin(1, sqrt(vaf));

        pcarti_svg_rect(&view->svg, "pc-vaf",
                        (pcarti_box){box.x, box.y + box.height - height,
                                     box.width, height});
    }
}

static void
draw_cell(mutation_view *view, size_t gene, size_t patient)
{
    const pcart_mutation_plot *plot = view->plot;
    const pcart_mutation_cell *cell =
        &plot->cell[gene * plot->n_patient + patient];
    const double half = (view->cell - 3) / 2;
    pcarti_box box = {view->left + (double)patient * view->cell + 1,
                      view->top + (double)gene * CELL_HIGH + 1, half,
                      CELL_HIGH - 3};

    if (cell->before == PCART_CELL_NOT_TESTED &&
        cell->after == PCART_CELL_NOT_TESTED)
        return; // an empty place says it, and keeps the file small
    pcarti_svg_begin_hover(
        &view->svg, NULL,
        pcarti_svg_print(&view->svg, "%s, %s: before %s, after %s",
                         plot->patient[patient], plot->gene[gene],
                         state_words(view, cell->before, cell->before_vaf),
                         state_words(view, cell->after, cell->after_vaf)),
        NULL);
    draw_half(view, cell->before, cell->before_vaf, box);
    box.x += half + 0.5;
    draw_half(view, cell->after, cell->after_vaf, box);
    pcarti_svg_end(&view->svg);
}

static int
by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* "2.9%": the median of n fractions, which are sorted; "-" of none. */
static const char *
median_words(mutation_view *view, double *vaf, size_t n)
{
    char number[PCARTI_NUMBER_SIZE];
    double median;

    if (n == 0)
        return "-";
    qsort(vaf, n, sizeof *vaf, by_value);
    median = 100 * (vaf[(n - 1) / 2] + vaf[n / 2]) / 2;
    pcarti_number_write(median, median < 10 ? 1 : 0, number);
    return pcarti_svg_print(&view->svg, "%s%%", number);
}

/* Of the patients with a fraction: its median before and after. */
static void
draw_medians(mutation_view *view, size_t gene, double x, double y)
{
    const pcart_mutation_plot *plot = view->plot;
    double *vaf[2];
    size_t n[2] = {0, 0};

    for (int side = 0; side < 2; side++) {
        vaf[side] =
            pcarti_svg_take(&view->svg, plot->n_patient + 1, sizeof *vaf[side]);
        if (!vaf[side])
            return;
    }
    for (size_t i = 0; i < plot->n_patient; i++) {
        const pcart_mutation_cell *cell =
            &plot->cell[gene * plot->n_patient + i];

        if (cell->before == PCART_CELL_POSITIVE && isfinite(cell->before_vaf))
            vaf[0][n[0]++] = cell->before_vaf;
        if (cell->after == PCART_CELL_POSITIVE && isfinite(cell->after_vaf))
            vaf[1][n[1]++] = cell->after_vaf;
    }
    pcarti_svg_text(&view->svg, "pc-small", x, y,
                    pcarti_svg_print(&view->svg, "%s, %s",
                                     median_words(view, vaf[0], n[0]),
                                     median_words(view, vaf[1], n[1])));
}

/* Genes at the left; at the right the patients positive / assessed, and the
 * median fraction, each before and after. */
static void
draw_gene(mutation_view *view, size_t gene)
{
    const pcart_mutation_plot *plot = view->plot;
    const double y = view->top + (double)gene * CELL_HIGH;
    const double right = view->left + (double)plot->n_patient * view->cell;
    size_t positive[2] = {0, 0}, assessed[2] = {0, 0};

    for (size_t i = 0; i < plot->n_patient; i++) {
        const pcart_mutation_cell *cell =
            &plot->cell[gene * plot->n_patient + i];
        const pcart_cell_state state[2] = {cell->before, cell->after};

        for (int side = 0; side < 2; side++) {
            positive[side] += state[side] == PCART_CELL_POSITIVE;
            assessed[side] += state[side] == PCART_CELL_NEGATIVE ||
                              state[side] == PCART_CELL_POSITIVE;
        }
        draw_cell(view, gene, i);
    }
    pcarti_svg_text(&view->svg, "pc-r pc-bold", view->left - 8, y + 14,
                    pcarti_svg_fit(&view->svg, plot->gene[gene],
                                   PCARTI_TEXT_BODY, 1, view->left - 14));
    pcarti_svg_hline(&view->svg, "pc-grid", view->left, right, y);
    pcarti_svg_text(&view->svg, "pc-small", right + 8, y + 14,
                    pcarti_svg_print(&view->svg, "%zu/%zu, %zu/%zu",
                                     positive[0], assessed[0], positive[1],
                                     assessed[1]));
    draw_medians(view, gene, right + COLUMN, y + 14);
}

static void
draw_patients(mutation_view *view)
{
    const pcart_mutation_plot *plot = view->plot;
    const double bottom = view->top + (double)plot->n_gene * CELL_HIGH;

    for (size_t i = 0; i < plot->n_patient; i++) {
        const double x = view->left + (double)i * view->cell;

        pcarti_svg_vline(&view->svg, "pc-grid", x, view->top, bottom);
        if (view->cell >= 11)
            pcarti_svg_text_up(
                &view->svg, "pc-small", x + view->cell / 2 + 3.5, view->top - 5,
                pcarti_svg_fit(&view->svg, plot->patient[i], PCARTI_TEXT_SMALL,
                               0, HEAD_MOST - 8));
    }
    pcarti_svg_rect(&view->svg, "pc-frame",
                    (pcarti_box){view->left, view->top,
                                 (double)plot->n_patient * view->cell,
                                 bottom - view->top});
}

/* What the numbers at the right are. */
static void
draw_heads(mutation_view *view)
{
    const double right =
        view->left + (double)view->plot->n_patient * view->cell;

    pcarti_svg_text(&view->svg, "pc-small pc-bold", right + 8, view->top - 17,
                    "Positive/assessed");
    pcarti_svg_text(&view->svg, "pc-small pc-bold", right + COLUMN,
                    view->top - 17, "Median VAF");
    for (int k = 0; k < 2; k++)
        pcarti_svg_text(&view->svg, "pc-small pc-grey",
                        right + (k ? COLUMN : 8), view->top - 5,
                        "before, after");
}

static void
set_mutation_layout(mutation_view *view, const pcart_scene *scene)
{
    const pcart_mutation_plot *plot = view->plot;
    double left = 60, head = 32;

    for (size_t i = 0; i < plot->n_gene; i++)
        left = fmax(left,
                    pcarti_font_width(plot->gene[i], PCARTI_TEXT_BODY, 1) + 20);
    for (size_t i = 0; i < plot->n_patient; i++)
        head = fmax(head,
                    pcarti_font_width(plot->patient[i], PCARTI_TEXT_SMALL, 0) +
                        12);
    view->left = fmin(left, LEFT_MOST);
    view->cell = CELL_WIDE;
    if (plot->n_patient > 0)
        view->cell =
            fmax(CELL_NARROW, fmin(CELL_WIDE, 1000 / (double)plot->n_patient));
    view->svg.width = fmax(
        640, view->left + (double)plot->n_patient * view->cell + COLUMN + 100);
    view->top =
        pcarti_frame_head(scene, view->svg.width) + 28 + fmin(head, HEAD_MOST);
    view->svg.height = view->top + fmax(40, (double)plot->n_gene * CELL_HIGH) +
                       30 + pcarti_frame_foot(scene, view->svg.width);
}

pcart_status
pcart_mutation_plot_draw(const pcart_mutation_plot *plot,
                         const pcart_scene *scene, pcart_arena *arena,
                         struct pcarti_buf *out, pcart_err *err)
{
    mutation_view view = {.svg = {.out = out, .arena = arena}, .plot = plot};
    pcart_status status = pcarti_frame_check(plot->n_gene, GENES, "genes", err);
    double x = 10, y;

    if (!status)
        status = pcarti_frame_check(plot->n_patient, PATIENTS, "patients", err);
    if (status)
        return status;
    set_mutation_layout(&view, scene);
    pcarti_svg_open(&view.svg, scene, "Mutations before and after");
    pcarti_frame_write(&view.svg, scene);
    y = pcarti_frame_head(scene, view.svg.width) + 6;
    x = key(&view.svg, x, y, "pc-positive",
            "positive (height: square root of "
            "VAF)");
    x = key(&view.svg, x, y, "pc-negative", "negative");
    x = key(&view.svg, x, y, "pc-hatch", "not covered");
    x = key(&view.svg, x, y, "pc-untested", "not tested");
    pcarti_svg_text(&view.svg, "pc-grey", x, y + 10,
                    "left before, right after");
    draw_patients(&view);
    for (size_t i = 0; i < plot->n_gene; i++)
        draw_gene(&view, i);
    draw_heads(&view);
    if (plot->n_gene == 0 || plot->n_patient == 0)
        pcarti_frame_empty(&view.svg,
                           (pcarti_box){0, view.top, view.svg.width, 40},
                           "no samples");
    pcarti_svg_close(&view.svg);
    return pcarti_svg_status(&view.svg, err);
}

typedef struct missing_view {
    pcarti_svg svg;
    const pcart_missing_plot *plot;
    pcarti_axis x;
    pcarti_box box;
    double row;
    size_t n_day;
} missing_view;

/* 0, 1, 2, 3 and more values; 4 is outside of the observation. */
static int
count_class(unsigned char count)
{
    if (count == PCART_MISSING_OUTSIDE)
        return COUNT_CLASSES;
    return count < COUNT_CLASSES - 1 ? count : COUNT_CLASSES - 1;
}

static const char *
class_name(int class)
{
    static const char *const name[] = {"pc-n0", "pc-n1", "pc-n2", "pc-n3",
                                       "pc-n4"};

    return name[class];
}

/* Neighbouring days of one class are one rectangle: the file stays small. */
static void
draw_missing_row(missing_view *view, size_t patient)
{
    const pcart_missing_plot *plot = view->plot;
    const unsigned char *count = &plot->count[patient * view->n_day];
    const double y = view->box.y + (double)patient * view->row;
    size_t n_empty = 0, n_inside = 0;

    for (size_t i = 0; i < view->n_day; i++) {
        n_inside += count[i] != PCART_MISSING_OUTSIDE;
        n_empty += count[i] == 0;
    }
    pcarti_svg_begin_hover(
        &view->svg, NULL,
        pcarti_svg_print(&view->svg, "%s: %zu of %zu days without %s",
                         plot->patient[patient], n_empty, n_inside,
                         plot->noun ? plot->noun : "values"),
        NULL);
    for (size_t i = 0; i < view->n_day;) {
        const int class = count_class(count[i]);
        size_t end = i;
        double from, to;

        while (end < view->n_day && count_class(count[end]) == class)
            end++;
        from = pcarti_axis_at(&view->x, plot->first_day + (double)i);
        to = pcarti_axis_at(&view->x, plot->first_day + (double)end);
        pcarti_svg_rect(
            &view->svg, class_name(class),
            (pcarti_box){from, y, to - from,
                         view->row > 5 ? view->row - 1 : view->row});
        i = end;
    }
    pcarti_svg_end(&view->svg);
    if (view->row >= 11)
        pcarti_svg_text(&view->svg, "pc-small pc-r", view->box.x - 6,
                        y + view->row / 2 + 3.5,
                        pcarti_svg_fit(&view->svg, plot->patient[patient],
                                       PCARTI_TEXT_SMALL, 0, view->box.x - 10));
}

static void
set_missing_layout(missing_view *view, const pcart_scene *scene)
{
    const pcart_missing_plot *plot = view->plot;
    const double n = (double)plot->n_patient;
    double left = 40;

    view->row = n > 0 ? fmax(1, fmin(14, 900 / n)) : 14;
    for (size_t i = 0; i < plot->n_patient && view->row >= 11; i++)
        left = fmax(left,
                    pcarti_font_width(plot->patient[i], PCARTI_TEXT_SMALL, 0) +
                        16);
    left = fmin(left, LEFT_MOST);
    view->svg.width =
        scene->width > 0 ? fmin(fmax(scene->width, 480), 1e5) : MISSING_WIDTH;
    view->box =
        (pcarti_box){left, pcarti_frame_head(scene, view->svg.width) + 30,
                     view->svg.width - left - 30, fmax(40, n * view->row)};
    view->x = (pcarti_axis){.low = plot->first_day,
                            .high = plot->last_day + 1.0,
                            .from = left,
                            .to = left + view->box.width};
    view->svg.height = view->box.y + view->box.height + 42 +
                       pcarti_frame_foot(scene, view->svg.width);
}

pcart_status
pcart_missing_plot_draw(const pcart_missing_plot *plot,
                        const pcart_scene *scene, pcart_arena *arena,
                        struct pcarti_buf *out, pcart_err *err)
{
    missing_view view = {.svg = {.out = out, .arena = arena}, .plot = plot};
    const char *noun = plot->noun ? plot->noun : "values";
    pcart_status status =
        pcarti_frame_check(plot->n_patient, MISSING_PATIENTS, "patients", err);
    double x = 10, y;

    if (!status)
        status = pcarti_frame_check_days(plot->first_day, plot->last_day, err);
    if (status)
        return status;
    view.n_day = (size_t)(plot->last_day - plot->first_day) + 1;
    status = pcarti_frame_check(view.n_day, 4000, "days", err);
    if (status)
        return status;
    set_missing_layout(&view, scene);
    pcarti_svg_open(&view.svg, scene, "Days without values");
    pcarti_frame_write(&view.svg, scene);
    y = pcarti_frame_head(scene, view.svg.width) + 6;
    x = key(&view.svg, x, y, "pc-n0",
            pcarti_svg_print(&view.svg, "no %s", noun));
    x = key(&view.svg, x, y, "pc-n1", "1 on that day");
    x = key(&view.svg, x, y, "pc-n2", "2");
    x = key(&view.svg, x, y, "pc-n3", "3 or more");
    key(&view.svg, x, y, "pc-n4", "not under observation");
    for (size_t i = 0; i < plot->n_patient; i++)
        draw_missing_row(&view, i);
    pcarti_frame_time(&view.svg, view.box, &view.x, PCART_TIME_DAYS,
                      "Days after infusion");
    if (plot->first_day < 0 && plot->last_day >= 0)
        pcarti_svg_vline(&view.svg, "pc-zero", pcarti_axis_at(&view.x, 0),
                         view.box.y, view.box.y + view.box.height);
    if (plot->n_patient == 0)
        pcarti_frame_empty(&view.svg, view.box, "no patients");
    pcarti_svg_close(&view.svg);
    return pcarti_svg_status(&view.svg, err);
}
