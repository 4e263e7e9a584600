/* chart.h -- the course chart while it is being drawn.  Layer: figure. */
#ifndef PCARTI_CHART_H
#define PCARTI_CHART_H

#include "figure/clock.h"
#include "figure/svg.h"
#include "postcart/course_chart.h"

/* Signs that were used, so that the legend explains these and no others. */
typedef struct pcarti_chart_legend {
    int has_measured, has_imputed, has_below, has_gcsf, has_decisive, has_gap;
    int has_run, has_decisive_run, has_grade, has_open_end;
    int has_disc, has_normal_disc, has_absent, has_uncovered, has_lod;
    int has_unreported, has_unmeasured;
} pcarti_chart_legend;

#define PCARTI_CHART_OUTSIDE                                                   \
    40 /* kinds that are named; the rest is counted                            \
        */

/* Sections are drawn from the top down; each moves y. */
typedef struct pcarti_chart {
    pcarti_svg *svg;
    const pcart_course_chart *data;
    pcarti_clock clock;
    int first_day, last_day;
    int end_day;        /* death or last contact; PCART_DAY_NONE */
    double left, right; /* of the plots */
    double y;
    double line_from; /* where the next piece of the day lines begins */
    pcarti_chart_legend legend;
    struct {
        const char *name;
        size_t n;
    } outside[PCARTI_CHART_OUTSIDE]; /* what could not be drawn */
    size_t n_outside;
} pcarti_chart;

void pcarti_chart_phases(pcarti_chart *chart);
void pcarti_chart_marks(pcarti_chart *chart);
PCART_MUST_CHECK pcart_status pcarti_chart_panel(pcarti_chart *chart,
                                                 const pcart_chart_panel *panel,
                                                 pcart_err *err);
void pcarti_chart_bars(pcarti_chart *chart);
void pcarti_chart_discs(pcarti_chart *chart);
PCART_MUST_CHECK pcart_status pcarti_chart_clones(pcarti_chart *chart,
                                                  pcart_err *err);
/* Clones inside the clones that they came out of, and their tree. */
void pcarti_chart_fish(pcarti_chart *chart);
void pcarti_chart_chimerism(pcarti_chart *chart);
void pcarti_chart_axis(pcarti_chart *chart);
void pcarti_chart_verdicts(pcarti_chart *chart);
void pcarti_chart_legend_write(pcarti_chart *chart);

/* Count what cannot be drawn; panels add what they hide as they are drawn. */
void pcarti_chart_find_outside(pcarti_chart *chart);
void pcarti_chart_leave_out(pcarti_chart *chart, const char *name, size_t n);
/* @p note with what was left out; @p note itself if that is nothing. */
const char *pcarti_chart_note(pcarti_chart *chart, const char *note);

/* The days of the marks as lines down to @p y, and the time after the end. */
void pcarti_chart_lines(pcarti_chart *chart, double y);
/* The class of the line of a mark. */
const char *pcarti_chart_line(pcart_chart_mark_kind kind);
const char *pcarti_chart_mark_label(const pcart_chart_mark *mark);
/* Name of a lane or panel in the left margin. */
void pcarti_chart_name(pcarti_chart *chart, double y, const char *name);
/* "day 12 (labs line 17): ANC <100" */
const char *pcarti_chart_hover(pcarti_svg *svg, int day,
                               const pcart_origin *origin, const char *what);

#endif
