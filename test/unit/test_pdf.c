/* test_pdf.c -- figures as PDF and tables as a workbook: whole, without a
 * date, and refused where there is nothing to draw. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "postcart/pdf.h"
#include "postcart/workbook.h"

static const char figure[] =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\" "
    "viewBox=\"0 0 40 20\"><text x=\"2\" y=\"14\">ANC</text></svg>";

static void
test_pdf(void **state)
{
    pcart_arena arena = {0};
    const char *one, *two;
    size_t n_one, n_two;
    pcart_err err = {0};

    (void)state;
    assert_int_equal(pcart_pdf_from_svg(figure, sizeof figure - 1, &arena, &one,
                                        &n_one, &err),
                     PCART_OK);
    sleep(1); /* a date of the run would differ */
    assert_int_equal(pcart_pdf_from_svg(figure, sizeof figure - 1, &arena, &two,
                                        &n_two, &err),
                     PCART_OK);
    assert_int_equal(n_one, n_two);
    assert_memory_equal(one, two, n_one);
    assert_memory_equal(one, "%PDF-", 5);
    assert_int_equal(
        pcart_pdf_from_svg("no figure", 9, &arena, &one, &n_one, &err),
        PCART_E_SYNTAX);
    assert_int_equal(pcart_pdf_from_svg("<svg xmlns=\"http://www.w3.org/2000/"
                                        "svg\"/>",
                                        41, &arena, &one, &n_one, &err),
                     PCART_E_SYNTAX);
    pcart_arena_release(&arena);
}

static size_t
read_all(const char *path, char *to, size_t room)
{
    FILE *file = fopen(path, "rb");
    size_t n;

    assert_non_null(file);
    n = fread(to, 1, room, file);
    fclose(file);
    remove(path);
    return n;
}

static void
test_workbook(void **state)
{
    static const pcart_sheet_column column[] = {
        {"patient", "Patient", PCART_SHEET_TEXT},
        {"n", "n", PCART_SHEET_NUMBER}};
    static char one[65536], two[65536];
    char path[64];
    size_t n_one, n_two;
    pcart_arena arena = {0};
    pcart_sheet sheet = {.name = "/a_name_that_is_longer_than_31_characters",
                         .title = "A table",
                         .column = column,
                         .n_column = 2,
                         .arena = &arena};
    pcart_err err = {0};

    (void)state;
    pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
    pcart_sheet_text(&sheet, "0012");
    pcart_sheet_number(&sheet, 0.1, 1);
    snprintf(path, sizeof path, "/tmp/postcart-book-%ld", (long)getpid());
    assert_int_equal(pcart_workbook_write(path, "Study", &sheet, 1, &err),
                     PCART_OK);
    n_one = read_all(path, one, sizeof one);
    sleep(1);
    assert_int_equal(pcart_workbook_write(path, "Study", &sheet, 1, &err),
                     PCART_OK);
    n_two = read_all(path, two, sizeof two);
    assert_int_equal(n_one, n_two);
    assert_memory_equal(one, two, n_one);
    assert_memory_equal(one, "PK", 2);
    assert_int_equal(
        pcart_workbook_write("/no-such-folder/book", "Study", &sheet, 1, &err),
        PCART_E_IO);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {cmocka_unit_test(test_pdf),
                                      cmocka_unit_test(test_workbook)};

    return cmocka_run_group_tests(test, NULL, NULL);
}
