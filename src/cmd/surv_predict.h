/* surv_predict.h -- baseline hazard and predictions of the models of
 * `postcart surv`.  Layer: cmd. */
#ifndef PCARTI_SURV_PREDICT_H
#define PCARTI_SURV_PREDICT_H

#include "cmd/surv_fit.h"
#include "postcart/cox.h"
#include "postcart/finegray.h"

/* Survival of the profile of the options (if there is one), and the hazard at
 * the means of `x`, at the times of --at and, with --steps, at every event. */
PCART_MUST_CHECK pcart_status pcarti_surv_predict_cox(surv_run *run,
                                                      const pcart_cox *fit,
                                                      const pcart_covariates *x,
                                                      size_t n);

/* Incidence of the profile of the options, if there is one. */
PCART_MUST_CHECK pcart_status
pcarti_surv_predict_finegray(surv_run *run, const pcart_finegray *fit);

#endif
