/* cut.h -- regions cut into units of work.  Layer: align. */
#ifndef PCARTI_ALIGN_CUT_H
#define PCARTI_ALIGN_CUT_H

#include <stddef.h>
#include <stdint.h>

#include "align/alignment_file.h"
#include "postcart/regions.h"

/* A part of a region that lies in one window. */
typedef struct pcarti_piece {
    size_t region;
    int64_t first, last;
} pcarti_piece;

/* Pieces of one window of one contig: read by one query of the index. */
typedef struct pcarti_unit {
    size_t first_piece, n_piece;
    int tid;
    int64_t first, last;
    /* end of the unit before on this contig: a read that begins before it was
     * seen there already; -1: there is none */
    int64_t before;
} pcarti_unit;

typedef struct pcarti_cut {
    pcarti_piece *piece;
    size_t n_piece;
    pcarti_unit *unit;
    size_t n_unit;
} pcarti_cut;

/* Cut regions at multiples of the window; 0 when memory is out. */
int pcarti_cut_init(pcarti_cut *cut, const pcart_regions *regions,
                    const pcart_alignment *alignment);
void pcarti_cut_release(pcarti_cut *cut);

#endif
