/*
 * aalen.c -- a cumulative incidence and its Aalen variance.  Layer: stat.
 *
 * The recursion of Gray's program (R cmprsk).  With S before and S after the
 * events of a time, one event among r adds to the variance of F(t)
 *     (a + b (F - F(t)))^2,  a = S before / r if it is of the cause, else 0,
 *     b = S before / (S after r) = 1 / (r - e) when e leave at the time,
 * so three sums, of a quadratic in F(t), give it for all times.
 */
#include "stat/aalen.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "stat/scan.h"
#include "stat/vector.h"

/* What depends on a row alone. */
typedef struct tile {
    double jump[PCARTI_SCAN_TILE];  // 1 / r
    double left[PCARTI_SCAN_TILE];  // S after / S before
    double share[PCARTI_SCAN_TILE]; // 1 / (r - e)
} tile;

static PCARTI_INLINE void
divide(const pcarti_columns *c, size_t i, size_t n, tile *t)
{
    const double *restrict risk = c->n_risk + i, *restrict event = c->n_event;
    const double *restrict other = c->n_other + i;

    event += i;
    for (size_t k = 0; k < n; k++) {
        double r = risk[k], rest = r - (event[k] + other[k]);
        double share = 1 / rest;

        t->jump[k] = 1 / r;
        t->left[k] = rest / r;
        t->share[k] = rest > 0 ? share : 0;
    }
}

static PCARTI_INLINE uint64_t
bits_of(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/*
 * The roots of variances; where there is no event of the cause the one before
 * stays.  Whether there is one is chance, so it is a mask and no branch.
 */
static PCARTI_INLINE double
take_roots(const double *restrict event, size_t n, double before,
           double *restrict x)
{
    uint64_t kept = bits_of(before);

    for (size_t k = 0; k < n; k++) {
        double v = x[k] > 0 ? x[k] : 0;

        x[k] = sqrt(v);
    }
    for (size_t k = 0; k < n; k++) {
        uint64_t mask = -(uint64_t)(event[k] > 0);

        kept = (bits_of(x[k]) & mask) | (kept & ~mask);
        memcpy(&x[k], &kept, sizeof kept);
    }
    memcpy(&before, &kept, sizeof kept);
    return before;
}

static PCARTI_INLINE void
scan_rows(const pcarti_columns *c, size_t from, size_t end,
          pcarti_scan_state *state, int is_written)
{
    pcarti_scan_state s = *state;
    double root = 0;
    tile t;

    for (size_t i = from, n; i < end; i += n) {
        n = end - i < PCARTI_SCAN_TILE ? end - i : PCARTI_SCAN_TILE;
        divide(c, i, n, &t);
        for (size_t k = 0; k < n; k++) {
            double d = c->n_event[i + k], o = c->n_other[i + k];
            double jump = s.survival * t.jump[k], b = t.share[k], x, y;
            double own = d, rest = o;

            if (d > 1)
                own *= pcarti_aalen_tie(d, c->n_risk[i + k]);
            if (o > 1)
                rest *= pcarti_aalen_tie(o, c->n_risk[i + k]);
            s.incidence += jump * d;
            x = s.incidence * b;
            y = jump + x;
            s.one += own * y * y + rest * x * x;
            s.mixed += b * (own * y + rest * x);
            s.square += (own + rest) * (b * b);
            s.survival *= t.left[k];
            if (is_written) {
                double f = s.incidence;

                c->estimate[i + k] = f;
                c->std_err[i + k] = s.one + f * (f * s.square - 2 * s.mixed);
            }
        }
        if (is_written)
            root = take_roots(c->n_event + i, n, root, c->std_err + i);
    }
    *state = s;
}

PCARTI_VECTOR static void
scan_plain(const pcarti_columns *c, size_t from, size_t end,
           pcarti_scan_state *state, int is_written)
{
    if (is_written)
        scan_rows(c, from, end, state, 1);
    else
        scan_rows(c, from, end, state, 0);
}

PCARTI_WIDE static void
scan_wide(const pcarti_columns *c, size_t from, size_t end,
          pcarti_scan_state *state, int is_written)
{
    if (is_written)
        scan_rows(c, from, end, state, 1);
    else
        scan_rows(c, from, end, state, 0);
}

/* F goes on from that of the first; so does what each event has of it. */
static pcarti_scan_state
join(pcarti_scan_state first, pcarti_scan_state second)
{
    double s = first.survival, f = first.incidence;

    return (pcarti_scan_state){
        .survival = s * second.survival,
        .incidence = f + s * second.incidence,
        .one = first.one + s * s * second.one + 2 * s * f * second.mixed +
               f * f * second.square,
        .mixed = first.mixed + s * second.mixed + f * second.square,
        .square = first.square + second.square,
    };
}

pcart_status
pcarti_aalen_fill(const pcarti_columns *column, size_t n, pcart_arena *scratch,
                  pcart_err *err)
{
    return pcarti_scan_run(&(pcarti_scan){.n = n,
                                          .column = column,
                                          .plain = scan_plain,
                                          .wide = scan_wide,
                                          .join = join},
                           scratch, err);
}
