/* section_pairs.c -- the first infusion against the second.
 * Layer: report. */
#include "report/page.h"

#include <math.h>
#include <string.h>

#include "postcart/slope_plot.h"
#include "postcart/stack_plot.h"
#include "report/number.h"

static const char *
p_text(pcarti_page *page, const pcart_test *test)
{
    if (!test->method)
        return "";
    if (!test->is_evaluable)
        return "-";
    return pcarti_page_keep(page, pcarti_number_p(page->arena, test->p_value));
}

static const char *
p_full(pcarti_page *page, const pcart_test *test)
{
    return test->method && test->is_evaluable
               ? pcarti_page_keep(
                     page, pcarti_number_full(page->arena, test->p_value))
               : "";
}

static const char *
side_text(pcarti_page *page, const pcart_pair_row *row, int k)
{
    const pcart_summary *s = &row->summary[k];
    const double value[3] = {s->median, s->q25, s->q75};
    const char *text[3];
    int decimals;

    if (row->n_known[k] == 0)
        return "n = 0";
    if (row->is_yes_no)
        return pcarti_page_keep(page, pcarti_number_share(page->arena,
                                                          (size_t)row->n_yes[k],
                                                          row->n_known[k]));
    decimals = pcarti_number_decimals(s->q25, s->median, s->q75);
    for (int i = 0; i < 3; i++)
        text[i] = pcarti_page_keep(
            page, pcarti_number_shown(page->arena, value[i], decimals));
    return pcarti_page_print(page, "%s (%s-%s)", text[0], text[1], text[2]);
}

static void
put_row(pcarti_page *page, pcart_sheet *sheet, const pcart_pair_row *row)
{
    pcart_sheet_row(sheet, PCART_ROW_INDENT);
    pcart_sheet_put(sheet,
                    pcarti_page_print(page, "%s%s%s", row->title,
                                      row->unit[0] ? ", " : "", row->unit),
                    row->name);
    for (int k = 0; k < 2; k++)
        pcart_sheet_text(sheet, side_text(page, row, k));
    pcart_sheet_count(sheet, (long long)row->n_both);
    pcart_sheet_text(sheet, row->is_yes_no
                                ? pcarti_page_print(page, "%d / %d",
                                                    row->discordant[0],
                                                    row->discordant[1])
                                : "");
    pcart_sheet_put(sheet, p_text(page, &row->test), p_full(page, &row->test));
    pcart_sheet_put(sheet, p_text(page, &row->paired_t),
                    p_full(page, &row->paired_t));
    pcart_sheet_put(
        sheet,
        row->is_contradicted
            ? pcarti_page_print(page, "%s (!)", p_text(page, &row->unpaired))
            : p_text(page, &row->unpaired),
        p_full(page, &row->unpaired));
    pcart_sheet_text(sheet, row->is_yes_no ? "yes_no" : "number");
    pcart_sheet_text(sheet, row->test.method ? row->test.method : "");
    pcart_sheet_text(sheet, row->unpaired.method ? row->unpaired.method : "");
}

static void
write_table(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"name", "", PCART_SHEET_TEXT},
        {"first", "First infusion", PCART_SHEET_NUMBER},
        {"second", "Second infusion", PCART_SHEET_NUMBER},
        {"n_pair", "Pairs", PCART_SHEET_NUMBER},
        {"discordant", "Only first / only second", PCART_SHEET_NUMBER},
        {"p_paired", "p, paired", PCART_SHEET_NUMBER},
        {"p_paired_t", "p, paired t", PCART_SHEET_NUMBER},
        {"p_unpaired", "p, unpaired", PCART_SHEET_NUMBER},
        {"kind", "", PCART_SHEET_TEXT},
        {"paired_test", "", PCART_SHEET_TEXT},
        {"unpaired_test", "", PCART_SHEET_TEXT}};
    const pcart_pairs *pairs = &page->study->pairs;
    pcart_sheet sheet = pcarti_page_sheet(page, "second_infusion",
                                          "First against second infusion",
                                          column, PCART_COUNTOF(column));
    const char *section = "";

    for (size_t r = 0; r < pairs->n_row; r++) {
        if (strcmp(section, pairs->row[r].section) != 0) {
            section = pairs->row[r].section;
            pcart_sheet_row(&sheet, PCART_ROW_HEAD);
            pcart_sheet_put(&sheet, section, "");
        }
        put_row(page, &sheet, &pairs->row[r]);
    }
    sheet.n_shown = 8;
    sheet.note =
        "Numbers are median (first to third quartile, type 7) of those in whom "
        "they are known, yes and no n/N (%). Tests take the pairs in which "
        "both are known. Paired: McNemar's exact test for yes and no, else the "
        "Wilcoxon signed-rank test. Unpaired: Fisher's exact and the "
        "Mann-Whitney test, which take one patient for two; they are shown to "
        "be compared with papers, and (!) marks where they would say something "
        "else.";
    pcarti_page_table(page, &sheet, NULL);
}

/* Every value, for the figures and for R. */
static void
write_values(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"name", "", PCART_SHEET_TEXT},
        {"patient", "", PCART_SHEET_TEXT},
        {"first", "", PCART_SHEET_NUMBER},
        {"second", "", PCART_SHEET_NUMBER}};
    const pcart_pairs *pairs = &page->study->pairs;
    pcart_sheet sheet =
        pcarti_page_sheet(page, "pairs", "", column, PCART_COUNTOF(column));

    for (size_t r = 0; r < pairs->n_row; r++)
        for (size_t i = 0; i < pairs->n; i++) {
            pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
            pcart_sheet_text(&sheet, pairs->row[r].name);
            pcart_sheet_text(&sheet, pairs->pair[i].patient->id);
            pcart_sheet_number(&sheet, pairs->row[r].value[0][i], 6);
            pcart_sheet_number(&sheet, pairs->row[r].value[1][i], 6);
        }
    pcarti_page_csv(page, &sheet);
}

/* A value against its partner, or alone where that is missing. */
static void
draw_slope(pcarti_page *page, const pcart_pair_row *row)
{
    const pcart_pairs *pairs = &page->study->pairs;
    pcart_slope_pair *pair =
        pcart_arena_take(page->arena, pairs->n + 1, sizeof *pair);
    const char *p = p_text(page, &row->test);
    const char *name = pcarti_page_print(page, "pair_%s", row->name);
    pcart_slope_plot plot = {
        .y_label = pcarti_page_print(page, "%s%s%s", row->title,
                                     row->unit[0] ? ", " : "", row->unit),
        .before_label = "first",
        .after_label = "second",
        .pair = pair,
        .n_pair = pairs->n,
        .has_labels = pairs->n <= 20,
        .test = row->test.method && row->test.is_evaluable
                    ? pcarti_page_print(page, "signed-rank test: p %s%s",
                                        p[0] == '<' ? "" : "= ", p)
                    : NULL};
    const pcart_scene scene = {
        .id = name, .title = row->title, .width = 320, .height = 300};
    pcarti_buf svg = {0};

    if (!pair) {
        pcarti_page_keep(page, NULL);
        return;
    }
    for (size_t i = 0; i < pairs->n; i++)
        pair[i] = (pcart_slope_pair){.label = pairs->pair[i].patient->id,
                                     .before = row->value[0][i],
                                     .after = row->value[1][i]};
    pcarti_page_fail(page, pcart_slope_plot_draw(&plot, &scene, page->arena,
                                                 &svg, page->err));
    pcarti_page_figure(
        page, name,
        pcarti_page_print(page,
                          "%s in the first and second course; one line "
                          "per patient.",
                          row->title),
        &svg);
    pcarti_buf_release(&svg);
}

/* Where nobody changed, lines on top of each other say nothing. */
static int
is_drawn(const pcart_pair_row *row, size_t n)
{
    for (size_t i = 0; i < n && !row->is_yes_no; i++)
        if (fabs(row->value[0][i] - row->value[1][i]) > 0)
            return 1;
    return 0;
}

static void
draw_slopes(pcarti_page *page)
{
    const pcart_pairs *pairs = &page->study->pairs;

    pcarti_page_tiles_begin(page);
    for (size_t r = 0; r < pairs->n_row; r++)
        if (is_drawn(&pairs->row[r], pairs->n))
            draw_slope(page, &pairs->row[r]);
    pcarti_page_tiles_end(page);
}

/* Yes and no of both courses as bars. */
static void
draw_bars(pcarti_page *page)
{
    static const char *const level[] = {"no", "yes"};
    static const int colour[] = {0, 3};
    const pcart_pairs *pairs = &page->study->pairs;
    pcart_stack_row *row =
        pcart_arena_take(page->arena, 2 * pairs->n_row + 1, sizeof *row);
    pcart_stack_plot plot = {.level = level,
                             .n_level = 2,
                             .missing_label = "not known",
                             .grade = colour,
                             .row = row,
                             .x_label = "Share of the patients in whom it is "
                                        "known"};
    const pcart_scene scene = {.id = "second_infusion",
                               .title = "First against second infusion",
                               .width = 860};
    pcarti_buf svg = {0};

    if (!row) {
        pcarti_page_keep(page, NULL);
        return;
    }
    for (size_t r = 0; r < pairs->n_row; r++)
        for (int k = 0; pairs->row[r].is_yes_no && k < 2; k++) {
            const pcart_pair_row *of = &pairs->row[r];
            long *count = pcart_arena_take(page->arena, 2, sizeof *count);

            if (!count) {
                pcarti_page_keep(page, NULL);
                return;
            }
            count[1] = of->n_yes[k];
            count[0] = (long)of->n_known[k] - count[1];
            row[plot.n_row++] = (pcart_stack_row){
                .label = k ? "second infusion" : "first infusion",
                .section = of->title,
                .count = count,
                .missing = (long)(pairs->n - of->n_known[k])};
        }
    if (plot.n_row == 0)
        return;
    pcarti_page_fail(page, pcart_stack_plot_draw(&plot, &scene, page->arena,
                                                 &svg, page->err));
    pcarti_page_figure(page, "second_infusion",
                       "What happened after the first and after the second "
                       "infusion.",
                       &svg);
    pcarti_buf_release(&svg);
}

static void
warn(pcarti_page *page, const pcart_pair_row *row)
{
    pcarti_page_paragraph(
        page,
        "Paired design: for %s the unpaired test (%s) gives p = %s, the paired "
        "one (%s) p = %s. The same patients were infused twice: only the "
        "paired test fits.",
        row->title, row->unpaired.method, p_text(page, &row->unpaired),
        row->test.method, p_text(page, &row->test));
}

void
pcarti_section_second_infusion(pcarti_page *page)
{
    const pcart_pairs *pairs = &page->study->pairs;

    pcarti_page_section(page, "second_infusion", "Second infusion");
    if (pairs->n == 0) {
        pcarti_page_paragraph(page, "Nobody had a second infusion.");
        return;
    }
    pcarti_page_paragraph(
        page,
        "%zu patients with two infusions or more: the first course against the "
        "second, each patient is their own control. A course ends where the "
        "next "
        "lymphodepletion begins.",
        pairs->n);
    for (size_t r = 0; r < pairs->n_row; r++)
        if (pairs->row[r].is_contradicted)
            warn(page, &pairs->row[r]);
    write_table(page);
    write_values(page);
    draw_bars(page);
    draw_slopes(page);
}
