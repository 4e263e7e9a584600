/*
 * test_reference_stat.c -- every row of test/reference/stat/reference.csv,
 * values computed once with R, against the library.
 *
 * A row whose function does not exist yet is counted and named, not failed;
 * one that is answered must agree to the tolerance of its function.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../reference/stat/frame.h"
#include "../reference/stat/rows_curve.h"
#include "../reference/stat/rows_table.h"

typedef answer answering(const row *r, pcart_arena *arena, double *out);

/* Which function answers which rows, and how closely it must agree. */
typedef struct handler {
    const char *function;
    answering *answer;
    double tolerance;
} handler;

// clang-format off
static const handler handlers[] = {
    {"km",           answer_km,           1e-9},
    {"nelson-aalen", answer_nelson_aalen, 1e-9},
    {"rmst",         answer_rmst,         1e-9},
    {"km.lefttrunc", answer_truncated,    1e-9},
    {"logrank",      answer_logrank,      1e-9},
    {"cif",          answer_incidence,    1e-9},
    {"gray",         answer_gray,         1e-9},
    {"fisher",       answer_fisher,       1e-9},
    {"chisq",        answer_chisq,        1e-9},
    {"mcnemar",      answer_mcnemar,      1e-9},
    {"proportion",   answer_proportion,   1e-9},
    {"rate",         answer_rate,         1e-9},
    {"mannwhitney",  answer_mannwhitney,  1e-9},
    {"signedrank",   answer_signedrank,   1e-9},
    {"kruskal",      answer_kruskal,      1e-9},
    {"quantile",     answer_quantile,     1e-9},
    {"meansd",       answer_meansd,       1e-9},
    {"dist",         answer_dist,         1e-9},
};
// clang-format on

static const handler *
find_handler(const char *function)
{
    for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++)
        if (!strcmp(handlers[i].function, function))
            return &handlers[i];
    return NULL;
}

/* Whether two numbers agree; both infinite, or close, or both almost 0. */
static int
agrees(double ours, double theirs, double tolerance)
{
    if (isinf(theirs))
        return ours == theirs;
    return fabs(ours - theirs) <= tolerance * fabs(theirs) + 1e-300;
}

/*
 * NIST's values of NumAcc4 are those of the decimals; the nearest doubles of
 * 10000000.1 and 10000000.3 have a standard deviation that is 5.6e-9 larger,
 * in R as here.
 */
static double
tolerance_of(const row *r, const handler *h)
{
    return has(r->dataset, "NumAcc4") ? 1e-8 : h->tolerance;
}

typedef struct tally {
    size_t agreed, differed, not_yet, no_data;
} tally;

static void
try_row(const row *r, tally *count)
{
    const handler *h = find_handler(r->function);
    pcart_arena arena = {0};
    answer said = NOT_YET;
    double ours = NAN;

    if (h)
        said = h->answer(r, &arena, &ours);
    pcart_arena_release(&arena);
    if (said == NO_DATA) {
        count->no_data++;
    } else if (said == NOT_YET) {
        count->not_yet++;
        if (h)
            printf("not yet: %s | %s | %s | %s\n", r->function, r->dataset,
                   r->options, r->quantity);
    } else if (agrees(ours, r->value, tolerance_of(r, h))) {
        count->agreed++;
    } else {
        count->differed++;
        printf("differs by %.1e: %s | %s | %s | %s: ours %.12g, R %.12g\n",
               fabs(ours - r->value) / fabs(r->value), r->function, r->dataset,
               r->options, r->quantity, ours, r->value);
    }
}

static void
test_all_rows(void **state)
{
    frame f = {0};
    tally count = {0};

    (void)state;
    frame_read(&f, REFERENCE_FOLDER "reference.csv");
    assert_int_equal(f.n_column, 5);
    for (size_t i = 0; i < f.n_row; i++) {
        row r = {.function = frame_text(&f, i, "function"),
                 .dataset = frame_text(&f, i, "dataset"),
                 .options = frame_text(&f, i, "options"),
                 .quantity = frame_text(&f, i, "quantity")};
        const char *value = frame_text(&f, i, "value");

        r.value = !strcmp(value, "Inf") ? INFINITY : strtod(value, NULL);
        try_row(&r, &count);
    }
    printf("reference rows: %zu agree, %zu differ, %zu not yet, %zu without "
           "their data set\n",
           count.agreed, count.differed, count.not_yet, count.no_data);
    assert_int_equal(count.differed, 0);
    assert_true(count.agreed > 1000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_rows)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
