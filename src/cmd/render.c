/* render.c -- PDF figures and the workbook of a report, made beside the
 * program.  Layer: cmd. */
#include "cmd/render.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/buf.h"
#include "postcart/pdf.h"
#include "postcart/workbook.h"

enum { COPY_SIZE = 1 << 16 };

/* One child: what it writes comes back through a nameless file. */
typedef struct worker {
    const char *what; /* for the error */
    pcart_status (*work)(const pcart_report *report, const char *title,
                         FILE *out, pcart_err *err);
    FILE *file;
    pid_t child;
} worker;

static pcart_status
failed(const char *what, pcart_err *err)
{
    return pcart_err_set(err, PCART_E_IO, "%s: %s", what, strerror(errno));
}

/* A path that begins with "figures/" and ends with ".svg". */
static int
is_figure(const pcart_report_file *file)
{
    size_t n = strlen(file->path);

    return strncmp(file->path, "figures/", 8) == 0 && n > 4 &&
           strcmp(file->path + n - 4, ".svg") == 0;
}

static pcart_status
put(FILE *out, const void *bytes, size_t n, pcart_err *err)
{
    if (n == 0 || fwrite(bytes, 1, n, out) == n)
        return PCART_OK;
    return failed("a temporary file cannot be written", err);
}

/* Every figure in the order of the report: its length, then its bytes. */
static pcart_status
make_figures(const pcart_report *report, const char *title, FILE *out,
             pcart_err *err)
{
    pcart_arena arena = {0};
    pcart_status status = PCART_OK;

    (void)title;
    for (size_t i = 0; i < report->n_file && !status; i++) {
        const pcart_report_file *file = &report->file[i];
        const char *bytes;
        size_t n;

        if (!is_figure(file))
            continue;
        status = pcart_pdf_from_svg(file->bytes, file->length, &arena, &bytes,
                                    &n, err);
        if (!status)
            status = put(out, &n, sizeof n, err);
        if (!status)
            status = put(out, bytes, n, err);
        pcart_arena_clear(&arena);
    }
    pcart_arena_release(&arena);
    return status;
}

/* The workbook: the library writes to a path, which is copied and removed. */
static pcart_status
make_workbook(const pcart_report *report, const char *title, FILE *out,
              pcart_err *err)
{
    char path[] = "/tmp/postcart-XXXXXX", bytes[COPY_SIZE];
    int fd = mkstemp(path);
    FILE *file = NULL;
    size_t n;
    pcart_status status;

    if (fd < 0)
        return failed("a temporary file cannot be made", err);
    close(fd);
    status =
        pcart_workbook_write(path, title, report->sheet, report->n_sheet, err);
    if (!status)
        file = fopen(path, "rb");
    if (!status && !file)
        status = failed("a temporary file cannot be read", err);
    while (!status && (n = fread(bytes, 1, sizeof bytes, file)) > 0)
        status = put(out, bytes, n, err);
    if (file)
        fclose(file);
    remove(path);
    return status;
}

static pcart_status
start(worker *w, const pcart_report *report, const char *title, pcart_err *err)
{
    w->file = tmpfile();
    if (!w->file)
        return failed("a temporary file cannot be made", err);
    w->child = fork();
    if (w->child < 0)
        return failed("no process can be started", err);
    if (w->child == 0) {
        pcart_err own = {0};
        int is_bad = w->work(report, title, w->file, &own) != PCART_OK;

        is_bad |= fflush(w->file) != 0;
        if (is_bad && own.message[0])
            fprintf(stderr, "postcart: %s: %s\n", w->what, own.message);
        _exit(is_bad); // nothing of the parent is flushed or freed twice
    }
    return PCART_OK;
}

/* Wait for one child; `status` is what is known so far. */
static pcart_status
finish(worker *w, pcart_status status, pcart_err *err)
{
    int how = 0;

    if (w->child <= 0)
        return status;
    while (waitpid(w->child, &how, 0) < 0)
        if (errno != EINTR)
            return status ? status : failed(w->what, err);
    if (!status && (!WIFEXITED(how) || WEXITSTATUS(how) != 0))
        return pcart_err_set(err, PCART_E_NOMEM,
                             "%s could not be made (out of memory?); --plain "
                             "leaves them out",
                             w->what);
    return status;
}

static pcart_status
get(FILE *from, void *bytes, size_t n, pcart_err *err)
{
    if (n == 0 || fread(bytes, 1, n, from) == n)
        return PCART_OK;
    return pcart_err_set(err, PCART_E_IO, "a temporary file cannot be read");
}

static pcart_status
take(FILE *from, size_t n, const char *path, pcart_report *report,
     pcart_err *err)
{
    char *bytes = path ? pcart_arena_take(report->arena, n + 1, 1) : NULL;
    pcart_status status;

    if (!bytes)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    status = get(from, bytes, n, err);
    if (!status)
        status = pcart_report_add_file(report, path, bytes, n, err);
    return status;
}

static pcart_status
take_figures(FILE *from, pcart_report *report, pcart_err *err)
{
    size_t n_file = report->n_file;
    pcart_status status = PCART_OK;

    rewind(from);
    for (size_t i = 0; i < n_file && !status; i++) {
        const char *path = report->file[i].path;
        size_t n = 0;

        if (!is_figure(&report->file[i]))
            continue;
        status = get(from, &n, sizeof n, err);
        if (!status)
            status = take(from, n,
                          pcart_arena_print(report->arena, "%.*s.pdf",
                                            (int)strlen(path) - 4, path),
                          report, err);
    }
    return status;
}

static pcart_status
take_workbook(FILE *from, pcart_report *report, pcart_err *err)
{
    long n;

    if (fseek(from, 0, SEEK_END) != 0 || (n = ftell(from)) < 0)
        return failed("a temporary file cannot be read", err);
    rewind(from);
    return take(from, (size_t)n, "tables.xlsx", report, err);
}

pcart_status
pcarti_render(pcart_report *report, const char *title, pcart_err *err)
{
    worker figures = {.what = "the figures as PDF", .work = make_figures};
    worker workbook = {.what = "tables.xlsx", .work = make_workbook};
    pcart_status status = start(&figures, report, title, err);

    if (!status)
        status = start(&workbook, report, title, err);
    status = finish(&figures, status, err);
    status = finish(&workbook, status, err);
    if (!status)
        status = take_figures(figures.file, report, err);
    if (!status)
        status = take_workbook(workbook.file, report, err);
    if (figures.file)
        fclose(figures.file);
    if (workbook.file)
        fclose(workbook.file);
    return status;
}
