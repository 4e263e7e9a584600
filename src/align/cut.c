/* cut.c -- regions cut into units of work.  Layer: align.
 *
 * The cuts stand at multiples of the window whatever the number of threads,
 * and at the steps of the linear index, so that little is read twice.
 */
#include "align/cut.h"

#include <stdlib.h>

#include "align/tally.h"

static size_t
count_pieces(const pcart_regions *regions)
{
    size_t n = 0;

    for (size_t i = 0; i < regions->n; i++)
        n += (size_t)((regions->region[i].last - 1) / PCARTI_WINDOW -
                      regions->region[i].first / PCARTI_WINDOW + 1);
    return n;
}

static void
add_piece(pcarti_cut *cut, pcarti_piece piece, int tid)
{
    pcarti_unit *unit = cut->n_unit ? &cut->unit[cut->n_unit - 1] : NULL;

    if (!unit || unit->tid != tid ||
        unit->first / PCARTI_WINDOW != piece.first / PCARTI_WINDOW) {
        const int64_t before = unit && unit->tid == tid ? unit->last : -1;

        unit = &cut->unit[cut->n_unit++];
        *unit = (pcarti_unit){.first_piece = cut->n_piece,
                              .tid = tid,
                              .first = piece.first,
                              .before = before};
    }
    cut->piece[cut->n_piece++] = piece;
    unit->n_piece++;
    unit->last = piece.last;
}

int
pcarti_cut_init(pcarti_cut *cut, const pcart_regions *regions,
                const pcart_alignment *alignment)
{
    const size_t n = count_pieces(regions);

    *cut = (pcarti_cut){0};
    cut->piece = calloc(n + 1, sizeof *cut->piece);
    cut->unit = calloc(n + 1, sizeof *cut->unit);
    if (!cut->piece || !cut->unit) {
        pcarti_cut_release(cut);
        return 0;
    }
    for (size_t i = 0; i < regions->n; i++) {
        const pcart_region *region = &regions->region[i];
        const int tid = sam_hdr_name2tid(alignment->header,
                                         regions->contig[region->contig]);
        int64_t first = region->first;

        while (first < region->last) {
            int64_t last = (first / PCARTI_WINDOW + 1) * PCARTI_WINDOW;

            if (last > region->last)
                last = region->last;
            add_piece(cut, (pcarti_piece){i, first, last}, tid);
            first = last;
        }
    }
    return 1;
}

void
pcarti_cut_release(pcarti_cut *cut)
{
    free(cut->piece);
    free(cut->unit);
    *cut = (pcarti_cut){0};
}
