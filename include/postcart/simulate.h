/* simulate.h -- synthetic cohorts in the canonical tables.  Layer: study. */
#ifndef POSTCART_SIMULATE_H
#define POSTCART_SIMULATE_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/api.h"
#include "postcart/err.h"

/** Most patients that can be made. */
#define PCART_SIMULATE_MAX 9999999

/** What to make.  Zero is valid. */
typedef struct pcart_simulate_options {
    const char *like; /**< a known cohort; NULL: "clonhema" */
    uint32_t n;       /**< patients, one infusion each; 0: as in the cohort */
    uint64_t seed;
    /** Mean rows of the labs table per patient, from 60 to 310, which is what
     * all visits give; 0: all visits.  Fewer visits make grades less certain.
     */
    uint32_t rows_per_patient;
    int is_dirty; /**< add the faults of real exports to the labs table */
} pcart_simulate_options;

/**
 * Receives the bytes of one file; several calls per file, in order.  Files are
 * interleaved.
 *
 * @return PCART_OK, or what pcart_simulate is to return
 */
typedef pcart_status pcart_simulate_write(void *ctx, const char *file,
                                          const char *bytes, size_t length,
                                          pcart_err *err);

/**
 * Write a synthetic cohort: the canonical tables as CSV, sorted by patient id
 * in byte order and by date, "study.yaml" and "README.txt".
 *
 * Patients come in blocks of the size of the published cohort, and each whole
 * block has the published counts (doc/method/simulate.md).  Patient i is the
 * same for any @c n.  The bytes depend on the options alone: no clock, no
 * locale, no function whose last digit differs between machines.
 *
 * @return PCART_OK; PCART_E_NOTFOUND for an unknown cohort; PCART_E_RANGE for
 *         a wrong size; PCART_E_NOMEM; what @p write returned
 *
 * Memory does not depend on @c n.  Safe from any thread.
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_simulate(const pcart_simulate_options *options,
               pcart_simulate_write *write, void *ctx, pcart_err *err);

/** All file names that pcart_simulate writes, in a fixed order. */
PCART_API const char *const *pcart_simulate_files(size_t *n);

#endif
