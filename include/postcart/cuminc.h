/* cuminc.h -- all of R's cuminc at once.  Layer: stat. */
#ifndef POSTCART_CUMINC_H
#define POSTCART_CUMINC_H

#include "postcart/curve.h"
#include "postcart/followup.h"
#include "postcart/gray.h"

/** The largest status that @ref pcart_cuminc_fit takes. */
enum { PCART_CUMINC_MOST_CAUSE = 32 };

/** Zero is valid: log-log intervals on F, 95%, rho 0. */
typedef struct pcart_cuminc_options {
    pcart_interval interval;
    double level; /**< 0 means 0.95 */
    double rho;   /**< of the tests */
    int threads;  /**< 0: one; no digit depends on it */
} pcart_cuminc_options;

/** Curves and tests of every cause that occurs. */
typedef struct pcart_cuminc {
    int n_group, n_cause;
    const int *cause;         /**< n_cause statuses, ascending */
    const pcart_curve *curve; /**< n_cause x n_group, cause by cause */
    const pcart_gray *gray;   /**< n_cause tests */
} pcart_cuminc;

/**
 * The cumulative incidences of every cause by group with their Aalen variance,
 * and Gray's test of each cause, from one sort and one count of the follow-up.
 * The curves are those of @ref pcart_incidence_fit to the last digit, the tests
 * those of @ref pcart_gray_test but for rounding.  Curves share columns.  The
 * strata of @p data are those of the tests.
 *
 * @return as @ref pcart_gray_test; PCART_E_RANGE too for a status above
 *         PCART_CUMINC_MOST_CAUSE
 *
 * As R: cmprsk::cuminc(time, status, group, strata, rho).
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_cuminc_fit(
    const pcart_followup *data, const pcart_cuminc_options *options,
    pcart_arena *arena, pcart_cuminc *out, pcart_err *err);

#endif
