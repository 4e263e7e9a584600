/* test_sheet.c -- tables of a report, and how numbers are shown in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "postcart/sheet.h"
#include "report/number.h"

/* Tables round half away from zero, on the decimal that people see: 2.675 is
 * below that in binary, and is 2.68 all the same. */
static void
test_rounding(void **state)
{
    static const struct {
        double value;
        int decimals;
        const char *shown;
    } row[] = {
        {0.5, 0, "1"},      {-0.5, 0, "-1"},      {1.5, 0, "2"},
        {2.5, 0, "3"},      {0.125, 2, "0.13"},   {2.675, 2, "2.68"},
        {1.005, 2, "1.01"}, {-2.675, 2, "-2.68"}, {0.04, 1, "0.0"},
        {-0.04, 1, "0.0"},  {9.95, 1, "10.0"},    {1234567, 0, "1234567"},
        {1e-9, 3, "0.000"}, {7, 2, "7.00"},
    };
    pcart_arena arena = {0};

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(row); i++)
        assert_string_equal(
            pcarti_number_shown(&arena, row[i].value, row[i].decimals),
            row[i].shown);
    assert_string_equal(pcarti_number_shown(&arena, (double)NAN, 1),
                        "not evaluable");
    pcart_arena_release(&arena);
}

static void
test_texts(void **state)
{
    pcart_arena arena = {0};

    (void)state;
    assert_string_equal(pcarti_number_share(&arena, 14, 555), "14/555 (2.5%)");
    assert_string_equal(pcarti_number_share(&arena, 0, 0), "0/0");
    assert_string_equal(pcarti_number_p(&arena, 0.0009999), "< 0.001");
    assert_string_equal(pcarti_number_p(&arena, 0.001), "0.001");
    assert_string_equal(pcarti_number_p(&arena, 0.04449), "0.044");
    assert_string_equal(pcarti_number_percent(&arena, 0.375, 0.028, 0.764),
                        "37.5% (2.8-76.4)");
    assert_string_equal(
        pcarti_number_percent(&arena, 0, (double)NAN, (double)NAN), "0.0%");
    assert_string_equal(pcarti_number_full(&arena, 0.1), "0.1");
    assert_string_equal(pcarti_number_full(&arena, (double)INFINITY), "");
    pcart_arena_release(&arena);
}

static const pcart_sheet_column column[] = {{"a", "A", PCART_SHEET_TEXT},
                                            {"b", "B", PCART_SHEET_NUMBER}};

static void
test_rows(void **state)
{
    pcart_arena arena = {0};
    pcart_sheet sheet = {.name = "t",
                         .title = "T",
                         .column = column,
                         .n_column = 2,
                         .arena = &arena};

    (void)state;
    pcart_sheet_text(&sheet, "before any row");
    assert_int_equal(sheet.n_row, 0);
    for (int i = 0; i < 100; i++) {
        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_count(&sheet, i);
        if (i % 2)
            pcart_sheet_number(&sheet, i / 8.0, 1);
        pcart_sheet_text(&sheet, i % 2 ? "one too many" : "last");
    }
    assert_int_equal(sheet.n_row, 100);
    assert_string_equal(sheet.cell[2 * 99].full, "99");
    assert_string_equal(sheet.cell[2 * 99 + 1].shown, "12.4");
    assert_string_equal(sheet.cell[2 * 99 + 1].full, "12.375");
    assert_string_equal(sheet.cell[2 * 98 + 1].full, "last");
    assert_int_equal(pcart_sheet_status(&sheet, NULL), PCART_OK);
    pcart_arena_release(&arena);
}

static void *
no_alloc(void *ctx, size_t size)
{
    (void)ctx;
    (void)size;
    return NULL;
}

static void
no_free(void *ctx, void *block)
{
    (void)ctx;
    (void)block;
}

static void
test_no_memory(void **state)
{
    const pcart_alloc none = {no_alloc, no_free, NULL};
    pcart_arena arena;
    pcart_sheet sheet = {.name = "t", .column = column, .n_column = 2};

    (void)state;
    pcart_arena_init(&arena, &none);
    sheet.arena = &arena;
    pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
    pcart_sheet_number(&sheet, 1, 1);
    assert_int_equal(pcart_sheet_status(&sheet, NULL), PCART_E_NOMEM);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rounding),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests_name("sheet", tests, NULL, NULL);
}
