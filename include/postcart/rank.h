/* rank.h -- rank tests: Wilcoxon, Kruskal-Wallis.  Layer: stat. */
#ifndef POSTCART_RANK_H
#define POSTCART_RANK_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/test.h"

typedef enum pcart_rank_p {
    PCART_RANK_R_RULE,      /**< R before 4.6: exact if both n < 50 and no ties
                                 (and, for pairs, no zeros), else normal with
                                 continuity correction */
    PCART_RANK_EXACT,       /**< exact by the shift algorithm, ties included */
    PCART_RANK_NORMAL,      /**< normal with continuity correction */
    PCART_RANK_NORMAL_PLAIN /**< normal without it */
} pcart_rank_p;

/** What happens to pairs that do not differ (signed-rank test only). */
typedef enum pcart_zero_rule {
    PCART_ZEROS_DROPPED, /**< Wilcoxon: the default, as R */
    PCART_ZEROS_PRATT    /**< ranked with the others, then left out */
} pcart_zero_rule;

/** Zero is valid: R's rule, two-sided, no interval. */
typedef struct pcart_rank_options {
    pcart_rank_p p;
    pcart_alternative alternative;
    pcart_zero_rule zeros;
    int want_interval; /**< Hodges-Lehmann estimate and interval: O(n m) */
    double level;      /**< 0 means 0.95 */
} pcart_rank_options;

/**
 * Wilcoxon-Mann-Whitney test whether values of x tend to be above those of y.
 * The statistic W counts pairs x > y, ties as 1/2.
 *
 * As R: wilcox.test(x, y).
 *
 * @return PCART_OK; not evaluable if a group is empty, or if all values are
 *         equal; PCART_E_RANGE for a value that is not finite;
 *         PCART_E_UNSUPPORTED if an exact p would need too much memory
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_mannwhitney_test(
    pcart_values x, pcart_values y, const pcart_rank_options *options,
    pcart_arena *arena, pcart_test *out, pcart_err *err);

/**
 * Wilcoxon's signed-rank test of differences; V is the sum of the ranks
 * of those above 0.  As R: wilcox.test(x, y, paired = TRUE).
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_signedrank_test(
    pcart_values difference, const pcart_rank_options *options,
    pcart_arena *arena, pcart_test *out, pcart_err *err);

/**
 * Kruskal-Wallis test of k groups.  As R: kruskal.test(value, group).
 *
 * @param group  0 to n_group - 1, one per value
 * @return PCART_OK; not evaluable with fewer than two groups that have values,
 *         or if all values are equal
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_kruskal_test(pcart_values value, const int *group, int n_group,
                   pcart_arena *arena, pcart_test *out, pcart_err *err);

#endif
