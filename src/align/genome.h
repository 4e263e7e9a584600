/* genome.h -- which human genome a list of contigs is.  Layer: align. */
#ifndef PCARTI_ALIGN_GENOME_H
#define PCARTI_ALIGN_GENOME_H

#include <stddef.h>
#include <stdint.h>

/* Evidence for each build, contig by contig; zero at first. */
typedef struct pcarti_genome {
    size_t n_37, n_38, n_neither;
} pcarti_genome;

/* Add a contig; only chromosomes 1 to 22, X and Y speak. */
void pcarti_genome_add(pcarti_genome *genome, const char *name, int64_t length);

/* "GRCh37", "GRCh38", or "" when nothing or both fit. */
const char *pcarti_genome_name(const pcarti_genome *genome);

/* 1 when the name is that of a known build ("GRCh38", "hg38"). */
int pcarti_genome_known(const char *name, const char **canonical);

#endif
