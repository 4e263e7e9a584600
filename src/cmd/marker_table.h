/* marker_table.h -- common variants of many samples, from one table.
 * Layer: cmd. */
#ifndef PCARTI_MARKER_TABLE_H
#define PCARTI_MARKER_TABLE_H

#include "cmd/frame.h"
#include "postcart/chimerism.h"

/* Most cells of samples times markers. */
#define MARKER_TABLE_MAX 20000000

/* One marker per cell; depth 0 where the table has no row. */
typedef struct marker_table {
    frame_factor sample, marker;
    pcart_marker *cell; /* sample by sample */
} marker_table;

/*
 * Read the columns sample, marker, alt_reads, depth, frequency.  Wrong cells
 * are problems of `diag`.
 */
PCART_MUST_CHECK pcart_status pcarti_marker_table_read(
    const char *path, pcart_decimal_mark decimal, pcarti_buf *bytes,
    pcart_arena *arena, pcart_diag *diag, marker_table *out, pcart_err *err);

/*
 * Call the genotypes of a person from his undiluted sample, for all samples;
 * PCART_E_NOTFOUND when there is no such sample.
 */
PCART_MUST_CHECK pcart_status pcarti_marker_table_person(marker_table *table,
                                                         size_t person,
                                                         const char *sample,
                                                         pcart_err *err);

#endif
