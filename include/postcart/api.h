/* api.h -- the few compiler attributes that public headers use.  Layer: core.
 */
#ifndef POSTCART_API_H
#define POSTCART_API_H

#if defined(__GNUC__)
#define PCART_API __attribute__((visibility("default")))
#define PCART_MUST_CHECK __attribute__((warn_unused_result))
#define PCART_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))
#else
#define PCART_API
#define PCART_MUST_CHECK
#define PCART_PRINTF(fmt, first)
#endif

#define PCART_COUNTOF(array) (sizeof(array) / sizeof((array)[0]))

#endif
