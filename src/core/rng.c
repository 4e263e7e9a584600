/* rng.c -- random numbers that are the same on every machine.  Layer: core. */
#include "core/rng.h"

#include <string.h>

static uint64_t
splitmix(uint64_t *x)
{
    uint64_t z = *x += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static uint64_t
rotate(uint64_t x, int bits)
{
    return (x << bits) | (x >> (64 - bits));
}

void
pcarti_rng_init(pcarti_rng *rng, uint64_t seed, uint64_t stream, uint64_t item)
{
    uint64_t x = seed;

    /* Each number is mixed before the next is added: (1, 2) and (2, 1) must
     * not meet. */
    x = splitmix(&x) ^ stream;
    x = splitmix(&x) ^ item;
    for (int i = 0; i < 4; i++)
        rng->state[i] = splitmix(&x);
}

uint64_t
pcarti_rng_next(pcarti_rng *rng)
{
    uint64_t *s = rng->state;
    uint64_t result = rotate(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

double
pcarti_rng_uniform(pcarti_rng *rng)
{
    return (double)(pcarti_rng_next(rng) >> 11) * 0x1p-53;
}

uint32_t
pcarti_rng_below(pcarti_rng *rng, uint32_t n)
{
    uint32_t low = (uint32_t)-n % n; // 2^32 mod n draws too many
    uint64_t product;

    do
        product = (pcarti_rng_next(rng) >> 32) * n;
    while ((uint32_t)product < low);
    return (uint32_t)(product >> 32);
}

int
pcarti_rng_between(pcarti_rng *rng, int low, int high)
{
    if (high <= low)
        return low;
    return low + (int)pcarti_rng_below(rng, (uint32_t)(high - low) + 1);
}

int
pcarti_rng_chance(pcarti_rng *rng, double p)
{
    return pcarti_rng_uniform(rng) < p;
}

static int
count_ones(uint64_t x)
{
    x -= (x >> 1) & UINT64_C(0x5555555555555555);
    x = (x & UINT64_C(0x3333333333333333)) +
        ((x >> 2) & UINT64_C(0x3333333333333333));
    x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (int)((x * UINT64_C(0x0101010101010101)) >> 56);
}

double
pcarti_rng_normal(pcarti_rng *rng)
{
    /* 1 / sqrt(16 + 1/12): the spread adds the variance of a unit step. */
    static const double scale = 0.24935149047701484;
    int ones = count_ones(pcarti_rng_next(rng));

    return (ones - 32 + pcarti_rng_uniform(rng) - 0.5) * scale;
}

double
pcarti_rng_exponential(pcarti_rng *rng)
{
    static const double ln2 = 0.6931471805599453;

    return -pcarti_log2(1.0 - pcarti_rng_uniform(rng)) * ln2;
}

size_t
pcarti_rng_pick(pcarti_rng *rng, const uint16_t *weight, size_t n)
{
    uint32_t sum = 0, at;

    for (size_t i = 0; i < n; i++)
        sum += weight[i];
    at = pcarti_rng_below(rng, sum);
    for (size_t i = 0; i < n; i++) {
        if (at < weight[i])
            return i;
        at -= weight[i];
    }
    return n - 1;
}

void
pcarti_rng_shuffle(pcarti_rng *rng, uint16_t *order, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t j = pcarti_rng_below(rng, i + 1);

        order[i] = order[j];
        order[j] = (uint16_t)i;
    }
}

double
pcarti_exp2(double x)
{
    static const double ln2 = 0.6931471805599453;
    int whole = (int)(x < 0 ? x - 0.5 : x + 0.5);
    double f = (x - whole) * ln2, sum = 1.0, scale;
    uint64_t bits = (uint64_t)(whole + 1023) << 52;

    for (int i = 12; i > 0; i--) // Taylor series, |f| < 0.35
        sum = 1.0 + sum * f / i;
    memcpy(&scale, &bits, sizeof scale);
    return sum * scale;
}

double
pcarti_log2(double x)
{
    static const double two_over_ln2 = 2.8853900817779268;
    uint64_t bits;
    double m, s, square, sum = 0.0;
    int exponent;

    memcpy(&bits, &x, sizeof bits);
    exponent = (int)(bits >> 52) - 1023;
    bits = (bits & UINT64_C(0x000fffffffffffff)) | UINT64_C(0x3ff0000000000000);
    memcpy(&m, &bits, sizeof m);
    if (m > 1.4142135623730951) {
        m *= 0.5;
        exponent++;
    }
    s = (m - 1.0) / (m + 1.0); // |s| < 0.172: artanh series
    square = s * s;
    for (int i = 17; i > 0; i -= 2)
        sum = sum * square + 1.0 / i;
    return exponent + two_over_ln2 * s * sum;
}
