/*
 * svg.c -- writes SVG elements, byte for byte the same everywhere.
 * Layer: figure.  Coordinates have at most two decimals and are written from
 * integers, so that no locale and no printf has a say in them.
 */
#include "figure/svg.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "figure/font.h"
#include "figure/style.h"

#define LINE_HEIGHT 1.28

static void
put(pcarti_svg *svg, const char *text)
{
    pcarti_buf_text(svg->out, text);
}

static void
number(pcarti_svg *svg, double value)
{
    long long hundredth;

    if (!(value > -1e7))
        value = isnan(value) ? 0 : -1e7;
    if (value > 1e7)
        value = 1e7;
    hundredth = llround(value * 100);
    if (hundredth < 0) {
        pcarti_buf_char(svg->out, '-');
        hundredth = -hundredth;
    }
    pcarti_buf_int(svg->out, hundredth / 100);
    hundredth %= 100;
    if (hundredth == 0)
        return;
    pcarti_buf_char(svg->out, '.');
    pcarti_buf_char(svg->out, (char)('0' + hundredth / 10));
    if (hundredth % 10 != 0)
        pcarti_buf_char(svg->out, (char)('0' + hundredth % 10));
}

static void
attribute(pcarti_svg *svg, const char *name, double value)
{
    pcarti_buf_char(svg->out, ' ');
    put(svg, name);
    put(svg, "=\"");
    number(svg, value);
    pcarti_buf_char(svg->out, '"');
}

/* Text may come from a hospital export: repair what is not UTF-8. */
static void
escape(pcarti_svg *svg, const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        uint32_t code;
        size_t n = pcarti_font_char(text + i, length - i, &code);

        if (code == 0xFFFD) {
            put(svg, "\xEF\xBF\xBD");
        } else if (n == 1) {
            const char one[2] = {text[i], '\0'};

            pcarti_buf_xml(svg->out, one);
        } else {
            pcarti_buf_bytes(svg->out, text + i, n);
        }
        i += n;
    }
}

static void
word(pcarti_svg *svg, const char *name, const char *value)
{
    if (!value)
        return;
    pcarti_buf_char(svg->out, ' ');
    put(svg, name);
    put(svg, "=\"");
    escape(svg, value, strlen(value));
    pcarti_buf_char(svg->out, '"');
}

static void
element(pcarti_svg *svg, const char *name, const char *text)
{
    put(svg, "<");
    put(svg, name);
    put(svg, ">");
    escape(svg, text, strlen(text));
    put(svg, "</");
    put(svg, name);
    put(svg, ">");
}

void
pcarti_svg_open(pcarti_svg *svg, const pcart_scene *scene,
                const char *fallback_title)
{
    svg->id = scene->id ? scene->id : "f";
    put(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pc\"");
    /* The parts of an image are not read out, and could not be reached. */
    put(svg,
        svg->is_reachable ? " role=\"graphics-document\"" : " role=\"img\"");
    attribute(svg, "width", svg->width);
    attribute(svg, "height", svg->height);
    put(svg, " viewBox=\"0 0 ");
    number(svg, svg->width);
    put(svg, " ");
    number(svg, svg->height);
    put(svg, "\" aria-labelledby=\"");
    escape(svg, svg->id, strlen(svg->id));
    put(svg, "-t\">\n<title id=\"");
    escape(svg, svg->id, strlen(svg->id));
    put(svg, "-t\">");
    if (scene->title)
        fallback_title = scene->title;
    escape(svg, fallback_title, strlen(fallback_title));
    put(svg, "</title>\n");
    if (scene->description) {
        element(svg, "desc", scene->description);
        put(svg, "\n");
    }
    put(svg, "<style>\n");
    for (size_t i = 0; i < pcarti_n_style; i++)
        put(svg, pcarti_style[i]);
    put(svg, "</style>\n");
    put(svg, "<defs>");
    for (size_t i = 0; i < pcarti_n_hatch; i++) {
        put(svg, "<pattern id=\"");
        escape(svg, svg->id, strlen(svg->id));
        put(svg, pcarti_hatch[i].suffix);
        put(svg, "\" ");
        put(svg, pcarti_hatch[i].body);
        put(svg, "</pattern>");
    }
    put(svg, "</defs>\n");
    pcarti_svg_rect(svg, "pc-paper",
                    (pcarti_box){0, 0, svg->width, svg->height});
}

void
pcarti_svg_close(pcarti_svg *svg)
{
    put(svg, "</svg>\n");
}

pcart_status
pcarti_svg_status(const pcarti_svg *svg, pcart_err *err)
{
    return pcarti_buf_status(svg->out, err);
}

void
pcarti_svg_begin(pcarti_svg *svg, const char *class)
{
    put(svg, "<g");
    word(svg, "class", class);
    put(svg, ">\n");
}

void
pcarti_svg_begin_hover(pcarti_svg *svg, const char *class, const char *title,
                       const pcart_origin *origin)
{
    put(svg, "<g");
    word(svg, "class", class);
    if (origin && origin->table && origin->line > 0) {
        word(svg, "data-table", origin->table);
        put(svg, " data-line=\"");
        pcarti_buf_int(svg->out, origin->line);
        put(svg, "\"");
        word(svg, "data-original", origin->original);
    }
    put(svg, ">");
    if (title)
        element(svg, "title", title);
}

void
pcarti_svg_begin_focus(pcarti_svg *svg, const char *name)
{
    put(svg, "<g tabindex=\"0\" role=\"group\"");
    word(svg, "aria-label", name);
    put(svg, ">\n");
}

void
pcarti_svg_begin_link(pcarti_svg *svg, const char *address)
{
    put(svg, "<a");
    word(svg, "href", address);
    put(svg, ">");
}

void
pcarti_svg_end_link(pcarti_svg *svg)
{
    put(svg, "</a>\n");
}

void
pcarti_svg_end(pcarti_svg *svg)
{
    put(svg, "</g>\n");
}

void
pcarti_svg_begin_clip(pcarti_svg *svg, const char *name, pcarti_box box)
{
    put(svg, "<clipPath id=\"");
    escape(svg, svg->id, strlen(svg->id));
    put(svg, "-");
    put(svg, name);
    put(svg, "\"><rect");
    attribute(svg, "x", box.x);
    attribute(svg, "y", box.y);
    attribute(svg, "width", box.width);
    attribute(svg, "height", box.height);
    put(svg, "/></clipPath>\n<g clip-path=\"url(#");
    escape(svg, svg->id, strlen(svg->id));
    put(svg, "-");
    put(svg, name);
    put(svg, ")\">\n");
}

void
pcarti_svg_line(pcarti_svg *svg, const char *class, pcarti_at from,
                pcarti_at to)
{
    put(svg, "<line");
    word(svg, "class", class);
    attribute(svg, "x1", from.x);
    attribute(svg, "y1", from.y);
    attribute(svg, "x2", to.x);
    attribute(svg, "y2", to.y);
    put(svg, "/>\n");
}

void
pcarti_svg_hline(pcarti_svg *svg, const char *class, double x1, double x2,
                 double y)
{
    pcarti_svg_line(svg, class, (pcarti_at){x1, y}, (pcarti_at){x2, y});
}

void
pcarti_svg_vline(pcarti_svg *svg, const char *class, double x, double y1,
                 double y2)
{
    pcarti_svg_line(svg, class, (pcarti_at){x, y1}, (pcarti_at){x, y2});
}

/* A class that ends in "-hatch..." is a pattern of this figure. */
static void
fill(pcarti_svg *svg, const char *class)
{
    for (size_t i = 0; i < pcarti_n_hatch; i++) {
        if (strcmp(class, pcarti_hatch[i].class) != 0)
            continue;
        put(svg, " fill=\"url(#");
        escape(svg, svg->id, strlen(svg->id));
        put(svg, pcarti_hatch[i].suffix);
        put(svg, ")\"");
    }
}

void
pcarti_svg_rect(pcarti_svg *svg, const char *class, pcarti_box box)
{
    put(svg, "<rect");
    word(svg, "class", class);
    if (class)
        fill(svg, class);
    attribute(svg, "x", box.x);
    attribute(svg, "y", box.y);
    attribute(svg, "width", fmax(box.width, 0));
    attribute(svg, "height", fmax(box.height, 0));
    put(svg, "/>\n");
}

void
pcarti_svg_circle(pcarti_svg *svg, const char *class, double x, double y,
                  double radius)
{
    put(svg, "<circle");
    word(svg, "class", class);
    attribute(svg, "cx", x);
    attribute(svg, "cy", y);
    attribute(svg, "r", radius);
    put(svg, "/>\n");
}

static void
text_n(pcarti_svg *svg, const char *class, pcarti_at at, const char *text,
       size_t length)
{
    put(svg, "<text");
    word(svg, "class", class);
    attribute(svg, "x", at.x);
    attribute(svg, "y", at.y);
    put(svg, ">");
    escape(svg, text, length);
    put(svg, "</text>\n");
}

void
pcarti_svg_text(pcarti_svg *svg, const char *class, double x, double y,
                const char *text)
{
    text_n(svg, class, (pcarti_at){x, y}, text, strlen(text));
}

void
pcarti_svg_text_up(pcarti_svg *svg, const char *class, double x, double y,
                   const char *text)
{
    put(svg, "<text");
    word(svg, "class", class);
    put(svg, " transform=\"translate(");
    number(svg, x);
    put(svg, " ");
    number(svg, y);
    put(svg, ") rotate(-90)\">");
    escape(svg, text, strlen(text));
    put(svg, "</text>\n");
}

double
pcarti_svg_text_wrap(pcarti_svg *svg, const char *class, pcarti_box box,
                     double size, const char *text)
{
    const int is_bold = class && strstr(class, "pc-head") != NULL;
    double y = box.y;

    while (*text == ' ')
        text++;
    while (*text) {
        size_t n = pcarti_font_line(text, size, is_bold, box.width);

        text_n(svg, class, (pcarti_at){box.x, y}, text, n);
        y += size * LINE_HEIGHT;
        text += n;
        while (*text == ' ')
            text++;
    }
    return y;
}

int
pcarti_svg_text_lines(const char *text, double size, int is_bold, double width)
{
    int lines = 0;

    while (*text == ' ')
        text++;
    while (*text) {
        text += pcarti_font_line(text, size, is_bold, width);
        lines++;
        while (*text == ' ')
            text++;
    }
    return lines;
}

void
pcarti_svg_path_begin(pcarti_svg *svg, const char *class)
{
    put(svg, "<path");
    word(svg, "class", class);
    put(svg, " d=\"");
}

static void
step(pcarti_svg *svg, char letter, double x, double y)
{
    pcarti_buf_char(svg->out, letter);
    number(svg, x);
    pcarti_buf_char(svg->out, ' ');
    number(svg, y);
}

void
pcarti_svg_move(pcarti_svg *svg, double x, double y)
{
    step(svg, 'M', x, y);
}

void
pcarti_svg_draw(pcarti_svg *svg, double x, double y)
{
    step(svg, 'L', x, y);
}

void
pcarti_svg_path_close(pcarti_svg *svg)
{
    pcarti_buf_char(svg->out, 'Z');
}

void
pcarti_svg_path_end(pcarti_svg *svg)
{
    put(svg, "\"/>\n");
}

void *
pcarti_svg_take(pcarti_svg *svg, size_t count, size_t size)
{
    void *block = pcart_arena_take(svg->arena, count ? count : 1, size);

    if (!block)
        svg->out->is_failed = 1;
    return block;
}

const char *
pcarti_svg_print(pcarti_svg *svg, const char *format, ...)
{
    va_list list;
    char *text;
    int length;

    va_start(list, format);
    length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (length < 0)
        return "";
    text = pcarti_svg_take(svg, (size_t)length + 1, 1);
    if (!text)
        return "";
    va_start(list, format);
    vsnprintf(text, (size_t)length + 1, format, list);
    va_end(list);
    return text;
}

const char *
pcarti_svg_fit(pcarti_svg *svg, const char *text, double size, int is_bold,
               double width)
{
    size_t n = pcarti_font_fit(text, size, is_bold, width);

    if (text[n] == '\0')
        return text;
    n = pcarti_font_fit(text, size, is_bold, width - size);
    while (n > 0 && text[n - 1] == ' ')
        n--;
    return pcarti_svg_print(svg, "%.*s\xE2\x80\xA6", (int)n, text);
}

char *
pcarti_number_write(double value, int decimals, char out[PCARTI_NUMBER_SIZE])
{
    static const double power[] = {1, 10, 100, 1e3, 1e4, 1e5, 1e6};
    char digit[PCARTI_NUMBER_SIZE], *end = out;
    long long scaled;
    int n = 0, is_negative;

    if (!isfinite(value) || fabs(value) > 1e12)
        return memcpy(out, "NA", sizeof "NA");
    scaled = llround(value * power[decimals]);
    is_negative = scaled < 0;
    if (is_negative)
        scaled = -scaled;
    for (int i = 0; scaled > 0 || i <= decimals; i++) {
        if (i == decimals && decimals > 0)
            digit[n++] = '.';
        if (i > decimals && (i - decimals) % 3 == 0)
            digit[n++] = ',';
        digit[n++] = (char)('0' + scaled % 10);
        scaled /= 10;
    }
    if (is_negative)
        *end++ = '-';
    while (n > 0)
        *end++ = digit[--n];
    *end = '\0';
    return out;
}

char *
pcarti_number_short(double value, char out[PCARTI_NUMBER_SIZE])
{
    const double size = fabs(value);
    int decimals = 0;
    char *end;

    if (size > 0 && size < 100)
        decimals = size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
    pcarti_number_write(value, decimals, out);
    if (!strchr(out, '.'))
        return out;
    for (end = out + strlen(out); end[-1] == '0'; end--)
        end[-1] = '\0';
    if (end[-1] == '.')
        end[-1] = '\0';
    return out;
}
