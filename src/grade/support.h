/* support.h -- when transfusions and drugs were given.  Layer: grade. */
#ifndef PCARTI_SUPPORT_H
#define PCARTI_SUPPORT_H

#include "postcart/course.h"

/* `kinds` is a sum of 1 << pcart_support_kind; days are days of the course. */

/* Different days from first to last with any of them. */
int pcarti_support_days(const pcart_course *course, unsigned kinds, int first,
                        int last);

/* The last day up to `upto` with any of them; INT_MIN if there is none. */
int pcarti_support_last(const pcart_course *course, unsigned kinds, int upto);

/* The row of that day, or of the first one of a window; NULL if none. */
const pcart_support *pcarti_support_row(const pcart_course *course,
                                        unsigned kinds, int first, int last);

#endif
