/* test_table.c -- rows, cells and their places; what is no table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "postcart/table.h"

/* All rows as one text: cells in [], rows ended by their line number; errors
 * as !line:column. */
static void
spell(pcart_table *table, char *out, size_t room)
{
    const pcart_row *row;
    pcart_err err;
    size_t n = 0;

    out[0] = '\0';
    for (;;) {
        pcart_status status = pcart_table_next(table, &row, &err);

        if (status) {
            n += (size_t)snprintf(out + n, room - n, "!%llu:%u ",
                                  (unsigned long long)err.where.line,
                                  err.where.column);
            assert_int_equal(status, PCART_E_SYNTAX);
            continue;
        }
        if (!row)
            return;
        for (size_t i = 0; i < row->n_cell; i++)
            n += (size_t)snprintf(out + n, room - n, "[%.*s]",
                                  (int)row->cell[i].length, row->cell[i].text);
        n += (size_t)snprintf(out + n, room - n, "%llu ",
                              (unsigned long long)row->line);
        assert_true(n < room);
    }
}

/* A source that gives its bytes in small pieces. */
typedef struct drip {
    const char *text;
    size_t left, piece;
} drip;

static pcart_status
fill_drip(void *ctx, char *to, size_t room, size_t *got, pcart_err *err)
{
    drip *d = ctx;
    size_t n = d->left < d->piece ? d->left : d->piece;

    (void)err;
    if (n > room)
        n = room;
    if (n)
        memcpy(to, d->text, n);
    d->text += n;
    d->left -= n;
    *got = n;
    return PCART_OK;
}

static void
expect_bytes(const char *text, size_t length, const char *expected)
{
    char out[4096];
    pcart_arena arena = {0};
    pcart_table table;
    const pcart_table_options comma = {.delimiter = ','};
    /* A copy of exact size, so that a sanitizer sees a read beyond it. */
    char *exact = malloc(length ? length : 1);

    assert_non_null(exact);
    memcpy(exact, text, length);
    assert_int_equal(
        pcart_table_init(&table, "x.csv", exact, length, &comma, &arena),
        PCART_OK);
    spell(&table, out, sizeof out);
    assert_string_equal(out, expected);
    pcart_table_release(&table);
    for (size_t piece = 1; piece < 9; piece += 2) {
        drip d = {exact, length, piece};

        assert_int_equal(pcart_table_init_fill(&table, "x.csv", fill_drip, &d,
                                               &comma, &arena),
                         PCART_OK);
        spell(&table, out, sizeof out);
        assert_string_equal(out, expected);
        pcart_table_release(&table);
    }
    pcart_arena_release(&arena);
    free(exact);
}

static void
expect(const char *text, const char *expected)
{
    expect_bytes(text, strlen(text), expected);
}

static void
test_plain(void **state)
{
    (void)state;
    expect("a,b\nc,d\n", "[a][b]1 [c][d]2 ");
    expect("a,b\r\nc,d\r\n", "[a][b]1 [c][d]2 ");
    expect("a,b\nc,d", "[a][b]1 [c][d]2 ");
    expect("a,b\r\nc,d\r", "[a][b]1 [c][d]2 ");
    expect(",\n,,\n", "[][]1 [][][]2 ");
    expect("a\n\n\r\n  \nb\n", "[a]1 [b]5 ");
    expect("", "");
    expect("\n\n", "");
}

static void
test_quotes(void **state)
{
    (void)state;
    expect("\"a,b\",c\n", "[a,b][c]1 ");
    expect("\"a\"\"b\",\"\"\nx\n", "[a\"b][]1 [x]2 ");
    expect("\"a\nb\",c\nd\n", "[a\nb][c]1 [d]3 ");
    expect("\"a\r\nb\"\r\nd\n", "[a\r\nb]1 [d]3 ");
    expect("\"a\"", "[a]1 ");
    expect("x,\"\"\"\"\n", "[x][\"]1 ");
    /* A quote within a plain cell is a character. */
    expect("5\" tube,b\nc\n", "[5\" tube][b]1 [c]2 ");
}

static void
test_faults(void **state)
{
    (void)state;
    expect("a,\"b\"c\nd\n", "!1:6 [d]2 ");
    expect("a,\"b\nc\nd,e\n", "!1:3 [c]2 [d][e]3 ");
    expect("a,\xFF\nb\n", "!1:3 [b]2 ");
    expect("a,\xC3\xA9\nb\n", "[a][\xC3\xA9]1 [b]2 ");
    expect("a,\xC0\x80\n", "!1:3 ");
    expect("a,\xED\xA0\x80\n", "!1:3 ");
    expect("\"x\ny\xFF\",b\nc\n", "!2:2 [c]3 ");
    expect_bytes("a\0b\nc\n", 6, "!1:2 [c]2 ");
}

/* Every row length round the width of the scan gives the same cells. */
static void
test_widths(void **state)
{
    (void)state;
    for (size_t width = 0; width < 200; width++) {
        char text[1024], expected[1024], x[256] = "";

        memset(x, 'x', width);
        x[width] = '\0';
        snprintf(text, sizeof text, "%s,b\nc,%s\n", x, x);
        snprintf(expected, sizeof expected, "[%s][b]1 [c][%s]2 ", x, x);
        expect(text, expected);
    }
}

static void
test_long_line(void **state)
{
    size_t length = 3u << 20;
    char *text = malloc(length + 8);
    pcart_arena arena = {0};
    const pcart_table_options comma = {.delimiter = ','};
    drip d = {text, length + 8, 100000};
    char out[64];
    pcart_table table;

    (void)state;
    assert_non_null(text);
    memset(text, 'x', length);
    memcpy(text, "a,b\n", 4);
    memcpy(text + length, "\nc,d\n,\n", 8 - 1);
    d.left = length + 7;
    assert_int_equal(
        pcart_table_init_fill(&table, "x.csv", fill_drip, &d, &comma, &arena),
        PCART_OK);
    spell(&table, out, sizeof out);
    assert_string_equal(out, "[a][b]1 !2:1 [c][d]3 [][]4 ");
    /* Memory does not grow with the line. */
    assert_true(arena.used < 8u << 20);
    pcart_table_release(&table);
    assert_int_equal(
        pcart_table_init(&table, "x.csv", text, length + 7, &comma, &arena),
        PCART_OK);
    spell(&table, out, sizeof out);
    assert_string_equal(out, "[a][b]1 !2:1 [c][d]3 [][]4 ");
    pcart_table_release(&table);
    pcart_arena_release(&arena);
    free(text);
}

static void
test_many_columns(void **state)
{
    enum { N = PCART_TABLE_MAX_COLUMN };
    char *text = malloc(2 * N + 8);
    pcart_arena arena = {0};
    const pcart_table_options comma = {.delimiter = ','};
    const pcart_row *row;
    pcart_table table;
    pcart_err err;

    (void)state;
    assert_non_null(text);
    memset(text, ',', 2 * N);
    text[N - 1] = '\n';
    text[2 * N] = '\n';
    assert_int_equal(
        pcart_table_init(&table, "x", text, 2 * N + 1, &comma, &arena),
        PCART_OK);
    assert_int_equal(pcart_table_next(&table, &row, &err), PCART_OK);
    assert_int_equal(row->n_cell, N);
    assert_int_equal(pcart_table_next(&table, &row, &err), PCART_E_SYNTAX);
    assert_int_equal(pcart_table_next(&table, &row, &err), PCART_OK);
    assert_null(row);
    pcart_table_release(&table);
    pcart_arena_release(&arena);
    free(text);
}

static void
expect_delimiter(const char *text, size_t length, pcart_status expected,
                 char delimiter)
{
    pcart_arena arena = {0};
    pcart_table table;
    const pcart_row *row;
    pcart_err err = {0};

    assert_int_equal(pcart_table_init(&table, "x", text, length, NULL, &arena),
                     PCART_OK);
    assert_int_equal(pcart_table_header(&table, &row, &err), expected);
    if (expected == PCART_OK) {
        assert_int_equal(pcart_table_delimiter(&table), delimiter);
        assert_int_equal(row->cell[0].length, 1);
        assert_int_equal(row->cell[0].text[0], 'a');
        assert_int_equal(pcart_row_place("x", row, &row->cell[0]).column, 1);
    } else {
        assert_true(err.hint[0] != '\0');
    }
    pcart_table_release(&table);
    pcart_arena_release(&arena);
}

static void
test_header(void **state)
{
    (void)state;
    expect_delimiter("a,b\n", 4, PCART_OK, ',');
    expect_delimiter("a;b,c;d\n", 8, PCART_OK, ';');
    expect_delimiter("a\tb\n", 4, PCART_OK, '\t');
    expect_delimiter("a;\"x,y,z\"\n", 10, PCART_OK, ';');
    expect_delimiter("\xEF\xBB\xBF"
                     "a,b\n",
                     7, PCART_OK, ',');
    expect_delimiter("a", 1, PCART_OK, ',');
    expect_delimiter("", 0, PCART_E_DEGENERATE, 0);
    expect_delimiter("\n\n", 2, PCART_E_DEGENERATE, 0);
    expect_delimiter("\xFF\xFE"
                     "a\0",
                     4, PCART_E_SYNTAX, 0);
    expect_delimiter("PK\x03\x04", 4, PCART_E_SYNTAX, 0);
    expect_delimiter("\x1F\x8B\x08", 3, PCART_E_SYNTAX, 0);
    expect_delimiter("a\0b\n", 4, PCART_E_SYNTAX, 0);
    expect_delimiter("a,b\rc,d\r", 8, PCART_E_SYNTAX, 0);
    expect_delimiter("a,\xE9\n", 4, PCART_E_SYNTAX, 0);
}

static void
test_place(void **state)
{
    static const char text[] = "a,\"x\ny\",zz\n";
    pcart_arena arena = {0};
    pcart_table table;
    const pcart_row *row;
    pcart_err err;
    pcart_place place;

    (void)state;
    assert_int_equal(
        pcart_table_init(&table, "x", text, sizeof text - 1, NULL, &arena),
        PCART_OK);
    assert_int_equal(pcart_table_header(&table, &row, &err), PCART_OK);
    place = pcart_row_place("x", row, &row->cell[1]);
    assert_int_equal(place.line, 1);
    assert_int_equal(place.column, 3);
    place = pcart_row_place("x", row, &row->cell[2]);
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 4);
    assert_int_equal(place.length, 2);
    assert_int_equal(pcart_table_line(&table), 3);
    assert_int_equal(pcart_table_offset(&table), sizeof text - 1);
    pcart_table_release(&table);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_plain),     cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_faults),    cmocka_unit_test(test_widths),
        cmocka_unit_test(test_long_line), cmocka_unit_test(test_many_columns),
        cmocka_unit_test(test_header),    cmocka_unit_test(test_place),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
