/* test_meta.c -- pooling: edges, and a binomial-normal model against R. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "postcart/meta.h"

static void
assert_near(double ours, double theirs, double tolerance)
{
    if (!(fabs(ours - theirs) <= tolerance * fmax(1, fabs(theirs))))
        fail_msg("%.12g is not %.12g", ours, theirs);
}

/* rma.glmm (metafor 3.8, lme4): seven points, tau^2 well above 0. */
static void
test_spread_shares(void **state)
{
    static const int count[] = {12, 0, 1, 8, 3, 1, 0, 15};
    static const int total[] = {62, 41, 30, 22, 71, 35, 18, 29};
    pcart_meta m;

    (void)state;
    assert_int_equal(pcart_meta_shares(count, total, 8, 0, &m, NULL), 0);
    assert_near(m.estimate, -2.6630545, 1e-5);
    assert_near(m.std_err, 0.7370107, 1e-5);
    assert_near(m.tau2, 3.1213387, 1e-5);
}

static void
test_edges(void **state)
{
    static const int none[] = {0, 0}, total[] = {5, 6}, over[] = {6, 1};
    static const double y[] = {1, 1}, v[] = {1, 0.5}, bad[] = {1, 0};
    pcart_meta_options random = {.kind = PCART_META_DL};
    pcart_meta m;
    double e, s;

    (void)state;
    assert_int_equal(pcart_meta_shares(none, total, 2, 0, &m, NULL),
                     PCART_E_DEGENERATE);
    assert_int_equal(pcart_meta_shares(over, total, 2, 0, &m, NULL),
                     PCART_E_RANGE);
    assert_int_equal(pcart_meta_pool(y, bad, 2, NULL, &m, NULL), PCART_E_RANGE);
    assert_int_equal(pcart_meta_pool(y, v, 1, &random, &m, NULL),
                     PCART_E_DEGENERATE);
    assert_int_equal(pcart_meta_share(3, 2, PCART_SHARE_LOGIT, &e, &s, NULL),
                     PCART_E_RANGE);
    /* estimates that agree have no variance between them */
    for (int k = PCART_META_DL; k <= PCART_META_ML; k++) {
        random.kind = (pcart_meta_kind)k;
        assert_int_equal(pcart_meta_pool(y, v, 2, &random, &m, NULL), 0);
        assert_near(m.estimate, 1, 1e-15);
        assert_near(m.tau2, 0, 0);
        assert_near(m.std_err, sqrt(1.0 / 3), 1e-15);
    }
}

/* transf.ipft.hm(c(.155, .05, 1.5, .8), list(ni = c(40, 60, 30, 20))). */
static void
test_back(void **state)
{
    (void)state;
    assert_near(pcart_meta_share_back(0.155, PCART_SHARE_TUKEY, 32),
                0.011381702994359, 1e-12);
    assert_near(pcart_meta_share_back(0.05, PCART_SHARE_TUKEY, 32), 0, 0);
    assert_near(pcart_meta_share_back(1.5, PCART_SHARE_TUKEY, 32), 1, 0);
    assert_near(pcart_meta_share_back(0.8, PCART_SHARE_TUKEY, 32),
                0.515049083431576, 1e-12);
    assert_near(pcart_meta_share_back(-1, PCART_SHARE_ARCSIN, 0), 0, 0);
    assert_near(pcart_meta_share_back(0, PCART_SHARE_LOGIT, 0), 0.5, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spread_shares),
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
