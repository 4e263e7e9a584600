/* sheet.c -- a table of a report.  Layer: report. */
#include "postcart/sheet.h"

#include <math.h>

#include "report/number.h"

void
pcart_sheet_put(pcart_sheet *sheet, const char *shown, const char *full)
{
    size_t at = (sheet->n_row - 1) * sheet->n_column + sheet->filled;

    if (sheet->is_failed || sheet->n_row == 0 ||
        sheet->filled == sheet->n_column)
        return;
    sheet->cell[at] = (pcart_sheet_cell){shown, full};
    sheet->filled++;
}

void
pcart_sheet_row(pcart_sheet *sheet, pcart_row_style style)
{
    pcart_sheet_cell *cell;
    unsigned char *styles;

    if (sheet->is_failed)
        return;
    cell = pcart_arena_grow(sheet->arena, sheet->cell, &sheet->m_cell,
                            (sheet->n_row + 1) * sheet->n_column, sizeof *cell);
    if (cell)
        sheet->cell = cell;
    styles = pcart_arena_grow(sheet->arena, sheet->style, &sheet->m_style,
                              sheet->n_row + 1, sizeof *styles);
    if (styles)
        sheet->style = styles;
    if (!cell || !styles) {
        sheet->is_failed = 1;
        return;
    }
    for (size_t i = 0; i < sheet->n_column; i++)
        cell[sheet->n_row * sheet->n_column + i] = (pcart_sheet_cell){0};
    styles[sheet->n_row++] = (unsigned char)style;
    sheet->filled = 0;
}

void
pcart_sheet_text(pcart_sheet *sheet, const char *text)
{
    if (!text)
        sheet->is_failed = 1;
    pcart_sheet_put(sheet, NULL, text);
}

void
pcart_sheet_count(pcart_sheet *sheet, long long value)
{
    pcart_sheet_text(sheet, pcart_arena_print(sheet->arena, "%lld", value));
}

void
pcart_sheet_number(pcart_sheet *sheet, double value, int decimals)
{
    const char *shown = "", *full = "";

    if (isfinite(value)) {
        shown = pcarti_number_shown(sheet->arena, value, decimals);
        full = pcarti_number_full(sheet->arena, value);
    }
    if (!shown || !full)
        sheet->is_failed = 1;
    pcart_sheet_put(sheet, shown, full);
}

pcart_status
pcart_sheet_status(const pcart_sheet *sheet, pcart_err *err)
{
    if (sheet->is_failed)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    return PCART_OK;
}
