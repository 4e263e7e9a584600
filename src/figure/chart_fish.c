/* chart_fish.c -- clones inside the clones that they came out of, over time,
 * and their tree.  Layer: figure. */
#include "figure/chart.h"

#include <math.h>

#include "figure/axis.h"
#include "figure/font.h"
#include "figure/frame.h"
#include "figure/lane.h"
#include "figure/marker.h"
#include "figure/style.h"

#define FISH_HEIGHT 104.0
#define TREE_ROW 15.0
#define TREE_STEP 11.0
#define LABEL_ROOM 165.0
#define MARKER 3.8

/* A plot being laid out: fractions without gaps, and where each clone lies. */
typedef struct pond {
    pcarti_chart *chart;
    size_t n, n_day;    /* clones; days that are drawn */
    size_t *day;        /* indexes of those days */
    double *value;      /* clone by clone: fraction of the cells */
    double *low, *high; /* its band on an axis from 0 to 1 */
    size_t *order;      /* the tree, parents before children */
    int *depth;
    size_t n_order;
} pond;

static const pcart_chart_fish *
fish_of(const pond *p, size_t i)
{
    return &p->chart->data->fish[i];
}

/* Fraction on a day: what was measured, or between the neighbours. */
static double
fraction_on(const pond *p, size_t i, size_t k)
{
    const double *f = fish_of(p, i)->fraction;
    const int *day = p->chart->data->fish_day;
    const size_t n = p->chart->data->n_fish_day;
    size_t before = k, after = k;

    if (isfinite(f[k]))
        return fmin(fmax(f[k], 0), 1);
    while (before > 0 && !isfinite(f[before]))
        before--;
    while (after + 1 < n && !isfinite(f[after]))
        after++;
    if (!isfinite(f[before]))
        return isfinite(f[after]) ? fmin(fmax(f[after], 0), 1) : 0;
    if (!isfinite(f[after]) || day[after] == day[before])
        return fmin(fmax(f[before], 0), 1);
    return fmin(
        fmax(f[before] + (f[after] - f[before]) * (day[k] - day[before]) /
                             (day[after] - day[before]),
             0),
        1);
}

/* The children of one clone (-1: of the stem cells) behind it in the order. */
static void
list_children(pond *p, int parent, int depth)
{
    if (depth > (int)p->n)
        return; // a circle of parents
    for (size_t i = 0; i < p->n && p->n_order < p->n; i++) {
        if (fish_of(p, i)->parent != parent)
            continue;
        p->depth[p->n_order] = depth;
        p->order[p->n_order++] = i;
        list_children(p, (int)i, depth + 1);
    }
}

/* Children side by side in the middle of their parent's band; what noise makes
 * too large is drawn smaller, so that it fits. */
static void
lay_children(pond *p, int parent, size_t k, double low, double high)
{
    double sum = 0, scale = 1, at;

    for (size_t i = 0; i < p->n; i++)
        if (fish_of(p, i)->parent == parent)
            sum += p->value[i * p->n_day + k];
    if (sum > high - low)
        scale = sum > 0 ? (high - low) / sum : 0;
    at = (low + high - sum * scale) / 2;
    for (size_t i = 0; i < p->n; i++) {
        const size_t cell = i * p->n_day + k;

        if (fish_of(p, i)->parent != parent)
            continue;
        p->low[cell] = at;
        at += p->value[cell] * scale;
        p->high[cell] = at;
    }
}

static void
lay_out(pond *p)
{
    for (size_t k = 0; k < p->n_day; k++) {
        for (size_t i = 0; i < p->n; i++)
            p->value[i * p->n_day + k] = fraction_on(p, i, p->day[k]);
        lay_children(p, -1, k, 0, 1);
        for (size_t m = 0; m < p->n_order; m++) {
            const size_t cell = p->order[m] * p->n_day + k;

            lay_children(p, (int)p->order[m], k, p->low[cell], p->high[cell]);
        }
    }
}

static double
x_of(const pond *p, size_t k)
{
    return pcarti_clock_at(&p->chart->clock,
                           p->chart->data->fish_day[p->day[k]]);
}

static void
draw_band(const pond *p, size_t i, const pcarti_axis *axis)
{
    pcarti_svg *svg = p->chart->svg;
    const pcart_chart_fish *fish = fish_of(p, i);
    const double *low = &p->low[i * p->n_day], *high = &p->high[i * p->n_day];

    pcarti_svg_begin_hover(svg, NULL, fish->detail ? fish->detail : fish->label,
                           NULL);
    pcarti_svg_path_begin(
        svg,
        pcarti_svg_print(svg, "%s pc-strong", pcarti_style_area(fish->group)));
    for (size_t k = 0; k < p->n_day; k++)
        (k ? pcarti_svg_draw : pcarti_svg_move)(svg, x_of(p, k),
                                                pcarti_axis_at(axis, high[k]));
    for (size_t k = p->n_day; k-- > 0;)
        pcarti_svg_draw(svg, x_of(p, k), pcarti_axis_at(axis, low[k]));
    pcarti_svg_path_close(svg);
    pcarti_svg_path_end(svg);
    for (int side = 0; side < 2; side++) {
        pcarti_svg_path_begin(svg, pcarti_style_edge(fish->group));
        for (size_t k = 0; k < p->n_day; k++)
            (k ? pcarti_svg_draw : pcarti_svg_move)(
                svg, x_of(p, k), pcarti_axis_at(axis, side ? low[k] : high[k]));
        pcarti_svg_path_end(svg);
    }
    pcarti_svg_end(svg);
}

/* The tree right of the plot: children under their parent, moved in. */
static void
draw_tree(const pond *p, pcarti_box box)
{
    pcarti_chart *chart = p->chart;
    pcarti_svg *svg = chart->svg;
    double y = box.y + 8;

    for (size_t m = 0; m < p->n_order; m++, y += TREE_ROW) {
        const pcart_chart_fish *fish = fish_of(p, p->order[m]);
        const double x = chart->right + 10 + TREE_STEP * p->depth[m];
        const char *label = fish->label;

        if (p->depth[m] > 0) { // an elbow from the parent's sign
            size_t above = m;

            while (above > 0 && p->order[above] != (size_t)fish->parent)
                above--;
            pcarti_svg_vline(svg, "pc-axis", x - TREE_STEP,
                             y - TREE_ROW * (double)(m - above) + MARKER + 1,
                             y);
            pcarti_svg_hline(svg, "pc-axis", x - TREE_STEP, x - MARKER - 1, y);
        }
        if (chart->data->n_clone > PCART_SCENE_GROUPS)
            label = pcarti_svg_print(svg, "%zu %s", fish->group + 1, label);
        pcarti_marker_group(svg, pcarti_style_fill(fish->group), fish->group,
                            (pcarti_at){x, y}, MARKER);
        pcarti_svg_text(
            svg, pcarti_style_label(fish->group), x + 8, y + 4,
            pcarti_svg_fit(svg, label, PCARTI_TEXT_BODY, 1,
                           LABEL_ROOM - 22 - TREE_STEP * p->depth[m]));
    }
}

static int
make_pond(pond *p)
{
    const pcart_course_chart *data = p->chart->data;
    pcarti_svg *svg = p->chart->svg;
    const size_t cells = data->n_fish * data->n_fish_day;

    p->n = data->n_fish;
    p->day = pcarti_svg_take(svg, data->n_fish_day, sizeof *p->day);
    p->value = pcarti_svg_take(svg, cells, sizeof *p->value);
    p->low = pcarti_svg_take(svg, cells, sizeof *p->low);
    p->high = pcarti_svg_take(svg, cells, sizeof *p->high);
    p->order = pcarti_svg_take(svg, p->n, sizeof *p->order);
    p->depth = pcarti_svg_take(svg, p->n, sizeof *p->depth);
    if (!p->day || !p->value || !p->low || !p->high || !p->order || !p->depth)
        return 0; // the buffer remembers the failure
    for (size_t k = 0; k < data->n_fish_day; k++)
        if (pcarti_clock_holds(&p->chart->clock, data->fish_day[k]))
            p->day[p->n_day++] = k;
    return 1;
}

void
pcarti_chart_fish(pcarti_chart *chart)
{
    const pcart_course_chart *data = chart->data;
    const pcarti_axis_text text = {.want = 3, .percent = 1, .has_grid = 1};
    pcarti_axis axis = {.kind = PCART_SCALE_LINEAR, .low = 0, .high = 1};
    const pcarti_box box = {chart->left, chart->y + 4,
                            chart->right - chart->left,
                            fmax(FISH_HEIGHT, TREE_ROW * (double)data->n_fish)};
    pond p = {.chart = chart};

    if (data->n_fish == 0 || data->n_fish_day == 0 || !make_pond(&p))
        return;
    axis.from = box.y + box.height;
    axis.to = box.y;
    pcarti_frame_left(chart->svg, box, &axis, &text);
    pcarti_svg_text(chart->svg, "pc-head", 8, box.y + 12, "Clones");
    pcarti_svg_text(chart->svg, "pc-small pc-grey", 8, box.y + 25,
                    "share of cells");
    pcarti_svg_rect(chart->svg, "pc-frame", box);
    pcarti_chart_lines(chart, axis.from + 4);
    list_children(&p, -1, 0);
    lay_out(&p);
    for (size_t m = 0; m < p.n_order; m++)
        draw_band(&p, p.order[m], &axis);
    for (size_t k = 0; k < p.n_day; k++) // where it was measured
        pcarti_svg_vline(chart->svg, "pc-axis", x_of(&p, k), axis.from,
                         axis.from + 4);
    draw_tree(&p, box);
    chart->y = axis.from + 8;
}
