/* test_pool.c -- centres that share counts: what is exact is exact. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "core/buf.h"
#include "core/rng.h"
#include "postcart/incidence.h"
#include "postcart/km.h"
#include "postcart/pool.h"

enum { N = 240, N_CENTRE = 6 };

static const char *const group_name[] = {"a", "b"};
static const char *const event_name[] = {"relapse", "death"};

/* Rows of six centres, with ties. */
typedef struct rows {
    double time[N];
    int status[N], group[N];
} rows;

static void
draw(rows *out, uint64_t seed)
{
    for (int i = 0; i < N; i++) {
        pcarti_rng rng;

        pcarti_rng_init(&rng, seed, 0, (uint64_t)i);
        out->time[i] = pcarti_rng_between(&rng, 0, 30);
        out->status[i] = pcarti_rng_between(&rng, 0, 2);
        out->group[i] = pcarti_rng_between(&rng, 0, 1);
    }
}

static pcart_followup
part_of(const rows *all, int from, int n)
{
    return (pcart_followup){.n = (size_t)n,
                            .time = all->time + from,
                            .status = all->status + from,
                            .group = all->group + from,
                            .n_group = 2};
}

/* The shares of all centres, through their files. */
static void
share_all(const rows *all, double grid, int smallest, pcart_arena *arena,
          pcart_share out[N_CENTRE])
{
    static const char *const centre[N_CENTRE] = {"A", "B", "C", "D", "E", "F"};
    static const unsigned char seed[32] = {7};

    for (int k = 0; k < N_CENTRE; k++) {
        pcart_followup part = part_of(all, k * N / N_CENTRE, N / N_CENTRE);
        pcart_share_options options = {.centre = centre[k],
                                       .grid = grid,
                                       .smallest = smallest,
                                       .group = group_name,
                                       .event = event_name,
                                       .n_event = 2};
        pcart_share made;
        pcarti_buf text = {0};

        assert_int_equal(pcart_share_make(&part, &options, arena, &made, NULL),
                         PCART_OK);
        assert_int_equal(pcart_share_write(&made, seed, &text, NULL), PCART_OK);
        assert_int_equal(pcart_share_read("file", text.data, text.length, arena,
                                          &out[k], NULL),
                         PCART_OK);
        assert_non_null(out[k].signer);
        pcarti_buf_release(&text);
    }
}

static void
assert_same_curve(const pcart_curve *a, const pcart_curve *b)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        assert_true(a->time[i] == b->time[i]);
        assert_true(a->estimate[i] == b->estimate[i]);
        assert_memory_equal(&a->std_err[i], &b->std_err[i], sizeof(double));
        assert_memory_equal(&a->low[i], &b->low[i], sizeof(double));
    }
}

static void
test_exact(void **state)
{
    pcart_arena arena = {0};
    pcart_share share[N_CENTRE];
    pcart_curve one[2], other[2];
    pcart_followup together;
    pcart_pool pool;
    rows all;

    (void)state;
    draw(&all, 3);
    share_all(&all, 0, 0, &arena, share);
    assert_int_equal(pcart_pool_follow(share, N_CENTRE, &arena, &pool, NULL),
                     PCART_OK);
    assert_true(pool.is_exact);
    together = part_of(&all, 0, N);
    assert_int_equal(pcart_km_fit(&together, NULL, &arena, one, NULL), 0);
    assert_int_equal(pcart_km_fit(&pool.follow, NULL, &arena, other, NULL), 0);
    assert_same_curve(&one[0], &other[0]);
    assert_same_curve(&one[1], &other[1]);
    assert_int_equal(pcart_incidence_fit(&together, NULL, &arena, one, NULL),
                     0);
    assert_int_equal(
        pcart_incidence_fit(&pool.follow, NULL, &arena, other, NULL), 0);
    assert_same_curve(&one[0], &other[0]);
    assert_same_curve(&one[1], &other[1]);
    pcart_arena_release(&arena);
}

static const pcart_curve *
curve_named(const pcart_curve *curve, const char *group)
{
    return &curve[strcmp(group, "b") == 0];
}

/* The truth lies within the bounds, with and without hidden counts. */
static void
test_bounds(void **state)
{
    static const int smallest[] = {0, 3, 5};

    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        pcart_arena arena = {0};
        pcart_share share[N_CENTRE];
        pcart_curve km[2], incidence[2];
        pcart_pool_bound *bound;
        size_t n = 0;
        rows all;
        pcart_followup together;

        draw(&all, seed);
        together = part_of(&all, 0, N);
        share_all(&all, 4, smallest[seed % 3], &arena, share);
        assert_int_equal(pcart_km_fit(&together, NULL, &arena, km, NULL), 0);
        assert_int_equal(
            pcart_incidence_fit(&together, NULL, &arena, incidence, NULL), 0);
        assert_int_equal(
            pcart_pool_bounds(share, N_CENTRE, &arena, &bound, &n, NULL), 0);
        assert_true(n > 0);
        for (size_t i = 0; i < n; i++) {
            pcart_point s, f;

            assert_int_equal(pcart_curve_at(curve_named(km, bound[i].group),
                                            bound[i].time, &s, NULL),
                             0);
            assert_int_equal(
                pcart_curve_at(curve_named(incidence, bound[i].group),
                               bound[i].time, &f, NULL),
                0);
            assert_true(bound[i].survival_low <= s.estimate + 1e-12);
            assert_true(bound[i].survival_high >= s.estimate - 1e-12);
            assert_true(bound[i].incidence_low <= f.estimate + 1e-12);
            assert_true(bound[i].incidence_high >= f.estimate - 1e-12);
        }
        pcart_arena_release(&arena);
    }
}

/* No small count is told, and no row hides one count alone. */
static void
test_hidden(void **state)
{
    enum { LEAST = 5 };

    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        pcart_arena arena = {0};
        pcart_share share[N_CENTRE];
        rows all;

        draw(&all, seed);
        share_all(&all, 2, LEAST, &arena, share);
        for (int k = 0; k < N_CENTRE; k++)
            for (size_t i = 0; i < share[k].n_row; i++) {
                const int64_t *count = share[k].row[i].count;
                int n_hidden = 0;

                for (int c = 0; c < 3; c++) {
                    assert_false(count[c] > 0 && count[c] < LEAST);
                    n_hidden += count[c] == PCART_SHARE_HIDDEN;
                }
                assert_int_not_equal(n_hidden, 1);
            }
        pcart_arena_release(&arena);
    }
}

static void
test_tampered(void **state)
{
    static const unsigned char seed[32] = {9};
    static const double time[] = {1, 2};
    static const int status[] = {1, 0};
    pcart_followup data = {.n = 2, .time = time, .status = status};
    pcart_share_options options = {
        .centre = "A", .event = event_name, .n_event = 1};
    pcart_arena arena = {0};
    pcart_share share;
    pcarti_buf text = {0};
    char *place;

    (void)state;
    assert_int_equal(pcart_share_make(&data, &options, &arena, &share, NULL),
                     0);
    assert_int_equal(pcart_share_write(&share, seed, &text, NULL), 0);
    place = strstr(text.data, "[2, 0, 1, 1, 0]");
    assert_non_null(place);
    place[1] = '3';
    assert_int_equal(
        pcart_share_read("file", text.data, text.length, &arena, &share, NULL),
        PCART_E_INCONSISTENT);
    place[1] = '2';
    assert_int_equal(
        pcart_share_read("file", text.data, text.length, &arena, &share, NULL),
        PCART_OK);
    /* Counts that do not add up, signed or not. */
    place[10] = '0';
    assert_int_equal(
        pcart_share_read("file", text.data, text.length, &arena, &share, NULL),
        PCART_E_INCONSISTENT);
    assert_int_equal(pcart_share_read("file", text.data, text.length / 2,
                                      &arena, &share, NULL),
                     PCART_E_SYNTAX);
    pcarti_buf_release(&text);
    pcart_arena_release(&arena);
}

static void
test_refused(void **state)
{
    pcart_arena arena = {0};
    pcart_share share[N_CENTRE];
    pcart_followup part;
    pcart_share_options options = {.centre = "A",
                                   .smallest = 5,
                                   .group = group_name,
                                   .event = event_name,
                                   .n_event = 2};
    pcart_pool pool;
    rows all;

    (void)state;
    draw(&all, 1);
    part = part_of(&all, 0, 40);
    assert_int_equal(pcart_share_make(&part, &options, &arena, &share[0], NULL),
                     PCART_E_USAGE);
    share_all(&all, 0, 0, &arena, share);
    share[1] = share[0];
    assert_int_equal(pcart_pool_follow(share, 2, &arena, &pool, NULL),
                     PCART_E_INCONSISTENT);
    share_all(&all, 2, 5, &arena, share);
    assert_int_equal(pcart_pool_follow(share, 2, &arena, &pool, NULL),
                     PCART_E_UNSUPPORTED);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_exact),   cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_hidden),  cmocka_unit_test(test_tampered),
        cmocka_unit_test(test_refused),
    };

    return cmocka_run_group_tests_name("pool", test, NULL, NULL);
}
