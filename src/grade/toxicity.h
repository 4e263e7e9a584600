/* toxicity.h -- grades of each day with findings.  Layer: grade. */
#ifndef PCARTI_TOXICITY_H
#define PCARTI_TOXICITY_H

#include "grade/bedside.h"

/* The grade of one day lies between low and high. */
typedef struct pcarti_graded_day {
    int day, low, high;
    int row; /* that gives `low`; -1 */
} pcarti_graded_day;

/* Grades of the days of the bedside in a window; `out` has room for all. */
size_t pcarti_toxicity_days(pcarti_grading *grading, const pcart_rule_set *set,
                            pcart_window window, pcarti_graded_day *out);

/* Whether all that a set requires holds, or is waived after it once held. */
pcarti_truth pcarti_toxicity_required(const pcarti_verdict *verdict,
                                      int *is_seen);

pcart_window pcarti_toxicity_window(const pcarti_grading *grading,
                                    const pcart_rule_set *set);

/* The worst grade on the scale of a measure that the centre recorded in the
 * window, and its row; -1 when there is none. */
int pcarti_toxicity_recorded(pcarti_grading *grading, const char *measure,
                             pcart_window window, const pcart_toxicity **out);

/* Whether the table is said to be complete and has no such toxicity. */
int pcarti_toxicity_is_none(const pcarti_grading *grading, const char *measure,
                            pcart_window window);

/* Say whether the recorded grade lies within the derived one. */
void pcarti_toxicity_compare(pcarti_grading *grading, pcart_window window,
                             int low, int high, const char *measure);

#endif
