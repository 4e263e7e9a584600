/* impossible_median.c -- counts that must have been written in another unit.
 * Data only.  Layer: rules. */
#include "postcart/lab.h"

// clang-format off
/* Platelets of 150 to 400 10^9/L are 0.15 to 0.4 10^12/L; read as 10^9/L that
 * is 150 to 400 cells/uL, far below any measured median. */
static const pcart_impossible_median list[] = {
    {PCART_PLATELETS, 1, 1, PCART_FIXED(150), PCART_FIXED(400),
     "platelets have a median of 0.15 to 0.4 10^9/L",
     "counts in 10^12/L, or in 10^9/L under the unit /uL? mend the unit",
     "usual range of platelets, a thousandth of it [M]"},
    {PCART_ANC, 0, 20, 1, PCART_FIXED(10) - 1,
     "neutrophils have a median below 10 cells/uL",
     "counts in 10^9/L under the unit /uL? mend the unit",
     "analysers report steps of 10 cells/uL: most positive counts cannot lie "
     "below [D]"},
    {PCART_WBC, 0, 20, 1, PCART_FIXED(10) - 1,
     "leukocytes have a median below 10 cells/uL",
     "counts in 10^9/L under the unit /uL? mend the unit",
     "analysers report steps of 10 cells/uL: most positive counts cannot lie "
     "below [D]"},
};
// clang-format on

const pcart_impossible_median *
pcart_impossible_medians(size_t *n)
{
    *n = PCART_COUNTOF(list);
    return list;
}
