/* buf.c -- a growing output buffer.  Layer: core. */
#include "core/buf.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
pcarti_buf_release(pcarti_buf *buf)
{
    free(buf->data);
    *buf = (pcarti_buf){0};
}

void
pcarti_buf_clear(pcarti_buf *buf)
{
    buf->length = 0;
    buf->is_failed = 0;
    if (buf->data)
        buf->data[0] = '\0';
}

/* Room for `more` bytes and a NUL behind the text. */
static int
reserve(pcarti_buf *buf, size_t more)
{
    size_t capacity = buf->capacity ? buf->capacity : 256;
    char *grown;

    if (buf->is_failed)
        return 0;
    if (more < buf->capacity - buf->length && buf->data)
        return 1;
    if (more > SIZE_MAX / 4 - buf->length)
        goto fail;
    while (capacity - buf->length <= more)
        capacity *= 2;
    grown = realloc(buf->data, capacity);
    if (!grown)
        goto fail;
    buf->data = grown;
    buf->capacity = capacity;
    return 1;
fail:
    buf->is_failed = 1;
    return 0;
}

void
pcarti_buf_bytes(pcarti_buf *buf, const char *bytes, size_t length)
{
    if (!reserve(buf, length))
        return;
    if (length)
        memcpy(buf->data + buf->length, bytes, length);
    buf->length += length;
    buf->data[buf->length] = '\0';
}

void
pcarti_buf_text(pcarti_buf *buf, const char *text)
{
    pcarti_buf_bytes(buf, text, strlen(text));
}

void
pcarti_buf_char(pcarti_buf *buf, char c)
{
    pcarti_buf_bytes(buf, &c, 1);
}

void
pcarti_buf_print(pcarti_buf *buf, const char *format, ...)
{
    va_list args, again;
    int length;

    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    if (length < 0) {
        buf->is_failed = 1;
    } else if (reserve(buf, (size_t)length)) {
        vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
        buf->length += (size_t)length;
    }
    va_end(again);
    va_end(args);
}

void
pcarti_buf_int(pcarti_buf *buf, int64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        digits[--at] = '-';
    pcarti_buf_bytes(buf, digits + at, sizeof digits - at);
}

void
pcarti_buf_fixed(pcarti_buf *buf, pcart_fixed value)
{
    char text[PCART_FIXED_SIZE];

    pcarti_buf_text(buf, pcart_fixed_write(value, text));
}

void
pcarti_buf_xml(pcarti_buf *buf, const char *text)
{
    for (; *text; text++) {
        switch (*text) {
        case '&':
            pcarti_buf_text(buf, "&amp;");
            break;
        case '<':
            pcarti_buf_text(buf, "&lt;");
            break;
        case '>':
            pcarti_buf_text(buf, "&gt;");
            break;
        case '"':
            pcarti_buf_text(buf, "&quot;");
            break;
        case '\'':
            pcarti_buf_text(buf, "&#39;");
            break;
        default:
            /* XML 1.0 has no other control characters. */
            if ((unsigned char)*text < 0x20 && !strchr("\t\n\r", *text))
                pcarti_buf_text(buf, "\xEF\xBF\xBD");
            else
                pcarti_buf_char(buf, *text);
        }
    }
}

void
pcarti_buf_json(pcarti_buf *buf, const char *text)
{
    pcarti_buf_char(buf, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        if (c == '"' || c == '\\') {
            pcarti_buf_char(buf, '\\');
            pcarti_buf_char(buf, *text);
        } else if (c == '\n') {
            pcarti_buf_text(buf, "\\n");
        } else if (c == '\t') {
            pcarti_buf_text(buf, "\\t");
        } else if (c < 0x20) {
            pcarti_buf_print(buf, "\\u%04x", c);
        } else {
            pcarti_buf_char(buf, *text);
        }
    }
    pcarti_buf_char(buf, '"');
}

void
pcarti_buf_csv(pcarti_buf *buf, const char *text)
{
    if (!strpbrk(text, ",;\"\t\r\n")) {
        pcarti_buf_text(buf, text);
        return;
    }
    pcarti_buf_char(buf, '"');
    for (; *text; text++) {
        if (*text == '"')
            pcarti_buf_char(buf, '"');
        pcarti_buf_char(buf, *text);
    }
    pcarti_buf_char(buf, '"');
}

void
pcarti_buf_double(pcarti_buf *buf, double value)
{
    char text[40];

    if (!isfinite(value)) {
        pcarti_buf_text(buf, "NA");
        return;
    }
    if (value == 0)
        value = 0; /* no "-0" in a table */
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    pcarti_buf_text(buf, text);
}

void
pcarti_buf_statistic(pcarti_buf *buf, double value)
{
    if (!isfinite(value))
        pcarti_buf_text(buf, "NA");
    else if (value == nearbyint(value) && fabs(value) < 1e15)
        pcarti_buf_print(buf, "%.0f", value == 0 ? 0.0 : value);
    else
        pcarti_buf_print(buf, "%.12g", value);
}

pcart_status
pcarti_buf_status(const pcarti_buf *buf, pcart_err *err)
{
    if (buf->is_failed)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    return PCART_OK;
}
