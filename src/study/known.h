/* known.h -- a patient as known on a day.  Layer: study. */
#ifndef PCARTI_KNOWN_H
#define PCARTI_KNOWN_H

#include "postcart/arena.h"
#include "postcart/cohort.h"

/*
 * A copy of the patient without what happened after the day: rows with a later
 * date are left out, what lasts longer ends on the day.  Arrays are shared
 * where nothing is left out.
 */
PCART_MUST_CHECK pcart_status pcarti_known(const pcart_patient *patient,
                                           pcart_date at, pcart_arena *arena,
                                           pcart_patient *out, pcart_err *err);

/* The last date of the patient's rows, infusions after the first apart. */
pcart_date pcarti_known_last(const pcart_patient *patient);

#endif
