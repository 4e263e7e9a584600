/* portrait.h -- the parts of the picture of a course.  Layer: report. */
#ifndef PCARTI_PORTRAIT_H
#define PCARTI_PORTRAIT_H

#include "postcart/course_chart.h"
#include "postcart/portrait.h"

/* A picture being put together; `is_failed` when memory is out. */
typedef struct pcarti_portrait {
    const pcart_portrait *in;
    pcart_arena *arena;
    int first_day, last_day;
    const char *left_out; // sentence for the note; or NULL
    int is_failed;
} pcarti_portrait;

/* Zeroed memory; NULL and is_failed when it is out. */
void *pcarti_portrait_take(pcarti_portrait *p, size_t n, size_t size);
const char *pcarti_portrait_print(pcarti_portrait *p, const char *format, ...)
    PCART_PRINTF(2, 3);
const pcart_result *pcarti_portrait_result(const pcarti_portrait *p,
                                           const char *measure);
int pcarti_portrait_day(const pcarti_portrait *p, pcart_date date);

void pcarti_portrait_panels(pcarti_portrait *p, pcart_course_chart *chart);
void pcarti_portrait_lanes(pcarti_portrait *p, pcart_course_chart *chart);
void pcarti_portrait_discs(pcarti_portrait *p, pcart_course_chart *chart);
void pcarti_portrait_verdicts(pcarti_portrait *p, pcart_course_chart *chart);

#endif
