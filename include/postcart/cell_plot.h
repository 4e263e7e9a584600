/* cell_plot.h -- tables of cells: mutations, missing data.  Layer: figure. */
#ifndef POSTCART_CELL_PLOT_H
#define POSTCART_CELL_PLOT_H

#include "postcart/scene.h"

/** "Not tested", "not covered" and "negative" are three things. */
typedef enum pcart_cell_state {
    PCART_CELL_NOT_TESTED = 0,
    PCART_CELL_NOT_COVERED,
    PCART_CELL_NEGATIVE,
    PCART_CELL_POSITIVE
} pcart_cell_state;

typedef struct pcart_mutation_cell {
    pcart_cell_state before, after;
    double before_vaf, after_vaf; /**< 0 to 1; NAN: not known */
} pcart_mutation_cell;

/** Genes by patients; each cell is split into before and after. */
typedef struct pcart_mutation_plot {
    const char *const *gene;
    size_t n_gene; /**< at most 200 */
    const char *const *patient;
    size_t n_patient;                /**< at most 400 */
    const pcart_mutation_cell *cell; /**< gene by gene: n_gene * n_patient */
} pcart_mutation_plot;

PCART_API PCART_MUST_CHECK pcart_status pcart_mutation_plot_draw(
    const pcart_mutation_plot *plot, const pcart_scene *scene,
    pcart_arena *arena, struct pcarti_buf *out, pcart_err *err);

/** A day on which nothing could be expected, such as after death. */
#define PCART_MISSING_OUTSIDE 255

/** Patients by days: how many values there are. */
typedef struct pcart_missing_plot {
    const char *const *patient;
    size_t n_patient; /**< at most 2000; labels are left out when too dense */
    int first_day, last_day;
    const unsigned char *count; /**< patient by patient, one per day */
    const char *noun;           /**< "ANC values" */
} pcart_missing_plot;

PCART_API PCART_MUST_CHECK pcart_status pcart_missing_plot_draw(
    const pcart_missing_plot *plot, const pcart_scene *scene,
    pcart_arena *arena, struct pcarti_buf *out, pcart_err *err);

#endif
