/* test_trace.c -- the variants of one patient, from tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "postcart/trace.h"

#define NONE PCART_FIXED_NONE

static pcart_variant_row
row_of(const char *gene, const char *protein, int64_t alt, int64_t depth,
       pcart_fixed vaf)
{
    pcart_variant_row r = {.gene = gene,
                           .chrom = "",
                           .pos = -1,
                           .ref = "",
                           .alt = "",
                           .hgvs_c = "",
                           .hgvs_p = protein,
                           .alt_reads = alt,
                           .depth = depth,
                           .vaf = vaf};

    return r;
}

static pcart_sample
sample_of(const char *id, pcart_date date, const pcart_variant_row *row,
          size_t n, pcart_fixed mean_depth)
{
    pcart_sample s = {.id = id,
                      .date = date,
                      .specimen = "marrow",
                      .mean_depth = mean_depth,
                      .variant = row,
                      .n_variant = n};

    return s;
}

static pcart_trace
trace_of(const pcart_patient *p, pcart_arena *arena)
{
    pcart_trace t;

    assert_int_equal(pcart_trace_patient(p, NULL, arena, &t, NULL), PCART_OK);
    return t;
}

/* The earlier sample lists one of two variants: the other is not known. */
static void
test_pairs(void **state)
{
    pcart_arena arena = {0};
    pcart_variant_row before[] = {row_of("TP53", "p.R248Q", 60, 3000, NONE)};
    pcart_variant_row after[] = {row_of("TP53", "p.R248Q", 700, 3000, NONE),
                                 row_of("DNMT3A", "p.R882H", 300, 3000, NONE)};
    pcart_sample sample[] = {sample_of("a", 100, before, 1, NONE),
                             sample_of("b", 400, after, 2, NONE)};
    pcart_infusion infusion = {.number = 1, .date = 110};
    pcart_patient p = {.id = "P",
                       .sample = sample,
                       .n_sample = 2,
                       .infusion = &infusion,
                       .n_infusion = 1};
    pcart_trace t = trace_of(&p, &arena);

    (void)state;
    assert_int_equal(t.n_variant, 2);
    assert_int_equal(t.n_pair, 2);
    assert_int_equal(t.infusion, 110);
    assert_int_equal(t.pair[0].answer.value, PCART_LOOKBACK_PRE_EXISTING);
    assert_int_equal(t.pair[1].answer.value, PCART_LOOKBACK_INDETERMINATE);
    assert_true(t.pair[1].answer.reasons & PCART_LB_NOT_REPORTED);
    assert_int_equal(t.variant[0].chip, PCART_CHIP_YES);
    assert_true(t.variant[0].has_growth);
    assert_false(t.variant[1].has_growth);
    assert_int_equal(t.variant[0].origin.call, PCART_ANCESTRY_HOST);
    assert_true(t.variant[0].origin.is_trivial);
    pcart_arena_release(&arena);
}

/* A fraction without a depth: the mean depth of the sample, and it is said. */
static void
test_depth(void **state)
{
    pcart_arena arena = {0};
    pcart_variant_row before[] = {
        row_of("TP53", "p.R248Q", -1, -1, PCART_MILLI(20))};
    pcart_variant_row after[] = {
        row_of("TP53", "p.R248Q", -1, 3000, PCART_MILLI(200))};
    pcart_sample sample[] = {sample_of("a", 100, before, 1, PCART_FIXED(2000)),
                             sample_of("b", 400, after, 1, NONE)};
    pcart_patient p = {.id = "P", .sample = sample, .n_sample = 2};
    pcart_trace t = trace_of(&p, &arena);

    (void)state;
    assert_int_equal(t.variant[0].count[0].count.alt, 40);
    assert_int_equal(t.variant[0].count[0].count.depth, 2000);
    assert_int_equal(t.variant[0].count[1].count.alt, 600);
    assert_true(t.pair[0].answer.reasons & PCART_LB_DEPTH_ASSUMED);
    assert_int_equal(t.pair[0].answer.value, PCART_LOOKBACK_PRE_EXISTING);
    sample[0].mean_depth = NONE;
    t = trace_of(&p, &arena);
    assert_int_equal(t.pair[0].answer.value, PCART_LOOKBACK_INDETERMINATE);
    assert_true(t.pair[0].answer.reasons & PCART_LB_NO_DEPTH);
    pcart_arena_release(&arena);
}

/* The same place is the same variant, whatever the protein is called. */
static void
test_match(void **state)
{
    pcart_arena arena = {0};
    pcart_variant_row before = row_of("TP53", "p.R248Q", 60, 3000, NONE);
    pcart_variant_row after = row_of("TP53", "p.Arg209Gln", 700, 3000, NONE);
    pcart_sample sample[] = {sample_of("a", 100, &before, 1, NONE),
                             sample_of("b", 400, &after, 1, NONE)};
    pcart_patient p = {.id = "P", .sample = sample, .n_sample = 2};

    (void)state;
    assert_int_equal(trace_of(&p, &arena).n_variant, 2);
    before.chrom = "17";
    after.chrom = "chr17";
    before.pos = after.pos = 7674220;
    before.ref = after.ref = "C";
    before.alt = after.alt = "T";
    assert_int_equal(trace_of(&p, &arena).n_variant, 1);
    after.alt = "A";
    assert_int_equal(trace_of(&p, &arena).n_variant, 2);
    pcart_arena_release(&arena);
}

/* Gone later: asked of every sample after the last that shows it. */
static void
test_lost(void **state)
{
    pcart_arena arena = {0};
    pcart_variant_row one = row_of("CSF3R", "p.T618I", 100, 4000, NONE);
    pcart_variant_row none = row_of("CSF3R", "p.T618I", 0, 4000, NONE);
    pcart_sample sample[] = {sample_of("a", 100, &one, 1, NONE),
                             sample_of("b", 400, &none, 1, NONE)};
    pcart_patient p = {.id = "P", .sample = sample, .n_sample = 2};
    pcart_trace t = trace_of(&p, &arena);

    (void)state;
    assert_int_equal(t.n_pair, 1);
    assert_int_equal(t.pair[0].answer.value, PCART_LOOKBACK_LOST);
    sample[1].date = 100; // the same day: neither is earlier
    assert_int_equal(trace_of(&p, &arena).n_pair, 0);
    pcart_arena_release(&arena);
}

/* After an allograft with 22 % of host cells a variant in 71 % of the cells
 * is not the host's ... and with 78 % it is not the donor's. */
static void
test_origin(void **state)
{
    pcart_arena arena = {0};
    pcart_variant_row row = row_of("RUNX1", "p.R201Q", 1068, 3000, NONE);
    pcart_sample sample = sample_of("a", 500, &row, 1, NONE);
    pcart_transplant graft = {
        .date = 100, .kind = PCART_TRANSPLANT_ALLOGENEIC, .donor = ""};
    pcart_chimerism chimerism = {.date = 505,
                                 .lineage = "",
                                 .method = "STR",
                                 .donor_fraction = PCART_MILLI(220),
                                 .sensitivity = PCART_MILLI(20)};
    pcart_patient p = {.id = "P",
                       .sample = &sample,
                       .n_sample = 1,
                       .transplant = &graft,
                       .n_transplant = 1,
                       .chimerism = &chimerism,
                       .n_chimerism = 1};

    (void)state;
    assert_int_equal(trace_of(&p, &arena).variant[0].origin.call,
                     PCART_ANCESTRY_HOST);
    chimerism.donor_fraction = PCART_MILLI(780);
    assert_int_equal(trace_of(&p, &arena).variant[0].origin.call,
                     PCART_ANCESTRY_DONOR);
    chimerism.date = 600; // too far off
    assert_int_equal(trace_of(&p, &arena).variant[0].origin.call,
                     PCART_ANCESTRY_UNRESOLVED);
    assert_int_equal(trace_of(&p, &arena).variant[0].origin.missing,
                     PCART_MISSING_CHIMERISM);
    pcart_arena_release(&arena);
}

static void
test_nobody(void **state)
{
    pcart_arena arena = {0};
    pcart_patient p = {.id = "P"};
    pcart_trace t = trace_of(&p, &arena);

    (void)state;
    assert_int_equal(t.n_variant, 0);
    assert_false(t.has_tree);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_pairs),  cmocka_unit_test(test_depth),
        cmocka_unit_test(test_match),  cmocka_unit_test(test_lost),
        cmocka_unit_test(test_origin), cmocka_unit_test(test_nobody),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
