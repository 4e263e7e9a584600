/* test_course_chart.c -- the course chart says what it is given. */
#include <math.h>

#include "../figure/drawn.h"

#include "postcart/course_chart.h"

static const double band[] = {100, 500, 1000, 1500};

static const pcart_chart_point anc[] = {
    {.day = -3, .value = 2000, .origin = {"labs", 11, "2.0 G/L"}},
    {.day = 2, .value = 400},
    {.day = 3, .value = 300, .is_imputed = 1},
    {.day = 4, .value = 100, .is_below = 1, .origin = {"labs", 17, "<0.1"}},
    {.day = 5, .value = 0, .under_gcsf = 1},
    {.day = 30, .value = 900, .is_decisive = 1},
    {.day = 900, .value = 900},
    {.day = 6, .value = NAN}};
static const pcart_chart_run run[] = {{500, "<=", 2, 16, 15, 1, "grade 3"},
                                      {100, "<=", 4, 5, 2, 0, NULL}};
static const pcart_chart_tick tick[] = {{3, 2, {"supports", 5, NULL}},
                                        {-900, 1, {0}}};
static const pcart_chart_window window[] = {{0, 30, "early <window>"}};
static const pcart_chart_panel panel[] = {
    {.title = "ANC",
     .noun = "ANC values",
     .unit = "/uL",
     .scale = PCART_SCALE_LOG,
     .low = 10,
     .high = 20000,
     .has_floor = 1,
     .band = band,
     .n_band = 4,
     .point = anc,
     .n_point = 8,
     .run = run,
     .n_run = 2,
     .window = window,
     .n_window = 1,
     .gap_days = 7,
     .weight = 2},
    {.title = "Platelets",
     .noun = "platelet counts",
     .tick = tick,
     .n_tick = 2},
    {.title = "CRP", .noun = "CRP values", .may_be_hidden = 1}};
static const pcart_chart_bar bar[] = {
    {"CRS", 1, 4, 3, NULL, NULL, {"toxicities", 2, NULL}},
    {"Infection", 10, PCART_DAY_NONE, 5, "fungal", NULL, {0}},
    {"CRS", 3, 6, 2, "later", NULL, {0}},
    {NULL, 3, 6, -1, NULL, NULL, {0}}};
static const pcart_chart_mark mark[] = {
    {0, PCART_CHART_INFUSION, NULL, NULL, {0}},
    {-700, PCART_CHART_TRANSPLANT, "autograft", NULL, {0}},
    {40, PCART_CHART_BOOST, NULL, "3.1", {"transplants", 3, NULL}},
    {60, PCART_CHART_DEATH, NULL, "sepsis", {0}}};
static const pcart_chart_disc disc[] = {
    {35, "Marrow", "dysplasia E+M", 1, NULL, {0}},
    {-20, "Marrow", "blasts 1%", 0, NULL, {0}},
    {-21, "Marrow", "blasts 1%", 0, NULL, {0}},
    {36, "Karyotype", "46,XX[20]", 0, NULL, {0}},
    {37, NULL, NULL, 0, NULL, {0}}};
static const pcart_chart_vaf vaf[] = {
    {-5, PCART_CHART_NOT_COVERED, NAN, NAN, {0}},
    {-40, PCART_CHART_FOUND, 0.02, NAN, {0}}, // before the range: named
    {20, PCART_CHART_ABSENT, NAN, 0.005, {0}},
    {50, PCART_CHART_FOUND, 0.25, 0.005, {"variants", 8, NULL}}};
static const pcart_chart_clone clone[] = {{"TP53 p.R248Q", "host", vaf, 4}};
static const int chimerism_day[] = {30, 50};
static const double share[] = {0.4, 0.95};
static const pcart_chart_chimerism chimerism[] = {
    {"CD3", chimerism_day, share, 2}};
static const pcart_chart_verdict verdict[] = {
    {"early ICAHT", "grade 3", "ANC at most 500 for 15 days", PCART_CHART_VALUE,
     3, "icaht-2023-early", "why.html#a&b"},
    {"late ICAHT", "not evaluable", NULL, PCART_CHART_NOT_EVALUABLE, -1, NULL,
     NULL}};
static const pcart_chart_phase phase[] = {{-5, -3, "lymphodepletion", "LD"},
                                          {0, 30, "early", NULL},
                                          {31, INT_MAX, "late", NULL}};
static const pcart_chart_phase again[] = {{-3, -1, "lymphodepletion", "LD"},
                                          {0, 30, "early again", NULL}};
static const pcart_chart_strip strip[] = {{"infusion 2", 60, again, 2}};

static pcart_course_chart
full_chart(void)
{
    return (pcart_course_chart){.patient = "P<1>",
                                .infusion = 1,
                                .n_infusion = 2,
                                .subtitle = "LBCL & MM",
                                .first_day = -14,
                                .last_day = 100,
                                .phase = phase,
                                .n_phase = 3,
                                .strip = strip,
                                .n_strip = 1,
                                .panel = panel,
                                .n_panel = 3,
                                .bar = bar,
                                .n_bar = 4,
                                .mark = mark,

                                .n_mark = 4,
                                .disc = disc,

                                .n_disc = 5,
                                .clone = clone,
                                .n_clone = 1,
                                .chimerism = chimerism,
                                .n_chimerism = 1,
                                .verdict = verdict,
                                .n_verdict = 2};
}

static pcart_status
draw(const pcart_course_chart *chart, pcart_arena *arena, pcarti_buf *out,
     pcart_err *err)
{
    const pcart_scene scene = {
        .id = "t", .note = "a note", .description = "what it shows"};

    return pcart_course_chart_draw(chart, &scene, arena, out, err);
}

static pcart_status
draw_full(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_course_chart chart = full_chart();

    return draw(&chart, arena, out, err);
}

static pcart_status
draw_zero(pcart_arena *arena, pcarti_buf *out, pcart_err *err)
{
    const pcart_course_chart chart = {0};

    return draw(&chart, arena, out, err);
}

static void
test_words(void **state)
{
    static const char *const expected[] = {
        ">Patient P&lt;1&gt;, infusion 1 of 2<", ">LBCL &amp; MM<",
        /* the grade is readable: counted days, their number, the grade */
        ">days \xE2\x89\xA4 500<", ">15 d: grade 3<", ">days \xE2\x89\xA4 100<",
        "ANC \xE2\x89\xA4 500 from day 2 to day 16: 15 days, grade 3",
        /* where a value was read */
        "data-table=\"labs\" data-line=\"17\" data-original=\"&lt;0.1\"",
        "day 4: ANC &lt;100 /uL (labs, line 17: &lt;0.1)",
        "day 3: ANC 300 /uL, imputed", "day 5: ANC 0 /uL, under G-CSF",
        ">no platelet counts between day -14 and day 100<",
        /* the value of day 900 and the one that is no number */
        ">2 ANC values outside these days, not drawn<",
        ">early &lt;window&gt;<", "transfusion, amount 2", ">CD34+ boost<",
        "death: sepsis", "fungal, end not given", ">dysplasia E+M<",
        ">not covered<", ">LD<", "<title>lymphodepletion</title>",
        ">no fraction<", ">pre not covered, post 25%<",
        /* a second infusion has its own days */
        ">infusion 2<", ">early again<", ">its own days<",
        /* what lies outside is named, whatever it is */
        ">a note Not drawn, being outside day -14 to day 100 or without value: "
        "autograft (1), not named (1), Marrow (2), TP53 p.R248Q (1).<",
        /* the keyboard reaches each panel, and it has a name */
        "role=\"graphics-document\"",
        "<g tabindex=\"0\" role=\"group\" aria-label=\"6 ANC values, day -14 "
        "to "
        "day 100\">",
        "aria-label=\"CRS: 2\"", "TP53 p.R248Q: not covered",
        "not found, limit of detection 0.5%", "TP53 p.R248Q: VAF 25%",
        ">TP53 p.R248Q [host]<", "CD3 95% donor", ">grade 3<",
        ">not evaluable<", "href=\"why.html#a&amp;b\"", ">icaht-2023-early<",
        "<desc>what it shows</desc>", ">imputed<", ">below detection<"};
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    const char *text = drawn_text(draw_full, &arena, &out);

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(expected); i++) {
        if (!strstr(text, expected[i]))
            fail_msg("missing: %s", expected[i]);
    }
    assert_null(strstr(text, "CRP")); // empty, and may be hidden
    /* three imputed or measured kinds are told apart by shape, not colour */
    assert_true(drawn_count(text, "class=\"pc-hollow\"") >= 2);
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

/* The height of the circle of a value: a decade is a third of log range. */
static void
test_zero_is_not_ten(void **state)
{
    pcart_chart_point point[] = {{.day = 1, .value = 10},
                                 {.day = 2, .value = 0}};
    pcart_chart_panel one = {.title = "ANC",
                             .scale = PCART_SCALE_LOG,
                             .low = 10,
                             .high = 1000,
                             .point = point,
                             .n_point = 2};
    const pcart_course_chart chart = {
        .first_day = 0, .last_day = 10, .panel = &one, .n_panel = 1};
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    const char *ten, *zero;

    (void)state;
    assert_int_equal(draw(&chart, &arena, &out, NULL), PCART_OK);
    ten = strstr(out.data, "ANC 10 ");
    zero = strstr(out.data, "ANC 0 ");
    assert_non_null(ten);
    assert_non_null(zero);
    /* plot from y 30 to 122, then a floor of 19: its middle is 131.5 */
    assert_non_null(strstr(ten, "cy=\"122\""));
    assert_non_null(strstr(zero, "cy=\"131.5\""));
    assert_true(strstr(zero, "cy=\"131.5\"") - zero < 120);
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static void
test_refusals(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf out = {0};
    pcart_err err = {0};
    pcart_course_chart chart = full_chart();
    pcart_chart_panel bad = {.scale = PCART_SCALE_LOG, .low = -5, .high = 3};

    (void)state;
    chart.last_day = -20;
    assert_int_equal(draw(&chart, &arena, &out, &err), PCART_E_RANGE);
    chart = full_chart();
    chart.last_day = INT_MAX;
    assert_int_equal(draw(&chart, &arena, &out, &err), PCART_E_RANGE);
    chart = full_chart();
    chart.n_bar = 1000000; // refused before it is read
    assert_int_equal(draw(&chart, &arena, &out, &err), PCART_E_RANGE);
    chart = full_chart();
    chart.panel = &bad;
    chart.n_panel = 1;
    assert_int_equal(draw(&chart, &arena, &out, &err), PCART_E_RANGE);
    assert_int_equal(out.length, 0); // nothing that looks like a figure
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

/* Days at the ends of the integers are left out, not overflowed. */
static void
test_extreme_days(void **state)
{
    const int extreme[] = {INT_MIN, INT_MIN + 1, INT_MAX, INT_MAX - 1};
    pcart_arena arena = {0};
    pcarti_buf out = {0};

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(extreme); i++) {
        const int day = extreme[i];
        const pcart_chart_point point = {.day = day, .value = 3};
        const pcart_chart_run one_run = {5, "<", day, day, INT_MAX, 1, NULL};
        const pcart_chart_tick one_tick = {day, 1, {0}};
        const pcart_chart_window one_window = {day, day, "w"};
        const pcart_chart_panel one = {.point = &point,
                                       .n_point = 1,
                                       .run = &one_run,
                                       .n_run = 1,
                                       .tick = &one_tick,
                                       .n_tick = 1,
                                       .window = &one_window,
                                       .n_window = 1};
        const pcart_chart_bar one_bar = {"B", day, day, 9, NULL, NULL, {0}};
        const pcart_chart_mark one_mark = {
            day, PCART_CHART_DEATH, NULL, NULL, {0}};
        const pcart_chart_disc one_disc = {day, "D", "d", 1, NULL, {0}};
        const pcart_chart_phase one_phase = {day, day, "p", "q"};
        const pcart_chart_strip one_strip = {"s", day, &one_phase, 1};
        const pcart_course_chart chart = {.first_day = -14,
                                          .last_day = 100,
                                          .panel = &one,
                                          .n_panel = 1,
                                          .bar = &one_bar,
                                          .n_bar = 1,
                                          .mark = &one_mark,
                                          .n_mark = 1,
                                          .disc = &one_disc,
                                          .n_disc = 1,
                                          .phase = &one_phase,
                                          .n_phase = 1,
                                          .strip = &one_strip,
                                          .n_strip = 1};

        pcarti_buf_clear(&out);
        assert_int_equal(draw(&chart, &arena, &out, NULL), PCART_OK);
        drawn_assert_well_formed(out.data);
    }
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

/* Weeks and years before the infusion are drawn, but narrow. */
static void
test_before(void **state)
{
    const pcart_chart_disc early[] = {{-1900, "Marrow", "a", 0, NULL, {0}},
                                      {-40, "Marrow", "b", 0, NULL, {0}},
                                      {40, "Marrow", "c", 0, NULL, {0}}};
    const pcart_course_chart chart = {.disc = early, .n_disc = 3};
    pcart_arena arena = {0};
    pcarti_buf out = {0};

    (void)state;
    assert_int_equal(draw(&chart, &arena, &out, NULL), PCART_OK);
    assert_non_null(strstr(out.data, "day -1900: Marrow: a"));
    assert_non_null(strstr(out.data, "day -40: Marrow: b"));
    assert_non_null(strstr(out.data, ">-3 y<"));
    assert_null(strstr(out.data, "Not drawn"));
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

/* Ticks of the fractions are those that people read. */
static void
test_fractions(void **state)
{
    const pcart_chart_vaf found[] = {
        {1, PCART_CHART_FOUND, 0.3, 0.001, {0}},
        {9, PCART_CHART_NOT_REPORTED, NAN, NAN, {0}},
        {9, PCART_CHART_FOUND, NAN, NAN, {0}}};
    const pcart_chart_clone one = {"X", NULL, found, 3};
    const pcart_course_chart chart = {.clone = &one, .n_clone = 1};
    static const char *const label[] = {">0%<",  ">1%<",  ">5%<",
                                        ">10%<", ">20%<", ">50%<"};
    pcart_arena arena = {0};
    pcarti_buf out = {0};

    (void)state;
    assert_int_equal(draw(&chart, &arena, &out, NULL), PCART_OK);
    for (size_t i = 0; i < PCART_COUNTOF(label); i++)
        assert_non_null(strstr(out.data, label[i]));
    assert_null(strstr(out.data, ">30%<"));
    assert_null(strstr(out.data, ">0.6%<"));
    assert_non_null(strstr(out.data, ">pre not tested, post found<"));
    assert_non_null(
        strstr(out.data, "X: not reported; whether it was covered"));
    assert_non_null(strstr(out.data, "X: found, VAF not given"));
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static void
test_nothing(void **state)
{
    pcart_arena arena = {0};
    pcarti_buf out = {0};

    (void)state;
    assert_non_null(strstr(drawn_text(draw_zero, &arena, &out),
                           ">no records between day -7 and day 30<"));
    pcarti_buf_release(&out);
    pcart_arena_release(&arena);
}

static void
test_sound(void **state)
{
    (void)state;
    drawn_assert_sound(draw_full);
    drawn_assert_sound(draw_zero);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_zero_is_not_ten),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_extreme_days),
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_before),
        cmocka_unit_test(test_fractions),
        cmocka_unit_test(test_sound),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
