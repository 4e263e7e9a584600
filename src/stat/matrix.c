/* matrix.c -- small dense symmetric systems.  Layer: stat. */
#include "stat/matrix.h"

#include <math.h>

#include "stat/vector.h"

PCARTI_VECTOR void
pcarti_add_outer(double *restrict matrix, size_t p, double factor,
                 const double *restrict v)
{
    for (size_t a = 0; a < p; a++) {
        double f = factor * v[a], *restrict to = matrix + a * p;

        for (size_t b = a; b < p; b++)
            to[b] += f * v[b];
    }
}

int
pcarti_cholesky(double *a, size_t n, double tolerance)
{
    double largest = 0, limit;
    int rank = 0, is_negative = 0;

    for (size_t i = 0; i < n; i++) {
        if (a[i * n + i] > largest)
            largest = a[i * n + i];
        for (size_t j = i + 1; j < n; j++)
            a[j * n + i] = a[i * n + j];
    }
    limit = largest > 0 ? largest * tolerance : tolerance;
    for (size_t i = 0; i < n; i++) {
        double pivot = a[i * n + i];

        if (!isfinite(pivot) || pivot < limit) {
            if (pivot < -8 * limit)
                is_negative = 1;
            a[i * n + i] = 0;
            for (size_t j = i + 1; j < n; j++)
                a[j * n + i] = 0;
            continue;
        }
        rank++;
        for (size_t j = i + 1; j < n; j++) {
            double factor = a[j * n + i] / pivot;

            a[j * n + i] = factor;
            a[j * n + j] -= factor * factor * pivot;
            for (size_t k = j + 1; k < n; k++)
                a[k * n + j] -= factor * a[k * n + i];
        }
    }
    return is_negative ? -rank : rank;
}

void
pcarti_cholesky_solve(const double *factor, size_t n, double *b)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            b[i] -= factor[i * n + j] * b[j];
    for (size_t i = n; i-- > 0;) {
        if (factor[i * n + i] == 0) {
            b[i] = 0;
            continue;
        }
        b[i] /= factor[i * n + i];
        for (size_t j = i + 1; j < n; j++)
            b[i] -= factor[j * n + i] * b[j];
    }
}

void
pcarti_cholesky_invert(const double *factor, size_t n, double *out)
{
    /* column by column; a zero pivot leaves a zero column and row */
    for (size_t c = 0; c < n; c++) {
        double *column = out + c * n; // by symmetry its row
        for (size_t i = 0; i < n; i++)
            column[i] = i == c && factor[c * n + c] != 0;
        pcarti_cholesky_solve(factor, n, column);
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            out[j * n + i] = out[i * n + j];
}

double
pcarti_cholesky_logdet(const double *factor, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        if (factor[i * n + i] > 0)
            sum += log(factor[i * n + i]);
    return sum;
}

pcart_status
pcarti_quadratic(const double *v, const double *z, size_t n, pcart_arena *arena,
                 double *value, int *rank, pcart_err *err)
{
    double *part = pcart_arena_take(arena, n * n + 1, sizeof *part);
    double *b = pcart_arena_take(arena, n + 1, sizeof *b);
    size_t *kept = pcart_arena_take(arena, n + 1, sizeof *kept);
    size_t m = 0;
    double sum = 0;

    if (!part || !b || !kept)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    for (size_t i = 0; i < n; i++)
        if (v[i * n + i] > 0)
            kept[m++] = i;
    if (m)
        m--; // the last follows from the others
    for (size_t i = 0; i < m; i++) {
        b[i] = z[kept[i]];
        for (size_t j = 0; j < m; j++)
            part[i * m + j] = v[kept[i] * n + kept[j]];
    }
    *rank = pcarti_cholesky(part, m, 1e-11);
    pcarti_cholesky_solve(part, m, b);
    for (size_t i = 0; i < m; i++)
        sum += b[i] * z[kept[i]];
    *value = sum;
    return PCART_OK;
}
