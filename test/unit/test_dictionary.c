/* test_dictionary.c -- the canonical tables, and where their columns go. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "postcart/dictionary.h"
#include "read/binding.h"
#include "read/labs.h"

/* The tables and required columns of the design, in its order. */
static void
test_tables(void **state)
{
    static const struct {
        const char *name, *required;
    } expected[PCART_N_TABLE] = {
        {"patients", "patient"},
        {"infusions", "patient infusion date"},
        {"labs", "patient date analyte value unit"},
        {"supports", "patient date kind"},
        {"signs", "patient date"},
        {"toxicities", "patient date kind"},
        {"transplants", "patient date kind"},
        {"marrows", "patient date"},
        {"karyotypes", "patient date iscn"},
        {"samples", "patient sample date"},
        {"variants", "sample"},
        {"chimerism", "patient date donor_fraction"},
        {"responses", "patient date"},
        {"events", "patient date kind"},
        {"acknowledgements", "patient rule date by reason"},
    };

    (void)state;
    for (int i = 0; i < PCART_N_TABLE; i++) {
        const pcart_dictionary_table *table =
            pcart_dictionary_get((pcart_table_id)i);
        char required[256] = "";

        assert_int_equal((int)table->id, i);
        assert_string_equal(table->name, expected[i].name);
        assert_ptr_equal(pcart_dictionary_find(table->name), table);
        for (size_t k = 0; k < table->n_column; k++) {
            assert_true(strlen(table->column[k].sentence) > 8);
            if (!table->column[k].is_required)
                continue;
            if (required[0])
                strcat(required, " ");
            strcat(required, table->column[k].name);
        }
        assert_string_equal(required, expected[i].required);
    }
    assert_null(pcart_dictionary_find("lab"));
}

static void
test_columns(void **state)
{
    const pcart_dictionary_table *labs = pcart_dictionary_get(PCART_TABLE_LABS);

    (void)state;
    assert_int_equal(pcart_dictionary_column(labs, "VALUE", 5), 4);
    assert_int_equal(pcart_dictionary_column(labs, "value", 4), -1);
    assert_int_equal(pcart_dictionary_column(labs, "values", 6), -1);
    assert_int_equal(pcart_dictionary_column(labs, "", 0), -1);
}

/* The lists of columns in binding.c and labs.h follow the dictionary. */
static void
test_bindings(void **state)
{
    static const char *const lab_column[PCARTI_LAB_N_COLUMN] = {
        [PCARTI_LAB_PATIENT] = "patient", [PCARTI_LAB_DATE] = "date",
        [PCARTI_LAB_TIME] = "time",       [PCARTI_LAB_ANALYTE] = "analyte",
        [PCARTI_LAB_VALUE] = "value",     [PCARTI_LAB_UNIT] = "unit",
        [PCARTI_LAB_REF_LOW] = "ref_low"};
    const pcart_dictionary_table *labs = pcart_dictionary_get(PCART_TABLE_LABS);

    (void)state;
    for (int i = 0; i < PCART_N_TABLE; i++) {
        const pcart_dictionary_table *table =
            pcart_dictionary_get((pcart_table_id)i);
        const pcarti_layout *layout = pcarti_layout_get((pcart_table_id)i);

        assert_true(table->n_column <= PCART_DICTIONARY_MAX_COLUMN);
        if (i == PCART_TABLE_LABS)
            continue;
        assert_int_equal(layout->n_binding, table->n_column);
        for (size_t k = 0; k < table->n_column; k++)
            assert_string_equal(layout->binding[k].column,
                                table->column[k].name);
    }
    assert_int_equal(labs->n_column, PCARTI_LAB_N_COLUMN);
    for (size_t k = 0; k < labs->n_column; k++)
        assert_string_equal(labs->column[k].name, lab_column[k]);
}

static const pcart_column *
column(pcart_table_id id, const char *name)
{
    const pcart_dictionary_table *table = pcart_dictionary_get(id);

    return &table->column[pcart_dictionary_column(table, name, strlen(name))];
}

static void
expect_code(const pcart_column *of, const char *text, const char *name)
{
    const pcart_code *code = pcart_dictionary_code(of, text, strlen(text));

    if (name) {
        assert_non_null(code);
        assert_string_equal(code->name, name);
    } else {
        assert_null(code);
    }
}

static void
test_codes(void **state)
{
    const pcart_column *kind = column(PCART_TABLE_SUPPORTS, "kind");
    const pcart_column *sex = column(PCART_TABLE_PATIENTS, "sex");

    (void)state;
    expect_code(kind, "gcsf", "gcsf");
    expect_code(kind, "G-CSF", "gcsf");
    expect_code(kind, "Filgrastim", "gcsf");
    expect_code(kind, "packed red cells", "red_cells");
    expect_code(kind, "fil", NULL);
    expect_code(kind, "", NULL);
    expect_code(kind, "|", NULL);
    expect_code(sex, "F", "female");
    expect_code(sex, "w", "female");
    expect_code(sex, "M", "male");
    expect_code(sex, "fm", NULL);
}

/* No spelling of a code list means two things. */
static void
test_codes_differ(void **state)
{
    (void)state;
    for (int i = 0; i < PCART_N_TABLE; i++) {
        const pcart_dictionary_table *table =
            pcart_dictionary_get((pcart_table_id)i);

        for (size_t k = 0; k < table->n_column; k++) {
            const pcart_column *of = &table->column[k];

            for (size_t c = 0; c < of->n_code; c++) {
                const char *word = of->code[c].synonym;

                expect_code(of, of->code[c].name, of->code[c].name);
                while (*word) {
                    size_t n = strcspn(word, "|");

                    assert_ptr_equal(pcart_dictionary_code(of, word, n),
                                     &of->code[c]);
                    word += n + (word[n] == '|');
                }
            }
        }
    }
}

static void
test_pages(void **state)
{
    pcart_arena arena = {0};
    const char *page = pcart_dictionary_reference(&arena);
    const char *header = pcart_dictionary_template(
        pcart_dictionary_get(PCART_TABLE_LABS), &arena);

    (void)state;
    assert_non_null(page);
    assert_non_null(strstr(page, "## chimerism"));
    assert_non_null(strstr(page, "| `donor_fraction` * | measured value |"));
    assert_non_null(strstr(page, "751-8"));
    assert_string_equal(header,
                        "patient,date,time,analyte,value,unit,ref_low\n");
    pcart_arena_release(&arena);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_tables),       cmocka_unit_test(test_columns),
        cmocka_unit_test(test_bindings),     cmocka_unit_test(test_codes),
        cmocka_unit_test(test_codes_differ), cmocka_unit_test(test_pages),
    };

    return cmocka_run_group_tests(test, NULL, NULL);
}
