/* cmd_patient.c -- postcart patient: one course as a picture.  Layer: cmd. */
#include "cmd/cmd.h"

#include <string.h>

#include "cmd/tables.h"
#include "postcart/assemble.h"
#include "postcart/cohort.h"
#include "postcart/grade.h"
#include "postcart/portrait.h"

static const pcart_cmd_option option[] = {
    {"--output", 'o', "FILE", "SVG to write; default is standard output"},
    {"--infusion", 0, "N", "number of the infusion; default is the first"},
    {"--width", 0, "PIXELS", "width of the picture, 600 to 4000"},
    PCARTI_TABLES_OPTION,
    {NULL, 0, NULL, NULL},
};

/* What one picture needs. */
typedef struct sitting {
    const pcart_cmd_line *line;
    pcart_arena arena;
    pcart_diag diag;
    pcart_err err;
    pcart_cohort cohort;
    const pcart_patient *patient;
    const pcart_course *course;
} sitting;

static pcart_status
choose_course(sitting *s)
{
    const char *id = s->line->operand[1];
    const pcart_course *course;
    int64_t wanted = 0;
    size_t n;
    pcart_status status = pcarti_cmd_number(s->line, "--infusion", 1, INT32_MAX,
                                            &wanted, &s->err);

    if (status)
        return status;
    s->patient = pcart_cohort_find(&s->cohort, id);
    if (!s->patient)
        return pcart_err_set(&s->err, PCART_E_NOTFOUND,
                             "there is no patient '%s'", id);
    status = pcart_courses_of_patient(s->patient, &s->line->profile, &s->arena,
                                      &course, &n, &s->err);
    for (size_t i = 0; !status && i < n && !s->course; i++)
        if (!wanted || course[i].infusion == wanted)
            s->course = &course[i];
    if (status || s->course)
        return status;
    return pcart_err_set(&s->err, PCART_E_NOTFOUND,
                         wanted ? "patient '%s' has no infusion %lld"
                                : "patient '%s' has no infusion",
                         id, (long long)wanted);
}

static pcart_status
draw(sitting *s, pcarti_buf *svg)
{
    pcart_portrait portrait = {.patient = s->patient, .course = s->course};
    int64_t width = 0;
    pcart_status status =
        pcarti_cmd_number(s->line, "--width", 600, 4000, &width, &s->err);

    portrait.width = (double)width;
    if (!status)
        status =
            pcart_grade_course(s->course, &s->line->profile, NULL, &s->arena,
                               &portrait.result, &portrait.n_result, &s->err);
    if (status)
        return status;
    return pcart_portrait_draw(&portrait, &s->arena, svg, &s->err);
}

static int
draw_patient(const pcart_cmd_line *line, FILE *out)
{
    sitting s = {.line = line};
    const char *path = pcarti_cmd_value(line, "--output");
    pcarti_buf svg = {0};
    int exit_status = PCART_EXIT_DONE;
    pcart_status status;

    pcart_diag_init(&s.diag, &s.arena);
    status = pcarti_tables_read(line, &s.arena, &s.diag, &s.cohort, &s.err);
    if (!status)
        status = choose_course(&s);
    if (!status)
        status = draw(&s, &svg);
    if (!status) {
        pcarti_buf_char(&svg, '\n');
        status = pcarti_cmd_write_file(path ? path : "-", &svg, &s.err);
    }
    if (s.diag.n_error)
        exit_status = pcarti_cmd_report(line, &s.diag);
    else if (status)
        exit_status = pcarti_cmd_fail(line, &s.err);
    else if (s.diag.n_warning && line->is_strict)
        exit_status = PCART_EXIT_WARNED;
    (void)out;
    pcarti_buf_release(&svg);
    pcart_arena_release(&s.arena);
    return exit_status;
}

const pcart_cmd pcarti_cmd_patient = {
    .group = "Studies",
    .name = "patient",
    .summary = "draw the course of one patient",
    .usage = "postcart patient DIR PATIENT [--infusion N] [-o FILE.svg]",
    .help =
        "Draws counts, the days that the rules counted or filled, supports,\n"
        "toxicities, transplants and marrows on one clock, with the grades in\n"
        "words.  Every point says on hover in which line it was read.",
    .option = option,
    .min_operand = 2,
    .max_operand = 2,
    .run = draw_patient,
};
