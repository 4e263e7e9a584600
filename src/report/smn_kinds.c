/* smn_kinds.c -- what the SMN were, and what was not counted as one.
 * Layer: report. */
#include "report/page.h"

#include <string.h>

/* A kind as the centre wrote it. */
typedef struct kind {
    const char *name;
    size_t n;
    int is_counted;
} kind;

enum { MAX_KIND = 40 };

static void
count(kind *list, size_t *n, const char *name, int is_counted)
{
    size_t k = 0;

    while (k < *n && (strcmp(list[k].name, name) != 0 ||
                      list[k].is_counted != is_counted))
        k++;
    if (k == MAX_KIND)
        return;
    if (k == *n)
        list[(*n)++] = (kind){.name = name, .is_counted = is_counted};
    list[k].n++;
}

/* The first counted SMN of each subject; and those that are not counted,
 * which is what an option can change (A21). */
static size_t
collect(const pcart_study *study, kind *list)
{
    size_t n = 0;

    for (size_t i = 0; i < study->n_subject; i++) {
        const pcart_course *course = study->subject[i].course;
        int is_any = 0;

        for (size_t k = 0; k < course->n_event; k++) {
            const pcart_event *event = &course->event[k];

            if (event->kind != PCART_EVENT_SMN || event->date <= course->day0)
                continue;
            if (event->date == course->smn && !is_any) {
                is_any = 1;
                count(list, &n, event->detail, 1);
            } else if (course->smn == PCART_DATE_NONE ||
                       event->date < course->smn) {
                count(list, &n, event->detail, 0);
            }
        }
    }
    return n;
}

void
pcarti_page_smn_kinds(pcarti_page *page)
{
    static const pcart_sheet_column column[] = {
        {"kind", "Kind", PCART_SHEET_TEXT},
        {"n", "Patients", PCART_SHEET_NUMBER},
        {"is_counted", "Counted as SMN", PCART_SHEET_TEXT}};
    kind list[MAX_KIND] = {{0}};
    size_t n = collect(page->study, list);
    pcart_sheet sheet = pcarti_page_sheet(page, "smn_kinds", "Kinds of SMN",
                                          column, PCART_COUNTOF(column));

    for (size_t k = 0; k < n; k++) {
        pcart_sheet_row(&sheet, PCART_ROW_PLAIN);
        pcart_sheet_put(&sheet, list[k].name[0] ? list[k].name : "not given",
                        list[k].name);
        pcart_sheet_count(&sheet, (long long)list[k].n);
        pcart_sheet_text(&sheet, list[k].is_counted ? "yes" : "no");
    }
    sheet.note = "As written in the detail of the event. A neoplasm of the "
                 "donor's cells is not counted unless the option "
                 "smn_donor_derived says so.";
    if (n)
        pcarti_page_table(page, &sheet, NULL);
}
