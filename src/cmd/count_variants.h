/* count_variants.h -- postcart count --variants and --insertions.
 * Layer: cmd. */
#ifndef PCARTI_CMD_COUNT_VARIANTS_H
#define PCARTI_CMD_COUNT_VARIANTS_H

#include "cmd/cmd.h"
#include "postcart/pileup.h"

/*
 * Look for the variants of a VCF in the alignments of the line, and print one
 * row for each sample and variant.  `opening` and `options` are those of all
 * files.
 */
PCART_MUST_CHECK pcart_status pcarti_count_variants(
    const pcart_cmd_line *line, const char *vcf,
    const pcart_alignment_options *opening, const pcart_pileup_options *options,
    FILE *out, pcart_err *err);

/* The same for long insertions that are found in the regions of a BED file. */
PCART_MUST_CHECK pcart_status pcarti_count_insertions(
    const pcart_cmd_line *line, const char *bed,
    const pcart_alignment_options *opening, const pcart_pileup_options *options,
    FILE *out, pcart_err *err);

#endif
