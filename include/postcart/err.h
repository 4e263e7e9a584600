/* err.h -- errors are values with a place.  Layer: core. */
#ifndef POSTCART_ERR_H
#define POSTCART_ERR_H

#include <stdint.h>

#include "postcart/api.h"

/** What went wrong, and so whose turn it is to act. */
typedef enum pcart_status {
    PCART_OK = 0,
    PCART_E_NOMEM,        /**< out of memory */
    PCART_E_IO,           /**< a file could not be read or written */
    PCART_E_SYNTAX,       /**< malformed text: mend the file */
    PCART_E_RANGE,        /**< well-formed, but impossible: mend the value */
    PCART_E_INCONSISTENT, /**< two inputs disagree: mend one of them */
    PCART_E_NOTFOUND,     /**< a name that nothing answers to */
    PCART_E_DEGENERATE,   /**< correct input that has no answer */
    PCART_E_UNSUPPORTED,  /**< correct input that this version cannot treat */
    PCART_E_USAGE,        /**< the call or the command line is wrong */
    PCART_E_INTERNAL      /**< a fault of postcart */
} pcart_status;

/**
 * A place in an input.  @c source is borrowed and must outlive the error;
 * NULL when the error has no place.  Lines and columns count from 1, columns
 * in bytes; 0 means "the whole file" or "the whole line".
 */
typedef struct pcart_place {
    const char *source;
    uint64_t line;
    uint32_t column;
    uint32_t length;
} pcart_place;

/** Caller-owned, may live on the stack; never allocates. */
typedef struct pcart_err {
    pcart_status status;
    pcart_place where;
    char message[256]; /**< lower case, no full stop, subject in quotes */
    char hint[192];    /**< what to do about it; may be empty */
} pcart_err;

/**
 * Fill @p err and return @p status, so that a failing function can end in one
 * line.  A message that does not fit is cut at a character boundary.
 *
 * @param err  may be NULL: then only the status is returned
 */
PCART_API pcart_status pcart_err_set(pcart_err *err, pcart_status status,
                                     const char *format, ...)
    PCART_PRINTF(3, 4);

/** The same with a place. */
PCART_API pcart_status pcart_err_at(pcart_err *err, pcart_status status,
                                    pcart_place where, const char *format, ...)
    PCART_PRINTF(4, 5);

/** Add a hint to an error that was set; @p err may be NULL. */
PCART_API void pcart_err_hint(pcart_err *err, const char *format, ...)
    PCART_PRINTF(2, 3);

/** Static word for a status, such as "out of memory". */
PCART_API const char *pcart_status_name(pcart_status status);

#endif
