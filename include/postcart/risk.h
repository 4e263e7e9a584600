/* risk.h -- risk scores of myeloid disease.  Layer: marrow. */
#ifndef POSTCART_RISK_H
#define POSTCART_RISK_H

#include "postcart/result.h"
#include "postcart/risk_rules.h"

/** A value of a variable: exact, an interval, or both PCART_FIXED_NONE. */
typedef struct pcart_risk_value {
    pcart_fixed low, high;
} pcart_risk_value;

/** What is known of a patient.  Use pcart_risk_input_init first. */
typedef struct pcart_risk_input {
    pcart_risk_value value[PCART_N_RISK_VARIABLE];
} pcart_risk_input;

/** Everything unknown. */
PCART_API void pcart_risk_input_init(pcart_risk_input *input);

/** Set an exact value; PCART_FIXED_NONE leaves it unknown. */
PCART_API void pcart_risk_input_set(pcart_risk_input *input,
                                    pcart_risk_variable variable,
                                    pcart_fixed value);

/**
 * Derive what follows from other values: the number of cytopenias of IPSS.
 *
 * @param is_anc_old  count neutrophils below 1.5 instead of 1.8
 */
PCART_API void pcart_risk_input_derive(pcart_risk_input *input, int is_anc_old);

/** A score: a value, bounds, or nothing. */
typedef struct pcart_risk {
    const pcart_risk_set *set;
    pcart_state state;         /**< of the category, see below */
    pcart_fixed low, high;     /**< equal when nothing is missing */
    int class_low, class_high; /**< equal when the class is certain */
    unsigned missing;          /**< bit per pcart_risk_variable */
    const char *reason;        /**< static; NULL when there is nothing to say */
} pcart_risk;

/**
 * Add up an additive score (IPSS, IPSS-R, CHRS, CCRS).  A missing value gives
 * bounds; a missing value never counts as normal.
 *
 * State: PCART_STATE_VALUE when the score is exact; PCART_STATE_BOUNDS when
 * values are missing (the class may still be certain: class_low ==
 * class_high); PCART_STATE_NOT_EVALUABLE when a value lies outside the range
 * of the score (blasts above 30 % in IPSS).
 */
PCART_API void pcart_risk_score(const pcart_risk_set *set,
                                const pcart_risk_input *input, pcart_risk *out);

/** Age-adjusted IPSS-R from an IPSS-R result, by the same classes. */
PCART_API void pcart_risk_ipssra(const pcart_risk *ipssr, pcart_fixed age,
                                 pcart_risk *out);

/** Cytogenetic group. */
typedef struct pcart_cyto_group {
    int group;       /**< -1 when unknown */
    int alternative; /**< another reading; equal to group when there is none */
    const char *reason; /**< static */
} pcart_cyto_group;

/** IPSS (1997) group of a karyotype: 0 good, 1 intermediate, 2 poor. */
PCART_API pcart_cyto_group pcart_ipss_group(const pcart_cytogenetics *cyto);
/** IPSS-R (2012) group of a karyotype: 0 very good ... 4 very poor. */
PCART_API pcart_cyto_group pcart_ipssr_group(const pcart_cytogenetics *cyto);
PCART_API const char *pcart_ipss_group_name(int group);
PCART_API const char *pcart_ipssr_group_name(int group);
/** Group of a name ("Very Good", "very-good"), any case; -1 if unknown. */
PCART_API int pcart_ipssr_group_find(const char *text, size_t length);

/** 0 no, 1 yes, -1 not known (not tested, not covered, not given). */
typedef signed char pcart_tri;

/** Input of IPSS-M.  Use pcart_ipssm_input_init first. */
typedef struct pcart_ipssm_input {
    pcart_fixed hb, plt, blasts; /**< g/dL, 10^9/L, %; or PCART_FIXED_NONE */
    int cyto;                    /**< IPSS-R group 0 to 4; -1 */
    pcart_tri del5q, del7_7q, del17_17p, complex;
    int tp53_count;       /**< 0, 1, 2 (two or more); -1 */
    pcart_fixed tp53_vaf; /**< fraction; PCART_FIXED_NONE */
    pcart_tri tp53_loh;
    pcart_tri gene[PCART_N_IPSSM_GENE];
} pcart_ipssm_input;

/** Everything unknown. */
PCART_API void pcart_ipssm_input_init(pcart_ipssm_input *input);
/** Take the five inputs that a karyotype answers; others stay. */
PCART_API void pcart_ipssm_input_karyotype(pcart_ipssm_input *input,
                                           const pcart_cytogenetics *cyto);

/** Choices where the two implementations of the authors differ. */
typedef struct pcart_ipssm_options {
    int is_hb_clamped;   /**< clamp Hb to 4 to 20 (R package) */
    int is_hb_worst_low; /**< worst Hb 2 (web service), not 4 */
} pcart_ipssm_options;

typedef enum pcart_ipssm_report {
    PCART_IPSSM_SCORE,    /**< worst - best <= 1: report the mean */
    PCART_IPSSM_CATEGORY, /**< wider, but one category */
    PCART_IPSSM_RANGE     /**< not reportable: the range only */
} pcart_ipssm_report;

/** Three scenarios; [0] best, [1] mean, [2] worst. */
typedef struct pcart_ipssm {
    double score[3]; /**< rounded to 2 decimals */
    int category[3]; /**< index into the classes of the model */
    pcart_ipssm_report report;
    int n_missing; /**< variables filled in */
} pcart_ipssm;

/** IPSS-M with every missing value at its best, mean and worst. */
PCART_API void pcart_ipssm_score(const pcart_ipssm_input *input,
                                 const pcart_ipssm_options *options,
                                 pcart_ipssm *out);
PCART_API const char *pcart_ipssm_category_name(int category);
PCART_API const char *pcart_ipssm_report_name(pcart_ipssm_report report);

/** Input of ELN 2022; genes by pcart_eln_gene. */
typedef struct pcart_eln_input {
    const pcart_cytogenetics *cyto; /**< NULL when there is no karyotype */
    pcart_tri gene[PCART_N_ELN_GENE];
} pcart_eln_input;

typedef struct pcart_eln {
    unsigned possible;          /**< bit per pcart_eln_class */
    int risk;                   /**< -1 when more than one is possible */
    const pcart_eln_rule *rule; /**< the row that decided; NULL if open */
    unsigned missing; /**< bits of genes that matter; bit 31 karyotype */
} pcart_eln;

PCART_API void pcart_eln_risk(const pcart_eln_input *input, pcart_eln *out);

#endif
