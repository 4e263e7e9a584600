/* parts.h -- the steps of a study, in the order in which they are done.
 * Layer: study. */
#ifndef PCARTI_PARTS_H
#define PCARTI_PARTS_H

#include "postcart/study.h"

/* A study being made.  The list of variables grows in `column`. */
typedef struct pcarti_work {
    pcart_study study;
    const pcart_profile *profile;
    pcart_arena *arena;
    pcart_diag *diag;
    pcart_err *err;
    pcart_variable *column;
    size_t n_column, m_column;
    pcart_study_sensitivity *changed; /* grows, then is the study's */
    size_t n_changed, m_changed;
} pcarti_work;

PCART_MUST_CHECK pcart_status pcarti_work_no_memory(pcarti_work *work);

/* Why a course is not analysed under the population of the study; NULL when
 * it is.  The texts are PCARTI_LEFT_OUT in number. */
enum { PCARTI_LEFT_OUT = 6 };
const char *pcarti_left_out_text(int reason);
int pcarti_left_out(const pcart_study_population *population,
                    const pcart_course *course); /* -1: analysed */

/* Subjects on the clock of the study, their grades, and the flow. */
PCART_MUST_CHECK pcart_status pcarti_work_subjects(pcarti_work *work);

/* Columns known before the infusion, and those of the grades. */
PCART_MUST_CHECK pcart_status pcarti_work_baseline(pcarti_work *work);
PCART_MUST_CHECK pcart_status pcarti_work_measures(pcarti_work *work);

/* Groups by the study's choice, then the groups of every subject. */
PCART_MUST_CHECK pcart_status pcarti_work_grouping(pcarti_work *work);

/* Counts over time; end points and curves; other choices. */
PCART_MUST_CHECK pcart_status pcarti_work_trends(pcarti_work *work);
PCART_MUST_CHECK pcart_status pcarti_work_endpoints(pcarti_work *work);
PCART_MUST_CHECK pcart_status pcarti_work_curves(pcarti_work *work,
                                                 pcart_endpoint *endpoint);
PCART_MUST_CHECK pcart_status pcarti_work_toxicities(pcarti_work *work);
PCART_MUST_CHECK pcart_status pcarti_work_infections(pcarti_work *work);
PCART_MUST_CHECK pcart_status pcarti_work_sensitivity(pcarti_work *work);

/* Karyotypes, classes and scores before and after. */
PCART_MUST_CHECK pcart_status pcarti_work_cytogenetics(pcarti_work *work);

/*
 * Columns.  A column is given as a row without values; `value` is one per
 * subject, `text` may hold NULL or "" where there is none, `reason` may be
 * NULL.  All are borrowed.  Text levels stand by falling frequency.
 */
PCART_MUST_CHECK pcart_status pcarti_column_numbers(pcarti_work *work,
                                                    const pcart_variable *row,
                                                    const double *value,
                                                    const char *const *reason);
PCART_MUST_CHECK pcart_status pcarti_column_codes(pcarti_work *work,
                                                  const pcart_variable *row,
                                                  const int *code,
                                                  const char *const *reason);
PCART_MUST_CHECK pcart_status pcarti_column_texts(pcarti_work *work,
                                                  const pcart_variable *row,
                                                  const char *const *text,
                                                  const char *const *reason);

/* Whether a grade of a toxicity is not the recorded one alone. */
int pcarti_is_by_findings(const pcart_result *result);

/* A column by its name; NULL if there is none. */
const pcart_variable *pcarti_column_find(const pcarti_work *work,
                                         const char *name);

#endif
