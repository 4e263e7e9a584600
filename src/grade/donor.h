/* donor.h -- donor chimerism by lineage.  Layer: grade. */
#ifndef PCARTI_DONOR_H
#define PCARTI_DONOR_H

#include "postcart/course.h"
#include "postcart/rules.h"
#include "postcart/window.h"

/* Which cells a sample is of. */
typedef enum pcarti_lineage {
    PCARTI_MYELOID,
    PCARTI_LYMPHOID,
    PCARTI_UNSORTED /* blood, marrow, or a lineage that is not known */
} pcarti_lineage;

pcarti_lineage pcarti_lineage_of(const char *text);

/* The last sample of a lineage within the days; NULL if there is none. */
const pcart_chimerism *pcarti_donor_last(const pcart_course *course,
                                         pcarti_lineage lineage,
                                         pcart_window window);

/* What the donor's share can be, in millionths of a percent. */
void pcarti_donor_percent(const pcart_chimerism *sample, pcart_fixed *low,
                          pcart_fixed *high);

/* Whether a sample, taken for all cells, shows full chimerism by a rule set,
 * whatever of its share is left open. */
int pcarti_donor_is_full(const pcart_chimerism *sample,
                         const pcart_rule_set *set);

/* Whether an allogeneic transplant was done before the end of the days. */
int pcarti_donor_is_grafted(const pcart_course *course, pcart_window window);

#endif
