/* growth.h -- how fast a clone grew before and after each infusion.
 * Layer: clone. */
#ifndef POSTCART_GROWTH_H
#define POSTCART_GROWTH_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/err.h"
#include "postcart/presence.h"

enum { PCART_GROWTH_MAX_SAMPLE = 200, PCART_GROWTH_MAX_INFUSION = 8 };

/** One clone in one sample; a count of 0 is data like any other. */
typedef struct pcart_growth_sample {
    double year; /**< on any clock, the infusions' too */
    pcart_presence_count count;
} pcart_growth_sample;

/** What is known of a clone.  Samples by year, not falling. */
typedef struct pcart_growth_input {
    const pcart_growth_sample *sample;
    size_t n_sample;
    const double *infusion; /**< years, rising */
    size_t n_infusion;
    const char *gene; /**< for the rate of ageing; or "" */
    double copies;    /**< cell fraction = copies * VAF; 0 means 2 */
} pcart_growth_input;

/** How to estimate.  Zero is valid: vague priors. */
typedef struct pcart_growth_options {
    double n_eff;         /**< stem cells that share the blood; 0: table's */
    double n_eff_after;   /**< after the first infusion; 0: as before */
    double jump_sd;       /**< of a jump of the log odds at each infusion */
    int is_ageing_before; /**< the gene's rate as prior before infusion */
    int is_ageing_after;  /**< and after it: for people without infusion */
} pcart_growth_options;

/** A rate of the log odds per year, or a difference of two. */
typedef struct pcart_rate_estimate {
    double mean, low, high; /**< shortest interval of 95 % */
    double above_zero;      /**< probability */
} pcart_rate_estimate;

/** Which words the data allow. */
typedef enum pcart_growth_claim {
    PCART_CLAIM_NOT_ASSESSABLE, /**< the prior would speak, not the data */
    PCART_CLAIM_NO,
    PCART_CLAIM_YES
} pcart_growth_claim;

/** One period: before the first infusion, or from one to the next. */
typedef struct pcart_growth_period {
    double begin, end; /**< -INFINITY, INFINITY at the ends */
    size_t n_sample;
    int is_estimable; /**< a second point in time bears on the rate; otherwise
                       it is the prior */
    pcart_rate_estimate rate;
    double doubling, doubling_low; /**< years; doubling INFINITY if the interval
                                  spans 0: then at least doubling_low */
    pcart_growth_claim beyond_ageing; /**< faster than the gene's rate */
    double p_beyond_ageing;
    /* against the period before; not in the first */
    pcart_rate_estimate change;
    pcart_growth_claim is_accelerated;
    double p_change; /**< likelihood-ratio test of equal rates; NAN unless both
                        are estimable */
} pcart_growth_period;

typedef struct pcart_growth {
    const pcart_growth_period *period; /**< n_infusion + 1, in the arena */
    size_t n_period;
    double vaf_at_infusion, vaf_at_low, vaf_at_high; /**< NAN: no infusion */
    double onset;  /**< year in which one stem cell carried it, at the rate of
                        the first period; NAN if it does not grow */
    double ageing; /**< the gene's rate that was used for comparison */
    double n_eff;
} pcart_growth;

/**
 * Estimate the rates by a hidden Markov chain over the log odds of the cell
 * fraction: growth at a constant rate per period, noise of birth and death,
 * fragments as they were counted.
 *
 * @return PCART_OK; PCART_E_DEGENERATE without a sample; PCART_E_RANGE for
 *         unsorted or impossible input; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_growth_find(
    const pcart_growth_input *input, const pcart_growth_options *options,
    pcart_arena *arena, pcart_growth *out, pcart_err *err);

/** The fraction at a time that was not sampled. */
typedef struct pcart_growth_forecast {
    double median, low, high; /**< VAF, 95 % */
} pcart_growth_forecast;

/**
 * Fraction at @p year: between samples, after the last (forecast) or before
 * the first (backcast).
 *
 * @return as pcart_growth_find
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_growth_at(const pcart_growth_input *input,
                const pcart_growth_options *options, double year,
                pcart_arena *arena, pcart_growth_forecast *out, pcart_err *err);

/** The same and, with it, the probability of each count of a new sample:
 * P(at most alt) into @p below and P(at most alt - 1) into @p under. */
PCART_API PCART_MUST_CHECK pcart_status pcart_growth_predict(
    const pcart_growth_input *input, const pcart_growth_options *options,
    const pcart_growth_sample *next, pcart_arena *arena, double *below,
    double *under, pcart_err *err);

#endif
