/* test_gram.c -- tiles of outer products against their definition. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stat/gram.h"

enum { MOST_COLUMN = 23, MOST_ROW = 300 };

/* Whole numbers: every order of summation gives the same. */
static double
whole(uint32_t *state)
{
    *state = *state * 1664525 + 1013904223;
    return (double)(*state >> 24) - 128;
}

static void
check_size(size_t p, size_t n, uint32_t *seed)
{
    double *row = malloc((n * p + 1) * sizeof *row); // nothing behind the rows
    double *factor = malloc((n + 1) * sizeof *factor);
    double seen[MOST_COLUMN * MOST_COLUMN] = {0};
    double expected[MOST_COLUMN * MOST_COLUMN] = {0};

    assert_non_null(row);
    assert_non_null(factor);
    for (size_t i = 0; i < n * p; i++)
        row[i] = whole(seed);
    for (size_t i = 0; i < n; i++)
        factor[i] = whole(seed);
    for (size_t i = 0; i < p * p; i++)
        seen[i] = expected[i] = whole(seed);
    for (size_t i = 0; i < n; i++)
        for (size_t a = 0; a < p; a++)
            for (size_t b = a; b < p; b++)
                expected[a * p + b] +=
                    factor[i] * row[i * p + a] * row[i * p + b];
    pcarti_add_gram(seen, p, factor, row, n);
    assert_memory_equal(seen, expected, p * p * sizeof *seen);
    free(row);
    free(factor);
}

static void
test_all_sizes(void **state)
{
    const size_t n[] = {0, 1, 2, 9, 10, 11, 129, 140, MOST_ROW};
    uint32_t seed = 1;

    (void)state;
    for (size_t p = 1; p <= MOST_COLUMN; p++)
        for (size_t k = 0; k < sizeof n / sizeof *n; k++)
            check_size(p, n[k], &seed);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_sizes)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
