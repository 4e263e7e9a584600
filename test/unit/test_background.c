/* test_background.c -- false fragments of classes and sites. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include <stdlib.h>

#include "core/rng.h"
#include "postcart/background.h"

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

static const pcart_assay *
raw(void)
{
    return pcart_assay_find("raw");
}

static pcart_background
fit(const pcart_tally *count, size_t n_row, size_t n_normal, pcart_arena *arena)
{
    uint32_t *row_class = calloc(n_row, sizeof *row_class);
    pcart_background_table table = {.count = count,
                                    .row_class = row_class,
                                    .n_row = n_row,
                                    .n_normal = n_normal,
                                    .n_class = 2};
    pcart_background b;

    assert_non_null(row_class);
    assert_int_equal(pcart_background_fit(&table, raw(), arena, &b, NULL),
                     PCART_OK);
    free(row_class);
    return b;
}

/* A class of sites: its mean is that of its fragments, its high quantile is
 * above it; a class without fragments has the row of the assay. */
static void
test_class(void **state)
{
    enum { N = 400 };
    pcart_arena arena = {0};
    pcart_tally count[N * 3];
    pcart_background b;
    double alt = 0;
    pcarti_rng rng;

    (void)state;
    pcarti_rng_init(&rng, 1, 0, 0);
    for (int i = 0; i < N; i++) {
        double rate = i % 10 == 0 ? 2e-3 : 2e-4; // one site of ten is bad

        for (int j = 0; j < 3; j++) {
            pcart_tally *t = &count[i * 3 + j];

            t->depth = 2000;
            t->alt = 0;
            for (int k = 0; k < 2000; k++)
                t->alt += (uint32_t)pcarti_rng_chance(&rng, rate);
            alt += t->alt;
        }
    }
    b = fit(count, N, 3, &arena);
    assert_near(b.error_class[0].alpha /
                    (b.error_class[0].alpha + b.error_class[0].beta),
                alt / (N * 3 * 2000.0), 1e-9);
    assert_true(b.error_class[0].worst > 1e-3);
    assert_int_equal(b.error_class[0].n_row, N);
    assert_int_equal(b.error_class[1].n_row, 0);
    assert_near(pcart_background_site(&b, 1, NULL, 0, 0, 1).error, 1e-3, 1e-12);
    assert_int_equal(pcart_background_site(&b, 1, NULL, 0, 0, 1).basis,
                     PCART_ERROR_ASSUMED);
    assert_int_equal(pcart_background_site(&b, 99, NULL, 0, 0, 1).basis,
                     PCART_ERROR_ASSUMED);
    pcart_arena_release(&arena);
}

/* Libraries that differ by a gamma factor: the class finds by how much (the
 * correlation of 0.0002 that made them, here as a mean over four thousand
 * sites), though three normals share their mean with what they are held
 * against. */
static void
test_between_libraries(void **state)
{
    enum { N = 4000, DEPTH = 20000 };
    static const double rate = 1e-3, rho = 2e-4;
    pcart_arena arena = {0};
    pcart_tally *count = calloc(N * 3, sizeof *count);
    pcart_background b;
    pcarti_rng rng;

    (void)state;
    assert_non_null(count);
    pcarti_rng_init(&rng, 3, 0, 0);
    for (int i = 0; i < N * 3; i++) {
        /* five exponentials: a gamma factor of variance rho / rate = 1/5 */
        double factor = 0, at = 0;

        for (int k = 0; k < 5; k++)
            factor += pcarti_rng_exponential(&rng) * rho / rate;
        count[i].depth = DEPTH;
        while ((at += pcarti_rng_exponential(&rng)) < DEPTH * rate * factor)
            count[i].alt++;
    }
    b = fit(count, N, 3, &arena);
    assert_near(b.error_class[0].rho, rho, 0.06 * rho);
    free(count);
    pcart_arena_release(&arena);
}

/* The site moves the class towards what its normals show; without normals a
 * bad site of the class is taken; a factor multiplies. */
static void
test_site(void **state)
{
    enum { N = 200 };
    pcart_arena arena = {0};
    pcart_tally count[N * 2], clean[4], dirty[4];
    pcart_background b;
    pcart_null low, high, none;

    (void)state;
    for (int i = 0; i < N * 2; i++)
        count[i] = (pcart_tally){(uint32_t)(i / 2 % 4 == 0), 2000};
    for (int i = 0; i < 4; i++) {
        clean[i] = (pcart_tally){0, 3000};
        dirty[i] = (pcart_tally){9, 3000};
    }
    b = fit(count, N, 2, &arena);
    low = pcart_background_site(&b, 0, clean, 4, 0, 1);
    high = pcart_background_site(&b, 0, dirty, 4, 0, 1);
    none = pcart_background_site(&b, 0, NULL, 0, 0, 1);
    assert_int_equal(low.basis, PCART_ERROR_SITE);
    assert_int_equal(low.n_normal, 4);
    assert_true(low.error < 1.25e-4 && high.error > 8e-4);
    assert_int_equal(none.basis, PCART_ERROR_CLASS);
    assert_true(none.error > low.error);
    assert_near(pcart_background_site(&b, 0, dirty, 4, 0, 3).error,
                3 * high.error, 1e-12);
    pcart_arena_release(&arena);
}

/* A normal with the variant, inherited or a clone at a hotspot, says nothing
 * of the error. */
static void
test_carrier(void **state)
{
    pcart_arena arena = {0};
    pcart_tally count[20], normal[3] = {{0, 3000}, {1480, 3000}, {0, 3000}};
    pcart_background b;
    pcart_null null;

    (void)state;
    for (int i = 0; i < 20; i++)
        count[i] = (pcart_tally){(uint32_t)(i % 3 == 0), 3000};
    b = fit(count, 10, 2, &arena);
    null = pcart_background_site(&b, 0, normal, 3, 0, 1);
    assert_int_equal(null.n_normal, 2);
    assert_true(null.error < 5e-4);
    normal[1].alt = 40; // 1.3 %: below the limit, but not at a hotspot
    assert_int_equal(pcart_background_site(&b, 0, normal, 3, 0, 1).n_normal, 3);
    assert_int_equal(pcart_background_site(&b, 0, normal, 3, 1, 1).n_normal, 2);
    pcart_arena_release(&arena);
}

/* False fragments over those expected, shrunk to 1 by 20. */
static void
test_factor(void **state)
{
    pcart_tally count[2] = {{30, 10000}, {10, 10000}};
    double expected[2] = {1e-3, 1e-3};

    (void)state;
    assert_near(pcart_background_factor(count, expected, 2), 60.0 / 40, 1e-12);
    assert_near(pcart_background_factor(NULL, NULL, 0), 1, 0);
}

static void
test_refused(void **state)
{
    pcart_arena arena = {0};
    pcart_tally count = {2, 1};
    uint32_t row_class = 0;
    pcart_background_table table = {&count, &row_class, NULL, 1, 1, 1};
    pcart_background b;

    (void)state;
    assert_int_equal(pcart_background_fit(&table, raw(), &arena, &b, NULL),
                     PCART_E_RANGE);
    count.alt = 0;
    row_class = 1;
    assert_int_equal(pcart_background_fit(&table, raw(), &arena, &b, NULL),
                     PCART_E_RANGE);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_class),
        cmocka_unit_test(test_site),
        cmocka_unit_test(test_carrier),
        cmocka_unit_test(test_factor),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_between_libraries),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
