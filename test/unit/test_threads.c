/*
 * test_threads.c -- statistics on 1, 2 and 3 threads: the same bits; and on
 * many rows the same numbers as the plain recursions.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "postcart/cuminc.h"
#include "postcart/gray.h"
#include "postcart/incidence.h"
#include "postcart/km.h"
#include "postcart/logrank.h"
#include "stat/order.h"

enum { MOST = 150000, MOST_GROUP = 5 };

static double time_of[MOST], start_of[MOST], weight_of[MOST];
static int status_of[MOST], group_of[MOST], stratum_of[MOST];

/* What rows are made of: how many times, groups, which columns. */
typedef struct shape {
    size_t n;
    unsigned grid; // distinct times, about; 0: continuous
    int n_group;
    int has_gap; // the second group is empty
    int has_start, has_weight, has_stratum;
} shape;

static const shape shapes[] = {
    {.n = 1, .n_group = 1},
    {.n = 2, .n_group = 2},
    {.n = 33, .grid = 4, .n_group = 3, .has_gap = 1},
    {.n = 3000, .n_group = 3},
    {.n = 40000, .grid = 200, .n_group = 2, .has_weight = 1},
    {.n = 40000, .n_group = 3, .has_start = 1},
    {.n = 65536, .grid = 1, .n_group = 2},
    {.n = 70000, .grid = 30000, .n_group = 4, .has_gap = 1},
    {.n = 70000, .grid = 3, .n_group = 3},
    {.n = 100000, .grid = 1000, .n_group = 2, .has_stratum = 1},
    {.n = MOST, .n_group = 3, .has_gap = 1},
    {.n = MOST, .n_group = 1},
    {.n = MOST, .grid = 2000000, .n_group = MOST_GROUP},
};

static uint64_t
next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static pcart_followup
make(const shape *s)
{
    uint64_t seed = s->n + s->grid;

    for (size_t i = 0; i < s->n; i++) {
        double u = (double)(next(&seed) >> 11) * 0x1p-53;

        time_of[i] = s->grid ? 1 + (double)(next(&seed) % s->grid) / 8
                             : 0.01 + 12 * u * u;
        start_of[i] = next(&seed) % 3 ? 0 : time_of[i] / 2;
        weight_of[i] = (double)(1 + next(&seed) % 5) / 4;
        status_of[i] = (int)(next(&seed) % 3);
        group_of[i] = (int)(next(&seed) % (uint64_t)s->n_group);
        if (s->has_gap && group_of[i] == 1)
            group_of[i] = 0;
        stratum_of[i] = (int)(next(&seed) % 2);
    }
    return (pcart_followup){.n = s->n,
                            .time = time_of,
                            .status = status_of,
                            .start = s->has_start ? start_of : NULL,
                            .weight = s->has_weight ? weight_of : NULL,
                            .group = group_of,
                            .n_group = s->n_group,
                            .stratum = s->has_stratum ? stratum_of : NULL,
                            .n_stratum = 2};
}

static void
assert_bits(const double *ours, const double *theirs, size_t n)
{
    if (n)
        assert_memory_equal(ours, theirs, n * sizeof *ours);
}

static void
assert_curves(const pcart_curve *ours, const pcart_curve *theirs, int n_group)
{
    for (int g = 0; g < n_group; g++) {
        size_t n = theirs[g].n;

        assert_int_equal(ours[g].n, n);
        assert_bits(ours[g].time, theirs[g].time, n);
        assert_bits(ours[g].estimate, theirs[g].estimate, n);
        assert_bits(ours[g].std_err, theirs[g].std_err, n);
        assert_bits(ours[g].low, theirs[g].low, n);
        assert_bits(ours[g].high, theirs[g].high, n);
        assert_bits(ours[g].n_risk, theirs[g].n_risk, n);
        assert_bits(ours[g].n_event, theirs[g].n_event, n);
        assert_bits(ours[g].n_censor, theirs[g].n_censor, n);
        assert_bits(&ours[g].total_event, &theirs[g].total_event, 1);
    }
}

static void
assert_test(const pcart_test *ours, const pcart_test *theirs)
{
    assert_int_equal(ours->is_evaluable, theirs->is_evaluable);
    assert_bits(&ours->statistic, &theirs->statistic, 1);
    assert_bits(&ours->p_value, &theirs->p_value, 1);
    assert_bits(&ours->df, &theirs->df, 1);
}

/* Everything that has an option for threads. */
typedef struct answer {
    pcart_curve km[MOST_GROUP], reverse[MOST_GROUP], incidence[MOST_GROUP];
    pcart_logrank logrank, peto;
    pcart_gray gray;
    pcart_cuminc cuminc;
    int has_gray;
} answer;

static void
fit(const pcart_followup *data, int threads, pcart_arena *arena, answer *a)
{
    pcart_km_options reverse = {.is_reverse = 1, .threads = threads};
    pcart_incidence_options incidence = {.threads = threads};
    pcart_followup plain = *data;
    pcart_err err = {0};

    if (data->weight || data->start)
        incidence.variance = PCART_VARIANCE_DELTA;
    if (pcart_km_fit(data, &(pcart_km_options){.event = 1, .threads = threads},
                     arena, a->km, &err) ||
        pcart_km_fit(data, &reverse, arena, a->reverse, &err) ||
        pcart_incidence_fit(data, &incidence, arena, a->incidence, &err))
        fail_msg("%s", err.message);
    plain.weight = NULL;
    if (pcart_logrank_test(&plain, &(pcart_logrank_options){.threads = threads},
                           arena, &a->logrank, &err) ||
        pcart_logrank_test(
            &plain, &(pcart_logrank_options){.rho = 1, .threads = threads},
            arena, &a->peto, &err))
        fail_msg("%s", err.message);
    plain.start = NULL;
    if (pcart_gray_test(&plain, &(pcart_gray_options){.threads = threads},
                        arena, &a->gray, &err) ||
        pcart_cuminc_fit(&plain, &(pcart_cuminc_options){.threads = threads},
                         arena, &a->cuminc, &err))
        fail_msg("%s", err.message);
}

static void
compare(const answer *ours, const answer *theirs, int n_group)
{
    size_t n = (size_t)n_group;

    assert_curves(ours->km, theirs->km, n_group);
    assert_curves(ours->reverse, theirs->reverse, n_group);
    assert_curves(ours->incidence, theirs->incidence, n_group);
    assert_test(&ours->logrank.test, &theirs->logrank.test);
    assert_bits(ours->logrank.expected, theirs->logrank.expected, n);
    assert_bits(ours->logrank.variance, theirs->logrank.variance, n * n);
    assert_test(&ours->peto.test, &theirs->peto.test);
    assert_test(&ours->gray.test, &theirs->gray.test);
    assert_bits(ours->gray.score, theirs->gray.score, n);
    assert_bits(ours->gray.variance, theirs->gray.variance, n * n);
    assert_int_equal(ours->cuminc.n_cause, theirs->cuminc.n_cause);
    for (int c = 0; c < theirs->cuminc.n_cause; c++) {
        assert_curves(ours->cuminc.curve + c * n_group,
                      theirs->cuminc.curve + c * n_group, n_group);
        assert_test(&ours->cuminc.gray[c].test, &theirs->cuminc.gray[c].test);
    }
}

static void
test_same_bits(void **state)
{
    (void)state;
    for (size_t k = 0; k < PCART_COUNTOF(shapes); k++) {
        pcart_followup data = make(&shapes[k]);
        pcart_arena arena = {0};
        answer one, more;

        fit(&data, 0, &arena, &one);
        for (int threads = 2; threads <= 3; threads++) {
            fit(&data, threads, &arena, &more);
            compare(&more, &one, shapes[k].n_group);
        }
        pcart_arena_release(&arena);
    }
}

/* The sort alone: each kind of number, on any number of threads. */
static void
test_same_order(void **state)
{
    static uint32_t order[2][MOST];
    static double sorted[MOST];

    (void)state;
    for (size_t k = 0; k < PCART_COUNTOF(shapes); k++) {
        pcart_followup data = make(&shapes[k]);

        for (int threads = 1; threads <= 70; threads = 3 * threads + 1) {
            pcart_arena scratch = {0};
            pcarti_sorted out = {order[threads > 1], sorted};
            pcart_err err;

            assert_int_equal(
                pcarti_order_into(data.time, data.status, data.n,
                                  &(pcarti_order_options){&scratch, threads},
                                  &out, &err),
                PCART_OK);
            assert_memory_equal(order[0], out.order,
                                data.n * sizeof *out.order);
            pcart_arena_release(&scratch);
        }
    }
}

/* Kaplan-Meier and Aalen by their definitions, in long double. */
static void
test_many_rows(void **state)
{
    pcart_followup data = make(&(shape){.n = MOST, .n_group = 1});
    pcart_km_options options = {.event = 1, .threads = 2};
    pcart_arena arena = {0};
    pcart_curve km, incidence;
    long double s = 1, all = 1, f = 0, greenwood = 0;
    pcart_err err;

    (void)state;
    data.ties = PCART_TIES_EXACT;
    assert_int_equal(pcart_km_fit(&data, &options, &arena, &km, &err), 0);
    assert_int_equal(
        pcart_incidence_fit(&data, &(pcart_incidence_options){.threads = 2},
                            &arena, &incidence, &err),
        0);
    assert_int_equal(km.n, incidence.n);
    for (size_t j = 0; j < km.n; j++) {
        long double r = km.n_risk[j], d = km.n_event[j];
        long double e = d + incidence.n_other[j];

        s *= (r - d) / r;
        greenwood += d > 0 ? d / (r * (r - d)) : 0;
        f += all * d / r;
        all *= (r - e) / r;
        assert_true(fabs(km.estimate[j] - (double)s) < 1e-11 * (double)s);
        assert_true(fabs(incidence.estimate[j] - (double)f) < 1e-11);
        if (s > 0)
            assert_true(fabs(km.std_err[j] / (double)(s * sqrtl(greenwood)) -
                             1) < 1e-11 ||
                        greenwood == 0);
        /* a step function falls, or rises, and has no other steps */
        if (j && d == 0) {
            assert_true(km.estimate[j] == km.estimate[j - 1]);
            assert_true(incidence.estimate[j] == incidence.estimate[j - 1]);
            assert_true(incidence.std_err[j] == incidence.std_err[j - 1]);
        }
    }
    pcart_arena_release(&arena);
}

/*
 * Gray's test goes by a table when rho is 0, by its own two walks when it is
 * not; so small a rho changes no weight.
 */
static void
test_gray_both_ways(void **state)
{
    (void)state;
    for (size_t k = 0; k < PCART_COUNTOF(shapes); k++) {
        pcart_followup data = make(&shapes[k]);
        size_t n = (size_t)data.n_group;
        double largest = 0;
        pcart_arena arena = {0};
        pcart_gray table, walks;
        pcart_err err;

        data.start = data.weight = NULL;
        data.stratum = NULL;
        assert_int_equal(pcart_gray_test(&data, NULL, &arena, &table, &err), 0);
        assert_int_equal(pcart_gray_test(&data,
                                         &(pcart_gray_options){.rho = 1e-300},
                                         &arena, &walks, &err),
                         0);
        assert_int_equal(table.test.is_evaluable, walks.test.is_evaluable);
        for (size_t i = 0; i < n * n; i++)
            largest = fmax(largest, fabs(walks.variance[i]));
        for (size_t i = 0; i < n; i++)
            assert_true(fabs(table.score[i] - walks.score[i]) < 1e-7);
        for (size_t i = 0; walks.test.is_evaluable && i < n * n; i++)
            assert_true(fabs(table.variance[i] - walks.variance[i]) <=
                        1e-7 * largest);
        if (walks.test.is_evaluable)
            assert_true(fabs(table.test.statistic / walks.test.statistic - 1) <
                        1e-7);
        pcart_arena_release(&arena);
    }
}

/* A host that refuses the allocation when its counter reaches 0. */
typedef struct budget {
    int left, n_open;
} budget;

static void *
take(void *context, size_t size)
{
    budget *b = context;

    if (b->left-- == 0)
        return NULL;
    b->n_open++;
    return malloc(size);
}

static void
drop(void *context, void *block)
{
    budget *b = context;

    b->n_open--;
    free(block);
}

static pcart_status
fit_kind(int kind, const pcart_followup *data, pcart_arena *arena)
{
    pcart_curve curve[MOST_GROUP];
    pcart_logrank logrank;
    pcart_gray gray;
    pcart_cuminc cuminc;
    pcart_err err;

    switch (kind) {
    case 0:
        return pcart_km_fit(data, &(pcart_km_options){.threads = 2}, arena,
                            curve, &err);
    case 1:
        return pcart_incidence_fit(
            data, &(pcart_incidence_options){.threads = 2}, arena, curve, &err);
    case 2:
        return pcart_logrank_test(data, &(pcart_logrank_options){.threads = 2},
                                  arena, &logrank, &err);
    case 3:
        return pcart_gray_test(data, &(pcart_gray_options){.threads = 2}, arena,
                               &gray, &err);
    default:
        return pcart_cuminc_fit(data, &(pcart_cuminc_options){.threads = 2},
                                arena, &cuminc, &err);
    }
}

/* The ways of many rows when the k-th allocation fails, for all k. */
static void
test_no_memory(void **state)
{
    pcart_followup data = make(&(shape){.n = 80000, .n_group = 2});

    (void)state;
    for (int kind = 0; kind < 5; kind++) {
        pcart_status st = PCART_E_NOMEM;

        for (int k = 0; st; k++) {
            budget b = {.left = k};
            pcart_alloc host = {take, drop, &b};
            pcart_arena arena;

            pcart_arena_init(&arena, &host);
            st = fit_kind(kind, &data, &arena);
            assert_true(st == PCART_OK || st == PCART_E_NOMEM);
            assert_true(k > 3 || st == PCART_E_NOMEM);
            pcart_arena_release(&arena);
            assert_int_equal(b.n_open, 0);
        }
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bits), cmocka_unit_test(test_same_order),
        cmocka_unit_test(test_many_rows), cmocka_unit_test(test_gray_both_ways),
        cmocka_unit_test(test_no_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
