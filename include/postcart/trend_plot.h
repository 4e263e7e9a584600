/* trend_plot.h -- counts of a cohort over time.  Layer: figure. */
#ifndef POSTCART_TREND_PLOT_H
#define POSTCART_TREND_PLOT_H

#include "postcart/scene.h"

/** One patient: a thin line. */
typedef struct pcart_trend_line {
    const char *label;
    const int *day; /**< rising */
    const double *value;
    size_t n;
} pcart_trend_line;

/** A stretch of days with the quartiles of its values. */
typedef struct pcart_trend_interval {
    int first_day, last_day;
    double median, lower, upper; /**< NAN when @c n is too small */
    long n;                      /**< patients with a value */
} pcart_trend_interval;

typedef struct pcart_trend_group {
    const char *label;
    const pcart_trend_line *line;
    size_t n_line;
    const pcart_trend_interval *interval; /**< the same days in each group */
    size_t n_interval;
} pcart_trend_group;

/** Up to PCART_SCENE_GROUPS groups in one panel. */
typedef struct pcart_trend_plot {
    const char *y_label;
    const char *noun;    /**< "platelet counts": for "no ... between" */
    const char *x_label; /**< NULL: "Days after infusion" */
    pcart_scale_kind scale;
    double low, high; /**< range of the axis; both 0: from the data */
    int first_day, last_day;
    const double *band; /**< thresholds, drawn as thin lines */
    size_t n_band;
    const pcart_trend_group *group;
    size_t n_group;
} pcart_trend_plot;

PCART_API PCART_MUST_CHECK pcart_status pcart_trend_plot_draw(
    const pcart_trend_plot *plot, const pcart_scene *scene, pcart_arena *arena,
    struct pcarti_buf *out, pcart_err *err);

#endif
