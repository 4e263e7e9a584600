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

/* Whether `word` (lower case) stands in `text`, in any case. */
int pcarti_text_mentions(const char *text, const char *word);

/* Whether an event is an SMN; donor-derived dysplasia by option (A21). */
int pcarti_event_is_smn(const pcart_event *event, const pcart_profile *profile);
/* An SMN event that says that it is of the donor. */
int pcarti_event_is_donor_derived(const pcart_event *event);

/* Subjects on the clock of the study, their grades, and the flow. */
PCART_MUST_CHECK pcart_status pcarti_work_subjects(pcarti_work *work);

/* Columns known before the infusion, and those of the grades. */
PCART_MUST_CHECK pcart_status pcarti_work_baseline(pcarti_work *work);
PCART_MUST_CHECK pcart_status pcarti_work_measures(pcarti_work *work);

/* Groups by the study's choice, then the groups of every subject. */
PCART_MUST_CHECK pcart_status pcarti_work_grouping(pcarti_work *work);

/* A subject on a clock: its day 0 as a day of the course. */
typedef struct pcarti_trend_row {
    size_t subject;
    const char *label;
    int day0;
} pcarti_trend_row;
PCART_MUST_CHECK pcart_status pcarti_work_boost_trends(
    pcarti_work *work, const pcarti_trend_row *row, size_t n_row);

/* Whether a graft is a boost of this course and of no later one. */
int pcarti_boost_is_of(const pcart_course *course,
                       const pcart_transplant *graft);

/* Boosts and the answers to them; first against second infusion. */
PCART_MUST_CHECK pcart_status pcarti_work_boosts(pcarti_work *work);
PCART_MUST_CHECK pcart_status pcarti_work_pairs(pcarti_work *work);

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
