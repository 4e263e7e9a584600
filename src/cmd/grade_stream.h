/* grade_stream.h -- a cohort of any size, graded in blocks.  Layer: cmd. */
#ifndef PCARTI_GRADE_STREAM_H
#define PCARTI_GRADE_STREAM_H

#include <stdio.h>

#include "cmd/grade_row.h"
#include "postcart/arena.h"
#include "postcart/cohort.h"
#include "postcart/diag.h"

/*
 * Append the results of every patient of a cohort.  `scratch` is cleared for
 * each patient.  Under JSON, objects are joined by commas, and the first has
 * one before it when `is_continued`.
 */
PCART_MUST_CHECK pcart_status pcarti_grade_cohort(
    const pcart_cohort *cohort, const grade_request *request, int is_continued,
    pcart_arena *scratch, pcarti_buf *out, pcart_err *err);

/*
 * Grade the folder block by block with `n_thread` workers and write to `file`
 * in the order of the blocks: the same bytes for any number of threads, and
 * memory for one block per worker.  Problems of all blocks go to `diag`; from
 * the first refused block on nothing more is written, and the rest is only
 * checked.
 *
 * Returns PCART_E_UNSUPPORTED when a table is not sorted by patient.
 */
PCART_MUST_CHECK pcart_status pcarti_grade_stream(pcart_cohort_folder *folder,
                                                  const grade_request *request,
                                                  int n_thread, FILE *file,
                                                  pcart_diag *diag,
                                                  pcart_err *err);

#endif
