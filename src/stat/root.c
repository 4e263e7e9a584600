/* root.c -- where a function of one number is 0.  Layer: stat. */
#include "stat/root.h"

#include <float.h>
#include <math.h>

enum { MOST_STEP = 1000 };

/* The bracket: b is the best so far, a the one before, c across the root. */
typedef struct bracket {
    double a, b, c;
    double fa, fb, fc;
} bracket;

/* A step by interpolation if it stays well inside, else half the bracket. */
static double
next_step(const bracket *k, double tolerance)
{
    double before = k->b - k->a, width = k->c - k->b, half = width / 2, p, q;

    if (fabs(before) < tolerance || fabs(k->fa) <= fabs(k->fb))
        return half;
    if (k->a == k->c) {
        double s = k->fb / k->fa;

        p = width * s;
        q = 1 - s;
    } else {
        double t = k->fb / k->fc, s = k->fb / k->fa;

        q = k->fa / k->fc;
        p = s * (width * q * (q - t) - (k->b - k->a) * (t - 1));
        q = (q - 1) * (t - 1) * (s - 1);
    }
    if (p > 0)
        q = -q;
    else
        p = -p;
    if (p < 0.75 * width * q - fabs(tolerance * q) / 2 &&
        p < fabs(before * q / 2))
        return p / q;
    return half;
}

double
pcarti_root(pcarti_function *f, const void *context, double low, double high,
            double tolerance)
{
    bracket k = {.a = low, .b = high, .c = low};

    k.fa = k.fc = f(low, context);
    k.fb = f(high, context);
    if (k.fa == 0)
        return low;
    if (k.fb == 0)
        return high;
    if (!((k.fa < 0) != (k.fb < 0)))
        return NAN;
    for (int i = 0; i <= MOST_STEP; i++) {
        double least, step;

        if (fabs(k.fc) < fabs(k.fb)) {
            k.a = k.b;
            k.b = k.c;
            k.c = k.a;
            k.fa = k.fb;
            k.fb = k.fc;
            k.fc = k.fa;
        }
        least = 2 * DBL_EPSILON * fabs(k.b) + tolerance / 2;
        if (fabs(k.c - k.b) / 2 <= least || k.fb == 0)
            return k.b;
        step = next_step(&k, least);
        if (fabs(step) < least)
            step = step > 0 ? least : -least;
        k.a = k.b;
        k.fa = k.fb;
        k.b += step;
        k.fb = f(k.b, context);
        if ((k.fb > 0 && k.fc > 0) || (k.fb < 0 && k.fc < 0)) {
            k.c = k.a;
            k.fc = k.fa;
        }
    }
    return k.b;
}
