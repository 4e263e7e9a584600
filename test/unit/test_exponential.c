/* test_exponential.c -- exponentials of many numbers beside the C library's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "stat/exponential.h"

enum { N = 20000 };

/* Whole and halved exponents, both ends, and numbers in between. */
static void
test_last_place(void **state)
{
    double x[64], out[64];

    (void)state;
    for (int from = 0; from < N; from += 64) {
        for (int i = 0; i < 64; i++) {
            int k = from + i;

            x[i] = out[i] = k % 4 == 0 ? (k / 8 - N / 16) * log(2) / 2
                                       : (k - N / 2) * 0.0701;
        }
        pcarti_exponentials(out, 64);
        for (int i = 0; i < 64; i++) {
            double expected = exp(x[i]);

            if (fabs(x[i]) > 708)
                assert_true(out[i] == expected);
            else
                assert_true(fabs(out[i] - expected) <=
                            nextafter(expected, INFINITY) - expected);
        }
    }
}

static void
test_special(void **state)
{
    double x[] = {0, -0.0, 1, INFINITY, -INFINITY, NAN, 710, -746, -740};

    (void)state;
    pcarti_exponentials(x, sizeof x / sizeof *x);
    assert_true(x[0] == 1 && x[1] == 1);
    assert_true(fabs(x[2] - 2.718281828459045) < 1e-15);
    assert_true(isinf(x[3]) && x[4] == 0 && isnan(x[5]));
    assert_true(isinf(x[6]) && x[7] == 0 && x[8] > 0);
}

/* Where a number stands changes nothing, nor who stands beside it. */
static void
test_places(void **state)
{
    double alone, among[77];

    (void)state;
    for (size_t at = 0; at < 77; at++) {
        for (size_t i = 0; i < 77; i++)
            among[i] = i % 7 ? (double)i : 1000;
        among[at] = alone = 0.1 + (double)at / 3;
        pcarti_exponentials(among, 77);
        pcarti_exponentials(&alone, 1);
        assert_true(among[at] == alone);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_last_place),
        cmocka_unit_test(test_special),
        cmocka_unit_test(test_places),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
