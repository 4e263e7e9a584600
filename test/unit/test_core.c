/* test_core.c -- errors, arenas, dates, decimals, buffers. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "postcart/arena.h"
#include "postcart/date.h"
#include "postcart/diag.h"
#include "postcart/fixed.h"

static pcart_date
day(const char *text)
{
    pcart_date out = PCART_DATE_NONE;

    assert_int_equal(pcart_date_read(text, strlen(text), &out, NULL), PCART_OK);
    return out;
}

static void
dates_count_days(void **state)
{
    (void)state;
    assert_int_equal(day("1970-01-01"), 0);
    assert_int_equal(day("2000-03-01") - day("2000-02-28"), 2);
    assert_int_equal(day("1900-03-01") - day("1900-02-28"), 1);
    assert_int_equal(day("2024-03-01") - day("2024-02-28"), 2);
    assert_int_equal(day("2024-12-31") - day("2024-01-01"), 365);
    assert_int_equal(day("2024-03-07T08:15"), day("2024-03-07"));
    assert_int_equal(day("2024-03-07 08:15:59.25"), day("2024-03-07"));
}

static void
dates_are_written_as_read(void **state)
{
    char text[PCART_DATE_SIZE];

    (void)state;
    for (pcart_date d = day("1800-01-01"); d <= day("2199-12-31"); d++)
        assert_int_equal(day(pcart_date_write(d, text)), d);
    assert_string_equal(pcart_date_write(PCART_DATE_NONE, text), "");
}

static void
dates_are_read_in_the_order_that_is_named(void **state)
{
    static const struct {
        const char *text;
        pcart_date_order order;
        pcart_status status;
        const char *day;
        int minute;
    } row[] = {
        {"12.03.2024", PCART_DATE_DMY, PCART_OK, "2024-03-12", -1},
        {"12.03.2024", PCART_DATE_MDY, PCART_OK, "2024-12-03", -1},
        {"1.3.2024", PCART_DATE_DMY, PCART_OK, "2024-03-01", -1},
        {"29/2/2024", PCART_DATE_DMY, PCART_OK, "2024-02-29", -1},
        {"12/31/2024", PCART_DATE_MDY, PCART_OK, "2024-12-31", -1},
        {"01-02-2024 08:15", PCART_DATE_DMY, PCART_OK, "2024-02-01", 495},
        {"2024-03-12T23:59", PCART_DATE_DMY, PCART_OK, "2024-03-12", 1439},
        {"2024-03-12", PCART_DATE_MDY, PCART_OK, "2024-03-12", -1},
        {"29.02.2023", PCART_DATE_DMY, PCART_E_RANGE, NULL, 0},
        {"31.12.2024", PCART_DATE_MDY, PCART_E_RANGE, NULL, 0},
        {"12.03.2024", PCART_DATE_ISO, PCART_E_SYNTAX, NULL, 0},
        {"12.03.24", PCART_DATE_DMY, PCART_E_SYNTAX, NULL, 0},
        {"12.03/2024", PCART_DATE_DMY, PCART_E_SYNTAX, NULL, 0},
        {"12 03 2024", PCART_DATE_DMY, PCART_E_SYNTAX, NULL, 0},
        {"12.03.2024x", PCART_DATE_DMY, PCART_E_SYNTAX, NULL, 0},
        {"12.03.", PCART_DATE_DMY, PCART_E_SYNTAX, NULL, 0},
        {".3.2024", PCART_DATE_DMY, PCART_E_SYNTAX, NULL, 0},
        {"123.3.2024", PCART_DATE_DMY, PCART_E_SYNTAX, NULL, 0},
        {"", PCART_DATE_DMY, PCART_E_SYNTAX, NULL, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        pcart_date out = PCART_DATE_NONE;
        int minute = 77;

        assert_int_equal(pcart_date_read_as(row[i].text, strlen(row[i].text),
                                            row[i].order, &out, &minute, NULL),
                         row[i].status);
        assert_int_equal(out, row[i].day ? day(row[i].day) : PCART_DATE_NONE);
        assert_int_equal(minute, row[i].day ? row[i].minute : 77);
    }
}

static void
dates_refuse_what_is_no_day(void **state)
{
    static const struct {
        const char *text;
        pcart_status status;
    } bad[] = {
        {"2023-02-29", PCART_E_RANGE},
        {"2024-13-01", PCART_E_RANGE},
        {"2024-00-10", PCART_E_RANGE},
        {"2024-04-31", PCART_E_RANGE},
        {"1799-12-31", PCART_E_RANGE},
        {"2200-01-01", PCART_E_RANGE},
        {"", PCART_E_SYNTAX},
        {"2024-3-7", PCART_E_SYNTAX},
        {"07.03.2024", PCART_E_SYNTAX},
        {"2024-03", PCART_E_SYNTAX},
        {"2024-03-07x", PCART_E_SYNTAX},
        {"2024-03-07T25:00", PCART_E_SYNTAX},
        {"2024-03-0a", PCART_E_SYNTAX},
    };
    pcart_date out = 77;

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(bad); i++)
        assert_int_equal(
            pcart_date_read(bad[i].text, strlen(bad[i].text), &out, NULL),
            bad[i].status);
    assert_int_equal(out, 77);
}

static void
times_give_minutes(void **state)
{
    int minute = 0;

    (void)state;
    assert_int_equal(pcart_date_read_time("08:15", 5, &minute, NULL), 0);
    assert_int_equal(minute, 495);
    assert_int_equal(pcart_date_read_time("", 0, &minute, NULL), 0);
    assert_int_equal(minute, -1);
    assert_int_equal(
        pcart_date_read_time("2024-03-07T23:59", 16, &minute, NULL), 0);
    assert_int_equal(minute, 1439);
    assert_int_equal(pcart_date_read_time("24:00", 5, &minute, NULL),
                     PCART_E_SYNTAX);
}

static pcart_fixed
fixed(const char *text, int64_t numerator, int64_t denominator)
{
    pcart_decimal decimal;
    pcart_fixed out;

    assert_int_equal(
        pcart_decimal_read(text, strlen(text), '.', &decimal, NULL), PCART_OK);
    assert_int_equal(pcart_fixed_from_decimal(decimal, numerator, denominator,
                                              &out, NULL, NULL),
                     PCART_OK);
    return out;
}

static void
decimals_are_exact(void **state)
{
    (void)state;
    assert_int_equal(fixed("0.5", 1000, 1), PCART_FIXED(500));
    assert_int_equal(fixed("500", 1, 1), PCART_FIXED(500));
    assert_int_equal(fixed(".5", 1, 1), 500000);
    assert_int_equal(fixed("-1.25e2", 1, 1), PCART_FIXED(-125));
    assert_int_equal(fixed("0.30000000000000004", 1000, 1), PCART_FIXED(300));
    assert_int_equal(fixed("4.96", 16114, 10000), 7992544);
    assert_int_equal(fixed("1", 100, 8857), 11291);
    assert_int_equal(fixed("0.0000005", 1, 1), 1);
    assert_int_equal(fixed("-0.0000005", 1, 1), -1);
    assert_int_equal(fixed("0.00000049999", 1, 1), 0);
    assert_int_equal(fixed("0e999999999", 1, 1), 0);
    assert_int_equal(fixed("1e-999999999", 1, 1), 0);
    assert_int_equal(fixed("000000000000000000000001.50", 1, 1), 1500000);
    assert_int_equal(fixed("1234567890123.4567891", 1, 1),
                     INT64_C(1234567890123456790));
}

static void
decimals_refuse_what_is_no_number(void **state)
{
    static const char *const bad[] = {"",    "-",   ".",    "0,5", "1.2.3",
                                      "1e",  "1e+", " 1",   "1 ",  "0x10",
                                      "inf", "nan", "<0.1", "--1", "1_000"};
    pcart_decimal out = {7, 7};
    pcart_fixed value = 7;

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(bad); i++)
        assert_int_equal(
            pcart_decimal_read(bad[i], strlen(bad[i]), '.', &out, NULL),
            PCART_E_SYNTAX);
    assert_int_equal(out.coefficient, 7);
    assert_int_equal(pcart_decimal_read("1e2000", 6, '.', &out, NULL),
                     PCART_E_RANGE);
    assert_int_equal(pcart_fixed_from_decimal((pcart_decimal){1, 13}, 1, 1,
                                              &value, NULL, NULL),
                     PCART_E_RANGE);
    assert_int_equal(value, 7);
    assert_int_equal(pcart_decimal_read("0,5", 3, ',', &out, NULL), PCART_OK);
    assert_int_equal(out.coefficient, 5);
    assert_int_equal(out.exponent, -1);
}

static void
fixed_numbers_are_written_short(void **state)
{
    char text[PCART_FIXED_SIZE];

    (void)state;
    assert_string_equal(pcart_fixed_write(500000, text), "0.5");
    assert_string_equal(pcart_fixed_write(-1, text), "-0.000001");
    assert_string_equal(pcart_fixed_write(0, text), "0");
    assert_string_equal(pcart_fixed_write(PCART_FIXED(1200), text), "1200");
    assert_string_equal(pcart_fixed_write(INT64_MAX, text),
                        "9223372036854.775807");
    assert_string_equal(pcart_fixed_write(INT64_MIN + 1, text),
                        "-9223372036854.775807");
    assert_string_equal(pcart_fixed_write(PCART_FIXED_NONE, text), "");
}

static void
rounding_follows_its_rule(void **state)
{
    static const struct {
        int value, even, away;
    } row[] = {{504, 500, 500},    {505, 500, 510},    {515, 520, 520},
               {506, 510, 510},    {-505, -500, -510}, {-506, -510, -510},
               {-504, -500, -500}, {0, 0, 0}};

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(row); i++) {
        assert_int_equal(pcart_fixed_round_even(row[i].value, 10), row[i].even);
        assert_int_equal(pcart_fixed_round_away(row[i].value, 10), row[i].away);
    }
}

static void
arenas_grow_and_clear(void **state)
{
    pcart_arena arena = {0};
    int *list = NULL;
    size_t have = 0;

    (void)state;
    for (int i = 0; i < 100000; i++) {
        list =
            pcart_arena_grow(&arena, list, &have, (size_t)i + 1, sizeof(int));
        assert_non_null(list);
        list[i] = i;
    }
    for (int i = 0; i < 100000; i++)
        assert_int_equal(list[i], i);
    assert_null(pcart_arena_take(&arena, SIZE_MAX / 2, 4));
    assert_string_equal(pcart_arena_print(&arena, "%d-%s", 7, "x"), "7-x");
    pcart_arena_clear(&arena);
    assert_int_equal(arena.used, 0);
    assert_int_equal(*(int *)pcart_arena_take(&arena, 1, sizeof(int)), 0);
    pcart_arena_release(&arena);
}

static void
errors_are_cut_at_a_character(void **state)
{
    pcart_err err;
    char text[400];

    (void)state;
    for (size_t i = 0; i + 1 < sizeof text; i += 2)
        memcpy(text + i, "\xC3\xA9", 2);
    text[sizeof text - 1] = '\0';
    pcart_err_set(&err, PCART_E_IO, "x%s", text);
    assert_int_equal(strlen(err.message) % 2, 1);
    assert_true(strlen(err.message) < sizeof err.message);
    pcart_err_set(NULL, PCART_E_IO, "nobody listens");
}

static void
problems_are_all_counted(void **state)
{
    pcart_arena arena = {0};
    pcart_diag diag;

    (void)state;
    pcart_diag_init(&diag, &arena);
    diag.limit = 3;
    for (int i = 0; i < 10; i++)
        pcart_diag_add(
            &diag, &(pcart_problem){.severity = PCART_WARNING, .message = "m"});
    assert_int_equal(diag.n_warning, 10);
    assert_int_equal(diag.n_kept, 3);
    assert_null(diag.first->next->next->next);
    pcart_arena_release(&arena);
}

static void
buffers_escape_and_write_numbers(void **state)
{
    pcarti_buf buf = {0};

    (void)state;
    pcarti_buf_xml(&buf, "a<b>&\"'\x01");
    assert_string_equal(buf.data, "a&lt;b&gt;&amp;&quot;&#39;\xEF\xBF\xBD");
    pcarti_buf_clear(&buf);
    pcarti_buf_json(&buf, "a\"b\\\n\x02");
    assert_string_equal(buf.data, "\"a\\\"b\\\\\\n\\u0002\"");
    pcarti_buf_clear(&buf);
    pcarti_buf_csv(&buf, "plain");
    pcarti_buf_char(&buf, ',');
    pcarti_buf_csv(&buf, "a \"b\", c");
    assert_string_equal(buf.data, "plain,\"a \"\"b\"\", c\"");
    pcarti_buf_clear(&buf);
    pcarti_buf_double(&buf, 0.1);
    pcarti_buf_char(&buf, ' ');
    pcarti_buf_double(&buf, 1.0 / 3);
    pcarti_buf_char(&buf, ' ');
    pcarti_buf_double(&buf, -0.0);
    pcarti_buf_char(&buf, ' ');
    pcarti_buf_double(&buf, NAN);
    assert_string_equal(buf.data, "0.1 0.3333333333333333 0 NA");
    pcarti_buf_clear(&buf);
    pcarti_buf_statistic(&buf, 1.0 / 3);
    pcarti_buf_char(&buf, ' ');
    pcarti_buf_statistic(&buf, nextafter(1.0 / 3, 1));
    pcarti_buf_char(&buf, ' ');
    pcarti_buf_statistic(&buf, 123456789012345.0);
    pcarti_buf_char(&buf, ' ');
    pcarti_buf_statistic(&buf, 1e-300);
    assert_string_equal(buf.data,
                        "0.333333333333 0.333333333333 123456789012345 1e-300");
    assert_int_equal(pcarti_buf_status(&buf, NULL), PCART_OK);
    pcarti_buf_release(&buf);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_count_days),
        cmocka_unit_test(dates_are_written_as_read),
        cmocka_unit_test(dates_are_read_in_the_order_that_is_named),
        cmocka_unit_test(dates_refuse_what_is_no_day),
        cmocka_unit_test(times_give_minutes),
        cmocka_unit_test(decimals_are_exact),
        cmocka_unit_test(decimals_refuse_what_is_no_number),
        cmocka_unit_test(fixed_numbers_are_written_short),
        cmocka_unit_test(rounding_follows_its_rule),
        cmocka_unit_test(arenas_grow_and_clear),
        cmocka_unit_test(errors_are_cut_at_a_character),
        cmocka_unit_test(problems_are_all_counted),
        cmocka_unit_test(buffers_escape_and_write_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
