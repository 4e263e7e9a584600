/* test_promotion.c -- from patients to a cohort. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "postcart/promotion.h"

static pcart_promotion_fact
fact_of(pcart_lookback_class verdict, double change)
{
    pcart_promotion_fact f = {.verdict = verdict, .is_asked = 1};

    if (!isnan(change)) {
        f.has_change = 1;
        f.change = change;
        f.variance = 0.04;
    }
    return f;
}

/* Four of four were there: at least 40 % (Clopper and Pearson). */
static void
test_share(void **state)
{
    pcart_arena arena = {0};
    pcart_promotion_fact fact[6];
    pcart_promotion p;

    (void)state;
    memset(fact, 0, sizeof fact); // the last one was not asked
    for (int i = 0; i < 4; i++)
        fact[i] = fact_of(PCART_LOOKBACK_PRE_EXISTING, NAN);
    fact[4] = fact_of(PCART_LOOKBACK_INDETERMINATE, NAN);
    assert_int_equal(pcart_promotion_find(fact, 6, &arena, &p, NULL), PCART_OK);
    assert_int_equal(p.share.n, 4);
    assert_int_equal(p.share.n_indeterminate, 1);
    assert_true(fabs(p.share.low - 0.3976) < 5e-5);
    assert_false(p.is_pooled);
    pcart_arena_release(&arena);
}

/* Five changes of one sign: 2 of 32 patterns are as far. */
static void
test_change(void **state)
{
    static const double change[5] = {0.5, 1, 1.5, 0.8, 1.2};
    pcart_arena arena = {0};
    pcart_promotion_fact fact[5];
    pcart_promotion p;

    (void)state;
    for (int i = 0; i < 5; i++)
        fact[i] = fact_of(PCART_LOOKBACK_PRE_EXISTING, change[i]);
    assert_int_equal(pcart_promotion_find(fact, 5, &arena, &p, NULL), PCART_OK);
    assert_true(p.is_pooled);
    assert_true(fabs(p.p_flip - 2.0 / 32) < 1e-12);
    assert_true(fabs(p.pooled.estimate - 1) < 1e-6); // equal variances
    assert_true(p.pooled.low > 0 && p.pooled.high < 2);
    fact[1].change = -1;
    assert_int_equal(pcart_promotion_find(fact, 5, &arena, &p, NULL), PCART_OK);
    assert_true(p.p_flip > 2.0 / 32);
    assert_true(strstr(pcart_promotion_warning(), "controls") != NULL);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {cmocka_unit_test(test_share),
                                      cmocka_unit_test(test_change)};

    return cmocka_run_group_tests(test, NULL, NULL);
}
