/* clone_text.h -- variants and their look-back in words, and the table of
 * origins.  Layer: report. */
#ifndef PCARTI_CLONE_TEXT_H
#define PCARTI_CLONE_TEXT_H

#include "report/page.h"

/* "DNMT3A p.R882H", or the place. */
const char *pcarti_clone_label(pcarti_page *page, const pcart_variant_row *row);

/* "5.2% (4.5-5.9)" when error does not explain it, else "< 0.3%". */
const char *pcarti_clone_vaf(pcarti_page *page, const pcart_presence *p);

/* The class of a look-back in words, with its limit; "" without one. */
const char *pcarti_clone_answer(pcarti_page *page, const pcart_lookback *a);
/* Its reasons by name, parted by blanks. */
const char *pcarti_clone_reasons(pcarti_page *page, const pcart_lookback *a);

/* Whose the dysplasia or neoplasm after the infusion is, by patient. */
void pcarti_clone_origins(pcarti_page *page);

#endif
