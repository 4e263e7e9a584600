/* study_bytes.c -- the bytes of a study file, and its paths.  Layer: read. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "read/scan.h"
#include "read/study_work.h"

static void
read_yaml(pcarti_study_work *work)
{
    pcarti_yaml_fault fault = {0};
    const pcarti_yaml *root = NULL;
    pcart_status status =
        pcarti_yaml_read(work->bytes, work->length, work->arena, &root, &fault);

    if (status == PCART_E_NOMEM)
        work->is_out_of_memory = 1;
    else if (status)
        pcarti_study_add(work, fault.offset, 1, status, "study-yaml",
                         fault.message, NULL);
    else if (!root)
        pcarti_study_add(work, 0, 0, PCART_E_DEGENERATE, "study-empty",
                         "the file is empty", "write tables: folder");
    else
        pcarti_study_take(work, root);
}

/* A path that is written relative to the study file. */
static const char *
join(pcarti_study_work *work, const char *folder, size_t n_folder,
     const char *path)
{
    const char *out = path;

    if (path[0] != '/' && n_folder > 0)
        out = pcart_arena_print(work->arena, "%.*s/%s", (int)n_folder, folder,
                                path);
    if (!out)
        work->is_out_of_memory = 1;
    return out;
}

/* 6, 12, 24 and 48 months in each unit, in millionths. */
static const pcart_fixed default_horizon[][4] = {
    [PCART_STUDY_MONTHS] = {6000000, 12000000, 24000000, 48000000},
    [PCART_STUDY_DAYS] = {182625000, 365250000, 730500000, 1461000000},
    [PCART_STUDY_YEARS] = {500000, 1000000, 2000000, 4000000},
};

static void
complete(pcarti_study_work *work, const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t n_folder = slash ? (size_t)(slash - path) : 0;
    pcart_study_file *out = &work->out;

    if (slash == path)
        n_folder = 0; // the root: an absolute path follows as it is
    if (!out->horizon) {
        out->horizon = default_horizon[out->time_unit];
        out->n_horizon = PCART_COUNTOF(default_horizon[0]);
    }
    if (out->tables)
        out->tables_path = join(work, path, n_folder, out->tables);
    out->output_path = join(work, path, n_folder, out->output);
}

pcart_status
pcart_study_file_parse(const char *path, const char *bytes, size_t length,
                       pcart_arena *arena, pcart_diag *diag,
                       pcart_study_file *out)
{
    const char *slash = strrchr(path, '/');
    pcarti_study_work work = {
        .source = slash ? slash + 1 : path,
        .bytes = bytes,
        .length = length,
        .arena = arena,
        .diag = diag,
        .out = {.title = "Study",
                .output = "report",
                .profile_name = "default",
                .interval_level = 950000,
                .assay = "raw",
                .sections = (1u << PCART_STUDY_N_SECTION) - 1},
    };
    size_t bad;

    if (length > PCART_STUDY_FILE_MAX)
        pcarti_study_add(&work, 0, 0, PCART_E_RANGE, "study-size",
                         "the file is larger than 1 MiB", NULL);
    else if (!pcarti_scan_is_text(bytes, length, &bad))
        pcarti_study_add(&work, bad, 1, PCART_E_SYNTAX, "study-text",
                         "text is not UTF-8", "save the file as UTF-8");
    else
        read_yaml(&work);
    complete(&work, path);
    if (work.is_out_of_memory || diag->is_out_of_memory)
        return PCART_E_NOMEM;
    if (work.status == PCART_OK)
        *out = work.out;
    return work.status;
}

static pcart_status
fail(const char *path, const char *what, pcart_err *err)
{
    return pcart_err_set(err, PCART_E_IO, "'%s' cannot be read: %s", path,
                         what);
}

pcart_status
pcart_study_file_read(const char *path, pcart_arena *arena, pcart_diag *diag,
                      pcart_study_file *out, pcart_err *err)
{
    enum { ROOM = PCART_STUDY_FILE_MAX + 1 };
    char *bytes = pcart_arena_take(arena, ROOM, 1);
    size_t length = 0;
    pcart_status status;
    int file;

    if (!bytes)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return fail(path, strerror(errno), err);
    while (length < ROOM) {
        ssize_t got = read(file, bytes + length, ROOM - length);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            status = fail(path, strerror(errno), err);
            close(file);
            return status;
        }
        if (got == 0)
            break;
        length += (size_t)got;
    }
    close(file);
    status = pcart_study_file_parse(path, bytes, length, arena, diag, out);
    if (status)
        pcart_err_set(err, status, "study file '%s' is refused", path);
    return status;
}
