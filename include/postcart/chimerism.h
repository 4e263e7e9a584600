/* chimerism.h -- whose DNA a sample holds, and how much.  Layer: clone. */
#ifndef POSTCART_CHIMERISM_H
#define POSTCART_CHIMERISM_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/err.h"

/** Genotype: alternate alleles, 0 to 2. */
#define PCART_GENOTYPE_UNKNOWN (-1)

/** Most persons in one sample: the host and donors. */
#define PCART_CHIMERISM_MAX 4

/** A common variant in one sample. */
typedef struct pcart_marker {
    uint32_t alt, depth;
    double frequency; /**< of the alternate allele; NAN: not known */
    double error;     /**< false fragments; 0: found from the sample */
    double bias;      /**< log odds of the alternate allele in heterozygous
                           samples; 0: none */
    int has_bias;     /**< @c bias was measured */
    signed char genotype[PCART_CHIMERISM_MAX]; /**< person 0 is the host */
} pcart_marker;

typedef enum pcart_kinship {
    PCART_KIN_SAME,
    PCART_KIN_PARENT_CHILD,
    PCART_KIN_SIBLING,
    PCART_KIN_UNRELATED,
    PCART_N_KIN
} pcart_kinship;

/** "same", "parent_child", "sibling", "unrelated". */
PCART_API const char *pcart_kinship_name(pcart_kinship kin);

/** Fractions of the persons' genomes. */
typedef struct pcart_chimerism_estimate {
    size_t n_person;
    double fraction[PCART_CHIMERISM_MAX];
    double low[PCART_CHIMERISM_MAX], high[PCART_CHIMERISM_MAX]; /**< 95 % */
    double lob;      /**< host fraction that no host DNA would reach (95 %);
                          NAN with an unknown genome */
    double rho;      /**< spread between markers that was found */
    size_t n_marker; /**< used */
    size_t n_informative;
    double log_likelihood;
} pcart_chimerism_estimate;

/**
 * Fractions of up to four persons whose genotypes are known.
 *
 * Markers that all share tell the error; the others tell the fractions.
 *
 * @return PCART_OK; PCART_E_DEGENERATE without an informative marker;
 *         PCART_E_RANGE
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_chimerism_find(const pcart_marker *marker, size_t n, size_t n_person,
                     pcart_chimerism_estimate *out, pcart_err *err);

/**
 * Share of an unknown minor genome.  Only markers at which the dominant genome
 * is homozygous are used; the minor one's genotype is summed over, given the
 * kinship and the allele frequencies.
 *
 * @param kin  of the two persons
 * @param out  person 0 is the minor genome, person 1 the dominant
 * @return as pcart_chimerism_find
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_chimerism_minor(const pcart_marker *marker, size_t n, pcart_kinship kin,
                      pcart_chimerism_estimate *out, pcart_err *err);

/**
 * Log-likelihood of two persons' genotypes for each kinship.
 *
 * @param a, b     genotypes, PCART_GENOTYPE_UNKNOWN allowed
 * @param out      PCART_N_KIN values
 * @return number of markers that were used
 */
PCART_API size_t pcart_kinship_loglik(const signed char *a,
                                      const signed char *b,
                                      const double *frequency, size_t n,
                                      double out[PCART_N_KIN]);

/** Share of markers that are expected to tell two persons apart. */
PCART_API double pcart_kinship_informative(pcart_kinship kin, double frequency);

#endif
