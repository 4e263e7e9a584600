/* count_file.h -- count files on disk, and as a table.  Layer: cmd. */
#ifndef PCARTI_CMD_COUNT_FILE_H
#define PCARTI_CMD_COUNT_FILE_H

#include <stdio.h>

#include "core/buf.h"
#include "postcart/countfile.h"

/* A file that takes its name only when it is whole; or memory. */
typedef struct pcarti_count_output {
    FILE *file;
    const char *path;  /* NULL: bytes go to memory */
    pcarti_buf part;   /* name while it is written */
    pcarti_buf memory; /* until pcarti_count_output_release */
} pcarti_count_output;

/* `path` NULL: to memory. */
PCART_MUST_CHECK pcart_status pcarti_count_output_open(
    pcarti_count_output *output, const char *path, pcart_err *err);

/* A pcart_count_write; the context is the output. */
PCART_MUST_CHECK pcart_status pcarti_count_output_write(void *ctx,
                                                        const void *bytes,
                                                        size_t length,
                                                        pcart_err *err);

/* Close; give the file its name when `status` is good, else remove it.
 * Returns `status`, or the failure of closing.  What is in memory stays. */
PCART_MUST_CHECK pcart_status pcarti_count_output_close(
    pcarti_count_output *output, pcart_status status, pcart_err *err);

void pcarti_count_output_release(pcarti_count_output *output);

/* A whole file in the arena. */
PCART_MUST_CHECK pcart_status pcarti_count_slurp(const char *path,
                                                 pcart_arena *arena,
                                                 const char **bytes,
                                                 size_t *length,
                                                 pcart_err *err);

/* Read and check a count file. */
PCART_MUST_CHECK pcart_status pcarti_count_load(const char *path,
                                                pcart_arena *arena,
                                                pcart_countfile *out,
                                                pcart_err *err);

/* 1 when a file begins like a count file. */
int pcarti_count_is_file(const char *path);

/* One line per sample and position. */
PCART_MUST_CHECK pcart_status pcarti_count_table(const pcart_countfile *file,
                                                 FILE *out, pcart_err *err);

#endif
