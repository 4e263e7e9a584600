/* test_tree.c -- trees of clones from fractions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "postcart/tree.h"

static pcart_presence_count
count_of(uint32_t alt, uint32_t depth)
{
    pcart_presence_count c = {alt, depth, 1e-4, 1e5, 2e-4, 0};

    return c;
}

static pcart_tree_set
find(const pcart_presence_count *count, size_t n, size_t n_sample,
     const pcart_tree_pair *pair, pcart_arena *arena)
{
    pcart_tree_input input = {
        .count = count, .n_variant = n, .n_sample = n_sample, .pair = pair};
    pcart_tree_set set;

    assert_int_equal(pcart_tree_find(&input, arena, &set, NULL), PCART_OK);
    return set;
}

/* 45 % and 40 % cannot stand side by side: one is in the other. */
static void
test_pigeonhole(void **state)
{
    pcart_arena arena = {0};
    pcart_presence_count count[] = {count_of(900, 2000), count_of(700, 2000)};
    pcart_tree_set set = find(count, 2, 1, NULL, &arena);

    (void)state;
    assert_int_equal(set.best.parent[0], PCART_TREE_ROOT);
    assert_int_equal(set.best.parent[1], 0);
    assert_true(set.support[1] > 0.95);
    assert_true(set.is_consensus);
    pcart_arena_release(&arena);
}

/* Small clones fit anywhere: nothing is claimed. */
static void
test_ambiguous(void **state)
{
    pcart_arena arena = {0};
    pcart_presence_count count[] = {count_of(200, 2000), count_of(60, 2000)};
    pcart_tree_set set = find(count, 2, 1, NULL, &arena);

    (void)state;
    assert_true(set.n_tree >= 2);
    assert_true(set.support[1] < 0.6);
    pcart_arena_release(&arena);
}

/* They cross over: neither contains the other. */
static void
test_crossing(void **state)
{
    pcart_arena arena = {0};
    pcart_presence_count count[] = {count_of(600, 2000), count_of(200, 2000),
                                    count_of(200, 2000), count_of(600, 2000)};
    pcart_tree_set set = find(count, 2, 2, NULL, &arena);

    (void)state;
    assert_int_equal(set.best.parent[0], PCART_TREE_ROOT);
    assert_int_equal(set.best.parent[1], PCART_TREE_ROOT);
    assert_true(set.best.probability > 0.95);
    pcart_arena_release(&arena);
}

/* The same ambiguous pair, but both variants were seen on one fragment. */
static void
test_together(void **state)
{
    pcart_arena arena = {0};
    pcart_presence_count count[] = {count_of(200, 2000), count_of(60, 2000)};
    pcart_tree_pair pair[4] = {PCART_PAIR_UNKNOWN, PCART_PAIR_TOGETHER,
                               PCART_PAIR_TOGETHER, PCART_PAIR_UNKNOWN};
    pcart_tree_set set = find(count, 2, 1, pair, &arena);

    (void)state;
    assert_int_equal(set.best.parent[1], 0);
    assert_true(set.support[1] > 0.9);
    pair[1] = PCART_PAIR_APART;
    set = find(count, 2, 1, pair, &arena);
    assert_int_equal(set.best.parent[1], PCART_TREE_ROOT);
    assert_true(set.support[1] > 0.99);
    pcart_arena_release(&arena);
}

/* Fractions without doubt: only trees that obey the sum rule are kept, and
 * all of them, as by trying every vector of parents. */
static void
test_brute_force(void **state)
{
    static const double vaf[4] = {0.45, 0.24, 0.15, 0.07};
    pcart_arena arena = {0};
    pcart_presence_count count[4];
    pcart_tree_set set;
    size_t n = 0;

    (void)state;
    for (int v = 0; v < 4; v++) {
        count[v] = count_of((uint32_t)lround(vaf[v] * 1e6), 1000000);
        count[v].signal_rho = 0;
    }
    set = find(count, 4, 1, NULL, &arena);
    for (int code = 0; code < 625; code++) {
        double room[5] = {.9, .48, .3, .14, 1};
        int parent[4], fits = 1, rest = code;

        for (int v = 0; v < 4; v++) {
            parent[v] = rest % 5 - 1;
            rest /= 5;
        }
        for (int v = 0; v < 4; v++) {
            int at = v, steps = 0;

            while (at >= 0 && steps++ <= 4)
                at = parent[at];
            fits = fits && at < 0;
            room[parent[v] < 0 ? 4 : parent[v]] -= 2 * vaf[v];
        }
        for (int v = 0; v < 5; v++)
            fits = fits && room[v] > -1e-6;
        n += (size_t)fits;
    }
    assert_true(n > 1);
    assert_int_equal(set.n_tree, n);
    pcart_arena_release(&arena);
}

static void
test_refused(void **state)
{
    pcart_arena arena = {0};
    pcart_presence_count count = count_of(2, 1);
    pcart_tree_input input = {.count = &count, .n_variant = 9, .n_sample = 1};
    pcart_tree_set set;

    (void)state;
    assert_int_equal(pcart_tree_find(&input, &arena, &set, NULL),
                     PCART_E_RANGE);
    input.n_variant = 1;
    assert_int_equal(pcart_tree_find(&input, &arena, &set, NULL),
                     PCART_E_RANGE);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_pigeonhole),  cmocka_unit_test(test_ambiguous),
        cmocka_unit_test(test_crossing),    cmocka_unit_test(test_together),
        cmocka_unit_test(test_brute_force), cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
