/* survey.h -- what the first reads tell of a file.  Layer: align. */
#ifndef PCARTI_ALIGN_SURVEY_H
#define PCARTI_ALIGN_SURVEY_H

#include <stddef.h>
#include <stdint.h>

#include "align/alignment_file.h"
#include "postcart/pileup.h"

enum { PCARTI_SURVEY_READS = 4000 };

/* Zero is valid. */
typedef struct pcarti_survey {
    size_t n_read;
    uint64_t quality[256]; /* bases of each */
    size_t n_main;         /* reads that are neither secondary nor doubles */
    size_t n_consensus;    /* of these, with cD, or aD and bD */
    size_t n_duplex;       /* of these, with aD and bD */
    size_t n_molecule;     /* first mates with MI and without those tags ... */
    uint64_t molecule[PCARTI_SURVEY_READS]; /* ... by molecule and place */
} pcarti_survey;

/*
 * Look at the reads of a stretch, until PCARTI_SURVEY_READS were seen in all.
 * `read` is scratch.  PCART_E_SYNTAX for a damaged record.
 */
PCART_MUST_CHECK pcart_status pcarti_survey_look(
    pcarti_survey *survey, const pcart_alignment *alignment,
    const pcart_region *stretch, int tid, bam1_t *read, pcart_err *err);

/*
 * Put limits in place of what the options leave open.  PCART_E_INCONSISTENT
 * when the reads are grouped by molecule and each would count several times.
 */
PCART_MUST_CHECK pcart_status pcarti_survey_settle(
    pcarti_survey *survey, const pcart_alignment *alignment,
    pcart_pileup_options *options, int *is_binned, pcart_err *err);

#endif
