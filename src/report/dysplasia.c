/* dysplasia.c -- which lineages of a marrow are dysplastic.  Layer: report. */
#include "report/dysplasia.h"

#include "postcart/marrow.h"

const char *
pcarti_dysplasia_letters(pcart_fixed erythroid, pcart_fixed granulocytic,
                         pcart_fixed megakaryocytic)
{
    static const char *const letters[] = {"",  "E",   "G",   "E+G",
                                          "M", "E+M", "G+M", "E+G+M"};
    pcart_marrow marrow;
    unsigned found = 0;

    pcart_marrow_init(&marrow);
    marrow.dysplasia[PCART_LINEAGE_ERYTHROID] = erythroid;
    marrow.dysplasia[PCART_LINEAGE_GRANULOCYTIC] = granulocytic;
    marrow.dysplasia[PCART_LINEAGE_MEGAKARYOCYTIC] = megakaryocytic;
    for (unsigned i = 0; i < PCART_N_LINEAGE; i++)
        if (pcart_marrow_is_dysplastic(&marrow, (pcart_lineage)i) == 1)
            found |= 1U << i;
    return letters[found];
}
