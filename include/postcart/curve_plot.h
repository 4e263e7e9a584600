/* curve_plot.h -- survival and cumulative incidence.  Layer: figure. */
#ifndef POSTCART_CURVE_PLOT_H
#define POSTCART_CURVE_PLOT_H

#include "postcart/scene.h"

typedef enum pcart_curve_plot_kind {
    PCART_CURVE_PLOT_SURVIVAL, /**< starts at 1 and falls */
    PCART_CURVE_PLOT_INCIDENCE /**< starts at 0 and rises */
} pcart_curve_plot_kind;

/** From @c time on the curve has this height.  Rising times. */
typedef struct pcart_curve_point {
    double time;
    double estimate;
    double low, high; /**< confidence limits; NAN when there are none */
} pcart_curve_point;

typedef struct pcart_curve_group {
    const char *label;
    const pcart_curve_point *point;
    size_t n_point;
    const double *censor; /**< times of censoring, rising */
    size_t n_censor;
    double last;      /**< end of follow-up: drawn up to here; 0: last point */
    const long *risk; /**< at each risk time: number at risk; or NULL */
    const long *events; /**< at each risk time: events so far; or NULL */
    double median;      /**< drawn when has_median; NAN: not reached */
    const char *note;   /**< beside the label: "14 of 555"; or NULL */
    int style; /**< 1 ..: its colour and dash, so that a group looks the same
                    where others are missing; 0: by its position */
} pcart_curve_group;

/** 1 to PCART_SCENE_GROUPS groups; causes of one cohort are groups too. */
typedef struct pcart_curve_plot {
    pcart_curve_plot_kind kind;
    pcart_time_unit unit;
    const char *x_label; /**< NULL: "Months after infusion" by unit */
    const char *y_label; /**< NULL: by kind */
    double x_last;       /**< end of the axis; 0: the longest follow-up */
    double y_last;       /**< top of the axis; 0: 1.  Less than 1 is zoomed and
                              says so; -1: chosen from the data */
    const pcart_curve_group *group;
    size_t n_group;
    const double *risk_time; /**< times of the table under the axis */
    size_t n_risk_time;      /**< 0: no table */
    int has_median;          /**< draw the median lines of survival */
    const char *test;        /**< "Gray test: p = 0.031"; or NULL */
    const char *interval;    /**< "95% CI, log-log"; NULL: not said */
} pcart_curve_plot;

PCART_API PCART_MUST_CHECK pcart_status pcart_curve_plot_draw(
    const pcart_curve_plot *plot, const pcart_scene *scene, pcart_arena *arena,
    struct pcarti_buf *out, pcart_err *err);

/** Room for the times that @ref pcart_curve_plot_times writes. */
#define PCART_CURVE_TIMES 16

/**
 * The ticks that an axis from 0 to @p last has: use them as risk times, so
 * that the table stands under the ticks.
 *
 * @return how many were written; at least 1 (time 0)
 */
PCART_API size_t pcart_curve_plot_times(double last, pcart_time_unit unit,
                                        double out[PCART_CURVE_TIMES]);

#endif
