/* swimmer_plot.h -- one bar of time per patient.  Layer: figure. */
#ifndef POSTCART_SWIMMER_PLOT_H
#define POSTCART_SWIMMER_PLOT_H

#include "postcart/course_chart.h"

/** A stretch of the bar in the colour of a state. */
typedef struct pcart_swimmer_stretch {
    int first_day, last_day;
    int state; /**< index into the states of the plot */
} pcart_swimmer_stretch;

typedef struct pcart_swimmer_mark {
    int day;
    pcart_chart_mark_kind kind;
    const char *label; /**< on hover; or NULL */
} pcart_swimmer_mark;

typedef struct pcart_swimmer_row {
    const char *label;   /**< patient */
    const char *section; /**< heading over it when it changes; or NULL */
    int first_day, last_day;
    int is_alive; /**< an arrow at the end */
    const pcart_swimmer_stretch *stretch;
    size_t n_stretch;
    const pcart_swimmer_mark *mark;
    size_t n_mark;
} pcart_swimmer_row;

/** Rows are drawn in the given order; beyond 400 they are refused. */
typedef struct pcart_swimmer_plot {
    const pcart_swimmer_row *row;
    size_t n_row;
    const char *const *state; /**< names of the states */
    size_t n_state;           /**< at most PCART_SCENE_GROUPS */
    const char *x_label;      /**< NULL: days or months by length */
    int first_day, last_day;  /**< both 0: from the rows */
} pcart_swimmer_plot;

PCART_API PCART_MUST_CHECK pcart_status pcart_swimmer_plot_draw(
    const pcart_swimmer_plot *plot, const pcart_scene *scene,
    pcart_arena *arena, struct pcarti_buf *out, pcart_err *err);

#endif
