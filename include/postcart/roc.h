/* roc.h -- receiver operating characteristic.  Layer: stat. */
#ifndef POSTCART_ROC_H
#define POSTCART_ROC_H

#include "postcart/arena.h"
#include "postcart/test.h"

/** A curve that rises from (0, 0) to (1, 1). */
typedef struct pcart_roc {
    const char *method, *r_call;
    size_t n_case, n_control;
    double area, std_err, low, high, level;
    size_t n;                                            /**< points */
    const double *threshold, *sensitivity, *specificity; /**< score >= */
} pcart_roc;

/**
 * The area under the curve of @p score for @p is_case (0 or 1), a high score
 * meaning a case, with DeLong's interval (1988, Biometrics 44:837-845).
 *
 * As R: pROC::roc(outcome, score, direction = "<"), ci.auc.
 *
 * @param level  0 means 0.95
 * @return PCART_OK; PCART_E_DEGENERATE without two cases and two controls;
 *         PCART_E_RANGE for a score that is not finite or another code
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_roc_of(const int *is_case, pcart_values score, double level,
             pcart_arena *arena, pcart_roc *out, pcart_err *err);

/**
 * DeLong's test of two scores of the same subjects.
 * As R: pROC::roc.test(roc1, roc2, paired = TRUE).
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_roc_test(const int *is_case, pcart_values first, pcart_values second,
               pcart_arena *arena, pcart_test *out, pcart_err *err);

#endif
