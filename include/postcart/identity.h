/* identity.h -- are two samples of one person, a graft in mind?
 * Layer: clone. */
#ifndef POSTCART_IDENTITY_H
#define POSTCART_IDENTITY_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/chimerism.h"
#include "postcart/err.h"

typedef enum pcart_identity_verdict {
    PCART_IDENTITY_INDETERMINATE,
    PCART_IDENTITY_SAME,
    PCART_IDENTITY_CHIMERIC, /**< the patient with a registered donor */
    PCART_IDENTITY_OTHER     /**< another person's sample, or an unknown mix */
} pcart_identity_verdict;

/** "same" ... */
PCART_API const char *
pcart_identity_verdict_name(pcart_identity_verdict verdict);

typedef struct pcart_identity {
    pcart_identity_verdict verdict;
    double nats;       /**< the best allowed model over an unrelated person */
    double deviance;   /**< per marker, of the best allowed model */
    double host;       /**< host fraction of the best allowed model */
    pcart_kinship kin; /**< best for an other sample */
    size_t n_marker;
    const char *reason; /**< static sentence; never NULL */
} pcart_identity;

/**
 * Hold a sample against the registered genomes.
 *
 * @param marker    its counts; genotype[0] of the patient before any graft,
 *                  genotype[1 ...] of registered donors
 * @param n_person  1 without a donor
 * @return PCART_OK; PCART_E_RANGE
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_identity_find(const pcart_marker *marker, size_t n, size_t n_person,
                    pcart_identity *out, pcart_err *err);

/** Most likely genotype of one undiluted sample; PCART_GENOTYPE_UNKNOWN where
 * the reads leave it open. */
PCART_API int pcart_identity_genotype(uint32_t alt, uint32_t depth);

#endif
