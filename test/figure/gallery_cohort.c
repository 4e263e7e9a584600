/* gallery_cohort.c -- made-up figures of a cohort. */
#include "gallery.h"

#include <math.h>
#include <stdint.h>

#include "postcart/cell_plot.h"
#include "postcart/curve_plot.h"
#include "postcart/dot_plot.h"
#include "postcart/flow_chart.h"
#include "postcart/slope_plot.h"
#include "postcart/stack_plot.h"
#include "postcart/swimmer_plot.h"
#include "postcart/trend_plot.h"

/* A small generator: the same picture every time. */
static double
chance(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return (double)(*state >> 8) / 16777216.0;
}

#define STEPS 120

typedef struct made_curve {
    pcart_curve_point point[STEPS];
    double censor[STEPS];
    long risk[PCART_CURVE_TIMES], events[PCART_CURVE_TIMES];
} made_curve;

static void
make_curve(made_curve *made, pcart_curve_group *group, double rate, int n,
           int is_incidence, uint32_t seed)
{
    double time = 0, left = 1, at_risk = n, variance = 0;
    size_t n_point = 0, n_censor = 0;
    double times[PCART_CURVE_TIMES];
    const size_t n_time = pcart_curve_plot_times(48, PCART_TIME_MONTHS, times);
    long events = 0;
    size_t next = 0;

    while (at_risk > 3 && n_point < STEPS && n_censor < STEPS) {
        time += -log(chance(&seed) + 1e-9) / (at_risk * (rate + 0.018));
        for (; next < n_time && times[next] <= time; next++) {
            made->risk[next] = (long)at_risk;
            made->events[next] = events;
        }
        if (time > 48)
            break;
        if (chance(&seed) < rate / (rate + 0.018)) {
            left *= 1 - 1 / at_risk;
            variance += 1 / (at_risk * (at_risk - 1));
            events++;
            made->point[n_point].time = time;
            made->point[n_point].estimate = is_incidence ? 1 - left : left;
            const double half = 1.96 * left * sqrt(variance);
            made->point[n_point].low =
                fmax(0, made->point[n_point].estimate - half);
            made->point[n_point].high =
                fmin(1, made->point[n_point].estimate + half);
            n_point++;
        } else {
            made->censor[n_censor++] = time;
        }
        at_risk--;
    }
    for (; next < n_time; next++) {
        made->risk[next] = (long)at_risk;
        made->events[next] = events;
    }
    group->point = made->point;
    group->n_point = n_point;
    group->censor = made->censor;
    group->n_censor = n_censor;
    group->risk = made->risk;
    group->events = made->events;
    group->last = fmin(time, 48);
    group->median = NAN;
    for (size_t i = n_point; i-- > 0;) {
        if (made->point[i].estimate <= 0.5)
            group->median = made->point[i].time;
    }
}

static void
draw_curves(pcart_arena *arena)
{
    static made_curve made[6];
    double times[PCART_CURVE_TIMES];
    pcart_curve_group group[6] = {
        {.label = "low CAR-HEMATOTOX", .note = "61 of 241"},
        {.label = "high CAR-HEMATOTOX", .note = "118 of 214"},
        {.label = "not evaluable", .note = "33 of 100"}};
    pcart_curve_plot plot = {.kind = PCART_CURVE_PLOT_SURVIVAL,
                             .unit = PCART_TIME_MONTHS,
                             .y_label = "Overall survival",
                             .x_last = 48,
                             .group = group,
                             .n_group = 3,
                             .has_median = 1,
                             .test = "Log-rank test: p < 0.001",
                             .interval = "95% CI, log-log",
                             .risk_time = times};
    pcart_scene scene = {.id = "os",
                         .title = "Overall survival by CAR-HEMATOTOX",
                         .note = "Kaplan-Meier. Ticks: censored patients."};
    pcarti_buf out = {0};
    pcart_err err = {0};

    plot.n_risk_time = pcart_curve_plot_times(48, plot.unit, times);
    make_curve(&made[0], &group[0], 0.009, 110, 0, 1);
    make_curve(&made[1], &group[1], 0.025, 100, 0, 2);
    make_curve(&made[2], &group[2], 0.016, 50, 0, 3);
    gallery_save("curve-survival",
                 pcart_curve_plot_draw(&plot, &scene, arena, &out, &err), &err,
                 &out);

    plot.kind = PCART_CURVE_PLOT_INCIDENCE;
    plot.y_label = "Cumulative incidence";
    plot.y_last = -1;
    plot.n_group = 2;
    plot.test = "Gray test: p = 0.041";
    group[0] = (pcart_curve_group){.label = "secondary myeloid neoplasm"};
    group[1] = (pcart_curve_group){.label = "death without it"};
    make_curve(&made[0], &group[0], 0.0012, 110, 1, 5);
    make_curve(&made[1], &group[1], 0.004, 110, 1, 6);
    scene = (pcart_scene){.id = "cif", .title = "Secondary myeloid neoplasm"};
    gallery_save("curve-incidence",
                 pcart_curve_plot_draw(&plot, &scene, arena, &out, &err), &err,
                 &out);

    plot.n_group = 6;
    plot.y_last = 0;
    for (int i = 0; i < 6; i++) {
        static const char *const name[] = {"LBCL", "B-ALL", "MM",
                                           "MCL",  "FL",    "CLL"};

        group[i] = (pcart_curve_group){.label = name[i]};
        make_curve(&made[i], &group[i], 0.004 + 0.001 * i, 90, 1,
                   (uint32_t)(20 + i));
    }
    scene = (pcart_scene){.id = "six"};
    gallery_save("curve-six",
                 pcart_curve_plot_draw(&plot, &scene, arena, &out, &err), &err,
                 &out);
    plot.n_group = 0;
    plot.n_risk_time = 0;
    gallery_save("curve-empty",
                 pcart_curve_plot_draw(&plot, &scene, arena, &out, &err), &err,
                 &out);
    pcarti_buf_release(&out);
}

static void
draw_flow(pcart_arena *arena)
{
    static const pcart_flow_exclusion first[] = {
        {"CAR-T product not commercial", 12},
        {"no count between day 0 and day 30", 31}};
    static const pcart_flow_exclusion second[] = {
        {"secondary myeloid neoplasm before the infusion", 2}};
    static const pcart_flow_box box[] = {
        {"Infusions in the tables, 16 centres, 2018 to 2023", 600, first, 2},
        {"Infusions with counts", 557, second, 1},
        {"First infusions analysed: the population of all results below", 555,
         NULL, 0}};
    static const pcart_flow_box branch[] = {
        {"low CAR-HEMATOTOX", 241, NULL, 0},
        {"high CAR-HEMATOTOX", 214, NULL, 0},
        {"not evaluable (a marker is missing)", 100, NULL, 0}};
    const pcart_flow_chart chart = {box, 3, branch, 3};
    const pcart_scene scene = {.id = "flow", .title = "Cohort flow"};
    pcarti_buf out = {0};
    pcart_err err = {0};

    gallery_save("flow",
                 pcart_flow_chart_draw(&chart, &scene, arena, &out, &err), &err,
                 &out);
    pcarti_buf_release(&out);
}

static void
draw_stack(pcart_arena *arena)
{
    static const char *const level[] = {"grade 0", "grade 0-1", "grade 1",
                                        "grade 2", "grade 3",   "grade 4"};
    static const int grade[] = {0, 0, 1, 2, 3, 4};
    static const long early[] = {96, 0, 180, 151, 61, 40};
    static const long late[] = {210, 0, 60, 101, 80, 34};
    static const long plt[] = {180, 120, 60, 61, 50, 20};
    static const long five[] = {12, 0, 21, 44, 130, 340};
    static const long none[] = {0, 0, 0, 0, 0, 0};
    static const pcart_stack_row row[] = {
        {"early ICAHT", "ICAHT", early, 27},
        {"late ICAHT", "ICAHT", late, 70},
        {"early T-ICAHT", "T-ICAHT", plt, 64},
        {"late T-ICAHT", "T-ICAHT", none, 555},
        {"CTCAE v5 neutropenia, worst", "CTCAE", five, 8}};
    const pcart_stack_plot plot = {level, 6, NULL, row, 5, NULL, grade};
    const pcart_scene scene = {.id = "stack",
                               .title = "Grades of haematotoxicity",
                               .note = "N: patients whose grade could be "
                                       "evaluated."};
    pcarti_buf out = {0};
    pcart_err err = {0};

    gallery_save("stack",
                 pcart_stack_plot_draw(&plot, &scene, arena, &out, &err), &err,
                 &out);
    pcarti_buf_release(&out);
}

#define LINES 60
#define DAYS 24

static void
draw_trend(pcart_arena *arena)
{
    static int day[DAYS];
    static double value[2][LINES][DAYS];
    static pcart_trend_line line[2][LINES];
    static pcart_trend_interval interval[2][DAYS];
    static const double band[] = {500, 1000};
    pcart_trend_group group[2] = {{.label = "first infusion"},
                                  {.label = "second infusion"}};
    const pcart_trend_plot plot = {.y_label = "ANC (cells/\xC2\xB5L)",
                                   .noun = "ANC values",
                                   .scale = PCART_SCALE_LOG,
                                   .low = 10,
                                   .high = 20000,
                                   .first_day = -10,
                                   .last_day = 100,
                                   .band = band,
                                   .n_band = 2,
                                   .group = group,
                                   .n_group = 2};
    const pcart_scene scene = {
        .id = "trend",
        .title = "ANC after the first and the second infusion",
        .note = "Thin lines: patients. Thick: median of each interval; bands: "
                "quartiles. Values of 0 stand in the grey band."};
    uint32_t seed = 7;
    pcarti_buf out = {0};
    pcart_err err = {0};

    for (int k = 0; k < DAYS; k++)
        day[k] = k < 18 ? -8 + 3 * k : 46 + 9 * (k - 17);
    for (int g = 0; g < 2; g++) {
        for (int i = 0; i < LINES; i++) {
            const double level = 0.3 + 1.4 * chance(&seed);

            for (int k = 0; k < DAYS; k++) {
                const double dip = exp(-(day[k] - 8.0) * (day[k] - 8.0) / 120);

                value[g][i][k] = 2600 * level * exp(-(3.5 + g * 0.6) * dip) *
                                 (0.7 + 0.6 * chance(&seed));
                if (dip > 0.8 && level < 0.5)
                    value[g][i][k] = 0;
            }
            line[g][i] = (pcart_trend_line){"P", day, value[g][i], DAYS};
        }
        for (int k = 0; k < DAYS; k++) {
            const double dip = exp(-(day[k] - 8.0) * (day[k] - 8.0) / 120);
            const double median = 2600 * exp(-(3.5 + g * 0.6) * dip);

            interval[g][k] =
                (pcart_trend_interval){day[k] - 1,   day[k] + 1,   median,
                                       median * 0.6, median * 1.5, LINES - k};
        }
        group[g].line = line[g];
        group[g].n_line = LINES;
        group[g].interval = interval[g];
        group[g].n_interval = DAYS;
    }
    gallery_save("trend",
                 pcart_trend_plot_draw(&plot, &scene, arena, &out, &err), &err,
                 &out);
    pcarti_buf_release(&out);
}

static void
draw_dots(pcart_arena *arena)
{
    static double value[3][90];
    static const double band[] = {50, 100};
    pcart_dot_group group[] = {{"no SMN", value[0], 90, 120, 70, 190},
                               {"SMN", value[1], 14, 48, 25, 80},
                               {"not known", value[2], 30, NAN, NAN, NAN}};
    const pcart_dot_plot plot = {
        .y_label = "Platelets at day 90 (10\xE2\x81\xB9/L)",
        .scale = PCART_SCALE_LOG,
        .band = band,
        .n_band = 2,
        .group = group,
        .n_group = 3,
        .test = "Wilcoxon rank sum test, exact: p = 0.0007"};
    const pcart_scene scene = {.id = "dot", .title = "Platelets at day 90"};
    uint32_t seed = 11;
    pcarti_buf out = {0};
    pcart_err err = {0};

    for (int g = 0; g < 3; g++)
        for (int i = 0; i < 90; i++)
            value[g][i] = exp(log(g == 1 ? 48 : 120) +
                              (chance(&seed) + chance(&seed) - 1) * 1.3);
    value[0][3] = NAN;
    gallery_save("dot", pcart_dot_plot_draw(&plot, &scene, arena, &out, &err),
                 &err, &out);
    pcarti_buf_release(&out);
}

static void
draw_slope(pcart_arena *arena)
{
    static pcart_slope_pair pair[22];
    static const char *const name[] = {"TP53", "PPM1D", "DNMT3A or TET2"};
    const pcart_slope_plot plot = {.y_label = "VAF (%)",
                                   .before_label = "before infusion",
                                   .after_label = "after infusion",
                                   .scale = PCART_SCALE_LOG,
                                   .low = 0.1,
                                   .high = 100,
                                   .group = name,
                                   .n_group = 3,
                                   .pair = pair,
                                   .n_pair = 22,
                                   .has_labels = 1,
                                   .test = "Wilcoxon signed rank test, exact: "
                                           "p = 0.012"};
    const pcart_scene scene = {.id = "slope",
                               .title = "The same variants before and after"};
    uint32_t seed = 23;
    pcarti_buf out = {0};
    pcart_err err = {0};

    for (int i = 0; i < 22; i++) {
        pair[i].group = i % 3;
        pair[i].before = 0.3 + 6 * chance(&seed) * chance(&seed);
        pair[i].after =
            pair[i].before * (0.5 + 8 * chance(&seed) * (i % 3 != 2));
        pair[i].before_is_below = i % 7 == 0;
        pair[i].label = i % 2 ? "P03 TP53 p.R248Q" : "P11 PPM1D p.C478*";
        if (i == 5)
            pair[i].after = NAN;
        if (i == 6)
            pair[i].before = NAN;
    }
    gallery_save("slope",
                 pcart_slope_plot_draw(&plot, &scene, arena, &out, &err), &err,
                 &out);
    pcarti_buf_release(&out);
}

static void
draw_swimmer(pcart_arena *arena)
{
    static pcart_swimmer_row row[14];
    static pcart_swimmer_stretch stretch[14][2];
    static pcart_swimmer_mark mark[14][3];
    static const char *const state[] = {"remission", "relapse"};
    const pcart_swimmer_plot plot = {
        .row = row, .n_row = 14, .state = state, .n_state = 2};
    const pcart_scene scene = {.id = "swim",
                               .title =
                                   "Patients with a secondary myeloid neoplasm",
                               .note = "Arrow: alive at last contact."};
    pcarti_buf out = {0};
    pcart_err err = {0};

    for (int i = 0; i < 14; i++) {
        const int last = 1500 - i * 97;

        row[i] = (pcart_swimmer_row){
            .label = pcart_arena_print(arena, "C%02d-%03d", i % 5, i * 13),
            .section = i < 8 ? "Host origin" : "Origin not known",
            .first_day = -30,
            .last_day = last,
            .is_alive = i % 3 != 0,
            .stretch = stretch[i],
            .n_stretch = 2,
            .mark = mark[i],
            .n_mark = 3};
        stretch[i][0] = (pcart_swimmer_stretch){0, last / 2, 0};
        stretch[i][1] = (pcart_swimmer_stretch){last / 2 + 1, last, 1};
        mark[i][0] = (pcart_swimmer_mark){0, PCART_CHART_INFUSION, NULL};
        mark[i][1] =
            (pcart_swimmer_mark){last * 2 / 3, PCART_CHART_SMN, "t-MDS"};
        mark[i][2] = (pcart_swimmer_mark){
            i % 3 ? last * 3 / 4 : last,
            i % 3 ? PCART_CHART_TRANSPLANT : PCART_CHART_DEATH, NULL};
    }
    gallery_save("swimmer",
                 pcart_swimmer_plot_draw(&plot, &scene, arena, &out, &err),
                 &err, &out);
    pcarti_buf_release(&out);
}

static void
draw_cells(pcart_arena *arena)
{
    static const char *const gene[] = {"TP53", "PPM1D", "DNMT3A",
                                       "TET2", "ASXL1", "RUNX1"};
    static const char *patient[40];
    static pcart_mutation_cell cell[6 * 18];
    static unsigned char count[40 * 116];
    const pcart_mutation_plot mutation = {gene, 6, patient, 18, cell};
    const pcart_missing_plot missing = {patient, 40,    -14,
                                        101,     count, "ANC values"};
    pcart_scene scene = {.id = "mut",
                         .title = "Mutations before and after infusion"};
    uint32_t seed = 3;
    pcarti_buf out = {0};
    pcart_err err = {0};

    for (int i = 0; i < 40; i++)
        patient[i] = pcart_arena_print(arena, "P%03d", i * 7 + 1);
    for (int i = 0; i < 6 * 18; i++) {
        const double r = chance(&seed);

        cell[i].before = i % 18 < 4 ? PCART_CELL_NOT_TESTED
                         : r < 0.1  ? PCART_CELL_NOT_COVERED
                         : r < 0.3  ? PCART_CELL_POSITIVE
                                    : PCART_CELL_NEGATIVE;
        cell[i].after = i % 18 == 9 ? PCART_CELL_NOT_TESTED
                        : r < 0.4   ? PCART_CELL_POSITIVE
                                    : PCART_CELL_NEGATIVE;
        cell[i].before_vaf = 0.1 * chance(&seed);
        cell[i].after_vaf = r < 0.2 ? NAN : 0.6 * chance(&seed);
    }
    for (int i = 0; i < 40; i++)
        for (int k = 0; k < 116; k++)
            count[i * 116 + k] = k > 70 + i ? PCART_MISSING_OUTSIDE
                                 : k < 45
                                     ? (unsigned char)(3.4 * chance(&seed))
                                     : (unsigned char)(chance(&seed) < 0.2);
    gallery_save("mutation",
                 pcart_mutation_plot_draw(&mutation, &scene, arena, &out, &err),
                 &err, &out);
    scene = (pcart_scene){.id = "miss", .title = "Days without ANC"};
    gallery_save("missing",
                 pcart_missing_plot_draw(&missing, &scene, arena, &out, &err),
                 &err, &out);
    pcarti_buf_release(&out);
}

void
gallery_cohort(pcart_arena *arena)
{
    draw_curves(arena);
    draw_flow(arena);
    draw_stack(arena);
    draw_trend(arena);
    draw_dots(arena);
    draw_slope(arena);
    draw_swimmer(arena);
    draw_cells(arena);
}
