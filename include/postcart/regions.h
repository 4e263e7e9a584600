/* regions.h -- the stretches of the genome that a panel covers.  Layer: align.
 */
#ifndef POSTCART_REGIONS_H
#define POSTCART_REGIONS_H

#include <stddef.h>
#include <stdint.h>

#include "postcart/arena.h"
#include "postcart/err.h"

/** Most bases that a set of regions may hold: a whole genome. */
#define PCART_REGIONS_MAX_BASES INT64_C(4000000000)

/** One stretch: bases first .. last - 1, counted from 0 as in BED. */
typedef struct pcart_region {
    uint32_t contig; /**< index into pcart_regions.contig */
    int64_t first, last;
    uint64_t line; /**< of the first BED line that it comes from */
} pcart_region;

/**
 * Regions sorted by contig (in the order in which the BED names them first)
 * and position, overlapping and touching ones merged.
 */
typedef struct pcart_regions {
    const char *source;
    const char *const *contig;
    size_t n_contig;
    const pcart_region *region;
    size_t n;
    int64_t n_base;
} pcart_regions;

/**
 * Read BED text: contig, first, last, separated by tabs (or blanks), further
 * columns ignored; "track", "browser" and "#" lines skipped; one-base regions
 * are sites.
 *
 * @param source  name for places; borrowed
 * @param arena   holds the result
 * @return PCART_OK; PCART_E_SYNTAX or PCART_E_RANGE with line and column;
 *         PCART_E_DEGENERATE when there is no region; PCART_E_NOMEM
 */
PCART_API PCART_MUST_CHECK pcart_status
pcart_regions_read(const char *source, const char *bytes, size_t length,
                   pcart_arena *arena, pcart_regions *out, pcart_err *err);

/**
 * Read a BED file from disk.
 *
 * @param path   borrowed as long as @p out is used
 * @return as pcart_regions_read; PCART_E_IO
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_regions_load(const char *path,
                                                           pcart_arena *arena,
                                                           pcart_regions *out,
                                                           pcart_err *err);

/** Index of the region that holds a base; SIZE_MAX when none does. */
PCART_API size_t pcart_regions_find(const pcart_regions *regions,
                                    const char *contig, int64_t position);

#endif
