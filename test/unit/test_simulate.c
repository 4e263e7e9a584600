/* test_simulate.c -- the synthetic cohort against the published counts, and
 * its promise of equal bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/buf.h"
#include "postcart/date.h"
#include "postcart/simulate.h"

enum { MAX_FILE = 32 };

/* A cohort in memory. */
typedef struct folder {
    pcarti_buf file[MAX_FILE];
    int calls, fail_at; // the call that fails; 0: none
} folder;

static size_t
find_file(const char *name)
{
    size_t n;
    const char *const *file = pcart_simulate_files(&n);

    assert_true(n <= MAX_FILE);
    for (size_t i = 0; i < n; i++)
        if (strcmp(file[i], name) == 0)
            return i;
    fail_msg("no file %s", name);
    return 0;
}

static pcart_status
keep(void *ctx, const char *name, const char *bytes, size_t length,
     pcart_err *err)
{
    folder *f = ctx;

    if (++f->calls == f->fail_at)
        return pcart_err_set(err, PCART_E_IO, "disk full");
    pcarti_buf_bytes(&f->file[find_file(name)], bytes, length);
    return PCART_OK;
}

static void
make(folder *f, pcart_simulate_options options)
{
    pcart_err err = {0};

    memset(f, 0, sizeof *f);
    assert_int_equal(pcart_simulate(&options, keep, f, &err), PCART_OK);
}

static void
drop(folder *f)
{
    for (size_t i = 0; i < MAX_FILE; i++)
        pcarti_buf_release(&f->file[i]);
}

static const char *
text_of(const folder *f, const char *name)
{
    return f->file[find_file(name)].data;
}

/* How often `part` occurs.  Not strstr: under AddressSanitizer it measures the
 * rest of the text at each call. */
static int
count(const char *text, const char *part)
{
    const char *end = text + strlen(text), *at = text;
    size_t length = strlen(part);
    int n = 0;

    while ((at = memchr(at, part[0], (size_t)(end - at))) != NULL) {
        if ((size_t)(end - at) >= length && memcmp(at, part, length) == 0)
            n++;
        at++;
    }
    return n;
}

static pcart_date
read_date(const char *text)
{
    pcart_date date = 0;

    assert_int_equal(pcart_date_read(text, 10, &date, NULL), PCART_OK);
    return date;
}

/* The day of an event of one patient, counted from the infusion. */
static int
day_of(const folder *f, const char *event_line)
{
    char key[16];
    const char *row;

    snprintf(key, sizeof key, "\n%.10s,", event_line);
    row = strstr(text_of(f, "infusions.csv"), key);
    assert_non_null(row);
    return (int)(read_date(event_line + 11) - read_date(row + 14));
}

/* Farina 2025: diagnoses, products, SMN. */
static void
counts_are_the_published_ones(void **state)
{
    int by_6 = 0, by_12 = 0, n = 0;
    const char *patients, *infusions, *events;
    folder f;

    (void)state;
    make(&f, (pcart_simulate_options){.seed = 1});
    patients = text_of(&f, "patients.csv");
    infusions = text_of(&f, "infusions.csv");
    events = text_of(&f, "events.csv");
    assert_int_equal(count(patients, "\nSYN-"), 555);
    assert_int_equal(count(patients, ",DLBCL,"), 432);
    assert_int_equal(count(patients, ",MCL,"), 69);
    assert_int_equal(count(patients, ",PMBCL,"), 17);
    assert_int_equal(count(patients, ",FL,"), 15);
    assert_int_equal(count(patients, ",ALL,"), 22);
    assert_int_equal(count(infusions, ",brexu-cel,"), 91);
    assert_int_equal(count(infusions, ",axi-cel,"), 165);
    assert_int_equal(count(infusions, ",tisa-cel,"), 299);
    assert_int_equal(count(events, ",smn,MDS"), 13);
    assert_int_equal(count(events, ",smn,AML"), 1);
    for (int centre = 1; centre <= 16; centre++) {
        char name[32];

        snprintf(name, sizeof name, "synthetic centre %02d", centre);
        assert_true(count(patients, name) > 0);
    }
    for (const char *at = strstr(events, ",smn,"); at;
         at = strstr(at + 1, ",smn,")) {
        int day = day_of(&f, at - 21);

        n++;
        by_6 += day <= 182;
        by_12 += day <= 365;
    }
    assert_int_equal(n, 14);
    assert_int_equal(by_6, 6);
    assert_int_equal(by_12, 10);
    /* Earlier autologous graft: 7 of 14 and 27 % of 541. */
    assert_int_equal(count(text_of(&f, "transplants.csv"), ",autologous,,,"),
                     7 + 146);
    drop(&f);
}

static void
counts_hold_for_any_seed(void **state)
{
    folder f;

    (void)state;
    for (uint64_t seed = 2; seed < 5; seed++) {
        make(&f, (pcart_simulate_options){.n = 1110, .seed = seed});
        assert_int_equal(count(text_of(&f, "patients.csv"), ",MCL,"), 138);
        assert_int_equal(count(text_of(&f, "events.csv"), ",smn,"), 28);
        drop(&f);
    }
}

static void
patients_do_not_depend_on_n(void **state)
{
    size_t n;
    const char *const *name = pcart_simulate_files(&n);
    folder few, many;

    (void)state;
    make(&few, (pcart_simulate_options){.n = 40, .seed = 9});
    make(&many, (pcart_simulate_options){.n = 600, .seed = 9});
    for (size_t i = 0; i < n; i++) {
        if (strcmp(name[i], "README.txt") == 0)
            continue;
        assert_true(few.file[i].length <= many.file[i].length);
        assert_memory_equal(few.file[i].data, many.file[i].data,
                            few.file[i].length);
    }
    drop(&few);
    drop(&many);
}

static uint64_t
hash(const folder *f)
{
    uint64_t h = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < MAX_FILE; i++)
        for (size_t k = 0; k < f->file[i].length; k++)
            h = (h ^ (unsigned char)f->file[i].data[k]) *
                UINT64_C(1099511628211);
    return h;
}

/* FNV-1a over all files.  It changes whenever the simulation is meant to
 * change, and must never differ between machines. */
static void
bytes_are_the_same_everywhere(void **state)
{
    folder f;

    (void)state;
    make(&f, (pcart_simulate_options){.n = 1000, .seed = 1});
    assert_int_equal(hash(&f), UINT64_C(0x113f017875c63e9f));
    drop(&f);
}

/* The counts that the publications print. */
static void
small_cohorts_have_their_margins(void **state)
{
    folder f;

    (void)state;
    make(&f, (pcart_simulate_options){.like = "theron", .seed = 4});
    assert_int_equal(count(text_of(&f, "patients.csv"), "THE-"), 106);
    assert_int_equal(count(text_of(&f, "events.csv"), "smn,MDS"), 4);
    drop(&f);
    make(&f, (pcart_simulate_options){.like = "vainstein", .seed = 4});
    assert_int_equal(count(text_of(&f, "patients.csv"), "VAI-"), 5);
    assert_int_equal(count(text_of(&f, "events.csv"), "smn,MDS"), 5);
    drop(&f);
    make(&f, (pcart_simulate_options){.like = "boost", .seed = 4});
    assert_int_equal(count(text_of(&f, "transplants.csv"), ",boost,autologous"),
                     30);
    assert_int_equal(count(text_of(&f, "transplants.csv"), ",boost,"), 31);
    drop(&f);
    make(&f, (pcart_simulate_options){.like = "second-infusion", .seed = 4});
    assert_int_equal(count(text_of(&f, "infusions.csv"), "SEC-"), 18);
    assert_int_equal(count(text_of(&f, "responses.csv"), "CR,negative"), 13);
    assert_int_equal(count(text_of(&f, "toxicities.csv"), ",cres,"), 4);
    assert_int_equal(count(text_of(&f, "events.csv"), "death"), 1);
    drop(&f);
}

static void
tables_are_sorted(void **state)
{
    size_t n;
    const char *const *name = pcart_simulate_files(&n);
    folder f;

    (void)state;
    make(&f, (pcart_simulate_options){.n = 200, .seed = 3});
    for (size_t i = 0; i < n; i++) {
        const char *row, *before = "";
        size_t same;

        if (!strstr(name[i], ".csv"))
            continue;
        /* The id, and where a date follows it, the date too. */
        same = strstr(name[i], "patients") || strstr(name[i], "infusions") ||
                       strstr(name[i], "samples")
                   ? 10
                   : 21;
        same = strstr(name[i], "variants") ? 13 : same;
        row = strchr(f.file[i].data, '\n') + 1;
        for (; *row; row = strchr(row, '\n') + 1) {
            assert_true(strncmp(before, row, same) <= 0);
            before = row;
        }
    }
    drop(&f);
}

static void
rows_follow_the_wish(void **state)
{
    folder f;

    (void)state;
    for (uint32_t wish = 70; wish <= 310; wish += 60) {
        double mean;

        make(&f, (pcart_simulate_options){
                     .n = 555, .seed = 4, .rows_per_patient = wish});
        mean = (count(text_of(&f, "labs.csv"), "\nSYN-")) / 555.0;
        assert_true(mean > wish * 0.95 && mean < wish * 1.05);
        drop(&f);
    }
}

static void
faults_are_only_in_labs(void **state)
{
    size_t n;
    const char *const *name = pcart_simulate_files(&n);
    folder clean, dirty;

    (void)state;
    make(&clean, (pcart_simulate_options){.n = 200, .seed = 5});
    make(&dirty, (pcart_simulate_options){.n = 200, .seed = 5, .is_dirty = 1});
    assert_int_equal(count(text_of(&clean, "labs.csv"), "clotted"), 0);
    assert_true(count(text_of(&dirty, "labs.csv"), "clotted") > 0);
    assert_true(count(text_of(&dirty, "labs.csv"), ",\n") > 0);
    for (size_t i = 0; i < n; i++)
        if (strcmp(name[i], "labs.csv") != 0 &&
            strcmp(name[i], "README.txt") != 0)
            assert_string_equal(clean.file[i].data, dirty.file[i].data);
    drop(&clean);
    drop(&dirty);
}

static void
ids_sort_in_byte_order(void **state)
{
    pcart_simulate_options options = {.n = 1000000, .seed = 1};
    folder f = {.fail_at = 10};
    pcart_err err = {0};

    (void)state;
    assert_int_equal(pcart_simulate(&options, keep, &f, &err), PCART_E_IO);
    assert_non_null(strstr(text_of(&f, "labs.csv"), "\nSYN-0000001,"));
    drop(&f);
}

static void
what_is_impossible_is_refused(void **state)
{
    pcart_simulate_options options = {.like = "zuma-1"};
    pcart_err err = {0};
    folder f = {.calls = 0};

    (void)state;
    assert_int_equal(pcart_simulate(&options, keep, &f, &err),
                     PCART_E_NOTFOUND);
    assert_string_equal(err.message, "there is no cohort 'zuma-1' to be like");
    options = (pcart_simulate_options){.n = PCART_SIMULATE_MAX + 1};
    assert_int_equal(pcart_simulate(&options, keep, &f, &err), PCART_E_RANGE);
    options = (pcart_simulate_options){.rows_per_patient = 59};
    assert_int_equal(pcart_simulate(&options, keep, &f, &err), PCART_E_RANGE);
    options = (pcart_simulate_options){.rows_per_patient = 311};
    assert_int_equal(pcart_simulate(&options, keep, &f, &err), PCART_E_RANGE);
    assert_int_equal(f.calls, 0);
}

/* A write that fails ends it at once, whichever it is. */
static void
failure_of_writing_is_passed_on(void **state)
{
    (void)state;
    for (int k = 1; k < 16; k++) {
        pcart_simulate_options options = {.n = 30, .seed = 1};
        folder f = {.fail_at = k};
        pcart_err err = {0};

        assert_int_equal(pcart_simulate(&options, keep, &f, &err), PCART_E_IO);
        assert_int_equal(f.calls, k);
        assert_string_equal(err.message, "disk full");
        drop(&f);
    }
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(counts_are_the_published_ones),
        cmocka_unit_test(counts_hold_for_any_seed),
        cmocka_unit_test(patients_do_not_depend_on_n),
        cmocka_unit_test(bytes_are_the_same_everywhere),
        cmocka_unit_test(small_cohorts_have_their_margins),
        cmocka_unit_test(tables_are_sorted),
        cmocka_unit_test(rows_follow_the_wish),
        cmocka_unit_test(faults_are_only_in_labs),
        cmocka_unit_test(ids_sort_in_byte_order),
        cmocka_unit_test(what_is_impossible_is_refused),
        cmocka_unit_test(failure_of_writing_is_passed_on),
    };

    return cmocka_run_group_tests_name("simulate", test, NULL, NULL);
}
