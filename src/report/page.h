/* page.h -- the page that grows section by section, and the files beside it.
 * Layer: report. */
#ifndef PCARTI_PAGE_H
#define PCARTI_PAGE_H

#include "core/buf.h"
#include "postcart/report.h"
#include "postcart/sheet.h"

/* After the first failure nothing more is done; `status` says what it was. */
typedef struct pcarti_page {
    const pcart_study *study;
    const pcart_report_options *options;
    pcart_report *report;
    pcart_arena *arena;
    pcart_err *err;
    pcart_status status;
    pcarti_buf contents, body;
    int n_table, n_figure;
} pcarti_page;

/* Rows of a table that the page shows; the CSV holds all. */
enum { PCARTI_PAGE_MAX_ROW = 100 };

void pcarti_page_fail(pcarti_page *page, pcart_status status);
/* Text in the arena; "" and a failed page when memory is out. */
const char *pcarti_page_print(pcarti_page *page, const char *format, ...)
    PCART_PRINTF(2, 3);
/* The same for a text that may be NULL for want of memory. */
const char *pcarti_page_keep(pcarti_page *page, const char *text);

void pcarti_page_section(pcarti_page *page, const char *id, const char *title);
void pcarti_page_heading(pcarti_page *page, const char *title);
void pcarti_page_paragraph(pcarti_page *page, const char *format, ...)
    PCART_PRINTF(2, 3);
/* What follows stands side by side where the page is wide enough. */
void pcarti_page_pair_begin(pcarti_page *page);
void pcarti_page_pair_end(pcarti_page *page);
/* What follows are small figures, as many in a row as fit. */
void pcarti_page_tiles_begin(pcarti_page *page);
void pcarti_page_tiles_end(pcarti_page *page);

/* A sheet in the page, with a link to tables/`csv`.csv; NULL: its own name,
 * which is then written too. */
void pcarti_page_table(pcarti_page *page, const pcart_sheet *sheet,
                       const char *csv);
/* A sheet as a file only. */
void pcarti_page_csv(pcarti_page *page, const pcart_sheet *sheet);
/* A drawing, in the page and as figures/`name`.svg; `caption` may be NULL. */
void pcarti_page_figure(pcarti_page *page, const char *name,
                        const char *caption, const pcarti_buf *svg);

/* A sheet with these columns; the name is that of its file. */
pcart_sheet pcarti_page_sheet(pcarti_page *page, const char *name,
                              const char *title,
                              const pcart_sheet_column *column, size_t n);

/* What the study compares by, in words. */
const char *pcarti_page_by(const pcarti_page *page);

void pcarti_page_file(pcarti_page *page, const char *path, const char *bytes,
                      size_t length);

/* The finished page: head, style, contents, body. */
void pcarti_page_finish(pcarti_page *page);

/* The sections, each in a file of its own. */
void pcarti_section_summary(pcarti_page *page);
void pcarti_section_flow(pcarti_page *page);
void pcarti_section_baseline(pcarti_page *page);
void pcarti_section_grades(pcarti_page *page);
void pcarti_section_toxicities(pcarti_page *page);
void pcarti_section_infections(pcarti_page *page);
void pcarti_section_smn(pcarti_page *page);
void pcarti_section_cytogenetics(pcarti_page *page);
void pcarti_section_survival(pcarti_page *page);
void pcarti_section_after_smn(pcarti_page *page);
void pcarti_section_nrm(pcarti_page *page);
void pcarti_section_response(pcarti_page *page);
void pcarti_section_boosts(pcarti_page *page);
void pcarti_section_second_infusion(pcarti_page *page);
void pcarti_section_courses(pcarti_page *page);
void pcarti_section_clones(pcarti_page *page);
void pcarti_section_patients(pcarti_page *page);
void pcarti_section_sensitivity(pcarti_page *page);
void pcarti_section_problems(pcarti_page *page);
void pcarti_section_provenance(pcarti_page *page);
void pcarti_section_methods(pcarti_page *page);

/* Parts that several sections use. */
/* The ground of one row of a set, whatever its shape. */
const pcart_ground *pcarti_ground_of(const pcart_rule_set *set, size_t row);
void pcarti_page_comparison(pcarti_page *page,
                            const pcart_comparison *comparison);
void pcarti_page_trends(pcarti_page *page);
/* The same of another clock: "boost", and its trends. */
void pcarti_page_trend(pcarti_page *page, const char *clock,
                       const pcart_study_trend *trend);
void pcarti_page_counts(pcarti_page *page, const char *name,
                        const pcart_study_trend *trend, size_t n_trend);
void pcarti_page_smn_kinds(pcarti_page *page);
void pcarti_page_endpoint(pcarti_page *page, const pcart_endpoint *endpoint);
/* The columns of all subjects, and reproduce.R. */
void pcarti_page_subjects(pcarti_page *page);
void pcarti_page_script(pcarti_page *page);

extern const char pcarti_page_style[];

#endif
