/* study_yaml.c -- the bytes and the YAML of a study file.  Layer: read. */
#include <errno.h>
#include <fcntl.h>
#include <libfyaml.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "read/scan.h"
#include "read/study_work.h"

/* Problems of the YAML itself, as libfyaml found them. */
static void
add_yaml_errors(pcarti_study_work *work, struct fy_diag *found)
{
    void *at = NULL;
    struct fy_diag_error *error;

    while ((error = fy_diag_errors_iterate(found, &at)) != NULL) {
        size_t offset = 0;
        int line = 1;

        if (error->type != FYET_ERROR)
            continue;
        for (; line < error->line && offset < work->length; offset++)
            line += work->bytes[offset] == '\n';
        if (error->column > 1)
            offset += (size_t)error->column - 1;
        pcarti_study_add(work, offset, 1, PCART_E_SYNTAX, "study-yaml",
                         error->msg ? error->msg : "this is not YAML", NULL);
    }
    if (work->status == PCART_OK)
        pcarti_study_add(work, 0, 0, PCART_E_SYNTAX, "study-yaml",
                         "this is not YAML", NULL);
}

static void
read_document(pcarti_study_work *work, struct fy_parser *parser,
              struct fy_diag *found)
{
    struct fy_document *document = NULL, *second = NULL;

    if (fy_parser_set_string(parser, work->bytes, work->length) != 0) {
        work->is_out_of_memory = 1;
        return;
    }
    document = fy_parse_load_document(parser);
    if (fy_diag_got_error(found)) {
        add_yaml_errors(work, found);
        goto done;
    }
    if (!document) {
        pcarti_study_add(work, 0, 0, PCART_E_DEGENERATE, "study-empty",
                         "the file is empty", "write tables: folder");
        goto done;
    }
    pcarti_study_take(work, fy_document_root(document));
    second = fy_parse_load_document(parser);
    if (second || fy_diag_got_error(found))
        pcarti_study_add(work, work->length, 0, PCART_E_SYNTAX, "study-yaml",
                         "there is text behind the first document", NULL);
done:
    if (second)
        fy_parse_document_destroy(parser, second);
    if (document)
        fy_parse_document_destroy(parser, document);
}

/* Give libfyaml the bytes; it prints nothing. */
static void
read_yaml(pcarti_study_work *work)
{
    struct fy_diag_cfg diag_cfg;
    struct fy_parse_cfg cfg = {.flags = FYPCF_QUIET};
    struct fy_parser *parser = NULL;
    struct fy_diag *found;

    fy_diag_cfg_default(&diag_cfg);
    diag_cfg.fp = NULL;
    found = fy_diag_create(&diag_cfg);
    if (found) {
        fy_diag_set_collect_errors(found, true);
        cfg.diag = found;
        parser = fy_parser_create(&cfg);
    }
    if (parser)
        read_document(work, parser, found);
    else
        work->is_out_of_memory = 1;
    if (parser)
        fy_parser_destroy(parser);
    if (found)
        fy_diag_destroy(found);
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
