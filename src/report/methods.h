/* methods.h -- the methods being written: paragraphs, and the sources that
 * they cite.  Layer: report. */
#ifndef PCARTI_METHODS_H
#define PCARTI_METHODS_H

#include "report/page.h"

enum { PCARTI_MAX_REFERENCE = 160 };

/* The text being written: paragraphs for the page and for methods.md. */
typedef struct pcarti_methods {
    pcarti_page *page;
    pcarti_buf file;
    const char *reference[PCARTI_MAX_REFERENCE];
    size_t n_reference;
} pcarti_methods;

/* The sources of one thing that is cited; zero is none. */
typedef struct pcarti_marks {
    size_t used[16], n;
    const char *text;
} pcarti_marks;

void pcarti_methods_paragraph(pcarti_methods *m, const char *text);
void pcarti_methods_heading(pcarti_methods *m, const char *text);

/* One more source; a decision of postcart has none. */
void pcarti_methods_add(pcarti_methods *m, pcarti_marks *marks,
                        const pcart_ground *ground);
/* " [1, 4]", or "" without a source. */
const char *pcarti_methods_close(pcarti_methods *m, const pcarti_marks *marks);
/* The sources of all rows of a set. */
const char *pcarti_methods_marks(pcarti_methods *m, const pcart_rule_set *set);

/* "[12]": the source of a statistic by its name, "Greenwood". */
const char *pcarti_methods_statistic(pcarti_methods *m, const char *name);
/* The sources of a method by the names in it: "Fisher's exact test ... [3]". */
const char *pcarti_methods_with_source(pcarti_methods *m, const char *method);

/* The rules of the variables with one of these roles, each once, with title,
 * id and sources; "" when there are none. */
const char *pcarti_methods_rules(pcarti_methods *m, unsigned roles);

/* A paragraph for each section that the study holds. */
void pcarti_methods_parts(pcarti_methods *m);

#endif
