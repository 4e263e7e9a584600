/* pool.c -- one follow-up, or bounds, from the counts of many centres.
 * Layer: study. */
#include "postcart/pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stat/matrix.h"

enum { MAX_SUBJECT = 20000000 };

/* A step in standard errors below which the coefficient is the estimate. */
static const double smallest_step = 1e-9;

static pcart_status
no_memory(pcart_err *err)
{
    return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
}

static int
find_name(const char *const *name, int n, const char *wanted)
{
    for (int k = 0; k < n; k++)
        if (strcmp(name[k], wanted) == 0)
            return k;
    return -1;
}

static int
compare_names(const void *left, const void *right)
{
    const char *const *a = left, *const *b = right;
    char *end_a, *end_b;
    double x = strtod(*a, &end_a), y = strtod(*b, &end_b);

    /* As a table orders its levels: numbers by size, words by bytes. */
    if (*end_a == '\0' && *end_b == '\0' && x != y)
        return x < y ? -1 : 1;
    return strcmp(*a, *b);
}

/* The groups of all centres, in order. */
static pcart_status
unite_groups(const pcart_share *share, size_t n, pcart_arena *arena,
             const char *const **out, int *n_out, pcart_err *err)
{
    size_t m = 0;
    const char **name;

    for (size_t i = 0; i < n; i++)
        m += (size_t)share[i].n_group;
    name = pcart_arena_take(arena, m + 1, sizeof *name);
    if (!name)
        return no_memory(err);
    m = 0;
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < share[i].n_group; k++)
            if (find_name(name, (int)m, share[i].group[k]) < 0)
                name[m++] = share[i].group[k];
    qsort(name, m, sizeof *name, compare_names);
    *out = name;
    *n_out = (int)m;
    return PCART_OK;
}

/* The causes of all centres in one order, that of the first; new ones behind.
 * The cause of interest must be the same. */
static pcart_status
unite_events(const pcart_share *share, size_t n, pcart_arena *arena,
             const char *const **out, int *n_out, pcart_err *err)
{
    size_t m = 0;
    const char **name;

    for (size_t i = 0; i < n; i++)
        m += (size_t)share[i].n_event;
    name = pcart_arena_take(arena, m + 1, sizeof *name);
    if (!name)
        return no_memory(err);
    m = 0;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(share[i].event[0], share[0].event[0]) != 0)
            return pcart_err_set(err, PCART_E_INCONSISTENT,
                                 "centre '%s' follows '%s', centre '%s' '%s'",
                                 share[0].centre, share[0].event[0],
                                 share[i].centre, share[i].event[0]);
        for (int k = 0; k < share[i].n_event; k++)
            if (find_name(name, (int)m, share[i].event[k]) < 0)
                name[m++] = share[i].event[k];
    }
    if (m > 1)
        qsort(name + 1, m - 1, sizeof *name, compare_names);
    *out = name;
    *n_out = (int)m;
    return PCART_OK;
}

static pcart_status
check_centres(const pcart_share *share, size_t n, pcart_err *err)
{
    if (n == 0)
        return pcart_err_set(err, PCART_E_DEGENERATE, "there is no centre");
    for (size_t i = 0; i < n; i++) {
        if (share[i].grid != share[0].grid)
            return pcart_err_set(err, PCART_E_INCONSISTENT,
                                 "centre '%s' has another grid than '%s'",
                                 share[i].centre, share[0].centre);
        for (size_t k = 0; k < i; k++)
            if (strcmp(share[i].centre, share[k].centre) == 0)
                return pcart_err_set(err, PCART_E_INCONSISTENT,
                                     "centre '%s' is there twice",
                                     share[i].centre);
    }
    return PCART_OK;
}

/* --- the exact way ----------------------------------------------------- */

/* Columns of the follow-up while they are made. */
typedef struct columns {
    size_t n;
    double *time;
    int *status, *group, *stratum;
} columns;

static pcart_status
take_columns(const pcart_share *share, size_t n, pcart_arena *arena,
             columns *out, pcart_err *err)
{
    int64_t total = 0;

    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < share[i].n_group; k++) {
            if (share[i].n_subject[k] > 0)
                total += share[i].n_subject[k];
            if (total > MAX_SUBJECT)
                return pcart_err_set(err, PCART_E_RANGE,
                                     "more than %d subjects", MAX_SUBJECT);
        }
    if (total == 0)
        return pcart_err_set(err, PCART_E_DEGENERATE, "there is no subject");
    out->time = pcart_arena_take(arena, (size_t)total, sizeof *out->time);
    out->status = pcart_arena_take(arena, (size_t)total, sizeof(int));
    out->group = pcart_arena_take(arena, (size_t)total, sizeof(int));
    out->stratum = pcart_arena_take(arena, (size_t)total, sizeof(int));
    return out->time && out->status && out->group && out->stratum
               ? PCART_OK
               : no_memory(err);
}

static pcart_status
add_centre(const pcart_share *share, int centre, const pcart_pool *pool,
           columns *out, pcart_err *err)
{
    for (size_t i = 0; i < share->n_row; i++) {
        const pcart_share_row *row = &share->row[i];

        for (int k = 0; k <= share->n_event; k++) {
            if (row->count[k] == PCART_SHARE_HIDDEN)
                return pcart_err_set(err, PCART_E_UNSUPPORTED,
                                     "centre '%s' hides small counts: only "
                                     "bounds can be given",
                                     share->centre);
            for (int64_t c = 0; c < row->count[k]; c++) {
                out->time[out->n] = row->time;
                out->status[out->n] = k ? find_name(pool->event, pool->n_event,
                                                    share->event[k - 1]) +
                                              1
                                        : 0;
                out->group[out->n] = find_name(pool->group, pool->n_group,
                                               share->group[row->group]);
                out->stratum[out->n++] = centre;
            }
        }
    }
    return PCART_OK;
}

pcart_status
pcart_pool_follow(const pcart_share *share, size_t n, pcart_arena *arena,
                  pcart_pool *out, pcart_err *err)
{
    pcart_pool pool = {.is_exact = 1};
    columns made = {0};
    pcart_status status = check_centres(share, n, err);

    if (status ||
        (status =
             unite_groups(share, n, arena, &pool.group, &pool.n_group, err)) ||
        (status =
             unite_events(share, n, arena, &pool.event, &pool.n_event, err)) ||
        (status = take_columns(share, n, arena, &made, err)))
        return status;
    for (size_t i = 0; i < n && !status; i++) {
        if (share[i].grid > 0)
            pool.is_exact = 0;
        for (int k = 0; k < share[i].n_group; k++)
            if (share[i].n_subject[k] == PCART_SHARE_HIDDEN)
                pool.is_exact = 0;
        status = add_centre(&share[i], (int)i, &pool, &made, err);
    }
    if (status)
        return status;
    pool.follow = (pcart_followup){.n = made.n,
                                   .time = made.time,
                                   .status = made.status,
                                   .group = made.group,
                                   .n_group = pool.n_group,
                                   .stratum = made.stratum,
                                   .n_stratum = (int)n};
    *out = pool;
    return PCART_OK;
}

/* --- the Cox model ----------------------------------------------------- */

static pcart_status
same_model(const pcart_share *a, const pcart_share *b, pcart_err *err)
{
    int is_same = a->cox.n_column == b->cox.n_column;

    for (size_t k = 0; is_same && k < a->cox.n_column; k++)
        is_same = strcmp(a->cox.name[k], b->cox.name[k]) == 0 &&
                  a->cox.beta[k] == b->cox.beta[k];
    if (is_same)
        return PCART_OK;
    return pcart_err_set(err, PCART_E_INCONSISTENT,
                         "centres '%s' and '%s' have other columns, or another "
                         "coefficient, in their models",
                         a->centre, b->centre);
}

pcart_status
pcart_pool_cox_step(const pcart_share *share, size_t n, pcart_arena *arena,
                    pcart_pool_cox *out, pcart_err *err)
{
    size_t p = n ? share[0].cox.n_column : 0;
    pcart_pool_cox made = {.n_column = p};
    double *information = pcart_arena_take(arena, p * p + 1, sizeof(double));
    double *inverse = pcart_arena_take(arena, p * p + 1, sizeof(double));
    double *step = pcart_arena_take(arena, p + 1, sizeof *step);
    double *next = pcart_arena_take(arena, p + 1, sizeof *next);
    double *std_err = pcart_arena_take(arena, p + 1, sizeof *std_err);

    if (!information || !inverse || !step || !next || !std_err)
        return no_memory(err);
    for (size_t i = 0; i < n; i++) {
        pcart_status status = same_model(&share[0], &share[i], err);

        if (status)
            return status;
        for (size_t k = 0; k < p; k++)
            step[k] += share[i].cox.score[k];
        for (size_t k = 0; k < p * p; k++)
            information[k] += share[i].cox.information[k];
        made.log_likelihood += share[i].cox.log_likelihood;
        made.n += share[i].cox.n;
        made.n_event += share[i].cox.n_event;
    }
    if (p == 0 || pcarti_cholesky(information, p, 1e-12) < (int)p)
        return pcart_err_set(err, PCART_E_DEGENERATE,
                             "the centres together say nothing on some column");
    pcarti_cholesky_solve(information, p, step);
    pcarti_cholesky_invert(information, p, inverse);
    for (size_t k = 0; k < p; k++) {
        std_err[k] = sqrt(inverse[k * p + k]);
        next[k] = share[0].cox.beta[k] + step[k];
        made.distance = fmax(made.distance, fabs(step[k]) / std_err[k]);
    }
    made.name = share[0].cox.name;
    made.beta = share[0].cox.beta;
    made.next = next;
    made.std_err = std_err;
    made.is_exact = made.distance < smallest_step;
    *out = made;
    return PCART_OK;
}
