/* limit_gate.c -- what a laboratory's lower limit of normal can be.  Data
 * only.  Layer: rules. */
#include "postcart/lab.h"

/*
 * Gates against the range of another analyte (a published example of a
 * paediatric record has the range of the haematocrit beside the leukocytes),
 * not against the ranges of infants: from one half of the limit at which grade
 * 2 of CTCAE v5.0 begins to five times it, of haemoglobin to twice it.
 */
// clang-format off
#define GATE_D "half to five times the limit of grade 2 of CTCAE v5.0 [D]"

static const pcart_limit_gate list[] = {
    {PCART_ANC,         PCART_FIXED(750),   PCART_FIXED(7500),   GATE_D},
    {PCART_WBC,         PCART_FIXED(1500),  PCART_FIXED(15000),  GATE_D},
    {PCART_LYMPHOCYTES, PCART_FIXED(400),   PCART_FIXED(4000),   GATE_D},
    {PCART_PLATELETS,   PCART_FIXED(37500), PCART_FIXED(375000), GATE_D},
    {PCART_HEMOGLOBIN,  PCART_FIXED(5),     PCART_FIXED(20),
     "half to twice the limit of grade 2 of CTCAE v5.0 [D]"},
};
// clang-format on

const pcart_limit_gate *
pcart_limit_gate_find(pcart_analyte analyte)
{
    for (size_t i = 0; i < PCART_COUNTOF(list); i++)
        if (list[i].analyte == analyte)
            return &list[i];
    return NULL;
}
