/* svg.h -- writes SVG elements, byte for byte the same everywhere.
 * Layer: figure. */
#ifndef PCARTI_SVG_H
#define PCARTI_SVG_H

#include "core/buf.h"
#include "postcart/scene.h"

/* Sizes of the text classes in pixels; see the style in svg.c. */
#define PCARTI_TEXT_TITLE 15.0 // pc-title, bold
#define PCARTI_TEXT_HEAD 12.0  // pc-head, bold
#define PCARTI_TEXT_BODY 11.0  // no class
#define PCARTI_TEXT_SMALL 10.0 // pc-small

/* What is being written.  is_failed of the buffer collects all failures. */
typedef struct pcarti_svg {
    pcarti_buf *out;
    pcart_arena *arena;
    const char *id; /* prefix of ids */
    double width, height;
    int is_reachable; /* holds groups that take the focus: not a mere image */
} pcarti_svg;

typedef struct pcarti_box {
    double x, y, width, height;
} pcarti_box;

typedef struct pcarti_at {
    double x, y;
} pcarti_at;

/* The root element with title, description, style and white ground. */
void pcarti_svg_open(pcarti_svg *svg, const pcart_scene *scene,
                     const char *fallback_title);
void pcarti_svg_close(pcarti_svg *svg);
/* The status of all that was written. */
PCART_MUST_CHECK pcart_status pcarti_svg_status(const pcarti_svg *svg,
                                                pcart_err *err);

/* Groups.  class, title and origin may be NULL. */
void pcarti_svg_begin(pcarti_svg *svg, const char *class);
void pcarti_svg_begin_hover(pcarti_svg *svg, const char *class,
                            const char *title, const pcart_origin *origin);
/* A group that the keyboard reaches, with its name for those who listen. */
void pcarti_svg_begin_focus(pcarti_svg *svg, const char *name);
void pcarti_svg_begin_link(pcarti_svg *svg, const char *address);
void pcarti_svg_end_link(pcarti_svg *svg);
void pcarti_svg_end(pcarti_svg *svg);
/* A group that shows only what lies in @p box; ends with pcarti_svg_end. */
void pcarti_svg_begin_clip(pcarti_svg *svg, const char *name, pcarti_box box);

void pcarti_svg_line(pcarti_svg *svg, const char *class, pcarti_at from,
                     pcarti_at to);
void pcarti_svg_hline(pcarti_svg *svg, const char *class, double x1, double x2,
                      double y);
void pcarti_svg_vline(pcarti_svg *svg, const char *class, double x, double y1,
                      double y2);
void pcarti_svg_rect(pcarti_svg *svg, const char *class, pcarti_box box);
void pcarti_svg_circle(pcarti_svg *svg, const char *class, double x, double y,
                       double radius);
void pcarti_svg_text(pcarti_svg *svg, const char *class, double x, double y,
                     const char *text);
/* Text turned by 90 degrees to the left, its middle at (x, y). */
void pcarti_svg_text_up(pcarti_svg *svg, const char *class, double x, double y,
                        const char *text);
/* Wrapped text; returns the y of the line after the last. */
double pcarti_svg_text_wrap(pcarti_svg *svg, const char *class, pcarti_box box,
                            double size, const char *text);
/* Lines that pcarti_svg_text_wrap would need. */
int pcarti_svg_text_lines(const char *text, double size, int is_bold,
                          double width);

/* A path: begin, points, end. */
void pcarti_svg_path_begin(pcarti_svg *svg, const char *class);
void pcarti_svg_move(pcarti_svg *svg, double x, double y);
void pcarti_svg_draw(pcarti_svg *svg, double x, double y);
void pcarti_svg_path_close(pcarti_svg *svg);
void pcarti_svg_path_end(pcarti_svg *svg);

/* Formatted text in the arena; "" (and the failure kept) without memory. */
const char *pcarti_svg_print(pcarti_svg *svg, const char *format, ...)
    PCART_PRINTF(2, 3);
/* @p text, or its beginning with an ellipsis if it is wider than @p width. */
const char *pcarti_svg_fit(pcarti_svg *svg, const char *text, double size,
                           int is_bold, double width);
/* Scratch items, zeroed; NULL (and the failure kept) without memory. */
void *pcarti_svg_take(pcarti_svg *svg, size_t count, size_t size);

#define PCARTI_NUMBER_SIZE 40
/* @p value with @p decimals (0 to 6) and commas between thousands. */
char *pcarti_number_write(double value, int decimals,
                          char out[PCARTI_NUMBER_SIZE]);
/* The same with as few decimals as three significant digits need. */
char *pcarti_number_short(double value, char out[PCARTI_NUMBER_SIZE]);

#endif
