/* cmd_grade.c -- postcart grade: every measure of every course.  Layer: cmd. */
#include "cmd/cmd.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/grade_row.h"
#include "cmd/grade_stream.h"
#include "cmd/tables.h"
#include "postcart/cohort.h"
#include "postcart/grade.h"

enum { COPY_SIZE = 1 << 16 };

/* From this size on a folder is read in blocks, if its tables are sorted. */
static const uint64_t stream_size = UINT64_C(64) << 20;

static const pcart_cmd_option option[] = {
    {"--rule", 0, "ID,...", "only these rules or measures"},
    {"--infusion", 0, "N", "only the N-th infusion of each patient"},
    {"--output", 'o', "FILE", "write to a file, whole or not at all"},
    {"--threads", 0, "N", "workers for large folders; as many as processors"},
    {"--stream", 0, NULL, "read in blocks also when the folder is small"},
    PCARTI_TABLES_OPTION,
    {NULL, 0, NULL, NULL},
};

/*
 * Where results go until it is certain that they are wanted: PATH.part for a
 * file; for standard output, and for what is no plain file (/dev/null must
 * stay a device), a nameless file that is copied at the end.
 */
typedef struct spool {
    FILE *file;
    const char *path; /* NULL for standard output */
    int is_part;
    pcarti_buf part;
} spool;

static pcart_status
failed(const char *what, pcart_err *err)
{
    return pcart_err_set(err, PCART_E_IO, "'%s' cannot be written: %s", what,
                         strerror(errno));
}

static pcart_status
spool_open(spool *to, const char *path, pcart_err *err)
{
    struct stat info;

    *to = (spool){.path = path && strcmp(path, "-") ? path : NULL};
    to->is_part =
        to->path && (stat(to->path, &info) != 0 || S_ISREG(info.st_mode));
    if (!to->is_part) {
        to->file = tmpfile();
        return to->file ? PCART_OK : failed("a temporary file", err);
    }
    pcarti_buf_print(&to->part, "%s.part", path);
    if (pcarti_buf_status(&to->part, err))
        return PCART_E_NOMEM;
    to->file = fopen(to->part.data, "wb");
    return to->file ? PCART_OK : failed(path, err);
}

static pcart_status
copy_all(FILE *from, FILE *to, const char *place, pcart_err *err)
{
    char bytes[COPY_SIZE];
    size_t length;

    if (fflush(from) != 0)
        return failed("a temporary file", err);
    rewind(from);
    while ((length = fread(bytes, 1, sizeof(bytes), from)) > 0)
        if (fwrite(bytes, 1, length, to) != length)
            return failed(place, err);
    if (ferror(from))
        return failed("a temporary file", err);
    return fflush(to) == 0 ? PCART_OK : failed(place, err);
}

/* The nameless file to the place that it stands for. */
static pcart_status
copy_out(const spool *from, FILE *out, pcart_err *err)
{
    pcart_status status;
    FILE *device;

    if (!from->path)
        return copy_all(from->file, out, "standard output", err);
    device = fopen(from->path, "wb");
    if (!device)
        return failed(from->path, err);
    status = copy_all(from->file, device, from->path, err);
    if (fclose(device) != 0 && status == PCART_OK)
        status = failed(from->path, err);
    return status;
}

/* Everything that was written: to its place, or away. */
static pcart_status
spool_close(spool *from, pcart_status status, FILE *out, pcart_err *err)
{
    if (!from->file)
        goto done;
    if (status == PCART_OK && !from->is_part)
        status = copy_out(from, out, err);
    if (fclose(from->file) != 0 && status == PCART_OK)
        status = failed(from->path ? from->path : "a temporary file", err);
    if (from->is_part) {
        if (status == PCART_OK && rename(from->part.data, from->path) != 0)
            status = failed(from->path, err);
        if (status)
            remove(from->part.data);
    }
done:
    pcarti_buf_release(&from->part);
    return status;
}

static int
is_word(const char *word, size_t length, const char *name)
{
    return strlen(name) == length && !strncmp(word, name, length);
}

/* Mark the measures that a word means; 0 if it means none. */
static int
mark_wanted(const char *word, size_t length, const pcart_profile *profile,
            unsigned char *wanted)
{
    size_t n;
    const pcart_measure *measure = pcart_measure_list(&n);
    int is_found = 0;

    for (size_t i = 0; i < n && i < PCART_MEASURE_MAX; i++)
        if (is_word(word, length, measure[i].name) ||
            is_word(word, length, pcart_measure_set(i, profile)->id)) {
            wanted[i] = 1;
            is_found = 1;
        }
    return is_found;
}

static pcart_status
read_rules(const char *list, const pcart_profile *profile,
           unsigned char *wanted, pcart_err *err)
{
    while (*list) {
        size_t length = strcspn(list, ",");

        if (length && !mark_wanted(list, length, profile, wanted)) {
            pcart_err_set(err, PCART_E_USAGE, "rule '%.*s' grades nothing here",
                          (int)(length > 60 ? 60 : length), list);
            pcart_err_hint(err, "'postcart rules list' names the rules; some "
                                "are chosen by --profile or --set");
            return PCART_E_USAGE;
        }
        list += length + (list[length] == ',');
    }
    return PCART_OK;
}

static pcart_status
write_buf(const pcarti_buf *buf, FILE *file, pcart_err *err)
{
    pcart_status status = pcarti_buf_status(buf, err);

    if (status == PCART_OK && buf->length &&
        fwrite(buf->data, 1, buf->length, file) != buf->length)
        status = failed("the result", err);
    return status;
}

/* The whole folder in memory: rows in any order. */
static pcart_status
grade_whole(pcart_cohort_folder *folder, const grade_request *request,
            pcart_arena *arena, FILE *file, pcart_diag *diag, pcart_err *err)
{
    pcart_arena scratch = {0};
    pcarti_buf out = {0};
    pcart_cohort cohort;
    pcart_status status = pcart_cohort_read(folder, arena, diag, &cohort, err);

    if (status == PCART_OK)
        status = pcarti_grade_cohort(&cohort, request, 0, &scratch, &out, err);
    if (status == PCART_OK)
        status = write_buf(&out, file, err);
    pcarti_buf_release(&out);
    pcart_arena_release(&scratch);
    return status;
}

/* Head, results and tail; in blocks when it is worth it and possible. */
static pcart_status
grade_folder(pcart_cohort_folder *folder, const grade_request *request,
             int n_thread, int is_stream, pcart_arena *arena, FILE *file,
             pcart_diag *diag, pcart_err *err)
{
    pcart_status status;
    pcarti_buf text = {0};

    pcarti_grade_head(request, &text);
    status = write_buf(&text, file, err);
    if (status == PCART_OK && is_stream) {
        status =
            pcarti_grade_stream(folder, request, n_thread, file, diag, err);
        if (status == PCART_E_UNSUPPORTED) {
            /* Not sorted: start over with everything in memory. */
            rewind(file);
            if (ftruncate(fileno(file), 0) != 0) {
                status = failed("the result", err);
                goto done;
            }
            pcart_diag_init(diag, arena);
            status = write_buf(&text, file, err);
            is_stream = 0;
        }
    }
    if (status == PCART_OK && !is_stream)
        status = grade_whole(folder, request, arena, file, diag, err);
    if (status)
        goto done;
    pcarti_buf_clear(&text);
    pcarti_grade_tail(request, &text);
    status = write_buf(&text, file, err);
done:
    pcarti_buf_release(&text);
    return status;
}

static int
n_processor(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);

    return n < 1 ? 1 : n > 64 ? 64 : (int)n;
}

static int
grade_to(const pcart_cmd_line *line, const grade_request *request,
         const pcart_cohort_options *options, int n_thread, FILE *out)
{
    pcart_arena arena = {0};
    pcart_cohort_folder *folder = NULL;
    spool to = {0};
    pcart_diag diag;
    pcart_err err = {0};
    pcart_status status;
    int exit_status = PCART_EXIT_DONE;

    pcart_diag_init(&diag, &arena);
    status = pcart_cohort_open(line->operand[0], options, &arena, &diag,
                               &folder, &err);
    if (status == PCART_OK)
        status = spool_open(&to, pcarti_cmd_value(line, "--output"), &err);
    if (status == PCART_OK) {
        int is_stream =
            diag.n_error == 0 && (pcarti_cmd_value(line, "--stream") ||
                                  pcart_cohort_bytes(folder) > stream_size);

        status = grade_folder(folder, request, n_thread, is_stream, &arena,
                              to.file, &diag, &err);
        if (status == PCART_OK && diag.n_error > 0)
            status = PCART_E_INCONSISTENT; /* refused: the list says why */
        status = spool_close(&to, status, out, &err);
    }
    exit_status = pcarti_cmd_report(line, &diag);
    if (status && diag.n_error == 0)
        exit_status = pcarti_cmd_fail(line, &err);
    pcart_cohort_close(folder);
    pcart_arena_release(&arena);
    return exit_status;
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    const char *rules = pcarti_cmd_value(line, "--rule");
    unsigned char wanted[PCART_MEASURE_MAX] = {0};
    pcart_cohort_options options = {0};
    int64_t infusion = 0, n_thread = n_processor();
    grade_request request = {.profile = &line->profile,
                             .is_json = line->is_json};
    pcart_err err = {0};

    if ((rules && read_rules(rules, &line->profile, wanted, &err)) ||
        pcarti_tables_options(line, &options, &err) ||
        pcarti_cmd_number(line, "--infusion", 1, 1000, &infusion, &err) ||
        pcarti_cmd_number(line, "--threads", 1, 64, &n_thread, &err))
        return pcarti_cmd_fail(line, &err);
    request.wanted = rules ? wanted : NULL;
    request.infusion = (int)infusion;
    return grade_to(line, &request, &options, (int)n_thread, out);
}

const pcart_cmd pcarti_cmd_grade = {
    .group = "Grading",
    .name = "grade",
    .summary = "grades and scores of every course, with evidence",
    .usage = "postcart grade DIR [--rule ID,...] [--infusion N] [-o FILE]",
    .help =
        "Reads a folder of tables and prints one line per patient, infusion\n"
        "and measure: patient, infusion, measure, state, value, low, high,\n"
        "unit, rule, evidence.  The state is 'value', 'bounds' (the truth "
        "lies\n"
        "between low and high) or 'not_evaluable' (the evidence says why).\n"
        "A missing value never raises a grade and never counts as 0.\n"
        "\n"
        "With --json each result has its whole evidence: rows with their "
        "line,\n"
        "imputed and missing days, episodes.\n"
        "\n"
        "When a table is refused nothing is printed.  Large folders whose\n"
        "tables are sorted by patient are read in blocks; the output is the\n"
        "same for any number of threads.",
    .option = option,
    .min_operand = 1,
    .max_operand = 1,
    .run = run,
};
