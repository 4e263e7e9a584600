/* test_cox.c -- Cox and Fine-Gray regression: identities and edges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "../reference/stat/rows_cox.h"
#include "postcart/finegray.h"
#include "postcart/logrank.h"

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance * fmax(1, fabs(theirs))))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

static const cox_design lung_sex = {"", "",      "lung", NULL, "time", "status",
                                    2,  {"sex"}, NULL,   NULL, 0};

/* Without ties within a time the score test is the log-rank test. */
static void
test_score_is_logrank(void **state)
{
    double time[40], sex[40];
    int status[40], group[40];
    const double *column[] = {sex};
    pcart_covariates x = {column, NULL, 1};
    pcart_followup data = {
        .n = 40, .time = time, .status = status, .group = group, .n_group = 2};
    pcart_arena arena = {0};
    pcart_logrank r;
    pcart_cox fit;

    (void)state;
    for (int i = 0; i < 40; i++) {
        time[i] = 1 + (i * 17) % 41;
        status[i] = i % 3 > 0;
        group[i] = i % 2;
        sex[i] = group[i];
    }
    assert_int_equal(pcart_logrank_test(&data, NULL, &arena, &r, NULL), 0);
    assert_int_equal(pcart_cox_fit(&data, &x, NULL, &arena, &fit, NULL), 0);
    assert_near(fit.score.statistic, r.test.statistic, 1e-12);
    pcart_arena_release(&arena);
}

/* R: sum(resid(coxph(Surv(time, status) ~ age, lung, ties = "exact"))^2). */
static void
test_exact_residuals(void **state)
{
    const frame *f = frame_find("lung");
    double *time = frame_take(f->n_row, sizeof *time), sum = 0;
    double *age = frame_take(f->n_row, sizeof *age);
    int *status = frame_take(f->n_row, sizeof *status);
    const double *column[] = {age};
    pcart_covariates x = {column, NULL, 1};
    pcart_followup data = {.n = f->n_row, .time = time, .status = status};
    pcart_cox_options options = {.ties = PCART_COX_EXACT};
    pcart_arena arena = {0};
    pcart_cox fit;

    (void)state;
    for (size_t i = 0; i < f->n_row; i++) {
        age[i] = frame_number(f, i, "age");
        time[i] = frame_number(f, i, "time");
        status[i] = frame_number(f, i, "status") == 2;
    }
    assert_int_equal(pcart_cox_fit(&data, &x, &options, &arena, &fit, NULL), 0);
    for (size_t i = 0; i < f->n_row; i++)
        sum += fit.martingale[i] * fit.martingale[i];
    assert_near(sum, 162.485031497778, 1e-7);
    pcart_arena_release(&arena);
}

/* Splitting each row into two counting-process rows changes nothing. */
static void
test_split_rows(void **state)
{
    const frame *f = frame_find("lung");
    size_t n = 0;
    double *start = frame_take(2 * f->n_row, sizeof *start);
    double *time = frame_take(2 * f->n_row, sizeof *time);
    double *age = frame_take(2 * f->n_row, sizeof *age);
    int *status = frame_take(2 * f->n_row, sizeof *status);
    int *cluster = frame_take(2 * f->n_row, sizeof *cluster);
    const double *column[] = {age};
    pcart_covariates x = {column, NULL, 1};
    pcart_followup whole = {.n = f->n_row}, split;
    pcart_cox_options robust = {.is_robust = 1};
    pcart_arena arena = {0};
    pcart_cox one, two;

    (void)state;
    for (size_t i = 0; i < f->n_row; i++) {
        age[i] = frame_number(f, i, "age");
        time[i] = frame_number(f, i, "time");
        status[i] = frame_number(f, i, "status") == 2;
    }
    whole.time = time;
    whole.status = status;
    assert_int_equal(pcart_cox_fit(&whole, &x, &robust, &arena, &one, NULL), 0);
    for (size_t i = f->n_row; i-- > 0;) {
        double end = time[i], cut = floor(end / 2) + 0.5, a = age[i];
        int s = status[i];

        n = 2 * i;
        start[n] = 0;
        time[n] = cut;
        status[n] = 0;
        start[n + 1] = cut;
        time[n + 1] = end;
        status[n + 1] = s;
        age[n] = age[n + 1] = a;
        cluster[n] = cluster[n + 1] = (int)i;
    }
    split = (pcart_followup){
        .n = 2 * f->n_row, .time = time, .start = start, .status = status};
    robust.cluster = cluster;
    robust.n_cluster = (int)f->n_row;
    assert_int_equal(pcart_cox_fit(&split, &x, &robust, &arena, &two, NULL), 0);
    assert_near(one.coefficient[0].value, two.coefficient[0].value, 1e-11);
    assert_near(one.coefficient[0].std_err, two.coefficient[0].std_err, 1e-10);
    assert_near(one.log_likelihood, two.log_likelihood, 1e-12);
    assert_near(one.concordance.value, two.concordance.value, 1e-12);
    pcart_arena_release(&arena);
}

/* Weight 2 is the same as two equal subjects, with Breslow's ties. */
static void
test_weights_are_counts(void **state)
{
    double time[60], age[60], weight[30];
    int status[60];
    const double *column[] = {age};
    pcart_covariates x = {column, NULL, 1};
    pcart_cox_options breslow = {.ties = PCART_COX_BRESLOW};
    pcart_followup weighted = {
        .n = 30, .time = time, .status = status, .weight = weight};
    pcart_followup doubled = {.n = 60, .time = time, .status = status};
    pcart_arena arena = {0};
    pcart_cox one, two;

    (void)state;
    for (int i = 0; i < 30; i++) {
        time[i] = time[i + 30] = 1 + (i * 7) % 19;
        age[i] = age[i + 30] = (i * 13) % 31;
        status[i] = status[i + 30] = i % 4 > 0;
        weight[i] = 2;
    }
    assert_int_equal(pcart_cox_fit(&weighted, &x, &breslow, &arena, &one, NULL),
                     0);
    assert_int_equal(pcart_cox_fit(&doubled, &x, &breslow, &arena, &two, NULL),
                     0);
    assert_near(one.coefficient[0].value, two.coefficient[0].value, 1e-12);
    assert_near(one.coefficient[0].std_err, two.coefficient[0].std_err, 1e-12);
    pcart_arena_release(&arena);
}

/* Without competing events Fine-Gray is Cox with Breslow's ties. */
static void
test_finegray_without_competition(void **state)
{
    pcart_cox_options breslow = {.ties = PCART_COX_BRESLOW};
    pcart_finegray_options model = {.variance = PCART_FINEGRAY_MODEL};
    pcart_arena arena = {0};
    pcart_finegray fine;
    pcart_cox fit;
    cox_input in;

    (void)state;
    load_cox(&lung_sex, &in);
    assert_int_equal(
        pcart_cox_fit(&in.data, &in.x, &breslow, &arena, &fit, NULL), 0);
    assert_int_equal(
        pcart_finegray_fit(&in.data, &in.x, &model, &arena, &fine, NULL), 0);
    assert_near(fit.coefficient[0].value, fine.coefficient[0].value, 1e-12);
    assert_near(fit.coefficient[0].std_err, fine.coefficient[0].std_err, 1e-12);
    pcart_arena_release(&arena);
}

static void
test_edges(void **state)
{
    static const double time[] = {1, 2, 3, 4, 5}, zero[] = {0, 0, 0, 0, 0};
    static const double a[] = {1, 5, 2, 4, 3}, bad[] = {1, NAN, 2, 4, 3};
    static const int status[] = {1, 0, 1, 1, 0}, none[] = {0, 0, 0, 0, 0};
    const double *good[] = {a, zero}, *wrong[] = {bad};
    pcart_covariates two = {good, NULL, 2}, nan = {wrong, NULL, 1};
    pcart_covariates no = {good, NULL, 0};
    pcart_followup data = {.n = 5, .time = time, .status = status};
    pcart_cox_options exact = {.ties = PCART_COX_EXACT, .is_robust = 1};
    pcart_arena arena = {0};
    pcart_finegray fine;
    pcart_cox fit;

    (void)state;
    assert_int_equal(pcart_cox_fit(&data, &two, NULL, &arena, &fit, NULL), 0);
    assert_true(fit.coefficient[1].is_aliased);
    assert_non_null(fit.warning);
    assert_near(fit.likelihood_ratio.df, 1, 0);
    assert_int_equal(pcart_cox_fit(&data, &nan, NULL, &arena, &fit, NULL),
                     PCART_E_RANGE);
    assert_int_equal(pcart_cox_fit(&data, &no, NULL, &arena, &fit, NULL),
                     PCART_E_DEGENERATE);
    assert_int_equal(pcart_cox_fit(&data, &two, &exact, &arena, &fit, NULL),
                     PCART_E_UNSUPPORTED);
    data.status = none;
    assert_int_equal(pcart_cox_fit(&data, &two, NULL, &arena, &fit, NULL),
                     PCART_E_DEGENERATE);
    assert_int_equal(pcart_finegray_fit(&data, &two, NULL, &arena, &fine, NULL),
                     PCART_E_DEGENERATE);
    data.weight = time;
    assert_int_equal(pcart_finegray_fit(&data, &two, NULL, &arena, &fine, NULL),
                     PCART_E_UNSUPPORTED);
    pcart_arena_release(&arena);
}

/* Covariates of very different size, and far from 0. */
static void
test_scaling(void **state)
{
    pcart_arena arena = {0};
    pcart_cox plain, moved;
    cox_input in;

    (void)state;
    load_cox(&lung_sex, &in);
    assert_int_equal(pcart_cox_fit(&in.data, &in.x, NULL, &arena, &plain, NULL),
                     0);
    for (size_t i = 0; i < in.data.n; i++)
        ((double *)(uintptr_t)in.column[0])[i] = 1e9 + 1e6 * in.column[0][i];
    assert_int_equal(pcart_cox_fit(&in.data, &in.x, NULL, &arena, &moved, NULL),
                     0);
    assert_near(1e6 * moved.coefficient[0].value, plain.coefficient[0].value,
                1e-9);
    assert_near(moved.log_likelihood, plain.log_likelihood, 1e-12);
    pcart_arena_release(&arena);
}

/*
 * Fine-Gray: two strata that hold the same subjects give their estimate with
 * half the variance; subjects that stand twice in one cluster change nothing.
 */
static void
test_finegray_copies(void **state)
{
    static const double time[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    static const int status[] = {1, 2, 0, 1, 2, 1, 0, 1, 2, 1};
    static const double x[] = {0.3, -1, 2, 0.5, 1, -0.2, 0.1, 1.7, -2, 0.4};
    double time2[20], x2[20];
    int status2[20], copy[20], subject[20];
    const double *column[] = {x}, *column2[] = {x2};
    pcart_covariates one = {column, NULL, 1}, two = {column2, NULL, 1};
    pcart_followup data = {.n = 10, .time = time, .status = status};
    pcart_followup twice = {.n = 20, .time = time2, .status = status2};
    pcart_finegray_options by_subject = {.cluster = subject, .n_cluster = 10};
    pcart_finegray_options bad = {.cluster = subject, .n_cluster = 9};
    pcart_arena arena = {0};
    pcart_finegray once, strata, cluster;
    pcart_curve curve;
    double value;

    (void)state;
    for (int i = 0; i < 20; i++) {
        time2[i] = time[i / 2];
        status2[i] = status[i / 2];
        x2[i] = x[i / 2];
        copy[i] = i % 2;
        subject[i] = i / 2;
    }
    assert_int_equal(pcart_finegray_fit(&data, &one, NULL, &arena, &once, NULL),
                     PCART_OK);
    value = once.coefficient[0].value;
    assert_int_equal(
        pcart_finegray_fit(&twice, &two, &by_subject, &arena, &cluster, NULL),
        PCART_OK);
    assert_near(cluster.coefficient[0].value, value, 1e-9);
    assert_near(cluster.variance[0], once.variance[0], 1e-9);
    twice.stratum = copy;
    twice.n_stratum = 2;
    assert_int_equal(
        pcart_finegray_fit(&twice, &two, NULL, &arena, &strata, NULL),
        PCART_OK);
    assert_near(strata.coefficient[0].value, value, 1e-9);
    assert_near(strata.variance[0], once.variance[0] / 2, 1e-9);
    assert_int_equal(pcart_finegray_predict(&strata, x, &arena, &curve, NULL),
                     PCART_E_UNSUPPORTED);
    assert_int_equal(
        pcart_finegray_fit(&twice, &two, &bad, &arena, &strata, NULL),
        PCART_E_RANGE);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finegray_copies),
        cmocka_unit_test(test_score_is_logrank),
        cmocka_unit_test(test_split_rows),
        cmocka_unit_test(test_exact_residuals),
        cmocka_unit_test(test_weights_are_counts),
        cmocka_unit_test(test_finegray_without_competition),
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_scaling),
    };

    return cmocka_run_group_tests(tests, NULL, frame_release);
}
