/* explain_text.h -- one result told in words.  Layer: cmd. */
#ifndef PCARTI_EXPLAIN_TEXT_H
#define PCARTI_EXPLAIN_TEXT_H

#include "core/buf.h"
#include "postcart/arena.h"
#include "postcart/cohort.h"
#include "postcart/course.h"
#include "postcart/profile.h"
#include "postcart/result.h"

/* What a story needs besides the result. */
typedef struct explain_context {
    const pcart_cohort *cohort; /* for the names of the tables' files */
    const pcart_course *course;
    const pcart_profile *profile;
    size_t measure;   /* its place in the list */
    int is_every_row; /* list every row that was read, not their number */
} explain_context;

/* Infusion, day 0, and what ends the course. */
void pcarti_explain_course(const explain_context *context, pcarti_buf *out);

/*
 * The result, the row of the rule that decided with its citation, episodes,
 * imputed and missing days, rows, and what other choices would give.
 */
PCART_MUST_CHECK pcart_status pcarti_explain_result(
    const explain_context *context, const pcart_result *result,
    pcart_arena *scratch, pcarti_buf *out, pcart_err *err);

/* Whether the measure does not apply to the course: nothing to explain. */
int pcarti_explain_is_idle(const pcart_result *result);

/* Those that do not apply: one line for each reason, with their names. */
void pcarti_explain_idle(const pcart_result *result, size_t n, pcarti_buf *out);

/* Every marrow and karyotype: facts with proof, change, class, scores. */
PCART_MUST_CHECK pcart_status pcarti_explain_marrow(
    const explain_context *context, const pcart_patient *patient,
    pcart_arena *scratch, pcarti_buf *out, pcart_err *err);

/* The same as members of a JSON array. */
PCART_MUST_CHECK pcart_status pcarti_explain_marrow_json(
    const explain_context *context, const pcart_patient *patient,
    pcart_arena *scratch, pcarti_buf *out, pcart_err *err);

#endif
