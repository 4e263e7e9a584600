/* test_case.c -- clinical cases, one line each, from test/case: see
 * doc/method/case.md for the grammar. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "postcart/case.h"

#define FOLDER "test/case"

/* Lines of one file whose answer is not the expected one. */
static int
run_file(const char *name, size_t *n_case)
{
    char path[300];
    static char line[8000];
    int n_fault = 0, number = 1;
    FILE *file;

    snprintf(path, sizeof(path), FOLDER "/%s", name);
    file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof(line), file));
    assert_string_equal(line, PCART_CASE_HEADER "\n");
    while (fgets(line, sizeof(line), file)) {
        pcart_arena arena = {0};
        pcart_case made = {0};
        pcart_err err = {0};

        number++;
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#' || line[0] == '\0')
            continue;
        *n_case += 1;
        if (pcart_case_run(line, &arena, &made, &err) || !made.is_equal) {
            print_message("%s:%d: expected '%s', got '%s' %s\n", path, number,
                          made.expected ? made.expected : "",
                          made.found ? made.found : "", err.message);
            n_fault++;
        }
        pcart_arena_release(&arena);
    }
    fclose(file);
    return n_fault;
}

static void
test_cases(void **state)
{
    DIR *folder = opendir(FOLDER);
    struct dirent *entry;
    size_t n_case = 0;
    int n_fault = 0;

    (void)state;
    assert_non_null(folder);
    while ((entry = readdir(folder))) {
        size_t length = strlen(entry->d_name);

        if (length > 4 && !strcmp(entry->d_name + length - 4, ".tsv"))
            n_fault += run_file(entry->d_name, &n_case);
    }
    closedir(folder);
    print_message("%d cases\n", (int)n_case);
    assert_int_equal(n_fault, 0);
    assert_true(n_case > 0);
}

/* A case can fail: wrong answers and lines that are no case are told. */
static void
test_a_case_that_fails(void **state)
{
    static const char *const malformed[] = {
        "one\ttwo",
        "name\tno_such_measure\t\tanc 1=500\t1\tx",
        "name\ticaht_early\t\tanc one=500\t1\tx",
        "name\ticaht_early\t\tanc 1=500 parsec\t1\tx",
        "name\ticaht_early\tno_option=1\tanc 1=500\t1\tx",
        "name\tfisher_p\t\t1 2 3\t1\tx",
        "name\tipss\t\tNOTHING=1\t1\tx",
    };
    pcart_arena arena = {0};
    pcart_case made;
    pcart_err err = {0};

    (void)state;
    assert_int_equal(pcart_case_run("n\ticaht_early\t\tanc 0-30=500\t3\tx",
                                    &arena, &made, &err),
                     PCART_OK);
    assert_false(made.is_equal);
    assert_string_equal(made.found, "4");
    for (size_t i = 0; i < PCART_COUNTOF(malformed); i++)
        assert_int_not_equal(pcart_case_run(malformed[i], &arena, &made, &err),
                             PCART_OK);
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_a_case_that_fails),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
