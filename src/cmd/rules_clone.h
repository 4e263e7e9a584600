/* rules_clone.h -- the tables of the clone layer, as postcart rules shows them.
 * Layer: cmd. */
#ifndef PCARTI_RULES_CLONE_H
#define PCARTI_RULES_CLONE_H

#include "core/buf.h"

/* The tables as lines of the list, or as further objects of its array. */
void pcarti_rules_clone_list(int is_json, pcarti_buf *out);

/* One table, row by row; 0 when none has this id. */
int pcarti_rules_clone_show(const char *id, int is_json, pcarti_buf *out);

#endif
