/* adjust.h -- p-values of many tests.  Layer: stat. */
#ifndef POSTCART_ADJUST_H
#define POSTCART_ADJUST_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/err.h"

typedef enum pcart_adjust_kind {
    PCART_ADJUST_HOLM,
    PCART_ADJUST_BH, /**< Benjamini and Hochberg's false discovery rate */
    PCART_ADJUST_BONFERRONI
} pcart_adjust_kind;

/** "Holm" ...; static. */
PCART_API const char *pcart_adjust_name(pcart_adjust_kind kind);

/**
 * Adjust @p n p-values; @p out may be @p p.  As R: p.adjust(p, method).
 *
 * @return PCART_OK; PCART_E_RANGE for a p outside 0 to 1; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_adjust(const double *p, size_t n,
                                                     pcart_adjust_kind kind,
                                                     pcart_arena *arena,
                                                     double *out,
                                                     pcart_err *err);

#endif
