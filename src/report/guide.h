/* guide.h -- the limits of a rule as lines of a figure.  Layer: report. */
#ifndef PCARTI_GUIDE_H
#define PCARTI_GUIDE_H

#include "postcart/rules.h"

/* Lines of one rule at most. */
enum { PCARTI_MAX_GUIDE = 8 };

/* The different limits of a set, rising, by `divisor` in the unit of the axis;
 * their number.  A set that is NULL has none. */
size_t pcarti_guides_of(const pcart_rule_set *set, double divisor,
                        double out[PCARTI_MAX_GUIDE]);

#endif
