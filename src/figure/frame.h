/* frame.h -- title, axes, legend and note round a plot.  Layer: figure. */
#ifndef PCARTI_FRAME_H
#define PCARTI_FRAME_H

#include "figure/axis.h"

/* What an axis says beside its numbers. */
typedef struct pcarti_axis_text {
    const char *label;
    int want;    /* labelled ticks */
    int percent; /* values are shares: write 50% for 0.5 */
    int has_grid;
} pcarti_axis_text;

/*
 * Heights of the title and the note for a figure of this width; 0 when the
 * scene has none.
 */
double pcarti_frame_head(const pcart_scene *scene, double width);
double pcarti_frame_foot(const pcart_scene *scene, double width);
/* Write them: the title at the top, the note at the bottom. */
void pcarti_frame_write(pcarti_svg *svg, const pcart_scene *scene);

/* A vertical axis at the left of @p box, a floor band if it has one. */
void pcarti_frame_left(pcarti_svg *svg, pcarti_box box, const pcarti_axis *axis,
                       const pcarti_axis_text *text);
/* A horizontal axis of days, months or years under @p box. */
void pcarti_frame_time(pcarti_svg *svg, pcarti_box box, const pcarti_axis *axis,
                       pcart_time_unit unit, const char *label);
/* Thresholds as dashed lines with their value at the right. */
void pcarti_frame_bands(pcarti_svg *svg, pcarti_box box,
                        const pcarti_axis *axis, const double *band,
                        size_t n_band);

/* One line of a legend: colour, dash and marker of a group, and its name. */
typedef struct pcarti_legend {
    const char *const *label;
    size_t n;
    int has_line; /* otherwise the marker alone */
} pcarti_legend;

/* Height of a legend wrapped to @p width, and the legend itself. */
double pcarti_frame_legend_height(const pcarti_legend *legend, double width);
void pcarti_frame_legend(pcarti_svg *svg, const pcarti_legend *legend, double x,
                         double y, double width);

/* "no ... between day a and b" in the middle of an empty box. */
void pcarti_frame_empty(pcarti_svg *svg, pcarti_box box, const char *text);

/* PCART_E_RANGE unless n is at most limit. */
PCART_MUST_CHECK pcart_status pcarti_frame_check(size_t n, size_t limit,
                                                 const char *noun,
                                                 pcart_err *err);
/* PCART_E_RANGE unless the days are a range that can be drawn. */
PCART_MUST_CHECK pcart_status pcarti_frame_check_days(int first, int last,
                                                      pcart_err *err);

#endif
