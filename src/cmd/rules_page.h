/* rules_page.h -- a rule set as a page for people.  Layer: cmd. */
#ifndef PCARTI_RULES_PAGE_H
#define PCARTI_RULES_PAGE_H

#include "core/buf.h"
#include "postcart/arena.h"
#include "postcart/rules.h"

/* A table in Markdown whose columns are also lined up for a terminal. */
typedef struct sheet {
    pcart_arena *arena;
    const char *cell[64][8]; /* row 0 is the heading */
    size_t n_row, n_column;
    int is_failed; /* a text could not be kept */
} sheet;
void pcarti_sheet_write(const sheet *table, pcarti_buf *out);

/*
 * The table like the paper, with the comparison, the source and the mark of
 * each row, then the numbers of the method, the sources, and what has not been
 * verified, in words.
 */
PCART_MUST_CHECK pcart_status pcarti_rules_page(const pcart_rule_set *set,
                                                pcart_arena *arena,
                                                pcarti_buf *out,
                                                pcart_err *err);

#endif
