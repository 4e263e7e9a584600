/* workbook.h -- the tables of a report as one spreadsheet.  Layer: report. */
#ifndef POSTCART_WORKBOOK_H
#define POSTCART_WORKBOOK_H

#include <stddef.h>

#include "postcart/err.h"
#include "postcart/sheet.h"

/** Longest table that goes into the workbook; longer ones are CSV only. */
#define PCART_WORKBOOK_MAX_ROW 20000

/**
 * Write an XLSX file: a sheet of contents, then one sheet per table with the
 * numbers of its CSV in full.  A table that is too long is named in the
 * contents only.  The file holds no date of the run: same tables, same bytes.
 *
 * The library behind it opens temporary files beside the path's.
 *
 * @param title  of the study
 * @return PCART_OK; PCART_E_IO; PCART_E_NOMEM.  No file is left on failure.
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_workbook_write(const char *path, const char *title,
                     const pcart_sheet *sheet, size_t n, pcart_err *err);

#endif
