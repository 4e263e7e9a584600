/* grade.h -- every measure of haematotoxicity of a course.  Layer: grade. */
#ifndef POSTCART_GRADE_H
#define POSTCART_GRADE_H

#include "postcart/arena.h"
#include "postcart/course.h"
#include "postcart/profile.h"
#include "postcart/result.h"

/** No list of measures is longer: room for flags and results. */
#define PCART_MEASURE_MAX 128

/** What a measure is about. */
typedef enum pcart_measure_group {
    PCART_MEASURE_BLOOD,
    PCART_MEASURE_TOXICITY,
    PCART_MEASURE_INFECTION,
    PCART_MEASURE_INDEX /**< known before the infusion */
} pcart_measure_group;

/** One measure that postcart grade can print. */
typedef struct pcart_measure {
    const char *name;  /**< "icaht_early" */
    const char *title; /**< "Early ICAHT" */
    const char *unit;  /**< "grade" */
    const char *rule;  /**< rule set id under the default profile, or "" */
    pcart_measure_group group;
} pcart_measure;

/** All measures in printing order. */
PCART_API const pcart_measure *pcart_measure_list(size_t *n);

/** The rule set of measure @p i of the list under a profile (NULL: default). */
PCART_API const pcart_rule_set *pcart_measure_set(size_t i,
                                                  const pcart_profile *profile);

/**
 * Grade one course by every measure, or by the chosen ones.
 *
 * @param profile  NULL for the default choices
 * @param wanted   one flag per measure in the order of the list; NULL for all
 * @param arena    owns evidence and text; the results too
 * @param out      set to @p n results in printing order
 * @return PCART_OK, also when nothing is evaluable (the results say so);
 *         PCART_E_NOMEM
 *
 * Pure: no I/O, clock or global state.  Safe from any thread with its own
 * arena.  A missing value never raises a grade and never counts as 0.
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_grade_course(const pcart_course *course, const pcart_profile *profile,
                   const unsigned char *wanted, pcart_arena *arena,
                   const pcart_result **out, size_t *n, pcart_err *err);

/**
 * The same, but evidence names only what decided (episodes, decisive rows,
 * imputed and missing days), not every row that was read.  For large cohorts.
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_grade_course_brief(
    const pcart_course *course, const pcart_profile *profile,
    const unsigned char *wanted, pcart_arena *arena, const pcart_result **out,
    size_t *n, pcart_err *err);

#endif
