/* fisher.c -- Fisher's exact test of 2 x 2 tables.  Layer: stat. */
#include "postcart/fisher.h"

#include <float.h>
#include <math.h>

#include "stat/curve.h"
#include "stat/dist.h"
#include "stat/root.h"

/* R's fisher.test: tables within this of the seen one count as equal. */
#define AS_LIKELY (1 + 1e-7)

/* Odds ratios are looked for between exp(-MOST_LOG_ODDS) and its inverse. */
#define MOST_LOG_ODDS 700.0

/*
 * The count in the first cell, given the margins: `m` in the first column, `n`
 * in the second, `k` in the first row; it was `x` and lies in low .. high.
 */
typedef struct margins {
    double m, n, k, x, low, high;
    pcart_root_rule root;
    double target;            // what a search for a limit aims at
    int is_upper, is_inverse; // which tail; whether 1/odds is searched
} margins;

/*
 * Sums over the noncentral distribution with log odds ratio `w`: the mean, and
 * the probabilities of at most and at least x.  Weights are walked outwards
 * from the most likely count until they no longer matter, relative to it, so
 * that nothing overflows.
 */
typedef struct sums {
    double mean, at_most, at_least;
} sums;

/* The factor from count y to y + 1. */
static double
next_ratio(const margins *t, double y, double w)
{
    return exp(w + log(t->m - y) + log(t->k - y) - log(y + 1) -
               log(t->n - t->k + y + 1));
}

static double
most_likely(const margins *t, double w)
{
    double low = t->low, high = t->high;

    while (low < high) {
        double middle = floor((low + high) / 2);

        if (next_ratio(t, middle, w) > 1)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static sums
sum_noncentral(const margins *t, double w)
{
    double mode = most_likely(t, w), all = 0, first = 0, below = 0, above = 0;
    double weight = 1;
    sums s;

    for (double y = mode; y <= t->high && weight > 1e-300; y++) {
        all += weight;
        first += weight * (y - mode);
        below += y <= t->x ? weight : 0;
        above += y >= t->x ? weight : 0;
        weight *= next_ratio(t, y, w);
    }
    weight = 1;
    for (double y = mode - 1; y >= t->low; y--) {
        weight /= next_ratio(t, y, w);
        if (weight < 1e-300)
            break;
        all += weight;
        first += weight * (y - mode);
        below += y <= t->x ? weight : 0;
        above += y >= t->x ? weight : 0;
    }
    s.mean = mode + first / all;
    s.at_most = below / all;
    s.at_least = above / all;
    return s;
}

/*
 * What a search looks at.  R searches the odds ratio itself in (0, 1), or its
 * inverse when it is above 1, and stops at a tolerance of 1e-4; the search
 * for the last digit goes along the log odds ratio.
 */
static double
log_odds_of(double t, const margins *m)
{
    if (m->root == PCART_ROOT_EXACT)
        return t;
    return m->is_inverse ? -log(t) : log(t);
}

static double
mean_gap(double t, const void *context)
{
    const margins *m = context;

    if (t == 0 && m->root == PCART_ROOT_AS_R)
        return m->low - m->x;
    return sum_noncentral(m, log_odds_of(t, m)).mean - m->x;
}

static double
tail_gap(double t, const void *context)
{
    const margins *m = context;
    double tail;
    sums s;

    if (t == 0 && m->root == PCART_ROOT_AS_R)
        return (m->is_upper ? 0 : 1) - m->target;
    s = sum_noncentral(m, log_odds_of(t, m));
    tail = m->is_upper ? s.at_least : s.at_most;
    if (m->root == PCART_ROOT_AS_R)
        return tail - m->target;
    /* logarithms, so that far tails keep the search going */
    return log(fmax(tail, 1e-320)) - log(m->target);
}

/* The odds ratio at which `gap` is 0; it is above 1 if `is_inverse`. */
static double
search(pcarti_function *gap, const margins *m)
{
    double t;

    if (m->root == PCART_ROOT_EXACT)
        return exp(pcarti_root(gap, m, -MOST_LOG_ODDS, MOST_LOG_ODDS, 0));
    if (!m->is_inverse)
        return pcarti_root(gap, m, 0, 1, PCARTI_ROOT_R_TOLERANCE);
    t = pcarti_root(gap, m, DBL_EPSILON, 1, PCARTI_ROOT_R_TOLERANCE);
    return 1 / t;
}

static double
limit_of(const margins *t, int is_lower, double alpha)
{
    margins m = *t;
    double tail = is_lower ? phyper(t->x - 1, t->m, t->n, t->k, 0, 0)
                           : phyper(t->x, t->m, t->n, t->k, 1, 0);

    m.is_upper = is_lower;
    m.target = alpha;
    m.is_inverse = is_lower ? tail < alpha : tail > alpha;
    if (tail == alpha)
        return 1;
    return search(tail_gap, &m);
}

static double
estimate_of(const margins *t)
{
    margins m = *t;
    double mean = sum_noncentral(t, 0).mean;

    if (t->x == t->low)
        return 0;
    if (t->x == t->high)
        return INFINITY;
    if (mean == t->x)
        return 1;
    m.is_inverse = mean < t->x;
    return search(mean_gap, &m);
}

/*
 * P of all tables at most as likely as the seen one, and of those exactly as
 * likely.  The distribution has one peak, so that the other side starts where
 * a search by halves finds it.
 */
static double
two_sided(const margins *t, double *as_likely)
{
    double seen = dhyper(t->x, t->m, t->n, t->k, 0), limit = seen * AS_LIKELY;
    double mode = most_likely(t, 0), near, far, bound;
    int is_left = t->x <= mode;
    double inside = mode, outside = is_left ? t->high + 1 : t->low - 1;

    *as_likely = seen;
    if (dhyper(mode, t->m, t->n, t->k, 0) <= limit) {
        /* as likely as the peak itself: every table counts */
        for (double y = t->low; y <= t->high && y <= mode + 2; y++)
            if (y != t->x && y >= mode - 2 &&
                dhyper(y, t->m, t->n, t->k, 0) >= seen / AS_LIKELY)
                *as_likely += dhyper(y, t->m, t->n, t->k, 0);
        return 1;
    }
    while (fabs(outside - inside) > 1) {
        double middle = floor((inside + outside) / 2);

        if (dhyper(middle, t->m, t->n, t->k, 0) <= limit)
            outside = middle;
        else
            inside = middle;
    }
    bound = outside;
    near = is_left ? phyper(t->x, t->m, t->n, t->k, 1, 0)
                   : phyper(t->x - 1, t->m, t->n, t->k, 0, 0);
    far = 0;
    if (bound >= t->low && bound <= t->high) {
        far = is_left ? phyper(bound - 1, t->m, t->n, t->k, 0, 0)
                      : phyper(bound, t->m, t->n, t->k, 1, 0);
        if (dhyper(bound, t->m, t->n, t->k, 0) >= seen / AS_LIKELY)
            *as_likely += dhyper(bound, t->m, t->n, t->k, 0);
    }
    return fmin(1, near + far);
}

static void
set_p(const margins *t, const pcart_fisher_options *options, pcart_test *test)
{
    double as_likely = dhyper(t->x, t->m, t->n, t->k, 0);

    if (options->alternative == PCART_GREATER)
        test->p_value = phyper(t->x - 1, t->m, t->n, t->k, 0, 0);
    else if (options->alternative == PCART_LESS)
        test->p_value = phyper(t->x, t->m, t->n, t->k, 1, 0);
    else
        test->p_value = two_sided(t, &as_likely);
    if (options->is_mid_p)
        test->p_value -= as_likely / 2;
}

static void
set_odds(const margins *t, const pcart_fisher_options *options,
         pcart_test *test)
{
    double alpha = 1 - test->level;

    if (options->alternative == PCART_TWO_SIDED)
        alpha /= 2;
    test->estimate = estimate_of(t);
    test->has_interval = 1;
    test->low = 0;
    test->high = INFINITY;
    if (options->alternative != PCART_LESS && t->x > t->low)
        test->low = limit_of(t, 1, alpha);
    if (options->alternative != PCART_GREATER && t->x < t->high)
        test->high = limit_of(t, 0, alpha);
}

pcart_status
pcart_fisher_2x2(const int cell[4], const pcart_fisher_options *options,
                 pcart_test *out, pcart_err *err)
{
    static const char *const method[2][3] = {
        {"Fisher's exact test, two-sided", "Fisher's exact test, greater",
         "Fisher's exact test, less"},
        {"Fisher's exact test, mid-p, two-sided",
         "Fisher's exact test, mid-p, greater",
         "Fisher's exact test, mid-p, less"}};
    const pcart_fisher_options none = {0};
    pcart_test test = {.estimate_name = "odds ratio (conditional)"};
    double a = cell[0], b = cell[1], c = cell[2], d = cell[3];
    margins t = {.m = a + c, .n = b + d, .k = a + b, .x = a};
    pcart_status st;

    if (!options)
        options = &none;
    test.level = pcarti_level(options->level);
    st = pcarti_level_check(test.level, err);
    if (st)
        return st;
    if (a < 0 || b < 0 || c < 0 || d < 0 || a + b + c + d > 2147483647.0)
        return pcart_err_set(err, PCART_E_RANGE,
                             "counts %d, %d, %d, %d are impossible", cell[0],
                             cell[1], cell[2], cell[3]);
    test.method = method[options->is_mid_p != 0][options->alternative];
    test.r_call = options->is_mid_p ? "exact2x2::exact2x2(table, midp = TRUE)"
                                    : "fisher.test(table, alternative)";
    if (t.m == 0 || t.n == 0 || t.k == 0 || c + d == 0) {
        test.reason = "a row or a column is empty";
        *out = test;
        return PCART_OK;
    }
    t.root = options->root;
    t.low = fmax(0, t.k - t.n);
    t.high = fmin(t.k, t.m);
    test.is_evaluable = 1;
    set_p(&t, options, &test);
    set_odds(&t, options, &test);
    *out = test;
    return PCART_OK;
}
