/* test_study_file.c -- what study.yaml may say, and how it is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "postcart/course.h"
#include "postcart/study_file.h"

typedef struct fixture {
    pcart_arena arena;
    pcart_diag diag;
    pcart_study_file file;
} fixture;

static pcart_status
parse(fixture *f, const char *text)
{
    memset(f, 0, sizeof *f);
    pcart_diag_init(&f->diag, &f->arena);
    return pcart_study_file_parse("folder/study.yaml", text, strlen(text),
                                  &f->arena, &f->diag, &f->file);
}

/* Every problem is expected: code at line and column. */
static void
expect(const char *text, const char *code, uint64_t line, uint32_t column)
{
    fixture f;

    assert_int_not_equal(parse(&f, text), PCART_OK);
    assert_int_equal(f.diag.n_error, 1);
    assert_string_equal(f.diag.first->code, code);
    assert_string_equal(f.diag.first->where.source, "study.yaml");
    assert_int_equal(f.diag.first->where.line, line);
    assert_int_equal(f.diag.first->where.column, column);
    assert_null(f.file.title); // untouched
    pcart_arena_release(&f.arena);
}

static void
test_defaults(void **state)
{
    fixture f;

    (void)state;
    assert_int_equal(parse(&f, "tables: data\n"), PCART_OK);
    assert_string_equal(f.file.title, "Study");
    assert_int_equal(f.file.n_author, 0);
    assert_string_equal(f.file.tables, "data");
    assert_string_equal(f.file.tables_path, "folder/data");
    assert_string_equal(f.file.output, "report");
    assert_string_equal(f.file.output_path, "folder/report");
    assert_int_equal(f.file.decimal, PCART_DECIMAL_POINT);
    assert_string_equal(f.file.profile_name, "default");
    assert_int_equal(f.file.group_by, PCART_STUDY_GROUP_NONE);
    assert_int_equal(f.file.time_unit, PCART_STUDY_MONTHS);
    assert_int_equal(f.file.n_horizon, 4);
    assert_int_equal(f.file.horizon[0], PCART_FIXED(6));
    assert_int_equal(f.file.horizon[3], PCART_FIXED(48));
    assert_int_equal(f.file.interval, PCART_STUDY_INTERVAL_LOG_LOG);
    assert_int_equal(f.file.interval_level, 950000);
    assert_int_equal(f.file.sections, (1u << PCART_STUDY_N_SECTION) - 1);
    assert_int_equal(f.file.clock, PCART_STUDY_CLOCK_FIRST);
    pcart_arena_release(&f.arena);
}

static void
test_everything(void **state)
{
    static const char text[] = "# a study\n"
                               "title: \"Clonal haematopoiesis: a study\"\n"
                               "authors: [A. Author, 'B. Author']\n"
                               "tables: /abs/tables\n"
                               "output: out\n"
                               "decimal: comma\n"
                               "options:\n"
                               "  icaht_duration: cumulative_joined\n"
                               "profile: default\n"
                               "group_by: product\n"
                               "time_unit: days\n"
                               "horizons: [30, 90.5]\n"
                               "interval: plain\n"
                               "interval_level: 0.9\n"
                               "sections:\n  - flow\n  - smn\n"
                               "clock: {infusion: last, boost: each}\n";
    fixture f;

    (void)state;
    assert_int_equal(parse(&f, text), PCART_OK);
    assert_string_equal(f.file.title, "Clonal haematopoiesis: a study");
    assert_int_equal(f.file.n_author, 2);
    assert_string_equal(f.file.author[1], "B. Author");
    assert_string_equal(f.file.tables_path, "/abs/tables");
    assert_int_equal(f.file.decimal, PCART_DECIMAL_COMMA);
    assert_string_equal(
        pcart_profile_name(&f.file.profile, PCART_OPT_ICAHT_DURATION),
        "cumulative_joined");
    assert_int_equal(f.file.group_by, PCART_STUDY_GROUP_PRODUCT);
    assert_int_equal(f.file.time_unit, PCART_STUDY_DAYS);
    assert_int_equal(f.file.n_horizon, 2);
    assert_int_equal(f.file.horizon[1], 90500000);
    assert_int_equal(f.file.interval, PCART_STUDY_INTERVAL_PLAIN);
    assert_int_equal(f.file.interval_level, 900000);
    assert_int_equal(f.file.sections,
                     1u << PCART_STUDY_FLOW | 1u << PCART_STUDY_SMN);
    assert_int_equal(f.file.clock, PCART_STUDY_CLOCK_LAST);
    assert_int_equal(f.file.boost_clock, PCART_STUDY_CLOCK_EACH);
    assert_int_equal(f.file.smn_clock, PCART_STUDY_CLOCK_FIRST);
    pcart_arena_release(&f.arena);
}

static void
test_population(void **state)
{
    static const char text[] = "tables: d\npopulation:\n"
                               "  free_of: [relapse, next_therapy]\n"
                               "  until_day: 90\n";
    fixture f;

    (void)state;
    assert_int_equal(parse(&f, text), PCART_OK);
    assert_int_equal(f.file.population.free_of,
                     1u << PCART_EVENT_RELAPSE |
                         1u << PCART_EVENT_NEXT_THERAPY);
    assert_int_equal(f.file.population.until_day, 90);
    pcart_arena_release(&f.arena);
    expect("tables: d\npopulation: adults\n", "study-type", 2, 13);
    expect("tables: d\npopulation: {free_of: [relapse]}\n", "study-type", 2, 1);
    expect("tables: d\npopulation: {free_of: [cold], until_day: 9}\n",
           "study-choice", 2, 24);
    expect("tables: d\npopulation: {free_of: [smn], until_day: 0.5}\n",
           "study-value", 2, 41);
    expect("tables: d\npopulation: {until: 9}\n", "study-type", 2, 14);
}

static void
test_refusals(void **state)
{
    (void)state;
    expect("tables: d\ntitel: x\n", "study-key-unknown", 2, 1);
    expect("tables: d\ntables: e\n", "study-yaml", 2, 1);
    expect("tables: [a]\n", "study-type", 1, 1);
    expect("tables: d\ntitle: {a: b}\n", "study-type", 2, 1);
    expect("tables: d\nauthors: me\n", "study-type", 2, 10);
    expect("tables: d\ngroup_by: colour\n", "study-choice", 2, 11);
    expect("tables: d\nhorizons: [6, six]\n", "study-type", 2, 15);
    expect("tables: d\nhorizons: [6, 6]\n", "study-value", 2, 15);
    expect("tables: d\ninterval_level: 95\n", "study-value", 2, 17);
    expect("tables: d\nsections: [flow, flwo]\n", "study-choice", 2, 18);
    expect("tables: d\nprofile: nobody\n", "study-choice", 2, 10);
    expect("tables: d\noptions: {icaht_duration: never}\n", "study-choice", 2,
           11);
    expect("tables: d\nclock: first\n", "study-type", 2, 1);
    expect("tables: d\nclock: {boots: last}\n", "study-type", 2, 9);
    expect("tables: d\nclock: {boost: lats}\n", "study-choice", 2, 16);
    expect("tables: d\ntitle:\n", "study-type", 2, 1);
    expect("title: x\n", "study-key-missing", 1, 1);
    expect("- a\n- b\n", "study-type", 1, 1);
    expect("", "study-empty", 1, 1);
    expect("tables: d\xFF\n", "study-text", 1, 10);
    expect("tables: &a d\ntitle: *a\n", "study-type", 2, 8);
    expect("tables: d\n---\ntables: e\n", "study-yaml", 2, 1);
}

static void
test_malformed(void **state)
{
    fixture f;

    (void)state;
    assert_int_equal(parse(&f, "tables: d\ntitle: [a, b\n"), PCART_E_SYNTAX);
    assert_true(f.diag.n_error >= 1);
    assert_string_equal(f.diag.first->code, "study-yaml");
    assert_true(f.diag.first->where.line >= 2);
    pcart_arena_release(&f.arena);
}

static void
test_all_problems_at_once(void **state)
{
    fixture f;

    (void)state;
    assert_int_not_equal(
        parse(&f, "tables: d\ntitel: x\ngroup_by: y\ntime_unit: z\n"),
        PCART_OK);
    assert_int_equal(f.diag.n_error, 3);
    assert_string_equal(f.diag.first->hint, "did you mean 'title'?");
    pcart_arena_release(&f.arena);
}

static void
test_depth_is_limited(void **state)
{
    char text[4096] = "tables: d\ntitle: ";
    size_t n = strlen(text);
    fixture f;

    (void)state;
    memset(text + n, '[', 2000);
    text[n + 2000] = '\0';
    assert_int_not_equal(parse(&f, text), PCART_OK);
    pcart_arena_release(&f.arena);
}

static void
test_missing_file(void **state)
{
    fixture f = {0};
    pcart_err err = {0};

    (void)state;
    pcart_diag_init(&f.diag, &f.arena);
    assert_int_equal(pcart_study_file_read("/nonexistent/study.yaml", &f.arena,
                                           &f.diag, &f.file, &err),
                     PCART_E_IO);
    assert_non_null(strstr(err.message, "/nonexistent/study.yaml"));
    pcart_arena_release(&f.arena);
}

static void
test_time_units(void **state)
{
    (void)state;
    assert_int_equal(pcart_study_time_days(PCART_STUDY_DAYS), 1000000);
    assert_int_equal(pcart_study_time_days(PCART_STUDY_MONTHS), 30437500);
    assert_int_equal(pcart_study_time_days(PCART_STUDY_YEARS),
                     12 * pcart_study_time_days(PCART_STUDY_MONTHS));
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_everything),
        cmocka_unit_test(test_population),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_malformed),
        cmocka_unit_test(test_all_problems_at_once),
        cmocka_unit_test(test_depth_is_limited),
        cmocka_unit_test(test_missing_file),
        cmocka_unit_test(test_time_units),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
