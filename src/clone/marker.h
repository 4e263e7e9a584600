/* marker.h -- one common variant in one sample.  Layer: clone. */
#ifndef PCARTI_MARKER_H
#define PCARTI_MARKER_H

#include "postcart/chimerism.h"

/* Error where no marker tells it. */
#define PCARTI_MARKER_ERROR 1e-3

/*
 * Log probability of the reads of a marker at a true fraction of the alternate
 * allele, summed over the capture bias.  `error` is used where the marker has
 * none of its own.
 */
double pcarti_marker_log(const pcart_marker *marker, double fraction,
                         double error, double rho);

/* Prior of one genome's genotype, given a relative's and the frequency. */
void pcarti_genotype_given(pcart_kinship kin, int relative, double frequency,
                           double out[3]);

/* The same without a relative: Hardy and Weinberg. */
void pcarti_genotype_prior(double frequency, double out[3]);

#endif
