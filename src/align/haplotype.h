/* haplotype.h -- how well a read fits a sequence.  Layer: align. */
#ifndef PCARTI_ALIGN_HAPLOTYPE_H
#define PCARTI_ALIGN_HAPLOTYPE_H

#include <stddef.h>
#include <stdint.h>

/* A sequence to align to, and the logarithm (base 10) of opening a gap at each
 * of its bases: cheaper in runs of one base, where polymerases slip. */
typedef struct pcarti_haplotype {
    char *base;
    float *open;
    size_t length;
} pcarti_haplotype;

/* Fill `open` from `base`. */
void pcarti_haplotype_costs(pcarti_haplotype *haplotype);

/* Room for the alignment of one read; zero is valid. */
typedef struct pcarti_band {
    float *row;
    size_t room;
    float chance[256][2]; /* of a base of each quality: match and miss */
    int has_chance;
} pcarti_band;

void pcarti_band_release(pcarti_band *band);

/*
 * Log10 likelihood of the best alignment of a whole read somewhere on the
 * haplotype, its first base within `low` .. `high` of the haplotype's first on
 * the diagonal.  Returns 0 when memory is out.
 */
int pcarti_haplotype_fit(const pcarti_haplotype *haplotype, const char *base,
                         const uint8_t *quality, size_t n, int64_t low,
                         int64_t high, pcarti_band *band, double *out);

#endif
