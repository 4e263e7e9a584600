/* rank_exact.c -- permutation distributions of rank sums.  Layer: stat. */
#include "stat/rank_exact.h"

#include <math.h>

/* A distribution of more cells than this is refused: about 400 MB. */
enum { MOST_CELL = 50 * 1000 * 1000 };

/*
 * Subsets are counted in doubles; the largest count, C(n, n/2), must stay
 * below 2^1023.
 */
enum { MOST_SCORE = 1020 };

static pcart_status
too_large(pcart_err *err)
{
    pcart_status st = pcart_err_set(err, PCART_E_UNSUPPORTED,
                                    "too many values for an exact p-value");

    pcart_err_hint(err, "use the normal approximation");
    return st;
}

pcart_status
pcarti_mannwhitney_mass(size_t m, size_t n, size_t last, pcart_arena *arena,
                        double **out, pcart_err *err)
{
    double *mass;

    if (m > n) {
        size_t swap = m;

        m = n;
        n = swap;
    }
    if (m + n > MOST_SCORE || last >= MOST_CELL)
        return too_large(err);
    mass = pcart_arena_take(arena, last + 1, sizeof *mass);
    if (!mass)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    /*
     * The generating function is the Gaussian binomial coefficient, the
     * product over i of (1 - q^(n + i)) / (1 - q^i); each factor is scaled by
     * i / (n + i), so that the masses sum to 1.
     */
    mass[0] = 1;
    for (size_t i = 1; i <= m; i++) {
        double scale = (double)i / (double)(n + i);

        for (size_t u = last + 1; u-- > n + i;)
            mass[u] -= mass[u - n - i];
        for (size_t u = i; u <= last; u++)
            mass[u] += mass[u - i];
        for (size_t u = 0; u <= last; u++)
            mass[u] *= scale;
    }
    *out = mass;
    return PCART_OK;
}

pcart_status
pcarti_signedrank_mass(size_t n, size_t last, pcart_arena *arena, double **out,
                       pcart_err *err)
{
    double *mass;

    if (n > MOST_SCORE || last >= MOST_CELL)
        return too_large(err);
    mass = pcart_arena_take(arena, last + 1, sizeof *mass);
    if (!mass)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    mass[0] = 1;
    for (size_t i = 1; i <= n; i++) {
        for (size_t u = last + 1; u-- > i;)
            mass[u] = (mass[u] + mass[u - i]) / 2;
        for (size_t u = 0; u < i && u <= last; u++)
            mass[u] /= 2;
    }
    *out = mass;
    return PCART_OK;
}

/* Sum the counts that lie where `seen` asks; `twice_mean` = 2 E T * scale. */
static void
add_tails(const double *count, int64_t n_cell, int64_t seen, double mean,
          pcarti_tails *out)
{
    double all = 0, at_most = 0, at_least = 0, as_far = 0;
    double distance = fabs((double)seen - mean);
    double fuzz = 1e-9 * (1 + fabs(mean));

    for (int64_t s = 0; s < n_cell; s++) {
        double c = count[s];

        all += c;
        if (s <= seen)
            at_most += c;
        if (s >= seen)
            at_least += c;
        if (fabs((double)s - mean) >= distance - fuzz)
            as_far += c;
    }
    out->at_most = at_most / all;
    out->at_least = at_least / all;
    out->as_far = as_far / all;
}

/*
 * Scores less their smallest: the same subsets in the same order, with sums
 * from 0.  Returns their sum, or -1 if it is too large to be counted.
 */
static int64_t
shift_scores(const int64_t *score, size_t n, int64_t *shifted, int64_t *least)
{
    int64_t sum = 0;

    *least = score[0];
    for (size_t i = 1; i < n; i++)
        if (score[i] < *least)
            *least = score[i];
    for (size_t i = 0; i < n; i++) {
        if (score[i] > INT32_MAX || *least < 0)
            return -1;
        shifted[i] = score[i] - *least;
        sum += shifted[i];
    }
    return sum;
}

pcart_status
pcarti_subset_tails(const int64_t *score, size_t n, size_t k, int64_t seen,
                    pcart_arena *arena, pcarti_tails *out, pcart_err *err)
{
    pcart_arena scratch;
    int64_t *shifted, least, sum, n_cell, reach = 0;
    double *count;
    pcart_status st = PCART_OK;

    if (n > MOST_SCORE || k > n)
        return too_large(err);
    pcart_arena_init(&scratch, &arena->alloc);
    shifted = pcart_arena_take(&scratch, n + 1, sizeof *shifted);
    if (!shifted) {
        st = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        goto done;
    }
    sum = shift_scores(score, n, shifted, &least);
    n_cell = sum + 1;
    if (sum < 0 || n_cell > MOST_CELL / (int64_t)(k + 1)) {
        st = too_large(err);
        goto done;
    }
    count = pcart_arena_take(&scratch, (k + 1) * (size_t)n_cell, sizeof *count);
    if (!count) {
        st = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        goto done;
    }
    /* count[j * n_cell + s]: subsets of j scores whose sum is s */
    count[0] = 1;
    for (size_t i = 0; i < n; i++) {
        int64_t v = shifted[i];
        size_t most = i + 1 < k ? i + 1 : k;

        reach += v;
        for (size_t j = most; j > 0; j--) {
            double *to = count + j * (size_t)n_cell;
            const double *from = to - n_cell;

            for (int64_t s = v; s <= reach; s++)
                to[s] += from[s - v];
        }
    }
    add_tails(count + k * (size_t)n_cell, n_cell, seen - (int64_t)k * least,
              (double)k * (double)sum / (double)n, out);
done:
    pcart_arena_release(&scratch);
    return st;
}

pcart_status
pcarti_sign_tails(const int64_t *score, size_t n, int64_t seen,
                  pcart_arena *arena, pcarti_tails *out, pcart_err *err)
{
    pcart_arena scratch;
    int64_t sum = 0, reach = 0;
    double *mass;
    pcart_status st = PCART_OK;

    for (size_t i = 0; i < n; i++) {
        if (score[i] < 0 || score[i] > INT32_MAX)
            return too_large(err);
        sum += score[i];
    }
    if (n > MOST_SCORE || sum >= MOST_CELL)
        return too_large(err);
    pcart_arena_init(&scratch, &arena->alloc);
    mass = pcart_arena_take(&scratch, (size_t)sum + 1, sizeof *mass);
    if (!mass) {
        st = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        goto done;
    }
    mass[0] = 1;
    for (size_t i = 0; i < n; i++) {
        reach += score[i];
        for (int64_t s = reach; s >= score[i]; s--)
            mass[s] = (mass[s] + mass[s - score[i]]) / 2;
        for (int64_t s = 0; s < score[i]; s++)
            mass[s] /= 2;
    }
    add_tails(mass, sum + 1, seen, (double)sum / 2, out);
done:
    pcart_arena_release(&scratch);
    return st;
}
