/* haplotype.c -- how well a read fits a sequence: banded alignment with affine
 * gaps and base qualities.  Layer: align. */
#include "align/haplotype.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Decisions of postcart, argued in doc/method/count.md; log10 of chances. */
static const struct {
    float open;        /* a gap begins, away from repeats */
    float open_by_run; /* for each further base of the same kind */
    int longest_run;
    float extend;
    int least_quality, highest_quality; /* what is believed */
} rule = {
    .open = -4.5f,
    .open_by_run = 0.3f,
    .longest_run = 9,
    .extend = -0.7f,
    .least_quality = 2,
    .highest_quality = 40,
};

void
pcarti_haplotype_costs(pcarti_haplotype *haplotype)
{
    const size_t n = haplotype->length;
    size_t from = 0;

    while (from < n) {
        size_t to = from + 1;
        int run;

        while (to < n && haplotype->base[to] == haplotype->base[from])
            to++;
        run = to - from > (size_t)rule.longest_run ? rule.longest_run
                                                   : (int)(to - from);
        for (size_t i = from; i < to; i++)
            haplotype->open[i] =
                rule.open + rule.open_by_run * (float)(run - 1);
        from = to;
    }
}

void
pcarti_band_release(pcarti_band *band)
{
    free(band->row);
    *band = (pcarti_band){0};
}

/* Log10 of the chances that a base of each quality fits, and that it does not.
 */
static void
learn_chances(pcarti_band *band)
{
    for (int i = 0; i < 256; i++) {
        const int least = i > rule.least_quality ? i : rule.least_quality;
        const int q =
            least < rule.highest_quality ? least : rule.highest_quality;
        const double e = pow(10, -q / 10.0);

        band->chance[i][0] = (float)log10(1 - e);
        band->chance[i][1] = (float)log10(e / 3);
    }
    band->has_chance = 1;
}

static float
larger(float a, float b)
{
    return a > b ? a : b;
}

/*
 * One read base against a band of the haplotype: column k of the band is the
 * haplotype base i + low + k.  m, x and y end in a match, in a read base
 * without partner, and in a haplotype base without partner.
 */
static void
fill_row(const pcarti_haplotype *h, char base, int64_t from, size_t width,
         const float chance[2], float *state[6])
{
    const float *m0 = state[0], *x0 = state[1], *y0 = state[2];
    float *m1 = state[3], *x1 = state[4], *y1 = state[5];
    /* columns that lie on the haplotype */
    const int64_t n = (int64_t)width, left = (int64_t)h->length - from;
    const int64_t first = from < 0 ? -from : 0, last = left < n ? left : n;

    for (int64_t k = 0; k < n; k++)
        if (k < first || k >= last)
            m1[k] = x1[k] = y1[k] = -INFINITY;
    for (int64_t k = first; k < last; k++)
        m1[k] = larger(m0[k], larger(x0[k], y0[k])) +
                chance[h->base[from + k] != base];
    for (int64_t k = first; k < last; k++) // a read base more: one diagonal on
        x1[k] = k + 1 < n ? larger(m0[k + 1] + h->open[from + k],
                                   x0[k + 1] + rule.extend)
                          : -INFINITY;
    for (int64_t k = first; k < last; k++)
        y1[k] = k > 0 ? larger(m1[k - 1] + h->open[from + k],
                               y1[k - 1] + rule.extend)
                      : -INFINITY;
}

int
pcarti_haplotype_fit(const pcarti_haplotype *haplotype, const char *base,
                     const uint8_t *quality, size_t n, int64_t low,
                     int64_t high, pcarti_band *band, double *out)
{
    const size_t width = (size_t)(high - low) + 1;
    float *state[6], best = -INFINITY;

    if (!band->has_chance)
        learn_chances(band);
    if (6 * width > band->room) {
        float *grown = realloc(band->row, 6 * width * sizeof *grown);

        if (!grown)
            return 0;
        band->row = grown;
        band->room = 6 * width;
    }
    for (size_t i = 0; i < 6; i++)
        state[i] = band->row + i * width;
    for (size_t k = 0; k < width; k++) { // it may begin anywhere in the band
        state[0][k] = 0;
        state[1][k] = state[2][k] = -INFINITY;
    }
    for (size_t i = 0; i < n; i++) {
        float *old[3];

        fill_row(haplotype, base[i], low + (int64_t)i, width,
                 band->chance[quality[i]], state);
        memcpy(old, state, sizeof old);
        memmove(state, state + 3, sizeof old);
        memcpy(state + 3, old, sizeof old);
    }
    for (size_t k = 0; k < width; k++)
        best = larger(best, larger(state[0][k], state[1][k]));
    *out = (double)best;
    return 1;
}
