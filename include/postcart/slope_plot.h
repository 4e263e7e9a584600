/* slope_plot.h -- two values of the same thing, joined.  Layer: figure. */
#ifndef POSTCART_SLOPE_PLOT_H
#define POSTCART_SLOPE_PLOT_H

#include "postcart/scene.h"

/** NAN: that side is missing; the pair is then drawn as a lone open mark. */
typedef struct pcart_slope_pair {
    const char *label;
    double before, after;
    unsigned char before_is_below, after_is_below; /**< under the detection
                                                        limit given as value */
    int group; /**< index into the groups of the plot */
} pcart_slope_pair;

typedef struct pcart_slope_plot {
    const char *y_label;
    const char *before_label, *after_label;
    pcart_scale_kind scale;
    double low, high; /**< range of the axis; both 0: from the data */
    const char *const *group;
    size_t n_group; /**< 0: one group without a name */
    const pcart_slope_pair *pair;
    size_t n_pair;
    int has_labels;   /**< write the label of each pair at the right */
    const char *test; /**< "Wilcoxon signed rank test, exact: p = 0.02" */
} pcart_slope_plot;

PCART_API PCART_MUST_CHECK pcart_status pcart_slope_plot_draw(
    const pcart_slope_plot *plot, const pcart_scene *scene, pcart_arena *arena,
    struct pcarti_buf *out, pcart_err *err);

#endif
