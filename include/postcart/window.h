/* window.h -- which days of a course a rule may see.  Layer: grade. */
#ifndef POSTCART_WINDOW_H
#define POSTCART_WINDOW_H

#include "postcart/course.h"
#include "postcart/profile.h"

/** What ends a window besides its own last day.  The values are flags. */
typedef enum pcart_window_end {
    PCART_END_FOLLOWUP = 1,    /**< death or last contact; that day inclusive */
    PCART_END_NEXT_COURSE = 2, /**< next lymphodepletion (inclusive), or next
                                    infusion (that day is the next day 0) */
    PCART_END_PROGRESSION = 4, /**< relapse or progression, inclusive */
    PCART_END_NEXT_THERAPY = 8 /**< next therapy or transplant, inclusive */
} pcart_window_end;

/** A range of days, and what ended it. */
typedef struct pcart_window {
    int first, last;   /**< inclusive; last < first when it is empty */
    const char *ended; /**< "death on day 12"-like word; NULL: by its own end */
} pcart_window;

/**
 * Cut the days from @p first to @p last by what happened in the course.
 *
 * @param ends     pcart_window_end flags
 * @param profile  says what ends a course (option window_end); NULL: default
 */
PCART_API pcart_window pcart_window_cut(const pcart_course *course,
                                        const pcart_profile *profile,
                                        unsigned ends, int first, int last);

/** The day of a date in the course. */
PCART_API int pcart_window_day(const pcart_course *course, pcart_date date);

#endif
