/* folder.c -- the files of a cohort.  Layer: read. */
#include "read/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rules/spell.h"

/* File names of a folder that end in .csv or .tsv. */
typedef struct listing {
    const char **name;
    size_t n, have;
} listing;

static int
has_table_ending(const char *name)
{
    size_t length = strlen(name);

    return length > 4 && (strcmp(name + length - 4, ".csv") == 0 ||
                          strcmp(name + length - 4, ".tsv") == 0);
}

static int
compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static pcart_status
list_tables(const char *path, pcart_arena *arena, listing *list, pcart_err *err)
{
    DIR *dir = opendir(path);
    struct dirent *entry;
    pcart_status status = PCART_OK;

    if (!dir) {
        pcart_err_set(err, PCART_E_IO, "folder '%s' cannot be read: %s", path,
                      strerror(errno));
        pcart_err_hint(err, "give a folder with patients.csv, infusions.csv, "
                            "labs.csv ...");
        return PCART_E_IO;
    }
    while ((entry = readdir(dir)) != NULL) {
        const char **grown, *copy;

        if (!has_table_ending(entry->d_name))
            continue;
        grown = pcart_arena_grow(arena, list->name, &list->have, list->n + 1,
                                 sizeof *grown);
        copy = pcart_arena_text(arena, entry->d_name, strlen(entry->d_name));
        if (!grown || !copy) {
            status = pcart_err_set(err, PCART_E_NOMEM, "out of memory");
            break;
        }
        list->name = grown;
        list->name[list->n++] = copy;
    }
    closedir(dir);
    if (list->n)
        qsort(list->name, list->n, sizeof *list->name, compare_names);
    return status;
}

static void
add_file(pcarti_reading *reading, const char *name, pcart_severity severity,
         pcart_status status, const char *code, const char *hint,
         const char *predicate)
{
    pcarti_finding finding = {
        .severity = severity,
        .status = status,
        .code = code,
        .where = {.source = name},
        .what = "file",
        .hint = hint,
    };

    pcarti_reading_add(reading, &finding, "%s", predicate);
}

static const char *
table_name(const void *list, size_t i)
{
    (void)list;
    return pcart_dictionary_get((pcart_table_id)i)->name;
}

static void
add_unknown(pcarti_reading *reading, const char *name, size_t stem)
{
    const char *nearest =
        pcarti_nearest(name, stem, NULL, PCART_N_TABLE, table_name);
    char hint[64];

    if (nearest)
        snprintf(hint, sizeof hint, "did you mean '%s%s'?", nearest,
                 name + stem);
    add_file(reading, name, PCART_WARNING, PCART_E_NOTFOUND, "file-unknown",
             nearest ? hint : NULL, "is no table of postcart and not used");
}

/* Open one file and read its header. */
static pcart_status
open_table(pcarti_reading *reading, pcarti_file *file, const char *name)
{
    const char *path =
        pcart_arena_print(reading->arena, "%s/%s", reading->folder->path, name);
    struct stat info;

    if (!path)
        return pcarti_reading_no_memory(reading);
    file->name = name;
    file->is_refused = 1;
    reading->use = &reading->out->table[file->table->id];
    file->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file->fd < 0 || fstat(file->fd, &info) != 0) {
        char reason[128];

        snprintf(reason, sizeof reason, "cannot be opened: %s",
                 strerror(errno));
        add_file(reading, name, PCART_ERROR, PCART_E_IO, "file-unreadable",
                 NULL, reason);
        return PCART_OK;
    }
    if (!S_ISREG(info.st_mode)) {
        add_file(reading, name, PCART_ERROR, PCART_E_IO, "file-unreadable",
                 NULL, "is no regular file");
        return PCART_OK;
    }
    file->size = (uint64_t)info.st_size;
    return pcarti_header_read(reading, file);
}

static pcart_status
take_name(pcarti_reading *reading, pcart_cohort_folder *folder,
          const char *name)
{
    size_t stem = strlen(name) - 4;
    pcart_status status;

    for (int i = 0; i < PCART_N_TABLE; i++) {
        pcarti_file *file = &folder->file[i];

        if (strlen(file->table->name) != stem ||
            memcmp(file->table->name, name, stem) != 0)
            continue;
        if (file->name) {
            reading->use = &reading->out->table[i];
            add_file(reading, name, PCART_ERROR, PCART_E_INCONSISTENT,
                     "file-repeated", "keep one of the .csv and the .tsv file",
                     "is the second one for this table");
            return PCART_OK;
        }
        status = open_table(reading, file, name);
        file->is_refused = !file->is_readable;
        return status;
    }
    reading->use = NULL;
    add_unknown(reading, name, stem);
    return PCART_OK;
}

static void
add_missing(pcarti_reading *reading, const pcart_cohort_folder *folder)
{
    for (int i = 0; i < PCART_N_TABLE; i++) {
        const pcart_dictionary_table *table = folder->file[i].table;
        pcarti_finding finding = {
            .severity = PCART_ERROR,
            .status = PCART_E_NOTFOUND,
            .code = "table-missing",
            .what = "table",
            .hint = "'postcart check --template DIR' writes empty tables",
        };

        if (folder->file[i].name || !table->is_required)
            continue;
        reading->use = &reading->out->table[i];
        pcarti_reading_add(reading, &finding,
                           "%s is missing: there is no %s.csv in the folder",
                           table->name, table->name);
    }
}

pcart_status
pcart_cohort_open(const char *path, const pcart_cohort_options *options,
                  pcart_arena *arena, pcart_diag *diag,
                  pcart_cohort_folder **out, pcart_err *err)
{
    pcart_cohort_folder *folder = pcart_arena_take(arena, 1, sizeof *folder);
    pcart_err local = {0};
    pcart_cohort counts = {0};
    listing list = {0};
    pcarti_reading reading = {.folder = folder,
                              .arena = arena,
                              .diag = diag,
                              .out = &counts,
                              .fatal = &local};
    pcart_status status;

    if (!folder)
        return pcart_err_set(err, PCART_E_NOMEM, "out of memory");
    folder->arena = arena;
    folder->path = path;
    if (options)
        folder->options = *options;
    for (int i = 0; i < PCART_N_TABLE; i++) {
        folder->file[i].table = pcart_dictionary_get((pcart_table_id)i);
        folder->file[i].fd = -1;
    }
    status = list_tables(path, arena, &list, &local);
    for (size_t i = 0; status == PCART_OK && i < list.n; i++)
        status = take_name(&reading, folder, list.name[i]);
    if (status) {
        pcart_cohort_close(folder);
        if (err)
            *err = local;
        return status;
    }
    add_missing(&reading, folder);
    for (int i = 0; i < PCART_N_TABLE; i++) {
        folder->file[i].n_note = counts.table[i].n_note;
        folder->file[i].n_warning = counts.table[i].n_warning;
        folder->file[i].n_error = counts.table[i].n_error;
    }
    folder->first_error = reading.first_error;
    *out = folder;
    return PCART_OK;
}

void
pcart_cohort_close(pcart_cohort_folder *folder)
{
    if (!folder)
        return;
    pcarti_cutter_release(folder);
    for (int i = 0; i < PCART_N_TABLE; i++) {
        if (folder->file[i].fd >= 0)
            close(folder->file[i].fd);
        folder->file[i].fd = -1;
    }
}

uint64_t
pcart_cohort_bytes(const pcart_cohort_folder *folder)
{
    uint64_t bytes = 0;

    for (int i = 0; i < PCART_N_TABLE; i++)
        bytes += folder->file[i].size;
    return bytes;
}
