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

/* What a command line held, after parsing by the command's own table. */
typedef struct pcart_cmd_line {
    const struct pcart_cmd *cmd;
    const char *const *operand;
    size_t n_operand;
    const char *const *given; /* one per option row: its last value, "" if it
                                 takes none, NULL if it was not given */
    /* every --set NAME=VALUE and --profile NAME, applied in order */
    pcart_profile profile;
    int is_json, is_redacted, is_strict, is_json_errors;
} pcart_cmd_line;

/*
 * One command.  `run` writes to `out` and reports problems by the functions
 * below; it returns an exit status.  `out` is flushed, and a write failure
 * reported, by main.
 */
typedef struct pcart_cmd {
    const char *group; /* heading in the help: "Grading" */
    const char *name;  /* "grade" */
    const char *summary;
    const char *usage; /* "postcart grade DIR [options]" */
    const char *help;  /* paragraphs; the man page holds the same text */
    const pcart_cmd_option *option;
    int min_operand, max_operand; /* max_operand -1: any number */
    int (*run)(const pcart_cmd_line *line, FILE *out);
} pcart_cmd;

/* The value of an option by its name ("--json"); NULL if it was not given. */
const char *pcarti_cmd_value(const pcart_cmd_line *line, const char *name);

/*
 * Print the problems of an input as `file:line:column: error: ...` with the
 * line, a caret and a hint, or as JSON; cell contents are left out under
 * --redact.  Returns the exit status that follows from them.
 */
int pcarti_cmd_report(const pcart_cmd_line *line, const pcart_diag *diag);

/* Print one error that has no list; returns the exit status for it. */
int pcarti_cmd_fail(const pcart_cmd_line *line, const pcart_err *err);

/*
 * Write a whole file, or nothing: to `path`.part first, then renamed.  "-" is
 * standard output.
 */
PCART_MUST_CHECK pcart_status pcarti_cmd_write_file(const char *path,
                                                    const pcarti_buf *buf,
                                                    pcart_err *err);

/* Options that every command understands (--set, --profile, --json ...). */
extern const pcart_cmd_option pcarti_cmd_common[];

extern const pcart_cmd pcarti_cmd_check, pcarti_cmd_explain, pcarti_cmd_grade,
    pcarti_cmd_patient, pcarti_cmd_rules, pcarti_cmd_run, pcarti_cmd_simulate;

#endif
