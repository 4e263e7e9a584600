/* rules_worklist.h -- the rules of the worklist as a page, rows and JSON.
 * Layer: cmd. */
#ifndef PCARTI_RULES_WORKLIST_H
#define PCARTI_RULES_WORKLIST_H

#include "core/buf.h"
#include "postcart/arena.h"

/* Its id and title in the list of rule sets. */
extern const char pcarti_worklist_id[], pcarti_worklist_title[];

PCART_MUST_CHECK pcart_status pcarti_rules_worklist_page(pcart_arena *arena,
                                                         pcarti_buf *out,
                                                         pcart_err *err);
PCART_MUST_CHECK pcart_status pcarti_rules_worklist_tsv(pcart_arena *arena,
                                                        pcarti_buf *out,
                                                        pcart_err *err);
PCART_MUST_CHECK pcart_status pcarti_rules_worklist_json(pcart_arena *arena,
                                                         pcarti_buf *out,
                                                         pcart_err *err);

#endif
