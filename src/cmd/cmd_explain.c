/* cmd_explain.c -- postcart explain: the story behind a result.  Layer: cmd. */
#include "cmd/cmd.h"

#include <string.h>

#include "cmd/explain_text.h"
#include "cmd/grade_row.h"
#include "cmd/tables.h"
#include "postcart/assemble.h"
#include "postcart/cohort.h"
#include "postcart/grade.h"

static const pcart_cmd_option option[] = {
    {"--infusion", 0, "N", "only the N-th infusion"},
    PCARTI_TABLES_OPTION,
    {NULL, 0, NULL, NULL},
};

/* Not a measure of a course, but told with them. */
static const char marrow_name[] = "marrow";

/* Mark one measure, or all without a name. */
static pcart_status
read_measure(const char *name, unsigned char *wanted, pcart_err *err)
{
    size_t n;
    const pcart_measure *measure = pcart_measure_list(&n);
    int is_found = name && strcmp(name, marrow_name) == 0;

    for (size_t i = 0; i < n && i < PCART_MEASURE_MAX; i++) {
        wanted[i] = !name || !strcmp(name, measure[i].name);
        is_found |= wanted[i];
    }
    if (is_found)
        return PCART_OK;
    pcart_err_set(err, PCART_E_USAGE, "there is no measure '%s'", name);
    pcart_err_hint(err, "the third column of 'postcart grade' names them; "
                        "'marrow' is marrows and karyotypes");
    return PCART_E_USAGE;
}

/* All wanted results of one course. */
static pcart_status
explain_course(const explain_context *given, const unsigned char *wanted,
               pcart_arena *arena, pcart_arena *scratch, pcarti_buf *out,
               pcart_err *err)
{
    explain_context context = *given;
    const pcart_result *result;
    size_t n, n_measure, at = 0;
    pcart_status status = pcart_grade_course(context.course, context.profile,
                                             wanted, arena, &result, &n, err);

    (void)pcart_measure_list(&n_measure);
    pcarti_explain_course(&context, out);
    for (size_t i = 0; i < n_measure && at < n && status == PCART_OK; i++) {
        if (!wanted[i])
            continue;
        context.measure = i;
        /* Asked for by its name, it is told all the same. */
        if (!context.is_every_row && pcarti_explain_is_idle(&result[at])) {
            at++;
            continue;
        }
        status =
            pcarti_explain_result(&context, &result[at++], scratch, out, err);
    }
    if (!context.is_every_row)
        pcarti_explain_idle(result, n, out);
    return status;
}

/* The same as `postcart grade --json` for one patient. */
static pcart_status
print_json(const pcart_course *course, const grade_request *request,
           int *is_continued, pcart_arena *arena, pcarti_buf *out,
           pcart_err *err)
{
    const pcart_result *result;
    size_t n;
    pcart_status status = pcart_grade_course(
        course, request->profile, request->wanted, arena, &result, &n, err);

    for (size_t i = 0; i < n && status == PCART_OK; i++) {
        pcarti_buf_text(out, *is_continued ? ",\n" : "\n");
        *is_continued = 1;
        pcarti_grade_json(course->patient, &result[i], out);
    }
    return status;
}

static int
is_marrow_wanted(const pcart_cmd_line *line)
{
    return line->n_operand < 3 || strcmp(line->operand[2], marrow_name) == 0;
}

/* The end of the results, and the marrows behind them: on the clock of the last
 * course that was told. */
static pcart_status
close_json(const explain_context *context, const pcart_patient *patient,
           int is_marrow, pcart_status status, pcarti_buf *out, pcart_err *err)
{
    pcart_arena scratch = {0};

    pcarti_buf_text(out, "\n]");
    if (is_marrow && context->course && status == PCART_OK) {
        pcarti_buf_text(out, ",\n\"examinations\": [");
        status =
            pcarti_explain_marrow_json(context, patient, &scratch, out, err);
        pcarti_buf_text(out, "\n]");
    }
    pcarti_buf_text(out, "}\n");
    pcart_arena_release(&scratch);
    return status;
}

static pcart_status
explain_patient(const pcart_cmd_line *line, const pcart_cohort *cohort,
                const grade_request *request, pcart_arena *arena,
                pcarti_buf *out, pcart_err *err)
{
    const pcart_patient *patient = pcart_cohort_find(cohort, line->operand[1]);
    explain_context context = {.cohort = cohort,
                               .profile = request->profile,
                               .is_every_row = line->n_operand > 2};
    pcart_arena scratch = {0};
    const pcart_course *course;
    int is_continued = 0, n_told = 0;
    size_t n_course;
    pcart_status status;

    if (!patient)
        return pcart_err_set(err, PCART_E_NOTFOUND, "there is no patient '%s'",
                             line->operand[1]);
    status = pcart_courses_of_patient(patient, request->profile, arena, &course,
                                      &n_course, err);
    if (status)
        return status;
    if (request->is_json)
        pcarti_grade_head(request, out);
    for (size_t i = 0; i < n_course && status == PCART_OK; i++) {
        if (request->infusion && course[i].infusion != request->infusion)
            continue;
        context.course = &course[i];
        if (request->is_json) {
            status =
                print_json(&course[i], request, &is_continued, arena, out, err);
            continue;
        }
        if (n_told++)
            pcarti_buf_char(out, '\n');
        status = explain_course(&context, request->wanted, arena, &scratch, out,
                                err);
    }
    if (request->is_json)
        status = close_json(&context, patient, is_marrow_wanted(line), status,
                            out, err);
    else if (n_told && is_marrow_wanted(line) && status == PCART_OK)
        status = pcarti_explain_marrow(&context, patient, &scratch, out, err);
    if (!request->is_json && n_told == 0 && status == PCART_OK)
        status = pcart_err_set(err, PCART_E_NOTFOUND,
                               "patient '%s' has no such infusion",
                               line->operand[1]);
    pcart_arena_release(&scratch);
    return status ? status : pcarti_buf_status(out, err);
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    unsigned char wanted[PCART_MEASURE_MAX] = {0};
    grade_request request = {
        .profile = &line->profile, .wanted = wanted, .is_json = line->is_json};
    pcart_cohort cohort;
    pcart_arena arena = {0};
    pcarti_buf text = {0};
    pcart_diag diag;
    pcart_err err = {0};
    int64_t infusion = 0;
    int exit_status;
    pcart_status status;

    if (read_measure(line->n_operand > 2 ? line->operand[2] : NULL, wanted,
                     &err) ||
        pcarti_cmd_number(line, "--infusion", 1, 1000, &infusion, &err))
        return pcarti_cmd_fail(line, &err);
    request.infusion = (int)infusion;
    pcart_diag_init(&diag, &arena);
    status = pcarti_tables_read(line, &arena, &diag, &cohort, &err);
    if (status == PCART_OK)
        status = explain_patient(line, &cohort, &request, &arena, &text, &err);
    exit_status = pcarti_cmd_report(line, &diag);
    if (status && diag.n_error == 0)
        exit_status = pcarti_cmd_fail(line, &err);
    if (status == PCART_OK && text.length)
        fwrite(text.data, 1, text.length, out); // main checks the stream
    pcarti_buf_release(&text);
    pcart_arena_release(&arena);
    return exit_status;
}

const pcart_cmd pcarti_cmd_explain = {
    .group = "Grading",
    .name = "explain",
    .summary = "why a patient has these grades, and what would change them",
    .usage = "postcart explain DIR PATIENT [MEASURE]",
    .help =
        "Tells, for every infusion of one patient, each result in words: the\n"
        "row of the rule that decided with its source, the days and episodes\n"
        "that were counted, imputed and missing days, the rows of the tables\n"
        "with file and line, and what the result would be under each other\n"
        "choice where sources disagree.\n"
        "\n"
        "Measures that do not apply, such as those of a boost that was not\n"
        "given, stand together at the end of the infusion.\n"
        "\n"
        "Then the marrows and karyotypes of the patient: what was read, which\n"
        "items prove it, what became of each clone, the class with its path,\n"
        "and the scores with whom they were made for.\n"
        "\n"
        "With the name of a measure (such as icaht_early) every row that was\n"
        "read is listed; 'marrow' tells the marrows alone.  With --json the\n"
        "results and their evidence are printed as by grade, and the marrows\n"
        "and karyotypes as 'examinations'.",
    .option = option,
    .min_operand = 2,
    .max_operand = 3,
    .run = run,
};
