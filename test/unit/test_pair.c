/* test_pair.c -- first against second infusion, and boosts, on made-up patients
 * with the shares that Ji 2024 prints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "postcart/study.h"

typedef struct ground {
    pcart_arena arena;
    pcart_diag diag;
    pcart_err err;
    pcart_cohort cohort;
    pcart_study_file file;
    pcart_study study;
} ground;

static ground *
prepare(pcart_study_clock boost_clock)
{
    static const pcart_fixed horizon[] = {PCART_FIXED(30)};
    static const pcart_cohort_options options;
    ground *g = test_calloc(1, sizeof *g);
    pcart_cohort_folder *folder;

    pcart_diag_init(&g->diag, &g->arena);
    assert_int_equal(pcart_cohort_open("test/data/courses-small", &options,
                                       &g->arena, &g->diag, &folder, &g->err),
                     PCART_OK);
    assert_int_equal(
        pcart_cohort_read(folder, &g->arena, &g->diag, &g->cohort, &g->err),
        PCART_OK);
    pcart_cohort_close(folder);
    g->file = (pcart_study_file){.title = "test",
                                 .profile_name = "default",
                                 .time_unit = PCART_STUDY_DAYS,
                                 .horizon = horizon,
                                 .n_horizon = PCART_COUNTOF(horizon),
                                 .interval_level = PCART_MILLI(950),
                                 .boost_clock = boost_clock,
                                 .sections = 1u << PCART_STUDY_BOOSTS |
                                             1u << PCART_STUDY_SECOND_INFUSION};
    assert_int_equal(pcart_study_run(&g->cohort, &g->file, &g->arena, &g->diag,
                                     &g->study, &g->err),
                     PCART_OK);
    return g;
}

static void
finish(ground *g)
{
    pcart_arena_release(&g->arena);
    test_free(g);
}

static const pcart_pair_row *
row_of(const ground *g, const char *name)
{
    for (size_t i = 0; i < g->study.pairs.n_row; i++)
        if (strcmp(g->study.pairs.row[i].name, name) == 0)
            return &g->study.pairs.row[i];
    fail_msg("no row '%s'", name);
    return NULL;
}

/* Ji 2024: MRD-negative remission in 9 of 9 and 4 of 9, p = .029, which is
 * Fisher's test; of pairs it is McNemar's, .0625. */
static void
published_shares(void **state)
{
    ground *g = prepare(PCART_STUDY_CLOCK_FIRST);
    const pcart_pair_row *mrd = row_of(g, "mrd_negative_cr");
    const pcart_pair_row *cres = row_of(g, "cres_given");

    (void)state;
    assert_int_equal(g->study.pairs.n, 9);
    assert_int_equal(mrd->n_both, 9);
    assert_int_equal(mrd->n_both_yes[0], 9);
    assert_int_equal(mrd->n_both_yes[1], 4);
    assert_int_equal(mrd->discordant[0], 5);
    assert_int_equal(mrd->discordant[1], 0);
    assert_true(fabs(mrd->test.p_value - 0.0625) < 1e-12);
    assert_true(fabs(mrd->unpaired.p_value - 0.0294) < 5e-5);
    assert_int_equal(mrd->is_contradicted, 1);
    /* CRES in 3 of 9 and 1 of 9: not significant, Fisher .576 */
    assert_int_equal(cres->n_both_yes[0], 3);
    assert_int_equal(cres->n_both_yes[1], 1);
    assert_true(fabs(cres->unpaired.p_value - 0.576) < 5e-4);
    assert_int_equal(cres->is_contradicted, 0);
    finish(g);
}

/* Everybody lower after the second infusion: the exact signed-rank test of
 * nine pairs gives 2 / 2^9. */
static void
all_pairs_fall(void **state)
{
    ground *g = prepare(PCART_STUDY_CLOCK_FIRST);
    const pcart_pair_row *il17a = row_of(g, "il17a_peak");

    (void)state;
    assert_int_equal(il17a->n_both, 9);
    assert_true(fabs(il17a->test.p_value - 2.0 / 512) < 1e-12);
    assert_true(il17a->paired_t.is_evaluable);
    finish(g);
}

static const pcart_boost_outcome *
outcome_of(const ground *g, const char *label, pcart_boost_lineage lineage)
{
    for (size_t i = 0; i < g->study.n_boost; i++)
        if (strcmp(g->study.boost[i].label, label) == 0)
            return &g->study.boost[i].boost.outcome[lineage];
    fail_msg("no boost '%s'", label);
    return NULL;
}

/* Counts are drawn every third day, and G-CSF ended four days after the boost:
 * an ANC of 500 nine days after it counts from day 12 on. */
static void
boosts_of_the_cohort(void **state)
{
    ground *g = prepare(PCART_STUDY_CLOCK_FIRST);
    const pcart_endpoint *anc =
        &g->study.boost_endpoint[PCART_BOOST_NEUTROPHILS];
    const pcart_boost_outcome *out;

    (void)state;
    assert_int_equal(g->study.n_boost, 8);
    out = outcome_of(g, "B1", PCART_BOOST_NEUTROPHILS);
    assert_int_equal(out->end, PCART_BOOST_RESPONSE);
    assert_int_equal(out->day, 12);
    out = outcome_of(g, "B4", PCART_BOOST_RED_CELLS);
    assert_int_equal(out->end, PCART_BOOST_DEATH);
    assert_int_equal(out->day, 25);
    out = outcome_of(g, "B6", PCART_BOOST_PLATELETS_20);
    assert_int_equal(out->end, PCART_BOOST_RELAPSE);
    assert_int_equal(out->day, 18);
    out = outcome_of(g, "B8", PCART_BOOST_NEUTROPHILS);
    assert_int_equal(out->end, PCART_BOOST_CENSORED);
    assert_int_equal(out->day, 40);
    assert_int_equal(g->study.boost[3].has_infection, 1);
    assert_int_equal(g->study.boost[0].has_infection, 0);
    assert_int_equal(anc->n, 8);
    assert_int_equal(anc->curve[0].n_event, 5);
    assert_int_equal(anc->curve[0].n_other, 2);
    assert_int_equal(anc->curve[0].n_censor, 1);
    finish(g);
}

/* B5 had two boosts. */
static void
boosts_on_each_clock(void **state)
{
    ground *g = prepare(PCART_STUDY_CLOCK_LAST);

    (void)state;
    assert_int_equal(g->study.n_boost, 8);
    assert_int_equal(g->study.boost[4].boost.day, 53 + 45);
    finish(g);
    g = prepare(PCART_STUDY_CLOCK_EACH);
    assert_int_equal(g->study.n_boost, 9);
    assert_string_equal(g->study.boost[5].label, "B5 boost 2");
    finish(g);
}

/* Day 0 of the trends is the boost. */
static void
counts_are_aligned_at_the_boost(void **state)
{
    ground *g = prepare(PCART_STUDY_CLOCK_FIRST);
    const pcart_study_trend *anc = &g->study.boost_trend[0];

    (void)state;
    assert_int_equal(anc->analyte, PCART_ANC);
    for (size_t i = 0; i < anc->group[0].n_span; i++) {
        const pcart_study_span *span = &anc->group[0].span[i];

        if (span->last_day <= 6 && span->n)
            assert_true(span->median < 500);
        if (span->first_day >= 28)
            assert_true(span->median > 500);
    }
    finish(g);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_shares),
        cmocka_unit_test(all_pairs_fall),
        cmocka_unit_test(boosts_of_the_cohort),
        cmocka_unit_test(boosts_on_each_clock),
        cmocka_unit_test(counts_are_aligned_at_the_boost),
    };

    return cmocka_run_group_tests_name("pair", tests, NULL, NULL);
}
