/* promotion.h -- do clones grow faster after infusion, over a cohort?
 * Layer: study. */
#ifndef POSTCART_PROMOTION_H
#define POSTCART_PROMOTION_H

#include <stddef.h>

#include "postcart/lookback.h"
#include "postcart/meta.h"
#include "postcart/trace.h"

/** What one patient adds.  Plain, so that traces need not be kept. */
typedef struct pcart_promotion_fact {
    /** Of the variants seen after infusion in the last sample before it:
     * PRE_EXISTING if one was there, INDETERMINATE if that cannot be said or
     * none was asked. */
    pcart_lookback_class verdict;
    int is_asked; /**< a sample before and one after infusion */
    int has_change;
    double change, variance; /**< of the largest clone before infusion whose
                                  change rests on data */
} pcart_promotion_fact;

PCART_API void pcart_promotion_fact_of(const pcart_trace *trace,
                                       pcart_promotion_fact *out);

typedef struct pcart_promotion {
    pcart_lookback_share share; /**< of the patients who were asked */
    size_t n_change;
    int is_pooled;     /**< two or more: @c pooled and @c p_flip are filled */
    pcart_meta pooled; /**< mean change of rate per year, REML with Hartung and
                            Knapp's interval */
    double p_flip;     /**< two-sided sign-flip test, exact up to 20 clones; NAN
                            beyond */
} pcart_promotion;

/**
 * From patients to a cohort.
 *
 * Only clones seen twice before infusion are in it, chosen by their size then,
 * not by what became of them: clones that are looked for because they grew
 * would make any treatment look like a cause.
 *
 * @return PCART_OK; what pcart_meta_pool returns
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_promotion_find(const pcart_promotion_fact *fact, size_t n,
                     pcart_arena *arena, pcart_promotion *out, pcart_err *err);

/** The warning that belongs to every such number. */
PCART_API const char *pcart_promotion_warning(void);

#endif
