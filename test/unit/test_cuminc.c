/* test_cuminc.c -- all causes at once are each cause by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "../reference/stat/frame.h"
#include "postcart/cuminc.h"
#include "postcart/incidence.h"

enum { MOST = 400, MOST_GROUP = 5 };

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance * fmax(1, fabs(theirs))))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

/* The same bytes, NAN included. */
static void
assert_column(const double *ours, const double *theirs, size_t n)
{
    for (size_t j = 0; j < n; j++)
        if (ours[j] != theirs[j] && !(isnan(ours[j]) && isnan(theirs[j])))
            fail_msg("row %zu: %.17g is not %.17g", j, ours[j], theirs[j]);
}

static void
assert_curve(const pcart_curve *ours, const pcart_curve *theirs)
{
    assert_int_equal(ours->n, theirs->n);
    assert_int_equal(ours->n_subject, theirs->n_subject);
    assert_string_equal(ours->method, theirs->method);
    assert_string_equal(ours->interval, theirs->interval);
    assert_near(ours->total_event, theirs->total_event, 0);
    assert_column(ours->time, theirs->time, ours->n);
    assert_column(ours->estimate, theirs->estimate, ours->n);
    assert_column(ours->std_err, theirs->std_err, ours->n);
    assert_column(ours->low, theirs->low, ours->n);
    assert_column(ours->high, theirs->high, ours->n);
    assert_column(ours->n_risk, theirs->n_risk, ours->n);
    assert_column(ours->n_event, theirs->n_event, ours->n);
    assert_column(ours->n_other, theirs->n_other, ours->n);
    assert_column(ours->n_censor, theirs->n_censor, ours->n);
}

static void
assert_gray(const pcart_gray *ours, const pcart_gray *theirs)
{
    int n = theirs->n_group;
    double largest = 0;

    assert_int_equal(ours->n_group, n);
    assert_int_equal(ours->test.is_evaluable, theirs->test.is_evaluable);
    assert_near(ours->test.statistic, theirs->test.statistic, 1e-9);
    assert_near(ours->test.p_value, theirs->test.p_value, 1e-9);
    assert_near(ours->test.df, theirs->test.df, 0);
    if (theirs->test.is_evaluable) {
        assert_string_equal(ours->test.method, theirs->test.method);
        assert_string_equal(ours->test.r_call, theirs->test.r_call);
    } else {
        assert_string_equal(ours->test.reason, theirs->test.reason);
    }
    for (int k = 0; k < n * n; k++)
        largest = fmax(largest, fabs(theirs->variance[k]));
    for (int k = 0; k < n; k++)
        assert_near(ours->score[k], theirs->score[k], 1e-10);
    for (int k = 0; theirs->test.is_evaluable && k < n * n; k++)
        if (!(fabs(ours->variance[k] - theirs->variance[k]) <= 1e-9 * largest))
            fail_msg("variance %d: %.12g is not %.12g", k, ours->variance[k],
                     theirs->variance[k]);
}

/* Everything that cuminc gives, against one cause after the other. */
static void
compare(const pcart_followup *data, const pcart_cuminc_options *options)
{
    pcart_arena arena = {0};
    pcart_cuminc all;
    pcart_curve one[MOST_GROUP];
    pcart_gray gray;
    pcart_err err = {0};

    if (pcart_cuminc_fit(data, options, &arena, &all, &err))
        fail_msg("%s", err.message);
    for (int c = 0; c < all.n_cause; c++) {
        pcart_incidence_options incidence = {.cause = all.cause[c],
                                             .interval = options->interval};
        pcart_gray_options test = {.cause = all.cause[c], .rho = options->rho};

        assert_int_equal(
            pcart_incidence_fit(data, &incidence, &arena, one, NULL), 0);
        for (int g = 0; g < all.n_group; g++)
            assert_curve(&all.curve[c * all.n_group + g], &one[g]);
        assert_int_equal(pcart_gray_test(data, &test, &arena, &gray, NULL), 0);
        assert_gray(&all.gray[c], &gray);
    }
    pcart_arena_release(&arena);
}

/* melanoma, mgus2: cmprsk's data, whose rows R has computed. */
static void
test_as_one_cause(void **state)
{
    const frame *f = frame_find("melanoma");
    pcart_followup data = {.n = f->n_row,
                           .time = frame_numbers(f, "time"),
                           .status = frame_ints(f, "ev"),
                           .group = frame_ints(f, "ulcer"),
                           .n_group = 2};

    (void)state;
    compare(&data, &(pcart_cuminc_options){0});
    compare(&data, &(pcart_cuminc_options){.interval = PCART_INTERVAL_NONE});
    compare(&data, &(pcart_cuminc_options){.rho = 1});
    f = frame_find("mgus2");
    data = (pcart_followup){.n = f->n_row,
                            .time = frame_numbers(f, "etime"),
                            .status = frame_ints(f, "ev")};
    compare(&data, &(pcart_cuminc_options){0});
}

/* Ties, gaps between causes, empty groups, strata, all censored. */
static void
test_random_data(void **state)
{
    static double time[MOST];
    static int status[MOST], group[MOST], stratum[MOST];
    unsigned seed = 20250117;

    (void)state;
    for (unsigned trial = 0; trial < 300; trial++) {
        unsigned n_group = 1 + trial % MOST_GROUP, n_cause = trial % 4;
        unsigned grid = trial % 3 == 0 ? 1000000 : trial % 3 == 1 ? 30 : 4;
        pcart_followup data = {.n = 1 + trial * 7 % MOST,
                               .time = time,
                               .status = status,
                               .group = group,
                               .n_group = (int)n_group,
                               .stratum = trial % 5 ? NULL : stratum,
                               .n_stratum = 2};

        for (size_t i = 0; i < data.n; i++) {
            unsigned draw[4];

            for (int k = 0; k < 4; k++) {
                seed = seed * 1664525U + 1013904223U;
                draw[k] = seed >> 8;
            }
            time[i] = draw[0] % grid;
            status[i] = (int)(draw[1] / 7 % (n_cause + 1)) * 3;
            group[i] = (int)(draw[2] / 5 % n_group);
            if (trial % 7 == 0 && group[i])
                group[i] = (int)n_group - 1;
            stratum[i] = draw[3] / 3 % 2;
        }
        compare(&data, &(pcart_cuminc_options){0});
    }
}

static void
test_refused(void **state)
{
    static const double time[] = {1, 2, 3};
    static const int status[] = {1, 0, 33};
    pcart_followup data = {.n = 3, .time = time, .status = status};
    pcart_cuminc_options options = {.level = 2};
    pcart_arena arena = {0};
    pcart_cuminc all;
    pcart_err err;

    (void)state;
    assert_int_equal(pcart_cuminc_fit(&data, NULL, &arena, &all, &err),
                     PCART_E_RANGE);
    assert_non_null(strstr(err.message, "33"));
    assert_int_equal(pcart_cuminc_fit(&data, &options, &arena, &all, &err),
                     PCART_E_RANGE);
    options = (pcart_cuminc_options){.rho = NAN};
    assert_int_equal(pcart_cuminc_fit(&data, &options, &arena, &all, &err),
                     PCART_E_RANGE);
    data.weight = time;
    assert_int_equal(pcart_cuminc_fit(&data, NULL, &arena, &all, &err),
                     PCART_E_UNSUPPORTED);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_one_cause),
        cmocka_unit_test(test_random_data),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(tests, NULL, frame_release);
}
