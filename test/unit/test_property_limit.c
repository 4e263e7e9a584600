/*
 * test_property_limit.c -- the lower limit of normal, for every series.
 *
 * - Grades by CTCAE agree with a slow reading of the definition: the printed
 *   limits first, then each value against the limit of its own row.
 * - A limit that becomes known never leaves the bounds that stood without it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "postcart/grade.h"

enum { ROUNDS = 4000, MAX_LABS = 6, DAY_ZERO = 19000 };

/* Platelets of CTCAE v5.0: grades 2 to 4 begin below these (cells/uL). */
static const int printed[] = {75000, 50000, 25000};

static int
below(uint64_t *state, int n)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (int)((z ^ (z >> 31)) % (uint64_t)n);
}

/* Values that like to lie at the limits, which two laboratories give. */
static int
draw_value(uint64_t *state)
{
    static const int near[] = {24999,  25000,  49999,  50000,  74999,  75000,
                               139999, 140000, 149999, 150000, 150001, 300000};

    /* Mostly above grade 2, where the limit of normal decides. */
    return near[below(state, 4) ? 5 + below(state, 7) : below(state, 12)];
}

static const pcart_fixed limit[] = {PCART_FIXED_NONE, PCART_FIXED(140000),
                                    PCART_FIXED(150000)};

static pcart_result
grade(const pcart_lab *lab, size_t n, const pcart_fixed *known)
{
    pcart_course course = pcart_course_empty();
    unsigned char wanted[PCART_MEASURE_MAX] = {0};
    const pcart_result *result;
    pcart_arena arena = {0};
    pcart_result kept;
    size_t n_measure, n_result;
    const pcart_measure *measure = pcart_measure_list(&n_measure);

    course.patient = "p";
    course.infusion = 1;
    course.day0 = DAY_ZERO;
    course.lab = lab;
    course.n_lab = n;
    course.limit = known;
    for (size_t i = 0; i < n_measure; i++)
        wanted[i] = strcmp(measure[i].name, "ctcae5_plt") == 0;
    assert_int_equal(pcart_grade_course(&course, NULL, wanted, &arena, &result,
                                        &n_result, NULL),
                     PCART_OK);
    assert_int_equal(n_result, 1);
    kept = result[0];
    pcart_arena_release(&arena);
    return kept;
}

/* The definition, row by row. */
static void
by_hand(const pcart_lab *lab, size_t n, int *low, int *high)
{
    int n_open = 0;

    *low = *high = 0;
    for (size_t i = 0; i < n; i++) {
        for (int k = 0; k < 3; k++)
            if (lab[i].value < PCART_FIXED(printed[k]) && *low < k + 2)
                *low = k + 2;
        if (*low < 1 && lab[i].limit && lab[i].value < limit[lab[i].limit])
            *low = 1;
        n_open += lab[i].limit == 0;
    }
    *high = *low == 0 && n_open ? 1 : *low;
}

static void
test_definition(void **state)
{
    uint64_t from = 11;
    int n_seen[3] = {0};

    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        pcart_lab lab[MAX_LABS];
        size_t n = 1 + (size_t)below(&from, MAX_LABS);
        int is_given = below(&from, 3) > 0, day = 0, low, high;
        pcart_result found, without;

        for (size_t i = 0; i < n; i++) {
            day += below(&from, 3); // some days have two values
            lab[i] =
                (pcart_lab){.value = PCART_FIXED(draw_value(&from)),
                            .date = DAY_ZERO + day,
                            .line = (uint32_t)i + 2,
                            .minute = -1,
                            .analyte = PCART_PLATELETS,
                            .limit = (uint16_t)(is_given ? 1 + below(&from, 2)
                                                         : below(&from, 3))};
        }
        by_hand(lab, n, &low, &high);
        found = grade(lab, n, limit);
        assert_int_equal(found.low, PCART_FIXED(low));
        assert_int_equal(found.high, PCART_FIXED(high));
        without = grade(lab, n, NULL);
        assert_true(without.low <= found.low && found.high <= without.high);
        if (low == high && low < 2)
            n_seen[low]++;
        else if (low < high)
            n_seen[2]++;
    }
    /* All three answers were asked for. */
    for (int k = 0; k < 3; k++)
        assert_true(n_seen[k] > ROUNDS / 50);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_definition),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
