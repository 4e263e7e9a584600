/* trace.h -- parts of the trace of one patient.  Layer: study. */
#ifndef PCARTI_TRACE_H
#define PCARTI_TRACE_H

#include "postcart/panel_error.h"
#include "postcart/trace.h"

/* Years between two dates. */
double pcarti_trace_years(pcart_date from, pcart_date to);

/* 1 when a sample is the donor's own. */
int pcarti_trace_is_donor(const pcart_sample *sample);

/* 1 when a sample is the patient's, as far as is known: neither the donor's
 * nor, by its markers, a stranger's. */
int pcarti_trace_is_own(const pcart_trace *trace, size_t sample);

/* 1 when a transplant of another person's cells precedes a date. */
int pcarti_trace_has_graft(const pcart_patient *patient, pcart_date date);

/* Chimerism at a sample, at most a month off; NULL: none. */
const pcart_chimerism *pcarti_trace_chimerism(const pcart_patient *patient,
                                              const pcart_sample *sample);

/* The rows of two samples are one variant. */
int pcarti_trace_is_same(const pcart_variant_row *a,
                         const pcart_variant_row *b);

/* Look for every variant with a place in the reads of every sample that has
 * an alignment; fills the counts and `sample`, one per sample. */
PCART_MUST_CHECK pcart_status pcarti_trace_look(
    pcart_trace *trace, const pcart_trace_options *options,
    pcart_trace_sample *sample, pcart_arena *arena, pcart_err *err);

/* One sample's counts over the panel; NULL where it was not counted. */
typedef const pcart_countfile *pcarti_trace_counts;

/* Identity, admixture and host share of the samples from their counts. */
PCART_MUST_CHECK pcart_status
pcarti_trace_identify(const pcart_trace *trace, const pcart_panel_error *panel,
                      int is_normals, const pcarti_trace_counts *counts,
                      pcart_trace_sample *sample, pcart_err *err);

/* Growth of every variant, and the tree. */
PCART_MUST_CHECK pcart_status
pcarti_trace_growth(pcart_trace *trace, const pcart_trace_options *options,
                    pcart_arena *arena, pcart_err *err);

/* Whose each variant is, by the chimerism table. */
PCART_MUST_CHECK pcart_status pcarti_trace_origin(pcart_trace *trace,
                                                  pcart_arena *arena,
                                                  pcart_err *err);

#endif
