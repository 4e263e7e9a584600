/* test_examination.c -- what a marrow, its karyotype, its sequencing and the
 * counts say together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "postcart/examination.h"

enum { DAY0 = 18000 };

#define NONE PCART_FIXED_NONE
#define PERCENT(x) PCART_FIXED(x)

static const pcart_infusion infusion[] = {{.number = 1,
                                           .date = DAY0,
                                           .product = "",
                                           .target = "",
                                           .dose = "",
                                           .lymphodepletion_start = DAY0 - 5,
                                           .lymphodepletion = "Flu/Cy",
                                           .bridging = "",
                                           .lines_before = -1,
                                           .line = 2}};

/* Adult man with 7 % blasts and dysplasia of two lineages on day 200. */
static const pcart_marrow_row ib1 = {.date = DAY0 + 200,
                                     .cellularity = PERCENT(60),
                                     .blasts = PERCENT(7),
                                     .blood_blasts = 0,
                                     .dysplasia_erythroid = PERCENT(20),
                                     .dysplasia_granulocytic = PERCENT(12),
                                     .dysplasia_megakaryocytic = PERCENT(5),
                                     .cells_erythroid = 200,
                                     .cells_granulocytic = 200,
                                     .cells_megakaryocytic = 30,
                                     .ring_sideroblasts = 0,
                                     .auer_rods = 0,
                                     .fibrosis = 0,
                                     .line = 5};

static pcart_lab
lab(pcart_analyte analyte, int day, pcart_fixed value, pcart_censor censor)
{
    return (pcart_lab){.value = value,
                       .date = DAY0 + day,
                       .line = 7,
                       .minute = -1,
                       .analyte = (uint8_t)analyte,
                       .censor = (uint8_t)censor};
}

static pcart_patient
man(void)
{
    return (pcart_patient){.id = "P1",
                           .sex = PCART_SEX_MALE,
                           .birth_date = PCART_DATE_NONE,
                           .birth_year = 1960,
                           .infusion = infusion,
                           .n_infusion = 1};
}

static const pcart_examination *
examine(const pcart_patient *patient, pcart_arena *arena, size_t expected)
{
    const pcart_examination *exam;
    size_t n;

    assert_int_equal(
        pcart_examinations_of_patient(patient, arena, &exam, &n, NULL),
        PCART_OK);
    assert_int_equal(n, expected);
    return exam;
}

/* IPSS 1997: 5-10 % blasts 0.5, -7 poor 1.0, two cytopenias 0.5: 2.0, Int-2.
 * IPSS-R: blasts 2, -7 poor 3, Hb 9 1, platelets 60 0.5, ANC 1 0: 6.5. */
static void
test_scores(void **state)
{
    const pcart_karyotype_row karyotype = {DAY0 + 200, "marrow", "45,XY,-7[20]",
                                           3};
    const pcart_event smn = {DAY0 + 203, PCART_EVENT_SMN, "MDS", 4};
    const pcart_lab labs[] = {
        lab(PCART_ANC, 200, PCART_FIXED(1900), PCART_EXACT),
        lab(PCART_PLATELETS, 190, PCART_FIXED(250000), PCART_EXACT),
        lab(PCART_PLATELETS, 198, PCART_FIXED(60000), PCART_EXACT),
        lab(PCART_HEMOGLOBIN, 201, PCART_FIXED(9), PCART_EXACT)};
    pcart_patient p = man();
    pcart_arena arena = {0};
    const pcart_examination *e;

    (void)state;
    p.marrow = &ib1;
    p.n_marrow = 1;
    p.karyotype = &karyotype;
    p.n_karyotype = 1;
    p.lab = labs;
    p.n_lab = PCART_COUNTOF(labs);
    p.event = &smn;
    p.n_event = 1;
    e = examine(&p, &arena, 1);
    assert_ptr_equal(e->karyotype, &karyotype);
    assert_ptr_equal(e->smn, &smn);
    assert_string_equal(pcart_examination_karyotype(e, &arena), "-7");
    assert_string_equal(pcart_examination_score(e, PCART_SCORE_IPSS, &arena),
                        "2, intermediate-2");
    assert_string_equal(pcart_examination_score(e, PCART_SCORE_IPSSR, &arena),
                        "6.5, very high");
    assert_true(e->outside >> PCART_SCORE_IPSS & 1); // after Flu/Cy
    assert_false(e->scored >> PCART_SCORE_ELN & 1);
    assert_int_equal(e->input.is_exposed, 1);
    /* Without a panel TP53 and NPM1 stay open: never wild type. */
    assert_null(e->edition[0].rule);
    assert_string_equal(pcart_examination_class(e, 0, &arena),
                        "MDS-IB1 unless AML-GEN, MDS-biTP53");
    pcart_arena_release(&arena);
}

static void
test_genes(void **state)
{
    const pcart_karyotype_row karyotype = {DAY0 + 199, "marrow", "46,XY[20]",
                                           3};
    const pcart_variant_row variant[] = {
        {.gene = "TP53",
         .chrom = "",
         .pos = -1,
         .ref = "",
         .alt = "",
         .hgvs_c = "",
         .hgvs_p = "p.R175H",
         .alt_reads = -1,
         .depth = -1,
         .vaf = PCART_MILLI(300)},
        {.gene = "TP53",
         .chrom = "",
         .pos = -1,
         .ref = "",
         .alt = "",
         .hgvs_c = "",
         .hgvs_p = "p.Y220C",
         .alt_reads = 12,
         .depth = 100,
         .vaf = NONE},
    };
    pcart_sample sample = {.id = "S",
                           .date = DAY0 + 200,
                           .genes = "TP53; NPM1;ASXL1",
                           .variant = variant,
                           .n_variant = 2};
    pcart_patient p = man();
    pcart_arena arena = {0};
    const pcart_examination *e;

    (void)state;
    assert_true(pcart_sample_covers(&sample, "NPM1"));
    assert_false(pcart_sample_covers(&sample, "NPM"));
    assert_false(pcart_sample_covers(&sample, "RUNX1"));
    p.marrow = &ib1;
    p.n_marrow = 1;
    p.karyotype = &karyotype;
    p.n_karyotype = 1;
    p.sample = &sample;
    p.n_sample = 1;
    e = examine(&p, &arena, 1);
    assert_int_equal(e->input.tp53_count, 2);
    assert_int_equal(e->input.tp53_vaf, PCART_MILLI(300));
    assert_int_equal(e->input.tp53_second_vaf, PCART_MILLI(120));
    assert_int_equal(e->input.npm1, 0);
    assert_int_equal(e->input.runx1, -1); // not covered is not wild type
    assert_int_equal(e->input.max_vaf, PCART_MILLI(300));
    pcart_arena_release(&arena);
}

/* Two weeks, and never across lymphodepletion. */
static void
test_joins(void **state)
{
    const pcart_karyotype_row karyotype[] = {{DAY0 - 6, "", "46,XY[20]", 2},
                                             {DAY0 + 214, "", "46,XY[20]", 3},
                                             {DAY0 + 315, "", "46,XY[20]", 4}};
    pcart_marrow_row marrow[] = {ib1, ib1, ib1};
    pcart_patient p = man();
    pcart_arena arena = {0};
    const pcart_examination *e;

    (void)state;
    marrow[0].date = DAY0 - 4;
    marrow[2].date = DAY0 + 300;
    p.marrow = marrow;
    p.n_marrow = 3;
    p.karyotype = karyotype;
    p.n_karyotype = 3;
    e = examine(&p, &arena, 5);
    assert_ptr_equal(e[0].karyotype, &karyotype[0]);
    assert_null(e[0].marrow);
    assert_ptr_equal(e[1].marrow, &marrow[0]);
    assert_null(e[1].karyotype);
    assert_ptr_equal(e[2].marrow, &marrow[1]); // day 200 and 214
    assert_ptr_equal(e[2].karyotype, &karyotype[1]);
    assert_null(e[3].karyotype); // day 300 and 315
    assert_ptr_equal(e[4].karyotype, &karyotype[2]);
    pcart_arena_release(&arena);
}

/* "<100" neutrophils are low by every rule; "<1000" are below one limit and
 * perhaps not below another. */
static void
test_censored(void **state)
{
    pcart_lab labs[] = {lab(PCART_ANC, 200, PCART_FIXED(100), PCART_BELOW)};
    pcart_patient p = man();
    pcart_arena arena = {0};
    const pcart_examination *e;

    (void)state;
    p.marrow = &ib1;
    p.n_marrow = 1;
    p.lab = labs;
    p.n_lab = 1;
    e = examine(&p, &arena, 1);
    assert_int_equal(e->input.anc, PCART_MILLI(100));
    labs[0].value = PCART_FIXED(1000);
    e = examine(&p, &arena, 1);
    assert_int_equal(e->input.anc, NONE);
    labs[0].censor = PCART_EXACT;
    e = examine(&p, &arena, 1);
    assert_int_equal(e->input.anc, PCART_FIXED(1));
    pcart_arena_release(&arena);
}

/* Recipient first: abnormal cells behind // are the donor's (Theron 2025). */
static void
test_donor(void **state)
{
    const pcart_karyotype_row karyotype[] = {
        {DAY0 + 200, "", "46,XY[3]//45,XX,-7[17]", 2},
        {DAY0 + 300, "", "45,XY,-7[12]//46,XX[8]", 3},
        {DAY0 + 350, "", "//46,XX[20]", 4},
        {DAY0 + 400, "", "45,XY,-7[4]/46,sl,+8[6]//46,XX[10]", 5}};
    pcart_patient p = man();
    pcart_arena arena = {0};
    const pcart_examination *e;

    (void)state;
    p.karyotype = karyotype;
    p.n_karyotype = 4;
    e = examine(&p, &arena, 4);
    assert_int_equal(e[0].side, PCART_SIDE_DONOR);
    assert_int_equal(e[0].input.is_donor, 1);
    assert_string_equal(pcart_examination_karyotype(&e[0], &arena),
                        "donor cells: -7");
    assert_int_equal(e[1].side, PCART_SIDE_HOST);
    assert_string_equal(pcart_examination_karyotype(&e[1], &arena), "-7");
    assert_string_equal(pcart_examination_karyotype(&e[2], &arena),
                        "donor cells alone: normal");
    /* The clone was there on day 300, and has evolved since. */
    assert_int_equal(e[3].earlier, 1);
    assert_int_equal(e[3].n_change, 2);
    assert_int_equal(e[3].change[0].change, PCART_KCHANGE_SAME);
    assert_int_equal(e[3].change[1].change, PCART_KCHANGE_EVOLVED);
    /* A class needs a marrow. */
    assert_int_equal(e[0].n_edition, 0);
    assert_int_equal(e[0].scored, 0);
    pcart_arena_release(&arena);
}

static void
test_nothing(void **state)
{
    const pcart_patient p = man();
    pcart_arena arena = {0};

    (void)state;
    (void)examine(&p, &arena, 0);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_scores), cmocka_unit_test(test_genes),
        cmocka_unit_test(test_joins),  cmocka_unit_test(test_censored),
        cmocka_unit_test(test_donor),  cmocka_unit_test(test_nothing),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
