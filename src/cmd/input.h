/* input.h -- a table from a file or standard input.  Layer: cmd. */
#ifndef PCARTI_CMD_INPUT_H
#define PCARTI_CMD_INPUT_H

#include <stdio.h>

#include "postcart/table.h"

/* An open table; zero before pcarti_input_open. */
typedef struct pcarti_input {
    FILE *file; /* NULL for standard input */
    pcart_table table;
    int is_open;
} pcarti_input;

/*
 * Open `path` ("-" is standard input) and read its first row.  `delimiter` 0
 * means: by the first line.
 */
PCART_MUST_CHECK pcart_status
pcarti_input_open(pcarti_input *input, const char *path, char delimiter,
                  pcart_arena *arena, const pcart_row **first, pcart_err *err);
void pcarti_input_close(pcarti_input *input);

#endif
