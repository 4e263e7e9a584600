/* test_unit.c -- spellings of units and their factors.  Expected factors are
 * cells per uL, g/L, mmol/L, U/L, computed by hand from the unit. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/unit.h"

static const pcart_unit *
find(const char *text)
{
    return pcart_unit_find(text, strlen(text));
}

typedef struct expected {
    const char *text;
    pcart_dimension dimension;
    int64_t numerator, denominator;
} expected;

/* Cells per uL; the same count in all of these is 1000 times its number. */
static const char *const thousand[] = {
    "10*9/L",
    "10^9/L",
    "10E9/L",
    "10e9/L",
    "10**9/L",
    "10*9/l",
    "x10*9/L",
    "x10^9/L",
    "x 10^9/L",
    "x10E9/L",
    "x10e9/l",
    "G/L",
    "G/l",
    "GI/L",
    "GI/l",
    "Gpt/L",
    "Gpt/l",
    "/nL",
    "/nl",
    "1/nl",
    "10*3/uL",
    "10^3/uL",
    "10^3/ul",
    "10E3/uL",
    "10*3/µL",
    "10^3/μL",
    "10^3/mm3",
    "10*3/mm3",
    "10*3/mm*3",
    "10^3/mm^3",
    "K/uL",
    "K/ul",
    "K/µL",
    "K/UL",
    "K/cumm",
    "K/mm3",
    "K/mcL",
    "k/uL",
    "Thou/mcL",
    "Thou/uL",
    "Thou/mm3",
    "THOU/UL",
    "THOU/CUMM",
    "10^6/mL",
    "10*6/ml",
    "x10E3/uL",
    "x10^3/µl",
    "Tsd/ul",
    "Tsd/µl",
    "Tsd./ul",
    "tsd/ul",
    "10^9 cells/L",
    "10⁹/L",
    "×10⁹/L",
    "10³/µL",
    "x10³/mm³",
    "Mrd/L",
    "10*9.{cells}/L",
    "10^3cells/uL",
    " 10^9/L ",
    "10^9/\xc2\xa0L",
};

static const char *const one[] = {
    "/uL",        "/ul",      "/µL",      "/μl",         "/mm3",
    "/mm^3",      "/mm³",     "/cmm",     "/cumm",       "/mcL",
    "/UL",        "1/uL",     "1/µl",     "#/uL",        "{#}/uL",
    "{cells}/uL", "cells/uL", "cells/µL", "cells/mcL",   "cells/mm3",
    "Zellen/µl",  "CELLS/UL", "10*6/L",   "10^6/L",      "10E6/L",
    "M/L",        "10^3/mL",  "10*3/ml",  "cells/cu.mm",
};

static const char *const million[] = {
    "10*12/L", "10^12/L", "10E12/L", "10^6/uL", "10*6/µL",  "M/uL",
    "Mio/µl",  "T/L",     "Tpt/l",   "10¹²/L",  "10^6/mm3", "/pL",
};

static const expected other[] = {
    {"/L", PCART_DIM_COUNT, 1, 1000000},
    {"/mL", PCART_DIM_COUNT, 1, 1000},
    {"10^4/µL", PCART_DIM_COUNT, 10000, 1},
    {"lakhs/cumm", PCART_DIM_COUNT, 100000, 1},
    {"g/dL", PCART_DIM_MASS, 10, 1},
    {"g/dl", PCART_DIM_MASS, 10, 1},
    {"G/DL", PCART_DIM_MASS, 10, 1},
    {"g%", PCART_DIM_MASS, 10, 1},
    {"gm/dL", PCART_DIM_MASS, 10, 1},
    {"g/100ml", PCART_DIM_MASS, 10, 1},
    {"g/L", PCART_DIM_MASS, 1, 1},
    {"g/l", PCART_DIM_MASS, 1, 1},
    {"mg/dL", PCART_DIM_MASS, 1, 100},
    {"mg/dl", PCART_DIM_MASS, 1, 100},
    {"MG/DL", PCART_DIM_MASS, 1, 100},
    {"mg/L", PCART_DIM_MASS, 1, 1000},
    {"mg/l", PCART_DIM_MASS, 1, 1000},
    {"mg/L FEU", PCART_DIM_MASS, 1, 1000},
    {"mg{FEU}/L", PCART_DIM_MASS, 1, 1000},
    {"ug/mL FEU", PCART_DIM_MASS, 1, 1000},
    {"ng/mL", PCART_DIM_MASS, 1, 1000000},
    {"ng/ml", PCART_DIM_MASS, 1, 1000000},
    {"NG/ML", PCART_DIM_MASS, 1, 1000000},
    {"ug/L", PCART_DIM_MASS, 1, 1000000},
    {"µg/l", PCART_DIM_MASS, 1, 1000000},
    {"μg/L", PCART_DIM_MASS, 1, 1000000},
    {"mcg/L", PCART_DIM_MASS, 1, 1000000},
    {"µg/dl", PCART_DIM_MASS, 1, 100000},
    {"pg/mL", PCART_DIM_MASS, 1, 1000000000},
    {"ng/L", PCART_DIM_MASS, 1, 1000000000},
    {"mmol/L", PCART_DIM_MOLAR, 1, 1},
    {"mmol/l", PCART_DIM_MOLAR, 1, 1},
    {"umol/L", PCART_DIM_MOLAR, 1, 1000},
    {"µmol/l", PCART_DIM_MOLAR, 1, 1000},
    {"nmol/L", PCART_DIM_MOLAR, 1, 1000000},
    {"pmol/L", PCART_DIM_MOLAR, 1, 1000000000},
    {"U/L", PCART_DIM_ACTIVITY, 1, 1},
    {"U/l", PCART_DIM_ACTIVITY, 1, 1},
    {"IU/L", PCART_DIM_ACTIVITY, 1, 1},
    {"[IU]/L", PCART_DIM_ACTIVITY, 1, 1},
    {"ukat/L", PCART_DIM_ACTIVITY, 60, 1},
    {"µkat/l", PCART_DIM_ACTIVITY, 60, 1},
    {"nkat/L", PCART_DIM_ACTIVITY, 3, 50},
    {"%", PCART_DIM_FRACTION, 1, 100},
    {"1", PCART_DIM_FRACTION, 1, 1},
    {"{fraction}", PCART_DIM_FRACTION, 1, 1},
    {"fL", PCART_DIM_VOLUME, 1, 1},
    {"fl", PCART_DIM_VOLUME, 1, 1},
    {"µm³", PCART_DIM_VOLUME, 1, 1},
    {"10^6/kg", PCART_DIM_DOSE, 1, 1},
    {"10*6/kg", PCART_DIM_DOSE, 1, 1},
    {"10^6 cells/kg", PCART_DIM_DOSE, 1, 1},
    {"10^5/kg", PCART_DIM_DOSE, 1, 10},
    {"10^4/kg", PCART_DIM_DOSE, 1, 100},
    {"cells/kg", PCART_DIM_DOSE, 1, 1000000},
    {"bags", PCART_DIM_AMOUNT, 1, 1},
    {"units", PCART_DIM_AMOUNT, 1, 1},
};

static void
check(const char *text, pcart_dimension dimension, int64_t numerator,
      int64_t denominator)
{
    const pcart_unit *unit = find(text);

    if (!unit)
        fail_msg("'%s' is not known", text);
    if (unit->dimension != dimension || unit->numerator != numerator ||
        unit->denominator != denominator)
        fail_msg("'%s' is read as '%s'", text, unit->spelling);
}

static void
spellings_have_their_factors(void **state)
{
    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(thousand); i++)
        check(thousand[i], PCART_DIM_COUNT, 1000, 1);
    for (size_t i = 0; i < PCART_COUNTOF(one); i++)
        check(one[i], PCART_DIM_COUNT, 1, 1);
    for (size_t i = 0; i < PCART_COUNTOF(million); i++)
        check(million[i], PCART_DIM_COUNT, 1000000, 1);
    for (size_t i = 0; i < PCART_COUNTOF(other); i++)
        check(other[i].text, other[i].dimension, other[i].numerator,
              other[i].denominator);
}

static void
rows_are_sorted_and_find_themselves(void **state)
{
    size_t n;
    const pcart_unit *unit = pcart_unit_list(&n);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            assert_true(strcmp(unit[i - 1].spelling, unit[i].spelling) < 0);
        assert_true(unit[i].numerator > 0 && unit[i].denominator > 0);
        if (find(unit[i].spelling) != &unit[i])
            fail_msg("'%s' does not find itself", unit[i].spelling);
    }
}

static void
letter_case_and_one_letter_matter(void **state)
{
    (void)state;
    assert_int_equal(find("g/L")->dimension, PCART_DIM_MASS);
    assert_int_equal(find("G/L")->dimension, PCART_DIM_COUNT);
    assert_int_equal(find("10^3/uL")->numerator, 1000);
    assert_int_equal(find("10^3/mL")->numerator, 1);
    assert_ptr_not_equal(find("mmol/L"), find("mol/L"));
    assert_null(find("m/uL")); // milli or mega?
    assert_null(find("m/L"));
}

static void
other_text_is_no_unit(void **state)
{
    static const char *const text[] = {
        "",          " ",       "/",       "10",       "10^",     "10^9",
        "109/L",     "L",       "l/",      "10^9/L/L", "10^99/L", "g/dLx",
        "ng/mL DDU", "banana",  "10^9//L", "\xff\xfe", "\xc2",    "µ",
        "{",         "{cells}", "cells",   "xxxxxxxx", "*",       "^",
        "10^9/uL",   "10*9*/L", "10^-9/L", "mg/dL/dL", "%%",
    };
    char longest[200];

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(text); i++)
        if (find(text[i]))
            fail_msg("'%s' is read as '%s'", text[i], find(text[i])->spelling);
    memset(longest, '1', sizeof longest);
    assert_null(pcart_unit_find(longest, sizeof longest));
    assert_null(pcart_unit_find("g/L\0x", 5));
    assert_null(pcart_unit_find("\0", 1));
}

/* Every text that is cut or has one byte changed must be harmless (run under
 * the sanitizers); what it finds must be one of the rows. */
static void
broken_spellings_are_harmless(void **state)
{
    size_t n, n_found = 0;
    const pcart_unit *unit = pcart_unit_list(&n);

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(thousand); i++) {
        size_t length = strlen(thousand[i]);
        char *text = malloc(length);

        assert_non_null(text);
        for (size_t at = 0; at < length; at++)
            for (int byte = 0; byte < 256; byte++) {
                memcpy(text, thousand[i], length);
                text[at] = (char)byte;
                const pcart_unit *found = pcart_unit_find(text, length);

                assert_true(!found || (found >= unit && found < unit + n));
                n_found += found != NULL;
                found = pcart_unit_find(text, at + 1);
                assert_true(!found || (found >= unit && found < unit + n));
            }
        free(text);
    }
    assert_true(n_found > 0);
}

static void
dimensions_have_names(void **state)
{
    (void)state;
    assert_string_equal(pcart_dimension_name(PCART_DIM_COUNT),
                        "cells per volume");
    assert_string_equal(pcart_dimension_name((pcart_dimension)99),
                        "unknown dimension");
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(spellings_have_their_factors),
        cmocka_unit_test(rows_are_sorted_and_find_themselves),
        cmocka_unit_test(letter_case_and_one_letter_matter),
        cmocka_unit_test(other_text_is_no_unit),
        cmocka_unit_test(broken_spellings_are_harmless),
        cmocka_unit_test(dimensions_have_names),
    };

    return cmocka_run_group_tests_name("unit", test, NULL, NULL);
}
