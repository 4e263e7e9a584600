/* fisher.h -- exact tests of tables of counts.  Layer: stat. */
#ifndef POSTCART_FISHER_H
#define POSTCART_FISHER_H

#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/test.h"

/** How far the odds ratio and its limits are searched. */
typedef enum pcart_root_rule {
    PCART_ROOT_AS_R, /**< to R's digits: its search stops at 1e-4, so that a
                          large limit may be off by 1% */
    PCART_ROOT_EXACT /**< to the last digit */
} pcart_root_rule;

/** Zero is valid: two-sided, 95%, R's digits. */
typedef struct pcart_fisher_options {
    pcart_alternative alternative;
    int is_mid_p; /**< count half of the tables as likely as the seen one */
    double level; /**< of the interval; 0 means 0.95 */
    pcart_root_rule root;
    /** Most nodes of the r x c search; 0 means 50 million. */
    size_t max_node;
} pcart_fisher_options;

/**
 * Fisher's exact test of the table [[a, b], [c, d]] given as cell[4] =
 * {a, b, c, d}, rows first, with the conditional maximum likelihood odds ratio
 * and its exact interval.
 *
 * As R: fisher.test(matrix(c(a, b, c, d), 2, byrow = TRUE)).
 *
 * @param options  NULL means zero
 * @return PCART_OK (not evaluable when a margin is 0); PCART_E_RANGE if a
 *         count is negative or the sum is above 2^31 - 1
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_fisher_2x2(const int cell[4], const pcart_fisher_options *options,
                 pcart_test *out, pcart_err *err);

/**
 * The same for any table, two-sided: the probability of all tables with these
 * margins that are at most as likely as this one (Fisher, Freeman, Halton).
 *
 * @param cell  n_row x n_col counts, row by row
 * @return as above; PCART_E_UNSUPPORTED if it needs more than max_node nodes
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_fisher_table(
    const int *cell, const int size[2], const pcart_fisher_options *options,
    pcart_arena *arena, pcart_test *out, pcart_err *err);

/** Zero is valid: 20,000 tables, seed 1, 95%. */
typedef struct pcart_fisher_sampling {
    size_t n_sample;
    uint64_t seed;
    double level; /**< of the interval for the share of extreme tables */
} pcart_fisher_sampling;

/**
 * The same from random tables with these margins, for tables that are too large
 * for the exact search.  p is (1 + extreme tables)/(1 + tables), as in R; the
 * estimate is the share with its exact interval, which tells how near p is.
 * The same seed gives the same p on every machine.
 *
 * As R: fisher.test(table, simulate.p.value = TRUE, B), but for the random
 * numbers.
 *
 * @return PCART_OK; not evaluable if a single row or column is not 0;
 *         PCART_E_RANGE for a bad count; PCART_E_UNSUPPORTED beyond 4e9
 *         subjects times tables
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_fisher_sample(
    const int *cell, const int size[2], const pcart_fisher_sampling *options,
    pcart_arena *arena, pcart_test *out, pcart_err *err);

#endif
