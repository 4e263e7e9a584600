/* folder.h -- a folder of tables that lives for one test. */
#ifndef TEST_FOLDER_H
#define TEST_FOLDER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "postcart/cohort.h"

/* A folder for one test. */
typedef struct fixture {
    char path[128];
    pcart_arena arena;
    pcart_diag diag;
    pcart_cohort_folder *folder;
    pcart_cohort cohort;
    pcart_err err;
} fixture;

static inline void
begin(fixture *f)
{
    memset(f, 0, sizeof *f);
    strcpy(f->path, "/tmp/postcart-test-XXXXXX");
    assert_non_null(mkdtemp(f->path));
    pcart_diag_init(&f->diag, &f->arena);
}

static inline void
put(fixture *f, const char *name, const char *text, size_t length)
{
    char path[256];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", f->path, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static inline void
put_text(fixture *f, const char *name, const char *text)
{
    put(f, name, text, strlen(text));
}

static inline pcart_status
read_with(fixture *f, const pcart_cohort_options *options)
{
    pcart_status status = pcart_cohort_open(f->path, options, &f->arena,
                                            &f->diag, &f->folder, &f->err);

    if (status == PCART_OK)
        status = pcart_cohort_read(f->folder, &f->arena, &f->diag, &f->cohort,
                                   &f->err);
    return status;
}

static inline void
end(fixture *f)
{
    static const char *const name[] = {
        "patients.csv", "infusions.csv", "labs.csv",    "labs.tsv",
        "events.csv",   "supports.csv",  "samples.csv", "variants.csv",
        "marrows.csv",  "chimerism.csv"};
    char path[256];

    pcart_cohort_close(f->folder);
    for (size_t i = 0; i < PCART_COUNTOF(name); i++) {
        snprintf(path, sizeof path, "%s/%s", f->path, name[i]);
        if (unlink(path) != 0)
            rmdir(path);
    }
    assert_int_equal(rmdir(f->path), 0);
    pcart_arena_release(&f->arena);
}

#endif
