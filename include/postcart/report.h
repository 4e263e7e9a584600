/* report.h -- a study as a folder of files.  Layer: report. */
#ifndef POSTCART_REPORT_H
#define POSTCART_REPORT_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/err.h"
#include "postcart/sheet.h"
#include "postcart/study.h"

/** One file; bytes are owned by the arena of the report. */
typedef struct pcart_report_file {
    const char *path; /**< within the folder: "tables/baseline.csv" */
    const char *bytes;
    size_t length;
} pcart_report_file;

/** A file that the study read. */
typedef struct pcart_report_input {
    const char *file; /**< name without folder */
    unsigned long long bytes;
    char sha256[65]; /**< lower case hexadecimal */
} pcart_report_input;

/** Zero is valid. */
typedef struct pcart_report_options {
    int is_redacted; /**< problems without the contents of cells */
    const pcart_report_input *input; /**< with their hashes */
    size_t n_input;
} pcart_report_options;

/** What only the manifest may hold: it differs between two runs. */
typedef struct pcart_report_run {
    const char *time; /**< "2025-06-01T12:00:00Z" */
    const char *host, *folder, *command;
} pcart_report_run;

typedef struct pcart_report {
    pcart_report_file *file;
    size_t n_file, m_file;
    pcart_sheet *sheet; /**< the tables, for the workbook */
    size_t n_sheet, m_sheet;
    pcart_arena *arena;
} pcart_report;

/**
 * The text files of a report but the manifest: report.html, tables, figures,
 * methods.md, problems.csv and reproduce.R.  The same study gives the same
 * bytes.
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_report_build(
    const pcart_study *study, const pcart_report_options *options,
    pcart_arena *arena, pcart_report *out, pcart_err *err);

/**
 * Add one file, such as a figure as PDF; both texts are borrowed.
 *
 * @return PCART_OK; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_report_add_file(pcart_report *report, const char *path, const char *bytes,
                      size_t length, pcart_err *err);

/** Add manifest.json, the one file that differs between two runs. */
PCART_API PCART_MUST_CHECK pcart_status
pcart_report_add_manifest(pcart_report *report, const pcart_study *study,
                          const pcart_report_options *options,
                          const pcart_report_run *run, pcart_err *err);

/**
 * Write the folder as a whole or not at all: to @p path with ".part" behind
 * it, then renamed.  An existing folder is replaced only if it holds a
 * manifest of postcart.
 *
 * @return PCART_OK; PCART_E_IO; PCART_E_USAGE when the folder is something else
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_report_write(
    const pcart_report *report, const char *path, pcart_err *err);

#endif
