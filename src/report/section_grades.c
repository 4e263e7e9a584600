/* section_grades.c -- haematotoxicity: grades, why some have none, counts over
 * time.  Layer: report. */
#include "report/page.h"

#include <string.h>

#include "postcart/stack_plot.h"
#include "report/number.h"

/* Bars of the figure: measures by name, under a heading. */
static const struct {
    const char *measure, *section;
} bar[] = {
    {"icaht_early", "Neutrophils"}, {"icaht_late", "Neutrophils"},
    {"ctcae5_anc", "Neutrophils"},  {"ctcae6_anc", "Neutrophils"},
    {"ticaht_early", "Platelets"},  {"ticaht_late", "Platelets"},
    {"ctcae5_plt", "Platelets"},    {"ctcae6_plt", "Platelets"},
    {"ctcae5_hb", "Haemoglobin"},
};

static const char *const grade_level[] = {"grade 0", "grade 0 or 1", "grade 1",
                                          "grade 2", "grade 3",      "grade 4"};

enum { N_GRADE = sizeof grade_level / sizeof grade_level[0] };

/* The colour of each level, as in the chart of a course. */
static const int level_grade[] = {0, 0, 1, 2, 3, 4};

static const pcart_variable_row *
find_row(const pcart_comparison *c, const char *name)
{
    for (size_t r = 0; r < c->n_row; r++)
        if (strcmp(c->row[r].variable->name, name) == 0)
            return &c->row[r];
    return NULL;
}

/* Counts by the levels of the figure; what fits none is not decided. */
static int
fill_bar(pcarti_page *page, const pcart_variable_row *row, pcart_stack_row *out)
{
    long *count = pcart_arena_take(page->arena, N_GRADE, sizeof *count);
    const pcart_variable *v = row->variable;

    if (!count) {
        pcarti_page_keep(page, NULL);
        return 0;
    }
    out->label = v->title;
    out->count = count;
    out->missing = (long)(row->cell[0].n - row->cell[0].n_known);
    for (size_t k = 0; k < v->n_level; k++) {
        size_t g = 0;

        while (g < N_GRADE && strcmp(grade_level[g], v->level[k]) != 0)
            g++;
        if (g < N_GRADE)
            count[g] += row->cell[0].count[k];
        else
            out->missing += row->cell[0].count[k];
    }
    return 1;
}

static void
draw_grades(pcarti_page *page)
{
    pcart_stack_row row[PCART_COUNTOF(bar)] = {{0}};
    pcart_stack_plot plot = {.level = grade_level,
                             .n_level = N_GRADE,
                             .missing_label = "not evaluable, or bounds only",
                             .row = row,
                             .grade = level_grade};
    const pcart_scene scene = {
        .id = "grades", .title = "Grades of haematotoxicity", .width = 860};
    pcarti_buf svg = {0};

    for (size_t k = 0; k < PCART_COUNTOF(bar); k++) {
        const pcart_variable_row *found =
            find_row(&page->study->grades, bar[k].measure);

        if (!found || found->variable->kind != PCART_VARIABLE_CATEGORY)
            continue;
        if (!fill_bar(page, found, &row[plot.n_row]))
            return;
        row[plot.n_row++].section = bar[k].section;
    }
    pcarti_page_fail(page, pcart_stack_plot_draw(&plot, &scene, page->arena,
                                                 &svg, page->err));
    pcarti_page_figure(page, "grades",
                       "Worst grade of each patient, as share of those "
                       "evaluable.",
                       &svg);
    pcarti_buf_release(&svg);
}

/* How many have each grade, by group. */
static void
put_grades(pcarti_page *page, pcart_sheet *sheet, const pcart_variable_row *row,
           size_t g, const char *group)
{
    const pcart_variable *v = row->variable;
    const pcart_variable_cell *cell = &row->cell[g];
    size_t n_other = cell->n_known;

    pcart_sheet_row(sheet, g ? PCART_ROW_INDENT : PCART_ROW_PLAIN);
    pcart_sheet_put(sheet, g ? group : v->title, v->title);
    for (size_t level = 0; level < N_GRADE; level++) {
        size_t n = 0;

        for (size_t k = 0; k < v->n_level; k++)
            if (strcmp(v->level[k], grade_level[level]) == 0)
                n += (size_t)cell->count[k];
        n_other -= n;
        pcart_sheet_put(
            sheet,
            n ? pcarti_page_keep(
                    page, pcarti_number_share(page->arena, n, cell->n_known))
              : "0",
            pcarti_page_print(page, "%zu", n));
    }
    pcart_sheet_count(sheet, (long long)n_other);
    pcart_sheet_count(sheet, (long long)(cell->n - cell->n_known));
    pcart_sheet_count(sheet, (long long)cell->n_known);
    pcart_sheet_text(sheet, group);
    pcart_sheet_text(sheet, v->name);
}

static void
write_grades(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"measure", "Worst grade", PCART_SHEET_TEXT},
        {"grade_0", "0", PCART_SHEET_NUMBER},
        {"grade_0_or_1", "0 or 1", PCART_SHEET_NUMBER},
        {"grade_1", "1", PCART_SHEET_NUMBER},
        {"grade_2", "2", PCART_SHEET_NUMBER},
        {"grade_3", "3", PCART_SHEET_NUMBER},
        {"grade_4", "4", PCART_SHEET_NUMBER},
        {"other_bounds", "Other bounds", PCART_SHEET_NUMBER},
        {"not_evaluable", "Not evaluable", PCART_SHEET_NUMBER},
        {"n_known", "", PCART_SHEET_NUMBER},
        {"group", "", PCART_SHEET_TEXT},
        {"name", "", PCART_SHEET_TEXT}};
    const pcart_comparison *c = &page->study->grades;
    pcart_sheet sheet = pcarti_page_sheet(page, "grades", "Grades", column,
                                          PCART_COUNTOF(column));

    for (size_t r = 0; r < c->n_row; r++) {
        if (!c->row[r].variable->is_untested)
            continue;
        put_grades(page, &sheet, &c->row[r], 0, "all");
        for (size_t g = 0; c->n_group > 1 && g < c->n_group; g++)
            put_grades(page, &sheet, &c->row[r], g + 1, c->group_label[g]);
    }
    sheet.n_shown = PCART_COUNTOF(column) - 3;
    sheet.note = "n/N (%), N being those with a grade or bounds. 0 or 1: "
                 "without a lower limit of normal these two cannot be told "
                 "apart. Other bounds: censored values leave several grades "
                 "open.";
    pcarti_page_table(page, &sheet, NULL);
}

/* A reason and how many have it. */
typedef struct reason_count {
    const char *reason;
    size_t n;
} reason_count;

/* Numbers within a reason differ by patient: "day 12" and "day 13" are one
 * reason.  Compares with every run of digits taken as one sign. */
static int
same_reason(const char *a, const char *b)
{
    while (*a && *b) {
        int is_digit_a = *a >= '0' && *a <= '9';
        int is_digit_b = *b >= '0' && *b <= '9';

        if (is_digit_a != is_digit_b || (!is_digit_a && *a != *b))
            return 0;
        if (!is_digit_a) {
            a++;
            b++;
            continue;
        }
        while (*a >= '0' && *a <= '9')
            a++;
        while (*b >= '0' && *b <= '9')
            b++;
    }
    return *a == *b;
}

enum { MAX_REASON = 64 };

static size_t
count_reasons(const pcart_variable *variable, size_t n_subject,
              reason_count *count)
{
    size_t n = 0;

    for (size_t i = 0; i < n_subject; i++) {
        size_t k = 0;

        if (!variable->reason || !variable->reason[i])
            continue;
        while (k < n && !same_reason(count[k].reason, variable->reason[i]))
            k++;
        if (k == n && n < MAX_REASON)
            count[n++] = (reason_count){variable->reason[i], 0};
        if (k < n)
            count[k].n++;
    }
    return n;
}

static void
write_reasons(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"measure", "Measure", PCART_SHEET_TEXT},
        {"n", "n", PCART_SHEET_NUMBER},
        {"total", "of", PCART_SHEET_NUMBER},
        {"reason", "Reason (example)", PCART_SHEET_TEXT}};
    const pcart_comparison *c = &page->study->grades;
    pcart_sheet sheet =
        pcarti_page_sheet(page, "not_evaluable", "Results that are not a value",
                          column, PCART_COUNTOF(column));

    for (size_t r = 0; r < c->n_row; r++) {
        const pcart_variable *variable = c->row[r].variable;
        reason_count count[MAX_REASON];
        size_t n = variable->n_level == 2 && variable->shown_level == 1
                       ? 0 // derived: its measure is listed
                       : count_reasons(variable, c->n_subject, count);

        for (size_t k = 0; k < n; k++) {
            pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
            pcart_sheet_text(&sheet, variable->title);
            pcart_sheet_count(&sheet, (long long)count[k].n);
            pcart_sheet_count(&sheet, (long long)c->n_subject);
            pcart_sheet_text(&sheet, count[k].reason);
        }
    }
    sheet.note = "Reasons that differ only in numbers are counted together. "
                 "Nothing that is missing was taken as normal.";
    if (sheet.n_row)
        pcarti_page_table(page, &sheet, NULL);
}

/* What was measured, for the figure and for R. */
void
pcarti_page_counts(pcarti_page *page, const char *name,
                   const pcart_study_trend *trend, size_t n_trend)
{
    static const pcart_sheet_column column[] = {
        {"analyte", "", PCART_SHEET_TEXT}, {"group", "", PCART_SHEET_TEXT},
        {"subject", "", PCART_SHEET_TEXT}, {"day", "", PCART_SHEET_NUMBER},
        {"value", "", PCART_SHEET_NUMBER}, {"unit", "", PCART_SHEET_TEXT}};
    pcart_sheet sheet =
        pcarti_page_sheet(page, name, "", column, PCART_COUNTOF(column));

    for (size_t t = 0; t < n_trend; t++) {
        const pcart_analyte_info *info = pcart_analyte_get(trend[t].analyte);

        for (size_t g = 0; g < trend[t].n_group; g++) {
            const pcart_study_trend_group *group = &trend[t].group[g];

            for (size_t i = 0; i < group->n_line; i++)
                for (size_t k = 0; k < group->line[i].n; k++) {
                    const pcart_study_line *line = &group->line[i];

                    pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
                    pcart_sheet_text(&sheet, info->name);
                    pcart_sheet_text(&sheet, group->label);
                    pcart_sheet_text(&sheet, line->label);
                    pcart_sheet_count(&sheet, line->day[k]);
                    pcart_sheet_number(&sheet, line->value[k], 6);
                    pcart_sheet_text(&sheet, info->unit);
                }
        }
    }
    pcarti_page_csv(page, &sheet);
}

void
pcarti_section_grades(pcarti_page *page)
{
    pcarti_page_section(page, "haematotoxicity", "Haematotoxicity");
    draw_grades(page);
    write_grades(page);
    pcarti_page_comparison(page, &page->study->grades);
    write_reasons(page);
    pcarti_page_counts(page, "counts", page->study->trend,
                       page->study->n_trend);
    pcarti_page_trends(page);
}
