/* clone_chart.h -- the clones of one patient over time as a picture.
 * Layer: report. */
#ifndef POSTCART_CLONE_CHART_H
#define POSTCART_CLONE_CHART_H

#include "postcart/arena.h"
#include "postcart/err.h"
#include "postcart/trace.h"

struct pcarti_buf;

/**
 * Draw the fractions of a patient's variants on the clock of the first
 * infusion, with limits of detection, what was not covered, whose each is,
 * chimerism, and the clones as they came out of each other.
 *
 * @return PCART_OK; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_clone_chart_draw(const pcart_trace *trace, pcart_arena *arena,
                       struct pcarti_buf *out, pcart_err *err);

#endif
