/* test_multistate.c -- paths and pseudo-values against simpler statistics. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include <stdlib.h>

#include "../reference/stat/frame.h"
#include "postcart/incidence.h"
#include "postcart/multistate.h"
#include "postcart/pseudo.h"

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance * fmax(1, fabs(theirs))))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

/*
 * Competing risks are a multi-state model without returns: shares are
 * incidences, and both variances are the delta method's.
 */
static void
test_competing_risks(void **state)
{
    const frame *f = frame_find("melanoma");
    size_t n = f->n_row;
    double *time = frame_numbers(f, "time");
    double *zero = frame_take(n, sizeof *zero);
    int *status = frame_ints(f, "ev"), *to = frame_ints(f, "ev");
    int *from = frame_take(n, sizeof *from);
    int *subject = frame_take(n, sizeof *subject);
    pcart_followup data = {.n = n, .time = time, .status = status};
    pcart_paths paths = {.n = n,
                         .n_state = 3,
                         .subject = subject,
                         .n_subject = (int)n,
                         .start = zero,
                         .stop = time,
                         .from = from,
                         .to = to};
    pcart_arena arena = {0};

    (void)state;
    for (size_t i = 0; i < n; i++) {
        subject[i] = (int)i;
        to[i] = to[i] ? to[i] : -1;
    }
    for (int kind = 0; kind < 2; kind++)
        for (int cause = 1; cause <= 2; cause++) {
            pcart_multistate_options options = {
                .variance = (pcart_multistate_variance)kind};
            pcart_incidence_options incidence = {
                .cause = cause, .variance = PCART_VARIANCE_DELTA};
            pcart_multistate fit;
            pcart_curve curve;

            assert_int_equal(
                pcart_multistate_fit(&paths, &options, &arena, &fit, NULL), 0);
            assert_int_equal(
                pcart_incidence_fit(&data, &incidence, &arena, &curve, NULL),
                0);
            for (size_t j = 0; j < fit.n; j++) {
                size_t at = j * 3 + (size_t)cause;
                pcart_point point;

                assert_int_equal(
                    pcart_curve_at(&curve, fit.time[j], &point, NULL), 0);
                assert_near(fit.probability[at], point.estimate, 1e-12);
                assert_near(fit.std_err[at], point.std_err, 1e-9);
            }
        }
    pcart_arena_release(&arena);
}

static void
test_refused_paths(void **state)
{
    static const double start[] = {0, 2}, stop[] = {1, 2};
    static const int from[] = {0, 0}, to[] = {1, -1}, bad[] = {3, 0};
    static const int stay[] = {-1, -1};
    pcart_paths paths = {.n = 2,
                         .n_state = 2,
                         .start = start,
                         .stop = stop,
                         .from = from,
                         .to = to};
    pcart_multistate_options jackknife = {.variance =
                                              PCART_MULTISTATE_JACKKNIFE};
    pcart_arena arena = {0};
    pcart_multistate fit;

    (void)state;
    assert_int_equal(pcart_multistate_fit(&paths, NULL, &arena, &fit, NULL),
                     PCART_E_RANGE);
    paths.n = 1;
    assert_int_equal(
        pcart_multistate_fit(&paths, &jackknife, &arena, &fit, NULL),
        PCART_E_USAGE);
    paths.to = bad;
    assert_int_equal(pcart_multistate_fit(&paths, NULL, &arena, &fit, NULL),
                     PCART_E_RANGE);
    paths.to = stay;
    assert_int_equal(pcart_multistate_fit(&paths, NULL, &arena, &fit, NULL),
                     PCART_E_DEGENERATE);
    pcart_arena_release(&arena);
}

/* Leaving one out by one scan, and by leaving one out. */
static void
test_pseudo_by_brute_force(void **state)
{
    double time[30];
    int status[30];
    pcart_followup data = {.n = 30, .time = time, .status = status};
    pcart_arena arena = {0};
    unsigned seed = 7;

    (void)state;
    for (int i = 0; i < 30; i++) {
        seed = seed * 1664525U + 1013904223U;
        time[i] = 1 + (seed >> 10) % 9;
        status[i] = (int)(seed >> 20) % 3;
    }
    for (int cause = 1; cause <= 2; cause++)
        for (double at = 0; at <= 10; at++) {
            pcart_pseudo_options options = {.time = at, .cause = cause};
            pcart_incidence_options incidence = {.cause = cause};
            pcart_curve curve;
            pcart_point all, less;
            double value[30];

            assert_int_equal(
                pcart_pseudo_values(&data, &options, &arena, value, NULL), 0);
            assert_int_equal(
                pcart_incidence_fit(&data, &incidence, &arena, &curve, NULL),
                0);
            assert_int_equal(pcart_curve_at(&curve, at, &all, NULL), 0);
            for (int i = 0; i < 30; i++) {
                pcart_followup rest = {.n = 29, .time = time, .status = status};
                double t = time[i];
                int s = status[i];

                time[i] = time[29];
                status[i] = status[29];
                assert_int_equal(pcart_incidence_fit(&rest, &incidence, &arena,
                                                     &curve, NULL),
                                 0);
                assert_int_equal(pcart_curve_at(&curve, at, &less, NULL), 0);
                assert_near(value[i], 30 * all.estimate - 29 * less.estimate,
                            1e-12);
                time[i] = t;
                status[i] = s;
            }
        }
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_competing_risks),
        cmocka_unit_test(test_refused_paths),
        cmocka_unit_test(test_pseudo_by_brute_force),
    };

    return cmocka_run_group_tests(tests, NULL, frame_release);
}
