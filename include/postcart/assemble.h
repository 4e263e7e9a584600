/* assemble.h -- the courses of a patient of a cohort.  Layer: study. */
#ifndef POSTCART_ASSEMBLE_H
#define POSTCART_ASSEMBLE_H

#include "postcart/arena.h"
#include "postcart/cohort.h"
#include "postcart/course.h"
#include "postcart/profile.h"

/**
 * One course per infusion, by date.  Rows with the same infusion number are
 * fractions of one infusion; day 0 is the first of them (option day_zero).
 *
 * The arrays of a course are the patient's own, borrowed.  `last_contact` is
 * the day of death; otherwise the latest last_contact event, or a later blood
 * count if there is one; PCART_DATE_NONE without such an event, because blood
 * counts alone do not say that nobody looked afterwards.
 *
 * @param profile  NULL for the default choices
 * @param arena    owns the array
 * @param out      @p n courses; none when the patient has no infusion
 * @return PCART_OK; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_courses_of_patient(
    const pcart_patient *patient, const pcart_profile *profile,
    pcart_arena *arena, const pcart_course **out, size_t *n, pcart_err *err);

#endif
