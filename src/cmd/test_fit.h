/* test_fit.h -- the tests of `postcart test`.  Layer: cmd. */
#ifndef PCARTI_TEST_FIT_H
#define PCARTI_TEST_FIT_H

#include "cmd/frame.h"
#include "cmd/stat_row.h"
#include "postcart/quantile.h"

/* A column as what it is taken for. */
typedef struct test_column {
    const char *name;
    int is_number;
    const double *value; /* NAN where nothing stands */
    frame_factor factor;
} test_column;

/* One comparison of two columns. */
typedef struct test_run {
    stat_table *table;
    pcart_arena *arena;
    pcart_err *err;
    const char *filter; /* words of tests, "fisher,chisq"; NULL: all */
    double level;
    size_t max_node; /* of the exact test of a table; 0: some seconds */
    size_t
        n_sample; /* tables drawn; 0: only where the exact test is too long */
    uint64_t seed;
    pcart_quantile_type quantile;
    const test_column *x, *y;
    const size_t *row; /* rows of the file that take part */
    size_t n;
    const int *id; /* subject per row of the file; or NULL */
    int n_id;
    pcart_test chosen; /* the test that suits the data */
    char reason[120];  /* why it was chosen */
} test_run;

/* Words by words: counts, or pairs of rows or of subjects. */
PCART_MUST_CHECK pcart_status pcarti_test_table(test_run *run);
PCART_MUST_CHECK pcart_status pcarti_test_table_pairs(test_run *run,
                                                      int is_by_id);

/* One column by itself: shares, or quantiles. */
PCART_MUST_CHECK pcart_status pcarti_test_alone(test_run *run);

/* Two scores of the same subjects: which of them tells the words of y better?
 */
PCART_MUST_CHECK pcart_status pcarti_test_scores(test_run *run,
                                                 const test_column *second);

/* Numbers between groups, of two columns, and in pairs. */
PCART_MUST_CHECK pcart_status pcarti_test_groups(test_run *run,
                                                 const test_column *number,
                                                 const test_column *word);
PCART_MUST_CHECK pcart_status pcarti_test_numbers(test_run *run);
PCART_MUST_CHECK pcart_status pcarti_test_number_pairs(test_run *run,
                                                       int is_by_id);

/* The codes of a factor in the rows of the run, numbered without gaps. */
typedef struct test_levels {
    int n;
    const char **name;
    int *code; /* per row of the run */
} test_levels;
PCART_MUST_CHECK pcart_status pcarti_test_levels(const test_run *run,
                                                 const frame_factor *factor,
                                                 test_levels *out);

/*
 * For each subject its row under the first and the second of two conditions.
 * Subjects without exactly one of each are left out, and a line says so.
 */
typedef struct test_pairs {
    size_t n;
    size_t *first, *second; /* rows of the file */
} test_pairs;
PCART_MUST_CHECK pcart_status pcarti_test_pair_up(test_run *run,
                                                  const frame_factor *condition,
                                                  test_pairs *out);

/* Whether the user wants a test of this word. */
int pcarti_test_is_wanted(const test_run *run, const char *word);

/* A share with its exact and its score interval. */
PCART_MUST_CHECK pcart_status pcarti_test_share(test_run *run,
                                                const char *group, int count,
                                                int total);

/* Quantiles, mean and spread of some values. */
PCART_MUST_CHECK pcart_status pcarti_test_summary(test_run *run,
                                                  const char *group,
                                                  const pcart_values *values);

/*
 * Write a test unless it was not asked for.  `status` is what the test
 * function said: data beyond its reach become a line that says so.
 */
PCART_MUST_CHECK pcart_status pcarti_test_add(test_run *run, const char *word,
                                              const pcart_test *test,
                                              pcart_status status);

/* Remember a test as the one that suits. */
void pcarti_test_choose(test_run *run, const pcart_test *test,
                        const char *reason, ...) PCART_PRINTF(3, 4);

/* A line without a test. */
void pcarti_test_line(test_run *run, const char *section, const char *group,
                      const char *quantity, double value, double n);

#endif
