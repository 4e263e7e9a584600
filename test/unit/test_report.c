/* test_report.c -- a report on the disk: whole, or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "postcart/report.h"

/* A folder of its own for each test; the report is in `path`. */
typedef struct bench {
    char root[64], path[96];
    pcart_report_file file[3];
    pcart_report report;
    pcart_arena arena;
    pcart_err err;
} bench;

static const char manifest[] =
    "{\"generator\": \"postcart\", "
    "\"files\": [\"report.html\", \"tables/a.csv\"]}";

static int
setup(void **state)
{
    bench *b = test_calloc(1, sizeof *b);

    snprintf(b->root, sizeof b->root, "/tmp/postcart-test-%ld", (long)getpid());
    if (mkdir(b->root, 0777) != 0)
        return -1;
    snprintf(b->path, sizeof b->path, "%s/report", b->root);
    b->file[0] = (pcart_report_file){"report.html", "one", 3};
    b->file[1] = (pcart_report_file){"tables/a.csv", "a\n1\n", 4};
    b->file[2] =
        (pcart_report_file){"manifest.json", manifest, sizeof manifest - 1};
    b->report = (pcart_report){
        .file = b->file, .n_file = 3, .m_file = 3, .arena = &b->arena};
    *state = b;
    return 0;
}

static const char *
inside(const bench *b, const char *name)
{
    static char path[256];

    snprintf(path, sizeof path, "%s/%s", b->root, name);
    return path;
}

static int
teardown(void **state)
{
    static const char *const name[] = {
        "report/report.html", "report/tables/a.csv", "report/manifest.json",
        "report/notes.txt",   "report/tables/b.csv", "report.part",
        "report/tables",      "report/figures",      "report",
        "report.old"};
    bench *b = *state;

    for (size_t i = 0; i < PCART_COUNTOF(name); i++)
        remove(inside(b, name[i]));
    pcart_arena_release(&b->arena);
    rmdir(b->root);
    test_free(b);
    return 0;
}

static int
exists(const bench *b, const char *name)
{
    struct stat info;

    return lstat(inside(b, name), &info) == 0;
}

static void
put(const bench *b, const char *name, const char *text)
{
    FILE *file = fopen(inside(b, name), "wb");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void
assert_content(const bench *b, const char *name, const char *expected)
{
    char text[64] = "";
    FILE *file = fopen(inside(b, name), "rb");

    assert_non_null(file);
    (void)!fread(text, 1, sizeof text - 1, file);
    fclose(file);
    assert_string_equal(text, expected);
}

static pcart_status
write_it(bench *b)
{
    return pcart_report_write(&b->report, b->path, &b->err);
}

static void
test_new_and_again(void **state)
{
    bench *b = *state;

    assert_int_equal(write_it(b), PCART_OK);
    assert_content(b, "report/report.html", "one");
    assert_content(b, "report/tables/a.csv", "a\n1\n");
    b->file[0].bytes = "two";
    assert_int_equal(write_it(b), PCART_OK);
    assert_content(b, "report/report.html", "two");
    assert_false(exists(b, "report.part"));
    assert_false(exists(b, "report.old"));
    /* A slash at the end names the same folder. */
    snprintf(b->path, sizeof b->path, "%s/report/", b->root);
    assert_int_equal(write_it(b), PCART_OK);
}

static void
test_folder_of_somebody_else(void **state)
{
    bench *b = *state;

    assert_int_equal(mkdir(inside(b, "report"), 0777), 0);
    put(b, "report/notes.txt", "mine");
    assert_int_equal(write_it(b), PCART_E_USAGE);
    assert_true(b->err.hint[0]);
    assert_content(b, "report/notes.txt", "mine");
    assert_false(exists(b, "report.part"));
    /* Not every JSON file is a manifest of a report. */
    put(b, "report/manifest.json", "{\"generator\": \"other\"}");
    assert_int_equal(write_it(b), PCART_E_USAGE);
    put(b, "report/manifest.json", "{\"generator\": ");
    assert_int_equal(write_it(b), PCART_E_USAGE);
}

static void
test_added_file_is_kept(void **state)
{
    bench *b = *state;

    assert_int_equal(write_it(b), PCART_OK);
    put(b, "report/tables/b.csv", "mine");
    assert_int_equal(write_it(b), PCART_E_USAGE);
    assert_non_null(strstr(b->err.message, "tables/b.csv"));
    assert_content(b, "report/tables/b.csv", "mine");
    assert_content(b, "report/report.html", "one");
}

/* What a broken attempt left is recognised and removed. */
static void
test_left_over_part(void **state)
{
    bench *b = *state;

    assert_int_equal(mkdir(inside(b, "report.part"), 0777), 0);
    put(b, "report.part/manifest.json", manifest);
    put(b, "report.part/report.html", "half");
    assert_int_equal(write_it(b), PCART_OK);
    assert_content(b, "report/report.html", "one");
    assert_false(exists(b, "report.part"));
}

static void
test_cannot_write(void **state)
{
    bench *b = *state;

    put(b, "report", "a file where a folder should be");
    assert_int_equal(write_it(b), PCART_E_USAGE);
    remove(inside(b, "report"));
    b->file[1].path = "nowhere/a.csv";
    assert_int_equal(write_it(b), PCART_E_IO);
    assert_false(exists(b, "report"));
    assert_false(exists(b, "report.part"));
    snprintf(b->path, sizeof b->path, "%s",
             "/tmp/postcart-no-such-folder/x/report");
    assert_int_equal(write_it(b), PCART_E_IO);
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_new_and_again),
        WITH_FOLDER(test_folder_of_somebody_else),
        WITH_FOLDER(test_added_file_is_kept),
        WITH_FOLDER(test_left_over_part),
        WITH_FOLDER(test_cannot_write),
    };

    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
