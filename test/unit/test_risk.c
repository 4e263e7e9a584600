/*
 * test_risk.c -- risk scores: boundaries as the papers print them, worked
 * patients of the ipssm R package, and what missing values may do.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "postcart/karyotype.h"
#include "postcart/risk.h"

static pcart_risk
score(const char *name, const pcart_risk_input *input)
{
    pcart_risk out;
    const pcart_risk_set *set = pcart_risk_set_find(name);

    assert_non_null(set);
    pcart_risk_score(set, input, &out);
    return out;
}

static const char *
class_name(const pcart_risk *risk)
{
    assert_int_equal(risk->class_low, risk->class_high);
    return risk->set->classes[risk->class_low].label;
}

static void
set_milli(pcart_risk_input *input, pcart_risk_variable variable, long milli)
{
    pcart_risk_input_set(input, variable, PCART_MILLI(milli));
}

/* Nothing is wrong: 0 points in IPSS-R. */
static pcart_risk_input
healthy(void)
{
    pcart_risk_input input;

    pcart_risk_input_init(&input);
    set_milli(&input, PCART_RISK_BLASTS, 0);
    set_milli(&input, PCART_RISK_HB, 14000);
    set_milli(&input, PCART_RISK_PLT, 250000);
    set_milli(&input, PCART_RISK_ANC, 4000);
    set_milli(&input, PCART_RISK_IPSSR_GROUP, 0);
    set_milli(&input, PCART_RISK_IPSS_GROUP, 0);
    return input;
}

/* One value in IPSS-R, all else without points. */
static void
assert_ipssr(pcart_risk_variable variable, long milli, long points_milli)
{
    pcart_risk_input input = healthy();
    pcart_risk risk;

    set_milli(&input, variable, milli);
    risk = score("ipss-r", &input);
    assert_int_equal(risk.state, PCART_STATE_VALUE);
    if (risk.low != PCART_MILLI(points_milli))
        fail_msg("%s %ld: %ld millipoints, not %ld",
                 pcart_risk_variable_name(variable), milli,
                 (long)(risk.low / 1000), points_milli);
}

static void
test_ipssr_boundaries(void **state)
{
    (void)state;
    assert_ipssr(PCART_RISK_BLASTS, 2000, 0);
    assert_ipssr(PCART_RISK_BLASTS, 2001, 1000);
    assert_ipssr(PCART_RISK_BLASTS, 4995, 1000); // not "above 4.99"
    assert_ipssr(PCART_RISK_BLASTS, 4999, 1000);
    assert_ipssr(PCART_RISK_BLASTS, 5000, 2000);
    assert_ipssr(PCART_RISK_BLASTS, 10000, 2000);
    assert_ipssr(PCART_RISK_BLASTS, 10010, 3000);
    assert_ipssr(PCART_RISK_HB, 10000, 0);
    assert_ipssr(PCART_RISK_HB, 9999, 1000);
    assert_ipssr(PCART_RISK_HB, 8000, 1000);
    assert_ipssr(PCART_RISK_HB, 7900, 1500);
    assert_ipssr(PCART_RISK_PLT, 100000, 0);
    assert_ipssr(PCART_RISK_PLT, 99999, 500);
    assert_ipssr(PCART_RISK_PLT, 50000, 500);
    assert_ipssr(PCART_RISK_PLT, 49000, 1000);
    assert_ipssr(PCART_RISK_ANC, 800, 0);
    assert_ipssr(PCART_RISK_ANC, 790, 500);
    for (long group = 0; group <= 4; group++)
        assert_ipssr(PCART_RISK_IPSSR_GROUP, group * 1000, group * 1000);
}

static void
test_ipssr_classes(void **state)
{
    pcart_risk_input input = healthy();
    pcart_risk risk;

    (void)state;
    set_milli(&input, PCART_RISK_BLASTS, 6000); // 2
    set_milli(&input, PCART_RISK_HB, 9000);     // 1
    risk = score("ipss-r", &input);
    assert_int_equal(risk.low, PCART_MILLI(3000));
    assert_string_equal(class_name(&risk), "low");
    set_milli(&input, PCART_RISK_ANC, 100); // 0.5
    risk = score("ipss-r", &input);
    assert_int_equal(risk.low, PCART_MILLI(3500));
    assert_string_equal(class_name(&risk), "intermediate");
    set_milli(&input, PCART_RISK_IPSSR_GROUP, 3000); // 3: 6.5
    risk = score("ipss-r", &input);
    assert_string_equal(class_name(&risk), "very high");
}

static void
test_ipssra(void **state)
{
    pcart_risk_input input = healthy();
    pcart_risk base, risk;

    (void)state;
    set_milli(&input, PCART_RISK_BLASTS, 6000);
    set_milli(&input, PCART_RISK_HB, 9000); // 3.0
    base = score("ipss-r", &input);
    pcart_risk_ipssra(&base, PCART_FIXED(70), &risk);
    assert_int_equal(risk.low, PCART_MILLI(3000));
    assert_string_equal(class_name(&risk), "low");
    /* 3 + 10 * (0.05 - 0.015) = 3.35 */
    pcart_risk_ipssra(&base, PCART_FIXED(80), &risk);
    assert_int_equal(risk.low, PCART_MILLI(3350));
    assert_string_equal(class_name(&risk), "intermediate");
    /* 3 - 20 * 0.035 = 2.3 */
    pcart_risk_ipssra(&base, PCART_FIXED(50), &risk);
    assert_int_equal(risk.low, PCART_MILLI(2300));
    pcart_risk_ipssra(&base, PCART_FIXED_NONE, &risk);
    assert_int_equal(risk.state, PCART_STATE_NOT_EVALUABLE);
}

static void
assert_ipss(long blasts, int group, int cytopenias, long points,
            const char *class)
{
    pcart_risk_input input;
    pcart_risk risk;

    pcart_risk_input_init(&input);
    set_milli(&input, PCART_RISK_BLASTS, blasts);
    pcart_risk_input_set(&input, PCART_RISK_IPSS_GROUP, PCART_FIXED(group));
    pcart_risk_input_set(&input, PCART_RISK_HB,
                         PCART_FIXED(cytopenias > 0 ? 9 : 10));
    pcart_risk_input_set(&input, PCART_RISK_PLT,
                         PCART_FIXED(cytopenias > 1 ? 99 : 100));
    set_milli(&input, PCART_RISK_ANC, cytopenias > 2 ? 1799 : 1800);
    pcart_risk_input_derive(&input, 0);
    risk = score("ipss", &input);
    assert_int_equal(risk.state, PCART_STATE_VALUE);
    assert_int_equal(risk.low, PCART_MILLI(points));
    assert_string_equal(class_name(&risk), class);
}

static void
test_ipss(void **state)
{
    pcart_risk_input input;
    pcart_risk risk;

    (void)state;
    assert_ipss(7000, 2, 2, 2000, "intermediate-2");
    assert_ipss(4000, 0, 1, 0, "low");
    assert_ipss(11000, 2, 3, 3000, "high");
    assert_ipss(5000, 0, 0, 500, "intermediate-1");
    assert_ipss(10000, 0, 0, 500, "intermediate-1");
    assert_ipss(10001, 0, 0, 1500, "intermediate-2"); // the printed gap
    assert_ipss(20000, 0, 0, 1500, "intermediate-2");
    assert_ipss(20001, 0, 0, 2000, "intermediate-2");
    assert_ipss(30000, 0, 2, 2500, "high");
    pcart_risk_input_init(&input);
    pcart_risk_input_set(&input, PCART_RISK_BLASTS, PCART_FIXED(31));
    pcart_risk_input_derive(&input, 0);
    risk = score("ipss", &input);
    assert_int_equal(risk.state, PCART_STATE_NOT_EVALUABLE);
    /* one count is missing: one or two cytopenias, 0 or 0.5 points */
    pcart_risk_input_init(&input);
    set_milli(&input, PCART_RISK_BLASTS, 1000);
    pcart_risk_input_set(&input, PCART_RISK_IPSS_GROUP, 0);
    set_milli(&input, PCART_RISK_HB, 9000);
    set_milli(&input, PCART_RISK_PLT, 200000);
    pcart_risk_input_derive(&input, 0);
    risk = score("ipss", &input);
    assert_int_equal(risk.state, PCART_STATE_BOUNDS);
    assert_int_equal(risk.low, 0);
    assert_int_equal(risk.high, PCART_MILLI(500));
    set_milli(&input, PCART_RISK_ANC, 1600); // low at 1.8, not at 1.5
    input.value[PCART_RISK_CYTOPENIAS].low = PCART_FIXED_NONE;
    pcart_risk_input_derive(&input, 1);
    risk = score("ipss", &input);
    assert_int_equal(risk.high, 0);
}

static void
test_chrs_ccrs(void **state)
{
    static const struct {
        pcart_risk_variable variable;
        long least, most;
    } row[] = {
        {PCART_RISK_SINGLE_DNMT3A, 1000, 0}, {PCART_RISK_HIGH_GENE, 0, 1000},
        {PCART_RISK_MUTATIONS, 1000, 2000},  {PCART_RISK_MAX_VAF, 199, 200},
        {PCART_RISK_RDW, 14900, 15000},      {PCART_RISK_MCV, 100000, 100001},
        {PCART_RISK_CCUS, 0, 1000},          {PCART_RISK_AGE, 64999, 65000},
        {PCART_RISK_PLT, 100000, 99999},     {PCART_RISK_SPLICING, 0, 1000},
    };
    pcart_risk_input least, most;
    pcart_risk risk;

    (void)state;
    pcart_risk_input_init(&least);
    pcart_risk_input_init(&most);
    risk = score("chrs", &least); // nothing known
    assert_int_equal(risk.low, PCART_MILLI(7500));
    assert_int_equal(risk.high, PCART_MILLI(15500));
    for (size_t i = 0; i < PCART_COUNTOF(row); i++) {
        set_milli(&least, row[i].variable, row[i].least);
        set_milli(&most, row[i].variable, row[i].most);
    }
    risk = score("chrs", &least);
    assert_int_equal(risk.low, PCART_MILLI(7500));
    assert_string_equal(class_name(&risk), "low");
    risk = score("chrs", &most);
    assert_int_equal(risk.low, PCART_MILLI(15500));
    assert_string_equal(class_name(&risk), "high");
    risk = score("ccrs", &least);
    assert_int_equal(risk.low, 0);
    risk = score("ccrs", &most);
    assert_int_equal(risk.low, PCART_MILLI(7500));
    assert_string_equal(class_name(&risk), "high");
    set_milli(&least, PCART_RISK_SPLICING, 1000);
    risk = score("ccrs", &least);
    assert_int_equal(risk.low, PCART_MILLI(2000));
    assert_string_equal(class_name(&risk), "low");
    set_milli(&least, PCART_RISK_PLT, 99999);
    risk = score("ccrs", &least);
    assert_int_equal(risk.low, PCART_MILLI(4500));
    assert_string_equal(class_name(&risk), "intermediate");
    set_milli(&least, PCART_RISK_SPLICING, 0);
    risk = score("ccrs", &least);
    assert_int_equal(risk.low, PCART_MILLI(2500));
    assert_string_equal(class_name(&risk), "intermediate");
    set_milli(&least, PCART_RISK_SPLICING, 1000);
    set_milli(&least, PCART_RISK_PLT, 100000);
    set_milli(&least, PCART_RISK_MUTATIONS, 2000);
    risk = score("ccrs", &least);
    assert_int_equal(risk.low, PCART_MILLI(5000));
    assert_string_equal(class_name(&risk), "high");
}

/* Classes of CHRS at their edges. */
static void
test_chrs_edges(void **state)
{
    static const struct {
        long points;
        int class;
    } edge[] = {{9500, 0}, {10000, 1}, {12000, 1}, {12500, 2}};
    const pcart_risk_set *set = pcart_risk_set_find("chrs");

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(edge); i++) {
        size_t c = 0;

        while (set->classes[c].limit != PCART_FIXED_NONE &&
               !pcart_op_holds(PCART_MILLI(edge[i].points), set->classes[c].op,
                               set->classes[c].limit))
            c++;
        assert_int_equal(c, edge[i].class);
    }
}

static pcart_ipssm_input
wild_type(void)
{
    pcart_ipssm_input in;

    pcart_ipssm_input_init(&in);
    for (int g = 0; g < PCART_N_IPSSM_GENE; g++)
        in.gene[g] = 0;
    in.del5q = in.del7_7q = in.del17_17p = in.complex = 0;
    in.tp53_count = 0;
    in.tp53_loh = 0;
    return in;
}

static void
assert_scenarios(const pcart_ipssm *out, const double score[3],
                 const char *const category[3])
{
    for (int s = 0; s < 3; s++) {
        assert_float_equal(out->score[s], score[s], 1e-9);
        assert_string_equal(pcart_ipssm_category_name(out->category[s]),
                            category[s]);
    }
}

static void
test_ipssm_examples(void **state)
{
    pcart_ipssm_input in = wild_type();
    pcart_ipssm out;

    (void)state;
    in.hb = PCART_MILLI(9600);
    in.plt = PCART_FIXED(281);
    in.blasts = PCART_FIXED(9);
    in.cyto = 1;
    in.gene[PCART_IPSSM_ASXL1] = in.gene[PCART_IPSSM_SRSF2] = 1;
    in.gene[PCART_IPSSM_STAG2] = 1;
    in.gene[PCART_IPSSM_ETNK1] = in.gene[PCART_IPSSM_GNB1] = -1;
    in.gene[PCART_IPSSM_PRPF8] = -1;
    pcart_ipssm_score(&in, NULL, &out);
    assert_scenarios(
        &out, (const double[]){0.30, 0.31, 0.63},
        (const char *const[]){"moderate high", "moderate high", "high"});
    assert_int_equal(out.report, PCART_IPSSM_SCORE);
    in.gene[PCART_IPSSM_WT1] = in.gene[PCART_IPSSM_PTPN11] = -1;
    pcart_ipssm_score(&in, NULL, &out);
    assert_float_equal(out.score[1], 0.32, 1e-9);

    in = wild_type();
    in.hb = PCART_MILLI(7500);
    in.plt = PCART_FIXED(23);
    in.blasts = PCART_FIXED(16);
    in.cyto = 4;
    in.del5q = in.del7_7q = in.complex = 1;
    in.tp53_count = 1;
    in.tp53_vaf = PCART_MILLI(850);
    in.tp53_loh = 1;
    in.gene[PCART_IPSSM_NF1] = 1;
    pcart_ipssm_score(&in, NULL, &out);
    assert_scenarios(
        &out, (const double[]){4.55, 4.55, 4.55},
        (const char *const[]){"very high", "very high", "very high"});

    in = wild_type();
    in.hb = in.plt = in.blasts = PCART_FIXED(10);
    in.cyto = 0;
    in.gene[PCART_IPSSM_BCOR] = 1;
    pcart_ipssm_score(&in, NULL, &out);
    assert_scenarios(
        &out, (const double[]){0, 0, 0},
        (const char *const[]){"moderate low", "moderate low", "moderate low"});
}

static void
test_ipssm_choices(void **state)
{
    const pcart_ipssm_options clamp = {.is_hb_clamped = 1};
    const pcart_ipssm_options low = {.is_hb_worst_low = 1};
    pcart_ipssm_input in, nobody;
    pcart_ipssm a, b;

    (void)state;
    pcart_ipssm_input_init(&nobody);
    pcart_ipssm_score(&nobody, NULL, &a); // every variable at its mean
    assert_float_equal(a.score[1], 0, 1e-9);
    assert_string_equal(pcart_ipssm_category_name(a.category[1]),
                        "moderate low");
    assert_int_equal(a.report, PCART_IPSSM_RANGE);
    pcart_ipssm_score(&nobody, &low, &b); // 2 g/dL more: 2 * 0.171 / ln 2
    assert_true(b.score[2] - a.score[2] > 0.48 &&
                b.score[2] - a.score[2] < 0.51);
    in = wild_type();
    in.hb = PCART_FIXED(3);
    in.plt = PCART_FIXED(100);
    in.blasts = PCART_FIXED(3);
    in.cyto = 1;
    pcart_ipssm_score(&in, NULL, &a);
    pcart_ipssm_score(&in, &clamp, &b);
    assert_true(a.score[1] > b.score[1]);
    in.hb = PCART_FIXED(10);
    in.tp53_count = 1; // the second hit by VAF above 0.55, not at it
    in.tp53_loh = -1;
    in.tp53_vaf = PCART_MILLI(550);
    pcart_ipssm_score(&in, NULL, &a);
    assert_int_equal(a.n_missing, 1);
    in.tp53_vaf = PCART_MILLI(551);
    pcart_ipssm_score(&in, NULL, &b);
    assert_int_equal(b.n_missing, 0);
    assert_float_equal(b.score[1], a.score[2], 1e-9);
}

/* xorshift64*, so that every machine draws the same patients. */
static uint64_t
draw(uint64_t *seed)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return *seed * UINT64_C(2685821657736338717);
}

static pcart_ipssm_input
random_patient(uint64_t *seed)
{
    pcart_ipssm_input in = wild_type();

    in.hb = PCART_MILLI(4000 + (long)(draw(seed) % 12000));
    in.plt = PCART_FIXED((long)(draw(seed) % 500));
    in.blasts = PCART_MILLI((long)(draw(seed) % 20000));
    in.cyto = (int)(draw(seed) % 5);
    in.del5q = (pcart_tri)(draw(seed) % 2);
    in.del7_7q = (pcart_tri)(draw(seed) % 2);
    in.complex = (pcart_tri)(draw(seed) % 2);
    in.del17_17p = (pcart_tri)(draw(seed) % 2);
    in.tp53_count = (int)(draw(seed) % 3);
    in.tp53_vaf = PCART_MILLI((long)(draw(seed) % 1000));
    in.tp53_loh = (pcart_tri)(draw(seed) % 2);
    for (int g = 0; g < PCART_N_IPSSM_GENE; g++)
        in.gene[g] = draw(seed) % 4 == 0;
    return in;
}

static void
forget(pcart_ipssm_input *in, uint64_t *seed)
{
    switch (draw(seed) % 10) {
    case 0:
        in->hb = PCART_FIXED_NONE;
        break;
    case 1:
        in->plt = PCART_FIXED_NONE;
        break;
    case 2:
        in->blasts = PCART_FIXED_NONE;
        break;
    case 3:
        in->cyto = -1;
        break;
    case 4:
        in->del5q = in->complex = -1;
        break;
    case 5:
        in->tp53_count = -1;
        break;
    case 6:
        in->del7_7q = -1;
        break;
    default:
        in->gene[draw(seed) % PCART_N_IPSSM_GENE] = -1;
    }
}

static void
test_ipssm_consistent(void **state)
{
    uint64_t seed = 20221;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        pcart_ipssm_input in = random_patient(&seed);
        pcart_ipssm full, part;
        int k = (int)(draw(&seed) % 8);

        pcart_ipssm_score(&in, NULL, &full);
        assert_int_equal(full.n_missing, 0);
        assert_float_equal(full.score[0], full.score[2], 0);
        while (k-- > 0)
            forget(&in, &seed);
        pcart_ipssm_score(&in, NULL, &part);
        assert_true(part.score[0] <= part.score[1]);
        assert_true(part.score[1] <= part.score[2]);
        assert_true(part.score[0] <= full.score[0]);
        assert_true(full.score[0] <= part.score[2]);
        assert_true(part.category[0] <= full.category[0]);
        assert_true(full.category[0] <= part.category[2]);
    }
}

/* The same for the additive scores. */
static void
test_additive_consistent(void **state)
{
    static const char *const name[] = {"ipss", "ipss-r", "chrs", "ccrs"};
    static const long range[PCART_N_RISK_VARIABLE] = {
        [PCART_RISK_BLASTS] = 30000,  [PCART_RISK_HB] = 18000,
        [PCART_RISK_PLT] = 300000,    [PCART_RISK_ANC] = 5000,
        [PCART_RISK_AGE] = 100000,    [PCART_RISK_IPSS_GROUP] = 2,
        [PCART_RISK_IPSSR_GROUP] = 4, [PCART_RISK_SINGLE_DNMT3A] = 1,
        [PCART_RISK_HIGH_GENE] = 1,   [PCART_RISK_MUTATIONS] = 4,
        [PCART_RISK_MAX_VAF] = 999,   [PCART_RISK_RDW] = 25000,
        [PCART_RISK_MCV] = 130000,    [PCART_RISK_CCUS] = 1,
        [PCART_RISK_SPLICING] = 1,    [PCART_RISK_CYTOPENIAS] = 0};
    uint64_t seed = 97;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        pcart_risk_input full, part;

        pcart_risk_input_init(&full);
        for (int v = 0; v < PCART_N_RISK_VARIABLE; v++) {
            long x = (long)(draw(&seed) % (uint64_t)(range[v] + 1));

            if (v == PCART_RISK_MUTATIONS && x == 0)
                x = 1;
            if (v != PCART_RISK_CYTOPENIAS)
                pcart_risk_input_set(&full, (pcart_risk_variable)v,
                                     range[v] <= 4 ? PCART_FIXED(x)
                                                   : PCART_MILLI(x));
        }
        part = full;
        for (int k = (int)(draw(&seed) % 5); k > 0; k--)
            pcart_risk_input_set(
                &part,
                (pcart_risk_variable)(draw(&seed) % PCART_N_RISK_VARIABLE),
                PCART_FIXED_NONE);
        pcart_risk_input_derive(&full, 0);
        pcart_risk_input_derive(&part, 0);
        for (size_t n = 0; n < PCART_COUNTOF(name); n++) {
            pcart_risk a = score(name[n], &full), b = score(name[n], &part);

            assert_int_equal(a.low, a.high);
            assert_true(b.low <= a.low && a.low <= b.high);
            assert_true(b.class_low <= a.class_low &&
                        a.class_low <= b.class_high);
        }
    }
}

static void
assert_groups(const char *text, const char *ipss, const char *ipssr)
{
    pcart_arena arena = {0};
    pcart_karyotype karyotype;
    pcart_karyotype_facts facts;

    assert_int_equal(
        pcart_karyotype_read(text, strlen(text), &arena, &karyotype, NULL),
        PCART_OK);
    assert_int_equal(
        pcart_karyotype_find_facts(&karyotype, NULL, &arena, &facts, NULL),
        PCART_OK);
    if (strcmp(pcart_ipss_group_name(pcart_ipss_group(&facts.cyto).group),
               ipss) != 0 ||
        strcmp(pcart_ipssr_group_name(pcart_ipssr_group(&facts.cyto).group),
               ipssr) != 0)
        fail_msg("%s: %s, %s", text,
                 pcart_ipss_group_name(pcart_ipss_group(&facts.cyto).group),
                 pcart_ipssr_group_name(pcart_ipssr_group(&facts.cyto).group));
    pcart_arena_release(&arena);
}

/* Five-group table of Schanz 2012 and the groups of Greenberg 1997. */
static void
test_groups(void **state)
{
    (void)state;
    assert_groups("46,XX[20]", "good", "good");
    assert_groups("45,X,-Y[20]", "good", "very good");
    assert_groups("46,XX,del(11)(q23)[20]", "intermediate", "very good");
    assert_groups("46,XX,del(5)(q13q33)[20]", "good", "good");
    assert_groups("46,XX,del(12)(p13)[20]", "intermediate", "good");
    assert_groups("46,XX,del(20)(q11.2)[20]", "good", "good");
    assert_groups("47,XX,+8,del(5)(q13q33)[20]", "intermediate", "good");
    assert_groups("46,XX,del(7)(q22)[20]", "poor", "intermediate");
    assert_groups("47,XX,+8[20]", "intermediate", "intermediate");
    assert_groups("47,XX,+19[20]", "intermediate", "intermediate");
    assert_groups("46,XX,i(17)(q10)[20]", "intermediate", "intermediate");
    assert_groups("47,XX,+21[20]", "intermediate", "intermediate");
    assert_groups("48,XX,+8,+21[20]", "intermediate", "intermediate");
    assert_groups("45,XX,-7[20]", "poor", "poor");
    assert_groups("46,XX,inv(3)(q21q26)[20]", "intermediate", "poor");
    assert_groups("46,XX,t(3;12)(q26;p13)[20]", "intermediate", "poor");
    assert_groups("46,XX,del(3)(q21)[20]", "intermediate", "poor");
    assert_groups("45,XX,-7,del(5)(q13q33)[20]", "poor", "poor");
    assert_groups("46,XX,del(7)(q22),del(5)(q13q33)[20]", "poor", "poor");
    assert_groups("47,XX,+8,del(7)(q22)[20]", "poor", "poor");
    assert_groups("46,XX,+1,der(1;7)(q10;p10)[20]", "poor", "poor");
    assert_groups("49,XX,+8,+19,+21[20]", "poor", "poor");
    assert_groups("50,XX,+8,+9,+19,+21[20]", "poor", "very poor");
    assert_groups("47,XX,+8[9]/45,XX,-7[5]", "poor", "intermediate");
    assert_groups("92,XXXX[5]/46,XX[15]", "intermediate", "intermediate");
    assert_groups("46,XX,foo", "", "");
    /* a question mark that decides leaves the group open */
    assert_groups("46,XX,?del(5)(q31)[20]", "", "");
    assert_groups("46,XX,?del(12)(p13)[20]", "intermediate", "");
    assert_groups("46,XX,?del(7)(q22)[20]", "", "intermediate");
    assert_groups("46,XX,?del(5)(q31),del(7)(q22)[20]", "poor", "poor");
    assert_groups("46,XX,add(7)(q22),del(5)(q13q33)[20]", "poor", "good");
}

static pcart_eln
eln(const char *text, int npm1, int itd, int cebpa, int mr, int tp53)
{
    pcart_arena arena = {0};
    pcart_karyotype karyotype;
    pcart_karyotype_facts facts;
    pcart_eln_input in = {.gene = {(pcart_tri)npm1, (pcart_tri)itd,
                                   (pcart_tri)cebpa, (pcart_tri)mr,
                                   (pcart_tri)tp53}};
    pcart_eln out;

    if (text) {
        assert_int_equal(
            pcart_karyotype_read(text, strlen(text), &arena, &karyotype, NULL),
            PCART_OK);
        assert_int_equal(
            pcart_karyotype_find_facts(&karyotype, NULL, &arena, &facts, NULL),
            PCART_OK);
        in.cyto = &facts.cyto;
    }
    pcart_eln_risk(&in, &out);
    pcart_arena_release(&arena);
    return out;
}

static void
test_eln(void **state)
{
    pcart_eln out;

    (void)state;
    assert_int_equal(eln("46,XX,t(8;21)(q22;q22)[20]", 0, 0, 0, 1, 0).risk,
                     PCART_ELN_FAVOURABLE);
    assert_int_equal(eln("46,XX[20]", 1, 0, 0, 1, 0).risk,
                     PCART_ELN_FAVOURABLE);
    assert_int_equal(eln("46,XX[20]", 1, 1, 0, 1, 0).risk,
                     PCART_ELN_INTERMEDIATE);
    assert_int_equal(eln("46,XX[20]", 0, 0, 1, 0, 0).risk,
                     PCART_ELN_FAVOURABLE);
    assert_int_equal(eln("46,XX[20]", 0, 1, 0, 0, 0).risk,
                     PCART_ELN_INTERMEDIATE);
    assert_int_equal(eln("46,XX[20]", 0, 0, 0, 1, 0).risk, PCART_ELN_ADVERSE);
    assert_int_equal(eln("46,XX[20]", 1, 0, 0, 0, 1).risk, PCART_ELN_ADVERSE);
    assert_int_equal(eln("45,XX,-7[20]", 1, 0, 0, 0, 0).risk,
                     PCART_ELN_ADVERSE);
    assert_int_equal(eln("46,XX,t(9;11)(p21;q23)[20]", 0, 0, 0, 1, 0).risk,
                     PCART_ELN_INTERMEDIATE);
    assert_int_equal(eln("46,XX,t(6;11)(q27;q23)[20]", 0, 0, 0, 0, 0).risk,
                     PCART_ELN_ADVERSE);
    assert_int_equal(eln("51,XX,+4,+8,+13,+19,+21[16]", 0, 0, 0, 0, 0).risk,
                     PCART_ELN_INTERMEDIATE); // hyperdiploid by trisomies alone
    out = eln("46,XX[20]", -1, 0, 0, 0, 0);
    assert_int_equal(out.risk, -1);
    assert_int_equal(out.possible,
                     1U << PCART_ELN_FAVOURABLE | 1U << PCART_ELN_INTERMEDIATE);
    assert_true(out.missing >> PCART_ELN_NPM1 & 1);
    assert_int_equal(eln(NULL, 1, 0, 0, 0, 0).risk, -1);
    assert_int_equal(eln("45,XX,-7[20]", -1, -1, -1, -1, -1).risk,
                     PCART_ELN_ADVERSE);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_ipssr_boundaries),
        cmocka_unit_test(test_ipssr_classes),
        cmocka_unit_test(test_ipssra),
        cmocka_unit_test(test_ipss),
        cmocka_unit_test(test_chrs_ccrs),
        cmocka_unit_test(test_chrs_edges),
        cmocka_unit_test(test_ipssm_examples),
        cmocka_unit_test(test_ipssm_choices),
        cmocka_unit_test(test_ipssm_consistent),
        cmocka_unit_test(test_additive_consistent),
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_eln),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
