/* test_lab.c -- analytes: names, codes, exact conversion, plausible range,
 * and the rows of one analyte in a course. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "postcart/course.h"
#include "postcart/lab.h"

static const pcart_analyte_info *
analyte(const char *text)
{
    return pcart_analyte_find(text, strlen(text), NULL);
}

static pcart_status
convert(const char *name, const char *value, const char *unit, pcart_fixed *out,
        pcart_err *err)
{
    const pcart_unit *found = pcart_unit_find(unit, strlen(unit));
    pcart_decimal decimal;

    if (!found)
        fail_msg("'%s' is not known", unit);
    assert_int_equal(
        pcart_decimal_read(value, strlen(value), '.', &decimal, NULL),
        PCART_OK);
    return pcart_lab_convert(analyte(name), decimal, found, out, err);
}

/* Value, unit, and the canonical number in millionths, computed by hand. */
static const struct {
    const char *analyte, *value, *unit;
    pcart_fixed canonical;
} conversion[] = {
    {"anc", "0.5", "G/L", INT64_C(500000000)},
    {"anc", "500", "/uL", INT64_C(500000000)},
    {"anc", "0.5", "10*3/uL", INT64_C(500000000)},
    {"anc", "500", "10^3/mL", INT64_C(500000000)},
    {"anc", "0.0005", "10*12/L", INT64_C(500000000)},
    {"anc", "0.501", "10^9/L", INT64_C(501000000)},
    {"anc", "0.3", "K/uL", INT64_C(300000000)}, // 0.1 + 0.2 is 0.3
    {"anc", "0.5004", "10^9/L", INT64_C(500400000)},
    {"wbc", "12.34", "10^9/L", INT64_C(12340000000)},
    {"plt", "50", "10^9/L", INT64_C(50000000000)},
    {"plt", "5", "10^4/uL", INT64_C(50000000000)},
    {"plt", "0.5", "lakhs/cumm", INT64_C(50000000000)},
    {"hb", "8", "g/dL", INT64_C(8000000)},
    {"hb", "80", "g/L", INT64_C(8000000)},
    {"hb", "5", "mmol/L", INT64_C(8057000)},    // x 1.6114
    {"hb", "4.9", "mmol/L", INT64_C(7895860)},  // printed beside 8.0 in CTCAE
    {"hb", "6.2", "mmol/L", INT64_C(9990680)},  // printed beside 10 in IPSS-R
    {"crp", "3.0", "mg/dL", INT64_C(30000000)}, // x 10
    {"crp", "12", "mg/L", INT64_C(12000000)},
    {"crp", "100", "nmol/L", INT64_C(11500000)}, // x 0.115
    {"ferritin", "650", "ng/mL", INT64_C(650000000)},
    {"ferritin", "650", "ug/L", INT64_C(650000000)},
    {"ferritin", "0.65", "mg/L", INT64_C(650000000)},   // x 1000
    {"ferritin", "1000", "pmol/L", INT64_C(445000000)}, // x 0.445
    {"ldh", "250", "U/L", INT64_C(250000000)},
    {"ldh", "250", "IU/L", INT64_C(250000000)},
    {"ldh", "4", "ukat/L", INT64_C(240000000)}, // x 60
    {"creatinine", "1", "mg/dL", INT64_C(88420000)},
    {"creatinine", "88.42", "umol/L", INT64_C(88420000)},
    {"fibrinogen", "150", "mg/dL", INT64_C(1500000)},
    {"fibrinogen", "1.5", "g/L", INT64_C(1500000)},
    {"triglycerides", "265", "mg/dL", INT64_C(2991984)}, // / 88.57
    {"triglycerides", "8857", "mg/dL", INT64_C(100000000)},
    {"triglycerides", "1.5", "mmol/L", INT64_C(1500000)},
    {"bilirubin", "1", "mg/dL", INT64_C(17104000)},
    {"d_dimer", "500", "ng/mL FEU", INT64_C(500000)},
    {"albumin", "3.5", "g/dL", INT64_C(35000000)},
    {"il6", "7", "pg/mL", INT64_C(7000000)},
    {"rdw", "14.5", "%", INT64_C(14500000)},
    {"blasts", "0.05", "{fraction}", INT64_C(5000000)},
    {"mcv", "92", "fL", INT64_C(92000000)},
};

static void
values_convert_exactly(void **state)
{
    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(conversion); i++) {
        pcart_fixed out = 0;
        pcart_err err = {0};

        if (convert(conversion[i].analyte, conversion[i].value,
                    conversion[i].unit, &out, &err))
            fail_msg("%s %s %s: %s", conversion[i].analyte, conversion[i].value,
                     conversion[i].unit, err.message);
        if (out != conversion[i].canonical)
            fail_msg("%s %s %s is %lld", conversion[i].analyte,
                     conversion[i].value, conversion[i].unit, (long long)out);
    }
}

static void
units_of_another_quantity_are_refused(void **state)
{
    static const struct {
        const char *analyte, *unit;
    } wrong[] = {
        {"anc", "%"},
        {"anc", "mmol/L"},
        {"anc", "g/L"},
        {"plt", "fL"},
        {"hb", "G/L"},
        {"hb", "%"},
        {"ferritin", "U/L"},
        {"crp", "/uL"},
        {"rdw", "fL"},
        {"blasts", "/uL"},
        {"fibrinogen", "umol/L"},
        {"ldh", "g/L"},
        {"mcv", "10^6/kg"},
        {"albumin", "mmol/L"},
        {"reticulocytes", "%"},
    };

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(wrong); i++) {
        pcart_fixed out = 4711;
        pcart_err err = {0};

        assert_int_equal(
            convert(wrong[i].analyte, "5", wrong[i].unit, &out, &err),
            PCART_E_INCONSISTENT);
        assert_int_equal(out, 4711);
        assert_true(err.message[0] && err.hint[0]);
    }
}

/* Each range is inclusive; one millionth outside it is refused. */
static void
ranges_are_inclusive(void **state)
{
    (void)state;
    for (int a = 0; a < PCART_N_ANALYTE; a++) {
        const pcart_analyte_info *info = pcart_analyte_get((pcart_analyte)a);
        const pcart_unit *unit =
            pcart_unit_find(info->unit, strlen(info->unit));
        pcart_fixed out, limit[2] = {info->low, info->high};

        assert_non_null(unit);
        for (int side = 0; side < 2; side++)
            for (int64_t step = -1; step <= 1; step++) {
                pcart_decimal value = {limit[side] + step, -6};
                int is_inside = limit[side] + step >= info->low &&
                                limit[side] + step <= info->high;
                pcart_status st =
                    pcart_lab_convert(info, value, unit, &out, NULL);

                assert_int_equal(st, is_inside ? PCART_OK : PCART_E_RANGE);
                if (is_inside)
                    assert_int_equal(out, limit[side] + step);
            }
    }
}

static void
published_gates_hold(void **state)
{
    pcart_fixed out;
    pcart_err err = {0};

    (void)state;
    assert_int_equal(convert("anc", "200", "G/L", &out, NULL), PCART_OK);
    assert_int_equal(convert("anc", "200001", "/uL", &out, NULL),
                     PCART_E_RANGE);
    assert_int_equal(convert("plt", "3000", "G/L", &out, NULL), PCART_OK);
    assert_int_equal(convert("plt", "250000", "G/L", &out, &err),
                     PCART_E_RANGE); // counts per uL called G/L
    assert_non_null(strstr(err.message, "platelets"));
    assert_int_equal(convert("hb", "120", "g/dL", &out, NULL), PCART_E_RANGE);
    assert_int_equal(convert("hb", "1.9", "g/dL", &out, NULL), PCART_E_RANGE);
    assert_int_equal(convert("hb", "12", "g/L", &out, NULL), PCART_E_RANGE);
    assert_int_equal(convert("ferritin", "200001", "ug/L", &out, NULL),
                     PCART_E_RANGE);
    assert_int_equal(convert("crp", "1001", "mg/L", &out, NULL), PCART_E_RANGE);
    assert_int_equal(convert("anc", "-0.1", "G/L", &out, NULL), PCART_E_RANGE);
    assert_int_equal(convert("anc", "1e300", "G/L", &out, NULL), PCART_E_RANGE);
}

/* No pair of unit and analyte overflows: 1 of each unit is a number or outside
 * the range, and never nonsense (run under the undefined-behaviour checks). */
static void
all_pairs_convert_or_are_refused(void **state)
{
    size_t n, n_converted = 0;
    const pcart_unit *unit = pcart_unit_list(&n);

    (void)state;
    for (int a = 0; a < PCART_N_ANALYTE; a++)
        for (size_t i = 0; i < n; i++) {
            const pcart_analyte_info *info =
                pcart_analyte_get((pcart_analyte)a);
            pcart_decimal value = {INT64_C(999999999999999999), -15};
            pcart_fixed out = 0;
            pcart_status st =
                pcart_lab_convert(info, value, &unit[i], &out, NULL);

            assert_true(st == PCART_OK || st == PCART_E_INCONSISTENT ||
                        st == PCART_E_RANGE);
            if (st == PCART_OK) {
                n_converted++;
                assert_true(out >= info->low && out <= info->high);
            }
        }
    assert_true(n_converted > PCART_N_ANALYTE);
}

/* Typed from the list of codes that an importer must know. */
static const char *const accepted[] = {
    "751-8",   "753-4",   "26499-4", "6690-2",  "26464-8", "777-3",   "26515-7",
    "718-7",   "731-0",   "732-8",   "26474-7", "742-7",   "26484-6", "26446-5",
    "60474-4", "14196-0", "40665-2", "787-2",   "30428-7", "788-0",   "30385-9",
    "2276-4",  "20567-4", "1988-5",  "2532-0",  "2160-0",  "3255-7",  "48065-7",
    "2571-8",  "1751-7",  "1975-2",
};
static const char *const flagged[] = {
    "30451-9", "35003-3", "30394-1", "804-5",   "49498-9", "778-1",   "49497-1",
    "30350-3", "30313-1", "20509-6", "55782-7", "59260-0", "93846-4", "30445-1",
    "24373-3", "30522-7", "48421-2", "71426-1", "14804-9", "14805-6",
};
static const char *const refused[] = {
    "752-6",   "74398-9", "754-2",   "758-3",   "32709-8", "770-8",   "26511-6",
    "23761-0", "71676-1", "26505-8", "26508-2", "26507-4", "30229-9", "5907-1",
    "32623-1", "28542-9", "7796-6",  "4548-4",  "4576-5",  "736-9",   "26478-8",
    "737-7",   "5905-5",  "30376-8", "30444-4", "17849-1", "21000-5", "30384-2",
    "14723-1", "76485-2", "76486-0", "2537-9",  "2540-3",  "2543-7",  "2546-0",
    "2549-4",  "2132-9",  "2284-8",  "4542-7",  "58410-2", "57023-4", "69738-3",
    "69742-5", "24318-8", "48807-2",
};

static void
loinc_codes_are_taken_flagged_or_refused(void **state)
{
    const char *note;
    size_t n;

    (void)state;
    for (size_t i = 0; i < PCART_COUNTOF(accepted); i++) {
        if (!pcart_analyte_find(accepted[i], strlen(accepted[i]), &note))
            fail_msg("%s is refused", accepted[i]);
        assert_null(note);
    }
    for (size_t i = 0; i < PCART_COUNTOF(flagged); i++) {
        if (!pcart_analyte_find(flagged[i], strlen(flagged[i]), &note))
            fail_msg("%s is refused", flagged[i]);
        assert_non_null(note);
    }
    for (size_t i = 0; i < PCART_COUNTOF(refused); i++) {
        if (pcart_analyte_find(refused[i], strlen(refused[i]), &note))
            fail_msg("%s is taken", refused[i]);
        assert_non_null(note);
    }
    pcart_loinc_list(&n);
    assert_int_equal(n, PCART_COUNTOF(accepted) + PCART_COUNTOF(flagged) +
                            PCART_COUNTOF(refused));
    assert_null(pcart_analyte_find("99999-9", 7, &note));
    assert_null(note);
}

static void
loinc_rows_are_sorted_and_consistent(void **state)
{
    size_t n;
    const pcart_loinc *loinc = pcart_loinc_list(&n);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            assert_true(strcmp(loinc[i - 1].code, loinc[i].code) < 0);
        assert_int_equal(loinc[i].note != NULL,
                         loinc[i].is_flagged || loinc[i].analyte < 0);
    }
}

/* The check digit of every code is right: LOINC ends in a Luhn digit. */
static void
loinc_check_digits_are_right(void **state)
{
    size_t n;
    const pcart_loinc *loinc = pcart_loinc_list(&n);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        size_t length = strcspn(loinc[i].code, "-");
        int sum = 0;

        for (size_t k = 0; k < length; k++) {
            int digit = loinc[i].code[length - 1 - k] - '0';

            digit *= k % 2 == 0 ? 2 : 1;
            sum += digit > 9 ? digit - 9 : digit;
        }
        if ((10 - sum % 10) % 10 != loinc[i].code[length + 1] - '0')
            fail_msg("%s has a wrong check digit", loinc[i].code);
    }
}

static void
names_in_any_case_find_analytes(void **state)
{
    size_t n;
    const pcart_analyte_alias *alias = pcart_analyte_alias_list(&n);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            assert_true(strcmp(alias[i - 1].name, alias[i].name) < 0);
        assert_int_equal(analyte(alias[i].name)->analyte, alias[i].analyte);
    }
    for (int a = 0; a < PCART_N_ANALYTE; a++) {
        const pcart_analyte_info *info = pcart_analyte_get((pcart_analyte)a);

        assert_int_equal(info->analyte, a);
        assert_ptr_equal(analyte(info->name), info);
        assert_true(info->title[0] && info->source[0]);
    }
    assert_int_equal(analyte("PLT")->analyte, PCART_PLATELETS);
    assert_int_equal(analyte("Hb")->analyte, PCART_HEMOGLOBIN);
    assert_int_equal(analyte("HGB")->analyte, PCART_HEMOGLOBIN);
    assert_int_equal(analyte("Leukocytes")->analyte, PCART_WBC);
    assert_null(analyte(""));
    assert_int_equal(analyte("Neutrophile")->analyte, PCART_ANC);
    assert_int_equal(analyte("Plaquettes")->analyte, PCART_PLATELETS);
    assert_int_equal(analyte("H\xc3\xa4moglobin")->analyte, PCART_HEMOGLOBIN);
    assert_null(analyte("anc "));
    assert_null(analyte("neutrophils and everything else"));
    assert_null(pcart_analyte_find("anc\0", 4, NULL));
    assert_null(pcart_analyte_get(PCART_N_ANALYTE));
    assert_null(pcart_analyte_get((pcart_analyte)-1));
}

static void
course_finds_the_rows_of_an_analyte(void **state)
{
    const pcart_lab lab[] = {
        {.analyte = PCART_ANC, .date = 1},
        {.analyte = PCART_ANC, .date = 2},
        {.analyte = PCART_PLATELETS, .date = 1},
        {.analyte = PCART_IL6, .date = 1},
    };
    pcart_course course = {.lab = lab, .n_lab = PCART_COUNTOF(lab)};
    size_t n;

    (void)state;
    assert_ptr_equal(pcart_course_labs(&course, PCART_ANC, &n), &lab[0]);
    assert_int_equal(n, 2);
    assert_ptr_equal(pcart_course_labs(&course, PCART_PLATELETS, &n), &lab[2]);
    assert_int_equal(n, 1);
    assert_ptr_equal(pcart_course_labs(&course, PCART_IL6, &n), &lab[3]);
    assert_int_equal(n, 1);
    assert_null(pcart_course_labs(&course, PCART_WBC, &n));
    assert_int_equal(n, 0);
    course.lab = NULL;
    course.n_lab = 0;
    assert_null(pcart_course_labs(&course, PCART_ANC, &n));
    assert_int_equal(n, 0);
}

int
main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(values_convert_exactly),
        cmocka_unit_test(units_of_another_quantity_are_refused),
        cmocka_unit_test(ranges_are_inclusive),
        cmocka_unit_test(published_gates_hold),
        cmocka_unit_test(all_pairs_convert_or_are_refused),
        cmocka_unit_test(loinc_codes_are_taken_flagged_or_refused),
        cmocka_unit_test(loinc_rows_are_sorted_and_consistent),
        cmocka_unit_test(loinc_check_digits_are_right),
        cmocka_unit_test(names_in_any_case_find_analytes),
        cmocka_unit_test(course_finds_the_rows_of_an_analyte),
    };

    return cmocka_run_group_tests_name("lab", test, NULL, NULL);
}
