/* endpoint.h -- times to event of a cohort, and their curves.  Layer: study. */
#ifndef POSTCART_ENDPOINT_H
#define POSTCART_ENDPOINT_H

#include <stddef.h>

#include "postcart/curve.h"
#include "postcart/km.h"
#include "postcart/test.h"

typedef enum pcart_endpoint_id {
    PCART_ENDPOINT_SMN,     /**< first SMN after infusion; death competes */
    PCART_ENDPOINT_OS,      /**< death of any cause */
    PCART_ENDPOINT_EFS,     /**< relapse, next therapy, transplant, death */
    PCART_ENDPOINT_PFS,     /**< relapse, progression, death */
    PCART_ENDPOINT_RELAPSE, /**< relapse or progression; death competes */
    PCART_ENDPOINT_NRM,     /**< death without relapse; relapse competes */
    PCART_ENDPOINT_OS_AFTER_SMN,        /**< from the date of the SMN */
    PCART_ENDPOINT_NRM_AFTER_GRAFT,     /**< from the graft for SMN; relapse of
                                             the SMN competes */
    PCART_ENDPOINT_NRM_AFTER_GRAFT_ANY, /**< the same; any relapse competes */
    PCART_ENDPOINT_TRM_AFTER_GRAFT,     /**< death of the transplant; other
                                             deaths and relapse compete */
    PCART_N_ENDPOINT
} pcart_endpoint_id;

/** The definition, in the words that the report prints. */
typedef struct pcart_endpoint_info {
    pcart_endpoint_id id;
    const char *name;  /**< of its tables: "smn" */
    const char *title; /**< "Secondary myeloid neoplasm" */
    const char *clock; /**< "infusion", "boost": the axis of its figure */
    const char *start, *event, *competing, *censored;
    pcart_curve_kind kind;
    const char *ambiguity; /**< "A20" and what it decided; or "" */
} pcart_endpoint_info;

PCART_API const pcart_endpoint_info *pcart_endpoint_get(pcart_endpoint_id id);

/** A subject that an end point cannot use, and why. */
typedef struct pcart_endpoint_excluded {
    const char *reason;
    size_t n;
} pcart_endpoint_excluded;

/** One curve with what is printed of it. */
typedef struct pcart_endpoint_curve {
    const char *label; /**< "all", or the group */
    pcart_curve curve; /**< times in days */
    size_t n_event, n_other, n_censor;
    const pcart_point *at; /**< one per horizon */
    pcart_curve_quantile median;
} pcart_endpoint_curve;

/** One end point of one cohort.  Times are whole days. */
typedef struct pcart_endpoint {
    const pcart_endpoint_info *info;
    size_t n;
    const size_t *subject;    /**< index of each */
    const char *const *label; /**< of each; NULL: the label of the subject */
    const double *days;
    const int *status; /**< 0 censored, 1 event, 2 competing event */
    const int *group;  /**< -1: in no group */
    size_t n_zero;     /**< times of 0 days: kept */
    const pcart_endpoint_excluded *excluded;
    size_t n_excluded;
    const double *horizon_days; /**< its own; NULL: those of the study */
    size_t n_horizon;
    const pcart_endpoint_curve *curve; /**< all, then each group */
    size_t n_curve;                    /**< 0 when n is 0 */
    pcart_km_followup followup;        /**< valid when n is not 0 */
    int has_test;                      /**< groups were compared */
    pcart_test test;
} pcart_endpoint;

#endif
