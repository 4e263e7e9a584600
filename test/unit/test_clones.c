/* test_clones.c -- mutations before and after the infusion, of a cohort. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "postcart/clones.h"

#define NONE PCART_FIXED_NONE

/* A row: reads of a depth, in a gene. */
static pcart_variant_row
row_of(const char *gene, int64_t alt, int64_t depth)
{
    return (pcart_variant_row){.gene = gene,
                               .chrom = "",
                               .pos = -1,
                               .ref = "",
                               .alt = "",
                               .hgvs_c = "",
                               .hgvs_p = "p.X1Y",
                               .alt_reads = alt,
                               .depth = depth,
                               .vaf = NONE};
}

/* A patient infused on day 100, with a sample on day 90 and one on day 400. */
typedef struct person {
    pcart_sample sample[2];
    pcart_infusion infusion;
    pcart_patient patient;
} person;

static void
fill(person *p, const pcart_variant_row *before, size_t n_before,
     const pcart_variant_row *after, size_t n_after)
{
    memset(p, 0, sizeof *p);
    for (int i = 0; i < 2; i++)
        p->sample[i] = (pcart_sample){.id = i ? "after" : "before",
                                      .date = i ? 400 : 90,
                                      .specimen = "marrow",
                                      .regions = "",
                                      .alignment = "",
                                      .mean_depth = NONE,
                                      .variant = i ? after : before,
                                      .n_variant = i ? n_after : n_before};
    p->infusion = (pcart_infusion){.number = 1, .date = 100};
    p->patient = (pcart_patient){.id = "P",
                                 .sample = p->sample,
                                 .n_sample = 2,
                                 .infusion = &p->infusion,
                                 .n_infusion = 1};
}

static pcart_clones
clones_of(const pcart_clones_subject *subject, size_t n, pcart_arena *arena)
{
    pcart_clones c;

    assert_int_equal(pcart_clones_find(subject, n,
                                       pcart_assay_find("consensus"), arena, &c,
                                       NULL),
                     PCART_OK);
    return c;
}

/* Every state, with the reason where nothing can be said. */
static void
test_states(void **state)
{
    const pcart_variant_row before[] = {
        row_of("A", 60, 3000), row_of("B", 90, 3000), row_of("C", 0, 3000),
        row_of("D", 0, 60),    row_of("E", 0, 3000),  row_of("G", 50, 3000),
        row_of("I", 0, 0)};
    const pcart_variant_row after[] = {
        row_of("A", 600, 3000), row_of("B", 0, 3000),  row_of("C", 300, 3000),
        row_of("D", 300, 3000), row_of("E", 30, 3000), row_of("F", 300, 3000),
        row_of("I", 300, 3000)};
    static const struct {
        const char *gene;
        pcart_clone_state state;
        const char *why;
    } expected[] = {
        {"A", PCART_CLONE_PERSISTENT, NULL},
        {"B", PCART_CLONE_LOST, NULL},
        {"C", PCART_CLONE_EMERGENT, NULL},
        /* 60 fragments: 2 % would mostly not have been seen */
        {"D", PCART_CLONE_NOT_TESTABLE,
         "the sample before would not have shown 2 %"},
        {"E", PCART_CLONE_SMALL, NULL}, // 1 % after
        {"F", PCART_CLONE_NOT_TESTABLE,
         "the sample before says nothing of this place"},
        {"G", PCART_CLONE_NOT_TESTABLE,
         "the sample after says nothing of this place"},
        {"I", PCART_CLONE_NOT_TESTABLE,
         "the sample before says nothing of this place"},
    };
    pcart_arena arena = {0};
    person p;
    pcart_clones c;
    size_t n = 0;

    (void)state;
    fill(&p, before, PCART_COUNTOF(before), after, PCART_COUNTOF(after));
    c = clones_of(&(pcart_clones_subject){&p.patient, 100, PCART_DATE_NONE}, 1,
                  &arena);
    assert_int_equal(c.n_trace, 1);
    assert_int_equal(c.n_both, 1);
    assert_int_equal(c.n_variant, PCART_COUNTOF(expected));
    for (size_t i = 0; i < c.n_variant; i++)
        for (size_t k = 0; k < PCART_COUNTOF(expected); k++) {
            const pcart_clones_variant *v = &c.variant[i];

            if (strcmp(c.trace[0].variant[v->variant].row->gene,
                       expected[k].gene) != 0)
                continue;
            n++;
            assert_int_equal(v->state, expected[k].state);
            if (expected[k].why)
                assert_string_equal(v->why, expected[k].why);
            else
                assert_null(v->why);
        }
    assert_int_equal(n, PCART_COUNTOF(expected));
    pcart_arena_release(&arena);
}

/* Vainstein 2023: four of four, none new.  R: binom.test(4, 4), (0, 4). */
static void
test_four_of_four(void **state)
{
    const pcart_variant_row before = row_of("TP53", 60, 3000);
    const pcart_variant_row after = row_of("TP53", 600, 3000);
    pcart_clones_subject subject[5];
    pcart_arena arena = {0};
    person p[4], alone;
    pcart_clones c;

    (void)state;
    for (int i = 0; i < 4; i++) {
        fill(&p[i], &before, 1, &after, 1);
        subject[i] = (pcart_clones_subject){&p[i].patient, 100, 380};
    }
    fill(&alone, NULL, 0, &after, 1); // no sample before: not in it
    alone.patient.sample = &alone.sample[1];
    alone.patient.n_sample = 1;
    subject[4] = (pcart_clones_subject){&alone.patient, 100, 380};
    c = clones_of(subject, 5, &arena);
    assert_int_equal(c.n_trace, 5);
    assert_int_equal(c.n_both, 4);
    for (int k = 0; k < 3; k++) { // there before, of those with SMN, persistent
        assert_int_equal(c.share[k].n, 4);
        assert_int_equal(c.share[k].n_asked, 4);
        assert_float_equal(c.share[k].estimate.low, 0.3976354, 1e-7);
        assert_float_equal(c.share[k].estimate.high, 1, 0);
    }
    assert_int_equal(c.share[3].n, 0); // emergent
    assert_int_equal(c.share[3].n_asked, 4);
    assert_float_equal(c.share[3].estimate.high, 0.6023646, 1e-7);
    assert_int_equal(c.n_paired, 4);
    assert_false(c.promotion.is_pooled);
    pcart_arena_release(&arena);
}

/* Each infusion of a patient is a subject; he is traced once. */
static void
test_same_patient(void **state)
{
    const pcart_variant_row after = row_of("TP53", 600, 3000);
    pcart_arena arena = {0};
    person p;
    pcart_clones c;

    (void)state;
    fill(&p, NULL, 0, &after, 1);
    c = clones_of((pcart_clones_subject[]){{&p.patient, 100, PCART_DATE_NONE},
                                           {&p.patient, 300, PCART_DATE_NONE}},
                  2, &arena);
    assert_int_equal(c.n_trace, 1);
    assert_int_equal(c.n_variant, 1);
    pcart_arena_release(&arena);
}

/* Whose it is: no graft, full chimerism, a bounded share, mixed cells. */
static void
test_origin(void **state)
{
    pcart_transplant graft = {
        .date = 10, .kind = PCART_TRANSPLANT_ALLOGENEIC, .donor = "sibling"};
    pcart_chimerism c = {.date = 395,
                         .lineage = "whole blood",
                         .method = "STR",
                         .donor_fraction = PCART_FIXED(1) * 99 / 100,
                         .censor = PCART_ABOVE,
                         .sensitivity = NONE};
    pcart_patient p = {.id = "P"};
    pcart_profile profile = {{0}};

    (void)state;
    assert_int_equal(pcart_clones_origin_of(&p, NULL, 400, &profile).call,
                     PCART_ANCESTRY_HOST);
    p.transplant = &graft;
    p.n_transplant = 1;
    assert_int_equal(pcart_clones_origin_of(&p, NULL, 400, &profile).call,
                     PCART_ANCESTRY_UNRESOLVED);
    p.chimerism = &c;
    p.n_chimerism = 1;
    assert_int_equal(pcart_clones_origin_of(&p, NULL, 400, &profile).call,
                     PCART_ANCESTRY_DONOR);
    c.censor = PCART_BELOW; // less than 99 %: how much is not known
    assert_int_equal(pcart_clones_origin_of(&p, NULL, 400, &profile).call,
                     PCART_ANCESTRY_UNRESOLVED);
    c.censor = PCART_EXACT;
    c.donor_fraction = PCART_FIXED(1) * 95 / 100; // full is above 95 %
    assert_int_equal(pcart_clones_origin_of(&p, NULL, 400, &profile).call,
                     PCART_ANCESTRY_UNRESOLVED);
    profile.choice[PCART_OPT_FULL_CHIMERISM] = PCART_FULL_GE95;
    assert_int_equal(pcart_clones_origin_of(&p, NULL, 400, &profile).call,
                     PCART_ANCESTRY_DONOR);
    profile.choice[PCART_OPT_FULL_CHIMERISM] = PCART_FULL_GT95;
    c.censor = PCART_AT_LEAST; // perhaps 95 %
    assert_int_equal(pcart_clones_origin_of(&p, NULL, 400, &profile).call,
                     PCART_ANCESTRY_UNRESOLVED);
    c.censor = PCART_ABOVE;
    assert_int_equal(pcart_clones_origin_of(&p, NULL, 400, &profile).call,
                     PCART_ANCESTRY_DONOR);
    c.censor = PCART_EXACT;
    c.donor_fraction++;
    assert_int_equal(pcart_clones_origin_of(&p, NULL, 400, &profile).call,
                     PCART_ANCESTRY_DONOR);
    c.date = 300; // too long ago
    assert_int_equal(pcart_clones_origin_of(&p, NULL, 400, &profile).call,
                     PCART_ANCESTRY_UNRESOLVED);
    graft.kind = PCART_TRANSPLANT_BOOST;
    graft.donor = "autologous"; // his own cells
    assert_int_equal(pcart_clones_origin_of(&p, NULL, 400, &profile).call,
                     PCART_ANCESTRY_HOST);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_four_of_four),
        cmocka_unit_test(test_same_patient),
        cmocka_unit_test(test_origin),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
