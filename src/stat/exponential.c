/*
 * exponential.c -- the exponentials of many numbers.  Layer: stat.
 *
 * exp(x) is 2^k exp(r) with r between -log(2)/2 and log(2)/2, and exp(r) a
 * polynomial that differs from it by 3e-19 of itself (it interpolates
 * (exp(r) - 1 - r) / r^2 at the roots of Chebyshev's polynomial).  There is
 * neither a table nor a branch, so that four numbers can go at once.
 */
#include "stat/exponential.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "stat/vector.h"

/* Beyond it 2^k is not a normal number: the C library's turn. */
#define MOST 708.0

/* So many numbers go at once, with their exact values kept. */
enum { STRIP = 64 };

static PCARTI_INLINE double
exponential(double x)
{
    /* adding it leaves a whole number in the last bits */
    const double whole = 0x1.8p52;
    double shifted = x * 0x1.71547652b82fep+0 + whole, k = shifted - whole;
    double r = (x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33;
    double r2 = r * r, r4 = r2 * r2, q, scale;
    uint64_t bits;

    q = ((0x1.0000000000000p-1 + r * 0x1.5555555555557p-3) +
         r2 * (0x1.5555555555556p-5 + r * 0x1.11111111100dcp-7)) +
        r4 * (((0x1.6c16c16c162d4p-10 + r * 0x1.a01a01abe7fe1p-13) +
               r2 * (0x1.a01a01a6d889cp-16 + r * 0x1.71de0231960ebp-19)) +
              r4 * ((0x1.27e4db646b17ep-22 + r * 0x1.af4de97ca4194p-26) +
                    r2 * 0x1.1f730349868cep-29));
    memcpy(&bits, &shifted, sizeof bits);
    bits = (bits + 1023) << 52;
    memcpy(&scale, &bits, sizeof scale);
    return (1 + (r + r2 * q)) * scale;
}

static PCARTI_INLINE void
make(double *restrict x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        x[i] = exponential(x[i]);
}

PCARTI_VECTOR static void
make_plain(double *x, size_t n)
{
    make(x, n);
}

PCARTI_WIDE static void
make_wide(double *x, size_t n)
{
    make(x, n);
}

static PCARTI_INLINE int
is_far(const double *x, size_t n)
{
    int far = 0;

    for (size_t i = 0; i < n; i++)
        far |= !(fabs(x[i]) <= MOST);
    return far;
}

void
pcarti_exponentials(double *x, size_t n)
{
    double kept[STRIP];

    for (size_t from = 0; from < n; from += STRIP) {
        size_t count = n - from < STRIP ? n - from : STRIP;
        int far = is_far(x + from, count);

        if (far)
            memcpy(kept, x + from, count * sizeof *kept);
        if (PCARTI_HAS_WIDE)
            make_wide(x + from, count);
        else
            make_plain(x + from, count);
        for (size_t i = 0; far && i < count; i++)
            if (!(fabs(kept[i]) <= MOST))
                x[from + i] = exp(kept[i]);
    }
}
