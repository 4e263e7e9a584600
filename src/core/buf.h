/* buf.h -- a growing output buffer that remembers failure.  Layer: core. */
#ifndef PCARTI_BUF_H
#define PCARTI_BUF_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/api.h"
#include "postcart/err.h"
#include "postcart/fixed.h"

/*
 * Zero is a valid, empty buffer on malloc.  After the first failed allocation
 * all further writes do nothing and is_failed stays set: check once, at the
 * end, with pcarti_buf_status.
 */
typedef struct pcarti_buf {
    char *data; /* ends with NUL whenever it is not NULL */
    size_t length, capacity;
    int is_failed;
} pcarti_buf;

void pcarti_buf_release(pcarti_buf *buf);
void pcarti_buf_clear(pcarti_buf *buf); /* keeps the memory */
void pcarti_buf_bytes(pcarti_buf *buf, const char *bytes, size_t length);
void pcarti_buf_text(pcarti_buf *buf, const char *text);
void pcarti_buf_char(pcarti_buf *buf, char c);
void pcarti_buf_print(pcarti_buf *buf, const char *format, ...)
    PCART_PRINTF(2, 3);
void pcarti_buf_int(pcarti_buf *buf, int64_t value);
void pcarti_buf_fixed(pcarti_buf *buf, pcart_fixed value);

/* Text escaped for XML and HTML, in content and in attributes. */
void pcarti_buf_xml(pcarti_buf *buf, const char *text);
/* A JSON string with its quotes. */
void pcarti_buf_json(pcarti_buf *buf, const char *text);
/* One CSV cell, quoted when it must be. */
void pcarti_buf_csv(pcarti_buf *buf, const char *text);
/*
 * The shortest decimal text that reads back as the same double ("0.1");
 * "NaN" and infinities never reach a table: they are written as "NA".
 */
void pcarti_buf_double(pcarti_buf *buf, double value);
/*
 * A computed number to 12 significant digits: processors may differ in the
 * last binary digit of a logarithm, and files must not.
 */
void pcarti_buf_statistic(pcarti_buf *buf, double value);

/* PCART_OK or PCART_E_NOMEM. */
PCART_MUST_CHECK pcart_status pcarti_buf_status(const pcarti_buf *buf,
                                                pcart_err *err);

#endif
