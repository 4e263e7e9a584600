/* likelihood.h -- the likelihood of a fraction, of one count or of several
 * that share it.  Layer: clone. */
#ifndef PCARTI_LIKELIHOOD_H
#define PCARTI_LIKELIHOOD_H

#include "postcart/presence.h"

enum {
    /* Up to here true and false fragments are summed over one by one; above it
     * their sum is a beta-binomial with the same mean and variance. */
    PCARTI_EXACT_MAX = 200,
    PCARTI_N_GRID = 600
};

/* Fractions that are looked at. */
#define PCARTI_LOWEST 1e-7
#define PCARTI_HIGHEST 0.9999

/* One count, and what its false fragments must do when i are true. */
typedef struct pcarti_mix {
    pcart_presence_count count;
    int alt;
    int is_exact;
    double copies; /* the fraction that is asked for = copies * VAF */
    double weight[PCARTI_EXACT_MAX + 1];
} pcarti_mix;

/* For the likelihood of exactly count->alt (is_cdf: of at most `alt`). */
void pcarti_mix_init(pcarti_mix *mix, const pcart_presence_count *count,
                     int alt, int is_cdf);

/* Probability of at most `alt` at a VAF. */
double pcarti_mix_cdf(const pcarti_mix *mix, double vaf);

/* Log-likelihood of a fraction, all counts together. */
double pcarti_mix_log(const pcarti_mix *mix, int n, double fraction);

/* Estimate, interval, Bayes factor and posterior of a fraction; the other
 * members stay as they are. */
void pcarti_mix_estimate(const pcarti_mix *mix, int n, double low, double high,
                         pcart_presence *out);

/* The count with the error that bounds and estimates take off. */
pcart_presence_count pcarti_count_mild(const pcart_presence_count *count);

/* Whether a count can be: PCART_OK, PCART_E_RANGE or, at depth 0,
 * PCART_E_DEGENERATE. */
pcart_status pcarti_count_check(const pcart_presence_count *count,
                                pcart_err *err);

#endif
