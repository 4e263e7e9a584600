/* page.c -- the page that grows section by section.  Layer: report. */
#include "report/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "postcart/version.h"
#include "report/number.h"

void
pcarti_page_fail(pcarti_page *page, pcart_status status)
{
    if (page->status == PCART_OK)
        page->status = status;
}

const char *
pcarti_page_keep(pcarti_page *page, const char *text)
{
    if (text)
        return text;
    pcarti_page_fail(page,
                     pcart_err_set(page->err, PCART_E_NOMEM, "out of memory"));
    return "";
}

static const char *
print_list(pcarti_page *page, const char *format, va_list args)
{
    va_list again;
    char *text = NULL;
    int length;

    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    if (length >= 0)
        text = pcart_arena_take(page->arena, (size_t)length + 1, 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return pcarti_page_keep(page, text);
}

const char *
pcarti_page_print(pcarti_page *page, const char *format, ...)
{
    va_list args;
    const char *text;

    va_start(args, format);
    text = print_list(page, format, args);
    va_end(args);
    return text;
}

void
pcarti_page_section(pcarti_page *page, const char *id, const char *title)
{
    pcarti_buf_print(&page->contents, "<li><a href=\"#%s\">", id);
    pcarti_buf_xml(&page->contents, title);
    pcarti_buf_text(&page->contents, "</a></li>\n");
    if (page->body.length)
        pcarti_buf_text(&page->body, "</section>\n");
    pcarti_buf_print(&page->body, "<section id=\"%s\">\n<h2>", id);
    pcarti_buf_xml(&page->body, title);
    pcarti_buf_text(&page->body, "</h2>\n");
}

void
pcarti_page_heading(pcarti_page *page, const char *title)
{
    pcarti_buf_text(&page->body, "<h3>");
    pcarti_buf_xml(&page->body, title);
    pcarti_buf_text(&page->body, "</h3>\n");
}

void
pcarti_page_paragraph(pcarti_page *page, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    pcarti_buf_text(&page->body, "<p>");
    pcarti_number_words(&page->body, print_list(page, format, args));
    pcarti_buf_text(&page->body, "</p>\n");
    va_end(args);
}

void
pcarti_page_pair_begin(pcarti_page *page)
{
    pcarti_buf_text(&page->body, "<div class=\"pair\">\n");
}

void
pcarti_page_tiles_begin(pcarti_page *page)
{
    pcarti_buf_text(&page->body, "<div class=\"tiles\">\n");
}

void
pcarti_page_tiles_end(pcarti_page *page)
{
    pcarti_buf_text(&page->body, "</div>\n");
}

void
pcarti_page_pair_end(pcarti_page *page)
{
    pcarti_buf_text(&page->body, "</div>\n");
}

void
pcarti_page_file(pcarti_page *page, const char *path, const char *bytes,
                 size_t length)
{
    const char *copy;

    if (page->status)
        return;
    copy = pcart_arena_text(page->arena, bytes ? bytes : "", length);
    if (!copy)
        pcarti_page_keep(page, NULL);
    else
        pcarti_page_fail(page, pcart_report_add_file(page->report, path, copy,
                                                     length, page->err));
}

const char *
pcarti_page_by(const pcarti_page *page)
{
    const pcart_study *study = page->study;

    for (size_t i = 0; i < study->n_variable; i++)
        if (strcmp(study->variable[i].name, study->grouping.by) == 0)
            return study->variable[i].title;
    return study->grouping.by;
}

pcart_sheet
pcarti_page_sheet(pcarti_page *page, const char *name, const char *title,
                  const pcart_sheet_column *column, size_t n)
{
    return (pcart_sheet){.name = name,
                         .title = title,
                         .column = column,
                         .n_column = n,
                         .arena = page->arena};
}

/* A name that begins with a slash stands beside the page. */
static const char *
path_of(pcarti_page *page, const char *name)
{
    return name[0] == '/' ? pcarti_page_print(page, "%s.csv", name + 1)
                          : pcarti_page_print(page, "tables/%s.csv", name);
}

/* The table as it is now, for the workbook. */
static void
keep_sheet(pcarti_page *page, const pcart_sheet *sheet)
{
    pcart_report *report = page->report;
    pcart_sheet *list =
        pcart_arena_grow(report->arena, report->sheet, &report->m_sheet,
                         report->n_sheet + 1, sizeof *list);
    pcart_sheet_column *column =
        pcart_arena_take(report->arena, sheet->n_column, sizeof *column);

    if (!list || !column) {
        pcarti_page_keep(page, NULL);
        return;
    }
    /* Columns often live on the stack of a section. */
    memcpy(column, sheet->column, sheet->n_column * sizeof *column);
    report->sheet = list;
    list[report->n_sheet] = *sheet;
    list[report->n_sheet++].column = column;
}

void
pcarti_page_csv(pcarti_page *page, const pcart_sheet *sheet)
{
    pcarti_buf out = {0};

    keep_sheet(page, sheet);
    pcarti_page_fail(page, pcart_sheet_status(sheet, page->err));
    for (size_t c = 0; c < sheet->n_column; c++) {
        if (c)
            pcarti_buf_char(&out, ',');
        pcarti_buf_csv(&out, sheet->column[c].name);
    }
    pcarti_buf_char(&out, '\n');
    for (size_t r = 0; r < sheet->n_row && !sheet->is_failed; r++)
        for (size_t c = 0; c < sheet->n_column; c++) {
            const char *full = sheet->cell[r * sheet->n_column + c].full;

            pcarti_buf_csv(&out, full ? full : "");
            pcarti_buf_char(&out, c + 1 < sheet->n_column ? ',' : '\n');
        }
    pcarti_page_fail(page, pcarti_buf_status(&out, page->err));
    pcarti_page_file(page, path_of(page, sheet->name), out.data, out.length);
    pcarti_buf_release(&out);
}

static size_t
shown_columns(const pcart_sheet *sheet)
{
    return sheet->n_shown ? sheet->n_shown : sheet->n_column;
}

/* A table of so many rows is not broken over pages. */
enum { MAX_UNBROKEN = 16 };

/* A text of so many bytes is not broken: ids, dates, a share with its limits.
 * One of MIN_LONG is a sentence, and its column not made narrow.  Tables of at
 * most MAX_LINE bytes in a line, PAD of them round each column, are broken
 * nowhere: they fit the page at a screen of 1366. */
enum { MAX_SHORT = 16, MIN_LONG = 48, MAX_LINE = 124, PAD = 2 };

/* The text of a cell as the page shows it. */
static const char *
text_of(const pcart_sheet *sheet, size_t row, size_t column)
{
    const pcart_sheet_cell *cell = &sheet->cell[row * sheet->n_column + column];

    return cell->shown ? cell->shown : cell->full ? cell->full : "";
}

/* A head with nothing beside it has the whole line. */
static int
is_alone(const pcart_sheet *sheet, size_t row)
{
    if (sheet->style[row] != PCART_ROW_HEAD)
        return 0;
    for (size_t c = 1; c < shown_columns(sheet); c++)
        if (text_of(sheet, row, c)[0])
            return 0;
    return 1;
}

static size_t
longest_cell(const pcart_sheet *sheet, size_t column, size_t n_row)
{
    size_t longest = 0;

    for (size_t r = 0; r < n_row; r++) {
        size_t length = strlen(text_of(sheet, r, column));

        if (length > longest && !is_alone(sheet, r))
            longest = length;
    }
    return longest;
}

/* Whether the rows fit the page unbroken; a title takes two lines or more. */
static int
is_fitting(const pcart_sheet *sheet, size_t n_row)
{
    size_t line = 0;

    for (size_t c = 0; c < shown_columns(sheet); c++) {
        size_t cell = longest_cell(sheet, c, n_row);
        size_t title = strlen(sheet->column[c].title) / 2 + 2;

        line += (cell > title ? cell : title) + PAD;
    }
    return line <= MAX_LINE;
}

static void
write_row(pcarti_buf *out, const pcart_sheet *sheet, size_t row)
{
    static const char *const class_name[] = {"", " class=\"head\"",
                                             " class=\"indent\""};

    pcarti_buf_print(out, "<tr%s>", class_name[sheet->style[row]]);
    if (is_alone(sheet, row)) {
        pcarti_buf_print(out, "<th scope=\"colgroup\" colspan=\"%zu\">",
                         shown_columns(sheet));
        pcarti_number_words(out, text_of(sheet, row, 0));
        pcarti_buf_text(out, "</th></tr>\n");
        return;
    }
    for (size_t c = 0; c < shown_columns(sheet); c++) {
        const char *text = text_of(sheet, row, c);
        int is_number = sheet->column[c].kind == PCART_SHEET_NUMBER;
        size_t length = strlen(text);

        pcarti_buf_text(out, c == 0                ? "<th scope=\"row\">"
                             : is_number           ? "<td class=\"n\">"
                             : length == 0         ? "<td>"
                             : length <= MAX_SHORT ? "<td class=\"s\">"
                             : length >= MIN_LONG  ? "<td class=\"l\">"
                                                   : "<td>");
        pcarti_number_words(out, text);
        pcarti_buf_text(out, c == 0 ? "</th>" : "</td>");
    }
    pcarti_buf_text(out, "</tr>\n");
}

void
pcarti_page_table(pcarti_page *page, const pcart_sheet *sheet, const char *csv)
{
    pcarti_buf *out = &page->body;
    size_t n =
        sheet->n_row < PCARTI_PAGE_MAX_ROW ? sheet->n_row : PCARTI_PAGE_MAX_ROW;

    if (!csv)
        pcarti_page_csv(page, sheet);
    if (sheet->is_failed)
        return;
    pcarti_buf_print(out,
                     "<div class=\"table%s\"><table%s>\n<caption><b>Table "
                     "%d.</b> ",
                     n <= MAX_UNBROKEN ? " short" : "",
                     is_fitting(sheet, n) ? " class=\"fit\"" : "",
                     ++page->n_table);
    pcarti_number_words(out, sheet->title);
    pcarti_buf_text(out, "</caption>\n<thead><tr>");
    for (size_t c = 0; c < shown_columns(sheet); c++) {
        pcarti_buf_print(
            out, "<th scope=\"col\"%s>",
            sheet->column[c].kind == PCART_SHEET_NUMBER ? " class=\"n\"" : "");
        pcarti_number_words(out, sheet->column[c].title);
        pcarti_buf_text(out, "</th>");
    }
    pcarti_buf_text(out, "</tr></thead>\n<tbody>\n");
    for (size_t r = 0; r < n; r++)
        write_row(out, sheet, r);
    pcarti_buf_text(out, "</tbody></table>\n<p class=\"note\">");
    if (n < sheet->n_row)
        pcarti_buf_print(out, "The first %zu of %zu rows; the file has all. ",
                         n, sheet->n_row);
    if (sheet->note) {
        pcarti_buf_xml(out, sheet->note);
        pcarti_buf_char(out, ' ');
    }
    if (!csv)
        csv = sheet->name;
    pcarti_buf_print(out, "<a href=\"%s\">%s.csv</a></p></div>\n",
                     path_of(page, csv), csv[0] == '/' ? csv + 1 : csv);
}

void
pcarti_page_figure(pcarti_page *page, const char *name, const char *caption,
                   const pcarti_buf *svg)
{
    pcarti_page_fail(page, pcarti_buf_status(svg, page->err));
    if (page->status || !svg->data)
        return;
    pcarti_buf_text(&page->body, "<figure>\n");
    pcarti_buf_bytes(&page->body, svg->data, svg->length);
    pcarti_buf_print(&page->body, "\n<figcaption><b>Figure %d.</b> ",
                     ++page->n_figure);
    if (caption) {
        pcarti_buf_xml(&page->body, caption);
        pcarti_buf_char(&page->body, ' ');
    }
    pcarti_buf_print(&page->body,
                     "<a href=\"figures/%s.svg\">%s.svg</a></figcaption>\n"
                     "</figure>\n",
                     name, name);
    pcarti_page_file(page, pcarti_page_print(page, "figures/%s.svg", name),
                     svg->data, svg->length);
}

static void
write_authors(pcarti_buf *out, const pcart_study_file *file)
{
    if (file->n_author == 0)
        return;
    pcarti_buf_text(out, "<p class=\"authors\">");
    for (size_t i = 0; i < file->n_author; i++) {
        pcarti_buf_text(out, i ? ", " : "");
        pcarti_buf_xml(out, file->author[i]);
    }
    pcarti_buf_text(out, "</p>\n");
}

void
pcarti_page_finish(pcarti_page *page)
{
    const pcart_study_file *file = page->study->file;
    pcarti_buf out = {0};

    pcarti_buf_text(&out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
                          "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                          "content=\"width=device-width, initial-scale=1\">\n"
                          "<title>");
    pcarti_buf_xml(&out, file->title);
    pcarti_buf_print(&out,
                     "</title>\n<meta name=\"generator\" content=\"postcart "
                     "%s\">\n<style>\n",
                     pcart_version());
    pcarti_buf_text(&out, pcarti_page_style);
    pcarti_buf_text(&out, "</style>\n</head>\n<body>\n<nav aria-label=\""
                          "Contents\">\n<p class=\"brand\">postcart</p>\n<ol>"
                          "\n");
    pcarti_buf_bytes(&out, page->contents.data ? page->contents.data : "",
                     page->contents.length);
    pcarti_buf_text(&out, "</ol>\n</nav>\n<main>\n<header>\n<h1>");
    pcarti_buf_xml(&out, file->title);
    pcarti_buf_text(&out, "</h1>\n");
    write_authors(&out, file);
    pcarti_buf_print(&out,
                     "<p class=\"note\">Made by postcart %s. Research use: "
                     "not a device, and no advice on the care of a patient. "
                     "The numbers of every table are beside this page as CSV; "
                     "reproduce.R computes the statistics again with R.</p>\n"
                     "</header>\n",
                     pcart_version());
    pcarti_buf_bytes(&out, page->body.data ? page->body.data : "",
                     page->body.length);
    pcarti_buf_text(&out, "</section>\n</main>\n</body>\n</html>\n");
    pcarti_page_fail(page, pcarti_buf_status(&page->body, page->err));
    pcarti_page_fail(page, pcarti_buf_status(&page->contents, page->err));
    pcarti_page_fail(page, pcarti_buf_status(&out, page->err));
    pcarti_page_file(page, "report.html", out.data, out.length);
    pcarti_buf_release(&out);
}
