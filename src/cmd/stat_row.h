/* stat_row.h -- the long table of the statistics commands.  Layer: cmd. */
#ifndef PCARTI_STAT_ROW_H
#define PCARTI_STAT_ROW_H

#include "core/buf.h"
#include "postcart/diag.h"
#include "postcart/test.h"

/* One line.  Numbers that are NAN and texts that are NULL stay empty. */
typedef struct stat_row {
    const char *section; /* "survival", "log-rank" */
    const char *event;   /* the event, when there are several */
    const char *group;   /* group or term */
    const char *quantity;
    double time, estimate, std_err, low, high, n;
    const char *method, *r_call, *note;
    const char *reason; /* not NULL: not evaluable, because ... */
} stat_row;

/* A line without any number. */
stat_row pcarti_stat_row(const char *section, const char *group,
                         const char *quantity);

/* The table while it is written. */
typedef struct stat_table {
    pcarti_buf *out;
    int is_json;
    int has_by;     /* a first column `by` */
    const char *by; /* its value now */
    size_t n;       /* lines so far */
    pcart_diag *diag;
    const char *source;
} stat_table;

void pcarti_stat_head(stat_table *table);
void pcarti_stat_tail(stat_table *table);
void pcarti_stat_add(stat_table *table, const stat_row *row);

/* Lines for the parts of a test: statistic, df, estimate, p. */
void pcarti_stat_test(stat_table *table, const char *section, const char *event,
                      const char *group, const pcart_test *test);

/* A warning: a line of section "warning", and a problem of the diag list. */
void pcarti_stat_warn(stat_table *table, const char *code, const char *format,
                      ...) PCART_PRINTF(3, 4);

#endif
