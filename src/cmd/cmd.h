/* cmd.h -- one command of the program: a constant and a function.
 * Layer: cmd. */
#ifndef PCARTI_CMD_H
#define PCARTI_CMD_H

#include <stddef.h>
#include <stdio.h>

#include "core/buf.h"
#include "postcart/diag.h"
#include "postcart/err.h"
#include "postcart/profile.h"

/* Exit status of the program. */
enum {
    PCART_EXIT_DONE = 0,
    PCART_EXIT_REFUSED = 1, /* input or data refused, or writing failed */
    PCART_EXIT_USAGE = 2,
    PCART_EXIT_WARNED = 3, /* done, with warnings, under --strict */
    PCART_EXIT_INTERNAL = 70
};

/* One option of a command; the last row of a list has no name. */
typedef struct pcart_cmd_option {
    const char *name;  /* "--json" */
    char letter;       /* 'o' for "-o"; 0 if none */
    const char *value; /* what follows it, for the help: "FILE"; NULL if none */
    const char *help;
} pcart_cmd_option;

/* At most this many options in one command, common ones included. */
enum { PCART_CMD_MAX_OPTION = 48 };

/* What a command line held, after parsing by the command's own table. */
typedef struct pcart_cmd_line {
    const struct pcart_cmd *cmd;
    const char *const *operand;
    size_t n_operand;
    /* one per option row, the command's first and then the common ones: its
     * last value, "" if it takes none, NULL if it was not given */
    const char *given[PCART_CMD_MAX_OPTION];
    pcart_profile profile; /* every --profile and --set, applied in order */
    int is_json;           /* --json */
    int is_redacted;       /* --redact: no cell contents in problems */
    int is_strict;         /* --strict: warnings change the exit status */
    int is_json_problems;  /* --errors=json */
} pcart_cmd_line;

/*
 * One command.  `run` writes results to `out` and reports problems by the
 * functions below; it returns an exit status.  main flushes `out` and reports
 * a failure of writing.
 */
typedef struct pcart_cmd {
    const char *group; /* heading in the help: "Grading" */
    const char *name;  /* "grade" */
    const char *summary;
    const char *usage; /* "postcart grade DIR [options]" */
    const char *help;  /* paragraphs; lines of at most 76 characters */
    const pcart_cmd_option *option;
    int min_operand, max_operand; /* max_operand -1: any number */
    int (*run)(const pcart_cmd_line *line, FILE *out);
} pcart_cmd;

/* Options that every command understands (--set, --profile, --json ...). */
extern const pcart_cmd_option pcarti_cmd_common[];

/*
 * Sort the words behind the command's name into options and operands; NAME
 * VALUE, NAME=VALUE and -o VALUE are understood, "--" ends the options.
 * `word` is reordered: the operands end up at its front.
 */
PCART_MUST_CHECK pcart_status pcarti_cmd_parse(const pcart_cmd *cmd,
                                               const char **word, int n_word,
                                               pcart_cmd_line *line,
                                               pcart_err *err);

/* The value of an option by its name ("--json"); NULL if it was not given. */
const char *pcarti_cmd_value(const pcart_cmd_line *line, const char *name);

/* The value of an option as a whole number within limits. */
PCART_MUST_CHECK pcart_status pcarti_cmd_number(const pcart_cmd_line *line,
                                                const char *name, int64_t low,
                                                int64_t high, int64_t *out,
                                                pcart_err *err);

/*
 * Print the problems of an input to standard error as
 * `file:line:column: error: ...` with the line, a caret and a hint, or as
 * JSON.  Returns the exit status that follows from them.
 */
int pcarti_cmd_report(const pcart_cmd_line *line, const pcart_diag *diag);

/* Print one error that has no list; returns the exit status for it. */
int pcarti_cmd_fail(const pcart_cmd_line *line, const pcart_err *err);

/*
 * Write a whole file, or nothing: to `path`.part first, then renamed.  "-" is
 * standard output; a device or a pipe is written as it is.
 */
PCART_MUST_CHECK pcart_status pcarti_cmd_write_file(const char *path,
                                                    const pcarti_buf *buf,
                                                    pcart_err *err);

/* Make a folder if it is not there. */
PCART_MUST_CHECK pcart_status pcarti_cmd_make_folder(const char *path,
                                                     pcart_err *err);

/* The text of `postcart help NAME`, from the same rows that parse. */
void pcarti_cmd_help(const pcart_cmd *cmd, FILE *out);

extern const pcart_cmd pcarti_cmd_check, pcarti_cmd_classify, pcarti_cmd_count,
    pcarti_cmd_pon, pcarti_cmd_explain, pcarti_cmd_grade, pcarti_cmd_karyotype,
    pcarti_cmd_patient, pcarti_cmd_rules, pcarti_cmd_run, pcarti_cmd_score,
    pcarti_cmd_simulate, pcarti_cmd_surv, pcarti_cmd_test, pcarti_cmd_power,
    pcarti_cmd_model, pcarti_cmd_meta, pcarti_cmd_trace, pcarti_cmd_origin,
    pcarti_cmd_identity, pcarti_cmd_worklist, pcarti_cmd_selftest;

#endif
