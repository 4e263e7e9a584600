/* portrait.h -- the parts of the picture of a course.  Layer: report. */
#ifndef PCARTI_PORTRAIT_H
#define PCARTI_PORTRAIT_H

#include "postcart/course_chart.h"
#include "postcart/examination.h"
#include "postcart/portrait.h"

/* A picture being put together; `is_failed` when memory is out. */
typedef struct pcarti_portrait {
    const pcart_portrait *in;
    pcart_arena *arena;
    const pcart_examination *exam; // by date
    size_t n_exam;
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

/* Discs of marrows and karyotypes; returns their number. */
size_t pcarti_portrait_examined(pcarti_portrait *p, pcart_chart_disc *disc);
/* Class and risk of the marrow that matters most, behind what is there. */
enum { PCARTI_PORTRAIT_RISKS = 5 };
void pcarti_portrait_risks(pcarti_portrait *p, pcart_course_chart *chart,
                           pcart_chart_verdict *verdict);

#endif
