/* origin.h -- is the clone the host's, the donor's, or the product's?
 * Layer: clone. */
#ifndef POSTCART_ORIGIN_H
#define POSTCART_ORIGIN_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/err.h"
#include "postcart/presence.h"

typedef enum pcart_ancestry {
    PCART_ANCESTRY_UNRESOLVED,
    PCART_ANCESTRY_HOST,
    PCART_ANCESTRY_DONOR,
    PCART_ANCESTRY_PRODUCT, /**< T cells of the CAR product */
    PCART_N_ANCESTRY
} pcart_ancestry;

/** "unresolved", "host", "donor", "product". */
PCART_API const char *pcart_ancestry_name(pcart_ancestry ancestry);

/** The variant and the chimerism of one sample (a lineage is a sample). */
typedef struct pcart_origin_sample {
    pcart_presence_count count;
    double host, host_low, host_high; /**< host fraction, 95 %; NAN: unknown */
    double car; /**< CAR-positive fraction of the cells; NAN: unknown */
} pcart_origin_sample;

/** The variant in the DNA of a possible ancestor. */
typedef struct pcart_origin_ancestor {
    pcart_ancestry of;
    pcart_presence_count count;
} pcart_origin_ancestor;

/** Fragments that span the variant and an inherited marker. */
typedef struct pcart_origin_link {
    uint32_t with[2];    /**< with the variant: the marker's reference and
                              alternate allele */
    uint32_t without[2]; /**< without the variant */
    double host, donor;  /**< share of the person's two alleles that are the
                              alternate one: 0, 0.5, 1; NAN: not known */
    double frequency;    /**< of the alternate allele in others */
    double false_share;  /**< of @c with that error made, not the clone */
} pcart_origin_link;

/** The pieces of evidence; each may be absent. */
typedef struct pcart_origin_input {
    const pcart_origin_sample *sample;
    size_t n_sample;
    const pcart_origin_ancestor *ancestor;
    size_t n_ancestor;
    const pcart_origin_link *link;
    size_t n_link;
    double copies; /**< 0 means 2 */
    /** Prior of host, donor, product; all 0: equal parts for what is possible
     */
    double prior[PCART_N_ANCESTRY];
    int has_donor, has_product; /**< whether there is one at all */
} pcart_origin_input;

/** Test that would decide. */
typedef enum pcart_origin_missing {
    PCART_MISSING_NOTHING,
    PCART_MISSING_CHIMERISM,
    PCART_MISSING_DONOR_DNA,
    PCART_MISSING_HOST_DNA,
    PCART_MISSING_SORTED_CELLS
} pcart_origin_missing;

/** Sentence: "sequence the donor's DNA". */
PCART_API const char *pcart_origin_missing_text(pcart_origin_missing missing);

enum {
    PCART_OE_BOUND,    /**< fraction against chimerism, all samples */
    PCART_OE_ANCESTOR, /**< look-back in the ancestors' DNA */
    PCART_OE_PHASE,    /**< haplotype at markers on the same fragments */
    PCART_OE_COVARY,   /**< what several samples add over the best one */
    PCART_OE_LINEAGE,  /**< CAR-positive fraction, product */
    PCART_N_ORIGIN_EVIDENCE
};

typedef struct pcart_origin_call {
    pcart_ancestry call;
    double posterior[PCART_N_ANCESTRY];
    /** Log10 likelihood of each piece, host over donor; of the lineage, host
     * over product; 0 where absent. */
    double host_over_donor[PCART_N_ORIGIN_EVIDENCE];
    /** Fragments with the variant: at a marker that tells host and donor apart,
     * with an allele that only the host has, that only the donor has. */
    uint32_t n_linked, with_host, with_donor;
    pcart_origin_missing missing; /**< when unresolved */
    int is_trivial; /**< there is no donor: the host's by definition */
} pcart_origin_call;

/**
 * Multiply the evidence.  Covariation is the joint likelihood of all samples
 * with one origin; it is told apart only for the reader.
 *
 * @return PCART_OK; PCART_E_RANGE for impossible fractions
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_origin_find(
    const pcart_origin_input *input, pcart_origin_call *out, pcart_err *err);

/** Where an inherited variant lies after a graft. */
typedef struct pcart_germline_states {
    double host_het, host_hom, donor_het, donor_hom, both_het;
} pcart_germline_states;

/** Expected fractions at a host fraction: a host's own inherited variant in
 * a small host share looks like a clone. */
PCART_API pcart_germline_states pcart_germline_expected(double host);

/**
 * Probability that a variant is inherited rather than acquired.
 *
 * @param frequency  in the population; 0: never seen
 * @param host       host fraction; 1 without a graft
 * @param somatic    prior of an acquired variant at this place
 */
PCART_API double pcart_germline_probability(const pcart_presence_count *count,
                                            double frequency, double host,
                                            double somatic);

#endif
