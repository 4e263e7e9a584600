/* pdf.c -- a figure as PDF, by librsvg and cairo.  Layer: report. */
#include "postcart/pdf.h"

#include <cairo-pdf.h>
#include <librsvg/rsvg.h>

#include "core/buf.h"

static cairo_status_t
append(void *closure, const unsigned char *bytes, unsigned length)
{
    pcarti_buf *out = closure;

    pcarti_buf_bytes(out, (const char *)bytes, length);
    return out->is_failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* Figures say their size by the view box; a CSS pixel is 3/4 of a point. */
static const double points_per_pixel = 0.75;

static pcart_status
draw(RsvgHandle *figure, pcarti_buf *out, pcart_err *err)
{
    RsvgRectangle page = {0}, box = {0};
    gboolean has_box = FALSE;
    cairo_surface_t *surface = NULL;
    cairo_t *pen = NULL;
    pcart_status status = PCART_OK;

    rsvg_handle_get_intrinsic_dimensions(figure, NULL, NULL, NULL, NULL,
                                         &has_box, &box);
    if (!has_box || box.width <= 0 || box.height <= 0)
        return pcart_err_set(err, PCART_E_SYNTAX, "the figure has no size");
    page.width = box.width * points_per_pixel;
    page.height = box.height * points_per_pixel;
    surface = cairo_pdf_surface_create_for_stream(append, out, page.width,
                                                  page.height);
    /* Without a date the same figure is the same file. */
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
    pen = cairo_create(surface);
    if (!rsvg_handle_render_document(figure, pen, &page, NULL))
        status =
            pcart_err_set(err, PCART_E_SYNTAX, "the figure cannot be drawn");
    cairo_destroy(pen);
    cairo_surface_finish(surface);
    if (!status && cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
        status = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    cairo_surface_destroy(surface);
    return status;
}

pcart_status
pcart_pdf_from_svg(const char *svg, size_t length, pcart_arena *arena,
                   const char **out, size_t *n, pcart_err *err)
{
    RsvgHandle *figure =
        rsvg_handle_new_from_data((const guint8 *)svg, length, NULL);
    pcarti_buf buf = {0};
    pcart_status status;

    *out = NULL;
    *n = 0;
    if (!figure)
        return pcart_err_set(err, PCART_E_SYNTAX, "the figure is no SVG");
    status = draw(figure, &buf, err);
    g_object_unref(figure);
    if (!status)
        status = pcarti_buf_status(&buf, err);
    if (!status) {
        *out = pcart_arena_text(arena, buf.data ? buf.data : "", buf.length);
        *n = buf.length;
        if (!*out)
            status = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    }
    pcarti_buf_release(&buf);
    return status;
}
