/* folder.c -- a report on the disk: as a whole, or not at all.
 * Layer: report. */
#include "postcart/report.h"

#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const subfolder[] = {"tables", "figures"};

/* Paths of one writing; all in the arena of the report. */
typedef struct place {
    const char *path, *part, *old;
    pcart_arena *arena;
    pcart_err *err;
} place;

static pcart_status
no_memory(place *at)
{
    return pcart_err_set(at->err, PCART_E_NOMEM, "out of memory");
}

static pcart_status
failed(place *at, const char *path, const char *what)
{
    return pcart_err_set(at->err, PCART_E_IO, "'%s' cannot be %s: %s", path,
                         what, strerror(errno));
}

static const char *
join(place *at, const char *folder, const char *name)
{
    return pcart_arena_print(at->arena, "%s/%s", folder, name);
}

static pcart_status
write_file(place *at, const char *path, const pcart_report_file *file)
{
    FILE *out = fopen(path, "wb");
    int is_good;

    if (!out)
        return failed(at, path, "written");
    is_good = !file->length ||
              fwrite(file->bytes, 1, file->length, out) == file->length;
    is_good = fflush(out) == 0 && is_good;
    if (fclose(out) != 0 || !is_good)
        return failed(at, path, "written");
    return PCART_OK;
}

/* The files of a folder that postcart made, by its manifest; NULL if it has
 * none. */
static json_t *
read_manifest(place *at, const char *folder)
{
    const char *path = join(at, folder, "manifest.json");
    json_t *root = path ? json_load_file(path, 0, NULL) : NULL;
    const char *generator =
        json_string_value(json_object_get(root, "generator"));

    if (generator && strcmp(generator, "postcart") == 0 &&
        json_is_array(json_object_get(root, "files")))
        return root;
    json_decref(root);
    return NULL;
}

static int
is_listed(const json_t *manifest, const char *name)
{
    const json_t *list = json_object_get(manifest, "files");

    if (strcmp(name, "manifest.json") == 0)
        return 1;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *file = json_string_value(json_array_get(list, i));

        if (file && strcmp(file, name) == 0)
            return 1;
    }
    return 0;
}

static int
is_subfolder(const char *name)
{
    for (size_t i = 0; i < PCART_COUNTOF(subfolder); i++)
        if (strcmp(subfolder[i], name) == 0)
            return 1;
    return 0;
}

/* Look at every file of a folder; remove it when `is_removing`.  A file that
 * the manifest does not list is somebody else's, and stops everything. */
static pcart_status
walk(place *at, const char *folder, const char *inside, const json_t *manifest,
     int is_removing)
{
    const char *path = inside[0] ? join(at, folder, inside) : folder;
    DIR *list = path ? opendir(path) : NULL;
    const struct dirent *entry;
    pcart_status status = PCART_OK;

    if (!list)
        return !path             ? no_memory(at)
               : errno == ENOENT ? PCART_OK
                                 : failed(at, path, "listed");
    while (!status && (entry = readdir(list)) != NULL) {
        const char *name = entry->d_name;
        const char *shown = inside[0] ? join(at, inside, name) : name;
        const char *full = join(at, path, name);
        struct stat info;

        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
            continue;
        if (!shown || !full)
            status = no_memory(at);
        else if (!inside[0] && is_subfolder(name) && lstat(full, &info) == 0 &&
                 S_ISDIR(info.st_mode))
            continue;
        else if (!is_listed(manifest, shown))
            status = pcart_err_set(at->err, PCART_E_USAGE,
                                   "folder '%s' holds '%s', which is not of "
                                   "a report",
                                   folder, shown);
        else if (is_removing && unlink(full) != 0)
            status = failed(at, full, "removed");
    }
    closedir(list);
    return status;
}

static pcart_status
walk_all(place *at, const char *folder, const json_t *manifest, int is_removing)
{
    pcart_status status = walk(at, folder, "", manifest, is_removing);

    for (size_t i = 0; i < PCART_COUNTOF(subfolder) && !status; i++) {
        const char *path = join(at, folder, subfolder[i]);

        status = walk(at, folder, subfolder[i], manifest, is_removing);
        if (!status && is_removing && path)
            rmdir(path); // what is left is seen by the last rmdir
    }
    if (!status && is_removing && rmdir(folder) != 0)
        status = failed(at, folder, "removed");
    return status;
}

static int
is_empty(const char *folder)
{
    DIR *list = opendir(folder);
    const struct dirent *entry;
    int n = 0;

    if (!list)
        return 0;
    while (n <= 2 && (entry = readdir(list)) != NULL)
        n++; // the folder itself, and the one above, are entries too
    closedir(list);
    return n <= 2;
}

/*
 * Remove a folder that postcart made, or only find out whether that would be
 * right.  A folder that is not there is fine.
 */
static pcart_status
clear_folder(place *at, const char *folder, int is_removing)
{
    struct stat info;
    json_t *manifest;
    pcart_status status;

    if (lstat(folder, &info) != 0)
        return errno == ENOENT ? PCART_OK : failed(at, folder, "looked at");
    if (S_ISDIR(info.st_mode) && is_empty(folder))
        return !is_removing || rmdir(folder) == 0
                   ? PCART_OK
                   : failed(at, folder, "removed");
    manifest = S_ISDIR(info.st_mode) ? read_manifest(at, folder) : NULL;
    if (!manifest) {
        pcart_err_set(at->err, PCART_E_USAGE,
                      "'%s' is there, and is not a report of postcart", folder);
        pcart_err_hint(at->err, "choose another folder by -o DIR, or move it "
                                "away");
        return PCART_E_USAGE;
    }
    status = walk_all(at, folder, manifest, 0);
    if (!status && is_removing)
        status = walk_all(at, folder, manifest, 1);
    json_decref(manifest);
    return status;
}

/* The manifest comes first, so that a broken attempt can be told and removed
 * by the next one. */
static pcart_status
write_part(place *at, const pcart_report *report)
{
    pcart_status status = PCART_OK;

    if (mkdir(at->part, 0777) != 0)
        return failed(at, at->part, "made");
    for (size_t i = 0; i < report->n_file && !status; i++)
        if (strcmp(report->file[i].path, "manifest.json") == 0) {
            const char *path = join(at, at->part, report->file[i].path);

            status =
                path ? write_file(at, path, &report->file[i]) : no_memory(at);
        }
    for (size_t i = 0; i < PCART_COUNTOF(subfolder) && !status; i++) {
        const char *path = join(at, at->part, subfolder[i]);

        if (!path)
            status = no_memory(at);
        else if (mkdir(path, 0777) != 0)
            status = failed(at, path, "made");
    }
    for (size_t i = 0; i < report->n_file && !status; i++) {
        const char *path = join(at, at->part, report->file[i].path);

        if (strcmp(report->file[i].path, "manifest.json") == 0)
            continue;
        status = path ? write_file(at, path, &report->file[i]) : no_memory(at);
    }
    return status;
}

/* Remove an unfinished folder whatever is in it: all of it is ours. */
static void
remove_part(place *at, const pcart_report *report)
{
    for (size_t i = 0; i < report->n_file; i++) {
        const char *path = join(at, at->part, report->file[i].path);

        if (path)
            unlink(path);
    }
    for (size_t i = 0; i < PCART_COUNTOF(subfolder); i++) {
        const char *path = join(at, at->part, subfolder[i]);

        if (path)
            rmdir(path);
    }
    rmdir(at->part);
}

static pcart_status
put_in_place(place *at)
{
    struct stat info;
    int is_there = lstat(at->path, &info) == 0;

    if (is_there && rename(at->path, at->old) != 0)
        return failed(at, at->path, "replaced");
    if (rename(at->part, at->path) != 0) {
        pcart_status status = failed(at, at->path, "put in place");

        if (is_there)
            (void)!rename(at->old, at->path);
        return status;
    }
    return is_there ? clear_folder(at, at->old, 1) : PCART_OK;
}

pcart_status
pcart_report_write(const pcart_report *report, const char *path, pcart_err *err)
{
    size_t length = strlen(path);
    place at = {.arena = report->arena, .err = err};
    pcart_status status;

    while (length > 1 && path[length - 1] == '/')
        length--;
    at.path = pcart_arena_text(at.arena, path, length);
    if (!at.path)
        return no_memory(&at);
    at.part = pcart_arena_print(at.arena, "%s.part", at.path);
    at.old = pcart_arena_print(at.arena, "%s.old", at.path);
    if (!at.part || !at.old)
        return no_memory(&at);
    status = clear_folder(&at, at.path, 0);
    if (!status)
        status = clear_folder(&at, at.part, 1);
    if (!status)
        status = clear_folder(&at, at.old, 1);
    if (status)
        return status;
    status = write_part(&at, report);
    if (!status)
        status = put_in_place(&at);
    if (status)
        remove_part(&at, report);
    return status;
}
