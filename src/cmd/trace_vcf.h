/* trace_vcf.h -- the trace of one patient as VCF.  Layer: cmd. */
#ifndef PCARTI_CMD_TRACE_VCF_H
#define PCARTI_CMD_TRACE_VCF_H

#include "core/buf.h"
#include "postcart/trace.h"

/*
 * Variants with a place, with one column of look-back per sample.
 * PCART_E_DEGENERATE when no variant has a place.
 */
PCART_MUST_CHECK pcart_status pcarti_trace_vcf(const pcart_trace *trace,
                                               pcart_arena *arena,
                                               pcarti_buf *out, pcart_err *err);

#endif
