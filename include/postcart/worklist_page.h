/* worklist_page.h -- the worklist as one self-contained page.
 * Layer: report. */
#ifndef POSTCART_WORKLIST_PAGE_H
#define POSTCART_WORKLIST_PAGE_H

#include "postcart/arena.h"
#include "postcart/cohort.h"
#include "postcart/err.h"
#include "postcart/worklist.h"

struct pcarti_buf;

/** Zero is valid. */
typedef struct pcart_worklist_page {
    int is_at_given; /**< the day was asked for; else the last in the data */
    int is_all;      /**< what is done or not evaluable too */
} pcart_worklist_page;

/**
 * Append an HTML page: who, why, since when, what next, source, and the
 * denominators of every rule.  Without scripts and without links to outside.
 *
 * @return PCART_OK; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_worklist_page_write(
    const pcart_worklist *list, const pcart_cohort *cohort,
    const pcart_worklist_page *options, struct pcarti_buf *out, pcart_err *err);

#endif
