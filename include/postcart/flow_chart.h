/* flow_chart.h -- how many were left at each step.  Layer: figure. */
#ifndef POSTCART_FLOW_CHART_H
#define POSTCART_FLOW_CHART_H

#include "postcart/scene.h"

/** What left the cohort before the next box. */
typedef struct pcart_flow_exclusion {
    const char *reason;
    long n;
} pcart_flow_exclusion;

typedef struct pcart_flow_box {
    const char *text; /**< "Infusions in the tables" */
    long n;
    const pcart_flow_exclusion *exclusion; /**< after this box */
    size_t n_exclusion;
} pcart_flow_box;

/** Boxes from top to bottom; the last may be split into branches. */
typedef struct pcart_flow_chart {
    const pcart_flow_box *box;
    size_t n_box;
    const pcart_flow_box *branch; /**< side by side under the last box */
    size_t n_branch;              /**< at most PCART_SCENE_GROUPS */
} pcart_flow_chart;

PCART_API PCART_MUST_CHECK pcart_status pcart_flow_chart_draw(
    const pcart_flow_chart *chart, const pcart_scene *scene, pcart_arena *arena,
    struct pcarti_buf *out, pcart_err *err);

#endif
