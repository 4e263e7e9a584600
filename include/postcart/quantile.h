/* quantile.h -- quantiles, mean and spread of a sample.  Layer: stat. */
#ifndef POSTCART_QUANTILE_H
#define POSTCART_QUANTILE_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/err.h"

/** The definitions of Hyndman and Fan 1996 that packages use. */
typedef enum pcart_quantile_type {
    PCART_QUANTILE_7, /**< R, NumPy, Excel: the default */
    PCART_QUANTILE_6, /**< SPSS, Minitab */
    PCART_QUANTILE_2  /**< SAS, Stata */
} pcart_quantile_type;

/** Which quantiles: zero is the median by type 7. */
typedef struct pcart_quantile_options {
    pcart_quantile_type type;
    const double *p; /**< probabilities from 0 to 1; NULL means the median */
    size_t n_p;
} pcart_quantile_options;

/** "type 7 (R)" ...; static. */
PCART_API const char *pcart_quantile_name(pcart_quantile_type type);

/**
 * Quantiles of @p n values in any order.
 *
 * @param out  room for options->n_p numbers (one if options is NULL)
 * @return PCART_OK; PCART_E_DEGENERATE if n is 0; PCART_E_RANGE for a value
 *         that is not finite or a p outside 0 to 1; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_quantile_of(
    const double *value, size_t n, const pcart_quantile_options *options,
    pcart_arena *arena, double *out, pcart_err *err);

/** Everything a baseline table shows of one column. */
typedef struct pcart_summary {
    size_t n;
    double mean;
    int has_sd; /**< 0 with fewer than two values */
    double sd;
    double min, q25, median, q75, max;
    pcart_quantile_type type;
} pcart_summary;

/** As R: mean, sd, quantile(type = ).  Sums are compensated. */
PCART_API PCART_MUST_CHECK pcart_status
pcart_summary_of(const double *value, size_t n, pcart_quantile_type type,
                 pcart_arena *arena, pcart_summary *out, pcart_err *err);

#endif
