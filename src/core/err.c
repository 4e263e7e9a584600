/* err.c -- error values.  Layer: core. */
#include "postcart/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cut text that did not fit at a character boundary of UTF-8. */
static void
cut_at_character(char *text, size_t size)
{
    size_t end = strnlen(text, size - 1);

    if (end < size - 1)
        return;
    while (end > 0 && ((unsigned char)text[end - 1] & 0xC0) == 0x80)
        end--;
    if (end > 0 && ((unsigned char)text[end - 1] & 0x80))
        end--;
    text[end] = '\0';
}

static void
fill(pcart_err *err, pcart_status status, pcart_place where, const char *format,
     va_list args)
{
    if (!err)
        return;
    err->status = status;
    err->where = where;
    err->hint[0] = '\0';
    vsnprintf(err->message, sizeof err->message, format, args);
    cut_at_character(err->message, sizeof err->message);
}

pcart_status
pcart_err_set(pcart_err *err, pcart_status status, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fill(err, status, (pcart_place){0}, format, args);
    va_end(args);
    return status;
}

pcart_status
pcart_err_at(pcart_err *err, pcart_status status, pcart_place where,
             const char *format, ...)
{
    va_list args;

    va_start(args, format);
    fill(err, status, where, format, args);
    va_end(args);
    return status;
}

void
pcart_err_hint(pcart_err *err, const char *format, ...)
{
    va_list args;

    if (!err)
        return;
    va_start(args, format);
    vsnprintf(err->hint, sizeof err->hint, format, args);
    va_end(args);
    cut_at_character(err->hint, sizeof err->hint);
}

const char *
pcart_status_name(pcart_status status)
{
    static const char *const name[] = {
        [PCART_OK] = "ok",
        [PCART_E_NOMEM] = "out of memory",
        [PCART_E_IO] = "input or output failed",
        [PCART_E_SYNTAX] = "malformed",
        [PCART_E_RANGE] = "impossible value",
        [PCART_E_INCONSISTENT] = "inconsistent",
        [PCART_E_NOTFOUND] = "not found",
        [PCART_E_DEGENERATE] = "no answer in these data",
        [PCART_E_UNSUPPORTED] = "not supported",
        [PCART_E_USAGE] = "wrong use",
        [PCART_E_INTERNAL] = "internal fault",
    };

    if ((size_t)status >= PCART_COUNTOF(name))
        return "unknown status";
    return name[status];
}
