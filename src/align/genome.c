/* genome.c -- which human genome a list of contigs is.  Layer: align.
 * The lengths of the chromosomes tell the builds apart without opening any
 * reference. */
#include "align/genome.h"

#include <string.h>

#include "postcart/api.h"

typedef struct chromosome {
    const char *name;
    int64_t length_37, length_38;
} chromosome;

// clang-format off
/* Assembly reports of the Genome Reference Consortium, GRCh37 and GRCh38. */
static const chromosome human[] = {
    {"1",  249250621, 248956422}, {"2",  243199373, 242193529},
    {"3",  198022430, 198295559}, {"4",  191154276, 190214555},
    {"5",  180915260, 181538259}, {"6",  171115067, 170805979},
    {"7",  159138663, 159345973}, {"8",  146364022, 145138636},
    {"9",  141213431, 138394717}, {"10", 135534747, 133797422},
    {"11", 135006516, 135086622}, {"12", 133851895, 133275309},
    {"13", 115169878, 114364328}, {"14", 107349540, 107043718},
    {"15", 102531392, 101991189}, {"16",  90354753,  90338345},
    {"17",  81195210,  83257441}, {"18",  78077248,  80373285},
    {"19",  59128983,  58617616}, {"20",  63025520,  64444167},
    {"21",  48129895,  46709983}, {"22",  51304566,  50818468},
    {"X",  155270560, 156040895}, {"Y",   59373566,  57227415},
};
// clang-format on

void
pcarti_genome_add(pcarti_genome *genome, const char *name, int64_t length)
{
    if (strncmp(name, "chr", 3) == 0)
        name += 3;
    for (size_t i = 0; i < PCART_COUNTOF(human); i++) {
        if (strcmp(human[i].name, name) != 0)
            continue;
        genome->n_37 += length == human[i].length_37;
        genome->n_38 += length == human[i].length_38;
        genome->n_neither +=
            length != human[i].length_37 && length != human[i].length_38;
    }
}

const char *
pcarti_genome_name(const pcarti_genome *genome)
{
    if (genome->n_neither == 0 && genome->n_37 > 0 && genome->n_38 == 0)
        return "GRCh37";
    if (genome->n_neither == 0 && genome->n_38 > 0 && genome->n_37 == 0)
        return "GRCh38";
    return "";
}

int
pcarti_genome_known(const char *name, const char **canonical)
{
    static const char *const spelling[][2] = {
        {"GRCh37", "GRCh37"}, {"hg19", "GRCh37"}, {"b37", "GRCh37"},
        {"GRCh38", "GRCh38"}, {"hg38", "GRCh38"},
    };

    for (size_t i = 0; i < PCART_COUNTOF(spelling); i++)
        if (strcmp(spelling[i][0], name) == 0) {
            *canonical = spelling[i][1];
            return 1;
        }
    return 0;
}
