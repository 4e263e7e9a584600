/* test_portrait.c -- the picture of a course leaves nothing out in silence. */
#include "../figure/drawn.h"

#include "postcart/portrait.h"

enum { DAY0 = 18000, N_VARIANT = 14, N_LINEAGE = 8 };

static const pcart_infusion infusion[] = {{.number = 1,
                                           .date = DAY0,
                                           .product = "axi-cel",
                                           .lymphodepletion = "",
                                           .lymphodepletion_start = DAY0 - 5,
                                           .line = 2},
                                          {.number = 2,
                                           .date = DAY0 + 400,
                                           .product = "cilta-cel",
                                           .lymphodepletion = "",
                                           .lymphodepletion_start = DAY0 + 395,
                                           .line = 3}};
static const pcart_event event[] = {
    {DAY0 + 700, PCART_EVENT_LAST_CONTACT, "", 2}};
static const pcart_transplant transplant[] = {
    {DAY0 - 900, PCART_TRANSPLANT_AUTOLOGOUS, PCART_FIXED_NONE, "", -1, -1, "",
     2}};
static const pcart_karyotype_row karyotype[] = {
    {DAY0 - 20, "marrow", "45,XY,-7[3]/46,XY[17]", 2}};
static const pcart_marrow_row marrow[] = {
    {.date = DAY0 - 20,
     .blasts = PCART_FIXED_ONE,
     .dysplasia_erythroid = 9 * PCART_FIXED_ONE,
     .dysplasia_granulocytic = PCART_FIXED_NONE,
     .dysplasia_megakaryocytic = 10 * PCART_FIXED_ONE,
     .line = 2}};
static pcart_variant_row variant[N_VARIANT];
static const pcart_variant_row again[] = {{.gene = "TP53",
                                           .chrom = "",
                                           .pos = -1,
                                           .ref = "",
                                           .alt = "",
                                           .hgvs_c = "",
                                           .hgvs_p = "p.V0",
                                           .alt_reads = 1,
                                           .depth = 4,
                                           .vaf = PCART_FIXED_NONE,
                                           .line = 40}};
static const pcart_sample sample[] = {{.id = "S1",
                                       .date = DAY0 - 20,
                                       .specimen = "blood",
                                       .variant = variant,
                                       .n_variant = N_VARIANT,
                                       .line = 2},
                                      {.id = "S2",
                                       .date = DAY0 + 300,
                                       .specimen = "",
                                       .variant = again,
                                       .n_variant = 1,
                                       .line = 3}};
static pcart_chimerism chimerism[N_LINEAGE];

static void
fill_rows(void)
{
    static const char *const name[N_VARIANT] = {
        "p.V0", "p.V1", "p.V2", "p.V3",  "p.V4",  "p.V5",  "p.V6",
        "p.V7", "p.V8", "p.V9", "p.V10", "p.V11", "p.V12", "p.V13"};

    for (int i = 0; i < N_VARIANT; i++) {
        variant[i] = again[0];
        variant[i].hgvs_p = name[i];
        variant[i].vaf = PCART_FIXED_ONE / 50;
    }
    for (int i = 0; i < N_LINEAGE; i++)
        chimerism[i] = (pcart_chimerism){.date = DAY0 + 500 + i,
                                         .lineage = name[i] + 2,
                                         .donor_fraction = PCART_FIXED_ONE / 2,
                                         .line = 2};
}

static pcart_status
draw_course(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_patient patient = {.id = "P1",
                                   .diagnosis = "MM",
                                   .infusion = infusion,
                                   .n_infusion = 2,
                                   .event = event,
                                   .n_event = 1,
                                   .transplant = transplant,
                                   .n_transplant = 1,
                                   .karyotype = karyotype,
                                   .n_karyotype = 1,
                                   .marrow = marrow,
                                   .n_marrow = 1,
                                   .sample = sample,
                                   .n_sample = 2,
                                   .chimerism = chimerism,
                                   .n_chimerism = N_LINEAGE};
    const pcart_course course = {.patient = "P1",
                                 .infusion = 1,
                                 .day0 = DAY0,
                                 .line = 2,
                                 .lymphodepletion = DAY0 - 5,
                                 .next_infusion = DAY0 + 400};
    const pcart_portrait portrait = {.patient = &patient, .course = &course};

    fill_rows();
    return pcart_portrait_draw(&portrait, arena, out, err);
}

static void
test_all_is_there(void **state)
{
    static const char *const expected[] = {
        "day -900: autograft", "day -20: Karyotype: -7", "45,XY,-7[3]",
        /* 10 % is dysplasia, 9 % is not */
        ", blasts 1%, dysplasia M<", "dysplastic cells E 9% M 10%",
        /* before and after in words; 1 of 4 reads without a fraction */
        ">1 TP53 p.V0<", ">pre 2%, post 25%<", ">pre 2%, post not reported<",
        /* the second infusion has a strip with its own days */
        ">infusion 2<", "day 400: CAR-T infusion 2", "day 700: last contact",
        ">before<",
        /* what has no room is named */
        "Not drawn for lack of room: chimerism of V6, chimerism of V7, "
        "TP53 p.V12, TP53 p.V13."};
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    const char *text = drawn_text(draw_course, &arena, &out);

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(expected); i++)
        if (!strstr(text, expected[i]))
            fail_msg("missing: %s", expected[i]);
    assert_null(strstr(text, "outside day"));
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static void
test_sound(void **state)
{
    (void)state;
    drawn_assert_sound(draw_course);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_all_is_there),
        cmocka_unit_test(test_sound),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
