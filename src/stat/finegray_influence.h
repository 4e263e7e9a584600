/* finegray_influence.h -- score residuals of the model of Fine and Gray.
 * Layer: stat. */
#ifndef PCARTI_FINEGRAY_INFLUENCE_H
#define PCARTI_FINEGRAY_INFLUENCE_H

#include "stat/cox_influence.h"

typedef struct pcarti_finegray_walk {
    const int *const *status; /* per part: of the caller, in order of time */
    int has_psi;              /* the censoring weights are estimates */
    const int *cluster;       /* per row of the input; or NULL */
    int n_cluster;
} pcarti_finegray_walk;

/*
 * meat += the squares of the residuals of a model that was evaluated with
 * PCARTI_COX_TAIL_MEANS; PCART_OK or PCART_E_NOMEM, without a message.
 */
PCART_MUST_CHECK pcart_status pcarti_finegray_meat(
    const pcarti_cox_model *w, const pcarti_finegray_walk *walk, double *meat,
    pcart_arena *arena);

#endif
