/* render.h -- PDF figures and the workbook of a report, made beside the
 * program.  Layer: cmd. */
#ifndef PCARTI_CMD_RENDER_H
#define PCARTI_CMD_RENDER_H

#include "postcart/report.h"

/*
 * Add figures/NAME.pdf for every figure and tables.xlsx to the report.
 *
 * The libraries that draw end the process when memory is out, so each of the
 * two is done by a child of its own, at the same time; what a child cannot do
 * is an error here.
 */
PCART_MUST_CHECK pcart_status pcarti_render(pcart_report *report,
                                            const char *title, pcart_err *err);

#endif
