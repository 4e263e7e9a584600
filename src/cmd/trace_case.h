/* trace_case.h -- one case from files alone, as a patient.  Layer: cmd. */
#ifndef PCARTI_CMD_TRACE_CASE_H
#define PCARTI_CMD_TRACE_CASE_H

#include "cmd/cmd.h"
#include "postcart/cohort.h"

/* 1 when the line asks for a case: --variants. */
int pcarti_trace_is_case(const pcart_cmd_line *line);

/*
 * The case of --variants, --before, --after, --date and --infusion as a cohort
 * of one patient whose samples name alignments.  Alleles that cannot be looked
 * for, and filtered ones, are left out and named on standard error.
 */
PCART_MUST_CHECK pcart_status pcarti_trace_case(const pcart_cmd_line *line,
                                                pcart_arena *arena,
                                                pcart_cohort *out,
                                                pcart_err *err);

#endif
