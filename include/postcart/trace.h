/* trace.h -- the variants of one patient over time.  Layer: study. */
#ifndef POSTCART_TRACE_H
#define POSTCART_TRACE_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/clone_rules.h"
#include "postcart/cohort.h"
#include "postcart/growth.h"
#include "postcart/identity.h"
#include "postcart/lookback.h"
#include "postcart/origin.h"
#include "postcart/tree.h"

/** How rows of different samples were found to be one variant. */
typedef enum pcart_trace_match {
    PCART_TRACE_PLACE,  /**< chromosome, position and alleles */
    PCART_TRACE_CODING, /**< gene and change of the coding sequence */
    PCART_TRACE_PROTEIN /**< gene and protein only: probable */
} pcart_trace_match;

/** "place", "coding", "protein". */
PCART_API const char *pcart_trace_match_name(pcart_trace_match match);

/** One variant of a patient, with what each sample says of it. */
typedef struct pcart_trace_variant {
    const pcart_variant_row *row; /**< the first in which it is listed */
    pcart_trace_match match;
    const pcart_lookback_count *count; /**< per sample of the patient */
    double copies;                     /**< 1 if a fraction is above one half */
    size_t anchor; /**< latest sample that shows it; SIZE_MAX: none */
    pcart_chip_answer chip;
    const pcart_chip_rule *chip_rule;
    int has_growth; /**< @c growth is filled */
    pcart_growth growth;
    pcart_origin_call origin;
    const pcart_origin_link *link; /**< fragments that show a marker as well */
    size_t n_link;
    double host, host_low, host_high; /**< of the anchor; NAN: not measured */
} pcart_trace_variant;

/** One question with its answer. */
typedef struct pcart_trace_pair {
    size_t variant, earlier, later; /**< indexes */
    pcart_lookback answer;
} pcart_trace_pair;

/** What is known of one sample as a whole. */
typedef struct pcart_trace_sample {
    int is_donor;  /**< the specimen is "donor": DNA of the donor himself */
    int is_opened; /**< its reads were looked at */
    int is_identity_known, is_identity_reference;
    pcart_identity identity; /**< against the sample that is the reference */
    /** Share of another person's DNA and its interval; NAN: not looked at.
     */
    double admixture, admixture_low, admixture_high;
    double host, host_low, host_high; /**< by markers; NAN: not measured */
    int64_t transgene; /**< fragments of the CAR transgene; -1: not looked for
                        */
} pcart_trace_sample;

/** Everything of one patient; owned by the arena. */
typedef struct pcart_trace {
    const pcart_patient *patient;
    pcart_date infusion;              /**< the first; PCART_DATE_NONE */
    const pcart_trace_sample *sample; /**< per sample of the patient */
    pcart_trace_variant *variant;
    size_t n_variant;
    pcart_trace_pair *pair; /**< by variant, earlier, later sample */
    size_t n_pair;
    int has_tree; /**< up to eight variants that a sample shows */
    pcart_tree_set tree;
    size_t tree_variant[PCART_TREE_MAX_VARIANT]; /**< indexes */
    size_t n_tree_variant;
} pcart_trace;

struct pcart_panel_error;

/** Reads to look at.  Everything is borrowed; zero is valid. */
typedef struct pcart_trace_reads {
    const char *folder;    /**< that paths of the table start from; NULL: here
                            */
    const char *reference; /**< FASTA; needed for insertions and deletions */
    const char *regions;   /**< BED for samples that name none; or NULL */
    /** Error model of the normals; NULL: none, every sample stands for itself.
     */
    const struct pcart_panel_error *normals;
    const pcart_cohort *cohort; /**< other patients, for admixture; or NULL */
    const char *transgene; /**< contig of the CAR transgene; NULL: not there */
    int is_separate;       /**< earlier and later libraries made apart */
    unsigned threads;      /**< 0: one */
} pcart_trace_reads;

/** How to trace.  Zero is valid. */
typedef struct pcart_trace_options {
    const pcart_assay *assay; /**< NULL: raw reads */
    pcart_lookback_options lookback;
    pcart_growth_options growth;
    int is_without_growth;          /**< leave growth and trees out */
    const pcart_trace_reads *reads; /**< NULL: the tables alone */
} pcart_trace_options;

/**
 * Trace all variants of a patient.  A variant that a sample does not list is
 * unknown there, not absent, unless its reads are looked at.
 *
 * With @c reads, every sample with an alignment is opened and each variant with
 * a place is looked for in it (evidence.h); errors come from the normals or
 * the sample's own targets, and identity, admixture and leak are checked.
 * Samples without an alignment keep the counts of the table.
 *
 * @return PCART_OK, also for a patient without samples; PCART_E_NOMEM;
 *         PCART_E_RANGE for impossible counts; what opening and counting an
 *         alignment returns
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_trace_patient(
    const pcart_patient *patient, const pcart_trace_options *options,
    pcart_arena *arena, pcart_trace *out, pcart_err *err);

#endif
