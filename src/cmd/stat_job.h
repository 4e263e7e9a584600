/* stat_job.h -- what the commands on a table of any columns share: options,
 * the file, its parts, and the way out.  Layer: cmd. */
#ifndef PCARTI_STAT_JOB_H
#define PCARTI_STAT_JOB_H

#include <stdio.h>

#include "cmd/cmd.h"
#include "cmd/frame.h"
#include "cmd/stat_row.h"

typedef struct stat_job {
    const pcart_cmd_line *line;
    pcart_arena arena;
    pcart_diag diag;
    pcart_err err;
    pcarti_buf bytes, text;
    frame table;
    const char *by_name; /* NULL: the table is one part */
    frame_factor by;
    double level; /* 0 unless it was given */
    pcart_decimal_mark decimal;
    stat_table out;
} stat_job;

/* The steps of one command; `of` is its own. */
typedef struct stat_plan {
    pcart_status (*options)(void *of); /* checks the command line */
    pcart_status (*columns)(void *of); /* reads what it needs of the table */
    /* The lines of one part: rows whose `by.code` is `by`.  The scratch arena
     * is cleared behind it. */
    pcart_status (*part)(void *of, int by, pcart_arena *scratch);
} stat_plan;

/* --by, --level and --decimal. */
PCART_MUST_CHECK pcart_status pcarti_stat_job_options(stat_job *job);

/* The columns `name` of the file; NULLs and repetitions of names are left out.
 * Bad cells are problems of `diag`. */
PCART_MUST_CHECK pcart_status pcarti_stat_job_read(stat_job *job,
                                                   const char **name, size_t n);

/* The levels of the column of --by, if there is one. */
PCART_MUST_CHECK pcart_status pcarti_stat_job_by(stat_job *job);

/* Everything from the command line to the exit status; the file is loaded
 * before `columns`. */
int pcarti_stat_job_run(stat_job *job, const stat_plan *plan, void *of,
                        FILE *out);

#endif
