/* dot_plot.h -- single values by group, with median and quartiles.
 * Layer: figure. */
#ifndef POSTCART_DOT_PLOT_H
#define POSTCART_DOT_PLOT_H

#include "postcart/scene.h"

typedef struct pcart_dot_group {
    const char *label;
    const double *value; /**< any order; NAN is skipped and counted */
    size_t n;
    double median, lower, upper; /**< by the caller's rule; NAN: not drawn */
} pcart_dot_group;

typedef struct pcart_dot_plot {
    const char *y_label;
    pcart_scale_kind scale;
    double low, high;   /**< range of the axis; both 0: from the data */
    const double *band; /**< thresholds, drawn as thin lines */
    size_t n_band;
    const pcart_dot_group *group; /**< at most 24 */
    size_t n_group;
    const char *test; /**< "Wilcoxon rank sum test: p = 0.04"; or NULL */
} pcart_dot_plot;

PCART_API PCART_MUST_CHECK pcart_status
pcart_dot_plot_draw(const pcart_dot_plot *plot, const pcart_scene *scene,
                    pcart_arena *arena, struct pcarti_buf *out, pcart_err *err);

#endif
