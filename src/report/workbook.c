/* workbook.c -- the tables of a report as one spreadsheet, by libxlsxwriter.
 * Layer: report. */
#include "postcart/workbook.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

/* The first second of 2000: a workbook always has a date, and it must not be
 * that of the run. */
static const time_t fixed_date = 946684800;

enum { MAX_NAME = 31, MAX_TEXT = 32000, MAX_WIDTH = 42, MIN_WIDTH = 8 };

/* A workbook being filled; the first failure is kept. */
typedef struct making {
    lxw_workbook *book;
    lxw_format *head, *bold, *note;
    int is_failed;
} making;

static void
check(making *m, lxw_error error)
{
    m->is_failed |= error != LXW_NO_ERROR;
}

/* A number that reads back whole; text such as "001" or "1e5x" is none. */
static int
read_number(const char *text, double *out)
{
    char *end;

    if (!(*text == '-' || *text == '.' || (*text >= '0' && *text <= '9')))
        return 0;
    *out = strtod(text, &end);
    return *end == '\0';
}

static void
put_text(making *m, lxw_worksheet *page, size_t row, size_t column,
         const char *text, lxw_format *format)
{
    char cut[MAX_TEXT + 1];
    size_t length = strlen(text);

    if (length == 0)
        return;
    if (length > MAX_TEXT) { // a cell holds no more; characters stay whole
        length = MAX_TEXT;
        while (((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
        memcpy(cut, text, length);
        cut[length] = '\0';
        text = cut;
    }
    check(m, worksheet_write_string(page, (lxw_row_t)row, (lxw_col_t)column,
                                    text, format));
}

/* Sheet names: at most 31 characters, each once, without []:*?/\. */
static void
sheet_name(const pcart_sheet *sheet, size_t number, char out[MAX_NAME + 1])
{
    const char *name = sheet->name[0] == '/' ? sheet->name + 1 : sheet->name;
    size_t n = strlen(name);

    if (n <= MAX_NAME) {
        memcpy(out, name, n + 1);
        return;
    }
    snprintf(out, MAX_NAME + 1, "%.24s~%u", name, (unsigned)(number % 1000));
}

static size_t
width_of(const pcart_sheet *sheet, size_t column)
{
    size_t width = strlen(sheet->column[column].name);

    for (size_t r = 0; r < sheet->n_row; r++) {
        const char *full = sheet->cell[r * sheet->n_column + column].full;
        size_t n = full ? strlen(full) : 0;

        if (n > width)
            width = n;
    }
    width += 1;
    return width < MIN_WIDTH   ? MIN_WIDTH
           : width > MAX_WIDTH ? MAX_WIDTH
                               : width;
}

static void
put_sheet(making *m, const pcart_sheet *sheet, const char *name)
{
    lxw_worksheet *page = workbook_add_worksheet(m->book, name);

    if (!page) {
        m->is_failed = 1;
        return;
    }
    for (size_t c = 0; c < sheet->n_column; c++) {
        put_text(m, page, 0, c, sheet->column[c].name, m->head);
        check(m, worksheet_set_column(page, (lxw_col_t)c, (lxw_col_t)c,
                                      (double)width_of(sheet, c), NULL));
    }
    for (size_t r = 0; r < sheet->n_row; r++)
        for (size_t c = 0; c < sheet->n_column; c++) {
            const char *full = sheet->cell[r * sheet->n_column + c].full;
            double value;

            if (!full || !*full)
                continue;
            if (sheet->column[c].kind == PCART_SHEET_NUMBER &&
                read_number(full, &value))
                check(m, worksheet_write_number(page, (lxw_row_t)(r + 1),
                                                (lxw_col_t)c, value, NULL));
            else
                put_text(m, page, r + 1, c, full, NULL);
        }
    worksheet_freeze_panes(page, 1, 0);
    if (sheet->n_row && sheet->n_column)
        check(m, worksheet_autofilter(page, 0, 0, (lxw_row_t)sheet->n_row,
                                      (lxw_col_t)(sheet->n_column - 1)));
}

static int
is_too_long(const pcart_sheet *sheet)
{
    return sheet->n_row > PCART_WORKBOOK_MAX_ROW;
}

static void
put_contents(making *m, const char *title, const pcart_sheet *sheet, size_t n)
{
    static const char *const heading[] = {"Sheet", "What", "Rows", "Note"};
    static const double width[] = {32, 48, 10, 90};
    lxw_worksheet *page = workbook_add_worksheet(m->book, "contents");

    if (!page) {
        m->is_failed = 1;
        return;
    }
    put_text(m, page, 0, 0, title, m->bold);
    put_text(m, page, 1, 0,
             "The numbers of the tables of this report in full, as in "
             "tables/*.csv. An empty cell is a missing value.",
             m->note);
    for (size_t c = 0; c < PCART_COUNTOF(heading); c++) {
        put_text(m, page, 3, c, heading[c], m->head);
        check(m, worksheet_set_column(page, (lxw_col_t)c, (lxw_col_t)c,
                                      width[c], NULL));
    }
    for (size_t i = 0; i < n; i++) {
        char name[MAX_NAME + 1];

        sheet_name(&sheet[i], i, name);
        put_text(m, page, i + 4, 0, name, NULL);
        put_text(m, page, i + 4, 1, sheet[i].title, NULL);
        check(m, worksheet_write_number(page, (lxw_row_t)(i + 4), 2,
                                        (double)sheet[i].n_row, NULL));
        put_text(m, page, i + 4, 3,
                 is_too_long(&sheet[i]) ? "too long for a sheet: see the CSV"
                 : sheet[i].note        ? sheet[i].note
                                        : "",
                 NULL);
    }
    worksheet_freeze_panes(page, 4, 0);
}

static void
set_up(making *m, const char *title)
{
    lxw_doc_properties properties = {.title = (char *)(uintptr_t)title,
                                     .comments = (char *)(uintptr_t) "postcart",
                                     .created = fixed_date};

    m->head = workbook_add_format(m->book);
    m->bold = workbook_add_format(m->book);
    m->note = workbook_add_format(m->book);
    if (!m->head || !m->bold || !m->note) {
        m->is_failed = 1;
        return;
    }
    format_set_bold(m->head);
    format_set_bottom(m->head, LXW_BORDER_THIN);
    format_set_bold(m->bold);
    format_set_font_size(m->bold, 14);
    format_set_italic(m->note);
    check(m, workbook_set_properties(m->book, &properties));
}

pcart_status
pcart_workbook_write(const char *path, const char *title,
                     const pcart_sheet *sheet, size_t n, pcart_err *err)
{
    making m = {.book = workbook_new(path)};
    lxw_error error;

    if (!m.book)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    set_up(&m, title);
    if (!m.is_failed)
        put_contents(&m, title, sheet, n);
    for (size_t i = 0; i < n && !m.is_failed; i++) {
        char name[MAX_NAME + 1];

        sheet_name(&sheet[i], i, name);
        if (!is_too_long(&sheet[i]))
            put_sheet(&m, &sheet[i], name);
    }
    error = workbook_close(m.book); // frees it, written or not
    if (!m.is_failed && error == LXW_NO_ERROR)
        return PCART_OK;
    remove(path);
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED || m.is_failed)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    return pcart_err_set(err, PCART_E_IO, "'%s' cannot be written: %s", path,
                         lxw_strerror(error));
}
