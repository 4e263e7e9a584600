/* test_lookback.c -- classes and reasons of the look-back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include <string.h>

#include "postcart/lookback.h"

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

static pcart_lookback_count
seen(uint32_t alt, uint32_t depth)
{
    pcart_lookback_count c = {.is_reported = 1,
                              .has_depth = 1,
                              .count = {alt, depth, 1e-4, 1e5, 2e-5, 0},
                              .vaf = depth ? (double)alt / depth : 0,
                              .n_distinct = -1,
                              .admixture = NAN,
                              .transgene = -1,
                              .transgene_later = -1};

    return c;
}

static pcart_lookback_pair
pair_of(pcart_lookback_count earlier, pcart_lookback_count later)
{
    pcart_lookback_pair p = {
        .earlier = earlier, .later = later, .years = 0.75, .gene = ""};

    return p;
}

static pcart_lookback
judge_with(pcart_lookback_pair pair, const pcart_lookback_options *options)
{
    pcart_arena arena = {0};
    pcart_lookback answer;

    assert_int_equal(
        pcart_lookback_find(&pair, 1, options, &arena, &answer, NULL),
        PCART_OK);
    pcart_arena_release(&arena);
    return answer;
}

static pcart_lookback
judge(pcart_lookback_pair pair)
{
    return judge_with(pair, NULL);
}

static void
test_classes(void **state)
{
    pcart_lookback a = judge(pair_of(seen(40, 4000), seen(800, 4000)));

    (void)state;
    assert_int_equal(a.value, PCART_LOOKBACK_PRE_EXISTING);
    assert_near(a.fold, 20, 0.5);
    assert_true(a.fold_low < 17 && a.fold_high > 24);
    assert_true(a.reasons & PCART_LB_QC_MISSING);
    assert_true(a.reasons & PCART_LB_LEAK_UNCHECKED);
    /* none of 4,000, one fifth nine months later: age does not explain it */
    a = judge(pair_of(seen(0, 4000), seen(800, 4000)));
    assert_int_equal(a.value, PCART_LOOKBACK_NEW);
    assert_true(a.slowest > 6 && a.slowest < 9);
    assert_true(a.backcast_low > a.earlier.upper);
    /* a small clone later may have been there, unseen */
    a = judge(pair_of(seen(0, 4000), seen(8, 4000)));
    assert_int_equal(a.value, PCART_LOOKBACK_NOT_DETECTABLE);
    a = judge(pair_of(seen(60, 4000), seen(0, 4000)));
    assert_int_equal(a.value, PCART_LOOKBACK_LOST);
    a = judge(pair_of(seen(0, 800), seen(100, 1000)));
    assert_int_equal(a.value, PCART_LOOKBACK_INDETERMINATE);
    assert_true(a.reasons & PCART_LB_WIDE);
    /* the same with a wider limit, which the answer names */
    a = judge_with(pair_of(seen(0, 800), seen(100, 1000)),
                   &(pcart_lookback_options){.limit = 0.01});
    assert_int_equal(a.value, PCART_LOOKBACK_NEW);
}

/* What cannot be known is said to be so, and is never "absent". */
static void
test_missing(void **state)
{
    pcart_lookback_count none = {0}, no_depth = seen(0, 0), zero = seen(0, 0);
    pcart_lookback a = judge(pair_of(none, seen(800, 4000)));

    (void)state;
    assert_int_equal(a.value, PCART_LOOKBACK_INDETERMINATE);
    assert_int_equal(a.reasons, PCART_LB_NOT_REPORTED);
    no_depth.has_depth = 0;
    no_depth.vaf = 0.03;
    a = judge(pair_of(no_depth, seen(800, 4000)));
    assert_int_equal(a.reasons, PCART_LB_NO_DEPTH);
    a = judge(pair_of(zero, seen(800, 4000)));
    assert_int_equal(a.value, PCART_LOOKBACK_INDETERMINATE);
    assert_int_equal(a.reasons, PCART_LB_NOT_COVERED);
    a = judge(pair_of(seen(0, 4000), none));
    assert_int_equal(a.value, PCART_LOOKBACK_INDETERMINATE);
    assert_true(a.reasons & PCART_LB_ANCHOR);
    a = judge(pair_of(seen(0, 4000), seen(0, 4000)));
    assert_true(a.reasons & PCART_LB_ANCHOR);
}

static void
test_guards(void **state)
{
    pcart_lookback_pair p = pair_of(seen(12, 4000), seen(800, 4000));
    pcart_lookback a;

    (void)state;
    assert_int_equal(judge(p).value, PCART_LOOKBACK_PRE_EXISTING);
    /* 2 % of the later sample would give 16 fragments: 30 of 1,500 transgene
     * reads say that it is there */
    p.earlier.transgene = 30;
    p.earlier.transgene_later = 1500;
    a = judge(p);
    assert_int_equal(a.value, PCART_LOOKBACK_INDETERMINATE);
    assert_true(a.reasons & PCART_LB_LEAK);
    p.earlier.transgene = 0; // none: at most 3 / 1500 of it
    p.earlier.transgene_later = 15000;
    a = judge(p);
    assert_int_equal(a.value, PCART_LOOKBACK_PRE_EXISTING);
    assert_false(a.reasons & PCART_LB_LEAK_UNCHECKED);
    p.earlier.admixture = 0.004; // another person's DNA gives as many
    a = judge(p);
    assert_true(a.reasons & PCART_LB_ADMIXTURE);
    assert_int_equal(a.value, PCART_LOOKBACK_INDETERMINATE);
    p.earlier.admixture = 1e-5;
    assert_int_equal(judge(p).value, PCART_LOOKBACK_PRE_EXISTING);
    p.earlier.identity = PCART_CHECKED_BAD;
    assert_true(judge(p).reasons & PCART_LB_IDENTITY);
    assert_int_equal(judge(p).value, PCART_LOOKBACK_INDETERMINATE);
}

static void
test_quality(void **state)
{
    pcart_lookback_pair p = pair_of(seen(12, 4000), seen(800, 4000));

    (void)state;
    p.earlier.n_distinct = 1;
    assert_true(judge(p).reasons & PCART_LB_SUPPORT);
    p.earlier.n_distinct = 12;
    p.earlier.quality = PCART_CHECKED_GOOD;
    p.earlier.orientation = (pcart_tally){6, 12};
    p.later.orientation = (pcart_tally){390, 800};
    assert_int_equal(judge(p).value, PCART_LOOKBACK_PRE_EXISTING);
    assert_false(judge(p).reasons & PCART_LB_QC_MISSING);
    p.earlier.orientation = (pcart_tally){12, 12}; // all one way: damage
    assert_true(judge(p).reasons & PCART_LB_ORIENTATION);
    p.earlier.orientation = (pcart_tally){6, 12};
    p.earlier.quality = PCART_CHECKED_BAD;
    assert_true(judge(p).reasons & PCART_LB_QUALITY);
    p = pair_of(seen(12, 4000), seen(800, 4000));
    assert_int_equal(
        judge_with(p, &(pcart_lookback_options){.is_strict_qc = 1}).value,
        PCART_LOOKBACK_INDETERMINATE);
    p = pair_of(seen(2010, 4000), seen(1985, 4000));
    assert_true(judge(p).reasons & PCART_LB_GERMLINE);
}

/* Holm over a list: p times the number that is left, never falling; a count
 * that is enough alone need not be in a list.  The order does not matter. */
static void
test_holm(void **state)
{
    static const uint32_t alt[4] = {30, 3, 0, 4};
    pcart_arena arena = {0};
    pcart_lookback_pair pair[4], turned[4];
    pcart_lookback answer[4], again[4];

    (void)state;
    for (int i = 0; i < 4; i++) {
        pair[i] = pair_of(seen(alt[i], 4000), seen(800, 4000));
        turned[3 - i] = pair[i];
    }
    assert_int_equal(pcart_lookback_find(pair, 4, NULL, &arena, answer, NULL),
                     PCART_OK);
    assert_int_equal(pcart_lookback_find(turned, 4, NULL, &arena, again, NULL),
                     PCART_OK);
    assert_near(answer[0].p_holm, 4 * answer[0].earlier.p, 1e-12);
    assert_near(answer[3].p_holm, 3 * answer[3].earlier.p, 1e-12);
    assert_near(answer[1].p_holm, 2 * answer[1].earlier.p, 1e-12);
    assert_near(answer[2].p_holm, 1, 1e-12);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(answer[i].value, again[3 - i].value);
        assert_near(answer[i].p_holm, again[3 - i].p_holm, 0);
    }
    pcart_arena_release(&arena);
}

/* Four variants of one clone tell more than each: the limit falls. */
static void
test_clone(void **state)
{
    pcart_lookback_member m[4];
    pcart_presence one, four;

    (void)state;
    for (int i = 0; i < 4; i++)
        m[i] = (pcart_lookback_member){seen(2, 1000).count, 2};
    assert_int_equal(pcart_lookback_clone(m, 1, &one, NULL), PCART_OK);
    assert_int_equal(pcart_lookback_clone(m, 4, &four, NULL), PCART_OK);
    assert_true(four.lod < one.lod * 0.55);
    assert_true(four.upper < one.upper * 0.75);
    assert_true(four.log10_bf > 2 * one.log10_bf);
    assert_near(four.vaf, one.vaf, 0.05 * one.vaf);
    assert_near(one.vaf, 2 * (2e-3 - 1e-4), 2e-4);
    m[0].count.depth = m[0].count.alt = 0; // not covered: the others remain
    assert_int_equal(pcart_lookback_clone(m, 4, &one, NULL), PCART_OK);
    assert_int_equal(pcart_lookback_clone(m, 1, &one, NULL),
                     PCART_E_DEGENERATE);
}

/* Four of four: the interval reaches down to 40 % (Clopper and Pearson). */
static void
test_share(void **state)
{
    pcart_lookback answer[6];
    pcart_lookback_share share;

    (void)state;
    memset(answer, 0, sizeof answer);
    for (int i = 0; i < 4; i++)
        answer[i].value = PCART_LOOKBACK_PRE_EXISTING;
    pcart_lookback_sum(answer, 6, &share);
    assert_int_equal(share.n, 4);
    assert_int_equal(share.n_indeterminate, 2);
    assert_near(share.low, 0.3976, 5e-5);
    assert_near(share.high, 1, 0);
    pcart_lookback_sum(answer + 4, 2, &share);
    assert_true(isnan(share.share));
}

static void
test_names(void **state)
{
    (void)state;
    for (int i = 0; i < PCART_N_LB_REASON; i++) {
        assert_true(strlen(pcart_lookback_reason_name(i)) > 1);
        assert_true(strlen(pcart_lookback_reason_text(i)) > 10);
    }
    assert_string_equal(pcart_lookback_class_name(PCART_LOOKBACK_LOST), "LOST");
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_classes), cmocka_unit_test(test_missing),
        cmocka_unit_test(test_guards),  cmocka_unit_test(test_quality),
        cmocka_unit_test(test_holm),    cmocka_unit_test(test_clone),
        cmocka_unit_test(test_share),   cmocka_unit_test(test_names),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
