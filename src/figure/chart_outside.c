/* chart_outside.c -- what the course chart could not draw, named in its note.
 * Layer: figure. */
#include "figure/chart.h"

#include <math.h>
#include <string.h>

void
pcarti_chart_leave_out(pcarti_chart *chart, const char *name, size_t n)
{
    size_t k = 0;

    if (n == 0)
        return;
    if (!name)
        name = "not named";
    while (k < chart->n_outside && strcmp(chart->outside[k].name, name) != 0)
        k++;
    if (k == PCARTI_CHART_OUTSIDE)
        chart->outside[--k].name = "others";
    else if (k == chart->n_outside)
        chart->outside[chart->n_outside++].name = name;
    chart->outside[k].n += n;
}

static void
find_in_panels(pcarti_chart *chart)
{
    for (size_t i = 0; i < chart->data->n_panel; i++) {
        const pcart_chart_panel *panel = &chart->data->panel[i];
        const char *title = panel->title ? panel->title : "a panel";
        size_t n_run = 0, n_tick = 0;

        for (size_t k = 0; k < panel->n_run; k++)
            n_run += panel->run[k].last_day < chart->first_day ||
                     panel->run[k].first_day > chart->last_day;
        for (size_t k = 0; k < panel->n_tick; k++)
            n_tick += !pcarti_clock_holds(&chart->clock, panel->tick[k].day);
        if (n_run > 0)
            pcarti_chart_leave_out(
                chart,
                pcarti_svg_print(chart->svg, "counted days of %s", title),
                n_run);
        pcarti_chart_leave_out(chart, panel->tick_label, n_tick);
    }
}

static void
find_in_clones(pcarti_chart *chart)
{
    const pcart_course_chart *data = chart->data;

    for (size_t i = 0; i < data->n_clone; i++) {
        const pcart_chart_clone *clone = &data->clone[i];
        size_t n = 0;

        for (size_t k = 0; k < clone->n_point; k++)
            n += !pcarti_clock_holds(&chart->clock, clone->point[k].day);
        pcarti_chart_leave_out(chart, clone->label, n);
    }
    for (size_t i = 0; i < data->n_chimerism; i++) {
        const pcart_chart_chimerism *line = &data->chimerism[i];
        size_t n = 0;

        for (size_t k = 0; k < line->n; k++)
            n += !pcarti_clock_holds(&chart->clock, line->day[k]) ||
                 !isfinite(line->fraction[k]);
        if (n > 0)
            pcarti_chart_leave_out(
                chart,
                pcarti_svg_print(chart->svg, "chimerism of %s", line->label),
                n);
    }
}

void
pcarti_chart_find_outside(pcarti_chart *chart)
{
    const pcart_course_chart *data = chart->data;

    for (size_t i = 0; i < data->n_mark; i++)
        if (!pcarti_clock_holds(&chart->clock, data->mark[i].day))
            pcarti_chart_leave_out(chart,
                                   pcarti_chart_mark_label(&data->mark[i]), 1);
    find_in_panels(chart);
    for (size_t i = 0; i < data->n_bar; i++) {
        const pcart_chart_bar *bar = &data->bar[i];
        const int last =
            bar->last_day == PCART_DAY_NONE ? bar->first_day : bar->last_day;

        if (last < chart->first_day || bar->first_day > chart->last_day)
            pcarti_chart_leave_out(chart, bar->lane, 1);
    }
    for (size_t i = 0; i < data->n_disc; i++)
        if (!pcarti_clock_holds(&chart->clock, data->disc[i].day))
            pcarti_chart_leave_out(chart, data->disc[i].lane, 1);
    find_in_clones(chart);
}

const char *
pcarti_chart_note(pcarti_chart *chart, const char *note)
{
    pcarti_svg *svg = chart->svg;
    const char *text;

    if (chart->n_outside == 0)
        return note;
    text = pcarti_svg_print(
        svg, "%s%sNot drawn, being outside day %d to day %d or without value:",
        note ? note : "", note ? " " : "", chart->first_day, chart->last_day);
    for (size_t i = 0; i < chart->n_outside; i++)
        text = pcarti_svg_print(svg, "%s %s (%zu)%s", text,
                                chart->outside[i].name, chart->outside[i].n,
                                i + 1 < chart->n_outside ? "," : ".");
    return text;
}
