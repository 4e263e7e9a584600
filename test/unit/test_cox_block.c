/*
 * test_cox_block.c -- Cox and Fine-Gray regression of many rows: in blocks, and
 * on several threads.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "postcart/cox.h"
#include "postcart/finegray.h"

/* Few columns where rows are many; more than registers hold at once for some.
 */
enum { FEW = 3, COLUMNS = 9, MANY = 60000, SOME = 20000 };

/* A cohort of `n` subjects; `copies` rows of each, one behind the other. */
typedef struct cohort {
    size_t n;
    double *time, *start, *weight, *column[COLUMNS];
    int *status, *stratum, *cluster;
} cohort;

static double
uniform(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + 1442695040888963407;
    return ((double)(*state >> 11) + 0.5) * 0x1p-53;
}

static cohort
make(size_t n, size_t copies, int is_whole)
{
    cohort c = {.n = n * copies};
    double **const real[] = {&c.time, &c.start, &c.weight};
    int **const whole[] = {&c.status, &c.stratum, &c.cluster};
    uint64_t seed = 7;

    for (size_t k = 0; k < sizeof real / sizeof *real; k++)
        assert_non_null(*real[k] = calloc(c.n, sizeof(double)));
    for (size_t k = 0; k < COLUMNS; k++)
        assert_non_null(c.column[k] = calloc(c.n, sizeof(double)));
    for (size_t k = 0; k < sizeof whole / sizeof *whole; k++)
        assert_non_null(*whole[k] = calloc(c.n, sizeof(int)));
    for (size_t i = 0; i < n; i++) {
        double x[COLUMNS], time, u = uniform(&seed);

        for (size_t k = 0; k < COLUMNS; k++)
            x[k] = k == 1 ? uniform(&seed) < 0.4 : 4 * uniform(&seed) - 2;
        time = -300 * log(uniform(&seed)) / exp(0.5 * x[0] - 0.4 * x[1]);
        time = is_whole ? 1 + floor(time) : time;
        for (size_t at = i * copies; at < (i + 1) * copies; at++) {
            c.time[at] = time;
            c.start[at] = is_whole ? floor(time * u / 2) - 1 : time * u / 2;
            c.weight[at] = 0.5 + u;
            c.status[at] = u < 0.5 ? 1 : u < 0.7 ? 2 : 0;
            c.stratum[at] = (int)(i % 7);
            c.cluster[at] = (int)i;
            for (size_t k = 0; k < COLUMNS; k++)
                c.column[k][at] = x[k];
        }
    }
    return c;
}

static void
drop(cohort *c)
{
    free(c->time);
    free(c->start);
    free(c->weight);
    free(c->status);
    free(c->stratum);
    free(c->cluster);
    for (size_t k = 0; k < COLUMNS; k++)
        free(c->column[k]);
}

static pcart_covariates
covariates(const cohort *c, size_t p)
{
    return (pcart_covariates){(const double *const *)c->column, NULL, p};
}

static pcart_followup
followup(const cohort *c)
{
    return (pcart_followup){.n = c->n, .time = c->time, .status = c->status};
}

/* What a Cox model says, in a row. */
enum { ANSWERS = 2 + FEW * (2 + FEW) + 2 };

static void
answer(const pcart_cox *fit, double *out)
{
    const pcart_cox_baseline *base = &fit->baseline[fit->n_stratum - 1];

    *out++ = fit->log_likelihood;
    *out++ = fit->score.statistic;
    for (size_t k = 0; k < FEW; k++) {
        *out++ = fit->coefficient[k].value;
        *out++ = fit->coefficient[k].naive_std_err;
    }
    memcpy(out, fit->variance, FEW * FEW * sizeof *out);
    out += FEW * FEW;
    *out++ = base->hazard[base->n / 2];
    *out = base->mean[base->n / 2 * FEW];
}

static void
check_cox(const cohort *c, const pcart_followup *data,
          pcart_cox_options options)
{
    pcart_covariates x = covariates(c, FEW);
    double one[ANSWERS], other[ANSWERS];
    pcart_arena first = {0};
    pcart_cox fit, again;

    options.skip_concordance = 1;
    options.event = 1;
    assert_int_equal(pcart_cox_fit(data, &x, &options, &first, &fit, NULL), 0);
    assert_true(fit.is_converged);
    answer(&fit, one);
    for (int threads = 2; threads <= 3; threads++) {
        pcart_arena arena = {0};

        options.threads = threads;
        assert_int_equal(
            pcart_cox_fit(data, &x, &options, &arena, &again, NULL), 0);
        answer(&again, other);
        assert_memory_equal(one, other, sizeof one);
        assert_memory_equal(fit.martingale, again.martingale,
                            data->n * sizeof *fit.martingale);
        pcart_arena_release(&arena);
    }
    pcart_arena_release(&first);
}

/* Without ties and with them: all that a model can have. */
static void
check_cohort(const cohort *c)
{
    pcart_followup data = followup(c), strata, late, all;

    strata = late = data;
    strata.stratum = c->stratum;
    late.start = c->start;
    check_cox(c, &data, (pcart_cox_options){0});
    check_cox(c, &data, (pcart_cox_options){.ties = PCART_COX_BRESLOW});
    check_cox(c, &data, (pcart_cox_options){.is_robust = 1});
    strata.n_stratum = 7;
    check_cox(c, &strata, (pcart_cox_options){.is_robust = 1});
    check_cox(c, &late, (pcart_cox_options){.is_robust = 1});
    all = late;
    all.stratum = c->stratum;
    all.n_stratum = 7;
    all.weight = c->weight;
    check_cox(c, &all, (pcart_cox_options){.is_robust = 1});
    check_cox(c, &all,
              (pcart_cox_options){.cluster = c->stratum, .n_cluster = 7});
}

static void
test_threads_cox(void **state)
{
    (void)state;
    for (int is_whole = 0; is_whole < 2; is_whole++) {
        cohort c = make(MANY, 1, is_whole);

        check_cohort(&c);
        c.n = 999;
        check_cohort(&c);
        drop(&c);
    }
}

static void
check_finegray(const cohort *c, const pcart_followup *data,
               pcart_finegray_options options)
{
    pcart_covariates x = covariates(c, FEW);
    pcart_arena first = {0};
    pcart_finegray fit, again;

    assert_int_equal(pcart_finegray_fit(data, &x, &options, &first, &fit, NULL),
                     0);
    assert_true(fit.is_converged);
    for (int threads = 2; threads <= 3; threads++) {
        pcart_arena arena = {0};

        options.threads = threads;
        assert_int_equal(
            pcart_finegray_fit(data, &x, &options, &arena, &again, NULL), 0);
        assert_memory_equal(fit.variance, again.variance,
                            FEW * FEW * sizeof *fit.variance);
        assert_true(fit.log_likelihood == again.log_likelihood);
        assert_int_equal(fit.n_time, again.n_time);
        if (fit.n_time)
            assert_memory_equal(fit.hazard, again.hazard,
                                fit.n_time * sizeof *fit.hazard);
        for (size_t k = 0; k < FEW; k++)
            assert_true(fit.coefficient[k].value == again.coefficient[k].value);
        pcart_arena_release(&arena);
    }
    pcart_arena_release(&first);
}

static void
test_threads_finegray(void **state)
{
    (void)state;
    for (int is_whole = 0; is_whole < 2; is_whole++) {
        cohort c = make(MANY, 1, is_whole);

        for (int pass = 0; pass < 2; pass++, c.n = 999) {
            pcart_followup data = followup(&c), strata = data;

            strata.stratum = c.stratum;
            strata.n_stratum = 7;
            check_finegray(&c, &data, (pcart_finegray_options){0});
            check_finegray(&c, &data, (pcart_finegray_options){.is_efron = 1});
            check_finegray(&c, &strata, (pcart_finegray_options){0});
            check_finegray(
                &c, &data,
                (pcart_finegray_options){.cluster = c.stratum, .n_cluster = 7});
        }
        drop(&c);
    }
}

static void
assert_near(double ours, double theirs)
{
    if (!(fabs(ours - theirs) <= 1e-9 * fabs(theirs)))
        fail_msg("%.15g is not %.15g", ours, theirs);
}

/*
 * Every row twice: one model goes through blocks without ties, the other
 * through blocks of ties.  By Breslow the two are the same, and so is the
 * variance that knows that a pair is one subject.
 */
static void
test_pairs_cox(void **state)
{
    cohort one = make(SOME, 1, 0), two = make(SOME, 2, 0);
    pcart_followup single = followup(&one), pair = followup(&two);
    pcart_covariates x = covariates(&one, COLUMNS),
                     y = covariates(&two, COLUMNS);
    pcart_cox_options options = {.event = 1,
                                 .ties = PCART_COX_BRESLOW,
                                 .skip_concordance = 1,
                                 .cluster = one.cluster,
                                 .n_cluster = SOME};
    pcart_arena arena = {0};
    pcart_cox a, b;

    (void)state;
    assert_int_equal(pcart_cox_fit(&single, &x, &options, &arena, &a, NULL), 0);
    options.cluster = two.cluster;
    assert_int_equal(pcart_cox_fit(&pair, &y, &options, &arena, &b, NULL), 0);
    for (size_t k = 0; k < COLUMNS; k++) {
        assert_near(b.coefficient[k].value, a.coefficient[k].value);
        assert_near(b.coefficient[k].std_err, a.coefficient[k].std_err);
    }
    for (size_t i = 0; i < SOME; i++)
        assert_true(fabs(a.martingale[i] - b.martingale[2 * i]) < 1e-9);
    pcart_arena_release(&arena);
    drop(&one);
    drop(&two);
}

static void
test_pairs_finegray(void **state)
{
    cohort one = make(SOME, 1, 0), two = make(SOME, 2, 0);
    pcart_followup single = followup(&one), pair = followup(&two);
    pcart_covariates x = covariates(&one, COLUMNS),
                     y = covariates(&two, COLUMNS);
    pcart_finegray_options options = {.cluster = one.cluster,
                                      .n_cluster = SOME};
    pcart_arena arena = {0};
    pcart_finegray a, b;

    (void)state;
    assert_int_equal(
        pcart_finegray_fit(&single, &x, &options, &arena, &a, NULL), 0);
    options.cluster = two.cluster;
    assert_int_equal(pcart_finegray_fit(&pair, &y, &options, &arena, &b, NULL),
                     0);
    for (size_t k = 0; k < COLUMNS; k++) {
        assert_near(b.coefficient[k].value, a.coefficient[k].value);
        assert_near(b.coefficient[k].std_err, a.coefficient[k].std_err);
    }
    pcart_arena_release(&arena);
    drop(&one);
    drop(&two);
}

/* Each row cut in two at a time of its own: late entry, and the same model. */
static void
test_cut_rows(void **state)
{
    cohort one = make(SOME, 1, 0), two = make(SOME, 2, 0);
    pcart_followup single = followup(&one), cut = followup(&two);
    pcart_covariates x = covariates(&one, COLUMNS),
                     y = covariates(&two, COLUMNS);
    pcart_cox_options options = {.event = 1,
                                 .skip_concordance = 1,
                                 .cluster = one.cluster,
                                 .n_cluster = SOME};
    pcart_arena arena = {0};
    pcart_cox a, b;

    (void)state;
    for (size_t i = 0; i < SOME; i++) {
        double end = one.start[i] + one.time[i] / 4;

        two.start[2 * i] = 0;
        two.time[2 * i] = two.start[2 * i + 1] = end;
        two.status[2 * i] = 0;
    }
    cut.start = two.start;
    single.ties = cut.ties = PCART_TIES_EXACT; // two of so many times are near
    assert_int_equal(pcart_cox_fit(&single, &x, &options, &arena, &a, NULL), 0);
    options.cluster = two.cluster;
    assert_int_equal(pcart_cox_fit(&cut, &y, &options, &arena, &b, NULL), 0);
    assert_near(b.log_likelihood, a.log_likelihood);
    for (size_t k = 0; k < COLUMNS; k++) {
        assert_near(b.coefficient[k].value, a.coefficient[k].value);
        assert_near(b.coefficient[k].std_err, a.coefficient[k].std_err);
    }
    pcart_arena_release(&arena);
    drop(&one);
    drop(&two);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads_cox),
        cmocka_unit_test(test_threads_finegray),
        cmocka_unit_test(test_pairs_cox),
        cmocka_unit_test(test_pairs_finegray),
        cmocka_unit_test(test_cut_rows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
