/* rules_page.c -- a rule set as a page for people, in Markdown.
 * Layer: cmd. */
#include "cmd/rules_page.h"

#include <string.h>

#include "cmd/rules_row.h"
#include "cmd/slot_score.h"

static void
write_cells(const sheet *table, size_t row, const size_t *width,
            pcarti_buf *out)
{
    for (size_t c = 0; c < table->n_column; c++) {
        const char *text = table->cell[row][c];

        pcarti_buf_print(out, "| %-*s ", (int)width[c], text ? text : "");
    }
    pcarti_buf_text(out, "|\n");
}

void
pcarti_sheet_write(const sheet *table, pcarti_buf *out)
{
    size_t width[PCART_COUNTOF(table->cell[0])] = {0};

    for (size_t r = 0; r < table->n_row; r++)
        for (size_t c = 0; c < table->n_column; c++) {
            const char *text = table->cell[r][c];
            size_t n = text ? strlen(text) : 0;

            width[c] = n > width[c] ? n : width[c];
        }
    write_cells(table, 0, width, out);
    for (size_t c = 0; c < table->n_column; c++) {
        pcarti_buf_char(out, '|');
        for (size_t i = 0; i < width[c] + 2; i++)
            pcarti_buf_char(out, '-');
    }
    pcarti_buf_text(out, "|\n");
    for (size_t r = 1; r < table->n_row; r++)
        write_cells(table, r, width, out);
}

/* The text in the arena; an empty cell and a remark when memory is out. */
static const char *
keep(sheet *table, const pcarti_buf *text)
{
    const char *kept = NULL;

    if (!text->is_failed)
        kept = pcart_arena_text(table->arena, text->data ? text->data : "",
                                text->length);
    if (!kept)
        table->is_failed = 1;
    return kept;
}

/* "50000" becomes "50,000"; decimals and words stay. */
static void
add_grouped(pcarti_buf *out, const char *number)
{
    size_t n = strspn(number, "0123456789");

    if (n != strlen(number) || n < 5) {
        pcarti_buf_text(out, number);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            pcarti_buf_char(out, ',');
        pcarti_buf_char(out, number[i]);
    }
}

static void
add_unit(pcarti_buf *out, const char *analyte)
{
    const pcart_analyte_info *info =
        analyte ? pcart_analyte_find(analyte, strlen(analyte), NULL) : NULL;

    if (info)
        pcarti_buf_print(out, " %s", info->unit);
}

/* "< 50,000 cells/uL", ">= 75,000 and <= 175,000 cells/uL". */
static void
add_condition(pcarti_buf *out, const rules_row *row)
{
    const char *const *cell = row->cell;

    if (row->words && cell[RULES_OP] && cell[RULES_LIMIT]) {
        pcarti_buf_print(out, "%s %s (%s)", cell[RULES_OP], cell[RULES_LIMIT],
                         row->words);
        return;
    }
    if (row->words) {
        pcarti_buf_text(out, row->words);
        return;
    }
    if (cell[RULES_OP]) {
        pcarti_buf_print(out, "%s ", cell[RULES_OP]);
        if (cell[RULES_LIMIT] && strcmp(cell[RULES_LIMIT], "LLN") == 0) {
            pcarti_buf_text(out, "lower limit of normal");
            return;
        }
        add_grouped(out, cell[RULES_LIMIT] ? cell[RULES_LIMIT] : "");
    }
    if (cell[RULES_OP2]) {
        pcarti_buf_print(out, cell[RULES_OP] ? " and %s " : "%s ",
                         cell[RULES_OP2]);
        add_grouped(out, cell[RULES_LIMIT2] ? cell[RULES_LIMIT2] : "");
    }
    add_unit(out, cell[RULES_ANALYTE]);
}

/* "days 22 on", "day 28", "days 31 to 100". */
static void
add_window(pcarti_buf *out, const rules_row *row)
{
    const char *first = row->cell[RULES_FIRST_DAY];
    const char *last = row->cell[RULES_LAST_DAY];

    if (!first || !last)
        return;
    if (strcmp(last, "open") == 0)
        pcarti_buf_print(out, "from day %s", first);
    else if (strcmp(first, last) == 0)
        pcarti_buf_print(out, "day %s", first);
    else
        pcarti_buf_print(out, "day %s to %s", first, last);
}

static void
add_part(pcarti_buf *out, const char *text)
{
    if (out->length > 0)
        pcarti_buf_text(out, "; ");
    pcarti_buf_text(out, text);
}

/* How often, how long, and how it is read. */
static void
add_extent(pcarti_buf *out, const rules_row *row)
{
    if (row->cell[RULES_COUNT] && strcmp(row->cell[RULES_COUNT], "1") != 0)
        pcarti_buf_print(out, "%s values in a row on different days",
                         row->cell[RULES_COUNT]);
    if (row->cell[RULES_DAYS]) {
        const char *what = row->cell[RULES_ANALYTE];

        add_part(out, row->cell[RULES_DAYS]);
        pcarti_buf_text(out, what && strcmp(what, "days_given") == 0
                                 ? " days"
                                 : " consecutive days");
    }
    if (row->cell[RULES_FREE_DAYS]) {
        add_part(out, row->cell[RULES_FREE_DAYS]);
        pcarti_buf_print(out, " days without %s", row->free_of);
    }
    if (row->reading)
        add_part(out, row->reading);
}

static void
add_source(pcarti_buf *out, const pcart_ground *ground)
{
    if (ground->cite)
        pcarti_buf_text(out, ground->cite->key);
    else
        pcarti_buf_text(out, "postcart");
    if (ground->place)
        pcarti_buf_print(out, ": %s", ground->place);
}

/* Fill one cell through a buffer; the buffer is emptied. */
static void
finish_cell(sheet *table, size_t column, pcarti_buf *text)
{
    table->cell[table->n_row][column] = keep(table, text);
    pcarti_buf_clear(text);
}

static void
finish_row(sheet *table, const rules_row *row, pcarti_buf *text)
{
    add_source(text, row->ground);
    finish_cell(table, table->n_column - 2, text);
    table->cell[table->n_row++][table->n_column - 1] =
        pcart_mark_name(row->ground->mark);
}

static void
set_heading(sheet *table, const char *const *name, size_t n)
{
    for (size_t c = 0; c < n; c++)
        table->cell[0][c] = name[c];
    table->n_column = n;
    table->n_row = 1;
}

static void
graded_row(sheet *table, const pcart_rule_set *set, const rules_row *row,
           pcarti_buf *text)
{
    static const char *const by_days[] = {"grade", "limit", "for at least",
                                          "source", "mark"};
    static const char *const by_value[] = {"grade", "limit", "source", "mark"};
    int is_depth = set->shape == PCART_SHAPE_DEPTH;

    if (table->n_row == 0)
        set_heading(table, is_depth ? by_days : by_value, is_depth ? 5 : 4);
    pcarti_buf_text(text, row->cell[RULES_NAME]);
    finish_cell(table, 0, text);
    add_condition(text, row);
    finish_cell(table, 1, text);
    if (is_depth) {
        const char *days = row->cell[RULES_DAYS];

        pcarti_buf_print(text, "%s %s", days,
                         strcmp(days, "1") == 0 ? "day" : "days");
        finish_cell(table, 2, text);
    }
    finish_row(table, row, text);
}

static void
point_row(sheet *table, const rules_row *row, pcarti_buf *text)
{
    static const char *const name[] = {"marker", "value", "points", "source",
                                       "mark"};

    if (table->n_row == 0)
        set_heading(table, name, PCART_COUNTOF(name));
    table->cell[table->n_row][0] = row->cell[RULES_ANALYTE];
    add_condition(text, row);
    finish_cell(table, 1, text);
    pcarti_buf_text(text, row->cell[RULES_NAME]);
    finish_cell(table, 2, text);
    finish_row(table, row, text);
}

static void
definition_row(sheet *table, const rules_row *row, pcarti_buf *text)
{
    static const char *const name[] = {
        "definition", "", "condition", "window", "extent", "source", "mark"};
    size_t r = table->n_row;
    int is_same;

    if (r == 0) {
        set_heading(table, name, PCART_COUNTOF(name));
        r = 1;
    }
    is_same =
        r > 1 && strcmp(table->cell[r - 1][0], row->cell[RULES_NAME]) == 0;
    table->cell[r][0] = row->cell[RULES_NAME];
    table->cell[r][1] = is_same ? row->cell[RULES_JOIN] : "";
    if (strcmp(row->cell[RULES_ANALYTE], "words") != 0)
        pcarti_buf_print(text, "%s ", row->cell[RULES_ANALYTE]);
    add_condition(text, row);
    finish_cell(table, 2, text);
    add_window(text, row);
    finish_cell(table, 3, text);
    add_extent(text, row);
    finish_cell(table, 4, text);
    finish_row(table, row, text);
}

/* "grade" is points or 1 where a set adds up or counts. */
static void
sign_row(sheet *table, const pcart_rule_set *set, const rules_row *row,
         pcarti_buf *text)
{
    static const char *const name[] = {"term",  "",       "finding",
                                       "gives", "source", "mark"};
    const char *const *cell = row->cell;
    const char *kind = cell[RULES_KIND];
    size_t r;

    if (table->n_row == 0)
        set_heading(table, name, PCART_COUNTOF(name));
    r = table->n_row;
    table->cell[r][0] = cell[RULES_NAME];
    table->cell[r][1] = cell[RULES_JOIN] ? cell[RULES_JOIN] : "";
    pcarti_buf_print(text, "%s ", cell[RULES_ANALYTE]);
    add_condition(text, row);
    if (row->reading)
        pcarti_buf_print(text, " %s", row->reading);
    finish_cell(table, 2, text);
    if (!cell[RULES_COUNT])
        pcarti_buf_text(text, strcmp(kind, "rule") != 0 ? kind : "");
    else if (set->combine == PCART_COMBINE_CRITERIA)
        pcarti_buf_text(text, "criterion");
    else
        pcarti_buf_print(text, "%s %s", set->unit, cell[RULES_COUNT]);
    finish_cell(table, 3, text);
    finish_row(table, row, text);
}

static void
factor_row(sheet *table, const rules_row *row, pcarti_buf *text)
{
    static const char *const name[] = {"", "value", "in", "source", "mark"};

    if (table->n_row == 0)
        set_heading(table, name, PCART_COUNTOF(name));
    table->cell[table->n_row][0] = row->cell[RULES_NAME];
    table->cell[table->n_row][1] = row->cell[RULES_ANALYTE];
    table->cell[table->n_row][2] = row->reading;
    finish_row(table, row, text);
}

static void
class_row(sheet *table, const rules_row *row, pcarti_buf *text)
{
    static const char *const name[] = {"class", "points", "source", "mark"};

    if (table->n_row == 0)
        set_heading(table, name, PCART_COUNTOF(name));
    table->cell[table->n_row][0] = row->cell[RULES_NAME];
    pcarti_buf_print(text, "%s to %s", row->cell[RULES_LIMIT],
                     row->cell[RULES_LIMIT2]);
    finish_cell(table, 1, text);
    finish_row(table, row, text);
}

static void
policy_row(sheet *table, const pcart_policy *policy, const rules_row *row,
           pcarti_buf *text)
{
    static const char *const name[] = {"number", "meaning", "value", "source",
                                       "mark"};
    const char *value = row->cell[RULES_LIMIT];

    if (table->n_row == 0)
        set_heading(table, name, PCART_COUNTOF(name));
    table->cell[table->n_row][0] = row->cell[RULES_NAME];
    table->cell[table->n_row][1] = pcart_policy_meaning(policy->id);
    if (strcmp(value, "open") == 0)
        pcarti_buf_text(text, "no limit");
    else if (strcmp(policy->unit, "day") == 0 ||
             strcmp(policy->unit, "grade") == 0)
        pcarti_buf_print(text, "%s %s", policy->unit, value);
    else if (strcmp(value, "1") == 0 && strcmp(policy->unit, "values") == 0)
        pcarti_buf_text(text, "1 value");
    else
        pcarti_buf_print(text, "%s %s", value, policy->unit);
    finish_cell(table, 2, text);
    finish_row(table, row, text);
}

/* Rows on findings say what they do; all of them stand in the first table. */
static const char *
kind_of(const rules_row *row)
{
    const char *kind = row->cell[RULES_KIND];

    return strcmp(kind, "class") && strcmp(kind, "policy") ? "rule" : kind;
}

/* One of the three tables of a set; an empty one is left out. */
static void
write_table(const pcart_rule_set *set, const char *kind, const char *heading,
            sheet *table, pcarti_buf *out)
{
    pcarti_buf text = {0};
    rules_row row;

    table->n_row = 0;
    memset(table->cell, 0, sizeof(table->cell));
    for (size_t i = 0; i < pcarti_rules_n_row(set); i++) {
        pcarti_rules_row(set, i, &row);
        if (strcmp(kind_of(&row), kind) != 0 ||
            table->n_row + 1 >= PCART_COUNTOF(table->cell))
            continue;
        if (strcmp(kind, "class") == 0)
            class_row(table, &row, &text);
        else if (strcmp(kind, "policy") == 0)
            policy_row(table, &set->policy[i - set->n_rule - set->n_class],
                       &row, &text);
        else if (set->shape == PCART_SHAPE_POINT)
            point_row(table, &row, &text);
        else if (set->shape == PCART_SHAPE_DEFINITION)
            definition_row(table, &row, &text);
        else if (set->shape == PCART_SHAPE_SIGN)
            sign_row(table, set, &row, &text);
        else if (set->shape == PCART_SHAPE_FACTOR)
            factor_row(table, &row, &text);
        else
            graded_row(table, set, &row, &text);
    }
    if (table->n_row > 0) {
        pcarti_buf_print(out, "\n## %s\n\n", heading);
        pcarti_sheet_write(table, out);
    }
    pcarti_buf_release(&text);
}

static void
write_cite(const pcart_cite *cite, pcarti_buf *out)
{
    pcarti_buf_print(out, "* %s: %s", cite->key, cite->authors);
    if (cite->journal[0])
        pcarti_buf_print(out, " %s", cite->journal);
    if (cite->year)
        pcarti_buf_print(out, " %d", cite->year);
    if (cite->pages[0])
        pcarti_buf_print(out, ";%s", cite->pages);
    if (out->length > 0 && out->data && out->data[out->length - 1] != '.')
        pcarti_buf_char(out, '.');
    if (cite->doi[0])
        pcarti_buf_print(out, " doi %s.", cite->doi);
    if (cite->note && cite->note[0])
        pcarti_buf_print(out, " (%s)", cite->note);
    pcarti_buf_char(out, '\n');
}

static int
has_cite(const pcart_rule_set *set, const pcart_cite *cite)
{
    rules_row row;

    for (size_t i = 0; i < pcarti_rules_n_row(set); i++) {
        pcarti_rules_row(set, i, &row);
        if (row.ground->cite == cite)
            return 1;
    }
    return 0;
}

static void
write_sources(const pcart_rule_set *set, pcarti_buf *out)
{
    size_t n;
    const pcart_cite *const *cite = pcart_cite_list(&n);
    int is_first = 1;

    for (size_t i = 0; i < n; i++) {
        if (!has_cite(set, cite[i]))
            continue;
        if (is_first)
            pcarti_buf_text(out, "\n## Sources\n\n");
        is_first = 0;
        write_cite(cite[i], out);
    }
}

/* What each mark means, with the number of rows that have it. */
static void
write_marks(const pcart_rule_set *set, pcarti_buf *out)
{
    static const pcart_mark mark[] = {PCART_VERIFIED, PCART_SECONDARY,
                                      PCART_RECOMPUTED, PCART_MEMORY,
                                      PCART_DECISION};
    size_t n_row = pcarti_rules_n_row(set);
    rules_row row;

    if (n_row == 0)
        return;
    pcarti_buf_text(out, "\n## How well the numbers are known\n\n");
    for (size_t m = 0; m < PCART_COUNTOF(mark); m++) {
        int n = 0;

        for (size_t i = 0; i < n_row; i++) {
            pcarti_rules_row(set, i, &row);
            n += row.ground->mark == mark[m];
        }
        if (n > 0)
            pcarti_buf_print(out, "* %s, %d of %d rows: %s\n",
                             pcart_mark_name(mark[m]), n, (int)n_row,
                             pcart_mark_meaning(mark[m]));
    }
}

pcart_status
pcarti_rules_page(const pcart_rule_set *set, pcart_arena *arena,
                  pcarti_buf *out, pcart_err *err)
{
    sheet *table = pcart_arena_take(arena, 1, sizeof(*table));

    if (!table)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    table->arena = arena;
    pcarti_buf_print(out, "# %s: %s\n\n", set->id, set->title);
    if (set->disabled)
        pcarti_buf_print(out, "Disabled: %s.\n\n", set->disabled);
    pcarti_buf_print(out, "Made in: %s.\n", set->applies);
    write_table(set, "rule", "Table", table, out);
    write_table(set, "class", "Classes", table, out);
    write_table(set, "policy", "Numbers of the method", table, out);
    if (table->is_failed)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    pcarti_slot_form(set, out);
    if (set->note)
        pcarti_buf_print(out, "\n## Note\n\n%s\n", set->note);
    write_marks(set, out);
    write_sources(set, out);
    return pcarti_buf_status(out, err);
}
