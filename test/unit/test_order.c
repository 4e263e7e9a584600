/* test_order.c -- the radix sort against a plain comparison of places. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stat/order.h"

enum { MOST = 40000 };

static double value_of[MOST];
static int status_of[MOST];
static int has_status;

static uint64_t
next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* The definition: by number, then those with a status, then by place. */
static int
by_definition(const void *a, const void *b)
{
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;

    if (value_of[i] != value_of[j])
        return value_of[i] < value_of[j] ? -1 : 1;
    if (has_status && !status_of[i] != !status_of[j])
        return status_of[i] ? -1 : 1;
    return (i > j) - (i < j);
}

/* Numbers that try the leading bits in different ways. */
static double
draw(int kind, uint64_t *state)
{
    double u = (double)(next(state) >> 11) * 0x1p-53;

    switch (kind) {
    case 0: // continuous
        return u * 12;
    case 1: // whole days: long runs of one number
        return (double)(next(state) % 40);
    case 2: // the same leading bits, but for one in a thousand
        return u < 0.001 ? 1e300 : 1 + u * 1e-9;
    case 3: // both signs, and both zeros
        return u < 0.1 ? 0.0 : u < 0.2 ? -0.0 : u - 0.6;
    default: // few numbers that agree in their leading bits
        return u < 0.01 ? 1e300 : 1 + (double)(next(state) % 3) * 0x1p-50;
    }
}

static void
check_order(size_t n)
{
    static uint32_t expected[MOST];
    pcart_arena arena = {0};
    uint32_t *order = NULL;
    pcart_err err;

    for (size_t i = 0; i < n; i++)
        expected[i] = (uint32_t)i;
    qsort(expected, n, sizeof *expected, by_definition);
    assert_int_equal(pcarti_order(value_of, n, has_status ? status_of : NULL,
                                  &arena, &order, &err),
                     PCART_OK);
    assert_memory_equal(order, expected, n * sizeof *order);
    pcart_arena_release(&arena);
}

static void
test_against_definition(void **state)
{
    const size_t size[] = {1, 2, 31, 300, 2047, 2048, 5000, 32767, MOST};
    uint64_t seed = 7;

    (void)state;
    for (int kind = 0; kind < 5; kind++)
        for (size_t k = 0; k < sizeof size / sizeof *size; k++) {
            for (size_t i = 0; i < size[k]; i++) {
                value_of[i] = draw(kind, &seed);
                status_of[i] = (int)(next(&seed) % 3);
            }
            for (has_status = 0; has_status < 2; has_status++)
                check_order(size[k]);
        }
}

static void
test_into_room_of_the_caller(void **state)
{
    const double value[] = {3, 1, 2, 1};
    uint32_t order[4];
    double sorted[4];
    pcarti_sorted out = {order, sorted};
    pcart_arena scratch = {0};
    pcart_err err;

    (void)state;
    assert_int_equal(
        pcarti_order_into(value, (int[]){0, 0, 0, 1}, 4,
                          &(pcarti_order_options){.scratch = &scratch}, &out,
                          &err),
        PCART_OK);
    assert_memory_equal(order, ((uint32_t[]){3, 1, 2, 0}), sizeof order);
    assert_memory_equal(sorted, ((double[]){1, 1, 2, 3}), sizeof sorted);
    pcart_arena_release(&scratch);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_against_definition),
        cmocka_unit_test(test_into_room_of_the_caller),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
