/* pair.h -- the first infusion of a patient against the second, each the
 * patient's own control.  Layer: study. */
#ifndef POSTCART_PAIR_H
#define POSTCART_PAIR_H

#include <stddef.h>

#include "postcart/cohort.h"
#include "postcart/quantile.h"
#include "postcart/result.h"
#include "postcart/test.h"

/** The first two courses of one patient, graded. */
typedef struct pcart_pair {
    const pcart_patient *patient;
    const pcart_course *course[2];
    const pcart_result *result[2];
    size_t n_result;
} pcart_pair;

/** One quantity of both courses. */
typedef struct pcart_pair_row {
    const char *name, *title, *unit, *section;
    int is_yes_no;
    const double *value[2];      /**< one per pair, 0 or 1 if yes or no; NAN */
    size_t n_known[2];           /**< pairs with a value */
    size_t n_both;               /**< with both: the denominator of the tests */
    pcart_summary summary[2];    /**< of n_known; valid when that is not 0 */
    int n_yes[2], n_both_yes[2]; /**< of n_known and of n_both */
    int discordant[2];           /**< only in the first, only in the second */
    pcart_test test; /**< McNemar's exact, or the signed-rank test */
    pcart_test paired_t;
    pcart_test unpaired; /**< Fisher's or the Mann-Whitney test: what ignores
                              the pairs */
    int is_contradicted; /**< the two fall on different sides of 0.05 */
} pcart_pair_row;

typedef struct pcart_pairs {
    const pcart_pair *pair;
    size_t n;
    const pcart_pair_row *row; /**< those with a value in some pair */
    size_t n_row;
} pcart_pairs;

#endif
