/* trace_row.h -- a trace as rows of a table.  Layer: cmd. */
#ifndef PCARTI_TRACE_ROW_H
#define PCARTI_TRACE_ROW_H

#include "cmd/sink.h"
#include "postcart/trace.h"

/* A number with at most `digits` significant digits; "NA", "Inf". */
void pcarti_trace_number(pcarti_sink *sink, const char *name, double value,
                         int digits);

/* One row per variant and earlier sample.  With a NULL trace: the header. */
void pcarti_trace_lookback_rows(pcarti_sink *sink, const pcart_trace *trace);

/* One row per variant and period between infusions. */
void pcarti_trace_growth_rows(pcarti_sink *sink, const pcart_trace *trace);

/* One row per sample: whose DNA it holds. */
void pcarti_trace_sample_rows(pcarti_sink *sink, const pcart_trace *trace);

/* One row per variant, sample and parent: what a fish plot needs. */
void pcarti_trace_tree_rows(pcarti_sink *sink, const pcart_trace *trace);

#endif
