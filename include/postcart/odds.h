/* odds.h -- the odds ratio of a 2 x 2 table.  Layer: stat. */
#ifndef POSTCART_ODDS_H
#define POSTCART_ODDS_H

#include "postcart/test.h"

/**
 * The odds ratio (a d) / (b c) with Woolf's interval on the log scale.  Not
 * evaluable when a cell is 0, unless @p is_haldane adds 1/2 to every cell.
 */
PCART_API PCART_MUST_CHECK pcart_status pcart_odds_ratio(const int cell[4],
                                                         double level,
                                                         int is_haldane,
                                                         pcart_test *out,
                                                         pcart_err *err);

#endif
