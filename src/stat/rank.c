/* rank.c -- rank tests: Wilcoxon, Kruskal-Wallis.  Layer: stat. */
#include "postcart/rank.h"

#include <math.h>

#include "stat/curve.h"
#include "stat/dist.h"
#include "stat/order.h"
#include "stat/rank_exact.h"

/* R takes the exact distribution below this many values (wilcox.test). */
enum { EXACT_BELOW = 50 };

static pcart_status
out_of_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static pcart_status
check_finite(pcart_values sample, pcart_err *err)
{
    for (size_t i = 0; i < sample.n; i++)
        if (!isfinite(sample.value[i]))
            return pcart_err_set(err, PCART_E_RANGE,
                                 "value %zu is not a finite number", i + 1);
    return PCART_OK;
}

/* p of a standard normal score with R's continuity correction. */
static double
normal_p(double distance, double sigma, const pcart_rank_options *options)
{
    double z = distance, correction = 0;

    if (options->p != PCART_RANK_NORMAL_PLAIN) {
        if (options->alternative == PCART_TWO_SIDED)
            correction = distance > 0 ? 0.5 : distance < 0 ? -0.5 : 0;
        else
            correction = options->alternative == PCART_GREATER ? 0.5 : -0.5;
    }
    z = (distance - correction) / sigma;
    if (options->alternative == PCART_GREATER)
        return pnorm(z, 0, 1, 0, 0);
    if (options->alternative == PCART_LESS)
        return pnorm(z, 0, 1, 1, 0);
    return fmin(1, 2 * pnorm(-fabs(z), 0, 1, 1, 0));
}

static double
tail_p(const pcarti_tails *tail, pcart_alternative alternative)
{
    if (alternative == PCART_GREATER)
        return tail->at_least;
    if (alternative == PCART_LESS)
        return tail->at_most;
    return fmin(1, tail->as_far);
}

/*
 * The tails of a symmetric distribution on 0 .. total without ties, summed
 * from the nearer end, where the sum is exact in the last digits.
 */
static pcarti_tails
tails_of_mass(const double *mass, size_t total, size_t seen)
{
    size_t mirror = total - seen, near = seen < mirror ? seen : mirror;
    double below = 0, upto;
    pcarti_tails tail;

    for (size_t u = 0; u < near; u++)
        below += mass[u];
    upto = below + mass[near];
    tail.at_most = seen <= mirror ? upto : 1 - below;
    tail.at_least = seen <= mirror ? 1 - below : upto;
    tail.as_far = fmin(1, 2 * upto);
    return tail;
}

/* R's qwilcox and qsignrank: the first u with P(U <= u) >= p, at least 1. */
static size_t
quantile_of_mass(const double *mass, size_t last, double p)
{
    double sum = 0;
    size_t u = 0;

    p -= 10 * 2.220446049250313e-16;
    for (; u <= last; u++) {
        sum += mass[u];
        if (sum >= p)
            break;
    }
    return u ? u : 1;
}

/*
 * The Hodges-Lehmann estimate, the middle of all differences, and the interval
 * that leaves out `cut` - 1 of them at either end.
 */
static pcart_status
set_interval(double *difference, size_t n, size_t cut,
             const pcart_rank_options *options, pcart_arena *arena,
             pcart_test *test, pcart_err *err)
{
    uint32_t *order = NULL;
    pcart_status st = pcarti_order(difference, n, NULL, arena, &order, err);

    if (st)
        return st;
    test->estimate =
        (difference[order[(n - 1) / 2]] + difference[order[n / 2]]) / 2;
    test->level = pcarti_level(options->level);
    if (!cut)
        return PCART_OK;
    test->has_interval = 1;
    test->low = options->alternative == PCART_LESS ? -INFINITY
                                                   : difference[order[cut - 1]];
    test->high = options->alternative == PCART_GREATER
                     ? INFINITY
                     : difference[order[n - cut]];
    return PCART_OK;
}

static double
interval_alpha(const pcart_rank_options *options)
{
    double alpha = 1 - pcarti_level(options->level);

    return options->alternative == PCART_TWO_SIDED ? alpha / 2 : alpha;
}

/* One Mann-Whitney comparison while it is computed. */
typedef struct comparison {
    pcart_values x, y;
    const double *rank; // of x, then y
    double ties, w;
    int is_exact;
} comparison;

static pcart_status
exact_with_ties(const comparison *c, pcart_arena *arena, pcarti_tails *tail,
                pcart_err *err)
{
    size_t n = c->x.n + c->y.n;
    int is_swapped = c->y.n < c->x.n; // count subsets of the smaller group
    size_t k = is_swapped ? c->y.n : c->x.n;
    int64_t *score = pcart_arena_take(arena, n, sizeof *score), seen = 0;
    pcart_status st;

    if (!score)
        return out_of_memory(err);
    for (size_t i = 0; i < n; i++) {
        score[i] = (int64_t)(2 * c->rank[i]);
        if ((i >= c->x.n) == is_swapped)
            seen += score[i];
    }
    st = pcarti_subset_tails(score, n, k, seen, arena, tail, err);
    if (!st && is_swapped) {
        double swap = tail->at_most;

        tail->at_most = tail->at_least;
        tail->at_least = swap;
    }
    return st;
}

static pcart_status
mannwhitney_interval(const comparison *c, size_t cut,
                     const pcart_rank_options *options, pcart_arena *arena,
                     pcart_test *test, pcart_err *err)
{
    size_t n = c->x.n * c->y.n, k = 0;
    double *difference = pcart_arena_take(arena, n, sizeof *difference);

    if (!difference)
        return out_of_memory(err);
    for (size_t i = 0; i < c->x.n; i++)
        for (size_t j = 0; j < c->y.n; j++)
            difference[k++] = c->x.value[i] - c->y.value[j];
    test->estimate_name = "difference in location";
    return set_interval(difference, n, cut, options, arena, test, err);
}

static pcart_status
mannwhitney_p(const comparison *c, const pcart_rank_options *options,
              pcart_arena *arena, pcart_test *test, pcart_err *err)
{
    double n_x = (double)c->x.n, n_y = (double)c->y.n, n = n_x + n_y;
    size_t cut = 0, total = c->x.n * c->y.n;
    pcart_status st = PCART_OK;
    pcarti_tails tail;

    if (!c->is_exact) {
        double sigma = sqrt(n_x * n_y / 12 * (n + 1 - c->ties / (n * (n - 1))));

        test->method = options->p == PCART_RANK_NORMAL_PLAIN
                           ? "Wilcoxon rank sum test, normal approximation"
                           : "Wilcoxon rank sum test, normal approximation "
                             "with continuity correction";
        test->r_call = options->p == PCART_RANK_NORMAL_PLAIN
                           ? "wilcox.test(x, y, exact = FALSE, correct = "
                             "FALSE)"
                           : "wilcox.test(x, y, exact = FALSE)";
        test->p_value = normal_p(c->w - n_x * n_y / 2, sigma, options);
    } else if (c->ties > 0) {
        test->method = "Wilcoxon rank sum test, exact with ties";
        test->r_call = "coin::wilcox_test(value ~ group, distribution = "
                       "\"exact\")";
        st = exact_with_ties(c, arena, &tail, err);
        if (st)
            return st;
        test->p_value = tail_p(&tail, options->alternative);
    } else {
        double *mass = NULL;

        test->method = "Wilcoxon rank sum test, exact";
        test->r_call = "wilcox.test(x, y)";
        st = pcarti_mannwhitney_mass(c->x.n, c->y.n, total / 2, arena, &mass,
                                     err);
        if (st)
            return st;
        tail = tails_of_mass(mass, total, (size_t)c->w);
        test->p_value = tail_p(&tail, options->alternative);
        cut = quantile_of_mass(mass, total / 2, interval_alpha(options));
    }
    test->is_evaluable = 1;
    if (options->want_interval)
        st = mannwhitney_interval(c, cut, options, arena, test, err);
    return st;
}

pcart_status
pcart_mannwhitney_test(pcart_values x, pcart_values y,
                       const pcart_rank_options *options, pcart_arena *arena,
                       pcart_test *out, pcart_err *err)
{
    const pcart_rank_options none = {0};
    comparison c = {.x = x, .y = y};
    pcart_test test = {.method = "Wilcoxon rank sum test",
                       .r_call = "wilcox.test(x, y)",
                       .statistic_name = "W"};
    size_t n = x.n + y.n;
    double *value, *rank, n_x = (double)x.n;
    pcart_status st = check_finite(x, err);

    if (!options)
        options = &none;
    if (!st)
        st = check_finite(y, err);
    if (!st)
        st = pcarti_level_check(pcarti_level(options->level), err);
    if (st)
        return st;
    if (!x.n || !y.n) {
        test.reason = "a group is empty";
        *out = test;
        return PCART_OK;
    }
    value = pcart_arena_take(arena, n, sizeof *value);
    rank = pcart_arena_take(arena, n, sizeof *rank);
    if (!value || !rank)
        return out_of_memory(err);
    for (size_t i = 0; i < n; i++)
        value[i] = i < x.n ? x.value[i] : y.value[i - x.n];
    st = pcarti_rank(value, n, arena, rank, &c.ties, err);
    if (st)
        return st;
    for (size_t i = 0; i < x.n; i++)
        c.w += rank[i];
    c.w -= n_x * (n_x + 1) / 2;
    c.rank = rank;
    c.is_exact = options->p == PCART_RANK_EXACT ||
                 (options->p == PCART_RANK_R_RULE && x.n < EXACT_BELOW &&
                  y.n < EXACT_BELOW && c.ties == 0);
    test.statistic = c.w;
    if (c.ties == (double)n * (double)n * (double)n - (double)n)
        test.reason = "all values are equal";
    else
        st = mannwhitney_p(&c, options, arena, &test, err);
    if (!st)
        *out = test;
    return st;
}

/* The differences of a signed-rank test, those that are 0 left out. */
typedef struct pairs {
    double *value, *rank; // rank of |value|, among the zeros too by Pratt
    size_t n, n_zero;
    double ties, v;
} pairs;

static pcart_status
rank_pairs(pcart_values difference, pcart_zero_rule zeros, pcart_arena *arena,
           pairs *out, pcart_err *err)
{
    size_t n = difference.n, m = 0;
    double *absolute = pcart_arena_take(arena, n + 1, sizeof *absolute);
    double *rank = pcart_arena_take(arena, n + 1, sizeof *rank);
    pairs p = {0};
    pcart_status st;

    p.value = pcart_arena_take(arena, n + 1, sizeof *p.value);
    p.rank = pcart_arena_take(arena, n + 1, sizeof *p.rank);
    if (!absolute || !rank || !p.value || !p.rank)
        return out_of_memory(err);
    for (size_t i = 0; i < n; i++) {
        p.n_zero += difference.value[i] == 0;
        if (difference.value[i] != 0 || zeros == PCART_ZEROS_PRATT)
            absolute[m++] = fabs(difference.value[i]);
    }
    st = pcarti_rank(absolute, m, arena, rank, &p.ties, err);
    if (st)
        return st;
    if (zeros == PCART_ZEROS_PRATT && p.n_zero) {
        double t = (double)p.n_zero; // zeros are no tie of what is left

        p.ties -= t * t * t - t;
    }
    m = 0;
    for (size_t i = 0; i < n; i++) {
        if (difference.value[i] != 0) {
            p.value[p.n] = difference.value[i];
            p.rank[p.n] = rank[m];
            if (difference.value[i] > 0)
                p.v += rank[m];
            p.n++;
        }
        m += difference.value[i] != 0 || zeros == PCART_ZEROS_PRATT;
    }
    *out = p;
    return PCART_OK;
}

static pcart_status
signedrank_interval(const pairs *p, size_t cut,
                    const pcart_rank_options *options, pcart_arena *arena,
                    pcart_test *test, pcart_err *err)
{
    size_t n = p->n * (p->n + 1) / 2, k = 0;
    double *mean = pcart_arena_take(arena, n, sizeof *mean);

    if (!mean)
        return out_of_memory(err);
    for (size_t i = 0; i < p->n; i++)
        for (size_t j = i; j < p->n; j++)
            mean[k++] = (p->value[i] + p->value[j]) / 2;
    test->estimate_name = "(pseudo)median";
    return set_interval(mean, n, cut, options, arena, test, err);
}

static pcart_status
signedrank_p(const pairs *p, const pcart_rank_options *options,
             pcart_arena *arena, pcart_test *test, pcart_err *err)
{
    int is_plain = p->ties == 0 && p->n_zero == 0;
    int is_exact =
        options->p == PCART_RANK_EXACT ||
        (options->p == PCART_RANK_R_RULE && p->n < EXACT_BELOW && is_plain);
    size_t cut = 0, total = p->n * (p->n + 1) / 2;
    pcart_status st = PCART_OK;
    pcarti_tails tail;

    if (!is_exact) {
        double sum = 0, square = 0;

        for (size_t i = 0; i < p->n; i++) {
            sum += p->rank[i];
            square += p->rank[i] * p->rank[i];
        }
        test->method = options->p == PCART_RANK_NORMAL_PLAIN
                           ? "Wilcoxon signed rank test, normal approximation"
                           : "Wilcoxon signed rank test, normal "
                             "approximation with continuity correction";
        test->r_call = options->p == PCART_RANK_NORMAL_PLAIN
                           ? "wilcox.test(x, y, paired = TRUE, exact = FALSE, "
                             "correct = FALSE)"
                           : "wilcox.test(x, y, paired = TRUE, exact = FALSE)";
        test->p_value = normal_p(p->v - sum / 2, sqrt(square) / 2, options);
    } else if (is_plain) {
        double *mass = NULL;

        test->method = "Wilcoxon signed rank test, exact";
        test->r_call = "wilcox.test(x, y, paired = TRUE)";
        st = pcarti_signedrank_mass(p->n, total / 2, arena, &mass, err);
        if (st)
            return st;
        tail = tails_of_mass(mass, total, (size_t)p->v);
        test->p_value = tail_p(&tail, options->alternative);
        cut = quantile_of_mass(mass, total / 2, interval_alpha(options));
    } else {
        int64_t *score = pcart_arena_take(arena, p->n, sizeof *score);

        if (!score)
            return out_of_memory(err);
        for (size_t i = 0; i < p->n; i++)
            score[i] = (int64_t)(2 * p->rank[i]);
        test->method = options->zeros == PCART_ZEROS_PRATT
                           ? "Wilcoxon signed rank test, exact, zeros by Pratt"
                           : "Wilcoxon signed rank test, exact with ties, "
                             "zeros left out";
        test->r_call = "coin::wilcoxsign_test(x ~ y, distribution = "
                       "\"exact\", zero.method)";
        st = pcarti_sign_tails(score, p->n, (int64_t)(2 * p->v), arena, &tail,
                               err);
        if (st)
            return st;
        test->p_value = tail_p(&tail, options->alternative);
    }
    test->is_evaluable = 1;
    if (options->want_interval)
        st = signedrank_interval(p, cut, options, arena, test, err);
    return st;
}

pcart_status
pcart_signedrank_test(pcart_values difference,
                      const pcart_rank_options *options, pcart_arena *arena,
                      pcart_test *out, pcart_err *err)
{
    const pcart_rank_options none = {0};
    pcart_test test = {.method = "Wilcoxon signed rank test",
                       .r_call = "wilcox.test(x, y, paired = TRUE)",
                       .statistic_name = "V"};
    pairs p = {0};
    pcart_status st = check_finite(difference, err);

    if (!options)
        options = &none;
    if (!st)
        st = pcarti_level_check(pcarti_level(options->level), err);
    if (!st)
        st = rank_pairs(difference, options->zeros, arena, &p, err);
    if (st)
        return st;
    test.statistic = p.v;
    if (!p.n)
        test.reason =
            difference.n ? "all differences are 0" : "there is no pair";
    else
        st = signedrank_p(&p, options, arena, &test, err);
    if (!st)
        *out = test;
    return st;
}

pcart_status
pcart_kruskal_test(pcart_values value, const int *group, int n_group,
                   pcart_arena *arena, pcart_test *out, pcart_err *err)
{
    pcart_test test = {.method = "Kruskal-Wallis rank sum test",
                       .r_call = "kruskal.test(value, group)",
                       .statistic_name = "Kruskal-Wallis chi-squared"};
    double n = (double)value.n, ties = 0, sum = 0;
    double *rank, *total, *count;
    int n_active = 0;
    pcart_status st = check_finite(value, err);

    if (st)
        return st;
    if (n_group < 1)
        return pcart_err_set(err, PCART_E_RANGE, "%d groups", n_group);
    for (size_t i = 0; i < value.n; i++)
        if (group[i] < 0 || group[i] >= n_group)
            return pcart_err_set(err, PCART_E_RANGE,
                                 "row %zu: group %d is not in 0 to %d", i + 1,
                                 group[i], n_group - 1);
    rank = pcart_arena_take(arena, value.n + 1, sizeof *rank);
    total = pcart_arena_take(arena, (size_t)n_group, sizeof *total);
    count = pcart_arena_take(arena, (size_t)n_group, sizeof *count);
    if (!rank || !total || !count)
        return out_of_memory(err);
    st = pcarti_rank(value.value, value.n, arena, rank, &ties, err);
    if (st)
        return st;
    for (size_t i = 0; i < value.n; i++) {
        total[group[i]] += rank[i];
        count[group[i]]++;
    }
    for (int g = 0; g < n_group; g++) {
        if (count[g] == 0)
            continue;
        n_active++;
        sum += total[g] * total[g] / count[g];
    }
    if (n_active < 2)
        test.reason = "fewer than two groups have values";
    else if (ties == n * n * n - n)
        test.reason = "all values are equal";
    if (!test.reason) {
        test.is_evaluable = 1;
        test.statistic = (12 * sum / (n * (n + 1)) - 3 * (n + 1)) /
                         (1 - ties / (n * n * n - n));
        test.df = n_active - 1;
        test.p_value = pchisq(test.statistic, test.df, 0, 0);
    }
    *out = test;
    return PCART_OK;
}
