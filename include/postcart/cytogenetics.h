/* cytogenetics.h -- what a karyotype says, as plain facts.  Layer: rules. */
#ifndef POSTCART_CYTOGENETICS_H
#define POSTCART_CYTOGENETICS_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/api.h"
#include "postcart/rules.h"

/**
 * Named facts of the clonal, acquired part of one side of a karyotype.  Each
 * is a bit in pcart_cytogenetics.present and .possible.
 */
typedef enum pcart_cyto {
    PCART_CYTO_MINUS_7,
    PCART_CYTO_DEL_7Q,
    PCART_CYTO_LOSS_7Q, /**< del(7q), or unbalanced loss; not -7 */
    PCART_CYTO_ANY_7,   /**< any abnormality that names chromosome 7 */
    PCART_CYTO_MINUS_5,
    PCART_CYTO_DEL_5Q,
    PCART_CYTO_LOSS_5Q, /**< del(5q), or unbalanced loss; not -5 */
    PCART_CYTO_T_5Q,    /**< translocation with a 5q break */
    PCART_CYTO_ADD_5Q,
    PCART_CYTO_PLUS_8,
    PCART_CYTO_DEL_20Q,
    PCART_CYTO_MINUS_Y,
    PCART_CYTO_MINUS_X,
    PCART_CYTO_DEL_11Q,
    PCART_CYTO_DEL_12P,
    PCART_CYTO_LOSS_12P, /**< del(12p), or unbalanced loss; not -12 */
    PCART_CYTO_T_12P,
    PCART_CYTO_ADD_12P,
    PCART_CYTO_LOSS_13Q, /**< -13, del(13q), or unbalanced loss */
    PCART_CYTO_DEL_9Q,
    PCART_CYTO_LOSS_17P, /**< -17, del(17p), i(17q), or unbalanced loss */
    PCART_CYTO_PART_17P, /**< the same without -17 (WHO 2022) */
    PCART_CYTO_T_17P,
    PCART_CYTO_ADD_17P,
    PCART_CYTO_ABN_17P, /**< -17 or any abnormality with a 17p break */
    PCART_CYTO_I_17Q,
    PCART_CYTO_INV_3, /**< inv(3), t(3q) or del(3q) as IPSS-R means them */
    PCART_CYTO_ABN_3Q26,
    PCART_CYTO_PLUS_19,
    PCART_CYTO_PLUS_21,
    PCART_CYTO_IDIC_XQ13,
    PCART_CYTO_DER_1_7, /**< der(1;7)(q10;p10) */
    PCART_CYTO_RUNX1_RUNX1T1,
    PCART_CYTO_CBFB_MYH11,
    PCART_CYTO_PML_RARA,
    PCART_CYTO_RARA, /**< other translocation with a 17q21 break */
    PCART_CYTO_MLLT3_KMT2A,
    PCART_CYTO_KMT2A, /**< any, t(9;11) included */
    PCART_CYTO_MECOM,
    PCART_CYTO_DEK_NUP214,
    PCART_CYTO_NUP98,
    PCART_CYTO_BCR_ABL1,
    PCART_CYTO_RBM15_MRTFA,
    PCART_CYTO_KAT6A_CREBBP,
    PCART_CYTO_MDS_BALANCED, /**< t(11;16), t(1;3), t(2;11) ... (WHO 2016) */
    PCART_CYTO_POLYPLOID,
    PCART_CYTO_HYPERDIPLOID,      /**< a clone with 47 to 57 chromosomes */
    PCART_CYTO_HYPERDIPLOID_PURE, /**< ... with gains alone */
    PCART_CYTO_HYPODIPLOID,
    PCART_CYTO_COMPLEX,     /**< by the counting scheme chosen */
    PCART_CYTO_COMPLEX_ELN, /**< ELN 2022: without class-defining lesion ... */
    PCART_CYTO_MONOSOMAL,   /**< in one clone */
    PCART_CYTO_MONOSOMAL_UNION, /**< over all clones together */
    PCART_N_CYTO
} pcart_cyto;

#define PCART_CYTO_BIT(fact) (UINT64_C(1) << (unsigned)(fact))

/** How abnormalities are counted (each study counted in its own way). */
typedef enum pcart_count_scheme {
    PCART_COUNT_CHUN2010, /**< the default, of IPSS and IPSS-R */
    PCART_COUNT_HAASE2019,
    PCART_COUNT_ISCN2024,
    PCART_COUNT_COLLAPSED,
    PCART_N_COUNT
} pcart_count_scheme;

typedef enum pcart_cyto_state {
    PCART_CYTO_NOT_DONE, /**< zero: nothing is known */
    PCART_CYTO_FAILED,   /**< tried, no metaphases */
    PCART_CYTO_MANUAL,   /**< text that could not be read: a person must */
    PCART_CYTO_NO_CELLS, /**< read, but no cells on the side asked for */
    PCART_CYTO_KNOWN
} pcart_cyto_state;

/** The facts of one side (host or donor) of one karyotype. */
typedef struct pcart_cytogenetics {
    pcart_cyto_state state;
    uint64_t present;  /**< PCART_CYTO_BIT of each fact that is established */
    uint64_t possible; /**< of each that the text leaves open */
    int count[PCART_N_COUNT];
    int n_abnormality; /**< by the scheme chosen */
    int max_clone;     /**< most abnormalities in a single clone */
    int n_clone;       /**< abnormal clones */
    int n_structural, n_monosomy, n_trisomy; /**< autosomes, all clones */
    int is_independent; /**< unrelated clones with one abnormality each */
    int is_adequate;    /**< cells counted reach the number required */
    int32_t n_cell;     /**< metaphases; -1 when the text does not say */
    int chromosome_low, chromosome_high; /**< of the largest abnormal clone */
} pcart_cytogenetics;

/** Name of a fact for columns and evidence: "loss7q". */
PCART_API const char *pcart_cyto_name(pcart_cyto fact);
/** The same for people: "loss of 7q". */
PCART_API const char *pcart_cyto_title(pcart_cyto fact);
/** "chun2010"; the scheme of a name, or -1. */
PCART_API const char *pcart_count_name(pcart_count_scheme scheme);
PCART_API int pcart_count_find(const char *name);
/** "near-haploid" ... "hypertetraploid" of a chromosome number (ISCN). */
PCART_API const char *pcart_ploidy_name(int chromosomes);

/** How an abnormality must look to prove a fact. */
typedef enum pcart_pattern_kind {
    PCART_PATTERN_EXCHANGE,  /**< t, ins or derivative of both places */
    PCART_PATTERN_ANY,       /**< t, ins, inv or derivative of place a */
    PCART_PATTERN_INVERSION, /**< inv, or t between homologues: a and b */
    PCART_PATTERN_ISO,       /**< i, idic */
    PCART_PATTERN_T,         /**< t with a break in place a */
    PCART_PATTERN_T_INV_DEL, /**< t, inv or del with a break in place a */
    PCART_PATTERN_BREAK,     /**< any structural change that breaks place a */
    PCART_PATTERN_ADD,       /**< add in place a */
    PCART_PATTERN_NAMED,     /**< names the chromosome of place a */
    PCART_PATTERN_WHOLE_ARM  /**< der(A;B)(x10;y10) or der(B)t(A;B)(x10;y10) */
} pcart_pattern_kind;

/** A breakpoint by arm and first digits of the band ("26" fits "26.2"). */
typedef struct pcart_pattern_break {
    int chromosome; /**< 1 to 22, 23 X, 24 Y; 0 any */
    char arm;
    int first, last; /**< bands, such as 21 to 24 */
} pcart_pattern_break;

typedef struct pcart_cyto_pattern {
    pcart_cyto fact;
    pcart_pattern_kind kind;
    pcart_pattern_break a, b;
    int is_possible;  /**< suggests the fact, does not prove it */
    const char *name; /**< "t(8;21)(q22;q22)" */
    pcart_ground ground;
} pcart_cyto_pattern;
PCART_API const pcart_cyto_pattern *pcart_cyto_pattern_list(size_t *n);
/** 1 to 22, X, Y, and 0 for a question mark. */
#define PCART_CYTO_CHROMOSOMES 25
/**
 * The rows are sorted by a.chromosome: those of chromosome c are
 * [first[c], first[c + 1]).
 */
PCART_API const unsigned char *pcart_cyto_pattern_first(void);
/**
 * Chromosomes that the tables speak of, as 1 << number: those of other events
 * need not be looked up.
 */
typedef struct pcart_cyto_scope {
    uint32_t named;  /**< patterns of kind PCART_PATTERN_NAMED */
    uint32_t number; /**< pcart_cyto_number_list */
    uint32_t arm;    /**< pcart_cyto_arm_list */
} pcart_cyto_scope;
PCART_API const pcart_cyto_scope *pcart_cyto_scope_get(void);

/** Gain or loss of a whole chromosome. */
typedef struct pcart_cyto_number {
    pcart_cyto fact;
    int chromosome, sign;
} pcart_cyto_number;
PCART_API const pcart_cyto_number *pcart_cyto_number_list(size_t *n);

/** Classes of whole arms lost: which fact a loss of an arm proves. */
typedef struct pcart_cyto_arm {
    int chromosome;
    char arm;
    int whole;             /**< fact of the monosomy, or -1 */
    int simple;            /**< fact of a deletion, or -1 */
    int loss;              /**< fact of a deletion or unbalanced loss, or -1 */
    int has_whole_in_loss; /**< the monosomy counts as the loss too */
    pcart_ground ground;
} pcart_cyto_arm;
PCART_API const pcart_cyto_arm *pcart_cyto_arm_list(size_t *n);

/** Points of one kind of abnormality in each counting scheme. */
typedef enum pcart_count_kind {
    PCART_COUNT_NUMERICAL,
    PCART_COUNT_BALANCED,   /**< t, inv, balanced ins */
    PCART_COUNT_SIMPLE,     /**< one chromosome: del, add, dup, i, r ... */
    PCART_COUNT_DOUBLE,     /**< ISCN: trp, qdp, ider */
    PCART_COUNT_DERIVATIVE, /**< unbalanced, two or more chromosomes */
    PCART_COUNT_MARKER,     /**< each copy */
    PCART_COUNT_PLOIDY,     /**< multiplication of the whole set */
    PCART_N_COUNT_KIND
} pcart_count_kind;

typedef struct pcart_count_rule {
    pcart_count_scheme scheme;
    int weight[PCART_N_COUNT_KIND];
    int is_lineage; /**< the richest clone line, not the sum over the sample */
    /** a whole-chromosome gain or loss that goes with a derivative is part of
     *  it: 0 never; 1 +1,der(1;7); 2 also -7,+der(1;7); 3 with any unbalanced
     *  derivative that names the chromosome */
    int absorbs;
    pcart_ground ground;
} pcart_count_rule;
PCART_API const pcart_count_rule *pcart_count_rule_get(pcart_count_scheme s);

/** Limits of karyotype reading. */
typedef struct pcart_cyto_limits {
    int cells_gain;     /**< metaphases that make a gain or structure clonal */
    int cells_loss;     /**< ... a loss */
    int cells_required; /**< metaphases of an adequate study */
    int complex;        /**< abnormalities from which a karyotype is complex */
    int eln_trisomies;  /**< ELN: hyperdiploid exception */
    int hyperdiploid_low, hyperdiploid_high;
    int hypodiploid_high;
} pcart_cyto_limits;
PCART_API const pcart_cyto_limits *pcart_cyto_limits_get(void);

/** The same one by one: "cells_gain", its place, its source. */
typedef struct pcart_cyto_limit_rule {
    const char *name;
    const int *value; /**< into pcart_cyto_limits_get() */
    pcart_ground ground;
} pcart_cyto_limit_rule;
PCART_API const pcart_cyto_limit_rule *pcart_cyto_limit_list(size_t *n);

/** A pericentric inversion that many healthy people carry. */
typedef struct pcart_cyto_variant {
    int chromosome;
    int p_low, p_high, q_low, q_high; /**< bands: 11 to 13; a region alone, q1,
                                           is inside if any of its bands is */
    const char *name;                 /**< "inv(9)(p11~12q11~13)" */
    pcart_ground ground;
} pcart_cyto_variant;
PCART_API const pcart_cyto_variant *pcart_cyto_variant_list(size_t *n);

/** Chromosome number classes (ISCN). */
typedef struct pcart_ploidy_rule {
    int low, high;
    int sets; /**< haploid sets of the reference complement */
    const char *name;
} pcart_ploidy_rule;
PCART_API const pcart_ploidy_rule *pcart_ploidy_list(size_t *n);

/**
 * Whether chromosome @p chromosome (23 X, 24 Y) has a band whose region and
 * band digits are @p band on @p arm ('p', 'q'): 5q31 is (5, 'q', 31).
 */
PCART_API int pcart_band_exists(int chromosome, char arm, int band);

#endif
