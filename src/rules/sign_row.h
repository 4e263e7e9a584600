/* sign_row.h -- how the tables on findings are written.  Layer: rules. */
#ifndef PCARTI_SIGN_ROW_H
#define PCARTI_SIGN_ROW_H

#include "rules/cite.h"
#include "rules/sets.h"

// clang-format off
/* A finding that gives a grade (or points); a further condition of the row
 * before; a finding that is required, or ends what is required. */
#define GIVES(grade, term, finding, op, limit, ground) \
    {PCART_USE_GIVES, grade, term, PCART_LINK_ALONE, PCART_SIGN_##finding, -1, \
     0, PCART_##op, limit, ground}
#define AND(term, finding, op, limit, ground) \
    {PCART_USE_GIVES, 0, term, PCART_LINK_AND, PCART_SIGN_##finding, -1, 0, \
     PCART_##op, limit, ground}
#define REQUIRED(term, finding, op, limit, ground) \
    {PCART_USE_REQUIRED, 0, term, PCART_LINK_ALONE, PCART_SIGN_##finding, -1, \
     0, PCART_##op, limit, ground}
#define AND_REQUIRED(term, finding, op, limit, ground) \
    {PCART_USE_REQUIRED, 0, term, PCART_LINK_AND, PCART_SIGN_##finding, -1, 0, \
     PCART_##op, limit, ground}
#define WAIVES(term, finding, op, limit, ground) \
    {PCART_USE_WAIVES, 0, term, PCART_LINK_ALONE, PCART_SIGN_##finding, -1, 0, \
     PCART_##op, limit, ground}
#define COUNTS(term, finding, op, limit, ground) \
    {PCART_USE_COUNTS, 0, term, PCART_LINK_ALONE, PCART_SIGN_##finding, -1, 0, \
     PCART_##op, limit, ground}
/* The same for laboratory values. */
#define LAB_GIVES(grade, term, analyte, op, limit, ground) \
    {PCART_USE_GIVES, grade, term, PCART_LINK_ALONE, -1, PCART_##analyte, 0, \
     PCART_##op, limit, ground}
#define LAB_REQUIRED(term, analyte, op, limit, ground) \
    {PCART_USE_REQUIRED, 0, term, PCART_LINK_ALONE, -1, PCART_##analyte, 0, \
     PCART_##op, limit, ground}
#define LAB_COUNTS(term, analyte, op, limit, ground) \
    {PCART_USE_COUNTS, 0, term, PCART_LINK_ALONE, -1, PCART_##analyte, 0, \
     PCART_##op, limit, ground}
/* Times the value before lymphodepletion. */
#define RATIO_REQUIRED(term, analyte, op, limit, ground) \
    {PCART_USE_REQUIRED, 0, term, PCART_LINK_ALONE, -1, PCART_##analyte, 1, \
     PCART_##op, limit, ground}
#define RATIO_COUNTS(term, analyte, link, op, limit, ground) \
    {PCART_USE_COUNTS, 0, term, PCART_LINK_##link, -1, PCART_##analyte, 1, \
     PCART_##op, limit, ground}

#define N(whole) PCART_FIXED(whole)
#define YES PCART_FIXED(1)

/* Days of a course in which a toxicity is looked for. */
#define WINDOW \
    { PCART_POLICY_WINDOW_FIRST, PCART_FIXED(0), "day", \
      DECIDED("from the infusion on") }, \
    { PCART_POLICY_WINDOW_LAST, PCART_FIXED(100), "day", \
      DECIDED("the source has no window") }
// clang-format on

#endif
