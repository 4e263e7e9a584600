/* sheet.h -- a table of a report: what is shown, and the full numbers.
 * Layer: report. */
#ifndef POSTCART_SHEET_H
#define POSTCART_SHEET_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/err.h"

typedef enum pcart_column_kind {
    PCART_SHEET_TEXT,  /**< left */
    PCART_SHEET_NUMBER /**< right */
} pcart_column_kind;

typedef struct pcart_sheet_column {
    const char *name;  /**< in the CSV header: "n_risk" */
    const char *title; /**< in the page: "At risk" */
    pcart_column_kind kind;
} pcart_sheet_column;

/** One cell: for people and for programs. */
typedef struct pcart_sheet_cell {
    const char *shown; /**< NULL: as full */
    const char *full;  /**< NULL: "" */
} pcart_sheet_cell;

/** How a row is set in the page. */
typedef enum pcart_row_style {
    PCART_ROW_PLAIN,
    PCART_ROW_HEAD,  /**< names the rows that follow */
    PCART_ROW_INDENT /**< belongs to the head before */
} pcart_row_style;

/**
 * A table.  Zero plus a name and an arena is a valid, empty sheet.  The
 * functions never fail: they remember, and @ref pcart_sheet_status tells.
 */
typedef struct pcart_sheet {
    const char *name; /**< of the CSV: "baseline" is tables/baseline.csv */
    const char *title;
    const char *note; /**< under the table; or NULL */
    const pcart_sheet_column *column;
    size_t n_column;
    size_t n_shown;         /**< columns shown in the page; 0: all */
    pcart_sheet_cell *cell; /**< row by row */
    unsigned char *style;   /**< pcart_row_style, one per row */
    size_t n_row, m_cell, m_style;
    size_t filled; /**< cells in the last row */
    pcart_arena *arena;
    int is_failed;
} pcart_sheet;

/** Start a row; the one before is filled up with empty cells. */
PCART_API void pcart_sheet_row(pcart_sheet *sheet, pcart_row_style style);

/** Put the next cell of the row; both texts are borrowed. */
PCART_API void pcart_sheet_put(pcart_sheet *sheet, const char *shown,
                               const char *full);
PCART_API void pcart_sheet_text(pcart_sheet *sheet, const char *text);
PCART_API void pcart_sheet_count(pcart_sheet *sheet, long long value);
/** Shown with @p decimals, in full in the CSV; NAN is an empty cell. */
PCART_API void pcart_sheet_number(pcart_sheet *sheet, double value,
                                  int decimals);

PCART_API PCART_MUST_CHECK pcart_status
pcart_sheet_status(const pcart_sheet *sheet, pcart_err *err);

#endif
