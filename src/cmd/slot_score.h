/* slot_score.h -- scores whose numbers the user supplies.  Layer: cmd. */
#ifndef PCARTI_SLOT_SCORE_H
#define PCARTI_SLOT_SCORE_H

#include <stdio.h>

#include "cmd/cmd.h"
#include "core/buf.h"
#include "postcart/rules.h"

/* Whether the command line asks for such a score. */
int pcarti_slot_is_asked(const pcart_cmd_line *line);

/* Score a table by --numbers, or refuse and say what is missing. */
int pcarti_slot_run(const pcart_cmd_line *line, FILE *out);

/* The form to fill, as a section of the page of the set; nothing when the set
 * is no slot. */
void pcarti_slot_form(const pcart_rule_set *set, pcarti_buf *out);

#endif
