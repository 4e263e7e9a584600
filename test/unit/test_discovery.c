/* test_discovery.c -- sites with a variant, damage, or error alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "postcart/discovery.h"

static pcart_discovery_site
site_of(uint32_t a, uint32_t b)
{
    pcart_discovery_site s = {.group = {{a, 2000, 1e-4, 1e5, 2e-4, 0},
                                        {b, 2000, 1e-4, 1e5, 2e-4, 0}}};

    return s;
}

static void
test_kinds(void **state)
{
    pcart_arena arena = {0};
    pcart_discovery_site site[4] = {site_of(20, 22), site_of(40, 0),
                                    site_of(0, 1), site_of(3, 3)};
    pcart_discovery_call call[4];

    (void)state;
    assert_int_equal(pcart_discovery_find(site, 4, 0, &arena, call, NULL),
                     PCART_OK);
    assert_true(call[0].present > 0.999 && call[0].is_kept);
    assert_true(call[1].artefact > 0.99 && !call[1].is_kept);
    assert_true(call[2].error > 0.99 && !call[2].is_kept);
    assert_false(call[3].is_kept); // below 1e-6 of prior
    site[3].prior = 0.01;          // a hotspot
    assert_int_equal(pcart_discovery_find(site, 4, 0, &arena, call, NULL),
                     PCART_OK);
    assert_true(call[3].present > 0.8);
    for (int i = 0; i < 4; i++)
        assert_true(fabs(call[i].present + call[i].artefact + call[i].error -
                         1) < 1e-9);
    pcart_arena_release(&arena);
}

/* q is never below p, and orders as p does. */
static void
test_q(void **state)
{
    enum { N = 50 };
    pcart_arena arena = {0};
    pcart_discovery_site site[N];
    pcart_discovery_call call[N];

    (void)state;
    for (uint32_t i = 0; i < N; i++)
        site[i] = site_of(i % 7, i % 3);
    assert_int_equal(pcart_discovery_find(site, N, 0.05, &arena, call, NULL),
                     PCART_OK);
    for (int i = 0; i < N; i++) {
        assert_true(call[i].q >= call[i].p && call[i].q <= 1);
        for (int k = 0; k < N; k++)
            if (call[k].p < call[i].p)
                assert_true(call[k].q <= call[i].q);
    }
    site[0].group[0].alt = 3000;
    assert_int_equal(pcart_discovery_find(site, N, 0.05, &arena, call, NULL),
                     PCART_E_RANGE);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {cmocka_unit_test(test_kinds),
                                      cmocka_unit_test(test_q)};

    return cmocka_run_group_tests(test, NULL, NULL);
}
