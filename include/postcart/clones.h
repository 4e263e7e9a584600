/* clones.h -- the clones of a cohort before and after infusion.
 * Layer: study. */
#ifndef POSTCART_CLONES_H
#define POSTCART_CLONES_H

#include <stddef.h>

#include "postcart/profile.h"
#include "postcart/promotion.h"
#include "postcart/test.h"
#include "postcart/trace.h"

/** A mutation before and after, as cohorts report it. */
typedef enum pcart_clone_state {
    PCART_CLONE_NOT_TESTABLE, /**< a sample is missing, or says nothing */
    PCART_CLONE_PERSISTENT,
    PCART_CLONE_EMERGENT, /**< after only, and before it would have shown */
    PCART_CLONE_LOST,     /**< before only, and after it was looked for */
    PCART_CLONE_SMALL,    /**< after only, below the limit of "emergent" */
    PCART_N_CLONE_STATE
} pcart_clone_state;

/** "not testable", "persistent" ... */
PCART_API const char *pcart_clone_state_name(pcart_clone_state state);

/** One variant of one patient over the infusion. */
typedef struct pcart_clones_variant {
    size_t trace, variant; /**< indexes */
    /** The last sample before the infusion and the last one after it (that
     * shows the variant, if one does); SIZE_MAX: there is none. */
    size_t before, after;
    pcart_clone_state state;
    const char *why;         /**< when not testable: a sentence */
    int is_before, is_after; /**< whether these are filled */
    pcart_presence before_count, after_count;
    const pcart_lookback *answer; /**< of the sample before; NULL: not asked */
} pcart_clones_variant;

/** Patients of whom something is true, among those of whom it can be said. */
typedef struct pcart_clones_share {
    const char *what;
    size_t n, n_asked;
    pcart_estimate estimate; /**< exact interval; valid if n_asked is not 0 */
} pcart_clones_share;

enum { PCART_N_CLONES_SHARE = 5 };

/** One row of a study.  The infusions of a patient stand together. */
typedef struct pcart_clones_subject {
    const pcart_patient *patient;
    pcart_date day0;
    pcart_date smn; /**< first second myeloid neoplasm after it; or NONE */
} pcart_clones_subject;

/** Everything; owned by the arena. */
typedef struct pcart_clones {
    const pcart_trace *trace; /**< of the patients who have a sample */
    const size_t *subject;    /**< of the study, per trace */
    size_t n_trace;
    size_t n_before, n_after, n_both; /**< patients with such samples */
    const pcart_clones_variant *variant;
    size_t n_variant;
    pcart_clones_share share[PCART_N_CLONES_SHARE];
    size_t n_state[PCART_N_CLONE_STATE]; /**< variants */
    pcart_test paired; /**< fractions before and after, one variant a patient */
    size_t n_paired;
    pcart_promotion promotion;
} pcart_clones;

/**
 * Trace every patient from the tables and put the cohort together.
 *
 * @param subject  a patient who is there twice is traced once
 * @param assay    NULL: raw reads
 * @return PCART_OK; PCART_E_NOMEM; what tracing returns
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_clones_find(
    const pcart_clones_subject *subject, size_t n, const pcart_assay *assay,
    pcart_arena *arena, pcart_clones *out, pcart_err *err);

/** 1 for cells of another person: an allograft, or a boost of a donor. */
PCART_API int pcart_clones_is_graft(const pcart_transplant *transplant);

/** Whose the blood of a patient is after the infusion, of what is known. */
typedef struct pcart_clones_origin {
    pcart_ancestry call;
    const char *by;                   /**< what says so: a sentence */
    const pcart_chimerism *chimerism; /**< the one that was used; or NULL */
} pcart_clones_origin;

/**
 * By the origin of the variants that stand after the infusion, else by full
 * donor chimerism on the day of a finding.
 *
 * @param trace    NULL when the patient has no sample
 * @param finding  day of the dysplasia or neoplasm; PCART_DATE_NONE
 * @param profile  says from where on chimerism is full
 */
PCART_API pcart_clones_origin
pcart_clones_origin_of(const pcart_patient *patient, const pcart_trace *trace,
                       pcart_date finding, const pcart_profile *profile);

#endif
