/* cox_influence.h -- the score residuals of all subjects.  Layer: stat. */
#ifndef PCARTI_COX_INFLUENCE_H
#define PCARTI_COX_INFLUENCE_H

#include "stat/cox_block.h"

/* Where score residuals go: to the sums of clusters, or to their squares. */
typedef struct pcarti_cox_scores {
    const int *cluster; /* per row of the input; or NULL */
    size_t n;           /* clusters */
    double *sum;        /* n x p */
} pcarti_cox_scores;

/* PCART_OK or PCART_E_NOMEM, without a message. */
PCART_MUST_CHECK pcart_status pcarti_cox_take_scores(pcarti_cox_scores *scores,
                                                     const int *cluster,
                                                     int n_cluster, size_t p,
                                                     pcart_arena *arena);

/* The rows that wait at a desk, of the subjects from `from` on, go there. */
void pcarti_cox_flush_scores(const pcarti_cox_model *w,
                             const pcarti_cox_part *part, size_t from,
                             pcarti_cox_desk *desk, pcarti_cox_piece *piece,
                             const pcarti_cox_scores *to);

/*
 * meat += the squares of the residuals (of each cluster's sum) that a visitor
 * flushes; it clears the information of its piece first.
 */
void pcarti_cox_visit_scores(const pcarti_cox_model *w,
                             pcarti_cox_visitor *visit, void *context,
                             const pcarti_cox_scores *scores, double *meat);

/* The same of a Cox model, evaluated with PCARTI_COX_ALL_MEANS. */
PCART_MUST_CHECK pcart_status pcarti_cox_meat(const pcarti_cox_model *w,
                                              const int *cluster, int n_cluster,
                                              double *meat, pcart_arena *arena,
                                              pcart_err *err);

#endif
