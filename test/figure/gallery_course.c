/* gallery_course.c -- made-up courses: each shape that the clinic sees. */
#include "gallery.h"

#include <math.h>

#include "postcart/course_chart.h"

static const double anc_band[] = {100, 500, 1000, 1500};
static const double plt_band[] = {20, 50, 100};
static const double hb_band[] = {8, 10};

/* A value of a day; joined on the log scale in between. */
typedef struct knot {
    int day;
    double value;
} knot;

#define MOST 400

/* Days from the first knot on, some left out, some imputed. */
static size_t
series(const knot *at, size_t n, double wobble, pcart_chart_point *out)
{
    size_t count = 0;

    for (size_t i = 0; i + 1 < n; i++) {
        for (int day = at[i].day; day < at[i + 1].day; day++) {
            const double share =
                (double)(day - at[i].day) / (at[i + 1].day - at[i].day);
            const int turn = (day * 37 + 1000) % 11;
            pcart_chart_point *point = &out[count];

            if (count >= MOST || (day > 31 && day % 4 != 0) ||
                (day > 110 && day % 28 != 0))
                continue;
            *point = (pcart_chart_point){.day = day};
            point->value = exp(log(at[i].value + 0.01) * (1 - share) +
                               log(at[i + 1].value + 0.01) * share) *
                           (1 + wobble * (turn - 5) / 5.0);
            point->value =
                point->value < 0.1 ? 0 : round(point->value * 10) / 10;
            if (at[i].value >= 20)
                point->value = round(point->value);
            if (day < 31 && (turn == 3 || turn == 8))
                point->is_imputed = 1;
            else
                point->origin =
                    (pcart_origin){"labs", (uint32_t)(100 + count), "0.42 G/L"};
            count++;
        }
    }
    return count;
}

static void
save(const char *name, const pcart_course_chart *chart, pcart_arena *arena)
{
    static const char note[] =
        "Made-up data. ANC 0 and values below detection stand in the grey "
        "band. Bars under the plot are the days counted by the rule.";
    const pcart_scene scene = {.id = name, .note = note};
    pcarti_buf out = {0};
    pcart_err err = {0};
    const pcart_status status =
        pcart_course_chart_draw(chart, &scene, arena, &out, &err);

    gallery_save(name, status, &err, &out);
    pcarti_buf_release(&out);
}

static const pcart_chart_phase phases[] = {
    {-35, -6, "bridging", NULL},
    {-5, -3, "lymphodepletion", "LD"},
    {0, 30, "early: day 0 to 30", "early"},
    {31, 100, "late: day 31 to 100", "late"},
    {101, INT_MAX, "after day 100", NULL}};

static void
set_panels(pcart_chart_panel panel[3])
{
    panel[0] = (pcart_chart_panel){.title = "ANC",
                                   .noun = "ANC values",
                                   .unit = "cells/\xC2\xB5L, log",
                                   .scale = PCART_SCALE_LOG,
                                   .low = 10,
                                   .high = 20000,
                                   .has_floor = 1,
                                   .band = anc_band,
                                   .n_band = 4,
                                   .gap_days = 7,
                                   .weight = 2};
    panel[1] = (pcart_chart_panel){.title = "Platelets",
                                   .noun = "platelet counts",
                                   .unit = "10\xE2\x81\xB9/L, log",
                                   .scale = PCART_SCALE_LOG,
                                   .low = 5,
                                   .high = 500,
                                   .band = plt_band,
                                   .n_band = 3,
                                   .gap_days = 14};
    panel[2] = (pcart_chart_panel){.title = "Haemoglobin",
                                   .noun = "haemoglobin values",
                                   .unit = "g/dL",
                                   .low = 5,
                                   .high = 16,
                                   .band = hb_band,
                                   .n_band = 2,
                                   .gap_days = 14,
                                   .weight = 0.75};
}

static void
draw_normal(pcart_arena *arena)
{
    static const knot anc[] = {{-14, 2600}, {-6, 2100}, {-1, 900},  {3, 260},
                               {8, 320},    {12, 900},  {18, 1900}, {30, 2600},
                               {100, 2900}, {101, 0}};
    static const knot plt[] = {{-14, 180}, {0, 140},   {9, 62},
                               {20, 110},  {100, 190}, {101, 1}};
    static const knot hb[] = {{-14, 11.2}, {5, 9.1}, {20, 9.8}, {101, 12.4}};
    static pcart_chart_point a[MOST], p[MOST], h[MOST];
    static const pcart_chart_run run[] = {{500, "<=", 2, 9, 8, 1, "grade 2"}};
    static const pcart_chart_bar bar[] = {
        {"CRS", 1, 4, 2, NULL, "ASTCT", {"toxicities", 12, "2"}},
        {"Tocilizumab", 2, 2, -1, NULL, NULL, {"supports", 3, NULL}},
        {"G-CSF", 5, 8, -1, NULL, NULL, {"supports", 4, NULL}}};
    static const pcart_chart_mark mark[] = {
        {-5, PCART_CHART_LYMPHODEPLETION, NULL, NULL, {0}},
        {0, PCART_CHART_INFUSION, NULL, "axi-cel", {"infusions", 4, NULL}}};
    static const pcart_chart_verdict verdict[] = {
        {"early ICAHT", "grade 2", "ANC \xE2\x89\xA4 500 for 8 days",
         PCART_CHART_VALUE, 2, "icaht-2023-early", "why.html#icaht_early"},
        {"late ICAHT", "grade 0", "lowest confirmed ANC 2,612",
         PCART_CHART_VALUE, 0, "icaht-2023-late", NULL},
        {"CAR-HEMATOTOX", "1 to 3",
         "ferritin not measured before "
         "lymphodepletion",
         PCART_CHART_BOUNDS, -1, "car-hematotox-2021", NULL},
        {"CTCAE v5 neutropenia", "grade 4", "ANC 246 on day 4",
         PCART_CHART_VALUE, 4, "ctcae-5-anc", NULL},
        {"phenotype", "quick recovery", NULL, PCART_CHART_VALUE, -1,
         "phenotype-rejeski-2021", NULL},
        {"neutrophil recovery", "day 12", NULL, PCART_CHART_VALUE, -1,
         "cibmtr-anc", NULL}};
    pcart_chart_panel panel[3];
    pcart_course_chart chart = {.patient = "P001",
                                .infusion = 1,
                                .n_infusion = 1,
                                .subtitle =
                                    "LBCL, axicabtagene ciloleucel, 2023-02-14",
                                .first_day = -14,
                                .last_day = 100};

    set_panels(panel);
    panel[0].point = a;
    panel[0].n_point = series(anc, PCART_COUNTOF(anc), 0.12, a);
    for (size_t i = 0; i < panel[0].n_point; i++)
        a[i].under_gcsf = a[i].day >= 5 && a[i].day <= 9;
    panel[0].run = run;
    panel[0].n_run = 1;
    panel[1].point = p;
    panel[1].n_point = series(plt, PCART_COUNTOF(plt), 0.06, p);
    panel[2].point = h;
    panel[2].n_point = series(hb, PCART_COUNTOF(hb), 0.02, h);
    chart.panel = panel;
    chart.n_panel = 3;
    chart.phase = phases;
    chart.n_phase = PCART_COUNTOF(phases);
    chart.bar = bar;
    chart.n_bar = PCART_COUNTOF(bar);
    chart.mark = mark;
    chart.n_mark = PCART_COUNTOF(mark);
    chart.verdict = verdict;
    chart.n_verdict = PCART_COUNTOF(verdict);
    save("course-normal", &chart, arena);
}

static void
draw_early_death(pcart_arena *arena)
{
    static const knot anc[] = {{-7, 1200}, {-2, 420}, {2, 60}, {5, 0},
                               {12, 0},    {16, 20},  {17, 20}};
    static const knot plt[] = {{-7, 60}, {0, 31}, {5, 12}, {17, 9}};
    static pcart_chart_point a[MOST], p[MOST];
    static const pcart_chart_run run[] = {
        {500, "<=", 0, 16, 17, 0, "open at death"},
        {100, "<=", 1, 16, 16, 1, "grade 4"}};
    static const pcart_chart_tick tick[] = {{-1, 1, {"supports", 4, NULL}},
                                            {2, 1, {0}},
                                            {4, 2, {0}},
                                            {5, 1, {0}},
                                            {7, 1, {0}},
                                            {8, 1, {0}},
                                            {10, 2, {0}},
                                            {13, 2, {0}}};
    static const pcart_chart_bar bar[] = {
        {"CRS", 0, 6, 4, NULL, NULL, {0}},
        {"ICANS", 3, 9, 3, NULL, NULL, {0}},
        {"IEC-HS", 7, 16, 4, NULL, NULL, {0}},
        {"Tocilizumab", 1, 1, -1, NULL, NULL, {0}},
        {"Tocilizumab", 2, 2, -1, NULL, NULL, {0}},
        {"Steroids", 2, 16, -1, NULL, NULL, {0}},
        {"Anakinra", 8, PCART_DAY_NONE, -1, NULL, NULL, {0}},
        {"Infection", 11, 16, 5, "Candida krusei, grade 5", NULL, {0}}};
    static const pcart_chart_mark mark[] = {
        {-5, PCART_CHART_LYMPHODEPLETION, NULL, NULL, {0}},
        {0, PCART_CHART_INFUSION, NULL, NULL, {0}},
        {16, PCART_CHART_DEATH, NULL, "fungal sepsis", {"events", 9, NULL}}};
    static const pcart_chart_verdict verdict[] = {
        {"early ICAHT", "grade 4",
         "ANC \xE2\x89\xA4 100 for 16 days (days 1 "
         "to 16), until death",
         PCART_CHART_VALUE, 4, "icaht-2023-early", NULL},
        {"late ICAHT", "not evaluable", "death on day 16, before day 31",
         PCART_CHART_NOT_EVALUABLE, -1, "icaht-2023-late", NULL},
        {"CAR-HEMATOTOX", "6 (high)", NULL, PCART_CHART_VALUE, 4,
         "car-hematotox-2021", NULL}};
    pcart_chart_panel panel[3];
    pcart_course_chart chart = {.patient = "P017",
                                .infusion = 1,
                                .n_infusion = 1,
                                .subtitle = "B-ALL, tisagenlecleucel",
                                .first_day = -14,
                                .last_day = 100};

    set_panels(panel);
    panel[0].point = a;
    panel[0].n_point = series(anc, PCART_COUNTOF(anc), 0, a);
    for (size_t i = 0; i < panel[0].n_point; i++)
        a[i].is_below = a[i].value < 1 && a[i].day % 3 == 0;
    panel[0].run = run;
    panel[0].n_run = 2;
    panel[1].point = p;
    panel[1].n_point = series(plt, PCART_COUNTOF(plt), 0.1, p);
    panel[1].tick = tick;
    panel[1].n_tick = PCART_COUNTOF(tick);
    panel[1].tick_label = "transfusions";
    chart.panel = panel;
    chart.n_panel = 3;
    chart.phase = phases;
    chart.n_phase = PCART_COUNTOF(phases);
    chart.bar = bar;
    chart.n_bar = PCART_COUNTOF(bar);
    chart.mark = mark;
    chart.n_mark = PCART_COUNTOF(mark);
    chart.verdict = verdict;
    chart.n_verdict = PCART_COUNTOF(verdict);
    save("course-early-death", &chart, arena);
}

static void
draw_biphasic(pcart_arena *arena)
{
    static const knot anc[] = {{-14, 3100}, {-3, 1500}, {4, 180},    {9, 600},
                               {14, 2400},  {20, 420},  {26, 140},   {33, 300},
                               {44, 900},   {70, 1600}, {100, 2100}, {101, 0}};
    static const knot plt[] = {{-14, 220}, {6, 45},   {15, 70}, {27, 28},
                               {60, 48},   {100, 85}, {101, 0}};
    static const knot hb[] = {{-14, 10.8}, {9, 8.3}, {28, 7.6}, {101, 10.6}};
    static pcart_chart_point a[MOST], p[MOST], h[MOST];
    static const pcart_chart_run run[] = {{500, "<=", 2, 8, 7, 0, NULL},
                                          {500, "<=", 20, 30, 11, 1, "grade 2"},
                                          {1500, "<=", 31, 66, 36, 0, NULL}};
    static const pcart_chart_tick tick[] = {
        {6, 1, {0}}, {25, 1, {0}}, {29, 1, {0}}};
    static const pcart_chart_tick red[] = {
        {10, 2, {0}}, {27, 2, {0}}, {29, 2, {0}}, {40, 2, {0}}};
    static const pcart_chart_window window[] = {{83, 97, "day 90"}};
    static const pcart_chart_bar bar[] = {
        {"CRS", 2, 5, 1, NULL, NULL, {0}},
        {"ICANS", 5, 6, 1, NULL, NULL, {0}},
        {"G-CSF", 5, 8, -1, NULL, NULL, {0}},
        {"G-CSF", 21, 27, -1, NULL, NULL, {0}},
        {"G-CSF", 31, 31, -1, NULL, NULL, {0}},
        {"Infection", 24, 31, 3, "E. coli, grade 3", NULL, {0}},
        {"Infection", 52, 60, 2, "CMV, grade 2", NULL, {0}}};
    static const pcart_chart_mark mark[] = {
        {-5, PCART_CHART_LYMPHODEPLETION, NULL, NULL, {0}},
        {0, PCART_CHART_INFUSION, NULL, NULL, {0}},
        {88, PCART_CHART_RELAPSE, NULL, NULL, {0}},
        {95, PCART_CHART_NEXT_THERAPY, "glofitamab", NULL, {0}}};
    static const pcart_chart_disc disc[] = {
        {-9, "Marrow", "30 % cellular", 0, NULL, {"marrows", 3, NULL}},
        {34, "Marrow", "hypocellular, dysplasia E+M", 1, NULL, {0}},
        {34, "Karyotype", "46,XX[20]", 0, NULL, {0}}};
    static const pcart_chart_verdict verdict[] = {
        {"early ICAHT", "grade 2",
         "ANC \xE2\x89\xA4 500 for 11 days "
         "(longest stretch; 18 days if all are added)",
         PCART_CHART_VALUE, 2, "icaht-2023-early", NULL},
        {"late ICAHT", "grade 4", "ANC 298 on day 32, confirmed day 36",
         PCART_CHART_VALUE, 4, "icaht-2023-late", NULL},
        {"T-ICAHT early", "grade 2", "platelets < 50 for 12 days",
         PCART_CHART_VALUE, 2, "t-icaht-2025-early", NULL},
        {"CAR-HEMATOTOX", "2 (high)", "ANC 1, platelets 1", PCART_CHART_VALUE,
         3, "car-hematotox-2021", NULL},
        {"phenotype", "intermittent", "ANC > 1,500, then < 1,000 after day 21",
         PCART_CHART_VALUE, -1, NULL, NULL}};
    pcart_chart_panel panel[3];
    pcart_course_chart chart = {.patient = "P102",
                                .infusion = 1,
                                .n_infusion = 1,
                                .subtitle = "LBCL, axi-cel",
                                .first_day = -14,
                                .last_day = 100};

    set_panels(panel);
    panel[0].point = a;
    panel[0].n_point = series(anc, PCART_COUNTOF(anc), 0.15, a);
    for (size_t i = 0; i < panel[0].n_point; i++) {
        a[i].under_gcsf = (a[i].day >= 5 && a[i].day <= 9) ||
                          (a[i].day >= 21 && a[i].day <= 28);
        a[i].is_decisive = a[i].day == 32 || a[i].day == 36;
    }
    panel[0].run = run;
    panel[0].n_run = 3;
    panel[1].point = p;
    panel[1].n_point = series(plt, PCART_COUNTOF(plt), 0.08, p);
    panel[1].tick = tick;
    panel[1].n_tick = PCART_COUNTOF(tick);
    panel[1].tick_label = "platelets given";
    panel[1].window = window;
    panel[1].n_window = 1;
    panel[2].point = h;
    panel[2].n_point = series(hb, PCART_COUNTOF(hb), 0.03, h);
    panel[2].tick = red;
    panel[2].n_tick = PCART_COUNTOF(red);
    panel[2].tick_label = "red cells given";
    chart.panel = panel;
    chart.n_panel = 3;
    chart.phase = phases;
    chart.n_phase = PCART_COUNTOF(phases);
    chart.bar = bar;
    chart.n_bar = PCART_COUNTOF(bar);
    chart.mark = mark;
    chart.n_mark = PCART_COUNTOF(mark);
    chart.disc = disc;
    chart.n_disc = PCART_COUNTOF(disc);
    chart.verdict = verdict;
    chart.n_verdict = PCART_COUNTOF(verdict);
    save("course-biphasic", &chart, arena);
}

static void
draw_aplastic(pcart_arena *arena)
{
    static const knot anc[] = {{-14, 900},  {-3, 500},  {1, 80},    {5, 5},
                               {40, 8},     {58, 40},   {70, 1100}, {90, 2000},
                               {300, 2400}, {640, 900}, {700, 450}, {720, 0}};
    static const knot plt[] = {{-14, 70},  {3, 18},   {60, 11}, {85, 60},
                               {300, 130}, {640, 60}, {720, 20}};
    static const knot hb[] = {{-14, 9.1},  {5, 7.9},   {60, 7.7},
                              {120, 10.5}, {640, 9.2}, {720, 8.0}};
    static pcart_chart_point a[MOST], p[MOST], h[MOST];
    static const pcart_chart_run run[] = {{500, "<=", 0, 30, 31, 0, NULL},
                                          {100, "<=", 1, 30, 30, 1, "grade 4"}};
    static pcart_chart_tick tick[40];
    static const pcart_chart_bar bar[] = {
        {"CRS", 1, 6, 3, NULL, NULL, {0}},
        {"ICANS", 4, 7, 2, NULL, NULL, {0}},
        {"G-CSF", 7, 61, -1, "daily", NULL, {0}},
        {"TPO-RA", 33, 80, -1, "eltrombopag", NULL, {0}},
        {"Steroids", 4, 10, -1, NULL, NULL, {0}},
        {"Infection", 12, 25, 3, "Aspergillus, grade 3", NULL, {0}},
        {"Infection", 20, 28, 3, "VRE, grade 3", NULL, {0}},
        {"Infection", 41, 43, 2, "line, grade 2", NULL, {0}}};
    static const pcart_chart_mark mark[] = {
        {-5, PCART_CHART_LYMPHODEPLETION, NULL, NULL, {0}},
        {0, PCART_CHART_INFUSION, NULL, NULL, {0}},
        {55,
         PCART_CHART_BOOST,
         "CD34+ boost 3.1 \xC3\x97 10\xE2\x81\xB6/kg, "
         "autologous",
         NULL,
         {"transplants", 4, NULL}},
        {640, PCART_CHART_SMN, "t-MDS", NULL, {0}},
        {700, PCART_CHART_TRANSPLANT, "allogeneic HSCT", NULL, {0}},
        {760, PCART_CHART_LAST_CONTACT, NULL, NULL, {0}}};
    static const pcart_chart_disc disc[] = {
        {-10, "Marrow", "normal", 0, NULL, {0}},
        {35, "Marrow", "aplastic, < 5 %", 1, NULL, {0}},
        {50, "Marrow", "aplastic", 1, NULL, {0}},
        {642, "Marrow", "MDS-IB1, blasts 7 %", 1, NULL, {0}},
        {35, "Karyotype", "46,XY[20]", 0, NULL, {0}},
        {642, "Karyotype", "-7, complex", 1, NULL, {0}},
        {-10, "Sequencing", "TP53", 1, NULL, {0}},
        {50, "Sequencing", "TP53", 1, NULL, {0}},
        {642, "Sequencing", "TP53, PPM1D", 1, NULL, {0}}};
    static const pcart_chart_vaf tp53[] = {
        {-10, PCART_CHART_FOUND, 0.008, 0.005, {"variants", 2, NULL}},
        {50, PCART_CHART_FOUND, 0.031, 0.005, {0}},
        {300, PCART_CHART_FOUND, 0.12, 0.01, {0}},
        {642, PCART_CHART_FOUND, 0.46, 0.01, {0}}};
    static const pcart_chart_vaf ppm1d[] = {
        {-10, PCART_CHART_NOT_COVERED, NAN, NAN, {0}},
        {50, PCART_CHART_ABSENT, NAN, 0.005, {0}},
        {300, PCART_CHART_FOUND, 0.02, 0.01, {0}},
        {642, PCART_CHART_FOUND, 0.05, 0.01, {0}}};
    static const pcart_chart_vaf dnmt3a[] = {
        {-10, PCART_CHART_FOUND, 0.06, 0.005, {0}},
        {50, PCART_CHART_FOUND, 0.05, 0.005, {0}},
        {300, PCART_CHART_FOUND, 0.045, 0.01, {0}},
        {642, PCART_CHART_FOUND, 0.05, 0.01, {0}}};
    static const pcart_chart_clone clone[] = {
        {"TP53 p.R248Q", "host", tp53, 4},
        {"PPM1D p.C478*", "host", ppm1d, 4},
        {"DNMT3A p.R882H", "?", dnmt3a, 4}};
    static const int chimerism_day[] = {710, 730, 760};
    static const double cd3[] = {0.4, 0.8, 0.97};
    static const double whole[] = {0.9, 0.99, 1};
    static const pcart_chart_chimerism chimerism[] = {
        {"CD3", chimerism_day, cd3, 3},
        {"whole blood", chimerism_day, whole, 3}};
    static const pcart_chart_verdict verdict[] = {
        {"early ICAHT", "grade 4", "ANC \xE2\x89\xA4 100 for 30 days",
         PCART_CHART_VALUE, 4, "icaht-2023-early", NULL},
        {"late ICAHT", "grade 4", "ANC 5 on day 36, confirmed day 40",
         PCART_CHART_VALUE, 4, "icaht-2023-late", NULL},
        {"phenotype", "aplastic", "ANC < 100 for 14 days or more",
         PCART_CHART_VALUE, -1, "phenotype-rejeski-2021", NULL},
        {"T-ICAHT early", "grade 4", "platelets < 20 for 21 days",
         PCART_CHART_VALUE, 4, "t-icaht-2025-early", NULL},
        {"CAR-HEMATOTOX", "5 (high)", NULL, PCART_CHART_VALUE, 4,
         "car-hematotox-2021", NULL},
        {"day-90 platelets", "64 \xC3\x97 10\xE2\x81\xB9/L", "value of day 88",
         PCART_CHART_VALUE, -1, "plt-day-90", NULL},
        {"IPSS-M", "very high", "TP53 multi-hit not excluded",
         PCART_CHART_BOUNDS, 4, "ipss-m-2022", NULL}};
    pcart_chart_panel panel[3];
    pcart_course_chart chart = {
        .patient = "P044",
        .infusion = 1,
        .n_infusion = 1,
        .subtitle = "Multiple myeloma, ide-cel; autologous boost day 55; "
                    "secondary myeloid neoplasm after 21 months",
        .first_day = -35,
        .last_day = 790};

    for (size_t i = 0; i < PCART_COUNTOF(tick); i++)
        tick[i] = (pcart_chart_tick){.day = (int)i * 2 - 2, .amount = 1};
    set_panels(panel);
    panel[0].point = a;
    panel[0].n_point = series(anc, PCART_COUNTOF(anc), 0.2, a);
    for (size_t i = 0; i < panel[0].n_point; i++)
        a[i].under_gcsf = a[i].day >= 7 && a[i].day <= 62;
    panel[0].run = run;
    panel[0].n_run = 2;
    panel[1].point = p;
    panel[1].n_point = series(plt, PCART_COUNTOF(plt), 0.1, p);
    panel[1].tick = tick;
    panel[1].n_tick = PCART_COUNTOF(tick);
    panel[1].tick_label = "platelets given";
    panel[2].point = h;
    panel[2].n_point = series(hb, PCART_COUNTOF(hb), 0.03, h);
    chart.panel = panel;
    chart.n_panel = 3;
    chart.phase = phases;
    chart.n_phase = PCART_COUNTOF(phases);
    chart.bar = bar;
    chart.n_bar = PCART_COUNTOF(bar);
    chart.mark = mark;
    chart.n_mark = PCART_COUNTOF(mark);
    chart.disc = disc;
    chart.n_disc = PCART_COUNTOF(disc);
    chart.clone = clone;
    chart.n_clone = PCART_COUNTOF(clone);
    chart.chimerism = chimerism;
    chart.n_chimerism = 2;
    chart.verdict = verdict;
    chart.n_verdict = PCART_COUNTOF(verdict);
    save("course-aplastic", &chart, arena);
}

static void
draw_two_infusions(pcart_arena *arena)
{
    static const knot anc[] = {
        {-14, 2100}, {-3, 1100}, {4, 300},    {12, 800},   {25, 2000},
        {160, 1800}, {180, 150}, {195, 1200}, {260, 2000}, {280, 0}};
    static pcart_chart_point a[MOST];
    static const pcart_chart_run run[] = {{500, "<=", 3, 9, 7, 1, "grade 2"}};
    static const pcart_chart_mark mark[] = {
        {-5, PCART_CHART_LYMPHODEPLETION, NULL, NULL, {0}},
        {0, PCART_CHART_INFUSION, "infusion 1 (BCMA)", NULL, {0}},
        {150, PCART_CHART_RELAPSE, NULL, NULL, {0}},
        {168, PCART_CHART_LYMPHODEPLETION, NULL, NULL, {0}},
        {173, PCART_CHART_INFUSION, "infusion 2 (GPRC5D)", NULL, {0}},
        {276, PCART_CHART_LAST_CONTACT, NULL, NULL, {0}}};
    static const pcart_chart_bar bar[] = {
        {"CRS", 1, 3, 2, NULL, NULL, {0}},
        {"CRS", 175, 179, 1, NULL, NULL, {0}},
        {"GVHD", 60, PCART_DAY_NONE, 1, "skin, grade 1", NULL, {0}}};
    static const pcart_chart_verdict verdict[] = {
        {"early ICAHT", "grade 2", "ANC \xE2\x89\xA4 500 for 7 days",
         PCART_CHART_VALUE, 2, "icaht-2023-early", NULL},
        {"late ICAHT", "grade 0",
         "window ends on day 100; second infusion "
         "starts a course of its own",
         PCART_CHART_VALUE, 0, "icaht-2023-late", NULL}};
    static const pcart_chart_phase again[] = {
        {-5, -1, "lymphodepletion", "LD"},
        {0, 30, "early: day 0 to 30", "early"},
        {31, 100, "late: day 31 to 100", "late"}};
    static const pcart_chart_strip strip = {"infusion 2", 173, again, 3};
    pcart_chart_panel panel[3];
    pcart_course_chart chart = {.patient = "P230",
                                .infusion = 1,
                                .n_infusion = 2,
                                .subtitle = "Multiple myeloma",
                                .first_day = -14,
                                .last_day = 276,
                                .is_verdict_first = 1};

    set_panels(panel);
    panel[0].point = a;
    panel[0].n_point = series(anc, PCART_COUNTOF(anc), 0.2, a);
    panel[0].run = run;
    panel[0].n_run = 1;
    chart.panel = panel;
    chart.n_panel = 3;
    chart.phase = phases;
    chart.n_phase = PCART_COUNTOF(phases);
    chart.strip = &strip;
    chart.n_strip = 1;
    chart.bar = bar;
    chart.n_bar = PCART_COUNTOF(bar);
    chart.mark = mark;
    chart.n_mark = PCART_COUNTOF(mark);
    chart.verdict = verdict;
    chart.n_verdict = PCART_COUNTOF(verdict);
    save("course-two-infusions", &chart, arena);
}

static void
draw_nothing(pcart_arena *arena)
{
    static const pcart_chart_verdict verdict[] = {
        {"early ICAHT", "not evaluable", "no ANC in the window",
         PCART_CHART_NOT_EVALUABLE, -1, "icaht-2023-early", NULL}};
    pcart_chart_panel panel[3];
    pcart_course_chart chart = {
        .patient = "P999", .infusion = 1, .first_day = -14, .last_day = 100};

    set_panels(panel);
    chart.panel = panel;
    chart.n_panel = 3;
    chart.verdict = verdict;
    chart.n_verdict = 1;
    save("course-no-data", &chart, arena);
    save("course-zero", &(pcart_course_chart){0}, arena);
}

void
gallery_courses(pcart_arena *arena)
{
    draw_normal(arena);
    draw_early_death(arena);
    draw_biphasic(arena);
    draw_aplastic(arena);
    draw_two_infusions(arena);
    draw_nothing(arena);
}
