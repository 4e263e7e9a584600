/* cmd_simulate.c -- postcart simulate: a synthetic cohort.  Layer: cmd. */
#include "cmd/cmd.h"

#include <errno.h>
#include <string.h>

#include "cmd/simulate_panel.h"
#include "postcart/simulate.h"

enum { MAX_FILE = 32 };

static const pcart_cmd_option option[] = {
    {"--output", 'o', "DIR", "folder to write; made when it is not there"},
    {"--patients", 'n', "N", "patients, one infusion each; as in the cohort"},
    {"--like", 0, "COHORT",
     "clonhema, theron, vainstein, boost or second-infusion"},
    {"--seed", 0, "N", "another seed gives other patients; default 1"},
    {"--rows-per-patient", 0, "N",
     "mean rows of labs.csv per patient, by fewer visits"},
    {"--dirty", 0, NULL, "add the faults of real exports to labs.csv"},
    {"--panel", 0, NULL, "write sequencing reads (BAM) of one patient instead"},
    {"--depth", 0, "N", "panel: molecules per position; default 1000"},
    {"--targets", 0, "N", "panel: stretches of the genome; default 40"},
    {"--length", 0, "N", "panel: bases of a target; default 500"},
    {"--variants", 0, "N", "panel: default 20, at most one per target"},
    {"--normals", 0, "N", "panel: persons without clones; default 5"},
    {"--itd", 0, "N", "panel: the fourth variant repeats N bases in tandem"},
    {"--family", 0, "N", "panel: consensus reads of families of mean size N"},
    {"--duplicates", 0, "X", "panel: share of molecules read twice"},
    {"--error", 0, "X", "panel: errors of the library per base; 0.0001"},
    {"--host", 0, "X", "panel: share of host cells after an allograft"},
    {"--leak", 0, "X", "panel: share of post-1 in the library of pre-1"},
    {"--admixture", 0, "X", "panel: share of a stranger in that library"},
    {"--transgene", 0, "X", "panel: copies of the CAR after the infusion"},
    {"--growth", 0, "X", "panel: highest growth of a clone per year; 1.5"},
    {"--bottleneck", 0, "N", "panel: stem cells after lymphodepletion; 2000"},
    {"--swap", 0, NULL, "panel: post-1 is another person's"},
    {"--only-first", 0, NULL, "panel: write one sample, for measuring"},
    {NULL, 0, NULL, NULL},
};

/* The files being written: DIR/name.part until all are whole. */
typedef struct sink {
    const char *folder;
    const char *const *name;
    size_t n;
    FILE *file[MAX_FILE];
} sink;

static pcart_status
failed(const sink *s, const char *name, pcart_err *err)
{
    return pcart_err_set(err, PCART_E_IO, "'%s/%s' cannot be written: %s",
                         s->folder, name, strerror(errno));
}

/* DIR/name, or DIR/name.part; NULL when memory is out.  The text lives in
 * `path` until the next call. */
static const char *
make_path(const sink *s, const char *name, const char *suffix, pcarti_buf *path)
{
    pcarti_buf_clear(path);
    pcarti_buf_print(path, "%s/%s%s", s->folder, name, suffix);
    return path->is_failed ? NULL : path->data;
}

static pcart_status
write_part(void *ctx, const char *name, const char *bytes, size_t length,
           pcart_err *err)
{
    sink *s = ctx;

    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->name[i], name) == 0) {
            if (fwrite(bytes, 1, length, s->file[i]) != length)
                return failed(s, name, err);
            return PCART_OK;
        }
    return pcart_err_set(err, PCART_E_INTERNAL, "no file '%s'", name);
}

static pcart_status
open_all(sink *s, pcarti_buf *path, pcart_err *err)
{
    for (size_t i = 0; i < s->n; i++) {
        const char *part = make_path(s, s->name[i], ".part", path);

        if (!part)
            return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        s->file[i] = fopen(part, "wb");
        if (!s->file[i])
            return failed(s, s->name[i], err);
    }
    return PCART_OK;
}

/* Close the files; give them their names when all are whole, else remove
 * them. */
static pcart_status
close_all(sink *s, pcart_status status, pcarti_buf *path, pcart_err *err)
{
    pcarti_buf part = {0};

    for (size_t i = 0; i < s->n; i++)
        if (s->file[i] && fclose(s->file[i]) != 0 && status == PCART_OK)
            status = failed(s, s->name[i], err);
    for (size_t i = 0; i < s->n; i++) {
        const char *from = make_path(s, s->name[i], ".part", &part);
        const char *to = make_path(s, s->name[i], "", path);

        if (!s->file[i])
            continue;
        if ((!from || !to) && status == PCART_OK)
            status = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
        if (status == PCART_OK && rename(from, to) != 0)
            status = failed(s, s->name[i], err);
        if (status && from)
            remove(from);
    }
    pcarti_buf_release(&part);
    return status;
}

static int
run(const pcart_cmd_line *line, FILE *out)
{
    pcart_simulate_options options = {
        .like = pcarti_cmd_value(line, "--like"),
        .is_dirty = pcarti_cmd_value(line, "--dirty") != NULL,
    };
    int64_t n = 0, seed = 1, rows = 0;
    pcarti_buf path = {0};
    pcart_err err = {0};
    pcart_status status;
    sink s = {.folder = pcarti_cmd_value(line, "--output")};

    if (pcarti_cmd_value(line, "--panel"))
        return pcarti_simulate_panel(line, out);
    s.name = pcart_simulate_files(&s.n);
    if (!s.folder) {
        pcart_err_set(&err, PCART_E_USAGE, "no folder to write");
        pcart_err_hint(&err, "name one with -o DIR");
        return pcarti_cmd_fail(line, &err);
    }
    if (pcarti_cmd_number(line, "--patients", 1, PCART_SIMULATE_MAX, &n,
                          &err) ||
        pcarti_cmd_number(line, "--seed", 0, INT64_C(999999999999), &seed,
                          &err) ||
        pcarti_cmd_number(line, "--rows-per-patient", 1, 10000, &rows, &err))
        return pcarti_cmd_fail(line, &err);
    options.n = (uint32_t)n;
    options.seed = (uint64_t)seed;
    options.rows_per_patient = (uint32_t)rows;
    status = pcarti_cmd_make_folder(s.folder, &err);
    if (status == PCART_OK) {
        status = open_all(&s, &path, &err);
        if (status == PCART_OK)
            status = pcart_simulate(&options, write_part, &s, &err);
        status = close_all(&s, status, &path, &err);
    }
    pcarti_buf_release(&path);
    if (status)
        return pcarti_cmd_fail(line, &err);
    fprintf(out, "%s: synthetic cohort; run: postcart run %s/study.yaml\n",
            s.folder, s.folder);
    return PCART_EXIT_DONE;
}

const pcart_cmd pcarti_cmd_simulate = {
    .group = "Data",
    .name = "simulate",
    .summary = "write a synthetic cohort in the canonical tables",
    .usage = "postcart simulate -o DIR [-n N] [--seed N] [options]",
    .help = "Writes a folder of canonical tables (CSV) with a study.yaml that "
            "is ready to run.  The patients are synthetic; their margins "
            "follow a published cohort (doc/method/simulate.md).  The same "
            "options give the same bytes on every machine.",
    .option = option,
    .min_operand = 0,
    .max_operand = 0,
    .run = run,
};
