/* marker_job.h -- what the commands on tables of markers share.
 * Layer: cmd. */
#ifndef PCARTI_MARKER_JOB_H
#define PCARTI_MARKER_JOB_H

#include "cmd/cmd.h"
#include "cmd/marker_table.h"
#include "cmd/sink.h"

/* A table of markers with the genotypes of the persons. */
typedef struct marker_job {
    const pcart_cmd_line *line;
    pcart_arena arena;
    pcart_diag diag;
    pcart_err err;
    pcarti_buf bytes, out;
    marker_table table;
    size_t n_person;                         /* 0 without --host */
    const char *person[PCART_CHIMERISM_MAX]; /* their samples */
} marker_job;

/* One row about one sample. */
typedef pcart_status marker_row(marker_job *job, size_t sample,
                                pcarti_sink *sink);

/*
 * Read the table at `path` and print one row for each sample that is no
 * person's own.  Returns the exit status.
 */
int pcarti_marker_run(const pcart_cmd_line *line, const char *path,
                      const char *const *header, size_t n_header,
                      marker_row *row, FILE *out);

/* Whether a sample is a person's own; then which. */
int pcarti_marker_is_person(const marker_job *job, size_t sample);

#endif
