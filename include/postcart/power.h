/* power.h -- power and sample size of a design, by simulation.
 * Layer: study. */
#ifndef POSTCART_POWER_H
#define POSTCART_POWER_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/err.h"

typedef enum pcart_power_kind {
    PCART_POWER_INCIDENCE, /**< two groups, competing events, Gray's test */
    PCART_POWER_CLONE,     /**< one clone before and after, signed-rank test */
    PCART_POWER_PAIRED     /**< yes and no twice in a subject, McNemar exact */
} pcart_power_kind;

/**
 * A design.  Only the members of its kind are used.  Zero means: alpha 0.05,
 * 2,000 simulations, seed 1.
 */
typedef struct pcart_power_design {
    pcart_power_kind kind;
    double alpha;
    uint32_t n_simulation; /**< at most 1,000,000 */
    uint64_t seed;
    /* incidence: at the horizon, under constant hazards */
    double first, second; /**< of the event in the two groups */
    double competing;     /**< of the competing event, in both */
    double horizon;
    double follow_least, follow_most; /**< censoring: uniform between */
    double share;                     /**< in the first group; 0 means 1/2 */
    /* clone */
    double fraction; /**< variant allele fraction before */
    double fold;     /**< mean growth, as a factor */
    double fold_sd;  /**< of log2 of the factor, between clones */
    double depth;    /**< reads at the place; whole */
    /* paired */
    double gain, loss; /**< shares of pairs that turn to yes, and to no */
} pcart_power_design;

typedef struct pcart_power {
    const char *method;
    size_t n;            /**< subjects, pairs or clones */
    uint32_t n_rejected; /**< simulations with p below alpha */
    uint32_t n_simulation;
    double power, low, high; /**< with the 95% interval of the simulation */
} pcart_power;

/** Most subjects of a simulated study. */
#define PCART_POWER_MAX 100000

/**
 * The power of a study with @p n subjects.  The same design and seed give the
 * same numbers on every machine; a larger study has the subjects of a smaller
 * one and more.
 *
 * @return PCART_OK; PCART_E_RANGE for an impossible design; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_power_of(const pcart_power_design *design, size_t n, pcart_arena *arena,
               pcart_power *out, pcart_err *err);

/**
 * The least number of subjects that a bisection finds to reach @p wanted.
 *
 * @return as above; PCART_E_DEGENERATE if PCART_POWER_MAX are not enough
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_power_find(const pcart_power_design *design, double wanted,
                 pcart_arena *arena, pcart_power *out, pcart_err *err);

#endif
