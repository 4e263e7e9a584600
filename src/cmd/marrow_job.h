/* marrow_job.h -- what the commands on a table of marrows share: one patient a
 * row, his columns kept and new ones added.  Layer: cmd. */
#ifndef PCARTI_MARROW_JOB_H
#define PCARTI_MARROW_JOB_H

#include "cmd/cmd.h"
#include "cmd/sink.h"
#include "study/marrow_table.h"

typedef struct marrow_job {
    const pcart_cmd_line *line;
    pcarti_marrow_table table;
    pcart_arena keep, arena; /* of the run, of one row */
    pcart_diag diag;
    pcarti_buf out;
    pcarti_sink sink;
    char **name; /* header of the input */
    size_t n_name;
} marrow_job;

/* The steps of one command; `of` is its own. */
typedef struct marrow_plan {
    pcart_status (*options)(void *of, pcart_err *err);
    void (*preamble)(void *of); /* lines above the table */
    void (*put)(void *of, const pcarti_marrow_row *row); /* new columns */
} marrow_plan;

/* An option of two words: whether it is the other one. */
PCART_MUST_CHECK pcart_status pcarti_marrow_job_choice(
    const marrow_job *job, const char *name, const char *const word[2],
    int *is_other, pcart_err *err);

/* The column on the state of KARYOTYPE, where there is that column. */
void pcarti_marrow_job_karyotype(marrow_job *job, const pcarti_marrow_row *row);

/* Everything from the command line to the exit status.  A table with a faulty
 * cell is refused whole. */
int pcarti_marrow_job_run(marrow_job *job, const marrow_plan *plan, void *of,
                          FILE *out);

#endif
