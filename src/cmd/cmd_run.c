/* cmd_run.c -- postcart run: a study from its file to its report.
 * Layer: cmd. */
#include "cmd/cmd.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd/render.h"
#include "postcart/report.h"
#include "postcart/study.h"

static const pcart_cmd_option option[] = {
    {"--output", 'o', "DIR", "folder of the report; default from the study"},
    {"--plain", 0, NULL, "text files only: no PDF and no workbook"},
    {NULL, 0, NULL, NULL},
};

/* Everything that one run holds. */
typedef struct run {
    const pcart_cmd_line *line;
    pcart_arena arena;
    pcart_diag diag;
    pcart_err err;
    pcart_study_file file;
    pcart_cohort cohort;
    pcart_study study;
    pcart_report report;
    pcart_report_options options;
} run;

/* Choices of the command line win over those of the study file. */
static void
override_choices(run *r)
{
    for (size_t i = 0; i < PCART_N_OPTION; i++)
        if (r->line->profile.choice[i])
            r->file.profile.choice[i] = r->line->profile.choice[i];
}

static pcart_status
read_inputs(run *r)
{
    pcart_cohort_folder *folder = NULL;
    pcart_cohort_options options = {0};
    pcart_status status = pcart_study_file_read(r->line->operand[0], &r->arena,
                                                &r->diag, &r->file, &r->err);

    if (status)
        return status;
    override_choices(r);
    options.decimal = r->file.decimal;
    options.dates = r->file.dates;
    status = pcart_cohort_open(r->file.tables_path, &options, &r->arena,
                               &r->diag, &folder, &r->err);
    if (!status)
        status =
            pcart_cohort_read(folder, &r->arena, &r->diag, &r->cohort, &r->err);
    pcart_cohort_close(folder);
    return status;
}

/* SHA-256 of one file, in hexadecimal. */
static pcart_status
hash_file(const char *path, pcart_report_input *input, pcart_err *err)
{
    unsigned char bytes[65536], digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    FILE *file = fopen(path, "rb");
    size_t n;
    int is_failed;

    if (!file)
        return pcart_err_set(err, PCART_E_IO, "'%s' cannot be read: %s", path,
                             strerror(errno));
    crypto_hash_sha256_init(&state);
    while ((n = fread(bytes, 1, sizeof bytes, file)) > 0) {
        crypto_hash_sha256_update(&state, bytes, n);
        input->bytes += n;
    }
    is_failed = ferror(file);
    fclose(file);
    if (is_failed)
        return pcart_err_set(err, PCART_E_IO, "'%s' cannot be read", path);
    crypto_hash_sha256_final(&state, digest);
    sodium_bin2hex(input->sha256, sizeof input->sha256, digest, sizeof digest);
    return PCART_OK;
}

static pcart_status
hash_inputs(run *r)
{
    pcart_report_input *input =
        pcart_arena_take(&r->arena, PCART_N_TABLE, sizeof *input);
    pcart_status status = PCART_OK;
    size_t n = 0;

    if (!input)
        return pcart_err_set(&r->err, PCART_E_NOMEM, "out of memory");
    for (int t = 0; t < PCART_N_TABLE && !status; t++) {
        const char *file = r->cohort.table[t].file, *path;

        if (!file)
            continue;
        path = pcart_arena_print(&r->arena, "%s/%s", r->file.tables_path, file);
        if (!path)
            return pcart_err_set(&r->err, PCART_E_NOMEM, "out of memory");
        input[n].file = file;
        status = hash_file(path, &input[n++], &r->err);
    }
    r->options.input = input;
    r->options.n_input = n;
    r->options.is_redacted = r->line->is_redacted;
    return status;
}

static pcart_status
add_manifest(run *r)
{
    char stamp[32] = "", host[256] = "", folder[4096] = "";
    time_t now = time(NULL);
    struct tm utc;
    pcart_report_run info = {.time = stamp, .host = host, .folder = folder};

    if (gmtime_r(&now, &utc))
        strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", &utc);
    if (gethostname(host, sizeof host - 1) != 0)
        host[0] = '\0';
    if (!getcwd(folder, sizeof folder))
        folder[0] = '\0';
    info.command =
        pcart_arena_print(&r->arena, "postcart run %s", r->line->operand[0]);
    return pcart_report_add_manifest(&r->report, &r->study, &r->options, &info,
                                     &r->err);
}

static pcart_status
make_report(run *r, const char **path)
{
    const char *wanted = pcarti_cmd_value(r->line, "--output");
    pcart_status status = pcart_study_run(&r->cohort, &r->file, &r->arena,
                                          &r->diag, &r->study, &r->err);

    if (!status)
        status = hash_inputs(r);
    if (!status)
        status = pcart_report_build(&r->study, &r->options, &r->arena,
                                    &r->report, &r->err);
    if (!status && !pcarti_cmd_value(r->line, "--plain"))
        status = pcarti_render(&r->report, r->file.title, &r->err);
    if (!status)
        status = add_manifest(r);
    *path = wanted ? wanted : r->file.output_path;
    if (!status)
        status = pcart_report_write(&r->report, *path, &r->err);
    return status;
}

static int
run_study(const pcart_cmd_line *line, FILE *out)
{
    run r = {.line = line};
    const char *path = NULL;
    int exit_status = PCART_EXIT_DONE;
    pcart_status status;

    pcart_diag_init(&r.diag, &r.arena);
    status = read_inputs(&r);
    if (!status)
        status = make_report(&r, &path);
    if (r.diag.n_error) {
        exit_status = pcarti_cmd_report(line, &r.diag);
    } else if (status) {
        exit_status = pcarti_cmd_fail(line, &r.err);
    } else {
        fprintf(out, "%s/report.html: %zu subjects, %zu files\n", path,
                r.study.n_subject, r.report.n_file);
        if (r.diag.n_warning || r.diag.n_note)
            fprintf(stderr,
                    "postcart: %zu warnings and %zu notes: see "
                    "%s/problems.csv\n",
                    r.diag.n_warning, r.diag.n_note, path);
        if (r.diag.n_warning && line->is_strict)
            exit_status = PCART_EXIT_WARNED;
    }
    pcart_arena_release(&r.arena);
    return exit_status;
}

const pcart_cmd pcarti_cmd_run = {
    .group = "Studies",
    .name = "run",
    .summary = "do a study and write its report",
    .usage = "postcart run STUDY.yaml [-o DIR] [options]",
    .help =
        "Reads the tables that the study file names, grades every course and\n"
        "writes a folder: report.html (one file, with all figures), tables as\n"
        "CSV with full precision and as one workbook (tables.xlsx), figures\n"
        "as SVG and PDF, methods.md (a paragraph for a paper), problems.csv,\n"
        "reproduce.R (computes the statistics again with R) and manifest.json\n"
        "(the only file that differs between two runs).\n\n"
        "The folder is written whole or not at all.  An existing folder is\n"
        "replaced only if it is a report of postcart.  Choices given by\n"
        "--profile and --set win over those of the study file.",
    .option = option,
    .min_operand = 1,
    .max_operand = 1,
    .run = run_study,
};
