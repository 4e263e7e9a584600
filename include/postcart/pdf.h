/* pdf.h -- a figure as PDF.  Layer: report. */
#ifndef POSTCART_PDF_H
#define POSTCART_PDF_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/err.h"

/**
 * One page of the size of the figure, with text as text.  The file holds no
 * date: the same figure gives the same bytes with the same versions of
 * librsvg and cairo and the same fonts.
 *
 * The libraries behind it end the process when memory is out: a host that must
 * not end calls this in a process of its own.
 *
 * @param out  bytes owned by the arena
 * @return PCART_OK; PCART_E_SYNTAX when it is no SVG; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_pdf_from_svg(const char *svg, size_t length, pcart_arena *arena,
                   const char **out, size_t *n, pcart_err *err);

#endif
