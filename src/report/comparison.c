/* comparison.c -- variables between groups, as tables.  Layer: report. */
#include "report/page.h"

#include <math.h>
#include <string.h>

#include "report/number.h"

/* "61.0 (56.2-65.2)". */
static const char *
summary_text(pcarti_page *page, const pcart_summary *summary, int decimals)
{
    return pcarti_page_print(
        page, "%s (%s-%s)",
        pcarti_page_keep(
            page, pcarti_number_shown(page->arena, summary->median, decimals)),
        pcarti_page_keep(
            page, pcarti_number_shown(page->arena, summary->q25, decimals)),
        pcarti_page_keep(
            page, pcarti_number_shown(page->arena, summary->q75, decimals)));
}

/* The tests of a table, each with a letter behind its p values. */
enum { MAX_METHOD = 26 };
typedef struct footnotes {
    const char *text[MAX_METHOD];
    size_t n;
} footnotes;

static char
letter_of(footnotes *notes, const char *text)
{
    size_t i = 0;

    while (i < notes->n && strcmp(notes->text[i], text) != 0)
        i++;
    if (i == notes->n && notes->n < MAX_METHOD)
        notes->text[notes->n++] = text;
    return (char)('a' + (i < MAX_METHOD ? i : MAX_METHOD - 1));
}

static void
put_test(pcarti_page *page, pcart_sheet *sheet, const pcart_variable_row *row,
         footnotes *notes)
{
    const pcart_test *test = &row->test;
    const char *name;

    if (!row->has_test) {
        pcart_sheet_text(sheet, "");
        return;
    }
    if (!test->is_evaluable) {
        name = pcarti_page_print(page, "no test: %s",
                                 test->reason ? test->reason : "no data");
        pcart_sheet_text(
            sheet, pcarti_page_print(page, "- %c", letter_of(notes, name)));
        return;
    }
    name = test->warning
               ? pcarti_page_print(page, "%s (%s)", test->method, test->warning)
               : test->method;
    pcart_sheet_text(
        sheet,
        pcarti_page_print(
            page, "%s %c",
            pcarti_page_keep(page, pcarti_number_p(page->arena, test->p_value)),
            letter_of(notes, name)));
}

static void
put_odds(pcarti_page *page, pcart_sheet *sheet, const pcart_variable_row *row)
{
    const pcart_test *odds = &row->odds;
    const char *part[3];
    const double value[3] = {odds->estimate, odds->low, odds->high};

    if (!row->has_odds || !odds->is_evaluable || !odds->has_interval) {
        pcart_sheet_text(sheet, "");
        return;
    }
    for (int i = 0; i < 3; i++)
        part[i] =
            pcarti_page_keep(page, pcarti_number_shown(page->arena, value[i],
                                                       value[i] < 10 ? 2 : 1));
    pcart_sheet_text(sheet, pcarti_page_print(page, "%s (%s-%s)", part[0],
                                              part[1], part[2]));
}

/* The same decimals in all groups. */
static int
decimals_of(const pcart_variable_row *row, size_t n_cell)
{
    int decimals = 0;

    for (size_t g = 0; g < n_cell; g++) {
        const pcart_summary *s = &row->cell[g].summary;
        int own = row->cell[g].has_summary
                      ? pcarti_number_decimals(s->q25, s->median, s->q75)
                      : 0;

        if (own > decimals)
            decimals = own;
    }
    return decimals;
}

static int
has_odds_column(const pcart_sheet *sheet)
{
    return sheet->n_column > 2 &&
           strcmp(sheet->column[sheet->n_column - 2].name, "odds") == 0;
}

/* Whether `text` has the word, whatever the case of its first letter. */
static int
has_word(const char *text, const char *word)
{
    for (const char *at = text; *at; at++)
        if ((*at | 0x20) == word[0] &&
            strncmp(at + 1, word + 1, strlen(word + 1)) == 0)
            return 1;
    return 0;
}

static void
put_number_row(pcarti_page *page, pcart_sheet *sheet,
               const pcart_variable_row *row, size_t n_cell, footnotes *notes)
{
    const pcart_variable *variable = row->variable;
    int decimals = decimals_of(row, n_cell);

    pcart_sheet_row(sheet, PCART_ROW_PLAIN);
    pcart_sheet_text(sheet,
                     /* "Days at risk" needs no ", days" behind it */
                     !variable->unit[0] ||
                             has_word(variable->title, variable->unit)
                         ? variable->title
                         : pcarti_page_print(page, "%s, %s", variable->title,
                                             variable->unit));
    for (size_t g = 0; g < n_cell; g++) {
        const pcart_variable_cell *cell = &row->cell[g];

        if (!cell->has_summary)
            pcart_sheet_text(sheet, "n = 0");
        else if (cell->n_known == cell->n)
            pcart_sheet_text(sheet,
                             summary_text(page, &cell->summary, decimals));
        else
            pcart_sheet_text(
                sheet,
                pcarti_page_print(page, "%s; n = %zu",
                                  summary_text(page, &cell->summary, decimals),
                                  cell->n_known));
    }
    if (has_odds_column(sheet))
        pcart_sheet_text(sheet, "");
    if (n_cell > 2)
        put_test(page, sheet, row, notes);
}

/* A yes or no of which everyone has the same answer is one line as well. */
enum { NO_LEVEL = -1, NOBODY = -2 };

static int
single_level(const pcart_variable *variable)
{
    static const char no[] = "not ";

    if (variable->n_level == 2 && variable->shown_level >= 0)
        return variable->shown_level;
    if (variable->n_level != 1)
        return NO_LEVEL;
    if (strcmp(variable->level[0], "met") == 0)
        return 0;
    return strncmp(variable->level[0], no, sizeof no - 1) == 0 ? NOBODY
                                                               : NO_LEVEL;
}

/* "CAR-HEMATOTOX class: high": of a line that shows one answer, which. */
static const char *
single_title(pcarti_page *page, const pcart_variable *variable, int level)
{
    const char *answer = level == NOBODY ? variable->level[0] + strlen("not ")
                                         : variable->level[level];

    if (strcmp(answer, "met") == 0 || strcmp(answer, "yes") == 0 ||
        has_word(variable->title, answer))
        return variable->title;
    return pcarti_page_print(page, "%s: %s", variable->title, answer);
}

static int
is_known_of_anyone(const pcart_variable_row *row)
{
    return row->cell[0].n_known > 0;
}

static void
put_level(pcarti_page *page, pcart_sheet *sheet, const pcart_variable_row *row,
          int level, size_t n_cell)
{
    for (size_t g = 0; g < n_cell; g++)
        pcart_sheet_text(
            sheet,
            pcarti_page_keep(
                page,
                pcarti_number_share(
                    page->arena,
                    level == NOBODY ? 0 : (size_t)row->cell[g].count[level],
                    row->cell[g].n_known)));
}

static void
put_category_row(pcarti_page *page, pcart_sheet *sheet,
                 const pcart_variable_row *row, size_t n_cell, footnotes *notes)
{
    const pcart_variable *variable = row->variable;
    int single = single_level(variable), is_single = single != NO_LEVEL;

    pcart_sheet_row(sheet, is_single ? PCART_ROW_PLAIN : PCART_ROW_HEAD);
    pcart_sheet_text(sheet, is_single ? single_title(page, variable, single)
                                      : variable->title);
    if (is_single)
        put_level(page, sheet, row, single, n_cell);
    else
        for (size_t g = 0; g < n_cell; g++)
            pcart_sheet_text(sheet, "");
    if (has_odds_column(sheet))
        put_odds(page, sheet, row);
    if (n_cell > 2)
        put_test(page, sheet, row, notes);
    for (size_t k = 0; !is_single && k < variable->n_level; k++) {
        if (row->cell[0].count[k] == 0)
            continue;
        pcart_sheet_row(sheet, PCART_ROW_INDENT);
        pcart_sheet_text(sheet, variable->level[k]);
        put_level(page, sheet, row, (int)k, n_cell);
    }
    for (size_t g = 0; !is_single && g < n_cell; g++) {
        size_t missing = row->cell[g].n - row->cell[g].n_known;

        if (g == 0) {
            if (missing == 0)
                break;
            pcart_sheet_row(sheet, PCART_ROW_INDENT);
            pcart_sheet_text(sheet, "not known");
        }
        pcart_sheet_text(sheet, pcarti_page_print(page, "%zu", missing));
    }
}

/* Every number of the comparison, one line per level and group. */
static void
write_values(pcarti_page *page, const pcart_comparison *c)
{
    static const pcart_sheet_column column[] = {
        {"variable", "", PCART_SHEET_TEXT},  {"title", "", PCART_SHEET_TEXT},
        {"unit", "", PCART_SHEET_TEXT},      {"rule", "", PCART_SHEET_TEXT},
        {"kind", "", PCART_SHEET_TEXT},      {"level", "", PCART_SHEET_TEXT},
        {"group", "", PCART_SHEET_TEXT},     {"n", "", PCART_SHEET_NUMBER},
        {"n_known", "", PCART_SHEET_NUMBER}, {"count", "", PCART_SHEET_NUMBER},
        {"mean", "", PCART_SHEET_NUMBER},    {"sd", "", PCART_SHEET_NUMBER},
        {"min", "", PCART_SHEET_NUMBER},     {"q25", "", PCART_SHEET_NUMBER},
        {"median", "", PCART_SHEET_NUMBER},  {"q75", "", PCART_SHEET_NUMBER},
        {"max", "", PCART_SHEET_NUMBER}};
    pcart_sheet sheet =
        pcarti_page_sheet(page, c->name, "", column, PCART_COUNTOF(column));

    for (size_t r = 0; r < c->n_row; r++) {
        const pcart_variable *v = c->row[r].variable;
        int is_number = v->kind == PCART_VARIABLE_NUMBER;

        for (size_t g = 0; g <= c->n_group; g++)
            for (size_t k = 0; k < (is_number ? 1 : v->n_level); k++) {
                const pcart_variable_cell *cell = &c->row[r].cell[g];
                const pcart_summary *s = &cell->summary;

                pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
                pcart_sheet_text(&sheet, v->name);
                pcart_sheet_text(&sheet, v->title);
                pcart_sheet_text(&sheet, v->unit);
                pcart_sheet_text(&sheet, v->rule);
                pcart_sheet_text(&sheet, is_number ? "number" : "category");
                pcart_sheet_text(&sheet, is_number ? "" : v->level[k]);
                pcart_sheet_text(&sheet, g ? c->group_label[g - 1] : "(all)");
                pcart_sheet_count(&sheet, (long long)cell->n);
                pcart_sheet_count(&sheet, (long long)cell->n_known);
                if (!is_number) {
                    pcart_sheet_count(&sheet, cell->count[k]);
                    continue;
                }
                pcart_sheet_text(&sheet, "");
                if (!cell->has_summary)
                    continue;
                pcart_sheet_number(&sheet, s->mean, 6);
                pcart_sheet_number(&sheet, s->has_sd ? s->sd : (double)NAN, 6);
                pcart_sheet_number(&sheet, s->min, 6);
                pcart_sheet_number(&sheet, s->q25, 6);
                pcart_sheet_number(&sheet, s->median, 6);
                pcart_sheet_number(&sheet, s->q75, 6);
                pcart_sheet_number(&sheet, s->max, 6);
            }
    }
    pcarti_page_csv(page, &sheet);
}

static void
write_tests(pcarti_page *page, const pcart_comparison *c)
{
    static const pcart_sheet_column column[] = {
        {"variable", "", PCART_SHEET_TEXT},
        {"by", "", PCART_SHEET_TEXT},
        {"method", "", PCART_SHEET_TEXT},
        {"r_call", "", PCART_SHEET_TEXT},
        {"statistic_name", "", PCART_SHEET_TEXT},
        {"statistic", "", PCART_SHEET_NUMBER},
        {"df", "", PCART_SHEET_NUMBER},
        {"p_value", "", PCART_SHEET_NUMBER},
        {"min_expected", "", PCART_SHEET_NUMBER},
        {"level_shown", "", PCART_SHEET_TEXT},
        {"odds_method", "", PCART_SHEET_TEXT},
        {"odds_ratio", "", PCART_SHEET_NUMBER},
        {"odds_low", "", PCART_SHEET_NUMBER},
        {"odds_high", "", PCART_SHEET_NUMBER},
        {"reason", "", PCART_SHEET_TEXT}};
    pcart_sheet sheet =
        pcarti_page_sheet(page, pcarti_page_print(page, "%s_tests", c->name),
                          "", column, PCART_COUNTOF(column));

    for (size_t r = 0; r < c->n_row; r++) {
        const pcart_variable_row *row = &c->row[r];
        const pcart_test *test = &row->test, *odds = &row->odds;
        int has_odds = row->has_odds && odds->is_evaluable;
        int shown = row->variable->shown_level == 1;

        if (!row->has_test)
            continue;
        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_text(&sheet, row->variable->name);
        pcart_sheet_text(&sheet, c->by);
        pcart_sheet_text(&sheet, test->method ? test->method : "");
        pcart_sheet_text(&sheet, test->r_call ? test->r_call : "");
        pcart_sheet_text(&sheet,
                         test->statistic_name ? test->statistic_name : "");
        pcart_sheet_number(&sheet,
                           test->is_evaluable && test->statistic_name
                               ? test->statistic
                               : (double)NAN,
                           6);
        pcart_sheet_number(&sheet, test->is_evaluable ? test->df : (double)NAN,
                           6);
        pcart_sheet_number(&sheet,
                           test->is_evaluable ? test->p_value : (double)NAN, 6);
        pcart_sheet_number(&sheet, row->min_expected, 6);
        pcart_sheet_text(
            &sheet, row->has_odds ? row->variable->level[shown ? 1 : 0] : "");
        pcart_sheet_text(&sheet, has_odds ? odds->method : "");
        pcart_sheet_number(&sheet, has_odds ? odds->estimate : (double)NAN, 6);
        pcart_sheet_number(&sheet, has_odds ? odds->low : (double)NAN, 6);
        pcart_sheet_number(&sheet, has_odds ? odds->high : (double)NAN, 6);
        pcart_sheet_text(&sheet, test->reason ? test->reason : "");
    }
    pcarti_page_csv(page, &sheet);
}

/* One column per group, all first; tests where there are groups. */
static const pcart_sheet_column *
make_columns(pcarti_page *page, const pcart_comparison *c, int has_odds,
             size_t *n)
{
    pcart_sheet_column *column =
        pcart_arena_take(page->arena, c->n_group + 5, sizeof *column);

    *n = 0;
    if (!column) {
        pcarti_page_keep(page, NULL);
        return NULL;
    }
    column[(*n)++] = (pcart_sheet_column){"variable", "", PCART_SHEET_TEXT};
    column[(*n)++] = (pcart_sheet_column){
        "all", pcarti_page_print(page, "All (N = %zu)", c->n_subject),
        PCART_SHEET_NUMBER};
    if (c->n_group < 2)
        return column;
    for (size_t g = 0; g < c->n_group; g++)
        column[(*n)++] = (pcart_sheet_column){
            c->group_label[g],
            pcarti_page_print(page, "%s (N = %zu)", c->group_label[g],
                              c->group_n[g]),
            PCART_SHEET_NUMBER};
    if (has_odds)
        column[(*n)++] = (pcart_sheet_column){"odds", "Odds ratio (95% CI)",
                                              PCART_SHEET_NUMBER};
    column[(*n)++] = (pcart_sheet_column){"p", "p", PCART_SHEET_NUMBER};
    return column;
}

/* More groups than this are not put side by side. */
enum { MAX_SHOWN_GROUP = 8 };

/* How variables were made, each definition once. */
static const char *
definitions(pcarti_page *page, const pcart_comparison *c)
{
    const char *text = "";

    for (size_t r = 0; r < c->n_row; r++) {
        const char *own = c->row[r].variable->definition;
        size_t first = 0, n = 0;

        while (strcmp(c->row[first].variable->definition, own) != 0)
            first++;
        for (size_t k = r; k < c->n_row; k++)
            n += strcmp(c->row[k].variable->definition, own) == 0;
        if (own[0] && first == r)
            text = pcarti_page_print(page, "%s %s%s: %s.", text,
                                     c->row[r].variable->title,
                                     n > 1 ? " and the like" : "", own);
    }
    return text;
}

static const char *
in_no_group(pcarti_page *page, const pcart_comparison *c)
{
    size_t n = c->n_subject;

    for (size_t g = 0; g < c->n_group; g++)
        n -= c->group_n[g];
    return n ? pcarti_page_print(page, " In no group: %zu.", n) : "";
}

void
pcarti_page_comparison(pcarti_page *page, const pcart_comparison *comparison)
{
    pcart_comparison c = *comparison;
    int has_odds = 0;
    size_t n_column;
    const char *unknown = "";
    const pcart_sheet_column *column;
    pcart_sheet sheet;
    footnotes notes = {.n = 0};

    write_values(page, comparison);
    if (c.n_group > 1)
        write_tests(page, comparison);
    if (c.n_group > MAX_SHOWN_GROUP)
        c.n_group = 0;
    for (size_t r = 0; r < c.n_row && c.n_group == 2; r++)
        has_odds |= c.row[r].has_odds && c.row[r].odds.is_evaluable &&
                    c.row[r].odds.has_interval;
    column = make_columns(page, &c, has_odds, &n_column);
    if (!column)
        return;
    sheet = pcarti_page_sheet(page, c.name, c.title, column, n_column);
    for (size_t r = 0; r < c.n_row; r++) {
        size_t n_cell = c.n_group > 1 ? c.n_group + 1 : 1;

        /* Distributions of grades have a table of their own. */
        if (c.row[r].variable->is_untested)
            continue;
        if (!is_known_of_anyone(&c.row[r])) {
            unknown = pcarti_page_print(page, "%s%s%s", unknown,
                                        unknown[0] ? "; " : "",
                                        c.row[r].variable->title);
            continue;
        }
        if (c.row[r].variable->kind == PCART_VARIABLE_NUMBER)
            put_number_row(page, &sheet, &c.row[r], n_cell, &notes);
        else
            put_category_row(page, &sheet, &c.row[r], n_cell, &notes);
    }
    sheet.note = pcarti_page_print(
        page,
        "Numbers are median (first to third quartile, type 7); categories are "
        "n/N (%%), N being those for whom it is known; n is given where a "
        "number "
        "is not known of everyone.%s%s%s",
        c.n_group > 1 ? in_no_group(page, &c) : "",
        has_odds ? " Odds ratios: second group against the first, Woolf "
                   "interval."
                 : "",
        comparison->n_group > MAX_SHOWN_GROUP
            ? " More groups than fit side by side: they are in the CSV."
            : "");
    if (unknown[0])
        sheet.note = pcarti_page_print(page, "%s Known of nobody: %s.",
                                       sheet.note, unknown);
    sheet.note = pcarti_page_print(page, "%s%s", sheet.note,
                                   definitions(page, comparison));
    for (size_t i = 0; i < notes.n; i++)
        sheet.note = pcarti_page_print(page, "%s %c: %s.", sheet.note,
                                       (char)('a' + i), notes.text[i]);
    pcarti_page_table(page, &sheet, c.name);
}
