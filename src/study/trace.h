/* trace.h -- parts of the trace of one patient.  Layer: study. */
#ifndef PCARTI_TRACE_H
#define PCARTI_TRACE_H

#include "postcart/alignment.h"
#include "postcart/panel_error.h"
#include "postcart/pileup.h"
#include "postcart/trace.h"
#include "postcart/variant.h"

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

/* A common variant with the alleles of host and donor (origin.h). */
typedef struct pcarti_trace_marker {
    const char *contig;
    int64_t position; /* from 0 */
    char ref[2], alt[2];
    double frequency, host, donor;
} pcarti_trace_marker;

/* What the samples' counts over the panel are held against, and the markers
 * that are found. */
typedef struct pcarti_trace_panel {
    const pcart_panel_error *error;
    int is_normals;
    const pcarti_trace_counts *counts;
    pcart_arena *arena;          /* of the markers */
    pcarti_trace_marker *marker; /* none where no genotypes are known */
    size_t n_marker;
} pcarti_trace_panel;

/* Identity, admixture and host share of the samples from their counts. */
PCART_MUST_CHECK pcart_status pcarti_trace_identify(const pcart_trace *trace,
                                                    pcarti_trace_panel *panel,
                                                    pcart_trace_sample *sample,
                                                    pcart_err *err);

/* The reads of one sample; no path: it has none. */
typedef struct pcarti_trace_file {
    const char *path;
    pcart_alignment_options opening;
    pcart_pileup_options limits;
} pcarti_trace_file;

/* A variant as one file spells it; the reference has the last word. */
PCART_MUST_CHECK pcart_status pcarti_trace_spell(
    const pcart_variant_row *row, pcart_alignment *alignment, int has_reference,
    pcart_arena *arena, pcart_variant *out, pcart_err *err);

/* On which haplotype the variants lie: fragments of the mixed samples that show
 * a variant and a marker. */
PCART_MUST_CHECK pcart_status pcarti_trace_link(pcart_trace *trace,
                                                const pcarti_trace_file *file,
                                                const pcarti_trace_panel *panel,
                                                pcart_arena *arena,
                                                pcart_err *err);

/* 1 for a change that reads can show, at a place. */
int pcarti_trace_is_lookable(const pcart_trace_variant *variant);

/* Growth of every variant, and the tree. */
PCART_MUST_CHECK pcart_status
pcarti_trace_growth(pcart_trace *trace, const pcart_trace_options *options,
                    pcart_arena *arena, pcart_err *err);

/* Whose each variant is, by the chimerism table. */
PCART_MUST_CHECK pcart_status pcarti_trace_origin(pcart_trace *trace,
                                                  pcart_arena *arena,
                                                  pcart_err *err);

#endif
