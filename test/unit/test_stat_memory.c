/*
 * test_stat_memory.c -- every statistic when the k-th allocation fails, for all
 * k: a clean error, no leak, and the answer once memory is there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "postcart/adjust.h"
#include "postcart/cox.h"
#include "postcart/cox_firth.h"
#include "postcart/cuminc.h"
#include "postcart/finegray.h"
#include "postcart/fisher.h"
#include "postcart/gray.h"
#include "postcart/incidence.h"
#include "postcart/km.h"
#include "postcart/linear.h"
#include "postcart/logistic.h"
#include "postcart/logrank.h"
#include "postcart/multistate.h"
#include "postcart/pseudo.h"
#include "postcart/quantile.h"
#include "postcart/rank.h"
#include "postcart/roc.h"

enum { N = 600, MOST_ALLOCATION = 2000 };

/* A host that refuses the allocation when its counter reaches 0. */
typedef struct budget {
    int left;
    int n_open;
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

/* 600 subjects with ties, three outcomes, two groups, three strata. */
static double time_of[N], start_of[N], age[N], dose[N], weight_of[N];
static int status_of[N], group_of[N], stratum_of[N], outcome[N], cluster_of[N];

static void
make_subjects(void)
{
    unsigned seed = 12345;

    for (int i = 0; i < N; i++) {
        unsigned draw[6];

        for (int k = 0; k < 6; k++) {
            seed = seed * 1664525U + 1013904223U;
            draw[k] = seed >> 8;
        }
        time_of[i] = 2 + draw[0] % 300;
        start_of[i] = draw[1] % 2 ? 0 : time_of[i] / 3;
        status_of[i] = (int)(draw[2] % 3);
        group_of[i] = (int)(draw[3] % 2);
        stratum_of[i] = (int)(draw[4] % 3);
        cluster_of[i] = i / 4;
        outcome[i] = draw[5] % 5 == 0;
        age[i] = draw[1] % 70 + 0.5;
        dose[i] = draw[2] % 11;
        weight_of[i] = 0.5 + draw[3] % 4;
    }
}

static const double *const columns[] = {age, dose};
static const pcart_covariates covariates = {columns, NULL, 2};

static pcart_followup
subjects(void)
{
    return (pcart_followup){.n = N,
                            .time = time_of,
                            .status = status_of,
                            .group = group_of,
                            .n_group = 2,
                            .stratum = stratum_of,
                            .n_stratum = 3};
}

typedef pcart_status job(pcart_arena *arena);

static pcart_status
job_km(pcart_arena *arena)
{
    pcart_followup data = subjects();
    pcart_curve curve[2];

    data.start = start_of;
    data.weight = weight_of;
    return pcart_km_fit(&data, NULL, arena, curve, NULL);
}

static pcart_status
job_incidence(pcart_arena *arena)
{
    pcart_followup data = subjects();
    pcart_curve curve[2];

    return pcart_incidence_fit(&data, NULL, arena, curve, NULL);
}

static pcart_status
job_logrank(pcart_arena *arena)
{
    pcart_followup data = subjects();
    pcart_logrank result;

    return pcart_logrank_test(&data, NULL, arena, &result, NULL);
}

static pcart_status
job_robust(pcart_arena *arena)
{
    pcart_followup data = subjects();
    pcart_logrank result;

    return pcart_logrank_robust(&data, NULL, arena, &result, NULL);
}

static pcart_status
job_gray(pcart_arena *arena)
{
    pcart_followup data = subjects();
    pcart_gray result;

    return pcart_gray_test(&data, NULL, arena, &result, NULL);
}

static pcart_status
job_cuminc(pcart_arena *arena)
{
    pcart_followup data = subjects();
    pcart_cuminc result;

    data.stratum = NULL;
    return pcart_cuminc_fit(&data, NULL, arena, &result, NULL);
}

static pcart_status
job_cox(pcart_arena *arena)
{
    pcart_followup data = subjects();
    pcart_cox_options options = {.cluster = cluster_of, .n_cluster = N};
    pcart_cox fit;

    data.start = start_of;
    return pcart_cox_fit(&data, &covariates, &options, arena, &fit, NULL);
}

static pcart_status
job_cox_exact(pcart_arena *arena)
{
    pcart_followup data = subjects();
    pcart_cox_options options = {.ties = PCART_COX_EXACT};
    pcart_cox fit;

    return pcart_cox_fit(&data, &covariates, &options, arena, &fit, NULL);
}

static pcart_status
job_predict(pcart_arena *arena)
{
    pcart_followup data = subjects();
    pcart_curve curve;
    pcart_cox fit;
    pcart_status st =
        pcart_cox_fit(&data, &covariates, NULL, arena, &fit, NULL);

    return st ? st : pcart_cox_predict(&fit, NULL, arena, &curve, NULL);
}

static pcart_status
job_zph(pcart_arena *arena)
{
    pcart_followup data = subjects();
    pcart_test test[3];

    return pcart_cox_zph(&data, &covariates, NULL, arena, test, NULL);
}

static pcart_status
job_firth(pcart_arena *arena)
{
    pcart_followup data = subjects();
    pcart_cox_firth fit;

    data.start = start_of;
    return pcart_cox_firth_fit(&data, &covariates, NULL, arena, &fit, NULL);
}

static pcart_status
job_finegray(pcart_arena *arena)
{
    pcart_followup data = subjects();
    pcart_finegray fit;

    data.stratum = NULL;
    return pcart_finegray_fit(&data, &covariates, NULL, arena, &fit, NULL);
}

static pcart_status
job_logistic(pcart_arena *arena)
{
    pcart_logistic_options options = {.is_firth = 1, .is_profile = 1};
    pcart_logistic fit;

    return pcart_logistic_fit(outcome, N, &covariates, &options, arena, &fit,
                              NULL);
}

static pcart_status
job_linear(pcart_arena *arena)
{
    const pcart_linear_options robust = {.variance = PCART_LINEAR_ROBUST};
    pcart_linear fit;

    return pcart_linear_fit(time_of, N, &covariates, &robust, arena, &fit,
                            NULL);
}

static pcart_status
job_ranks(pcart_arena *arena)
{
    pcart_rank_options options = {.p = PCART_RANK_EXACT, .want_interval = 1};
    pcart_test test;
    pcart_status st = pcart_mannwhitney_test((pcart_values){age, 40},
                                             (pcart_values){dose, 30}, &options,
                                             arena, &test, NULL);

    if (!st)
        st = pcart_signedrank_test((pcart_values){dose, 40}, &options, arena,
                                   &test, NULL);
    if (!st)
        st = pcart_kruskal_test((pcart_values){age, N}, stratum_of, 3, arena,
                                &test, NULL);
    return st;
}

static pcart_status
job_sample(pcart_arena *arena)
{
    static const int cell[] = {3, 2, 0, 1, 4, 2}, size[] = {2, 3};
    const pcart_fisher_sampling options = {.n_sample = 10};
    pcart_test test;

    return pcart_fisher_sample(cell, size, &options, arena, &test, NULL);
}

static pcart_status
job_fisher(pcart_arena *arena)
{
    static const int cell[] = {5, 3, 0, 2, 1, 7, 4, 4, 0, 2, 9, 6};
    static const int size[] = {3, 4};
    pcart_test test;

    return pcart_fisher_table(cell, size, NULL, arena, &test, NULL);
}

static pcart_status
job_pseudo(pcart_arena *arena)
{
    pcart_followup data = subjects();
    pcart_pseudo_options options = {.time = 100, .cause = 1};
    double value[N];

    return pcart_pseudo_values(&data, &options, arena, value, NULL);
}

static pcart_status
job_states(pcart_arena *arena)
{
    static int zero[N], subject[N];
    pcart_multistate_options options = {.variance = PCART_MULTISTATE_JACKKNIFE};
    pcart_paths paths = {.n = N,
                         .n_state = 3,
                         .subject = subject,
                         .n_subject = N,
                         .start = start_of,
                         .stop = time_of,
                         .from = zero,
                         .to = status_of};
    pcart_multistate fit;

    for (int i = 0; i < N; i++)
        subject[i] = i;
    return pcart_multistate_fit(&paths, &options, arena, &fit, NULL);
}

static pcart_status
job_roc(pcart_arena *arena)
{
    pcart_values a = {age, N}, b = {dose, N};
    pcart_roc roc;
    pcart_test test;
    double p[] = {0.1, 0.2, 0.3};
    pcart_summary summary;
    pcart_status st = pcart_roc_of(outcome, a, 0, arena, &roc, NULL);

    if (!st)
        st = pcart_roc_test(outcome, a, b, arena, &test, NULL);
    if (!st)
        st = pcart_adjust(p, 3, PCART_ADJUST_BH, arena, p, NULL);
    if (!st)
        st = pcart_summary_of(age, N, PCART_QUANTILE_7, arena, &summary, NULL);
    return st;
}

static job *const jobs[] = {
    job_km,        job_incidence, job_logrank, job_gray,   job_cox,
    job_cox_exact, job_predict,   job_zph,     job_firth,  job_finegray,
    job_logistic,  job_linear,    job_ranks,   job_fisher, job_pseudo,
    job_states,    job_roc,       job_robust,  job_sample, job_cuminc,
};

static void
test_every_allocation(void **state)
{
    (void)state;
    make_subjects();
    for (size_t j = 0; j < PCART_COUNTOF(jobs); j++) {
        pcart_status st = PCART_E_NOMEM;
        int k = 0;

        for (; k < MOST_ALLOCATION && st == PCART_E_NOMEM; k++) {
            budget b = {.left = k};
            pcart_alloc host = {.alloc = take, .free = drop, .ctx = &b};
            pcart_arena arena;

            pcart_arena_init(&arena, &host);
            st = jobs[j](&arena);
            pcart_arena_release(&arena);
            assert_int_equal(b.n_open, 0);
        }
        assert_int_equal(st, PCART_OK);
        assert_true(k > 1);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
