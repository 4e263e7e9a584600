/* grade_row.h -- results as lines of a table and as JSON.  Layer: cmd. */
#ifndef PCARTI_GRADE_ROW_H
#define PCARTI_GRADE_ROW_H

#include "core/buf.h"
#include "postcart/profile.h"
#include "postcart/result.h"

/* What is asked for: measures, and one infusion or all (0). */
typedef struct grade_request {
    const pcart_profile *profile;
    const unsigned char *wanted; /* one flag per measure; NULL for all */
    int infusion;
    int is_json;
} grade_request;

/* What stands before the first result, and behind the last. */
void pcarti_grade_head(const grade_request *request, pcarti_buf *out);
void pcarti_grade_tail(const grade_request *request, pcarti_buf *out);

/* One line of the table (grade_line.c), or a JSON object with its whole
 * evidence. */
void pcarti_grade_line(const char *patient, const pcart_result *result,
                       pcarti_buf *out);
void pcarti_grade_json(const char *patient, const pcart_result *result,
                       pcarti_buf *out);

/* The options that are not the default, "icaht_gap=0 ...", or "default". */
void pcarti_grade_options(const pcart_profile *profile, pcarti_buf *out);

/* "3", "low", "0 to 2", "not evaluable". */
void pcarti_grade_outcome(const pcart_result *result, pcarti_buf *out);

/* "<", ">=" ... by pcart_censor; "" for an exact value. */
extern const char *const pcarti_grade_sign[];

/* "<100", "500". */
void pcarti_grade_value(pcart_fixed value, int censor, pcarti_buf *out);

#endif
