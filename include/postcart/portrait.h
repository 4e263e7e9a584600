/* portrait.h -- a course as a picture: facts and grades on one clock.
 * Layer: report. */
#ifndef POSTCART_PORTRAIT_H
#define POSTCART_PORTRAIT_H

#include "postcart/arena.h"
#include "postcart/cohort.h"
#include "postcart/course.h"
#include "postcart/err.h"
#include "postcart/result.h"

struct pcarti_buf;

/** What the picture shows.  All borrowed. */
typedef struct pcart_portrait {
    const char *id; /**< prefix of element ids; NULL is "f" */
    const pcart_patient *patient;
    const pcart_course *course;
    const pcart_result *result;
    size_t n_result;
    const char *profile; /**< its name, for the note; or NULL */
    double width;        /**< pixels; 0: its own */
} pcart_portrait;

/**
 * Draw the course chart: counts with the days that the rules counted or
 * filled, supports, toxicities, transplants, marrows, and the grades in words.
 * Appends one `<svg>` element to @p out.
 *
 * @return PCART_OK; PCART_E_NOMEM; PCART_E_RANGE as the figure says
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_portrait_draw(const pcart_portrait *portrait, pcart_arena *arena,
                    struct pcarti_buf *out, pcart_err *err);

#endif
