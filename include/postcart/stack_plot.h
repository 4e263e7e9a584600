/* stack_plot.h -- shares of grades as stacked bars.  Layer: figure. */
#ifndef POSTCART_STACK_PLOT_H
#define POSTCART_STACK_PLOT_H

#include "postcart/scene.h"

/** Levels of one bar at most. */
#define PCART_STACK_LEVELS 8

/** One horizontal bar of full width. */
typedef struct pcart_stack_row {
    const char *label;   /**< "early ICAHT" */
    const char *section; /**< heading over it when it changes; or NULL */
    const long *count;   /**< one per level */
    long missing;        /**< not evaluable: hatched at the end, not in N */
} pcart_stack_row;

typedef struct pcart_stack_plot {
    const char *const *level; /**< "grade 0" ..., by severity */
    size_t n_level;
    const char *missing_label; /**< NULL: "not evaluable" */
    const pcart_stack_row *row;
    size_t n_row;
    const char *x_label; /**< NULL: "Share of evaluable patients" */
    const int *grade;    /**< per level the grade whose colour it has, rising;
                              a repeated grade is hatched; NULL: by position */
} pcart_stack_plot;

PCART_API PCART_MUST_CHECK pcart_status pcart_stack_plot_draw(
    const pcart_stack_plot *plot, const pcart_scene *scene, pcart_arena *arena,
    struct pcarti_buf *out, pcart_err *err);

#endif
