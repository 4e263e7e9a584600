/* date.h -- civil dates as day numbers.  Layer: core. */
#ifndef POSTCART_DATE_H
#define POSTCART_DATE_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/err.h"

/**
 * Days since 1970-01-01 in the proleptic Gregorian calendar.  No time zone and
 * no clock time, so that "day 30" is the same day everywhere.
 */
typedef int32_t pcart_date;

#define PCART_DATE_NONE INT32_MIN

/** Room for "YYYY-MM-DD" and NUL. */
#define PCART_DATE_SIZE 11

/**
 * Read an ISO 8601 calendar date, "2024-03-07".  A time of day after `T` or a
 * blank ("2024-03-07T08:15", "2024-03-07 08:15:00") is accepted and ignored:
 * use @ref pcart_date_read_time for it.  Years 1800 to 2199.
 *
 * @return PCART_OK; PCART_E_SYNTAX if it is not in this form;
 *         PCART_E_RANGE if there is no such day.  No place is set.
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_date_read(const char *text,
                                                        size_t length,
                                                        pcart_date *out,
                                                        pcart_err *err);

/** How dates are written: "2024-03-07", "7.3.2024", "3/7/2024". */
typedef enum pcart_date_order {
    PCART_DATE_ISO,
    PCART_DATE_DMY, /**< day, month, year of four digits */
    PCART_DATE_MDY  /**< month, day, year */
} pcart_date_order;

/**
 * Read a date in this order or as ISO 8601, which no other order can be taken
 * for.  Day and month have one or two digits; the marks between are two equal
 * ones of `.`, `/` and `-`.  A time of day after a blank may follow.
 *
 * @param minute  of the day, -1 where there is none; may be NULL
 * @return as @ref pcart_date_read
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_date_read_as(const char *text, size_t length, pcart_date_order order,
                   pcart_date *out, int *minute, pcart_err *err);

/**
 * The minute of the day (0 to 1439) of "HH:MM", "HH:MM:SS" or of a date with
 * such a time; -1 where there is none.
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_date_read_time(const char *text,
                                                             size_t length,
                                                             int *minute,
                                                             pcart_err *err);

/** Write "YYYY-MM-DD"; "" for PCART_DATE_NONE.  Returns @p out. */
PCART_API char *pcart_date_write(pcart_date date, char out[PCART_DATE_SIZE]);

PCART_API pcart_date pcart_date_from_civil(int year, int month, int day);
PCART_API void pcart_date_to_civil(pcart_date date, int *year, int *month,
                                   int *day);

#endif
