/* font.h -- how wide text will be.  Layer: figure. */
#ifndef PCARTI_FONT_H
#define PCARTI_FONT_H

#include <stddef.h>
#include <stdint.h>

/*
 * Widths are those of DejaVu Sans, the widest of the fonts that the figures
 * name, so that text laid out with them fits in any of the others.
 */
double pcarti_font_width(const char *text, double size, int is_bold);
double pcarti_font_width_n(const char *text, size_t length, double size,
                           int is_bold);

/* Bytes from the start of @p text that fit, never splitting a character. */
size_t pcarti_font_fit(const char *text, double size, int is_bold,
                       double width);

/*
 * Bytes of the first line when @p text is wrapped to @p width: it ends at a
 * blank or, for a long word, in it.  At least one character unless empty.
 * Blanks before the next line are for the caller to skip.
 */
size_t pcarti_font_line(const char *text, double size, int is_bold,
                        double width);

/*
 * One character of UTF-8.  Returns its length in bytes, and sets *code; an
 * invalid byte has length 1 and code 0xFFFD.  Length 0 at the end.
 */
size_t pcarti_font_char(const char *text, size_t length, uint32_t *code);

#endif
