/* scan.h -- a recursion over rows, block by block.  Layer: stat. */
#ifndef PCARTI_SCAN_H
#define PCARTI_SCAN_H

#include <stddef.h>

#include "postcart/arena.h"
#include "postcart/err.h"
#include "stat/columns.h"

/* Rows of a block, and of a tile whose quotients are made beforehand. */
enum { PCARTI_SCAN_BLOCK = 32768, PCARTI_SCAN_TILE = 256 };

/*
 * The state of a recursion: sums and a product so far.  Zero with survival 1 is
 * the start.
 */
typedef struct pcarti_scan_state {
    double survival, incidence;
    double one, mixed, square;
} pcarti_scan_state;

/* Takes the rows `from` to `end` - 1 with the state before them and leaves the
 * state behind them; writes estimate and std_err only if `is_written`. */
typedef void pcarti_scan_step(const pcarti_columns *column, size_t from,
                              size_t end, pcarti_scan_state *state,
                              int is_written);

/*
 * A recursion over `n` rows of a curve, `wide` where PCARTI_HAS_WIDE.  `join`
 * gives the state behind two stretches from that behind the first and that of
 * the second from the start.
 */
typedef struct pcarti_scan {
    size_t n;
    const pcarti_columns *column; // rows without an event keep what they have
    pcarti_scan_step *plain, *wide;
    pcarti_scan_state (*join)(pcarti_scan_state first,
                              pcarti_scan_state second);
} pcarti_scan;

/*
 * Run it over all rows.  Many rows are cut into blocks: the state behind each
 * is found first, so that all of them can start.  Rows of a block before its
 * first event get what the block before ends with: a step function has no step
 * where nothing happens.
 */
PCART_MUST_CHECK pcart_status pcarti_scan_run(const pcarti_scan *scan,
                                              pcart_arena *scratch,
                                              pcart_err *err);

#endif
