/* dysplasia.h -- which lineages of a marrow are dysplastic.  Layer: report. */
#ifndef PCARTI_DYSPLASIA_H
#define PCARTI_DYSPLASIA_H

#include "postcart/fixed.h"

/*
 * Letters of the lineages at or above the limit of dysplasia ("E+M"; E
 * erythroid, G granulocytic, M megakaryocytic), from the % of dysplastic
 * cells; "" when there is none or nothing is known.
 */
const char *pcarti_dysplasia_letters(pcart_fixed erythroid,
                                     pcart_fixed granulocytic,
                                     pcart_fixed megakaryocytic);

#endif
