/* test_followup.c -- ordering and merging of times against plain sorting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "postcart/followup.h"
#include "stat/order.h"

enum { MOST = 3000 };

static uint64_t seed = 42;

static uint64_t
draw(uint64_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (seed >> 33) % below;
}

/* Kinds of columns: days, spread, clusters far apart, wild sizes, signs. */
static double
value_of(int kind)
{
    switch (kind) {
    case 0:
        return (double)draw(40);
    case 1:
        return (double)draw(1 << 30) / 1e6;
    case 2: // values that differ in their last bits only: long runs
        return 1e6 * (double)(1 + draw(2)) + (double)draw(5000) * 0x1p-33;
    case 3:
        return ldexp(1 + (double)draw(1000) / 1000, (int)draw(1800) - 900);
    default:
        return ((double)draw(2000) - 1000) / 8 * (draw(9) ? 1 : -0.0);
    }
}

static const double *sorted_values;

static int
by_value_then_place(const void *a, const void *b)
{
    uint32_t i, j;

    memcpy(&i, a, sizeof i);
    memcpy(&j, b, sizeof j);
    if (sorted_values[i] != sorted_values[j])
        return sorted_values[i] < sorted_values[j] ? -1 : 1;
    return i < j ? -1 : i > j;
}

static void
test_order(void **state)
{
    static double value[MOST];
    static uint32_t expected[MOST];

    (void)state;
    for (int round = 0; round < 60; round++) {
        size_t n = 1 + draw(MOST);
        pcart_arena arena = {0};
        uint32_t *order = NULL;

        for (size_t i = 0; i < n; i++) {
            value[i] = value_of(round % 5);
            expected[i] = (uint32_t)i;
        }
        sorted_values = value;
        qsort(expected, n, sizeof *expected, by_value_then_place);
        assert_int_equal(pcarti_order(value, n, NULL, &arena, &order, NULL),
                         PCART_OK);
        assert_memory_equal(order, expected, n * sizeof *order);
        pcart_arena_release(&arena);
    }
}

/* What the header says, done one pair at a time. */
static void
test_sort(void **state)
{
    static double time[MOST];
    static int status[MOST];

    (void)state;
    for (int round = 0; round < 40; round++) {
        size_t n = 1 + draw(MOST);
        pcart_followup data = {.n = n, .time = time, .status = status};
        pcart_arena arena = {0};
        pcart_followup out;

        for (size_t i = 0; i < n; i++) {
            /* days, some of them a little off: within the tolerance or not */
            time[i] =
                (double)draw(300) + (double)draw(3) * (round % 2 ? 4e-9 : 1e-5);
            status[i] = (int)draw(3);
        }
        assert_int_equal(pcart_followup_sort(&data, &arena, &out, NULL), 0);
        assert_int_equal(out.n, n);
        for (size_t i = 0; i < n; i++) {
            uint32_t row = out.row[i];
            int is_event = out.status[i] != 0;

            assert_int_equal(out.status[i], status[row]);
            assert_true(fabs(out.time[i] - time[row]) <=
                        (round % 2 ? 9e-9 : 0));
            if (!i)
                continue;
            assert_true(out.time[i] >= out.time[i - 1]);
            if (out.time[i] > out.time[i - 1]) {
                assert_true(out.time[i] - out.time[i - 1] > 1e-6);
                continue;
            }
            assert_false(is_event && !out.status[i - 1]);
            if (is_event == (out.status[i - 1] != 0))
                assert_true(row > out.row[i - 1]);
        }
        pcart_arena_release(&arena);
    }
}

/* Entries and ends are merged together; a row must not lose its length. */
static void
test_merged_entry(void **state)
{
    static const double time[] = {5, 9}, start[] = {0, 5 + 5e-9};
    static const double tiny[] = {5 + 5e-9, 9}, from[] = {5, 0};
    static const int status[] = {1, 1};
    pcart_followup data = {
        .n = 2, .time = time, .start = start, .status = status};
    pcart_arena arena = {0};
    pcart_followup out;
    pcart_err err;

    (void)state;
    assert_int_equal(pcart_followup_sort(&data, &arena, &out, NULL), PCART_OK);
    assert_true(out.start[1] == 5);
    data.time = tiny;
    data.start = from;
    assert_int_equal(pcart_followup_sort(&data, &arena, &out, &err),
                     PCART_E_RANGE);
    data.ties = PCART_TIES_EXACT;
    assert_int_equal(pcart_followup_sort(&data, &arena, &out, NULL), PCART_OK);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_sort),
        cmocka_unit_test(test_merged_entry),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
