/* marker.c -- small shapes for points and events.  Layer: figure. */
#include "figure/marker.h"

#include <math.h>

/* A closed shape through corners given in radii. */
static void
polygon(pcarti_svg *svg, const char *class, pcarti_at at, double radius,
        const pcarti_at *corner, size_t n)
{
    pcarti_svg_path_begin(svg, class);
    for (size_t i = 0; i < n; i++) {
        const double x = at.x + radius * corner[i].x;
        const double y = at.y + radius * corner[i].y;

        if (i == 0)
            pcarti_svg_move(svg, x, y);
        else
            pcarti_svg_draw(svg, x, y);
    }
    pcarti_svg_path_close(svg);
    pcarti_svg_path_end(svg);
}

static const pcarti_at square[] = {{-.9, -.9}, {.9, -.9}, {.9, .9}, {-.9, .9}};
static const pcarti_at up[] = {{0, -1.15}, {1.05, .8}, {-1.05, .8}};
static const pcarti_at down[] = {{0, 1.15}, {1.05, -.8}, {-1.05, -.8}};
static const pcarti_at diamond[] = {{0, -1.25}, {1.1, 0}, {0, 1.25}, {-1.1, 0}};
static const pcarti_at cross[] = {
    {-.4, -1.1}, {.4, -1.1}, {.4, -.4}, {1.1, -.4}, {1.1, .4},   {.4, .4},
    {.4, 1.1},   {-.4, 1.1}, {-.4, .4}, {-1.1, .4}, {-1.1, -.4}, {-.4, -.4}};
static const pcarti_at star[] = {
    {0, -1.3}, {.31, -.42},  {1.24, -.4}, {.5, .16},    {.76, 1.05},
    {0, .52},  {-.76, 1.05}, {-.5, .16},  {-1.24, -.4}, {-.31, -.42}};

void
pcarti_marker_below(pcarti_svg *svg, const char *class, pcarti_at at,
                    double radius)
{
    polygon(svg, class, at, radius, down, PCART_COUNTOF(down));
}

void
pcarti_marker_group(pcarti_svg *svg, const char *class, size_t group,
                    pcarti_at at, double radius)
{
    switch (group % PCART_SCENE_GROUPS) {
    case 1:
        polygon(svg, class, at, radius, square, PCART_COUNTOF(square));
        break;
    case 2:
        polygon(svg, class, at, radius, up, PCART_COUNTOF(up));
        break;
    case 3:
        polygon(svg, class, at, radius, diamond, PCART_COUNTOF(diamond));
        break;
    case 4:
        polygon(svg, class, at, radius, down, PCART_COUNTOF(down));
        break;
    case 5:
        polygon(svg, class, at, radius, cross, PCART_COUNTOF(cross));
        break;
    default:
        pcarti_svg_circle(svg, class, at.x, at.y, radius);
    }
}

/* An X of two strokes. */
static void
strokes(pcarti_svg *svg, pcarti_at at, double radius)
{
    pcarti_svg_path_begin(svg, "pc-sign-line");
    pcarti_svg_move(svg, at.x - radius, at.y - radius);
    pcarti_svg_draw(svg, at.x + radius, at.y + radius);
    pcarti_svg_move(svg, at.x + radius, at.y - radius);
    pcarti_svg_draw(svg, at.x - radius, at.y + radius);
    pcarti_svg_path_end(svg);
}

void
pcarti_marker_event(pcarti_svg *svg, pcart_chart_mark_kind kind, pcarti_at at,
                    double radius)
{
    switch (kind) {
    case PCART_CHART_INFUSION:
        polygon(svg, "pc-sign", at, radius, down, PCART_COUNTOF(down));
        break;
    case PCART_CHART_LYMPHODEPLETION:
        polygon(svg, "pc-sign-open", at, radius, down, PCART_COUNTOF(down));
        break;
    case PCART_CHART_TRANSPLANT:
        polygon(svg, "pc-sign", at, radius, diamond, PCART_COUNTOF(diamond));
        break;
    case PCART_CHART_BOOST:
        polygon(svg, "pc-sign-open", at, radius, diamond,
                PCART_COUNTOF(diamond));
        break;
    case PCART_CHART_RELAPSE:
        polygon(svg, "pc-sign", at, radius, up, PCART_COUNTOF(up));
        break;
    case PCART_CHART_NEXT_THERAPY:
        polygon(svg, "pc-sign-open", at, radius, square, PCART_COUNTOF(square));
        break;
    case PCART_CHART_SMN:
        polygon(svg, "pc-sign", at, radius * 1.1, star, PCART_COUNTOF(star));
        break;
    case PCART_CHART_DEATH:
        strokes(svg, at, radius);
        break;
    case PCART_CHART_LAST_CONTACT:
        polygon(svg, "pc-sign-open", at, radius, cross, PCART_COUNTOF(cross));
        break;
    case PCART_CHART_OTHER:
        pcarti_svg_circle(svg, "pc-sign-open", at.x, at.y, radius);
        break;
    }
}

const char *
pcarti_marker_word(pcart_chart_mark_kind kind)
{
    switch (kind) {
    case PCART_CHART_INFUSION:
        return "CAR-T infusion";
    case PCART_CHART_LYMPHODEPLETION:
        return "lymphodepletion";
    case PCART_CHART_TRANSPLANT:
        return "transplant";
    case PCART_CHART_BOOST:
        return "CD34+ boost";
    case PCART_CHART_RELAPSE:
        return "relapse";
    case PCART_CHART_NEXT_THERAPY:
        return "next therapy";
    case PCART_CHART_SMN:
        return "secondary myeloid neoplasm";
    case PCART_CHART_DEATH:
        return "death";
    case PCART_CHART_LAST_CONTACT:
        return "last contact";
    case PCART_CHART_OTHER:
        break;
    }
    return "event";
}
