/* rng.h -- random numbers that are the same on every machine.  Layer: core. */
#ifndef PCARTI_RNG_H
#define PCARTI_RNG_H

#include <stddef.h>
#include <stdint.h>

/*
 * xoshiro256** 1.0 (Blackman and Vigna 2018), seeded through splitmix64 from
 * three numbers: one generator per (seed, stream, item), so that item i draws
 * the same numbers however many items there are and whichever thread makes
 * them.  Not for cryptography.
 *
 * Everything below uses only integers and the four IEEE operations, whose
 * results are fixed to the last bit; no function of the mathematical library,
 * whose last digit differs between systems.
 */
typedef struct pcarti_rng {
    uint64_t state[4];
} pcarti_rng;

void pcarti_rng_init(pcarti_rng *rng, uint64_t seed, uint64_t stream,
                     uint64_t item);

uint64_t pcarti_rng_next(pcarti_rng *rng);

/* A number in [0, 1): a multiple of 2^-53. */
double pcarti_rng_uniform(pcarti_rng *rng);

/* 0 .. n - 1, each equally likely (no modulo bias).  n > 0. */
uint32_t pcarti_rng_below(pcarti_rng *rng, uint32_t n);

/* low .. high, both included; low when high is not above it. */
int pcarti_rng_between(pcarti_rng *rng, int low, int high);

/* 1 with probability p. */
int pcarti_rng_chance(pcarti_rng *rng, double p);

/*
 * A standard normal number: the number of ones in 64 random bits (binomial,
 * mean 32, variance 16) spread by a uniform number to fill the steps.  Never
 * beyond 8.1; its distribution function is within 0.0014 of the normal one.
 */
double pcarti_rng_normal(pcarti_rng *rng);

/* Waiting time with mean 1. */
double pcarti_rng_exponential(pcarti_rng *rng);

/* Index drawn in proportion to n weights, not all 0. */
size_t pcarti_rng_pick(pcarti_rng *rng, const uint16_t *weight, size_t n);

/* order = 0 .. n - 1 in random order. */
void pcarti_rng_shuffle(pcarti_rng *rng, uint16_t *order, uint32_t n);

/* 2^x for |x| <= 1000 and log2 x for normal x > 0, to about 1e-13. */
double pcarti_exp2(double x);
double pcarti_log2(double x);

#endif
