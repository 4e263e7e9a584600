/* discovery.h -- which sites of a sample carry a variant.  Layer: clone. */
#ifndef POSTCART_DISCOVERY_H
#define POSTCART_DISCOVERY_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/err.h"
#include "postcart/presence.h"

/** One allele at one site: the groups are F1R2 and F2R1. */
typedef struct pcart_discovery_site {
    pcart_presence_count group[2];
    double prior; /**< of a variant here; 0: the background of all alleles */
} pcart_discovery_site;

typedef struct pcart_discovery_call {
    double p;        /**< so many by error alone */
    double q;        /**< Benjamini-Hochberg */
    double present;  /**< posterior of a variant in both orientations */
    double artefact; /**< posterior of damage in one orientation */
    double error;    /**< posterior of error alone */
    int is_kept;     /**< in the largest set with this false-discovery rate */
} pcart_discovery_call;

/**
 * @param fdr  mean posterior of not being a variant in the set; 0: the table's
 * @param out  @p n calls in the same order
 * @return PCART_OK; PCART_E_RANGE; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_discovery_find(
    const pcart_discovery_site *site, size_t n, double fdr, pcart_arena *arena,
    pcart_discovery_call *out, pcart_err *err);

#endif
