/* test_series.c -- one value per day out of sparse measurements. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "postcart/series.h"

enum { DAY_ZERO = 19000 };

static pcart_lab
lab(pcart_analyte analyte, int day, int value, pcart_censor censor,
    uint32_t line)
{
    return (pcart_lab){.value = PCART_FIXED(value),
                       .date = DAY_ZERO + day,
                       .line = line,
                       .minute = -1,
                       .analyte = (uint8_t)analyte,
                       .censor = (uint8_t)censor};
}

static pcart_series
collect(const pcart_lab *rows, size_t n, pcart_analyte analyte,
        pcart_arena *arena)
{
    pcart_course course = {.day0 = DAY_ZERO, .lab = rows, .n_lab = n};
    pcart_series series;

    assert_int_equal(
        pcart_series_collect(&course, analyte, arena, &series, NULL), PCART_OK);
    return series;
}

static void
test_minimum_of_a_day(void **state)
{
    const pcart_lab row[] = {lab(PCART_ANC, -3, 900, PCART_EXACT, 2),
                             lab(PCART_ANC, 5, 700, PCART_EXACT, 3),
                             lab(PCART_ANC, 5, 400, PCART_EXACT, 4),
                             lab(PCART_ANC, 5, 800, PCART_EXACT, 5)};
    pcart_arena arena = {0};
    pcart_series series = collect(row, PCART_COUNTOF(row), PCART_ANC, &arena);

    (void)state;
    assert_int_equal(series.n, 2);
    assert_int_equal(series.day[0].day, -3);
    assert_int_equal(series.day[1].low, PCART_FIXED(400));
    assert_int_equal(series.day[1].high, PCART_FIXED(400));
    assert_int_equal(series.day[1].line, 4);
    pcart_arena_release(&arena);
}

/* "<100" is anything from 0 to just below 100; ">500" has no upper end. */
static void
test_limits_are_intervals(void **state)
{
    const pcart_lab row[] = {lab(PCART_ANC, 1, 100, PCART_BELOW, 2),
                             lab(PCART_ANC, 2, 100, PCART_AT_MOST, 3),
                             lab(PCART_ANC, 3, 500, PCART_ABOVE, 4),
                             lab(PCART_ANC, 4, 500, PCART_AT_LEAST, 5),
                             lab(PCART_ANC, 5, 100, PCART_BELOW, 6),
                             lab(PCART_ANC, 5, 50, PCART_EXACT, 7)};
    pcart_arena arena = {0};
    pcart_series series = collect(row, PCART_COUNTOF(row), PCART_ANC, &arena);

    (void)state;
    assert_int_equal(series.n, 5);
    assert_int_equal(series.day[0].low, 0);
    assert_int_equal(series.day[0].high, PCART_FIXED(100) - 1);
    assert_int_equal(series.day[1].high, PCART_FIXED(100));
    assert_int_equal(series.day[2].low, PCART_FIXED(500) + 1);
    assert_int_equal(series.day[2].high, PCART_SERIES_TOP);
    assert_int_equal(series.day[3].low, PCART_FIXED(500));
    assert_int_equal(series.day[4].low, 0);
    assert_int_equal(series.day[4].high, PCART_FIXED(50));
    pcart_arena_release(&arena);
}

static void
test_wbc_stands_in(void **state)
{
    const pcart_lab row[] = {lab(PCART_ANC, 2, 300, PCART_EXACT, 2),
                             lab(PCART_ANC, 6, 700, PCART_EXACT, 3),
                             lab(PCART_WBC, 1, 400, PCART_EXACT, 4),
                             lab(PCART_WBC, 2, 350, PCART_EXACT, 5),
                             lab(PCART_WBC, 4, 200, PCART_EXACT, 6),
                             lab(PCART_WBC, 9, 9000, PCART_EXACT, 7)};
    static const int day[] = {1, 2, 4, 6, 9};
    static const pcart_day_origin origin[] = {
        PCART_DAY_INFERRED, PCART_DAY_MEASURED, PCART_DAY_INFERRED,
        PCART_DAY_MEASURED, PCART_DAY_INFERRED};
    pcart_arena arena = {0};
    pcart_series series = collect(row, PCART_COUNTOF(row), PCART_ANC, &arena);

    (void)state;
    assert_int_equal(series.n, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(series.day[i].day, day[i]);
        assert_int_equal(series.day[i].origin, origin[i]);
    }
    assert_int_equal(series.day[0].low, 0);
    assert_int_equal(series.day[0].high, PCART_FIXED(400));
    assert_int_equal(series.day[2].line, 6);
    pcart_arena_release(&arena);
}

/* Runs of up to 7 days, ends carried, longer runs left: zoo's na.approx with
 * maxgap = 7, rule = 2. */
static void
test_fill_runs(void **state)
{
    const pcart_lab row[] = {lab(PCART_ANC, 2, 100, PCART_EXACT, 2),
                             lab(PCART_ANC, 10, 900, PCART_EXACT, 3),
                             lab(PCART_ANC, 19, 1000, PCART_EXACT, 4)};
    const pcart_fill fill = {.method = PCART_FILL_LINEAR,
                             .days = 7,
                             .infer_at_most = PCART_FIXED_NONE};
    pcart_arena arena = {0};
    pcart_series series = collect(row, PCART_COUNTOF(row), PCART_ANC, &arena);
    pcart_day_value day[31];

    (void)state;
    assert_int_equal(pcart_series_fill(&series, 0, 30, &fill, day), 3);
    assert_int_equal(day[0].low, PCART_FIXED(100));
    assert_int_equal(day[0].origin, PCART_DAY_CARRIED);
    assert_int_equal(day[3].low, PCART_FIXED(200));
    assert_int_equal(day[9].low, PCART_FIXED(800));
    assert_int_equal(day[9].origin, PCART_DAY_INTERPOLATED);
    assert_int_equal(day[11].origin, PCART_DAY_MISSING);
    assert_int_equal(day[18].origin, PCART_DAY_MISSING);
    assert_int_equal(day[20].origin, PCART_DAY_MISSING);
    assert_int_equal(day[20].low, PCART_FIXED_NONE);
    assert_int_equal(pcart_series_fill(&series, 0, 26, &fill, day), 3);
    assert_int_equal(day[26].origin, PCART_DAY_CARRIED);
    assert_int_equal(pcart_series_fill(&series, 5, 4, &fill, day), 0);
    pcart_arena_release(&arena);
}

static void
test_rounding(void **state)
{
    const pcart_lab row[] = {lab(PCART_ANC, 0, 500, PCART_EXACT, 2),
                             lab(PCART_ANC, 2, 510, PCART_EXACT, 3),
                             lab(PCART_ANC, 4, 520, PCART_EXACT, 4),
                             lab(PCART_ANC, 5, 504, PCART_EXACT, 5)};
    pcart_fill fill = {.method = PCART_FILL_LINEAR,
                       .days = 7,
                       .step = PCART_FIXED(10),
                       .infer_at_most = PCART_FIXED_NONE};
    pcart_arena arena = {0};
    pcart_series series = collect(row, PCART_COUNTOF(row), PCART_ANC, &arena);
    pcart_day_value day[6];

    (void)state;
    pcart_series_fill(&series, 0, 5, &fill, day);
    assert_int_equal(day[1].low, PCART_FIXED(500)); // 505 to the even ten
    assert_int_equal(day[3].low, PCART_FIXED(520)); // 515 to the even ten
    assert_int_equal(day[5].low, PCART_FIXED(504)); // never an observation
    fill.is_round_all = 1;
    pcart_series_fill(&series, 0, 5, &fill, day);
    assert_int_equal(day[5].low, PCART_FIXED(500));
    pcart_arena_release(&arena);
}

/* The published T-ICAHT code: every missing day is the mean of its two
 * neighbours, however long the run. */
static void
test_mean(void **state)
{
    const pcart_lab row[] = {lab(PCART_PLATELETS, 0, 10000, PCART_EXACT, 2),
                             lab(PCART_PLATELETS, 20, 30000, PCART_EXACT, 3)};
    const pcart_fill fill = {.method = PCART_FILL_MEAN,
                             .days = INT32_MAX,
                             .infer_at_most = PCART_FIXED_NONE};
    pcart_arena arena = {0};
    pcart_series series =
        collect(row, PCART_COUNTOF(row), PCART_PLATELETS, &arena);
    pcart_day_value day[31];

    (void)state;
    pcart_series_fill(&series, 0, 30, &fill, day);
    assert_int_equal(day[1].low, PCART_FIXED(20000));
    assert_int_equal(day[19].low, PCART_FIXED(20000));
    assert_int_equal(day[30].low, PCART_FIXED(30000));
    pcart_arena_release(&arena);
}

static void
test_transfused(void **state)
{
    const pcart_lab row[] = {lab(PCART_PLATELETS, 2, 10000, PCART_EXACT, 2),
                             lab(PCART_PLATELETS, 3, 30000, PCART_EXACT, 3),
                             lab(PCART_PLATELETS, 9, 30000, PCART_EXACT, 4),
                             lab(PCART_PLATELETS, 10, 30000, PCART_EXACT, 5)};
    const pcart_support support = {.first = DAY_ZERO + 3,
                                   .last = DAY_ZERO + 3,
                                   .kind = PCART_SUPPORT_PLATELETS};
    pcart_course course = {.day0 = DAY_ZERO,
                           .lab = row,
                           .n_lab = PCART_COUNTOF(row),
                           .support = &support,
                           .n_support = 1};
    pcart_arena arena = {0};
    pcart_series series;

    (void)state;
    assert_int_equal(
        pcart_series_collect(&course, PCART_PLATELETS, &arena, &series, NULL),
        PCART_OK);
    pcart_series_mark_transfused(&series, &course, 7);
    assert_false(series.day[0].is_transfused);
    assert_true(series.day[1].is_transfused);
    assert_true(series.day[2].is_transfused);
    assert_false(series.day[3].is_transfused); // the 7th day is free again
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_minimum_of_a_day),
        cmocka_unit_test(test_limits_are_intervals),
        cmocka_unit_test(test_wbc_stands_in),
        cmocka_unit_test(test_fill_runs),
        cmocka_unit_test(test_rounding),
        cmocka_unit_test(test_mean),
        cmocka_unit_test(test_transfused),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
