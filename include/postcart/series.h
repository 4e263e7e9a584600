/* series.h -- one value per day out of sparse measurements.  Layer: grade. */
#ifndef POSTCART_SERIES_H
#define POSTCART_SERIES_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/course.h"
#include "postcart/err.h"
#include "postcart/fixed.h"

/** Where the value of a day comes from. */
typedef enum pcart_day_origin {
    PCART_DAY_MISSING,
    PCART_DAY_MEASURED,
    PCART_DAY_INFERRED,     /**< ANC not measured, but at most the WBC */
    PCART_DAY_INTERPOLATED, /**< between two measured days */
    PCART_DAY_CARRIED       /**< from the nearest day, at an end */
} pcart_day_origin;

/** A day against the lower limit of normal of the laboratory. */
typedef enum pcart_day_normal {
    PCART_NORMAL_OPEN,     /**< no limit was given, or "<x" lies round it */
    PCART_NORMAL_BELOW,    /**< a value of that day is below its limit */
    PCART_NORMAL_NOT_BELOW /**< none is */
} pcart_day_normal;

/**
 * What is known of one analyte on one day: the true lowest value lies between
 * @c low and @c high, inclusive.  They are equal unless a value was written as
 * "<100" (0 to just below 100) or ">500" (just above 500, no upper end), or
 * the ANC was inferred from the WBC (0 to WBC).
 */
typedef struct pcart_day_value {
    int32_t day;           /**< of the course: date - day 0 */
    uint32_t line;         /**< row with the lowest value; 0 if not a row */
    pcart_fixed low, high; /**< PCART_FIXED_NONE when missing */
    pcart_fixed written;   /**< the value of that row, as in the table */
    uint8_t censor;        /**< pcart_censor of the row */
    uint8_t origin;        /**< pcart_day_origin */
    uint8_t is_transfused; /**< platelets given shortly before this day */
    uint8_t normal;        /**< pcart_day_normal */
} pcart_day_value;

/** Upper end of a value of which only a lower bound is known. */
#define PCART_SERIES_TOP (PCART_FIXED_ONE * INT64_C(1000000000))

/** Days with a value, by day; days without one are not in it. */
typedef struct pcart_series {
    int analyte;
    pcart_day_value *day; /**< owned by the arena */
    size_t n;
} pcart_series;

/**
 * The lowest value of every day of one analyte, for all days of the course's
 * patient (before day 0 too).  For ANC, days with a WBC and no ANC are in the
 * series as inferred: 0 to WBC.
 *
 * @return PCART_OK, also when nothing was measured; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_series_collect(const pcart_course *course, pcart_analyte analyte,
                     pcart_arena *arena, pcart_series *out, pcart_err *err);

/**
 * Mark the platelet counts that follow a platelet transfusion by fewer than
 * @p days days (the day of the transfusion is the first of them).
 */
PCART_API void pcart_series_mark_transfused(pcart_series *series,
                                            const pcart_course *course,
                                            int days);

/** How missing days are filled. */
typedef enum pcart_fill_method {
    PCART_FILL_LINEAR, /**< interpolate; ends carry the nearest value */
    PCART_FILL_MEAN,   /**< the mean of the two neighbours on each day */
    PCART_FILL_NONE
} pcart_fill_method;

/** The method of filling; zero fills nothing. */
typedef struct pcart_fill {
    pcart_fill_method method;
    int days;         /**< longest run that is filled; longer runs stay */
    pcart_fixed step; /**< filled values are rounded to this; 0: not */
    int is_round_all; /**< measured values are rounded too */
    int is_open;      /**< ends are not carried */
    /**
     * An inferred day is used only if it settles a question: if its upper end
     * is at most this.  PCART_FIXED_NONE: inferred days are never used.
     */
    pcart_fixed infer_at_most;
    int is_without_transfused; /**< transfused days count as missing */
} pcart_fill;

/**
 * One value per day from @p first to @p last in @p out, which has room for
 * last - first + 1 days.  Values outside the days are not looked at.  When
 * interpolating linearly, one measured day alone is not extended to others.
 * Rounding is half to even.
 *
 * @return number of days that were measured or inferred
 *
 * Pure: no allocation.
 */
PCART_API size_t pcart_series_fill(const pcart_series *series, int first,
                                   int last, const pcart_fill *fill,
                                   pcart_day_value *out);

/** The index of the first day at or after @p day; n if there is none. */
PCART_API size_t pcart_series_from(const pcart_series *series, int day);

#endif
