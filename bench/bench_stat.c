/*
 * bench_stat.c -- time of each statistic on one random cohort.
 *
 *   bench_stat N COLUMNS CSV SET [THREADS]
 *
 * Writes the cohort to CSV (- for nowhere), times to stdout.  SET is fast,
 * robust, finegray, mets or exact.  Times are processor seconds of the call
 * alone, sorting included, one thread, the median of several runs; with THREADS
 * they are seconds of the wall clock.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "postcart/cox.h"
#include "postcart/cuminc.h"
#include "postcart/finegray.h"
#include "postcart/fisher.h"
#include "postcart/gray.h"
#include "postcart/incidence.h"
#include "postcart/km.h"
#include "postcart/logrank.h"
#include "postcart/rank.h"

enum { MOST_COLUMN = 32, REPEAT = 9 };

typedef struct cohort {
    size_t n, p;
    int threads;
    double *time;
    int *status, *group;
    double *column[MOST_COLUMN];
} cohort;

/* splitmix64 */
static uint64_t
next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static double
uniform(uint64_t *state)
{
    return (double)(next(state) >> 11) * 0x1p-53 + 0x1p-54;
}

static void *
take(size_t n, size_t size)
{
    void *out = calloc(n, size);

    if (!out) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    return out;
}

/* Two causes and censoring, hazards that depend on the first two columns. */
static cohort
make(size_t n, size_t p)
{
    cohort c = {.n = n, .p = p};
    uint64_t seed = 20240229;

    c.time = take(n, sizeof *c.time);
    c.status = take(n, sizeof *c.status);
    c.group = take(n, sizeof *c.group);
    for (size_t k = 0; k < p; k++)
        c.column[k] = take(n, sizeof *c.column[k]);
    for (size_t i = 0; i < n; i++) {
        double eta, one, two, censor;

        for (size_t k = 0; k < p; k++)
            c.column[k][i] =
                k % 2 ? uniform(&seed) < 0.4
                      : sqrt(-2 * log(uniform(&seed))) *
                            cos(2 * 3.14159265358979 * uniform(&seed));
        c.group[i] = (int)(3 * uniform(&seed));
        eta = 0.3 * c.column[0][i] - (p > 1 ? 0.4 * c.column[1][i] : 0);
        one = -log(uniform(&seed)) / (0.08 * exp(eta));
        two = -log(uniform(&seed)) / 0.12;
        censor = 2 + 10 * uniform(&seed);
        c.time[i] = fmin(censor, fmin(one, two));
        c.status[i] = censor <= fmin(one, two) ? 0 : one < two ? 1 : 2;
    }
    return c;
}

static void
write_csv(const cohort *c, const char *path)
{
    FILE *out = fopen(path, "w");

    if (!out) {
        perror(path);
        exit(1);
    }
    fputs("time,status,group", out);
    for (size_t k = 0; k < c->p; k++)
        fprintf(out, ",x%zu", k + 1);
    fputc('\n', out);
    for (size_t i = 0; i < c->n; i++) {
        fprintf(out, "%.17g,%d,%d", c->time[i], c->status[i], c->group[i]);
        for (size_t k = 0; k < c->p; k++)
            fprintf(out, ",%.17g", c->column[k][i]);
        fputc('\n', out);
    }
    fclose(out);
}

static pcart_covariates
covariates(const cohort *c, size_t p, const double **column)
{
    for (size_t k = 0; k < p; k++)
        column[k] = c->column[k];
    return (pcart_covariates){column, NULL, p};
}

typedef struct job {
    const char *set, *name;
    size_t p;
    /* runs the statistic; a number that R must give too */
    double (*run)(const cohort *c, size_t p, pcart_arena *arena);
} job;

static pcart_followup
followup(const cohort *c)
{
    return (pcart_followup){.n = c->n, .time = c->time, .status = c->status};
}

static void
check(pcart_status st, const pcart_err *err)
{
    if (st) {
        fprintf(stderr, "error: %s\n", err->message);
        exit(1);
    }
}

static double
std_err_at(const pcart_curve *curve, double time)
{
    size_t low = 0, high = curve->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (curve->time[mid] <= time)
            low = mid + 1;
        else
            high = mid;
    }
    return low ? curve->std_err[low - 1] : 0;
}

static double
run_km(const cohort *c, size_t p, pcart_arena *arena)
{
    pcart_followup data = followup(c);
    pcart_km_options options = {
        .event = 1, .interval = PCART_INTERVAL_LOG, .threads = c->threads};
    pcart_curve curve;
    pcart_err err;

    (void)p;
    check(pcart_km_fit(&data, &options, arena, &curve, &err), &err);
    return std_err_at(&curve, 5);
}

static double
run_logrank(const cohort *c, size_t p, pcart_arena *arena)
{
    pcart_followup data = followup(c);
    pcart_logrank_options options = {.event = 1, .threads = c->threads};
    pcart_logrank result;
    pcart_err err;

    (void)p;
    data.group = c->group;
    data.n_group = 3;
    check(pcart_logrank_test(&data, &options, arena, &result, &err), &err);
    return result.test.statistic;
}

/* cuminc gives no interval; `interval` says what ours has besides. */
static double
fit_incidence(const cohort *c, pcart_interval interval, pcart_arena *arena)
{
    pcart_followup data = followup(c);
    pcart_incidence_options options = {.interval = interval,
                                       .threads = c->threads};
    pcart_curve curve;
    pcart_err err;

    check(pcart_incidence_fit(&data, &options, arena, &curve, &err), &err);
    return std_err_at(&curve, 5);
}

static double
run_incidence(const cohort *c, size_t p, pcart_arena *arena)
{
    (void)p;
    return fit_incidence(c, PCART_INTERVAL_NONE, arena);
}

static double
run_limits(const cohort *c, size_t p, pcart_arena *arena)
{
    (void)p;
    return fit_incidence(c, PCART_INTERVAL_LOGLOG, arena);
}

/* The test of one cause alone; R has it only with all of cuminc. */
static double
run_gray(const cohort *c, size_t p, pcart_arena *arena)
{
    pcart_followup data = followup(c);
    pcart_gray_options options = {.threads = c->threads};
    pcart_gray result;
    pcart_err err;

    (void)p;
    data.group = c->group;
    data.n_group = 3;
    check(pcart_gray_test(&data, &options, arena, &result, &err), &err);
    return result.test.statistic;
}

/* What cuminc gives: the curves of both causes by group and both tests. */
static double
run_cuminc(const cohort *c, size_t p, pcart_arena *arena)
{
    pcart_followup data = followup(c);
    pcart_cuminc_options options = {.interval = PCART_INTERVAL_NONE,
                                    .threads = c->threads};
    pcart_cuminc result;
    pcart_err err;

    (void)p;
    data.group = c->group;
    data.n_group = 3;
    check(pcart_cuminc_fit(&data, &options, arena, &result, &err), &err);
    return result.gray[0].test.statistic;
}

static double
fit_cox(const cohort *c, size_t p, int is_robust, pcart_arena *arena)
{
    const double *column[MOST_COLUMN];
    pcart_covariates x = covariates(c, p, column);
    pcart_followup data = followup(c);
    pcart_cox_options options = {
        .event = 1, .is_robust = is_robust, .skip_concordance = 1};
    pcart_cox fit;
    pcart_err err;

    check(pcart_cox_fit(&data, &x, &options, arena, &fit, &err), &err);
    return fit.coefficient[0].std_err;
}

static double
run_cox(const cohort *c, size_t p, pcart_arena *arena)
{
    return fit_cox(c, p, 0, arena);
}

static double
run_robust(const cohort *c, size_t p, pcart_arena *arena)
{
    return fit_cox(c, p, 1, arena);
}

static double
run_finegray(const cohort *c, size_t p, pcart_arena *arena)
{
    const double *column[MOST_COLUMN];
    pcart_covariates x = covariates(c, p, column);
    pcart_followup data = followup(c);
    pcart_finegray fit;
    pcart_err err;

    check(pcart_finegray_fit(&data, &x, NULL, arena, &fit, &err), &err);
    return fit.coefficient[0].std_err;
}

/* 200 subjects in a table that is far from extreme. */
static double
run_fisher(const cohort *c, size_t p, pcart_arena *arena)
{
    static const int cell[] = {13, 16, 18, 9,  5,  11, 7,  19,
                               11, 15, 15, 10, 11, 18, 10, 12};
    pcart_test test;
    pcart_err err;

    (void)c;
    (void)p;
    check(pcart_fisher_table(cell, (int[]){4, 4}, NULL, arena, &test, &err),
          &err);
    return test.p_value;
}

static double
run_mannwhitney(const cohort *c, size_t p, pcart_arena *arena)
{
    pcart_rank_options options = {.p = PCART_RANK_EXACT};
    pcart_values x = {c->column[0], 200}, y = {c->column[0] + 200, 200};
    pcart_test test;
    pcart_err err;

    (void)p;
    check(pcart_mannwhitney_test(x, y, &options, arena, &test, &err), &err);
    return test.p_value;
}

static const job jobs[] = {
    {"fast", "km", 0, run_km},
    {"fast", "logrank", 0, run_logrank},
    {"fast", "incidence", 0, run_incidence},
    {"fast", "incidence+limits", 0, run_limits},
    {"fast", "gray", 0, run_gray},
    {"fast", "cuminc", 0, run_cuminc},
    {"fast", "cox1", 1, run_cox},
    {"fast", "cox5", 5, run_cox},
    {"fast", "cox20", 20, run_cox},
    {"robust", "robust5", 5, run_robust},
    {"finegray", "finegray5", 5, run_finegray},
    {"mets", "finegray5 (mets)", 5, run_finegray},
    {"exact", "fisher4x4", 1, run_fisher},
    {"exact", "mannwhitney", 1, run_mannwhitney},
};

static double
now(const cohort *c)
{
    struct timespec t;

    clock_gettime(c->threads ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int
ascending(const void *a, const void *b)
{
    const double *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

int
main(int argc, char **argv)
{
    size_t n, p;
    cohort c;

    if (argc != 5 && argc != 6) {
        fputs("usage: bench_stat N COLUMNS CSV SET [THREADS]\n", stderr);
        return 2;
    }
    n = (size_t)strtoull(argv[1], NULL, 10);
    p = (size_t)strtoull(argv[2], NULL, 10);
    if (n < 400 || p < 1 || p > MOST_COLUMN) {
        fputs("N from 400, COLUMNS from 1 to 32\n", stderr);
        return 2;
    }
    c = make(n, p);
    c.threads = argc > 5 ? atoi(argv[5]) : 0;
    if (strcmp(argv[3], "-") != 0)
        write_csv(&c, argv[3]);
    for (size_t j = 0; j < PCART_COUNTOF(jobs); j++) {
        double seconds[REPEAT], value = 0;
        size_t used = 0;

        if (jobs[j].p > p || strcmp(jobs[j].set, argv[4]) != 0)
            continue;
        for (int r = 0; r < REPEAT; r++) {
            pcart_arena arena = {0};
            double start = now(&c);

            value = jobs[j].run(&c, jobs[j].p, &arena);
            seconds[r] = now(&c) - start;
            used = arena.used;
            pcart_arena_release(&arena);
        }
        qsort(seconds, REPEAT, sizeof *seconds, ascending);
        printf("%s\t%zu\t%.6f\t%.12g\t%zu\n", jobs[j].name, n,
               seconds[REPEAT / 2], value, used / (1024 * 1024));
        fflush(stdout);
    }
    return 0;
}
