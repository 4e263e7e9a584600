/* test_rng.c -- the generator against its published numbers, and the shape of
 * what is drawn. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/rng.h"

enum { N = 200000 };

/* The first numbers of xoshiro256** from the state 1, 2, 3, 4: the vector that
 * other implementations of the published generator are tested with. */
static void
next_is_xoshiro(void **state)
{
    static const uint64_t want[] = {
        UINT64_C(11520),
        UINT64_C(0),
        UINT64_C(1509978240),
        UINT64_C(1215971899390074240),
        UINT64_C(1216172134540287360),
        UINT64_C(607988272756665600),
        UINT64_C(16172922978634559625),
        UINT64_C(8476171486693032832),
        UINT64_C(10595114339597558777),
        UINT64_C(2904607092377533576),
    };
    pcarti_rng rng = {{1, 2, 3, 4}};

    (void)state;
    for (size_t i = 0; i < sizeof want / sizeof want[0]; i++)
        assert_true(pcarti_rng_next(&rng) == want[i]);
}

static void
streams_differ(void **state)
{
    pcarti_rng a, b, c;

    (void)state;
    pcarti_rng_init(&a, 1, 2, 3);
    pcarti_rng_init(&b, 1, 3, 2);
    pcarti_rng_init(&c, 1, 2, 3);
    assert_true(memcmp(&a, &c, sizeof a) == 0);
    assert_true(memcmp(&a, &b, sizeof a) != 0);
    assert_true(pcarti_rng_next(&a) != pcarti_rng_next(&b));
}

/* Largest distance between the empirical and the normal distribution. */
static void
normal_is_normal(void **state)
{
    enum { CELL = 121 };
    static int below[CELL];
    double sum = 0, square = 0, worst = 0;
    pcarti_rng rng;

    (void)state;
    pcarti_rng_init(&rng, 7, 0, 0);
    for (int i = 0; i < N; i++) {
        double z = pcarti_rng_normal(&rng);

        assert_true(z > -8.2 && z < 8.2);
        sum += z;
        square += z * z;
        for (int k = 0; k < CELL; k++)
            below[k] += z <= -3.0 + k * 0.05;
    }
    for (int k = 0; k < CELL; k++) {
        double x = -3.0 + k * 0.05;
        double want = 0.5 * erfc(-x / sqrt(2.0));
        double gap = fabs((double)below[k] / N - want);

        worst = gap > worst ? gap : worst;
    }
    assert_true(fabs(sum / N) < 0.01);
    assert_true(fabs(square / N - 1.0) < 0.015);
    assert_true(worst < 0.006);
}

static void
others_have_their_means(void **state)
{
    static const uint16_t weight[] = {1, 0, 3};
    int pick[3] = {0}, die[6] = {0}, heads = 0;
    double sum = 0;
    pcarti_rng rng;

    (void)state;
    pcarti_rng_init(&rng, 8, 0, 0);
    for (int i = 0; i < N; i++) {
        sum += pcarti_rng_exponential(&rng);
        pick[pcarti_rng_pick(&rng, weight, 3)]++;
        die[pcarti_rng_between(&rng, 1, 6) - 1]++;
        heads += pcarti_rng_chance(&rng, 0.2);
    }
    assert_true(fabs(sum / N - 1.0) < 0.015);
    assert_int_equal(pick[1], 0);
    assert_true(fabs(pick[2] / (double)N - 0.75) < 0.006);
    assert_true(fabs(heads / (double)N - 0.2) < 0.006);
    for (int i = 0; i < 6; i++)
        assert_true(fabs(die[i] / (double)N - 1.0 / 6) < 0.006);
    assert_int_equal(pcarti_rng_between(&rng, 4, 4), 4);
    assert_int_equal(pcarti_rng_between(&rng, 4, 3), 4);
}

static void
shuffle_is_a_permutation(void **state)
{
    uint16_t order[555];
    int seen[555] = {0}, fixed = 0;
    pcarti_rng rng;

    (void)state;
    pcarti_rng_init(&rng, 9, 0, 0);
    pcarti_rng_shuffle(&rng, order, 555);
    for (int i = 0; i < 555; i++) {
        assert_true(order[i] < 555);
        seen[order[i]]++;
        fixed += order[i] == i;
    }
    for (int i = 0; i < 555; i++)
        assert_int_equal(seen[i], 1);
    assert_true(fixed < 10);
}

static void
powers_agree_with_the_library(void **state)
{
    (void)state;
    for (double x = -30; x <= 30; x += 0.0137) {
        double want = exp2(x);

        assert_true(fabs(pcarti_exp2(x) / want - 1.0) < 1e-13);
        assert_true(fabs(pcarti_log2(want) - x) < 1e-12);
    }
    assert_true(pcarti_exp2(10) == 1024.0);
    assert_true(pcarti_log2(1.0) == 0.0);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(next_is_xoshiro),
        cmocka_unit_test(streams_differ),
        cmocka_unit_test(normal_is_normal),
        cmocka_unit_test(others_have_their_means),
        cmocka_unit_test(shuffle_is_a_permutation),
        cmocka_unit_test(powers_agree_with_the_library),
    };

    return cmocka_run_group_tests_name("rng", test, NULL, NULL);
}
