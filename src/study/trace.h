/* trace.h -- parts of the trace of one patient.  Layer: study. */
#ifndef PCARTI_TRACE_H
#define PCARTI_TRACE_H

#include "postcart/trace.h"

/* Years between two dates. */
double pcarti_trace_years(pcart_date from, pcart_date to);

/* Growth of every variant, and the tree. */
PCART_MUST_CHECK pcart_status
pcarti_trace_growth(pcart_trace *trace, const pcart_trace_options *options,
                    pcart_arena *arena, pcart_err *err);

/* Whose each variant is, by the chimerism table. */
PCART_MUST_CHECK pcart_status pcarti_trace_origin(pcart_trace *trace,
                                                  pcart_arena *arena,
                                                  pcart_err *err);

#endif
