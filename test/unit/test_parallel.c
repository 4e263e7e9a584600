/* test_parallel.c -- each chunk once, on any number of threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "stat/parallel.h"

enum { MOST = 1000 };

typedef struct tally {
    const unsigned char *input;
    int n_run[MOST];
    uint64_t square[MOST];
} tally;

static void
square_of(void *context, size_t chunk)
{
    tally *t = context;
    uint64_t x = t->input[chunk];

    t->n_run[chunk]++;
    t->square[chunk] = x * x;
}

static void
test_each_chunk_runs_once(void **state)
{
    static const size_t size[] = {0, 1, 2, 3, 7, 64, MOST};
    static const int threads[] = {-1, 0, 1, 2, 3, 8, 1000};
    unsigned char input[MOST];

    (void)state;
    for (size_t i = 0; i < MOST; i++)
        input[i] = (unsigned char)(i * 31);
    for (size_t s = 0; s < sizeof size / sizeof *size; s++)
        for (size_t k = 0; k < sizeof threads / sizeof *threads; k++) {
            tally t = {.input = input};

            pcarti_parallel(threads[k], size[s], square_of, &t);
            for (size_t i = 0; i < MOST; i++) {
                uint64_t x = input[i];

                assert_int_equal(t.n_run[i], i < size[s]);
                assert_int_equal(t.square[i], i < size[s] ? x * x : 0);
            }
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_chunk_runs_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
