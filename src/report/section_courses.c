/* section_courses.c -- responses, and the courses as bars and days with
 * counts.  Layer: report. */
#include "report/page.h"

#include <string.h>

#include "postcart/cell_plot.h"
#include "postcart/swimmer_plot.h"

void
pcarti_section_response(pcarti_page *page)
{
    pcarti_page_section(page, "response", "Response, chimerism and graft");
    pcarti_page_paragraph(
        page, "Responses are the centre's own words; chimerism and graft "
              "function concern those with an allogeneic transplant.");
    pcarti_page_comparison(page, &page->study->response);
}

/* Bars of the figure: more could not be read. */
enum { MAX_BAR = 60, MAX_MARK = 24 };

static int
day_of(const pcart_course *course, pcart_date date)
{
    return (int)((int64_t)date - course->day0);
}

static void
add_mark(pcart_swimmer_row *row, pcart_swimmer_mark *mark, int day,
         pcart_chart_mark_kind kind, const char *label)
{
    if (row->n_mark == MAX_MARK)
        return;
    mark[row->n_mark++] = (pcart_swimmer_mark){day, kind, label};
    if (day > row->last_day)
        row->last_day = day;
    if (day < row->first_day)
        row->first_day = day;
}

/* What happened after day 0. */
static void
add_marks(const pcart_course *course, pcart_swimmer_row *row,
          pcart_swimmer_mark *mark)
{
    static const pcart_chart_mark_kind of_event[] = {
        [PCART_EVENT_RELAPSE] = PCART_CHART_RELAPSE,
        [PCART_EVENT_PROGRESSION] = PCART_CHART_RELAPSE,
        [PCART_EVENT_NEXT_THERAPY] = PCART_CHART_NEXT_THERAPY,
        [PCART_EVENT_SMN] = PCART_CHART_SMN,
        [PCART_EVENT_DEATH] = PCART_CHART_DEATH,
        [PCART_EVENT_LAST_CONTACT] = PCART_CHART_LAST_CONTACT,
    };

    add_mark(row, mark, 0, PCART_CHART_INFUSION, NULL);
    if (course->next_infusion != PCART_DATE_NONE)
        add_mark(row, mark, day_of(course, course->next_infusion),
                 PCART_CHART_INFUSION, "next infusion");
    for (size_t i = 0; i < course->n_graft; i++)
        if (course->graft[i].date > course->day0)
            add_mark(row, mark, day_of(course, course->graft[i].date),
                     course->graft[i].kind == PCART_TRANSPLANT_BOOST
                         ? PCART_CHART_BOOST
                         : PCART_CHART_TRANSPLANT,
                     NULL);
    for (size_t i = 0; i < course->n_event; i++)
        if (course->event[i].date > course->day0 &&
            course->event[i].kind != PCART_EVENT_LAST_CONTACT)
            add_mark(row, mark, day_of(course, course->event[i].date),
                     of_event[course->event[i].kind], course->event[i].detail);
}

/* Before and after the first relapse. */
static void
add_stretches(const pcart_course *course, pcart_swimmer_row *row,
              pcart_swimmer_stretch *stretch)
{
    int relapse = course->progression == PCART_DATE_NONE
                      ? row->last_day + 1
                      : day_of(course, course->progression);

    stretch[row->n_stretch++] = (pcart_swimmer_stretch){
        0, relapse > row->last_day ? row->last_day : relapse, 0};
    if (relapse <= row->last_day)
        stretch[row->n_stretch++] =
            (pcart_swimmer_stretch){relapse, row->last_day, 1};
    row->stretch = stretch;
}

/* Those of whom something is to be told come first. */
static int
has_story(const pcart_course *course)
{
    return course->smn != PCART_DATE_NONE || course->boost != PCART_DATE_NONE ||
           course->transplant != PCART_DATE_NONE ||
           course->next_infusion != PCART_DATE_NONE;
}

static int
fill_bar(pcarti_page *page, const pcart_study_subject *subject,
         pcart_swimmer_row *row)
{
    const pcart_course *course = subject->course;
    pcart_swimmer_mark *mark =
        pcart_arena_take(page->arena, MAX_MARK, sizeof *mark);
    pcart_swimmer_stretch *stretch =
        pcart_arena_take(page->arena, 2, sizeof *stretch);

    if (!mark || !stretch) {
        pcarti_page_keep(page, NULL);
        return 0;
    }
    *row = (pcart_swimmer_row){.label = subject->label,
                               .mark = mark,
                               .is_alive = course->death == PCART_DATE_NONE};
    if (course->last_contact > course->day0)
        row->last_day = day_of(course, course->last_contact);
    add_marks(course, row, mark);
    add_stretches(course, row, stretch);
    return 1;
}

static void
draw_swimmers(pcarti_page *page)
{
    static const char *const state[] = {"before the first relapse", "after it"};
    const pcart_study *study = page->study;
    pcart_swimmer_row *row =
        pcart_arena_take(page->arena, MAX_BAR, sizeof *row);
    pcart_swimmer_plot plot = {.row = row, .state = state, .n_state = 2};
    pcart_scene scene = {.id = "courses",
                         .title = "Courses",
                         .width = 860,
                         .note = "Arrow: alive at last contact."};
    pcarti_buf svg = {0};

    if (!row) {
        pcarti_page_keep(page, NULL);
        return;
    }
    for (int is_told = 1; is_told >= 0; is_told--)
        for (size_t i = 0; i < study->n_subject && plot.n_row < MAX_BAR; i++)
            if (has_story(study->subject[i].course) == is_told &&
                !fill_bar(page, &study->subject[i], &row[plot.n_row++]))
                return;
    pcarti_page_fail(page, pcart_swimmer_plot_draw(&plot, &scene, page->arena,
                                                   &svg, page->err));
    pcarti_page_figure(
        page, "courses",
        plot.n_row == study->n_subject
            ? "All courses."
            : pcarti_page_print(page,
                                "%zu of %zu courses; those with an SMN, a "
                                "boost, a transplant or another infusion "
                                "first.",
                                plot.n_row, study->n_subject),
        &svg);
    pcarti_buf_release(&svg);
}

/* Days that are drawn: those of the trends. */
enum { FIRST_DAY = -14, LAST_DAY = 104, MAX_ROW = 200 };
enum { N_DAY = LAST_DAY - FIRST_DAY + 1 };

static void
count_days(const pcart_course *course, unsigned char count[N_DAY])
{
    size_t n;
    const pcart_lab *lab = pcart_course_labs(course, PCART_ANC, &n);

    for (size_t i = 0; i < n; i++) {
        int64_t at = (int64_t)lab[i].date - course->day0 - FIRST_DAY;

        if (at >= 0 && at < N_DAY && count[at] < PCART_MISSING_OUTSIDE - 1)
            count[at]++;
    }
    for (int k = 0; k < N_DAY; k++)
        if (course->last_contact != PCART_DATE_NONE &&
            k + FIRST_DAY > day_of(course, course->last_contact))
            count[k] = PCART_MISSING_OUTSIDE;
}

static void
draw_missing(pcarti_page *page)
{
    const pcart_study *study = page->study;
    size_t step = study->n_subject / MAX_ROW + 1;
    const char **patient =
        pcart_arena_take(page->arena, MAX_ROW + 1, sizeof *patient);
    unsigned char *count =
        pcart_arena_take(page->arena, (size_t)(MAX_ROW + 1) * N_DAY, 1);
    pcart_missing_plot plot = {.patient = patient,
                               .first_day = FIRST_DAY,
                               .last_day = LAST_DAY,
                               .count = count,
                               .noun = "ANC values"};
    const pcart_scene scene = {
        .id = "missing", .title = "Days with and without ANC", .width = 860};
    pcarti_buf svg = {0};

    if (!patient || !count) {
        pcarti_page_keep(page, NULL);
        return;
    }
    for (size_t i = 0; i < study->n_subject; i += step) {
        patient[plot.n_patient] = study->subject[i].label;
        count_days(study->subject[i].course, count + plot.n_patient * N_DAY);
        plot.n_patient++;
    }
    pcarti_page_fail(page, pcart_missing_plot_draw(&plot, &scene, page->arena,
                                                   &svg, page->err));
    pcarti_page_figure(
        page, "missing",
        step == 1 ? "Days with an ANC. Nothing is expected after the end of "
                    "follow-up."
                  : pcarti_page_print(page,
                                      "Days with an ANC in every %zu-th course "
                                      "by name. Nothing is expected after the "
                                      "end of follow-up.",
                                      step),
        &svg);
    pcarti_buf_release(&svg);
}

void
pcarti_section_courses(pcarti_page *page)
{
    pcarti_page_section(page, "courses", "Courses and missing counts");
    draw_swimmers(page);
    draw_missing(page);
}
